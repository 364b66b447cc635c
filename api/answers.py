"""What `Session` answers, as GraphQL types: the result models, converted field by field."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin

import graphene
from pydantic import BaseModel

from api.naming import Fields, Types, camel, documented, listed, object_type
from api.nodes import NodeTypes
from api.request import FoundNode, Part, Request
from api.scalars import BigInt, Date, DateTime, Json
from itspm_graph.records import Node
from itspm_graph.results.failure import Large

SCALARS = {
    str: graphene.String,
    int: graphene.Int,
    float: graphene.Float,
    bool: graphene.Boolean,
    date: Date,
    datetime: DateTime,
    Large: BigInt,
}


@dataclass(frozen=True)
class TypeCount:
    """How many there are of a type."""

    type: str
    count: int


@dataclass(frozen=True)
class OrderCount:
    """How many there are of a size."""

    order: int
    count: int


COUNTED: dict[Any, tuple[type[TypeCount] | type[OrderCount], str, str]] = {
    dict[str, int]: (TypeCount, "type", "Name of the type."),
    dict[int, Large]: (OrderCount, "order", "Number of members."),
}
"""Counts by what they count: what GraphQL makes of each pair, and what its key is."""


class AnswerTypes:
    """The types of answers. A part with a reference also leads to the record itself."""

    def __init__(self, types: Types, nodes: NodeTypes) -> None:
        self.types = types
        self.nodes = nodes

    def of(self, model: type[BaseModel]) -> Any:
        """The GraphQL type of a result model."""
        return self.types.once(
            model.__name__,
            model,
            lambda: object_type(model.__name__, documented(model), self.fields(model)),
        )

    def fields(self, model: type[BaseModel]) -> Fields:
        """A field for each of the model's, under the name that the command line prints."""
        fields = Fields(model.__name__)
        for name, stated in model.model_fields.items():
            if not stated.description:
                raise ValueError(f"{model.__name__}.{name} has no docstring")
            field = graphene.Field(
                self._type(stated.annotation),
                description=stated.description,
                resolver=partial(_counts if stated.annotation in COUNTED else _resolve, name),
            )
            fields.add(camel(stated.serialization_alias or name), field)
        return self._lead_on(fields)

    def _lead_on(self, fields: Fields) -> Fields:
        node = self.nodes.of(Node)
        if "ref" in fields:
            text = "The record; null where nothing has the reference."
            fields.add("node", graphene.Field(node, description=text, resolver=_record))
        if "refs" in fields:
            text = "The records."
            fields.add("nodes", graphene.Field(listed(node), description=text, resolver=_records))
        return fields

    def _type(self, annotation: Any) -> Any:
        """The GraphQL type of an annotation, null only where None is one of its values."""
        parts = get_args(annotation)
        if get_origin(annotation) in (Union, UnionType) and NoneType in parts:
            found = self._type(next(part for part in parts if part is not NoneType))
            return found.of_type if isinstance(found, graphene.NonNull) else found
        if get_origin(annotation) in (list, tuple):
            return graphene.NonNull(graphene.List(self._type(parts[0])))
        if annotation in COUNTED:
            return self._counted(annotation)
        if get_origin(annotation) is dict:
            return graphene.NonNull(Json)
        if annotation in SCALARS:
            return graphene.NonNull(SCALARS[annotation])
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            return graphene.NonNull(self.of(annotation))
        raise TypeError(f"{annotation} has no GraphQL type")

    def _counted(self, annotation: Any) -> Any:
        """A list of counts, each under what it counts."""
        kind, what, text = COUNTED[annotation]
        said = {
            what: graphene.Field(SCALARS[get_args(annotation)[0]], required=True, description=text),
            "count": graphene.Field(
                SCALARS[get_args(annotation)[1]], required=True, description="How many."
            ),
        }
        name = kind.__name__
        return listed(
            self.types.once(name, kind, lambda: object_type(name, documented(kind), said))
        )


def _resolve(name: str, part: Part, info: Any) -> Any:
    request: Request = info.context
    request.spend()
    value = getattr(part.value, name)
    if isinstance(value, BaseModel):
        return Part(value, part.revision)
    if isinstance(value, list) and value and isinstance(value[0], BaseModel):
        return [Part(item, part.revision) for item in value]
    return value


def _counts(name: str, part: Part, info: Any) -> list[TypeCount | OrderCount]:
    counted = getattr(part.value, name)
    info.context.spend(len(counted))
    kind, _, _ = COUNTED[part.value.__class__.model_fields[name].annotation]
    return [kind(*pair) for pair in counted.items()]


def _record(part: Part, info: Any) -> FoundNode | None:
    return _found(info.context, part.value.ref, part.revision)  # type: ignore[attr-defined]


def _records(part: Part, info: Any) -> list[FoundNode]:
    refs: list[str] = part.value.refs  # type: ignore[attr-defined]
    found = (_found(info.context, ref, part.revision) for ref in refs)
    return [node for node in found if node is not None]


def _found(request: Request, ref: str | None, revision: int | None) -> FoundNode | None:
    request.spend()
    graph = request.graph(revision)
    position = None if ref is None else graph.find(ref)
    return None if position is None else FoundNode(graph, position)
