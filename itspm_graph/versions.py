"""Versions of gate documents on record: the same file again changes nothing, the same version with
other content is refused, and a newer version takes the place of the one that stands."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from itspm_graph.answers.gates import document_type
from itspm_graph.errors import Problem
from itspm_graph.graph import Graph
from itspm_graph.model.documents import DocumentStatus, GateDocument
from itspm_graph.records import Ref
from itspm_graph.sources import DocumentVersion, EdgeStatement, NodeStatement, Statements

DRAFT, SUPERSEDED = DocumentStatus.DRAFT.value, DocumentStatus.SUPERSEDED.value


@dataclass(frozen=True)
class OnRecord:
    """A version that the graph holds."""

    ref: Ref
    version: str
    status: str
    content_hash: str | None
    superseded: bool
    """True where a newer version takes its place."""


def on_record(graph: Graph, service: str, type_: str) -> list[OnRecord]:
    """All versions of a type of document for a service, oldest first."""
    position = graph.find(service)
    links = [] if position is None else graph.links_to(position, "FOR")
    found = [_on_record(graph, p) for p in {link.source for link in links} if _is(graph, p, type_)]
    return sorted(found, key=lambda version: (order(version.version), version.ref))


def _is(graph: Graph, position: int, type_: str) -> bool:
    declared = issubclass(graph.declaration(position), GateDocument)
    return declared and document_type(graph, position) == type_


def _on_record(graph: Graph, position: int) -> OnRecord:
    said = graph.properties(position)
    status = said.get("status", DocumentStatus.SUBMITTED.value)
    return OnRecord(
        ref=graph.ref(position),
        version=said.get("version", ""),
        status=status,
        content_hash=said.get("content_hash"),
        superseded=status == SUPERSEDED or bool(graph.links_to(position, "SUPERSEDES")),
    )


def order(version: str) -> tuple[tuple[int, int, str], ...]:
    """What versions sort by: numbers by value, so that 1.10 comes after 1.9."""
    parts = re.findall(r"\d+|[a-z]+", version.lower())
    return tuple((1, int(p), "") if p.isdecimal() else (0, 0, p) for p in parts)


def following(version: str) -> str:
    """The version after this one: its last number and one (`1.9` to `1.10`)."""
    found = list(re.finditer(r"\d+", version))
    if not found:
        return f"{version}-2" if version else "1"
    last = found[-1]
    return f"{version[: last.start()]}{int(last[0]) + 1}{version[last.end() :]}"


def settled(graph: Graph, statements: Statements) -> tuple[Statements, int]:
    """The statements with their documents merged in, and how many records were there already."""
    if not statements.documents:
        return statements, 0
    settling = _Settling(graph, statements)
    for document in sorted(statements.documents, key=lambda document: order(document.version)):
        settling.take(document)
    return settling.result, settling.unchanged


class _Settling:
    """Documents of one import on their way into the graph, older versions first."""

    def __init__(self, graph: Graph, statements: Statements) -> None:
        self.graph = graph
        self.unchanged = 0
        self.new: dict[tuple[str, Ref], list[OnRecord]] = {}
        self.replaced: set[Ref] = set()
        self.stated: dict[tuple[str, Ref], set[Ref]] = defaultdict(set)
        self.result = replace(
            statements,
            nodes=list(statements.nodes),
            edges=list(statements.edges),
            complete=dict(statements.complete),
            problems=list(statements.problems),
            documents=[],
        )

    def take(self, document: DocumentVersion) -> None:
        """Adds a version, unless it is there already or can't come."""
        if self._is_there(document):
            self.unchanged += len(document.says.nodes) + len(document.says.edges)
        elif conflict := _conflict(list(self._known(document)), document):
            place = document.place
            line = document.says.nodes[0].lines.get("version", place.line)
            problem = Problem("version-on-record", conflict, place.file, line, "version")
            self.result.problems.append(problem)
        else:
            self._add(document)

    def _is_there(self, document: DocumentVersion) -> bool:
        position = self.graph.find(document.ref)
        if position is None:
            return False
        return self.graph.properties(position).get("content_hash") == document.content_hash

    def _known(self, document: DocumentVersion) -> Iterator[OnRecord]:
        """Versions on record, and those that came with this import."""
        for service in document.services:
            yield from on_record(self.graph, service, document.type)
            yield from self.new.get((document.type, service), [])

    def _add(self, document: DocumentVersion) -> None:
        replaced = dict.fromkeys(k.ref for k in self._known(document) if not k.superseded)
        self._merge(document)
        for service in document.services:
            said = (document.ref, document.version, document.status, document.content_hash)
            came = OnRecord(*said, superseded=document.status == SUPERSEDED)
            self.new.setdefault((document.type, service), []).append(came)
        if document.status in (DRAFT, SUPERSEDED):
            return
        for ref in replaced:
            if ref != document.ref and ref not in self.replaced:
                self.replaced.add(ref)
                edge = EdgeStatement("SUPERSEDES", document.ref, ref, {}, document.place)
                self.result.edges.append(edge)
                self._withdraw(ref, document)

    def _merge(self, document: DocumentVersion) -> None:
        """Takes over what the file says; what it says anew of records of an earlier version of
        this import counts, as it would in an import of its own."""
        result, says = self.result, document.says
        stated = {node.ref: node for node in says.nodes}
        series = [(document.type, service) for service in document.services]
        anew = stated.keys() & set().union(*(self.stated[key] for key in series))
        kept = [node for node in result.nodes if node.ref not in anew]
        for node in result.nodes:
            if node.ref in anew:
                later = stated[node.ref]
                stated[node.ref] = replace(later, fields={**node.fields, **later.fields})
        result.nodes = [*kept, *(stated[node.ref] for node in says.nodes)]
        result.edges = [
            edge
            for edge in result.edges
            if edge.source not in anew or (edge.source, edge.label) not in says.complete
        ]
        result.edges += says.edges
        result.complete |= says.complete
        for key in series:
            self.stated[key] |= stated.keys()

    def _withdraw(self, ref: Ref, document: DocumentVersion) -> None:
        """States that a version is superseded, beside what else is said of it."""
        nodes = self.result.nodes
        for number, node in enumerate(nodes):
            if node.ref == ref:
                nodes[number] = replace(node, fields={**node.fields, "status": SUPERSEDED})
                return
        nodes.append(NodeStatement(ref, {"status": SUPERSEDED}, document.place))


def _conflict(known: Sequence[OnRecord], document: DocumentVersion) -> str:
    """Why a version can't come beside those that are known; empty where it can."""
    standing = [version for version in known if version.status != DRAFT]
    newest = max(standing, key=lambda version: order(version.version), default=None)
    if newest is None:
        return ""
    raised = f'raise the version, as version: "{following(newest.version)}"'
    for version in standing:
        if version.version == document.version:
            if version.ref == document.ref and version.content_hash is None:
                return ""  # written without a file; the file says the same, and more
            where = "with other content" if version.ref == document.ref else f"as {version.ref}"
            return f"version {version.version} of {document.type} is on record {where}; {raised}"
        if version.ref == document.ref:
            said = f"{version.ref} is version {version.version}"
            return f"{said}; give version {document.version} an id of its own"
    if order(newest.version) > order(document.version) and document.status != SUPERSEDED:
        found = f"version {document.version} is older than {newest.ref}, version {newest.version}"
        return f"{found}; {raised}"
    return ""
