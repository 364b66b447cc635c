"""The Neo4j servers that the other tests rely on are the real thing, in the right version."""

import os

import pytest
from neo4j import GraphDatabase
from neo4j.exceptions import AuthError

from tests.neo4j_server.install import LINES
from tests.neo4j_server.server import OWN_SERVER, Server

pytestmark = pytest.mark.slow
FIXTURES = {"5.26": "neo4j_5", "2026": "neo4j_2026"}


@pytest.fixture(params=FIXTURES)
def line(request: pytest.FixtureRequest) -> str:
    """Name each line that is tested."""
    return str(request.param)


@pytest.fixture
def server(line: str, request: pytest.FixtureRequest) -> Server:
    """The server of the line that all tests share."""
    found: Server = request.getfixturevalue(FIXTURES[line])
    return found


def test_it_answers_with_the_version_wanted(line: str, server: Server) -> None:
    """One's own server may be of any version."""
    with GraphDatabase.driver(server.url, auth=(server.user, server.password)) as driver:
        records, _, _ = driver.execute_query(
            "CALL dbms.components() YIELD name, versions, edition WHERE name = 'Neo4j Kernel' "
            "RETURN versions[0] AS version, edition",
            database_=server.database,
        )
    assert len(records) == 1
    if OWN_SERVER not in os.environ:
        assert records[0].data() == {"version": LINES[line], "edition": "community"}


def test_a_wrong_password_is_refused(server: Server) -> None:
    """The password path of the product is tested against a server that does check."""
    with (
        GraphDatabase.driver(server.url, auth=(server.user, "wrong-password")) as driver,
        pytest.raises(AuthError),
    ):
        driver.verify_connectivity()
