"""The one page that a reviewer of a retirement signs: what it does to others, and what is left.

The facts are those of `retire`; the page finds words, and leaves out what doesn't fit on it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from itspm_graph import gates
from itspm_graph.graph import Graph
from itspm_graph.records import Ref
from itspm_graph.reports import dossier, drawing, page, schedule
from itspm_graph.reports.wording import first_sentence, told
from itspm_graph.results import GateCheck
from itspm_graph.results.reports import RetirementReport
from itspm_graph.results.retiring import RetirementFound

GATE = "TG6"
MOST = 5
"""Rows of each tier that the page shows."""
MOST_STEPS = 12
"""Steps, orphans and shared parts that the page shows."""
TONES = {"red": "bad", "yellow": "care", "green": "good", "grey": "unknown"}


@dataclass(frozen=True)
class Row:
    """An element of a tier, in words."""

    name: str
    ref: str
    because: str
    way: str


@dataclass(frozen=True)
class Tier:
    """One of the three tiers: its first elements, and how many there are."""

    title: str
    meaning: str
    edge: str
    count: int
    rows: tuple[Row, ...]


def retirement_report(graph: Graph, found: RetirementFound) -> RetirementReport:
    """The page."""
    services = [item for item in found.retired if item.type == "Service"]
    checks = [gates.check(graph, GATE, Ref.parse(item.ref), found.observed_on) for item in services]
    names = ", ".join(item.name for item in found.retired if item.type != "ServiceOffering")
    title = f"Retirement of {names} on {found.on}"
    context = {
        "title": title,
        "found": found,
        "names": names,
        "tones": TONES,
        "services": services,
        "tiers": _tiers(graph, found),
        "told": lambda text: told(graph, text),
        "name": lambda ref: graph.name(graph.position(Ref.parse(ref))) if ref else "",
        "freshness": dossier.freshness(graph, _positions(graph, found), found.observed_on),
        "sparklines": drawing.sparklines(found.use.months),
        "steps": drawing.time_line(found.steps),
        "most": MOST_STEPS,
        "blocking": _blocking(graph, checks),
        "dates": [each for each in schedule.dates(found) if each.on >= found.observed_on],
        "differences": lambda last: dossier.differences(graph, last),
        "checks": checks,
    }
    return RetirementReport(
        refs=[item.ref for item in found.retired],
        title=title,
        verdict=found.verdict,
        revision=found.revision,
        on=str(found.on),
        html=page.html("retirement.html", context),
        gantt=schedule.gantt(found),
        calendar=schedule.calendar(found),
    )


def _positions(graph: Graph, found: RetirementFound) -> list[int]:
    return [graph.position(Ref.parse(item.ref)) for item in found.retired]


def _tiers(graph: Graph, found: RetirementFound) -> list[Tier]:
    weakened = {(item.ref, item.reason): item for item in found.weakened}

    def rows(items: Sequence[object]) -> tuple[Row, ...]:
        return tuple(_row(graph, item) for item in items[:MOST])

    return [
        Tier(
            "Broken",
            "can't be up without it",
            "bad-edge",
            len(found.broken),
            rows(found.broken),
        ),
        Tier(
            "Weakened",
            "stays up, with less to lose",
            "care-edge",
            len({item.ref for item in found.weakened}),
            rows(list(weakened.values())),
        ),
        Tier(
            "Touched",
            "loses nothing it needs, yet has to do with it",
            "",
            len(found.touched),
            rows(found.touched),
        ),
    ]


def _row(graph: Graph, item: object) -> Row:
    ref, name, reason, path = (getattr(item, field) for field in ("ref", "name", "reason", "path"))
    way = " → ".join(graph.name(graph.position(Ref.parse(step))) for step in path)
    return Row(name, ref, told(graph, reason), way)


def _blocking(graph: Graph, checks: Sequence[GateCheck]) -> list[tuple[str, str]]:
    """What blocks the gate: what is asked, and who or what offends."""
    return [
        (first_sentence(criterion.question), dossier.some(graph, criterion.rows))
        for check in checks
        for criterion in gates.blocking(check.criteria)
    ]
