"""Service hours as contracts write them: `24x7`, `5x10`, `Mo-Fr 08:00-18:00, Sa 9-12`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

DAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")
NAMES = {
    **{day: number for number, day in enumerate(DAYS)},
    **{"mon": 0, "tue": 1, "wed": 2, "thu": 3, "fri": 4, "sat": 5, "sun": 6},
    **{"di": 1, "mi": 2, "do": 3, "so": 6},
}
DAY = 24 * 60
WEEK = 7 * DAY
WHOLE_WEEK = (1 << WEEK) - 1
COUNTED = re.compile(r"(\d{1,2})\s*[x/*]\s*(\d{1,2})")
CLOCK = re.compile(r"(\d{1,2})(?::(\d{2}))?-(\d{1,2})(?::(\d{2}))?")


@dataclass(frozen=True)
class ServiceHours:
    """Hours of a week: by the clock, or only how many on how many days from Monday on.

    `clock` has one bit for each minute from Monday 00:00; None where only the counts are said.
    """

    days: int
    hours: int
    clock: int | None

    def within(self, other: ServiceHours) -> bool | None:
        """Whether all these hours are the other's too; None where what is said doesn't tell.

        Counts are compared with counts: `5x8` is taken to lie within `5x10`.
        """
        if self.clock is not None and other.clock is not None:
            return not self.clock & ~other.clock
        widest = _clock(range(self.days), 0, DAY) if self.clock is None else self.clock
        if other.clock is not None and not widest & ~other.clock:
            return True
        if self.clock is None and other.clock is None:
            return self.days <= other.days and self.hours <= other.hours
        return None


@cache
def service_hours(text: str) -> ServiceHours | None:
    """The hours that a text says; None where it can't be read."""
    stated = re.sub("[\u2013\u2014]", "-", text.strip().lower())
    if counted := COUNTED.fullmatch(stated):
        return _counted(*map(int, counted.groups()))
    return _by_clock(re.sub(r"\s*-\s*", "-", stated).replace(";", " ").replace(",", " ").split())


def _counted(one: int, other: int) -> ServiceHours | None:
    """`24x7` and `5x10` say the same things in either order; hours above 7 are told by that."""
    days, hours = (one, other) if one <= 7 else (other, one)
    if not 1 <= days <= 7 or not 1 <= hours <= 24:
        return None
    return ServiceHours(days, hours, _clock(range(days), 0, DAY) if hours == 24 else None)


def _by_clock(words: list[str]) -> ServiceHours | None:
    """Days, then times, any number of times in turn; times alone are those of every day."""
    days: list[int] = []
    clock, told = 0, True
    for word in words:
        if span := CLOCK.fullmatch(word):
            start, end = _minute(span[1], span[2]), _minute(span[3], span[4])
            if start is None or end is None:
                return None
            clock |= _clock(days or range(7), start, end)
            told = True
        elif (named := _days(word)) is not None:
            days = named if told else [*days, *named]
            told = False
        else:
            return None
    return ServiceHours(0, 0, clock) if clock and told else None


def _days(word: str) -> list[int] | None:
    if word == "daily":
        return list(range(7))
    first, _, last = word.partition("-")
    if first not in NAMES or (last and last not in NAMES):
        return None
    start = NAMES[first]
    length = (NAMES[last] - start) % 7 if last else 0
    return [(start + n) % 7 for n in range(length + 1)]


def _minute(hour: str, minute: str | None) -> int | None:
    found = int(hour) * 60 + int(minute or 0)
    return found if found <= DAY and int(minute or 0) < 60 else None


def _clock(days: range | list[int], start: int, end: int) -> int:
    """One bit for each minute between two times of these days; an end at or before the start is
    one of the next day."""
    length = end - start if end > start else end - start + DAY
    clock = 0
    for day in days:
        bits = ((1 << length) - 1) << (day * DAY + start)
        clock |= (bits | bits >> WEEK) & WHOLE_WEEK
    return clock
