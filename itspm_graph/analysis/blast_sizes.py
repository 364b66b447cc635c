"""How many depend on each node, directly or not, redundancy ignored."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from itspm_graph.analysis.levels import levels
from itspm_graph.analysis.ranked import ranked
from itspm_graph.analysis.requirements import Groups, Requirements
from itspm_graph.analysis.sweep import PARTS, passes, sets
from itspm_graph.connections import Direction, connections
from itspm_graph.graph import Graph
from itspm_graph.spreading import Kernel

OPPOSITE: dict[Direction, Direction] = {"dependents": "providers", "providers": "dependents"}


def blast_sizes(
    graph: Graph,
    direction: Direction = "dependents",
    *,
    kernel: Kernel = "auto",
    width: int | None = None,
) -> NDArray[np.int64]:
    """By position: how many others `reach` finds in a direction without a bound.

    Reaching is failing where everything is essential, so the sweep counts it. Where levels are
    wide, small sizes are told on sets before, and the sweep is left with the large ones. `width` is
    as for `single_failures`.
    """
    needs = _connected(graph, direction)
    found = ranked(needs)
    sizes = np.where(needs.essential_to.counts() > 0, -1, 0)
    on_sets = kernel not in ("words", "reference") and _on_sets(graph, direction, sizes, kernel)
    ranks = np.flatnonzero(sizes[found.order] < 0).astype(np.int32)
    for part, made in passes(found, False, ranks, kernel, width, lists=not on_sets):
        sizes[found.order[part]] = made.counts() - 1
    return sizes


def _on_sets(graph: Graph, direction: Direction, sizes: NDArray[np.int64], kernel: Kernel) -> bool:
    """Work small sizes out on sets of dependents, where levels are wide; whether they are."""
    wide = kernel not in PARTS
    if not sizes.any() or levels(ranked(_connected(graph, direction)), wide=wide) is None:
        return False
    turned = ranked(_connected(graph, OPPOSITE[direction]))
    made = sets(turned, kernel)
    if made is not None:
        sizes[turned.order] = made.small_sizes() - 1
    return made is not None


def _connected(graph: Graph, direction: Direction) -> Requirements:
    """All connections as essential requirements, in a direction."""
    if (blast_sizes, direction) not in graph.derived:
        ends = connections(graph).ends
        ends = ends if direction == "dependents" else ends[::-1]
        graph.derived[blast_sizes, direction] = Requirements(graph.size, *ends, Groups.of([]))
    found: Requirements = graph.derived[blast_sizes, direction]
    return found
