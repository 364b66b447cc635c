"""Toll gate 5: does the service bring what was hoped for, and what is done where not?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from itspm_graph.answers.attainment import keeps, promised, reaches, values
from itspm_graph.answers.days import day
from itspm_graph.answers.documents import standing
from itspm_graph.answers.reach import within
from itspm_graph.answers.service_strategy import outcomes
from itspm_graph.graph import Graph
from itspm_graph.store import Row


def outcomes_targeted(graph: Graph, service: str) -> Iterator[Row]:
    for outcome in outcomes(graph, graph.position(service)):
        yield {"outcome": str(graph.ref(outcome))}


def _due(graph: Graph, service: str, on: date) -> list[int]:
    """Outcomes that are due by a day; one without a day is always due."""
    found = outcomes(graph, graph.position(service))
    return [p for p in found if (day(graph.properties(p), "due_on") or on) <= on]


def _missed_outcomes(graph: Graph, service: str, on: date) -> list[int]:
    def missed(outcome: int) -> bool:
        found = values(graph, outcome)
        return bool(found) and reaches(graph.properties(outcome), found[0]) is False

    return [outcome for outcome in _due(graph, service, on) if missed(outcome)]


def outcomes_missed(graph: Graph, service: str, on: date) -> Iterator[Row]:
    for outcome in _missed_outcomes(graph, service, on):
        stated = graph.properties(outcome)
        yield {
            "outcome": str(graph.ref(outcome)),
            "wanted": stated["target"],
            "value": values(graph, outcome)[0],
            "due_on": day(stated, "due_on"),
        }


def outcomes_unmeasured(graph: Graph, service: str, on: date) -> Iterator[Row]:
    for outcome in _due(graph, service, on):
        stated = graph.properties(outcome)
        there = {
            "target": stated.get("target") is not None,
            "baseline": stated.get("baseline") is not None,
            "measurement": bool(values(graph, outcome)),
        }
        missing = next((what for what, is_there in there.items() if not is_there), None)
        if missing:
            yield {"outcome": str(graph.ref(outcome)), "missing": missing}


def verification_report_reviewed_before(graph: Graph, service: str) -> Iterator[Row]:
    for report in standing(graph, graph.position(service), "BusinessCaseVerificationReport"):
        submissions = {link.source for link in graph.links_to(report, "INCLUDES")}
        at_gate = [p for p in submissions if graph.properties(p)["gate"] == "TG5"]
        taken = {link.target for p in at_gate for link in graph.links_from(p, "DECIDED_BY")}
        for decision in taken:
            yield {"report": str(graph.ref(report)), "decision": str(graph.ref(decision))}


# --- promises -----------------------------------------------------------------------------------


def promises_made(graph: Graph, service: str) -> Iterator[Row]:
    for target in promised(graph, graph.position(service)):
        yield {"target": str(graph.ref(target))}


def _missed_promises(graph: Graph, service: str) -> list[int]:
    def missed(target: int) -> bool:
        found = values(graph, target)
        stated = graph.properties(target).get("target") is not None
        return stated and bool(found) and not keeps(graph, target, found[0])

    return [target for target in promised(graph, graph.position(service)) if missed(target)]


def promises_missed(graph: Graph, service: str) -> Iterator[Row]:
    for target in _missed_promises(graph, service):
        stated = graph.properties(target)
        yield {
            "target": str(graph.ref(target)),
            "measure": stated.get("measure"),
            "promised": stated["target"],
            "value": values(graph, target)[0],
        }


def promises_unmeasured(graph: Graph, service: str) -> Iterator[Row]:
    for target in promised(graph, graph.position(service)):
        stated = graph.properties(target)
        if stated.get("target") is None or not values(graph, target):
            yield {"target": str(graph.ref(target)), "measure": stated.get("measure")}


def satisfaction_low(graph: Graph, service: str, least: float) -> Iterator[Row]:
    for report in standing(graph, graph.position(service), "BusinessCaseVerificationReport"):
        satisfaction = graph.properties(report).get("satisfaction")
        if satisfaction is None or satisfaction < least:
            yield {"report": str(graph.ref(report)), "satisfaction": satisfaction}


# --- vendors ------------------------------------------------------------------------------------


def vendors_performing_badly(
    graph: Graph, service: str, least_attainment: float, most_variance: float, depth: int
) -> Iterator[Row]:
    for _, vendor in within(graph, [graph.position(service)], "providers", depth):
        if graph.label(vendor) != "Vendor":
            continue
        periods = {link.source for link in graph.links_to(vendor, "PERFORMANCE_OF")}
        order = {p: (graph.properties(p).get("period") or "", graph.ref(p)) for p in periods}
        latest = graph.properties(max(periods, key=order.__getitem__)) if periods else {}
        attainment, variance = latest.get("attainment"), latest.get("cost_variance")
        kept = attainment is not None and attainment >= least_attainment
        if not kept or (variance is not None and variance > most_variance):
            yield {
                "vendor": str(graph.ref(vendor)),
                "period": latest.get("period"),
                "attainment": attainment,
                "cost_variance": variance,
                "name": graph.name(vendor),
            }


# --- improvement --------------------------------------------------------------------------------


def _own(graph: Graph, service: str) -> list[int]:
    position = graph.position(service)
    return [position, *(link.target for link in graph.links_from(position, "HAS_OFFERING"))]


def _concerning(graph: Graph, concerned: list[int], label: str) -> set[int]:
    """Findings or initiatives that concern any of these."""
    sources = {link.source for p in concerned for link in graph.links_to(p, "CONCERNS")}
    return {source for source in sources if graph.label(source) == label}


def shortfalls_without_initiative(graph: Graph, service: str, on: date) -> Iterator[Row]:
    shortfalls = {
        "outcome": _missed_outcomes(graph, service, on),
        "promise": _missed_promises(graph, service),
        "finding": _concerning(graph, _own(graph, service), "Finding"),
    }
    for kind, found in shortfalls.items():
        for shortfall in found:
            cared_for = graph.links_from(shortfall, "ADDRESSED_BY")
            if not cared_for and not _concerning(graph, [shortfall], "ImprovementInitiative"):
                yield {
                    "shortfall": str(graph.ref(shortfall)),
                    "kind": kind,
                    "name": graph.name(shortfall),
                }


def _initiatives(graph: Graph, service: str) -> set[int]:
    """Initiatives of the standing improvement plans, and those that concern the service."""
    planned = {
        link.target
        for plans in standing(graph, graph.position(service), "ImprovementPlans")
        for link in graph.links_from(plans, "PLANS_INITIATIVE")
    }
    return planned | _concerning(graph, _own(graph, service), "ImprovementInitiative")


def initiatives_incomplete(graph: Graph, service: str) -> Iterator[Row]:
    for initiative in _initiatives(graph, service):
        stated = graph.properties(initiative)
        there = {
            "owner": bool(graph.links_from(initiative, "OWNED_BY")),
            "due date": stated.get("due_on") is not None,
            "metric": bool((stated.get("benefit_metric") or "").strip()),
        }
        for missing in (what for what, is_there in there.items() if not is_there):
            yield {"initiative": str(graph.ref(initiative)), "missing": missing}


def service_initiatives_overdue(graph: Graph, service: str, on: date) -> Iterator[Row]:
    for initiative in _initiatives(graph, service):
        if due_on := overdue_since(graph, initiative, on):
            yield {
                "due_on": due_on,
                "initiative": str(graph.ref(initiative)),
                "name": graph.name(initiative),
            }


def overdue_since(graph: Graph, initiative: int, on: date) -> date | None:
    """The day on which an initiative was to be done, where that is past and it isn't."""
    stated = graph.properties(initiative)
    due_on = day(stated, "due_on")
    done = stated.get("done_on") is not None or stated.get("status") == "done"
    return due_on if due_on is not None and due_on < on and not done else None
