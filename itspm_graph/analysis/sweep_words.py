"""The sweep on machine words in numpy, level by level: a row of bits is a row of 64-bit words.

The seats of a level need none of each other, so many rows are worked out by one call. That pays
where most rows have bits in them; where something needs itself there are no levels.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from itspm_graph.adjacency import Adjacency, Integers, starts_of
from itspm_graph.analysis.bit_rows import Words, column_sums, set_bits, unpacked
from itspm_graph.analysis.levels import Level, Levels

MEMORY = 256 * 2**20
"""Room for all rows of a pass, in bytes; so many scenarios are taken as fit into it."""
NARROWEST, WIDEST = 1_024, 16_384
CHUNK = 1024
"""So many rows are worked on at once; they stay in a core's cache."""
BLOCK = 64
"""So many rows are added up side by side."""


class WordSweep:
    """A row for each seat, only those that something is down in (`live`); see `Sweep`."""

    def __init__(self, found: Levels, elements: int, width: int | None = None) -> None:
        size = len(found.seats)
        fits = MEMORY * 8 // max(size, 1) // 64 * 64
        self.width = width or min(max(fits, NARROWEST), WIDEST)
        self._levels = found.levels
        self._elements = found.seats[:elements]
        self._rows = np.empty((size, 0), dtype=np.uint64)
        self._live = np.zeros(size, dtype=np.bool_)
        self._failing = 0

    def fill(self, failing: Integers) -> None:
        self._failing = len(failing)
        words = -(-len(failing) // 64)
        if self._rows.shape[1] != words:
            self._rows = np.empty((len(self._live), words), dtype=np.uint64)
        self._live[:] = False
        own = np.full(len(self._live), -1, dtype=np.int64)
        own[self._elements[failing]] = np.arange(len(failing))
        for level in self._levels:
            self._fail(np.arange(level.first, level.end), own[level.first : level.end], level)

    def _fail(self, seats: NDArray[np.int64], own: NDArray[np.int64], level: Level) -> None:
        """Who of a level is down when: what it needs is missing, or it fails itself."""
        touched, needed = self._touched(level.needed)
        bearable = None if level.bearable is None else level.bearable[touched]
        self._rows[seats[own >= 0]] = 0
        self._lose(seats[touched], needed, bearable)
        fails, own = seats[own >= 0], own[own >= 0]
        self._rows[fails, own >> 6] |= np.uint64(1) << (own & 63).astype(np.uint64)
        self._live[fails] = True

    def _touched(self, needed: Adjacency) -> tuple[NDArray[np.int64], Adjacency]:
        """Who needs something that isn't always up, and what of it."""
        live = self._live[needed.others]
        owners = np.repeat(np.arange(len(needed.starts) - 1), needed.counts())[live]
        touched, numbers = np.unique(owners, return_inverse=True)
        return touched, Adjacency(starts_of(len(touched), numbers), needed.others[live])

    def _lose(self, seats: NDArray[np.int64], needed: Adjacency, bearable: Integers | None) -> None:
        """Fill rows of seats with the scenarios in which too much of what they need is down."""
        most_first = np.argsort(-needed.counts(), kind="stable")
        for start in range(0, len(seats), CHUNK):
            part = most_first[start : start + CHUNK]
            can_lose = np.zeros(len(part), np.int32) if bearable is None else bearable[part]
            rows = self._too_many(needed, part, can_lose)
            self._rows[seats[part]] = rows
            self._live[seats[part]] = True if bearable is None else rows.any(axis=1)

    def _too_many(self, needed: Adjacency, part: NDArray[np.int64], can_lose: Integers) -> Words:
        """Rows in which more members are down than can be lost; first those that need most."""
        most = int(can_lose.max())
        starts, counts = needed.starts[part], needed.counts()[part]
        more_than = np.zeros((most + 1, len(part), self._rows.shape[1]), dtype=np.uint64)
        more_than[0] = self._rows[needed.others[starts]]
        member = np.empty_like(more_than[0])
        for place in range(1, int(counts[0])):
            left = np.count_nonzero(counts > place)
            others = needed.others[starts[:left] + place]
            # With a way to clip, numpy needs no buffer of its own.
            np.take(self._rows, others, axis=0, out=member[:left], mode="clip")
            for lost in range(most, 0, -1):
                more_than[lost, :left] |= more_than[lost - 1, :left] & member[:left]
            more_than[0, :left] |= member[:left]
        rows: Words = more_than[can_lose, np.arange(len(part))] if most else more_than[0]
        return rows

    # --- reading ------------------------------------------------------------------------------

    def counts(self) -> NDArray[np.int64]:
        found = np.zeros(self._rows.shape[1] * 64, dtype=np.int64)
        for place, digits in column_sums(self._blocks()):
            columns = unpacked(digits.reshape(-1)).reshape(len(digits), -1)
            found += columns.sum(axis=0, dtype=np.int64) << place
        return found[: self._failing]

    def _blocks(self) -> Iterator[Words]:
        """The rows of elements, some at a time, and always as many."""
        live = self._elements[self._live[self._elements]]
        for start in range(0, len(live), BLOCK):
            rows = self._rows[live[start : start + BLOCK]]
            yield np.pad(rows, ((0, BLOCK - len(rows)), (0, 0))) if len(rows) < BLOCK else rows

    def sums(self, weights: NDArray[np.float64]) -> NDArray[np.float64]:
        found = np.zeros((len(weights), self._failing))
        weighty = np.flatnonzero(weights.any(axis=0)).astype(np.int32)
        for start in range(0, len(weighty), CHUNK):
            ranks = weighty[start : start + CHUNK]
            numbers, scenarios = self.falls(ranks)
            for kind, own in enumerate(weights[:, ranks]):
                found[kind] += np.bincount(scenarios, own[numbers], self._failing)
        return found

    def falls(self, ranks: Integers) -> tuple[Integers, Integers]:
        seats = self._elements[ranks]
        live = np.flatnonzero(self._live[seats])
        numbers, scenarios = set_bits(self._rows[seats[live]])
        return live[numbers].astype(np.int32), scenarios.astype(np.int32)
