"""Vendor product management: what rests on vendors, until when, and under which contracts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from itspm_graph.answers.days import day, later, months_later
from itspm_graph.answers.reach import arriving_at, within
from itspm_graph.graph import Graph
from itspm_graph.store import Row


def services_on(graph: Graph, starts: Iterable[int], depth: int) -> Iterator[Row]:
    """The services that stand on any of these."""
    for hops, position in within(graph, starts, "dependents", depth):
        if graph.label(position) == "Service":
            yield {"hops": hops, "service": str(graph.ref(position)), "name": graph.name(position)}


def services_on_product(graph: Graph, product: str, depth: int) -> Iterator[Row]:
    return services_on(graph, [graph.position(product)], depth)


def services_on_vendor(graph: Graph, vendor: str, depth: int) -> Iterator[Row]:
    return services_on(graph, arriving_at(graph, graph.position(vendor), "SUBSIDIARY_OF"), depth)


def support_ends_before_service(
    graph: Graph, on: date, horizon_months: int, depth: int
) -> Iterator[Row]:
    horizon = months_later(on, horizon_months)
    for product in graph.positions("VendorProduct"):
        ends_on = day(graph.properties(product), "end_of_support_on")
        if ends_on is None:
            continue
        for row in services_on(graph, [product], depth):
            service = graph.properties(graph.position(row["service"]))
            retires_on = day(service, "planned_retire_on")
            open_end = None if service.get("lifecycle") == "retire" else horizon
            goes_on_until = retires_on or open_end
            if goes_on_until is not None and ends_on < goes_on_until:
                yield {
                    "end_of_support_on": ends_on,
                    "service": row["service"],
                    "product": str(graph.ref(product)),
                    "planned_retire_on": retires_on,
                    "hops": row["hops"],
                }


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
