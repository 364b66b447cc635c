"""GraphQL over HTTP: methods, media types, status codes, malformed requests."""

from __future__ import annotations

import json
from typing import Any

import pytest
from httpx2 import Response

from api import protocol
from itspm_graph.session import Session
from tests.api.client import Client

GRAPHQL = "application/graphql-response+json"
QUERY = "{ info { revision } }"
MUTATION = 'mutation { apply(document: "format: itspm/v1\\nteams: [{id: x}]") { revision } }'


def code(response: Response) -> str:
    (error,) = response.json()["errors"]
    found: str = error["extensions"]["code"]
    return found


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        (None, "application/json"),
        ("*/*", "application/json"),
        ("application/json", "application/json"),
        (GRAPHQL, GRAPHQL),
        (f"{GRAPHQL}, application/json;q=0.9", GRAPHQL),
        (f"application/json, {GRAPHQL};q=0.5", "application/json"),
        (f"text/html, application/*;q=0.2, {GRAPHQL};q=0", "application/json"),
    ],
)
def test_the_media_type_is_what_the_client_likes(
    client: Client, accept: str | None, media: str
) -> None:
    headers = {"Accept": accept} if accept else {}
    response = client.post("/graphql", json={"query": QUERY}, headers=headers)
    assert response.headers["content-type"] == f"{media}; charset=utf-8"
    assert (response.status_code, response.json()) == (200, {"data": {"info": {"revision": 1}}})


def test_a_client_that_takes_neither_type(client: Client) -> None:
    response = client.post("/graphql", json={"query": QUERY}, headers={"Accept": "text/html;q=x"})
    assert (response.status_code, code(response)) == (406, "not-acceptable")


@pytest.mark.parametrize("query", ["{", "{ nothing }", "query ($a: Int!) { a: __typename }"])
def test_what_is_no_valid_request_has_no_data(client: Client, query: str) -> None:
    for accept, status in ((GRAPHQL, 400), ("application/json", 200)):
        response = client.post("/graphql", json={"query": query}, headers={"Accept": accept})
        assert (response.status_code, "data" in response.json()) == (status, False)


def test_an_answer_with_data_is_200_also_with_errors(client: Client) -> None:
    query = '{ node(ref: "service:nope") { name } }'
    response = client.post("/graphql", json={"query": query}, headers={"Accept": GRAPHQL})
    assert (response.status_code, response.json()["data"]) == (200, {"node": None})


def test_operation_names_and_variables(client: Client) -> None:
    query = "query a { info { revision } } query b($n: Int!) { services(first: $n) { totalCount } }"
    body = {"query": query, "operationName": "b", "variables": {"n": 1}, "extensions": None}
    assert client.post("/graphql", json=body).json() == {"data": {"services": {"totalCount": 3}}}
    unknown = client.post("/graphql", json={"query": query, "operationName": "c"})
    assert code(unknown) == "unknown-operation"


def test_queries_by_get(client: Client) -> None:
    query = "query a($n: Int) { services(first: $n) { totalCount } }"
    given = {"query": query, "variables": '{"n": 1}', "operationName": "a", "extensions": ""}
    response = client.get("/graphql", params=given)
    assert response.json() == {"data": {"services": {"totalCount": 3}}}


def test_nothing_is_written_by_get(client: Client, session: Session) -> None:
    response = client.get("/graphql", params={"query": MUTATION})
    assert (response.status_code, code(response)) == (405, "method-not-allowed")
    assert response.headers["allow"] == "POST"
    assert session.store.head() == 1
    both = {"query": f"query a {QUERY} {MUTATION.replace('mutation', 'mutation b')}"}
    assert client.get("/graphql", params={**both, "operationName": "a"}).status_code == 200
    assert client.get("/graphql", params={**both, "operationName": "b"}).status_code == 405


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff",
        b"[]",
        b"[" * 100_000,
        b'"text"',
        b"{}",
        b'{"query": ""}',
        b'{"query": 1}',
        b'{"query": "{ info { revision } }", "variables": []}',
        b'{"query": "{ info { revision } }", "variables": "{}"}',
        b'{"query": "{ info { revision } }", "operationName": 1}',
    ],
)
def test_malformed_requests(client: Client, body: bytes) -> None:
    response = client.post("/graphql", content=body, headers={"Content-Type": "application/json"})
    assert (response.status_code, code(response)) == (400, "malformed-request")


def test_malformed_variables_by_get(client: Client) -> None:
    response = client.get("/graphql", params={"query": QUERY, "variables": "{"})
    assert (response.status_code, code(response)) == (400, "malformed-request")
    assert code(client.get("/graphql")) == "malformed-request"


@pytest.mark.parametrize(
    "kind",
    ["text/plain", "application/x-www-form-urlencoded", "", "application/json; charset=utf-16"],
)
def test_only_json_is_taken(client: Client, session: Session, kind: str) -> None:
    """A form of another site can send all others without asking."""
    body = json.dumps({"query": MUTATION}).encode()
    response = client.post("/graphql", content=body, headers={"Content-Type": kind})
    assert (response.status_code, code(response)) == (415, "unsupported-media-type")
    assert session.store.head() == 1


def test_the_type_may_name_its_encoding(client: Client) -> None:
    body = json.dumps({"query": QUERY}).encode()
    headers = {"Content-Type": 'application/json; charset="UTF-8"'}
    assert client.post("/graphql", content=body, headers=headers).status_code == 200


def test_large_requests_are_refused(
    client: Client, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(protocol, "LARGEST_BODY", 1_000)
    body: dict[str, Any] = {"query": MUTATION, "extensions": {"pad": "x" * 1_000}}
    response = client.post("/graphql", json=body)
    assert (response.status_code, code(response)) == (413, "request-too-large")
    assert session.store.head() == 1


def test_text_that_is_no_unicode_does_no_harm(client: Client) -> None:
    query = "query ($ref: String) { node(ref: $ref) { name } }"
    body = json.dumps({"query": query, "variables": {"ref": "service:\ud800"}}).encode()
    response = client.post("/graphql", content=body, headers={"Content-Type": "application/json"})
    assert code(response) == "invalid-reference"


def test_other_methods(client: Client) -> None:
    assert client.request("PUT", "/graphql").status_code == 405
    assert (
        client.request("OPTIONS", "/graphql", headers={"Origin": "https://elsewhere"}).status_code
        == 405
    )
