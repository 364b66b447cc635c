"""The sweep on lists, for failures that take little with them: a row names its scenarios.

Most elements stand in nearly all scenarios. As long as few are down, lists of scenarios are far
shorter than rows of bits. They are the rows of a sparse matrix: those of a level are the product of
who needs whom and the lists below it, which scipy multiplies in compiled code (Gustavson 1978). A
scenario that takes more and more down is given up on the way, and left to rows of bits.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from itspm_graph.adjacency import Adjacency, Integers
from itspm_graph.analysis.levels import Level, Levels

ENTRIES = 2**28
"""So many there may be in all lists of a pass; as many scenarios are taken as can't have more."""
WIDEST = 131_072
SHARE = 100
"""Lists pay as long as at most one in so many elements is down."""
LEAST = 3
"""So many may be down at any rate."""
CROWD = 32
"""So many entries a seat may go into one level; before that, what would grow is given up."""


class ListSweep:
    """A list for each scenario, naming it alone, and then one for each seat; see `Sweep`.

    What is read is about the scenarios that were kept, `kept`, numbered anew.
    """

    def __init__(self, found: Levels, elements: int, width: int | None = None) -> None:
        self._size = len(found.seats)
        self._most = max(self._size // SHARE, LEAST)
        self.width = width or min(ENTRIES // self._most, WIDEST)
        self.kept = np.empty(0, dtype=np.bool_)
        """By scenario of the last pass: whether it was small enough for lists."""
        self._levels = found.levels
        self._elements = found.seats[:elements]
        self._failing = 0
        self._starts = np.empty(0, dtype=np.int32)
        self._lists = np.empty(0, dtype=np.int32)
        self._ones = np.empty(0, dtype=np.bool_)
        self._counts = np.empty(0, dtype=np.int64)

    def fill(self, failing: Integers) -> None:
        width = self._failing = len(failing)
        alone = np.arange(width, dtype=np.int32)
        self._starts = np.zeros(width + self._size + 1, dtype=np.int32)
        self._counts = np.zeros(width, dtype=np.int64)
        self.kept = np.ones(width, dtype=np.bool_)
        self._append(0, alone + 1, alone)
        own = np.full(self._size, -1, dtype=np.int32)
        own[self._elements[failing]] = alone
        for level in self._levels:
            self._thin(level)
            self._work(level, own[level.first : level.end])

    def _work(self, level: Level, own: Integers) -> None:
        """Fill the lists of a level; give up what has got too long."""
        if level.bearable is None:
            ends, lists = self._lost(level, own)
            self._counts += np.bincount(lists, minlength=self._failing)
            self.kept &= self._counts <= self._most
        else:
            ends, lists = self._short(level.needed, level.bearable)
        first = self._failing + level.first
        self._append(first, *_filtered(ends, lists, self.kept[lists]))

    def _append(self, row: int, ends: Integers, lists: Integers) -> None:
        """Keep some lists, from this row on."""
        begin = int(self._starts[row])
        end = begin + len(lists)
        self._room(end)
        self._lists[begin:end] = lists
        self._starts[row + 1 : row + 1 + len(ends)] = ends + begin

    def _room(self, end: int) -> None:
        """Make room for so many entries."""
        if end > len(self._lists):
            more = np.empty(end, dtype=np.int32)
            self._lists = np.concatenate([self._lists, more])

    def _entering(self, level: Level) -> int:
        """How many entries go into a level, those that come twice counted twice."""
        needed = level.needed.others + self._failing
        return int((self._starts[needed + 1] - self._starts[needed]).sum())

    def _thin(self, level: Level) -> None:
        """Where too much would go into a level, give up whatever may get too long by it."""
        if self._entering(level) <= CROWD * self._size:
            return
        needed = level.needed.others + self._failing
        end = self._failing + level.first
        lists = self._lists[: self._starts[end]]
        lengths = np.diff(self._starts[: end + 1])
        times = np.repeat(np.bincount(needed, minlength=end), lengths)
        self.kept &= self._counts + np.bincount(lists, times, self._failing) <= self._most
        ends, lists = _filtered(self._starts[1 : end + 1], lists, self.kept[lists])
        self._lists[: len(lists)] = lists
        self._starts[1 : end + 1] = ends

    def _lost(self, level: Level, own: Integers) -> tuple[Integers, Integers]:
        """Scenarios in which an element fails, or something that it needs is down."""
        fails = own >= 0
        starts, others = level.needed
        others = np.insert(others + self._failing, starts[1:][fails], own[fails])
        starts = starts + np.concatenate([[0], np.cumsum(fails)]).astype(np.int32)
        rows = self._failing + level.first
        needed = self._matrix(others, starts, rows)
        below = self._starts[: rows + 1]
        found = needed @ self._matrix(self._lists[: below[-1]], below, self._failing)
        return found.indptr[1:], found.indices

    def _matrix(self, columns: Integers, starts: Integers, width: int) -> csr_array:
        """Lists of columns as rows of a matrix that has a one in each of them."""
        if len(columns) > len(self._ones):
            self._ones = np.ones(len(columns), dtype=np.bool_)
        ones = self._ones[: len(columns)]
        return csr_array((ones, columns, starts), shape=(len(starts) - 1, width))

    def _short(self, needed: Adjacency, bearable: Integers) -> tuple[Integers, Integers]:
        """Scenarios in which a gate has lost more than it can bear."""
        members = needed.others + self._failing
        below = Adjacency(self._starts, self._lists)
        ends = np.concatenate([[0], np.cumsum(below.counts()[members])])
        lists = below.of_all(members)
        lost = csr_array(
            (np.ones(len(lists), dtype=np.int32), lists, ends[needed.starts]),
            shape=(len(bearable), self._failing),
        )
        lost.sum_duplicates()
        too_many = lost.data > np.repeat(bearable, np.diff(lost.indptr))
        return _filtered(lost.indptr[1:], lost.indices, too_many)

    # --- reading ------------------------------------------------------------------------------

    def counts(self) -> NDArray[np.int64]:
        return self._counts[self.kept]

    def sums(self, weights: NDArray[np.float64]) -> NDArray[np.float64]:
        weighty = np.flatnonzero(weights.any(axis=0)).astype(np.int32)
        numbers, scenarios = self.falls(weighty)
        found = np.zeros((len(weights), np.count_nonzero(self.kept)))
        for kind, own in enumerate(weights[:, weighty]):
            found[kind] = np.bincount(scenarios, own[numbers], found.shape[1])
        return found

    def falls(self, ranks: Integers) -> tuple[Integers, Integers]:
        lists, rows = Adjacency(self._starts, self._lists), self._elements[ranks] + self._failing
        numbers = np.repeat(np.arange(len(ranks), dtype=np.int32), lists.counts()[rows])
        scenarios = lists.of_all(rows)
        kept = self.kept[scenarios]
        anew = np.cumsum(self.kept, dtype=np.int32) - 1
        return numbers[kept], anew[scenarios[kept]]


def _filtered(
    ends: Integers, lists: Integers, chosen: NDArray[np.bool_]
) -> tuple[Integers, Integers]:
    """What is chosen of lists that end there."""
    so_far = np.concatenate([[0], np.cumsum(chosen)])
    return so_far[ends], lists[chosen]
