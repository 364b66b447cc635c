"""Neighbours by position as two arrays (compressed sparse rows)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int32]

MANY = 50_000
"""So many pairs are sorted by counting."""


class Adjacency(NamedTuple):
    """Neighbours by position: those of p are `others[starts[p] : starts[p + 1]]`, ascending."""

    starts: Integers
    others: Integers

    @classmethod
    def of_pairs(cls, size: int, positions: Integers, others: Integers) -> Adjacency:
        """The neighbours that these pairs say, each once."""
        if len(positions) > MANY:
            # scipy sorts by counting; importing it takes longer than sorting what is small
            from scipy.sparse import csr_array

            ones = np.ones(len(positions), dtype=np.int8)
            matrix = csr_array((ones, (positions, others)), shape=(size, size))
            matrix.sum_duplicates()
            return cls(matrix.indptr.astype(np.int32), matrix.indices.astype(np.int32))
        keys = np.sort((positions.astype(np.int64) << 32) | others)
        if len(keys):
            keys = keys[np.concatenate([[True], keys[1:] != keys[:-1]])]
        return cls(starts_of(size, keys >> 32), (keys & 0xFFFFFFFF).astype(np.int32))

    def of(self, position: int) -> list[int]:
        """The neighbours of one position."""
        found: list[int] = self.others[self.starts[position] : self.starts[position + 1]].tolist()
        return found

    def of_all(self, positions: Integers) -> Integers:
        """The neighbours of each of the positions, one after the other; some may come twice."""
        first = self.starts[positions]
        counts = self.starts[positions + 1] - first
        ends = np.cumsum(counts)
        if not len(ends) or not ends[-1]:
            return np.empty(0, dtype=np.int32)
        places = np.repeat(first - (ends - counts), counts)
        places += np.arange(ends[-1], dtype=places.dtype)
        found: Integers = self.others[places]
        return found

    def of_each(self, positions: Sequence[int]) -> dict[int, list[int]]:
        """The neighbours of each of the positions; quicker than one by one where there are many."""
        array = np.fromiter(positions, dtype=np.int32, count=len(positions))
        flat: list[int] = self.of_all(array).tolist()
        ends = np.cumsum(self.starts[array + 1] - self.starts[array]).tolist()
        return {p: flat[a:b] for p, a, b in zip(positions, [0, *ends], ends, strict=False)}

    def counts_of(self, some: NDArray[np.bool_]) -> NDArray[np.int_]:
        """By position, how many of its neighbours are among these."""
        run = np.zeros(len(self.others) + 1, dtype=np.int64)
        np.cumsum(some[self.others], out=run[1:])
        counts: NDArray[np.int_] = run[self.starts[1:]] - run[self.starts[:-1]]
        return counts

    def counts(self) -> Integers:
        """How many neighbours each position has."""
        return np.diff(self.starts)


def strong_components(size: int, sources: Integers, targets: Integers) -> Integers:
    """By position, the number of its strongly connected component; what pairs lead to comes first.

    scipy finds them by Pearce's algorithm, which finishes a component only after all that it leads
    to; a test holds that order.
    """
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components

    ones = np.ones(len(sources), dtype=np.int8)
    matrix = csr_array((ones, (sources, targets)), shape=(size, size))
    _, labels = connected_components(matrix, directed=True, connection="strong")
    found: Integers = labels.astype(np.int32)
    return found


def starts_of(size: int, positions: NDArray[np.signedinteger]) -> Integers:
    """Where the entries of each position begin, in a list of entries sorted by position."""
    starts = np.zeros(size + 1, dtype=np.int32)
    np.cumsum(np.bincount(positions, minlength=size), out=starts[1:])
    return starts
