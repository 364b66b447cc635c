"""What gates ask: which required documents are missing, and which fall due."""

from __future__ import annotations

from collections.abc import Iterator

from itspm_graph.graph import Graph
from itspm_graph.store import Row

ON_RECORD = ("submitted", "accepted")


def documents_on_record(graph: Graph, service: str) -> dict[str, str]:
    """Submitted or accepted documents of a service: reference by type, the last by reference."""
    found = {}
    for link in graph.links_to(graph.position(service), "FOR"):
        properties = graph.properties(link.source)
        on_record = properties.get("status", "submitted") in ON_RECORD
        if graph.label(link.source) == "Document" and on_record:
            found[str(properties.get("document_type"))] = str(graph.ref(link.source))
    return found


def required_documents_missing(graph: Graph, service: str, required: list[str]) -> Iterator[Row]:
    have = documents_on_record(graph, service)
    yield from ({"document": document} for document in required if document not in have)


def tg2_not_required(graph: Graph, service: str) -> Iterator[Row]:
    required = graph.properties(graph.position(service)).get("tg2_required")
    if not required:
        yield {"service": service, "decided": None if required is None else True}
