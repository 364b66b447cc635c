"""Who is connected to whom, level by level, redundancy ignored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from itspm_graph.graph import NODE_BY_PREFIX, Graph, Link
from itspm_graph.records import EDGES, Carries

Direction = Literal["dependents", "providers"]


@cache
def failure_edges() -> dict[str, Carries]:
    """Edge types that can carry failure, and so connect a dependent with its provider."""
    return {label: edge.carries_failure for label, edge in EDGES.items() if edge.carries_failure}


@cache
def _labels(dependent: Literal["source", "target"]) -> tuple[str, ...]:
    return tuple(k for k, carries in failure_edges().items() if carries.dependent == dependent)


def _connects(graph: Graph, link: Link) -> bool:
    allowed = failure_edges()[link.label].source_types
    return not allowed or issubclass(NODE_BY_PREFIX[graph.ref(link.source).kind], allowed)


def steps(graph: Graph, position: int, direction: Direction) -> Iterator[tuple[int, Link]]:
    """Direct providers of a node, or its direct dependents, each with the edge that says so."""
    if direction == "providers":
        away = (("source", True), ("target", False))
    else:
        away = (("source", False), ("target", True))
    for dependent, leaving in away:
        labels = _labels(dependent)
        links = (graph.links_from if leaving else graph.links_to)(position, *labels)
        for link in links:
            if _connects(graph, link):
                yield (link.target if leaving else link.source), link


@dataclass(frozen=True)
class Reached:
    """Hops by position, the starts at 0; `complete` iff nothing lies beyond the depth."""

    hops: dict[int, int]
    complete: bool


def reached(
    graph: Graph, starts: Iterable[int], direction: Direction, depth: int | None = None
) -> Reached:
    """Everything connected with the starts in a direction, up to a depth."""
    hops = dict.fromkeys(starts, 0)
    frontier, level = list(hops), 0
    while frontier:
        beyond = {
            other
            for position in frontier
            for other, _ in steps(graph, position, direction)
            if other not in hops
        }
        if depth is not None and level == depth:
            return Reached(hops, complete=not beyond)
        level += 1
        frontier = sorted(beyond)
        hops.update(dict.fromkeys(frontier, level))
    return Reached(hops, complete=True)
