"""Small drawings of a report, as numbers for SVG: what a page shows without a script or a style."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from itspm_graph.results.retiring import DecommissioningStep, UseInMonth

HEIGHT = 36
"""Of a sparkline, in pixels."""
BAR, GAP = 8, 2
"""Width of a month, and what lies between two."""
WIDTH = 1_000
"""Of the time line, in its own units."""
LEAST = 40
"""Width of a step: a day of a long time would not be seen."""


class Bar(NamedTuple):
    """A rectangle, and what it stands for."""

    x: float
    y: float
    width: float
    height: float
    says: str


class Sparkline(NamedTuple):
    """The use of something by month."""

    driver: str
    first: str
    last: str
    width: int
    bars: tuple[Bar, ...]


def sparklines(months: Sequence[UseInMonth]) -> list[Sparkline]:
    """One for each thing that was counted; the largest month has the full height."""
    return [
        _sparkline([each for each in months if each.driver == driver])
        for driver in sorted({each.driver for each in months})
    ]


def _sparkline(months: Sequence[UseInMonth]) -> Sparkline:
    most = max(each.volume for each in months) or 1.0
    bars = []
    for number, each in enumerate(months):
        height = max(1.0, each.volume / most * HEIGHT)
        says = f"{each.month}: {each.volume:,.0f}"
        bars.append(
            Bar(number * (BAR + GAP), round(HEIGHT - height, 1), BAR, round(height, 1), says)
        )
    width = len(months) * (BAR + GAP)
    return Sparkline(months[0].driver, months[0].month, months[-1].month, width, tuple(bars))


def time_line(steps: Sequence[DecommissioningStep]) -> list[tuple[DecommissioningStep, Bar]]:
    """Each step with where its day lies between the first and the last."""
    if not steps:
        return []
    first, last = min(step.on for step in steps), max(step.on for step in steps)
    days = max((last - first).days, 1)
    return [(step, _placed(step.on, first, days)) for step in steps]


def _placed(on: date, first: date, days: int) -> Bar:
    x = (on - first).days / days * (WIDTH - LEAST)
    return Bar(round(x, 1), 2, LEAST, 10, str(on))
