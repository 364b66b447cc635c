"""Declared properties as GraphQL fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, get_args

import graphene

from api.naming import Types, camel, documented, enum_type
from api.scalars import BigInt, Date, DateTime, Json
from itspm_graph.fields import Kind, Property, properties_of
from itspm_graph.records import Choice, Node, Record

SCALARS: Mapping[Kind, Any] = {
    Kind.TEXT: graphene.String,
    Kind.NUMBER: graphene.Float,
    Kind.BOOLEAN: graphene.Boolean,
    Kind.DATE: Date,
    Kind.INSTANT: DateTime,
    Kind.JSON: Json,
}
LARGEST_INT = 2**31 - 1

Stored = Callable[[Any], Mapping[str, Any]]
"""How a field comes by the stored properties of what it is asked of."""


def property_field(types: Types, record: type[Record], name: str, stored: Stored) -> Any:
    """The field of a declared property.

    It is never null where the declaration has a default, which the store leaves out. A required
    property may be null all the same: a stand-in has only its name.
    """
    declared = properties_of(record)[name]
    default = _default(record, name)
    always = default is not None or (name == "name" and issubclass(record, Node))

    def resolve(found: Any, info: Any) -> Any:
        info.context.spend()
        return stored(found).get(name, default)

    return graphene.Field(
        _type(types, record, declared),
        required=always,
        description=declared.description,
        resolver=resolve,
    )


def property_fields(
    types: Types, record: type[Record], stored: Stored, leave_out: frozenset[str] = frozenset()
) -> list[tuple[str, Any]]:
    """The fields of all declared properties, without those called as `leave_out` says."""
    named = ((camel(name), name) for name in properties_of(record))
    return [
        (shown, property_field(types, record, name, stored))
        for shown, name in named
        if shown not in leave_out
    ]


def _default(record: type[Record], name: str) -> Any:
    field = record.model_fields[name]
    if field.is_required():
        return None
    default = field.get_default(call_default_factory=True, validated_data={})
    if isinstance(default, Choice):
        return default.value
    return list(default) if isinstance(default, tuple) else default


def _type(types: Types, record: type[Record], declared: Property) -> Any:
    if declared.kind is Kind.CHOICE:
        return choice_type(types, _choice(record, declared.name))
    if declared.kind is Kind.INTEGER:
        return graphene.Int if _fits_32_bits(record, declared.name) else BigInt
    if declared.kind is Kind.TEXTS:
        return graphene.List(graphene.NonNull(graphene.String))
    return SCALARS[declared.kind]


def choice_type(types: Types, choice: type[Choice]) -> Any:
    """The enum of a closed list of words."""
    words = [member.value for member in choice]
    return types.once(
        choice.__name__, choice, lambda: enum_type(choice.__name__, documented(choice), words)
    )


def _choice(record: type[Record], name: str) -> type[Choice]:
    annotation = record.model_fields[name].annotation
    parts = (annotation, *get_args(annotation))
    return next(part for part in parts if isinstance(part, type) and issubclass(part, Choice))


def _fits_32_bits(record: type[Record], name: str) -> bool:
    """Whether the declaration bounds the number, also where it may be absent."""
    field = record.model_fields[name]
    marks = [*field.metadata]
    for part in get_args(field.annotation):
        for mark in getattr(part, "__metadata__", ()):
            marks += getattr(mark, "metadata", [mark])
    return any(getattr(mark, "le", LARGEST_INT + 1) <= LARGEST_INT for mark in marks)
