"""Why an element fares as it does: a derivation from it down to what failed, or what held it up.

Each element is explained once, in a step of its own, by requirements whose members are further
steps. A step can be checked from its members alone:

* what is down names the requirement that fell first: its `lost` members are down, and each fell in
  fewer hops or lies outside the owner's cycle, so a derivation always ends at what failed. Where a
  cycle lost its ground, `circular` names the members that can't be brought up without this
  element's own cycle, and so don't count (decision 0005).
* what is weakened names the requirement that binds it, and its members that are lost or weakened.
  Capacities that feed back on each other are a fixpoint: then a member may be explained by its
  owner, but at least one has fewer hops.
* what isn't affected names every requirement below which something was hit, with its margin. What
  holds in a cycle holds together: each step relies on the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from itspm_graph.analysis.capacity import Weakened
from itspm_graph.analysis.impact import Affected
from itspm_graph.analysis.load_sharing import LoadSharing, Requirement, load_sharing
from itspm_graph.analysis.requirements import Requirements
from itspm_graph.graph import Graph


@dataclass(frozen=True)
class Ground:
    """A requirement as a step tells it."""

    requirement: Requirement
    lost: tuple[int, ...] = ()
    """Members that are down; of an owner that is down those that don't rest on its own fall."""
    weakened: tuple[int, ...] = ()
    """Members that are up with less than their whole capacity."""
    circular: tuple[int, ...] = ()
    """Members that rest on the owner's own cycle."""
    holding: tuple[int, ...] = ()
    """Members that keep the requirement met."""
    delivered: float = 0.0
    """Share of its capacity that it leaves the owner."""

    @property
    def up(self) -> int:
        members = self.requirement.members
        return len(members) - len(self.lost) - len(self.circular)


@dataclass(frozen=True)
class Step:
    """One element and why it fares so; `leads_to` are the steps that this one rests on."""

    position: int
    grounds: tuple[Ground, ...]
    leads_to: tuple[int, ...]


@dataclass(frozen=True)
class Fates:
    """What became of the estate: hits on elements themselves, what is down, what is weakened."""

    hits: Mapping[int, float]
    down: Sequence[Affected]
    weakened: Sequence[Weakened]


def explanation(graph: Graph, target: int, fates: Fates) -> list[Step]:
    """The steps that explain what became of an element, its own first, then depth first.

    A single step without grounds means that it was hit itself or, where it wasn't, that nothing
    that was hit is connected with it.
    """
    explained = _Explanation(graph, fates, target)
    steps: dict[int, Step] = {}
    work = [target]
    while work:
        position = work.pop()
        if position not in steps:
            steps[position] = explained.step(position)
            work.extend(reversed(steps[position].leads_to))
    return list(steps.values())


