"""Verbs about gate documents: templates, versions, attached files."""

from __future__ import annotations

import re

from itspm_graph import filing, templates
from itspm_graph.answers.gates import document_type
from itspm_graph.catalogue import today
from itspm_graph.errors import InvalidArgument
from itspm_graph.framework import framework
from itspm_graph.model.documents import Attachment, Document, GateDocument
from itspm_graph.records import Ref, find_node_type
from itspm_graph.results.documents import (
    Attached,
    DocumentShown,
    DocumentsListed,
    DocumentTemplate,
    Verified,
)
from itspm_graph.session.writing import Writing
from itspm_graph.sources import EdgeStatement, NodeStatement, Place, Statements
from itspm_graph.sources.gate_documents import unknown_type
from itspm_graph.versions import on_record

SHA256 = re.compile(r"[0-9a-f]{64}")


class Documenting(Writing):
    """Documents of services: what to write, what is on record, which files belong to it."""

    def document_new(
        self,
        kind: str,
        service: str,
        *,
        author: str | None = None,
        as_of: str | int | None = None,
    ) -> DocumentTemplate:
        """A template of the next version of a document, prefilled with what the graph knows."""
        graph = self.graph(as_of)
        position = filing.service_at(graph, service)
        type_, own = _type_of(kind)
        versions = on_record(graph, graph.ref(position), own or type_.prefix)
        wanted = templates.Wanted(type_, own, position, author, today())
        return DocumentTemplate(
            revision=graph.revision,
            document=own or type_.prefix,
            service=graph.ref(position),
            version=templates.next_version(versions),
            text=templates.template(graph, wanted, versions),
        )

    def document_show(self, ref: str, *, as_of: str | int | None = None) -> DocumentShown:
        """A document with all versions of its type for its services, newest first."""
        graph = self.graph(as_of)
        position = filing.document_at(graph, ref)
        return DocumentShown(
            revision=graph.revision,
            ref=graph.ref(position),
            document=document_type(graph, position),
            services=filing.services_of(graph, position),
            versions=[filing.whole(graph, one) for one in filing.series(graph, position)],
        )

    def document_list(self, service: str, *, as_of: str | int | None = None) -> DocumentsListed:
        """The documents of a service, in all versions."""
        graph = self.graph(as_of)
        position = filing.service_at(graph, service)
        found = [filing.listed(graph, one) for one in filing.documents_of(graph, position)]
        return DocumentsListed(
            revision=graph.revision, service=graph.ref(position), documents=found
        )

    def document_attach(
        self,
        ref: str,
        content_hash: str,
        *,
        file_name: str | None = None,
        media_type: str | None = None,
        size_bytes: int | None = None,
        location: str | None = None,
        author: str | None = None,
        reason: str | None = None,
        expected: int | None = None,
    ) -> Attached:
        """Attach a file to a document by its hash; the file itself stays where it is."""
        digest = _digest(content_hash)
        document = self.graph().ref(filing.document_at(self.graph(), ref))
        attachment = Ref.of(Attachment, digest)
        stated = {
            "name": file_name, "file_name": file_name, "media_type": media_type,
            "size_bytes": size_bytes, "location": location,
        }  # fmt: skip
        fields = {name: value for name, value in stated.items() if value is not None}
        place = Place("document attach", 0)
        statements = Statements(
            nodes=[NodeStatement(attachment, {**fields, "content_hash": digest}, place)],
            edges=[EdgeStatement("HAS_ATTACHMENT", document, attachment, {}, place)],
        )
        why = reason or f"attach {file_name or digest} to {document}"
        report = self._import(statements, None, why, {"author": author, "expected": expected})
        graph = self.graph(report.revision)
        found = filing.attachment(graph, graph.position(attachment))
        return Attached(revision=report.revision, document=document, attachment=found)

    def document_verify(
        self, ref: str, content_hash: str, *, as_of: str | int | None = None
    ) -> Verified:
        """Whether a file, by its hash, is the document's own or attached to it."""
        graph = self.graph(as_of)
        return filing.verified(graph, filing.document_at(graph, ref), _digest(content_hash))


def _type_of(kind: str) -> tuple[type[GateDocument], str | None]:
    """The declared type that `kind` means; or a `Document` of a type that an organisation added."""
    node = find_node_type(kind)
    if node is not None and issubclass(node, GateDocument):
        return node, None
    wanted = kind.strip().lower().replace("_", "-")
    if wanted in framework().documents:
        return Document, wanted
    raise InvalidArgument(unknown_type(kind), code="unknown-type")


def _digest(text: str) -> str:
    digest = text.strip().lower().removeprefix("sha256:")
    if not SHA256.fullmatch(digest):
        raise InvalidArgument(f"{text[:80]!r} is no SHA-256: 64 hexadecimal digits")
    return digest
