"""What each element needs to be up, derived once from a snapshot's failure-carrying edges.

A dependency without a group is essential by itself: it is kept as a plain adjacency, because it is
by far the most common case. A redundancy group is kept with its members and its threshold. Words
and semantics are those of fault trees in success logic: "needs at least k of n".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from itspm_graph.adjacency import Adjacency, Integers, starts_of, strong_components
from itspm_graph.connections import failure_edges, of_types
from itspm_graph.graph import NODE_BY_PREFIX, EdgeId, EdgeTable, Graph
from itspm_graph.integrity import load_shared, threshold
from itspm_graph.records import EDGES, Carries, Ref

MEMBERS = "members"
"""What the one group of a RequirementGroup is called."""


@dataclass(frozen=True)
class Group:
    """A k-of-n requirement: the owner is up only while `needed` of the members are up."""

    owner: int
    name: str
    needed: int
    members: tuple[int, ...]


class Groups(NamedTuple):
    """All groups as columns, by owner and name.

    The members of group g are `members[starts[g] : starts[g + 1]]`, ascending.
    """

    owners: Integers
    needed: Integers
    starts: Integers
    members: Integers
    named: Integers
    names: list[str]
    """Distinct names; `named` has for each group the number of its own."""

    @classmethod
    def of(cls, groups: list[Group]) -> Groups:
        """The columns of these groups, which are sorted by owner."""
        sizes = [len(group.members) for group in groups]
        return cls(
            np.array([group.owner for group in groups], dtype=np.int32),
            np.array([group.needed for group in groups], dtype=np.int32),
            np.concatenate([[0], np.cumsum(sizes)]).astype(np.int32),
            np.array([m for group in groups for m in group.members], dtype=np.int32),
            np.arange(len(groups), dtype=np.int32),
            [group.name for group in groups],
        )

    def name(self, number: int) -> str:
        return self.names[int(self.named[number])]

    @property
    def sizes(self) -> Integers:
        return np.diff(self.starts)

    @property
    def bearable(self) -> Integers:
        """How many members each group can lose; the loss of one more takes its owner down."""
        bearable: Integers = np.maximum(self.sizes - self.needed, 0)
        return bearable

    def short(self, up: NDArray[np.bool_]) -> NDArray[np.int_]:
        """By group, how many members more it needs than are up; `up` is by position."""
        run = np.concatenate([[0], np.cumsum(up[self.members])])
        missing = self.needed - (run[self.starts[1:]] - run[self.starts[:-1]])
        short: NDArray[np.int_] = np.maximum(missing, 0)
        return short

    def numbers(self) -> Integers:
        """For each entry of `members` the group that it belongs to."""
        return np.repeat(np.arange(len(self.owners), dtype=np.int32), self.sizes)


class Requirements:
    """The failure structure of one snapshot: essential providers and redundancy groups."""

    def __init__(
        self, size: int, dependents: Integers, providers: Integers, grouped: Groups
    ) -> None:
        self.size = size
        self.grouped = grouped
        self._dependents = dependents
        self._providers = providers
        self.derived: dict[Any, Any] = {}
        """Room for what analyses derive from this structure once."""

    @cached_property
    def essential(self) -> Adjacency:
        """Providers without which a position is down."""
        return Adjacency.of_pairs(self.size, self._dependents, self._providers)

    @cached_property
    def essential_to(self) -> Adjacency:
        """Dependents that are down without the position."""
        return Adjacency.of_pairs(self.size, self._providers, self._dependents)

    @cached_property
    def providers(self) -> Adjacency:
        """All that a position needs, on its own or as members of its groups."""
        owners = np.repeat(self.grouped.owners, self.grouped.sizes)
        dependents = np.concatenate([self._dependents, owners])
        return Adjacency.of_pairs(
            self.size, dependents, np.concatenate([self._providers, self.grouped.members])
        )

    @cached_property
    def dependents(self) -> Adjacency:
        """All that need a position, on its own or as a member of their groups."""
        owners = np.repeat(self.grouped.owners, self.grouped.sizes)
        dependents = np.concatenate([self._dependents, owners])
        return Adjacency.of_pairs(
            self.size, np.concatenate([self._providers, self.grouped.members]), dependents
        )

    @cached_property
    def groups_of(self) -> Adjacency:
        """Numbers of the groups that a position owns."""
        numbers = np.arange(len(self.grouped.owners), dtype=np.int32)
        return Adjacency(starts_of(self.size, self.grouped.owners), numbers)

    @cached_property
    def member_in(self) -> Adjacency:
        """Numbers of the groups that a position is a member of."""
        return Adjacency.of_pairs(self.size, self.grouped.members, self.grouped.numbers())

    def group(self, number: int) -> Group:
        """One group, to be read."""
        found = self.grouped
        members = found.members[found.starts[number] : found.starts[number + 1]].tolist()
        owner, needed = int(found.owners[number]), int(found.needed[number])
        return Group(owner, found.name(number), needed, tuple(members))

    @property
    def groups(self) -> list[Group]:
        """All groups, by owner and name."""
        return [self.group(number) for number in range(len(self.grouped.owners))]

    def watching(self, numbers: Integers) -> Requirements:
        """The same, and for each of these groups one more position, which is up while it stands."""
        found = self.grouped
        watchers = np.arange(self.size, self.size + len(numbers), dtype=np.int32)
        members = [found.members[found.starts[n] : found.starts[n + 1]] for n in numbers.tolist()]
        grouped = Groups(
            np.concatenate([found.owners, watchers]),
            np.concatenate([found.needed, found.needed[numbers]]),
            np.cumsum([0, *found.sizes, *found.sizes[numbers]], dtype=np.int32),
            np.concatenate([found.members, *members]),
            np.concatenate([found.named, found.named[numbers]]),
            found.names,
        )
        size = self.size + len(numbers)
        return Requirements(size, self._dependents, self._providers, grouped)

    def without(self, gone: NDArray[np.bool_]) -> Requirements:
        """The same, once these are gone for good, with whoever could not be up without them.

        Groups keep their thresholds and are left with fewer members; of what is gone nothing is
        asked any more.
        """
        found = self.grouped
        kept = ~gone[found.owners]
        stays = kept[found.numbers()] & ~gone[found.members]
        sizes = np.bincount(found.numbers()[stays], minlength=len(found.owners))[kept]
        grouped = found._replace(
            owners=found.owners[kept],
            needed=found.needed[kept],
            starts=np.concatenate([[0], np.cumsum(sizes)]).astype(np.int32),
            members=found.members[stays],
            named=found.named[kept],
        )
        pairs = ~gone[self._dependents] & ~gone[self._providers]
        return Requirements(self.size, self._dependents[pairs], self._providers[pairs], grouped)

    @cached_property
    def components(self) -> Integers:
        """Strongly connected component of each position; providers have the lower number."""
        rows = np.concatenate(
            [self._dependents, np.repeat(self.grouped.owners, self.grouped.sizes)]
        )
        columns = np.concatenate([self._providers, self.grouped.members])
        return strong_components(self.size, rows, columns)

    @cached_property
    def order(self) -> Integers:
        """All positions, providers before dependents; those of one component stand together."""
        return np.argsort(self.components, kind="stable").astype(np.int32)

    @cached_property
    def cycles(self) -> dict[int, list[int]]:
        """Positions of each component in which somebody needs itself, directly or not."""
        if not self.size:
            return {}
        circular = np.bincount(self.components) > 1
        circular[self.components[self._dependents[self._dependents == self._providers]]] = True
        owners = np.repeat(self.grouped.owners, self.grouped.sizes)
        circular[self.components[owners[owners == self.grouped.members]]] = True
        found: dict[int, list[int]] = {number: [] for number in np.flatnonzero(circular).tolist()}
        positions = np.flatnonzero(circular[self.components])
        for position, number in zip(
            positions.tolist(), self.components[positions].tolist(), strict=True
        ):
            found[number].append(position)
        return found


def requirements(graph: Graph) -> Requirements:
    """The failure structure of a snapshot, derived once and kept with it."""
    if not graph.derived.keep(Requirements, _matters):
        graph.derived[Requirements] = _derive(graph, starting=False)
    found: Requirements = graph.derived[Requirements]
    return found


class _Starting:
    """Key of what elements need to start."""


def start_requirements(graph: Graph) -> Requirements:
    """What each element needs to be brought up: what it runs on, and what it needs only to start.

    Where nothing is needed only to start they are those of `requirements`, the very same.
    """
    if not graph.derived.keep(_Starting, _matters):
        graph.derived[_Starting] = _derive(graph, starting=True) if _starts(graph) else None
    found: Requirements | None = graph.derived[_Starting]
    return found or requirements(graph)


def _starts(graph: Graph) -> bool:
    """Whether anything is needed only to start."""
    for label, carries in failure_edges().items():
        for code in np.unique(graph.table(label).codes).tolist() if carries.start_only else ():
            stated = graph.edge_properties(code)
            if any(stated.get(name) == value for name, value in carries.start_only):
                return True
    return False


def _matters(changed: Ref | EdgeId) -> bool:
    """Whether what is needed may follow from a record: every condition and threshold is there."""
    if isinstance(changed, EdgeId):
        return changed.label in failure_edges()
    return changed.kind in _stating()


@cache
def _stating() -> frozenset[str]:
    """Types of nodes whose properties say whether, or how much, their relationships carry."""
    sources = [
        source
        for label, carries in failure_edges().items()
        if carries.source_when or label == "MEMBER"
        for source in EDGES[label].sources
    ]
    return frozenset(
        prefix for prefix, node in NODE_BY_PREFIX.items() if issubclass(node, tuple(sources))
    )


class _Said(NamedTuple):
    """What an edge that carries failure says of its group; no name where it is in none."""

    name: str | None
    at_least: int | None = None
    share: float | None = None
    load_shared: bool = False

    def threshold(self, members: int, *, load_shared: bool) -> int:
        stated = {"at_least": self.at_least, "at_least_share": self.share}
        return threshold(stated, members, load_shared=load_shared)


ALONE = _Said(None)


class _Texts:
    """What the texts of one edge type say, read once for each text however often it is used."""

    def __init__(self, label: str, carries: Carries, *, starting: bool) -> None:
        self.label = label
        self.carries = carries
        self.unless = carries.unless if starting else (*carries.unless, *carries.start_only)
        self.said: list[_Said] = [ALONE]
        self._numbers: dict[_Said, int] = {ALONE: 0}
        self._by_code = np.empty(0, dtype=np.int32)

    def of(self, graph: Graph, codes: Integers) -> Integers:
        """For each code the number of what it says in `said`; -1 where it carries nothing."""
        unread, most = -2, int(codes.max(initial=-1)) + 1
        known = self._by_code
        if len(known) < most:
            room = np.full(2 * most - len(known), unread, dtype=np.int32)
            known = np.concatenate([known, room])
        found = known[codes]
        fresh = np.unique(codes[found == unread])
        if len(fresh):
            # Readers of other threads keep the array that they have.
            known = known.copy()
            known[fresh] = [self._read(graph.edge_properties(code)) for code in fresh.tolist()]
            found = known[codes]
            self._by_code = known
        return found

    def _read(self, stated: Mapping[str, Any]) -> int:
        wanted = all(stated.get(name) == value for name, value in self.carries.when)
        if not wanted or any(stated.get(name) == value for name, value in self.unless):
            return -1
        said = ALONE
        if self.label == "MEMBER":
            said = _Said(MEMBERS, load_shared=load_shared([stated]))
        elif (name := stated.get("group")) is not None:
            thresholds = stated.get("at_least"), stated.get("at_least_share")
            said = _Said(name, *thresholds, load_shared([stated]))
        if said not in self._numbers:
            self.said.append(said)
            self._numbers[said] = len(self.said) - 1
        return self._numbers[said]


class _Grouped(NamedTuple):
    """Edges of one type that belong to groups."""

    label: str
    said: list[_Said]
    owners: Integers
    members: Integers
    numbers: Integers


def _derive(graph: Graph, *, starting: bool) -> Requirements:
    dependents, providers = [np.empty(0, dtype=np.int32)], [np.empty(0, dtype=np.int32)]
    grouped: list[_Grouped] = []
    for label, carries in sorted(failure_edges().items()):
        table = graph.table(label)
        if not len(table.sources):
            continue
        texts = graph.edge_facts.setdefault(
            (Requirements, label, starting), _Texts(label, carries, starting=starting)
        )
        numbers = texts.of(graph, table.codes)
        rows = _carrying(graph, carries, table, numbers >= 0)
        own, other = table.sources, table.targets
        if carries.dependent == "target":
            own, other = other, own
        alone = rows & (numbers == 0)
        dependents.append(own[alone])
        providers.append(other[alone])
        rows &= numbers > 0
        if rows.any():
            grouped.append(_Grouped(label, texts.said, own[rows], other[rows], numbers[rows]))
    ends = np.concatenate(dependents), np.concatenate(providers)
    return Requirements(graph.size, *ends, _groups(graph, grouped))


def _carrying(
    graph: Graph, carries: Carries, table: EdgeTable, rows: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Which of the rows carry failure, by what the declaration says of their sources."""
    if carries.source_types:
        rows &= of_types(graph, table.sources, carries.source_types)
    if carries.source_when:
        for row in np.flatnonzero(rows).tolist():
            stated = graph.properties(int(table.sources[row]))
            rows[row] = all(stated.get(name) == value for name, value in carries.source_when)
    return rows


