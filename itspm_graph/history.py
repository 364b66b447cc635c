"""The snapshots of a store: the newest, kept up to date by the log, and any of the past."""

from __future__ import annotations

import threading
from collections import OrderedDict
from datetime import UTC, datetime

from itspm_graph.errors import InvalidArgument, UnknownRevision
from itspm_graph.graph import Change, EdgeId, Graph
from itspm_graph.records import Ref
from itspm_graph.store import Store

PAST_SNAPSHOTS = 4


class History:
    """What a store holds and held. Safe to use from several threads."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._graph: Graph | None = None
        self._past: OrderedDict[int, Graph] = OrderedDict()
        self._lock = threading.RLock()

    def graph(self, as_of: str | int | None = None) -> Graph:
        """The snapshot at the newest revision, or at a past revision or instant."""
        with self._lock:
            newest = self._newest()
            return newest if as_of is None else self._at(newest, self.revision_at(as_of))

    def _newest(self) -> Graph:
        """The held snapshot, brought up to date by what the log has beyond it."""
        if self._graph is None:
            self._graph = self._store.snapshot()
        head = self._store.head()
        if head > self._graph.revision:
            later = [logged.change for logged in self._store.changes(self._graph.revision, head)]
            self._graph = self._graph.apply(later, head)
        return self._graph

    def _at(self, newest: Graph, revision: int) -> Graph:
        """A past snapshot: the newest with every later change undone, the last one first."""
        if revision == newest.revision:
            return newest
        if revision not in self._past:
            later = [logged.change for logged in self._store.changes(revision, newest.revision)]
            undone = [change.inverted() for change in reversed(later)]
            self._past[revision] = newest.apply(undone, revision)
            while len(self._past) > PAST_SNAPSHOTS:
                self._past.popitem(last=False)
        return self._past[revision]

    def revision_at(self, as_of: str | int) -> int:
        """The number of a revision, given by number or by an instant at which it was the newest.

        An instant without a zone is in UTC, as the log prints them.
        """
        text = str(as_of).strip()
        if text.isdecimal():
            number, head = int(text), self._store.head()
            if number > head:
                raise UnknownRevision(f"there is no revision {number}; the newest is {head}")
            return number
        try:
            instant = datetime.fromisoformat(text)
        except ValueError as error:
            raise InvalidArgument(
                f"{text!r} is neither a revision number nor an instant (2026-11-23T12:00:00Z)"
            ) from error
        instant = instant if instant.tzinfo else instant.replace(tzinfo=UTC)
        past = [r for r in self._store.revisions() if datetime.fromisoformat(r.at) <= instant]
        return past[-1].number if past else 0

    def net_changes(self, first: int, last: int) -> list[Change]:
        """What differs between two revisions, each record once, nodes before edges."""
        net: dict[Ref | EdgeId, Change] = {}
        for logged in self._store.changes(min(first, last), max(first, last)):
            change = logged.change
            before = net[change.id].before if change.id in net else change.before
            net[change.id] = Change(change.id, before, change.after)
        changes = [change for change in net.values() if change.before != change.after]
        changes.sort(key=lambda change: (isinstance(change.id, EdgeId), str(change.id)))
        return changes if first <= last else [change.inverted() for change in changes]
