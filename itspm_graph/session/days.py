"""Days as callers state them."""

from __future__ import annotations

from datetime import date

from itspm_graph.errors import InvalidArgument


def stated_day(text: str | None) -> date | None:
    """The day that a text names; `InvalidArgument` where it names none."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise InvalidArgument(f"{text!r} is no day: write YYYY-MM-DD") from error
