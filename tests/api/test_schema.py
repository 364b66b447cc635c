"""The schema holds everything that is declared, and describes all of it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    build_schema,
    get_named_type,
    validate_schema,
)
from pydantic import Field

from api.naming import Fields, NameCollision, Types, camel
from api.nodes import NodeTypes, Relation, common_class, relations
from api.properties import property_fields
from api.schema import build, schema, sdl
from itspm_graph.catalogue import Column, NamedQuery
from itspm_graph.fields import Kind, properties_of
from itspm_graph.model.elements import Component, Element, Person, Team
from itspm_graph.model.services import Service
from itspm_graph.records import EDGES, NODES, Node, Record

GOLDEN = Path(__file__).parents[2] / "docs" / "schema.graphql"


def object_type(name: str) -> GraphQLObjectType | GraphQLInterfaceType:
    found = schema().get_type(name)
    assert isinstance(found, (GraphQLObjectType, GraphQLInterfaceType)), name
    return found


def test_committed_schema_is_current() -> None:
    assert GOLDEN.read_text(encoding="utf-8") == sdl(), (
        "the schema has changed: look at the difference that "
        "`python -m itspm_graph.reference` makes to docs/schema.graphql, and commit it"
    )


@pytest.mark.slow
def test_schema_is_valid_and_so_is_its_text() -> None:
    assert validate_schema(schema()) == []
    assert validate_schema(build_schema(sdl())) == []


def test_everything_is_described() -> None:
    missing = []
    for name, type_ in schema().type_map.items():
        if name.startswith("__"):
            continue
        if not type_.description or type_.description == "An enumeration.":
            missing.append(name)
        if isinstance(type_, GraphQLEnumType):
            missing += [f"{name}.{k}" for k, v in type_.values.items() if not v.description]
        for field_name, field in getattr(type_, "fields", {}).items():
            if not field.description:
                missing.append(f"{name}.{field_name}")
            arguments = field.args.items()
            missing += [f"{name}.{field_name}({k})" for k, v in arguments if not v.description]
    assert missing == []


@pytest.mark.parametrize("node", NODES, ids=lambda node: node.label)
def test_every_declared_type_appears_whole(node: type[Node]) -> None:
    fields = object_type(node.label).fields
    for name, declared in properties_of(node).items():
        assert fields[camel(name)].description == declared.description
    for edge in EDGES.values():
        assert (camel(edge.key) in fields) == issubclass(node, edge.sources), edge.label
        assert (camel(edge.inverse) in fields) == issubclass(node, edge.targets), edge.label
    assert camel(node.collection) in schema().query_type.fields  # type: ignore[union-attr]


@pytest.mark.parametrize("relation", relations(), ids=lambda relation: relation.name)
def test_every_link_shows_its_properties_and_the_other_end(relation: Relation) -> None:
    owner = common_class(relation.near)
    links = next(node for node in NODES if issubclass(node, owner) and node in _near(relation))
    connection = get_named_type(object_type(links.label).fields[camel(relation.name)].type)
    link = get_named_type(object_type(connection.name).fields["edges"].type)
    fields = object_type(link.name).fields
    assert {camel(name) for name in properties_of(relation.edge)} < fields.keys()
    assert get_named_type(fields["node"].type).name == common_class(relation.far).__name__


def _near(relation: Relation) -> list[type[Node]]:
    return [node for node in NODES if issubclass(node, relation.near)]


def test_elements_can_be_followed_without_naming_their_types() -> None:
    assert common_class((Service, Component)) is Element
    assert common_class((Person, Team)) is Node
    assert "dependsOn" in object_type("Element").fields
    assert "dependsOn" not in object_type("Node").fields


def test_whole_numbers_without_bound_are_no_32_bit_integers() -> None:
    assert str(object_type("Service").fields["tier"].type) == "Int"
    assert str(object_type("Backup").fields["retentionDays"].type) == "BigInt"


def test_choices_are_enums_of_the_declared_words() -> None:
    found = schema().get_type("Phase")
    assert isinstance(found, GraphQLEnumType)
    assert list(found.values)[:2] == ["STRATEGY", "DESIGN"]
    kinds = {p.kind for node in NODES for p in properties_of(node).values()}
    assert Kind.CHOICE in kinds


def test_a_property_called_like_a_relation_is_found() -> None:
    fields = Fields("Service")
    fields.add("owns", 1)
    with pytest.raises(NameCollision, match="Service would have two fields called owns"):
        fields.add("owns", 2)


def test_two_declarations_of_one_type_name_are_found() -> None:
    types = Types()
    types.once("Phase", "the first", object)
    with pytest.raises(NameCollision, match="Phase"):
        types.once("Phase", "the second", object)


def test_a_query_called_like_another_root_field_is_found() -> None:
    rows = (Column("ref", "ref", "what"),)
    query = NamedQuery("services", "", "Which?", (), rows, "", "x.y", "", "", "", "", "0")
    with pytest.raises(NameCollision, match="Query would have two fields called services"):
        build([query])


def test_bounds_are_read_where_a_number_may_be_absent() -> None:
    class Bounded(Record):
        """Numbers."""

        small: Annotated[int, Field(ge=0, le=9)] | None = None
        """At most 9."""
        large: Annotated[int, Field(ge=0, le=2**40)] | None = None
        """At most a lot."""
        open: int = 0
        """Any."""

    types = Types()
    fields = dict(property_fields(types, Bounded, lambda found: found))
    shown = {name: str(fields[name].type) for name in ("small", "large", "open")}
    assert shown == {"small": "Int", "large": "BigInt", "open": "BigInt!"}


def test_asking_for_a_type_makes_it_once() -> None:
    found = NodeTypes(Types())
    assert found.of(Service) is found.of(Service)
