"""What could be retired: the programme view."""

from __future__ import annotations

from datetime import date

from itspm_graph.results import Result
from itspm_graph.results.retired_costs import MoneyNotAssessed


class Obstacle(Result):
    """Something that stands in the way of a retirement."""

    kind: str
    """consumers, undeclared-use, use-not-observed, contract, legal-hold or screams."""
    reason: str
    """What it is."""
    refs: list[str]
    """Of what, where that has a reference."""
    count: int
    """How many of them there are."""


class RetirementCandidate(Result):
    """A service that could be retired, why, and what stands in the way."""

    ref: str
    """Its reference."""
    type: str
    """Its type."""
    name: str
    """Its name."""
    lifecycle: str | None
    """The phase it is in."""
    group: str
    """How near it is: ready, unused, unobserved, unsupported, redundant or planned."""
    reasons: list[str]
    """Why it could be retired, each in words."""
    obstacles: list[Obstacle]
    """What stands in the way."""
    blockers: int
    """How many things stand in the way: the counts of the obstacles."""
    consumers: int
    """Active consumers that aren't on record as having left."""
    observed: bool
    """Whether any record or test says whether it is used."""
    last_used_on: date | None
    """Last day of use on record."""
    volume: dict[str, float]
    """What was used of it in the look-back, by what was counted."""
    planned_on: date | None
    """The first day on which it is planned to end."""
    unsupported: list[str]
    """Vendor products that it uses and that nobody supports any more."""
    overlaps: list[str]
    """Other services that support a business capability that it supports."""
    cost: dict[str, float] | None
    """Full cost in the period, by currency; null in a closed cycle."""
    saving: dict[str, float]
    """What would no longer be spent in the period, with what goes too."""
    stranded: dict[str, float]
    """What would be spent all the same."""
    orphans: list[str]
    """What only it rests on, and goes too."""
    not_assessed: list[MoneyNotAssessed]
    """What is missing for the money to be whole."""


class CandidateGroup(Result):
    """The candidates of one group."""

    group: str
    """How near they are."""
    count: int
    """How many there are, listed or not."""
    saving: dict[str, float]
    """What retiring each on its own would save, added up."""


class UnneededComponent(Result):
    """A component on which nothing rests that is in use."""

    ref: str
    """Its reference."""
    type: str
    """Its type."""
    name: str
    """Its name."""
    lifecycle: str | None
    """The phase it is in; null where nobody has said."""
    cost: dict[str, float]
    """Its own running cost in the period."""
    users: list[str]
    """Who needs or consumes it directly; none of them is in use."""


class Retirable(Result):
    """What could be retired, the easiest first and then what saves most."""

    revision: int
    """Revision that was read."""
    on: date
    """The day that is looked at."""
    used_since: date
    """First day of the look-back."""
    period: str
    """The period that costs are taken from."""
    groups: list[CandidateGroup]
    """How many candidates there are, by how near they are."""
    total: int
    """How many services could be retired, listed or not."""
    services: list[RetirementCandidate]
    """As many of them as were asked for."""
    components_total: int
    """How many components are needed by nothing in use, listed or not."""
    components: list[UnneededComponent]
    """As many of them as were asked for, the dearest first."""
