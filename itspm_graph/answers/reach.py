"""What several answers say of nodes: what they are called, and what lies within a depth."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from itspm_graph.connections import Direction, reached
from itspm_graph.graph import Graph
from itspm_graph.store import Row

MOST_STEPS = 50
"""Steps along one type of relationship, as the queries write it (`*0..50`)."""


def described(graph: Graph, position: int) -> Row:
    """Reference, type and name of a node."""
    return {
        "ref": str(graph.ref(position)),
        "type": graph.label(position),
        "name": graph.name(position),
    }


def targets(graph: Graph, position: int, *labels: str) -> list[int]:
    """What relationships of these types lead to from a node."""
    return [link.target for link in graph.links_from(position, *labels)]


def any_or_none(found: Sequence[int]) -> Sequence[int | None]:
    """What was found; where that is nothing, one place for nothing, as an optional match has."""
    return found or [None]


def within(
    graph: Graph, starts: Iterable[int], direction: Direction, depth: int
) -> Iterator[tuple[int, int]]:
    """Hops and position of everything that is connected with the starts; the starts left out."""
    found = reached(graph, starts, direction, max(depth, 0)).hops
    yield from ((hops, position) for position, hops in found.items() if hops)


def arriving_at(graph: Graph, start: int, label: str) -> dict[int, None]:
    """The start, and what leads to it along one type of relationship."""
    found = {start: None}
    frontier = [start]
    for _ in range(MOST_STEPS):
        beyond = [link.source for position in frontier for link in graph.links_to(position, label)]
        frontier = [position for position in dict.fromkeys(beyond) if position not in found]
        found.update(dict.fromkeys(frontier))
    return found


def distinct(rows: Iterable[Row]) -> list[Row]:
    """Each row once."""
    return list({tuple(row.values()): row for row in rows}.values())
