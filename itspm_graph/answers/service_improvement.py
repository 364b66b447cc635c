"""Continuous service improvement: findings, and what is done about them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from itspm_graph.answers.business_case_review import overdue_since
from itspm_graph.answers.days import day
from itspm_graph.graph import Graph
from itspm_graph.store import Row


def exercise_findings_without_initiative(graph: Graph) -> Iterator[Row]:
    return _findings(graph, "exercise")


def findings_without_initiative(graph: Graph) -> Iterator[Row]:
    return _findings(graph, None)


def _findings(graph: Graph, found_in: str | None) -> Iterator[Row]:
    for position in graph.positions("Finding"):
        finding = graph.properties(position)
        asked = found_in is None or finding.get("found_in") == found_in
        if asked and not graph.links_from(position, "ADDRESSED_BY"):
            yield {
                "found_on": day(finding, "found_on"),
                "finding": str(graph.ref(position)),
                "name": graph.name(position),
                "severity": finding.get("severity"),
            }


def initiatives_overdue(graph: Graph, on: date) -> Iterator[Row]:
    for position in graph.positions("ImprovementInitiative"):
        due_on = overdue_since(graph, position, on)
        links = graph.links_from(position, "OWNED_BY")
        owners: list[str | None] = [str(graph.ref(link.target)) for link in links]
        for owner in owners or [None]:
            if due_on is not None:
                yield {
                    "due_on": due_on,
                    "initiative": str(graph.ref(position)),
                    "name": graph.name(position),
                    "status": graph.properties(position).get("status"),
                    "owner": owner,
                }


def realised_benefit(graph: Graph) -> Iterator[Row]:
    for position in graph.positions("ImprovementInitiative"):
        stated = graph.properties(position)
        yield {
            "initiative": str(graph.ref(position)),
            "status": stated.get("status"),
            "metric": stated.get("benefit_metric"),
            **{name: stated.get(name) for name in ("baseline", "target", "actual")},
            "realised": _realised(stated),
        }


def _realised(stated: Mapping[str, Any]) -> float | None:
    """The share of the way from baseline to target that is done."""
    if not {"baseline", "target", "actual"} <= stated.keys():
        return None
    way = float(stated["target"] - stated["baseline"])
    return float(stated["actual"] - stated["baseline"]) / way if way else None


def initiatives_not_aligned(graph: Graph) -> Iterator[Row]:
    for position in graph.positions("ImprovementInitiative"):
        objectives = [link.target for link in graph.links_from(position, "PURSUES")]
        served = {k.target for p in objectives for k in graph.links_from(p, "ALIGNS_WITH")}
        if all(graph.properties(p).get("status", "active") != "active" for p in served):
            yield {
                "initiative": str(graph.ref(position)),
                "missing": "strategy" if objectives else "objective",
                "name": graph.name(position),
            }


def portfolio_heat(graph: Graph) -> Iterator[Row]:
    for position in graph.positions("ImprovementInitiative"):
        stated = graph.properties(position)
        cost, benefit = stated.get("cost"), stated.get("benefit")
        concerned = {link.target for link in graph.links_from(position, "CONCERNS")}
        services: list[str | None] = [
            str(graph.ref(p)) for p in concerned if graph.label(p) == "Service"
        ]
        for service in services or [None]:
            yield {
                "service": service,
                "initiative": str(graph.ref(position)),
                "ratio": benefit / cost if cost and benefit is not None else None,
                "benefit": benefit,
                "cost": cost,
                "currency": stated.get("currency"),
                "status": stated.get("status"),
            }
