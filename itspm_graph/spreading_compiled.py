"""The spread of loss compiled by numba; see `spreading`.

Positions come as unsigned numbers: of signed ones numba asks each time whether they are negative,
which costs a third of the time.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from itspm_graph.adjacency import Integers
from itspm_graph.compiling import compiled

Unsigned = NDArray[np.uint32]


@compiled
def spread(
    starts: Unsigned,
    others: Unsigned,
    bounds: Unsigned,
    numbers: Unsigned,
    owners: Unsigned,
    bearable: Integers,
    hops: Integers,
    lost: Integers,
    frontier: Unsigned,
    depth: int,
) -> bool:
    """Goes on from the frontier, in a queue; whether nothing lies beyond the depth (-1: none)."""
    queue = np.empty(len(hops), dtype=np.uint32)
    queue[: len(frontier)] = frontier
    head, tail = np.uint32(0), np.uint32(len(frontier))
    one = np.uint32(1)
    while head < tail:
        position = queue[head]
        head += one
        level = hops[position]
        for place in range(starts[position], starts[position + one]):
            other = others[place]
            if hops[other] < 0:
                if level == depth:
                    return False
                hops[other] = level + 1
                queue[tail] = other
                tail += one
        for place in range(bounds[position], bounds[position + one]):
            number = numbers[place]
            lost[number] += 1
            owner = owners[number]
            if lost[number] > bearable[number] and hops[owner] < 0:
                if level == depth:
                    return False
                hops[owner] = level + 1
                queue[tail] = owner
                tail += one
    return True


MANY = 64
"""A frontier of less than one in so many positions is followed forward without counting edges."""
DEAR = 3
"""Looking back is taken to pay once the frontier has one in so many of the edges left."""


@compiled
def walk(
    starts: Unsigned,
    others: Unsigned,
    back_starts: Unsigned,
    back_others: Unsigned,
    hops: Integers,
    frontier: Unsigned,
) -> None:
    """Goes on from the frontier along neighbours, level by level, to the end.

    Where a level has most of the edges that are left, it is quicker to ask everybody who wasn't
    reached whether a neighbour was, and to stop at the first (Beamer, Asanović and Patterson 2012).
    """
    queue = np.empty(len(hops), dtype=np.uint32)
    queue[: len(frontier)] = frontier
    first, tail = np.uint32(0), np.uint32(len(frontier))
    left = len(others)
    level = np.int32(0)
    while first < tail:
        edges = 0
        if (tail - first) * MANY > len(hops):
            for place in range(first, tail):
                edges += starts[queue[place] + np.uint32(1)] - starts[queue[place]]
            left -= edges
        last = tail
        if edges * DEAR > left:
            tail = _backward(back_starts, back_others, hops, queue, last, level)
        else:
            tail = _forward(starts, others, hops, queue, first, last, level)
        first = last
        level += np.int32(1)


@compiled
def _forward(
    starts: Unsigned,
    others: Unsigned,
    hops: Integers,
    queue: Unsigned,
    first: np.uint32,
    last: np.uint32,
    level: np.int32,
) -> np.uint32:
    """Put the neighbours of a level behind it; where the queue then ends."""
    tail = last
    for place in range(first, last):
        position = queue[place]
        for at in range(starts[position], starts[position + np.uint32(1)]):
            other = others[at]
            if hops[other] < 0:
                hops[other] = level + 1
                queue[tail] = other
                tail += np.uint32(1)
    return tail


@compiled
def _backward(
    starts: Unsigned,
    others: Unsigned,
    hops: Integers,
    queue: Unsigned,
    last: np.uint32,
    level: np.int32,
) -> np.uint32:
    """The same, found from those that weren't reached."""
    tail = last
    for position in range(np.uint32(len(hops))):
        if hops[position] < 0:
            for at in range(starts[position], starts[position + np.uint32(1)]):
                if hops[others[at]] == level:
                    hops[position] = level + 1
                    queue[tail] = position
                    tail += np.uint32(1)
                    break
    return tail
