"""How long it takes until what went down is up again.

An element that was hit can be worked on at once; once all that it needs is back, it is started. So
it is back at T = max(restore, T of what it needs) + start, where a group is back with the needed
number of its members. Elements are settled in the order in which they come back (Knuth 1977, a
generalization of Dijkstra's algorithm), groups by counting members. What waits for itself is never
settled: no order brings it back.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Collection
from typing import Any

from itspm_graph.analysis.requirements import Requirements
from itspm_graph.graph import Graph


def recovery_minutes(
    graph: Graph, needs: Requirements, hit: Collection[int], down: Collection[int]
) -> dict[int, float]:
    """Minutes until each that is down is up again; infinite where no order brings it back.

    `hit` have to be restored; they are down too. Times that nobody stated count as 0.
    """
    waiting = {*hit, *down}
    times = {position: _stated(graph, position) for position in waiting}
    ready = {p: times[p][0] if p in hit else 0.0 for p in waiting}
    missing = {p: _missing(needs, p, waiting) for p in waiting}
    short = {
        number: _short(needs, number, waiting) for p in waiting for number in needs.groups_of.of(p)
    }
    found: dict[int, float] = {}
    queue = [(ready[p] + times[p][1], p) for p in waiting if not missing[p]]
    heapq.heapify(queue)
    while queue:
        back, position = heapq.heappop(queue)
        found[position] = back
        for owner in _helped(needs, position, waiting, short):
            missing[owner] -= 1
            ready[owner] = max(ready[owner], back)
            if not missing[owner]:
                heapq.heappush(queue, (ready[owner] + times[owner][1], owner))
    return {position: found.get(position, math.inf) for position in waiting}


def _stated(graph: Graph, position: int) -> tuple[float, float]:
    stated: Any = graph.properties(position)
    return stated.get("restore_minutes") or 0.0, stated.get("start_minutes") or 0.0


def _short(needs: Requirements, number: int, waiting: Collection[int]) -> int:
    """How many members of a group have to come back before it stands."""
    group = needs.group(number)
    up = sum(member not in waiting for member in group.members)
    return max(group.needed - up, 0)


def _missing(needs: Requirements, position: int, waiting: Collection[int]) -> int:
    """How many of what an element needs aren't there: providers, and groups that don't stand."""
    providers = sum(p in waiting for p in needs.essential.of(position))
    groups = sum(_short(needs, n, waiting) > 0 for n in needs.groups_of.of(position))
    return providers + groups


def _helped(
    needs: Requirements, position: int, waiting: Collection[int], short: dict[int, int]
) -> list[int]:
    """Owners for whom one thing that was missing is back, now that this element is."""
    helped = [p for p in needs.essential_to.of(position) if p in waiting]
    for number in needs.member_in.of(position):
        if short.get(number):
            short[number] -= 1
            if not short[number]:
                helped.append(int(needs.grouped.owners[number]))
    return helped
