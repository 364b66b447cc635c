"""When a target fails, as a system of gates over basic events.

The structure function of Birnbaum, Esary and Saunders (1961), in failure logic: an element fails
by itself or when fewer of a group's members are up than it needs, which is when at least n - k + 1
of them have failed. Events are numbered 0…n-1, gates follow, inputs first. Elements that need each
other in a circle form a `Loop`; its gates are settled together by fixpoints, so that the values are
those of `impact` for every assignment of the events.

The same gates are evaluated over any lattice that has `|` and `&`: truth values, bit vectors (of
events, or of samples), decision diagrams.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import and_, or_
from typing import Generic, NamedTuple, Protocol, Self, TypeVar

NEVER = -1
"""The number of what can't fail."""


class Failure(Protocol):
    """A value of an element: in which cases it has failed."""

    def __or__(self, other: Self, /) -> Self: ...
    def __and__(self, other: Self, /) -> Self: ...


F = TypeVar("F", bound=Failure)


@dataclass(frozen=True)
class Lattice(Generic[F]):
    """What values there are: between what fails in no case and what fails in all.

    `watch` is called before each gate; it may stop the evaluation by raising.
    """

    never: F
    always: F
    watch: Callable[[], None] = lambda: None


class Gate(NamedTuple):
    """Fails when at least `least` of its inputs have failed; a repeated input counts twice."""

    least: int
    inputs: tuple[int, ...]


@dataclass(frozen=True)
class Loop:
    """Gates that lead to each other, consecutive in number.

    `grounded` are those that can be brought up from nothing on the undisturbed estate and must stay
    so (the conservative policy); empty under the running policy.
    """

    gates: range
    grounded: frozenset[int] = frozenset()


@dataclass(frozen=True)
class StructureFunction:
    """The gates below a top; `events` says what each event stands for.

    `top` is a gate, an event, or `NEVER`.
    """

    events: tuple[int, ...]
    gates: tuple[Gate, ...]
    loops: tuple[Loop, ...]
    top: int

    @cached_property
    def loop_of(self) -> dict[int, Loop]:
        """The loop that a gate is part of."""
        return {node: loop for loop in self.loops for node in loop.gates}

    def gate(self, node: int) -> Gate:
        return self.gates[node - len(self.events)]

    def is_event(self, node: int) -> bool:
        return node < len(self.events)

    def nodes(self) -> range:
        """The numbers of the gates, inputs first."""
        return range(len(self.events), len(self.events) + len(self.gates))

    def units(self) -> Iterable[int | Loop]:
        """Gates outside of loops, and loops, inputs first."""
        for node in self.nodes():
            loop = self.loop_of.get(node)
            if loop is None:
                yield node
            elif node == loop.gates.start:
                yield loop

    def values(self, events: Sequence[F], lattice: Lattice[F]) -> list[F]:
        """The value of every event and gate, given the values of the events."""
        values = [*events, *[lattice.never] * len(self.gates)]
        for unit in self.units():
            self._evaluate(unit, values, lattice)
        return values

    def value(self, events: Sequence[F], lattice: Lattice[F]) -> F:
        """The value of the top; others are let go as soon as nothing needs them any more."""
        if self.top == NEVER:
            return lattice.never
        values = [*events, *[lattice.never] * len(self.gates)]
        last_use: dict[int, int] = {self.top: -1}
        for number, unit in reversed(list(enumerate(self.units()))):
            for node in self._inputs(unit):
                last_use.setdefault(node, number)
        done: dict[int, list[int]] = {}
        for node, number in last_use.items():
            done.setdefault(number, []).append(node)
        for number, unit in enumerate(self.units()):
            self._evaluate(unit, values, lattice)
            for node in done.get(number, ()):
                values[node] = lattice.never
        return values[self.top]

    def _inputs(self, unit: int | Loop) -> Iterable[int]:
        for node in unit.gates if isinstance(unit, Loop) else [unit]:
            yield from self.gate(node).inputs

    def _evaluate(self, unit: int | Loop, values: list[F], lattice: Lattice[F]) -> None:
        if isinstance(unit, Loop):
            self.settle(unit, values, lattice)
        else:
            values[unit] = fails(self.gate(unit), values, lattice)

    def settle(self, loop: Loop, values: list[F], lattice: Lattice[F]) -> None:
        """Find the values of a loop's gates, those of its inputs being known.

        What has a finite derivation from an actual failure is the least fixpoint of "failed". Under
        the conservative policy what was grounded and no longer is fails too: the greatest fixpoint
        of "failed" says what isn't grounded, and joins the equations of the second round.
        """
        floor: dict[int, F] = {}
        if loop.grounded:
            self.iterate(loop, values, lattice, start=lattice.always, floor={})
            floor = {node: values[node] for node in loop.grounded}
        self.iterate(loop, values, lattice, start=lattice.never, floor=floor)

    def iterate(
        self, loop: Loop, values: list[F], lattice: Lattice[F], start: F, floor: Mapping[int, F]
    ) -> None:
        """Go round a loop from a start until nothing changes; a floor joins what it names."""
        for node in loop.gates:
            values[node] = start
        changed = True
        while changed:
            changed = False
            for node in loop.gates:
                value = fails(self.gate(node), values, lattice)
                if node in floor:
                    value = value | floor[node]
                if value != values[node]:
                    values[node] = value
                    changed = True


def fails(gate: Gate, values: Sequence[F], lattice: Lattice[F]) -> F:
    """The value of a gate, given those of its inputs.

    "At least m of n" by dynamic programming over the inputs: m·n operations.
    """
    lattice.watch()
    inputs = [values[node] for node in reversed(gate.inputs)]
    if gate.least == 1:
        return reduce(or_, inputs, lattice.never)
    if gate.least == len(inputs):
        return reduce(and_, inputs, lattice.always)
    reached = [lattice.always] + [lattice.never] * gate.least
    for seen, value in enumerate(inputs):
        needed_at_least = gate.least - (len(inputs) - seen) + 1
        for count in range(min(gate.least, seen + 1), max(needed_at_least, 1) - 1, -1):
            reached[count] = reached[count] | (value & reached[count - 1])
    return reached[gate.least]
