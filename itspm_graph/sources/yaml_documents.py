"""YAML text to trees with lines.

Built on the event stream rather than on a constructor: no recursion, no objects from tags, and
aliases are counted, so that a small file can't stand for a huge tree.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from itspm_graph.sources.scalars import Scalar, meaning, tagged
from itspm_graph.sources.trees import (
    MAX_DEPTH,
    Block,
    Row,
    Tree,
    UnreadableDocumentError,
    duplicate_key,
    too_deep,
)

ALIAS_BUDGET = 1_000_000
"""Values that the aliases of one document may stand for."""

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_OWN_TAGS = "tag:yaml.org,2002:"
_SCALAR_TAGS = frozenset(("str", "int", "float", "bool", "null"))
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(slots=True)
class _Open:
    """A collection that isn't closed yet."""

    value: Block | Row
    anchor: str | None
    key: str | None = None
    key_line: int = 0
    lines: dict[str, int] = field(default_factory=dict)
    merges: list[tuple[Any, int]] = field(default_factory=list)
    merging: bool = False
    weight: int = 1
    height: int = 1


@dataclass(frozen=True, slots=True)
class _Anchored:
    """What an anchor stands for, and how much of it there is."""

    value: Any
    text: str | None
    weight: int
    height: int


def trees(text: str) -> Iterator[Tree]:
    """The documents of a YAML text; `UnreadableDocumentError` at the first that can't be read."""
    _refuse_unprintable(text)
    builder = _Builder()
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            tree = builder.take(event)
            if tree is not None:
                yield tree
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = " ".join(part for part in (error.context, error.problem) if part)
        line = mark.line + 1 if mark else builder.line
        raise UnreadableDocumentError("yaml-syntax", line, f"not YAML: {what}") from error
    except (yaml.YAMLError, UnicodeError, ValueError) as error:
        message = f"not YAML: {str(error).splitlines()[0]}"
        raise UnreadableDocumentError("yaml-syntax", builder.line, message) from error


def _refuse_unprintable(text: str) -> None:
    found = _UNPRINTABLE.search(text)
    if found:
        line = text.count("\n", 0, found.start()) + 1
        raise UnreadableDocumentError(
            "yaml-syntax",
            line,
            f"the character U+{ord(found[0]):04X} can't stand in YAML as it is; "
            "write it as an escape between double quotes, or remove it",
        )


