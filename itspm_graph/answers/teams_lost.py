"""Service continuity management: procedures that nobody could carry out when they are needed."""

from __future__ import annotations

from collections.abc import Iterator

from itspm_graph.answers.copies import falls_with, places
from itspm_graph.graph import Graph
from itspm_graph.store import Row

SHARED = ("NetworkZone", "UtilityFeed", "VendorProduct", "Vendor")
"""Beside sites, what may take an element and a team together."""


def procedures_lost_with_their_team(graph: Graph) -> Iterator[Row]:
    found = {
        (recovers.target, recovers.source, performs.target)
        for recovers in graph.links("HAS_PROCEDURE")
        for performs in graph.links_from(recovers.target, "PERFORMED_BY")
        if performs.target != recovers.source
    }
    elements = {element for _, element, _ in found}
    causes = {*places(graph), *(p for label in SHARED for p in graph.positions(label)), *elements}
    targets = causes | {team for _, _, team in found}
    lost_with = falls_with(graph, sorted(targets), causes)
    for procedure, element, team in found:
        both = lost_with[team] & (lost_with[element] | {element})
        for cause in both:
            takes = {other for other in both if cause in lost_with[other]}
            if all(other in lost_with[cause] for other in takes):
                yield {
                    "procedure": str(graph.ref(procedure)),
                    "name": graph.name(procedure),
                    "element": str(graph.ref(element)),
                    "team": str(graph.ref(team)),
                    "lost_with": str(graph.ref(cause)),
                }
