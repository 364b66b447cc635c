"""The figures as tables for people, as JSON for programs, and the cost by size as a picture."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bench.contest import Figure
from bench.engine import FAST, PLAIN
from bench.estates import Estate
from bench.measurement import Timing
from bench.questions import Question
from bench.targets import judged

Row = tuple[str, ...]
UNKNOWN = "-"
HOW_OFTEN = {0: "once, first run", 1: "once"}


@dataclass(frozen=True)
class Described:
    """An estate in numbers."""

    name: str
    size: int
    dependencies: int
    grouped: int
    """Dependencies that are members of a group."""
    groups: int
    circular: bool
    hub: str

    @classmethod
    def of(cls, estate: Estate) -> Described:
        return cls(
            estate.name,
            estate.size,
            len(estate.dependents),
            int((estate.groups > 0).sum()),
            estate.group_count,
            estate.circular,
            estate.names[estate.hub],
        )


@dataclass(frozen=True)
class Report:
    """Everything that one run found, in the order it was found."""

    machine: Mapping[str, str]
    estates: Sequence[Described]
    figures: Sequence[Figure]
    left_out: Sequence[str]
    """What could not be measured, and why."""

    def print(self, console: Console) -> None:
        """Show all tables in a terminal."""
        for section in sections(self):
            table = Table(*map(escape, section.columns), title=section.title, title_justify="left")
            for column in table.columns[section.words :]:
                column.justify = "right"
            for row in section.rows:
                table.add_row(*map(escape, row))
            console.print(table)
        for remark in self.left_out:
            console.print(f"Left out: {remark}", style="yellow", markup=False)

    def write(self, folder: Path) -> list[Path]:
        """Write tables, figures and picture into the folder."""
        from bench.picture import draw

        folder.mkdir(parents=True, exist_ok=True)
        tables, figures, picture = (folder / f"bench.{kind}" for kind in ("md", "json", "svg"))
        tables.write_text("\n".join(self.markdown()) + "\n", encoding="utf-8")
        found = {**asdict(self), "targets": [asdict(one) for one in judged(self.figures)]}
        figures.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        written = [tables, figures]
        if draw(self.figures, picture):
            written.append(picture)
        return written

    def markdown(self) -> Iterator[str]:
        """The tables as lines of Markdown."""
        for section in sections(self):
            yield f"### {section.title}\n"
            yield f"| {' | '.join(section.columns)} |"
            yield (
                "|" + " --- |" * section.words + " ---: |" * (len(section.columns) - section.words)
            )
            yield from (f"| {' | '.join(row)} |" for row in section.rows)
            yield ""
        yield from (f"Left out: {remark}\n" for remark in self.left_out)


@dataclass(frozen=True)
class Section:
    """One table; its first columns hold words, the others numbers."""

    title: str
    columns: Row
    rows: Sequence[Row]
    words: int


def sections(report: Report) -> Iterator[Section]:
    """The tables in the order in which they are read; the targets come last."""
    yield Section("Machine", ("", "what"), list(report.machine.items()), 2)
    yield Section("Estates", _ESTATE, [_estate_row(one) for one in report.estates], 2)
    for question in Question:
        figures = [figure for figure in report.figures if figure.question == question]
        if figures:
            rows = [_figure_row(figure, figures) for figure in figures]
            yield Section(f"{question.asks} ({question.value})", _FIGURE, rows, 2)
    verdicts = [
        (str(one.target), one.estate, one.measured, "met" if one.met else "MISSED")
        for one in judged(report.figures)
    ]
    if verdicts:
        yield Section("Targets at 100,000 elements", _TARGET, verdicts, 2)


_ESTATE = ("estate", "hub", "elements", "dependencies", "a group's", "groups", "circles")
_FIGURE = ("estate", "by", "elements", "time", f"÷ {PLAIN}", f"÷ {FAST}", "holds", "adds", "how")
_TARGET = ("target", "estate", "measured", "verdict")


def _estate_row(one: Described) -> Row:
    share = f"{one.grouped / max(one.dependencies, 1):.0%}"
    counts = f"{one.size:,}", f"{one.dependencies:,}", share, f"{one.groups:,}"
    return one.name, one.hub, *counts, "yes" if one.circular else "no"


def _figure_row(figure: Figure, figures: Sequence[Figure]) -> Row:
    ratios = (_ratio(figure, figures, by) for by in (PLAIN, FAST))
    timing = figure.timing
    return (
        figure.estate,
        figure.by,
        f"{figure.size:,}",
        _time(timing.seconds) if timing else "given up",
        *ratios,
        _memory(figure.held),
        _memory(figure.peak),
        _how(timing) if timing else "took too long",
    )


def _ratio(figure: Figure, figures: Sequence[Figure], by: str) -> str:
    for ours in figures:
        if (ours.by, ours.estate, ours.size) == (by, figure.estate, figure.size):
            if ours.timing and figure.timing:
                return f"{figure.timing.seconds / ours.timing.seconds:,.3g}"
            break
    return UNKNOWN


def _how(timing: Timing) -> str:
    if timing.sample is None:
        return HOW_OFTEN.get(timing.runs) or f"median of {timing.runs}"
    error = UNKNOWN if timing.error is None else f"±{timing.error:.0%}"
    return f"sampled {timing.sample:,} {error}"


def _time(seconds: float) -> str:
    for unit, size in (("s", 1.0), ("ms", 1e-3)):
        if seconds >= size:
            return f"{seconds / size:,.3g} {unit}" if seconds < 1000 * size else f"{seconds:,.0f} s"
    return f"{seconds * 1e6:.3g} µs"


def _memory(size: int | None) -> str:
    return UNKNOWN if size is None else f"{size / 1e6:,.0f} MB"
