"""What was tried, and what has changed since: exercises, and changes that the catalog states.

An exercise of a service counts for the plans that cover it too: whoever brings the service back has
tried its plan. An exercise of a plan counts for all that it covers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from itspm_graph.answers.days import day
from itspm_graph.connections import connections, failure_edges, of_types
from itspm_graph.graph import Graph
from itspm_graph.records import EDGES, Carries
from itspm_graph.spreading import Spread


class Trial(NamedTuple):
    """An exercise, of a plan or of a service, on a day that is known."""

    held_on: date
    exercise: int
    tried: int
    """The plan or the service."""
    said: Mapping[str, Any]
    """What the exercise says of just that."""


def plans_of(graph: Graph, element: int) -> list[int]:
    """The plans that cover an element."""
    links = graph.links_from(element, "COVERED_BY_PLAN")
    return list(dict.fromkeys(link.target for link in links))


def covered_by(graph: Graph, plan: int) -> list[int]:
    """What a plan covers."""
    links = graph.links_to(plan, "COVERED_BY_PLAN")
    return list(dict.fromkeys(link.source for link in links))


def trials(graph: Graph, tried: Iterable[int], on: date) -> list[Trial]:
    """Exercises of any of these up to a day, the latest first."""
    found = [
        Trial(held_on, link.source, each, link.properties)
        for each in tried
        for link in graph.links_to(each, "EXERCISED")
        if (held_on := day(graph.properties(link.source), "held_on")) is not None and held_on <= on
    ]
    return sorted(found, key=lambda t: (t.held_on, graph.ref(t.exercise)), reverse=True)


def last_held_on(graph: Graph, tried: Iterable[int], on: date) -> date | None:
    """The day of the latest exercise of any of these, up to a day."""
    return max((trial.held_on for trial in trials(graph, tried, on)), default=None)


class StatedChange(NamedTuple):
    """A change on a day that the catalog states."""

    on: date
    owner: int
    """What is otherwise than before."""
    what: str
    """The release, the relationship or the element that came in."""


def stated_changes(graph: Graph, on: date) -> Iterator[StatedChange]:
    """Changes up to a day: releases, and elements and relationships that hold only since a day.

    Relationships are those that can carry failure; their owner is who needs.
    """
    for link in graph.links("HAS_RELEASE"):
        released_on = day(graph.properties(link.target), "released_on")
        if released_on is not None and released_on <= on:
            yield StatedChange(released_on, link.source, str(graph.ref(link.target)))
    for position in graph.positions():
        if '"valid_from"' in graph.text(position):  # quicker than taking every record apart
            valid_from = day(graph.properties(position), "valid_from")
            if valid_from is not None and valid_from <= on:
                yield StatedChange(valid_from, position, str(graph.ref(position)))
    for label, carries in failure_edges().items():
        yield from _began(graph, label, carries, on)


def _began(graph: Graph, label: str, carries: Carries, on: date) -> Iterator[StatedChange]:
    table = graph.table(label)
    codes = np.unique(table.codes)
    began = {
        code: valid_from
        for code in codes.tolist()
        if (valid_from := day(graph.edge_properties(code), "valid_from")) and valid_from <= on
    }
    rows = np.isin(table.codes, list(began))
    if carries.source_types:
        rows &= of_types(graph, table.sources, carries.source_types)
    for row in np.flatnonzero(rows).tolist():
        source, target = int(table.sources[row]), int(table.targets[row])
        owner = source if carries.dependent == "source" else target
        yield StatedChange(
            began[int(table.codes[row])],
            owner,
            f"{graph.ref(source)} {EDGES[label].key} {graph.ref(target)}",
        )


def latest_changes(graph: Graph, changes: Iterable[StatedChange]) -> NDArray[np.int32]:
    """By position the day of the latest change of it or of anything that it needs; 0 for none.

    Days are ordinals of the calendar. The latest goes first, from those who changed to all who need
    them, so nobody is met twice.
    """
    owners: dict[date, set[int]] = defaultdict(set)
    for change in changes:
        owners[change.on].add(change.owner)
    days: NDArray[np.int32] = np.zeros(graph.size, dtype=np.int32)
    spread = Spread(connections(graph).dependents)
    for on in sorted(owners, reverse=True):
        spread.go(owners[on])
        days[(spread.hops >= 0) & (days == 0)] = on.toordinal()
    return days
