"""The native document, `itspm/v1`: an authoring form for people and a flat one for programs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import partial
from typing import Any

from itspm_graph import model  # noqa: F401  (declares the types)
from itspm_graph.errors import InvalidReference
from itspm_graph.records import (
    EDGES,
    NODES,
    SLUG,
    Edge,
    Node,
    Ref,
    collections,
    find_node_type,
    prefixes,
)
from itspm_graph.sources import Deletion, EdgeStatement, NodeStatement, Place, Statements
from itspm_graph.sources.documents import Document, Reader
from itspm_graph.sources.trees import NO_LINES, Block, line_of, shape

FORMAT = "itspm/v1"

_COLLECTIONS = {name: node for node in NODES for name in collections(node)}
_PREFIXES = {name: node for node in NODES for name in prefixes(node)}
_EDGES_BY_KEY = {edge.key: edge for edge in EDGES.values()}
_CANONICAL = frozenset(node.prefix for node in NODES)
_EDGE_KEYS = frozenset(("type", "from", "to"))
_OWN_KEYS = ("format", "nodes", "edges", "delete")


def hint(root: Mapping[str, Any]) -> str:
    """Why a mapping of no known format is no catalog, and what its author may have meant."""
    own = [key for key in root if key in _COLLECTIONS or key in ("nodes", "edges")]
    if any(isinstance(root[key], list) for key in own):
        return f"says no format; begin it with `format: {FORMAT}`"
    return f"no catalog: neither `format: {FORMAT}`, nor `apiVersion` and `kind`, nor `services`"


def read(documents: Sequence[Document]) -> Statements:
    """What the documents say; each of their records stands for itself."""
    result = Statements()
    known: dict[str, Ref] = {}
    for document in documents:
        _DocumentReader(document, result, known).read()
    return result


_Take = Callable[[dict[str, Any], int], None]


class _MalformedError(Exception):
    """A record, or an edge of one, that can't be understood."""

    def __init__(self, code: str, message: str, line: int, field: str = "") -> None:
        super().__init__(message)
        self.code, self.message, self.line, self.field = code, message, line, field


