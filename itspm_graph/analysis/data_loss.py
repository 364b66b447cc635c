"""How much data a disruption costs: how old the best copy is that survives it.

A store that stands has lost nothing. For one that doesn't, the surviving copy counts that is
nearest in time: what copying costs adds up along a chain of copies, a replica its lag, a backup the
time between two and the time that making one takes, which is the worst case. Corruption travels
into replicas; then only those copies count that can't be changed or reached, and of them those made
before the corruption began. Stores of a consistency group go back to a common point. An element
loses what the worst of the stores loses in which its state lives.
"""

from __future__ import annotations

import heapq
import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from itspm_graph.graph import Graph, Link

DAY = 1440.0
REPLICAS = ("sync", "async")


class Loss(NamedTuple):
    """What is lost of an element's data."""

    minutes: float | None
    """Infinite where no copy survives; None where a copy survives and nobody says how old it is."""
    store: int
    """The store that decides."""
    copy: int | None
    """The copy that it would be restored from; None where there is none, or nothing is restored."""

    @property
    def rank(self) -> tuple[bool, float]:
        """The worse the higher: unknown counts as worse than any known loss but that of all."""
        if self.minutes is None:
            return True, 0.0
        return self.minutes == math.inf, self.minutes


@dataclass(frozen=True)
class Damaged:
    """What a disruption did to places where data is kept."""

    away: Collection[int]
    """Down: nothing can be read there."""
    corrupted: Collection[int]
    """Hit by corruption themselves."""
    dwell: float = 0.0
    """Minutes for which data was corrupted before anybody noticed."""


def store_losses(graph: Graph, damaged: Damaged) -> dict[int, Loss]:
    """Losses of the stores that are down or corrupted, and of those that go back with them."""
    copying = _Copying(graph)
    corrupted = copying.spread(damaged.corrupted)
    stores = [p for p in graph.positions("DataStore") if p in damaged.away or p in corrupted]
    found = {store: copying.loss(store, damaged, corrupted) for store in stores}
    return _together(graph, found)


def losses(graph: Graph, stores: Mapping[int, Loss]) -> dict[int, Loss]:
    """The worst loss of each element whose state lives in one of these stores, these included."""
    holds: dict[int, list[int]] = defaultdict(list)
    for source, target in state_edges(graph):
        holds[target].append(source)
    found: dict[int, Loss] = {}
    for store in sorted(stores, key=lambda p: stores[p].rank, reverse=True):
        stack = [store]
        while stack:
            position = stack.pop()
            if position not in found:
                found[position] = stores[store]
                stack += holds[position]
    return found


def state_edges(graph: Graph) -> list[tuple[int, int]]:
    """Who keeps its state in whom: hard dependencies that say so."""
    table = graph.table("DEPENDS_ON")
    said = {code: graph.edge_properties(code) for code in np.unique(table.codes).tolist()}
    keeps = [c for c, p in said.items() if p.get("carries_state") and p.get("strength") != "soft"]
    rows = np.isin(table.codes, keeps)
    return list(zip(table.sources[rows].tolist(), table.targets[rows].tolist(), strict=True))


def _together(graph: Graph, found: dict[int, Loss]) -> dict[int, Loss]:
    """The same, where stores of a consistency group all lose what the worst of them loses."""
    groups: dict[str, list[int]] = defaultdict(list)
    for store in graph.positions("DataStore"):
        if name := graph.properties(store).get("consistency_group"):
            groups[name].append(store)
    for members in groups.values():
        lost = [found[member] for member in members if member in found]
        worst = max(lost, key=lambda loss: loss.rank, default=None)
        if worst is not None and worst.minutes != 0:
            found |= dict.fromkeys(members, worst)
    return found


class _Copying:
    """Which stores are copied where."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.copies: dict[int, list[Link]] = defaultdict(list)
        self.sources: dict[int, list[int]] = defaultdict(list)
        for link in graph.links("COPIED_TO"):
            self.copies[link.source].append(link)
            self.sources[link.target].append(link.source)

    def spread(self, corrupted: Iterable[int]) -> set[int]:
        """Where corruption comes to: replicas follow whatever is written."""
        found: set[int] = set()
        stack = list(corrupted)
        while stack:
            position = stack.pop()
            if position not in found:
                found.add(position)
                stack += [
                    link.target
                    for link in self.copies.get(position, ())
                    if link.properties.get("copy_kind") in REPLICAS and not _kept(link.properties)
                ]
        return found

    def loss(self, store: int, damaged: Damaged, corrupted: Collection[int]) -> Loss:
        """The loss of a store by the best copy that survives; what it is copied from counts too."""
        if store not in self.copies and store not in self.sources:
            return Loss(math.inf, store, None)
        known = self._best(store, damaged, corrupted, guess=False)
        if known.copy is not None:
            return known
        vague = self._best(store, damaged, corrupted, guess=True)
        return known if vague.copy is None else vague._replace(minutes=None)

    def _best(
        self, store: int, damaged: Damaged, corrupted: Collection[int], *, guess: bool
    ) -> Loss:
        """By copies whose age is known; with `guess` by others too, as if they were of now."""
        done: set[tuple[int, bool]] = set()
        queue = [(0.0, origin, origin not in corrupted) for origin in self._origins(store)]
        heapq.heapify(queue)
        while queue:
            age, position, clean = heapq.heappop(queue)
            if (position, clean) in done:
                continue
            done.add((position, clean))
            if clean and position not in damaged.away and self._reaches_back(position, age):
                return Loss(age, store, position)
            for link in self.copies.get(position, ()):
                minutes = copy_age(link.properties)
                kept = _kept(link.properties)
                follows = link.properties.get("copy_kind") in REPLICAS
                if (minutes is not None or guess) and (clean or kept or follows):
                    older = damaged.dwell if kept and not clean else 0.0
                    step = age + older + (minutes or 0.0), link.target, clean or kept
                    heapq.heappush(queue, step)
        return Loss(math.inf, store, None)

    def _origins(self, store: int) -> set[int]:
        """The store itself, and all that it is a copy of: these are never older."""
        found: set[int] = set()
        stack = [store]
        while stack:
            position = stack.pop()
            if position not in found:
                found.add(position)
                stack += self.sources.get(position, ())
        return found

    def _reaches_back(self, position: int, age: float) -> bool:
        """Whether copies are kept long enough for one so old to be there."""
        days = self.graph.properties(position).get("retention_days")
        return days is None or age <= days * DAY


def _kept(stated: Mapping[str, Any]) -> bool:
    """Whether a copy, once made, stays what it is."""
    return bool(stated.get("immutable") or stated.get("offline"))


def copy_age(stated: Mapping[str, Any]) -> float | None:
    """How old the newest copy can be at worst, in minutes; None where nobody says."""
    kind = stated.get("copy_kind", "backup")
    if kind == "sync":
        return float(stated.get("lag_minutes") or 0.0)
    if kind == "async":
        lag = stated.get("lag_minutes")
        return None if lag is None else float(lag)
    interval = stated.get("interval_minutes")
    if interval is None:
        return None
    return float(interval) + float(stated.get("duration_minutes") or 0.0)
