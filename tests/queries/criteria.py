"""Criteria of a gate by their cases: an estate that passes them all, and what spoils each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from itspm_graph.catalogue import catalogue
from itspm_graph.graph import Graph
from tests.queries.estates import estate_of
from tests.queries.test_answers import answer

Rows = list[tuple[Any, ...]]


@dataclass(frozen=True)
class Judged:
    """An estate in which a service passes each of these criteria until a document spoils it."""

    estate: str
    service: str
    spoiled: Mapping[str, list[tuple[str, Rows]]]
    unjudged: Mapping[str, str] = field(default_factory=dict)
    """By query that says whether criteria can be judged: what takes away what they're judged by."""

    @property
    def cases(self) -> list[tuple[str, str, Rows]]:
        """Criterion, spoiling document, and the rows that it leads to."""
        return [(name, *case) for name, cases in self.spoiled.items() for case in cases]

    def passes(self, graph: Graph) -> list[str]:
        """Criteria that find nothing, and could have."""
        return [
            name
            for name in self.spoiled
            if not answer(graph, name, self.service) and self.assessable(graph, name)
        ]

    def assessable(self, graph: Graph, name: str) -> bool:
        """Whether the estate holds what the criterion is about."""
        by = catalogue()[name].assessable
        return not by or bool(answer(graph, by, self.service))

    def spoil(self, spoiler: str) -> Graph:
        return estate_of(self.estate, spoiler)
