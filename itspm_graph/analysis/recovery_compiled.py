"""Times of recovery compiled by numba; see `recovery`. For very many scenarios on one estate."""

from __future__ import annotations

import heapq

import numpy as np
from numpy.typing import NDArray

from itspm_graph.adjacency import Integers
from itspm_graph.compiling import compiled

Floats = NDArray[np.float64]


Queue = list[tuple[float, np.int64]]


@compiled
def _unmet(
    position: int,
    provider_starts: Integers,
    providers: Integers,
    group_starts: Integers,
    groups: Integers,
    short: Integers,
    lost: NDArray[np.bool_],
) -> int:
    """How many requirements of an element aren't met; `short` is by group."""
    missing = 0
    for place in range(provider_starts[position], provider_starts[position + 1]):
        missing += lost[providers[place]]
    for place in range(group_starts[position], group_starts[position + 1]):
        missing += short[groups[place]] > 0
    return missing


@compiled
def _short(
    number: int, member_starts: Integers, members: Integers, needed: int, lost: NDArray[np.bool_]
) -> int:
    """How many members of a group have to come back before it stands."""
    up = 0
    for place in range(member_starts[number], member_starts[number + 1]):
        up += not lost[members[place]]
    return max(needed - up, 0)


@compiled
def _met(
    owner: int, back: float, missing: Integers, begun: Floats, start: Floats, queue: Queue
) -> None:
    """One requirement of an element is met; with the last it starts."""
    missing[owner] -= 1
    begun[owner] = max(begun[owner], back)
    if missing[owner] == 0:
        item = (begun[owner] + start[owner], np.int64(owner))
        heapq.heappush(queue, item)


@compiled
def times(
    provider_starts: Integers,
    providers: Integers,
    dependent_starts: Integers,
    dependents: Integers,
    group_starts: Integers,
    groups: Integers,
    membership_starts: Integers,
    memberships: Integers,
    member_starts: Integers,
    members: Integers,
    owners: Integers,
    needed: Integers,
    positions: Integers,
    lost: NDArray[np.bool_],
    ready: Floats,
    start: Floats,
) -> Floats:
    """By position when it is back, infinite where never and for what isn't lost.

    `positions` are those that are lost; `ready` and `start` are by position.
    """
    missing = np.zeros(len(lost), dtype=np.int32)
    short = np.zeros(len(owners), dtype=np.int32)
    begun = ready.copy()
    found = np.full(len(lost), np.inf)
    queue: Queue = [(0.0, np.int64(-1))]
    queue.pop()
    for position in positions:
        for place in range(group_starts[position], group_starts[position + 1]):
            number = groups[place]
            short[number] = _short(number, member_starts, members, needed[number], lost)
        missing[position] = 1 + _unmet(
            position, provider_starts, providers, group_starts, groups, short, lost
        )
        _met(position, 0.0, missing, begun, start, queue)
    while queue:
        back, position = heapq.heappop(queue)
        found[position] = back
        for place in range(dependent_starts[position], dependent_starts[position + 1]):
            if lost[dependents[place]]:
                _met(dependents[place], back, missing, begun, start, queue)
        for place in range(membership_starts[position], membership_starts[position + 1]):
            number = memberships[place]
            if short[number]:
                short[number] -= 1
                if short[number] == 0:
                    _met(owners[number], back, missing, begun, start, queue)
    return found
