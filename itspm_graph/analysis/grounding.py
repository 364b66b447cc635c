"""What in a cycle can be brought up from nothing: the least fixpoint of "up" (domain rules).

An element of a cycle that can't is held up by the cycle alone. It may well run; but it could not be
started again, and it is what the conservative policy doesn't trust once support was lost.

Coming up spreads like loss does, only that everybody waits for all they need: an element for its
providers and groups, a group for so many of its members. So elements and groups of a cycle are
seats that take part in the same walk (`spreading`), each with how much it can do without.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from itspm_graph.adjacency import Adjacency, Integers
from itspm_graph.analysis.requirements import Requirements
from itspm_graph.spreading import Kernel, Redundancy, Spread

NEVER = np.int32(2**30)
"""Waits for more than there is."""


class _Cycle(NamedTuple):
    """One cycle: a seat for each member, then one for each group that they own."""

    members: Integers
    waiting: Adjacency
    """By seat, the seats that wait for it."""
    nothing: Adjacency
    """No neighbours: nobody comes up by one of what they need."""
    waits: Integers
    """By seat, for how many it waits: members for all they need inside and their groups, groups
    for as many of their members as they need."""
    beyond: tuple[Integers, Integers]
    """Members' seats, and positions outside the cycle that these need."""
    helpers: tuple[Integers, Integers]
    """Groups' seats, and positions of their members outside the cycle."""


def grounded(
    needs: Requirements,
    number: int,
    failed: Collection[int],
    down: NDArray[np.bool_],
    kernel: Kernel = "auto",
) -> set[int]:
    """Which members of one cycle can be brought up one after the other.

    Outside the cycle the state is as `down` says; inside, `failed` elements stay down.
    """
    cycle = _cycle(needs, number)
    seats, outside = cycle.beyond
    waits = cycle.waits + np.bincount(seats[down[outside]], minlength=len(cycle.waits))
    seats, outside = cycle.helpers
    waits -= np.bincount(seats[~down[outside]], minlength=len(cycle.waits))
    if failed:
        stays = np.isin(cycle.members, np.fromiter(failed, dtype=np.int32))
        waits[: len(stays)][stays] = NEVER
    everyone = np.arange(len(waits), dtype=np.int32)
    able = Redundancy(cycle.waiting, everyone, (waits - 1).astype(np.int32))
    spread = Spread(cycle.nothing, able, kernel)
    spread.go(np.flatnonzero(waits <= 0).tolist())
    return set(cycle.members[spread.hops[: len(cycle.members)] >= 0].tolist())


def _cycle(needs: Requirements, number: int) -> _Cycle:
    known: dict[int, _Cycle] = needs.derived.setdefault(_Cycle, {})
    if number not in known:
        known[number] = _made(needs, np.array(needs.cycles[number], dtype=np.int32))
    return known[number]


def _made(needs: Requirements, members: Integers) -> _Cycle:
    seat = np.full(needs.size, -1, dtype=np.int32)
    seat[members] = np.arange(len(members), dtype=np.int32)
    groups = needs.groups_of.of_all(members)
    group_seats = np.arange(len(groups), dtype=np.int32) + len(members)
    belongs = Adjacency(needs.grouped.starts, needs.grouped.members)
    providers = needs.essential.of_all(members)
    owners = np.repeat(seat[members], needs.essential.counts()[members])
    allies, allied = belongs.of_all(groups), np.repeat(group_seats, belongs.counts()[groups])
    inside, helping = seat[providers] >= 0, seat[allies] >= 0
    size = len(members) + len(groups)
    waited_for = [seat[providers[inside]], group_seats, seat[allies[helping]]]
    waiting = [owners[inside], seat[needs.grouped.owners[groups]], allied[helping]]
    waits = np.bincount(np.concatenate(waiting[:2]), minlength=size).astype(np.int32)
    waits[len(members) :] = needs.grouped.needed[groups]
    return _Cycle(
        members,
        Adjacency.of_pairs(size, np.concatenate(waited_for), np.concatenate(waiting)),
        Adjacency(np.zeros(size + 1, dtype=np.int32), np.empty(0, dtype=np.int32)),
        waits,
        (owners[~inside], providers[~inside]),
        (allied[~helping], allies[~helping]),
    )


def at_rest(needs: Requirements, number: int) -> frozenset[int]:
    """Members of one cycle that can be brought up while nothing has failed."""
    known: dict[int, frozenset[int]] = needs.derived.setdefault(at_rest, {})
    if number not in known:
        nothing_down = np.zeros(needs.size, dtype=np.bool_)
        known[number] = frozenset(grounded(needs, number, (), nothing_down))
    return known[number]


def cycles_with_groups(needs: Requirements) -> Integers:
    """Cycles in which somebody owns a group, ascending.

    In others everybody needs another one of the cycle, or itself: nobody can be brought up.
    """
    circular = np.fromiter(needs.cycles, dtype=np.int32)
    owning = np.zeros(needs.size, dtype=bool)
    owning[needs.components[needs.grouped.owners]] = True
    found: Integers = circular[owning[circular]]
    return found


def grounded_at_rest(needs: Requirements) -> frozenset[int]:
    """Members of all cycles that can be brought up while nothing has failed."""
    numbers = cycles_with_groups(needs).tolist()
    return frozenset().union(*(at_rest(needs, number) for number in numbers))
