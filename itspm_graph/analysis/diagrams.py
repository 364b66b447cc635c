"""Binary decision diagrams (Bryant 1986) of structure functions, module by module.

The diagrams are OxiDD's; they are handed on as plain columns.
"""

from __future__ import annotations

import time
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol, Self, TypeVar

from oxidd.bdd import BDDManager
from oxidd.util import DDMemoryError

from itspm_graph.analysis.reduction import Module, cut, is_and, modules
from itspm_graph.analysis.structure_function import NEVER, Lattice, StructureFunction
from itspm_graph.analysis.variable_order import ORDERS
from itspm_graph.errors import LimitExceeded

FIRST_NODES = 1 << 16
"""Room for nodes at the first try; each further round has 4 times as many."""
SECONDS_PER_NODE = 1.5e-6
"""How long it takes at least to fill the room: operations can't be stopped half-way."""

DEEPEST = 5_000
"""Levels of a diagram: operations take a stack frame for each, on the thread that asks."""

READABLE = 1 << 22
"""Nodes of a finished diagram; as columns each takes about 250 bytes."""


@dataclass(frozen=True)
class Limits:
    """What an analysis may take: nodes of one diagram in the making, and seconds in all.

    A node takes about 60 bytes. `LimitExceeded` is raised where one is met.
    """

    nodes: int = 1 << 24
    seconds: float = 60.0


@dataclass
class Budget:
    """Limits at work: from when on the time counts."""

    limits: Limits
    started: float = field(default_factory=time.monotonic)

    def check(self, room: int = 0) -> None:
        """Raise where the time is over, or will be before so many nodes are made."""
        expected = time.monotonic() + room * SECONDS_PER_NODE
        if expected - self.started > self.limits.seconds:
            raise LimitExceeded(f"the answer takes longer than {self.limits.seconds:g} seconds")

    def rounds(self) -> Iterator[int]:
        """Growing room for nodes, up to the limit."""
        room = min(FIRST_NODES, self.limits.nodes)
        while True:
            yield room
            if room == self.limits.nodes:
                return
            room = min(4 * room, self.limits.nodes)


@dataclass(frozen=True)
class Diagram:
    """A diagram as columns: node i branches on `variables[i]`, to `high[i]` where it has failed.

    Nodes 0 and 1 are the terminals; children come before their parents. `variables` are numbers in
    the function that the module was cut from. `root` may be a terminal.
    """

    variables: list[int]
    high: list[int]
    low: list[int]
    root: int

    def nodes(self) -> range:
        """All nodes but the terminals, children first."""
        return range(2, len(self.variables))


class Function(Hashable, Protocol):
    """What the columns are read from."""

    def cofactors(self, /) -> tuple[Self, Self] | None: ...
    def node_level(self, /) -> int | None: ...
    def satisfiable(self, /) -> bool: ...
    def node_count(self, /) -> int: ...


D = TypeVar("D", bound=Function)


def columns(root: D, variables: Sequence[int], budget: Budget) -> tuple[Diagram, list[D]]:
    """Read a diagram whose level i stands for `variables[i]`; also the function of each node.

    `DDMemoryError`, as when it was made, where it has too many nodes.
    """
    if root.node_count() > READABLE:
        raise DDMemoryError
    number: dict[D, int] = {}
    functions = [root, root]
    found = Diagram([-1, -1], [0, 1], [0, 1], 0)
    stack = [root]
    while stack:
        function = stack[-1]
        children = function.cofactors()
        if function in number:
            stack.pop()
        elif children is None:
            number[function] = int(function.satisfiable())
            functions[number[function]] = function
        elif children[0] in number and children[1] in number:
            number[stack.pop()] = len(functions)
            functions.append(function)
            found.variables.append(variables[function.node_level() or 0])
            found.high.append(number[children[0]])
            found.low.append(number[children[1]])
            if len(functions) % 4096 == 0:
                budget.check()
        else:
            stack.extend(child for child in children if child not in number)
    return replace(found, root=number[root]), functions


def diagrams(function: StructureFunction, budget: Budget) -> Iterator[tuple[Module, Diagram]]:
    """The modules of a function that can fail, inner ones first, each with its diagram.

    The events of a module's function are in the order of its diagram.
    """
    found = modules(function) if function.top != NEVER else []
    stop = set(found)
    for node in found:
        module = cut(function, node, stop, ORDERS[0])
        if is_simple(module.function):
            yield module, chain(module.function)
        else:
            yield _diagram(function, node, stop, budget)


def is_simple(function: StructureFunction) -> bool:
    """Whether it is an event, or one gate that fails with any of its events, or with all."""
    if function.is_event(function.top):
        return True
    gate = function.gate(function.top)
    return len(function.gates) == 1 and (gate.least == 1 or is_and(gate)) and not function.loops


def chain(function: StructureFunction) -> Diagram:
    """The diagram of a simple function, which is its minimal solutions as well."""
    found = Diagram([-1, -1], [0, 1], [0, 1], len(function.events) + 1)
    any_fails = not function.gates or function.gates[0].least == 1
    for number, variable in enumerate(reversed(function.events), 2):
        below = number - 1 if number > 2 else 0 if any_fails else 1
        found.variables.append(variable)
        found.high.append(1 if any_fails else below)
        found.low.append(below if any_fails else 0)
    return found


def _diagram(
    function: StructureFunction, node: int, stop: set[int], budget: Budget
) -> tuple[Module, Diagram]:
    """A module's diagram in the first order of variables for which there is room."""
    for room in budget.rounds():
        for order in ORDERS:
            budget.check(room)
            module = cut(function, node, stop, order)
            try:
                return module, _built(module.function, room, budget)
            except DDMemoryError:
                continue
    raise LimitExceeded(f"the decision diagram would take more than {budget.limits.nodes} nodes")


def _built(function: StructureFunction, room: int, budget: Budget) -> Diagram:
    levels = len(function.events)
    if levels > DEEPEST:
        raise LimitExceeded(f"a decision diagram can't have {levels} levels; {DEEPEST} at most")
    manager = BDDManager(room, room, 1)
    events = [manager.var(number) for number in manager.add_vars(levels)]

    def watch() -> None:
        budget.check()
        if manager.approx_num_inner_nodes() > room // 2:
            manager.gc()

    lattice = Lattice(manager.false(), manager.true(), watch)
    found, _ = columns(function.value(events, lattice), function.events, budget)
    return found
