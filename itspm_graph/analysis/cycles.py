"""Where elements need each other in a circle."""

from __future__ import annotations

from itspm_graph.analysis.requirements import requirements
from itspm_graph.graph import Graph


def cycles(graph: Graph) -> list[list[int]]:
    """Sets of elements that all need each other, directly or not; largest first."""
    found = [sorted(members, key=graph.ref) for members in requirements(graph).cycles.values()]
    return sorted(found, key=lambda members: (-len(members), graph.ref(members[0])))
