"""What stays of an estate when some of it is gone for good: who falls, who is left with less.

"Left with less" is told in two ways that hold for any estate: redundancy groups that have fewer
members to lose, and elements that one failure can take down now, and couldn't before.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from itspm_graph.analysis.impact import Affected, CyclePolicy, impact
from itspm_graph.analysis.requirements import Group, Requirements, requirements
from itspm_graph.analysis.single_failures import elements
from itspm_graph.analysis.single_points import falls
from itspm_graph.graph import Graph, Link
from itspm_graph.integrity import threshold
from itspm_graph.spreading import Spread


class LostMargin(NamedTuple):
    """A redundancy group that still stands, with fewer members to lose."""

    group: Group
    lost: tuple[int, ...]

    @property
    def before(self) -> int:
        """How many members it could lose."""
        return len(self.group.members) - self.group.needed

    @property
    def after(self) -> int:
        return self.before - len(self.lost)


@dataclass(frozen=True)
class BlastRadius:
    """What the end of some elements does to the others."""

    graph: Graph
    gone: Sequence[int]
    policy: CyclePolicy = "conservative"

    @cached_property
    def broken(self) -> list[Affected]:
        """Those that can't be up without what is gone, nearest first."""
        return impact(self.graph, self.gone, self.policy)

    @cached_property
    def down(self) -> NDArray[np.bool_]:
        """By position, what is gone or broken."""
        down = np.zeros(self.graph.size, dtype=np.bool_)
        down[[*self.gone, *(affected.position for affected in self.broken)]] = True
        return down

    @cached_property
    def margins(self) -> list[LostMargin]:
        """Groups that have less to lose, by owner and name."""
        needs = requirements(self.graph)
        touched = np.unique(needs.member_in.of_all(np.flatnonzero(self.down).astype(np.int32)))
        groups = [needs.group(number) for number in touched.tolist()]
        return [
            LostMargin(group, tuple(m for m in group.members if self.down[m]))
            for group in groups
            if not self.down[group.owner]
        ]

    @cached_property
    def after(self) -> Requirements:
        """What the others need once all that is down has gone."""
        return requirements(self.graph).without(self.down)

    @cached_property
    def behind(self) -> NDArray[np.bool_]:
        """By position, who still stands and needs something of what is down in some way."""
        needs = requirements(self.graph)
        spread = Spread(needs.dependents)
        spread.go(np.flatnonzero(self.down).tolist())
        found: NDArray[np.bool_] = (spread.hops > 0) & ~self.down
        return found

    def new_single_points(
        self, targets: Sequence[int], failing: NDArray[np.bool_] | None = None
    ) -> dict[int, list[int]]:
        """What can take a target down alone now, and couldn't before; targets without such left
        out. `failing` says by position who may fail, all elements where it is absent."""
        asked = [target for target in targets if self.behind[target]]
        if not asked:
            return {}
        failing = (elements(self.graph) if failing is None else failing) & ~self.down
        before = falls(requirements(self.graph), asked, failing, self.policy)
        after = falls(self.after, asked, failing, self.policy)
        found = {
            target: sorted({*after.of(number)} - {*before.of(number)})
            for number, target in enumerate(asked)
        }
        return {target: points for target, points in found.items() if points}


def start_margins(graph: Graph, down: NDArray[np.bool_]) -> list[LostMargin]:
    """What elements that stand need only to start, where some of it is down.

    What is needed without a group is a group of one.
    """
    groups: dict[tuple[int, str | int], list[Link]] = defaultdict(list)
    for link in graph.links("DEPENDS_ON"):
        stated = link.properties
        if stated.get("phase") == "start" and stated.get("strength") != "soft":
            groups[link.source, stated.get("group", link.target)].append(link)
    found = []
    for (owner, name), links in groups.items():
        members = tuple(link.target for link in links)
        lost = tuple(member for member in members if down[member])
        if lost and not down[owner]:
            needed = threshold(links[0].properties, len(members))
            named = name if isinstance(name, str) else ""
            found.append(LostMargin(Group(owner, named, needed, members), lost))
    return found
