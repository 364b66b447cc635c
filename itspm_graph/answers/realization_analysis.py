"""Toll gate 3: how the service will fail, and how seldom, once it is built as designed."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from itspm_graph.analysis.availability import availability
from itspm_graph.analysis.cut_sets import cut_sets
from itspm_graph.analysis.diagrams import Limits
from itspm_graph.analysis.requirements import requirements
from itspm_graph.analysis.single_points import closure, single_points
from itspm_graph.analysis.unavailability import own_unavailability
from itspm_graph.answers.reach import described
from itspm_graph.answers.realization import designs
from itspm_graph.answers.rounding import rounded
from itspm_graph.connections import of_types
from itspm_graph.errors import LimitExceeded
from itspm_graph.fields import edge_key
from itspm_graph.graph import Change, EdgeId, Graph, canonical
from itspm_graph.model.elements import Element
from itspm_graph.promises import promises
from itspm_graph.records import EDGES, NODES
from itspm_graph.store import Row

PAIRS = Limits(nodes=1 << 16)
"""Spent on diagrams before pairs are tried one by one; the answer is the same."""
EXACT = Limits(nodes=1 << 18, seconds=math.inf)
"""No limit of time: the same evidence has to come out on every machine."""


def as_designed(graph: Graph, service: int) -> Graph:
    """The estate with the service built: designed needs take the place of those it has of the
    same elements, and others stay."""
    wanted = designs(graph, service)
    designed = {link.target for link in wanted}
    changes: dict[EdgeId, Change] = {}
    for link in graph.links_from(service, "DEPENDS_ON"):
        if link.target in designed:
            identity = graph.edge_id(link)
            changes[identity] = Change(identity, canonical(link.properties), None)
    for link in wanted:
        kept = ("group", "at_least", "strength")
        stated = {name: link.properties[name] for name in kept if name in link.properties}
        key = edge_key(EDGES["DEPENDS_ON"], stated)
        identity = EdgeId("DEPENDS_ON", graph.ref(service), graph.ref(link.target), key)
        before = changes[identity].before if identity in changes else None
        changes[identity] = Change(identity, before, canonical(stated))
    return graph.apply(list(changes.values()))


def _built(graph: Graph, service: str) -> tuple[Graph, int]:
    built = as_designed(graph, graph.position(service))
    return built, built.position(service)


def basic_events(graph: Graph) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """By position, what can fail by itself."""
    types = tuple(n for n in NODES if issubclass(n, Element) and n.fails_by_itself)
    mask = np.zeros(graph.size, dtype=np.bool_)
    live = np.array(graph.positions(), dtype=np.int32)
    mask[live] = of_types(graph, live, types)
    return mask


def designed_single_points(graph: Graph, service: str) -> Iterator[Row]:
    built, position = _built(graph, service)
    for point in single_points(built, [position], failing=basic_events(built)).of(0):
        yield described(built, point)


def designed_pairs(graph: Graph, service: str) -> Iterator[Row]:
    built, position = _built(graph, service)
    basic = frozenset(np.flatnonzero(basic_events(built)).tolist())
    pairs: int | None = None
    try:
        found = cut_sets(built, position, basic=basic, max_order=2, most=0, limits=PAIRS)
        pairs = found.orders[2]
    except LimitExceeded:
        pass
    if pairs != 0:
        yield {"pairs": pairs}


# --- availability -------------------------------------------------------------------------------


def availability_designed(graph: Graph, service: str) -> Iterator[Row]:
    built, position = _built(graph, service)
    promised = promises(built, position)
    if not promised or not designs(built, position):
        return
    composed = _composed(built, position)
    silent = _silent(built, position)
    if composed is not None and (not silent or promised[0].share > composed):
        yield {"promised": promised[0].share, "composed": composed, "without_figure": silent}


def designed_availability_below_promise(graph: Graph, service: str) -> Iterator[Row]:
    built, position = _built(graph, service)
    promised = promises(built, position)
    composed = _composed(built, position) if promised else None
    for promise in promised:
        if composed is not None and promise.share > composed:
            yield {
                "promise": str(built.ref(promise.target)),
                "made_by": str(built.ref(promise.made_by)),
                "promised": promise.share,
                "composed": composed,
            }


def _composed(graph: Graph, position: int) -> float | None:
    """Exact availability, to nine places; None where it is out of reach."""
    try:
        found = availability(graph, position, method="exact", limits=EXACT)
    except LimitExceeded:
        return None
    return rounded(found.availability, 9)


def _silent(graph: Graph, position: int) -> int:
    """Elements below that could fail by themselves and state no figure."""
    below = np.flatnonzero(closure(requirements(graph), [position]) & basic_events(graph)).tolist()
    return sum(own_unavailability(graph.properties(p)) is None for p in below)
