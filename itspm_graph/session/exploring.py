"""Verbs that look at the catalog: what is there, and how it is connected."""

from __future__ import annotations

import difflib
from collections import Counter

from itspm_graph import views
from itspm_graph.analysis import paths as ways
from itspm_graph.connections import Direction, reached
from itspm_graph.errors import InvalidArgument
from itspm_graph.records import NODES, Ref, find_node_type
from itspm_graph.results import (
    CatalogInfo,
    Difference,
    Log,
    PathsFound,
    Reach,
    ReachedNode,
    Records,
    Selected,
)
from itspm_graph.selection import select
from itspm_graph.session.snapshots import Snapshots

MOST_PATHS = 1_000


class Exploring(Snapshots):
    """What is there, who is connected with whom, and what was written when."""

    def info(self, *, as_of: str | int | None = None) -> CatalogInfo:
        """What the catalog holds, in numbers."""
        graph = self.graph(as_of)
        written = (r.at for r in reversed(self.store.revisions()) if r.number == graph.revision)
        counts = Counter(graph.label(position) for position in graph.positions())
        tables = {label: len(graph.table(label).sources) for label in graph.edge_labels}
        return CatalogInfo(
            revision=graph.revision,
            at=next(written, None),
            nodes=counts.total(),
            relationships=sum(tables.values()),
            counts=dict(sorted(counts.items())),
            relationship_counts={label: count for label, count in tables.items() if count},
        )

    def records(self, kind: str, *, where: str = "", as_of: str | int | None = None) -> Records:
        """Records of one type, or of those among them that a selection names."""
        node = find_node_type(kind)
        if node is None:
            near = difflib.get_close_matches(kind, [n.collection for n in NODES], 3, 0.5)
            hint = f"; nearest: {', '.join(near)}" if near else ""
            raise InvalidArgument(f"there is no type {kind!r}{hint}", code="unknown-type")
        graph = self.graph(as_of)
        records = [views.record(graph, position) for position in select(graph, where, node.label)]
        return Records(revision=graph.revision, records=records)

    def show(self, ref: str, *, as_of: str | int | None = None) -> Records:
        """One record with its relationships."""
        graph = self.graph(as_of)
        position = graph.position(Ref.parse(ref))
        found = views.record(graph, position)
        found["relationships"] = views.relationships(graph, position)
        return Records(revision=graph.revision, records=[found])

    def select(self, expression: str, *, as_of: str | int | None = None) -> Selected:
        """References of the nodes that a selection names."""
        graph = self.graph(as_of)
        refs = [str(graph.ref(position)) for position in select(graph, expression)]
        return Selected(revision=graph.revision, refs=refs)

    def reach(
        self,
        ref: str,
        *,
        direction: Direction = "dependents",
        depth: int | None = None,
        as_of: str | int | None = None,
    ) -> Reach:
        """Who is connected with a node in one direction, redundancy ignored."""
        if depth is not None and depth < 0:
            raise InvalidArgument(f"depth must be 0 or more, not {depth}")
        graph = self.graph(as_of)
        found = reached(graph, [graph.position(Ref.parse(ref))], direction, depth)
        nodes = [
            ReachedNode(ref=graph.ref(p), type=graph.label(p), name=graph.name(p), hops=hops)
            for p, hops in found.hops.items()
            if hops
        ]
        return Reach(
            revision=graph.revision,
            nodes=sorted(nodes, key=lambda node: (node.hops, node.ref)),
            complete=found.complete,
            stopped_at_depth=None if found.complete else depth,
        )

    def paths(
        self, start: str, end: str, *, limit: int = 10, as_of: str | int | None = None
    ) -> PathsFound:
        """Ways along which one node needs another, shortest first."""
        if not 1 <= limit <= MOST_PATHS:
            raise InvalidArgument(f"limit must be 1 to {MOST_PATHS}, not {limit}")
        graph = self.graph(as_of)
        ends = (graph.position(Ref.parse(start)), graph.position(Ref.parse(end)))
        found = ways.paths(graph, *ends, limit)
        return PathsFound(
            revision=graph.revision,
            paths=[[str(graph.ref(p)) for p in path] for path in found.found],
            complete=found.complete,
        )

    def log(self, *, limit: int | None = None, as_of: str | int | None = None) -> Log:
        """Writes up to a revision or instant, newest first."""
        revisions = self.store.revisions()
        if as_of is not None:
            last = self.history.revision_at(as_of)
            revisions = [revision for revision in revisions if revision.number <= last]
        entries = [views.revision_entry(revision) for revision in reversed(revisions)]
        return Log(revisions=entries[:limit])

    def diff(self, earlier: str | int, later: str | int) -> Difference:
        """What came, changed and went between two revisions, in whichever order they are given."""
        first, last = self.history.revision_at(earlier), self.history.revision_at(later)
        return views.difference(first, last, self.history.net_changes(first, last))
