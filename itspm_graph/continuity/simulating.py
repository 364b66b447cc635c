"""The scenario report: everything that is to be said of one disruption."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from datetime import date
from operator import attrgetter
from typing import NamedTuple

import numpy as np

from itspm_graph.analysis.impact import CyclePolicy
from itspm_graph.connections import of_types
from itspm_graph.continuity.hitting import Hitting
from itspm_graph.continuity.losing import Losing
from itspm_graph.continuity.planning import Planning
from itspm_graph.continuity.recovering import (
    LOST,
    Disrupted,
    blocked,
    by_hand,
    minutes_or_none,
    not_assessed,
    refs,
)
from itspm_graph.disruption import WORST_FIRST, affected, counts, hits, outcome, unassessed
from itspm_graph.graph import Graph
from itspm_graph.model.elements import Element
from itspm_graph.objectives import NONE
from itspm_graph.results import unchecked
from itspm_graph.results.disruption import NotAssessed
from itspm_graph.results.simulation import ElementState, Simulation, StatusCount
from itspm_graph.scenarios import Given

AIMED = ("Service", "BusinessActivity")
"""Types that ought to have objectives."""


def simulation(
    graph: Graph, given: Given, policy: CyclePolicy, today: date, planned_changes: int = 0
) -> Simulation:
    """What a scenario does, until when, and who brings it back."""
    found = outcome(graph, {strike.position: strike.left for strike in given.strikes}, policy)
    disrupted = Disrupted(graph, given, found)
    planning, losing = Planning(disrupted), Losing(disrupted, policy)
    hitting = Hitting(disrupted, planning, today)
    states, contracts = _states(disrupted, planning), hitting.contracts()
    reached, said = affected(graph, found), given.properties
    return Simulation(
        revision=graph.revision,
        planned_changes=planned_changes,
        scenario=given.ref,
        name=said.get("name"),
        hazard=said.get("hazard"),
        assumptions=said.get("assumptions"),
        verdict=_verdict([item for item in states if item.type in AIMED and item.status in LOST]),
        detection_minutes=disrupted.detection,
        cycle_policy=policy,
        hits=hits(graph, given.strikes),
        failed=[str(graph.ref(strike.position)) for strike in given.strikes if not strike.left],
        affected=reached,
        counts=counts(item for item in reached if not item.capacity),
        degraded_counts=counts(item for item in reached if item.capacity),
        statuses=_statuses(graph, states),
        customers=_concerned(states, "Customer"),
        activities=_concerned(states, "BusinessActivity"),
        elements=states,
        deadlocks=[refs(graph, lock) for lock in disrupted.recovery.deadlocks],
        blocked=blocked(disrupted),
        by_hand=by_hand(disrupted),
        order=planning.order(),
        plan=planning.plan(),
        data_loss=losing.found(),
        customers_hit=hitting.customers(),
        contracts=contracts,
        money=hitting.money(contracts),
        cover=hitting.cover(),
        knowledge=hitting.knowledge(disrupted.without_times),
        not_assessed=_once(
            [
                *unassessed(graph, found),
                *not_assessed(disrupted, AIMED),
                *planning.not_assessed(),
                *losing.not_assessed(),
                *hitting.not_assessed(contracts),
            ]
        ),
        complete=True,
    )


def _verdict(lost: Sequence[ElementState]) -> str:
    """What the business can say to it, by the plan."""
    if any(item.beyond_mtpd for item in lost):
        return "INTOLERABLE"
    if any(item.late for item in lost):
        return "LATE"
    known = all(item.late is not None or item.beyond_mtpd is not None for item in lost)
    return "BEARABLE" if known else "UNKNOWN"


def _once(found: Sequence[NotAssessed]) -> list[NotAssessed]:
    return sorted(found, key=lambda item: (item.reason, item.ref, item.group or "", item.on))


def _states(disrupted: Disrupted, planning: Planning) -> list[ElementState]:
    """Everything hit or affected, the worst first, then by reference."""
    states = [_state(disrupted, planning, position) for position in disrupted.statuses]
    place = {status: number for number, status in enumerate(WORST_FIRST)}
    return sorted(states, key=lambda item: (place[item.status], item.ref))


def _state(disrupted: Disrupted, planning: Planning, position: int) -> ElementState:
    graph, stated = disrupted.graph, disrupted.objectives[position]
    said = graph.properties(position)
    lost = position in disrupted.lost
    back = minutes_or_none(disrupted.recovery.minutes[position]) if lost else 0.0
    waited_for = disrupted.recovery.waited_for.get(position) if lost else None
    planned = planning.finish(position) if lost else 0.0
    judged = NOT_JUDGED if stated is NONE else _judged(disrupted, position, back, planned)
    return STATE(
        ref=graph.refs[position],
        type=graph.label(position),
        name=said["name"],
        tier=said.get("tier"),
        status=disrupted.statuses[position],
        capacity=disrupted.found.capacity.get(position, 1.0),
        mbco=stated.mbco,
        recovery_minutes=back,
        planned_minutes=planned,
        open_ended=position in disrupted.open_ended,
        rto_minutes=stated.rto,
        rto_clock=str(stated.clock),
        gap_minutes=judged.gap,
        planned_gap_minutes=judged.planned_gap,
        mtpd_minutes=stated.mtpd,
        wrt_minutes=stated.wrt,
        late=judged.late,
        beyond_mtpd=judged.beyond_mtpd,
        waits_for=None if waited_for is None else graph.ref(waited_for),
    )


class Judged(NamedTuple):
    """Times of an element against its objectives; None where there is none, or it isn't known."""

    gap: float | None
    planned_gap: float | None
    late: bool | None
    beyond_mtpd: bool | None


STATE = unchecked(ElementState)
NOT_JUDGED = Judged(None, None, None, None)


def _judged(
    disrupted: Disrupted, position: int, back: float | None, planned: float | None
) -> Judged:
    finish = math.inf if planned is None else planned
    over = disrupted.gap(position, finish)
    late = None if over is None else over > 0 and position in disrupted.lost
    return Judged(
        gap=None if back is None else disrupted.gap(position, back),
        planned_gap=None if planned is None else over,
        late=disrupted.sure(position, late),
        beyond_mtpd=disrupted.sure(position, disrupted.beyond_mtpd(position, finish)),
    )


def _statuses(graph: Graph, states: Sequence[ElementState]) -> list[StatusCount]:
    counted = Counter(map(attrgetter("status"), states))
    live = np.array(graph.positions(), dtype=np.int32)
    counted["UP"] += int(of_types(graph, live, (Element,)).sum()) - len(states)
    return [StatusCount(status=word, count=counted[word]) for word in WORST_FIRST if counted[word]]


def _concerned(states: Sequence[ElementState], kind: str) -> list[str]:
    return sorted(state.ref for state in states if state.type == kind and state.status != "UP")
