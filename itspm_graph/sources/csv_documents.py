"""CSV to trees with lines: the first row names the columns, every other is a record."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO

from itspm_graph.sources.trees import Block, Tree, UnreadableDocumentError, duplicate_key

ENDINGS = (".csv", ".tsv")
_DELIMITERS = ",;\t|"


def trees(text: str) -> Iterator[Tree]:
    """The records of a table; an empty cell states nothing."""
    text = text.removeprefix("\ufeff")
    rows = csv.reader(StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        names = [name.strip() for name in next(rows, [])]
        if not any(names):
            raise UnreadableDocumentError("csv-syntax", 1, "the first row names no columns")
        for name in names:
            if names.count(name) > 1:
                raise duplicate_key(name, 1)
        end = rows.line_num
        for row in rows:
            line, end = end + 1, rows.line_num
            if not any(cell.strip() for cell in row):
                continue
            if len(row) != len(names):
                message = f"has {len(row)} cells, and the first row names {len(names)} columns"
                raise UnreadableDocumentError("csv-syntax", line, message)
            cells = zip(names, row, strict=True)
            root = Block({name: cell.strip() or None for name, cell in cells if name})
            root.line, root.lines = line, dict.fromkeys(names, line)
            yield Tree(root, line)
    except csv.Error as error:
        message = f"not CSV: {error}"
        raise UnreadableDocumentError("csv-syntax", rows.line_num, message) from error


def _delimiter(text: str) -> str:
    """What stands most often in the first line, where nothing stands: a comma."""
    first = text.split("\n", 1)[0]
    return max(_DELIMITERS, key=first.count)
