"""Minimal solutions of a structure function, as a zero-suppressed diagram (Minato 1993).

After Rauzy 1993, "New algorithms for fault trees analysis", Reliability Engineering and System
Safety 40: the minimal solutions of "x and F₁, or F₀" are those of F₀, and x with those of F₁ that
aren't solutions of F₀.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from oxidd.util import DDMemoryError
from oxidd.zbdd import ZBDDFunction, ZBDDManager

from itspm_graph.analysis.diagrams import Budget, Diagram, chain, columns, is_simple
from itspm_graph.analysis.reduction import Module, cut
from itspm_graph.analysis.structure_function import Lattice, StructureFunction
from itspm_graph.analysis.variable_order import ORDERS
from itspm_graph.errors import LimitExceeded

Family = Callable[[int, int], ZBDDFunction]
"""All solutions below a node of a diagram, over the levels from the given one on."""


def minimal_solutions(module: Module, diagram: Diagram, budget: Budget) -> Diagram:
    """The minimal solutions of a module as a family: a variable that a path skips is absent."""
    if is_simple(module.function):
        return diagram
    for room in budget.rounds():
        budget.check(room)
        try:
            families = _Families(module.function.events, room)
            return families.minimal(diagram, families.solutions(diagram), budget)
        except DDMemoryError:
            continue
    raise _too_large(budget)


def minimal_solutions_up_to(
    function: StructureFunction, node: int, stop: set[int], order: int, budget: Budget
) -> Diagram:
    """The minimal solutions with at most so many variables, without the diagram of the others.

    Solutions of larger sets never decide over smaller ones, so that gates can be evaluated on the
    sets of at most `order` variables alone.
    """
    simple = cut(function, node, stop, ORDERS[0]).function
    if is_simple(simple):
        return chain(simple)
    for room in budget.rounds():
        for variable_order in ORDERS:
            budget.check(room)
            module = cut(function, node, stop, variable_order)
            try:
                return _truncated(module.function, room, order, budget)
            except DDMemoryError:
                continue
    raise _too_large(budget)


def _too_large(budget: Budget) -> LimitExceeded:
    return LimitExceeded(f"the minimal cut sets would take more than {budget.limits.nodes} nodes")


def _truncated(function: StructureFunction, room: int, order: int, budget: Budget) -> Diagram:
    families = _Families(function.events, room)
    always = families.at_most(order)
    events = [families.manager.var(level) & always for level in range(families.levels)]
    lattice = Lattice(families.manager.empty(), always, budget.check)
    value = function.value(events, lattice)
    diagram, functions = columns(value, function.events, budget)
    return families.minimal(diagram, lambda node, _: functions[node], budget)


class _Families:
    """Families of sets of a module's variables, in a manager of their own."""

    def __init__(self, variables: Sequence[int], room: int) -> None:
        self.variables = variables
        self.levels = len(variables)
        if room < 2 * self.levels:  # OxiDD makes a node for each, and would abort the process
            raise DDMemoryError
        self.manager = ZBDDManager(room, room, 1)
        self.manager.add_vars(self.levels)
        self.alone = [self.manager.singleton(level) for level in range(self.levels)]
        self.level_of = {variable: level for level, variable in enumerate(variables)}

    def at_most(self, order: int) -> ZBDDFunction:
        """All sets of at most so many variables."""
        rows = [self.manager.base()] * (order + 1)
        for level in range(self.levels - 1, -1, -1):
            for size in range(order, 0, -1):
                rows[size] = self.alone[level].make_node(rows[size - 1], rows[size])
        return rows[order]

    def solutions(self, diagram: Diagram) -> Family:
        """All solutions of a diagram; variables between a level and a node's own are free."""
        known: dict[tuple[int, int], ZBDDFunction] = {(1, self.levels): self.manager.base()}

        def family(node: int, level: int) -> ZBDDFunction:
            if node == 0:
                return self.manager.empty()
            start = level
            while (node, start) not in known:
                start += 1
            found = known[node, start]
            for free in range(start - 1, level - 1, -1):
                found = known[node, free] = self.alone[free].make_node(found, found)
            return found

        for node in diagram.nodes():
            level = self.level_of[diagram.variables[node]]
            high = family(diagram.high[node], level + 1)
            low = family(diagram.low[node], level + 1)
            known[node, level] = self.alone[level].make_node(high, low)
        return family

    def minimal(self, diagram: Diagram, family: Family, budget: Budget) -> Diagram:
        """The minimal sets among a diagram's solutions."""
        found = [self.manager.empty(), self.manager.base()]
        for node in diagram.nodes():
            level = self.level_of[diagram.variables[node]]
            high, low = diagram.high[node], diagram.low[node]
            rest = found[high] - family(low, level + 1) if low else found[high]
            found.append(self.alone[level].make_node(rest, found[low]))
            budget.check()
        minimal, _ = columns(found[diagram.root], self.variables, budget)
        return minimal
