"""How the engine's cost grows with the estate, as an SVG with one panel for each question."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import matplotlib

from bench.contest import Figure
from bench.engine import FAST, PLAIN
from bench.questions import Question

SHOWN = (Question.REACH, Question.IMPACT, Question.SIZES, Question.FAILURES)
ESTATES = ("tiered", "deep", "cyclic")
COLOURS = {
    PLAIN: "#0b5394",
    FAST: "#38761d",
    "scipy": "#b45f06",
    "rustworkx": "#741b47",
    "networkx": "#990000",
    "SQLite": "#7f6000",
    "Neo4j": "#555555",
}
MARKS = dict(zip(COLOURS, "osD^vPX", strict=True))


def draw(figures: Sequence[Figure], path: Path) -> bool:
    """Draw seconds against elements, both logarithmic; False where there are not two sizes."""
    lines: dict[tuple[Question, str, str], list[tuple[int, float]]] = defaultdict(list)
    for figure in figures:
        if figure.question in SHOWN and figure.estate in ESTATES and figure.timing:
            key = figure.question, figure.estate, figure.by
            lines[key].append((figure.size, figure.timing.seconds))
    if len({size for points in lines.values() for size, _ in points}) < 2:
        return False
    _panels(lines, path)
    return True


def _panels(lines: dict[tuple[Question, str, str], list[tuple[int, float]]], path: Path) -> None:
    matplotlib.use("svg")
    matplotlib.rcParams.update({"svg.hashsalt": "bench", "font.size": 9})
    from matplotlib import pyplot

    questions = [q for q in SHOWN if any(key[0] == q for key in lines)]
    estates = [e for e in ESTATES if any(key[1] == e for key in lines)]
    figure, panels = pyplot.subplots(
        len(questions),
        len(estates),
        figsize=(3.4 * len(estates) + 1.2, 2.7 * len(questions)),
        sharex=True,
        sharey="row",
        squeeze=False,
        layout="constrained",
    )
    for row, question in zip(panels, questions, strict=True):
        for panel, estate in zip(row, estates, strict=True):
            for by, colour in COLOURS.items():
                points = sorted(lines.get((question, estate, by), []))
                if points:
                    sizes, seconds = zip(*points, strict=True)
                    width = 2.2 if by in (PLAIN, FAST) else 1.1
                    panel.loglog(sizes, seconds, color=colour, marker=MARKS[by], lw=width, label=by)
            panel.grid(visible=True, which="major", color="#dddddd", lw=0.6)
            panel.set_title(f"{question.value} · {estate}", fontsize=9)
        row[0].set_ylabel("seconds")
    for panel in panels[-1]:
        panel.set_xlabel("elements")
    handles = {
        label: handle
        for panel in panels.flat
        for handle, label in zip(*panel.get_legend_handles_labels(), strict=True)
    }
    order = [by for by in COLOURS if by in handles]
    figure.legend([handles[by] for by in order], order, loc="outside right upper", frameon=False)
    figure.savefig(path, metadata={"Date": None})
    pyplot.close(figure)
