"""What the verbs about gate documents answer."""

from __future__ import annotations

from typing import Any

from itspm_graph.results import Result


class DocumentTemplate(Result):
    """A file to fill, for the next version of a document."""

    revision: int
    """Revision that was read."""
    document: str
    """Type of the document."""
    service: str
    """Reference of the service that it is for."""
    version: str
    """The version that it will be."""
    text: str
    """Markdown with YAML front matter."""


class DocumentStatement(Result):
    """A relationship that a document states."""

    relationship: str
    """Its key in documents (`aligns_with`)."""
    ref: str
    """Reference of the record that it leads to."""
    name: str
    """Name of that record."""
    properties: dict[str, Any]
    """What the relationship itself says."""


class AttachmentFound(Result):
    """A file that belongs to a document."""

    ref: str
    """Its reference."""
    file_name: str
    """Its name; empty where it isn't known."""
    media_type: str
    """What kind of file it is; empty where it isn't known."""
    size_bytes: int | None
    """How long it is."""
    content_hash: str
    """SHA-256 of its content."""
    location: str
    """Where it is kept; empty where it isn't known."""


class GateTaken(Result):
    """A submission to a gate that included a document."""

    gate: str
    """The gate."""
    submission: str
    """Reference of the submission."""
    submitted_at: str
    """Instant, in UTC."""
    verdict: str
    """What the machine found."""
    decision: str | None
    """Reference of the decision; null while there is none."""
    outcome: str | None
    """What was decided."""
    passed: bool | None
    """Whether the gate was passed by it."""


class DocumentListed(Result):
    """A version of a document, in short."""

    ref: str
    """Its reference."""
    document: str
    """Its type."""
    name: str
    """Its name."""
    version: str
    """Its version; empty where none is stated."""
    status: str
    """draft, submitted, accepted or superseded."""
    standing: bool
    """Whether a gate would take it now."""
    author: str
    """Who wrote it; empty where nobody is named."""
    dated_on: str | None
    """Day of the version."""
    gates: list[str]
    """Gates that took it."""


class DocumentVersionFound(DocumentListed):
    """A version of a document, whole."""

    fields: dict[str, Any]
    """What it states for machines."""
    statements: list[DocumentStatement]
    """Its relationships."""
    body: str
    """What it says to people, as Markdown; empty where nothing."""
    content_hash: str
    """SHA-256 of its file; empty where it came without one."""
    attachments: list[AttachmentFound]
    """Files that belong to it."""
    taken: list[GateTaken]
    """Submissions that included it, oldest first."""


class DocumentShown(Result):
    """A document with all versions of its type for its services."""

    revision: int
    """Revision that was read."""
    ref: str
    """The version that was asked for."""
    document: str
    """Its type."""
    services: list[str]
    """References of the services that it is for."""
    versions: list[DocumentVersionFound]
    """All versions, newest first."""


class DocumentsListed(Result):
    """The documents of a service."""

    revision: int
    """Revision that was read."""
    service: str
    """Reference of the service."""
    documents: list[DocumentListed]
    """All versions, by type, newest first."""


class Attached(Result):
    """A file attached to a document."""

    revision: int
    """Revision of the store afterwards."""
    document: str
    """Reference of the document."""
    attachment: AttachmentFound
    """The file."""


class Verified(Result):
    """Whether a file is one that a document is known by."""

    revision: int
    """Revision that was read."""
    ref: str
    """Reference of the document."""
    content_hash: str
    """SHA-256 of the file."""
    matches: bool
    """True where it is the document's own file, or attached to it."""
    known_as: str
    """document or attachment; version where it is another version's; empty where it is unknown."""
    known: str | None
    """Reference of the document or attachment that has this hash."""
