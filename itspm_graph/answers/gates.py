"""What gates ask: which required documents are missing, and which fall due."""

from __future__ import annotations

from collections.abc import Iterator

from itspm_graph.answers.documents import stands
from itspm_graph.graph import Graph
from itspm_graph.store import Row


def documents_on_record(graph: Graph, service: str) -> dict[str, str]:
    """Submitted or accepted documents of a service that no newer version supersedes: reference by
    type, the last by reference."""
    links = graph.links_to(graph.position(service), "FOR")
    standing = [link.source for link in links if stands(graph, link.source)]
    return {document_type(graph, p): str(graph.ref(p)) for p in sorted(standing, key=graph.ref)}


def document_type(graph: Graph, position: int) -> str:
    """The type of a document: that of its node, or the one that a `Document` states."""
    stated = graph.properties(position).get("document_type")
    return stated or graph.ref(position).kind


def required_documents_missing(graph: Graph, service: str, required: list[str]) -> Iterator[Row]:
    have = documents_on_record(graph, service)
    yield from ({"document": document} for document in required if document not in have)


def tg2_not_required(graph: Graph, service: str) -> Iterator[Row]:
    required = graph.properties(graph.position(service)).get("tg2_required")
    if not required:
        yield {"service": service, "decided": None if required is None else True}
