"""One Neo4j for all tests of this folder; each loads its own estate into it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from itspm_graph.graph import Change, Graph
from itspm_graph.store import Store, open_store
from tests.conftest import url_of, wipe
from tests.neo4j_server.server import Server


class CypherEngine:
    """A Neo4j that holds one estate at a time."""

    def __init__(self, server: Server) -> None:
        wipe(server)
        self.server = server
        self.store: Store = open_store(url_of(server))

    def load(self, graph: Graph) -> None:
        """Hold this estate and nothing else."""
        wipe(self.server)
        self.store.prepare()
        changes = [Change(identity, None, text) for identity, text in graph.records().items()]
        if changes:
            self.store.write(changes, expected=0, author="test", reason="load")


@pytest.fixture(scope="session", params=["neo4j_5", "neo4j_2026"])
def cypher(request: pytest.FixtureRequest) -> Iterator[CypherEngine]:
    engine = CypherEngine(request.getfixturevalue(request.param))
    yield engine
    engine.store.close()
