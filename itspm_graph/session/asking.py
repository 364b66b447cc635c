"""The verb that answers named questions."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from itspm_graph.catalogue import NamedQuery, named_query
from itspm_graph.errors import InvalidArgument, UnsupportedEngine
from itspm_graph.graph import Graph
from itspm_graph.results import Answer
from itspm_graph.session.snapshots import Snapshots
from itspm_graph.store import Row


class Asking(Snapshots):
    """Questions of the catalogue, by Cypher or by the engine."""

    def ask(
        self,
        name: str,
        arguments: Mapping[str, Any] | None = None,
        *,
        engine: str = "auto",
        as_of: str | int | None = None,
    ) -> Answer:
        """The answer of a named query, by the store's Cypher or over the snapshot."""
        query = named_query(name)
        graph = self.graph(as_of)
        given = query.arguments(arguments or {}, graph)
        past, wanted = graph.revision != self.store.head(), engine
        if engine == "auto":
            can = self.store.speaks_cypher and bool(query.cypher) and not past
            engine = "cypher" if can else "snapshot"
        if engine == "cypher" and past:
            raise UnsupportedEngine("Cypher sees only the newest revision: use --engine snapshot")
        if engine not in ("cypher", "snapshot"):
            raise InvalidArgument(f"engine must be auto, cypher or snapshot, not {engine!r}")
        if engine == "cypher":
            rows = query.by_cypher(self.store, given)
            if self.store.head() != graph.revision:  # a write came between: ask again
                return self.ask(name, arguments, engine=wanted, as_of=as_of)
        else:
            rows = query.by_snapshot(graph, given)
        return Answer(
            query=query.name,
            question=query.question,
            engine=engine,
            parameters=json.loads(json.dumps(given, default=str)),
            columns=[column.name for column in query.returns],
            rows=rows,
            revision=graph.revision,
            complete=_complete(query, given, rows, graph),
        )


def _complete(
    query: NamedQuery, given: Mapping[str, Any], rows: Sequence[Row], graph: Graph
) -> bool:
    """False where one hop more would give more rows; looked at only where the bound was met."""
    depth = given.get("depth")
    if depth is None or all((row.get("hops") or 0) < depth for row in rows):
        return True
    return len(query.by_snapshot(graph, {**given, "depth": depth + 1})) == len(rows)
