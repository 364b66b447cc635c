"""Readers of other people's files. A reader turns documents into statements about the graph.

A reader validates only what the form of its documents says; whether a field exists and a
reference leads somewhere is decided once for all formats, by `itspm_graph.importing`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from itspm_graph.errors import Problem
from itspm_graph.records import Ref


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is said: a file as the user named it, and a line counted from 1."""

    file: str
    line: int


@dataclass(frozen=True, slots=True)
class NodeStatement:
    """`ref` exists and has these fields. A field that isn't stated keeps its stored value."""

    ref: Ref
    fields: Mapping[str, Any]
    place: Place
    lines: Mapping[str, int] = field(default_factory=dict)
    """Line of each field, where it is known."""
    written: str = ""
    """The slug as people wrote it: what a new node is called that nothing else names."""


@dataclass(frozen=True, slots=True)
class EdgeStatement:
    """The edge `label` leads from `source` to `target` and has these fields."""

    label: str
    source: Ref
    target: Ref
    fields: Mapping[str, Any]
    place: Place
    lines: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Deletion:
    """The node `ref` goes, and its edges with it."""

    ref: Ref
    place: Place


@dataclass(frozen=True, slots=True)
class DocumentVersion:
    """One version of a gate document, as its file states it."""

    ref: Ref
    type: str
    """Its type (`service-strategy`)."""
    services: tuple[Ref, ...]
    """The services that it is for."""
    version: str
    status: str
    """How far it has come, as it is stated; submitted where it isn't."""
    content_hash: str
    """SHA-256 of the file."""
    place: Place
    says: Statements
    """The record itself, and whatever else stands in its file."""


@dataclass(frozen=True, slots=True)
class UseStatement:
    """Somebody used something over a period, both as the evidence names them."""

    used: str
    caller: str | None
    fields: Mapping[str, Any]
    """Fields of the record: period, volume, driver, last day of use."""
    place: Place
    lines: Mapping[str, int] = field(default_factory=dict)


@dataclass
class Statements:
    """All that a set of files says."""

    nodes: list[NodeStatement] = field(default_factory=list)
    edges: list[EdgeStatement] = field(default_factory=list)
    deletions: list[Deletion] = field(default_factory=list)
    complete: dict[tuple[Ref, str], Place] = field(default_factory=dict)
    """(source, edge label) pairs of which every edge is stated: stored ones that aren't, go."""
    documents: list[DocumentVersion] = field(default_factory=list)
    """Versions of gate documents; each goes in as a whole, or is there already."""
    uses: list[UseStatement] = field(default_factory=list)
    """Evidence of use, to be matched with what the graph holds."""
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True)
class Text:
    """One file, decoded."""

    path: Path
    name: str
    """The file as the user named it."""
    content: str
    sha256: str = ""
    """Hash of the file's bytes, in hexadecimal; empty where the text came from no file."""
