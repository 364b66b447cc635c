"""Documents of a service that stand: submitted or accepted, and superseded by none."""

from __future__ import annotations

from collections.abc import Iterator

from itspm_graph.graph import Graph
from itspm_graph.store import Row

ON_RECORD = ("submitted", "accepted")


def stands(graph: Graph, position: int) -> bool:
    """Whether a document is submitted or accepted, and superseded by none."""
    status = graph.properties(position).get("status", "submitted")
    return status in ON_RECORD and not graph.links_to(position, "SUPERSEDES")


def standing(graph: Graph, service: int, label: str) -> list[int]:
    """The standing documents of a type that are for a service, by reference."""
    about = {link.source for link in graph.links_to(service, "FOR")}
    found = [p for p in about if graph.label(p) == label and stands(graph, p)]
    return sorted(found, key=graph.ref)


def all_standing(graph: Graph, label: str) -> Iterator[tuple[int, int]]:
    """Every standing document of a type, with each service that it is for."""
    for document in graph.positions(label):
        if stands(graph, document):
            for link in graph.links_from(document, "FOR"):
                yield document, link.target


def strategy_on_record(graph: Graph, service: str) -> Iterator[Row]:
    return on_record(graph, service, "ServiceStrategy")


def roadmap_on_record(graph: Graph, service: str) -> Iterator[Row]:
    return on_record(graph, service, "ServiceRoadmap")


def release_plan_on_record(graph: Graph, service: str) -> Iterator[Row]:
    return on_record(graph, service, "ServiceReleasePlan")


def design_on_record(graph: Graph, service: str) -> Iterator[Row]:
    return on_record(graph, service, "ServiceDesign")


def preliminary_criteria_on_record(graph: Graph, service: str) -> Iterator[Row]:
    return on_record(graph, service, "PreliminaryAcceptanceCriteria")


def poc_report_on_record(graph: Graph, service: str) -> Iterator[Row]:
    return on_record(graph, service, "PocReport")


def on_record(graph: Graph, service: str, label: str) -> Iterator[Row]:
    """The standing documents of a type that are for a service."""
    for document in standing(graph, graph.position(service), label):
        yield {"document": str(graph.ref(document))}
