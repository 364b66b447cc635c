"""The fault tree of a target: its structure function, derived from what each element needs."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from itspm_graph.adjacency import strong_components
from itspm_graph.analysis.impact import CyclePolicy
from itspm_graph.analysis.requirements import Group, Requirements, requirements
from itspm_graph.analysis.structure_function import NEVER, Gate, Lattice, Loop, StructureFunction
from itspm_graph.graph import Graph


def fault_tree(
    graph: Graph, target: int, basic: Container[int], policy: CyclePolicy = "conservative"
) -> StructureFunction:
    """The structure function of a target; its events are positions.

    `basic` holds the positions that may fail by themselves; all others fail only through what they
    need. The target may be one of them. Two snapshots with the same records give the same function,
    whatever the order in which the records were read.
    """
    derived = Derivation(graph, basic, policy, [target])
    return derived.gates.function(derived.node[target])


@dataclass
class Gates:
    """Gates in the making: constants dropped, single inputs passed through, equal gates shared."""

    events: tuple[int, ...]
    made: list[Gate] = field(default_factory=list)
    loops: list[Loop] = field(default_factory=list)
    _known: dict[Gate, int] = field(default_factory=dict)

    def gate(self, least: int, inputs: Iterable[int]) -> int:
        """The number of the gate, an input's where it is the same, or `NEVER`."""
        gate = normal(least, inputs)
        if not gate.inputs:
            return NEVER
        if len(gate.inputs) == 1:
            return gate.inputs[0]
        if gate not in self._known:
            self._known[gate] = self._next
            self.made.append(gate)
        return self._known[gate]

    def room(self, count: int) -> range:
        """Numbers for the gates of a loop, which refer to each other before they are made."""
        found = range(self._next, self._next + count)
        self.made.extend([Gate(1, ())] * count)
        return found

    def loop(self, room: range, gates: Sequence[Gate], grounded: Iterable[int]) -> None:
        """Make the gates of a loop in the room reserved for them."""
        for node, gate in zip(room, gates, strict=True):
            self.made[node - len(self.events)] = gate
        self.loops.append(Loop(room, frozenset(grounded)))

    def function(self, top: int) -> StructureFunction:
        return StructureFunction(self.events, tuple(self.made), tuple(self.loops), top)

    @property
    def _next(self) -> int:
        return len(self.events) + len(self.made)


def normal(least: int, inputs: Iterable[int]) -> Gate:
    """The gate without inputs that can't fail; one that can't fail at all has no inputs."""
    given = list(inputs)
    kept = sorted(node for node in given if node != NEVER)
    if least > len(kept):
        return Gate(1, ())
    if least == 1:
        return Gate(1, tuple(dict.fromkeys(kept)))
    if least == len(kept):
        distinct = tuple(dict.fromkeys(kept))
        return Gate(len(distinct), distinct)
    return Gate(least, tuple(kept))


