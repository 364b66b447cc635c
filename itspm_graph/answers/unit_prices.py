"""Toll gate 3: the indicative unit price against cost and benchmark."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from itspm_graph.analysis.benchmarks import Comparison, comparison
from itspm_graph.analysis.service_costs import ServiceCosts
from itspm_graph.answers.documents import on_record
from itspm_graph.answers.stated_costs import (
    Statement,
    costs_of,
    full_cost,
    lacking,
    statements,
)
from itspm_graph.graph import Graph
from itspm_graph.store import Row

PRICE = "IndicativeUnitPrice"


def unit_price_on_record(graph: Graph, service: str) -> Iterator[Row]:
    return on_record(graph, service, PRICE)


def unit_price_incomplete(graph: Graph, service: str) -> Iterator[Row]:
    for price in statements(graph, service, PRICE):
        stated = ("unit", "price", "currency", "volume", "period", "basis")
        lacks = {name: price.said.get(name) is None for name in stated}
        if missing := lacking({**lacks, "volume": not price.said.get("volume")}):
            yield {"document": price.ref, "lacks": missing}


class Margin(NamedTuple):
    """A price beside what a unit costs at the volume that it assumes."""

    price: Statement
    costs: ServiceCosts
    unit_cost: float

    @property
    def margin(self) -> float:
        """Price less unit cost."""
        return float(self.price.said["price"] - self.unit_cost)

    @property
    def break_even_volume(self) -> float | None:
        """Units from which on the price pays fixed and variable cost; None where not known."""
        parts = self.costs.parts
        if any(part.cost.stated.get("variable_share") is None for part in parts):
            return None
        variable = sum(part.amount * part.cost.stated["variable_share"] for part in parts)
        fixed = sum(part.amount for part in parts) - variable
        earned = self.price.said["price"] - variable / self.price.said["volume"]
        return fixed / earned if earned > 0 else None


def _margins(graph: Graph, service: str) -> Iterator[Margin]:
    for price in statements(graph, service, PRICE):
        volume, period = price.said.get("volume"), price.said.get("period")
        if price.said.get("price") is None or not volume or period is None:
            continue
        costs = costs_of(graph, service, period)
        full = full_cost(costs, price.said.get("currency"))
        if full is not None:
            yield Margin(price, costs, full / volume)


def unit_price_comparable(graph: Graph, service: str) -> Iterator[Row]:
    for found in _margins(graph, service):
        yield {
            "document": found.price.ref,
            "unit_cost": found.unit_cost,
            "margin": found.margin,
            "break_even_volume": found.break_even_volume,
            "currency": found.price.said["currency"],
        }


def unit_price_below_cost(graph: Graph, service: str) -> Iterator[Row]:
    for found in _margins(graph, service):
        if found.margin < 0:
            yield {
                "document": found.price.ref,
                "price": found.price.said["price"],
                "unit_cost": found.unit_cost,
                "margin": found.margin,
                "volume": found.price.said["volume"],
                "break_even_volume": found.break_even_volume,
                "currency": found.price.said["currency"],
            }


def _compared(graph: Graph, service: str) -> Iterator[tuple[Margin, Comparison]]:
    for found in _margins(graph, service):
        unit_cost = {found.price.said["currency"]: found.unit_cost}
        for member in found.costs.members:
            for link in graph.links_from(member, "COMPARED_WITH"):
                held = comparison(found.costs, link, unit_cost, found.price.said.get("unit"))
                if held.variance is not None:
                    yield found, held


def benchmark_comparable(graph: Graph, service: str) -> Iterator[Row]:
    for found, held in _compared(graph, service):
        benchmark = str(graph.ref(held.benchmark))
        yield {"document": found.price.ref, "benchmark": benchmark, "variance": held.variance}


def unit_cost_above_benchmark(graph: Graph, service: str, tolerance: float) -> Iterator[Row]:
    for found, held in _compared(graph, service):
        if held.variance is not None and held.variance > tolerance:
            yield {
                "document": found.price.ref,
                "benchmark": str(graph.ref(held.benchmark)),
                "unit_cost": found.unit_cost,
                "theirs": graph.properties(held.benchmark)["value"],
                "variance": held.variance,
            }
