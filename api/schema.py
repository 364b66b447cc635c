"""The schema, derived from what is declared: node and edge types, verbs, results, named queries."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import graphene
from graphql import GraphQLSchema, print_schema

from api.answers import AnswerTypes
from api.listings import listings
from api.naming import Fields, Types, object_type
from api.nodes import NodeTypes
from api.questions import question_fields
from api.roots import other_fields
from api.verbs import MUTATIONS, QUERIES, verb_field
from itspm_graph.catalogue import NamedQuery, catalogue


@cache
def schema() -> GraphQLSchema:
    """The schema of this installation."""
    return build(catalogue().values())


def build(queries: Iterable[NamedQuery]) -> GraphQLSchema:
    """The schema with these named queries.

    `NameCollision` where two declarations would have the same name.
    """
    types = Types()
    nodes = NodeTypes(types)
    answers = AnswerTypes(types, nodes)
    reading = Fields("Query")
    reading.add_all(other_fields(types, nodes, answers))
    reading.add_all((verb.name, verb_field(types, answers, verb)) for verb in QUERIES)
    reading.add_all(listings(nodes))
    reading.add_all(question_fields(types, answers, queries))
    writing = Fields("Mutation")
    writing.add_all((verb.name, verb_field(types, answers, verb)) for verb in MUTATIONS)
    built: GraphQLSchema = graphene.Schema(
        query=object_type("Query", "What can be asked.", reading),
        mutation=object_type("Mutation", "What can be written.", writing),
        types=nodes.all(),
        auto_camelcase=False,
    ).graphql_schema
    return built


def sdl() -> str:
    """The schema as text, ending in a line break."""
    return print_schema(schema()) + "\n"
