"""Small estates for tests: from a few words, or drawn by Hypothesis."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from itspm_graph.graph import Graph, canonical

Edges = list[tuple[str, str, str, dict[str, Any]]]


def estate(edges: Edges, nodes: Mapping[str, dict[str, Any]] | None = None) -> Graph:
    """A snapshot of edges (label, source, target, properties) and the nodes that they name."""
    stated = {ref: {} for edge in edges for ref in edge[1:3]} | dict(nodes or {})
    refs = sorted(stated)
    place = {ref: number for number, ref in enumerate(refs)}
    records = [(ref, canonical({"name": ref.partition(":")[2], **stated[ref]})) for ref in refs]
    rows = [(label, place[s], place[t], json.dumps(p)) for label, s, t, p in edges]
    return Graph.build(1, records, rows)


def needs(dependent: str, *providers: str, **properties: Any) -> Edges:
    """Dependencies between components by their slugs; of one group where one is given."""
    return [
        ("DEPENDS_ON", f"component:{dependent}", f"component:{provider}", properties)
        for provider in providers
    ]


@dataclass(frozen=True)
class Requirement:
    """The owner needs at least so many of these; one provider is a plain dependency."""

    owner: int
    members: tuple[int, ...]
    needed: int


@dataclass(frozen=True)
class Drawn:
    """An estate of numbered components with its requirements, as an oracle reads it."""

    size: int
    requirements: tuple[Requirement, ...]

    def graph(self, order: list[int] | None = None) -> Graph:
        """The same estate as a snapshot; `order` shuffles nodes and edges."""
        edges: Edges = []
        for number, group in enumerate(self.requirements):
            plain = len(group.members) == 1
            said = {} if plain else {"group": f"g{number}", "at_least": group.needed}
            edges += needs(f"n{group.owner}", *(f"n{m}" for m in group.members), **said)
        refs = [f"component:n{number}" for number in order or range(self.size)]
        place = {ref: number for number, ref in enumerate(refs)}
        rows = [(label, place[s], place[t], json.dumps(p)) for label, s, t, p in edges]
        rows = rows[::-1] if order else rows
        return Graph.build(1, [(ref, canonical({"name": ref})) for ref in refs], rows)


@st.composite
def drawn_estates(draw: st.DrawFn, most: int = 9) -> Drawn:
    """Any failure structure of up to `most` components, with cycles, self-loops and groups."""
    size = draw(st.integers(1, most))
    position = st.integers(0, size - 1)
    found: dict[tuple[int, tuple[int, ...]], Requirement] = {}
    for _ in range(draw(st.integers(0, 2 * size))):
        owner = draw(position)
        members = tuple(sorted(draw(st.sets(position, min_size=1, max_size=4))))
        needed = draw(st.integers(1, len(members)))
        found[owner, members] = Requirement(owner, members, needed)
    return Drawn(size, tuple(found.values()))


@dataclass(frozen=True)
class Load:
    """The owner needs some members, which may share its load; softly where there is a weight."""

    owner: int
    members: tuple[int, ...]
    needed: int
    shares: tuple[float, ...] | None = None
    weight: float | None = None

    def edges(self, group: str) -> Edges:
        said: dict[str, Any] = {}
        if len(self.members) > 1 or self.shares:
            said |= {"group": group, "at_least": self.needed}
        if self.weight is not None:
            said |= {"strength": "soft", "weight": self.weight}
        return [
            edge
            for number, member in enumerate(self.members)
            for edge in needs(
                f"n{self.owner}",
                f"n{member}",
                **said,
                **({"share": self.shares[number]} if self.shares else {}),
            )
        ]


@dataclass(frozen=True)
class Loaded:
    """An estate of numbered components with shared loads and soft dependencies."""

    size: int
    loads: tuple[Load, ...]

    def graph(self) -> Graph:
        edges = [e for number, load in enumerate(self.loads) for e in load.edges(f"g{number}")]
        return estate(edges, {f"component:n{number}": {} for number in range(self.size)})


@st.composite
def loaded_estates(draw: st.DrawFn, most: int = 7, *, acyclic: bool = False) -> Loaded:
    """Any structure of up to `most` components: groups, shares that suffice, soft needs.

    Unless it is acyclic there are cycles too.
    """
    size = draw(st.integers(2 if acyclic else 1, most))
    found: dict[tuple[int, tuple[int, ...], bool], Load] = {}
    for _ in range(draw(st.integers(0, 2 * size))):
        owner = draw(st.integers(1 if acyclic else 0, size - 1))
        position = st.integers(0, owner - 1 if acyclic else size - 1)
        members = tuple(sorted(draw(st.sets(position, min_size=1, max_size=4))))
        shares = None
        if draw(st.booleans()):
            drawn = draw(st.lists(st.sampled_from([0.2, 0.5, 0.6, 1.0]), min_size=4, max_size=4))
            shares = tuple(drawn[: len(members)])
            shares = shares if sum(shares) >= 1 else (1.0,) * len(members)
        weight = draw(st.sampled_from([None, None, 0.0, 0.3, 0.8]))
        needed = draw(st.integers(1, len(members)))
        load = Load(owner, members, needed, shares, weight)
        found[owner, members, weight is not None] = load
    return Loaded(size, tuple(found.values()))
