"""Texts to documents: which notation a file is in, and where each thing in it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from itspm_graph.errors import Problem
from itspm_graph.sources import (
    Place,
    Statements,
    Text,
    csv_documents,
    front_matter,
    json_documents,
    prometheus_documents,
    yaml_documents,
)
from itspm_graph.sources.trees import Row, Tree, UnreadableDocumentError


@dataclass(frozen=True)
class Document:
    """One document of a file, not yet understood."""

    text: Text
    root: Any
    line: int
    tags: tuple[tuple[str, int], ...] = ()
    walked: bool = False
    """True where the file was found in a folder rather than named by the user."""
    on_disk: bool = True
    """True where files beside it may be read; a text sent by a client has none."""

    def place(self, line: int | None = None) -> Place:
        return Place(self.text.name, line or self.line)

    def problem(
        self,
        code: str,
        message: str,
        line: int | None = None,
        *,
        field: str = "",
        severity: str = "error",
        skippable: bool = False,
    ) -> Problem:
        """A problem at a line of this document."""
        at = line or self.line
        return Problem(code, message, self.text.name, at, field, severity, skippable)


@dataclass(frozen=True)
class Link:
    """Another file that a document refers to; where `path` is None there is only the problem."""

    path: Path | None
    problem: Problem
    """What to report where there is no such file."""


@dataclass(frozen=True)
class Reader:
    """One format: how to tell its documents, and what they say."""

    name: str
    recognises: Callable[[Mapping[str, Any]], bool]
    read: Callable[[Sequence[Document]], Statements]
    links: Callable[[Document], Iterator[Link]] | None = None
    tags: frozenset[str] = frozenset()
    """Tags of its own that it takes; any other is an error."""


def load(
    text: Text, *, walked: bool = False, on_disk: bool = True
) -> tuple[list[Document], list[Problem]]:
    """The documents of a text, up to the first that can't be read."""
    ending = text.path.suffix.lower()
    if ending in csv_documents.ENDINGS:
        trees, problems = _trees(text, csv_documents.trees)
    elif ending in prometheus_documents.ENDINGS or prometheus_documents.begins(text.content):
        trees, problems = _trees(text, prometheus_documents.trees)
    elif ending in front_matter.ENDINGS or front_matter.begins(text.content, ending):
        trees, problems = _trees(text, front_matter.trees)
    elif ending in (".json", ".jsonl", ".ndjson"):
        trees, problems = _trees(text, json_documents.trees)
    elif ending in (".yaml", ".yml") or text.content.lstrip()[:1] not in ("{", "["):
        trees, problems = _trees(text, yaml_documents.trees)
    else:
        trees, problems = _trees(text, json_documents.trees)
        if any(problem.code == "json-syntax" for problem in problems):
            trees, problems = _trees(text, yaml_documents.trees)
    documents = [
        Document(text, root, line, tree.tags, walked, on_disk)
        for tree in trees
        for root, line in _apart(tree)
    ]
    return documents, problems


def _trees(
    text: Text, notation: Callable[[str], Iterator[Tree]]
) -> tuple[list[Tree], list[Problem]]:
    trees: list[Tree] = []
    try:
        for tree in notation(text.content):
            trees.append(tree)  # one by one: those before a broken one are kept
    except UnreadableDocumentError as error:
        return trees, [Problem(error.code, error.message, text.name, error.line)]
    except (MemoryError, RecursionError):
        return trees, [Problem("too-large", "too much to take in; split the file", text.name)]
    return trees, []


def _apart(tree: Tree) -> Iterator[tuple[Any, int]]:
    """A list of mappings is as many documents: catalogs are dumped so. An empty one is none."""
    root = tree.root
    if isinstance(root, Row) and root and all(isinstance(item, dict) for item in root):
        yield from zip(root, root.lines, strict=True)
    elif root is not None:
        yield root, tree.line
