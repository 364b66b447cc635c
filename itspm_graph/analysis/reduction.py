"""The same structure function with fewer gates, and its modules.

A module is a gate whose descendants occur nowhere else: it can be analysed by itself and then
stand for an event (Dutuit and Rauzy 1996, "A linear-time algorithm to find modules of fault trees",
IEEE Transactions on Reliability 45(3)).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from itspm_graph.analysis.fault_tree import Gates, normal
from itspm_graph.analysis.structure_function import NEVER, Gate, Lattice, Loop, StructureFunction


def reduced(function: StructureFunction) -> StructureFunction:
    """The same structure function with fewer gates; events keep their numbers.

    The top is made "one of those events that suffice alone, or what is left without them". Gates
    that can't fail, single inputs and repeated gates go; an OR that only feeds an OR is merged with
    it, and so is an AND that only feeds an AND.
    """
    alone = single_failures(function)
    left = [1] * len(function.events)
    for number in alone:
        left[number] = 0
    can = function.values(left, Lattice(0, 1))
    kept = _Rewriting(function, lambda node: bool(can[node])).done()
    rest = _Rewriting(kept, lambda _: True, _mergeable(kept)).done()
    gates = Gates(rest.events, list(rest.gates), list(rest.loops))
    return gates.function(gates.gate(1, [*alone, rest.top]))


def single_failures(function: StructureFunction) -> list[int]:
    """The events of which each alone makes the top fail, ascending: bit vectors of events."""
    bits = [1 << number for number in range(len(function.events))]
    found = function.value(bits, Lattice(0, (1 << len(bits)) - 1))
    return [number for number in range(len(bits)) if found >> number & 1]


class _Rewriting:
    """What the top needs, made anew."""

    def __init__(
        self,
        function: StructureFunction,
        can_fail: Callable[[int], bool],
        merged: Collection[int] = (),
    ) -> None:
        self.function = function
        self.can_fail = can_fail
        self.merged = merged
        self.gates = Gates(function.events)
        self.node = {number: number for number in range(len(function.events)) if can_fail(number)}
        self.merged_inputs: dict[int, list[int]] = {}

    def done(self) -> StructureFunction:
        function = self.function
        needed = reachable(function, function.top)
        for unit in function.units():
            if isinstance(unit, Loop):
                if not needed.isdisjoint(unit.gates):
                    self._loop(unit)
            elif unit in needed and self.can_fail(unit):
                self._gate(unit)
        return self.gates.function(self.node.get(function.top, NEVER))

    def _gate(self, node: int) -> None:
        gate = self.function.gate(node)
        inputs: list[int] = []
        for child in gate.inputs:
            inputs += self.merged_inputs.get(child) or [self.node.get(child, NEVER)]
        if node in self.merged:
            self.merged_inputs[node] = inputs
        else:
            least = len(inputs) if is_and(gate) else gate.least
            self.node[node] = self.gates.gate(least, inputs)

    def _loop(self, loop: Loop) -> None:
        room = self.gates.room(len(loop.gates))
        self.node.update(zip(loop.gates, room, strict=True))
        for node in loop.gates:
            if not self.can_fail(node):
                self.node[node] = NEVER
        gates = [self._normal(self.function.gate(node)) for node in loop.gates]
        place = dict(zip(loop.gates, room, strict=True))
        self.gates.loop(room, gates, (place[node] for node in loop.grounded))

    def _normal(self, gate: Gate) -> Gate:
        return normal(gate.least, (self.node.get(node, NEVER) for node in gate.inputs))


def is_and(gate: Gate) -> bool:
    """Whether it fails only with all of its inputs."""
    return gate.least == len(gate.inputs)


def reachable(function: StructureFunction, top: int, stop: Collection[int] = ()) -> set[int]:
    """Every event and gate that the top needs; those in `stop` are not looked into."""
    found: set[int] = set()
    stack = [top] if top != NEVER else []
    while stack:
        node = stack.pop()
        if node in found:
            continue
        found.add(node)
        if function.is_event(node) or (node in stop and node != top):
            continue
        stack.extend(function.gate(node).inputs)
        if node in function.loop_of:
            stack.extend(function.loop_of[node].gates)
    return found


def _mergeable(function: StructureFunction) -> set[int]:
    """Gates with one parent of their own kind."""
    looped = function.loop_of
    parents: Counter[int] = Counter()
    for node in function.nodes():
        parents.update(function.gate(node).inputs)
    found = set()
    for node in function.nodes():
        gate = function.gate(node)
        for child in gate.inputs if node not in looped else ():
            if function.is_event(child) or child in looped or parents[child] > 1:
                continue
            other = function.gate(child)
            if (gate.least == 1 and other.least == 1) or (is_and(gate) and is_and(other)):
                found.add(child)
    return found


@dataclass(frozen=True)
class Module:
    """A part of a structure function that stands by itself.

    The events of `function` are numbers of events and of inner modules in the function that it was
    cut from; `node` is its own number there.
    """

    node: int
    function: StructureFunction


Order = Callable[[StructureFunction, int, Collection[int]], list[int]]
"""Puts what a module leads to in the order of a diagram's variables."""


