"""What must hold in every snapshot beyond single records: groups, cardinalities, no circles."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from itspm_graph.graph import EdgeId, Graph, Link
from itspm_graph.records import EDGES, Ref

SHARED = ("at_least", "at_least_share", "strength", "weight", "phase", "tolerance_minutes")
"""What belongs to a group as a whole, and so is the same on every member."""
ROUNDING = 0.005
"""What each share may lack of its exact value: three thirds are written as 0.33 each."""


@dataclass(frozen=True)
class Violation:
    """A rule that doesn't hold, and the records that break it."""

    code: str
    message: str
    field: str
    records: Sequence[Ref | EdgeId]


def threshold(properties: Mapping[str, Any], members: int, *, load_shared: bool = False) -> int:
    """How many of the members must be up.

    Where nothing is said, all of them; one where they share the load, since those that are left
    carry what they can (decision 0010).
    """
    if (number := properties.get("at_least")) is not None:
        return int(number)
    if (share := properties.get("at_least_share")) is not None:
        # 0.1 * 30 is a hair above 3: round what floating point added away before rounding up.
        return math.ceil(round(float(share) * members, 9))
    return 1 if load_shared else members


def load_shared(members: Iterable[Mapping[str, Any]]) -> bool:
    """Whether the members of a group, by their properties, share its load."""
    return any(properties.get("share") is not None for properties in members)


def violations(graph: Graph, touched: Iterable[Ref | EdgeId]) -> Iterator[Violation]:
    """Rules that don't hold around these records of the snapshot."""
    sources: dict[str, set[Ref]] = defaultdict(set)
    targets: dict[str, set[Ref]] = defaultdict(set)
    for identity in touched:
        if isinstance(identity, EdgeId):
            sources[identity.label].add(identity.source)
            targets[identity.label].add(identity.target)
        elif identity.kind == "requirement-group":
            sources["MEMBER"].add(identity)
    for label in sources:
        edge = EDGES[label]
        here = [p for ref in sorted(sources[label]) if (p := graph.find(ref)) is not None]
        there = [p for ref in sorted(targets[label]) if (p := graph.find(ref)) is not None]
        if "group" in edge.identity:
            yield from _groups(graph, label, here)
        if label == "MEMBER":
            yield from _requirement_groups(graph, here)
        if edge.one_target:
            yield from _single(graph, label, here, leaving=True)
        if edge.one_source:
            yield from _single(graph, label, there, leaving=False)
        if edge.acyclic:
            yield from _circles(graph, label, here)


def _groups(graph: Graph, label: str, positions: Iterable[int]) -> Iterator[Violation]:
    for position in positions:
        groups: dict[str, list[Link]] = defaultdict(list)
        for link in graph.links_from(position, label):
            if link.properties.get("group") is not None:
                groups[link.properties["group"]].append(link)
        for name, links in sorted(groups.items()):
            yield from _group(graph, position, name, links)


def _group(graph: Graph, position: int, name: str, links: list[Link]) -> Iterator[Violation]:
    records = [graph.edge_id(link) for link in links]
    where = f"group {name!r} of {graph.ref(position)}"
    for name in SHARED:
        if len({link.properties.get(name) for link in links}) > 1:
            message = f"{where}: members disagree on {name}; give all of them the same"
            yield Violation("inconsistent-group", message, "group", records)
            return
    stated = [link.properties for link in links]
    needed = threshold(stated[0], len(links), load_shared=load_shared(stated))
    if not 1 <= needed <= len(links):
        message = f"{where}: at_least is {needed}, which must be 1 to {len(links)} (its members)"
        yield Violation("inconsistent-group", message, "at_least", records)
    yield from _shares(where, links, records)


def _shares(where: str, links: list[Link], records: Sequence[Ref | EdgeId]) -> Iterator[Violation]:
    """Members state a share all or none, and together they carry the whole load."""
    if not load_shared(link.properties for link in links):
        return
    shares = [share for link in links if (share := link.properties.get("share")) is not None]
    if len(shares) < len(links):
        message = f"{where}: some members state a share of the load, others don't; give all one"
        yield Violation("inconsistent-group", message, "share", records)
    elif sum(shares) < 1 - ROUNDING * len(shares) - 1e-9:
        message = (
            f"{where}: the shares add up to {sum(shares):.6g}; together the members must carry "
            "all of the load, 1 or more"
        )
        yield Violation("inconsistent-group", message, "share", records)


def _requirement_groups(graph: Graph, positions: Iterable[int]) -> Iterator[Violation]:
    for position in positions:
        links = graph.links_from(position, "MEMBER")
        members = len(links)
        shared = load_shared(link.properties for link in links)
        needed = threshold(graph.properties(position), members, load_shared=shared)
        stated = {"at_least", "at_least_share"} & graph.properties(position).keys()
        if (members or stated) and not 1 <= needed <= members:
            message = (
                f"{graph.ref(position)}: at_least is {needed}, "
                f"which must be 1 to {members} (its members)"
            )
            yield Violation("inconsistent-group", message, "at_least", [graph.ref(position)])
        records = [graph.edge_id(link) for link in links]
        yield from _shares(str(graph.ref(position)), links, records)


def _single(
    graph: Graph, label: str, positions: Iterable[int], *, leaving: bool
) -> Iterator[Violation]:
    for position in positions:
        links = (graph.links_from if leaving else graph.links_to)(position, label)
        if len(links) > 1:
            others = sorted(graph.ref(k.target if leaving else k.source) for k in links)
            edge = EDGES[label]
            name = edge.key if leaving else edge.inverse
            message = f"{graph.ref(position)} has {name} {', '.join(others)}: at most one can be"
            yield Violation(
                "too-many-relationships", message, name, [graph.edge_id(link) for link in links]
            )


def _circles(graph: Graph, label: str, positions: Iterable[int]) -> Iterator[Violation]:
    """One violation for the first circle that is met from each touched node."""
    reported: set[int] = set()
    for start in positions:
        if start in reported:
            continue
        circle = _circle(graph, label, start)
        if circle:
            reported |= set(circle)
            path = " -> ".join(graph.ref(p) for p in (*circle, circle[0]))
            message = f"{label} must not lead in a circle: {path}"
            ends = zip(circle, (*circle[1:], circle[0]), strict=True)
            records = [EdgeId(label, graph.ref(a), graph.ref(b)) for a, b in ends]
            yield Violation("circular-relationship", message, EDGES[label].key, records)


def _circle(graph: Graph, label: str, start: int) -> list[int]:
    """The nodes on a way from `start` back to it, level by level; empty where there is none."""
    before: dict[int, int] = {}
    frontier = [start]
    while frontier:
        found = []
        for position in frontier:
            for link in graph.links_from(position, label):
                if link.target == start:
                    way = [position]
                    while way[-1] != start:
                        way.append(before[way[-1]])
                    return way[::-1]
                if link.target not in before:
                    before[link.target] = position
                    found.append(link.target)
        frontier = found
    return []
