"""Toll gate 6: is what comes instead sound, and do contracts, roadmap and data allow the end?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from itspm_graph.answers.days import day, months_later
from itspm_graph.answers.retirement import Retirement
from itspm_graph.connections import reached
from itspm_graph.graph import Graph
from itspm_graph.store import Row

IN_OPERATION = ("operate", "improve")


def replacement_not_in_operation(graph: Graph, service: str) -> Iterator[Row]:
    retirement = Retirement.of(graph, service)
    for position, transition in retirement.replacements:
        lifecycle = None if position is None else lifecycle_of(retirement, position)
        if lifecycle not in IN_OPERATION:
            yield {
                "replacement": None if position is None else str(graph.ref(position)),
                "transition": None if transition is None else str(graph.ref(transition)),
                "lifecycle": lifecycle,
            }


def lifecycle_of(retirement: Retirement, position: int) -> str | None:
    """The phase of an element; that of its service where an offering is asked for."""
    own: str | None = retirement.graph.properties(position).get("lifecycle")
    offered_by = retirement.offered_by(position)
    if own is not None or offered_by is None:
        return own
    found: str | None = retirement.graph.properties(offered_by).get("lifecycle")
    return found


def replacement_rests_on_retired(graph: Graph, service: str, depth: int) -> Iterator[Row]:
    retirement = Retirement.of(graph, service)
    for position in _replacing(retirement):
        hops = reached(graph, [position], "providers", max(depth, 0)).hops
        for retired in retirement.retired:
            if retired in hops:
                yield {
                    "replacement": str(graph.ref(position)),
                    "retired": str(graph.ref(retired)),
                    "hops": hops[retired],
                }


def _replacing(retirement: Retirement) -> list[int]:
    return sorted({r.position for r in retirement.replacements if r.position is not None})


def replacement_to_be_retired(
    graph: Graph, service: str, on: date, horizon_months: int
) -> Iterator[Row]:
    horizon = months_later(on, horizon_months)
    retirement = Retirement.of(graph, service)
    for position in _replacing(retirement):
        offered_by = retirement.offered_by(position)
        for source, retires_on in ends(graph, position if offered_by is None else offered_by):
            if retires_on <= horizon:
                yield {
                    "replacement": str(graph.ref(position)),
                    "retires_on": retires_on,
                    "stated_by": str(graph.ref(source)),
                }


def ends(graph: Graph, service: int) -> Iterator[tuple[int, date]]:
    """Each end that is stated of a service: by itself, by a proposal, by its roadmap."""
    retirement = Retirement(graph, (service,))
    stated = [
        (service, day(graph.properties(service), "planned_retire_on")),
        *((p, day(graph.properties(p), "effective_on")) for p in retirement.proposals),
        *retirement.roadmap_items("retirement"),
    ]
    yield from ((source, on) for source, on in stated if on is not None)


def contracts_beyond_effective_date(graph: Graph, service: str) -> Iterator[Row]:
    retirement = Retirement.of(graph, service)
    end = retirement.effective_on
    covering = {
        link.source for retired in retirement.retired for link in graph.links_to(retired, "COVERS")
    }
    for position in covering:
        contract = graph.properties(position)
        ends_on = day(contract, "ends_on")
        beyond = ends_on is None or (end is not None and ends_on > end)
        if contract.get("status") != "ended" and beyond:
            yield {
                "contract": str(graph.ref(position)),
                "ends_on": ends_on,
                "name": graph.name(position),
            }


def roadmap_without_retirement(graph: Graph, service: str) -> Iterator[Row]:
    if not Retirement.of(graph, service).roadmap_items("retirement"):
        yield {"service": service}


def retirement_before_migration(graph: Graph, service: str) -> Iterator[Row]:
    retirement = Retirement.of(graph, service)
    for end, retires_on in retirement.roadmap_items("retirement"):
        for migration, migrates_on in retirement.roadmap_items("migration"):
            ordered = retires_on and migrates_on and migrates_on <= retires_on
            if not ordered:
                yield {
                    "retirement": str(graph.ref(end)),
                    "retires_on": retires_on,
                    "migration": str(graph.ref(migration)),
                    "migrates_on": migrates_on,
                }
