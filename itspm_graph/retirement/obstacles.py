"""What stands in the way of retiring a service, each thing counted once."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date

from itspm_graph.answers.contract_ends import WayOut, ways_out
from itspm_graph.answers.days import day
from itspm_graph.answers.retirement import Retirement
from itspm_graph.answers.retirement_consumers import undeclared
from itspm_graph.answers.retirement_data import holders
from itspm_graph.graph import Graph
from itspm_graph.results.retirable import Obstacle
from itspm_graph.retirement.observing import Observation

UNOBSERVED = "nobody observes whether it is used"


def remaining(retirement: Retirement) -> list[int]:
    """Active consumers that aren't on record as having left by the day, by reference."""
    uses = retirement.uses(retirement.effective_on)
    left = {use.consumer for use in uses if not retirement.leaves(use)}
    return sorted(left, key=retirement.graph.ref)


def obstacles(
    planned: Retirement,
    seen: Observation,
    consumers: Sequence[int],
    gone: Collection[int],
    on: date,
    lookback_days: int,
) -> Iterator[Obstacle]:
    """What stands in the way on a day: of what is retired, and of what goes with it."""
    graph = planned.graph
    if consumers:
        yield _obstacle(graph, "consumers", "use it and haven't left", consumers)
    unknown = {row["caller"] for row in undeclared(planned, on, lookback_days)}
    if unknown:
        callers = sorted(caller or "an unknown caller" for caller in unknown)
        reason = f"seen using it, and declared nowhere: {', '.join(callers)}"
        known = [caller for caller in callers if graph.find(caller) is not None]
        yield Obstacle(kind="undeclared-use", reason=reason, refs=known, count=len(callers))
    if not seen.exists:
        yield Obstacle(kind="use-not-observed", reason=UNOBSERVED, refs=[], count=1)
    yield from _contracts(planned, gone, on)
    if held := _held(planned):
        yield _obstacle(graph, "legal-hold", "data that must not be destroyed", held)
    screams = sum(said["screams"] for said in seen.tests)
    if screams:
        yield Obstacle(kind="screams", reason="complained in a scream test", refs=[], count=screams)


def _obstacle(graph: Graph, kind: str, reason: str, positions: Sequence[int]) -> Obstacle:
    refs = [graph.ref(position) for position in positions]
    return Obstacle(kind=kind, reason=reason, refs=refs, count=len(refs))


def _contracts(planned: Retirement, gone: Collection[int], on: date) -> Iterator[Obstacle]:
    """Contracts with others that go on, and those with vendors that can't end at once."""
    graph = planned.graph
    outside = {way.contract: way for way in ways_out(graph, gone, on, on)}
    about = {link.source for p in planned.retired for link in graph.links_to(p, "COVERS")}
    for contract in sorted(about | outside.keys(), key=graph.ref):
        way = outside.get(contract)
        if reason := _runs_on(way) if way else _binds(graph, contract, on):
            yield Obstacle(kind="contract", reason=reason, refs=[graph.ref(contract)], count=1)


def _runs_on(way: WayOut) -> str:
    """Why a contract with a vendor is in the way; empty where it isn't."""
    if way.stays or way.months == 0:
        return ""
    if way.amount is None:
        return way.unknown
    cost = f"{way.amount:,.0f} {way.currency or ''}".rstrip()
    if way.can_end_on is None:
        return f"{way.way}: {cost}"
    notice = f", with notice by {way.notice_by}" if way.notice_by else ""
    return f"can end on {way.can_end_on}{notice}; {way.way}: {cost}"


def _binds(graph: Graph, contract: int, on: date) -> str:
    """Why a contract with a customer or a team is in the way; empty where it isn't."""
    said = graph.properties(contract)
    ends_on = day(said, "ends_on")
    if said.get("status") == "ended" or (ends_on is not None and ends_on <= on):
        return ""
    return f"promised until {ends_on}" if ends_on else "promised without an end"


def _held(planned: Retirement) -> list[int]:
    graph = planned.graph
    links = (link for p in holders(planned) for link in graph.links_from(p, "STORES"))
    found = {
        link.target
        for link in links
        if link.properties.get("master") and graph.properties(link.target).get("legal_hold")
    }
    return sorted(found, key=graph.ref)
