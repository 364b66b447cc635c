"""What we promise customers, and what we were promised for it: SLA, OLA, UC (ITIL).

A contract is in force where it is signed, or says nothing of its status. A promise rests on the
contracts that `UNDERPINNED_BY` names; where that names a metric, only promises of this measure do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache

from itspm_graph.analysis.availability import availability
from itspm_graph.analysis.diagrams import Limits
from itspm_graph.analysis.unavailability import own_unavailability
from itspm_graph.answers.days import day, months_later
from itspm_graph.answers.rounding import rounded
from itspm_graph.answers.service_hours import service_hours
from itspm_graph.connections import reached
from itspm_graph.errors import LimitExceeded
from itspm_graph.graph import Graph
from itspm_graph.promises import IN_FORCE, promised_minutes, promises
from itspm_graph.store import Row

RESOLUTION = "resolution time"
"""The measure whose targets add up along a chain of contracts."""
UNDERPINNING = ("ola", "uc")
MOST_NODES = 1 << 20
"""Nodes of a diagram at which an availability is given up as too large to compose."""


def _in_force(graph: Graph, contract: int) -> bool:
    return graph.properties(contract).get("status") in IN_FORCE


def _agreements(graph: Graph) -> list[int]:
    """Service level agreements in force."""
    contracts = graph.positions("Contract")
    return [
        p for p in contracts if graph.properties(p).get("kind") == "sla" and _in_force(graph, p)
    ]


def _measures(graph: Graph, contract: int) -> set[str]:
    links = graph.links_from(contract, "SETS_TARGET")
    measures = {graph.properties(link.target).get("measure") for link in links}
    return {measure for measure in measures if measure is not None}


# --- coverage -----------------------------------------------------------------------------------


def providers_not_underpinned(graph: Graph) -> Iterator[Row]:
    for contract in _agreements(graph):
        for provider in _hard_providers(graph, contract):
            agreed = {
                measure
                for link in graph.links_to(provider, "COVERS")
                if graph.properties(link.source).get("kind") in UNDERPINNING
                and _in_force(graph, link.source)
                for measure in _measures(graph, link.source)
            }
            for measure in _measures(graph, contract) - agreed:
                yield {
                    "contract": str(graph.ref(contract)),
                    "measure": measure,
                    "provider": str(graph.ref(provider)),
                    "name": graph.name(provider),
                }


def _hard_providers(graph: Graph, contract: int) -> set[int]:
    """Services, offerings and products that the covered service, or a component of it, needs."""
    covered = {
        link.target
        for link in graph.links_from(contract, "COVERS")
        if graph.label(link.target) in ("Service", "ServiceOffering")
    }
    covered |= {link.source for p in covered for link in graph.links_to(p, "HAS_OFFERING")}
    own = covered | {link.target for p in covered for link in graph.links_from(p, "REALIZED_BY")}
    return {
        link.target
        for position in own
        for link in graph.links_from(position, "DEPENDS_ON", "USES_PRODUCT")
        if _is_hard(link.label, dict(link.properties)) and _is_delivered(graph, link.target)
    }


def _is_hard(label: str, properties: dict[str, object]) -> bool:
    if label == "USES_PRODUCT":
        return bool(properties.get("exposed"))
    return properties.get("strength") != "soft" and properties.get("phase") != "start"


def _is_delivered(graph: Graph, position: int) -> bool:
    """Whether somebody else delivers it: who uses open source delivers it to himself."""
    if graph.label(position) == "VendorProduct":
        return graph.properties(position).get("delivery") != "open_source"
    return graph.label(position) in ("Service", "ServiceOffering")


# --- availability -------------------------------------------------------------------------------


def availability_overpromised(graph: Graph) -> Iterator[Row]:
    return _overpromised(graph, graph.positions("Service"))


def _overpromised(graph: Graph, services: Iterable[int]) -> Iterator[Row]:
    for service in services:
        promised = promises(graph, service)
        composed = _composed(graph, service) if promised else None
        for promise in promised:
            if composed is None or composed < promise.share:
                yield {
                    "service": str(graph.ref(service)),
                    "target": str(graph.ref(promise.target)),
                    "made_by": str(graph.ref(promise.made_by)),
                    "promised": promise.share,
                    "composed": composed,
                }


def _composed(graph: Graph, service: int) -> float | None:
    """Composed availability; None where nothing below states one, or it can't be composed."""
    below = reached(graph, [service], "providers", graph.size).hops
    if all(own_unavailability(graph.properties(position)) is None for position in below):
        return None
    try:
        # The time must not decide what the answer is, so the size does.
        limits = Limits(nodes=MOST_NODES, seconds=float("inf"))
        return availability(graph, service, method="exact", limits=limits).availability
    except LimitExceeded:
        return None


