"""What a retirement leaves behind: mark and sweep over what elements rest on.

Roots are those that are there for their own sake and stay: services that aren't in the last phase,
customers, activities, teams and people that consume, stores of data under legal hold. What the
retired rest on, directly or through others, and no root does, is an orphan; what roots rest on too
is shared. As a garbage collector would: Wilson, "Uniprocessor garbage collection techniques", 1992.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from itspm_graph.adjacency import Adjacency
from itspm_graph.analysis.reliance import reliances
from itspm_graph.answers.service_strategy import retiring
from itspm_graph.graph import Graph
from itspm_graph.spreading import Spread

USERS = ("Team", "Person")
"""Types that aren't there for others' sake: what they consume is in use."""


def roots(graph: Graph) -> list[int]:
    """What is there for its own sake."""
    services = [p for p in graph.positions("Service") if not retiring(graph, p)]
    held = (link.source for link in graph.links("STORES") if under_hold(graph, link.target))
    consuming = (link.source for link in graph.links("CONSUMES"))
    using = (position for position in consuming if graph.label(position) in USERS)
    others = (graph.positions(label) for label in ("Customer", "BusinessActivity"))
    return list(dict.fromkeys([*services, *(p for each in others for p in each), *held, *using]))


def under_hold(graph: Graph, data_set: int) -> bool:
    """Whether data may not be destroyed, whatever happens to its store."""
    return bool(graph.properties(data_set).get("legal_hold"))


@dataclass(frozen=True)
class Remains:
    """What stays behind once some elements are gone, in one snapshot."""

    graph: Graph
    gone: tuple[int, ...]

    @cached_property
    def _along(self) -> Adjacency:
        return Adjacency.of_pairs(self.graph.size, *reliances(self.graph))

    @cached_property
    def back(self) -> Adjacency:
        """Who rests on each position, directly."""
        return Adjacency.of_pairs(self.graph.size, *reliances(self.graph)[::-1])

    @cached_property
    def marked(self) -> NDArray[np.bool_]:
        """By position, what roots that stay are or rest on, on no way through what is gone."""
        users, needed = reliances(self.graph)
        left = ~np.isin(needed, self.gone) & ~np.isin(users, self.gone)
        along = Adjacency.of_pairs(self.graph.size, users[left], needed[left])
        out = set(self.gone)
        spread = Spread(along)
        spread.go(p for p in roots(self.graph) if p not in out)
        found: NDArray[np.bool_] = spread.hops >= 0
        return found

    @cached_property
    def _down(self) -> Spread:
        spread = Spread(self._along)
        spread.go(self.gone)
        return spread

    @cached_property
    def rested_on(self) -> NDArray[np.bool_]:
        """By position, what the gone rest on, directly or through others; they themselves not."""
        found: NDArray[np.bool_] = self._down.hops > 0
        return found

    def way(self, position: int) -> list[int]:
        """The shortest way from something that the gone rest on to one of them."""
        hops, way = self._down.hops, [position]
        while hops[way[-1]] > 0:
            nearer = [p for p in self.back.of(way[-1]) if hops[p] == hops[way[-1]] - 1]
            way.append(min(nearer, key=self.graph.ref))
        return way

    @cached_property
    def orphans(self) -> list[int]:
        """What only the gone rested on, by position."""
        found: list[int] = np.flatnonzero(self.rested_on & ~self.marked).tolist()
        return found

    @cached_property
    def shared(self) -> list[int]:
        """What others rest on too, or what is in use for its own sake, by position."""
        found: list[int] = np.flatnonzero(self.rested_on & self.marked).tolist()
        return found

    def users(self, position: int) -> list[int]:
        """Who rests on it directly and stays in use, by position."""
        others: list[int] = self.back.of(position)
        return [p for p in others if self.marked[p]]

    # --- what is attached to them -------------------------------------------------------------

    @cached_property
    def ended(self) -> list[int]:
        """Contracts, data sets and teams that concern nothing but the gone and the orphans.

        They aren't rested on: a contract covers, a store holds data, a team operates.
        """
        graph, out = self.graph, {*self.gone, *self.orphans}
        found: dict[int, None] = {}
        for label, attached_is_source in ATTACHED.items():
            for position in sorted(out):
                links = (graph.links_to if attached_is_source else graph.links_from)(
                    position, label
                )
                for link in links:
                    attached = link.source if attached_is_source else link.target
                    if attached not in found and self._alone(attached, label, out):
                        found[attached] = None
        return list(found)

    def _alone(self, attached: int, label: str, out: set[int]) -> bool:
        graph = self.graph
        if ATTACHED[label]:
            others = {link.target for link in graph.links_from(attached, label)}
        else:
            others = {link.source for link in graph.links_to(attached, label)}
        live = graph.properties(attached).get("status") != "ended"
        return live and others <= out


ATTACHED = {"COVERS": True, "STORES": False, "OPERATED_BY": False}
"""Relationships by which something is attached to an element, and whether it is the source."""
