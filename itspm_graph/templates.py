"""Templates of gate documents: front matter to fill, prefilled with what the graph knows.

The fields come from the declaration of the type; what to write below them, which records to
offer and what an entry looks like is content (`seed/documents/`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from pydantic import BaseModel, ConfigDict

from itspm_graph.content import content
from itspm_graph.fields import Kind, Property, properties_of
from itspm_graph.framework import framework
from itspm_graph.graph import Graph, Link
from itspm_graph.model.documents import Document, For, GateDocument, HasAttachment, Supersedes
from itspm_graph.records import EDGES, NODES, Edge, Node
from itspm_graph.selection import select
from itspm_graph.sources.front_matter import trees
from itspm_graph.sources.gate_documents import title
from itspm_graph.versions import OnRecord, following

MOST_CANDIDATES = 12
"""Records that are offered under one relationship."""

_HEAD = ("version", "author", "document_type", "name", "body", "content_hash")
_APART = (For, Supersedes, HasAttachment)
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_KINDS = {
    Kind.TEXT: "text",
    Kind.NUMBER: "number",
    Kind.INTEGER: "whole number",
    Kind.BOOLEAN: "true or false",
    Kind.DATE: "YYYY-MM-DD",
    Kind.INSTANT: "YYYY-MM-DDThh:mm:ssZ",
    Kind.TEXTS: "list of texts, each as - text",
    Kind.JSON: "mapping",
}


class Skeleton(BaseModel):
    """What the content says of a type of document."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    candidates: Mapping[str, str] = {}
    """Selections of the records to offer, by relationship; an empty one offers those alone that are
    beside the service. `{service}` stands for the service."""
    examples: Mapping[str, str] = {}
    """Entries that show how a relationship is written, by relationship."""
    anew: tuple[str, ...] = ()
    """What isn't taken over from the last version: results, signatures; `body` is the text."""
    records: str = ""
    """Other records that belong to such a document, as an example; `{slug}` stands for the
    service's slug."""
    body: str
    """What to write, as Markdown; `{service}` stands for the service's name."""


@dataclass(frozen=True)
class Wanted:
    """A version of a document that is to be written."""

    type: type[GateDocument]
    own_type: str | None
    """The type of one's own, where it is a `Document`."""
    service: int
    """Position of the service."""
    author: str | None
    on: date


@cache
def skeleton(name: str) -> Skeleton:
    """The skeleton of a type of document, or the one for types of one's own."""
    folder = content("seed") / "documents"
    path = folder / f"{name}.md"
    path = path if path.is_file() else folder / "document.md"
    (tree,) = trees(path.read_text(encoding="utf-8"))
    return Skeleton.model_validate({**tree.root, "body": tree.root.body})


def next_version(versions: Iterable[OnRecord]) -> str:
    """The version that comes after all of these, which are ordered."""
    known = list(versions)
    return following(known[-1].version) if known else "1"


def template(graph: Graph, wanted: Wanted, versions: list[OnRecord]) -> str:
    """The file to fill, given the versions on record, oldest first."""
    before = graph.position(versions[-1].ref) if versions else None
    said = skeleton(wanted.own_type or wanted.type.prefix)
    known = _known(graph, wanted, before, said)
    lines = [
        "---",
        f"# {_title(wanted)}: {_line(wanted.type.__doc__ or '')}",
        "# Fill in what you know. A key left blank states nothing; what follows # is for you.",
        *_head(graph, wanted, versions),
        *_fields(wanted.type, known),
        *_relationships(graph, wanted, before, said),
        *_records(said, graph.ref(wanted.service).slug),
        "---",
        "",
    ]
    body = known.get("body") or said.body.replace("{service}", _line(graph.name(wanted.service)))
    return "\n".join(lines) + f"\n{body}\n"


def _title(wanted: Wanted) -> str:
    """What the framework calls the type, or what it is called by itself."""
    listed = framework().documents.get(wanted.own_type or wanted.type.prefix)
    return listed.name if listed else title(wanted.type, wanted.own_type)


def _known(graph: Graph, wanted: Wanted, before: int | None, said: Skeleton) -> Mapping[str, Any]:
    """Values to begin with: those of the last version, or what the service says under the name."""
    if before is not None:
        left_out = {"status", *said.anew}
        stated = graph.properties(before)
    else:
        left_out = {"body", *properties_of(Node)}
        stated = graph.properties(wanted.service)
    kept = {name: value for name, value in stated.items() if name not in left_out}
    return {**kept, "dated_on": wanted.on.isoformat()}


def _head(graph: Graph, wanted: Wanted, versions: list[OnRecord]) -> Iterator[str]:
    service = graph.name(wanted.service)
    yield f"document: {wanted.type.prefix}"
    if wanted.type is Document:
        yield f"document_type: {wanted.own_type or ''}  # which, as privacy-assessment"
    yield f"for: {_plain(graph.ref(wanted.service))}  # {_line(service)}"
    listed = ", ".join(_line(version.version) for version in versions)
    yield f"version: {_value(next_version(versions))}" + (
        f"  # on record: {listed}" if listed else ""
    )
    yield f"author: {_value(wanted.author) if wanted.author else ''}".rstrip() + "  # who writes it"
    yield f"name: {_value(f'{_title(wanted)} of {service}')}"


