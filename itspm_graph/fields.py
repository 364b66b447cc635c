"""What a declaration says of its properties: storage, GraphQL and docs derive from it."""

from __future__ import annotations

import json
import types
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import Any, Union, get_args, get_origin

from itspm_graph.records import Choice, Edge, Record, Stored


class Kind(StrEnum):
    """The sorts of value that a property can have."""

    TEXT = "text"
    CHOICE = "choice"
    NUMBER = "number"
    INTEGER = "integer"
    BOOLEAN = "boolean"
    DATE = "date"
    INSTANT = "instant"
    TEXTS = "list of text"
    JSON = "json"


_SCALARS = {
    str: Kind.TEXT,
    float: Kind.NUMBER,
    int: Kind.INTEGER,
    bool: Kind.BOOLEAN,
    date: Kind.DATE,
    datetime: Kind.INSTANT,
}


@dataclass(frozen=True)
class Property:
    """One property of a declared type."""

    name: str
    kind: Kind
    required: bool
    description: str
    choices: tuple[str, ...] = ()
    indexed: bool = False


@cache
def properties_of(record: type[Record]) -> Mapping[str, Property]:
    """The properties of a declared type by name, in order of declaration."""
    return {name: _property(name, field) for name, field in record.model_fields.items()}


def _property(name: str, field: Any) -> Property:
    annotation = _bare(field.annotation)
    is_choice = isinstance(annotation, type) and issubclass(annotation, Choice)
    return Property(
        name=name,
        kind=Kind.CHOICE if is_choice else _kind(annotation),
        required=field.is_required(),
        description=field.description or "",
        choices=tuple(member.value for member in annotation) if is_choice else (),
        indexed=any(isinstance(mark, Stored) and mark.index for mark in field.metadata),
    )


def _bare(annotation: Any) -> Any:
    """The annotation without `Annotated[…]` and `| None`."""
    if hasattr(annotation, "__metadata__"):
        return _bare(get_args(annotation)[0])
    if get_origin(annotation) in (Union, types.UnionType):
        return _bare(next(part for part in get_args(annotation) if part is not type(None)))
    return annotation


def _kind(annotation: Any) -> Kind:
    if annotation in _SCALARS:
        return _SCALARS[annotation]
    return Kind.TEXTS if annotation == tuple[str, ...] else Kind.JSON


def edge_key(edge: type[Edge], properties: Mapping[str, Any]) -> str:
    """What tells this edge apart from parallel ones of its type between the same nodes."""
    values = [str(properties.get(name) or "") for name in edge.identity]
    if len(values) > 1:
        return json.dumps(values) if any(values) else ""
    return values[0] if values else ""


def identity_of(edge: type[Edge], key: str) -> dict[str, str]:
    """The identifying properties that `edge_key` made a key of; absent ones are empty."""
    names = edge.identity
    if not names or not key:
        return dict.fromkeys(names, "")
    values = json.loads(key) if len(names) > 1 else [key]
    return dict(zip(names, values, strict=True))
