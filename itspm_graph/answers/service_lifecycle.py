"""Service lifecycle management: what ought to have ended, and who is still on what ends."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from itspm_graph.answers.days import day, months_later
from itspm_graph.answers.reach import any_or_none, targets
from itspm_graph.answers.retirement import Retirement
from itspm_graph.answers.retirement_plan import ends
from itspm_graph.answers.rounding import rounded
from itspm_graph.answers.service_roadmap import needed_services, service_of
from itspm_graph.answers.service_strategy import retiring
from itspm_graph.graph import Graph
from itspm_graph.store import Row

NOT_LIVE = ("strategy", "design", "transition", None)
"""Phases before a service is operated; none stated may be any of them."""


def services_past_retirement(graph: Graph, on: date) -> Iterator[Row]:
    for position in graph.positions("Service"):
        service = graph.properties(position)
        retires_on = day(service, "planned_retire_on")
        operated = service.get("lifecycle") in ("operate", "improve")
        if operated and retires_on is not None and retires_on < on:
            yield {
                "planned_retire_on": retires_on,
                "service": str(graph.ref(position)),
                "name": graph.name(position),
                "lifecycle": service["lifecycle"],
            }


def consumers_of_retiring(graph: Graph, on: date) -> Iterator[Row]:
    for position in graph.positions("Service"):
        retirement = Retirement(graph, (position,))
        if not retirement.proposals and graph.properties(position).get("lifecycle") != "retire":
            continue
        for use in retirement.uses(on):
            settled = {leaving.status for leaving in retirement.settling(use)}
            yield {
                "service": str(graph.ref(position)),
                "effective_on": retirement.effective_on,
                "consumer": str(graph.ref(use.consumer)),
                "used": str(graph.ref(use.used)),
                "dispositions": sorted(settled),
            }


def services_past_go_live(graph: Graph, on: date) -> Iterator[Row]:
    for position in graph.positions("Service"):
        service = graph.properties(position)
        live_on = day(service, "planned_operate_on")
        if live_on is not None and live_on < on and service.get("lifecycle") in NOT_LIVE:
            yield {
                "planned_operate_on": live_on,
                "service": str(graph.ref(position)),
                "name": graph.name(position),
                "lifecycle": service.get("lifecycle"),
            }


def transitions_late(graph: Graph, on: date) -> Iterator[Row]:
    for position in graph.positions("CustomerTransition"):
        stated = graph.properties(position)
        planned_on, completed_on = day(stated, "planned_on"), day(stated, "completed_on")
        left_on = completed_on or (on if stated["status"] == "planned" else None)
        if planned_on is None or left_on is None or left_on <= planned_on:
            continue
        for consumer in any_or_none(targets(graph, position, "MIGRATES")):
            for origin in any_or_none(targets(graph, position, "MIGRATES_FROM")):
                yield {
                    "planned_on": planned_on,
                    "transition": str(graph.ref(position)),
                    "consumer": None if consumer is None else str(graph.ref(consumer)),
                    "origin": None if origin is None else str(graph.ref(origin)),
                    "completed_on": completed_on,
                    "days_late": (left_on - planned_on).days,
                }


def consumption_trend(graph: Graph) -> Iterator[Row]:
    volumes: dict[tuple[int, str | None], dict[date, float]] = defaultdict(
        lambda: defaultdict(float)
    )
    for record in graph.positions("ConsumptionRecord"):
        stated = graph.properties(record)
        period_to, volume = day(stated, "period_to"), stated.get("volume")
        if period_to is not None and volume is not None:
            for link in graph.links_from(record, "CONSUMED_IN"):
                volumes[link.target, stated.get("driver")][period_to] += volume
    for (element, driver), periods in volumes.items():
        previous: float | None = None
        for period_to in sorted(periods):
            volume = rounded(periods[period_to], 6)
            yield {
                "element": str(graph.ref(element)),
                "driver": driver,
                "period_to": period_to,
                "volume": volume,
                "previous": previous,
                "change": rounded((volume - previous) / previous, 6) if previous else None,
            }
            previous = volume


def services_on_retiring_only(graph: Graph, on: date, horizon_months: int) -> Iterator[Row]:
    horizon = months_later(on, horizon_months)
    for position in graph.positions("Service"):
        needed = needed_services(graph, position)
        providers = {service_of(graph, p) for p in needed}
        planned = {p: min((end for _, end in ends(graph, p)), default=None) for p in providers}
        gone = all(
            retiring(graph, p) or (end is not None and end <= horizon) for p, end in planned.items()
        )
        if needed and gone and not retiring(graph, position):
            yield {
                "last_on": max((end for end in planned.values() if end), default=None),
                "service": str(graph.ref(position)),
                "name": graph.name(position),
                "needed": sorted(str(graph.ref(p)) for p in needed),
            }
