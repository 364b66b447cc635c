"""One Neo4j for all tests of this folder; each loads its own estate into it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from itspm_graph.graph import Change, EdgeId, Graph
from itspm_graph.records import Ref
from itspm_graph.store import Store, open_store
from tests.conftest import url_of, wipe
from tests.neo4j_server.server import Server


class CypherEngine:
    """A Neo4j that holds one estate at a time."""

    def __init__(self, server: Server) -> None:
        wipe(server)
        self.store: Store = open_store(url_of(server))
        self.store.prepare()
        self.revision = 0
        self.held: dict[Ref | EdgeId, str] = {}

    def load(self, graph: Graph) -> None:
        """Hold this estate and nothing else: what differs from the one before is written."""
        wanted = graph.records()
        changes = [
            Change(identity, self.held.get(identity), wanted.get(identity))
            for identity in {**self.held, **wanted}
            if self.held.get(identity) != wanted.get(identity)
        ]
        if changes:
            self.revision = self.store.write(
                changes, expected=self.revision, author="test", reason="load"
            ).number
        self.held = dict(wanted)


@pytest.fixture(scope="session", params=["neo4j_5", "neo4j_2026"])
def cypher(request: pytest.FixtureRequest) -> Iterator[CypherEngine]:
    engine = CypherEngine(request.getfixturevalue(request.param))
    yield engine
    engine.store.close()
