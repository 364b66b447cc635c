"""The ways along which one node needs another, shortest first."""

from __future__ import annotations

import heapq
from dataclasses import dataclass

from itspm_graph.connections import reached, steps
from itspm_graph.graph import Graph
from itspm_graph.records import Ref

_Partial = tuple[int, tuple[Ref, ...], tuple[int, ...]]

MOST_STEPS = 200_000
"""Partial paths looked at before we give up and say so."""


@dataclass(frozen=True)
class Paths:
    """Paths as positions, shortest first; `complete` iff there are no others."""

    found: list[tuple[int, ...]]
    complete: bool


def paths(graph: Graph, start: int, end: int, limit: int) -> Paths:
    """Up to `limit` simple paths from a dependent to a provider.

    Best-first search guided by the exact distance to the end, so that the next path taken off the
    queue is always the shortest of those left (Hart, Nilsson and Raphael 1968). Equal lengths are
    ordered by references.
    """
    distance = reached(graph, [end], "dependents").hops
    if start not in distance:
        return Paths([], complete=True)
    queue: list[_Partial] = [(distance[start], (graph.ref(start),), (start,))]
    found: list[tuple[int, ...]] = []
    for _ in range(MOST_STEPS):
        if not queue:
            return Paths(found, complete=True)
        _, names, path = heapq.heappop(queue)
        if path[-1] == end:
            if len(found) == limit:
                return Paths(found, complete=False)
            found.append(path)
            continue
        for other in {other for other, _ in steps(graph, path[-1], "providers")}:
            if other in distance and other not in path:
                step = (
                    len(path) + distance[other],
                    (*names, graph.ref(other)),
                    (*path, other),
                )
                heapq.heappush(queue, step)
    return Paths(found, complete=not queue)
