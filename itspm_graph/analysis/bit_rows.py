"""Reading rows of bits: which are set, and how many of them stand in each column."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Row = TypeVar("Row", int, NDArray[np.uint64])

Words = NDArray[np.uint64]
"""Rows of 64-bit words, the lowest bit first."""


def column_sums(rows: Iterable[Row]) -> Iterator[tuple[int, Row]]:
    """How often each bit is set in the rows, as a binary number: its digits, each 1 << place.

    Adds all columns at once: two rows and a sum make a new sum and a carry, which waits for
    another one (carry-save addition). So a place may come twice. Rows are integers or arrays.
    """
    sums: list[Row] = []
    waiting: list[Row | None] = []
    for row in rows:
        carry = row
        for place, other in enumerate(waiting):
            if other is None:
                waiting[place] = carry
                break
            held, odd = sums[place], other ^ carry
            sums[place] = odd ^ held
            carry = (other & carry) | (odd & held)
            waiting[place] = None
        else:
            waiting.append(carry)
            sums.append(row ^ row)
    for place, digit in enumerate(sums):
        yield place, digit
        if (other := waiting[place]) is not None:
            yield place, other


def unpacked(words: Words) -> NDArray[np.bool_]:
    """The 64 bits of each word, the lowest first."""
    octets = words.astype("<u8").reshape(-1, 1).view(np.uint8)
    return np.unpackbits(octets, axis=1, bitorder="little").view(np.bool_)


def set_bits(words: Words) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Row and column of each bit that is set; most words are zero, and not taken apart."""
    rows, places = np.nonzero(words)
    picked, offsets = np.nonzero(unpacked(words[rows, places]))
    return rows[picked], places[picked] * 64 + offsets
