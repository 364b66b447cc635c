"""The embedded store: one SQLite file, write-ahead log, every commit on disk before it returns."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from itspm_graph.errors import (
    ItspmError,
    StoreBusy,
    StoreDamaged,
    StoreUnavailable,
    UnsupportedEngine,
)
from itspm_graph.graph import Change, EdgeId, Graph
from itspm_graph.records import Ref
from itspm_graph.store import (
    FORMAT_VERSION,
    LoggedChange,
    Revision,
    Row,
    check_expected,
    decode_id,
    encode_id,
    now,
)

# "itspm" as the application id lets `file` and us tell our files from others.
APPLICATION_ID = 0x17590001
BUSY_SECONDS = 30.0

SCHEMA = """
CREATE TABLE IF NOT EXISTS node (
    id INTEGER PRIMARY KEY, ref TEXT NOT NULL UNIQUE, properties TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS edge (
    label TEXT NOT NULL, source INTEGER NOT NULL REFERENCES node(id),
    target INTEGER NOT NULL REFERENCES node(id), key TEXT NOT NULL, properties TEXT NOT NULL,
    PRIMARY KEY (label, source, target, key)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS edge_source ON edge(source);
CREATE INDEX IF NOT EXISTS edge_target ON edge(target);
CREATE TABLE IF NOT EXISTS revision (
    number INTEGER PRIMARY KEY, at TEXT NOT NULL, author TEXT NOT NULL, reason TEXT NOT NULL,
    size INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS change (
    revision INTEGER NOT NULL REFERENCES revision(number), sequence INTEGER NOT NULL,
    id TEXT NOT NULL, before TEXT, after TEXT,
    PRIMARY KEY (revision, sequence)) WITHOUT ROWID;
"""


class SqliteStore:
    """A catalog in one file, or in memory where there is no path.

    A file that isn't there is an empty catalog; the first write makes it.
    """

    speaks_cypher = False

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._lock = threading.RLock()
        self._open: sqlite3.Connection | None = None

    @property
    def _connection(self) -> sqlite3.Connection:
        if self._open is None:
            if self._path:
                self._path.parent.mkdir(parents=True, exist_ok=True)
            self._open = sqlite3.connect(
                self._path or ":memory:",
                timeout=BUSY_SECONDS,
                isolation_level=None,
                check_same_thread=False,
            )
            try:
                self._prepare()
            except BaseException:
                self.close()
                raise
        return self._open

    @property
    def _absent(self) -> bool:
        return self._open is None and self._path is not None and not self._path.exists()

    def prepare(self) -> None:
        with self._translated(), self._lock:
            if not self._absent:
                self._connection.execute("SELECT 1")

    def _prepare(self) -> None:
        with self._reading():
            ours, tables = self._pragma("application_id"), self._pragma("schema_version")
            version = self._pragma("user_version")
        if ours not in (0, APPLICATION_ID) or (ours == 0 and tables):
            raise StoreUnavailable(f"{self._path} is a SQLite file, but not a catalog")
        if version > FORMAT_VERSION:
            raise StoreUnavailable(
                f"{self._path} has format {version}, this program knows {FORMAT_VERSION}: update it"
            )
        self._connection.execute("PRAGMA synchronous = FULL")
        self._connection.execute("PRAGMA foreign_keys = ON")
        if version < FORMAT_VERSION:
            self._use_write_ahead_log()
            self._create()

    def _use_write_ahead_log(self) -> None:
        """SQLite doesn't wait by itself here, where two programs make the store at once."""
        deadline = time.monotonic() + BUSY_SECONDS
        while True:
            try:
                self._connection.execute("PRAGMA journal_mode = WAL")
            except sqlite3.OperationalError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.02)
            else:
                return

    def _create(self) -> None:
        with self._writing():
            for statement in SCHEMA.split(";"):
                self._connection.execute(statement)
            self._connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            self._connection.execute(f"PRAGMA user_version = {FORMAT_VERSION}")

    def write(
        self, changes: Sequence[Change], *, expected: int, author: str, reason: str
    ) -> Revision:
        with self._translated(), self._lock, self._writing():
            head = self._head()
            check_expected(head, expected)
            revision = Revision(head + 1, now(), author, reason, len(changes))
            self._connection.execute(
                "INSERT INTO revision VALUES (?, ?, ?, ?, ?)",
                (revision.number, revision.at, author, reason, revision.size),
            )
            self._connection.executemany(
                "INSERT INTO change VALUES (?, ?, ?, ?, ?)",
                (
                    (revision.number, number, encode_id(c.id), c.before, c.after)
                    for number, c in enumerate(changes)
                ),
            )
            self._apply(changes)
        return revision

    def _apply(self, changes: Sequence[Change]) -> None:
        """Nodes that come first, edges next, nodes that go last: no edge ever lacks an end."""
        nodes = [change for change in changes if not isinstance(change.id, EdgeId)]
        run = self._connection.executemany
        run(
            "INSERT INTO node (ref, properties) VALUES (?, ?) "
            "ON CONFLICT (ref) DO UPDATE SET properties = excluded.properties",
            ((change.id, change.after) for change in nodes if change.after is not None),
        )
        edges = [(change.id, change.after) for change in changes if isinstance(change.id, EdgeId)]
        ends = self._ids({ref for edge, _ in edges for ref in (edge.source, edge.target)})
        run(
            "DELETE FROM edge WHERE label = ? AND source = ? AND target = ? AND key = ?",
            ((e.label, ends[e.source], ends[e.target], e.key) for e, text in edges if text is None),
        )
        # In the order of the primary key, so that pages fill one after the other.
        rows = sorted(
            (e.label, ends[e.source], ends[e.target], e.key, text)
            for e, text in edges
            if text is not None
        )
        run(
            "INSERT INTO edge VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT DO UPDATE SET properties = excluded.properties",
            rows,
        )
        gone = ((change.id,) for change in nodes if change.after is None)
        run("DELETE FROM node WHERE ref = ?", gone)

    def _ids(self, refs: set[Ref]) -> dict[str, int]:
        if len(refs) > 5_000:
            rows = self._connection.execute("SELECT ref, id FROM node")
            return dict(rows)
        found = {}
        for ref in refs:
            row = self._connection.execute("SELECT id FROM node WHERE ref = ?", (ref,)).fetchone()
            if row is None:
                raise StoreDamaged(f"an edge names {ref}, which the store doesn't have")
            found[str(ref)] = row[0]
        return found

    def head(self) -> int:
        with self._translated(), self._lock:
            return self._head()

    def _head(self) -> int:
        if self._absent:
            return 0
        row = self._connection.execute("SELECT max(number) FROM revision").fetchone()
        return int(row[0] or 0)

    def snapshot(self) -> Graph:
        if self._absent:
            return Graph.empty()
        with self._translated(), self._lock, self._reading():
            revision = self._head()
            rows = self._connection.execute("SELECT id, ref, properties FROM node ORDER BY id")
            numbers, nodes = [], []
            for number, ref, text in rows:
                numbers.append(number)
                nodes.append((ref, text))
            place = np.zeros(numbers[-1] + 1 if numbers else 1, dtype=np.int64)
            place[numbers] = np.arange(len(numbers))
            position = place.tolist()
            edges = self._connection.execute("SELECT label, source, target, properties FROM edge")
            return Graph.build(
                revision,
                nodes,
                ((label, position[s], position[t], text) for label, s, t, text in edges),
            )

    def revisions(self) -> list[Revision]:
        if self._absent:
            return []
        with self._translated(), self._lock:
            rows = self._connection.execute("SELECT * FROM revision ORDER BY number")
            return [Revision(*row) for row in rows]

    def changes(self, after: int, until: int | None = None) -> Iterator[LoggedChange]:
        if self._absent:
            return
        with self._translated(), self._lock:
            rows = self._connection.execute(
                "SELECT revision, id, before, after FROM change "
                "WHERE revision > ? AND revision <= ? ORDER BY revision, sequence",
                (after, until if until is not None else self._head()),
            ).fetchall()
        for revision, identity, old, new in rows:
            yield LoggedChange(revision, Change(decode_id(identity), old, new))

    def ask(self, cypher: str, parameters: Mapping[str, Any]) -> list[Row]:  # noqa: ARG002
        raise UnsupportedEngine(
            "the embedded store speaks no Cypher: use --engine snapshot, or a Neo4j store"
        )

    def close(self) -> None:
        if self._open:
            self._open.close()
            self._open = None

    # --- transactions and errors --------------------------------------------------------------

    def _pragma(self, name: str) -> int:
        return int(self._connection.execute(f"PRAGMA {name}").fetchone()[0])

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with self._transaction("BEGIN IMMEDIATE"):
            yield

    @contextmanager
    def _reading(self) -> Iterator[None]:
        with self._transaction("BEGIN"):
            yield

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[None]:
        self._connection.execute(begin)
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """SQLite's errors in the product's words."""
        try:
            yield
        except ItspmError:
            raise
        except (sqlite3.OperationalError, OSError) as error:
            if "decode" in str(error):
                raise StoreDamaged(f"{self._path} holds what is no text") from error
            if "locked" in str(error) or "busy" in str(error):
                raise StoreBusy(
                    f"another program has been writing to {self._path} for {BUSY_SECONDS:.0f} "
                    "seconds: try again later"
                ) from error
            raise StoreUnavailable(f"{self._path} can't be used: {error}") from error
        except (sqlite3.DatabaseError, ValueError) as error:
            raise StoreDamaged(f"{self._path} is damaged, or not a catalog: {error}") from error
