"""What a crisis board reads: one scenario, or how the whole estate stands what may happen."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from itspm_graph.graph import Graph
from itspm_graph.processes import process_today
from itspm_graph.records import Ref
from itspm_graph.reports import page
from itspm_graph.reports.cause_graph import cause_graph
from itspm_graph.reports.dossier import some
from itspm_graph.reports.wording import first_sentence, told
from itspm_graph.results.alignment import Alignment
from itspm_graph.results.concentration import Concentration
from itspm_graph.results.overseeing import QuestionToday
from itspm_graph.results.register import Register
from itspm_graph.results.reports import ContinuityReport, ScenarioReport
from itspm_graph.results.simulation import ElementState, RecoveryStep, Simulation
from itspm_graph.results.stress import Stress

MOST = 12
"""Rows of a table that the page shows."""
MOST_STEPS = 24
DRAWN = 6
"""Services to which ways are drawn."""
WIDTH = 1_000
"""Of the time line, in its own units."""
LEAST = 6
BUSINESS = ("BusinessActivity", "Service")
SERVING = ("UP", "DEGRADED")
PROBLEMS = {
    "no-plan": "no plan",
    "never-exercised": "never exercised",
    "too-long-ago": "exercised too long ago",
}
UNKNOWN = {
    "no-weight": "how much hangs on a soft dependency",
    "no-mbco": "which capacity still serves",
    "no-rto": "how soon it has to be back",
    "no-restore-minutes": "how long restoring it takes; counted as 0",
    "no-team": "who brings it back",
    "no-head-count": "how many people there are; enough are taken to be there",
    "no-store": "where its state is kept, and so what is lost of it",
    "no-revenue": "what is earned with it",
    "endless-revenue": "when its revenue comes back: it never does",
    "weakened-revenue": "what it loses while it serves on with less",
    "no-penalty": "what breaking it costs",
}


class Bar(NamedTuple):
    """A step of the plan on the time line."""

    step: RecoveryStep
    x: float
    width: float


def time(minutes: float | None) -> str:
    """Minutes as people say them."""
    if minutes is None:
        return "never"
    if minutes < 120:
        return f"{minutes:g} min"
    return f"{minutes / 60:.1f} h" if minutes < 48 * 60 else f"{minutes / 1440:.1f} days"


def until(minutes: float | None, open_ended: bool) -> str:
    """A time, marked where it is the least."""
    return f"at least {time(minutes)}" if open_ended and minutes is not None else time(minutes)


def scenario_report(graph: Graph, found: Simulation, today: date) -> ScenarioReport:
    """The page about one scenario, laid over `graph` where there is a plan."""
    title = found.name or f"If {', '.join(hit.name for hit in found.hits[:3])} fails"
    business = sorted(
        (item for item in found.elements if item.type in BUSINESS and item.status != "UP"),
        key=_urgency,
    )
    lost = [item for item in business if item.status not in SERVING]
    unknown: dict[str, list[str]] = {}
    for item in found.not_assessed:
        unknown.setdefault(item.reason, []).append(item.ref)
    context = {
        "title": title,
        "found": found,
        "today": today,
        "time": time,
        "until": until,
        "name": lambda ref: graph.name(graph.position(Ref.parse(ref))) if ref else "",
        "told": lambda text: told(graph, text),
        "verdict": found.verdict,
        "business": business,
        "lost": lost,
        "most": MOST,
        "drawing": cause_graph(found, [item.ref for item in lost[:DRAWN]]),
        "bars": _bars(found),
        "axis": [time(found.plan.end_minute * quarter / 4) for quarter in range(5)],
        "problems": PROBLEMS,
        "unknown": [(UNKNOWN[reason], refs) for reason, refs in sorted(unknown.items())],
    }
    return ScenarioReport(
        scenario=found.scenario,
        title=title,
        verdict=found.verdict,
        revision=found.revision,
        html=page.html("scenario.html", context),
    )


def _urgency(item: ElementState) -> tuple[bool, bool, bool, int, float, str]:
    minutes = item.planned_minutes
    return (
        not item.beyond_mtpd, not item.late, minutes is not None, item.tier or 9,
        -(minutes or 0.0), item.ref,
    )  # fmt: skip


def _bars(found: Simulation) -> list[Bar]:
    end = found.plan.end_minute or 1.0
    return [
        Bar(
            step,
            round(step.start_minute / end * WIDTH, 1),
            max(round((step.finish_minute - step.start_minute) / end * WIDTH, 1), LEAST),
        )
        for step in found.plan.steps[:MOST_STEPS]
    ]


class Asked(NamedTuple):
    """A question of the process, how many answers it has today, and the first of them."""

    question: str
    answers: int | None
    first: str


def _asked(graph: Graph, answer: QuestionToday) -> Asked:
    rows = answer.rows or []
    return Asked(first_sentence(answer.question), answer.count, some(graph, rows) if rows else "")


def continuity_report(
    graph: Graph,
    today: date,
    stressed: Stress,
    aligned: Alignment,
    concentrated: Concentration,
    registered: Register,
) -> ContinuityReport:
    """The page about the whole programme."""
    (asked,) = process_today(graph, "service_continuity", MOST).processes
    title = "Continuity of the estate"
    context = {
        "title": title,
        "today": today,
        "revision": graph.revision,
        "time": time,
        "name": lambda ref: graph.name(graph.position(Ref.parse(ref))) if ref else "",
        "told": lambda text: told(graph, text),
        "most": MOST,
        "stress": stressed,
        "alignment": aligned,
        "concentration": concentrated,
        "register": registered,
        "questions": [_asked(graph, answer) for answer in asked.answers],
    }
    return ContinuityReport(
        title=title, revision=graph.revision, html=page.html("continuity.html", context)
    )
