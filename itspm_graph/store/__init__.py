"""Where a catalog lives. The protocol is the narrow waist: it doesn't grow with the model."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

from itspm_graph.errors import RevisionConflict, StoreDamaged, StoreUnavailable
from itspm_graph.graph import Change, EdgeId, Graph
from itspm_graph.records import Ref

FORMAT_VERSION = 1

Row = dict[str, Any]


@dataclass(frozen=True)
class Revision:
    """One write: who, when, why, and how many records it touched."""

    number: int
    at: str
    """Instant in UTC, ISO 8601 with microseconds and Z."""
    author: str
    reason: str
    size: int


@dataclass(frozen=True)
class LoggedChange:
    """One record's change, with the revision that made it."""

    revision: int
    change: Change


class Store(Protocol):
    """A catalog with its log. Every write is one transaction and one revision."""

    speaks_cypher: bool

    def prepare(self) -> None:
        """Make the store ready: constraints, indexes, format version. Idempotent."""

    def write(
        self, changes: Sequence[Change], *, expected: int, author: str, reason: str
    ) -> Revision:
        """Apply the changes made against revision `expected`.

        `RevisionConflict` where the store has moved on, `StoreBusy` where another writer holds it.
        """

    def head(self) -> int:
        """Number of the newest revision; 0 for an empty store."""

    def snapshot(self) -> Graph:
        """Everything at the newest revision."""

    def revisions(self) -> list[Revision]:
        """Every revision, oldest first."""

    def changes(self, after: int, until: int | None = None) -> Iterator[LoggedChange]:
        """The log after a revision, oldest first, up to and including `until`."""

    def ask(self, cypher: str, parameters: Mapping[str, Any]) -> list[Row]:
        """Rows of a reading Cypher query; `UnsupportedEngine` where the store speaks none."""

    def close(self) -> None: ...


def open_store(url: str, *, create: bool = True) -> Store:
    """The store that `url` names, prepared.

    `StoreUnavailable` where it can't be reached, or, without `create`, where the file isn't there.
    """
    if not create and url.startswith("sqlite:"):
        path = sqlite_path(url)
        if path and not path.exists():
            raise StoreUnavailable(
                f"there is no catalog at {path}: import one, or fill it with the demo: "
                f"itspm --store {url} demo --tour-only",
                code="no-store",
            )
    store = _store(url)
    try:
        store.prepare()
    except BaseException:
        store.close()
        raise
    return store


def _store(url: str) -> Store:
    scheme = _scheme(url)
    if scheme == "sqlite":
        from itspm_graph.store.sqlite import SqliteStore

        return SqliteStore(sqlite_path(url))
    if scheme in ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc"):
        from itspm_graph.store.neo4j import Neo4jStore

        return Neo4jStore(url)
    raise StoreUnavailable(
        f"{without_password(url)!r} is no store: write sqlite:///file, "
        "neo4j://user@host:7687/database or bolt://user@host:7687/database",
        code="invalid-store",
    )


def _scheme(url: str) -> str:
    try:
        parts = urlsplit(url)
        stray = "@" in f"{parts.path}{parts.query}{parts.fragment}" and parts.scheme != "sqlite"
    except ValueError:
        return ""
    if stray:
        raise StoreUnavailable(
            f"{without_password(url)!r} can't be taken apart: percent-encode the password, or set "
            "ITSPM_NEO4J_PASSWORD",
            code="invalid-store",
        )
    return parts.scheme


def sqlite_path(url: str) -> Path | None:
    """`sqlite:///relative`, `sqlite:////absolute`; None for `sqlite://`, in memory."""
    rest = url.removeprefix("sqlite:").removeprefix("//")
    if rest in ("", "/"):
        return None
    if not rest.startswith("/"):
        raise StoreUnavailable(
            f"{url!r} is no store: write sqlite:///relative/path or sqlite:////absolute/path",
            code="invalid-store",
        )
    return Path(rest[1:]).expanduser()


def without_password(url: str) -> str:
    """The URL as it may be shown, whatever the password holds."""
    return re.sub(r"(://[^:/@]*):.*@", r"\1:***@", url)


def check_expected(head: int, expected: int) -> None:
    """`RevisionConflict` unless the store is where the writer thinks it is."""
    if head != expected:
        raise RevisionConflict(
            f"the store is at revision {head}, the change was made against revision {expected}: "
            "read again and repeat the change"
        )


def encode_id(identity: Ref | EdgeId) -> str:
    """An identity as text: a reference, or a JSON list for an edge."""
    return json.dumps(identity) if isinstance(identity, EdgeId) else str(identity)


def decode_id(text: str) -> Ref | EdgeId:
    """The identity that `encode_id` made a text of."""
    if not text.startswith("["):
        return Ref(text)
    try:
        label, source, target, key = json.loads(text)
    except ValueError as error:
        raise StoreDamaged(f"the log names what can't be read: {text[:60]!r}") from error
    return EdgeId(label, Ref(source), Ref(target), key)


def now() -> str:
    """This instant in UTC."""
    return datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
