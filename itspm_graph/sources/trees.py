"""What a document is made of: plain dicts and lists that remember the lines they came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

MAX_DEPTH = 100
"""Levels of nesting that a document may have; no catalog comes near it."""

NO_LINES: Mapping[Any, int] = MappingProxyType({})


class Block(dict[str, Any]):
    """A mapping, the line it begins in, and the lines of its keys as far as they are known."""

    __slots__ = ("line", "lines")

    line: int
    lines: Mapping[str, int]


class Row(list[Any]):
    """A sequence, the line it begins in, and the line of each item."""

    __slots__ = ("line", "lines")

    line: int
    lines: list[int]


class UnreadableDocumentError(Exception):
    """A document that breaks the rules of its notation; the line is counted from 1."""

    def __init__(self, code: str, line: int, message: str) -> None:
        super().__init__(message)
        self.code, self.line, self.message = code, line, message


@dataclass(frozen=True)
class Tree:
    """One document: its value, where it begins, and the foreign tags that it carries."""

    root: Any
    line: int
    tags: tuple[tuple[str, int], ...] = ()


def too_deep(line: int) -> UnreadableDocumentError:
    """A document nested so deep that walking through it would be the problem."""
    return UnreadableDocumentError(
        "too-deep", line, f"nested more than {MAX_DEPTH} levels deep; a catalog needs far fewer"
    )


def duplicate_key(key: str, line: int, first: int | None = None) -> UnreadableDocumentError:
    """Two entries of one name, of which a loader would silently drop one."""
    before = f", first in line {first}" if first else ""
    message = f"{key[:60]!r} stands twice in one mapping{before}; keep one"
    return UnreadableDocumentError("duplicate-key", line, message)


def line_of(container: object, key: str | int, otherwise: int) -> int:
    """Line of an entry, or of what holds it where the entry's own isn't known."""
    if isinstance(container, Block) and isinstance(key, str):
        return container.lines.get(key, container.line)
    if isinstance(container, Row) and isinstance(key, int) and key < len(container.lines):
        return container.lines[key]
    return otherwise


def shape(value: object) -> str:
    """What people call a value of this type, for messages."""
    names = {dict: "a mapping", list: "a list", str: "a text", bool: "a truth value"}
    found = next((name for kind, name in names.items() if isinstance(value, kind)), None)
    return found or ("nothing" if value is None else "a number")
