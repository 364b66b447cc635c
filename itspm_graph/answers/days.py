"""Days and instants as records keep them: ISO 8601 text."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any


def day(properties: Mapping[str, Any], *names: str) -> date | None:
    """The first of these properties that is there."""
    text = next((properties[name] for name in names if properties.get(name)), None)
    return date.fromisoformat(text) if text else None


def instant(text: str) -> datetime:
    """An instant in UTC; one without a zone is taken to be UTC."""
    at = datetime.fromisoformat(text)
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)


def later(start: date, days: int) -> date:
    """The day so many days later; the first or last of the calendar where there is none."""
    try:
        return start + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min


def months_later(start: date, months: int) -> date:
    """The same day so many months later, or the last day of a shorter month or of the calendar."""
    number = start.year * 12 + start.month - 1 + months
    year, month = divmod(number, 12)
    if year > date.max.year:
        return date.max
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(start.day, last))