class _Builder:
    """Puts events together; a stack takes the place of recursion."""

    def __init__(self) -> None:
        self.line = 1
        self.aliased = 0
        self._begin(1)

    def _begin(self, line: int) -> None:
        self.begins = line
        self.root: Any = None
        self.stack: list[_Open] = []
        self.anchors: dict[str, _Anchored | None] = {}
        self.tags: list[tuple[str, int]] = []

    def take(self, event: Any) -> Tree | None:
        """Takes one event in; the document where this event ends it."""
        self.line = event.start_mark.line + 1
        kind = type(event)
        if kind is yaml.ScalarEvent:
            self._scalar(event)
        elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            self._open(event, Block() if kind is yaml.MappingStartEvent else Row())
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            self._close()
        elif kind is yaml.AliasEvent:
            self._alias(event.anchor)
        elif kind is yaml.DocumentStartEvent:
            self._begin(self.line)
        elif kind is yaml.DocumentEndEvent:
            line = getattr(self.root, "line", self.begins)
            return Tree(self.root, line, tuple(self.tags))
        return None

    def _scalar(self, event: Any) -> None:
        text: str = event.value
        plain = not event.style and event.tag is None
        value = text
        if plain and not self._awaits_key():
            value = meaning(text, self.line)  # type: ignore[assignment]
        elif event.tag is not None:
            value = self._tagged_scalar(event)  # type: ignore[assignment]
        weight = 1 + len(text) // 100
        if event.anchor is not None:
            kept = meaning(text, self.line) if plain else value
            self.anchors[event.anchor] = _Anchored(kept, text, weight, 0)
        self._add(value, text, weight, 0, plain)

    def _tagged_scalar(self, event: Any) -> Scalar:
        text: str = event.value
        tag: str = event.tag
        name = tag.removeprefix(_OWN_TAGS)
        if tag == "!":
            return text
        if name != tag and name in _SCALAR_TAGS:
            return tagged(name, text, self.line)
        self.tags.append((_shown(tag), self.line))
        return text if event.style else meaning(text, self.line)

    def _awaits_key(self) -> bool:
        if not self.stack:
            return False
        top = self.stack[-1]
        return type(top.value) is Block and top.key is None

    def _open(self, event: Any, value: Block | Row) -> None:
        if self._awaits_key():
            raise UnreadableDocumentError(
                "bad-key",
                self.line,
                "a list or mapping can't be the key of an entry; keys are texts",
            )
        if len(self.stack) >= MAX_DEPTH:
            raise too_deep(self.line)
        own = "map" if type(value) is Block else "seq"
        if event.tag not in (None, "!", _OWN_TAGS + own):
            self.tags.append((_shown(event.tag), self.line))
        value.line = self.line
        if event.anchor is not None:
            self.anchors[event.anchor] = None
        opened = _Open(value, event.anchor)
        if isinstance(value, Block):
            value.lines = opened.lines
        else:
            value.lines = []
        self.stack.append(opened)

    def _close(self) -> None:
        done = self.stack.pop()
        if done.merges:
            _merge(done)
        if done.anchor is not None:
            self.anchors[done.anchor] = _Anchored(done.value, None, done.weight, done.height)
        self.line = done.value.line
        self._add(done.value, None, done.weight, done.height, plain=False)

    def _alias(self, anchor: str) -> None:
        if anchor not in self.anchors:
            raise UnreadableDocumentError(
                "unknown-alias", self.line, f"*{anchor} stands for nothing: no &{anchor} before it"
            )
        known = self.anchors[anchor]
        if known is None:
            raise UnreadableDocumentError(
                "recursive-alias", self.line, f"*{anchor} stands inside what it stands for"
            )
        self.aliased += known.weight
        if self.aliased > ALIAS_BUDGET:
            raise UnreadableDocumentError(
                "too-many-aliases",
                self.line,
                f"the aliases stand for more than {ALIAS_BUDGET:,} values; use fewer",
            )
        if len(self.stack) + known.height > MAX_DEPTH:
            raise too_deep(self.line)
        self._add(known.value, known.text, known.weight, known.height, plain=False)

    def _add(self, value: Any, text: str | None, weight: int, height: int, plain: bool) -> None:
        if not self.stack:
            self.root = value
            return
        top = self.stack[-1]
        top.weight += weight
        if height >= top.height:
            top.height = height + 1
        if isinstance(top.value, Row):
            top.value.append(value)
            top.value.lines.append(self.line)
        elif top.key is None:
            self._key(top, text, plain)
        elif top.merging:
            top.merges.append((value, top.key_line))
            top.key, top.merging = None, False
        else:
            top.value[top.key] = value
            top.key = None

    def _key(self, top: _Open, text: str | None, plain: bool) -> None:
        if text is None:
            raise UnreadableDocumentError(
                "bad-key", self.line, "an alias of a list or mapping can't be the key of an entry"
            )
        if text in top.lines:
            raise duplicate_key(text, self.line, top.lines[text])
        top.key, top.key_line = text, self.line
        top.lines[text] = self.line
        top.merging = plain and text == "<<"


def _merge(block: _Open) -> None:
    """Fills in what `<<` takes over: the block's own entries win, then the first named."""
    target: Any = block.value
    block.lines.pop("<<", None)
    for merged, line in block.merges:
        parts = merged if isinstance(merged, list) else [merged]
        if not all(isinstance(part, Block) for part in parts):
            raise UnreadableDocumentError(
                "bad-merge", line, "<< takes a mapping, or a list of mappings (as `<<: *defaults`)"
            )
        for part in parts:
            for key, value in part.items():
                if key not in target:
                    target[key] = value
                    block.lines[key] = part.lines.get(key, line)


def _shown(tag: str) -> str:
    return tag.replace(_OWN_TAGS, "!!", 1)
