"""Names of the schema. Two declarations that claim the same one are found when it is built."""

from __future__ import annotations

import enum
import inspect
import keyword
from collections.abc import Callable, Iterable
from typing import Any

import graphene
from graphene.types.objecttype import ObjectTypeMeta
from graphene.utils.str_converters import to_camel_case


class NameCollision(ValueError):
    """Two declarations would have the same name in the schema."""


def camel(name: str) -> str:
    """`rto_minutes` as GraphQL writes it: `rtoMinutes`."""
    return str(to_camel_case(name.lower()))


def pascal(name: str) -> str:
    """`rto_minutes` as the name of a type: `RtoMinutes`."""
    return "".join(word.capitalize() for word in name.split("_"))


def documented(declaration: type) -> str:
    """The docstring of a declaration; without one there is no schema."""
    if not declaration.__doc__:
        raise ValueError(f"{declaration.__name__} has no docstring")
    return inspect.cleandoc(declaration.__doc__)


class Fields(dict[str, Any]):
    """Fields of one type by their GraphQL names."""

    def __init__(self, owner: str) -> None:
        super().__init__()
        self.owner = owner

    def add(self, name: str, field: Any) -> None:
        if name in self:
            raise NameCollision(f"{self.owner} would have two fields called {name}")
        self[name] = field

    def add_all(self, fields: Iterable[tuple[str, Any]]) -> Fields:
        for name, field in fields:
            self.add(name, field)
        return self


class Types:
    """Every named type of the schema."""

    def __init__(self) -> None:
        self.by_name: dict[str, Any] = {}
        self._owners: dict[str, object] = {}

    def once(self, name: str, owner: object, make: Callable[[], Any]) -> Any:
        """The type that `owner` declares under this name, made the first time it is asked for."""
        if self._owners.setdefault(name, owner) != owner:
            raise NameCollision(f"two declarations would be the GraphQL type {name}")
        if name not in self.by_name:
            self.by_name[name] = make()
        return self.by_name[name]


class _Plain(ObjectTypeMeta):  # type: ignore[misc]
    """Makes object types without graphene's dataclass behind each.

    Nothing is ever an instance of ours, and the dataclasses took half the time of the build.
    """

    def __new__(cls, name: str, bases: tuple[Any, ...], members: dict[str, Any]) -> Any:
        return super(ObjectTypeMeta, cls).__new__(cls, name, bases, members)


def object_type(
    name: str, description: str, fields: dict[str, Any], interfaces: tuple[Any, ...] = ()
) -> Any:
    """An object type of these fields."""
    meta = {"name": name, "description": description, "interfaces": interfaces}
    return _Plain(name, (graphene.ObjectType,), {"Meta": meta, **attributes(fields)})


def attributes(fields: dict[str, Any]) -> dict[str, Any]:
    """The fields as class attributes; GraphQL has no keywords, Python has."""
    for name, field in fields.items():
        field.name = name
    return {f"{name}_" if keyword.iskeyword(name) else name: f for name, f in fields.items()}


def enum_type(name: str, description: str, words: Iterable[str]) -> Any:
    """An enum of these words, in capitals; the value of each is the word itself."""
    members = enum.Enum(name, {word.upper().replace("-", "_"): word for word in words})  # type: ignore[misc]

    def described(member: Any) -> str:
        return description if member is None else f"Written `{member.value}` elsewhere."

    return graphene.Enum.from_enum(members, description=described)


def listed(type_: Any) -> Any:
    """`[Type!]!`"""
    return graphene.NonNull(graphene.List(graphene.NonNull(type_)))
