"""The sweep on Python's big integers: a row of bits is one integer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce
from itertools import chain, pairwise
from operator import and_, or_

import numpy as np
from numpy.typing import NDArray

from itspm_graph.adjacency import Adjacency, Integers
from itspm_graph.analysis.bit_rows import Words, column_sums, set_bits, unpacked
from itspm_graph.analysis.ranked import Ranked

WIDTH = 16_384
"""Wide enough that the interpreter costs less than the bits; rows take up to 2 KB each."""
CHUNK = 256


class ReferenceSweep:
    """Rows by rank as integers; see `Sweep`."""

    def __init__(self, ranked: Ranked, conservative: bool, width: int | None = None) -> None:
        self.width = width or WIDTH
        self._conservative = conservative
        self._size = len(ranked.order)
        self._providers, self._groups = _structure(ranked)
        self._blocks: list[list[int]] = ranked.blocks.tolist()
        self._loose: list[bool] = ranked.loose.tolist()
        self._rows: list[int] = []
        self._failing = 0
        self._everywhere = 0

    def fill(self, failing: Integers) -> None:
        rows = self._rows = [0] * self._size
        for number, rank in enumerate(failing.tolist()):
            rows[rank] = 1 << number
        self._failing = len(failing)
        self._everywhere = (1 << len(failing)) - 1
        rank = int(failing[0])
        for first, end in self._blocks:
            if end > rank:
                self._straight(rank, first)
                self._block(first, end)
                rank = end
        self._straight(rank, self._size)

    def _straight(self, first: int, end: int) -> None:
        rows, groups = self._rows, self._groups
        for rank in range(first, end):
            row = rows[rank]
            for provider in self._providers[rank]:
                if lost := rows[provider]:
                    row |= lost
            for bearable, members in groups[rank]:
                row |= self._short(bearable, members)
            rows[rank] = row

    def _short(self, bearable: int, members: list[int]) -> int:
        """Scenarios in which a group has lost more members than it can bear.

        Counts them bit by bit, in counters that start so that one too many carries over the top.
        """
        lost = [row for member in members if (row := self._rows[member])]
        if len(lost) <= bearable:
            return 0
        if not bearable:
            return reduce(or_, lost)
        if len(lost) == bearable + 1:
            return reduce(and_, lost)
        if bearable == 1:
            seen = twice = 0
            for row in lost:
                twice |= seen & row
                seen |= row
            return twice
        start = (1 << bearable.bit_length()) - 1 - bearable
        digits = [self._everywhere * (start >> n & 1) for n in range(bearable.bit_length())]
        short = 0
        for row in lost:
            carry = row
            for place, digit in enumerate(digits):
                digits[place] = digit ^ carry
                carry &= digit
            short |= carry
        return short

    # --- cycles -------------------------------------------------------------------------------

    def _block(self, first: int, end: int) -> None:
        """The greatest fixpoint of "up"; then again without what lost its ground (domain rules)."""
        rows = self._rows
        if not any(map(self._touched, range(first, end))):
            return
        failed = rows[first:end]
        self._settle(first, failed, range(first, end))
        loose = [rank for rank in range(first, end) if self._loose[rank]]
        if not self._conservative or not loose:
            return
        down = rows[first:end]
        # Ungrounded is what can't be brought up: the same equations, from everything down.
        rows[first:end] = [self._everywhere] * (end - first)
        self._settle(first, failed, loose)
        lost = {rank: rows[rank] & ~down[rank - first] for rank in loose}
        rows[first:end] = down
        if any(lost.values()):
            start = [failed[rank - first] | lost.get(rank, 0) for rank in range(first, end)]
            for rank, row in lost.items():
                rows[rank] |= row
            self._settle(first, start, range(first, end))

    def _touched(self, rank: int) -> bool:
        rows, groups = self._rows, self._groups[rank]
        needed = chain(self._providers[rank], *(members for _, members in groups))
        return bool(rows[rank]) or any(rows[provider] for provider in needed)

    def _lost(self, rank: int) -> int:
        """Scenarios in which something that the rank needs is missing."""
        row = 0
        for provider in self._providers[rank]:
            row |= self._rows[provider]
        for bearable, members in self._groups[rank]:
            row |= self._short(bearable, members)
        return row

    def _settle(self, first: int, start: list[int], ranks: Sequence[int]) -> None:
        """Apply the equations, to and fro, until nothing changes."""
        changed = True
        while changed:
            changed = False
            for rank in ranks:
                row = start[rank - first] | self._lost(rank)
                if row != self._rows[rank]:
                    self._rows[rank] = row
                    changed = True
            ranks = ranks[::-1]

    # --- reading ------------------------------------------------------------------------------

    def counts(self) -> NDArray[np.int64]:
        found = np.zeros(self._failing, dtype=np.int64)
        for place, digits in column_sums(filter(None, self._rows)):
            bits = unpacked(self._packed([digits])[0]).reshape(-1)[: self._failing]
            found += bits.astype(np.int64) << place
        return found

    def sums(self, weights: NDArray[np.float64]) -> NDArray[np.float64]:
        found = np.zeros((len(weights), self._failing))
        weighty = [rank for rank in np.flatnonzero(weights.any(axis=0)) if self._rows[rank]]
        for ranks, numbers, scenarios in self._chunks(np.array(weighty, dtype=np.int32)):
            for kind, own in enumerate(weights[:, ranks]):
                found[kind] += np.bincount(scenarios, own[numbers], self._failing)
        return found

    def falls(self, ranks: Integers) -> tuple[Integers, Integers]:
        numbers, scenarios, before = [np.empty(0, np.int32)], [np.empty(0, np.int32)], 0
        for part, own, happening in self._chunks(ranks):
            numbers.append((own + before).astype(np.int32))
            scenarios.append(happening.astype(np.int32))
            before += len(part)
        return np.concatenate(numbers), np.concatenate(scenarios)

    def _chunks(
        self, ranks: Integers
    ) -> Iterator[tuple[Integers, NDArray[np.int64], NDArray[np.int64]]]:
        """Some of the ranks, and for each bit of their rows which of them it belongs to, and its
        scenario."""
        for start in range(0, len(ranks), CHUNK):
            part = ranks[start : start + CHUNK]
            yield part, *set_bits(self._packed([self._rows[rank] for rank in part.tolist()]))

    def _packed(self, rows: list[int]) -> Words:
        length = (self._failing + 63) // 64
        joined = b"".join(row.to_bytes(8 * length, "little") for row in rows)
        return np.frombuffer(joined, dtype="<u8").reshape(len(rows), length)


Needed = tuple[list[list[int]], list[list[tuple[int, list[int]]]]]
"""By rank: essential providers, and groups as how many members they can lose, and the members."""


def _structure(ranked: Ranked) -> Needed:
    """What each rank needs, as lists, which are made once."""
    if ReferenceSweep not in ranked.derived:
        members, bearable = _lists(ranked.members), ranked.bearable.tolist()
        groups: list[list[tuple[int, list[int]]]] = [[]] * len(ranked.order)
        owning = np.flatnonzero(ranked.groups.counts()).tolist()
        for rank in owning:
            groups[rank] = [(bearable[n], members[n]) for n in ranked.groups.of(rank)]
        ranked.derived[ReferenceSweep] = _lists(ranked.providers), groups
    found: Needed = ranked.derived[ReferenceSweep]
    return found


def _lists(adjacency: Adjacency) -> list[list[int]]:
    others, starts = adjacency.others.tolist(), adjacency.starts.tolist()
    return [others[a:b] for a, b in pairwise(starts)]
