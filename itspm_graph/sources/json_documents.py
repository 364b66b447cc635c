"""JSON text to trees with lines.

The outer two levels are walked here, so that each record has its line; a record itself is left to
the decoder in C. That reads a dump of several hundred thousand records in seconds.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from json import JSONDecodeError, JSONDecoder
from typing import Any

from itspm_graph.sources.trees import (
    MAX_DEPTH,
    NO_LINES,
    Block,
    Row,
    Tree,
    UnreadableDocumentError,
    duplicate_key,
    too_deep,
)

_WALKED_LEVELS = 2
_space = re.compile(r"[ \t\n\r]*").match
_separator = re.compile(r"[ \t\n\r]*([,:}\]])[ \t\n\r]*").match
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


def trees(text: str) -> Iterator[Tree]:
    """The documents of a JSON text, one after the other."""
    walk = _Walk(text)
    position = _end_of_space(text, 0)
    try:
        while position < len(text):
            line = walk.line_at(position)
            root, position = walk.value(position, 0)
            yield Tree(root, line)
            position = _end_of_space(text, position)
    except JSONDecodeError as error:
        what = f"not JSON: {error.msg} (column {error.colno})"
        raise UnreadableDocumentError("json-syntax", error.lineno, what) from error
    except RecursionError as error:
        raise too_deep(walk.line) from error
    except ValueError as error:
        raise UnreadableDocumentError(
            "bad-number", walk.line, "a number has too many digits"
        ) from error


class _Walk:
    """A way through one text; `line` is that of the record at hand."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.line = 1
        self._counted = 0
        self._surrogates = _SURROGATE.search(text) is not None
        self._decode = JSONDecoder(
            object_pairs_hook=self._block,
            parse_constant=self._refuse_constant,
            parse_float=self._finite,
        ).raw_decode

    def line_at(self, position: int) -> int:
        """The line of a position that isn't before any asked for earlier."""
        self.line += self.text.count("\n", self._counted, position)
        self._counted = position
        return self.line

    def value(self, position: int, level: int) -> tuple[Any, int]:
        """The value that begins at `position`, and where it ends."""
        if level < _WALKED_LEVELS:
            first = self.text[position : position + 1]
            if first == "{":
                return self._mapping(position, level)
            if first == "[":
                return self._sequence(position, level)
        value, end = self._decode(self.text, position)
        self._check(value, position, end)
        return value, end

    def _sequence(self, position: int, level: int) -> tuple[Row, int]:
        text, row = self.text, Row()
        row.line, row.lines = self.line_at(position), []
        position = _end_of_space(text, position + 1)
        if text[position : position + 1] == "]":
            return row, position + 1
        while True:
            row.lines.append(self.line_at(position))
            value, position = self.value(position, level + 1)
            row.append(value)
            position, ended = self._goes_on(position, "]")
            if ended:
                return row, position

    def _mapping(self, position: int, level: int) -> tuple[Block, int]:
        text, block = self.text, Block()
        lines: dict[str, int] = {}
        block.line, block.lines = self.line_at(position), lines
        position = _end_of_space(text, position + 1)
        if text[position : position + 1] == "}":
            return block, position + 1
        while True:
            line = self.line_at(position)
            key, position = self._key(position)
            if key in block:
                raise duplicate_key(key, line, lines[key])
            value, position = self.value(position, level + 1)
            block[key], lines[key] = value, line
            position, ended = self._goes_on(position, "}")
            if ended:
                return block, position

    def _key(self, position: int) -> tuple[str, int]:
        if self.text[position : position + 1] != '"':
            raise JSONDecodeError("expecting a key in double quotes", self.text, position)
        key, end = self._decode(self.text, position)
        self._check(key, position, end)
        match = _separator(self.text, end)
        if match is None or match[1] != ":":
            raise JSONDecodeError("expecting ':'", self.text, _end_of_space(self.text, end))
        return key, match.end()

    def _goes_on(self, position: int, end: str) -> tuple[int, bool]:
        """Where the next entry begins; or, with True, where the collection is over."""
        match = _separator(self.text, position)
        if match is None or match[1] not in (",", end):
            at = _end_of_space(self.text, position)
            raise JSONDecodeError(f"expecting ',' or {end!r}", self.text, at)
        if match[1] == ",":
            return match.end(), False
        return match.end(1), True

    def _block(self, pairs: list[tuple[str, Any]]) -> Block:
        block = Block(pairs)
        block.line, block.lines = self.line, NO_LINES
        if len(block) != len(pairs):
            twice = Counter(name for name, _ in pairs).most_common(1)
            raise duplicate_key(twice[0][0], self.line)
        return block

    def _check(self, value: Any, start: int, end: int) -> None:
        """Refuses what only a look at the whole record tells; cheap where it can't be there."""
        if end - start > MAX_DEPTH and isinstance(value, dict | list):
            text, opening = self.text, MAX_DEPTH - _WALKED_LEVELS
            if text.count("[", start, end) + text.count("{", start, end) > opening:
                self._check_depth(value)
        if self._surrogates:
            self._check_surrogates(value)

    def _check_depth(self, value: Any) -> None:
        level, depth = [value], _WALKED_LEVELS
        while level := [v for v in level if isinstance(v, dict | list)]:
            depth += 1
            if depth > MAX_DEPTH:
                raise too_deep(self.line)
            level = [inner for outer in level for inner in _inside(outer)]

    def _check_surrogates(self, value: Any) -> None:
        pending = [value]
        while pending:
            one = pending.pop()
            if isinstance(one, dict | list):
                pending.extend(_inside(one))
                pending.extend(one if isinstance(one, dict) else ())
            elif isinstance(one, str) and any("\ud800" <= mark <= "\udfff" for mark in one):
                raise UnreadableDocumentError(
                    "encoding", self.line, "half of a surrogate pair (\\ud800…) is no character"
                )

    def _refuse_constant(self, name: str) -> None:
        raise UnreadableDocumentError(
            "bad-number", self.line, f"{name} is no JSON; write a finite number, or null"
        )

    def _finite(self, digits: str) -> float:
        value = float(digits)
        if math.isinf(value):
            raise UnreadableDocumentError(
                "bad-number", self.line, f"{digits[:40]} is too large; write a finite number"
            )
        return value


def _inside(container: dict[str, Any] | list[Any]) -> Iterator[Any]:
    return iter(container.values() if isinstance(container, dict) else container)


def _end_of_space(text: str, position: int) -> int:
    found = _space(text, position)
    return found.end() if found else position
