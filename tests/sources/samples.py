"""The sample catalogs, and short ways to read texts and to look at what came of it."""

from __future__ import annotations

from pathlib import Path

from itspm_graph.errors import Problem
from itspm_graph.sources import Statements, Text
from itspm_graph.sources.documents import Document, load
from itspm_graph.sources.reading import read_texts

DATA = Path(__file__).parents[1] / "data"


def text(content: str, name: str = "catalog.yaml") -> Text:
    return Text(Path(name), name, content)


def loaded(content: str, name: str = "catalog.yaml") -> tuple[list[Document], list[Problem]]:
    return load(text(content, name))


def root(content: str, name: str = "catalog.yaml") -> object:
    documents, problems = loaded(content, name)
    assert problems == []
    return documents[0].root


def said(content: str, name: str = "catalog.yaml", format: str | None = None) -> Statements:
    return read_texts([text(content, name)], format)


def brief(problem: Problem) -> tuple[str, int, str]:
    return problem.code, problem.line, problem.field


def errors(statements: Statements) -> list[Problem]:
    return [problem for problem in statements.problems if problem.severity == "error"]


def codes(statements: Statements) -> list[str]:
    return [problem.code for problem in statements.problems]
