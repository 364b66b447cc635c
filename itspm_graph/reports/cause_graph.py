"""How a failure comes to those who matter, drawn left to right: what is hit, then step by step."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from itspm_graph.results.simulation import Simulation

MOST = 34
"""Elements in the drawing."""
WIDTH, HEIGHT = 150, 34
"""Of a box, in pixels."""
ACROSS, DOWN = 26, 8
"""Room between two boxes."""
LETTERS = 20
"""Of a name that fit into a box."""
CAUSES = 2
"""Causes of one element that are drawn."""


class Box(NamedTuple):
    """An element, and where it stands."""

    x: int
    y: int
    label: str
    kind: str
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
    left_out: int


def cause_graph(found: Simulation, wanted: Sequence[str]) -> CauseGraph:
    """The ways from what is hit to these elements, as far as they fit."""
    causes = {item.ref: [*item.because.lost, *item.because.weakened] for item in found.affected}
    edges = _ways(wanted, causes)
    refs = list(dict.fromkeys(ref for edge in edges for ref in edge))
    levels = _levels(refs, edges)
    states = {item.ref: item for item in found.elements}
    columns: dict[int, list[str]] = defaultdict(list)
    for ref in sorted(refs):
        columns[levels[ref]].append(ref)
    places: dict[str, tuple[int, int]] = {}
    tallest = max((len(column) for column in columns.values()), default=0)
    for level, column in columns.items():
        top = (tallest - len(column)) * (HEIGHT + DOWN) // 2
        for number, ref in enumerate(column):
            places[ref] = level * (WIDTH + ACROSS) + 1, top + number * (HEIGHT + DOWN) + 1
    boxes = tuple(
        Box(
            *places[ref],
            _short(states[ref].name),
            ref.partition(":")[0].replace("-", " "),
            ref,
            _tone(ref, found.failed, states[ref].status),
        )
        for ref in refs
    )
    return CauseGraph(
        (max(columns, default=0) + 1) * (WIDTH + ACROSS) - ACROSS + 2,
        max(tallest * (HEIGHT + DOWN) - DOWN, 0) + 2,
        boxes,
        tuple(_arrow(places[cause], places[effect]) for cause, effect in edges),
        len({*states} - {*refs}),
    )


def _ways(wanted: Sequence[str], causes: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    """Pairs of cause and effect behind each of these, until no more fits."""
    edges: dict[tuple[str, str], None] = {}
    drawn: set[str] = set()
    for start in wanted:
        way: dict[tuple[str, str], None] = {}
        met, stack = {start}, [start]
        while stack:
            effect = stack.pop()
            for cause in causes.get(effect, ())[:CAUSES]:
                way[cause, effect] = None
                if cause not in met and cause not in drawn:
                    met.add(cause)
                    stack.append(cause)
        if len(drawn | met) <= MOST:
            drawn |= met
            edges |= way
    return list(edges)


def _levels(refs: Sequence[str], edges: Sequence[tuple[str, str]]) -> dict[str, int]:
    """Columns: each stands right of its causes, as far as cycles allow."""
    levels = dict.fromkeys(refs, 0)
    for _ in refs:
        moved = False
        for cause, effect in edges:
            if levels[effect] <= levels[cause] < len(refs) - 1 and cause != effect:
                levels[effect] = levels[cause] + 1
                moved = True
        if not moved:
            return levels
    # In a cycle nothing comes to rest: columns are filled in the order that they came to.
    order = {level: place for place, level in enumerate(sorted(set(levels.values())))}
    return {ref: order[level] for ref, level in levels.items()}


def _arrow(cause: tuple[int, int], effect: tuple[int, int]) -> Arrow:
    x, y = cause[0] + WIDTH, cause[1] + HEIGHT // 2
    to_x, to_y = effect[0], effect[1] + HEIGHT // 2
    middle = (x + to_x) // 2
    return Arrow(f"M{x},{y} C{middle},{y} {middle},{to_y} {to_x},{to_y}")


def _short(name: str) -> str:
    return name if len(name) <= LETTERS else f"{name[: LETTERS - 1]}…"


def _tone(ref: str, failed: Sequence[str], status: str) -> str:
    if ref in failed:
        return "hit"
    return {"DOWN": "down", "DOWN_LOST_GROUND": "down"}.get(status, "weak")
