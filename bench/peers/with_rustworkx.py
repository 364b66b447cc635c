"""rustworkx: `ancestors`."""

from __future__ import annotations

import rustworkx

from bench.estates import Estate
from bench.peers import Peer


class Rustworkx(Peer):
    """A directed graph from dependent to provider."""

    name = "rustworkx"

    def load(self, estate: Estate) -> None:
        self.graph = rustworkx.PyDiGraph(multigraph=False)
        self.graph.add_nodes_from([None] * estate.size)
        dependents, providers = (column.tolist() for column in estate.pairs)
        self.graph.add_edges_from_no_data(list(zip(dependents, providers, strict=True)))

    def dependents(self, position: int) -> set[int]:
        found: set[int] = rustworkx.ancestors(self.graph, position)
        return found
