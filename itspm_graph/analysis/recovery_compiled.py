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
    position: np.int64,
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
    owner: int,
    position: np.int64,
    back: float,
    missing: Integers,
    waited_for: Integers,
    ready: Floats,
    start: Floats,
    queue: Queue,
) -> None:
    """A requirement of its owner is met by an element that is back; with the last it starts."""
    if missing[owner] == 0:
        return
    missing[owner] -= 1
    if missing[owner] == 0:
        if back > ready[owner]:
            waited_for[owner] = position
        item = (max(ready[owner], back) + start[owner], np.int64(owner))
        heapq.heappush(queue, item)


@compiled
def settled(
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
) -> tuple[Floats, Integers, Integers]:
    """When these positions are back, in which order, and for whom each waited last.

    `lost` says who isn't there until it is back, `ready` and `start` are by position. By position
    the first, infinite where never and for all others, and the last, -1 where for nobody.
    """
    missing = np.zeros(len(lost), dtype=np.int32)  # stays 0 of all but `positions`
    short = np.zeros(len(owners), dtype=np.int32)
    found = np.full(len(lost), np.inf)
    order = np.empty(len(positions), dtype=np.int32)
    waited_for = np.full(len(lost), -1, dtype=np.int32)
    queue: Queue = [(0.0, np.int64(-1))]
    queue.pop()
    for position in positions:
        for place in range(group_starts[position], group_starts[position + 1]):
            number = groups[place]
            short[number] = _short(number, member_starts, members, needed[number], lost)
        missing[position] = _unmet(
            position, provider_starts, providers, group_starts, groups, short, lost
        )
        if missing[position] == 0:
            item = (ready[position] + start[position], np.int64(position))
            heapq.heappush(queue, item)
    count = 0
    while queue:
        back, position = heapq.heappop(queue)
        found[position] = back
        order[count] = position
        count += 1
        if lost[position]:
            for place in range(dependent_starts[position], dependent_starts[position + 1]):
                _met(dependents[place], position, back, missing, waited_for, ready, start, queue)
            for place in range(membership_starts[position], membership_starts[position + 1]):
                number = memberships[place]
                if short[number]:
                    short[number] -= 1
                    if short[number] == 0:
                        _met(
                            owners[number], position, back, missing, waited_for, ready, start, queue
                        )
    return found, order[:count], waited_for
