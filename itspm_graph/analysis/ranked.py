"""The failure structure with positions renumbered by rank, providers before dependents.

Sweeps go once through the ranks; only inside a cycle do they go to and fro. A cycle takes
neighbouring ranks ("a block"), in the order in which a depth-first search along providers leaves
them, so that a sweep in rank order carries most of what there is to carry.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from itspm_graph.adjacency import Adjacency, Integers
from itspm_graph.analysis.grounding import grounded_at_rest
from itspm_graph.analysis.requirements import Requirements


@dataclass(frozen=True, eq=False)
class Ranked:
    """Requirements by rank. `order` has the position of each rank, `ranks` the rank of each
    position, -1 where it takes no part."""

    order: Integers
    ranks: Integers
    providers: Adjacency
    """Essential providers of each rank."""
    groups: Adjacency
    """Groups that each rank owns; they are numbered in the order of their owners."""
    members: Adjacency
    """Members of each group."""
    bearable: Integers
    """How many members each group can lose."""
    blocks: Integers
    """First rank of each cycle and the first after it; shape (cycles, 2), ascending."""
    loose: NDArray[np.bool_]
    """By rank: whether it stands in a cycle, and can be brought up while nothing has failed."""
    derived: dict[Any, Any] = field(default_factory=dict)
    """Room for what kernels derive from this structure once."""


def ranked(needs: Requirements, within: NDArray[np.bool_] | None = None) -> Ranked:
    """The structure by rank; of all positions, or of a part that holds all its providers."""
    if within is None:
        if Ranked not in needs.derived:
            needs.derived[Ranked] = _ranked(needs, _order(needs))
        found: Ranked = needs.derived[Ranked]
        return found
    order = ranked(needs).order
    return _ranked(needs, order[within[order]])


def _ranked(needs: Requirements, order: Integers) -> Ranked:
    ranks = np.full(needs.size, -1, dtype=np.int32)
    ranks[order] = np.arange(len(order), dtype=np.int32)
    numbers = needs.groups_of.of_all(order)
    members = Adjacency(needs.grouped.starts, needs.grouped.members)
    owned = needs.groups_of.counts()[order]
    loose = np.zeros(len(order), dtype=bool)
    at_rest = ranks[np.fromiter(grounded_at_rest(needs), dtype=np.int32)]
    loose[at_rest[at_rest >= 0]] = True
    return Ranked(
        order,
        ranks,
        Adjacency(_ends(needs.essential.counts()[order]), ranks[needs.essential.of_all(order)]),
        Adjacency(_ends(owned), np.arange(len(numbers), dtype=np.int32)),
        Adjacency(_ends(members.counts()[numbers]), ranks[members.of_all(numbers)]),
        needs.grouped.bearable[numbers],
        _blocks(needs, order),
        loose,
    )


def _ends(counts: Integers) -> Integers:
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)


def _blocks(needs: Requirements, order: Integers) -> Integers:
    numbers = np.fromiter(needs.cycles, dtype=np.int32)
    labels = needs.components[order]
    bounds = [np.searchsorted(labels, numbers, side) for side in ("left", "right")]
    found = np.stack(bounds, axis=1).astype(np.int32)
    return found[found[:, 0] < found[:, 1]]


def _order(needs: Requirements) -> Integers:
    """Positions by component, providers first; inside a cycle as a search leaves them."""
    order = needs.order.copy()
    starts = np.searchsorted(needs.components[order], np.arange(needs.size))
    for number, members in needs.cycles.items():
        if len(members) > 2:
            start = int(starts[number])
            order[start : start + len(members)] = _left(needs, members)
    return order


def _left(needs: Requirements, members: list[int]) -> list[int]:
    """The members of a cycle in the order in which a search along providers leaves them."""
    inside = set(members)
    left: list[int] = []
    ways = [(members[0], iter(_needed(needs, members[0])))]
    inside.discard(members[0])
    while ways:
        position, others = ways[-1]
        other = next((p for p in others if p in inside), None)
        if other is None:
            left.append(position)
            ways.pop()
        else:
            inside.discard(other)
            ways.append((other, iter(_needed(needs, other))))
    return left


def _needed(needs: Requirements, position: int) -> list[int]:
    groups = needs.groups_of.of(position)
    found = needs.essential.of(position)
    return found + [member for number in groups for member in needs.group(number).members]
