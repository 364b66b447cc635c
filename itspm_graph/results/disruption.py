"""What the verbs that let something fail answer: impact, simulate, explain."""

from __future__ import annotations

from itspm_graph.results import Result


class Because(Result):
    """The requirement that fell first, or that leaves an element no more than it has."""

    group: str | None
    """Name of the redundancy group; null for a single provider."""
    up: int
    """Members that still stand."""
    needed: int
    """Members that must be up."""
    lost: list[str]
    """Members that are down."""
    weakened: list[str]
    """Members that are up with less than their whole capacity, where that matters."""
    capacity: float
    """Share of its capacity that the requirement leaves the element."""
    weight: float | None
    """Weight of a soft dependency; null for a hard one."""


class AffectedElement(Result):
    """An element that goes down, or is left with a part of its capacity."""

    ref: str
    """Its reference."""
    type: str
    """Its type."""
    name: str
    """Its name."""
    status: str
    """DOWN; DOWN_LOST_GROUND where a cycle lost its outside support; DEGRADED or BELOW_MBCO."""
    capacity: float
    """Share of its nominal capacity that it can deliver; 0 where it is down."""
    hops: int
    """Steps from the failure."""
    because: Because
    """Why."""


class NotAssessed(Result):
    """What can't be said because a fact is missing."""

    ref: str
    """The element that it is about."""
    reason: str
    """`no-weight`: a soft dependency whose weight nobody stated; `no-mbco`: no objective."""
    group: str | None
    """Name of the group that the dependency is on, if it is one."""
    on: list[str]
    """What it depends on, where it is a dependency."""


class Impact(Result):
    """What goes down when these fail, and what is left with less."""

    revision: int
    """Revision that was read."""
    failed: list[str]
    """What was taken to fail."""
    cycle_policy: str
    """How cycles were treated."""
    affected: list[AffectedElement]
    """Elements that go down or lose capacity, nearest first; the failed ones left out."""
    counts: dict[str, int]
    """Elements that go down, by type."""
    degraded_counts: dict[str, int]
    """Elements that stay up with less than their whole capacity, by type."""
    not_assessed: list[NotAssessed]
    """What can't be said of those concerned."""
    complete: bool
    """True: the whole graph was looked at."""


class Hit(Result):
    """What happens to an element by itself."""

    ref: str
    """Its reference."""
    type: str
    """Its type."""
    name: str
    """Its name."""
    damage: str
    """destroyed, unavailable, corrupted, or capacity where a part is left."""
    capacity: float
    """Share of its capacity that the hit leaves it."""


class Ground(Result):
    """A requirement that explains how its owner fares."""

    group: str | None
    """Name of the redundancy group; null for a single provider."""
    members: int
    """How many members it has."""
    needed: int
    """Members that must be up."""
    up: int
    """Members that count as up."""
    margin: int
    """How many more could be lost; below 0 where it isn't met."""
    lost: list[str]
    """Members that are down; of an owner that is down those that don't rest on its own fall."""
    weakened: list[str]
    """Members that are up with less than their whole capacity."""
    circular: list[str]
    """Members that rest on the owner's own cycle, and so don't count."""
    holding: list[str]
    """Members that keep it met, where the owner isn't affected."""
    capacity: float
    """Share of its capacity that it leaves the owner."""
    weight: float | None
    """Weight of a soft dependency; null for a hard one."""


class ExplainedStep(Result):
    """An element and why it fares so."""

    ref: str
    """Its reference."""
    type: str
    """Its type."""
    name: str
    """Its name."""
    status: str
    """UP, DEGRADED, BELOW_MBCO, DOWN or DOWN_LOST_GROUND."""
    capacity: float
    """Share of its nominal capacity that it can deliver."""
    hops: int | None
    """Steps from the failure; null where it isn't affected."""
    hit: bool
    """Whether it was hit by itself."""
    requirements: list[Ground]
    """The requirement that fell or binds; where it is up all below which something was hit."""
    leads_to: list[str]
    """Elements whose steps this one rests on."""


class Explanation(Result):
    """Why an element is affected by these failures, or why it isn't."""

    revision: int
    """Revision that was read."""
    ref: str
    """The element."""
    failed: list[str]
    """What was taken to fail."""
    hits: list[Hit]
    """What was taken to be hit, and how."""
    cycle_policy: str
    """How cycles were treated."""
    status: str
    """UP, DEGRADED, BELOW_MBCO, DOWN or DOWN_LOST_GROUND."""
    capacity: float
    """Share of its nominal capacity that it can deliver."""
    connected: bool
    """Whether failure of what was hit can come to it at run time, redundancy ignored. What is
    needed only to start, or isn't exposed, carries none; `reach` and `paths` show that too."""
    steps: list[ExplainedStep]
    """The derivation, its own step first, then depth first; each element once."""
    not_assessed: list[NotAssessed]
    """What can't be said of the elements of the derivation."""
