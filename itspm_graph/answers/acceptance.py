"""Toll gate 4: was the release tested, is it what was designed, can it be operated?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from itspm_graph.answers.days import day
from itspm_graph.answers.documents import on_record, standing
from itspm_graph.answers.reach import distinct, targets
from itspm_graph.answers.service_development import must_pass
from itspm_graph.connections import steps
from itspm_graph.graph import Graph
from itspm_graph.store import Row

READY = {
    "monitoring": "monitoring_ready",
    "runbook": "runbook_ready",
    "on-call": "on_call_ready",
    "backup": "backup_ready",
}
"""What has to be ready before a service is operated, and the property that says so."""


def _criteria(graph: Graph, document: int) -> list[int]:
    """Mandatory acceptance criteria of a document."""
    return [p for p in targets(graph, document, "HAS_CRITERION") if must_pass(graph, p)]


def _accepted(graph: Graph, service: int) -> list[tuple[int, int]]:
    """Standing acceptance criteria, each with the release that is to go live by it."""
    return [
        (document, link.target)
        for document in standing(graph, service, "ServiceAcceptanceCriteria")
        for link in graph.links_from(document, "ACCEPTS_RELEASE")
    ]


def _to_pass(graph: Graph, service: str) -> set[tuple[int, int]]:
    """Mandatory criteria, each with the release that has to pass it."""
    return {
        (criterion, release)
        for document, release in _accepted(graph, graph.position(service))
        for criterion in _criteria(graph, document)
    }


def criteria_to_pass(graph: Graph, service: str) -> Iterator[Row]:
    for criterion, release in _to_pass(graph, service):
        yield {"criterion": str(graph.ref(criterion)), "release": str(graph.ref(release))}


def mandatory_criteria_not_passed(graph: Graph, service: str) -> Iterator[Row]:
    for criterion, release in _to_pass(graph, service):
        if not _has_passed(graph, criterion, release):
            yield {
                "criterion": str(graph.ref(criterion)),
                "release": str(graph.ref(release)),
                "name": graph.name(criterion),
                "test_kind": graph.properties(criterion).get("test_kind"),
            }


def _has_passed(graph: Graph, criterion: int, release: int) -> bool:
    """Whether the criterion was passed on a known day, or at all, and never failed since."""
    days: dict[str, list[Any]] = {"passed": [], "failed": []}
    for link in graph.links_to(criterion, "TESTS"):
        run = graph.properties(link.source)
        against = {k.target for k in graph.links_from(link.source, "RUN_AGAINST")}
        if release in against and run.get("result") in days:
            days[run["result"]].append(day(run, "run_on"))
    failed = days["failed"]
    return any(
        not failed or (on is not None and all(f is not None and f < on for f in failed))
        for on in days["passed"]
    )


def preliminary_criteria_dropped(graph: Graph, service: str) -> list[Row]:
    position = graph.position(service)
    kept = {
        criterion
        for document in standing(graph, position, "ServiceAcceptanceCriteria")
        for criterion in _criteria(graph, document)
    }
    return distinct(
        {"criterion": str(graph.ref(criterion)), "name": graph.name(criterion)}
        for document in standing(graph, position, "PreliminaryAcceptanceCriteria")
        for criterion in _criteria(graph, document)
        if criterion not in kept
    )


def _passed_runs(graph: Graph, service: str, kind: str) -> set[int]:
    """Passed tests of a kind against a release that is to go live."""

    def is_of(run: int) -> bool:
        if graph.properties(run).get("kind") == kind:
            return True
        tried = [link.target for link in graph.links_from(run, "TESTS")]
        return any(graph.properties(criterion).get("test_kind") == kind for criterion in tried)

    runs = {
        link.source
        for _, release in _accepted(graph, graph.position(service))
        for link in graph.links_to(release, "RUN_AGAINST")
    }
    return {run for run in runs if graph.properties(run).get("result") == "passed" and is_of(run)}


def customer_experience_untested(graph: Graph, service: str) -> Iterator[Row]:
    passed = _passed_runs(graph, service, "customer_experience")
    witnesses = {
        graph.label(link.target) for run in passed for link in graph.links_from(run, "WITNESSED_BY")
    }
    if "Customer" not in witnesses:
        yield {"service": service, "passed_without_customer": len(passed)}


def continuity_untested(graph: Graph, service: str) -> Iterator[Row]:
    documents = standing(graph, graph.position(service), "ServiceAcceptanceCriteria")
    waived = [graph.properties(p).get("continuity_test_waived") or "" for p in documents]
    if not any(map(str.strip, waived)) and not _passed_runs(graph, service, "continuity"):
        yield {"service": service}


def blocking_defects_open(graph: Graph, service: str) -> Iterator[Row]:
    position = graph.position(service)
    releases = {link.target for link in graph.links_from(position, "HAS_RELEASE")}
    releases |= {release for _, release in _accepted(graph, position)}
    places = {position, *releases}
    places |= {
        link.source
        for release in (position, *releases)
        for link in graph.links_to(release, "RUN_AGAINST")
    }
    found = {link.source for place in places for link in graph.links_to(place, "OCCURS_IN")}
    for defect in found:
        stated = graph.properties(defect)
        if stated.get("status", "open") == "open" and stated.get("blocking", True):
            yield {
                "defect": str(graph.ref(defect)),
                "name": graph.name(defect),
                "blocking": stated.get("blocking"),
                "found_on": day(stated, "found_on"),
            }


# --- what was built, and whether it can be operated ---------------------------------------------

Shape = tuple[str, int]
"""Redundancy group and threshold of a need; empty and 0 where it has none."""


def _designed(graph: Graph, service: str) -> dict[int, set[Shape]]:
    found: dict[int, set[Shape]] = {}
    for document in standing(graph, graph.position(service), "ServiceDesign"):
        for link in graph.links_from(document, "DESIGNS"):
            found.setdefault(link.target, set()).add(_shape(link.properties))
    return found


def _shape(properties: Any) -> Shape:
    return properties.get("group") or "", properties.get("at_least") or 0


def needs_designed(graph: Graph, service: str) -> Iterator[Row]:
    yield from ({"element": str(graph.ref(p))} for p in _designed(graph, service))


def built_not_as_designed(graph: Graph, service: str) -> Iterator[Row]:
    designed = _designed(graph, service)
    built: dict[int, set[Shape]] = {}
    for provider, link in steps(graph, graph.position(service), "providers"):
        built.setdefault(provider, set()).add(_shape(link.properties))
    for element in designed.keys() | built.keys():
        if designed.get(element) != built.get(element):
            lacks = "not designed" if element not in designed else "redundancy"
            yield {
                "element": str(graph.ref(element)),
                "difference": "not built" if element not in built else lacks,
                "name": graph.name(element),
            }


def acceptance_criteria_on_record(graph: Graph, service: str) -> Iterator[Row]:
    return on_record(graph, service, "ServiceAcceptanceCriteria")


def operation_not_prepared(graph: Graph, service: str) -> Iterator[Row]:
    position = graph.position(service)
    documents = standing(graph, position, "ServiceAcceptanceCriteria")
    stated = [graph.properties(document) for document in documents]
    for missing, name in READY.items():
        if not any(document.get(name) for document in stated):
            yield {"missing": missing}
    if not graph.links_from(position, "COVERED_BY_PLAN"):
        yield {"missing": "continuity plan"}
