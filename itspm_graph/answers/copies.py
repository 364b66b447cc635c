"""Service continuity management: where copies of data stand, and what takes them together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from itspm_graph.analysis.single_points import single_points
from itspm_graph.graph import Graph
from itspm_graph.store import Row

REGION = "region"
"""A site too large to be lost as one."""


def falls_with(
    graph: Graph, targets: Sequence[int], causes: Iterable[int]
) -> dict[int, frozenset[int]]:
    """For each target, which of the causes takes it down when it alone is lost.

    A cycle that lost its outside support runs on, as it does for the queries.
    """
    failing: NDArray[np.bool_] = np.zeros(graph.size, dtype=np.bool_)
    failing[list(causes)] = True
    points = single_points(graph, targets, "running", failing=failing)
    return {target: frozenset(points.of(number)) for number, target in enumerate(targets)}


def places(graph: Graph) -> list[int]:
    """Sites that can be lost as one."""
    sites = graph.positions("Site")
    return [site for site in sites if graph.properties(site).get("kind") != REGION]


def smallest(graph: Graph, sites: Iterable[int]) -> Iterator[int]:
    """Those of which no other of them is a part."""
    found = set(sites)
    for site in found:
        parts = {link.source for link in graph.links_to(site, "PART_OF")} - {site}
        if found.isdisjoint(parts):
            yield site


def _copies(graph: Graph, store: int) -> list[int]:
    links = graph.links_from(store, "COPIED_TO")
    return list(dict.fromkeys(link.target for link in links))


def copies_at_same_site(graph: Graph) -> Iterator[Row]:
    copies = {store: _copies(graph, store) for store in graph.positions("DataStore")}
    concerned = {p for store, others in copies.items() if others for p in (store, *others)}
    lost_with = falls_with(graph, sorted(concerned), places(graph))
    for store, found in copies.items():
        for copy in found:
            for site in smallest(graph, lost_with[store] & lost_with[copy]):
                yield {
                    "store": str(graph.ref(store)),
                    "copy": str(graph.ref(copy)),
                    "site": str(graph.ref(site)),
                    "elsewhere": sum(p != copy and site not in lost_with[p] for p in found),
                }


def stores_without_copy(graph: Graph) -> Iterator[Row]:
    for store in graph.positions("DataStore"):
        if not _copies(graph, store):
            yield {"store": str(graph.ref(store)), "name": graph.name(store)}
