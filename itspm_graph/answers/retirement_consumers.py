"""Toll gate 6: does everybody who uses the service have a way out, and has everybody been seen?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import combinations

from itspm_graph.answers.days import day, later
from itspm_graph.answers.reach import described, distinct
from itspm_graph.answers.retirement import Leaving, Retirement
from itspm_graph.graph import Graph
from itspm_graph.store import Row


def retirement_proposal_missing(graph: Graph, service: str) -> Iterator[Row]:
    retirement = Retirement.of(graph, service)
    if retirement.effective_on is None:
        missing = "effective date" if retirement.proposals else "retirement proposal"
        yield {"service": service, "missing": missing}


def effective_date(graph: Graph, service: str) -> Iterator[Row]:
    retirement = Retirement.of(graph, service)
    if retirement.effective_on:
        proposal = str(graph.ref(retirement.proposals[0]))
        yield {"effective_on": retirement.effective_on, "proposal": proposal}


def consumers_without_disposition(graph: Graph, service: str) -> Iterator[Row]:
    retirement = Retirement.of(graph, service)
    for use in retirement.uses(retirement.effective_on):
        if not retirement.settling(use):
            consumer = described(graph, use.consumer)
            yield {"consumer": consumer.pop("ref"), "used": str(graph.ref(use.used)), **consumer}


def consumers_with_several_dispositions(graph: Graph, service: str) -> Iterator[Row]:
    retirement = Retirement.of(graph, service)
    by_consumer: dict[int, list[Leaving]] = defaultdict(list)
    for leaving in retirement.leavings:
        by_consumer[leaving.consumer].append(leaving)
    for consumer, leavings in by_consumer.items():
        transitions = {str(graph.ref(leaving.transition)) for leaving in leavings}
        origins = {leaving.origin for leaving in leavings}
        doubled = any(retirement.overlap(one, other) for one, other in combinations(origins, 2))
        crowded = len(transitions) > len(origins) or doubled
        if len(transitions) > 1 and crowded:
            yield {"consumer": str(graph.ref(consumer)), "transitions": sorted(transitions)}


def migrations_after_effective_date(graph: Graph, service: str) -> list[Row]:
    retirement = Retirement.of(graph, service)
    return distinct(
        {**_who(graph, leaving), "planned_on": _planned(graph, leaving)}
        for leaving in retirement.leavings
        if retirement.late(leaving)
    )


def _planned(graph: Graph, leaving: Leaving) -> date | None:
    return day(graph.properties(leaving.transition), "planned_on")


def terminations_without_consent(graph: Graph, service: str) -> list[Row]:
    def agreed(leaving: Leaving) -> bool:
        return bool((graph.properties(leaving.transition).get("consent") or "").strip())

    return distinct(
        {**_who(graph, leaving), "status": leaving.status}
        for leaving in Retirement.of(graph, service).leavings
        if leaving.status in ("terminated", "accepted_loss") and not agreed(leaving)
    )


def _who(graph: Graph, leaving: Leaving) -> Row:
    return {
        "consumer": str(graph.ref(leaving.consumer)),
        "transition": str(graph.ref(leaving.transition)),
    }


# --- evidence of use --------------------------------------------------------------------------


def consumption_exists(graph: Graph, service: str) -> Iterator[Row]:
    retirement = Retirement.of(graph, service)
    for record in {record for record, _ in retirement.records}:
        yield {"last_seen_on": _seen(graph, record), "record": str(graph.ref(record))}


def undeclared_consumers(graph: Graph, service: str, on: date, lookback_days: int) -> Iterator[Row]:
    return undeclared(Retirement.of(graph, service), on, lookback_days)


def undeclared(retirement: Retirement, on: date, lookback_days: int) -> Iterator[Row]:
    """Whoever was seen using what is retired, and is no declared consumer of it."""
    graph = retirement.graph
    since = later(on, -lookback_days)
    declared = {use.consumer for use in retirement.uses(retirement.effective_on)}
    declared |= {leaving.consumer for leaving in retirement.leavings}
    for record in {record for record, _ in retirement.records}:
        seen = _seen(graph, record)
        if not _used(graph, record) or (seen is not None and seen < since):
            continue
        for caller in _strangers(retirement, record, declared):
            yield {"caller": caller, "record": str(graph.ref(record)), "last_seen_on": seen}


def _strangers(retirement: Retirement, record: int, declared: set[int]) -> list[str | None]:
    """Callers of a record that nobody has declared; as the record names them where unmapped."""
    graph = retirement.graph
    callers = {link.target for link in graph.links_from(record, "CONSUMED_FROM")}
    if not callers:
        return [graph.properties(record).get("caller")]
    known = declared | {place.position for place in retirement.places}
    return [str(graph.ref(caller)) for caller in callers - known]


def consumption_after_migration(graph: Graph, service: str) -> list[Row]:
    retirement = Retirement.of(graph, service)
    found = {
        (leaving.consumer, leaving.transition, record)
        for leaving in retirement.leavings
        for record, used in retirement.records
        if leaving.status == "migrated"
        and retirement.speaks_of(leaving, used)
        and _used(graph, record)
        and leaving.consumer in {k.target for k in graph.links_from(record, "CONSUMED_FROM")}
        and not _before(_seen(graph, record), _completed(graph, leaving.transition))
    }
    return [
        {
            "consumer": str(graph.ref(consumer)),
            "record": str(graph.ref(record)),
            "last_seen_on": _seen(graph, record),
            "completed_on": _completed(graph, transition),
        }
        for consumer, transition, record in found
    ]


def _seen(graph: Graph, record: int) -> date | None:
    """Last day of use, as far as the record says."""
    return day(graph.properties(record), "last_seen_on", "period_to")


def _used(graph: Graph, record: int) -> bool:
    """A record of nothing is evidence of no use."""
    return graph.properties(record).get("volume") != 0


def _completed(graph: Graph, transition: int) -> date | None:
    return day(graph.properties(transition), "completed_on")


def _before(seen: date | None, completed: date | None) -> bool:
    """Whether the last use is known to lie before the consumer had left."""
    return seen is not None and completed is not None and seen <= completed
