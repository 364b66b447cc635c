"""Small blast sizes, told on sets: who depends on an element is the union of its dependents' sets.

A set is a row of a sparse matrix, and the rows of a level are the product of who needs whom and the
rows below, which scipy multiplies in compiled code. An entry is a word for eight elements that
follow each other by rank, where what goes together mostly stands together; each has a byte in it.
The product adds words up, so a byte counts the dependents through which its element comes; it is
made one again before the row is kept.

Unlike a list of scenarios, a set that got too large is needed by no small one, and costs nothing
but what was spent on itself. Redundancy can't be told so: there it matters what failed together.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from itspm_graph.adjacency import Adjacency
from itspm_graph.analysis.levels import Level, Levels

Words = NDArray[np.uint64]
Flags = NDArray[np.bool_]

MOST_DEPENDENTS = 255
"""So many a byte can count; whatever has more dependents is left to bits."""
SHARE = 50
"""Sets pay as long as they hold at most one in so many elements."""
LEAST = 3
"""So many they may hold at any rate."""
ROOM, MOST_ROOM = 64, 2**25
"""So many entries an element there may be, and in all; before there are more, the larger sets are
given up. One takes 12 bytes."""
EVERY = np.uint64(0x0101010101010101)


class Sets:
    """A row for each seat that holds it alone, and then one for each seat that holds its set.

    The structure is upside down: what an element "needs" here are its dependents.
    """

    fields = 8
    """How many elements a word is for."""

    def __init__(self, found: Levels) -> None:
        size = self._size = len(found.seats)
        self._found = found
        self._room = min(ROOM * size, MOST_ROOM)
        self._most = max(size // SHARE, LEAST)
        self._sizes = np.zeros(size, dtype=np.int64)
        self._large = np.zeros(size, dtype=np.bool_)
        """Whose sets were given up, by seat."""
        ranks = np.empty(size, dtype=np.int32)
        ranks[found.seats] = np.arange(size, dtype=np.int32)
        place = (ranks % self.fields).astype(np.uint64)
        self._columns = ranks // self.fields
        self._words = np.uint64(1) << place * np.uint64(64 // self.fields)
        self._starts = np.zeros(2 * size + 1, dtype=np.int32)
        self._starts[: size + 1] = np.arange(size + 1)

    def small_sizes(self) -> NDArray[np.int64]:
        """By rank: how many are in the set of each, itself included; 0 where it got too large."""
        for level in self._found.levels:
            self._fill(level)
        sizes: NDArray[np.int64] = np.where(self._large, 0, self._sizes)[self._found.seats]
        return sizes

    def _fill(self, level: Level) -> None:
        """Work out the sets of a level, those that may be small."""
        first = self._size + level.first
        small, united = self._united(level)
        while self._most and self._most_entries(first, united) > self._room:
            self._thin(first)
            small, united = self._united(level)
        sizes = self._unite(first, united) if small.any() else self._leave_out(level)
        self._sizes[level.first : level.end] = sizes
        self._large[level.first : level.end] = ~small | (sizes > self._most)

    def _united(self, level: Level) -> tuple[Flags, Adjacency]:
        """Which sets may be small, and the rows that make them: the seat alone, and its needs."""
        starts, others = level.needed
        small = level.needed.counts_of(self._large) == 0
        small &= level.needed.counts() <= MOST_DEPENDENTS
        alone = np.arange(level.first, level.end, dtype=np.int32)
        others = np.insert(others + self._size, starts[:-1], alone)
        counts = np.diff(starts) + 1
        ends = np.concatenate([[0], np.cumsum(np.where(small, counts, 0))]).astype(np.int32)
        return small, Adjacency(ends, others[np.repeat(small, counts)])

    def _most_entries(self, first: int, united: Adjacency) -> int:
        """How many entries there are at most after uniting these."""
        return int(self._starts[first] + np.diff(self._starts)[united.others].sum())

    def _leave_out(self, level: Level) -> NDArray[np.int64]:
        first, end = self._size + level.first, self._size + level.end
        self._starts[first + 1 : end + 1] = self._starts[first]
        return np.zeros(level.end - level.first, dtype=np.int64)

    def _unite(self, first: int, united: Adjacency) -> NDArray[np.int64]:
        """Add the unions of these rows, from this row on; how many each holds."""
        begin = int(self._starts[first])
        ones = np.ones(len(united.others), dtype=np.uint64)
        shape = (len(united.starts) - 1, first)
        found = csr_array((ones, united.others, united.starts), shape=shape) @ self._rows(first)
        end = begin + len(found.indices)
        self._grow(end)
        words = self._words[begin:end] = _once(found.data)
        self._columns[begin:end] = found.indices
        self._starts[first + 1 : first + 1 + shape[0]] = found.indptr[1:] + begin
        run = np.zeros(len(words) + 1, dtype=np.int64)
        np.cumsum(_ones(words), out=run[1:])
        sizes: NDArray[np.int64] = np.diff(run[found.indptr])
        return sizes

    def _rows(self, first: int) -> csr_array:
        """All rows before this one."""
        end = self._starts[first]
        entries = self._words[:end], self._columns[:end], self._starts[: first + 1]
        return csr_array(entries, shape=(first, self._size // self.fields + 1))

    def _grow(self, end: int) -> None:
        """Make room for so many entries; twice at most, as scipy copies what fills less than half
        of an array."""
        if end > len(self._words):
            more = max(end, 2 * len(self._words)) - len(self._words)
            self._words = np.concatenate([self._words, np.empty(more, dtype=np.uint64)])
            self._columns = np.concatenate([self._columns, np.empty(more, dtype=np.int32)])

    def _thin(self, first: int) -> None:
        """Give up sets larger than half of what they may be, and forget their rows."""
        self._most //= 2
        self._large |= self._sizes > self._most
        kept = np.concatenate([np.ones(self._size, np.bool_), ~self._large])[:first]
        counts = np.diff(self._starts[: first + 1])
        chosen = np.flatnonzero(np.repeat(kept, counts))
        self._words[: len(chosen)] = self._words[chosen]
        self._columns[: len(chosen)] = self._columns[chosen]
        self._starts[1 : first + 1] = np.cumsum(np.where(kept, counts, 0))


def _once(words: Words) -> Words:
    """A one in each byte that isn't zero."""
    found: Words = (words.view(np.uint8) != 0).view(np.uint64)
    return found


def _ones(words: Words) -> Words:
    """How many bytes of each word are one: multiplying adds them all up in the top one."""
    sums: Words = words * EVERY
    sums >>= np.uint64(56)
    return sums
