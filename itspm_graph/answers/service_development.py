"""Service development: is what is built what was designed, and has it passed what it must?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from itspm_graph.answers.days import day
from itspm_graph.answers.documents import all_standing, standing
from itspm_graph.answers.reach import any_or_none, described, distinct, targets
from itspm_graph.answers.service_catalog import IN_CATALOG
from itspm_graph.connections import steps
from itspm_graph.graph import Graph
from itspm_graph.store import Row


def criteria_without_passed_run(graph: Graph) -> list[Row]:
    return distinct(
        {
            "service": str(graph.ref(service)),
            "criterion": str(graph.ref(criterion)),
            "release": None if release is None else str(graph.ref(release)),
            "name": graph.name(criterion),
            "test_kind": graph.properties(criterion).get("test_kind"),
        }
        for document, service in all_standing(graph, "ServiceAcceptanceCriteria")
        for release in any_or_none(targets(graph, document, "ACCEPTS_RELEASE"))
        for criterion in targets(graph, document, "HAS_CRITERION")
        if must_pass(graph, criterion) and not _passed(graph, criterion, release)
    )


def must_pass(graph: Graph, criterion: int) -> bool:
    mandatory: bool = graph.properties(criterion).get("mandatory", True)
    return mandatory and graph.label(criterion) == "AcceptanceCriterion"


def _passed(graph: Graph, criterion: int, release: int | None) -> bool:
    """Whether a run of the criterion against the release has passed."""
    runs = [link.source for link in graph.links_to(criterion, "TESTS")]
    return any(
        graph.properties(run).get("result") == "passed"
        and release in targets(graph, run, "RUN_AGAINST")
        for run in runs
    )


def blocking_defects(graph: Graph) -> Iterator[Row]:
    for defect in graph.positions("Defect"):
        stated = graph.properties(defect)
        if not stated.get("blocking") or stated.get("status", "open") != "open":
            continue
        for place in targets(graph, defect, "OCCURS_IN"):
            for service in any_or_none(_services_of(graph, place)):
                yield {
                    "found_on": day(stated, "found_on"),
                    "defect": str(graph.ref(defect)),
                    "name": graph.name(defect),
                    "shows_in": str(graph.ref(place)),
                    "service": None if service is None else str(graph.ref(service)),
                }


def _services_of(graph: Graph, place: int) -> list[int]:
    """The services that a test run, a release or a service belongs to."""
    if graph.label(place) == "Service":
        return [place]
    releases = {place, *targets(graph, place, "RUN_AGAINST")}
    return list({k.source for r in releases for k in graph.links_to(r, "HAS_RELEASE")})


def projects_late(graph: Graph, on: date) -> Iterator[Row]:
    for project in graph.positions("Project"):
        stated = graph.properties(project)
        ends_on = day(stated, "ends_on")
        if ends_on is None or stated.get("status") == "done":
            continue
        for service in any_or_none(targets(graph, project, "BUILDS")):
            live_on = None
            if service is not None:
                live_on = day(graph.properties(service), "planned_operate_on")
            late = ends_on < on
            if late or (live_on is not None and ends_on > live_on):
                yield {
                    "ends_on": ends_on,
                    "project": str(graph.ref(project)),
                    "name": graph.name(project),
                    "service": None if service is None else str(graph.ref(service)),
                    "planned_operate_on": live_on,
                    "reason": "not done" if late else "ends after go-live",
                }


# --- the design and what is built ---------------------------------------------------------------


def designed(graph: Graph, service: int) -> set[int]:
    """What the standing designs of a service have it need."""
    designs = standing(graph, service, "ServiceDesign")
    return {element for design in designs for element in targets(graph, design, "DESIGNS")}


def in_groups(graph: Graph, elements: set[int]) -> set[int]:
    """These elements, and the members of the requirement groups among them, nested ones too."""
    found, work = set(elements), list(elements)
    while work:
        members = set(targets(graph, work.pop(), "MEMBER"))
        work += members - found
        found |= members
    return found


def designed_against_built(graph: Graph) -> Iterator[Row]:
    for service in {service for _, service in all_standing(graph, "ServiceDesign")}:
        if graph.properties(service).get("lifecycle") not in IN_CATALOG:
            continue
        wanted = designed(graph, service)
        needs = in_groups(graph, set(targets(graph, service, "DEPENDS_ON", "REQUIRES")))
        built = in_groups(graph, {k.target for _, k in steps(graph, service, "providers")})
        found = [("designed only", element) for element in wanted - built]
        found += [
            ("built only", element)
            for element in needs - wanted
            if graph.label(element) != "RequirementGroup"
        ]
        for finding, element in found:
            of = described(graph, element)
            yield {
                "finding": finding,
                "service": str(graph.ref(service)),
                "element": of.pop("ref"),
                **of,
            }
