"""What a crisis board reads about one scenario."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from itspm_graph.graph import Graph
from itspm_graph.records import Ref
from itspm_graph.reports import page
from itspm_graph.reports.cause_graph import CauseGraph, cause_graph
from itspm_graph.reports.gantt import Gantt, gantt
from itspm_graph.reports.minutes import exact, time, until, when
from itspm_graph.reports.wording import told
from itspm_graph.results.exercises import IN_WORDS
from itspm_graph.results.reports import ScenarioReport
from itspm_graph.results.simulation import DataLost, ElementState, Simulation

MOST = 12
"""Rows of a table that are open to everybody."""
ROWS = 500
"""Rows that a table has in all: what goes beyond isn't in the page, which says so."""
BUSINESS = ("BusinessActivity", "Service")
SERVING = ("UP", "DEGRADED")
UNKNOWN = {
    "no-weight": "how much hangs on a soft dependency",
    "no-mbco": "which capacity still serves",
    "no-rto": "how soon it has to be back",
    "no-restore-minutes": "how long restoring it takes; counted as 0",
    "no-team": "who brings it back",
    "no-head-count": "how many people there are; enough are taken to be there",
    "no-skills": "what anybody in it knows; enough is taken to be known",
    "several-teams": "for which of several teams they work; they are counted in each",
    "no-store": "where its state is kept, and so what is lost of it",
    "no-revenue": "what is earned with it",
    "endless-revenue": "when its revenue comes back: it never does",
    "weakened-revenue": "what it loses while it serves on with less",
    "no-penalty": "what breaking it costs",
}


class Outcome(NamedTuple):
    """What a scenario comes to, told apart as a page needs it."""

    business: list[ElementState]
    """Services and activities that are lost or weakened, the most urgent first."""
    lost: list[ElementState]
    """Those lost."""
    services: int
    """How many services are lost."""
    first_tier: int
    """Of these, of tier 1."""
    activities: int
    beyond: int
    """Of those lost, away longer than is tolerable."""
    late: int
    """Later than agreed."""
    perhaps: int
    """Neither, but one of both may be."""
    never: int
    """Brought back by no plan."""
    open_ended: bool
    """Whether times are the least that may be."""
    gone: list[DataLost]
    """Stores of which no copy survives."""
    data: dict[str, DataLost]
    """What is lost of data, by whose it is."""
    drawing: CauseGraph
    missed: list[ElementState]
    """Of those lost, to whom no way is drawn."""
    plan: Gantt | None


def outcome_of(graph: Graph, found: Simulation, starts_at: datetime | None = None) -> Outcome:
    """What is to be shown of a scenario."""
    business = sorted(
        (item for item in found.elements if item.type in BUSINESS and item.status != "UP"),
        key=_urgency,
    )
    lost = [item for item in business if item.status not in SERVING]
    drawing = cause_graph(found, [item.ref for item in lost])
    reached = set(drawing.reached)
    teams = {share.team for step in found.plan.steps for share in step.teams}
    name = names_of(graph)
    return Outcome(
        business,
        lost,
        sum(item.type == "Service" for item in lost),
        sum(item.type == "Service" and item.tier == 1 for item in lost),
        sum(item.type == "BusinessActivity" for item in lost),
        sum(bool(item.beyond_mtpd) for item in lost),
        sum(bool(item.late) for item in lost),
        sum(item.open_ended and not item.beyond_mtpd and not item.late for item in lost),
        sum(item.planned_minutes is None for item in lost),
        any(item.open_ended for item in found.elements)
        or bool(found.knowledge.hit_without_restore_time),
        [item for item in found.data_loss if item.lost == "all" and item.type == "DataStore"],
        {item.ref: item for item in found.data_loss},
        drawing,
        [item for item in lost if item.ref not in reached],
        gantt(found, {team: name(team) for team in teams}, starts_at),
    )


def names_of(graph: Graph) -> Callable[[str | None], str]:
    """What a reference is called; nothing where there is none."""
    return lambda ref: graph.name(graph.position(Ref.parse(ref))) if ref else ""


def shared(graph: Graph, today: date) -> dict[str, Any]:
    """What both pages say things with."""
    return {
        "today": today,
        "time": time,
        "until": until,
        "exact": exact,
        "name": names_of(graph),
        "told": lambda text: told(graph, text),
        "most": MOST,
        "all_rows": ROWS,
    }


def asked(
    source: str | Path | None,
    scenario: str | None,
    fail: Sequence[str],
    capacity: Sequence[str],
    plan: str | Path | None,
    policy: str,
    revision: int,
) -> str:
    """The command that finds the same again, without what it asks for beside."""
    words = ["itspm", "simulate"]
    if source is not None:
        words.append(source.name if isinstance(source, Path) else "SCENARIO.yaml")
    if plan is not None:
        words += ["--plan", plan.name if isinstance(plan, Path) else "PLAN.yaml"]
    if scenario is not None:
        words += ["--scenario", scenario]
    for option, values in (("--fail", fail), ("--capacity", capacity)):
        words += [word for value in values for word in (option, value)]
    if policy != "conservative":
        words += ["--cycle-policy", policy]
    return shlex.join([*words, "--as-of", str(revision)])


def scenario_report(
    graph: Graph,
    found: Simulation,
    today: date,
    command: str,
    starts_at: datetime | None = None,
) -> ScenarioReport:
    """The page about one scenario, laid over `graph` where there is a plan."""
    title = found.name or f"If {', '.join(hit.name for hit in found.hits[:3])} fails"
    unknown: dict[str, list[str]] = {}
    for item in found.not_assessed:
        unknown.setdefault(item.reason, []).append(item.ref)
    context = {
        **shared(graph, today),
        "title": title,
        "found": found,
        "outcome": outcome_of(graph, found, starts_at),
        "command": command,
        "starts_at": starts_at,
        "when": lambda minutes: when(starts_at, minutes),
        "waiting": _waiting(found),
        "verdict": found.verdict,
        "problems": IN_WORDS,
        "unknown": [
            (UNKNOWN.get(reason, reason), refs) for reason, refs in sorted(unknown.items())
        ],
    }
    return ScenarioReport(
        scenario=found.scenario,
        title=title,
        verdict=found.verdict,
        revision=found.revision,
        html=page.html("scenario.html", context),
    )


def _waiting(found: Simulation) -> list[str]:
    """What can't be started again because it waits for those who wait for each other."""
    locked = {ref for lock in found.deadlocks for ref in lock}
    return [item.ref for item in found.blocked if item.ref not in locked]


def _urgency(item: ElementState) -> tuple[bool, bool, bool, int, float, str]:
    minutes = item.planned_minutes
    return (
        not item.beyond_mtpd, not item.late, minutes is not None, item.tier or 9,
        -(minutes or 0.0), item.ref,
    )  # fmt: skip
