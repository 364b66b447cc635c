"""The scalars that GraphQL lacks. Stored values are JSON already, so they are sent as they are."""

from __future__ import annotations

from datetime import date
from typing import Any

import graphene
from graphql import GraphQLError, ValueNode, value_from_ast_untyped


def _as_is(value: Any) -> Any:
    return value


def _date(value: Any) -> str:
    try:
        return date.fromisoformat(value).isoformat()
    except (TypeError, ValueError):
        raise GraphQLError(f"{value!r} is no date: write YYYY-MM-DD") from None


def _sent(value: Any) -> Any:
    """Stored days are text, computed ones are not."""
    return value.isoformat() if isinstance(value, date) else value


def _scalar(name: str, description: str, parse: Any = _as_is) -> Any:
    def parse_literal(node: ValueNode, variables: dict[str, Any] | None = None) -> Any:
        return parse(value_from_ast_untyped(node, variables))

    methods = {"serialize": _sent, "parse_value": parse, "parse_literal": parse_literal}
    attributes = {key: staticmethod(method) for key, method in methods.items()}
    meta = {"name": name, "description": description}
    return type(name, (graphene.Scalar,), {"Meta": meta, **attributes})


Date = _scalar("Date", "A day, as `2026-11-23`.", _date)
DateTime = _scalar("DateTime", "An instant, ISO 8601 with its offset, as `2026-11-23T12:00:00Z`.")
Json = _scalar("JSON", "Any JSON value.")
BigInt = _scalar(
    "BigInt", "A whole number, sent as a JSON number; it may be larger than the 32 bits of `Int`."
)
