"""Service financial management: what is recorded of costs, prices and charges."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from itspm_graph.analysis.benchmarks import comparisons
from itspm_graph.analysis.cost_books import cost_books
from itspm_graph.analysis.cost_ends import bearers, left_over
from itspm_graph.analysis.cost_roll_up import Amounts, roll_up, scaled, summed
from itspm_graph.analysis.service_costs import UNCHARGED, ServiceCosts
from itspm_graph.answers.service_catalog import IN_CATALOG
from itspm_graph.graph import Graph
from itspm_graph.store import Row

# --- what is on record ------------------------------------------------------------------------


def direct_costs(graph: Graph) -> Iterator[Row]:
    for cost in cost_books(graph).costs:
        yield {
            "period": cost.period,
            "element": None if cost.element is None else str(graph.ref(cost.element)),
            "cost_item": str(graph.ref(cost.item)),
            "name": graph.name(cost.item),
            "amount": cost.amount,
            "currency": cost.currency,
            **{name: cost.stated.get(name) for name in ("kind", "cost_pool", "tower")},
        }


def cost_items_incomplete(graph: Graph) -> Iterator[Row]:
    for cost in cost_books(graph).costs:
        lacks = [
            name
            for name in ("amount", "currency", "period", "element")
            if getattr(cost, name) is None
        ]
        if lacks:
            yield {
                "cost_item": str(graph.ref(cost.item)),
                "name": graph.name(cost.item),
                "lacks": lacks,
            }


def consumption_not_allocated(graph: Graph) -> Iterator[Row]:
    books = cost_books(graph)
    for uses in books.consumption.values():
        for use in uses:
            if reason := books.trouble(use):
                yield {
                    "provider": str(graph.ref(use.provider)),
                    "consumer": str(graph.ref(use.consumer)),
                    "driver": use.driver,
                    "period": use.period,
                    "reason": reason,
                }


def services_without_charging_model(graph: Graph) -> Iterator[Row]:
    for position in graph.positions("Service"):
        sold = _sold(graph, position)
        if not any(graph.links_from(one, "CHARGED_BY") for one in sold):
            yield from _live(graph, position)


def services_without_cost(graph: Graph) -> Iterator[Row]:
    for position in graph.positions("Service"):
        sold = _sold(graph, position)
        if not any(graph.links_to(p, "COST_OF") or graph.links_from(p, "CONSUMES") for p in sold):
            yield from _live(graph, position)


def _sold(graph: Graph, service: int) -> list[int]:
    """The service and its offerings."""
    offerings = graph.links_from(service, "HAS_OFFERING")
    return list(dict.fromkeys([service, *(link.target for link in offerings)]))


def _live(graph: Graph, service: int) -> Iterator[Row]:
    said = graph.properties(service)
    if said.get("lifecycle") in IN_CATALOG:
        yield {
            "tier": said.get("tier"),
            "service": str(graph.ref(service)),
            "name": graph.name(service),
            "lifecycle": said["lifecycle"],
        }


def services_by_charging(graph: Graph) -> Iterator[Row]:
    for service in graph.positions("Service"):
        for sold in _sold(graph, service):
            models = [graph.properties(x.target) for x in graph.links_from(sold, "CHARGED_BY")]
            prices = [graph.properties(x.target) for x in graph.links_from(sold, "PRICED_AT")]
            if not models and not prices:
                continue
            for model in models or [{}]:
                for price in prices or [{}]:
                    yield {
                        "service": str(graph.ref(service)),
                        "charged": str(graph.ref(sold)),
                        "kind": model.get("kind"),
                        **{n: price.get(n) for n in ("price", "currency", "unit", "valid_on")},
                    }


def offerings_without_price(graph: Graph) -> Iterator[Row]:
    for service in graph.positions("Service"):
        for link in graph.links_from(service, "HAS_OFFERING"):
            offering = link.target
            if not graph.properties(offering).get("orderable") or graph.links_from(
                offering, "PRICED_AT"
            ):
                continue
            for charged in graph.links_from(offering, "CHARGED_BY"):
                kind = graph.properties(charged.target).get("kind")
                if kind is not None and kind not in UNCHARGED:
                    yield {
                        "offering": str(graph.ref(offering)),
                        "name": graph.name(offering),
                        "service": str(graph.ref(service)),
                        "kind": kind,
                    }


def charges_made(graph: Graph) -> Iterator[Row]:
    for charge in graph.positions("Charge"):
        said = graph.properties(charge)
        ends = {
            label: next((str(graph.ref(x.target)) for x in graph.links_from(charge, label)), None)
            for label in ("CHARGE_FOR", "CHARGED_TO")
        }
        yield {
            "period": said.get("period"),
            "charged_for": ends["CHARGE_FOR"],
            "charged_to": ends["CHARGED_TO"],
            "charge": str(graph.ref(charge)),
            "amount": said.get("amount"),
            "currency": said.get("currency"),
        }


# --- what follows from it ---------------------------------------------------------------------


def _services(graph: Graph, period: str) -> Iterator[tuple[ServiceCosts, Row]]:
    rolled = roll_up(graph, period)
    for position in graph.positions("Service"):
        said = {"service": str(graph.ref(position)), "name": graph.name(position)}
        yield ServiceCosts(graph, rolled, position), said


def full_costs(graph: Graph, period: str) -> Iterator[Row]:
    for costs, said in _services(graph, period):
        row = {**said, "unknown": len(costs.unknown)}
        if costs.full is None:
            yield {**row, "currency": None, "direct_cost": None, "full_cost": None}
            continue
        for currency, full in costs.full.items():
            direct = costs.direct.get(currency, 0.0)
            yield {**row, "currency": currency, "direct_cost": direct, "full_cost": full}


def unit_costs(graph: Graph, period: str) -> Iterator[Row]:
    for costs, said in _services(graph, period):
        for currency, unit_cost in (costs.unit_cost or {}).items():
            if costs.volume:
                yield {
                    **said,
                    "unit": costs.volume.unit,
                    "volume": costs.volume.amount,
                    "currency": currency,
                    "unit_cost": unit_cost,
                }


def benchmark_variances(graph: Graph, period: str) -> Iterator[Row]:
    for costs, _ in _services(graph, period):
        for found in comparisons(costs):
            benchmark = graph.properties(found.benchmark)
            yield {
                "of": str(graph.ref(found.member)),
                "benchmark": str(graph.ref(found.benchmark)),
                "variance": found.variance,
                "ours": found.ours,
                "theirs": benchmark.get("value"),
                "unit": benchmark.get("unit"),
                "why_not": found.why_not or None,
            }


def recovery_positions(graph: Graph, period: str) -> Iterator[Row]:
    for costs, said in _services(graph, period):
        full, charged = costs.full or {}, costs.charged
        for currency in sorted({*full, *(charged or {})}):
            position = (costs.recovery_position or {}).get(currency)
            yield {
                **said,
                "currency": currency,
                "full_cost": full.get(currency) if costs.full is not None else None,
                "charged": None if charged is None else charged.get(currency, 0.0),
                "position": position,
                "ratio": (costs.recovery_ratio or {}).get(currency),
                "charging": costs.charging,
            }


def stranded_costs(graph: Graph, service: str, period: str) -> Iterator[Row]:
    costs = ServiceCosts(graph, roll_up(graph, period), graph.position(service))
    for part in costs.parts:
        yield {
            "element": None if part.cost.element is None else str(graph.ref(part.cost.element)),
            "cost_item": str(graph.ref(part.cost.item)),
            "currency": part.cost.currency,
            **costs.stranding(part)._asdict(),
            "name": graph.name(part.cost.item),
        }


def closed_cost_cycles(graph: Graph, period: str) -> Iterator[Row]:
    for members in roll_up(graph, period).closed_cycles:
        first = min(str(graph.ref(member)) for member in members)
        for member in members:
            yield {
                "cycle": first,
                "element": str(graph.ref(member)),
                "name": graph.name(member),
                "size": len(members),
            }


def unallocated_costs(graph: Graph, period: str) -> Iterator[Row]:
    for left in left_over(graph, roll_up(graph, period)):
        for currency, amount in left.amounts.items():
            yield {
                "element": str(graph.ref(left.element)),
                "reason": left.reason,
                "currency": currency,
                "amount": amount,
                "name": graph.name(left.element),
            }


def cost_contributions(graph: Graph, service: str, period: str) -> Iterator[Row]:
    costs = ServiceCosts(graph, roll_up(graph, period), graph.position(service))
    found: dict[int, list[Amounts]] = defaultdict(list)
    for part in costs.parts:
        if part.cost.element is not None and part.cost.currency is not None:
            found[part.cost.element].append({part.cost.currency: part.amount})
    for element, amounts in found.items():
        for currency, amount in summed(amounts).items():
            yield {
                "element": str(graph.ref(element)),
                "currency": currency,
                "amount": amount,
                "share": amount / (costs.full or {})[currency],
                "name": graph.name(element),
            }


def cost_bearers(graph: Graph, element: str, period: str) -> Iterator[Row]:
    rolled, position = roll_up(graph, period), graph.position(element)
    direct = rolled.direct_of(position)
    for bearer, share in bearers(rolled, position).items():
        for currency, amount in scaled(direct, share).items():
            yield {
                "bearer": str(graph.ref(bearer)),
                "currency": currency,
                "amount": amount,
                "share": share,
                "name": graph.name(bearer),
            }


def costs_by_tower(graph: Graph, period: str) -> Iterator[Row]:
    found: dict[tuple[str | None, str | None, str | None], list[float]] = defaultdict(list)
    for cost in roll_up(graph, period).costs:
        kind = cost.stated.get("cost_pool"), cost.stated.get("tower"), cost.currency
        found[kind].append(cost.amount or 0.0)
    for (pool, tower, currency), amounts in found.items():
        yield {
            "cost_pool": pool,
            "tower": tower,
            "currency": currency,
            "amount": sum(amounts),
            "items": len(amounts),
        }
