"""Toll gate 5: which single points of failure a service has, and which are new since a gate."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from itspm_graph.analysis.single_points import single_points
from itspm_graph.answers.days import instant
from itspm_graph.answers.reach import described
from itspm_graph.answers.realization_analysis import basic_events
from itspm_graph.graph import Graph
from itspm_graph.store import Row

LISTS = ("designed_single_points", "single_points_today")
"""Criteria that put single points of failure on record."""


class Listed(NamedTuple):
    """Single points of failure as evidence holds them; the greatest is the latest."""

    at: datetime
    evidence: str
    points: tuple[str, ...]


def single_points_today(graph: Graph, service: str) -> Iterator[Row]:
    position = graph.position(service)
    for point in single_points(graph, [position], failing=basic_events(graph)).of(0):
        yield described(graph, point)


def _latest(graph: Graph, service: str) -> Listed | None:
    """What the latest decided submission listed; None where none did."""
    found = []
    for submission in graph.links_to(graph.position(service), "SUBMITTED_FOR"):
        if not graph.links_from(submission.source, "DECIDED_BY"):
            continue
        at = instant(graph.properties(submission.source)["submitted_at"])
        for link in graph.links_from(submission.source, "EVIDENCED_BY"):
            said = graph.properties(link.target)
            if said["criterion"] in LISTS and said["result"] != "NOT_ASSESSABLE":
                points = tuple(row["ref"] for row in said.get("rows", ()))
                found.append(Listed(at, str(graph.ref(link.target)), points))
    return max(found, default=None)


def single_points_on_record(graph: Graph, service: str) -> Iterator[Row]:
    if latest := _latest(graph, service):
        yield {"evidence": latest.evidence, "points": sorted(latest.points)}


def single_points_added(graph: Graph, service: str) -> Iterator[Row]:
    latest = _latest(graph, service)
    known = latest.points if latest else ()
    yield from (row for row in single_points_today(graph, service) if row["ref"] not in known)
