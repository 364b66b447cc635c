"""What was promised of a service, by whom, and in which units."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from itspm_graph.graph import Graph

AVAILABILITY = "availability"
"""The measure whose targets are compared with composed availability."""
SHARES = {"share": 1.0, "percent": 0.01, "%": 0.01}
"""Units in which a share of time is stated, and what one of them is worth."""
IN_FORCE = (None, "signed")


@dataclass(frozen=True)
class Promised:
    """A target for the share of time in which something is up, and who set it."""

    target: int
    made_by: int
    share: float


def promises(graph: Graph, position: int) -> list[Promised]:
    """Promised availabilities of a service or offering, the highest first.

    A promise is a service level target of measure `availability`, set by the service itself, by one
    of its offerings, or by a contract in force that covers it or an offering. Where somebody sets
    the same target directly, the contract's promise is about them, and not about whatever else the
    contract covers. Targets whose unit is no share of time are left out.
    """
    listed = [
        Promised(target, maker, share)
        for target, maker in promised_targets(graph, position)
        if (share := _share(graph, target)) is not None
    ]
    return sorted(listed, key=lambda p: (-p.share, graph.ref(p.target), graph.ref(p.made_by)))


def promised_targets(graph: Graph, position: int) -> set[tuple[int, int]]:
    """What is promised of a service or offering, of whatever measure, each with who promises it.

    Who makes a promise, and about what, is as `promises` says.
    """
    promised = [position, *(link.target for link in graph.links_from(position, "HAS_OFFERING"))]
    return {
        (link.target, maker)
        for maker in (*promised, *_contracts(graph, promised))
        for link in graph.links_from(maker, "SETS_TARGET")
        if maker in promised or _is_about(graph, link.target, promised)
    }


def _contracts(graph: Graph, promised: list[int]) -> Iterator[int]:
    for covered in promised:
        for link in graph.links_to(covered, "COVERS"):
            if graph.properties(link.source).get("status") in IN_FORCE:
                yield link.source


def _is_about(graph: Graph, target: int, promised: list[int]) -> bool:
    setters = {link.source for link in graph.links_to(target, "SETS_TARGET")}
    direct = {p for p in setters if graph.label(p) != "Contract"}
    return not direct or not direct.isdisjoint(promised)


def _share(graph: Graph, target: int) -> float | None:
    """The share of time that a target for availability promises; None where it is no such."""
    stated = graph.properties(target)
    value, unit = stated.get("target"), SHARES.get(stated.get("unit", "share"))
    if stated.get("measure") != AVAILABILITY or value is None or unit is None:
        return None
    return float(value) * unit


YEAR = 365 * 1440.0
"""Minutes of a year."""
MINUTES = {"minutes": 1.0, "hours": 60.0, "days": 1440.0}
"""Units in which a time is stated, and how many minutes one of them is."""


def promised_minutes(graph: Graph, target: int) -> float | None:
    """The time that a target promises; None where none is stated, or in a unit that is no time."""
    stated = graph.properties(target)
    value, unit = stated.get("target"), stated.get("unit", "minutes")
    if value is None or stated.get("measure") == AVAILABILITY:
        return None
    if unit == "seconds":
        return float(value) / 60.0
    return float(value) * MINUTES[unit] if unit in MINUTES else None


def minutes_of_a_year(graph: Graph, target: int) -> float | None:
    """How long in a year something may be away and yet keep a promised availability, in minutes.

    None where the target promises none. Over a shorter window it may be away for less.
    """
    share = _share(graph, target)
    return None if share is None else (1.0 - share) * YEAR


def at_most(graph: Graph, target: int) -> bool:
    """Whether the value of a target is the most that is allowed: so stated, or a time."""
    stated = graph.properties(target)
    times = ("seconds", *MINUTES)
    return bool(stated.get("at_most", stated.get("unit") in times))
