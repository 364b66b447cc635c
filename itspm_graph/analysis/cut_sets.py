"""Minimal cut sets of a target: what fails it together, and nothing less.

A cut set is a set of basic events whose failure takes the target down under the effective
semantics of `impact`; it is minimal when no smaller part of it is one. So where the target is a
basic event, it is a minimal cut set of order 1. An element of order 1 is a single point of failure.
Where a share of capacity is given, what leaves the target less than that counts as well.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from itertools import count

from itspm_graph.analysis.capacity_trials import CapacityTrials
from itspm_graph.analysis.cut_set_ranking import Best, FamilySearch, Key, Ranking, rank_pairs
from itspm_graph.analysis.diagrams import Budget, Diagram, Limits, diagrams
from itspm_graph.analysis.impact import CyclePolicy
from itspm_graph.analysis.minimal_solutions import minimal_solutions, minimal_solutions_up_to
from itspm_graph.analysis.pair_failures import failing_pairs
from itspm_graph.analysis.reduction import modules, reachable, reduced, single_failures
from itspm_graph.analysis.shortfall import loss
from itspm_graph.analysis.structure_function import NEVER, StructureFunction
from itspm_graph.analysis.unavailability import own_unavailability
from itspm_graph.errors import LimitExceeded
from itspm_graph.graph import Graph

PROBE = Limits(nodes=1 << 18, seconds=20)
"""What may be spent on a diagram that the answer can do without."""


@dataclass(frozen=True)
class CutSet:
    """What fails the target together: positions, and how probably, None where one's is unknown."""

    members: tuple[int, ...]
    probability: float | None


@dataclass(frozen=True)
class CutSets:
    """Minimal cut sets of a target: how many, and the most probable ones."""

    orders: dict[int, int]
    """How many there are of each order, from 1 on, zeros in between included; exact."""
    complete: bool
    """Whether `orders` has all orders. If not, there may be larger ones than were looked for."""
    sets: tuple[CutSet, ...]
    """The most probable first, then those of unknown probability, smaller ones first."""
    all_listed: bool
    """Whether `sets` has all that were looked for; if not, there are more than `most`."""

    @property
    def total(self) -> int | None:
        """How many there are of all orders, None where that isn't known."""
        return sum(self.orders.values()) if self.complete else None


def cut_sets(
    graph: Graph,
    target: int,
    *,
    basic: Container[int],
    least: float | None = None,
    policy: CyclePolicy = "conservative",
    max_order: int | None = 2,
    most: int = 1_000,
    limits: Limits | None = None,
) -> CutSets:
    """The minimal cut sets of a target up to an order, or of all orders; at most `most` of them.

    The target is lost when it is down; where `least` is given, also with less than that share of
    its capacity. Up to order 2 there is an answer whatever the limits, for up to about ten thousand
    events that don't suffice alone; `complete` says whether larger ones could be counted as well.
    Beyond, `LimitExceeded` where a limit is met; so too for pairs where capacity can't be made into
    a structure function (`shortfall`), so that they have to be tried one by one.
    """
    limits = limits or Limits()
    try:
        function = reduced(loss(graph, target, least, basic, policy))
    except LimitExceeded:
        if least is None or max_order is None or max_order > 2:
            raise
        trials = CapacityTrials(graph, target, least, basic, policy, Budget(limits))
        return _tried(trials, max_order, most)
    names = [str(graph.ref(position)) for position in function.events]
    q = [own_unavailability(graph.properties(position)) for position in function.events]
    ranking = Ranking(names, q)
    looked_for, keys = _looked_for(function, ranking, max_order, most, limits)
    every = looked_for if max_order is None else _probed(function, limits)
    sets = [ranking.members(key) for key in keys]
    return CutSets(
        _dense(every if every is not None else looked_for, max_order),
        every is not None,
        tuple(CutSet(_positions(function, s), ranking.probability(s)) for s in sets),
        len(sets) == sum(looked_for.values()),
    )


def count_cut_sets(
    graph: Graph,
    target: int,
    *,
    basic: Container[int],
    least: float | None = None,
    policy: CyclePolicy = "conservative",
    limits: Limits | None = None,
) -> dict[int, int]:
    """How many minimal cut sets of each order a target has, exactly, by order from 1 on.

    `least` is as for `cut_sets`. Orders in between that have none are 0. `LimitExceeded` where a
    limit is met.
    """
    function = reduced(loss(graph, target, least, basic, policy))
    return _dense(counted(function, Budget(limits or Limits())), None)


