"""What gates ask: which required documents are missing, and which fall due."""

from __future__ import annotations

from collections.abc import Iterator

from itspm_graph.graph import Graph
from itspm_graph.store import Row

ON_RECORD = ("submitted", "accepted")


def documents_on_record(graph: Graph, service: str) -> dict[str, str]:
    """Submitted or accepted documents of a service that no newer version supersedes: reference by
    type, the last by reference."""
    links = graph.links_to(graph.position(service), "FOR")
    standing = [link.source for link in links if _stands(graph, link.source)]
    return {document_type(graph, p): str(graph.ref(p)) for p in sorted(standing, key=graph.ref)}


def document_type(graph: Graph, position: int) -> str:
    """The type of a document: that of its node, or the one that a `Document` states."""
    stated = graph.properties(position).get("document_type")
    return stated or graph.ref(position).kind


def _stands(graph: Graph, position: int) -> bool:
    status = graph.properties(position).get("status", "submitted")
    return status in ON_RECORD and not any(graph.links_to(position, "SUPERSEDES"))


def required_documents_missing(graph: Graph, service: str, required: list[str]) -> Iterator[Row]:
    have = documents_on_record(graph, service)
    yield from ({"document": document} for document in required if document not in have)


def tg2_not_required(graph: Graph, service: str) -> Iterator[Row]:
    required = graph.properties(graph.position(service)).get("tg2_required")
    if not required:
        yield {"service": service, "decided": None if required is None else True}
