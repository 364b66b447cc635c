"""Toll gate 1: does the strategy say why, for whom and when, and is the service complex?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from itspm_graph.answers.days import day
from itspm_graph.answers.documents import standing
from itspm_graph.answers.reach import within
from itspm_graph.answers.service_strategy import (
    outcomes,
    serves_objective,
    supporting,
    unmeasured,
)
from itspm_graph.graph import Graph
from itspm_graph.store import Row

IN_PIPELINE = ("strategy", "design")
"""Phases before anybody has decided to build."""


def strategy_without_objective(graph: Graph, service: str) -> Iterator[Row]:
    if not serves_objective(graph, graph.position(service)):
        yield {"service": service}


def strategy_without_measurable_outcome(graph: Graph, service: str) -> Iterator[Row]:
    named = outcomes(graph, graph.position(service))
    if all(unmeasured(graph, outcome) for outcome in named):
        yield {"service": service, "incomplete": [str(graph.ref(outcome)) for outcome in named]}


def strategy_without_customer(graph: Graph, service: str) -> Iterator[Row]:
    position = graph.position(service)
    named = bool(graph.links_from(position, "SUPPORTS_CAPABILITY")) or any(
        graph.properties(strategy).get("target_customers")
        or graph.links_from(strategy, "INTENDED_FOR")
        for strategy in standing(graph, position, "ServiceStrategy")
    )
    if not named:
        yield {"service": service}


def service_without_owner(graph: Graph, service: str) -> Iterator[Row]:
    if not graph.links_from(graph.position(service), "OWNED_BY"):
        yield {"service": service}


def availability_date_missing(graph: Graph, service: str) -> Iterator[Row]:
    for strategy in standing(graph, graph.position(service), "ServiceStrategy"):
        if day(graph.properties(strategy), "available_from") is None:
            yield {"strategy": str(graph.ref(strategy))}


def capability_overlap(graph: Graph, service: str) -> Iterator[Row]:
    position = graph.position(service)
    for link in graph.links_from(position, "SUPPORTS_CAPABILITY"):
        for other in supporting(graph, link.target):
            if other != position:
                yield {
                    "capability": str(graph.ref(link.target)),
                    "other": str(graph.ref(other)),
                    "name": graph.name(other),
                    "lifecycle": graph.properties(other).get("lifecycle"),
                }


# --- whether toll gate 2 is advisable -----------------------------------------------------------


def tg2_undecided(graph: Graph, service: str) -> Iterator[Row]:
    position = graph.position(service)
    speaking = [position, *standing(graph, position, "ServiceStrategy")]
    if all(graph.properties(p).get("tg2_required") is None for p in speaking):
        yield {"service": service}


def tg2_recommended(
    graph: Graph,
    service: str,
    on: date,
    depth: int,
    hard_needs: int,
    sites: int,
    hops: int,
    cost: float,
) -> Iterator[Row]:
    position = graph.position(service)
    below = {p: away for away, p in within(graph, [position], "providers", depth)}
    labels = [graph.label(p) for p in below]
    unbound = [p for p in below if graph.label(p) == "Vendor" and not _under_contract(graph, p, on)]
    planned = [p for p in below if graph.properties(p).get("lifecycle") in IN_PIPELINE]
    found: list[tuple[str, float | None, float]] = [
        ("hops", max(below.values(), default=0), hops),
        ("sites", labels.count("Site"), sites),
        ("hard dependencies", _hard_needs(graph, position), hard_needs),
        ("needs in the pipeline", len(planned), 0),
        ("personal data", _personal_data(graph, position), 0),
        ("vendors without contract", len(unbound), 0),
        ("cost", _cost(graph, position), cost),
    ]
    for indicator, value, most in found:
        if value is not None and value > most:
            yield {"indicator": indicator, "value": value, "most": most}


def _hard_needs(graph: Graph, service: int) -> int:
    links = graph.links_from(service, "DEPENDS_ON", "REQUIRES")
    return len({link.target for link in links if link.properties.get("strength") != "soft"})


def _personal_data(graph: Graph, service: int) -> int:
    links = graph.links_from(service, "STORES", "READS", "WRITES")
    held = {link.target for link in links}
    return sum(bool(graph.properties(p).get("personal_data")) for p in held)


def _under_contract(graph: Graph, vendor: int, on: date) -> bool:
    contracts = [graph.properties(link.source) for link in graph.links_to(vendor, "PROVIDER_PARTY")]
    return any(
        contract.get("status", "signed") == "signed" and (day(contract, "ends_on") or on) >= on
        for contract in contracts
    )


def _cost(graph: Graph, service: int) -> float | None:
    """The highest indicative cost of the standing strategies."""
    strategies = map(graph.properties, standing(graph, service, "ServiceStrategy"))
    stated = [strategy.get("cost_high", strategy.get("cost_low")) for strategy in strategies]
    return max((cost for cost in stated if cost is not None), default=None)