class Derivation:
    """The gates of some targets and of all that they need.

    Two snapshots with the same records and targets give the same gates, whatever the order in which
    the records were read.
    """

    gates: Gates
    """Made so far; more may be added."""
    node: dict[int, int]
    """The gate or event of each position, `NEVER` where it can't fail."""
    own: dict[int, int]
    """The event of each position that may fail by itself."""

    def __init__(
        self, graph: Graph, basic: Container[int], policy: CyclePolicy, targets: Sequence[int]
    ) -> None:
        self.graph = graph
        self.needs = requirements(graph)
        self.policy = policy
        self.node = {}
        units = self._units(targets)
        positions = sorted((p for unit in units for p in unit), key=graph.ref)
        events = tuple(p for p in positions if p in basic)
        self.own = {position: number for number, position in enumerate(events)}
        self.gates = Gates(events)
        for unit in units:
            if self.needs.components[unit[0]] in self.needs.cycles:
                self._circle(unit)
            else:
                self.node[unit[0]] = self.gates.gate(1, self._causes(unit[0], set()))

    def _units(self, targets: Sequence[int]) -> list[list[int]]:
        """Components of the targets' closures, providers first, depth first by reference."""
        found: list[list[int]] = []
        seen: set[int] = set()
        stack = [(self._unit(target), False) for target in reversed(targets)]
        while stack:
            unit, done = stack.pop()
            if done:
                found.append(unit)
                continue
            if unit[0] in seen:
                continue
            seen.update(unit)
            stack.append((unit, True))
            providers = {p for position in unit for p in self._providers(position)} - seen
            for provider in sorted(providers, key=self.graph.ref, reverse=True):
                stack.append((self._unit(provider), False))
        return found

    def _unit(self, position: int) -> list[int]:
        members = self.needs.cycles.get(self.needs.components[position], [position])
        return sorted(members, key=self.graph.ref)

    def _providers(self, position: int) -> Iterable[int]:
        yield from self.needs.essential.of(position)
        for group in self._groups(position):
            yield from group.members

    def _groups(self, position: int) -> list[Group]:
        return [self.needs.group(number) for number in self.needs.groups_of.of(position)]

    def _causes(self, position: int, inside: set[int]) -> list[int]:
        """What takes a position down from outside a circle: itself, its providers, its groups."""
        essential = self.needs.essential.of(position)
        found = [self.own.get(position, NEVER)]
        found += [self.node[p] for p in essential if p not in inside]
        for group in self._groups(position):
            if inside.isdisjoint(group.members):
                found.append(self.gates.gate(_lost(group), (self.node[m] for m in group.members)))
        return found

    def _circle(self, members: list[int]) -> None:
        """The gates of elements that all need each other.

        Those that are essential to each other fail together, and none of them can be brought up
        from nothing: they share one gate, which leads to itself.
        """
        circle = _Circle(self.needs, members)
        inside = circle.inside
        causes = [[c for p in cell for c in self._causes(p, inside)] for cell in circle.cells]
        inner = [
            [g for p in cell for g in self._groups(p) if not inside.isdisjoint(g.members)]
            for cell in circle.cells
        ]
        if len(circle.cells) == 1 and not inner[0]:
            node = self.gates.gate(1, causes[0])
            self.node.update(dict.fromkeys(members, node))
            return
        room = self.gates.room(len(circle.cells) + sum(map(len, inner)))
        free = iter(room)
        places = [[next(free) for _ in groups] for groups in inner]
        for cell in circle.cells:
            self.node.update(dict.fromkeys(cell, next(free)))
        made = [
            normal(_lost(group), (self.node[m] for m in group.members))
            for groups in inner
            for group in groups
        ]
        for number in range(len(circle.cells)):
            others = [self.node[p] for p in circle.essential(number)]
            made.append(normal(1, [*causes[number], *others, *places[number]]))
        cells = {self.node[cell[0]] for cell in circle.cells}
        self.gates.loop(room, made, ())
        if self.policy == "conservative":
            self.gates.loops[-1] = Loop(room, self._grounded(room) & cells)

    def _grounded(self, room: range) -> frozenset[int]:
        """What can be brought up from nothing while nothing has failed."""
        loop = Loop(room)
        function = self.gates.function(room.start)
        values = [0] * room.stop
        function.iterate(loop, values, Lattice(0, 1), start=1, floor={})
        return frozenset(node for node in room if not values[node])


def _lost(group: Group) -> int:
    """How many members must have failed for the group to fall below its threshold."""
    return len(group.members) - group.needed + 1


@dataclass(frozen=True)
class _Circle:
    """Elements that all need each other, in cells of those essential to each other."""

    needs: Requirements
    members: list[int]

    @cached_property
    def inside(self) -> set[int]:
        return set(self.members)

    @cached_property
    def cells(self) -> list[list[int]]:
        place = {position: number for number, position in enumerate(self.members)}
        pairs = [(p, q) for p in self.members for q in self.needs.essential.of(p) if q in place]
        rows = np.array([place[p] for p, _ in pairs], dtype=np.int32)
        columns = np.array([place[q] for _, q in pairs], dtype=np.int32)
        labels = strong_components(len(place), rows, columns)
        found: dict[int, list[int]] = {}
        for position, label in zip(self.members, labels.tolist(), strict=True):
            found.setdefault(label, []).append(position)
        return list(found.values())

    def essential(self, number: int) -> list[int]:
        """Who of the circle is essential to a cell; its own members among them where they are."""
        return [
            q for p in self.cells[number] for q in self.needs.essential.of(p) if q in self.inside
        ]
