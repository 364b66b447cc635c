"""What services cost, as the verb `cost` answers it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from itspm_graph.analysis.benchmarks import comparisons
from itspm_graph.analysis.cost_ends import left_over
from itspm_graph.analysis.cost_roll_up import Amounts, RollUp, roll_up, summed
from itspm_graph.analysis.service_costs import ServiceCosts
from itspm_graph.answers.reach import described
from itspm_graph.graph import Graph
from itspm_graph.results.costs import (
    BenchmarkComparison,
    BorneCost,
    CostBreakdown,
    Costs,
    CostSource,
    ElementCost,
    LeftOver,
    PoolCost,
    StrandedCost,
)


def costs(graph: Graph, position: int | None, period: str) -> Costs:
    """The costs of one element with what they are made of, or those of every service."""
    rolled = roll_up(graph, period)
    asked = graph.positions("Service") if position is None else [position]
    found = [ServiceCosts(graph, rolled, p) for p in sorted(asked, key=graph.ref)]
    left = [
        LeftOver(**described(graph, item.element), reason=item.reason, amount=item.amounts)
        for item in left_over(graph, rolled)
    ]
    return Costs(
        revision=graph.revision,
        period=rolled.period,
        elements=[_element(graph, costs) for costs in found],
        breakdown=None if position is None else _breakdown(graph, rolled, found[0]),
        direct_total=rolled.amounts(rolled.direct.sum(axis=0)),
        left_over=sorted(left, key=lambda item: (-largest(item.amount), item.ref)),
        closed_cycles=[sorted(str(graph.ref(e)) for e in c) for c in rolled.closed_cycles],
        not_counted=sorted(str(graph.ref(c.item)) for c in rolled.books.costs if not c.whole),
    )


def largest(amounts: Amounts) -> float:
    return max(amounts.values(), default=0.0)


def _element(graph: Graph, costs: ServiceCosts) -> ElementCost:
    return ElementCost(
        **described(graph, costs.position),
        direct=costs.direct,
        full=costs.full,
        volume=costs.volume.amount if costs.volume else None,
        unit=costs.volume.unit if costs.volume else None,
        unit_cost=costs.unit_cost,
        charging=costs.charging,
        charged=costs.charged,
        recovery_position=costs.recovery_position,
        recovery_ratio=costs.recovery_ratio,
        unknown=costs.unknown,
    )


def _breakdown(graph: Graph, rolled: RollUp, costs: ServiceCosts) -> CostBreakdown:
    providers = [
        BorneCost(**described(graph, provider), borne=borne)
        for provider, borne in costs.from_providers.items()
        if borne
    ]
    by_element: dict[int, list[Amounts]] = defaultdict(list)
    by_pool: dict[tuple[str | None, str | None], list[Amounts]] = defaultdict(list)
    for part in costs.parts:
        amount = {str(part.cost.currency): part.amount}
        by_element[part.cost.element or 0].append(amount)
        pool = part.cost.stated.get("cost_pool"), part.cost.stated.get("tower")
        by_pool[pool].append(amount)
    sources = [
        CostSource(**described(graph, element), amount=summed(amounts))
        for element, amounts in by_element.items()
    ]
    pools = [
        PoolCost(cost_pool=pool, tower=tower, amount=summed(amounts))
        for (pool, tower), amounts in by_pool.items()
    ]
    return CostBreakdown(
        providers=sorted(providers, key=lambda item: (-largest(item.borne), item.ref)),
        sources=sorted(sources, key=lambda item: (-largest(item.amount), item.ref)),
        pools=sorted(pools, key=lambda p: (-largest(p.amount), p.cost_pool or "", p.tower or "")),
        benchmarks=sorted(_benchmarks(graph, costs), key=lambda item: (item.of, item.ref)),
        stranded=_stranded(graph, rolled, costs),
    )


def _benchmarks(graph: Graph, costs: ServiceCosts) -> Iterable[BenchmarkComparison]:
    for found in comparisons(costs):
        benchmark = graph.properties(found.benchmark)
        yield BenchmarkComparison(
            ref=graph.ref(found.benchmark),
            name=graph.name(found.benchmark),
            of=graph.ref(found.member),
            theirs=benchmark.get("value"),
            unit=benchmark.get("unit"),
            ours=found.ours,
            variance=found.variance,
            why_not=found.why_not,
        )


def _stranded(graph: Graph, rolled: RollUp, costs: ServiceCosts) -> StrandedCost:
    fates = [(str(part.cost.currency), costs.stranding(part)) for part in costs.parts]
    going = costs.orphans - {*costs.members}
    return StrandedCost(
        avoidable=summed({currency: fate.avoidable} for currency, fate in fates),
        stranded=summed({currency: fate.stranded} for currency, fate in fates),
        undetermined=summed({currency: fate.undetermined} for currency, fate in fates),
        goes_with_it=sorted(str(graph.ref(e)) for e in going if rolled.direct_of(e)),
    )
