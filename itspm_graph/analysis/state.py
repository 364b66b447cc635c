"""Who is down when these fail: redundancy respected, cycles treated as domain rules say.

State is Boolean. An element is up while it hasn't failed and, for each of its groups, at least
`needed` members are up. On a running estate the answer is the greatest fixpoint of "up": only what
has a finite derivation from an actual failure goes down. Inside a cycle that is too kind: a loop
that lost its outside support would hold itself up on paper. Under the conservative policy such
elements go down as well (DOWN_LOST_GROUND): components of the failure graph are treated providers
first; in each, N is what is up in the greatest fixpoint, was up in the least fixpoint of the
undisturbed estate, and isn't in the least fixpoint now; the state is the greatest fixpoint with N
failed too. Both fixpoints exist because the equations are monotone (Knaster and Tarski).

Loss only ever adds up, so it is spread over the whole estate first; then the cycles that lost
some of their support are looked at, providers first, and what N is spreads on from there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from itspm_graph.adjacency import Adjacency, Integers
from itspm_graph.analysis.grounding import at_rest, cycles_with_groups, grounded
from itspm_graph.analysis.requirements import Requirements, requirements
from itspm_graph.graph import Graph
from itspm_graph.spreading import Kernel, Redundancy, Spread

CyclePolicy = Literal["conservative", "running"]


@dataclass(frozen=True)
class State:
    """Who is down. `hops` has by position the steps from the failure, 0 for what failed, and -1
    for what is up."""

    hops: Integers
    lost: Integers
    """By number of group: how many members are down."""
    lost_ground: set[int] = field(default_factory=set)
    """Down only because a cycle lost its outside support."""
    ungrounded: dict[int, set[int]] = field(default_factory=dict)
    """For each element of N, what of its cycle can't be brought up any more."""

    @property
    def down(self) -> NDArray[np.bool_]:
        """Who is down by position, what failed included."""
        return self.hops >= 0


def state(
    graph: Graph,
    failed: Iterable[int],
    policy: CyclePolicy = "conservative",
    kernel: Kernel = "auto",
) -> State:
    """Who goes down when these fail, as arrays and without reasons."""
    needs = requirements(graph)
    failed = frozenset(failed)
    spread = Spread(needs.essential_to, _redundancy(needs), kernel)
    spread.go(failed)
    found = State(spread.hops, spread.lost)
    if policy == "running":
        return found
    loose = _loose(needs)
    disturbed = _disturbed(loose, spread.hops, 0)
    while disturbed:
        place = disturbed.pop()
        if _lose_ground(needs, loose, place, failed, spread, found):
            disturbed = _disturbed(loose, spread.hops, place + 1)
    if not found.ungrounded:
        return found
    # Steps count from the failures, those through lost ground included: walk them again.
    again = Spread(needs.essential_to, _redundancy(needs, found), kernel)
    again.go(failed)
    return State(again.hops, again.lost, found.lost_ground, found.ungrounded)


def _redundancy(needs: Requirements, found: State | None = None) -> Redundancy:
    """The groups; one that an element of N can't be brought up through bears no loss at all."""
    bearable = needs.grouped.bearable
    if found is not None:
        bearable = bearable.copy()
        for owner, ungrounded in found.ungrounded.items():
            for number in needs.groups_of.of(owner):
                group = needs.group(number)
                standing = [m for m in group.members if found.hops[m] < 0 and m not in ungrounded]
                if len(standing) < group.needed:
                    bearable[number] = 0
    return Redundancy(needs.member_in, needs.grouped.owners, bearable)


# --- cycles -----------------------------------------------------------------------------------


class _Loose(NamedTuple):
    """Cycles that may lose their ground, providers first: their members, and what these need."""

    numbers: list[int]
    needs: Adjacency


def _loose(needs: Requirements) -> _Loose:
    if _Loose not in needs.derived:
        numbers = cycles_with_groups(needs)
        place = np.full(needs.size, -1, dtype=np.int32)
        place[numbers] = np.arange(len(numbers), dtype=np.int32)
        place = place[needs.components]
        members = np.flatnonzero(place >= 0).astype(np.int32)
        needed = np.repeat(place[members], needs.providers.counts()[members])
        entries = np.concatenate([place[members], needed])
        others = np.concatenate([members, needs.providers.of_all(members)])
        found = Adjacency.of_pairs(needs.size, entries, others)
        needs.derived[_Loose] = _Loose(
            numbers.tolist(), Adjacency(found.starts[: len(numbers) + 1], found.others)
        )
    loose: _Loose = needs.derived[_Loose]
    return loose


def _disturbed(loose: _Loose, hops: Integers, place: int) -> list[int]:
    """Places of the cycles, from this one on, that need something that is down; last one first."""
    start = loose.needs.starts[place]
    hit = np.flatnonzero(hops[loose.needs.others[start:]] >= 0) + start
    places: list[int] = np.unique(np.searchsorted(loose.needs.starts, hit, side="right")).tolist()
    return [place - 1 for place in reversed(places)]


def _lose_ground(
    needs: Requirements,
    loose: _Loose,
    place: int,
    failed: frozenset[int],
    spread: Spread,
    found: State,
) -> bool:
    """Take down what of a cycle can't be brought up any more, and what follows; whether any."""
    hops = spread.hops.data
    number = loose.numbers[place]
    members = needs.cycles[number]
    fallen = {member for member in members if hops[member] >= 0}
    if len(fallen) == len(members):
        return False
    still_up = at_rest(needs, number) - fallen
    now = grounded(needs, number, failed & fallen, spread.hops >= 0)
    lost = still_up - now
    if not lost:
        return False
    spread.go(lost)
    found.lost_ground.update(m for m in members if hops[m] >= 0 and m not in fallen)
    found.ungrounded.update(dict.fromkeys(lost, set(members) - now))
    return True
