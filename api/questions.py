"""Named queries as root fields: arguments and typed rows from the headers of their files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

import graphene
from graphql import Undefined

from api.answers import AnswerTypes
from api.listings import as_of
from api.naming import Fields, Types, camel, listed, object_type, pascal
from api.request import Part, Request
from api.scalars import BigInt, Date
from api.verbs import plain, words_type
from itspm_graph.catalogue import Column, NamedQuery, convert
from itspm_graph.graph import Graph
from itspm_graph.results import Answer

ARGUMENTS: Mapping[str, Any] = {
    "ref": graphene.String,
    "text": graphene.String,
    "integer": graphene.Int,
    "number": graphene.Float,
    "boolean": graphene.Boolean,
    "date": Date,
    "texts": graphene.List(graphene.NonNull(graphene.String)),
}
COLUMNS: Mapping[str, Any] = {**ARGUMENTS, "integer": BigInt}
ENGINES = ("auto", "cypher", "snapshot")


def question_fields(
    types: Types, answers: AnswerTypes, queries: Iterable[NamedQuery]
) -> list[tuple[str, Any]]:
    """A field for each query; criteria of gates are asked through `gateCheck` instead."""
    return [
        (camel(query.name), _field(types, answers, query)) for query in queries if not query.gate
    ]


def _field(types: Types, answers: AnswerTypes, query: NamedQuery) -> Any:
    arguments = Fields(query.name).add_all((camel(p.name), _argument(p)) for p in query.parameters)
    engine = graphene.Argument(
        words_type(types, "engine", ENGINES), description="Who answers; by default whoever can."
    )
    return graphene.Field(
        _answer_type(types, answers, query),
        description=query.question,
        args=arguments.add_all([("engine", engine), *as_of().items()]),
        resolver=partial(_resolve, query.name, {camel(p.name): p.name for p in query.parameters}),
    )


def _argument(parameter: Column) -> Any:
    type_ = ARGUMENTS[parameter.type]
    description = parameter.description or f"The {parameter.name}."
    if parameter.of_policy:
        description += f"; by default the {parameter.default}"
    return graphene.Argument(
        graphene.NonNull(type_) if parameter.required else type_,
        description=description,
        default_value=_default(parameter),
    )


def _default(parameter: Column) -> Any:
    """The default as a value; `today` is no fixed day and a threshold is policy's, so the schema
    leaves both to the query."""
    if parameter.required or parameter.of_policy or parameter.type in ("date", "ref"):
        return Undefined
    return convert(parameter, parameter.default, Graph.empty())


def _answer_type(types: Types, answers: AnswerTypes, query: NamedQuery) -> Any:
    name = pascal(query.name)

    def make_row() -> Any:
        fields = Fields(f"{name}Row").add_all((camel(c.name), _column(c)) for c in query.returns)
        return object_type(f"{name}Row", f"A row of the answer to: {query.question}", fields)

    def make() -> Any:
        rows = listed(types.once(f"{name}Row", query.name, make_row))
        text = "Rows, ordered by their columns."
        fields = answers.fields(Answer)
        fields["rows"] = graphene.Field(rows, description=text, resolver=_rows)
        return object_type(f"{name}Answer", f"The answer to: {query.question}", fields)

    return types.once(f"{name}Answer", query.name, make)


def _column(column: Column) -> Any:
    return graphene.Field(
        COLUMNS[column.type],
        description=column.description or f"The {column.name}.",
        resolver=partial(_value, column.name),
    )


def _value(name: str, row: Mapping[str, Any], info: Any) -> Any:
    info.context.spend()
    return row[name]


def _rows(part: Part, info: Any) -> list[dict[str, Any]]:
    info.context.spend()
    rows: list[dict[str, Any]] = part.value.rows  # type: ignore[attr-defined]
    return rows


def _resolve(
    name: str,
    names: Mapping[str, str],
    _root: Any,
    info: Any,
    asOf: str | None = None,  # noqa: N803
    engine: Any = None,
    **given: Any,
) -> Part:
    request: Request = info.context
    request.spend()
    arguments = {names[key]: value for key, value in given.items() if value is not None}
    revision = request.revision(asOf)
    engine = plain(engine) or "auto"
    answer = request.session.ask(name, arguments, engine=engine, as_of=revision)
    return Part(answer, revision)
