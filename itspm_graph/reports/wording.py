"""Offenders in words: names where rows have references."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from itspm_graph.catalogue import NamedQuery
from itspm_graph.framework import framework
from itspm_graph.graph import Graph
from itspm_graph.records import NODES

LABELS = {node.label: node.prefix.replace("-", " ") for node in NODES}
"""Types as people write them."""
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
REFERENCE = re.compile(r"[a-z-]+:[a-z0-9](?:[a-z0-9._+~/-]*[a-z0-9])?")


@dataclass(frozen=True)
class Cell:
    """What one cell of a row says; `refs` are the references behind the names in it."""

    text: str
    refs: str = ""

    @property
    def is_day(self) -> bool:
        """Whether it is a day, which isn't to be broken over two lines."""
        return bool(DAY.fullmatch(self.text))


@dataclass(frozen=True)
class Offenders:
    """The rows of a criterion as a table; `more` were left off."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    more: int


def offenders(
    graph: Graph, query: NamedQuery, rows: Sequence[dict[str, Any]], about: str, most: int
) -> Offenders:
    """The first rows of a criterion, told by names; columns that tell nothing new are left out."""
    told = [{name: cell(graph, value) for name, value in row.items()} for row in rows[:most]]
    columns = [c.name for c in query.returns if not _needless(c.name, told, about)]
    return Offenders(
        tuple(words(name) for name in columns),
        tuple(tuple(row[name] for name in columns) for row in told),
        len(rows) - len(told),
    )


def _needless(column: str, rows: Sequence[dict[str, Cell]], about: str) -> bool:
    """Whether a column is empty, says what all is about, or names what stands beside it."""
    if all(not row[column].text or row[column].refs == about for row in rows):
        return True
    return column == "name" and all(
        any(other.refs and other.text == row[column].text for other in row.values()) for row in rows
    )


def cell(graph: Graph, value: Any) -> Cell:
    """A value of a row in words."""
    if value is None:
        return Cell("")
    if isinstance(value, bool):
        return Cell("yes" if value else "no")
    if isinstance(value, float):
        return Cell(f"{value:.6g}")
    if isinstance(value, list):
        cells = [cell(graph, item) for item in value]
        return Cell(", ".join(c.text for c in cells), ", ".join(c.refs for c in cells if c.refs))
    text = str(value)
    position = graph.find(text) if ":" in text else None
    if position is not None:
        return Cell(graph.name(position), text)
    if text in framework().documents:
        return Cell(document_words(text))
    return Cell(LABELS[text] if text in LABELS else told(graph, text))


def told(graph: Graph, text: str) -> str:
    """A sentence of the machine's with names in the place of references."""

    def name(found: re.Match[str]) -> str:
        position = graph.find(found[0])
        return found[0] if position is None else graph.name(position)

    return REFERENCE.sub(name, text)


def first_sentence(text: str) -> str:
    """A question itself, without the remarks that follow it."""
    return re.split(r"(?<=[?.])\s", text, maxsplit=1)[0]


def document_words(document: str) -> str:
    """What the framework calls a type of document."""
    stated = framework().documents.get(document)
    return stated.name if stated else words(document)


def words(name: str) -> str:
    """A name of the machine's as people write it: `service-design`, `planned_on`."""
    if name == "ref":
        return "What"
    spaced = name.replace("-", " ").replace("_", " ")
    return spaced[:1].upper() + spaced[1:]
