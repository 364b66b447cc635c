"""How a failure comes to those who matter, drawn downward: what is hit, then step by step.

Every element stands as many rows below the failure as it is steps from it, so all arrows lead from
one row to the next, and the drawing reads on paper.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from textwrap import wrap
from typing import NamedTuple

from itspm_graph.results.simulation import ElementState, Simulation

WIDTH = 720
"""Of the drawing, in its own units: on A4 its letters of 12 are 8.5 pt."""
PER_ROW = 5
"""Boxes that fit beside each other."""
BOX, HEIGHT = 134, 52
"""Of a box."""
DOWN = 26
"""Room between two rows, for arrows."""
LETTERS = 18
"""Of a line of a name that fit into a box."""
MOST_ROWS = 13
"""That fit on a sheet."""
SWEEPS = 4
"""How often rows are ordered by their neighbours, so that few arrows cross."""


class Box(NamedTuple):
    """An element, and where it stands."""

    x: float
    y: int
    lines: tuple[str, ...]
    """Its name."""
    kind: str
    more: int
    """Further causes, which aren't drawn."""
    title: str
    tone: str


class Arrow(NamedTuple):
    """From a cause to what falls with it, as a path of SVG."""

    path: str


class CauseGraph(NamedTuple):
    """The drawing; `left_out` elements didn't fit."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    ways: tuple[tuple[str, ...], ...]
    """The same in words: to each whom it reaches, names from what is hit."""
    reached: tuple[str, ...]
    """Of those wanted, the references of whom it reaches."""
    left_out: int


def cause_graph(found: Simulation, wanted: Sequence[str]) -> CauseGraph:
    """Ways from what is hit to as many of these elements as fit, the first first."""
    causes = {item.ref: [*item.because.lost, *item.because.weakened] for item in found.affected}
    steps = _steps([hit.ref for hit in found.hits], causes)
    rows, reached = _chosen(wanted, causes, steps)
    states = {item.ref: item for item in found.elements}
    drawn = {ref for row in rows for ref in row}
    edges = [
        (cause, effect)
        for effect in sorted(drawn)
        for cause in dict.fromkeys(causes.get(effect, ()))
        if cause in drawn and steps[cause] == steps[effect] - 1
    ]
    places = _places(_ordered(rows, edges))
    boxes = tuple(
        _box(*places[ref], states[ref], found.failed, _more(ref, causes, edges))
        for row in rows
        for ref in row
    )
    return CauseGraph(
        WIDTH,
        max(len(rows) * (HEIGHT + DOWN) - DOWN, 0) + 2,
        boxes,
        tuple(_arrow(places[cause], places[effect]) for cause, effect in edges),
        tuple(_way(ref, edges, states) for ref in reached),
        tuple(reached),
        len(states.keys() - drawn),
    )


def _steps(hit: Sequence[str], causes: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """How many steps each is from what is hit, at least."""
    effects: dict[str, list[str]] = defaultdict(list)
    for effect, behind in causes.items():
        for cause in behind:
            effects[cause].append(effect)
    found = dict.fromkeys(hit, 0)
    level = list(hit)
    while level:
        after = [effect for cause in level for effect in effects[cause] if effect not in found]
        number = found[level[0]] + 1
        found.update((effect, number) for effect in after)
        level = list(dict.fromkeys(after))
    return found


def _chosen(
    wanted: Sequence[str], causes: Mapping[str, Sequence[str]], steps: Mapping[str, int]
) -> tuple[list[list[str]], list[str]]:
    """The rows, and who is reached: a way to each of those wanted, while there is room for it."""
    rows: list[list[str]] = [[] for _ in range(MOST_ROWS)]
    reached = []
    for ref in wanted:
        if not 0 < steps.get(ref, 0) < MOST_ROWS:
            continue
        way = [ref]
        while steps[way[-1]]:
            number = steps[way[-1]] - 1
            behind = [cause for cause in causes[way[-1]] if steps.get(cause) == number]
            # A way that is drawn already takes no room.
            way.append(min(behind, key=lambda cause: (cause not in rows[number], cause)))
        new = [each for each in way if each not in rows[steps[each]]]
        if all(len(rows[steps[each]]) < PER_ROW for each in new):
            reached.append(ref)
            for each in new:
                rows[steps[each]].append(each)
    return [row for row in rows if row], reached


def _ordered(rows: Sequence[list[str]], edges: Sequence[tuple[str, str]]) -> list[list[str]]:
    """Each row in the order of those that its elements are connected with."""
    beside: dict[str, list[str]] = defaultdict(list)
    for cause, effect in edges:
        beside[cause].append(effect)
        beside[effect].append(cause)
    found = [list(row) for row in rows]
    place = _relative(found)
    for sweep in range(SWEEPS):
        for row in found if sweep % 2 == 0 else found[::-1]:
            middle = {
                ref: sum(place[other] for other in beside[ref]) / len(beside[ref])
                if beside[ref]
                else place[ref]
                for ref in row
            }
            row.sort(key=lambda ref: (middle[ref], ref))
            place |= _relative([row])
    return found


def _relative(rows: Sequence[Sequence[str]]) -> dict[str, float]:
    """Where each stands in its row, the middle being 0."""
    return {ref: n - (len(row) - 1) / 2 for row in rows for n, ref in enumerate(row)}


def _places(rows: Sequence[Sequence[str]]) -> dict[str, tuple[float, int]]:
    apart = (WIDTH - BOX - 2) / (PER_ROW - 1)  # a border is half outside of its box
    return {
        ref: (
            round((WIDTH - BOX) / 2 + (n - (len(row) - 1) / 2) * apart, 1),
            number * (HEIGHT + DOWN) + 1,
        )
        for number, row in enumerate(rows)
        for n, ref in enumerate(row)
    }


def _more(ref: str, causes: Mapping[str, Sequence[str]], edges: Collection[tuple[str, str]]) -> int:
    return sum((cause, ref) not in edges for cause in set(causes.get(ref, ())))


def _box(x: float, y: int, state: ElementState, failed: Sequence[str], more: int) -> Box:
    lines = wrap(state.name, LETTERS, break_long_words=True)
    if len(lines) > 2:
        # Names differ at their ends as often as where they begin.
        end = wrap(state.name[::-1], LETTERS - 1)[0][::-1]
        lines = [lines[0], f"…{end}"]
    kind = state.ref.partition(":")[0].replace("-", " ")
    tone = "hit" if state.ref in failed else ("down" if state.status.startswith("DOWN") else "weak")
    return Box(x, y, tuple(lines), kind, more, f"{state.name} ({state.ref})", tone)


def _arrow(cause: tuple[float, int], effect: tuple[float, int]) -> Arrow:
    x, y = round(cause[0] + BOX / 2, 1), cause[1] + HEIGHT
    to_x, to_y = round(effect[0] + BOX / 2, 1), effect[1]
    middle = (y + to_y) / 2
    return Arrow(f"M{x:g},{y} C{x:g},{middle:g} {to_x:g},{middle:g} {to_x:g},{to_y}")


def _way(
    ref: str, edges: Sequence[tuple[str, str]], states: Mapping[str, ElementState]
) -> tuple[str, ...]:
    """One of the ways drawn to an element."""
    above: dict[str, str] = {}
    for cause, effect in edges:
        above.setdefault(effect, cause)
    way = [ref]
    while way[-1] in above:
        way.append(above[way[-1]])
    return tuple(states[each].name for each in reversed(way))