# --- hours --------------------------------------------------------------------------------------


def service_hours_not_underpinned(graph: Graph) -> Iterator[Row]:
    for link in graph.links("UNDERPINNED_BY"):
        if not _in_force(graph, link.source):
            continue
        hours = graph.properties(link.source).get("service_hours")
        theirs = graph.properties(link.target).get("service_hours")
        if hours is not None and (problem := _hours_problem(hours, theirs)):
            yield {
                "contract": str(graph.ref(link.source)),
                "underpinned_by": str(graph.ref(link.target)),
                "hours": hours,
                "their_hours": theirs,
                "problem": problem,
            }


def _hours_problem(hours: str, theirs: str | None) -> str | None:
    """What keeps the one's hours from lying within the other's."""
    if theirs is None:
        return "not stated"
    one, other = service_hours(hours), service_hours(theirs)
    if one is None or other is None:
        return "unreadable"
    return {True: None, False: "longer", None: "not comparable"}[one.within(other)]


# --- resolution times ---------------------------------------------------------------------------


def resolution_not_underpinned(graph: Graph) -> Iterator[Row]:
    for contract in _agreements(graph):
        ours = _resolution(graph, contract)
        beneath = _beneath(graph, contract)
        if RESOLUTION not in _measures(graph, contract) or not beneath:
            continue
        silent = sorted(str(graph.ref(p)) for p in beneath if _resolution(graph, p) is None)
        total = None if silent else _handling(graph, contract) + _vendors(graph, beneath)
        if ours is None or total is None or total > ours:
            yield {
                "contract": str(graph.ref(contract)),
                "promised_minutes": ours,
                "underpinned_minutes": total,
                "silent": silent,
            }


def _resolution(graph: Graph, contract: int) -> float | None:
    """Minutes in which a contract promises to resolve, at most; None where one can't be read."""
    targets = {link.target for link in graph.links_from(contract, "SETS_TARGET")}
    stated = [
        promised_minutes(graph, target)
        for target in targets
        if graph.properties(target).get("measure") == RESOLUTION
    ]
    known = [minutes for minutes in stated if minutes is not None]
    return max(known) if known and len(known) == len(stated) else None


def _rests_on(graph: Graph, contract: int) -> set[int]:
    """Contracts in force on which the resolution time of a contract rests directly."""
    return {
        link.target
        for link in graph.links_from(contract, "UNDERPINNED_BY")
        if link.properties.get("metric", RESOLUTION) == RESOLUTION and _in_force(graph, link.target)
    }


def _beneath(graph: Graph, contract: int) -> set[int]:
    """The same, directly or through others."""
    found: set[int] = set()
    frontier = {contract}
    while frontier:
        frontier = {p for one in frontier for p in _rests_on(graph, one)} - found - {contract}
        found |= frontier
    return found


def _is_vendors(graph: Graph, contract: int) -> bool:
    return graph.properties(contract).get("kind") == "uc"


def _vendors(graph: Graph, beneath: set[int]) -> float:
    """The longest time that a vendor may take."""
    times = [_resolution(graph, p) or 0.0 for p in beneath if _is_vendors(graph, p)]
    return max(times, default=0.0)


def _handling(graph: Graph, contract: int) -> float:
    """The longest time that teams of ours may take one after the other."""

    @cache
    def longest(position: int) -> float:
        inside = [p for p in _rests_on(graph, position) if not _is_vendors(graph, p)]
        return max(((_resolution(graph, p) or 0.0) + longest(p) for p in inside), default=0.0)

    return longest(contract)


# --- term and penalties -------------------------------------------------------------------------


