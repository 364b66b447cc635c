"""Gate documents as the verbs show them: versions, statements, attachments, who took them."""

from __future__ import annotations

from collections.abc import Iterable

from itspm_graph.answers.gates import document_type
from itspm_graph.errors import InvalidArgument
from itspm_graph.fields import properties_of
from itspm_graph.graph import Graph
from itspm_graph.model.documents import DocumentStatus, GateDocument
from itspm_graph.records import EDGES, Node, Ref
from itspm_graph.results.documents import (
    AttachmentFound,
    DocumentListed,
    DocumentStatement,
    DocumentVersionFound,
    GateTaken,
    Verified,
)
from itspm_graph.versions import on_record, order

STANDING = (DocumentStatus.SUBMITTED.value, DocumentStatus.ACCEPTED.value)
_APART = ("version", "status", "author", "dated_on", "body", "content_hash")
_SHOWN_APART = ("FOR", "HAS_ATTACHMENT")


def document_at(graph: Graph, ref: str) -> int:
    """The position of a gate document; `InvalidArgument` where it is something else."""
    position = graph.position(Ref.parse(ref))
    if not issubclass(graph.declaration(position), GateDocument):
        raise InvalidArgument(f"{graph.ref(position)} is no document of a gate", code="no-document")
    return position


def service_at(graph: Graph, ref: str) -> int:
    """The position of a service; `InvalidArgument` where it is something else."""
    position = graph.position(Ref.parse(ref))
    if graph.label(position) != "Service":
        raise InvalidArgument(f"{graph.ref(position)} is no service: documents are for services")
    return position


def services_of(graph: Graph, document: int) -> list[str]:
    """References of the services that a document is for."""
    return sorted(str(graph.ref(link.target)) for link in graph.links_from(document, "FOR"))


def series(graph: Graph, document: int) -> list[int]:
    """All versions of the type of a document for its services, newest first."""
    type_ = document_type(graph, document)
    refs = {
        v.ref for service in services_of(graph, document) for v in on_record(graph, service, type_)
    }
    positions = {document, *(graph.position(ref) for ref in refs)}
    return newest_first(graph, positions)


def documents_of(graph: Graph, service: int) -> list[int]:
    """All documents of a service, by type, newest first."""
    sources = {link.source for link in graph.links_to(service, "FOR")}
    found = [p for p in sources if issubclass(graph.declaration(p), GateDocument)]
    return sorted(newest_first(graph, found), key=lambda p: document_type(graph, p))


def newest_first(graph: Graph, positions: Iterable[int]) -> list[int]:
    def place(position: int) -> tuple[object, str]:
        return order(graph.properties(position).get("version", "")), graph.ref(position)

    return sorted(positions, key=place, reverse=True)


def listed(graph: Graph, position: int) -> DocumentListed:
    """A version in short."""
    said = graph.properties(position)
    superseded = bool(graph.links_to(position, "SUPERSEDES"))
    status = said.get("status", STANDING[0])
    return DocumentListed(
        ref=graph.ref(position),
        document=document_type(graph, position),
        name=graph.name(position),
        version=said.get("version", ""),
        status=DocumentStatus.SUPERSEDED.value if superseded else status,
        standing=status in STANDING and not superseded,
        author=said.get("author", ""),
        dated_on=said.get("dated_on"),
        gates=sorted({taken.gate for taken in _taken(graph, position)}),
    )


def whole(graph: Graph, position: int) -> DocumentVersionFound:
    """A version with all that it says."""
    said = graph.properties(position)
    apart = {*_APART, *properties_of(Node)}
    return DocumentVersionFound(
        **listed(graph, position).model_dump(),
        fields={name: value for name, value in said.items() if name not in apart},
        statements=_statements(graph, position),
        body=said.get("body", ""),
        content_hash=said.get("content_hash", ""),
        attachments=attachments(graph, position),
        taken=_taken(graph, position),
    )


def _statements(graph: Graph, position: int) -> list[DocumentStatement]:
    found = [
        DocumentStatement(
            relationship=EDGES[link.label].key,
            ref=graph.ref(link.target),
            name=graph.name(link.target),
            properties=dict(link.properties),
        )
        for link in graph.links_from(position)
        if link.label not in _SHOWN_APART
    ]
    return sorted(found, key=lambda one: (one.relationship, one.ref, str(one.properties)))


def attachments(graph: Graph, document: int) -> list[AttachmentFound]:
    """Files that belong to a document."""
    links = graph.links_from(document, "HAS_ATTACHMENT")
    found = [attachment(graph, link.target) for link in links]
    return sorted(found, key=lambda one: (one.file_name, one.ref))


def attachment(graph: Graph, position: int) -> AttachmentFound:
    """A file that belongs to a document."""
    said = graph.properties(position)
    return AttachmentFound(
        ref=graph.ref(position),
        file_name=said.get("file_name", ""),
        media_type=said.get("media_type", ""),
        size_bytes=said.get("size_bytes"),
        content_hash=said["content_hash"],
        location=said.get("location", ""),
    )


def _taken(graph: Graph, document: int) -> list[GateTaken]:
    found = []
    for link in graph.links_to(document, "INCLUDES"):
        submission = graph.properties(link.source)
        decided = [one.target for one in graph.links_from(link.source, "DECIDED_BY")]
        decision = graph.properties(decided[0]) if decided else {}
        found.append(
            GateTaken(
                gate=submission["gate"],
                submission=graph.ref(link.source),
                submitted_at=submission["submitted_at"],
                verdict=submission["verdict"],
                decision=graph.ref(decided[0]) if decided else None,
                outcome=decision.get("outcome"),
                passed=decision.get("passed"),
            )
        )
    return sorted(found, key=lambda one: (one.submitted_at, one.submission))


def verified(graph: Graph, document: int, content_hash: str) -> Verified:
    """Whether a hash is that of the document's file, or of one attached to it."""
    known_as, known = "", None
    if graph.properties(document).get("content_hash") == content_hash:
        known_as, known = "document", graph.ref(document)
    for file in attachments(graph, document):
        if not known and file.content_hash == content_hash:
            known_as, known = "attachment", Ref(file.ref)
    for other in series(graph, document):
        if not known and graph.properties(other).get("content_hash") == content_hash:
            known_as, known = "version", graph.ref(other)
    return Verified(
        revision=graph.revision,
        ref=graph.ref(document),
        content_hash=content_hash,
        matches=known_as in ("document", "attachment"),
        known_as=known_as,
        known=known,
    )
