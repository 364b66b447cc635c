"""When a target is left with less than a share of its capacity: the fault tree of a shortfall.

Capacity only ever falls as more elements fail, so "less than x" is a structure function like "down"
is. It is derived from the requirements one level of capacity at a time: of a provider less than x
is asked in turn, of a k-of-n group that n - k + 1 of its members have less than x, of what is soft
by a weight w that it delivers less than 1 - (1 - x) / w. A shared load is below x in the
combinations of its members' levels that don't add up to it, which are gone through from member to
member, as pseudo-Boolean constraints are made into decision diagrams (Eén and Sörensson 2006,
Journal on Satisfiability, Boolean Modeling and Computation 2). Whatever is either down or whole
keeps the gates of its fault tree.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Container, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from itspm_graph.adjacency import strong_components
from itspm_graph.analysis.capacity import TIGHT
from itspm_graph.analysis.capacity_levels import CapacityLevels
from itspm_graph.analysis.fault_tree import Derivation, fault_tree, normal
from itspm_graph.analysis.impact import CyclePolicy
from itspm_graph.analysis.load_sharing import Requirement, load_sharing
from itspm_graph.analysis.structure_function import NEVER, Gate, StructureFunction
from itspm_graph.errors import LimitExceeded
from itspm_graph.graph import Graph

ALWAYS = -2
"""Stands for what is the case whatever fails."""

MOST_CONDITIONS = 200_000


class Below(NamedTuple):
    """An element has less than the level of this rank."""

    position: int
    rank: int


class Short(NamedTuple):
    """Members of a shared load, from a place on, carry less than the sum of this rank."""

    requirement: Requirement
    place: int
    rank: int


class Several(NamedTuple):
    """At least so many of these are the case."""

    least: int
    ways: tuple[Way, ...]


Condition = Below | Short | Several
Way = Condition | int
"""A condition, or the number of a gate that is made already."""


def shortfall(
    graph: Graph,
    target: int,
    least: float,
    basic: Container[int],
    policy: CyclePolicy = "conservative",
) -> StructureFunction:
    """The structure function of "the target has less than `least` of its capacity, or is down".

    `least` is a share from 0 to 1; `basic` is as for `fault_tree`. The values are those of `impact`
    and `weakened` for every assignment of the events. `LimitExceeded` where a cycle shares its load
    on which the target rests, or where too many levels of capacity would have to be told apart.
    """
    return _Shortfall(graph, target, basic, policy).function(max(least - TIGHT, TIGHT))


def loss(
    graph: Graph,
    target: int,
    least: float | None,
    basic: Container[int],
    policy: CyclePolicy = "conservative",
) -> StructureFunction:
    """When a target is lost: when it is down, or also with less than a share where one is given."""
    if least is None:
        return fault_tree(graph, target, basic, policy)
    return shortfall(graph, target, least, basic, policy)


class _Shortfall:
    def __init__(
        self, graph: Graph, target: int, basic: Container[int], policy: CyclePolicy
    ) -> None:
        self.graph = graph
        self.target = target
        self.flows = load_sharing(graph)
        closure = self.flows.rests_on([target])
        self.divided = self.flows.divided(closure)
        self.levels = CapacityLevels(self.flows, self.divided, graph.ref)
        others = sorted(closure - {target}, key=graph.ref)
        self.derived = Derivation(graph, basic, policy, [target, *others])

    def function(self, share: float) -> StructureFunction:
        top = self._below(self.target, share)
        if not isinstance(top, int):
            top = self._made(top)
        return self.derived.gates.function(top)

    # --- conditions ---------------------------------------------------------------------------

    def _below(self, position: int, share: float) -> Way:
        if position not in self.divided:
            return self.derived.node[position]
        rank = bisect_left(self.levels.of(position), share)
        return Below(position, rank) if rank else NEVER

    def _ways(self, condition: Condition) -> Several:
        """What a condition is the same as."""
        if isinstance(condition, Below):
            return Several(1, self._causes(*condition))
        if isinstance(condition, Short):
            return Several(1, self._sums(*condition))
        return condition

    def _causes(self, position: int, rank: int) -> tuple[Way, ...]:
        below, level = self.levels.of(position)[rank - 1 : rank + 1]
        share = (below + level) / 2
        needs = self.derived.needs
        circular = needs.components[position] in needs.cycles
        own = self.derived.node[position] if circular else self.derived.own.get(position, NEVER)
        providers = sorted(self.flows.providers(position), key=self.graph.ref)
        groups = sorted(map(self._ordered, self.flows.groups(position)), key=self._name)
        return (
            own,
            *(self._below(provider, share) for provider in providers),
            *(self._undelivered(requirement, share) for requirement in groups),
        )

    def _ordered(self, requirement: Requirement) -> Requirement:
        """The same with its members in the order of their references."""
        shares = requirement.shares or (1.0,) * len(requirement.members)
        pairs = sorted(
            zip(requirement.members, shares, strict=True), key=lambda pair: self.graph.ref(pair[0])
        )
        return replace(
            requirement,
            members=tuple(member for member, _ in pairs),
            shares=requirement.shares and tuple(share for _, share in pairs),
        )

    def _name(self, requirement: Requirement) -> tuple[str, bool, list[str]]:
        members = [str(self.graph.ref(member)) for member in requirement.members]
        return requirement.group or "", requirement.weight is None, members

    def _undelivered(self, requirement: Requirement, share: float) -> Way:
        """A requirement leaves its owner less than a share."""
        members = requirement.members
        if requirement.weight is not None:
            share = 1 - (1 - share) / requirement.weight
            if share <= 0:
                return NEVER
        bearable = len(members) - min(requirement.needed, len(members))
        if requirement.shares is None:
            return Several(bearable + 1, tuple(self._below(m, share) for m in members))
        self.levels.refuse_cycle(requirement)
        if len(set(requirement.shares)) == 1 and self.divided.isdisjoint(members):
            each = requirement.shares[0]
            while bearable and (len(members) - bearable) * each < share:
                bearable -= 1
            return Several(bearable + 1, tuple(self._below(m, share) for m in members))
        quorum = Several(bearable + 1, tuple(self._below(m, TIGHT) for m in members))
        short = self._short(requirement, 0, share)
        return short if requirement.needed == 1 else Several(1, (quorum, short))

    def _short(self, requirement: Requirement, place: int, needed: float) -> Way:
        """Members of a shared load from a place on carry less than is needed."""
        sums = self.levels.sums(requirement)[place]
        rank = bisect_left(sums, needed)
        if rank in (0, len(sums)):
            return ALWAYS if rank else NEVER
        return Short(requirement, place, rank)

    def _sums(self, requirement: Requirement, place: int, rank: int) -> tuple[Way, ...]:
        """How what members carry stays below a sum: the first has so little, the others the rest.

        A level of the first that leaves the others the same to do adds no way of its own.
        """
        sums = self.levels.sums(requirement)[place]
        needed = (sums[rank - 1] + sums[rank]) / 2
        member = requirement.members[place]
        part = (requirement.shares or ())[place]
        levels = self.levels.of(member)
        found: list[Way] = []
        above: Way = NEVER
        for number in range(len(levels) - 1, -1, -1):
            rest = self._short(requirement, place + 1, needed - part * levels[number])
            if rest == above:
                continue
            above = rest
            if number == len(levels) - 1:
                found.append(rest)
                continue
            less = self._below(member, (levels[number] + levels[number + 1]) / 2)
            if rest == ALWAYS:
                found.append(less)
                break
            found.append(Several(2, (less, rest)))
        return tuple(found)

    # --- gates --------------------------------------------------------------------------------

    def _made(self, top: Condition) -> int:
        """The gate of a condition, and those of all that it leads to, inputs first."""
        same = self._unfolded(top)
        listed = list(same)
        number = {condition: place for place, condition in enumerate(listed)}
        inputs = [
            [number[way] for way in same[condition].ways if not isinstance(way, int)]
            for condition in listed
        ]
        made: dict[Condition, int] = {}

        def gate(condition: Condition) -> Gate:
            least, ways = same[condition]
            return normal(least, (w if isinstance(w, int) else made[w] for w in ways))

        for unit in _units(inputs):
            conditions = [listed[place] for place in unit]
            if len(unit) == 1 and unit[0] not in inputs[unit[0]]:
                made[conditions[0]] = self.derived.gates.gate(*gate(conditions[0]))
                continue
            room = self.derived.gates.room(len(unit))
            made.update(zip(conditions, room, strict=True))
            self.derived.gates.loop(room, [gate(condition) for condition in conditions], ())
        return made[top]

    def _unfolded(self, top: Condition) -> dict[Condition, Several]:
        """Every condition that the top leads to, with what it is the same as."""
        found: dict[Condition, Several] = {}
        stack = [top]
        while stack:
            condition = stack.pop()
            if condition in found:
                continue
            found[condition] = self._ways(condition)
            stack += [way for way in found[condition].ways if not isinstance(way, int)]
            if len(found) > MOST_CONDITIONS:
                raise LimitExceeded(
                    f"more than {MOST_CONDITIONS} levels of capacity would have to be told apart"
                )
        return found


def _units(inputs: Sequence[Sequence[int]]) -> list[list[int]]:
    """Conditions that lead to each other together, inputs before what they lead to."""
    size = len(inputs)
    rows = np.repeat(np.arange(size, dtype=np.int32), [len(ways) for ways in inputs])
    columns = np.array([way for ways in inputs for way in ways], dtype=np.int32)
    labels = strong_components(size, rows, columns)
    order: NDArray[np.intp] = np.argsort(labels, kind="stable")
    found: list[list[int]] = [[] for _ in range(labels.max(initial=-1) + 1)]
    for place, label in zip(order.tolist(), labels[order].tolist(), strict=True):
        found[label].append(place)
    return found
