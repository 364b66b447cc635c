"""Root fields that list the records of one type: chosen by a selection, ordered by a property."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from functools import partial, total_ordering
from typing import Any

import graphene

from api.naming import camel
from api.nodes import NodeTypes
from api.pages import Page, Raw, page, page_arguments
from api.request import FoundNode, Request
from itspm_graph.errors import InvalidArgument
from itspm_graph.fields import Kind, properties_of
from itspm_graph.graph import Graph
from itspm_graph.records import NODES, Node
from itspm_graph.selection import parse, select

AS_OF = "Read the catalog as it was at this revision or instant; by default as it is."
NOT_ORDERED = (Kind.JSON, Kind.TEXTS)


def as_of() -> dict[str, Any]:
    """The argument `asOf`."""
    return {"asOf": graphene.Argument(graphene.String, description=AS_OF)}


def listings(nodes: NodeTypes) -> list[tuple[str, Any]]:
    """One connection for each declared type: `services`, `vendorProducts`, …"""
    return [(camel(node.collection), _field(nodes, node)) for node in NODES]


def _field(nodes: NodeTypes, node: type[Node]) -> Any:
    said = {
        "select": "Only those that this selection names, as `tier<=2 and not stub:true`.",
        "orderBy": "Property to order by, as `name`, or `-name` for the other way round; what "
        "lacks it comes last. By default by reference.",
    }
    chosen = {
        name: graphene.Argument(graphene.String, description=text) for name, text in said.items()
    }
    return graphene.Field(
        nodes.list_of(node),
        description=f"Records of type {node.__name__}.",
        args={**page_arguments(), **chosen, **as_of()},
        resolver=partial(_resolve, node),
    )


def _resolve(
    node: type[Node],
    _root: Any,
    info: Any,
    first: int | None = None,
    after: str | None = None,
    select: str | None = None,
    orderBy: str | None = None,  # noqa: N803
    asOf: str | None = None,  # noqa: N803
) -> Page:
    request: Request = info.context
    request.spend()
    graph = request.graph(asOf)
    raw, order = _order(node, graph, orderBy)
    positions = _positions(graph, node, select)
    return page(positions, raw, lambda position: FoundNode(graph, position), first, after, order)


def _positions(graph: Graph, node: type[Node], selection: str | None) -> list[int]:
    if not selection:
        return graph.positions(node.label)
    parse(selection)  # so that an error speaks of what was written, not of what is added here
    return select(graph, f"type:{node.label} and ({selection})")


def _order(
    node: type[Node], graph: Graph, order_by: str | None
) -> tuple[Callable[[int], Raw], Callable[[Raw], Any]]:
    """How entries are ordered: the sort key of a position, and how keys compare."""
    name = _property(node, (order_by or "ref").removeprefix("-"))
    descending = (order_by or "").startswith("-")

    def raw(position: int) -> Raw:
        ref = str(graph.ref(position))
        return (ref if name == "ref" else graph.properties(position).get(name), ref)

    def order(key: Raw) -> tuple[bool, Any, str]:
        value, ref = key
        return (value is None, _Reversed(value) if descending else value or 0, ref)

    return raw, order


def _property(node: type[Node], wanted: str) -> str:
    """The property of this name, as GraphQL or the model writes it."""
    names = {"ref": "ref"}
    for name, declared in properties_of(node).items():
        if declared.kind not in NOT_ORDERED:
            names |= {name: name, camel(name): name}
    if wanted not in names:
        near = difflib.get_close_matches(wanted, names, 3, 0.4)
        raise InvalidArgument(
            f"{node.__name__} can't be ordered by {wanted!r}; nearest: {', '.join(near) or '-'}"
        )
    return names[wanted]


@total_ordering
class _Reversed:
    """A value that sorts the other way round."""

    def __init__(self, value: Any) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Reversed) and bool(self.value == other.value)

    def __lt__(self, other: _Reversed) -> bool:
        return bool(other.value < self.value)

    __hash__ = None  # type: ignore[assignment]
