"""Service continuity management: what is exposed, and what nobody has planned for."""

from __future__ import annotations

from collections.abc import Iterator

from itspm_graph.answers.service_catalog import IN_CATALOG
from itspm_graph.answers.vendor_products import services_on
from itspm_graph.graph import Graph
from itspm_graph.store import Row


def services_on_site(graph: Graph, site: str, depth: int) -> Iterator[Row]:
    return services_on(graph, [graph.position(site)], depth)


def services_without_plan(graph: Graph) -> Iterator[Row]:
    for position in graph.positions("Service"):
        service = graph.properties(position)
        planned = graph.links_from(position, "COVERED_BY_PLAN")
        if service.get("lifecycle") in IN_CATALOG and not planned:
            yield {
                "tier": service.get("tier"),
                "service": str(graph.ref(position)),
                "name": graph.name(position),
            }


def activities_without_analysis(graph: Graph) -> Iterator[Row]:
    for position in graph.positions("BusinessActivity"):
        if not graph.links_from(position, "HAS_BIA"):
            yield {"activity": str(graph.ref(position)), "name": graph.name(position)}
