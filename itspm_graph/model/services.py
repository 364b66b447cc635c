"""The service portfolio: services, what is offered of them, and their way through the phases."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from itspm_graph.model.elements import Component, Element, Phase
from itspm_graph.records import (
    Amount,
    Carries,
    Choice,
    Count,
    Currency,
    Edge,
    Hours,
    Money,
    Node,
    Positive,
)


class Portfolio(Node):
    """A set of services that one manager steers."""


class ServiceKind(Choice):
    """For whom a service is."""

    BUSINESS = "business"
    TECHNOLOGY = "technology"


class Service(Element):
    """A means of enabling outcomes that customers want, without their owning its cost and risk."""

    fails_by_itself = False

    kind: ServiceKind | None = None
    """Facing customers, or underpinning other services."""
    lifecycle: Phase | None = None
    """The phase it is in."""
    lifecycle_status: str | None = None
    """Where within the phase (`delisted`, `pending retirement`)."""
    tier: Annotated[int, Field(ge=1, le=5)] | None = None
    """Criticality, 1 the highest."""
    tg2_required: bool | None = None
    """Whether toll gate 2 was found necessary; absent: not decided."""
    tg5_interval_months: Count | None = None
    """Agreed time between two reviews at toll gate 5."""
    planned_operate_on: date | None = None
    """Day it is meant to go live."""
    planned_retire_on: date | None = None
    """Day it is meant to leave operation."""
    revenue_per_hour: Money | None = None
    """Business revenue that stops with it."""
    currency: Currency | None = None
    """ISO 4217 code of the revenue."""
    capacity: Positive | None = None
    """Demand it can serve, in `capacity_unit`."""
    capacity_used: Amount | None = None
    """Demand it serves now, in `capacity_unit`."""
    capacity_unit: str | None = None
    """What demand is counted in (`users`, `requests per second`)."""
    data_residency: str | None = None
    """Where its data stays (`EU`, `CH`)."""
    support_hours: str | None = None
    """When somebody answers (`24x7`, `5x10`)."""


class ServiceOffering(Element):
    """One way to get a service: its level, price and audience."""

    fails_by_itself = False

    level: str | None = None
    """Name of the level (`gold`, `standard`)."""
    orderable: bool | None = None
    """Whether it can be ordered today."""
    visible_to: str | None = None
    """Who sees it in the catalog."""


class Release(Node):
    """A version of a service that goes out as one."""

    released_on: date | None = None
    """Day it went or goes out."""
    status: str | None = None
    """Planned, built, released."""
    scope: str | None = None
    """What it brings."""


class ConsumptionRecord(Node):
    """Evidence that somebody used something over a period."""

    period_from: date | None = None
    """First day of the period."""
    period_to: date | None = None
    """Last day of the period."""
    last_seen_on: date | None = None
    """Last day of use."""
    driver: str | None = None
    """What was counted (`calls`, `GB`)."""
    volume: Amount | None = None
    """How much of it."""
    caller: str | None = None
    """The caller as the evidence names it, where it maps to no element."""


class TransitionStatus(Choice):
    """The one disposition that a consumer of a retiring service has."""

    MIGRATED = "migrated"
    PLANNED = "planned"
    TERMINATED = "terminated"
    ACCEPTED_LOSS = "accepted_loss"


class CustomerTransition(Node):
    """How one consumer leaves a retiring service."""

    status: TransitionStatus
    """Its disposition."""
    planned_on: date | None = None
    """Day it is meant to have left."""
    completed_on: date | None = None
    """Day it had left."""
    consent: str | None = None
    """Where the consumer's consent, or the approval of the loss, is on record."""
    demand: Amount | None = None
    """Demand that moves with it, in the `capacity_unit` of where it goes."""


class ScreamTestKind(Choice):
    """How far something was taken away."""

    BROWNOUT = "brownout"
    BLACKOUT = "blackout"


class ScreamTest(Node):
    """Something was slowed or stopped on purpose for a while, to hear who misses it."""

    kind: ScreamTestKind | None = None
    """Slowed or refused in part (`brownout`), or stopped (`blackout`)."""
    started_on: date | None = None
    """Day it began."""
    hours: Hours | None = None
    """How long it lasted."""
    screams: Count | None = None
    """How many complained."""
    rollback_minutes: Amount | None = None
    """Minutes until it was back as before."""


class RetirementNotice(Node):
    """Somebody was told that something ends."""

    sent_on: date | None = None
    """Day it went out."""
    acknowledged_on: date | None = None
    """Day on which the other side said that it had it."""
    channel: str | None = None
    """How it went out (`letter`, `portal`)."""


class Contains(Edge):
    """The portfolio has the service."""

    sources = (Portfolio,)
    targets = (Service,)
    inverse = "contained_in"
    one_source = True


class HasOffering(Edge):
    """The service is offered so; the offering falls with the service."""

    sources = (Service,)
    targets = (ServiceOffering,)
    inverse = "offering_of"
    one_source = True
    carries_failure = Carries(dependent="target")


class RealizedBy(Edge):
    """The component makes the service or offering real; it falls with the component."""

    sources = (Service, ServiceOffering)
    targets = (Component,)
    inverse = "realizes"
    identity = ("environment",)
    carries_failure = Carries()

    environment: str | None = None
    """Where (`production`)."""


class ReplacedBy(Edge):
    """The target takes the source's place."""

    sources = (Node,)
    targets = (Node,)
    inverse = "replaces"


class Consumes(Edge):
    """The source uses the target and bears its share of the cost. Carries cost, not failure."""

    sources = (Node,)
    targets = (Element,)
    inverse = "consumed_by"
    identity = ("driver", "period")

    driver: str | None = None
    """What is counted."""
    volume: Amount | None = None
    """How much of it in the period."""
    period: str | None = None
    """The period (`2026`, `2026-Q3`)."""
    hours: Hours | None = None
    """Hours of use in the period."""


class ConsumedIn(Edge):
    """The record is evidence of use of the target."""

    sources = (ConsumptionRecord,)
    targets = (Element,)
    inverse = "consumption"


class ConsumedFrom(Edge):
    """The record's caller is the target."""

    sources = (ConsumptionRecord,)
    targets = (Node,)
    inverse = "recorded_use"


class Silences(Edge):
    """What the test took away."""

    sources = (ScreamTest,)
    targets = (Element,)
    inverse = "scream_tests"


class HeardFrom(Edge):
    """Who complained."""

    sources = (ScreamTest,)
    targets = (Node,)
    inverse = "screamed_in"


class Notifies(Edge):
    """Who was told. What ends stands in the notice's `FOR`."""

    sources = (RetirementNotice,)
    targets = (Node,)
    inverse = "notices"


class Migrates(Edge):
    """The consumer that the transition is about."""

    sources = (CustomerTransition,)
    targets = (Node,)
    inverse = "transitions"
    one_target = True


class MigratesFrom(Edge):
    """The service or offering that the consumer leaves."""

    sources = (CustomerTransition,)
    targets = (Element,)
    inverse = "transitions_away"
    one_target = True


class MigratesTo(Edge):
    """The service or offering that the consumer goes to."""

    sources = (CustomerTransition,)
    targets = (Element,)
    inverse = "transitions_here"
    one_target = True
