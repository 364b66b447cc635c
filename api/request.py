"""What one GraphQL request holds: its snapshots, and how much it may still ask for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from pydantic import BaseModel

from itspm_graph.graph import Graph, Link
from itspm_graph.session import Session


class Exhausted(BaseException):
    """The answer grew beyond the limit.

    No `Exception`: the executor would take it for the error of one field and go on with the rest.
    """


class Request:
    """One request. Whatever it reads without `asOf` is of one revision, also while others write.

    `budget` is the number of fields that the answer may still have; None for no bound, as for
    mutations, which must report what they did.
    """

    def __init__(self, session: Session, budget: int | None) -> None:
        self.session = session
        self._budget = budget
        self._graphs: dict[str | int | None, Graph] = {}

    def graph(self, as_of: str | int | None = None) -> Graph:
        """The snapshot of this request, or the one at a revision or instant."""
        if as_of not in self._graphs:
            self._graphs[as_of] = self.session.graph(as_of)
        return self._graphs[as_of]

    def revision(self, as_of: str | None = None) -> int:
        """The revision that `asOf` means in this request."""
        return self.graph(as_of).revision

    def spend(self, fields: int = 1) -> None:
        """Take so many fields from the budget; `Exhausted` where there are no more."""
        if self._budget is not None:
            self._budget -= fields
            if self._budget < 0:
                raise Exhausted


class FoundNode:
    """A node of a snapshot."""

    __slots__ = ("graph", "position", "properties", "ref")

    def __init__(self, graph: Graph, position: int) -> None:
        self.graph = graph
        self.position = position
        self.ref = str(graph.ref(position))
        self.properties: Mapping[str, Any] = graph.properties(position)

    @property
    def label(self) -> str:
        return self.graph.label(self.position)


class FoundLink:
    """An edge of a snapshot, seen from one of its ends."""

    __slots__ = ("away", "graph", "properties")

    def __init__(self, graph: Graph, link: Link, away: int) -> None:
        self.graph = graph
        self.properties = link.properties
        self.away = away

    @property
    def node(self) -> FoundNode:
        """The node at the other end."""
        return FoundNode(self.graph, self.away)


class Part(NamedTuple):
    """A result of a `Session` verb, or a part of one, with the revision that it speaks of."""

    value: BaseModel
    revision: int | None
