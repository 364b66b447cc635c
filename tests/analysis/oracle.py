"""Brute force over all assignments of a few events: what cut sets and probabilities must be."""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from itspm_graph.analysis.impact import CyclePolicy, impact
from itspm_graph.graph import Graph
from tests.estates import Edges, estate, needs

Assignment = frozenset[int]


@dataclass(frozen=True)
class Table:
    """Every set of events with whether it makes the target fail."""

    events: tuple[int, ...]
    failing: frozenset[Assignment]

    def minimal(self) -> set[Assignment]:
        """Failing sets that fail no more when any one event is taken out."""
        return {s for s in self.failing if not any(s - {e} in self.failing for e in s)}

    def orders(self) -> dict[int, int]:
        """How many minimal ones there are of each order, zeros in between included."""
        found = Counter(map(len, self.minimal()))
        return {order: found[order] for order in range(1, max(found, default=0) + 1)}

    def probability(self, q: Sequence[float]) -> float:
        own = dict(zip(self.events, q, strict=True))
        return math.fsum(
            math.prod(own[e] if e in s else 1 - own[e] for e in self.events) for s in self.failing
        )


def subsets(events: Sequence[int]) -> list[Assignment]:
    choices = product([False, True], repeat=len(events))
    return [frozenset(e for e, on in zip(events, row, strict=True) if on) for row in choices]


def by_propagation(graph: Graph, target: int, events: Sequence[int], policy: CyclePolicy) -> Table:
    """By asking `impact` of every set."""

    def fails(failed: Assignment) -> bool:
        return target in failed or any(a.position == target for a in impact(graph, failed, policy))

    return Table(tuple(events), frozenset(s for s in subsets(events) if fails(s)))


@dataclass(frozen=True)
class Tree:
    """A fault tree in failure logic: gate i fails when at least `gates[i][0]` of its inputs have.

    Inputs 0…events-1 are events, then come the gates; the last gate is the top.
    """

    events: int
    gates: tuple[tuple[int, tuple[int, ...]], ...]

    def table(self) -> Table:
        return Table(tuple(range(self.events)), frozenset(filter(self._fails, self._all())))

    def _all(self) -> list[Assignment]:
        return subsets(range(self.events))

    def _fails(self, failed: Assignment) -> bool:
        state = [event in failed for event in range(self.events)]
        for least, inputs in self.gates:
            state.append(sum(state[node] for node in inputs) >= least)
        return state[-1]

    def graph(self, q: Sequence[float] = ()) -> Graph:
        """As an estate: gates are services, events components; the top is `service:top`."""
        edges: Edges = []
        for number, (least, inputs) in enumerate(self.gates, self.events):
            for node in inputs:
                one_of_them = {"group": "g", "at_least": len(inputs) - least + 1}
                said = {} if least == 1 else one_of_them
                edges.append(("DEPENDS_ON", self.name(number), self.name(node), said))
        nodes = {self.name(n): {"unavailability": own} for n, own in enumerate(q)}
        return estate(edges, nodes)

    def name(self, node: int) -> str:
        if node < self.events:
            return f"component:e{node}"
        return "service:top" if node == self.events + len(self.gates) - 1 else f"service:g{node}"


def drawn_tree(seed: int, events: int, gates: int, inputs: int = 4) -> Tree:
    """A layered tree of AND, OR and k-of-n gates that share inputs; every event is used."""
    draw = random.Random(seed)
    unused = list(range(events))
    draw.shuffle(unused)
    made: list[tuple[int, tuple[int, ...]]] = []
    for number in range(events, events + gates):
        below = range(max(0, number - 3 * inputs), number)
        chosen = set(draw.sample(below, min(len(below), draw.randint(2, inputs))))
        while unused and len(chosen) < inputs + 1 and draw.random() < 1.5 * events / (4 * gates):
            chosen.add(unused.pop())
        least = draw.choice([1, len(chosen), (len(chosen) + 1) // 2])
        made.append((least, tuple(sorted(chosen))))
    used = {node for _, chosen in made for node in chosen}
    loose = [node for node in range(events + gates) if node not in used]
    made.append(((len(loose) + 1) // 2, tuple(loose)))
    return Tree(events, tuple(made))


def requires(owner: str, least_up: int, *members: str) -> Edges:
    """A group of components, of which so many must be up."""
    return needs(owner, *members, group=f"of-{'-'.join(members)}", at_least=least_up)


def bridge(p: float) -> tuple[Edges, dict[str, float]]:
    """Two ways from in to out, joined in the middle by 3: paths 1-4, 2-5, 1-3-5, 2-3-4."""
    edges: Edges = needs("s", *(f"way-{n}" for n in range(4)), group="ways", at_least=1)
    for number, way in enumerate(["14", "25", "135", "234"]):
        edges += needs(f"way-{number}", *(f"e{n}" for n in way))
    return edges, {f"e{n}": p for n in range(1, 6)}


def with_unavailability(graph: Graph, own: Mapping[int, float | None]) -> Graph:
    """The same estate, these elements stating how often they are down."""
    edges = [
        (
            link.label,
            str(graph.ref(link.source)),
            str(graph.ref(link.target)),
            dict(link.properties),
        )
        for link in graph.links()
    ]
    nodes = {str(graph.ref(p)): {"unavailability": q} for p, q in own.items() if q is not None}
    found = estate(edges, {**{str(graph.ref(p)): {} for p in graph.positions()}, **nodes})
    assert [found.ref(p) for p in found.positions()] == [graph.ref(p) for p in graph.positions()]
    return found
