"""The selection language: what it selects, how it prints back, what it says of bad input."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itspm_graph.errors import InvalidSelection, UnknownReference
from itspm_graph.graph import Graph
from itspm_graph.selection import parse, select
from tests.estates import estate

ESTATE = estate(
    [
        ("DEPENDS_ON", "service:shop", "component:web", {}),
        ("DEPENDS_ON", "component:web", "component:db-1", {"group": "db", "at_least": 1}),
        ("DEPENDS_ON", "component:web", "component:db-2", {"group": "db", "at_least": 1}),
        ("HOSTED_AT", "component:db-1", "site:fra", {}),
        ("HAS_OFFERING", "service:shop", "service-offering:gold", {}),
        ("SUBSCRIBES_TO", "customer:acme", "service-offering:gold", {}),
        ("OWNED_BY", "service:shop", "team:a", {}),
    ],
    {
        "service:shop": {"lifecycle": "operate", "tier": 1, "tags": ["core", "eu"]},
        "service:old": {"lifecycle": "retire", "tier": 3, "planned_retire_on": "2026-12-31"},
        "component:web": {"lifecycle": "operate", "version": "2.1 beta", "stub": True},
        "component:c++": {},
    },
)

WEB = {"component:web"}
DATABASES = {"component:db-1", "component:db-2"}
UP_FROM_WEB = {"service:shop", "service-offering:gold", "customer:acme"}


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("service:shop", {"service:shop"}),
        ("Service:SHOP", {"service:shop"}),
        ("component:db-*", DATABASES),
        ("component:db-?", DATABASES),
        ("component:nothing*", set()),
        ('component:"c++"', {"component:c++"}),
        ("type:Service", {"service:shop", "service:old"}),
        ("type:service-offering", {"service-offering:gold"}),
        ("+component:web", WEB | DATABASES | {"site:fra"}),
        ("1+component:web", WEB | DATABASES),
        ("component:web+", WEB | UP_FROM_WEB),
        ("component:web+1", WEB | {"service:shop"}),
        ("component:web+0", WEB),
        ("+component:web+1", WEB | DATABASES | {"site:fra", "service:shop"}),
        ("lifecycle:operate", {"service:shop", "component:web"}),
        ("lifecycle:Operate and type:Service", {"service:shop"}),
        ("type:Service and not lifecycle:operate", {"service:old"}),
        ("tag:core", {"service:shop"}),
        ("tags:eu", {"service:shop"}),
        ("tier<=2", {"service:shop"}),
        ("tier>1", {"service:old"}),
        ("tier=3", {"service:old"}),
        ("type:Service and tier!=3", {"service:shop"}),
        ("planned_retire_on<2027-01-01", {"service:old"}),
        ("stub:true", WEB),
        ("type:Component and stub:false", DATABASES | {"component:c++"}),
        ('version:"2.1 beta"', WEB),
        ("version:2.*", WEB),
        ("(type:Site or type:Team) and name:fra", {"site:fra"}),
        ("not (type:Component or type:Service)", {
            "customer:acme", "service-offering:gold", "site:fra", "team:a"}),
        ("type:Site or type:Team and name:nobody", {"site:fra"}),
    ],
)  # fmt: skip
def test_selects(expression: str, expected: set[str]) -> None:
    assert {ESTATE.ref(position) for position in select(ESTATE, expression)} == expected
    again = parse(str(parse(expression)))
    assert again == parse(expression)


def test_the_empty_expression_selects_everything() -> None:
    assert len(select(ESTATE, "  ")) == len(ESTATE.positions())


PLUS = estate([
    ("DEPENDS_ON", "component:x", "component:c+", {}),
    ("DEPENDS_ON", "component:y", "component:lone+2", {}),
], {"component:c": {}})  # fmt: skip


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ('component:"c+"', {"component:c+"}),
        ('"component:c+"', {"component:c+"}),
        ('component:"c"+', {"component:c"}),
        ("component:lone+2", {"component:lone+2"}),
        ("component:c++", {"component:c+", "component:x"}),
        ('+"component:x"', None),
        ("component:c+", None),
    ],
)
def test_a_plus_in_a_slug_is_never_guessed(expression: str, expected: set[str] | None) -> None:
    if expected is None:
        with pytest.raises(InvalidSelection):
            select(PLUS, expression)
    else:
        assert {PLUS.ref(position) for position in select(PLUS, expression)} == expected


def test_a_selection_stays_within_its_type() -> None:
    with pytest.raises(InvalidSelection):
        select(ESTATE, "tier:1) or (type:Customer", "Service")
    found = select(ESTATE, "tier:1 or type:Customer", "Service")
    assert [ESTATE.ref(position) for position in found] == ["service:shop"]


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("type:Servce", "nearest: Service"),
        ("lifecicle:operate", "nearest: lifecycle"),
        ("servce:x", "service"),
        ("and type:Service", "a term should stand here"),
        ("type:Service and", "ends where a term"),
        ("(type:Service", "closing parenthesis"),
        ("type:Service)", "unexpected"),
        ("type:Service type:Team", "join terms"),
        ('name:"open', "quote"),
        ("just-words", "is no term"),
        ("lifecycle:operatng", "lifecycle is never"),
        ("tier:gold", "is a number"),
        ("tier<=abc", "is a number"),
        ("(" * 200 + "type:Service", "nested"),
        ("not " * 200 + "type:Service", "nested"),
    ],
)
def test_says_what_is_wrong(expression: str, message: str) -> None:
    with pytest.raises(InvalidSelection, match=message):
        parse(expression)


def test_an_unknown_reference_is_an_error() -> None:
    with pytest.raises(UnknownReference, match="service:shop"):
        select(ESTATE, "service:shp")


@given(st.text(max_size=40))
def test_any_text_is_a_selection_or_an_error(text: str) -> None:
    try:
        selection = parse(text)
    except InvalidSelection:
        return
    assert parse(str(selection)) == selection


terms = st.sampled_from(["type:Service", "+service:a", "tier<2", 'name:"a b"', "service:a+2"])
expressions = st.recursive(
    terms,
    lambda inner: (
        st.builds("({} {} {})".format, inner, st.sampled_from(["and", "or"]), inner)
        | st.builds("not {}".format, inner)
    ),
    max_leaves=8,
)


@given(expressions)
def test_printing_and_parsing_are_inverse(expression: str) -> None:
    selection = parse(expression)
    assert parse(str(selection)) == selection


@given(expressions.filter(lambda text: "service:a" not in text))
def test_negation_is_the_complement(expression: str) -> None:
    graph: Graph = ESTATE
    inside, outside = select(graph, expression), select(graph, f"not ({expression})")
    assert sorted([*inside, *outside]) == sorted(graph.positions())