class _DocumentReader:
    """Reads one document. `known` keeps every reference met so far, since most are met often."""

    def __init__(self, document: Document, result: Statements, known: dict[str, Ref]) -> None:
        self.document = document
        self.result = result
        self.known = known

    def read(self) -> None:
        root = self.document.root
        for key, value in root.items():
            line = line_of(root, key, self.document.line)
            node = _COLLECTIONS.get(key)
            if node:
                self._each(key, value, line, partial(self._node, node))
            elif key == "nodes":
                self._each(key, value, line, partial(self._node, None))
            elif key == "edges":
                self._each(key, value, line, self._flat_edge)
            elif key == "delete":
                self._deletions(value, line)
            elif key not in _OWN_KEYS and key != "$schema" and not key.startswith("x-"):
                self._problem(_unknown_key(key, line), skippable=False)

    def _problem(self, error: _MalformedError, *, skippable: bool = True) -> None:
        self.result.problems.append(
            self.document.problem(
                error.code, error.message, error.line, field=error.field, skippable=skippable
            )
        )

    def _items(self, key: str, value: Any, line: int) -> Iterator[tuple[Any, int]]:
        if isinstance(value, list):
            lines = getattr(value, "lines", None) or [line] * len(value)
            yield from zip(value, lines, strict=True)
        elif value is not None:
            message = f"takes a list (`- …`), not {shape(value)}"
            self._problem(_MalformedError("wrong-shape", message, line, key), skippable=False)

    def _each(self, key: str, value: Any, line: int, take: _Take) -> None:
        """Has `take` read each record of a list, and reports those that it can't."""
        for record, at in self._items(key, value, line):
            try:
                take(_mapping(key, record, at), at)
            except _MalformedError as error:
                self._problem(error)

    def _node(self, node: type[Node] | None, record: dict[str, Any], line: int) -> None:
        ref, written = self._identity(record, line, node)
        named = "id" if node else "ref"
        fields = {}
        edges: list[tuple[type[Edge], Any]] = []
        for key, value in record.items():
            edge = _EDGES_BY_KEY.get(key)
            if edge:
                edges.append((edge, value))
            elif key != named:
                fields[key] = value
        place = Place(self.document.text.name, line)
        self.result.nodes.append(NodeStatement(ref, fields, place, _lines(record), written))
        for edge, value in edges:
            self._nested_edges(ref, edge, value, line_of(record, edge.key, line))

    def _identity(
        self, record: dict[str, Any], line: int, node: type[Node] | None
    ) -> tuple[Ref, str]:
        """The reference of a record, and its slug as people wrote it."""
        if node is None and isinstance(record.get("ref"), str):
            return self._ref_at(record, "ref", line), record["ref"].partition(":")[2].strip()
        key = "id" if node else "ref"
        text = record.get(key)
        at = line_of(record, key, line)
        if node is None or not isinstance(text, str):
            what = f"{shape(text)}, not a text; put it in quotes"
            if text is None:
                example = (
                    f"payments (it becomes {node.prefix}:payments)" if node else "service:payments"
                )
                what = f"missing; write {key}: {example}"
            raise _MalformedError("missing-id" if text is None else "wrong-shape", what, at, key)
        try:
            ref = Ref.of(node, text)
        except InvalidReference as error:
            raise _MalformedError("invalid-id", str(error), at, key) from error
        return self.known.setdefault(ref, ref), text.strip()

    def _ref_at(self, record: dict[str, Any], key: str, line: int) -> Ref:
        """The reference under a key of a record; most are known, so their line is never asked."""
        text = record.get(key)
        ref = self.known.get(text) if isinstance(text, str) else None
        return ref or self._ref(text, line_of(record, key, line), key)

    def _ref(self, text: Any, line: int, field: str) -> Ref:
        if not isinstance(text, str):
            message = f"a reference is a text like component:db-1, not {shape(text)}"
            raise _MalformedError("wrong-shape", message, line, field)
        ref = self.known.get(text)
        if ref is None:
            ref = self.known[text] = _parsed(text, line, field)
        return ref

    def _nested_edges(self, source: Ref, edge: type[Edge], value: Any, line: int) -> None:
        """The edges under one key of a node. They are all there are, if all can be read."""
        key = edge.key
        if value is None:
            message = "nothing stands here; write [] to say there is none, or leave the key out"
            self._problem(_MalformedError("wrong-shape", message, line, key))
            return
        readable = True
        single = not isinstance(value, list)
        for target, at in [(value, line)] if single else self._items(key, value, line):
            try:
                self.result.edges.append(self._nested_edge(source, edge, target, at))
            except _MalformedError as error:
                readable = False
                self._problem(error)
        if readable:
            place = Place(self.document.text.name, line)
            self.result.complete.setdefault((source, edge.label), place)

    def _nested_edge(self, source: Ref, edge: type[Edge], target: Any, line: int) -> EdgeStatement:
        place = Place(self.document.text.name, line)
        if not isinstance(target, dict):
            return EdgeStatement(edge.label, source, self._ref(target, line, edge.key), {}, place)
        if "id" in target and "ref" not in target:
            ref, fields = self._inline(edge, target, line)
            return EdgeStatement(edge.label, source, ref, fields, place, _lines(target))
        key = _target_key(edge, target, line)
        text, at = target[key], line_of(target, key, line)
        if key == "ref":
            ref = self._ref(text, at, edge.key)
        elif isinstance(text, str):
            ref = self._ref(f"{_PREFIXES[key].prefix}:{text}", at, edge.key)
        else:
            message = f"{key} takes the slug of its target as a text, not {shape(text)}"
            raise _MalformedError("wrong-shape", message, at, edge.key)
        fields = {name: value for name, value in target.items() if name != key}
        return EdgeStatement(edge.label, source, ref, fields, place, _lines(target))

    def _inline(
        self, edge: type[Edge], record: dict[str, Any], line: int
    ) -> tuple[Ref, dict[str, Any]]:
        """A record that is written where it is pointed at, and the properties of the edge to it."""
        node = _inline_type(edge, record, line)
        of_edge = edge.model_fields.keys() - node.model_fields.keys()
        own = {key: value for key, value in record.items() if key not in of_edge and key != "type"}
        block = Block(own)
        block.line, block.lines = line, _lines(record)
        self._node(node, block, line)
        fields = {key: value for key, value in record.items() if key in of_edge}
        return self._identity(block, line, node)[0], fields

    def _flat_edge(self, record: dict[str, Any], line: int) -> None:
        edge = _edge_type(record, line)
        for end in ("from", "to"):
            if end not in record:
                message = f"missing; write {end}: component:db-1"
                raise _MalformedError("missing-end", message, line, end)
        source, target = self._ref_at(record, "from", line), self._ref_at(record, "to", line)
        fields = {key: value for key, value in record.items() if key not in _EDGE_KEYS}
        place = Place(self.document.text.name, line)
        self.result.edges.append(
            EdgeStatement(edge.label, source, target, fields, place, _lines(record))
        )

    def _deletions(self, value: Any, line: int) -> None:
        for text, at in self._items("delete", value, line):
            try:
                place = Place(self.document.text.name, at)
                self.result.deletions.append(Deletion(self._ref(text, at, "delete"), place))
            except _MalformedError as error:
                self._problem(error)


