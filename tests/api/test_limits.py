"""What one request may ask for, and how it is told when it asks for more."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from graphql import get_introspection_query

from api.execution import Answered, Asked, answer
from api.limits import Limits
from itspm_graph.session import Session
from tests.api.conftest import Ask

NEST = "{ edges { node { dependents"


def deep(levels: int) -> str:
    """A query so many links deep."""
    return (
        "{ services { edges { node { dependents "
        + NEST * levels
        + ("{ totalCount }" + " } } }" * levels + " } } } }")
    )


def test_as_deep_as_is_allowed(data: Ask) -> None:
    data(deep(2))


def test_deeper_than_is_allowed(error: Ask) -> None:
    found = error(deep(3))
    assert found["code"] == "limit-exceeded"
    assert "14 levels deep; at most 12" in found["message"]


def test_depth_counts_through_fragments(error: Ask) -> None:
    query = (
        "{ services { edges { node { ...a } } } } "
        "fragment a on Service { dependents { edges { node { ...b } } } } "
        "fragment b on Element { ... on Service { dependents { edges { node { ...c } } } } } "
        "fragment c on Element { dependents { edges { node { dependents { totalCount } } } } }"
    )
    assert "14 levels deep" in error(query)["message"]


def test_introspection_is_exempt_but_bounded(data: Ask, error: Ask) -> None:
    assert data(get_introspection_query())["__schema"]["queryType"] == {
        "name": "Query",
        "kind": "OBJECT",
    }
    query = "{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }"
    assert error(query)["code"] == "limit-exceeded"


@pytest.mark.parametrize(
    "query",
    [
        "{ services(first: 500) { edges { node { dependents(first: 500) { edges { node {"
        " dependents(first: 500) { edges { node { name } } } } } } } } } }",
        "query ($n: Int = 500) { services(first: $n) { edges { node { dependents(first: $n) {"
        " edges { node { dependents(first: $n) { edges { cursor } } } } } } } } }",
        "{ services(first: 500) { edges { node { ...more } } } } fragment more on Element {"
        " dependents(first: 500) { edges { node { dependents(first: 500) { edges { cursor }"
        " } } } } }",
    ],
)
def test_pages_within_pages_multiply(error: Ask, query: str) -> None:
    found = error(query)
    assert (found["code"], "at most 1000000" in found["message"]) == ("limit-exceeded", True)


def test_pages_given_by_a_variable_count(data: Ask, error: Ask) -> None:
    query = """query ($n: Int!) { services(first: $n) { edges { node { dependents(first: $n) {
      edges { node { dependents(first: $n) { edges { cursor } } } } } } } } }"""
    data(query, n=10)
    assert error(query, n=500)["code"] == "limit-exceeded"


def test_root_fields_are_counted(data: Ask, error: Ask) -> None:
    aliases = [f"a{n}: info {{ revision }}" for n in range(31)]
    data("{ " + " ".join(aliases[:30]) + " }")
    found = error("{ " + " ".join(aliases) + " }")
    assert (found["code"], "at most 30" in found["message"]) == ("limit-exceeded", True)


def test_fragments_that_double_are_weighed_once_each(error: Ask) -> None:
    count = 25
    chain = " ".join(f"fragment f{n} on Query {{ ...f{n + 1} ...f{n + 1} }}" for n in range(count))
    found = error(f"{{ ...f0 }} {chain} fragment f{count} on Query {{ info {{ revision }} }}")
    assert found["code"] == "limit-exceeded"


@pytest.mark.parametrize(
    "query",
    [
        "{ " + "info { revision } " * 3_000 + "}",
        "{ services { edges { node { " + "... { " * 3_000 + "name" + " }" * 3_000 + " } } } }",
        "{ services { edges { node { " + "name description " * 4_000 + "} } } }",
    ],
    ids=["too long", "too nested", "too repetitive"],
)
def test_queries_that_are_too_much_to_check(error: Ask, query: str) -> None:
    assert error(query)["code"] == "limit-exceeded"


@pytest.fixture
def ask_within(session: Session) -> Callable[..., Answered]:
    def ask(query: str, **limits: int) -> Answered:
        return answer(session, Asked(query), Limits(**limits))

    return ask


def test_an_answer_that_grows_too_large_is_given_up(ask_within: Callable[..., Answered]) -> None:
    query = '{ impact(refs: ["component:pay-api"]) { affected { name ref hops node { name } } } }'
    assert ask_within(query, fields=50).status == 200
    answered = ask_within(query, fields=5)
    (error,) = answered.body["errors"]
    assert (answered.status, error["extensions"]["code"]) == (400, "limit-exceeded")
    assert "data" not in answered.body


def test_a_mutation_always_reports_what_it_did(ask_within: Callable[..., Answered]) -> None:
    query = 'mutation { apply(document: "format: itspm/v1\\nteams: [{id: x}]") { revision } }'
    assert ask_within(query, fields=0).body == {"data": {"apply": {"revision": 2}}}
