"""The shortest way from an element to what is retired: over what it needs, or over anything."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from functools import cached_property

from itspm_graph.analysis.impact import Affected
from itspm_graph.analysis.requirements import requirements
from itspm_graph.connections import steps
from itspm_graph.graph import Graph, Link
from itspm_graph.spreading import Spread


class Ways:
    """Ways to some elements in one snapshot, as references."""

    def __init__(self, graph: Graph, ends: Sequence[int]) -> None:
        self.graph = graph
        self.ends = set(ends)

    def falling(self, broken: Sequence[Affected]) -> dict[int, list[str]]:
        """By position of what falls, the way along the nearest of what each one misses."""
        hops = {**dict.fromkeys(self.ends, 0), **{item.position: item.hops for item in broken}}
        missed = {
            item.position: min(
                item.because.lost, key=lambda p: (hops.get(p, len(hops)), self.graph.ref(p))
            )
            for item in broken
            if item.because.lost
        }
        return {item.position: self._walked(item.position, missed) for item in broken}

    def _walked(self, position: int, following: dict[int, int]) -> list[str]:
        way = [position]
        while way[-1] not in self.ends and way[-1] in following and len(way) <= len(following):
            way.append(following[way[-1]])
        return [self.graph.ref(position) for position in way]

    @cached_property
    def _needs(self) -> Spread:
        spread = Spread(requirements(self.graph).dependents)
        spread.go(sorted(self.ends))
        return spread

    def needing(self, position: int) -> list[str]:
        """The way over what elements need; only itself where there is none."""
        hops, needs = self._needs.hops, requirements(self.graph)
        way = [position]
        while hops[way[-1]] > 0:
            nearer = [p for p in needs.providers.of(way[-1]) if hops[p] == hops[way[-1]] - 1]
            way.append(min(nearer, key=self.graph.ref))
        return [self.graph.ref(position) for position in way]

    @cached_property
    def connected(self) -> dict[int, tuple[int, Link] | None]:
        """Everything that has to do with the ends, with the next step towards them.

        Beside what carries failure, softly or not, these are shares of cost (`CONSUMES`) and data
        that is read where it is mastered.
        """
        found: dict[int, tuple[int, Link] | None] = dict.fromkeys(sorted(self.ends))
        frontier = deque(found)
        while frontier:
            position = frontier.popleft()
            for other, link in self._leading_to(position):
                if other not in found:
                    found[other] = position, link
                    frontier.append(other)
        return found

    def _leading_to(self, position: int) -> Iterator[tuple[int, Link]]:
        graph = self.graph
        yield from steps(graph, position, "dependents")
        for link in graph.links_to(position, "CONSUMES", "READS"):
            yield link.source, link
        for link in graph.links_from(position, "STORES"):
            if link.properties.get("master"):
                yield link.target, link

    def connecting(self, position: int) -> tuple[list[str], list[Link]]:
        """The way over anything, and its relationships."""
        way, links = [position], []
        while (step := self.connected[way[-1]]) is not None:
            way.append(step[0])
            links.append(step[1])
        return [self.graph.ref(position) for position in way], links
