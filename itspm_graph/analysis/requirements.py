"""What each element needs to be up, derived once from a snapshot's failure-carrying edges.

A dependency without a group is essential by itself: it is kept as a plain adjacency, because it is
by far the most common case. A redundancy group is kept with its members and its threshold. Words
and semantics are those of fault trees in success logic: "needs at least k of n".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from itspm_graph.connections import failure_edges
from itspm_graph.graph import NODE_BY_PREFIX, Graph
from itspm_graph.integrity import threshold
from itspm_graph.records import Carries

MEMBERS = "members"
"""What the one group of a RequirementGroup is called."""


@dataclass(frozen=True)
class Group:
    """A k-of-n requirement: the owner is up only while `needed` of the members are up."""

    owner: int
    name: str
    needed: int
    members: tuple[int, ...]


@dataclass(frozen=True)
class Adjacency:
    """Neighbours by position."""

    starts: list[int]
    others: list[int]

    def of(self, position: int) -> list[int]:
        return self.others[self.starts[position] : self.starts[position + 1]]


class Requirements:
    """The failure structure of one snapshot: essential providers and redundancy groups."""

    def __init__(
        self,
        size: int,
        dependents: NDArray[np.int32],
        providers: NDArray[np.int32],
        groups: list[Group],
    ) -> None:
        self.size = size
        self.groups = groups
        self._dependents = dependents
        self._providers = providers
        self.groups_of: dict[int, list[int]] = defaultdict(list)
        self.member_in: dict[int, list[int]] = defaultdict(list)
        for number, group in enumerate(groups):
            self.groups_of[group.owner].append(number)
            for member in group.members:
                self.member_in[member].append(number)

    @cached_property
    def essential(self) -> Adjacency:
        """Providers without which a position is down."""
        return _adjacency(self.size, self._dependents, self._providers)

    @cached_property
    def essential_to(self) -> Adjacency:
        """Dependents that are down without the position."""
        return _adjacency(self.size, self._providers, self._dependents)

    @cached_property
    def components(self) -> list[int]:
        """Strongly connected component of each position; providers have the lower number.

        scipy finds them by Pearce's algorithm, which finishes a component only after all that it
        leads to; a test holds that order.
        """
        from scipy.sparse import csr_array
        from scipy.sparse.csgraph import connected_components

        owners = [group.owner for group in self.groups for _ in group.members]
        members = [member for group in self.groups for member in group.members]
        rows = np.concatenate([self._dependents, np.array(owners, dtype=np.int32)])
        columns = np.concatenate([self._providers, np.array(members, dtype=np.int32)])
        ones = np.ones(len(rows), dtype=np.int8)
        matrix = csr_array((ones, (rows, columns)), shape=(self.size, self.size))
        _, labels = connected_components(matrix, directed=True, connection="strong")
        found: list[int] = labels.tolist()
        return found

    @cached_property
    def cycles(self) -> dict[int, list[int]]:
        """Positions of each component in which somebody needs itself, directly or not."""
        if not self.size:
            return {}
        labels = np.array(self.components)
        counts = np.bincount(labels)
        circular = set(np.flatnonzero(counts > 1).tolist())
        loops = self._dependents[self._dependents == self._providers]
        circular |= {self.components[position] for position in loops.tolist()}
        circular |= {self.components[g.owner] for g in self.groups if g.owner in g.members}
        found: dict[int, list[int]] = {component: [] for component in sorted(circular)}
        for position in np.flatnonzero(np.isin(labels, sorted(circular))).tolist():
            found[self.components[position]].append(position)
        return found


def requirements(graph: Graph) -> Requirements:
    """The failure structure of a snapshot, derived once and kept with it."""
    if Requirements not in graph.derived:
        graph.derived[Requirements] = _derive(graph)
    found: Requirements = graph.derived[Requirements]
    return found


def _derive(graph: Graph) -> Requirements:
    dependents: list[NDArray[np.int32]] = [np.empty(0, dtype=np.int32)]
    providers: list[NDArray[np.int32]] = [np.empty(0, dtype=np.int32)]
    grouped: dict[tuple[int, str, str], list[tuple[int, Mapping[str, Any]]]] = defaultdict(list)
    for label, carries in failure_edges().items():
        table = graph.table(label)
        if not len(table.sources):
            continue
        rows = _carrying(graph, label, carries)
        own, other = table.sources[rows], table.targets[rows]
        if carries.dependent == "target":
            own, other = other, own
        codes = table.codes[rows]
        alone = _by_code(codes, partial(_stands_alone, graph, label))
        dependents.append(own[alone])
        providers.append(other[alone])
        for row in np.flatnonzero(~alone).tolist():
            stated = graph.edge_properties(int(codes[row]))
            name = _group_name(label, stated)
            grouped[int(own[row]), str(name), label].append((int(other[row]), stated))
    groups = [
        _group(graph, owner, name, label, stated)
        for (owner, name, label), stated in sorted(grouped.items())
    ]
    return Requirements(graph.size, np.concatenate(dependents), np.concatenate(providers), groups)


def _stands_alone(graph: Graph, label: str, code: int) -> bool:
    return _group_name(label, graph.edge_properties(code)) is None


def _group_name(label: str, properties: Mapping[str, Any]) -> str | None:
    return MEMBERS if label == "MEMBER" else properties.get("group")


def _group(
    graph: Graph,
    owner: int,
    name: str,
    label: str,
    stated: list[tuple[int, Mapping[str, Any]]],
) -> Group:
    """A RequirementGroup holds its threshold itself; elsewhere every member states it."""
    members = tuple(sorted(member for member, _ in stated))
    says = graph.properties(owner) if label == "MEMBER" else stated[0][1]
    return Group(owner, name, threshold(says, len(members)), members)


def _carrying(graph: Graph, label: str, carries: Carries) -> NDArray[np.bool_]:
    """Which edges of a type carry failure, by what the declaration says of it."""
    table = graph.table(label)

    def fits(code: int) -> bool:
        stated = graph.edge_properties(code)
        wanted = all(stated.get(name) == value for name, value in carries.when)
        return wanted and not any(stated.get(name) == value for name, value in carries.unless)

    rows = _by_code(table.codes, fits)
    if carries.source_when or carries.source_types:
        for row in np.flatnonzero(rows).tolist():
            rows[row] = _source_fits(graph, int(table.sources[row]), carries)
    return rows


def _by_code(codes: NDArray[np.int32], holds: Callable[[int], bool]) -> NDArray[np.bool_]:
    """Whether a predicate holds for each code, asked once for each distinct one."""
    distinct, places = np.unique(codes, return_inverse=True)
    return np.array([holds(code) for code in distinct.tolist()], dtype=bool)[places]


def _source_fits(graph: Graph, position: int, carries: Carries) -> bool:
    declaration = NODE_BY_PREFIX[graph.ref(position).kind]
    if carries.source_types and not issubclass(declaration, carries.source_types):
        return False
    properties = graph.properties(position)
    return all(properties.get(name) == value for name, value in carries.source_when)


def _adjacency(size: int, positions: NDArray[np.int32], others: NDArray[np.int32]) -> Adjacency:
    order = np.lexsort((others, positions))
    starts = np.searchsorted(positions[order], np.arange(size + 1))
    return Adjacency(starts.tolist(), others[order].tolist())
