"""The calendar of a continuity programme: when plans were tried, and when they are due again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from itspm_graph.answers.days import day, months_later
from itspm_graph.framework import framework
from itspm_graph.graph import Graph
from itspm_graph.reports.gantt import LETTER, short

WIDTH = 720
"""Of the drawing, in its own units: on A4 its letters of 12 are 8.5 pt."""
LEFT, RIGHT = 200, 596
"""Where the axis begins and ends; right of it stands how a plan is doing."""
ROW = 20
MOST_ROWS = 40
BEFORE, AFTER = 36, 18
"""Months before and after today that are drawn at most."""
APART = 56.0
"""Room that a mark on the axis needs."""


class PlanDates(NamedTuple):
    """A continuity plan, what it covers, and its dates."""

    ref: str
    name: str
    covers: int
    approved_on: date | None
    held: tuple[date, ...]
    """Days on which it was tried, up to today."""
    coming: tuple[date, ...]
    """Days on which it will be."""
    due_on: date | None
    """Day by which it has to be tried again; None where it never was."""
    review_due_on: date | None
    says: str
    """How it is doing, in words."""
    bad: bool


class Month(NamedTuple):
    """A mark on the axis."""

    x: float
    label: str


class PlanRow(NamedTuple):
    """A plan in the drawing: where it was tried, until when that counts, and what is due."""

    y: int
    label: str
    says: str
    bad: bool
    title: str
    kept: tuple[float, float] | None
    """From and how wide: time for which a trial counts."""
    lapsed: tuple[float, float] | None
    """From and how wide: time for which none does."""
    held: tuple[float, ...]
    coming: tuple[float, ...]
    review: float | None
    review_late: bool


class Calendar(NamedTuple):
    """The drawing; `left_out` plans found no room."""

    width: int
    height: int
    top: int
    months: tuple[Month, ...]
    today: float
    rows: tuple[PlanRow, ...]
    left_out: int


def plan_dates(graph: Graph, today: date) -> list[PlanDates]:
    """Plans that cover something; those that wait for longest to be tried first."""
    months = int(framework().thresholds["exercised_within_months"].value)
    found = []
    for plan in graph.positions("ContinuityPlan"):
        covers = {link.source for link in graph.links_to(plan, "COVERED_BY_PLAN")}
        if covers:
            found.append(_dates(graph, plan, len(covers), today, months))
    return sorted(found, key=lambda item: (item.due_on or date.min, item.ref))


def _dates(graph: Graph, plan: int, covers: int, today: date, months: int) -> PlanDates:
    said = graph.properties(plan)
    links = graph.links_to(plan, "EXERCISED")
    days = sorted({on for k in links if (on := day(graph.properties(k.source), "held_on"))})
    held, coming = [on for on in days if on <= today], [on for on in days if on > today]
    due_on = months_later(held[-1], months) if held else None
    review_due_on = day(said, "review_due_on")
    review_late = review_due_on is not None and review_due_on < today
    if due_on is None:
        says = "never tried"
    elif due_on < today:
        says = f"{_months(due_on, today)} late"
    elif review_late:
        says = "review overdue"
    else:
        says = f"due in {_months(today, due_on)}"
    return PlanDates(
        str(graph.ref(plan)),
        graph.name(plan),
        covers,
        day(said, "approved_on"),
        tuple(held),
        tuple(coming),
        due_on,
        review_due_on,
        says,
        due_on is None or due_on < today or review_late,
    )


def _months(start: date, end: date) -> str:
    number = round((end - start).days / 30.44)
    return f"{number} month{'' if number == 1 else 's'}" if number else f"{(end - start).days} days"


def calendar(plans: list[PlanDates], today: date) -> Calendar | None:
    """The plans on an axis of months; None where there are none."""
    if not plans:
        return None
    days = [on for plan in plans for on in (*plan.held, *plan.coming, plan.due_on) if on]
    first = max(min([*days, months_later(today, -6)]), months_later(today, -BEFORE))
    last = min(max([*days, months_later(today, 6)]), months_later(today, AFTER))

    def at(on: date) -> float:
        share = (on - first).days / max((last - first).days, 1)
        return round(LEFT + min(max(share, 0.0), 1.0) * (RIGHT - LEFT), 1)

    top = 24
    rows = tuple(
        _row(plan, top + number * ROW, today, at) for number, plan in enumerate(plans[:MOST_ROWS])
    )
    return Calendar(
        WIDTH,
        top + len(rows) * ROW + 2,
        top,
        _marks(first, last, at),
        at(today),
        rows,
        len(plans) - len(rows),
    )


def _row(plan: PlanDates, y: int, today: date, at: Callable[[date], float]) -> PlanRow:
    kept = lapsed = None
    if plan.due_on is not None:
        kept = _span(at(plan.held[-1]), at(plan.due_on))
    if plan.due_on is None or plan.due_on < today:
        lapsed = _span(at(plan.due_on or plan.approved_on or date.min), at(today))
    review = plan.review_due_on
    tried = f"tried {', '.join(map(str, plan.held))}" if plan.held else "never tried"
    return PlanRow(
        y,
        short(plan.name, int((LEFT - 8) // LETTER)),
        plan.says,
        plan.bad,
        f"{plan.name}: {tried}; " + (f"to be looked at again by {review}" if review else plan.says),
        kept,
        lapsed,
        tuple(map(at, plan.held)),
        tuple(map(at, plan.coming)),
        None if review is None else at(review),
        review is not None and review < today,
    )


def _span(x: float, to: float) -> tuple[float, float]:
    return x, round(max(to - x, 1.0), 1)


def _marks(first: date, last: date, at: Callable[[date], float]) -> tuple[Month, ...]:
    """First days of months, so many apart that each has room for its label."""
    days = (last - first).days or 1
    least = APART / (RIGHT - LEFT) * days / 30.44
    step = next((months for months in (1, 2, 3, 6, 12) if months >= least), 12)
    found = []
    on = date(first.year, 1, 1)
    while on <= last:
        if on >= first:
            found.append(Month(at(on), f"{on:%Y-%m}"))
        on = months_later(on, step)
    return tuple(found)
