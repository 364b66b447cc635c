"""The Neo4j store. The only module that imports the driver.

The current state is ordinary nodes and relationships. Beside it lie one `Catalog` node, which
every writer locks first, one `Revision` node for each write, and that write's changes in
`RevisionPart` nodes as JSON texts.
"""

from __future__ import annotations

import json
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any
from urllib.parse import unquote, urlsplit

import neo4j
from neo4j.exceptions import ClientError, DatabaseError, DriverError, Neo4jError, TransientError

from itspm_graph.errors import (
    InvalidArgument,
    ItspmError,
    StoreBusy,
    StoreDamaged,
    StoreUnavailable,
)
from itspm_graph.fields import identity_of
from itspm_graph.graph import NODE_BY_PREFIX, Change, EdgeId, Graph
from itspm_graph.records import EDGES, NODES
from itspm_graph.store import (
    FORMAT_VERSION,
    LoggedChange,
    Revision,
    Row,
    check_expected,
    cypher,
    decode_id,
    encode_id,
    now,
    without_password,
)

BATCH = 20_000
CHANGES_PER_PART = 500
LABELS = {node.label: node for node in NODES}


class Neo4jStore:
    """A catalog in a Neo4j database."""

    speaks_cypher = True

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        password = unquote(parts.password or "") or os.environ.get("ITSPM_NEO4J_PASSWORD", "")
        user = unquote(parts.username or "neo4j")
        self._shown = without_password(url)
        self._database = parts.path.strip("/") or None
        with self._translated():
            host = parts.netloc.rpartition("@")[2]
            self._driver = neo4j.GraphDatabase.driver(
                f"{parts.scheme}://{host}",
                auth=(user, password) if password else None,
                notifications_min_severity="OFF",
                connection_acquisition_timeout=20,
                connection_timeout=10,
                max_transaction_retry_time=20,
            )

    def prepare(self) -> None:
        with self._translated():
            self._driver.verify_connectivity()
            have = {str(row["name"]) for row in self._read("SHOW CONSTRAINTS YIELD name")}
            have |= {str(row["name"]) for row in self._read("SHOW INDEXES YIELD name")}
            for name, statement in cypher.constraints().items():
                if name not in have:
                    with self._session() as session:
                        session.run(statement).consume()
            self._write_once(
                "MERGE (c:Catalog {id: 'itspm'}) ON CREATE SET c.format = $format, c.revision = 0",
                format=FORMAT_VERSION,
            )
            version = self._read("MATCH (c:Catalog {id: 'itspm'}) RETURN c.format AS format")
            if version[0]["format"] > FORMAT_VERSION:
                raise StoreUnavailable(
                    f"{self._shown} has format {version[0]['format']}, this program knows "
                    f"{FORMAT_VERSION}: update it"
                )

    def write(
        self, changes: Sequence[Change], *, expected: int, author: str, reason: str
    ) -> Revision:
        with self._translated(), self._session() as session:
            return session.execute_write(self._write, changes, expected, author, reason)

    def _write(self, tx: neo4j.ManagedTransaction, *stated: Any) -> Revision:
        try:
            return _write(tx, *stated)
        except TransientError as error:
            if "OutOfMemory" not in (error.code or ""):
                raise
            # The driver would try again, and again run out of it.
            raise StoreUnavailable(
                f"{self._shown} has too little memory for so large a change in one transaction: "
                "give it more (server.memory.heap.max_size), or write in several parts",
                code="change-too-large",
            ) from error

    def head(self) -> int:
        with self._translated():
            return int(self._read("MATCH (c:Catalog {id: 'itspm'}) RETURN c.revision AS r")[0]["r"])

    def snapshot(self) -> Graph:
        # Neo4j reads what is committed at each statement: read again if a write came between.
        with self._translated():
            for _ in range(20):
                head = self.head()
                graph = self._read_graph(head)
                if self.head() == head:
                    return graph
        raise StoreBusy(f"{self._shown} is written to too often to read it whole: try again later")

    def _read_graph(self, revision: int) -> Graph:
        with self._session(neo4j.READ_ACCESS) as session:
            nodes: list[tuple[str, str]] = []
            place: dict[str, int] = {}
            for labels, properties in session.run(
                "MATCH (n:Item) RETURN labels(n) AS labels, properties(n) AS properties"
            ):
                ref = properties["ref"]
                declaration = next((LABELS[label] for label in labels if label in LABELS), None)
                if declaration is None:
                    raise StoreDamaged(f"{self._shown}: {ref} has no label of a known type")
                place[ref] = len(nodes)
                nodes.append((ref, cypher.to_text(declaration, properties)))
            rows = session.run(
                "MATCH (a:Item)-[r]->(b:Item) RETURN type(r) AS label, a.ref AS source, "
                "b.ref AS target, properties(r) AS properties"
            )
            edges = (
                (label, place[source], place[target], cypher.to_text(EDGES[label], properties))
                for label, source, target, properties in rows
                if label in EDGES
            )
            return Graph.build(revision, nodes, edges)

    def revisions(self) -> list[Revision]:
        with self._translated():
            rows = self._read("MATCH (r:Revision) RETURN r {.*} AS r ORDER BY r.number")
            return [Revision(**row["r"]) for row in rows]

    def changes(self, after: int, until: int | None = None) -> Iterator[LoggedChange]:
        with self._translated():
            rows = self._read(
                "MATCH (p:RevisionPart) WHERE p.revision > $after AND p.revision <= $until "
                "RETURN p.revision AS revision, p.changes AS changes "
                "ORDER BY p.revision, p.part",
                after=after,
                until=until if until is not None else self.head(),
            )
        for row in rows:
            for text in row["changes"]:
                identity, before, new = json.loads(text)
                yield LoggedChange(row["revision"], Change(decode_id(identity), before, new))

    def ask(self, cypher_text: str, parameters: Mapping[str, Any]) -> list[Row]:
        with self._translated():
            rows = self._read(cypher_text, **parameters)
        return [{key: cypher.to_iso(value) for key, value in row.items()} for row in rows]

    def close(self) -> None:
        if hasattr(self, "_driver"):
            self._driver.close()

    def _session(self, access: str = neo4j.WRITE_ACCESS) -> neo4j.Session:
        return self._driver.session(database=self._database, default_access_mode=access)

    def _read(self, statement: str, **parameters: Any) -> list[Row]:
        with self._session(neo4j.READ_ACCESS) as session:
            return session.execute_read(lambda tx: tx.run(statement, parameters).data())

    def _write_once(self, statement: str, **parameters: Any) -> None:
        with self._session() as session:
            session.execute_write(lambda tx: tx.run(statement, parameters).consume())

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """The driver's errors in the product's words, without the password."""
        try:
            yield
        except ItspmError:
            raise
        except TransientError as error:
            raise StoreBusy(f"{self._shown} is busy: {error.message}") from error
        except ClientError as error:
            if "Security" in (error.code or ""):
                raise StoreUnavailable(
                    f"{self._shown} refuses the user or password: set ITSPM_NEO4J_PASSWORD",
                    code="access-refused",
                ) from error
            if "Database.DatabaseNotFound" in (error.code or ""):
                raise StoreUnavailable(f"{self._shown}: {error.message}") from error
            raise InvalidArgument(f"Neo4j can't run this: {error.message}") from error
        except DatabaseError as error:
            raise StoreUnavailable(
                f"{self._shown} failed: {error.message}", code="store-failed"
            ) from error
        except (DriverError, Neo4jError, ValueError, OSError) as error:
            raise StoreUnavailable(f"{self._shown} can't be reached: {error}") from error


