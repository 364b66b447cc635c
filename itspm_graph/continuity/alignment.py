"""Do recovery time objectives fit each other? No scenario is needed to see that some can't be kept.

An element is back once what it needs is back and it is started. So for each hard requirement, the
k-th smallest objective of its members plus the time to start must not exceed its own objective.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from itspm_graph.analysis.recovery import stated_work
from itspm_graph.analysis.requirements import start_requirements
from itspm_graph.graph import Graph
from itspm_graph.objectives import recovery_time_objective
from itspm_graph.results.alignment import Alignment, Misalignment

UNTIERED = 9


def alignment(graph: Graph, asked: Sequence[int]) -> Alignment:
    """Objectives that can't be kept, of these elements or of all."""
    aims = {
        position: minutes
        for position in graph.positions()
        if (minutes := recovery_time_objective(graph, position)) is not None
    }
    aligning = _Aligning(graph, aims)
    owners = [position for position in asked or graph.positions() if position in aims]
    starts = {p: start or 0.0 for p, (_, start) in stated_work(graph, owners).items()}
    found, vague = [], []
    for owner in owners:
        own: list[Requirement] = []
        if starts[owner] > aims[owner]:
            own.append(Requirement(None, 0, ()))  # its own start alone takes too long
        requirements = list(aligning.requirements(owner))
        if any(aligning.sure(member) is None for each in requirements for member in each.members):
            vague.append(owner)
        for each in (*own, *requirements):
            minutes = aligning.minutes(each)
            if minutes + starts[owner] > aims[owner] and (minutes or each.needed == 0):
                order = sorted(each.members, key=aligning.order)
                found.append(
                    Misalignment(
                        ref=graph.ref(owner),
                        name=graph.name(owner),
                        tier=graph.properties(owner).get("tier"),
                        rto_minutes=aims[owner],
                        start_minutes=starts[owner],
                        group=each.group,
                        needed=each.needed,
                        providers=[graph.ref(member) for member in order],
                        provider_minutes=minutes,
                        over_minutes=minutes + starts[owner] - aims[owner],
                    )
                )
    return Alignment(
        revision=graph.revision,
        misaligned=sorted(
            found, key=lambda each: (each.tier or UNTIERED, -each.over_minutes, each.ref)
        ),
        with_objective=len(aims),
        not_assessed=sorted({graph.ref(owner) for owner in vague}),
    )


class Requirement(NamedTuple):
    """So many of these members are needed; none of none stands for the element's own start."""

    group: str | None
    needed: int
    members: tuple[int, ...]


class _Aligning:
    """What elements need, and within which time that is sure not to be back."""

    def __init__(self, graph: Graph, aims: Mapping[int, float]) -> None:
        self.graph = graph
        self.needs = start_requirements(graph)
        self._sure: dict[int, float | None] = dict(aims)

    def requirements(self, owner: int) -> Iterator[Requirement]:
        """Providers and groups, those that stand as nodes of their own among them."""
        for provider in self.needs.essential.of(owner):
            if self.graph.label(provider) == "RequirementGroup" and provider not in self._sure:
                for each in self.requirements(provider):
                    yield each._replace(group=each.group or self.graph.name(provider))
            else:
                yield Requirement(None, 1, (provider,))
        for number in self.needs.groups_of.of(owner):
            group = self.needs.group(number)
            yield Requirement(group.name, group.needed, group.members)

    def sure(self, position: int) -> float | None:
        """Its objective; of a group that stands as a node and states none, that of its members."""
        if position not in self._sure:
            self._sure[position] = None  # what needs itself states nothing
            if self.graph.label(position) == "RequirementGroup":
                times = map(self.minutes, self.requirements(position))
                self._sure[position] = max(times, default=0.0) or None
        return self._sure[position]

    def minutes(self, requirement: Requirement) -> float:
        """By when it may be met at the earliest; who states no objective may be back at once."""
        stated = [self.sure(member) for member in requirement.members]
        known = sorted(minutes for minutes in stated if minutes is not None)
        least = requirement.needed - (len(stated) - len(known))
        return known[least - 1] if least > 0 else 0.0

    def order(self, member: int) -> tuple[float, str]:
        minutes = self.sure(member)
        return math.inf if minutes is None else minutes, self.graph.ref(member)
