"""What rests on one element alone, for every element at once.

From the roots, who are in use for their own sake, ways lead over what needs or consumes what. An
element rests on another alone if every way from a root to it passes that: if that dominates it.
Without it, it would be an orphan. Found by the iteration of Cooper, Harvey and Kennedy ("A simple,
fast dominance algorithm", 2001).
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from itspm_graph.adjacency import Adjacency
from itspm_graph.analysis.reliance import reliances
from itspm_graph.graph import Graph


class SoleReliance:
    """Who in a snapshot is reached from the roots, and through whom alone.

    A service and its offerings are one thing, as they go together.
    """

    def __init__(self, graph: Graph, roots: Iterable[int]) -> None:
        self._owners = np.arange(graph.size, dtype=np.int32)
        offered = graph.table("HAS_OFFERING")
        self._owners[offered.targets] = offered.sources
        users, needed = (self._owners[ends] for ends in reliances(graph))
        starts = np.fromiter(roots, dtype=np.int32)
        top = graph.size
        """Stands before all roots."""
        users = np.concatenate([users, np.full(len(starts), top, dtype=np.int32)])
        needed = np.concatenate([needed, self._owners[starts]])
        self._dominators = _dominators(top, users, needed)
        self._only: dict[int, list[int]] = {}
        for position, over in self._dominators.items():
            self._only.setdefault(over, []).append(position)

    def in_use(self, position: int) -> bool:
        """Whether anything that is in use for its own sake needs it, or whether it is that."""
        return int(self._owners[position]) in self._dominators

    def orphans(self, position: int) -> list[int]:
        """What would be reached no longer without a root and its offerings, these left out."""
        found = list(self._only.get(position, []))
        for element in found:
            found += self._only.get(element, [])
        return found


def _dominators(top: int, users: np.ndarray, needed: np.ndarray) -> dict[int, int]:
    """By what is reached from the top, that on every way to it which is the nearest to it."""
    along = Adjacency.of_pairs(top + 1, users, needed)
    order = _reverse_postorder(along, top)
    rank = {position: number for number, position in enumerate(order)}
    back = Adjacency.of_pairs(top + 1, needed, users)
    before = [[rank[user] for user in back.of(p) if user in rank] for p in order]
    nearest = [0] + [-1] * (len(order) - 1)
    changed = True
    while changed:
        changed = False
        for number in range(1, len(order)):
            found = -1
            for user in before[number]:
                if nearest[user] >= 0:
                    found = user if found < 0 else _meeting(nearest, found, user)
            if nearest[number] != found:
                nearest[number], changed = found, True
    return {order[n]: order[over] for n, over in enumerate(nearest) if n}


def _meeting(nearest: list[int], one: int, other: int) -> int:
    """The last that both have in common."""
    while one != other:
        while one > other:
            one = nearest[one]
        while other > one:
            other = nearest[other]
    return one


def _reverse_postorder(along: Adjacency, top: int) -> list[int]:
    starts, others = along.starts.tolist(), along.others.tolist()
    seen, found = {top}, []
    path = [(top, starts[top])]
    while path:
        position, cell = path[-1]
        end = starts[position + 1]
        while cell < end and others[cell] in seen:
            cell += 1
        if cell == end:
            path.pop()
            found.append(position)
            continue
        path[-1] = position, cell + 1
        seen.add(others[cell])
        path.append((others[cell], starts[others[cell]]))
    return found[::-1]