def _batches(rows: Iterable[Any], size: int) -> Iterator[list[Any]]:
    iterator = iter(rows)
    while batch := list(islice(iterator, size)):
        yield batch


def _write(
    tx: neo4j.ManagedTransaction,
    changes: Sequence[Change],
    expected: int,
    author: str,
    reason: str,
) -> Revision:
    # Setting a property takes the node's lock: the second writer waits here for the first.
    tx.run("MATCH (c:Catalog {id: 'itspm'}) SET c.writing = true").consume()
    row = tx.run("MATCH (c:Catalog {id: 'itspm'}) RETURN c.revision AS revision").single(
        strict=True
    )
    check_expected(row["revision"], expected)
    revision = Revision(expected + 1, now(), author, reason, len(changes))
    for statement, rows in _statements(changes):
        for batch in _batches(rows, BATCH):
            tx.run(statement, rows=batch).consume()
    _log(tx, revision, changes)
    return revision


def _log(tx: neo4j.ManagedTransaction, revision: Revision, changes: Sequence[Change]) -> None:
    tx.run("CREATE (r:Revision) SET r = $revision", revision=revision.__dict__).consume()
    texts = (json.dumps([encode_id(c.id), c.before, c.after], ensure_ascii=False) for c in changes)
    parts = (
        {"revision": revision.number, "part": number, "changes": part}
        for number, part in enumerate(_batches(texts, CHANGES_PER_PART))
    )
    for batch in _batches(parts, 40):
        tx.run(
            "UNWIND $rows AS row CREATE (p:RevisionPart) SET p = row "
            "WITH p MATCH (r:Revision {number: p.revision}) CREATE (r)-[:HAS_PART]->(p)",
            rows=batch,
        ).consume()
    tx.run(
        "MATCH (c:Catalog {id: 'itspm'}) SET c.revision = $revision REMOVE c.writing",
        revision=revision.number,
    ).consume()


def _statements(changes: Sequence[Change]) -> list[tuple[str, list[dict[str, Any]]]]:
    """Statements with their rows: edges that go, nodes, edges that come, nodes that go."""
    removed: dict[str, list[dict[str, Any]]] = defaultdict(list)
    nodes: dict[str, list[dict[str, Any]]] = defaultdict(list)
    edges: dict[str, list[dict[str, Any]]] = defaultdict(list)
    gone: list[dict[str, Any]] = []
    for change in changes:
        if isinstance(change.id, EdgeId):
            label = change.id.label
            row = _edge_row(change.id, change.after)
            if change.after is None:
                removed[cypher.delete_edges(label)].append(row)
            elif change.before is None:
                edges[cypher.create_edges(label)].append(row)
            else:
                edges[cypher.update_edges(label)].append(row)
        elif change.after is None:
            gone.append({"ref": change.id})
        else:
            declaration = NODE_BY_PREFIX[change.id.kind]
            properties = cypher.to_native(declaration, change.after)
            nodes[cypher.put_nodes(declaration.label)].append(
                {"ref": str(change.id), "properties": properties}
            )
    last = [(cypher.DELETE_NODES, gone)] if gone else []
    return [*removed.items(), *nodes.items(), *edges.items(), *last]


def _edge_row(edge: EdgeId, text: str | None) -> dict[str, Any]:
    return {
        "source": str(edge.source),
        "target": str(edge.target),
        "identity": identity_of(EDGES[edge.label], edge.key),
        "properties": cypher.to_native(EDGES[edge.label], text) if text else {},
    }
