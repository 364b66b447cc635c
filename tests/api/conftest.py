"""A small estate behind the API, and a client that asks it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from api.app import create_app
from itspm_graph.session import Session
from tests.api.client import Client

DOCUMENT = """
format: itspm/v1
teams:
  - {id: run, name: Run}
people:
  - {id: ada, name: Ada}
services:
  - id: payments
    name: Payments
    tier: 1
    tags: [core, money]
    lifecycle: operate
    owned_by: team:run
    depends_on:
      - component:pay-api
      - {component: db-1, group: database, at_least: 1, weight: 0.5}
      - {component: db-2, group: database, at_least: 1, weight: 0.5}
  - {id: archive, name: Archive, tier: 3, stub: false}
  - {id: billing, name: Billing, tier: 2, depends_on: [service:payments]}
components:
  - {id: pay-api, name: Payment API, kind: application, attributes: {zone: {rack: 7}}}
  - {id: db-1, name: Database 1, unavailability: 0.001}
  - {id: db-2, name: Database 2, last_verified_on: 2026-01-31}
documents:
  - {id: proposal, name: Proposal, document_type: service-retirement-proposal, fields: {a: 1}}
data_sets:
  - {id: ledger, name: Ledger}
data_stores:
  - {id: main, name: Main, stores: [{data_set: ledger, master: true}]}
backups:
  - {id: nightly, name: Nightly, retention_days: 90}
"""

Ask = Callable[..., dict[str, Any]]


@pytest.fixture
def session() -> Iterator[Session]:
    with Session.open("sqlite://") as session:
        session.apply(DOCUMENT, author="tests", reason="begin")
        yield session


@pytest.fixture
def client(session: Session) -> Client:
    return Client(create_app(session))


@pytest.fixture
def ask(client: Client) -> Ask:
    """The whole answer to a query; keywords are its variables."""

    def ask(query: str, **variables: Any) -> dict[str, Any]:
        answer: dict[str, Any] = client.post(
            "/graphql", json={"query": query, "variables": variables}
        ).json()
        return answer

    return ask


@pytest.fixture
def data(ask: Ask) -> Ask:
    """The data that a query gets; an error fails the test."""

    def data(query: str, **variables: Any) -> dict[str, Any]:
        answer = ask(query, **variables)
        assert "errors" not in answer, answer["errors"]
        found: dict[str, Any] = answer["data"]
        return found

    return data


@pytest.fixture
def error(ask: Ask) -> Ask:
    """The one error that a query gets, its extensions beside its message."""

    def error(query: str, **variables: Any) -> dict[str, Any]:
        (found,) = ask(query, **variables)["errors"]
        return {"message": found["message"], **found["extensions"]}

    return error
