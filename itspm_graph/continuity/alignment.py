"""Do recovery time objectives fit each other? No scenario is needed to see that some can't be kept.

An element is back once what it needs is back and it is started. So for each hard requirement, the
k-th smallest objective of its members plus the time to start must not exceed its own objective.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from itspm_graph.analysis.recovery import stated_work
from itspm_graph.analysis.requirements import Requirements, start_requirements
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
    needs = start_requirements(graph)
    owners = [position for position in asked or graph.positions() if position in aims]
    starts = {p: start or 0.0 for p, (_, start) in stated_work(graph, owners).items()}
    found, vague = [], []
    for owner in owners:
        for group, needed, members in _requirements(needs, owner):
            known = sorted(aims[m] for m in members if m in aims)
            if len(known) < len(members):
                vague.append(owner)
            # Who states no objective may be back at once: only what is sure is told.
            unknown = len(members) - len(known)
            minutes = known[needed - unknown - 1] if needed > unknown else 0.0
            if minutes + starts[owner] > aims[owner] and minutes:
                order = sorted(members, key=lambda m: (aims.get(m, math.inf), graph.ref(m)))
                found.append(
                    Misalignment(
                        ref=graph.ref(owner),
                        name=graph.name(owner),
                        tier=graph.properties(owner).get("tier"),
                        rto_minutes=aims[owner],
                        start_minutes=starts[owner],
                        group=group,
                        needed=needed,
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


def _requirements(
    needs: Requirements, owner: int
) -> Iterator[tuple[str | None, int, tuple[int, ...]]]:
    for provider in needs.essential.of(owner):
        yield None, 1, (provider,)
    for number in needs.groups_of.of(owner):
        group = needs.group(number)
        yield group.name, group.needed, group.members
