"""What a planned change is worth: the same scenarios before and after it."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from itspm_graph.analysis.impact import CyclePolicy
from itspm_graph.analysis.single_points import single_points
from itspm_graph.continuity.recovering import LOST
from itspm_graph.continuity.simulating import AIMED, simulation
from itspm_graph.failures import BasicEvents
from itspm_graph.graph import Graph
from itspm_graph.records import Ref
from itspm_graph.results.mitigation import (
    CostCompared,
    Mitigation,
    PointCompared,
    ScenarioCompared,
)
from itspm_graph.results.simulation import ElementState, Simulation
from itspm_graph.scenarios import elements, given, stored

NO_CURRENCY = "XXX"
HOW_BAD = ("some", "unknown", "all")
NO_LOSS = (0, 0.0)


def mitigation(
    before: Graph,
    after: Graph,
    changes: int,
    scenarios: Sequence[str],
    fail: Sequence[str],
    policy: CyclePolicy,
    today: date,
) -> Mitigation:
    """The estate as it is against the estate as it would be.

    `scenarios` are references, all of the catalog where there are none; each of `fail` is let fail
    alone as well.
    """
    compared = [
        _compared(ref, *(_simulated(graph, ref, policy, today) for graph in (before, after)))
        for ref in _asked(before, scenarios, fail)
    ]
    points, later = _points(before, policy), _points(after, policy)
    removed, added = _listed(points - later), _listed(later - points)
    return Mitigation(
        revision=before.revision,
        changes=changes,
        scenarios=compared,
        points_before=len(points),
        points_after=len(later),
        points_removed=removed,
        points_added=added,
        costs=_costs(before, after),
        worse=bool(added) or any(map(_worse, compared)),
    )


def _asked(graph: Graph, scenarios: Sequence[str], fail: Sequence[str]) -> list[str]:
    named = [*scenarios, *(graph.ref(position) for position in elements(graph, fail))]
    return named or [graph.ref(position) for position in graph.positions("Scenario")]


def _simulated(graph: Graph, ref: str, policy: CyclePolicy, today: date) -> Simulation:
    known = Ref.parse(ref).kind == "scenario"
    what = stored(graph, ref) if known else given(graph, None, None, [ref], ())
    return simulation(graph, what, policy, today)


def _compared(ref: str, before: Simulation, after: Simulation) -> ScenarioCompared:
    then, now = _lost(before, "Service"), _lost(after, "Service")
    times = [
        (then[service].planned_minutes, now[service].planned_minutes if service in now else 0.0)
        for service in then
    ]
    lost_data, data_lost_now = _data(before), _data(after)
    gained = sum(a - b for a, b in times if a is not None and b is not None)
    return ScenarioCompared(
        scenario=ref,
        name=before.name or ref,
        services_before=len(then),
        services_after=len(now),
        saved=sorted(then.keys() - now.keys()),
        lost=sorted(now.keys() - then.keys()),
        hours_gained=round(gained / 60, 2),
        brought_back=sorted(
            service
            for service in then
            if then[service].planned_minutes is None
            and service in now
            and now[service].planned_minutes is not None
        ),
        open_ended=any(item.open_ended for item in (*then.values(), *now.values())),
        late_before=_count(before, "late"),
        late_after=_count(after, "late"),
        beyond_mtpd_before=_count(before, "beyond_mtpd"),
        beyond_mtpd_after=_count(after, "beyond_mtpd"),
        data_saved=_changed(lost_data, data_lost_now),
        data_lost=_changed(data_lost_now, lost_data),
        data_late_before=sum(bool(item.late) for item in before.data_loss),
        data_late_after=sum(bool(item.late) for item in after.data_loss),
    )


def _lost(found: Simulation, *types: str) -> dict[str, ElementState]:
    return {i.ref: i for i in found.elements if i.type in types and i.status in LOST}


def _data(found: Simulation) -> dict[str, tuple[int, float]]:
    """How bad what each loses of its data is: all, unknown, or so many minutes."""
    return {
        item.ref: (HOW_BAD.index(item.lost), item.recovery_point_minutes or 0.0)
        for item in found.data_loss
        if not item.intact
    }


def _changed(
    one: Mapping[str, tuple[int, float]], other: Mapping[str, tuple[int, float]]
) -> list[str]:
    """Who loses less under the other."""
    return sorted(ref for ref, loss in one.items() if other.get(ref, NO_LOSS) < loss)


def _count(found: Simulation, field: str) -> int:
    return sum(bool(getattr(item, field)) for item in _lost(found, *AIMED).values())


def _worse(each: ScenarioCompared) -> bool:
    return (
        bool(each.lost)
        or each.hours_gained < 0
        or each.late_after > each.late_before
        or bool(each.data_lost)
        or each.data_late_after > each.data_late_before
    )


def _points(graph: Graph, policy: CyclePolicy) -> set[tuple[str, str]]:
    """Pairs of a service and an element that alone takes it down."""
    services = graph.positions("Service")
    found = single_points(graph, services, policy, failing=BasicEvents.named(graph, ()).mask)
    return {
        (graph.ref(service), graph.ref(point))
        for number, service in enumerate(services)
        for point in found.of(number)
        if point != service
    }


def _listed(pairs: set[tuple[str, str]]) -> list[PointCompared]:
    return [PointCompared(service=service, point=point) for service, point in sorted(pairs)]


def _costs(before: Graph, after: Graph) -> list[CostCompared]:
    then, now = _stated_costs(before), _stated_costs(after)
    return [
        CostCompared(currency=currency, period=period, before=then[key], after=now[key])
        for key in sorted(then.keys() | now.keys())
        if not math.isclose(then[key], now[key])
        for currency, period in [key]
    ]


def _stated_costs(graph: Graph) -> dict[tuple[str, str], float]:
    """By currency and period: cost items, and what contracts cost in a year."""
    found: dict[tuple[str, str], float] = defaultdict(float)
    for label, amount, period in (
        ("CostItem", "amount", "period"),
        ("Contract", "annual_cost", None),
    ):
        for position in graph.positions(label):
            said = graph.properties(position)
            if said.get(amount) is not None:
                when = "a year" if period is None else said.get(period, "not stated")
                found[said.get("currency", NO_CURRENCY), when] += float(said[amount])
    return found