def modules(function: StructureFunction) -> list[int]:
    """The gates that are modules, inner ones first; the top is the last.

    One walk notes when each node is met first and last; a gate is a module when none of its
    descendants is met before it or after it.
    """
    return [*_Walk(function).modules(), function.top]


def cut(function: StructureFunction, node: int, stop: Collection[int], order: Order) -> Module:
    """A module by itself, its variables in this order."""
    inside = reachable(function, node, stop)
    variables = order(function, node, stop)
    place = {variable: number for number, variable in enumerate(variables)}
    gates = Gates(tuple(variables))
    for number in sorted(inside):
        if number in place:
            continue
        if number in function.loop_of:
            loop = function.loop_of[number]
            room = gates.room(len(loop.gates))
            place.update(zip(loop.gates, room, strict=True))
            looped = map(function.gate, loop.gates)
            made = [Gate(g.least, tuple(place[n] for n in g.inputs)) for g in looped]
            gates.loop(room, made, (place[n] for n in loop.grounded))
        else:
            gate = function.gate(number)
            place[number] = gates.gate(gate.least, (place[n] for n in gate.inputs))
    return Module(node, gates.function(place[node]))


class _Walk:
    """A depth-first walk that counts its steps; a loop is one node, called by its first gate."""

    def __init__(self, function: StructureFunction) -> None:
        self.function = function
        self.loop_of = function.loop_of
        self.clock = 0
        self.first: dict[int, int] = {}
        self.second: dict[int, int] = {}
        self.last: dict[int, int] = {}
        self.finished: list[int] = []
        self._visit(self._unit(function.top))

    def modules(self) -> list[int]:
        """Gates below the top, and outside of loops, whose descendants are met only inside."""
        earliest: dict[int, int] = {}
        latest: dict[int, int] = {}
        found = []
        for unit in self.finished[:-1]:
            children = self._children(unit)
            if self.function.is_event(unit):
                earliest[unit], latest[unit] = self.clock, 0
                continue
            earliest[unit] = min(min(self.first[c], earliest[c]) for c in children)
            latest[unit] = max(max(self.last[c], latest[c]) for c in children)
            alone = self.first[unit] < earliest[unit] and latest[unit] < self.second[unit]
            if alone and unit not in self.loop_of:
                found.append(unit)
        return found

    def _unit(self, node: int) -> int:
        return self.loop_of[node].gates.start if node in self.loop_of else node

    def _children(self, unit: int) -> list[int]:
        if self.function.is_event(unit):
            return []
        gates = self.loop_of[unit].gates if unit in self.loop_of else [unit]
        found = (self._unit(n) for gate in gates for n in self.function.gate(gate).inputs)
        return [child for child in dict.fromkeys(found) if child != unit]

    def _visit(self, top: int) -> None:
        stack: list[tuple[int, Iterator[int]]] = []
        self._meet(top, stack)
        while stack:
            unit, children = stack[-1]
            child = next(children, None)
            if child is not None:
                self._meet(child, stack)
                continue
            stack.pop()
            self._leave(unit)

    def _meet(self, unit: int, stack: list[tuple[int, Iterator[int]]]) -> None:
        self.clock += 1
        self.last[unit] = self.clock
        if unit not in self.first:
            self.first[unit] = self.clock
            stack.append((unit, iter(self._children(unit))))

    def _leave(self, unit: int) -> None:
        self.clock += 1
        self.second[unit] = self.last[unit] = self.clock
        self.finished.append(unit)
