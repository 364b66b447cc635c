"""How much of its capacity each element has left: the states between up and down.

The capacity of an element is the share of nominal capacity that it can deliver: its own state
times the least that any of its requirements delivers (`Requirement.delivered`). The least, not the
product: a bottleneck counts once, however often it is needed. On a running estate it is the
greatest fixpoint from 1 downward. What `impact` takes down has none; the rest keeps all of it
unless it was hit in part, shares a load with what was lost, or depends on it softly, or needs
somebody who did: only those are looked at.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from itspm_graph.analysis.load_sharing import LoadSharing, Requirement, load_sharing
from itspm_graph.analysis.state import CyclePolicy, state
from itspm_graph.graph import Graph

Floats = NDArray[np.float64]
EXACT = 1e-12
"""Differences up to here are rounding."""
TIGHT = 1e-9
"""A requirement binds its owner if it delivers no more than the owner has, up to this."""
SWEEPS_TO_SOLVE = 12
MOST_SWEEPS = 100_000
MOST_EQUATIONS = 1_000


class Condition(StrEnum):
    """What becomes of an element, by its capacity and by what of it is bearable."""

    UP = "UP"
    DEGRADED = "DEGRADED"
    BELOW_MBCO = "BELOW_MBCO"
    DOWN = "DOWN"

    @property
    def lost(self) -> bool:
        """Whether less is left than is bearable."""
        return self in (Condition.BELOW_MBCO, Condition.DOWN)


def condition(capacity: float, mbco: float | None) -> Condition:
    """The condition of an element; never BELOW_MBCO where no objective is stated."""
    if capacity >= 1 - EXACT:
        return Condition.UP
    if capacity <= 0:
        return Condition.DOWN
    below = mbco is not None and capacity < mbco - TIGHT
    return Condition.BELOW_MBCO if below else Condition.DEGRADED


@dataclass(frozen=True)
class Binding:
    """The requirement that leaves an element no more than it has."""

    requirement: Requirement
    delivered: float
    up: int
    lost: tuple[int, ...]
    weakened: tuple[int, ...]


@dataclass(frozen=True)
class Weakened:
    """An element that isn't down by `impact` and has less than its whole capacity.

    `capacity` is 0 only where a cycle that shares its load drained: `drained` inside the cycle.
    """

    position: int
    capacity: float
    hops: int
    because: Binding | None
    """None where nothing but the hit on itself explains it."""
    drained: bool = False


def weakened(graph: Graph, hits: Mapping[int, float], down: Mapping[int, int]) -> list[Weakened]:
    """What has lost a part of its capacity, nearest first; what was hit in part stands at 0 hops.

    `hits` gives what is left of each element that was hit by itself, 0 to 1; `down` the hops of
    each that is down, those that failed at 0.
    """
    flow = _settled(graph, hits, down)
    return [] if flow is None else _causes(flow, graph.ref)


def left_by(
    graph: Graph, failed: Iterable[int], policy: CyclePolicy = "conservative"
) -> tuple[NDArray[np.bool_], dict[int, float]]:
    """Who is down when these elements have failed, by position, and what is left of the weakened.

    The same as by `impact` and `weakened`, without hops and causes.
    """
    hits = dict.fromkeys(failed, 0.0)
    down = state(graph, hits, policy).down
    flow = _settled(graph, hits, dict.fromkeys(np.flatnonzero(down).tolist(), 0))
    return down, {} if flow is None else flow.weakened()


def _settled(graph: Graph, hits: Mapping[int, float], down: Mapping[int, int]) -> Flow | None:
    """All capacities; None where nothing can be left with a fraction."""
    flows = load_sharing(graph)
    if not flows.divides and not any(0 < left < 1 for left in hits.values()):
        return None
    flow = Flow(flows, hits, down)
    flow.settle()
    return flow


class Flow:
    """Capacities, worked out component by component, providers first."""

    def __init__(
        self, flows: LoadSharing, hits: Mapping[int, float], down: Mapping[int, int]
    ) -> None:
        self.flows = flows
        self.hits = dict(hits)
        self.down = dict(down)
        self.capacity: dict[int, float] = dict.fromkeys(down, 0.0)
        self.drained: set[int] = set()
        """In a cycle that shares its load and lost what it lived on."""
        self._pending: dict[int, set[int]] = defaultdict(set)
        self._queue: list[int] = []

    def left(self, position: int) -> float:
        return self.capacity.get(position, 1.0)

    def own(self, position: int) -> float:
        return self.hits.get(position, 1.0)

    def least(self, position: int) -> float:
        """What the requirements of an element leave it."""
        left = min([self.capacity.get(p, 1.0) for p in self.flows.providers(position)], default=1.0)
        for requirement in self.flows.groups(position):
            left = min(left, requirement.delivered(self.capacity))
        return left

    def weakened(self) -> dict[int, float]:
        """What is left of each that isn't down and hasn't its whole capacity."""
        return {
            position: capacity
            for position, capacity in self.capacity.items()
            if position not in self.down and capacity < 1 - EXACT
        }

    def settle(self) -> None:
        for position, left in self.hits.items():
            if left < 1:
                self._await(position)
        for position in self.down:
            for owner in self.flows.partly(position):
                self._await(owner)
        while self._queue:
            number = heapq.heappop(self._queue)
            moving = self._pending.pop(number)
            if self.flows.circular[number]:
                moving = self._component(moving, number)
            else:
                moving = {position for position in moving if self._lowered(position)}
            for position in moving:
                for owner in self.flows.owners(position):
                    if self.flows.number[owner] != number:
                        self._await(owner)

    def _await(self, position: int) -> None:
        if position in self.down:
            return
        number = self.flows.number[position]
        if number not in self._pending:
            heapq.heappush(self._queue, number)
        self._pending[number].add(position)

    def _component(self, moving: set[int], number: int) -> set[int]:
        """Who of one component loses capacity, by sweeps over whom the last sweep concerns."""
        changed: set[int] = set()
        for sweep in range(1, MOST_SWEEPS):
            fell = [position for position in sorted(moving) if self._lowered(position)]
            changed.update(fell)
            if sweep % SWEEPS_TO_SOLVE == 0:
                fell += self._solved(changed)
            if not fell and sweep > 2:
                fell += self._emptied(changed)
            if not fell:
                break
            moving = {
                owner
                for position in fell
                for owner in self.flows.owners(position)
                if self.flows.number[owner] == number and owner not in self.down
            }
        if changed & self.drained:
            self.drained |= {position for position in changed if not self.left(position)}
        return changed

    def _lowered(self, position: int) -> bool:
        value = self.own(position) * self.least(position)
        if value >= self.left(position) - EXACT:
            return False
        self.capacity[position] = value
        return True

    def _emptied(self, changed: set[int]) -> list[int]:
        """In a cycle that never comes to rest, what is left in the end is nothing."""
        found = [position for position in changed if 0 < self.left(position) < TIGHT]
        for position in found:
            self.capacity[position] = 0.0
        self.drained.update(found)
        return found

    def _solved(self, changed: set[int]) -> list[int]:
        """Jumps to where slow sweeps of a cycle lead, if its equations hold there.

        Between here and there every element hangs on what binds it now, so the equations are
        linear. The solution is taken only if it lies below and is a fixpoint.
        """
        falling = sorted(position for position in changed if self.left(position) > 0)
        if not 0 < len(falling) <= MOST_EQUATIONS:
            return []
        place = {position: number for number, position in enumerate(falling)}
        factors, constants = np.eye(len(falling)), np.zeros(len(falling))
        for position, number in place.items():
            if not self._line(position, place, factors[number], constants):
                return []
        try:
            solution: list[float] = np.linalg.solve(factors, constants).tolist()
        except np.linalg.LinAlgError:
            return []
        before = [self.left(position) for position in falling]
        if any(not -EXACT <= x <= most + EXACT for x, most in zip(solution, before, strict=True)):
            return []
        self.capacity.update(zip(falling, solution, strict=True))
        empty = [position for position in falling if self.left(position) < TIGHT]
        self.capacity.update(dict.fromkeys(empty, 0.0))
        if any(abs(self.own(p) * self.least(p) - self.left(p)) > TIGHT for p in falling):
            self.capacity.update(zip(falling, before, strict=True))
            return []
        self.drained.update(empty)
        return falling

    def _line(
        self, position: int, place: Mapping[int, int], row: Floats, constants: Floats
    ) -> bool:
        """Fills in the equation of an element; False where what binds it may change on the way."""
        number, own = place[position], self.own(position)

        def rank(requirement: Requirement) -> tuple[float, int]:
            fallen = sum(member in place for member in requirement.members)
            return requirement.delivered(self.capacity), fallen

        binding = min(self.flows.of(position), key=rank, default=None)
        met = 1.0 if binding is None else binding.delivered(self.capacity)
        if binding is None or met >= 1 - EXACT:
            constants[number] = own * met
            return True
        weight = own if binding.weight is None else own * binding.weight
        constants[number] = own - weight
        parts = list(zip(binding.members, binding.shares or (), strict=False))
        if binding.shares is None:
            if len(binding.members) > 1 and sum(m in place for m in binding.members) > 1:
                return False
            order = sorted(binding.members, key=self.left, reverse=True)
            parts = [(order[min(binding.needed, len(order)) - 1], 1.0)]
        for member, share in parts:
            if member in place:
                row[place[member]] -= weight * share
            else:
                constants[number] += weight * share * self.left(member)
        return True


def _causes(state: Flow, name: Callable[[int], str]) -> list[Weakened]:
    """Hops and binding requirement of each that is weakened, level by level.

    One step after the first member that is lost or weakened of a requirement that binds; of
    several that bind at once hard ones before soft ones, single providers before groups, then by
    name. Every weakened element is met: raising all that aren't in proportion to what they lack
    would else be a larger fixpoint.
    """
    left = state.weakened()
    hops = dict(state.down)
    hops.update((position, 0) for position in left if state.own(position) < 1)
    levels: dict[int, set[int]] = defaultdict(set)
    for position, level in hops.items():
        levels[level].add(position)
    found: dict[int, Binding | None] = {
        p: _binding(state, p, None, name) for p in left if p in hops
    }
    last = 0
    while levels:
        level = min(levels)
        met = {o for p in levels.pop(level) for o in state.flows.owners(p)}
        for owner in met:
            if owner in left and owner not in hops:
                binding = _binding(state, owner, (hops, level), name)
                if binding:
                    found[owner] = binding
                    levels[level + 1].add(owner)
        hops.update((owner, level + 1) for owner in levels.get(level + 1, ()))
        last = level
    for position in left.keys() - hops.keys():  # where rounding hides which came first
        found[position] = _binding(state, position, None, name)
        hops[position] = last + 1
    results = [
        Weakened(p, float(f"{left[p]:.9g}"), hops[p], found[p], p in state.drained) for p in left
    ]
    return sorted(results, key=lambda item: (item.hops, name(item.position)))


def _binding(
    state: Flow,
    position: int,
    met: tuple[Mapping[int, int], int] | None,
    name: Callable[[int], str],
) -> Binding | None:
    """The requirement that binds an element, of those with a member met up to a level of hops."""
    least = state.least(position) if state.own(position) < 1 else state.left(position)
    if least >= 1 - EXACT:
        return None

    def counts(member: int) -> bool:
        if met is None:
            return True
        hops, level = met
        return state.left(member) < 1 - EXACT and hops.get(member, level + 1) <= level

    single = [p for p in state.flows.providers(position) if state.left(p) <= least + TIGHT]
    if met_single := [provider for provider in single if counts(provider)]:
        provider = min(met_single, key=name)
        return _bound(state, Requirement(position, None, 1, (provider,)), name)
    tight = [
        requirement
        for requirement in state.flows.groups(position)
        if requirement.delivered(state.capacity) <= least + TIGHT
        and any(map(counts, requirement.members))
    ]
    if not tight:
        return None

    def order(requirement: Requirement) -> tuple[bool, str, list[str]]:
        members = sorted(name(member) for member in requirement.members)
        return requirement.weight is not None, requirement.group or "", members

    return _bound(state, min(tight, key=order), name)


def _bound(state: Flow, requirement: Requirement, name: Callable[[int], str]) -> Binding:
    members = sorted(requirement.members, key=name)
    return Binding(
        requirement,
        float(f"{requirement.delivered(state.capacity):.9g}"),
        sum(state.left(member) > 0 for member in members),
        tuple(member for member in members if state.left(member) <= 0),
        tuple(member for member in members if 0 < state.left(member) < 1 - EXACT),
    )