def _mapping(key: str, record: Any, line: int) -> dict[str, Any]:
    if isinstance(record, dict):
        return record
    message = f"an entry is a mapping, not {shape(record)}"
    raise _MalformedError("wrong-shape", message, line, key)


def _parsed(text: str, line: int, field: str) -> Ref:
    kind, _, slug = text.partition(":")
    if kind in _CANONICAL and SLUG.fullmatch(slug):
        return Ref(text)
    try:
        return Ref.parse(text)
    except InvalidReference as error:
        raise _MalformedError(error.code, str(error), line, field) from error


def _lines(record: Mapping[str, Any]) -> Mapping[str, int]:
    return record.lines if isinstance(record, Block) else NO_LINES


def _target_key(edge: type[Edge], target: Mapping[str, Any], line: int) -> str:
    """The key of a mapping that names the target; the others are properties of the edge."""
    if "ref" in target:
        return "ref"
    kinds = [key for key in target if key in _PREFIXES]
    if len(kinds) > 1:
        kinds = [key for key in kinds if key not in edge.model_fields]
    if len(kinds) != 1:
        found = f"names {len(kinds)} targets ({', '.join(kinds)})" if kinds else "names no target"
        message = f"{found}; write one, as {{component: db-1}}, beside the properties of the edge"
        raise _MalformedError("no-single-target", message, line, edge.key)
    return kinds[0]


def _inline_type(edge: type[Edge], record: Mapping[str, Any], line: int) -> type[Node]:
    """The type of a record that is written where it is pointed at: stated, or that of the edge."""
    stated = record.get("type")
    if stated is None and edge.targets[0] in NODES:
        return edge.targets[0]
    node = find_node_type(stated) if isinstance(stated, str) else None
    if node is None or not issubclass(node, edge.targets):
        fits = [one.prefix for one in NODES if issubclass(one, edge.targets)]
        near = get_close_matches(str(stated), fits, 1) or fits[:12]
        found = "says no type" if stated is None else f"{edge.key} leads to no {str(stated)[:60]!r}"
        message = f"{found}; write type: {' or '.join(near)}"
        at = line_of(record, "type", line)
        raise _MalformedError("no-single-target", message, at, edge.key)
    return node


def _edge_type(record: Mapping[str, Any], line: int) -> type[Edge]:
    name = record.get("type")
    if isinstance(name, str) and name in EDGES:
        return EDGES[name]
    line = line_of(record, "type", line)
    if name is None:
        message = "missing; write type: DEPENDS_ON"
        raise _MalformedError("missing-type", message, line, "type")
    wanted = name.strip().upper().replace("-", "_") if isinstance(name, str) else shape(name)
    if wanted in EDGES:
        return EDGES[wanted]
    near = get_close_matches(wanted, EDGES, 1)
    better = f"did you mean {near[0]}?" if near else _fitting(record)
    message = f"no relationship type {str(name)[:60]!r}; {better}"
    raise _MalformedError("unknown-edge-type", message, line, "type")


def _fitting(record: Mapping[str, Any]) -> str:
    """Which types of relationship may lead between the two ends that a record names."""
    ends = [find_node_type(str(record.get(key)).partition(":")[0]) for key in ("from", "to")]
    source, target = ends
    if source is None or target is None:
        return "docs/reference/model.md lists them all"
    fits = sorted(
        edge.label
        for edge in EDGES.values()
        if issubclass(source, edge.sources) and issubclass(target, edge.targets)
    )
    if not fits:
        return f"none leads from {source.__name__} to {target.__name__}"
    return f"from {source.__name__} to {target.__name__} lead {', '.join(fits)}"


def _unknown_key(key: str, line: int) -> _MalformedError:
    keys = [*_OWN_KEYS, *_COLLECTIONS]
    near = get_close_matches(key, keys, 1)
    better = f"did you mean {near[0]}?" if near else f"keys are {', '.join(keys)}"
    message = f"no collection {key[:60]!r}; {better}"
    return _MalformedError("unknown-key", message, line, key[:60])


READER = Reader("itspm", lambda root: root.get("format") == FORMAT, read)
