"""The failure structure by levels, where nothing needs itself: a level needs only those below.

A redundancy group stands in it as a gate, as in a fault tree: a gate is down when too many of its
members are, and its owner needs it like any provider.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from itspm_graph.adjacency import Adjacency, Integers, starts_of
from itspm_graph.analysis.ranked import Ranked

WIDE = 64
"""How many elements and gates levels have on average where working on whole levels pays."""


class Level(NamedTuple):
    """Seats of one level, either of elements or of gates."""

    first: int
    needed: Adjacency
    """For each of the seats the seats that it needs."""
    bearable: Integers | None
    """How many of these each gate can lose; elements can lose none."""

    @property
    def end(self) -> int:
        """The first seat after these."""
        return self.first + len(self.needed.starts) - 1


class Levels(NamedTuple):
    """Elements and gates take seats in an order in which all come after what they need."""

    seats: Integers
    """Seat of each rank, then of each group's gate."""
    levels: list[Level]


def levels(found: Ranked, *, wide: bool = True) -> Levels | None:
    """The structure by levels; none where something needs itself, or levels aren't wide."""
    if (levels, wide) not in found.derived:
        found.derived[levels, wide] = _levels(found, wide)
    kept: Levels | None = found.derived[levels, wide]
    return kept


def _levels(found: Ranked, wide: bool) -> Levels | None:
    needed, bearable = _gated(found)
    size = len(bearable)
    depths = None if len(found.blocks) else _depths(needed, size // WIDE if wide else size)
    if depths is None:
        return None
    gates = np.arange(size) >= len(found.order)
    kinds = 2 * depths + gates
    order = np.argsort(kinds, kind="stable").astype(np.int32)
    seats = np.empty(size, dtype=np.int32)
    seats[order] = np.arange(size, dtype=np.int32)
    starts = np.concatenate([[0], np.cumsum(needed.counts()[order])]).astype(np.int32)
    others, bearable, gates = seats[needed.of_all(order)], bearable[order], gates[order]
    made = []
    changes = np.flatnonzero(np.diff(kinds[order])) + 1
    for first, end in pairwise([0, *changes.tolist(), size]):
        own = others[starts[first] : starts[end]]
        lists = Adjacency(starts[first : end + 1] - starts[first], own)
        made.append(Level(first, lists, bearable[first:end] if gates[first] else None))
    return Levels(seats, made)


def _gated(found: Ranked) -> tuple[Adjacency, NDArray[np.int32]]:
    """What each rank needs, its gates among it, then what each gate does; what they can lose."""
    size, gates = len(found.order), len(found.bearable)
    everyone = np.arange(size, dtype=np.int32)
    owners = [
        np.repeat(everyone, found.providers.counts()),
        np.repeat(everyone, found.groups.counts()),
        np.repeat(np.arange(size, size + gates, dtype=np.int32), found.members.counts()),
    ]
    others = [found.providers.others, found.groups.others + size, found.members.others]
    needed = _sorted(size + gates, np.concatenate(owners), np.concatenate(others))
    return needed, np.concatenate([np.zeros(size, dtype=np.int32), found.bearable])


def _sorted(size: int, owners: Integers, others: Integers) -> Adjacency:
    """Pairs by owner; one that comes twice stays twice."""
    return Adjacency(starts_of(size, owners), others[np.argsort(owners, kind="stable")])


def _depths(needed: Adjacency, most: int) -> Integers | None:
    """Level of each, 0 where nothing is needed; none where there are more than so many levels."""
    missing = needed.counts()
    everyone = np.arange(len(missing), dtype=np.int32)
    needing = _sorted(len(missing), needed.others, np.repeat(everyone, missing))
    depths = np.zeros(len(missing), dtype=np.int32)
    reached, depth = everyone[missing == 0], 0
    while len(reached):
        if depth > most:
            return None
        depths[reached] = depth
        met = needing.of_all(reached)
        np.subtract.at(missing, met, 1)
        reached = np.unique(met[missing[met] == 0])
        depth += 1
    return depths
