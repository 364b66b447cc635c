"""One version of a gate document as a file: front matter for machines, Markdown for people.

    ---
    document: service-strategy
    for: service:payments
    version: "2"
    author: Marta
    why: Cards are refused at weekends.
    aligns_with: [strategic-objective:growth]
    ---
    # What the board should know

The keys are the fields and relationships of the type, as in `itspm/v1`; a blank key states nothing.
`records` holds whatever else belongs to the version, in the form of `itspm/v1`. The same keys
without a text may stand in a YAML or JSON file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from hashlib import sha256
from typing import Any

from itspm_graph.errors import Problem
from itspm_graph.model.documents import Document as OwnDocument
from itspm_graph.model.documents import DocumentStatus, GateDocument
from itspm_graph.records import NODES, Node, find_node_type
from itspm_graph.sources import DocumentVersion, Statements, itspm
from itspm_graph.sources.documents import Document, Reader
from itspm_graph.sources.front_matter import FrontMatter
from itspm_graph.sources.trees import Block, Row, line_of, shape

LONGEST_BODY = 4 * 1024 * 1024
"""Characters of the text; what is longer is a file to attach."""

WORKED_OUT = {
    "body": "the text stands below the front matter",
    "content_hash": "it is worked out from the file; leave it out",
}
OWN_KEYS = ("document", "id", "records")
NEEDED = {
    "for": "for: service:payments",
    "version": 'version: "1"',
    "author": "author: whoever wrote it",
}


def types() -> dict[str, type[GateDocument]]:
    """The declared types of gate documents by their names in kebab-case."""
    return {node.prefix: node for node in NODES if issubclass(node, GateDocument)}


def read(documents: Sequence[Document]) -> Statements:
    """What the documents say, each as one version."""
    result = Statements()
    for document in documents:
        problems = list(_malformed(document))
        node = _type_of(document)
        problems += [node] if isinstance(node, Problem) else _misplaced(document, node)
        result.problems += [replace(problem, skippable=True) for problem in problems]
        if not problems and not isinstance(node, Problem):
            _take(document, node, result)
    return result


def _take(document: Document, node: type[GateDocument], result: Statements) -> None:
    version = _text(document.root["version"])
    says = itspm.read([replace(document, root=_catalog(document, node, version))])
    found, says.problems = says.problems, []
    result.problems += found
    if any(problem.severity == "error" for problem in found):
        return
    stated = says.nodes[0]
    services = (edge for edge in says.edges if edge.label == "FOR" and edge.source == stated.ref)
    result.documents.append(
        DocumentVersion(
            ref=stated.ref,
            type=str(stated.fields.get("document_type") or node.prefix),
            services=tuple(edge.target for edge in services),
            version=version,
            status=_status(stated.fields.get("status")),
            content_hash=stated.fields["content_hash"],
            place=stated.place,
            says=says,
        )
    )


def _malformed(document: Document) -> Iterator[Problem]:
    """What is missing, or can't be meant, before the form of records is looked at."""
    root = document.root
    for key, example in NEEDED.items():
        line = line_of(root, key, document.line)
        value = root.get(key)
        if value is None or value == [] or not str(value).strip():
            message = f"missing; write {example}"
            yield document.problem("missing-field", message, line, field=key)
        elif key == "version" and (isinstance(value, bool) or not isinstance(value, (str, int))):
            message = f'a version is a text, not {shape(value)}; write version: "{value}"'
            yield document.problem("wrong-shape", message, line, field=key)
    for key, why in WORKED_OUT.items():
        if key in root:
            line = line_of(root, key, document.line)
            yield document.problem("unknown-field", f"can't be stated: {why}", line, field=key)
    body = _body(root)
    if body is not None and len(body) > LONGEST_BODY:
        limit = LONGEST_BODY // 1024**2
        message = f"the text is longer than {limit} Mi characters; attach it as a file instead"
        yield document.problem("file-too-large", message, field="body")


def _type_of(document: Document) -> type[GateDocument] | Problem:
    stated = document.root.get("document")
    line = line_of(document.root, "document", document.line)
    if stated is None:
        message = "missing; write document: service-strategy, or another type"
        return document.problem("missing-field", message, line, field="document")
    node = find_node_type(stated) if isinstance(stated, str) else None
    if node is None or not issubclass(node, GateDocument):
        message = unknown_type(str(stated))
        return document.problem("unknown-type", message, line, field="document")
    return _own_type_problem(document, line) or node if node is OwnDocument else node


