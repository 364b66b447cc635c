"""What counts as the loss of a target: that it is down, or that too little of it is left."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from itspm_graph.analysis.load_sharing import load_sharing
from itspm_graph.errors import InvalidArgument
from itspm_graph.graph import Graph
from itspm_graph.objectives import least_capacity
from itspm_graph.results.disruption import NotAssessed

Loss = Literal["down", "below-mbco"]
"""`below-mbco`: down, or up with less than the minimum business continuity objective."""


def least(graph: Graph, target: int, loss: Loss) -> float | None:
    """The share of capacity below which a target is lost; None where only being down is a loss.

    `InvalidArgument` where the loss is that of an objective, and none is stated.
    """
    if loss == "down":
        return None
    stated = least_capacity(graph, target)
    if stated is None:
        ref = graph.ref(target)
        raise InvalidArgument(
            f"{ref} states no mbco, so nothing is below it: state `mbco` with it or with its "
            "impact analysis (`has_bia`), or ask for the loss `down`",
            code="no-mbco",
        )
    return stated


def rests_on(graph: Graph, targets: Sequence[int]) -> set[int]:
    """What targets need in any way that capacity flows through, themselves included."""
    return load_sharing(graph).rests_on(targets)


def not_assessed(graph: Graph, targets: Sequence[int], loss: Loss) -> list[NotAssessed]:
    """What of targets can't be said to be lost below an objective.

    Those that may be left with a fraction and state no objective, and, in what they rest on, soft
    dependencies of which nobody said how much hangs on them.
    """
    if loss == "down":
        return []
    flows = load_sharing(graph)
    within = flows.rests_on(targets)
    divided = flows.divided(within)
    found = [
        NotAssessed(ref=graph.ref(target), reason="no-mbco", group=None, on=[])
        for target in targets
        if target in divided and least_capacity(graph, target) is None
    ]
    found += [
        NotAssessed(
            ref=graph.ref(requirement.owner),
            reason="no-weight",
            group=requirement.group,
            on=sorted(graph.ref(member) for member in requirement.members),
        )
        for requirement in flows.unweighted
        if requirement.owner in within
    ]
    return sorted(found, key=lambda item: (item.reason, item.ref, item.group or "", item.on))
