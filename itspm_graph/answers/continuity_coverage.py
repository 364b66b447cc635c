"""Service continuity management: do objectives, plans and exercises hold together?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from itspm_graph.answers.days import day, months_later
from itspm_graph.answers.reach import distinct
from itspm_graph.answers.trials import covered_by, last_held_on, latest_changes, stated_changes
from itspm_graph.graph import Graph
from itspm_graph.store import Row

OBJECTIVES = {
    "recovery time": ("rta_minutes", "rto_minutes"),
    "recovery point": ("rpa_minutes", "rpo_minutes"),
}
"""Objectives of recovery: what an exercise measures, and what states how much is allowed."""


def _analyses(graph: Graph, position: int) -> list[int]:
    return [link.target for link in graph.links_from(position, "HAS_BIA")]


# --- objectives ---------------------------------------------------------------------------------


class Recovery(NamedTuple):
    """A recovery time, with the work after it, and what is bearable, both in minutes."""

    subject: int
    stated_by: int
    rto: float | None
    wrt: float | None
    mtpd: float | None


def recovery_beyond_tolerance(graph: Graph) -> list[Row]:
    rows = []
    for found in (*_stated(graph), *_supporting(graph)):
        if found.rto is None or found.mtpd is None:
            continue
        minutes = found.rto + (found.wrt or 0.0)
        if minutes > found.mtpd:
            row = {
                "subject": str(graph.ref(found.subject)),
                "stated_by": str(graph.ref(found.stated_by)),
                "recovery_minutes": minutes,
                "mtpd_minutes": found.mtpd,
            }
            rows.append(row)
    return distinct(rows)


def _stated(graph: Graph) -> Iterator[Recovery]:
    """What analyses say of themselves, and services beside their analyses."""
    for bia in graph.positions("BusinessImpactAnalysis"):
        says = graph.properties(bia)
        wrt, mtpd = says.get("wrt_minutes"), says.get("mtpd_minutes")
        yield Recovery(bia, bia, says.get("rto_minutes"), wrt, mtpd)
        for link in graph.links_to(bia, "HAS_BIA"):
            if graph.label(link.source) == "Service":
                rto = graph.properties(link.source).get("rto_minutes")
                yield Recovery(link.source, bia, rto, wrt, mtpd)


def _supporting(graph: Graph) -> Iterator[Recovery]:
    """What services say beside the activities that they support."""
    for link in graph.links("SUPPORTS_ACTIVITY"):
        service, activity = graph.properties(link.source), graph.properties(link.target)
        for ours in _analysed(graph, link.source):
            for theirs in _analysed(graph, link.target):
                yield Recovery(
                    link.source,
                    link.target,
                    service.get("rto_minutes", ours.get("rto_minutes")),
                    theirs.get("wrt_minutes"),
                    activity.get("mtpd_minutes", theirs.get("mtpd_minutes")),
                )


def _analysed(graph: Graph, position: int) -> list[Mapping[str, Any]]:
    """What the analyses of something say; nothing, once, where there is none."""
    return [graph.properties(bia) for bia in _analyses(graph, position)] or [{}]


# --- plans and exercises ------------------------------------------------------------------------


def plans_not_exercised(graph: Graph, on: date, months: int) -> Iterator[Row]:
    for plan in graph.positions("ContinuityPlan"):
        covered = covered_by(graph, plan)
        held_on = last_held_on(graph, [plan, *covered], on)
        late = held_on is None or months_later(held_on, months) < on
        if covered and late:
            yield {"held_on": held_on, "plan": str(graph.ref(plan)), "name": graph.name(plan)}


def plans_exercised_before_change(graph: Graph, on: date) -> Iterator[Row]:
    changed = latest_changes(graph, stated_changes(graph, on))
    for plan in graph.positions("ContinuityPlan"):
        for element in covered_by(graph, plan):
            held_on = last_held_on(graph, [plan, element], on)
            if held_on is not None and changed[element] > held_on.toordinal():
                yield {
                    "plan": str(graph.ref(plan)),
                    "held_on": held_on,
                    "element": str(graph.ref(element)),
                    "changed_on": date.fromordinal(int(changed[element])),
                }


def recovery_slower_than_objective(graph: Graph) -> list[Row]:
    trials: dict[tuple[int, str], list[tuple[str, str, float]]] = {}
    for subject, exercise, properties in _trials(graph):
        held_on = graph.properties(exercise).get("held_on") or ""
        for objective, (measured, _) in OBJECTIVES.items():
            if properties.get(measured) is not None:
                trial = (held_on, str(graph.ref(exercise)), properties[measured])
                trials.setdefault((subject, objective), []).append(trial)
    rows = []
    for (subject, objective), found in trials.items():
        _, latest, minutes = max(found)
        for allowed in _allowed(graph, subject, OBJECTIVES[objective][1]):
            if allowed is not None and minutes > allowed:
                row = {
                    "subject": str(graph.ref(subject)),
                    "objective": objective,
                    "measured_minutes": minutes,
                    "allowed_minutes": allowed,
                    "exercise": latest,
                }
                rows.append(row)
    return distinct(rows)


def recovery_slower_than_planned(graph: Graph) -> Iterator[Row]:
    for plan in graph.positions("ContinuityPlan"):
        planned = graph.properties(plan).get("recovery_minutes")
        measured = [
            (
                graph.properties(link.source).get("held_on") or "",
                str(graph.ref(link.source)),
                minutes,
            )
            for tried in (plan, *covered_by(graph, plan))
            for link in graph.links_to(tried, "EXERCISED")
            if (minutes := link.properties.get("rta_minutes")) is not None
        ]
        if planned is None or not measured:
            continue
        _, latest, minutes = max(measured)
        if minutes > planned:
            yield {
                "plan": str(graph.ref(plan)),
                "name": graph.name(plan),
                "measured_minutes": minutes,
                "planned_minutes": planned,
                "exercise": latest,
            }


def _trials(graph: Graph) -> Iterator[tuple[int, int, dict[str, float]]]:
    """What was tried, directly or by its plan; the exercise; what was measured."""
    for link in graph.links("EXERCISED"):
        covered = covered_by(graph, link.target)
        is_service = graph.label(link.target) == "Service"
        for subject in [link.target] if is_service else covered:
            yield subject, link.source, dict(link.properties)


def _allowed(graph: Graph, subject: int, name: str) -> list[float | None]:
    own = graph.properties(subject).get(name)
    if own is not None:
        return [own]
    return [graph.properties(bia).get(name) for bia in _analyses(graph, subject)]


def plans_review_overdue(graph: Graph, on: date) -> Iterator[Row]:
    for plan in graph.positions("ContinuityPlan"):
        stated = graph.properties(plan)
        due_on, approved_on = day(stated, "review_due_on"), day(stated, "approved_on")
        overdue = due_on is not None and due_on < on
        if covered_by(graph, plan) and (approved_on is None or overdue):
            yield {
                "review_due_on": due_on,
                "plan": str(graph.ref(plan)),
                "name": graph.name(plan),
                "problem": "not approved" if approved_on is None else "overdue",
            }
