"""Service catalog management: the business's view, the technical view, and what entries lack."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from itspm_graph.answers.days import day, later
from itspm_graph.answers.reach import described, distinct, within
from itspm_graph.answers.rounding import rounded
from itspm_graph.answers.service_catalog import catalog_today
from itspm_graph.connections import steps
from itspm_graph.graph import Graph
from itspm_graph.store import Row

ASPECTS = 6
"""Things that a complete entry has."""


def _listed(graph: Graph, on: date) -> list[int]:
    """Services in the catalog."""
    return [graph.position(row["service"]) for row in catalog_today(graph, on)]


def _offerings(graph: Graph, service: int) -> list[int]:
    links = graph.links_from(service, "HAS_OFFERING")
    return list(dict.fromkeys(link.target for link in links))


def _offered(graph: Graph, service: int) -> list[int | None]:
    """Its offerings; None, once, where it has none."""
    return [*_offerings(graph, service)] or [None]


def business_view(graph: Graph, on: date) -> list[Row]:
    return distinct(
        {
            "service": str(graph.ref(service)),
            "offering": None if offering is None else str(graph.ref(offering)),
            "level": stated.get("level"),
            **{name: price.get(name) for name in ("price", "currency", "unit")},
            "promises": tuple(_promises(graph, service, offering)),
            "orderable": stated.get("orderable"),
            "visible_to": stated.get("visible_to"),
            "name": graph.name(service),
        }
        for service in _listed(graph, on)
        for offering in _offered(graph, service)
        for stated in [{} if offering is None else graph.properties(offering)]
        for price in _prices(graph, service if offering is None else offering)
    )


def _prices(graph: Graph, position: int) -> list[Mapping[str, Any]]:
    """What an offering, or a service, costs; nothing known is one row too."""
    links = graph.links_from(position, "PRICED_AT")
    return [graph.properties(link.target) for link in links] or [{}]


def _promises(graph: Graph, service: int, offering: int | None) -> list[str]:
    makers = [service] if offering is None else [service, offering]
    links = [link for maker in makers for link in graph.links_from(maker, "SETS_TARGET")]
    return sorted({str(graph.ref(link.target)) for link in links})


def technical_view(graph: Graph, on: date) -> list[Row]:
    found = [
        (service, link.label, provider)
        for service in _listed(graph, on)
        for own in (service, *_offerings(graph, service))
        for provider, link in steps(graph, own, "providers")
        if link.source == own
    ]
    rows = []
    for service, label, provider in dict.fromkeys(found):
        row = described(graph, provider)
        ends = {"service": str(graph.ref(service)), "relationship": label}
        rows.append({**ends, "element": row.pop("ref"), **row})
    return rows


def catalog_completeness(graph: Graph, on: date, days: int) -> Iterator[Row]:
    for service in _listed(graph, on):
        own = [service, *_offerings(graph, service)]
        confirmed_on = day(graph.properties(service), "last_verified_on")
        there = {
            "owner": bool(graph.links_from(service, "OWNED_BY")),
            "price": any(graph.links_from(position, "PRICED_AT") for position in own),
            "promise": _promised(graph, own),
            "dependency": any(steps(graph, service, "providers")),
            "impact analysis": bool(graph.links_from(service, "HAS_BIA")),
            "verification": confirmed_on is not None and confirmed_on >= later(on, -days),
        }
        missing = [what for what, is_there in there.items() if not is_there]
        yield {
            "score": (ASPECTS - len(missing)) / ASPECTS,
            "service": str(graph.ref(service)),
            "missing": missing,
            "name": graph.name(service),
        }


def _promised(graph: Graph, own: list[int]) -> bool:
    """Whether any of these promises something, or a contract in force that covers one does."""
    if any(graph.links_from(position, "SETS_TARGET") for position in own):
        return True
    contracts = {link.source for position in own for link in graph.links_to(position, "COVERS")}
    return any(
        graph.properties(p).get("status", "signed") == "signed"
        and bool(graph.links_from(p, "SETS_TARGET"))
        for p in contracts
    )


def offerings_listed_wrongly(graph: Graph, on: date) -> Iterator[Row]:
    listed = set(_listed(graph, on))
    for offering in graph.positions("ServiceOffering"):
        if not graph.properties(offering).get("orderable"):
            continue
        services = {link.source for link in graph.links_to(offering, "HAS_OFFERING")}
        for service in services - listed or ([None] if not services else []):
            stated = {} if service is None else graph.properties(service)
            yield {
                "offering": str(graph.ref(offering)),
                "service": None if service is None else str(graph.ref(service)),
                "lifecycle": stated.get("lifecycle"),
                "name": graph.name(offering),
            }


def interdependencies(graph: Graph, service: str, depth: int) -> Iterator[Row]:
    start = [graph.position(service)]
    for hops, position in within(graph, start, "providers", depth):
        if graph.label(position) == "Service":
            yield _other(graph, "needs", hops, position)
    for hops, position in within(graph, start, "dependents", depth):
        if graph.label(position) == "Service":
            yield _other(graph, "needed by", hops, position)


def _other(graph: Graph, direction: str, hops: int, position: int) -> Row:
    other = {"other": str(graph.ref(position)), "name": graph.name(position)}
    return {"direction": direction, "hops": hops, **other}


def costs_beside_dependencies(graph: Graph, service: str, depth: int) -> Iterator[Row]:
    start = graph.position(service)
    for hops, position in ((0, start), *within(graph, [start], "providers", depth)):
        if graph.label(position) != "Service":
            continue
        for (period, currency), cost in _costs(graph, position).items():
            yield {
                "hops": hops,
                "needed": str(graph.ref(position)),
                "period": period,
                "currency": currency,
                "cost": cost,
            }


def _costs(graph: Graph, position: int) -> dict[tuple[str | None, str | None], float | None]:
    """Direct costs by period and currency; where there are none, that."""
    items = sorted({link.source for link in graph.links_to(position, "COST_OF")}, key=graph.ref)
    found: dict[tuple[str | None, str | None], float] = defaultdict(float)
    for item in items:
        stated = graph.properties(item)
        if stated.get("amount") is not None:
            found[stated.get("period"), stated.get("currency")] += stated["amount"]
    return {key: rounded(total, 2) for key, total in found.items()} or {(None, None): None}
