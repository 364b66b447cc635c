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
def walk(
    starts: Unsigned, others: Unsigned, hops: Integers, frontier: Unsigned, depth: int
) -> bool:
    """Goes on from the frontier along neighbours; whether nothing lies beyond the depth."""
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
    return True


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
    """Goes on from the frontier along neighbours and through groups, as `walk` does."""
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
