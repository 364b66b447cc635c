"""What capacity flows through: shares of groups, soft dependencies, and who needs whom by both.

The requirements of `requirements` say what an element can't be up without. Here the rest is added
that matters only where something has a fraction of its capacity: how members of a group share its
load, and the soft dependencies, which never take their dependent down.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from itspm_graph.adjacency import strong_components
from itspm_graph.analysis.requirements import MEMBERS, Requirements, requirements
from itspm_graph.connections import failure_edges
from itspm_graph.graph import Graph, Integers
from itspm_graph.integrity import load_shared, threshold
from itspm_graph.records import EDGES

Sharing = dict[tuple[int, str, tuple[int, ...]], tuple[float, ...]]
"""Shares of the load by owner, name and members of a group, in the order of the members."""


@dataclass(frozen=True)
class Requirement:
    """What an owner needs of some members, and how much of its capacity hangs on them.

    `group` is None for a single provider. `weight` is None for a hard requirement.
    """

    owner: int
    group: str | None
    needed: int
    members: tuple[int, ...]
    shares: tuple[float, ...] | None = None
    weight: float | None = None

    def delivered(self, capacity: Mapping[int, float]) -> float:
        """The share of its capacity that the requirement leaves the owner.

        `capacity` gives what members have left, all of it where they aren't named. The k-th
        largest where k are needed; the sum of what they carry where they share the load; of a soft
        requirement of weight w, 1 - w (1 - that): the strength of dependency of functional
        dependency network analysis (Garvey and Pinto 2009).
        """
        met = self._met(capacity)
        return met if self.weight is None else 1 - self.weight * (1 - met)

    def _met(self, capacity: Mapping[int, float]) -> float:
        if self.shares is None:
            below = [capacity[member] for member in self.members if member in capacity]
            whole = len(self.members) - len(below)
            if whole >= self.needed:
                return 1.0
            below.sort(reverse=True)
            return below[min(self.needed, len(self.members)) - whole - 1]
        values = [capacity.get(member, 1.0) for member in self.members]
        if sum(value > 0 for value in values) < self.needed:
            return 0.0
        return min(1.0, sum(s * c for s, c in zip(self.shares, values, strict=True)))


class LoadSharing:
    """All requirements of one snapshot as capacity sees them."""

    def __init__(
        self,
        needs: Requirements,
        sharing: Sharing,
        soft: list[Requirement],
        unweighted: list[Requirement],
    ) -> None:
        self.needs = needs
        self.sharing = sharing
        self.soft = soft
        self.unweighted = unweighted
        """Soft requirements of which nobody said how much hangs on them."""
        self._groups: dict[int, list[Requirement]] = {}
        self._soft_of: dict[int, list[Requirement]] = defaultdict(list)
        self._soft_in: dict[int, set[int]] = defaultdict(set)
        for requirement in soft:
            self._soft_of[requirement.owner].append(requirement)
            for member in requirement.members:
                self._soft_in[member].add(requirement.owner)
        self._shared_in: dict[int, set[int]] = defaultdict(set)
        for owner, _, members in sharing:
            for member in members:
                self._shared_in[member].add(owner)

    @cached_property
    def _providers(self) -> tuple[list[int], list[int]]:
        """Essential providers as lists, which are quicker to take from one by one."""
        return self.needs.essential.starts.tolist(), self.needs.essential.others.tolist()

    @cached_property
    def _dependents(self) -> tuple[list[int], list[int]]:
        return self.needs.essential_to.starts.tolist(), self.needs.essential_to.others.tolist()

    @cached_property
    def number(self) -> list[int]:
        """The component of each position, as a list."""
        found: list[int] = self.components.tolist()
        return found

    def providers(self, owner: int) -> list[int]:
        """Single providers that are essential."""
        starts, others = self._providers
        return others[starts[owner] : starts[owner + 1]]

    def groups(self, owner: int) -> list[Requirement]:
        """All other requirements: groups, then what is soft."""
        found = self._groups.get(owner)
        if found is None:
            found = [self._group(number) for number in self.needs.groups_of.of(owner)]
            found += self._soft_of.get(owner, ())
            self._groups[owner] = found
        return found

    def _group(self, number: int) -> Requirement:
        group = self.needs.group(number)
        shares = self.sharing.get((group.owner, group.name, group.members))
        return Requirement(group.owner, group.name, group.needed, group.members, shares)

    def of(self, owner: int) -> list[Requirement]:
        """Everything an element needs: single providers, then groups, then what is soft."""
        single = [Requirement(owner, None, 1, (p,)) for p in self.providers(owner)]
        return single + self.groups(owner)

    def owners(self, member: int) -> list[int]:
        """Who needs the member in any way that capacity flows through; some may come twice."""
        starts, others = self._dependents
        found = others[starts[member] : starts[member + 1]]
        groups = self.needs.member_in.of(member)
        if groups:
            found += self.needs.grouped.owners[groups].tolist()
        return [*found, *self._soft_in[member]] if member in self._soft_in else found

    def partly(self, member: int) -> set[int]:
        """Who can be left with a fraction of its capacity when the member is down."""
        return self._soft_in.get(member, set()) | self._shared_in.get(member, set())

    def rests_on(self, starts: Iterable[int]) -> set[int]:
        """What these need in any way that capacity flows through, themselves included."""
        found: set[int] = set()
        stack = list(starts)
        while stack:
            position = stack.pop()
            if position not in found:
                found.add(position)
                stack += self.providers(position)
                for requirement in self.groups(position):
                    stack += requirement.members
        return found

    def divided(self, within: Collection[int]) -> set[int]:
        """Who of these may be left with a fraction when whole elements fail.

        `within` holds all that its elements need.
        """
        found: set[int] = set()
        owners = {requirement.owner for requirement in self.soft}
        stack = [p for p in owners.union(owner for owner, _, _ in self.sharing) if p in within]
        while stack:
            position = stack.pop()
            if position not in found:
                found.add(position)
                stack += [owner for owner in self.owners(position) if owner in within]
        return found

    @property
    def weakening(self) -> set[int]:
        """Whose loss can leave others with a fraction, next to it."""
        return {*self._soft_in, *self._shared_in}

    @property
    def divides(self) -> bool:
        """Whether the loss of a whole element can leave another with a fraction."""
        return bool(self.soft or self.sharing)

    @cached_property
    def components(self) -> Integers:
        """Strongly connected component of each position, soft dependencies counted as well.

        Providers have the lower number, as in `Requirements.components`.
        """
        if not self.soft:
            return self.needs.components
        return strong_components(self.needs.size, *self._pairs())

    @cached_property
    def circular(self) -> list[bool]:
        """By component, whether somebody in it needs itself, directly or not."""
        rows, columns = self._pairs()
        found = np.bincount(self.components) > 1
        found[self.components[rows[rows == columns]]] = True
        listed: list[bool] = found.tolist()
        return listed

    def _pairs(self) -> tuple[Integers, Integers]:
        """Who needs whom in any way that capacity flows through."""
        essential, grouped = self.needs.essential, self.needs.grouped
        pairs = [(r.owner, member) for r in self.soft for member in r.members]
        soft = np.array(pairs, dtype=np.int32).reshape(-1, 2)
        owners = np.repeat(np.arange(self.needs.size, dtype=np.int32), essential.counts())
        return (
            np.concatenate([owners, np.repeat(grouped.owners, grouped.sizes), soft[:, 0]]),
            np.concatenate([essential.others, grouped.members, soft[:, 1]]),
        )


def load_sharing(graph: Graph) -> LoadSharing:
    """How capacity flows in a snapshot, derived once and kept with it."""
    if LoadSharing not in graph.derived:
        graph.derived[LoadSharing] = _derive(graph)
    found: LoadSharing = graph.derived[LoadSharing]
    return found


Stated = list[tuple[int, Mapping[str, Any]]]
Key = tuple[int, str | None, int, bool]
"""Owner, name of the group or None, the provider where there is none, and whether it is soft."""


def _derive(graph: Graph) -> LoadSharing:
    sharing: Sharing = {}
    soft: list[Requirement] = []
    for label in failure_edges():
        for (owner, name, _, is_soft), stated in _stated(graph, label).items():
            members, shares = _shares(stated)
            if is_soft:
                soft.append(_soft(owner, name, members, shares, stated[0][1]))
            elif name is not None and shares is not None:
                sharing[owner, name, members] = shares
    soft.sort(key=lambda requirement: (requirement.owner, requirement.members))
    weighted = [requirement for requirement in soft if requirement.weight]  # 0 only informs
    unweighted = [requirement for requirement in soft if requirement.weight is None]
    return LoadSharing(requirements(graph), sharing, weighted, unweighted)


def _stated(graph: Graph, label: str) -> dict[Key, Stated]:
    """Edges of one type that are soft, or in a group that may share its load.

    What is needed only to start carries nothing at run time.
    """
    found: dict[Key, Stated] = defaultdict(list)
    fields = EDGES[label].model_fields
    if "share" not in fields and "strength" not in fields:
        return found
    table = graph.table(label)
    stated = {code: graph.edge_properties(code) for code in _distinct(table.codes)}
    running = {code: said for code, said in stated.items() if said.get("phase") != "start"}
    telling = [code for code, said in running.items() if _is_soft(said) or load_shared([said])]
    if not telling:
        return found
    rows = np.isin(table.codes, telling)
    # A member that states no share counts where another of its group does.
    silent = sorted(running.keys() - telling)
    rows |= np.isin(table.codes, silent) & np.isin(table.sources, table.sources[rows])
    for row in np.flatnonzero(rows).tolist():
        properties = stated[int(table.codes[row])]
        name = MEMBERS if label == "MEMBER" else properties.get("group")
        target, is_soft = int(table.targets[row]), _is_soft(properties)
        if is_soft or name is not None:
            key = (int(table.sources[row]), name, target if name is None else -1, is_soft)
            found[key].append((target, properties))
    return found


def _is_soft(properties: Mapping[str, Any]) -> bool:
    return properties.get("strength") == "soft"


def _distinct(codes: Integers) -> list[int]:
    found: list[int] = np.flatnonzero(np.bincount(codes)).tolist()
    return found


def _shares(stated: Stated) -> tuple[tuple[int, ...], tuple[float, ...] | None]:
    """The members in order, and what each carries if they share the load.

    Shares that don't add up to all of it, by rounding or in an old revision, count in proportion,
    so that an undisturbed element always has its whole capacity.
    """
    ordered = sorted(stated, key=lambda item: item[0])
    members = tuple(member for member, _ in ordered)
    if not load_shared(properties for _, properties in ordered):
        return members, None
    shares = [float(properties.get("share", 1)) for _, properties in ordered]
    total = min(1.0, sum(shares))
    return members, tuple(share / total for share in shares)


def _soft(
    owner: int,
    name: str | None,
    members: tuple[int, ...],
    shares: tuple[float, ...] | None,
    properties: Mapping[str, Any],
) -> Requirement:
    needed = threshold(properties, len(members), load_shared=shares is not None)
    return Requirement(owner, name, needed, members, shares, properties.get("weight"))
