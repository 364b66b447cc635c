"""Markdown with YAML before it: keys for machines between two lines `---`, then text for people."""

from __future__ import annotations

import re
from collections.abc import Iterator

from itspm_graph.sources import yaml_documents
from itspm_graph.sources.trees import NO_LINES, Block, Tree, UnreadableDocumentError

ENDINGS = (".md", ".markdown")

_BEGINNING = re.compile(r"\ufeff?---[ \t]*(?:\r?\n|\Z)")
_END = re.compile(r"^(?:---|\.\.\.)[ \t]*\r?(?:\n|\Z)", re.M)
_NAMES_A_DOCUMENT = re.compile(r"^document[ \t]*:", re.M)


class FrontMatter(Block):
    """What stands before the text, and the text."""

    __slots__ = ("body",)

    body: str


def begins(text: str, ending: str) -> bool:
    """Whether a text whose file name says nothing is Markdown with the front matter of a document.

    YAML may begin with `---` as well; only here does the first part name a document.
    """
    opening = None if ending in (".yaml", ".yml", ".json") else _BEGINNING.match(text)
    closing = opening and _END.search(text, opening.end())
    return bool(
        opening and closing and _NAMES_A_DOCUMENT.search(text, opening.end(), closing.start())
    )


def trees(text: str) -> Iterator[Tree]:
    """The one document of a Markdown text; `UnreadableDocumentError` where it can't be read."""
    opening = _BEGINNING.match(text)
    if opening is None:
        message = "begins with no front matter: a line ---, keys, and a line --- again"
        raise UnreadableDocumentError("no-front-matter", 1, message)
    closing = _END.search(text, opening.end())
    if closing is None:
        message = "the front matter that begins here has no end; close it with a line ---"
        raise UnreadableDocumentError("no-front-matter", 1, message)
    # The first line `---` is YAML's own beginning of a document, so lines are counted right.
    stated = list(yaml_documents.trees(text[: closing.start()].removeprefix("\ufeff")))
    root = stated[0].root if stated else None
    if root is not None and not isinstance(root, Block):
        raise UnreadableDocumentError("no-front-matter", 2, "the front matter holds no keys")
    found = FrontMatter(root or {})
    found.line, found.lines = 1, NO_LINES if root is None else root.lines
    found.body = text[closing.end() :].replace("\r\n", "\n").strip("\n")
    yield Tree(found, 1, stated[0].tags if stated else ())
