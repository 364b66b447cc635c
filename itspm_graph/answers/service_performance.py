"""Service performance management: whether services are reviewed as agreed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from itspm_graph.answers.days import day, months_later
from itspm_graph.answers.service_catalog import latest_decisions
from itspm_graph.graph import Graph
from itspm_graph.store import Row


def reviews_overdue(
    graph: Graph, on: date, interval_months: int, shortened_months: int
) -> Iterator[Row]:
    for position in graph.positions("Service"):
        service = graph.properties(position)
        latest = latest_decisions(graph, position, date.max)
        decided = [latest[gate] for gate in ("TG4", "TG5") if gate in latest]
        if service.get("lifecycle") not in ("operate", "improve") or not decided:
            continue
        last = max(decided)
        months = service.get("tg5_interval_months") or interval_months
        if last == latest.get("TG5") and not last.passed:
            months = min(months, shortened_months)
        stated = day(graph.properties(graph.position(last.ref)), "review_due_on")
        due_on = stated or months_later(last.at.date(), months)
        if due_on < on:
            yield {
                "due_on": due_on,
                "service": str(graph.ref(position)),
                "name": graph.name(position),
                "decided_on": last.at.date(),
            }
