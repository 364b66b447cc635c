"""The snapshot: the whole catalog at one revision as an immutable, columnar value.

Nodes are integers ("positions"); edges of one type are three integer columns sorted by source.
A snapshot consists of large shared columns and a small patch, so that applying a change costs
time in proportion to the change; when the patch has grown, it is folded into new columns.
"""

from __future__ import annotations

import difflib
import json
import threading
from bisect import bisect
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

import itspm_graph.model  # noqa: F401  (registers the types)
from itspm_graph.derived import Derived
from itspm_graph.errors import StoreDamaged, UnknownReference
from itspm_graph.fields import edge_key
from itspm_graph.records import EDGES, NODES, Node, Ref

if TYPE_CHECKING:
    import networkx

Integers = NDArray[np.int32]
LARGEST_PATCH = 2_000
"""A patch that touches more records, and more than 2 % of the graph, is folded into columns."""
NODE_BY_PREFIX = {node.prefix: node for node in NODES}
_KIND = {prefix: number for number, prefix in enumerate(NODE_BY_PREFIX)}


def canonical(properties: Mapping[str, Any]) -> str:
    """The one JSON text of these properties: sorted keys, no white space."""
    return json.dumps(properties, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def parsed(text: str) -> Mapping[str, Any]:
    """The properties that a canonical text says; `StoreDamaged` where it is none."""
    try:
        properties: Mapping[str, Any] = json.loads(text)
    except ValueError as error:
        raise StoreDamaged(f"the store holds what can't be read: {text[:60]!r}") from error
    return properties


class EdgeId(NamedTuple):
    """What makes an edge this edge; `key` tells parallel edges apart."""

    label: str
    source: Ref
    target: Ref
    key: str = ""

    def __str__(self) -> str:
        key = f" [{self.key}]" if self.key else ""
        return f"{self.source} {self.label} {self.target}{key}"


@dataclass(frozen=True)
class Change:
    """One record before and after, as canonical JSON; None where it isn't there."""

    id: Ref | EdgeId
    before: str | None
    after: str | None

    def inverted(self) -> Change:
        return Change(self.id, self.after, self.before)


class Link(NamedTuple):
    """An edge of the snapshot, its ends as positions."""

    label: str
    source: int
    target: int
    properties: Mapping[str, Any]


class EdgeTable(NamedTuple):
    """All edges of one type, sorted by source; `codes` index the snapshot's `edge_texts`."""

    sources: Integers
    targets: Integers
    codes: Integers


def _starts(sorted_ends: Integers, count: int) -> Integers:
    return np.searchsorted(sorted_ends, np.arange(count + 1)).astype(np.int32)


class _Column:
    """The edges of one type in the shared columns, with both adjacencies."""

    def __init__(self, table: EdgeTable, count: int) -> None:
        self.table = table
        self.count = count

    @cached_property
    def out_starts(self) -> Integers:
        return _starts(self.table.sources, self.count)

    @cached_property
    def in_order(self) -> Integers:
        return np.argsort(self.table.targets, kind="stable").astype(np.int32)

    @cached_property
    def in_starts(self) -> Integers:
        return _starts(self.table.targets[self.in_order], self.count)

    def leaving(self, position: int) -> Iterable[int]:
        if position >= self.count:
            return ()
        return range(int(self.out_starts[position]), int(self.out_starts[position + 1]))

    def arriving(self, position: int) -> Iterable[int]:
        if position >= self.count:
            return ()
        start, end = int(self.in_starts[position]), int(self.in_starts[position + 1])
        rows: list[int] = self.in_order[start:end].tolist()
        return rows


class _Texts:
    """Distinct JSON texts of edges, each once; append-only, shared between snapshots."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._codes: dict[str, int] = {}
        self._lock = threading.Lock()
        self._parsed: dict[int, Mapping[str, Any]] = {}
        self.facts: dict[Any, Any] = {}

    def code(self, text: str) -> int:
        code = self._codes.get(text)
        if code is None:
            with self._lock:  # snapshots share the texts, and several threads make snapshots
                code = self._codes.setdefault(text, len(self.texts))
                if code == len(self.texts):
                    self.texts.append(text)
        return code

    def parsed(self, code: int) -> Mapping[str, Any]:
        found = self._parsed.get(code)
        if found is None:
            found = self._parsed[code] = parsed(self.texts[code])
        return found


@dataclass(frozen=True)
class _Base:
    """The shared columns."""

    refs: list[Ref]
    index: dict[str, int]
    texts: list[str]
    parsed: dict[int, Mapping[str, Any]]
    columns: dict[str, _Column]

    @cached_property
    def kinds(self) -> NDArray[np.int16]:
        return _kinds(self.refs)

    @cached_property
    def labels(self) -> list[str | None]:
        """By position the type; None where it isn't declared."""
        names = [node.label for node in NODE_BY_PREFIX.values()]
        return [names[kind] if kind >= 0 else None for kind in self.kinds.tolist()]

    @cached_property
    def sorted_refs(self) -> list[Ref]:
        return sorted(self.refs)

    @cached_property
    def places(self) -> NDArray[np.float64]:
        place = {ref: number for number, ref in enumerate(self.sorted_refs)}
        return np.array([place[ref] for ref in self.refs], dtype=np.float64)


_EdgeEntry = tuple[int, int, str]


@dataclass(frozen=True)
class _Patch:
    """What differs from the columns. Copied on every change, so it is kept small."""

    refs: list[Ref] = field(default_factory=list)
    index: dict[str, int] = field(default_factory=dict)
    nodes: dict[int, str | None] = field(default_factory=dict)
    edges: dict[str, dict[_EdgeEntry, int | None]] = field(default_factory=dict)
    leaving: dict[tuple[str, int], tuple[_EdgeEntry, ...]] = field(default_factory=dict)
    arriving: dict[tuple[str, int], tuple[_EdgeEntry, ...]] = field(default_factory=dict)

    def copy(self) -> _Patch:
        return _Patch(
            list(self.refs),
            dict(self.index),
            dict(self.nodes),
            {label: dict(entries) for label, entries in self.edges.items()},
            dict(self.leaving),
            dict(self.arriving),
        )

    def set_edge(self, label: str, entry: _EdgeEntry, code: int | None) -> None:
        entries = self.edges.setdefault(label, {})
        if entry not in entries:
            for table, end in ((self.leaving, entry[0]), (self.arriving, entry[1])):
                table[label, end] = (*table.get((label, end), ()), entry)
        entries[entry] = code

    def __len__(self) -> int:
        return len(self.nodes) + sum(map(len, self.edges.values()))


class Graph:
    """Every record at one revision. Immutable: `apply` makes a new one."""

    def __init__(self, revision: int, base: _Base, patch: _Patch, texts: _Texts) -> None:
        self.revision = revision
        self._base = base
        self._patch = patch
        self._texts = texts
        self._tables: dict[str, EdgeTable] = {}
        self.derived = Derived(self.size)
        """Room for what analyses derive from this snapshot once (see `analysis`)."""

    # --- making -------------------------------------------------------------------------------

    @classmethod
    def empty(cls) -> Graph:
        return cls.build(0, [], [])

    @classmethod
    def build(
        cls,
        revision: int,
        nodes: Iterable[tuple[str, str]],
        edges: Iterable[tuple[str, int, int, str]],
    ) -> Graph:
        """A snapshot of nodes (ref, JSON) and edges (label, source, target, JSON).

        The ends of an edge are positions in the order of the nodes.
        """
        refs, texts_of_nodes = [], []
        for ref, text in nodes:
            refs.append(Ref(ref))
            texts_of_nodes.append(text)
        texts = _Texts()
        rows: dict[str, tuple[list[int], list[int], list[int]]] = {}
        for label, source, target, text in edges:
            columns = rows.get(label)
            if columns is None:
                columns = rows[label] = ([], [], [])
            columns[0].append(source)
            columns[1].append(target)
            columns[2].append(texts.code(text))
        base = _base(refs, texts_of_nodes, {k: _table(*v) for k, v in rows.items()})
        return cls(revision, base, _Patch(), texts)

    def apply(self, changes: Sequence[Change], revision: int | None = None) -> Graph:
        """The snapshot after these changes, in time that follows the changes.

        Removing a node doesn't remove its edges: changes list those too.
        """
        patch = self._patch.copy()
        edges: list[tuple[EdgeId, str | None]] = []
        for change in changes:
            if isinstance(change.id, EdgeId):
                edges.append((change.id, change.after))
                continue
            position = self._base.index.get(change.id, patch.index.get(change.id))
            if position is None:
                position = len(self._base.refs) + len(patch.refs)
                patch.refs.append(change.id)
                patch.index[change.id] = position
            patch.nodes[position] = change.after
        for edge, text in edges:
            ends = [
                self._base.index.get(ref, patch.index.get(ref, -1))
                for ref in (edge.source, edge.target)
            ]
            code = None if text is None else self._texts.code(text)
            patch.set_edge(edge.label, (ends[0], ends[1], edge.key), code)
        revision = self.revision + 1 if revision is None else revision
        graph = Graph(revision, self._base, patch, self._texts)
        largest = max(LARGEST_PATCH, len(self._base.refs) // 50)
        if len(patch) > largest:
            return graph._folded()
        graph.derived = self.derived.after(graph.size, (change.id for change in changes), largest)
        return graph

    def _folded(self) -> Graph:
        """The same snapshot with the patch folded into new columns."""
        live = self.positions()
        place = {position: number for number, position in enumerate(live)}
        edges = (
            (link.label, place[link.source], place[link.target], text)
            for link, text in self._links_with_text()
        )
        nodes = ((self.ref(position), self.text(position)) for position in live)
        return Graph.build(self.revision, nodes, edges)

    # --- nodes --------------------------------------------------------------------------------

    @property
    def size(self) -> int:
        """One more than the largest position; some positions may be vacant."""
        return len(self._base.refs) + len(self._patch.refs)

    def find(self, ref: str) -> int | None:
        """The position of a reference, None where nothing is there."""
        position = self._base.index.get(ref, self._patch.index.get(ref))
        if position is None or self._patch.nodes.get(position, "") is None:
            return None
        return position

    def __contains__(self, ref: str) -> bool:
        return self.find(ref) is not None

    def position(self, ref: str) -> int:
        """The position of a reference; `UnknownReference` names the nearest where there is none."""
        position = self.find(ref)
        if position is None:
            near = difflib.get_close_matches(ref, (self.ref(p) for p in self.positions()), 3, 0.6)
            hint = f"; nearest: {', '.join(near)}" if near else ""
            raise UnknownReference(f"nothing is called {ref}{hint}")
        return position

    def ref(self, position: int) -> Ref:
        size = len(self._base.refs)
        return self._base.refs[position] if position < size else self._patch.refs[position - size]

    @cached_property
    def refs(self) -> list[Ref]:
        """By position the reference, for reading very many."""
        return [*self._base.refs, *self._patch.refs] if self._patch.refs else self._base.refs

    def declaration(self, position: int) -> type[Node]:
        ref = self.ref(position)
        node = NODE_BY_PREFIX.get(ref.partition(":")[0])
        if node is None:
            raise StoreDamaged(f"the store holds {ref}, of a type that isn't declared")
        return node

    @property
    def kinds(self) -> NDArray[np.int16]:
        """The type of each position, as a number in the order of `NODE_BY_PREFIX`."""
        patched = self._patch.refs
        return np.concatenate([self._base.kinds, _kinds(patched)]) if patched else self._base.kinds

    @cached_property
    def places(self) -> NDArray[np.float64]:
        """By position a number; these numbers sort as the references do."""
        if not self._patch.refs:
            return self._base.places
        # A new reference stands between two old ones; several there share the room evenly.
        patched = sorted(range(len(self._patch.refs)), key=self._patch.refs.__getitem__)
        places = np.empty(len(patched))
        for number, place in enumerate(patched, start=1):
            after = bisect(self._base.sorted_refs, self._patch.refs[place])
            places[place] = after - 1 + number / (len(patched) + 1)
        return np.concatenate([self._base.places, places])

    def label(self, position: int) -> str:
        labels = self._base.labels
        label = labels[position] if position < len(labels) else None
        return label or self.declaration(position).label

    def text(self, position: int) -> str:
        """The node's properties as canonical JSON."""
        text = self._patch.nodes.get(position)
        return self._base.texts[position] if text is None else text

    def properties(self, position: int) -> Mapping[str, Any]:
        if position in self._patch.nodes:
            return parsed(self.text(position))
        found = self._base.parsed.get(position)
        if found is None:
            found = self._base.parsed[position] = parsed(self._base.texts[position])
        return found

    def name(self, position: int) -> str:
        return str(self.properties(position)["name"])

    def positions(self, label: str | None = None) -> list[int]:
        """Positions of all nodes, or of those of one type."""
        if label is None:
            positions: Iterable[int] = range(self.size)
        else:
            kind = next(n for n, node in enumerate(NODE_BY_PREFIX.values()) if node.label == label)
            positions = np.flatnonzero(self.kinds == kind).tolist()
        vacant = {p for p, text in self._patch.nodes.items() if text is None}
        return [p for p in positions if p not in vacant] if vacant else list(positions)

    # --- edges --------------------------------------------------------------------------------

    def links_from(self, position: int, *labels: str) -> list[Link]:
        """Edges that leave the node, of these types or of all."""
        return self._links(position, labels, leaving=True)

    def links_to(self, position: int, *labels: str) -> list[Link]:
        """Edges that arrive at the node, of these types or of all."""
        return self._links(position, labels, leaving=False)

    def edge_id(self, link: Link) -> EdgeId:
        key = edge_key(EDGES[link.label], link.properties)
        return EdgeId(link.label, self.ref(link.source), self.ref(link.target), key)

    @cached_property
    def edge_labels(self) -> list[str]:
        """Types of which there is, or was, an edge."""
        return sorted({*self._base.columns, *self._patch.edges})

    def edge_properties(self, code: int) -> Mapping[str, Any]:
        """Properties of the edges that `table` gives this code."""
        return self._texts.parsed(code)

    @property
    def edge_facts(self) -> dict[Any, Any]:
        """Room for what is derived from texts of edges by their codes.

        Shared by all snapshots that have the codes in common; codes are never used anew.
        """
        return self._texts.facts

    def table(self, label: str) -> EdgeTable:
        """All edges of one type as columns, sorted by source, for kernels that want arrays."""
        if label not in self._tables:
            self._tables[label] = self._merged(label)
        return self._tables[label]

    def _merged(self, label: str) -> EdgeTable:
        column = self._base.columns.get(label)
        table = column.table if column else _table([], [], [])
        entries = self._patch.edges.get(label)
        if not entries:
            return table
        keep = np.ones(len(table.sources), dtype=bool)
        for position in {entry[0] for entry in entries}:
            for row in column.leaving(position) if column else ():
                if self._entry(label, table, row) in entries:
                    keep[row] = False
        added = [(s, t, code) for (s, t, _), code in entries.items() if code is not None]
        news = np.array(added, dtype=np.int32).reshape(-1, 3)
        columns = [np.concatenate([old[keep], new]) for old, new in zip(table, news.T, strict=True)]
        # What is kept is sorted already, which a stable sort makes use of.
        order = np.argsort((columns[0].astype(np.int64) << 32) | columns[1], kind="stable")
        return EdgeTable(*(column[order] for column in columns))

    def _entry(self, label: str, table: EdgeTable, row: int) -> _EdgeEntry:
        key = edge_key(EDGES[label], self._texts.parsed(int(table.codes[row])))
        return int(table.sources[row]), int(table.targets[row]), key

    def _links(self, position: int, labels: tuple[str, ...], *, leaving: bool) -> list[Link]:
        links = []
        patched = self._patch.leaving if leaving else self._patch.arriving
        for label in labels or self.edge_labels:
            column = self._base.columns.get(label)
            entries = self._patch.edges.get(label, {})
            if column:
                for row in column.leaving(position) if leaving else column.arriving(position):
                    if entries and self._entry(label, column.table, row) in entries:
                        continue
                    links.append(self._link(label, column.table, row))
            for entry in patched.get((label, position), ()):
                code = entries[entry]
                if code is not None:
                    links.append(Link(label, entry[0], entry[1], self._texts.parsed(code)))
        return links

    def _link(self, label: str, table: EdgeTable, row: int) -> Link:
        source, target = int(table.sources[row]), int(table.targets[row])
        return Link(label, source, target, self._texts.parsed(int(table.codes[row])))

    def links(self, *labels: str) -> Iterator[Link]:
        """Every edge, of these types or of all."""
        for label in labels or self.edge_labels:
            table = self.table(label)
            for row in range(len(table.sources)):
                yield self._link(label, table, row)

    def _links_with_text(self) -> Iterator[tuple[Link, str]]:
        for label in self.edge_labels:
            table = self.table(label)
            for row, code in enumerate(table.codes.tolist()):
                yield self._link(label, table, row), self._texts.texts[code]

    # --- as a whole ---------------------------------------------------------------------------

    def records(self) -> dict[Ref | EdgeId, str]:
        """Every record as canonical JSON, for comparing snapshots."""
        found: dict[Ref | EdgeId, str] = {self.ref(p): self.text(p) for p in self.positions()}
        found.update((self.edge_id(link), text) for link, text in self._links_with_text())
        return found

    def to_networkx(self) -> networkx.MultiDiGraph[str]:
        """The graph for notebooks: nodes are references, edges point from dependent to provider."""
        import networkx

        graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph(revision=self.revision)
        for position in self.positions():
            data = {"type": self.label(position), **self.properties(position)}
            graph.add_node(str(self.ref(position)), **data)
        for link in self.links():
            ends = str(self.ref(link.source)), str(self.ref(link.target))
            graph.add_edge(*ends, type=link.label, **link.properties)
        return graph


def _kinds(refs: list[Ref]) -> NDArray[np.int16]:
    """Types by number; -1 for one that isn't declared."""
    return np.array([_KIND.get(ref.partition(":")[0], -1) for ref in refs], dtype=np.int16)


def _base(refs: list[Ref], texts: list[str], tables: Mapping[str, EdgeTable]) -> _Base:
    columns = {label: _Column(table, len(refs)) for label, table in tables.items()}
    return _Base(refs, {ref: i for i, ref in enumerate(refs)}, texts, {}, columns)


def _table(sources: list[int], targets: list[int], codes: list[int]) -> EdgeTable:
    columns = np.array([sources, targets, codes], dtype=np.int32)
    order = np.lexsort((columns[2], columns[1], columns[0]))
    return EdgeTable(*(column[order] for column in columns))
