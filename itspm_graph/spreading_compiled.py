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
"""A level of less than one in so many positions is followed forward without counting its edges."""
DEAR = 3
"""Looking back is taken to pay once a level has one in so many of the edges left."""


@compiled
def walk(
    starts: Unsigned,
    others: Unsigned,
    back_starts: Unsigned,
    back_others: Unsigned,
    hops: Integers,
    frontier: Unsigned,
) -> None:
    """Goes on from the frontier along neighbours, to the end.

    Where a level has many of the edges that are left, it is quicker to ask everybody who wasn't
    reached whether a neighbour was, and to stop at the first (Beamer, Asanović and Patterson 2012).
    """
    queue = np.empty(len(hops), dtype=np.uint32)
    queue[: len(frontier)] = frontier
    head, tail = np.uint32(0), np.uint32(len(frontier))
    one = np.uint32(1)
    left = len(others)
    level = np.int32(-1)
    while head < tail:
        position = queue[head]
        if hops[position] > level:  # the queue holds one whole level now
            level = hops[position]
            if (tail - head) * MANY > len(hops):
                edges = 0
                for place in range(head, tail):
                    edges += starts[queue[place] + one] - starts[queue[place]]
                if edges * DEAR > left:
                    head, tail = tail, _backward(back_starts, back_others, hops, queue, tail, level)
                    left -= edges
                    continue
        head += one
        first, end = starts[position], starts[position + one]
        left -= end - first
        for at in range(first, end):
            other = others[at]
            if hops[other] < 0:
                hops[other] = level + 1
                queue[tail] = other
                tail += one


@compiled
def _backward(
    starts: Unsigned,
    others: Unsigned,
    hops: Integers,
    queue: Unsigned,
    last: np.uint32,
    level: np.int32,
) -> np.uint32:
    """Put the neighbours of a level behind it, found from their side; where the queue then ends."""
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
