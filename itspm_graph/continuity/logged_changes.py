"""What the log of a store tells of changes to what elements need, since some days.

The snapshot at the end of a day is held against today's, record by record. A record that was
changed and changed back is no change.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from itspm_graph.connections import connections, failure_edges
from itspm_graph.graph import NODE_BY_PREFIX, Change, EdgeId, Graph, canonical, parsed
from itspm_graph.model.elements import Element, RequirementGroup
from itspm_graph.records import EDGES, Edge, Ref
from itspm_graph.spreading import Spread
from itspm_graph.store import Revision, Store

WORDS = frozenset((*Element.model_fields, *Edge.model_fields, "lifecycle", "email"))
"""Properties that say something about a record, and nothing about what it is made of."""
MADE_OF = frozenset(
    prefix
    for prefix, node in NODE_BY_PREFIX.items()
    if issubclass(node, Element) and (node.fails_by_itself or node is RequirementGroup)
)
"""Types whose records matter themselves. Services and the like are made of relationships: what they
promise may change as it likes."""


class LoggedRecord(NamedTuple):
    """A record that was written since, with all that was."""

    owner: int
    """Who is otherwise by it: the element itself, or who needs by the relationship."""
    id: Ref | EdgeId
    revisions: list[int]
    """Revisions that wrote it, ascending."""
    states: list[str | None]
    """Its state before each of these, and after the last."""

    def before(self, revision: int) -> str | None:
        """Its state at a revision."""
        return self.states[bisect_right(self.revisions, revision)]

    def kind(self, revision: int) -> Literal["added", "changed", "removed"] | None:
        """What became of it since a revision; None where that is nothing."""
        before, after = self.before(revision), self.states[-1]
        if not _differ(before, after):
            return None
        if before is None:
            return "added"
        return "removed" if after is None else "changed"

    @property
    def text(self) -> str:
        """The record in words."""
        if isinstance(self.id, EdgeId):
            return f"{self.id.source} {EDGES[self.id.label].key} {self.id.target}"
        return str(self.id)


class LoggedChanges:
    """Changes by the log of a store, up to the revision of a snapshot."""

    def __init__(self, graph: Graph, store: Store) -> None:
        self._graph = graph
        self._store = store
        past = [each for each in store.revisions() if each.number <= graph.revision]
        self.days = {each.number: _day(each) for each in past}
        """Day of each revision, in UTC."""
        self.reaches_back_to = min(self.days.values(), default=None)
        """Day of the first revision."""
        self.records: Mapping[int, list[LoggedRecord]] = {}
        """By their owners, those that were written since any of the days that were asked about."""
        self._revisions: dict[date, int] = {}
        self._reached: dict[int, NDArray[np.bool_]] = {}

    def revision_after(self, day: date) -> int:
        """The newest revision at the end of a day; where the log began later, of its first day.

        What is loaded on the first day was there before: only what came later can be a change.
        """
        if day not in self._revisions:
            start = max(day, self.reaches_back_to or day)
            before = (number for number, on in self.days.items() if on <= start)
            self._revisions[day] = max(before, default=0)
        return self._revisions[day]

    def reached(self, day: date) -> NDArray[np.bool_]:
        """By position, whether it or anything that it needs changed since a day. See `look`."""
        return self._reached[self.revision_after(day)]

    def look(self, days: Iterable[date]) -> None:
        """Read the log since the earliest of these days, once, and follow what changed.

        Changes since a later day are among those since an earlier one, but for records that were
        changed back in between: so the walk goes on from day to day wherever it can.
        """
        wanted = sorted({self.revision_after(each) for each in days}, reverse=True)
        if not wanted:
            return
        records = self._read(wanted[-1])
        by_owner: dict[int, list[LoggedRecord]] = defaultdict(list)
        for record in records:
            by_owner[record.owner].append(record)
        self.records = by_owner
        steady = [record for record in records if _steady(record)]
        steady.sort(key=lambda record: record.revisions[-1])
        wavering = [record for record in records if not _steady(record)]
        along = connections(self._graph).dependents
        spread, so_far = Spread(along), frozenset[int]()
        lost: list[int] = []
        for revision in wanted:
            while steady and steady[-1].revisions[-1] > revision:
                lost.append(steady.pop().owner)
            now = frozenset(n for n, each in enumerate(wavering) if each.kind(revision))
            if not so_far <= now:
                spread = Spread(along)
            so_far = now
            spread.go({*lost, *(wavering[number].owner for number in now)})
            self._reached[revision] = spread.hops >= 0

    def _read(self, revision: int) -> list[LoggedRecord]:
        """What was written after a revision and is of a kind that matters, record by record."""
        found: dict[Ref | EdgeId, LoggedRecord] = {}
        if revision == self._graph.revision:
            return []
        for logged in self._store.changes(revision, self._graph.revision):
            change = logged.change
            if change.id in found:
                found[change.id].revisions.append(logged.revision)
                found[change.id].states.append(change.after)
            elif (owner := self._owner(change)) is not None:
                states = [change.before, change.after]
                found[change.id] = LoggedRecord(owner, change.id, [logged.revision], states)
        return [record for record in found.values() if any(_differences(record))]

    def _owner(self, change: Change) -> int | None:
        """Who is otherwise by a change; None where it doesn't matter, or where that is gone.

        Whoever is gone has taken along the relationships of those that needed it.
        """
        if isinstance(change.id, Ref):
            return self._graph.find(change.id) if change.id.kind in MADE_OF else None
        carries = failure_edges().get(change.id.label)
        if carries is None:
            return None
        source = NODE_BY_PREFIX.get(change.id.source.kind)
        if carries.source_types and not (source and issubclass(source, carries.source_types)):
            return None
        ends = change.id.source, change.id.target
        return self._graph.find(ends[0] if carries.dependent == "source" else ends[1])


def _day(revision: Revision) -> date:
    return date.fromisoformat(revision.at[:10])


def _differences(record: LoggedRecord) -> list[bool]:
    return [_differ(before, record.states[-1]) for before in record.states[:-1]]


def _steady(record: LoggedRecord) -> bool:
    """Whether it was never before as it is now."""
    return all(_differences(record))


def _differ(before: str | None, after: str | None) -> bool:
    """Whether two states of a record differ in more than words.

    A record that came in and states since when it holds is told by that day, not by the log.
    """
    if before == after:
        return False
    if before is None and after is not None:
        return "valid_from" not in parsed(after)
    if before is None or after is None:
        return True
    return _core(parsed(before)) != _core(parsed(after))


def _core(stated: Mapping[str, Any]) -> str:
    said = {name: value for name, value in stated.items() if name not in WORDS}
    return canonical({name: value for name, value in said.items() if not name.endswith("_on")})
