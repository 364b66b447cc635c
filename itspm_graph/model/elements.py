"""Elements: what can fail, what they need of each other, and where they stand."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

from pydantic import model_validator

from itspm_graph.records import (
    Carries,
    Choice,
    Count,
    Country,
    Edge,
    Hours,
    Minutes,
    Node,
    Positive,
    Share,
    Text,
    Threshold,
    ThresholdShare,
)


class Phase(Choice):
    """The six lifecycle phases of a service."""

    STRATEGY = "strategy"
    DESIGN = "design"
    TRANSITION = "transition"
    OPERATE = "operate"
    IMPROVE = "improve"
    RETIRE = "retire"


class RtoClock(Choice):
    """From when a recovery time objective counts."""

    DISRUPTION = "disruption"
    DECLARATION = "declaration"


class Element(Node, abstract=True):
    """A node that can fail: by itself, or because of what it needs."""

    fails_by_itself: ClassVar[bool] = True
    """False where it fails only through what it needs: then it is no basic event by default."""

    seen_as: tuple[str, ...] = ()
    """Other names under which records of use know it (a host, a client ID, a telemetry name)."""
    unavailability: Share | None = None
    """Probability of being down by itself at a random instant. Absent: never by itself."""
    availability: Share | None = None
    """The complement of `unavailability`; give one of the two."""
    mtbf_hours: Hours | None = None
    """Mean time between failures; goes with `mttr_hours`."""
    mttr_hours: Hours | None = None
    """Mean time to repair; goes with `mtbf_hours`."""
    restore_minutes: Minutes | None = None
    """Recovery work that can begin at once when the element itself was hit."""
    start_minutes: Minutes | None = None
    """Recovery work that needs its dependencies to be back."""
    rto_minutes: Minutes | None = None
    """Recovery time objective."""
    rto_clock: RtoClock | None = None
    """From when the RTO counts; from the disruption where nothing is said."""
    mtpd_minutes: Minutes | None = None
    """Maximum tolerable period of disruption; never shorter than the RTO."""
    rpo_minutes: Minutes | None = None
    """Recovery point objective: data loss that is bearable."""
    mbco: Share | None = None
    """Minimum business continuity objective: least share of nominal capacity that still serves."""

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        both = self.rto_minutes is not None and self.mtpd_minutes is not None
        if both and self.rto_minutes > self.mtpd_minutes:  # type: ignore[operator]
            raise ValueError("rto_minutes must not be longer than mtpd_minutes")
        if (self.mtbf_hours is None) != (self.mttr_hours is None):
            raise ValueError("mtbf_hours and mttr_hours go together")
        given = (self.unavailability, self.availability, self.mtbf_hours)
        if sum(value is not None for value in given) > 1:
            raise ValueError(
                "give one of unavailability, availability, or mtbf_hours with mttr_hours"
            )
        return self


class ComponentKind(Choice):
    """What sort of thing a component is."""

    APPLICATION = "application"
    SERVICE_INSTANCE = "service_instance"
    SERVER = "server"
    NETWORK = "network"
    PLATFORM = "platform"
    UTILITY = "utility"


class Component(Element):
    """A building block of services that somebody operates: an application, a platform, a server."""

    kind: ComponentKind | None = None
    """What sort of thing it is."""
    lifecycle: Phase | None = None
    """The phase it is in."""
    version: str | None = None
    """Release that runs."""


class Interface(Element):
    """An API that components provide and others consume."""

    protocol: str | None = None
    """How it is spoken (`openapi`, `grpc`, `kafka`)."""
    lifecycle: Phase | None = None
    """The phase it is in."""


class RequirementGroup(Element):
    """A named k-of-n requirement: up while at least so many of its members are up.

    It belongs to one element, or to one other group, so that redundancy nests; the short form is
    `group` and `at_least` on the dependency itself.
    """

    fails_by_itself = False

    at_least: Threshold | None = None
    """How many members must be up. Without a threshold: all, or one where they share the load."""
    at_least_share: ThresholdShare | None = None
    """The same as a share of the members, rounded up."""

    @model_validator(mode="after")
    def _one_threshold(self) -> Self:
        if self.at_least is not None and self.at_least_share is not None:
            raise ValueError("give at_least or at_least_share, not both")
        return self


class SiteKind(Choice):
    """How large a place is."""

    REGION = "region"
    CAMPUS = "campus"
    BUILDING = "building"
    ROOM = "room"
    RACK = "rack"


class Site(Element):
    """A place where things stand: a data centre, an office, a room, a cloud region."""

    kind: SiteKind | None = None
    """How large it is."""
    country: Country | None = None
    """ISO 3166 code of two letters."""
    city: str | None = None
    """Town it stands in."""


class NetworkZone(Element):
    """A part of the network that fails, or is cut off, as one."""


class UtilityFeed(Element):
    """A feed of power, cooling or connectivity."""


class DataStore(Element):
    """A place where data is kept: a database, a bucket, a share."""

    technology: str | None = None
    """What it is made of (`postgresql`)."""
    consistency_group: Text | None = None
    """Stores that name the same group are restored to a common point in time."""


class Backup(Element):
    """A copy of a data store kept aside for recovery."""

    retention_days: Count | None = None
    """How long a copy is kept."""


class DataSet(Node):
    """A body of information with one meaning and one set of rules."""

    personal_data: bool | None = None
    """True where it is about natural persons."""
    retention_until: date | None = None
    """Last day it has to be kept."""
    legal_hold: bool = False
    """True while it must not be destroyed."""
    classification: str | None = None
    """Class of confidentiality."""


class Team(Element):
    """People who own or operate something together."""

    email: str | None = None
    """Where to write to."""
    people: Count | None = None
    """How many."""


class Person(Node, plural="people"):
    """A natural person."""

    email: str | None = None
    """Where to write to."""
    role: str | None = None
    """What they answer for."""
    skills: tuple[str, ...] = ()
    """What they know how to do, in the words of recovery procedures."""


class Strength(Choice):
    """Whether the dependent falls with its provider, or only suffers."""

    HARD = "hard"
    SOFT = "soft"


class DependencyPhase(Choice):
    """When a dependency is needed."""

    RUN = "run"
    START = "start"
    BOTH = "both"


class DependsOn(Edge):
    """The source needs the target. Edges of one `group` are alternatives of each other."""

    sources = (Element,)
    targets = (Element,)
    inverse = "dependents"
    identity = ("group",)
    carries_failure = Carries(unless=(("strength", "soft"),), start_only=(("phase", "start"),))

    group: Text | None = None
    """Name of a redundancy group, local to the dependent. Without one the provider is essential."""
    at_least: Threshold | None = None
    """Members of the group that must be up; the same on every member."""
    at_least_share: ThresholdShare | None = None
    """The same as a share of the members, rounded up."""
    strength: Strength = Strength.HARD
    """A soft dependency never takes its dependent down."""
    weight: Share | None = None
    """For a soft one: share of capacity lost when the provider, or the group, is down; below 1."""
    phase: DependencyPhase = DependencyPhase.BOTH
    """Whether it is needed to run, to start, or both."""
    share: Positive | None = None
    """Share of the load that this member of a group can carry, the others' added; 1 is all."""
    tolerance_minutes: Minutes | None = None
    """How long the dependent goes on without it."""
    carries_state: bool = False
    """True where the dependent's data lives in the provider."""
    workaround: Text | None = None
    """How the dependent is started by hand while the provider can't be; documented and tried."""
    environment: str | None = None
    """Where the dependency was seen."""

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.at_least is not None and self.at_least_share is not None:
            raise ValueError("give at_least or at_least_share, not both")
        if self.group is None and (self.at_least or self.at_least_share):
            raise ValueError("a threshold needs a group")
        if self.group is None and self.share is not None:
            raise ValueError("a share of the load needs a group: a single provider carries all")
        if self.strength is Strength.SOFT and self.weight == 1:
            raise ValueError("a soft dependency of weight 1 is a hard one: state strength: hard")
        return self


