"""Periods as records name them: a year holds its halves, quarters and months."""

from __future__ import annotations

import calendar
import re
from functools import cache
from typing import NamedTuple

FORM = re.compile(r"(\d{4})(?:-(?:H([12])|Q([1-4])|(0[1-9]|1[0-2])))?")


class Span(NamedTuple):
    """Months of one year, both ends included."""

    year: int
    first: int
    last: int

    @property
    def first_day(self) -> str:
        return f"{self.year:04}-{self.first:02}-01"

    @property
    def last_day(self) -> str:
        days = calendar.monthrange(self.year, self.last)[1]
        return f"{self.year:04}-{self.last:02}-{days}"


@cache
def span(period: str) -> Span | None:
    """The months of `2026`, `2026-H2`, `2026-Q3` or `2026-07`; None for any other name."""
    match = FORM.fullmatch(period.strip().upper())
    if match is None or match[1] == "0000":
        return None
    year, half, quarter, month = match.groups()
    if half:
        return Span(int(year), int(half) * 6 - 5, int(half) * 6)
    if quarter:
        return Span(int(year), int(quarter) * 3 - 2, int(quarter) * 3)
    return Span(int(year), int(month or 1), int(month or 12))


def holds(period: str, part: str) -> bool:
    """Whether a period holds another, or is it.

    A name of another form holds those that begin with it: `FY26` holds `FY26-Q1`.
    """
    whole, inner = span(period), span(part)
    if whole and inner:
        same = whole.year == inner.year
        return same and whole.first <= inner.first and inner.last <= whole.last
    return part == period or part.startswith(f"{period}-")
