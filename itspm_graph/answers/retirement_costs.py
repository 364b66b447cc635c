"""The money of a retirement: what the books, the contracts and the roadmaps say of it together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from itspm_graph.analysis.cost_books import LATEST
from itspm_graph.analysis.cost_roll_up import Amounts, roll_up
from itspm_graph.analysis.retired_costs import RetiredCosts, retired_costs
from itspm_graph.answers.contract_ends import WayOut, ways_out
from itspm_graph.answers.retirement import Retirement
from itspm_graph.graph import Graph

ONCE = ("migration", "retirement")
"""Kinds of roadmap items that are the cost of a retirement."""


class Step(NamedTuple):
    """A roadmap item that moves somebody or retires something."""

    item: int
    kind: str
    status: str | None
    cost: float | None
    currency: str | None


@dataclass(frozen=True)
class RetirementMoney:
    """What a retirement saves, strands and costs. `orphans` is what goes with what is retired."""

    retirement: Retirement
    orphans: frozenset[int]
    on: date
    period: str = LATEST

    @property
    def graph(self) -> Graph:
        return self.retirement.graph

    @cached_property
    def costs(self) -> RetiredCosts:
        """What the books say."""
        rolled = roll_up(self.graph, self.period)
        return retired_costs(self.graph, rolled, self.retirement.retired, self.orphans)

    @cached_property
    def contracts(self) -> list[WayOut]:
        """Contracts with vendors about what goes, and the cheaper way out of each."""
        return list(ways_out(self.graph, self.costs.gone, self.retirement.effective_on, self.on))

    @cached_property
    def tail(self) -> Amounts:
        """What contracts cost after they are no longer needed."""
        return _summed((way.currency, way.amount) for way in self.contracts)

    @cached_property
    def steps(self) -> list[Step]:
        """Steps of standing roadmaps that cost something once, by reference."""
        found = []
        for kind in ONCE:
            for item, _ in self.retirement.roadmap_items(kind):
                said = self.graph.properties(item)
                known = (said.get(name) for name in ("status", "cost", "currency"))
                found.append(Step(item, kind, *known))
        return sorted(found, key=lambda step: self.graph.ref(step.item))

    @cached_property
    def one_off(self) -> Amounts:
        """What these steps cost."""
        return _summed((step.currency, step.cost) for step in self.steps)

    @cached_property
    def unknown(self) -> dict[str, list[int]]:
        """What is missing for the figures to be whole, and of what; by reference."""
        return by_reason(self.graph, (*self.costs.unknown(), *self._unknown()))

    def _unknown(self) -> Iterator[tuple[int, str]]:
        for way in self.contracts:
            if way.unknown:
                yield way.contract, way.unknown
        for step in self.steps:
            if step.cost is None:
                yield step.item, "a step of a roadmap of which no cost is stated"
            elif step.cost and step.currency is None:
                yield step.item, "a step of a roadmap that states no currency"
        if not any(step.kind == "retirement" for step in self.steps):
            for position in self.retirement.proposed:
                yield position, "no roadmap says what its retirement costs"


def by_reason(graph: Graph, unknown: Iterable[tuple[int, str]]) -> dict[str, list[int]]:
    """What is missing, in order, each with what it is missing of, by reference."""
    found: dict[str, set[int]] = defaultdict(set)
    for position, text in unknown:
        found[text].add(position)
    return {text: sorted(found[text], key=graph.ref) for text in sorted(found)}


def _summed(amounts: Iterable[tuple[str | None, float | None]]) -> Amounts:
    found: Amounts = defaultdict(float)
    for currency, amount in amounts:
        if currency and amount:
            found[currency] += amount
    return dict(sorted(found.items()))
