"""What goes down when these fail: redundancy respected, cycles treated as domain rules say.

State is Boolean. An element is up while it hasn't failed and, for each of its groups, at least
`needed` members are up. On a running estate the answer is the greatest fixpoint of "up": only what
has a finite derivation from an actual failure goes down. Inside a cycle that is too kind: a loop
that lost its outside support would hold itself up on paper. Under the conservative policy such
elements go down as well (DOWN_LOST_GROUND): components of the failure graph are treated providers
first; in each, N is what is up in the greatest fixpoint, was up in the least fixpoint of the
undisturbed estate, and isn't in the least fixpoint now; the state is the greatest fixpoint with N
failed too. Both fixpoints exist because the equations are monotone (Knaster and Tarski).
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from itspm_graph.analysis.requirements import Group, Requirements, requirements
from itspm_graph.graph import Graph

CyclePolicy = Literal["conservative", "running"]


class Status(StrEnum):
    """What became of an element."""

    DOWN = "DOWN"
    DOWN_LOST_GROUND = "DOWN_LOST_GROUND"


@dataclass(frozen=True)
class Cause:
    """The requirement that fell first: of `group` (None: an essential provider) so many are up."""

    group: str | None
    up: int
    needed: int
    lost: tuple[int, ...]


@dataclass(frozen=True)
class Affected:
    """An element that goes down, in how many steps, and why."""

    position: int
    status: Status
    hops: int
    because: Cause


def impact(
    graph: Graph, failed: Iterable[int], policy: CyclePolicy = "conservative"
) -> list[Affected]:
    """Everything that goes down when these fail, nearest first; the failed ones left out."""
    needs = requirements(graph)
    state = _State(needs, frozenset(failed))
    state.settle(policy)
    hops = _hops(needs, state)
    found = [
        Affected(
            position,
            Status.DOWN_LOST_GROUND if position in state.lost_ground else Status.DOWN,
            hops[position],
            _cause(needs, state, position, hops, graph.ref),
        )
        for position in state.down - state.failed
    ]
    return sorted(found, key=lambda item: (item.hops, graph.ref(item.position)))


@dataclass
class _State:
    """Who is down, worked out component by component, providers first."""

    needs: Requirements
    failed: frozenset[int]
    down: set[int] = field(default_factory=set)
    lost_ground: set[int] = field(default_factory=set)
    """Down only because a cycle lost its outside support."""
    ungrounded: dict[int, set[int]] = field(default_factory=dict)
    """For each element of N, what else of its cycle lost its ground."""
    lost_members: Counter[int] = field(default_factory=Counter)
    """Members down, by group."""
    queue: list[int] = field(default_factory=list)
    queued: set[int] = field(default_factory=set)

    def settle(self, policy: CyclePolicy) -> None:
        component = self.needs.components
        for position in self.failed:
            self._enqueue(component[position])
        failed_in: dict[int, set[int]] = {}
        for position in self.failed:
            failed_in.setdefault(component[position], set()).add(position)
        doomed: dict[int, set[int]] = failed_in
        while self.queue:
            number = heapq.heappop(self.queue)
            start = doomed.pop(number, set())
            members = self.needs.cycles.get(number)
            fallen = start if members is None else self._cycle(set(members), start, policy)
            for position in sorted(fallen - self.down):
                self.down.add(position)
                self._tell(position, number, doomed)

    def _enqueue(self, component: int) -> None:
        if component not in self.queued:
            self.queued.add(component)
            heapq.heappush(self.queue, component)

    def _tell(self, position: int, own: int, doomed: dict[int, set[int]]) -> None:
        """Pass the loss of an element on to those in other components that need it."""
        component = self.needs.components
        for dependent in self.needs.essential_to.of(position):
            if component[dependent] != own:
                doomed.setdefault(component[dependent], set()).add(dependent)
                self._enqueue(component[dependent])
        for number in self.needs.member_in.of(position):
            self.lost_members[number] += 1
            group = self.needs.groups[number]
            there = component[group.owner]
            if there == own:
                continue
            if len(group.members) - self.lost_members[number] < group.needed:
                doomed.setdefault(there, set()).add(group.owner)
                self._enqueue(there)
            elif there in self.needs.cycles:
                self._enqueue(there)

    def _cycle(self, members: set[int], start: set[int], policy: CyclePolicy) -> set[int]:
        """Who is down in one cycle, given who is down outside it."""
        fallen = self._fallen(members, start)
        if policy == "running":
            return fallen
        before = self._grounded(members, frozenset(), frozenset())
        now = self._grounded(members, self.failed, self.down)
        lost = before - now - fallen
        if not lost:
            return fallen
        effective = self._fallen(members, start | lost)
        self.lost_ground |= effective - fallen
        ungrounded = members - now
        self.ungrounded.update(dict.fromkeys(lost, ungrounded))
        return effective

    def _fallen(self, members: set[int], start: set[int]) -> set[int]:
        """Greatest fixpoint of "up" inside the cycle, as the set of those that are not."""
        fallen = set(start)
        lost: Counter[int] = Counter()
        work = list(start)
        while work:
            position = work.pop()
            found = [d for d in self.needs.essential_to.of(position) if d in members]
            for number in self.needs.member_in.of(position):
                group = self.needs.groups[number]
                if group.owner in members:
                    lost[number] += 1
                    down = lost[number] + self.lost_members[number]
                    if len(group.members) - down < group.needed:
                        found.append(group.owner)
            fresh = set(found) - fallen
            fallen |= fresh
            work.extend(fresh)
        return fallen

    def _grounded(
        self, members: set[int], failed: frozenset[int], down: frozenset[int] | set[int]
    ) -> set[int]:
        """Least fixpoint of "up" inside the cycle: what can be brought up from nothing."""
        missing: dict[int, int] = {}
        short: dict[int, int] = {}
        for position in members:
            providers = set(self.needs.essential.of(position))
            blocked = sum(p in members or p in down for p in providers)
            for number in self.needs.groups_of.of(position):
                group = self.needs.groups[number]
                ready = sum(m not in members and m not in down for m in group.members)
                short[number] = group.needed - ready
                blocked += short[number] > 0
            missing[position] = blocked
        grounded: set[int] = set()
        work = [p for p in members if not missing[p] and p not in failed]
        while work:
            position = work.pop()
            grounded.add(position)
            for owner in self._served(position, members, short):
                missing[owner] -= 1
                if not missing[owner] and owner not in failed:
                    work.append(owner)
        return grounded

    def _served(self, position: int, members: set[int], short: dict[int, int]) -> list[int]:
        """Whose requirement is newly met now that the position is up."""
        served = [d for d in set(self.needs.essential_to.of(position)) if d in members]
        for number in self.needs.member_in.of(position):
            if number in short:
                short[number] -= 1
                if short[number] == 0:
                    served.append(self.needs.groups[number].owner)
        return served


def _hops(needs: Requirements, state: _State) -> dict[int, int]:
    """Steps from the failure to each element that is down, level by level.

    An element whose cycle lost its ground follows the first of those it needs that is lost.
    """
    hops = dict.fromkeys(state.failed, 0)
    lost: Counter[int] = Counter()
    frontier, level = list(state.failed), 0
    while frontier:
        level += 1
        found = set()
        for position in frontier:
            found.update(needs.essential_to.of(position))
            for number in needs.member_in.of(position):
                lost[number] += 1
                group = needs.groups[number]
                if _short(group, lost[number], state):
                    found.add(group.owner)
        frontier = [p for p in found if p in state.down and p not in hops]
        hops.update(dict.fromkeys(frontier, level))
    return hops


def _short(group: Group, lost: int, state: _State) -> bool:
    ungrounded = state.ungrounded.get(group.owner)
    if ungrounded is not None and _standing(group, state, ungrounded) < group.needed:
        return True
    return len(group.members) - lost < group.needed


def _standing(group: Group, state: _State, ungrounded: set[int]) -> int:
    return sum(m not in state.down and m not in ungrounded for m in group.members)


def _cause(
    needs: Requirements,
    state: _State,
    position: int,
    hops: dict[int, int],
    name: Callable[[int], str],
) -> Cause:
    """The requirement that fell first; of several at once the first by name."""
    causes: list[tuple[int, str, list[str], Cause]] = []
    lost_providers = [p for p in needs.essential.of(position) if p in state.down]
    if lost_providers:
        when = min(hops[p] for p in lost_providers)
        first = min((p for p in lost_providers if hops[p] == when), key=name)
        causes.append((when, "", [name(first)], Cause(None, 0, 1, (first,))))
    ungrounded = state.ungrounded.get(position, set())
    for number in needs.groups_of.of(position):
        group = needs.groups[number]
        lost = sorted((m for m in group.members if m in state.down), key=name)
        up = _standing(group, state, ungrounded)
        if lost and up < group.needed:
            order = sorted(hops[m] for m in lost)
            spare = 0 if position in state.ungrounded else len(group.members) - group.needed
            cause = Cause(group.name, up, group.needed, tuple(lost))
            causes.append((order[spare], group.name, [name(m) for m in lost], cause))
    return min(causes, key=lambda item: item[:3])[3]
