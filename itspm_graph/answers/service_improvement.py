"""Continuous service improvement: findings, and what is done about them."""

from __future__ import annotations

from collections.abc import Iterator

from itspm_graph.answers.days import day
from itspm_graph.graph import Graph
from itspm_graph.store import Row


def findings_without_initiative(graph: Graph) -> Iterator[Row]:
    for position in graph.positions("Finding"):
        if not graph.links_from(position, "ADDRESSED_BY"):
            finding = graph.properties(position)
            yield {
                "found_on": day(finding, "found_on"),
                "finding": str(graph.ref(position)),
                "name": graph.name(position),
                "severity": finding.get("severity"),
            }
