"""Vendor product management: what rests on vendors, until when, and under which contracts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from itspm_graph.answers.days import day, later, months_later
from itspm_graph.answers.documents import all_standing
from itspm_graph.answers.reach import arriving_at, distinct
from itspm_graph.connections import distances
from itspm_graph.graph import Graph
from itspm_graph.store import Row


def services_on(graph: Graph, starts: Iterable[int], depth: int) -> Iterator[Row]:
    """The services that stand on any of these."""
    for hops, position in _services_on(graph, graph.positions("Service"), starts, depth):
        yield {"hops": hops, "service": str(graph.ref(position)), "name": graph.name(position)}


def _services_on(
    graph: Graph, services: Sequence[int], starts: Iterable[int], depth: int
) -> Iterator[tuple[int, int]]:
    """Hops and position of those of the services that stand on any of these."""
    hops = distances(graph, starts, "dependents", max(depth, 0)).hops[services].tolist()
    yield from ((away, position) for away, position in zip(hops, services, strict=True) if away > 0)


def services_on_product(graph: Graph, product: str, depth: int) -> Iterator[Row]:
    return services_on(graph, [graph.position(product)], depth)


def services_on_vendor(graph: Graph, vendor: str, depth: int) -> Iterator[Row]:
    return services_on(graph, arriving_at(graph, graph.position(vendor), "SUBSIDIARY_OF"), depth)


def support_ends_before_service(
    graph: Graph, on: date, horizon_months: int, depth: int
) -> Iterator[Row]:
    horizon = months_later(on, horizon_months)
    services = graph.positions("Service")
    planned = {p: day(graph.properties(p), "planned_retire_on") for p in services}
    until = {p: end or _open_end(graph, p, horizon) for p, end in planned.items()}
    for product in graph.positions("VendorProduct"):
        ends_on = day(graph.properties(product), "end_of_support_on")
        if ends_on is None:
            continue
        for hops, service in _services_on(graph, services, [product], depth):
            last = until[service]
            if last is not None and ends_on < last:
                yield {
                    "end_of_support_on": ends_on,
                    "service": str(graph.ref(service)),
                    "product": str(graph.ref(product)),
                    "planned_retire_on": planned[service],
                    "hops": hops,
                }


def _open_end(graph: Graph, service: int, horizon: date) -> date | None:
    """The horizon for a service without a planned end; none for one in the last phase."""
    return None if graph.properties(service).get("lifecycle") == "retire" else horizon


def products_past_support(graph: Graph, on: date) -> Iterator[Row]:
    for product in graph.positions("VendorProduct"):
        ends_on = day(graph.properties(product), "end_of_support_on")
        users = {link.source for link in graph.links_to(product, "USES_PRODUCT")}
        if ends_on is not None and ends_on < on and users:
            yield {
                "end_of_support_on": ends_on,
                "product": str(graph.ref(product)),
                "name": graph.name(product),
                "users": len(users),
            }


def contracts_ending(graph: Graph, days: int, on: date) -> Iterator[Row]:
    last = later(on, days)
    for position in graph.positions("Contract"):
        contract = graph.properties(position)
        ends_on = day(contract, "ends_on")
        if ends_on is None or not on <= ends_on <= last or contract.get("status") == "ended":
            continue
        notice = contract.get("notice_days")
        yield {
            "ends_on": ends_on,
            "contract": str(graph.ref(position)),
            "name": graph.name(position),
            "auto_renews": contract.get("auto_renews"),
            "notice_by": None if notice is None else later(ends_on, -notice),
        }


def contracts_before_roadmap_end(graph: Graph) -> list[Row]:
    ends: dict[int, list[date]] = defaultdict(list)
    for roadmap, service in all_standing(graph, "ServiceRoadmap"):
        items = [link.target for link in graph.links_from(roadmap, "HAS_ITEM")]
        stated = [day(graph.properties(roadmap), "horizon_until")]
        stated += [day(graph.properties(item), "ends_on", "starts_on") for item in items]
        ends[service] += [on for on in stated if on is not None]
    return distinct(
        {
            "ends_on": ends_on,
            "contract": str(graph.ref(contract)),
            "service": str(graph.ref(service)),
            "roadmap_ends_on": max(days),
        }
        for service, days in ends.items()
        for contract, ends_on in _contracts_used(graph, service)
        if days and ends_on < max(days)
    )


def _contracts_used(graph: Graph, service: int) -> Iterator[tuple[int, date]]:
    """Contracts that end, about what a service, or a component that realises it, uses directly."""
    own = [service, *(link.target for link in graph.links_from(service, "REALIZED_BY"))]
    used = [k.target for p in own for k in graph.links_from(p, "DEPENDS_ON", "USES_PRODUCT")]
    for contract in {link.source for p in used for link in graph.links_to(p, "COVERS")}:
        stated = graph.properties(contract)
        ends_on = day(stated, "ends_on")
        goes_on = stated.get("auto_renews") or stated.get("status") == "ended"
        if ends_on is not None and not goes_on:
            yield contract, ends_on


def products_without_alternative(graph: Graph) -> Iterator[Row]:
    for product in graph.positions("VendorProduct"):
        users = {link.source for link in graph.links_to(product, "USES_PRODUCT")}
        rivals = {
            other.target
            for link in graph.links_to(product, "HAS_CANDIDATE")
            for other in graph.links_from(link.source, "HAS_CANDIDATE")
        }
        if users and not graph.links_from(product, "REPLACED_BY") and not rivals - {product}:
            yield {
                "product": str(graph.ref(product)),
                "name": graph.name(product),
                "users": len(users),
            }
