"""What was promised, or hoped for, held against what was measured.

Of several measurements the latest counts: by the day it was taken, then by its period.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from itspm_graph.answers.days import day
from itspm_graph.answers.service_strategy import outcomes
from itspm_graph.graph import Graph
from itspm_graph.promises import at_most, promised_targets
from itspm_graph.store import Row


def measurements(graph: Graph, measured: int) -> list[int]:
    """Measurements of a promise, an outcome or a metric that have a value, the latest first."""

    def order(position: int) -> tuple[str, str, str]:
        stated = graph.properties(position)
        on, period = stated.get("measured_on") or "", stated.get("period") or ""
        return on, period, str(graph.ref(position))

    found = {link.source for link in graph.links_to(measured, "MEASURES")}
    valued = [p for p in found if graph.properties(p).get("value") is not None]
    return sorted(valued, key=order, reverse=True)


def values(graph: Graph, measured: int) -> list[float]:
    """Their values."""
    return [graph.properties(p)["value"] for p in measurements(graph, measured)]


def keeps(graph: Graph, target: int, value: float) -> bool:
    """Whether a value keeps a service level target that states one."""
    promised = graph.properties(target)["target"]
    return bool(value <= promised if at_most(graph, target) else value >= promised)


def promised(graph: Graph, service: int) -> list[int]:
    """Service level targets about a service."""
    return sorted({target for target, _ in promised_targets(graph, service)})


def attainment(graph: Graph) -> Iterator[Row]:
    for service in graph.positions("Service"):
        for target in promised(graph, service):
            stated = graph.properties(target)
            if stated.get("target") is None:
                continue
            for measurement in measurements(graph, target):
                value = graph.properties(measurement)["value"]
                yield {
                    "service": str(graph.ref(service)),
                    "target": str(graph.ref(target)),
                    "period": graph.properties(measurement).get("period"),
                    "measure": stated.get("measure"),
                    "promised": stated["target"],
                    "value": value,
                    "met": keeps(graph, target, value),
                }


def services_at_risk(graph: Graph) -> Iterator[Row]:
    for service in graph.positions("Service"):
        for target in promised(graph, service):
            stated = graph.properties(target)
            if stated.get("target") is None:
                continue
            found = values(graph, target)
            if risk := _risk(graph, target, found):
                yield {
                    "service": str(graph.ref(service)),
                    "risk": risk,
                    "target": str(graph.ref(target)),
                    "measure": stated.get("measure"),
                    "promised": stated["target"],
                    "value": found[0] if found else None,
                    "before": found[1] if len(found) > 1 else None,
                }


def _risk(graph: Graph, target: int, found: list[float]) -> str | None:
    """What threatens a promise, given its measurements, the latest first."""
    if not found:
        return "not measured"
    if not keeps(graph, target, found[0]):
        return "missed"
    if len(found) > 1 and not keeps(graph, target, found[0] + (found[0] - found[1])):
        return "getting worse"
    return None


# --- outcomes -----------------------------------------------------------------------------------


def reaches(stated: Any, value: float) -> bool | None:
    """Whether a value reaches an outcome; None where nothing tells what better is."""
    baseline, target = stated.get("baseline"), stated.get("target")
    if baseline is None or target is None:
        return None
    return bool(value >= target if target >= baseline else value <= target)


def outcome_attainment(graph: Graph) -> Iterator[Row]:
    for service in graph.positions("Service"):
        for outcome in outcomes(graph, service):
            stated = graph.properties(outcome)
            found = values(graph, outcome)
            yield {
                "service": str(graph.ref(service)),
                "outcome": str(graph.ref(outcome)),
                "due_on": day(stated, "due_on"),
                "baseline": stated.get("baseline"),
                "wanted": stated.get("target"),
                "value": found[0] if found else None,
                "met": reaches(stated, found[0]) if found else None,
            }


def performance_against_benchmarks(graph: Graph) -> Iterator[Row]:
    for service in graph.positions("Service"):
        own = [service, *(link.target for link in graph.links_from(service, "HAS_OFFERING"))]
        links = [link for maker in own for link in graph.links_from(maker, "COMPARED_WITH")]
        for benchmark in {link.target for link in links}:
            stated = graph.properties(benchmark)
            for target in promised(graph, service):
                ours = graph.properties(target)
                same = ours.get("measure") is not None and ours["measure"] == stated.get("scope")
                found = values(graph, target)
                if same and found and ours.get("unit") is not None:
                    comparable = ours["unit"] == stated.get("unit")
                    yield {
                        "service": str(graph.ref(service)),
                        "benchmark": str(graph.ref(benchmark)),
                        "target": str(graph.ref(target)),
                        "theirs": stated.get("value"),
                        "unit": stated.get("unit"),
                        "ours": found[0] if comparable else None,
                        "our_unit": ours["unit"],
                    }
