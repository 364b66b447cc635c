"""Stores that the tests run on. A Neo4j that can't be had is a failure, never a skip."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import neo4j
import pytest
from hypothesis import HealthCheck, settings

from itspm_graph.session import Session
from itspm_graph.store import Store, open_store
from tests.neo4j_server.server import Server, start

# Each example builds stores or starts from a fixture: how long it takes says nothing.
settings.register_profile(
    "itspm", deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
settings.load_profile("itspm")


@pytest.fixture(scope="session")
def neo4j_5() -> Iterator[Server]:
    """A Neo4j of the long-term line."""
    with start("5.26") as server:
        yield server


@pytest.fixture(scope="session")
def neo4j_2026() -> Iterator[Server]:
    """A Neo4j of the current line."""
    with start("2026") as server:
        yield server


def url_of(server: Server) -> str:
    scheme, _, host = server.url.partition("://")
    return f"{scheme}://{server.user}:{server.password}@{host}/{server.database}"


def wipe(server: Server) -> None:
    """Leave nothing of an earlier test in the server; its constraints may stay."""
    auth = (server.user, server.password)
    with neo4j.GraphDatabase.driver(server.url, auth=auth) as driver:
        driver.execute_query("MATCH (n) DETACH DELETE n", database_=server.database)


STORES = [
    "sqlite",
    pytest.param("neo4j_5", marks=pytest.mark.slow),
    pytest.param("neo4j_2026", marks=pytest.mark.slow),
]


@pytest.fixture(params=STORES)
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty store of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'catalog.db'}"
    server: Server = request.getfixturevalue(request.param)
    wipe(server)
    return url_of(server)


@pytest.fixture
def open_again(store_url: str) -> Iterator[Callable[[], Store]]:
    """Opens the same store as another program would; closes what it opened."""
    opened: list[Store] = []

    def again() -> Store:
        opened.append(open_store(store_url))
        return opened[-1]

    yield again
    for store in opened:
        store.close()


@pytest.fixture
def store(open_again: Callable[[], Store]) -> Store:
    return open_again()


@pytest.fixture
def plain() -> Iterator[Session]:
    """An empty catalog in memory."""
    with Session.open("sqlite://") as session:
        yield session


@pytest.fixture
def session(store: Store) -> Session:
    return Session(store)
