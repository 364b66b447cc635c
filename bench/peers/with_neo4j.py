"""Neo4j: a variable-length pattern whose distinct ends are counted, which the planner prunes.

The server is the one that the tests start (see `tests/neo4j_server`), with 1 GB of heap. With
`ITSPM_TEST_NEO4J` it is one's own; nodes with the label `Measured` are then removed from it.
"""

from __future__ import annotations

import os
from contextlib import ExitStack

import neo4j

from bench.estates import Estate
from bench.measurement import descendants, resident
from bench.peers import Peer
from tests.neo4j_server.server import start

BATCH = 20_000
WIPE = "MATCH (n:Measured) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS"
UNIQUE = "CREATE CONSTRAINT measured IF NOT EXISTS FOR (n:Measured) REQUIRE n.number IS UNIQUE"
NODES = "UNWIND $rows AS number CREATE (:Measured {number: number})"
EDGES = """
UNWIND $rows AS row
MATCH (a:Measured {number: row[0]}) MATCH (b:Measured {number: row[1]})
CREATE (a)-[:DEPENDS_ON]->(b)
"""
BEYOND = "MATCH (h:Measured {number: $number})<-[:DEPENDS_ON*]-(x) WHERE x <> h "


class Neo4j(Peer):
    """Nodes with an indexed number, relationships from dependent to provider."""

    name = "Neo4j"
    counts = True
    largest = 100_000

    def __init__(self) -> None:
        self._opened = ExitStack()
        self._connections = ExitStack()
        self._owner = os.getpid()

    def load(self, estate: Estate) -> None:
        self._server = self._opened.enter_context(start("5.26"))
        self._driver = self._connected()
        self._run(WIPE)
        self._run(UNIQUE)
        numbers = list(range(estate.size))
        for at in range(0, estate.size, BATCH):
            self._run(NODES, rows=numbers[at : at + BATCH])
        rows = [list(pair) for pair in zip(*(c.tolist() for c in estate.pairs), strict=True)]
        for at in range(0, len(rows), BATCH):
            self._run(EDGES, rows=rows[at : at + BATCH])
        self._connections.close()  # the process that asks is another one

    def _connected(self) -> neo4j.Driver:
        server = self._server
        driver = neo4j.GraphDatabase.driver(server.url, auth=(server.user, server.password))
        return self._connections.enter_context(driver)

    def _run(self, query: str, **parameters: object) -> list[neo4j.Record]:
        with self._driver.session(database=self._server.database) as session:
            return list(session.run(query, parameters))

    def open(self) -> None:
        self._driver = self._connected()

    def dependents(self, position: int) -> list[int]:
        rows = self._run(BEYOND + "RETURN DISTINCT x.number", number=position)
        return [row[0] for row in rows]

    def count(self, position: int) -> int:
        rows = self._run(BEYOND + "RETURN count(DISTINCT x) AS found", number=position)
        return int(rows[0]["found"])

    def plan(self, position: int) -> str:
        """The names of the steps by which the server counts."""
        with self._driver.session(database=self._server.database) as session:
            query = "EXPLAIN " + BEYOND + "RETURN count(DISTINCT x)"
            told = session.run(query, number=position).consume().plan
        return str(told)

    def close(self) -> None:
        self._connections.close()
        self._opened.close()

    def memory(self) -> int | None:
        """Resident bytes of the server, where it is a process on this machine."""
        sizes = [resident(process) or 0 for process in descendants(self._owner)]
        return max(sizes, default=None)