def _groups(graph: Graph, grouped: list[_Grouped]) -> Groups:
    """The groups of all edge types, by owner, name and type; their members ascending."""
    if not grouped:
        return Groups.of([])
    names = sorted({str(said.name) for part in grouped for said in part.said})
    place = {name: number for number, name in enumerate(names)}
    keys = []
    for kind, part in enumerate(grouped):
        named = np.array([place[str(said.name)] for said in part.said])[part.numbers]
        keys.append((part.owners * np.int64(len(names)) + named) * len(grouped) + kind)
    key = np.concatenate(keys)
    members = np.concatenate([part.members for part in grouped])
    # Tables are sorted by source and target, so a group's members are ascending already.
    order = np.argsort(key, kind="stable")
    key = key[order]
    first = np.flatnonzero(np.concatenate([[True], key[1:] != key[:-1]]))
    starts = np.append(first, len(key)).astype(np.int32)
    numbers = np.concatenate([part.numbers for part in grouped])[order][first]
    kinds, key = key[first] % len(grouped), key[first] // len(grouped)
    owners, named = (key // len(names)).astype(np.int32), (key % len(names)).astype(np.int32)
    shares = [np.array([s.load_shared for s in part.said])[part.numbers] for part in grouped]
    shared = np.logical_or.reduceat(np.concatenate(shares)[order], first)
    needed = _needed(graph, grouped, owners, kinds, numbers, np.diff(starts), shared)
    return Groups(owners, needed, starts, members[order], named, names)


def _needed(
    graph: Graph,
    grouped: list[_Grouped],
    owners: Integers,
    kinds: NDArray[np.int64],
    numbers: Integers,
    sizes: Integers,
    shared: NDArray[np.bool_],
) -> Integers:
    """Thresholds. A RequirementGroup holds its own itself; elsewhere every member states it."""
    needed = np.empty(len(owners), dtype=np.int32)
    for kind, part in enumerate(grouped):
        rows = np.flatnonzero(kinds == kind)
        if part.label == "MEMBER":
            own = zip(
                owners[rows].tolist(), sizes[rows].tolist(), shared[rows].tolist(), strict=True
            )
            needed[rows] = [
                threshold(graph.properties(owner), size, load_shared=shares)
                for owner, size, shares in own
            ]
            continue
        terms = numbers[rows].astype(np.int64) << 33 | sizes[rows].astype(np.int64) << 1
        distinct, places = np.unique(terms | shared[rows], return_inverse=True)
        stated = [
            part.said[t >> 33].threshold(t >> 1 & 0xFFFFFFFF, load_shared=bool(t & 1))
            for t in distinct.tolist()
        ]
        needed[rows] = np.array(stated, dtype=np.int32)[places]
    return needed
