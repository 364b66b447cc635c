"""The spread of loss compiled by numba; see `spreading`."""

from __future__ import annotations

import numpy as np

from itspm_graph.adjacency import Integers
from itspm_graph.compiling import compiled


@compiled
def spread(
    starts: Integers,
    others: Integers,
    bounds: Integers,
    numbers: Integers,
    owners: Integers,
    bearable: Integers,
    hops: Integers,
    lost: Integers,
    frontier: Integers,
    depth: int,
) -> bool:
    """Goes on from the frontier, in a queue; whether nothing lies beyond the depth (-1: none)."""
    queue = np.empty(len(hops), dtype=np.int32)
    queue[: len(frontier)] = frontier
    head, tail = 0, len(frontier)
    while head < tail:
        position = queue[head]
        head += 1
        level = hops[position]
        bounded = level == depth
        for place in range(starts[position], starts[position + 1]):
            other = others[place]
            if hops[other] < 0:
                if bounded:
                    return False
                hops[other] = level + 1
                queue[tail] = other
                tail += 1
        for place in range(bounds[position], bounds[position + 1]):
            number = numbers[place]
            lost[number] += 1
            owner = owners[number]
            if lost[number] > bearable[number] and hops[owner] < 0:
                if bounded:
                    return False
                hops[owner] = level + 1
                queue[tail] = owner
                tail += 1
    return True
