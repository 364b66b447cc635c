"""Events that fail the top in pairs: every pair tried, many at a time.

It takes time in proportion to gates and pairs, and the memory of one block of pairs per gate, so
that order 2 has an answer where the decision diagram is out of reach.
"""

from __future__ import annotations

from collections.abc import Sequence

from itspm_graph.analysis.structure_function import Lattice, StructureFunction
from itspm_graph.errors import LimitExceeded

BLOCK = 1 << 18
"""Pairs that are evaluated together, as bits of one integer."""

MOST = 4 * 10**12
"""Pairs times gates that are worth trying: a few minutes."""


def failing_pairs(
    function: StructureFunction, candidates: Sequence[int], most: int = MOST
) -> list[int]:
    """For each candidate the later ones with which it makes the top fail: bit j for the j-th.

    No candidate may be a single failure; then these are the minimal cut sets of order 2.
    `LimitExceeded` where there are more pairs than can be tried.
    """
    size = len(candidates)
    if size * (size - 1) // 2 * len(function.gates) > most:
        raise LimitExceeded(f"{size} elements make too many pairs to try")
    found: list[int] = []
    while len(found) < size:
        start = len(found)
        columns = candidates[start:]
        rows = max(1, BLOCK // len(columns))
        bits = _block(function, columns, min(rows, len(columns)))
        for row in range(min(rows, len(columns))):
            partners = bits & ((1 << len(columns)) - 1)
            found.append(partners >> (row + 1) << (row + 1 + start))
            bits >>= len(columns)
    return found


def _block(function: StructureFunction, columns: Sequence[int], rows: int) -> int:
    """Where the top fails when a row's candidate and a column's have: bit row·columns + column.

    The rows are the first of the columns: pairs with earlier ones are known already.
    """
    width = len(columns)
    whole_row = (1 << width) - 1
    first_column = sum(1 << (row * width) for row in range(rows))
    events = [0] * len(function.events)
    for column, event in enumerate(columns):
        events[event] = first_column << column
        if column < rows:
            events[event] |= whole_row << (column * width)
    return function.value(events, Lattice(0, (1 << (rows * width)) - 1))
