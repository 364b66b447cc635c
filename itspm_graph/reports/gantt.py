"""The recovery plan as one drawing: a row for each step, over an axis with round times.

Most of a plan is often waiting: a building takes two weeks, then everything starts within hours.
Where nothing begins or ends for long, the axis is broken, so that what does can be told apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby, pairwise
from typing import NamedTuple

from itspm_graph.reports.minutes import DAY, HOUR, exact, time, when
from itspm_graph.results.simulation import RecoveryStep, Simulation

WIDTH = 720
"""Of the drawing, in its own units: on A4 its letters of 12 are 8.5 pt."""
LEFT, RIGHT = 236, 712
"""Where the axis begins and ends."""
ROW, BAR = 20, 12
"""Height of a row, and of its bar."""
LEAST = 3.0
"""Width of a bar: a minute of a long time would not be seen."""
BREAK = 56.0
"""Width of a time in which nothing begins or ends."""
LETTER, NOTE_LETTER = 6.9, 5.8
"""Width of a letter of a name, and of a note, at most on the average."""
NAME, BOLD = 32, 27
"""Letters of a name that fit beside the axis, and of one in bold behind a mark."""
MOST_ROWS = 40
MOST_BREAKS = 3
FEW = 3
MUCH, FAR_MORE = 4, 24
"""A time is left out that is so many times as long as all the rest: far more where few steps lie
outside of it."""
STEPS = (1, 2, 5, 10, 15, 30, HOUR, 2 * HOUR, 4 * HOUR, 6 * HOUR, 12 * HOUR)
DAYS = (1, 2, 5, 7, 14, 30, 60, 90, 180, 365)

Key = tuple[str, str, float]
"""A step: whose, which work, and from when."""


class Tick(NamedTuple):
    """A mark on the axis; `below` is the instant, where one is stated."""

    x: float
    minute: float
    label: str
    below: str


class Break(NamedTuple):
    """A time in which nothing begins or ends, not drawn to scale."""

    x: float
    width: float
    label: str


class Row(NamedTuple):
    """Steps that run side by side, done by the same."""

    y: int
    x: float
    width: float
    label: str
    note: str
    note_x: float
    before: bool
    """Whether the note stands left of the bar."""
    title: str
    work: str
    critical: bool
    steps: int


class Gantt(NamedTuple):
    """The drawing; `left_out` steps found no room."""

    width: int
    height: int
    top: int
    ticks: tuple[Tick, ...]
    breaks: tuple[Break, ...]
    rows: tuple[Row, ...]
    noticed: float | None
    """Where the failure is noticed."""
    critical: tuple[str, ...]
    """Names of what the end waits for, in its order."""
    left_out: int


class Scale:
    """Where a minute lies on an axis that leaves out long times in which nothing happens."""

    def __init__(self, spans: Sequence[tuple[float, float]], end: float) -> None:
        moments = sorted({0.0, end, *(moment for span in spans for moment in span)})
        between = [pair for pair in pairwise(moments) if pair[1] > pair[0]]
        self.broken = sorted(_breaks(between, spans))
        drawn = sum(b - a for a, b in between) - sum(b - a for a, b in self.broken)
        room = RIGHT - LEFT - BREAK * len(self.broken)
        self.parts: list[tuple[float, float, float, float]] = []
        """From and to, in minutes and on the axis."""
        x = float(LEFT)
        for a, b in self._joined(between):
            wide = BREAK if (a, b) in self.broken else (b - a) / (drawn or 1.0) * room
            self.parts.append((a, b, x, x + wide))
            x += wide

    def _joined(self, between: Sequence[tuple[float, float]]) -> Iterator[tuple[float, float]]:
        for broken, run in groupby(between, key=lambda pair: pair in self.broken):
            found = list(run)
            yield from found if broken else [(found[0][0], found[-1][1])]

    def at(self, minute: float) -> float:
        for a, b, x, to in self.parts:
            if minute <= b:
                return x + (max(minute, a) - a) / (b - a) * (to - x)
        return float(RIGHT)

    def breaks(self) -> tuple[Break, ...]:
        return tuple(
            Break(round(x, 1), BREAK, time(b - a))
            for a, b, x, _ in self.parts
            if (a, b) in self.broken
        )

    def ticks(self, starts_at: datetime | None) -> tuple[Tick, ...]:
        """Round times that leave each other room."""
        apart = 92.0 if starts_at else 66.0
        taken = [(each.x + BREAK / 2, 24.0) for each in self.breaks()]
        found = [Tick(float(LEFT), 0.0, "0", when(starts_at, 0.0)[5:])]
        taken.append((float(LEFT), apart / 2 if starts_at else 8.0))
        for a, b, x, to in self.parts:
            if (a, b) in self.broken:
                continue
            step = _round_step((b - a) / max(to - x, 1.0) * apart)
            first = -(-a // step) * step
            for number in range(int((b - first) // step) + 1 if b >= first else 0):
                minute = first + number * step
                at = round(self.at(minute), 1)
                if all(abs(at - other) >= half + apart / 2 - 4 for other, half in taken):
                    taken.append((at, apart / 2))
                    found.append(Tick(at, minute, mark(minute), when(starts_at, minute)[5:]))
        return tuple(sorted(found))


def _breaks(
    between: Sequence[tuple[float, float]], spans: Sequence[tuple[float, float]]
) -> Iterator[tuple[float, float]]:
    """The times that leave no room for what happens outside of them."""
    rest = sorted(between, key=lambda pair: pair[1] - pair[0])
    for _ in range(MOST_BREAKS):
        if len(rest) < 2:
            return
        a, b = rest.pop()
        others = sum(end <= a or start >= b for start, end in spans if end > start)
        least = MUCH if others >= FEW else FAR_MORE
        if not others or b - a <= least * sum(end - start for start, end in rest):
            return
        yield a, b


def _round_step(least: float) -> float:
    """The next round time that is so long at least."""
    for step in (*STEPS, *(days * DAY for days in DAYS)):
        if step >= least:
            return float(step)
    return float(-(-least // (365 * DAY)) * 365 * DAY)


def mark(minute: float) -> str:
    """A time as the axis says it."""
    days, rest = divmod(round(minute), DAY)
    hours, left = divmod(rest, HOUR)
    if not days:
        return f"{hours}:{left:02} h" if hours else f"{left} min"
    return f"{days} d {hours}:{left:02}" if rest else f"{days} d"


def gantt(
    found: Simulation, names: Mapping[str, str], starts_at: datetime | None = None
) -> Gantt | None:
    """The plan of a scenario; `names` are those of its teams. None where no step takes time."""
    steps = found.plan.steps
    if not steps:
        return None
    critical = longest_chain(found)
    chain = {_key(step) for step in critical}
    scale = Scale([(step.start_minute, step.finish_minute) for step in steps], _end(found))
    top = 36 if starts_at else 24
    groups = _groups(steps, chain)
    shown = _shown(groups)
    rows = tuple(
        _row(top + number * ROW, scale, group, names, _key(group[0]) in chain)
        for number, group in enumerate(shown)
    )
    noticed = scale.at(found.detection_minutes) if found.detection_minutes else None
    return Gantt(
        WIDTH,
        top + len(rows) * ROW + 2,
        top,
        scale.ticks(starts_at),
        scale.breaks(),
        rows,
        None if noticed is None else round(noticed, 1),
        tuple(dict.fromkeys(step.name for step in critical)),
        len(steps) - sum(row.steps for row in rows),
    )


def _end(found: Simulation) -> float:
    return max(found.plan.end_minute, *(step.finish_minute for step in found.plan.steps))


def _key(step: RecoveryStep) -> Key:
    return step.ref, step.work, step.start_minute


def _groups(steps: Sequence[RecoveryStep], chain: Collection[Key]) -> list[list[RecoveryStep]]:
    """Steps that take the same time of the same people; those of the longest chain stand alone."""
    groups: dict[tuple[object, ...], list[RecoveryStep]] = defaultdict(list)
    for step in steps:
        alone = step.ref if _key(step) in chain else ""
        teams = tuple((share.team, share.people) for share in step.teams)
        how = step.work, teams, step.skill or ""
        groups[step.start_minute, step.finish_minute, not alone, how, alone].append(step)
    return [groups[alike] for alike in sorted(groups)]


def _shown(groups: Sequence[list[RecoveryStep]]) -> list[list[RecoveryStep]]:
    """As many as find room, the longest of them, in their order."""
    longest = sorted(
        range(len(groups)), key=lambda n: groups[n][0].start_minute - groups[n][0].finish_minute
    )
    return [groups[number] for number in sorted(longest[:MOST_ROWS])]


def _row(
    y: int, scale: Scale, group: Sequence[RecoveryStep], names: Mapping[str, str], critical: bool
) -> Row:
    step = group[0]
    x, to = scale.at(step.start_minute), scale.at(step.finish_minute)
    width = max(to - x, LEAST)
    x = min(x, RIGHT - width)
    more = f" +{len(group) - 1}" if len(group) > 1 else ""
    who = ", ".join(f"{share.people} of {names[share.team]}" for share in step.teams)
    takes = exact(step.finish_minute - step.start_minute)
    note = f"{step.work} {takes}, {who or 'nobody named'}"
    skilled = f"{note} ({step.skill})" if step.skill else note
    free, to_free = _free(scale, x, x + width)
    right, left = to_free - (x + width) - 5, x - free - 5
    before = left > right and len(note) * NOTE_LETTER > right
    room = int(max(left if before else right, 0.0) // NOTE_LETTER)
    return Row(
        y,
        round(x, 1),
        round(width, 1),
        short(step.name, (BOLD if critical else NAME) - len(more)) + more,
        _fitting(skilled, note, takes, room),
        round(x - 5 if before else x + width + 5, 1),
        before,
        f"{', '.join(each.name for each in group)}: {skilled}, "
        f"{exact(step.start_minute)} to {exact(step.finish_minute)}",
        step.work,
        critical,
        len(group),
    )


def _free(scale: Scale, x: float, to: float) -> tuple[float, float]:
    """Between which cuts through the axis a bar lies."""
    cuts = [gap.x + gap.width / 2 for gap in scale.breaks()]
    left = max((cut + 8 for cut in cuts if cut <= x), default=float(LEFT))
    return left, min((cut - 8 for cut in cuts if cut >= to), default=float(RIGHT))


def _fitting(skilled: str, note: str, takes: str, room: int) -> str:
    """The most that can be said of a step in so many letters."""
    said = next((text for text in (skilled, note) if len(text) <= room), "")
    return said or (f"{note[: room - 1].rstrip()}…" if room > len(takes) + 10 else "")


def short(text: str, letters: int) -> str:
    """As much of a name as fits: names differ at their ends as often as where they begin."""
    if len(text) <= letters:
        return text
    head = (letters - 1) // 2
    return f"{text[:head].rstrip()}…{text[head + 1 - letters :].lstrip()}"


def longest_chain(found: Simulation) -> list[RecoveryStep]:
    """What the end waits for, step by step, as far as the plan tells.

    Before a step comes what is done when it begins: work on the same element, what the element
    waits for, or else work of the same team.
    """
    steps = found.plan.steps
    if not steps:
        return []
    done: dict[float, list[RecoveryStep]] = defaultdict(list)
    for each in steps:
        done[_instant(each.finish_minute)].append(each)
    waits = {item.ref: item.waits_for for item in found.elements}
    step = max(steps, key=lambda each: (each.finish_minute, -each.start_minute))
    chain, met = [step], {_key(step)}
    while (cause := _before(step, done.get(_instant(step.start_minute), ()), waits)) is not None:
        if _key(cause) in met:
            break
        met.add(_key(cause))
        chain.append(cause)
        step = cause
    return chain[::-1]


def _instant(minute: float) -> float:
    return round(minute, 6)


def _before(
    step: RecoveryStep, done: Sequence[RecoveryStep], waits: Mapping[str, str | None]
) -> RecoveryStep | None:
    by_ref = {each.ref: each for each in done if each is not step}
    met: set[str] = set()
    ref: str | None = step.ref
    while ref is not None and ref not in met:
        if ref in by_ref:
            return by_ref[ref]
        met.add(ref)
        ref = waits.get(ref)
    teams = {share.team for share in step.teams}
    sharing = (each for each in by_ref.values() if any(s.team in teams for s in each.teams))
    return next(sharing, None) if teams else None