class Requires(Edge):
    """The source needs the requirement group as a whole."""

    sources = (Element,)
    targets = (RequirementGroup,)
    inverse = "required_by"
    one_source = True
    carries_failure = Carries()


class StandbyMode(Choice):
    """How ready a redundant member is."""

    ACTIVE = "active"
    HOT = "hot"
    WARM = "warm"
    COLD = "cold"


class Member(Edge):
    """The target is one of the alternatives of the group."""

    sources = (RequirementGroup,)
    targets = (Element,)
    inverse = "member_of_groups"
    carries_failure = Carries()

    share: Positive | None = None
    """Share of the load that this member can carry, the others' added; 1 is all."""
    standby: StandbyMode | None = None
    """How ready it is."""
    priority: Count | None = None
    """Order of fail-over, lowest first."""
    switch_minutes: Minutes | None = None
    """Time until it has taken over."""


class HostedAt(Edge):
    """The source stands at the site and falls with it."""

    sources = (Element,)
    targets = (Site,)
    inverse = "hosts"
    carries_failure = Carries()


class PartOf(Edge):
    """The source belongs to the target. A site that is part of a failed site fails too."""

    sources = (Node,)
    targets = (Node,)
    inverse = "parts"
    one_target = True
    acyclic = True
    carries_failure = Carries(source_types=(Site,))


class InZone(Edge):
    """The source is reached through the network zone."""

    sources = (Component, Site, DataStore)
    targets = (NetworkZone,)
    inverse = "zone_members"
    carries_failure = Carries()


class FedBy(Edge):
    """The source lives on the feed."""

    sources = (Component, Site)
    targets = (UtilityFeed,)
    inverse = "feeds"
    carries_failure = Carries()


class Stores(Edge):
    """The source keeps the data set."""

    sources = (Element,)
    targets = (DataSet,)
    inverse = "stored_in"

    master: bool = False
    """True for the system of record."""


class Reads(Edge):
    """The source reads the data set."""

    sources = (Element,)
    targets = (DataSet,)
    inverse = "readers"


class Writes(Edge):
    """The source changes the data set."""

    sources = (Element,)
    targets = (DataSet,)
    inverse = "writers"


class CopyKind(Choice):
    """How a copy is made."""

    SYNC = "sync"
    ASYNC = "async"
    BACKUP = "backup"


class CopiedTo(Edge):
    """The source's data is copied to the target."""

    sources = (DataStore,)
    targets = (DataStore, Backup)
    inverse = "copies_of"

    copy_kind: CopyKind = CopyKind.BACKUP
    """How the copy is made."""
    interval_minutes: Minutes | None = None
    """Time between two copies."""
    duration_minutes: Minutes | None = None
    """How long it takes to make a copy."""
    lag_minutes: Minutes | None = None
    """How far a replica trails."""
    immutable: bool = False
    """True where nobody can change a copy once made."""
    offline: bool = False
    """True where a copy, once made, is out of reach of the network."""


class OwnedBy(Edge):
    """The target answers for the source."""

    sources = (Node,)
    targets = (Person, Team)
    inverse = "owns"
    one_target = True

    role: str | None = None
    """In which role."""


class OperatedBy(Edge):
    """The target runs the source from day to day."""

    sources = (Node,)
    targets = (Person, Team)
    inverse = "operates"

    role: str | None = None
    """In which role."""


class MemberOf(Edge):
    """The person works in the team."""

    sources = (Person,)
    targets = (Team,)
    inverse = "members"
