"""Continuity: what the business can bear, how we would recover, and whether that was tried."""

from __future__ import annotations

from datetime import date, datetime
from typing import Self

from pydantic import JsonValue, model_validator

from itspm_graph.model.customers import BusinessActivity
from itspm_graph.model.elements import Element, RtoClock, Team
from itspm_graph.model.services import Service
from itspm_graph.model.third_parties import Level
from itspm_graph.records import Choice, Edge, Minutes, Node, Share, Text, Threshold


class BusinessImpactAnalysis(Node, plural="business_impact_analyses"):
    """What an outage costs over time, and so how soon it must end (ISO 22301, 8.2)."""

    mtpd_minutes: Minutes | None = None
    """Maximum tolerable period of disruption."""
    rto_minutes: Minutes | None = None
    """Recovery time objective."""
    rto_clock: RtoClock | None = None
    """From when the RTO counts; from the disruption where nothing is said."""
    rpo_minutes: Minutes | None = None
    """Recovery point objective."""
    wrt_minutes: Minutes | None = None
    """Work recovery time: catching up after the technology is back."""
    mbco: Share | None = None
    """Least share of nominal capacity that is bearable."""
    assessed_on: date | None = None
    """Day of the assessment."""
    approved_by: str | None = None
    """Who approved it."""
    discontinuation_impact: Level | None = None
    """What it would mean to go without; not assessed where absent."""
    impact_over_time: dict[str, JsonValue] = {}
    """Impact by elapsed time, as assessed."""


class ContinuityPlan(Node):
    """How a service goes on, or comes back, when something fails."""

    version: str | None = None
    """Its version."""
    approved_on: date | None = None
    """Day of approval."""
    review_due_on: date | None = None
    """Day by which it has to be looked at again."""
    invocation: str | None = None
    """When it is invoked, and by whom."""
    recovery_minutes: Minutes | None = None
    """Recovery time that it promises."""


class RecoveryProcedure(Node):
    """The steps that bring one element back."""

    restore_minutes: Minutes | None = None
    """Work that can begin at once."""
    start_minutes: Minutes | None = None
    """Work that needs the dependencies to be back."""
    skill: str | None = None
    """What those who do it must know."""
    parallel: bool = True
    """Whether it may run beside others of the same team."""


class ExerciseKind(Choice):
    """How real an exercise was."""

    WALKTHROUGH = "walkthrough"
    TABLETOP = "tabletop"
    FUNCTIONAL = "functional"
    SIMULATION = "simulation"
    FULL = "full"


class Exercise(Node):
    """A trial of a plan."""

    kind: ExerciseKind | None = None
    """How real it was."""
    held_on: date | None = None
    """Day it was held."""
    result: str | None = None
    """How it went."""


class Scenario(Node):
    """Something that may happen, and what it would hit."""

    hazard: str | None = None
    """What happens."""
    assumptions: str | None = None
    """What is taken for granted."""
    starts_at: datetime | None = None
    """When it begins."""
    duration_minutes: Minutes | None = None
    """How long it lasts."""
    detection_minutes: Minutes | None = None
    """Time until it is noticed and declared."""
    dwell_minutes: Minutes | None = None
    """How long data was corrupted before anybody noticed: later copies are corrupted too."""


class FindingSource(Choice):
    """Where a finding came up."""

    REVIEW = "review"
    EXERCISE = "exercise"
    ANALYSIS = "analysis"
    AUDIT = "audit"
    INCIDENT = "incident"


class Finding(Node):
    """Something that ought to be better."""

    found_in: FindingSource | None = None
    """Where it came up."""
    found_on: date | None = None
    """When."""
    severity: str | None = None
    """How bad it is."""


class HasBia(Edge):
    """The analysis that holds for the source."""

    sources = (Service, BusinessActivity)
    targets = (BusinessImpactAnalysis,)
    inverse = "assesses"
    one_target = True


class CoveredByPlan(Edge):
    """The plan says how the source goes on."""

    sources = (Element, BusinessActivity)
    targets = (ContinuityPlan,)
    inverse = "plan_covers"


class HasProcedure(Edge):
    """The procedure brings the source back."""

    sources = (Element,)
    targets = (RecoveryProcedure,)
    inverse = "recovers"
    one_source = True


class Exercised(Edge):
    """What the exercise tried, and what was measured."""

    sources = (Exercise,)
    targets = (ContinuityPlan, Service)
    inverse = "exercises"

    rta_minutes: Minutes | None = None
    """Recovery time actually reached."""
    rpa_minutes: Minutes | None = None
    """Data loss actually suffered."""
    result: str | None = None
    """How it went."""


class PerformedBy(Edge):
    """Who carries out the procedure."""

    sources = (RecoveryProcedure,)
    targets = (Team,)
    inverse = "performs"

    people: Threshold | None = None
    """How many of them it takes; 1 where nobody says."""


class Damage(Choice):
    """What a scenario does to what it hits."""

    DESTROYED = "destroyed"
    UNAVAILABLE = "unavailable"
    CORRUPTED = "corrupted"
    CAPACITY = "capacity"


class Hits(Edge):
    """What the scenario hits, and how."""

    sources = (Scenario,)
    targets = (Element,)
    inverse = "hit_by"

    damage: Damage = Damage.UNAVAILABLE
    """What happens to it."""
    capacity: Share | None = None
    """Share of capacity left, where the damage is to capacity."""
    restore_minutes: Minutes | None = None
    """Time to restore it in this scenario, where it is not the element's own."""
    version: Text | None = None
    """Of a vendor product: only those who use it in this version are hit."""
    with_subsidiaries: bool = True
    """Of a vendor: those that belong to it, directly or not, are hit as well."""
    with_subcontracted: bool = False
    """Of a vendor: those are hit as well for whom it does a part of the work, directly or not."""

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.damage is Damage.CAPACITY and self.capacity is None:
            raise ValueError("damage to capacity leaves a share of it: state capacity, 0 to 1")
        if self.damage is not Damage.CAPACITY and self.capacity is not None:
            raise ValueError("a capacity is left only where the damage is: capacity")
        return self
