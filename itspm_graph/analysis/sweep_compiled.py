"""The sweep on machine words, compiled by numba: a row of bits is a row of 64-bit words.

Each function does what its namesake of the reference does; tests hold the two equal.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from itspm_graph.adjacency import Integers
from itspm_graph.analysis.ranked import Ranked
from itspm_graph.compiling import compiled

MEMORY = 64 * 2**20
"""Room for all rows of a pass, in bytes; so many scenarios are taken as fit into it."""
NARROWEST, WIDEST = 1_024, 8_192

Words = NDArray[np.uint64]
Flags = NDArray[np.bool_]


class CompiledSweep:
    """Rows by rank as words, only those that aren't empty (`live`); see `Sweep`."""

    def __init__(
        self, ranked: Ranked, conservative: bool, scenarios: int, width: int | None = None
    ) -> None:
        size = len(ranked.order)
        fits = MEMORY * 8 // max(size, 1) // 64 * 64
        self.width = min(width or min(max(fits, NARROWEST), WIDEST), scenarios)
        self._blocks = ranked.blocks
        self._structure = (
            *ranked.providers,
            *ranked.groups,
            *ranked.members,
            ranked.bearable.astype(np.int32),
        )
        self._loose = ranked.loose if conservative else np.zeros(size, dtype=np.bool_)
        self._rows = np.empty((size, -(-self.width // 64)), dtype=np.uint64)
        self._live = np.zeros(size, dtype=np.bool_)
        self._failing = 0

    def fill(self, failing: Integers) -> None:
        self._failing = len(failing)
        _fill(self._rows, self._live, failing, self._structure, self._blocks, self._loose)

    def counts(self) -> NDArray[np.int64]:
        return _counts(self._rows, self._live)[: self._failing]

    def sums(self, weights: NDArray[np.float64]) -> NDArray[np.float64]:
        weighty = np.flatnonzero(weights.any(axis=0) & self._live)
        columns = np.ascontiguousarray(weights[:, weighty])
        return _sums(self._rows, weighty, columns)[:, : self._failing]

    def falls(self, ranks: Integers) -> tuple[Integers, Integers]:
        return _falls(self._rows, self._live, ranks)


Structure = tuple[Integers, Integers, Integers, Integers, Integers, Integers, Integers]
"""Providers, groups and members as starts and others each; how many members groups can lose."""

ZERO = np.uint64(0)
ONE = np.uint64(1)


@compiled
def _fill(
    rows: Words,
    live: Flags,
    failing: Integers,
    structure: Structure,
    blocks: Integers,
    loose: Flags,
) -> None:
    live[:] = False
    everywhere = np.zeros(rows.shape[1], dtype=np.uint64)
    for number in range(len(failing)):
        rank = failing[number]
        rows[rank, :] = ZERO
        rows[rank, number >> 6] = ONE << np.uint64(number & 63)
        live[rank] = True
        everywhere[number >> 6] |= ONE << np.uint64(number & 63)
    digits = np.empty((33, rows.shape[1]), dtype=np.uint64)
    rank = failing[0]
    for number in range(len(blocks)):
        first, end = blocks[number]
        if end > rank:
            _straight(rows, live, rank, first, structure, everywhere, digits)
            _block(rows, live, first, end, structure, loose, everywhere, digits)
            rank = end
    _straight(rows, live, rank, len(live), structure, everywhere, digits)


@compiled
def _straight(
    rows: Words,
    live: Flags,
    first: int,
    end: int,
    structure: Structure,
    everywhere: Words,
    digits: Words,
) -> None:
    for rank in range(first, end):
        if not live[rank]:
            if not _touched(live, rank, structure):
                continue
            rows[rank, :] = ZERO
        _lost(rows, live, rank, rows[rank], structure, everywhere, digits)
        live[rank] = _any(rows[rank])


@compiled
def _any(row: Words) -> bool:
    found = ZERO
    for word in range(len(row)):
        found |= row[word]
    return bool(found)


@compiled
def _touched(live: Flags, rank: int, structure: Structure) -> bool:
    starts, providers, owned, _, bounds, members, _ = structure
    for place in range(starts[rank], starts[rank + 1]):
        if live[providers[place]]:
            return True
    for place in range(bounds[owned[rank]], bounds[owned[rank + 1]]):
        if live[members[place]]:
            return True
    return False


@compiled
def _lost(
    rows: Words,
    live: Flags,
    rank: int,
    row: Words,
    structure: Structure,
    everywhere: Words,
    digits: Words,
) -> None:
    """Add the scenarios in which something that the rank needs is missing."""
    starts, providers, owned, _, bounds, members, bearable = structure
    for place in range(starts[rank], starts[rank + 1]):
        if live[providers[place]]:
            other = rows[providers[place]]
            for word in range(len(row)):
                row[word] |= other[word]
    for group in range(owned[rank], owned[rank + 1]):
        own = members[bounds[group] : bounds[group + 1]]
        _short(rows, live, row, own, bearable[group], everywhere, digits)


@compiled
def _short(
    rows: Words,
    live: Flags,
    row: Words,
    members: Integers,
    bearable: int,
    everywhere: Words,
    digits: Words,
) -> None:
    """Add the scenarios in which a group has lost more members than it can bear."""
    count = 0
    for member in members:
        count += live[member]
    if count <= bearable:
        return
    places = _start(digits, bearable, everywhere)
    carry = digits[32]
    for member in members:
        if live[member]:
            carry[:] = rows[member]
            for place in range(places):
                digit = digits[place]
                for word in range(len(row)):
                    held = digit[word]
                    digit[word] = held ^ carry[word]
                    carry[word] &= held
            for word in range(len(row)):
                row[word] |= carry[word]


@compiled
def _start(digits: Words, bearable: int, everywhere: Words) -> int:
    """Counters that one too many carries over the top; how many digits they take."""
    places = 0
    while bearable >> places:
        places += 1
    start = (1 << places) - 1 - bearable
    for place in range(places):
        digits[place, :] = ZERO
        if start >> place & 1:
            digits[place, :] = everywhere
    return places


# --- cycles -----------------------------------------------------------------------------------


@compiled
def _block(
    rows: Words,
    live: Flags,
    first: int,
    end: int,
    structure: Structure,
    loose: Flags,
    everywhere: Words,
    digits: Words,
) -> None:
    touched = False
    for rank in range(first, end):
        touched = touched or live[rank] or _touched(live, rank, structure)
    if not touched:
        return
    for rank in range(first, end):
        if not live[rank]:
            rows[rank, :] = ZERO
    start = rows[first:end].copy()
    _settle(rows, live, first, start, np.ones(end - first, np.bool_), structure, everywhere, digits)
    picked = loose[first:end]
    if not np.any(picked):
        return
    down = rows[first:end].copy()
    for rank in range(first, end):
        rows[rank, :] = everywhere
        live[rank] = True
    _settle(rows, live, first, start, picked, structure, everywhere, digits)
    for rank in range(first, end):
        if picked[rank - first]:
            lost = rows[rank] & ~down[rank - first]
            start[rank - first] |= lost
            down[rank - first] |= lost
        rows[rank, :] = down[rank - first]
        live[rank] = _any(rows[rank])
    _settle(rows, live, first, start, np.ones(end - first, np.bool_), structure, everywhere, digits)


@compiled
def _settle(
    rows: Words,
    live: Flags,
    first: int,
    start: Words,
    picked: Flags,
    structure: Structure,
    everywhere: Words,
    digits: Words,
) -> None:
    row = np.empty(rows.shape[1], dtype=np.uint64)
    changed, forward, count = True, True, len(picked)
    while changed:
        changed = False
        for step in range(count):
            place = step if forward else count - 1 - step
            if not picked[place]:
                continue
            rank = first + place
            row[:] = start[place]
            _lost(rows, live, rank, row, structure, everywhere, digits)
            for word in range(len(row)):
                if row[word] != rows[rank, word]:
                    changed = True
                    rows[rank, word] = row[word]
            live[rank] = _any(row)
        forward = not forward


# --- reading ----------------------------------------------------------------------------------


@compiled
def _counts(rows: Words, live: Flags) -> NDArray[np.int64]:
    """Adds rows as binary numbers, all scenarios at once (carry-save addition)."""
    width = rows.shape[1]
    sums = np.zeros((64, width), dtype=np.uint64)
    waiting = np.zeros((64, width), dtype=np.uint64)
    held = np.zeros(64, dtype=np.bool_)
    carry = np.empty(width, dtype=np.uint64)
    top = 0
    for rank in range(len(live)):
        if not live[rank]:
            continue
        carry[:] = rows[rank]
        level = 0
        while held[level]:
            total, other = sums[level], waiting[level]
            for word in range(width):
                odd = other[word] ^ carry[word]
                carry[word] = (other[word] & carry[word]) | (odd & total[word])
                total[word] ^= odd
            held[level] = False
            level += 1
        waiting[level, :] = carry
        held[level] = True
        top = max(top, level + 1)
    found = np.zeros(width * 64, dtype=np.int64)
    for level in range(top):
        for word in range(width):
            total = sums[level, word]
            other = waiting[level, word] if held[level] else ZERO
            for bit in range(64):
                both = ((total >> np.uint64(bit)) & ONE) + ((other >> np.uint64(bit)) & ONE)
                found[word * 64 + bit] += np.int64(both) << level
    return found


@compiled
def ones(word: np.uint64) -> np.int64:
    """How many bits are set: sums of pairs, of fours, of bytes."""
    word -= (word >> ONE) & np.uint64(0x5555555555555555)
    pairs = np.uint64(0x3333333333333333)
    word = (word & pairs) + ((word >> np.uint64(2)) & pairs)
    word = (word + (word >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return np.int64((word * np.uint64(0x0101010101010101)) >> np.uint64(56))


@compiled
def _sums(
    rows: Words, weighty: NDArray[np.int64], weights: NDArray[np.float64]
) -> NDArray[np.float64]:
    found = np.zeros((len(weights), rows.shape[1] * 64))
    for number in range(len(weighty)):
        row = rows[weighty[number]]
        for place in range(len(row)):
            word = row[place]
            while word != ZERO:
                scenario = place * 64 + ones((word & (~word + ONE)) - ONE)
                for kind in range(len(weights)):
                    found[kind, scenario] += weights[kind, number]
                word &= word - ONE
    return found


@compiled
def _falls(rows: Words, live: Flags, ranks: Integers) -> tuple[Integers, Integers]:
    total = np.int64(0)
    for rank in ranks:
        if live[rank]:
            for word in rows[rank]:
                total += ones(word)
    numbers = np.empty(total, dtype=np.int32)
    scenarios = np.empty(total, dtype=np.int32)
    filled = 0
    for number in range(len(ranks)):
        if not live[ranks[number]]:
            continue
        row = rows[ranks[number]]
        for place in range(len(row)):
            word = row[place]
            while word != ZERO:
                numbers[filled] = number
                scenarios[filled] = place * 64 + ones((word & (~word + ONE)) - ONE)
                filled += 1
                word &= word - ONE
    return numbers, scenarios
