"""Service performance management: whether services are reviewed as agreed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from itspm_graph.answers.days import months_later
from itspm_graph.answers.service_catalog import latest_decisions
from itspm_graph.graph import Graph
from itspm_graph.store import Row


def reviews_overdue(graph: Graph, on: date) -> Iterator[Row]:
    for position in graph.positions("Service"):
        service = graph.properties(position)
        months = service.get("tg5_interval_months")
        if not months or service.get("lifecycle") not in ("operate", "improve"):
            continue
        latest = latest_decisions(graph, position, date.max)
        decided = [latest[gate].at.date() for gate in ("TG4", "TG5") if gate in latest]
        if decided and (due_on := months_later(max(decided), months)) < on:
            yield {
                "due_on": due_on,
                "service": str(graph.ref(position)),
                "name": graph.name(position),
                "decided_on": max(decided),
            }
