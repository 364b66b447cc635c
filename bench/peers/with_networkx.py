"""networkx: `ancestors`, and what goes down by a worklist over its adjacency."""

from __future__ import annotations

from collections import Counter

import networkx

from bench.estates import Estate
from bench.peers import Peer


class Networkx(Peer):
    """A directed graph from dependent to provider; its edges know their groups."""

    name = "networkx"

    def load(self, estate: Estate) -> None:
        self.graph: networkx.DiGraph[int] = networkx.DiGraph()
        self.graph.add_nodes_from(range(estate.size))
        numbers: dict[tuple[int, int], int] = {}
        members: Counter[int] = Counter()
        needed: dict[int, int] = {}
        columns = (estate.dependents, estate.providers, estate.groups, estate.needed)
        for dependent, provider, group, k in zip(*(c.tolist() for c in columns), strict=True):
            if not self.graph.has_edge(dependent, provider):
                self.graph.add_edge(dependent, provider, essential=False, groups=())
            data = self.graph.edges[dependent, provider]
            if group:
                number = numbers.setdefault((dependent, group), len(numbers))
                members[number] += 1
                needed[number] = k
                data["groups"] = (*data["groups"], number)
            else:
                data["essential"] = True
        self.spare = [members[number] - needed[number] for number in range(len(numbers))]

    def dependents(self, position: int) -> set[int]:
        return networkx.ancestors(self.graph, position)

    def fallen(self, position: int) -> set[int]:
        """What goes down on a running estate if this fails: the least fixpoint of "down"."""
        adjacency = self.graph.pred
        down, work = {position}, [position]
        lost: Counter[int] = Counter()
        while work:
            for dependent, data in adjacency[work.pop()].items():
                if dependent in down:
                    continue
                falls = data["essential"]
                for number in data["groups"]:
                    lost[number] += 1
                    falls = falls or lost[number] > self.spare[number]
                if falls:
                    down.add(dependent)
                    work.append(dependent)
        return down - {position}
