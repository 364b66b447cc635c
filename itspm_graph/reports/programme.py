"""What a board reads about the whole programme: how the estate stands what may happen to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

import numpy as np

from itspm_graph.answers.days import day, later
from itspm_graph.catalogue import catalogue
from itspm_graph.connections import of_types, relationships_within
from itspm_graph.errors import InvalidArgument
from itspm_graph.framework import framework
from itspm_graph.graph import Graph
from itspm_graph.model.elements import Element
from itspm_graph.processes import process_today
from itspm_graph.reports import page
from itspm_graph.reports.continuity import ROWS, Outcome, outcome_of, shared
from itspm_graph.reports.exercise_calendar import calendar, plan_dates
from itspm_graph.reports.minutes import until
from itspm_graph.reports.wording import LABELS, Offenders, cell, first_sentence, offenders
from itspm_graph.results.alignment import Alignment
from itspm_graph.results.concentration import Concentration
from itspm_graph.results.overseeing import QuestionToday
from itspm_graph.results.register import Register
from itspm_graph.results.reports import ContinuityReport
from itspm_graph.results.simulation import Simulation
from itspm_graph.results.stress import Stress

MOST_SCENARIOS = 40
"""Scenarios of the catalog that one page tries."""
WORK = 2_000_000
"""Elements times scenarios that one page tries: on large catalogs fewer scenarios."""
NOBODY = "-"
"""Answers are about nobody in particular: no column is left out because all of it says the same."""
NAMED = 4
"""Answers to a question that are named beside it."""
WORST_LAST = ("BEARABLE", "UNKNOWN", "LATE", "INTOLERABLE")


def to_try(graph: Graph) -> tuple[list[str], list[str]]:
    """References of scenarios: those that a page tries, and those that are too many."""
    refs = sorted(str(graph.ref(position)) for position in graph.positions("Scenario"))
    most = min(MOST_SCENARIOS, max(WORK // max(graph.size, 1), 1))
    return refs[:most], refs[most:]


class Age(NamedTuple):
    """How old what is known of some elements is."""

    what: str
    elements: int
    verified: int
    """Confirmed within the days of the policy."""
    stale: int
    """Confirmed longer ago."""
    oldest: date | None

    @property
    def never(self) -> int:
        """How many nobody ever confirmed."""
        return self.elements - self.verified - self.stale


class Ages(NamedTuple):
    """The age of all that is known, by type and in all."""

    days: int
    all: Age
    by_type: list[Age]
    relationships: int
    relationships_verified: int
    relationships_doubtful: int


def ages(graph: Graph, today: date) -> Ages:
    """When the elements of the estate, and what joins them, were last confirmed."""
    thresholds = framework().thresholds
    days = int(thresholds["verified_within_days"].value)
    oldest_day = later(today, -days)
    live = np.array(graph.positions(), dtype=np.int32)
    elements = live[of_types(graph, live, (Element,))].tolist() if len(live) else []
    by_label: dict[str, list[date | None]] = defaultdict(list)
    for position in elements:
        by_label[graph.label(position)].append(day(graph.properties(position), "last_verified_on"))

    def age(what: str, said: Sequence[date | None]) -> Age:
        known = [on for on in said if on is not None]
        verified = sum(on >= oldest_day for on in known)
        return Age(what, len(said), verified, len(known) - verified, min(known, default=None))

    by_type = [age(LABELS[label], said) for label, said in sorted(by_label.items())]
    counted = relationships_within(graph, elements)
    said = {code: graph.edge_properties(code) for code in counted}
    on = {code: day(properties, "last_verified_on") for code, properties in said.items()}
    return Ages(
        days,
        age("all", [each for said in by_label.values() for each in said]),
        sorted(by_type, key=lambda item: (-item.elements, item.what)),
        sum(counted.values()),
        sum(n for code, n in counted.items() if (at := on[code]) is not None and at >= oldest_day),
        sum(n for code, n in counted.items() if _doubtful(said[code], _least(thresholds))),
    )


def _least(thresholds: Mapping[str, Any]) -> float:
    return float(thresholds["confidence_least"].value)


def _doubtful(said: Mapping[str, Any], least: float) -> bool:
    confidence = said.get("confidence")
    return said.get("source") == "inferred" or (confidence is not None and confidence < least)


class Asked(NamedTuple):
    """A question of the process, how many answers it has today, and who they are."""

    question: str
    ask: str
    answers: int | None
    first: str
    table: Offenders | None


def _asked(graph: Graph, answer: QuestionToday) -> Asked:
    rows = answer.rows or []
    table = offenders(graph, catalogue()[answer.query], rows, NOBODY, ROWS) if rows else None
    return Asked(
        first_sentence(answer.question), answer.ask, answer.count, _named(graph, rows), table
    )


def _named(graph: Graph, rows: Sequence[Mapping[str, Any]]) -> str:
    """The first answers by what they are about: the first thing of the catalog in each row."""
    names = [_name(graph, row) for row in rows]
    different = list(dict.fromkeys(name for name in names if name))
    more = f" and {len(different) - NAMED} more" if len(different) > NAMED else ""
    return ", ".join(different[:NAMED]) + more


def _name(graph: Graph, row: Mapping[str, Any]) -> str:
    cells = [cell(graph, value) for value in row.values()]
    return next((each.text for each in cells if each.refs), str(row.get("name") or ""))


class Summary(NamedTuple):
    """A scenario in a line."""

    ref: str
    name: str
    assumptions: str | None
    verdict: str
    services: int
    first_tier: int
    activities: int
    beyond: int
    never: int
    back: str
    """When everything that comes back is; empty where nothing is lost."""
    gone: list[str]
    """Names of stores of which no copy survives."""
    lost_minutes: float | None
    """Of the others, the oldest that the best copy may be."""
    unclear: bool
    """Whether of some of them nobody knows."""


class Tried(NamedTuple):
    """The scenarios of the catalog, tried one by one."""

    lines: list[Summary]
    """The worst first."""
    worst: tuple[Simulation, Outcome] | None
    """The first of them, where it takes something from the business."""
    failed: Mapping[str, str]
    """Why others could not be tried, by reference."""
    left_out: Sequence[str]
    """References of those that were not, because there are too many."""


def _tried(graph: Graph, simulate: Callable[[str], Simulation]) -> Tried:
    """All of them; of each but the worst only what a line says is kept."""
    refs, left_out = to_try(graph)
    lines: list[Summary] = []
    worst = None
    failed: dict[str, str] = {}
    for ref in refs:
        try:
            found = simulate(ref)
        except InvalidArgument as error:
            failed[ref] = str(error)
            continue
        outcome = outcome_of(graph, found)
        lines.append(_summary(graph, ref, found, outcome))
        if outcome.lost and min(lines, key=_harm).ref == ref:
            worst = found, outcome
    return Tried(sorted(lines, key=_harm), worst, failed, left_out)


def _summary(graph: Graph, ref: str, found: Simulation, outcome: Outcome) -> Summary:
    lost = [item.recovery_point_minutes for item in found.data_loss]
    return Summary(
        ref,
        graph.name(graph.position(ref)),
        found.assumptions,
        found.verdict,
        outcome.services,
        outcome.first_tier,
        outcome.activities,
        outcome.beyond,
        outcome.never,
        until(found.plan.end_minute, outcome.open_ended) if outcome.lost else "",
        [item.name for item in outcome.gone],
        max((minutes for minutes in lost if minutes is not None), default=None),
        any(item.lost == "unknown" for item in found.data_loss),
    )


def _harm(line: Summary) -> tuple[int, int, int, int, str]:
    """The worst first."""
    return (
        -WORST_LAST.index(line.verdict), -line.beyond, -line.services, -line.activities, line.ref,
    )  # fmt: skip


def continuity_report(
    graph: Graph,
    today: date,
    simulate: Callable[[str], Simulation],
    stressed: Stress,
    aligned: Alignment,
    concentrated: Concentration,
    registered: Register,
    cycle_policy: str,
) -> ContinuityReport:
    """The page about the whole programme; `simulate` tries a scenario of the catalog."""
    (process,) = process_today(graph, "service_continuity", ROWS).processes
    tried = _tried(graph, simulate)
    plans = plan_dates(graph, today)
    title = "Continuity of the estate"
    context = {
        **shared(graph, today),
        "title": title,
        "revision": graph.revision,
        "cycle_policy": cycle_policy,
        "ages": ages(graph, today),
        "tried": tried,
        "plans": plans,
        "calendar": calendar(plans, today),
        "exercise_months": int(framework().thresholds["exercised_within_months"].value),
        "stress": stressed,
        "alignment": aligned,
        "concentration": concentrated,
        "register": registered,
        "kinds": [LABELS.get(kind, kind) for kind in stressed.kinds],
        "questions": [_asked(graph, answer) for answer in process.answers],
    }
    return ContinuityReport(
        title=title, revision=graph.revision, html=page.html("continuity.html", context)
    )
