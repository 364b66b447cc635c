"""What the records say of money: direct costs, who consumes what, and what of that can't be used.

Read once from a snapshot, for all periods.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, NamedTuple

from itspm_graph.analysis.periods import holds, span
from itspm_graph.graph import Graph

LATEST = "latest"
"""Stands for the latest year with costs that has begun."""
NO_VOLUME = "no volume"
OTHER_DRIVER = "another driver than the rule's"
SEVERAL_DRIVERS = "several drivers and no rule"
SEVERAL_RULES = "several rules"


class Cost(NamedTuple):
    """A direct cost; what it lacks is None."""

    item: int
    element: int | None
    amount: float | None
    currency: str | None
    period: str | None
    stated: Mapping[str, Any]

    @property
    def whole(self) -> bool:
        return None not in (self.element, self.amount, self.currency, self.period)


class Consumption(NamedTuple):
    """A consumer used so much of a provider; without a period it holds in every one."""

    consumer: int
    provider: int
    driver: str | None
    volume: float | None
    period: str | None


class Measure(NamedTuple):
    """By what a provider's cost is shared out; `trouble` says why it can't be."""

    driver: str | None
    idle_share: float
    trouble: str


@dataclass(frozen=True)
class CostBooks:
    """Everything that cost allocation reads."""

    costs: list[Cost]
    consumption: dict[int, list[Consumption]]
    """By provider."""
    measures: dict[int, Measure]
    """By provider."""

    def trouble(self, use: Consumption) -> str:
        """Why a consumption can't share in its provider's cost; empty where it can."""
        measure = self.measures[use.provider]
        if use.volume is None:
            return NO_VOLUME
        if measure.trouble:
            return measure.trouble
        return "" if use.driver == measure.driver else OTHER_DRIVER

    def uses(self, provider: int, period: str) -> list[Consumption]:
        """What shares in a provider's cost in a period.

        Of one consumer a longer period stands for the shorter ones that it holds, and a period of
        its own for what is stated without one.
        """
        by_consumer: dict[int, list[Consumption]] = defaultdict(list)
        for use in self.consumption.get(provider, []):
            if not self.trouble(use) and (use.period is None or holds(period, use.period)):
                by_consumer[use.consumer].append(use)
        return [use for stated in by_consumer.values() for use in _longest(stated)]

    def without(self, gone: Collection[int]) -> CostBooks:
        """The books in which these consume nothing, and nobody consumes them."""
        consumption = {
            provider: [use for use in uses if use.consumer not in gone]
            for provider, uses in self.consumption.items()
            if provider not in gone
        }
        return replace(self, consumption=consumption)

    def latest_period(self) -> str:
        """The latest year with costs that has begun, or else the first."""
        years = {
            found.year for cost in self.costs if cost.whole and (found := span(cost.period or ""))
        }
        now = datetime.now(UTC).year
        begun = [year for year in years if year <= now]
        return f"{max(begun) if begun else min(years, default=now):04}"


def _longest(stated: list[Consumption]) -> list[Consumption]:
    dated = [use for use in stated if use.period is not None]
    if not dated:
        return stated
    return [
        use
        for use in dated
        if not any(
            o.period != use.period and holds(o.period or "", use.period or "") for o in dated
        )
    ]


def cost_books(graph: Graph) -> CostBooks:
    """The books of a snapshot, read once and kept with it."""
    if CostBooks not in graph.derived:
        graph.derived[CostBooks] = _read(graph)
    books: CostBooks = graph.derived[CostBooks]
    return books


def _read(graph: Graph) -> CostBooks:
    consumption: dict[int, list[Consumption]] = defaultdict(list)
    table = graph.table("CONSUMES")
    for consumer, provider, code in zip(*(column.tolist() for column in table), strict=True):
        said = graph.edge_properties(code)
        use = Consumption(
            consumer, provider, said.get("driver"), said.get("volume"), said.get("period")
        )
        consumption[provider].append(use)
    rules: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
    for link in graph.links("ALLOCATES"):
        rules[link.target].append(graph.properties(link.source))
    measures = {
        provider: _measure(rules.get(provider, []), uses) for provider, uses in consumption.items()
    }
    return CostBooks(list(_costs(graph)), dict(consumption), measures)


def _costs(graph: Graph) -> Iterable[Cost]:
    table = graph.table("COST_OF")
    elements = dict(zip(table.sources.tolist(), table.targets.tolist(), strict=True))
    for item in graph.positions("CostItem"):
        said = graph.properties(item)
        amount, currency, period = (said.get(name) for name in ("amount", "currency", "period"))
        yield Cost(item, elements.get(item), amount, currency, period, said)


def _measure(rules: list[Mapping[str, Any]], uses: list[Consumption]) -> Measure:
    if len(rules) > 1:
        return Measure(None, 0.0, SEVERAL_RULES)
    rule = rules[0] if rules else {}
    idle, driver = float(rule.get("idle_share", 0)), rule.get("driver")
    drivers = {use.driver for use in uses if use.volume is not None}
    if driver is None and len(drivers) > 1:
        return Measure(None, idle, SEVERAL_DRIVERS)
    return Measure(driver or next(iter(drivers), None), idle, "")
