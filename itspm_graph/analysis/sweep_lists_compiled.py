"""The sweep on lists, compiled by numba: one walk over what a level needs fills its lists."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from itspm_graph.adjacency import Integers
from itspm_graph.analysis.levels import Level, Levels
from itspm_graph.analysis.sweep_lists import ListSweep
from itspm_graph.compiling import compiled

Flags = NDArray[np.bool_]


class CompiledListSweep(ListSweep):
    """The same lists, without products of matrices; tests hold the two equal."""

    def __init__(self, found: Levels, elements: int, width: int | None = None) -> None:
        super().__init__(found, elements, width)
        self._marks = np.empty(0, dtype=np.int32)

    def fill(self, failing: Integers) -> None:
        self._marks = np.full(len(failing), -1, dtype=np.int32)
        super().fill(failing)

    def _work(self, level: Level, own: Integers) -> None:
        first = self._failing + level.first
        self._room(int(self._starts[first]) + self._entering(level) + len(own))
        needed = (level.needed.starts, level.needed.others + self._failing)
        if level.bearable is None:
            state = self._counts, self.kept, self._most
            _lost(self._starts, self._lists, first, needed, own, self._marks, state)
        else:
            times = np.zeros(self._failing, dtype=np.int32)
            _short(self._starts, self._lists, first, needed, level.bearable, times, self.kept)


@compiled
def _lost(
    starts: Integers,
    lists: Integers,
    first: int,
    needed: tuple[Integers, Integers],
    own: Integers,
    marks: Integers,
    state: tuple[NDArray[np.int64], Flags, int],
) -> None:
    """Scenarios in which an element fails, or something that it needs is down."""
    bounds, others = needed
    counts, kept, most = state
    end = starts[first]
    for place in range(len(own)):
        begin, row = end, first + place
        if own[place] >= 0 and kept[own[place]]:
            marks[own[place]] = row
            lists[end] = own[place]
            end += 1
        for entry in range(bounds[place], bounds[place + 1]):
            for number in range(starts[others[entry]], starts[others[entry] + 1]):
                scenario = lists[number]
                if marks[scenario] != row and kept[scenario]:
                    marks[scenario] = row
                    lists[end] = scenario
                    end += 1
        for number in range(begin, end):
            scenario = lists[number]
            counts[scenario] += 1
            kept[scenario] = counts[scenario] <= most
        starts[row + 1] = end


@compiled
def _short(
    starts: Integers,
    lists: Integers,
    first: int,
    needed: tuple[Integers, Integers],
    bearable: Integers,
    times: Integers,
    kept: Flags,
) -> None:
    """Scenarios in which a gate has lost more than it can bear."""
    bounds, others = needed
    end = starts[first]
    for place in range(len(bearable)):
        for entry in range(bounds[place], bounds[place + 1]):
            for number in range(starts[others[entry]], starts[others[entry] + 1]):
                scenario = lists[number]
                times[scenario] += 1
                if times[scenario] == bearable[place] + 1 and kept[scenario]:
                    lists[end] = scenario
                    end += 1
        for entry in range(bounds[place], bounds[place + 1]):
            for number in range(starts[others[entry]], starts[others[entry] + 1]):
                times[lists[number]] = 0
        starts[first + place + 1] = end
