"""How many depend on each node, directly or not, redundancy ignored."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from itspm_graph.analysis.ranked import ranked
from itspm_graph.analysis.requirements import Groups, Requirements
from itspm_graph.analysis.sweep import passes
from itspm_graph.connections import Direction, connections
from itspm_graph.graph import Graph
from itspm_graph.spreading import Kernel


def blast_sizes(
    graph: Graph,
    direction: Direction = "dependents",
    *,
    kernel: Kernel = "auto",
    width: int | None = None,
) -> NDArray[np.int64]:
    """By position: how many others `reach` finds in a direction without a bound.

    Reaching is failing where everything is essential, so the sweep counts it. `width` is as for
    `single_failures`.
    """
    needs = _connected(graph, direction)
    found = ranked(needs)
    ranks = np.flatnonzero(needs.essential_to.counts()[found.order]).astype(np.int32)
    sizes = np.zeros(needs.size, dtype=np.int64)
    for part, made in passes(found, False, ranks, kernel, width):
        sizes[found.order[part]] = made.counts() - 1
    return sizes


def _connected(graph: Graph, direction: Direction) -> Requirements:
    """All connections as essential requirements, in a direction."""
    if (blast_sizes, direction) not in graph.derived:
        ends = connections(graph).ends
        ends = ends if direction == "dependents" else ends[::-1]
        graph.derived[blast_sizes, direction] = Requirements(graph.size, *ends, Groups.of([]))
    found: Requirements = graph.derived[blast_sizes, direction]
    return found
