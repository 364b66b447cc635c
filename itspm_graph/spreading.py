"""How loss spreads over arrays, level by level: along neighbours, and through groups.

One step along neighbours is a walk. A group passes loss on to its owner once it has lost more
members than it can bear. The work is in proportion to the edges that are met, whatever the depth.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from functools import lru_cache
from typing import Literal, NamedTuple

import numpy as np

from itspm_graph.adjacency import Adjacency, Integers

Kernel = Literal["auto", "plain", "compiled", "reference", "lists", "words", "compiled-lists"]
"""`plain` does without numba, `compiled` takes it, `auto` takes it where it pays. The others
are single parts of sweeps, for those who hold them against each other."""

FEW = 32
"""Frontiers up to this size are walked one by one: quicker than setting arrays up for each."""


class Redundancy(NamedTuple):
    """Groups by number: who is a member, whom they hold up, and how many they can lose."""

    member_in: Adjacency
    owners: Integers
    bearable: Integers


@lru_cache(maxsize=4)  # filling the zeros costs a tenth of a walk
def _no_redundancy(size: int) -> Redundancy:
    nothing = np.empty(0, dtype=np.int32)
    return Redundancy(Adjacency(np.zeros(size + 1, dtype=np.int32), nothing), nothing, nothing)


class Spread:
    """What a loss has reached. More can be lost later on; it then goes on from there."""

    def __init__(
        self,
        neighbours: Adjacency,
        redundancy: Redundancy | None = None,
        kernel: Kernel = "auto",
        *,
        back: Adjacency | None = None,
    ) -> None:
        """`back` has the neighbours of which each position is one, for a quicker walk."""
        size = len(neighbours.starts) - 1
        self.hops: Integers = np.full(size, -1, dtype=np.int32)
        """Steps by position, -1 where nothing came."""
        self._neighbours = neighbours
        self._back = back
        self._redundancy = redundancy or _no_redundancy(size)
        self.lost: Integers = np.zeros(len(self._redundancy.owners), dtype=np.int32)
        """By group: how many of its members were reached."""
        # Loading numba takes longer than any walk, so only what has loaded it already uses it.
        self._compiled = kernel == "compiled" or (kernel == "auto" and "numba" in sys.modules)

    def go(self, starts: Iterable[int], depth: int | None = None) -> bool:
        """Lose these and what follows, up to a depth; whether nothing lies beyond it."""
        frontier = np.unique(np.fromiter(starts, dtype=np.int32))
        frontier = frontier[self.hops[frontier] < 0]
        self.hops[frontier] = 0
        if self._compiled:
            return self._go_compiled(frontier, -1 if depth is None else depth)
        slots = np.empty(len(self.hops) if len(frontier) else 0, dtype=np.int32)
        level = 0
        while len(frontier):
            if level != depth and self._few(frontier):
                frontier, level = self._one_by_one(frontier.tolist(), level, depth)
                continue
            beyond = self._beyond(frontier, slots)
            if level == depth:
                return not len(beyond)
            level += 1
            self.hops[beyond] = level
            frontier = beyond
        return True

    def _go_compiled(self, frontier: Integers, depth: int) -> bool:
        from itspm_graph.spreading_compiled import spread, walk

        start = frontier.view(np.uint32)
        starts, others = (column.view(np.uint32) for column in self._neighbours)
        if self._back is not None and depth < 0 and not len(self.lost):
            back_starts, back_others = (column.view(np.uint32) for column in self._back)
            walk(starts, others, back_starts, back_others, self.hops, start)
            return True
        member_in, owners, bearable = self._redundancy
        bounds, numbers = (column.view(np.uint32) for column in member_in)
        held = owners.view(np.uint32)
        groups = bounds, numbers, held, bearable
        return bool(spread(starts, others, *groups, self.hops, self.lost, start, depth))

    def _beyond(self, frontier: Integers, slots: Integers) -> Integers:
        """What goes with the frontier and wasn't reached, each once."""
        found = self._neighbours.of_all(frontier)
        numbers = self._redundancy.member_in.of_all(frontier)
        if len(numbers):
            np.add.at(self.lost, numbers, 1)
            gone = numbers[self.lost[numbers] > self._redundancy.bearable[numbers]]
            found = np.concatenate([found, self._redundancy.owners[gone]])
        found = found[self.hops[found] < 0]
        places = np.arange(len(found), dtype=np.int32)
        slots[found] = places
        once: Integers = found[slots[found] == places]
        return once

    def _few(self, frontier: Integers) -> bool:
        """Whether these are few, and have few neighbours."""
        starts = self._neighbours.starts
        met = starts[frontier + 1] - starts[frontier]
        return len(frontier) <= FEW and int(met.sum()) <= FEW * FEW

    def _one_by_one(
        self, frontier: list[int], level: int, depth: int | None
    ) -> tuple[Integers, int]:
        """Go on as long as few are met at once, up to a depth; who was met last, and its level."""
        # Views of arrays give plain integers, and quicker than arrays do.
        hops, lost, bearable = self.hops.data, self.lost.data, self._redundancy.bearable.data
        starts, others = (column.data for column in self._neighbours)
        bounds, numbers = (column.data for column in self._redundancy.member_in)
        owners = self._redundancy.owners.data
        while 0 < len(frontier) <= FEW and level != depth:
            level += 1
            found: list[int] = []
            for position in frontier:
                for other in others[starts[position] : starts[position + 1]]:
                    if hops[other] < 0:
                        hops[other] = level
                        found.append(other)
                for number in numbers[bounds[position] : bounds[position + 1]]:
                    lost[number] += 1
                    if lost[number] > bearable[number] and hops[owners[number]] < 0:
                        hops[owners[number]] = level
                        found.append(owners[number])
            frontier = found
        return np.array(frontier, dtype=np.int32), level
