"""Service lifecycle management: what ought to have ended, and who is still on what ends."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from itspm_graph.answers.days import day
from itspm_graph.answers.retirement import Retirement
from itspm_graph.graph import Graph
from itspm_graph.store import Row


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
        retirement = Retirement(graph, position)
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
