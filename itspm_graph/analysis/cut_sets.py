"""Minimal cut sets of a target: what fails it together, and nothing less.

A cut set is a set of basic events whose failure takes the target down under the effective
semantics of `impact`; it is minimal when no smaller part of it is one. So where the target is a
basic event, it is a minimal cut set of order 1. An element of order 1 is a single point of failure.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from itertools import count

from itspm_graph.analysis.diagrams import Budget, Diagram, Limits, diagrams
from itspm_graph.analysis.fault_tree import fault_tree
from itspm_graph.analysis.impact import CyclePolicy
from itspm_graph.analysis.minimal_solutions import minimal_solutions
from itspm_graph.analysis.reduction import reduced
from itspm_graph.analysis.structure_function import StructureFunction
from itspm_graph.graph import Graph


def count_cut_sets(
    graph: Graph,
    target: int,
    *,
    basic: Container[int],
    policy: CyclePolicy = "conservative",
    limits: Limits | None = None,
) -> dict[int, int]:
    """How many minimal cut sets of each order a target has, exactly, by order from 1 on.

    Orders in between that have none are 0. `LimitExceeded` where a limit is met.
    """
    function = fault_tree(graph, target, basic, policy)
    return counted(function, Budget(limits or Limits()))


def counted(function: StructureFunction, budget: Budget) -> dict[int, int]:
    """Minimal cut sets of a structure function by order."""
    smaller = reduced(function)
    found = orders_of(families(smaller, budget), smaller.top)
    return {order: found.get(order, 0) for order in range(1, max(found, default=0) + 1)}


def families(function: StructureFunction, budget: Budget) -> dict[int, Diagram]:
    """The minimal solutions of each module, inner ones first."""
    found: dict[int, Diagram] = {}
    for module, diagram in diagrams(function, budget):
        found[module.node] = minimal_solutions(module, diagram, budget)
    return found


def orders_of(modules: Mapping[int, Diagram], top: int) -> dict[int, int]:
    """How many sets of each order the families make when modules are put in.

    A polynomial whose coefficients are the counts is one integer: each coefficient has as many bits
    as the total needs (Kronecker substitution), so that sums and products are those of integers.
    """
    if top not in modules:
        return {}
    width = _value(modules, top, 1).bit_length()
    packed = _value(modules, top, 1 << width)
    found: dict[int, int] = {}
    for order in count():
        if not packed:
            return found
        number = packed & ((1 << width) - 1)
        if number:
            found[order] = number
        packed >>= width
    return found


def _value(modules: Mapping[int, Diagram], top: int, event: int) -> int:
    """The polynomial of a family at a place: an event counts `event`, a module its own value."""
    values: dict[int, int] = {}
    for node, diagram in modules.items():
        found = [0, 1]
        for number in diagram.nodes():
            weight = values.get(diagram.variables[number], event)
            found.append(weight * found[diagram.high[number]] + found[diagram.low[number]])
        values[node] = found[diagram.root]
    return values[top]
