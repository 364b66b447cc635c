"""Tables and sentences that fit the terminal: nothing is cut in the middle of a word or a bar."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

GAP = 2
"""Blanks between columns."""
NARROW = 4
"""Characters that every column keeps, however narrow the terminal."""
MOST_STYLED = 1_000
"""Rows up to which a table has colours."""
BREAKS = ("/,+·", ":", "-_.")
"""Characters behind which a word longer than its line may be broken, the best first."""

Cell = str | tuple[str, str] | tuple[float, float]
"""Markup; two of it, for where there is room and where there isn't; or the ends of a bar."""


@dataclass
class Column:
    """A column of a table, and how it gives way."""

    head: str
    short: str = ""
    """Its head where there is little room."""
    least: int = 0
    """The width down to which it may be folded; 0 where it never is."""
    drop: int = 0
    """What is left out where there is no room, the highest first; 0 never is."""
    twin: bool = False
    """Whether another column tells the same in other words, so that nobody misses it."""
    right: bool = False
    cells: list[Any] = field(default_factory=list)
    scarce: bool = False
    """Whether there is little room."""
    width: int = 0
    """The width that it is given."""

    def heading(self) -> str:
        return self.short if self.scarce and self.short else self.head

    def text(self, row: int) -> Text:
        cell = self.cells[row]
        shown = cell if isinstance(cell, str) else cell[self.scarce]
        return Text.from_markup(shown.replace("\n", " "), emoji=False)

    def natural(self) -> int:
        """The width at which nothing is folded."""
        widths = (self.text(row).cell_len for row in range(len(self.cells)))
        return max([*map(cell_len, self.heading().split("\n")), *widths])


@dataclass
class Bars(Column):
    """A time line: bars from one share of it to another, scaled to the width left, and an axis."""

    most: int = 40
    """The width that it takes where there is room."""
    axis: tuple[str, str, str] = ("", "", "")
    """What stands above its start, its middle and its end."""

    def heading(self) -> str:
        start, middle, end = self.axis
        between = self.width - cell_len(end)
        at = (self.width - cell_len(middle)) // 2
        if cell_len(start) < at and at + cell_len(middle) < between:
            start = start.ljust(at) + middle
        return start.ljust(between) + end

    def text(self, row: int) -> Text:
        begin, end = self.cells[row]
        first = min(int(self.width * begin), self.width - 1)
        last = min(max(int(self.width * end), first + 1), self.width)
        return Text(" " * first + "█" * (last - first), style="cyan")

    def natural(self) -> int:
        """As little as its axis bears where room is scarce, so that words keep the rest."""
        start, middle, end = map(cell_len, self.axis)
        wanted = 2 * max(start, end) + middle + 1
        return min(max(wanted, self.least), self.most) if self.scarce else self.most


class Fitted:
    """A table that chooses columns and folds cells by the width that there is."""

    def __init__(self, *columns: Column) -> None:
        self.columns = columns
        self.rows = 0

    def add(self, *cells: Cell) -> None:
        self.rows += 1
        for column, cell in zip(self.columns, cells, strict=True):
            column.cells.append(cell)

    def show(self, out: Console) -> None:
        """Its lines on the console; empty columns are left out."""
        filled = [column for column in self.columns if _filled(column)]
        shown = _laid_out(filled, out.width)
        heads = [Text(column.heading(), style="dim") for column in shown]
        if any(head.plain for head in heads):
            _print(out, _lines(heads, shown), self.rows <= MOST_STYLED)
        for row in range(self.rows):
            texts = [column.text(row) for column in shown]
            _print(out, _lines(texts, shown), self.rows <= MOST_STYLED)
        left = [
            column.head
            for column in filled
            if not column.twin and all(column is not each for each in shown)
        ]
        if left:
            say(out, f"[dim]no room for: {', '.join(left)}[/]")


def _laid_out(columns: Sequence[Column], room: int) -> list[Column]:
    """The columns for which there is room, each with its width.

    Short words are tried before a column is dropped, and that before more is folded than it bears.
    """
    shown = list(columns)
    for column in shown:
        column.scarce = False
    while True:
        natural = [column.natural() for column in shown]
        least = [
            min(width, column.least) if column.least else width
            for column, width in zip(shown, natural, strict=True)
        ]
        gaps = GAP * (len(shown) - 1)
        droppable = [column for column in shown if column.drop]
        if sum(natural) + gaps <= room or (
            shown[0].scarce and (sum(least) + gaps <= room or not droppable)
        ):
            break
        if shown[0].scarce:
            last = max(droppable, key=lambda column: column.drop)
            shown = [column for column in shown if column is not last]
        for column in shown:
            column.scarce = True
    if sum(least) + gaps > room:
        least = [min(width, NARROW) for width in natural]
    for column, width in zip(shown, _shrunk(natural, least, room - gaps), strict=True):
        column.width = width
    return shown


def _filled(column: Column) -> bool:
    return isinstance(column, Bars) or any(column.cells)


def _shrunk(natural: Sequence[int], least: Sequence[int], room: int) -> list[int]:
    """Widths that fit together: the widest that may give way gives way first."""
    widths = list(natural)
    while sum(widths) > room:
        giving = [n for n, width in enumerate(widths) if width > least[n]]
        if not giving:
            break
        widths[max(giving, key=lambda n: widths[n])] -= 1
    return widths


def _lines(texts: Sequence[Text], columns: Sequence[Column]) -> Iterator[Text]:
    folded = [
        [line for part in text.split(allow_blank=True) for line in fold(part, column.width)]
        for text, column in zip(texts, columns, strict=True)
    ]
    for number in range(max(map(len, folded))):
        line = Text()
        for pieces, column in zip(folded, columns, strict=True):
            piece = pieces[number] if number < len(pieces) else Text()
            blank = " " * (column.width - piece.cell_len)
            line.append_text(Text(blank) + piece if column.right else piece + Text(blank))
            line.append(" " * GAP)
        line.rstrip()
        yield line


def fold(text: Text, width: int, further: int | None = None) -> Iterator[Text]:
    """Its lines at a width, those but the first at another: broken at blanks, and inside a word
    only where it alone is longer than a line, behind `/`, `:`, `-` and such."""
    rest = text
    while rest.cell_len > width:
        line, rest = rest.divide([_cut(rest.plain, width)])
        line.rstrip()
        yield line
        width = width if further is None else further
    yield rest


def _cut(plain: str, width: int) -> int:
    """Where a line that is too long is broken."""
    fits = 0
    used = 0
    for character in plain:
        used += cell_len(character)
        if used > width:
            break
        fits += 1
    fits = max(fits, 1)
    begin = plain.rfind(" ", 1, fits + 1) + 1
    if plain[:begin].strip():
        return begin
    for marks in BREAKS:
        inside = max(plain.rfind(mark, 1, fits) for mark in marks) + 1
        if inside > fits // 2:
            return inside
    return max(plain.rfind(mark, 1, fits) for marks in BREAKS for mark in marks) + 1 or fits


def _print(out: Console, lines: Iterator[Text], styled: bool) -> None:
    for line in lines:
        if styled:
            out.print(line)
        else:
            out.file.write(f"{line.plain}\n")


def say(out: Console, markup: str, indent: str = "  ") -> None:
    """A sentence, broken between words where the terminal ends; what follows is indented."""
    text = Text.from_markup(markup, emoji=False)
    for number, line in enumerate(fold(text, out.width, out.width - len(indent))):
        out.print(Text(indent) + line if number else line)
