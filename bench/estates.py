"""Estates to measure on: made from a seed, or read from elsewhere, as plain columns.

Every dependency carries failure. One of `group` 0 is essential; others of one dependent and one
group are alternatives of which `needed` must be up. `tiered` is what an IT estate looks like,
`deep` is the worst case for anything that works level by level, `cyclic` is `tiered` with circles
of components that need each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from itspm_graph.graph import Graph, canonical

Integers = NDArray[np.int32]
Random = np.random.Generator
SEED = 1759
KINDS = ("service", "component", "data-store", "vendor-product", "site", "network-zone")
DOMAIN = 200
"""Elements of one part of the business, which mostly need each other."""
SHARES = {
    "services": 0.08,
    "applications": 0.42,
    "data stores": 0.11,
    "platforms": 0.10,
    "servers": 0.24,
    "products": 0.04,
    "sites": 0.007,
    "zones": 0.003,
}
"""Shares of the tiers, top first."""
HUBS = 5, 2000
"""Pieces of shared infrastructure (identity, DNS, …): so many, or one to so many elements."""
KIND_OF_TIER = {
    "services": "service",
    "data stores": "data-store",
    "products": "vendor-product",
    "sites": "site",
    "zones": "network-zone",
}
CARRIERS = {"vendor-product": "USES_PRODUCT", "site": "HOSTED_AT", "network-zone": "IN_ZONE"}
"""The relationship by which an element needs one of this kind; `DEPENDS_ON` otherwise."""
LADDER = 10
"""Elements on one level of a deep estate."""


@dataclass(frozen=True)
class Estate:
    """Elements by number, and dependencies in columns of one length."""

    name: str
    names: list[str]
    """References, by number."""
    hub: int
    """The element on which most others rest."""
    dependents: Integers
    providers: Integers
    groups: Integers
    """Group of the dependency, local to its dependent; 0 where it is essential."""
    needed: Integers
    """How many of the group must be up; 1 where it is essential."""

    @property
    def size(self) -> int:
        return len(self.names)

    @cached_property
    def pairs(self) -> tuple[Integers, Integers]:
        """Who needs whom in any way, each pair once: (dependents, providers)."""
        keys = np.unique(self.dependents.astype(np.int64) * self.size + self.providers)
        return (keys // self.size).astype(np.int32), (keys % self.size).astype(np.int32)

    @cached_property
    def circular(self) -> bool:
        """True where something needs itself, directly or not."""
        dependents, providers = self.pairs
        ones = np.ones(len(dependents), dtype=np.int8)
        matrix = csr_array((ones, (dependents, providers)), shape=(self.size, self.size))
        count, _ = connected_components(matrix, directed=True, connection="strong")
        return bool(count < self.size or (dependents == providers).any())

    @cached_property
    def group_count(self) -> int:
        grouped = self.groups > 0
        width = int(self.groups.max(initial=0)) + 1
        keys = self.dependents[grouped].astype(np.int64) * width + self.groups[grouped]
        return len(np.unique(keys))

    def graph(self) -> Graph:
        """The estate as a snapshot of the engine."""
        return Graph.build(1, self.nodes(), self._edges())

    def nodes(self) -> Iterator[tuple[str, str]]:
        """Reference and JSON text of each element."""
        for number, ref in enumerate(self.names):
            yield ref, canonical(_said(number, *ref.split(":", 1)))

    def _edges(self) -> Iterator[tuple[str, int, int, str]]:
        labels = [CARRIERS.get(ref.partition(":")[0], "DEPENDS_ON") for ref in self.names]
        texts: dict[tuple[int, int], str] = {}
        columns = (self.dependents, self.providers, self.groups, self.needed)
        for dependent, provider, group, needed in zip(*(c.tolist() for c in columns), strict=True):
            label, text = labels[provider], "{}"
            if group:
                label = "DEPENDS_ON"
                text = texts.get((group, needed), "")
                if not text:
                    said = {"group": f"g{group}", "at_least": needed}
                    text = texts[group, needed] = canonical(said)
            elif label == "USES_PRODUCT":
                text = '{"exposed":true}'
            yield label, dependent, provider, text


def _said(number: int, kind: str, slug: str) -> dict[str, object]:
    """What an element says of itself: scattered, but always the same, times of recovery."""
    said: dict[str, object] = {"name": slug, "start_minutes": 5 * (number * 7919 % 13)}
    if kind == "service":
        said |= {"rto_minutes": 60 * (1 + number % 48), "tier": 1 + number % 4}
    else:
        said["restore_minutes"] = 30 * (1 + number * 104_729 % 48)
    return said


class Dependencies:
    """Dependencies as they are gathered, block by block."""

    def __init__(self) -> None:
        self._blocks: list[tuple[Integers, Integers, Integers, Integers]] = []

    def add(
        self, dependents: NDArray[np.int_], providers: NDArray[np.int_], group: int = 0, k: int = 1
    ) -> None:
        """Each dependent needs the provider beside it; as one of a group where there is one."""
        shape = len(dependents)
        columns = (dependents, providers, np.full(shape, group), np.full(shape, k))
        one, two, three, four = (column.astype(np.int32) for column in columns)
        self._blocks.append((one, two, three, four))

    def estate(self, name: str, names: list[str], hub: int) -> Estate:
        """What was gathered, sorted by dependent, each dependency once."""
        columns = [np.concatenate(parts) for parts in zip(*self._blocks, strict=True)]
        order = np.lexsort((columns[1], columns[2], columns[0]))
        columns = [column[order] for column in columns]
        same = np.ones(len(order), dtype=bool)
        same[0] = False
        for column in columns[:3]:
            same[1:] &= column[1:] == column[:-1]
        return Estate(name, names, hub, *(column[~same] for column in columns))


@dataclass(frozen=True)
class _Tiers:
    """Where each tier begins, and which part of it belongs to which domain."""

    starts: dict[str, int]
    sizes: dict[str, int]
    domains: int

    @property
    def hub(self) -> int:
        """The last of the shared infrastructure: the rest of it needs this one."""
        return self.starts["hubs"] + self.sizes["hubs"] - 1

    def all(self, tier: str) -> NDArray[np.int_]:
        return np.arange(self.sizes[tier]) + self.starts[tier]

    def domain(self, owners: NDArray[np.int_], tier: str) -> NDArray[np.int_]:
        """Domain of each owner, itself of this tier."""
        return (owners - self.starts[tier]) * self.domains // self.sizes[tier]

    def slice(
        self, domain: NDArray[np.int_], tier: str
    ) -> tuple[NDArray[np.int_], NDArray[np.int_]]:
        """First element, and number of elements, of a tier in each domain; at least one."""
        size = self.sizes[tier]
        first = -(-domain * size // self.domains)
        width = np.maximum(-(-(domain + 1) * size // self.domains) - first, 1)
        return np.minimum(first, size - 1) + self.starts[tier], width


def _tiers(size: int) -> _Tiers:
    sizes = {tier: max(int(size * share), 3) for tier, share in SHARES.items()}
    sizes["hubs"] = max(HUBS[0], size // HUBS[1])
    sizes["applications"] -= sum(sizes.values()) - size
    # Shared infrastructure stands on products and sites alone.
    below = ("hubs", "products", "sites", "zones")
    order = {tier: sizes[tier] for tier in [*(t for t in SHARES if t not in below), *below]}
    starts, start = {}, 0
    for tier, count in order.items():
        starts[tier], start = start, start + count
    return _Tiers(starts, order, max(size // DOMAIN, 1))


def tiered(size: int, seed: int = SEED) -> Estate:
    """Services on applications on data stores, platforms, servers, all on a few hubs; acyclic."""
    tiers, found = _tiers(size), Dependencies()
    _gather_tiers(tiers, found, np.random.default_rng(seed))
    return found.estate("tiered", _names(tiers), tiers.hub)


def cyclic(size: int, seed: int = SEED) -> Estate:
    """A tiered estate, a tenth of whose applications stand in circles of 2 to some thousands.

    In every second circle each needs the next or else something outside of it: only such a circle
    can outlive the loss of one of its own, and lose its ground.
    """
    random = np.random.default_rng(seed)
    tiers, found = _tiers(size), Dependencies()
    _gather_tiers(tiers, found, random)
    first, free = tiers.starts["applications"], tiers.sizes["applications"]
    left, place, number = free // 5, first, 0
    while left > 2:
        length = int(min(2 * (1 - random.random()) ** -1.1, left, max(size // 50, 3)))
        circle = np.arange(place, place + length)
        onward = np.roll(circle, -1)
        if number % 2:
            found.add(circle, onward)
        else:
            outside = _near(tiers, circle, "applications", "servers", random)
            found.add(circle, onward, group=9)
            found.add(circle, outside, group=9)
        left, number = left - length, number + 1
        place += length + int(random.integers(length, 3 * length))
        if place + size // 50 >= first + free:
            break
    return found.estate("cyclic", _names(tiers), tiers.hub)


def deep(size: int, seed: int = SEED) -> Estate:
    """A ladder: each of ten needs five of the next ten, some of them 2 of 3, to the bottom."""
    random = np.random.default_rng(seed)
    found = Dependencies()
    bottom = ((size - 1) // LADDER - 1) * LADDER
    above = np.arange(bottom)
    next_level = (above // LADDER + 1) * LADDER
    place = random.integers(LADDER, size=bottom)
    grouped = random.random(bottom) < 0.25
    for number in range(5):
        provider: NDArray[np.int_] = next_level + (place + 2 * number) % LADDER
        found.add(above[~grouped], provider[~grouped])
        if number < 2:
            found.add(above[grouped], provider[grouped])
        else:
            found.add(above[grouped], provider[grouped], group=1, k=2)
    last = np.arange(bottom, size - 1)
    found.add(last, np.full(len(last), size - 1))
    return found.estate("deep", [f"component:n{n}" for n in range(size)], size - 1)


GENERATORS: dict[str, Callable[[int], Estate]] = {"tiered": tiered, "deep": deep, "cyclic": cyclic}


def _names(tiers: _Tiers) -> list[str]:
    names, number = [], 0
    for tier in sorted(tiers.starts, key=tiers.starts.__getitem__):
        kind = KIND_OF_TIER.get(tier, "component")
        names += [f"{kind}:n{number + place}" for place in range(tiers.sizes[tier])]
        number += tiers.sizes[tier]
    return names


def _gather_tiers(tiers: _Tiers, found: Dependencies, random: Random) -> None:
    """Needs of each tier: (share of its elements, tier needed, near or anywhere)."""
    plain = [
        ("services", 1.0, "applications", True),
        ("services", 1.0, "applications", True),
        ("services", 0.6, "applications", True),
        ("services", 0.3, "applications", False),
        ("applications", 0.9, "applications", True),
        ("applications", 0.6, "applications", True),
        ("applications", 0.12, "applications", False),
        ("applications", 0.7, "data stores", True),
        ("applications", 0.5, "platforms", True),
        ("applications", 0.6, "servers", True),
        ("applications", 0.9, "hubs", False),
        ("applications", 0.3, "products", True),
        ("applications", 0.5, "zones", False),
        ("data stores", 1.0, "servers", True),
        ("data stores", 0.7, "hubs", False),
        ("data stores", 0.4, "products", True),
        ("platforms", 0.7, "platforms", True),
        ("platforms", 0.1, "platforms", False),
        ("platforms", 1.0, "servers", True),
        ("platforms", 1.0, "hubs", False),
        ("platforms", 0.5, "products", False),
        ("servers", 1.0, "sites", False),
        ("servers", 0.8, "zones", False),
        ("servers", 0.9, "hubs", False),
        ("servers", 0.5, "products", False),
        ("hubs", 1.0, "sites", False),
        ("hubs", 0.5, "products", False),
    ]
    for tier, share, needed, near in plain:
        owners = _some(tiers, tier, share, random)
        draw = _near if near else _anywhere
        providers = draw(tiers, owners, tier, needed, random)
        later = providers > owners  # the last of a tier has nothing below it in that tier
        found.add(owners[later], providers[later])
    hubs = tiers.all("hubs")
    found.add(hubs[:-1], np.full(len(hubs) - 1, hubs[-1]))
    groups = [
        ("services", 0.2, "platforms", 2, 1),
        ("applications", 0.2, "servers", 3, 2),
        ("applications", 0.1, "data stores", 2, 1),
        ("data stores", 0.3, "servers", 3, 2),
        ("platforms", 0.4, "servers", 4, 2),
    ]
    for number, (tier, share, needed, members, k) in enumerate(groups, start=1):
        owners = _some(tiers, tier, share, random)
        first, width = tiers.slice(tiers.domain(owners, tier), needed)
        offset: NDArray[np.int_] = random.integers(width)
        for member in range(members):
            provider = first + (offset + member) % width
            found.add(owners, provider, group=number, k=k)


def _some(tiers: _Tiers, tier: str, share: float, random: Random) -> NDArray[np.int_]:
    everyone = tiers.all(tier)
    return everyone[random.random(len(everyone)) < share]


def _near(
    tiers: _Tiers, owners: NDArray[np.int_], tier: str, needed: str, random: Random
) -> NDArray[np.int_]:
    """A provider of the owner's own domain; of its own tier, one that comes later."""
    first, width = tiers.slice(tiers.domain(owners, tier), needed)
    if tier == needed:
        end = first + width
        first = np.minimum(owners + 1, end - 1)
        width = end - first
    drawn: NDArray[np.int_] = first + (random.random(len(owners)) * width).astype(int)
    return drawn


def _anywhere(
    tiers: _Tiers, owners: NDArray[np.int_], tier: str, needed: str, random: Random
) -> NDArray[np.int_]:
    """A provider of the whole estate; the first of a tier are by far the most popular."""
    size = tiers.sizes[needed]
    skewed = random.random(len(owners)) ** (2 if tier == needed else 6)
    first = owners + 1 if tier == needed else np.full(len(owners), tiers.starts[needed])
    width = np.maximum(tiers.starts[needed] + size - first, 1)
    drawn: NDArray[np.int_] = first + (skewed * np.minimum(width, size)).astype(int)
    return np.minimum(drawn, tiers.starts[needed] + size - 1)
