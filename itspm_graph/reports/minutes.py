"""Minutes as a report says them: as a length of time, as a mark on an axis, as an instant."""

from __future__ import annotations

from datetime import datetime, timedelta

HOUR, DAY = 60, 1_440
TOGETHER = "\N{NO-BREAK SPACE}"


def time(minutes: float | None) -> str:
    """A length of time as people say it, to three digits or so."""
    if minutes is None:
        return "never"
    if minutes < 2 * HOUR:
        return f"{round(minutes, 1):g}{TOGETHER}min"
    if minutes < 2 * DAY:
        return f"{round(minutes / HOUR, 1):g}{TOGETHER}h"
    return f"{round(minutes / DAY, 1):g}{TOGETHER}days"


def until(minutes: float | None, open_ended: bool) -> str:
    """A time, marked where it is the least."""
    return f"at least {time(minutes)}" if open_ended and minutes is not None else time(minutes)


def exact(minutes: float) -> str:
    """A time to the minute: steps of a plan differ by few of them."""
    if minutes < 2 * HOUR:
        return f"{round(minutes, 1):g} min"
    days, rest = divmod(round(minutes), DAY)
    hours, left = divmod(rest, HOUR)
    of_day = f"{hours}:{left:02} h"
    if not days:
        return of_day
    return f"{days} d {of_day}" if rest else f"{days} d"


def when(starts_at: datetime | None, minutes: float | None) -> str:
    """The instant so long after a beginning; nothing where either isn't known."""
    if starts_at is None or minutes is None:
        return ""
    try:
        return f"{starts_at + timedelta(minutes=minutes):%Y-%m-%d %H:%M}"
    except OverflowError:
        return ""