def _fields(type_: type[GateDocument], known: Mapping[str, Any]) -> Iterator[str]:
    for name, declared in properties_of(type_).items():
        if name not in _HEAD and name not in properties_of(Node):
            yield f"# {_meaning(declared)}"
            yield from _stated(name, known.get(name))


def _stated(name: str, value: Any) -> Iterator[str]:
    if value and isinstance(value, list):
        yield f"{name}:"
        yield from (f"  - {_value(item)}" for item in value)
    else:
        yield f"{name}:" if value is None else f"{name}: {_value(value)}"


def _meaning(declared: Property) -> str:
    kind = f"one of {', '.join(declared.choices)}" if declared.choices else _KINDS[declared.kind]
    return f"{_line(declared.description)} [{kind}]"


def relationships(type_: type[GateDocument]) -> list[type[Edge]]:
    """The relationships that an author of such a document states."""
    return [
        edge
        for edge in EDGES.values()
        if edge not in _APART and edge.sources != (Node,) and issubclass(type_, edge.sources)
    ]


def _relationships(
    graph: Graph, wanted: Wanted, before: int | None, said: Skeleton
) -> Iterator[str]:
    for edge in relationships(wanted.type):
        leads = " or ".join("record" if node is Node else node.prefix for node in edge.targets)
        own = [name for name in properties_of(edge) if name not in properties_of(Edge)]
        also = f", with {', '.join(own)}" if own else ""
        yield f"# {_line(edge.__doc__ or '')} [list of {leads}{also}]"
        yield f"{edge.key}:"
        kept = [] if before is None else graph.links_from(before, edge.label)
        for link in kept:
            yield f"  {_entry(graph, link.target, link.properties)}"
        if edge.key in said.examples:
            yield f"#  - {said.examples[edge.key]}"
        stated = {link.target for link in kept}
        offered = [p for p in _candidates(graph, wanted, edge, said) if p not in stated]
        for position in offered[:MOST_CANDIDATES]:
            yield f"#  {_entry(graph, position, _in_common(graph, wanted.service, position, own))}"
        if len(offered) > MOST_CANDIDATES:
            yield f"#  and {len(offered) - MOST_CANDIDATES} more"


def _candidates(graph: Graph, wanted: Wanted, edge: type[Edge], said: Skeleton) -> list[int]:
    """Records that may be meant: those that the content selects, else those beside the service,
    then all others of the type."""
    prefix, _, slug = graph.ref(wanted.service).partition(":")
    chosen = said.candidates.get(edge.key)
    if chosen:
        found = select(graph, chosen.replace("{service}", f'{prefix}:"{slug}"'))
    else:
        labels = [node.label for node in edge.targets if node in NODES and chosen is None]
        others = [p for label in labels for p in graph.positions(label)]
        near = _beside(graph, wanted.service)
        found = sorted(near, key=graph.ref) + sorted(set(others) - near, key=graph.ref)
    fits = (p for p in found if issubclass(graph.declaration(p), edge.targets))
    return [position for position in fits if position != wanted.service]


def _beside(graph: Graph, service: int) -> set[int]:
    """What the service is linked with, itself or by its documents."""
    arriving = graph.links_to(service)
    found = {link.target for link in graph.links_from(service)}
    found |= {link.source for link in arriving}
    for link in arriving:
        if link.label == For.label:
            found |= {other.target for other in graph.links_from(link.source)}
    return found


def _in_common(graph: Graph, service: int, position: int, own: list[str]) -> Mapping[str, Any]:
    """What the service's own relationship with a record says that this one can say too."""
    links: list[Link] = [one for one in graph.links_from(service) if one.target == position]
    said = {name: value for link in links for name, value in link.properties.items()}
    return {name: said[name] for name in own if name in said}


def _entry(graph: Graph, position: int, properties: Mapping[str, Any]) -> str:
    ref = graph.ref(position)
    if properties:
        stated = {"ref": str(ref), **properties}
        entry = f"{{{', '.join(f'{key}: {_value(value)}' for key, value in stated.items())}}}"
    else:
        entry = _plain(ref)
    return f"- {entry}  # {_line(graph.name(position))}"


def _records(said: Skeleton, slug: str) -> Iterator[str]:
    if said.records:
        yield "# Other records that belong to this version, as in a document of the form itspm/v1:"
        yield "records:"
        yield from (
            f"#  {line}".rstrip() for line in said.records.replace("{slug}", slug).splitlines()
        )


def _line(text: str) -> str:
    """Text on one line, without what YAML can't hold."""
    return _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", " ".join(text.split()))


def _value(value: Any) -> str:
    """A value as YAML: JSON, which YAML reads, with every character that it refuses escaped."""
    if isinstance(value, str) and _DAY.fullmatch(value):
        return value
    text = json.dumps(value, ensure_ascii=False)
    return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _plain(ref: str) -> str:
    """A reference; in quotes where YAML could take it for something else."""
    return ref if re.fullmatch(r"[a-z-]+:[a-z0-9][a-z0-9._/-]*", ref) else _value(ref)
