"""Relay connections: a page of a sorted list, found again by the sort key of its last entry."""

from __future__ import annotations

import base64
import json
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar

import graphene

from api.naming import Fields, Types, listed, object_type
from itspm_graph.errors import InvalidArgument, LimitExceeded

DEFAULT_PAGE = 50
LARGEST_PAGE = 500

T = TypeVar("T")
Raw = tuple[Any, ...]
"""A sort key as JSON values; the cursor is its text."""


class Entry(NamedTuple):
    """An entry of a page with its cursor."""

    cursor: str
    item: Any


@dataclass(frozen=True)
class Page:
    """A part of a list."""

    entries: list[Entry]
    total: int
    start: int

    @property
    def has_next(self) -> bool:
        return self.start + len(self.entries) < self.total

    @property
    def end_cursor(self) -> str | None:
        return self.entries[-1].cursor if self.entries else None


def page(
    rows: Sequence[T],
    raw: Callable[[T], Raw],
    make: Callable[[T], Any],
    first: int | None,
    after: str | None,
    order: Callable[[Raw], Any] = lambda key: key,
) -> Page:
    """The rows that follow a cursor, at most `first`.

    Rows are sorted here by `order` of their `raw` key, which has to be unique; a cursor stays good
    when rows come or go. Only the rows of the page are made entries of.
    """
    wanted = _size(first)
    ranked = sorted(rows, key=lambda row: order(raw(row)))
    start = 0 if after is None else _place(ranked, after, raw, order)
    shown = ranked[start : start + wanted]
    return Page([Entry(_encode(raw(row)), make(row)) for row in shown], len(ranked), start)


def _size(first: int | None) -> int:
    wanted = DEFAULT_PAGE if first is None else first
    if wanted < 0:
        raise InvalidArgument(f"first must be 0 or more, not {wanted}")
    if wanted > LARGEST_PAGE:
        raise LimitExceeded(
            f"first is at most {LARGEST_PAGE}, not {wanted}: follow pageInfo.endCursor with after"
        )
    return wanted


def _place(
    ranked: Sequence[T], after: str, raw: Callable[[T], Raw], order: Callable[[Raw], Any]
) -> int:
    """Where the page begins that follows the cursor."""
    try:
        return bisect_right(ranked, order(_decode(after)), key=lambda row: order(raw(row)))
    except (ValueError, TypeError, IndexError):
        raise InvalidArgument(
            f"{after[:40]!r} is no cursor of this list: take endCursor of its last page",
            code="invalid-cursor",
        ) from None


def _encode(raw: Raw) -> str:
    return base64.urlsafe_b64encode(json.dumps(raw).encode()).decode().rstrip("=")


def _decode(cursor: str) -> Raw:
    found = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    if not isinstance(found, list):
        raise TypeError
    return tuple(found)


def page_arguments() -> dict[str, Any]:
    """`first` and `after`, as every connection takes them."""
    return {
        "first": graphene.Argument(
            graphene.Int,
            default_value=DEFAULT_PAGE,
            description=f"Entries wanted, at most {LARGEST_PAGE}.",
        ),
        "after": graphene.Argument(
            graphene.String, description="Cursor of the entry that the page follows."
        ),
    }


def connection_type(
    types: Types,
    name: str,
    entry: str,
    description: str,
    content: Callable[[], Sequence[tuple[str, Any]]],
) -> Any:
    """A connection: `totalCount`, `pageInfo` and `edges` with `cursor` and `content`.

    The fields of `content`, of which `node` is one, resolve from an `Entry`.
    """

    def make_entry() -> Any:
        cursor = _field(graphene.String, "Where a next page may begin.", _cursor)
        fields = Fields(entry).add_all([("cursor", cursor), *content()])
        return object_type(entry, f"{description} One entry.", fields)

    def make() -> Any:
        edges = listed(types.once(entry, (name, entry), make_entry))
        fields = Fields(name).add_all(
            [
                ("totalCount", _field(graphene.Int, "Entries on all pages.", _total)),
                ("pageInfo", _field(_page_info(types), "Where this page stands.", _itself)),
                ("edges", graphene.Field(edges, description="The entries.", resolver=_entries)),
            ]
        )
        return object_type(name, f"{description} Page by page.", fields)

    return types.once(name, (name, entry), make)


def _page_info(types: Types) -> Any:
    def make() -> Any:
        fields = Fields("PageInfo").add_all(
            [
                ("hasNextPage", _field(graphene.Boolean, "Whether more follows.", _has_next)),
                ("hasPreviousPage", _field(graphene.Boolean, "Whether more precedes.", _has_prev)),
                ("startCursor", _optional("Cursor of the first entry.", _start_cursor)),
                ("endCursor", _optional("Cursor of the last entry.", _end_cursor)),
            ]
        )
        return object_type("PageInfo", "Where a page stands in its list.", fields)

    return types.once("PageInfo", "PageInfo", make)


def _field(type_: Any, description: str, resolver: Any) -> Any:
    return graphene.Field(type_, required=True, description=description, resolver=resolver)


def _optional(description: str, resolver: Any) -> Any:
    return graphene.Field(graphene.String, description=description, resolver=resolver)


def _itself(page: Page, _info: Any) -> Page:
    return page


def _total(page: Page, _info: Any) -> int:
    return page.total


def _entries(page: Page, info: Any) -> list[Entry]:
    info.context.spend(len(page.entries))
    return page.entries


def _has_next(page: Page, _info: Any) -> bool:
    return page.has_next


def _has_prev(page: Page, _info: Any) -> bool:
    return page.start > 0


def _start_cursor(page: Page, _info: Any) -> str | None:
    return page.entries[0].cursor if page.entries else None


def _end_cursor(page: Page, _info: Any) -> str | None:
    return page.end_cursor


def _cursor(entry: Entry, info: Any) -> str:
    info.context.spend()
    return entry.cursor
