"""Who is connected to whom, level by level, redundancy ignored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from itspm_graph.adjacency import Adjacency, Integers
from itspm_graph.graph import NODE_BY_PREFIX, EdgeId, Graph, Link
from itspm_graph.records import EDGES, Carries, Ref
from itspm_graph.spreading import Kernel, Spread

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


class Connections:
    """Every dependent with its providers, as arrays."""

    def __init__(self, size: int, dependents: Integers, providers: Integers) -> None:
        self.size = size
        self.ends = dependents, providers

    @cached_property
    def providers(self) -> Adjacency:
        """What each position needs, directly."""
        return Adjacency.of_pairs(self.size, *self.ends)

    @cached_property
    def dependents(self) -> Adjacency:
        """What needs each position, directly."""
        return Adjacency.of_pairs(self.size, *self.ends[::-1])


def connections(graph: Graph) -> Connections:
    """Who is connected to whom in a snapshot, derived once and kept with it."""
    if not graph.derived.keep(Connections, _connects_others):
        graph.derived[Connections] = _derive(graph)
    found: Connections = graph.derived[Connections]
    return found


def _connects_others(changed: Ref | EdgeId) -> bool:
    return isinstance(changed, EdgeId) and changed.label in failure_edges()


def _derive(graph: Graph) -> Connections:
    dependents, providers = [np.empty(0, dtype=np.int32)], [np.empty(0, dtype=np.int32)]
    for label, carries in failure_edges().items():
        table = graph.table(label)
        if not len(table.sources):
            continue
        rows: slice | NDArray[np.bool_] = slice(None)
        if carries.source_types:
            rows = of_types(graph, table.sources, carries.source_types)
        ends = table.sources[rows], table.targets[rows]
        own, other = ends if carries.dependent == "source" else ends[::-1]
        dependents.append(own)
        providers.append(other)
    return Connections(graph.size, np.concatenate(dependents), np.concatenate(providers))


def of_types(graph: Graph, positions: Integers, types: tuple[type, ...]) -> NDArray[np.bool_]:
    """Which of the positions are of one of these types."""
    fits = [issubclass(node, types) for node in NODE_BY_PREFIX.values()]
    found: NDArray[np.bool_] = np.array([*fits, False])[graph.kinds[positions]]
    return found


def relationships_within(graph: Graph, positions: Collection[int]) -> dict[int, int]:
    """How many relationships that carry failure join two of these, by the code of what they say."""
    among = np.zeros(graph.size, dtype=np.bool_)
    among[np.fromiter(positions, dtype=np.int32, count=len(positions))] = True
    found: Counter[int] = Counter()
    for label in failure_edges():
        table = graph.table(label)
        codes = table.codes[among[table.sources] & among[table.targets]]
        for code, number in zip(*np.unique(codes, return_counts=True), strict=True):
            found[int(code)] += int(number)
    return dict(found)


class Distances(NamedTuple):
    """Hops by position, -1 where nothing connects; `complete` iff nothing lies beyond the depth."""

    hops: Integers
    complete: bool


def distances(
    graph: Graph,
    starts: Iterable[int],
    direction: Direction,
    depth: int | None = None,
    kernel: Kernel = "auto",
) -> Distances:
    """How far each node is from the nearest of the starts in a direction, up to a depth."""
    found = connections(graph)
    along, back = found.providers, found.dependents
    if direction == "dependents":
        along, back = back, along
    spread = Spread(along, kernel=kernel, back=back)
    complete = spread.go(starts, depth)
    return Distances(spread.hops, complete)


@dataclass(frozen=True)
class Reached:
    """Hops by position, the starts at 0; `complete` iff nothing lies beyond the depth."""

    hops: dict[int, int]
    complete: bool


def reached(
    graph: Graph, starts: Iterable[int], direction: Direction, depth: int | None = None
) -> Reached:
    """Everything connected with the starts in a direction, nearest first, up to a depth."""
    found, complete = distances(graph, starts, direction, depth)
    positions = np.flatnonzero(found >= 0)
    positions = positions[np.argsort(found[positions], kind="stable")]
    return Reached(
        dict(zip(positions.tolist(), found[positions].tolist(), strict=True)), complete=complete
    )
