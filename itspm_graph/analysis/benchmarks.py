"""Our unit cost against what others pay, where the two can be compared at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from itspm_graph.analysis.cost_roll_up import Amounts
from itspm_graph.analysis.periods import span
from itspm_graph.analysis.service_costs import ServiceCosts
from itspm_graph.graph import Link


class Comparison(NamedTuple):
    """A unit cost and a benchmark; `variance` is (ours - theirs) / theirs, or `why_not` says why
    there is none."""

    member: int
    benchmark: int
    ours: float | None
    variance: float | None
    why_not: str


def comparisons(costs: ServiceCosts) -> Iterator[Comparison]:
    """A service, and its offerings, against each benchmark that they are held against."""
    volume = costs.volume
    unit = volume.unit if volume else None
    for member in costs.members:
        for link in costs.graph.links_from(member, "COMPARED_WITH"):
            yield comparison(costs, link, costs.unit_cost, unit)


def comparison(
    costs: ServiceCosts, link: Link, unit_cost: Amounts | None, unit: str | None
) -> Comparison:
    """Comparable are only values of the same unit, currency, scope and year."""
    benchmark = costs.graph.properties(link.target)
    scope = link.properties.get("scope")
    why_not = next(_obstacles(benchmark, costs.rolled.period, unit_cost, unit, scope), "")
    if why_not or not unit_cost:
        return Comparison(link.source, link.target, None, None, why_not)
    ours, theirs = unit_cost[benchmark["currency"]], benchmark["value"]
    return Comparison(link.source, link.target, ours, (ours - theirs) / theirs, "")


def _obstacles(
    benchmark: Mapping[str, Any],
    period: str,
    unit_cost: Amounts | None,
    unit: str | None,
    scope: str | None,
) -> Iterator[str]:
    currencies, found = list(unit_cost or ()), span(period)
    if not currencies or unit is None:
        yield "our unit cost isn't known"
    if not benchmark.get("value"):
        yield "their value isn't stated"
    if unit != benchmark.get("unit"):
        yield f"ours is per {unit}, theirs per {benchmark.get('unit')}"
    if currencies != [benchmark.get("currency")]:
        yield f"ours is in {', '.join(currencies)}, theirs in {benchmark.get('currency')}"
    if scope is None or benchmark.get("scope") is None:
        yield "what is included isn't stated of both"
    if scope != benchmark.get("scope"):
        yield f"ours includes {scope}, theirs {benchmark.get('scope')}"
    ours, theirs = period, (benchmark.get("measured_on") or "an unknown year")
    if (str(found.year) if found else ours) != theirs[:4]:
        yield f"ours is of {ours}, theirs of {theirs}"