def underpinning_ends_first(graph: Graph) -> Iterator[Row]:
    for link in graph.links("UNDERPINNED_BY"):
        ours, theirs = graph.properties(link.source), graph.properties(link.target)
        if not _in_force(graph, link.source):
            continue
        ends_on = day(ours, "ends_on")
        until = None if ends_on is None else months_later(ends_on, ours.get("exit_months") or 0)
        their_end = None if theirs.get("auto_renews") else day(theirs, "ends_on")
        short = their_end is not None and (until is None or their_end < until)
        if short or theirs.get("status") not in IN_FORCE:
            yield {
                "contract": str(graph.ref(link.source)),
                "needed_until": until,
                "underpinned_by": str(graph.ref(link.target)),
                "ends_on": day(theirs, "ends_on"),
                "status": theirs.get("status"),
            }


def penalties_not_passed_on(graph: Graph) -> Iterator[Row]:
    for contract in _agreements(graph):
        ours = graph.properties(contract)
        exposure = _penalty(graph, contract)
        beneath = {link.target for link in graph.links_from(contract, "UNDERPINNED_BY")}
        same = [
            p
            for p in beneath
            if _in_force(graph, p) and graph.properties(p).get("currency") == ours.get("currency")
        ]
        passed_on = rounded(sum(_penalty(graph, p) for p in same), 2)
        if exposure > passed_on:
            yield {
                "contract": str(graph.ref(contract)),
                "currency": ours.get("currency"),
                "exposure": exposure,
                "passed_on": passed_on,
            }


def _penalty(graph: Graph, contract: int) -> float:
    """The most that broken promises cost the provider in a year."""
    stated = graph.properties(contract)
    return rounded((stated.get("annual_cost") or 0.0) * (stated.get("penalty_share") or 0.0), 2)


# --- all of it ----------------------------------------------------------------------------------


def promises_not_underpinned(graph: Graph) -> Iterator[Row]:
    return gaps(graph, _agreements(graph))


def gaps(graph: Graph, contracts: Iterable[int]) -> Iterator[Row]:
    """What `promises_not_underpinned` finds of these contracts."""
    asked = list(contracts)
    names = {str(graph.ref(contract)) for contract in asked}
    services = sorted({p for contract in asked for p in _services(graph, contract)})
    found = (*_uncovered(graph), *_unavailable(graph, services), *_unmatched(graph))
    yield from (row for row in found if row["contract"] in names)


def _services(graph: Graph, contract: int) -> Iterator[int]:
    """Services that a contract covers, or offerings of which it does."""
    for link in graph.links_from(contract, "COVERS"):
        if graph.label(link.target) == "Service":
            yield link.target
        yield from (offered.source for offered in graph.links_to(link.target, "HAS_OFFERING"))


def _row(contract: str, check: str, about: str, promised: object, underpinned: object) -> Row:
    return {
        "contract": contract,
        "check": check,
        "about": about,
        "promised": None if promised is None else str(promised),
        "underpinned": None if underpinned is None else str(underpinned),
    }


def _uncovered(graph: Graph) -> Iterator[Row]:
    for row in providers_not_underpinned(graph):
        yield _row(row["contract"], "coverage", row["provider"], row["measure"], None)


def _unavailable(graph: Graph, services: list[int]) -> Iterator[Row]:
    for row in _overpromised(graph, services):
        yield _row(row["made_by"], "availability", row["target"], row["promised"], row["composed"])


def _unmatched(graph: Graph) -> Iterator[Row]:
    for row in service_hours_not_underpinned(graph):
        hours = row["their_hours"]
        yield _row(row["contract"], "hours", row["underpinned_by"], row["hours"], hours)
    for row in resolution_not_underpinned(graph):
        ours, theirs = row["promised_minutes"], row["underpinned_minutes"]
        yield _row(row["contract"], "time", row["contract"], _minutes(ours), _minutes(theirs))
    for row in underpinning_ends_first(graph):
        until: date | None = row["needed_until"]
        yield _row(row["contract"], "term", row["underpinned_by"], until, row["ends_on"])


def _minutes(minutes: float | None) -> str | None:
    return None if minutes is None else f"{minutes:g} minutes"