def _own_type_problem(document: Document, line: int) -> Problem | None:
    own = document.root.get("document_type")
    if not own:
        message = "missing; write which type of your own, as document_type: privacy-assessment"
        return document.problem("missing-field", message, line, field="document_type")
    if isinstance(own, str) and own in types():
        message = f"{own} is no type of your own; write document: {own}"
        line = line_of(document.root, "document_type", line)
        return document.problem("unknown-type", message, line, field="document_type")
    return None


def unknown_type(stated: str) -> str:
    """What is wrong with a type of document that isn't declared, and what would be right."""
    own = "one of your own is document: document with document_type: privacy-assessment"
    near = get_close_matches(stated, types(), 1)
    better = f"did you mean {near[0]}?" if near else f"types are {', '.join(types())}"
    return f"no type of document {stated[:60]!r}; {better} ({own})"


def _misplaced(document: Document, node: type[GateDocument]) -> Iterator[Problem]:
    """Records in the wrong place: at the top, or a second version in the file of the first."""
    root = document.root
    for key in ("format", "nodes", "edges", "delete"):
        if key in root:
            line = line_of(root, key, document.line)
            message = "belongs into a catalog; put other records under records"
            yield document.problem("unknown-field", message, line, field=key)
    others = root.get("records")
    line = line_of(root, "records", document.line)
    if others is not None and not isinstance(others, dict):
        message = f"takes collections (test_runs: [...]), not {shape(others)}"
        yield document.problem("wrong-shape", message, line, field="records")
    elif others and node.collection in others:
        message = f"{node.collection} can't be here; give each version a file of its own"
        yield document.problem("unknown-field", message, line, field="records")


def _catalog(document: Document, node: type[GateDocument], version: str) -> Block:
    """The version as a document of the form `itspm/v1`, its own record first."""
    root = document.root
    first = _first_service(root["for"])
    record = {
        "id": _slug(root, first, version),
        "name": f"{title(node, root.get('document_type'))} {version} of {first.rpartition(':')[2]}",
        **{key: value for key, value in root.items() if value is not None and key not in OWN_KEYS},
        "version": version,
        "content_hash": document.text.sha256 or sha256(document.text.content.encode()).hexdigest(),
    }
    if root.get("id") is not None:
        record["id"] = root["id"]
    if body := _body(root):
        record["body"] = body
    lines = dict(getattr(root, "lines", {}))
    lines.setdefault("id", lines.get("version", document.line))
    own = Row([_block(record, document.line, lines)])
    own.line, own.lines = document.line, [document.line]
    others = root.get("records") or {}
    line = line_of(root, "records", document.line)
    at = {key: line_of(others, key, line) for key in others}
    return _block({node.collection: own, **others}, document.line, at)


def _block(entries: Mapping[str, Any], line: int, lines: Mapping[str, int]) -> Block:
    found = Block(entries)
    found.line, found.lines = line, lines
    return found


def _body(root: Mapping[str, Any]) -> str | None:
    return root.body if isinstance(root, FrontMatter) else None


def _status(stated: object) -> str:
    """The status, as the record will hold it; what is no status is reported with the record."""
    try:
        return DocumentStatus(str(stated or DocumentStatus.SUBMITTED)).value
    except ValueError:
        return str(stated)


def _text(value: object) -> str:
    return str(value).strip()


def _first_service(stated: object) -> str:
    first = stated[0] if isinstance(stated, list) and stated else stated
    if isinstance(first, dict):
        first = next((value for key, value in first.items() if key in ("ref", "service")), "")
    return str(first).strip()


def _slug(root: Mapping[str, Any], service: str, version: str) -> str:
    """`payments/2`; of a type of one's own `payments/privacy-assessment-2`."""
    own = f"{root['document_type']}-" if root.get("document_type") else ""
    last = re.sub(r"[^a-z0-9._+~-]+", "-", f"{own}{version}".lower()).strip("-")
    return f"{service.rpartition(':')[2].strip()}/{last}"


def title(node: type[Node], own: object = None) -> str:
    """What people call a type of document (`Service strategy`)."""
    return str(own or node.prefix).replace("-", " ").capitalize()


def _recognises(root: Mapping[str, Any]) -> bool:
    return isinstance(root, FrontMatter) or {"document", "for"} <= root.keys()


READER = Reader("document", _recognises, read)
