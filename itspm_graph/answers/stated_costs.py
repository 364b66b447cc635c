"""What documents state of money, beside what is computed from the records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from itspm_graph.analysis.cost_roll_up import roll_up
from itspm_graph.analysis.service_costs import ServiceCosts
from itspm_graph.answers.documents import standing
from itspm_graph.graph import Graph
from itspm_graph.store import Row

LEAST = 1e-9
"""A share below this is rounding."""


class Statement(NamedTuple):
    """A standing document of a service, and what it states."""

    ref: str
    said: Mapping[str, Any]


def statements(graph: Graph, service: str, label: str) -> Iterator[Statement]:
    """The standing documents of a type that are for a service."""
    for document in standing(graph, graph.position(service), label):
        yield Statement(str(graph.ref(document)), graph.properties(document))


def lacking(lacks: Mapping[str, bool]) -> list[str]:
    """What is missing, in the order in which it is listed."""
    return [what for what, missing in lacks.items() if missing]


def costs_of(graph: Graph, service: str, period: str) -> ServiceCosts:
    """The computed costs of a service in a period."""
    return ServiceCosts(graph, roll_up(graph, period), graph.position(service))


def full_cost(costs: ServiceCosts, currency: str | None) -> float | None:
    """The full cost, where it is in this currency alone."""
    if currency is None or list(costs.full or {}) != [currency]:
        return None
    return (costs.full or {})[currency]


class Reconciled(NamedTuple):
    """A stated total cost of ownership beside the computed one."""

    document: str
    period: str
    stated: float
    computed: float
    currency: str

    @property
    def difference(self) -> float:
        """Stated less computed, as a share of computed."""
        return (self.stated - self.computed) / self.computed


def reconciled(graph: Graph, service: str, label: str, figure: str) -> Iterator[Reconciled]:
    """Statements of total cost that can be held against the roll-up of their period."""
    for found in statements(graph, service, label):
        period, stated, currency = (found.said.get(n) for n in ("period", figure, "currency"))
        if period is None or stated is None:
            continue
        computed = full_cost(costs_of(graph, service, period), currency)
        if computed:
            yield Reconciled(found.ref, period, stated, computed, str(currency))


def comparable(found: Reconciled) -> Row:
    """What a statement of total cost is compared with."""
    return {name: getattr(found, name) for name in ("document", "period", "computed", "currency")}


def differing(found: Iterator[Reconciled], tolerance: float) -> Iterator[Row]:
    """Statements of total cost that lie too far from what is computed."""
    for item in found:
        if abs(item.difference) > tolerance + LEAST:
            yield {**item._asdict(), "difference": item.difference}
