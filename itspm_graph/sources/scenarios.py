"""A scenario as a file of its own: a plain form for people, or a document with one record.

Both are turned into the statements of an import, so that a field, a line and what would be right
are reported in the same words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from itspm_graph.errors import Problem
from itspm_graph.sources import Statements, Text, itspm
from itspm_graph.sources.documents import Document, load
from itspm_graph.sources.trees import NO_LINES, Block, Row

UNNAMED = "scenario"
FORM = (
    "a scenario file is one mapping, as `name: Fire` and `hits: [site:hall]`; a document that is "
    "to be laid over the catalog goes to --plan"
)


def read_scenario(text: Text) -> Statements:
    """What the file says: one scenario, what it hits, and every problem found."""
    documents, problems = load(text, on_disk=False)
    if problems:
        return Statements(problems=problems)
    if len(documents) != 1 or not isinstance(documents[0].root, dict):
        found = f"holds {len(documents)} documents" if len(documents) != 1 else "is no mapping"
        message = f"{found}; {FORM}"
        return Statements(problems=[Problem("no-scenario", message, text.name)])
    (document,) = documents
    stated = document.root.get("format")
    if stated is None:
        document = replace(document, root=_document(document))
    elif stated != itspm.FORMAT:
        message = f"no format {str(stated)[:60]!r}; leave it out, or write {itspm.FORMAT}"
        return Statements(problems=[document.problem("unknown-format", message, field="format")])
    result = itspm.read([document])
    result.problems += _foreign(document)
    others = [] if result.problems else list(_others(document, result))
    return Statements(problems=others) if others else result


def _document(document: Document) -> Block:
    """The plain form as a document with one record."""
    root = document.root
    record = _like(root, {"id": UNNAMED, **root}, document.line)
    hits = record.get("hits")
    if isinstance(hits, list):
        rows = Row(_hit(hit, document.line) for hit in hits)
        rows.line = getattr(hits, "line", document.line)
        rows.lines = getattr(hits, "lines", None) or [rows.line] * len(rows)
        record["hits"] = rows
    scenarios = Row([record])
    scenarios.line, scenarios.lines = record.line, [record.line]
    return _like(root, {"scenarios": scenarios}, document.line)


def _hit(hit: Any, line: int) -> Any:
    """A hit with its target under the key that documents use."""
    if not isinstance(hit, dict) or "element" not in hit:
        return hit
    found = _like(hit, {"ref" if key == "element" else key: hit[key] for key in hit}, line)
    found.lines = {"ref" if key == "element" else key: at for key, at in found.lines.items()}
    return found


def _like(original: Mapping[str, Any], entries: Mapping[str, Any], line: int) -> Block:
    found = Block(entries)
    found.line = getattr(original, "line", line)
    found.lines = getattr(original, "lines", NO_LINES)
    return found


def _foreign(document: Document) -> Iterator[Problem]:
    for tag, line in document.tags:
        message = f"the tag {tag[:60]} means nothing here; write the plain value"
        yield document.problem("tag", message, line)


def _others(document: Document, said: Statements) -> Iterator[Problem]:
    """What a scenario file has no room for."""
    scenarios = [node for node in said.nodes if node.ref.kind == "scenario"]
    others = [node for node in said.nodes if node.ref.kind != "scenario"]
    more = len(others) + len(said.deletions)
    if more > 1 or (more and not scenarios):
        counted = "a record that is" if more == 1 else f"{more} records that are"
        yield document.problem("no-scenario", f"holds {counted} no scenario; {FORM}")
        return
    if len(scenarios) != 1:
        message = f"holds {len(scenarios)} scenarios; a scenario file holds one"
        yield document.problem("no-scenario", message)
    places = [(node.ref, node.place) for node in others]
    places += [(deletion.ref, deletion.place) for deletion in said.deletions]
    for ref, place in places:
        message = f"{ref}: a scenario file holds one scenario and nothing else"
        yield document.problem("no-scenario", message, place.line)
    for edge in said.edges:
        if edge.label != "HITS" or edge.source.kind != "scenario":
            message = f"{edge.label}: a scenario file says only what is hit"
            yield document.problem("no-scenario", message, edge.place.line)
