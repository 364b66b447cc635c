"""The estate as it would be: a snapshot with a document laid over it. Nothing is written."""

from __future__ import annotations

from pathlib import Path

from itspm_graph.errors import InvalidInput
from itspm_graph.graph import Change, Graph
from itspm_graph.importing import plan
from itspm_graph.sources import Statements, Text
from itspm_graph.sources.reading import read, read_texts


def planned(graph: Graph, source: str | Path) -> tuple[Graph, list[Change]]:
    """The snapshot with what a file or a client's text says, and the changes that this makes.

    `InvalidInput` lists every problem, as an import would.
    """
    found = plan(graph, _statements(source))
    if found.errors:
        raise InvalidInput(found.problems)
    return graph.apply(found.changes, graph.revision), found.changes


def _statements(source: str | Path) -> Statements:
    if isinstance(source, Path):
        return read([source], None, None)
    return read_texts([Text(Path("plan"), "plan", source)])
