"""Toll gate 3: will tests show that promises are kept, and did a trial bear the design out?"""

from __future__ import annotations

from collections.abc import Iterator

from itspm_graph.answers.days import day
from itspm_graph.answers.documents import standing
from itspm_graph.answers.reach import described
from itspm_graph.answers.service_strategy import outcomes
from itspm_graph.graph import Graph
from itspm_graph.promises import promised_targets
from itspm_graph.store import Row


def _criteria(graph: Graph, service: str) -> list[int]:
    """The criteria in the standing preliminary acceptance criteria of a service."""
    documents = standing(graph, graph.position(service), "PreliminaryAcceptanceCriteria")
    links = [link for document in documents for link in graph.links_from(document, "HAS_CRITERION")]
    found = {link.target for link in links if graph.label(link.target) == "AcceptanceCriterion"}
    return sorted(found, key=graph.ref)


def promises_without_criterion(graph: Graph, service: str) -> Iterator[Row]:
    position = graph.position(service)
    promised = {target for target, _ in promised_targets(graph, position)}
    verified = {
        link.target
        for criterion in _criteria(graph, service)
        for link in graph.links_from(criterion, "VERIFIES")
    }
    for target in (promised | set(outcomes(graph, position))) - verified:
        yield described(graph, target)


def customer_experience_not_planned(graph: Graph, service: str) -> Iterator[Row]:
    kinds = {graph.properties(c).get("test_kind") for c in _criteria(graph, service)}
    if "customer_experience" not in kinds:
        yield {"service": service}


def criteria_without_threshold(graph: Graph, service: str) -> Iterator[Row]:
    for criterion in _criteria(graph, service):
        stated = graph.properties(criterion)
        wanted = ("measure", "threshold")
        missing = [name for name in wanted if not (stated.get(name) or "").strip()]
        if missing:
            yield {
                "criterion": str(graph.ref(criterion)),
                "name": graph.name(criterion),
                "missing": missing,
            }


# --- the proof of concept -----------------------------------------------------------------------


def _reports(graph: Graph, service: str) -> list[int]:
    return standing(graph, graph.position(service), "PocReport")


def poc_before_design(graph: Graph, service: str) -> Iterator[Row]:
    for report in _reports(graph, service):
        dated_on = day(graph.properties(report), "dated_on")
        for design in standing(graph, graph.position(service), "ServiceDesign"):
            started_on = day(graph.properties(design), "started_on")
            if not (dated_on and started_on and dated_on >= started_on):
                yield {
                    "report": str(graph.ref(report)),
                    "dated_on": dated_on,
                    "design": str(graph.ref(design)),
                    "started_on": started_on,
                }


def poc_objectives_without_result(graph: Graph, service: str) -> Iterator[Row]:
    for report in _reports(graph, service):
        stated = graph.properties(report)
        objectives, results = stated.get("objectives", []), stated.get("results", [])
        if not objectives:
            yield {"report": str(graph.ref(report)), "place": None, "objective": None}
        for place, objective in enumerate(objectives, start=1):
            if not "".join(results[place - 1 : place]).strip():
                yield {"report": str(graph.ref(report)), "place": place, "objective": objective}


def poc_advises_against(graph: Graph, service: str) -> Iterator[Row]:
    for report in _reports(graph, service):
        advice = graph.properties(report).get("recommendation")
        if advice in (None, "no_go"):
            yield {"report": str(graph.ref(report)), "recommendation": advice}
