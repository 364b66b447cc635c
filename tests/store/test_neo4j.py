"""What only Neo4j has: records that people read in its browser, constraints, and users."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import neo4j
import pytest

from itspm_graph.errors import InvalidArgument, StoreUnavailable
from itspm_graph.session import Session
from itspm_graph.store import open_store
from tests.conftest import url_of, wipe
from tests.neo4j_server.server import Server

pytestmark = pytest.mark.slow

DOCUMENT = """
format: itspm/v1
services:
  - id: payments
    name: Payments
    planned_retire_on: 2027-01-31
    depends_on: [{component: db-1, group: database, at_least: 1}]
components: [{id: db-1, tags: [core, eu]}]
"""


@pytest.fixture
def driver(neo4j_5: Server) -> Iterator[neo4j.Driver]:
    wipe(neo4j_5)
    auth = (neo4j_5.user, neo4j_5.password)
    with neo4j.GraphDatabase.driver(neo4j_5.url, auth=auth) as driver:
        yield driver


@pytest.fixture
def session(neo4j_5: Server, driver: neo4j.Driver) -> Iterator[Session]:
    with Session.open(url_of(neo4j_5)) as session:
        session.apply(DOCUMENT, author="anna", reason="begin")
        yield session


def rows(driver: neo4j.Driver, cypher: str) -> list[dict[str, Any]]:
    return [record.data() for record in driver.execute_query(cypher).records]  # type: ignore[arg-type]


def test_people_read_it_as_it_is(session: Session, driver: neo4j.Driver) -> None:
    assert rows(
        driver,
        "MATCH (s:Service)-[r:DEPENDS_ON]->(c:Component) RETURN s.ref AS service, s.name AS name, "
        "s.planned_retire_on.year AS year, r.group AS group, r.at_least AS at_least, "
        "c.ref AS component, c.tags AS tags, labels(s) AS labels",
    ) == [
        {
            "service": "service:payments",
            "name": "Payments",
            "year": 2027,
            "group": "database",
            "at_least": 1,
            "component": "component:db-1",
            "tags": ["core", "eu"],
            "labels": ["Item", "Service"],
        }
    ]
    (entry,) = rows(driver, "MATCH (r:Revision)-[:HAS_PART]->() RETURN r.author AS author")
    assert entry == {"author": "anna"}


def test_references_are_unique_by_constraint(session: Session, driver: neo4j.Driver) -> None:
    names = {row["name"] for row in rows(driver, "SHOW CONSTRAINTS YIELD name")}
    assert {"item_ref", "service_ref", "vendor_product_ref", "revision_number"} <= names
    with pytest.raises(neo4j.exceptions.ConstraintError):
        driver.execute_query("CREATE (:Service {ref: 'service:payments'})")


def test_questions_only_read(session: Session) -> None:
    with pytest.raises(InvalidArgument, match="can't run this"):
        session.store.ask("CREATE (:Service {ref: 'service:x'})", {})
    assert session.select("type:Service").refs == ["service:payments"]


def test_a_wrong_password_is_refused_and_not_shown(neo4j_5: Server) -> None:
    host = neo4j_5.url.partition("://")[2]
    with pytest.raises(StoreUnavailable) as caught:
        open_store(f"bolt://{neo4j_5.user}:hush-hush@{host}/{neo4j_5.database}")
    assert caught.value.code == "access-refused"
    assert "hush" not in str(caught.value)