Found = tuple[dict[int, int], list[Key]]
"""How many sets there are of each order, and the first ones."""


def _looked_for(
    function: StructureFunction,
    ranking: Ranking,
    max_order: int | None,
    most: int,
    limits: Limits,
) -> Found:
    if max_order is None or max_order > 2:
        return _by_families(function, ranking, max_order, most, Budget(limits))
    probe = Limits(min(PROBE.nodes, limits.nodes), PROBE.seconds)
    try:
        return _by_families(function, ranking, max_order, most, Budget(probe))
    except LimitExceeded:
        return _by_trying(function, ranking, max_order, most)


def _by_families(
    function: StructureFunction,
    ranking: Ranking,
    max_order: int | None,
    most: int,
    budget: Budget,
) -> Found:
    found = families(function, budget, max_order)
    best = Best(most)
    if found:
        FamilySearch(found, ranking, max_order).offer_to(best, function.top, budget.check)
    orders = orders_of(found, function.top)
    return {k: n for k, n in orders.items() if max_order is None or k <= max_order}, best.sorted()


def _by_trying(function: StructureFunction, ranking: Ranking, max_order: int, most: int) -> Found:
    """Single failures, and pairs of the others."""
    best = Best(most)
    singles = single_failures(function) if max_order else []
    for event in singles:
        best.offer(ranking.key([event]))
    if max_order < 2:
        return {1: len(singles)}, best.sorted()
    left = reachable(function, function.top) - set(singles)
    candidates = [event for event in ranking.events if event in left]
    pairs = failing_pairs(function, candidates)
    rank_pairs(pairs, candidates, ranking, best)
    return {1: len(singles), 2: sum(map(int.bit_count, pairs))}, best.sorted()


def _tried(trials: CapacityTrials, max_order: int, most: int) -> CutSets:
    """Single failures, and pairs of the others, where there is no structure function."""
    graph, events = trials.graph, trials.events
    q = [own_unavailability(graph.properties(position)) for position in events]
    ranking = Ranking([graph.ref(position) for position in events], q)
    place = {position: number for number, position in enumerate(events)}
    best = Best(most)
    singles = {place[event] for event in trials.singles()}
    for event in singles:
        best.offer(ranking.key([event]))
    found = {1: len(singles)}
    candidates = [event for event in ranking.events if event not in singles]
    if max_order == 2:
        pairs = trials.pairs([events[event] for event in candidates])
        rank_pairs(pairs, candidates, ranking, best)
        found[2] = sum(map(int.bit_count, pairs))
    sets = [ranking.members(key) for key in best.sorted()]
    return CutSets(
        _dense(found, max_order),
        len(candidates) <= max_order,
        tuple(CutSet(tuple(events[e] for e in s), ranking.probability(s)) for s in sets),
        len(sets) == sum(found.values()),
    )


def _probed(function: StructureFunction, limits: Limits) -> dict[int, int] | None:
    """How many there are of each order, where that can be found out with little."""
    nodes, seconds = min(PROBE.nodes, limits.nodes), min(PROBE.seconds, limits.seconds)
    try:
        return counted(function, Budget(Limits(nodes, seconds)))
    except LimitExceeded:
        return None


def _dense(orders: Mapping[int, int], max_order: int | None) -> dict[int, int]:
    highest = max((order for order, number in orders.items() if number), default=0)
    return {order: orders.get(order, 0) for order in range(1, max(highest, max_order or 0) + 1)}


def _positions(function: StructureFunction, events: Iterable[int]) -> tuple[int, ...]:
    return tuple(function.events[event] for event in events)


def counted(function: StructureFunction, budget: Budget) -> dict[int, int]:
    """Minimal cut sets of a reduced structure function by order."""
    return orders_of(families(function, budget), function.top)


def families(
    function: StructureFunction, budget: Budget, max_order: int | None = None
) -> dict[int, Diagram]:
    """The minimal solutions of each module, inner ones first; up to an order, or all."""
    found: dict[int, Diagram] = {}
    if max_order is None:
        for module, diagram in diagrams(function, budget):
            found[module.node] = minimal_solutions(module, diagram, budget)
    elif function.top != NEVER:
        nodes = modules(function)
        for node in nodes:
            found[node] = minimal_solutions_up_to(function, node, set(nodes), max_order, budget)
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
