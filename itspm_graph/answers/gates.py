"""What gates ask: which required documents are missing, and which fall due."""

from __future__ import annotations

from collections.abc import Iterator

from itspm_graph.answers.documents import stands
from itspm_graph.graph import Graph
from itspm_graph.store import Row


def documents_on_record(graph: Graph, service: str) -> dict[str, str]:
    """Submitted or accepted documents of a service that no newer version supersedes: reference by
    type. Of several that stand, one that machines can read comes first, then the newest."""
    found = standing_documents(graph, graph.position(service))
    return {document_type(graph, position): str(graph.ref(position)) for position in found}


def standing_documents(graph: Graph, service: int) -> list[int]:
    """Submitted or accepted documents of a service that nothing newer supersedes, oldest first."""

    def rank(position: int) -> tuple[bool, str, str]:
        said = graph.properties(position)
        return "document_type" not in said, said.get("dated_on") or "", graph.ref(position)

    links = graph.links_to(service, "FOR")
    return sorted({link.source for link in links if stands(graph, link.source)}, key=rank)


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
