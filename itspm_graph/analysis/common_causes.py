"""Redundancy that is none: groups that one failure takes away as a whole.

A group that needs k of n members bears the loss of any n - k. Where its members share something
that all of them need, the failure of that one thing is a common cause (IEC 61508-4): the members
aren't independent of each other, whatever their number.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from itspm_graph.adjacency import Integers
from itspm_graph.analysis.requirements import Group, Requirements, requirements
from itspm_graph.analysis.single_failures import elements
from itspm_graph.analysis.single_points import falls
from itspm_graph.analysis.state import CyclePolicy, state
from itspm_graph.graph import Graph
from itspm_graph.spreading import Kernel


class CommonCause(NamedTuple):
    """An element whose failure alone leaves a group with too few members."""

    group: Group
    cause: int
    lost: tuple[int, ...]
    """Members that are down with it."""
    nearest: bool
    """Whether no other cause of the group is down with it: it acts on the members directly, and not
    by way of another cause. Where causes take each other down, all of them are."""
    needed_anyway: bool
    """Whether the owner goes down with it by another requirement as well, and would without this
    group: then the group protects from other failures, and nobody is deceived by it."""


class Redundancy(NamedTuple):
    """Groups that can lose any one of their members, and which single failures defeat them."""

    groups: Integers
    """Numbers of the groups in the requirements, by owner and name."""
    causes: Mapping[int, list[int]]
    """Positions of the causes by number of the group; groups without any are left out."""


def redundancy(
    graph: Graph,
    policy: CyclePolicy = "conservative",
    *,
    owners: NDArray[np.bool_] | None = None,
    kernel: Kernel = "auto",
) -> Redundancy:
    """All groups that can lose a member, or those of some owners, with what defeats each.

    Any element may be a cause, whether it fails by itself or through what it needs: a service that
    they share is one as much as the site that it stands in.
    """
    needs = requirements(graph)
    redundant = needs.grouped.bearable > 0
    if owners is not None:
        redundant &= owners[needs.grouped.owners]
    groups = np.flatnonzero(redundant).astype(np.int32)
    watched = needs.watching(groups)
    failing = np.concatenate([elements(graph), np.zeros(len(groups), dtype=bool)])
    found = falls(watched, range(needs.size, watched.size), failing, policy, kernel)
    causes = {number: found.of(place) for place, number in enumerate(groups.tolist())}
    return Redundancy(groups, {number: listed for number, listed in causes.items() if listed})


def common_causes(
    graph: Graph, found: Redundancy, policy: CyclePolicy = "conservative", most: int | None = None
) -> list[CommonCause]:
    """What defeats the groups, at most so many of them: by owner and group, the nearest first."""
    needs = requirements(graph)
    down: dict[int, NDArray[np.bool_]] = {}
    listed: list[CommonCause] = []
    for number in sorted(found.causes, key=lambda n: _named(graph, needs.group(n)))[:most]:
        causes, group = found.causes[number], needs.group(number)
        for cause in causes:
            if cause not in down:
                down[cause] = state(graph, [cause], policy).down
        nearest = _nearest(causes, down)
        for cause in sorted(causes, key=lambda c: (c not in nearest, graph.ref(c))):
            lost = tuple(sorted((m for m in group.members if down[cause][m]), key=graph.ref))
            anyway = _needed_anyway(needs, number, down[cause])
            listed.append(CommonCause(group, cause, lost, cause in nearest, anyway))
    return listed


def _named(graph: Graph, group: Group) -> tuple[str, str]:
    return graph.ref(group.owner), group.name


def _nearest(causes: list[int], down: Mapping[int, NDArray[np.bool_]]) -> set[int]:
    """Those that take no other cause down, but for such as take them down in turn."""
    behind = defaultdict(set)
    for cause in causes:
        behind[cause] = {other for other in causes if other != cause and down[cause][other]}
    return {c for c in causes if all(c in behind[other] for other in behind[c])}


def _needed_anyway(needs: Requirements, number: int, down: NDArray[np.bool_]) -> bool:
    owner = int(needs.grouped.owners[number])
    others = [needs.group(other) for other in needs.groups_of.of(owner) if other != number]
    return any(down[provider] for provider in needs.essential.of(owner)) or any(
        sum(not down[member] for member in group.members) < group.needed for group in others
    )
