"""Small blast sizes on sets, compiled by numba: a word has a bit for each of 64 elements."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from itspm_graph.adjacency import Adjacency, Integers
from itspm_graph.analysis.levels import Levels
from itspm_graph.analysis.sweep_compiled import Words, ones
from itspm_graph.analysis.sweep_sets import Sets
from itspm_graph.compiling import compiled


class CompiledSets(Sets):
    """The same sets, without products of matrices; tests hold the two equal."""

    fields = 64

    def __init__(self, found: Levels) -> None:
        super().__init__(found)
        columns = self._size // self.fields + 1
        self._marks = np.full(columns, -1, dtype=np.int32)
        self._union = np.zeros(columns, dtype=np.uint64)

    def _unite(self, first: int, united: Adjacency) -> NDArray[np.int64]:
        self._grow(self._most_entries(first, united))
        sizes = np.zeros(len(united.starts) - 1, dtype=np.int64)
        rows = self._starts, self._columns, self._words
        _unite(rows, first, (united.starts, united.others), self._marks, self._union, sizes)
        return sizes


@compiled
def _unite(
    rows: tuple[Integers, Integers, Words],
    first: int,
    united: tuple[Integers, Integers],
    marks: Integers,
    union: Words,
    sizes: NDArray[np.int64],
) -> None:
    starts, columns, words = rows
    bounds, others = united
    end = starts[first]
    for place in range(len(sizes)):
        begin, row = end, first + place
        for entry in range(bounds[place], bounds[place + 1]):
            for number in range(starts[others[entry]], starts[others[entry] + 1]):
                column = columns[number]
                if marks[column] == row:
                    union[column] |= words[number]
                else:
                    marks[column] = row
                    union[column] = words[number]
                    columns[end] = column
                    end += 1
        for number in range(begin, end):
            words[number] = union[columns[number]]
            sizes[place] += ones(words[number])
        starts[row + 1] = end
