"""Events that fail the top in pairs: every pair tried, many at a time.

It takes time in proportion to gates and pairs, and the memory of one block of pairs per gate, so
that order 2 has an answer where the decision diagram is out of reach.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from itspm_graph.analysis.structure_function import Lattice, StructureFunction

BLOCK = 1 << 18
"""Pairs that are evaluated together, as bits of one integer."""


def failing_pairs(
    function: StructureFunction,
    candidates: Sequence[int],
    watch: Callable[[], None] = lambda: None,
) -> list[int]:
    """For each candidate the later ones with which it makes the top fail: bit j for the j-th.

    No candidate may be a single failure; then these are the minimal cut sets of order 2.
    """
    size = len(candidates)
    rows_at_once = max(1, BLOCK // max(1, size))
    found = []
    for start in range(0, size, rows_at_once):
        rows = range(start, min(start + rows_at_once, size))
        bits = _block(function, candidates, rows, watch)
        for row in rows:
            partners = bits & ((1 << size) - 1)
            found.append(partners >> (row + 1) << (row + 1))
            bits >>= size
    return found


def _block(
    function: StructureFunction,
    candidates: Sequence[int],
    rows: range,
    watch: Callable[[], None],
) -> int:
    """Where the top fails when a row's candidate and a column's have: bit row·size + column."""
    size = len(candidates)
    whole_row = (1 << size) - 1
    first_column = sum(1 << (number * size) for number in range(len(rows)))
    events = [0] * len(function.events)
    for column, event in enumerate(candidates):
        events[event] = first_column << column
        if column in rows:
            events[event] |= whole_row << ((column - rows.start) * size)
    return function.value(events, Lattice(0, (1 << (len(rows) * size)) - 1, watch))
