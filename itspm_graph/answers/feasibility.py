"""Toll gate 2: do roadmap and release plan hold, in themselves and against what they count on?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from itspm_graph.answers.days import day
from itspm_graph.answers.documents import standing
from itspm_graph.answers.reach import distinct
from itspm_graph.answers.service_catalog import IN_CATALOG
from itspm_graph.answers.service_roadmap import (
    Outlook,
    conflicts,
    items,
    needed_services,
    service_of,
)
from itspm_graph.graph import Graph
from itspm_graph.store import Row


def _roadmaps(graph: Graph, service: str) -> list[int]:
    return standing(graph, graph.position(service), "ServiceRoadmap")


def roadmap_without_items(graph: Graph, service: str) -> Iterator[Row]:
    for roadmap in _roadmaps(graph, service):
        if not items(graph, [roadmap]):
            yield {"roadmap": str(graph.ref(roadmap))}


def roadmap_items_out_of_order(graph: Graph, service: str) -> Iterator[Row]:
    for item in items(graph, _roadmaps(graph, service)):
        stated = graph.properties(item)
        starts_on, ends_on = day(stated, "starts_on"), day(stated, "ends_on")
        undated = starts_on is None and ends_on is None
        if undated or (starts_on and ends_on and ends_on < starts_on):
            yield {"item": str(graph.ref(item)), "starts_on": starts_on, "ends_on": ends_on}


def prerequisites_planned_late(graph: Graph, service: str) -> list[Row]:
    return distinct(
        row for roadmap in _roadmaps(graph, service) for row in conflicts(graph, roadmap)
    )


def needs_retire_within_horizon(
    graph: Graph, service: str, on: date, horizon_months: int
) -> list[Row]:
    return Outlook(graph, graph.position(service), on, horizon_months).retiring_needs()


def support_ends_within_horizon(
    graph: Graph, service: str, on: date, horizon_months: int, depth: int
) -> Iterator[Row]:
    outlook = Outlook(graph, graph.position(service), on, horizon_months)
    return outlook.unsupported_products(depth)


def _planned_releases(graph: Graph, service: str) -> list[int]:
    plans = standing(graph, graph.position(service), "ServiceReleasePlan")
    links = [link for plan in plans for link in graph.links_from(plan, "PLANS_RELEASE")]
    return sorted({link.target for link in links}, key=graph.ref)


def release_plan_without_release(graph: Graph, service: str) -> Iterator[Row]:
    def complete(release: int) -> bool:
        stated = graph.properties(release)
        return bool(stated.get("released_on") and (stated.get("scope") or "").strip())

    releases = _planned_releases(graph, service)
    if not any(map(complete, releases)):
        yield {"service": service, "incomplete": [str(graph.ref(release)) for release in releases]}


def release_needs_not_ready(graph: Graph, service: str) -> Iterator[Row]:
    own = needed_services(graph, graph.position(service))
    for release in _planned_releases(graph, service):
        released_on = day(graph.properties(release), "released_on")
        for needed in own | needed_services(graph, release):
            stated = graph.properties(service_of(graph, needed))
            live_on, lifecycle = day(stated, "planned_operate_on"), stated.get("lifecycle")
            in_time = live_on and released_on and live_on <= released_on and lifecycle != "retire"
            if lifecycle not in IN_CATALOG and not in_time:
                yield {
                    "released_on": released_on,
                    "release": str(graph.ref(release)),
                    "needed": str(graph.ref(needed)),
                    "lifecycle": lifecycle,
                    "planned_operate_on": live_on,
                }
