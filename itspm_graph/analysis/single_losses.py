"""What every single failure leaves below what is bearable, though not down.

Only few single failures can: those that take down a member of a shared load, or something that
others depend on softly. They are found by one sweep, and tried one by one.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from itspm_graph.analysis.capacity import condition, left_by
from itspm_graph.analysis.load_sharing import load_sharing
from itspm_graph.analysis.single_points import single_points
from itspm_graph.analysis.state import CyclePolicy
from itspm_graph.graph import Graph


def single_losses(
    graph: Graph,
    objective: Callable[[int], float | None],
    failing: NDArray[np.bool_],
    policy: CyclePolicy = "conservative",
) -> dict[int, list[int]]:
    """Who is lost without being down when one element fails alone, by that element's position.

    `objective` gives the share of capacity that an element must keep, None where nothing is said:
    then it is lost only where nothing is left. `failing` says by position who may fail.
    """
    flows = load_sharing(graph)
    members = sorted(flows.weakening)
    points = single_points(graph, members, policy, failing=failing).points
    tried = {*points.tolist(), *(member for member in members if failing[member])}
    found: dict[int, list[int]] = {}
    for position in sorted(tried):
        _, left = left_by(graph, [position], policy)
        lost = [other for other, share in left.items() if condition(share, objective(other)).lost]
        if lost:
            found[position] = lost
    return found