class _Explanation:
    """Derives steps from what became of the estate."""

    def __init__(self, graph: Graph, fates: Fates, target: int) -> None:
        self.name = graph.ref
        self.flows = load_sharing(graph)
        self.hits = fates.hits
        self.down = {item.position: item for item in fates.down}
        self.weakened = {item.position: item for item in fates.weakened}
        failed = [position for position, left in fates.hits.items() if not left]
        self.hops = dict.fromkeys(failed, 0)
        self.hops.update((item.position, item.hops) for item in fates.down)
        self.hops.update((item.position, item.hops) for item in fates.weakened)
        self.capacity = {**dict.fromkeys(failed, 0.0), **dict.fromkeys(self.down, 0.0)}
        self.capacity.update((item.position, item.capacity) for item in fates.weakened)
        self.target = target
        self._touched: set[int] | None = None
        self._grounded: dict[int, set[int]] = {}

    def step(self, position: int) -> Step:
        if position in self.down:
            ground = self._fallen(self.down[position])
            return Step(position, (ground,), ground.lost)
        if position in self.weakened:
            cause = self.weakened[position].because
            if cause is None:
                return Step(position, (), ())
            ground = Ground(cause.requirement, cause.lost, cause.weakened,
                            delivered=cause.delivered)  # fmt: skip
            return Step(position, (ground,), (*ground.lost, *ground.weakened))
        if self.hits.get(position, 1.0) < 1:
            return Step(position, (), ())
        return self._held(position)

    def _left(self, position: int) -> float:
        return self.capacity.get(position, 1.0)

    def _sorted(self, positions: Iterable[int]) -> tuple[int, ...]:
        return tuple(sorted(positions, key=self.name))

    def _fallen(self, item: Affected) -> Ground:
        """The requirement that fell first, by the members that fell before the owner."""
        cause = item.because
        requirement = next(
            requirement
            for requirement in self.flows.of(item.position)
            if requirement.weight is None
            and requirement.group == cause.group
            and set(cause.lost) <= set(requirement.members)
        )
        earlier = [m for m in requirement.members if self.hops.get(m, item.hops) < item.hops]
        lost = self._sorted(m for m in earlier if m in cause.lost)
        if len(requirement.members) - len(lost) < requirement.needed:
            return Ground(requirement, lost)
        return self._lost_ground(item.position, requirement, lost)

    def _lost_ground(self, owner: int, requirement: Requirement, lost: tuple[int, ...]) -> Ground:
        """A requirement whose other members are lost outside, or rest on the owner's own cycle."""
        needs = self.flows.needs
        number = int(needs.components[owner])
        cycle = set(needs.cycles.get(number, ()))
        if number not in self._grounded:
            self._grounded[number] = _grounded(needs, self.flows, cycle, self.capacity)
        outside = {m for m in requirement.members if m not in cycle and not self._left(m)}
        inside = {m for m in requirement.members if m in cycle and m not in lost}
        circular = self._sorted(inside - self._grounded[number])
        return Ground(requirement, self._sorted(outside.union(lost)), circular=circular)

    def _held(self, position: int) -> Step:
        """Every requirement below which something was hit, with what kept it met."""
        if self._touched is None:
            self._touched = self._region()
        grounds = []
        onward: dict[int, None] = {}
        for requirement in self.flows.of(position):
            touched = self._sorted(m for m in requirement.members if m in self._touched)
            if not touched:
                continue
            onward.update(dict.fromkeys(touched))
            members = self._sorted(requirement.members)
            ground = Ground(
                requirement,
                lost=tuple(m for m in members if self._left(m) <= 0),
                weakened=tuple(m for m in members if 0 < self._left(m) < 1),
                holding=tuple(m for m in members if self._left(m) > 0),
                delivered=float(f"{requirement.delivered(self.capacity):.9g}"),
            )
            grounds.append(ground)
        return Step(position, tuple(grounds), tuple(onward))

    def _region(self) -> set[int]:
        """What the target needs, directly or not, and from which something that was hit is met."""
        owners: dict[int, set[int]] = {self.target: set()}
        work = [self.target]
        while work:
            position = work.pop()
            for requirement in self.flows.of(position):
                for member in requirement.members:
                    if member not in owners:
                        owners[member] = set()
                        work.append(member)
                    owners[member].add(position)
        found = {p for p in owners if self.hits.get(p, 1.0) < 1}
        work = list(found)
        while work:
            for owner in owners[work.pop()] - found:
                found.add(owner)
                work.append(owner)
        return found


def _grounded(
    needs: Requirements, flows: LoadSharing, cycle: set[int], capacity: Mapping[int, float]
) -> set[int]:
    """What of a cycle can be brought up from nothing, with what lies outside as it is."""
    up: set[int] = set()

    def stands(member: int) -> bool:
        return member in up if member in cycle else capacity.get(member, 1.0) > 0

    work = sorted(cycle)
    while work:
        position = work.pop()
        if position in up or capacity.get(position, 1.0) <= 0:
            continue
        hard = (r for r in flows.of(position) if r.weight is None)
        if all(sum(map(stands, r.members)) >= r.needed for r in hard):
            up.add(position)
            served = set(needs.essential_to.of(position))
            served.update(needs.group(n).owner for n in needs.member_in.of(position))
            work.extend(served & cycle - up)
    return up
