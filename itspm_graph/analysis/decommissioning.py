"""In which order elements are taken down: whoever rests on something goes before it.

A cycle goes in one step. What can't be undone goes as late as the order allows: everything that may
go before it does.
"""

from __future__ import annotations

import heapq
from collections.abc import Collection, Mapping
from datetime import date
from typing import NamedTuple

import numpy as np

from itspm_graph.adjacency import strong_components
from itspm_graph.analysis.reliance import reliances
from itspm_graph.graph import Graph


class Step(NamedTuple):
    """What goes together, and after which steps; numbers count from 0."""

    members: tuple[int, ...]
    after: tuple[int, ...]
    wave: int
    """How many steps at least come before it, one after another."""
    reversible: bool


def decommissioning(
    graph: Graph,
    elements: Collection[int],
    irreversible: Collection[int],
    planned: Mapping[int, date] | None = None,
) -> list[Step]:
    """The order of taking these down, `irreversible` being those of them that don't come back.

    Kahn's algorithm over strongly connected components. Among steps that may come next those that
    can be undone go first, so none is left that could go before the first that can't; then those
    that are planned for an earlier day.
    """
    going = np.array(sorted(elements), dtype=np.int64)
    users, needed = reliances(graph)
    inside = np.isin(users, going) & np.isin(needed, going)
    rows = np.searchsorted(going, users[inside]).astype(np.int32)
    columns = np.searchsorted(going, needed[inside]).astype(np.int32)
    component = strong_components(len(going), rows, columns).tolist()
    members: dict[int, list[int]] = {}
    for row, number in enumerate(component):
        members.setdefault(number, []).append(int(going[row]))
    before: dict[int, set[int]] = {number: set() for number in members}
    behind: dict[int, set[int]] = {number: set() for number in members}
    for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
        user, provider = component[row], component[column]
        if user != provider:
            before[provider].add(user)
            behind[user].add(provider)
    final = {number for number, group in members.items() if not set(group).isdisjoint(irreversible)}
    days = {
        number: max((planned[p] for p in group if p in planned), default=date.max)
        for number, group in members.items()
        if planned
    }
    return _steps(graph, members, before, behind, final, days)


def _steps(
    graph: Graph,
    members: dict[int, list[int]],
    before: dict[int, set[int]],
    behind: dict[int, set[int]],
    final: set[int],
    days: Mapping[int, date],
) -> list[Step]:
    def key(number: int) -> tuple[bool, date, int, str, int]:
        wave = max((waves[user] + 1 for user in before[number]), default=0)
        first = min(graph.ref(p) for p in members[number])
        return number in final, days.get(number, date.max), wave, first, number

    waves: dict[int, int] = {}
    waiting = {number: len(users) for number, users in before.items()}
    ready = [key(number) for number, count in waiting.items() if not count]
    heapq.heapify(ready)
    place: dict[int, int] = {}
    found: list[Step] = []
    while ready:
        _, _, wave, _, number = heapq.heappop(ready)
        waves[number], place[number] = wave, len(found)
        together = tuple(sorted(members[number], key=graph.ref))
        after = tuple(sorted(place[user] for user in before[number]))
        found.append(Step(together, after, wave, number not in final))
        for provider in behind[number]:
            waiting[provider] -= 1
            if not waiting[provider]:
                heapq.heappush(ready, key(provider))
    return found
