"""Node types as GraphQL types: declared classes, their properties, and the links between them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, NamedTuple

import graphene

from api.naming import Fields, Types, attributes, camel, documented, object_type, pascal
from api.pages import Entry, Page, connection_type, page, page_arguments
from api.properties import property_fields
from api.request import FoundLink, FoundNode
from itspm_graph.fields import edge_key
from itspm_graph.graph import Link
from itspm_graph.records import EDGES, NODES, Edge, Node


class Relation(NamedTuple):
    """An edge type seen from one of its ends."""

    edge: type[Edge]
    leaving: bool

    @property
    def name(self) -> str:
        return self.edge.key if self.leaving else self.edge.inverse

    @property
    def near(self) -> tuple[type[Node], ...]:
        return self.edge.sources if self.leaving else self.edge.targets

    @property
    def far(self) -> tuple[type[Node], ...]:
        return self.edge.targets if self.leaving else self.edge.sources

    @property
    def description(self) -> str:
        said = documented(self.edge)
        return said if self.leaving else f"Inverse of `{camel(self.edge.key)}`. {said}"


def relations() -> list[Relation]:
    """Every edge type from both ends."""
    return [Relation(edge, leaving) for edge in EDGES.values() for leaving in (True, False)]


class NodeTypes:
    """The types of nodes and links; asking for one makes it.

    Every class above the declared types (`Node`, `Element`) is an interface, so that what all
    elements have in common can be asked without naming the type.
    """

    def __init__(self, types: Types) -> None:
        self.types = types
        self._fields: dict[type[Node], Fields] = {}

    def all(self) -> list[Any]:
        """The object types of all declared node types."""
        return [self.of(node) for node in NODES]

    def of(self, node: type[Node]) -> Any:
        """The GraphQL type of a declared class: an interface where it is abstract."""
        return self.types.once(node.__name__, node, partial(self._make, node))

    def _make(self, node: type[Node]) -> Any:
        interfaces = tuple(self.of(base) for base in _interfaces(node) if base is not node)
        fields = self.fields(node)
        if node in NODES:
            own = {n: f for n, f in fields.items() if n not in self._inherited(node)}
            return object_type(node.__name__, documented(node), own, interfaces)
        meta = {"name": node.__name__, "description": documented(node), "interfaces": interfaces}
        members = {"Meta": meta, "resolve_type": staticmethod(self._resolve), **attributes(fields)}
        return type(node.__name__, (graphene.Interface,), members)

    def _resolve(self, found: FoundNode, _info: Any) -> Any:
        return self.types.by_name[found.label]

    def fields(self, node: type[Node]) -> Fields:
        """Every field of a class; those of its interfaces are the same objects."""
        if node not in self._fields:
            inherited = self._inherited(node)
            fields = Fields(node.__name__)
            fields.add_all(inherited.items() if inherited else _head())
            known = frozenset(inherited)
            fields.add_all(property_fields(self.types, node, _stored, known))
            fields.add_all(self._relations(node, known))
            self._fields[node] = fields
        return self._fields[node]

    def _inherited(self, node: type[Node]) -> Mapping[str, Any]:
        above = [base for base in _interfaces(node) if base is not node]
        return self.fields(above[0]) if above else {}

    # --- links --------------------------------------------------------------------------------

    def _relations(self, node: type[Node], known: frozenset[str]) -> list[tuple[str, Any]]:
        here = [relation for relation in relations() if issubclass(node, relation.near)]
        named = [(camel(relation.name), relation) for relation in here]
        return [(name, self._link_field(relation)) for name, relation in named if name not in known]

    def _link_field(self, relation: Relation) -> Any:
        return graphene.Field(
            partial(self.connection, relation),
            required=True,
            description=relation.description,
            args=page_arguments(),
            resolver=partial(_links, relation),
        )

    def connection(self, relation: Relation) -> Any:
        """The connection of link objects: the properties of each edge, and the other node."""
        name = f"{pascal(relation.name)}Link"

        def content() -> list[tuple[str, Any]]:
            properties = property_fields(self.types, relation.edge, _stored_of_link)
            far = self.of(common_class(relation.far))
            node = _field(far, "The node at the other end.", _node_of_link)
            return [*properties, ("node", node)]

        return connection_type(self.types, f"{name}Connection", name, relation.description, content)

    def list_of(self, node: type[Node]) -> Any:
        """The connection of nodes of one class."""
        name = node.__name__
        return connection_type(
            self.types,
            f"{name}Connection",
            f"{name}Edge",
            f"Records of type {name}.",
            lambda: [("node", _field(self.of(node), "The record.", _item))],
        )


def common_class(classes: tuple[type[Node], ...]) -> type[Node]:
    """The nearest declared class that all of these are."""
    return next(
        base
        for base in classes[0].__mro__
        if issubclass(base, Node) and all(issubclass(each, base) for each in classes)
    )


def _interfaces(node: type[Node]) -> list[type[Node]]:
    """The abstract classes that a class is, nearest first."""
    return [base for base in node.__mro__ if issubclass(base, Node) and base not in NODES]


def _head() -> list[tuple[str, Any]]:
    """What every node has beside its declared properties."""
    said = {
        "id": (graphene.ID, "The reference, which identifies the record for ever.", _ref),
        "ref": (graphene.String, "The reference, `type:slug`.", _ref),
        "type": (graphene.String, "Name of its type, as `Service`.", _type),
    }
    return [(name, _field(*stated)) for name, stated in said.items()]


def _field(type_: Any, description: str, resolver: Any) -> Any:
    return graphene.Field(type_, required=True, description=description, resolver=resolver)


def _ref(found: FoundNode, info: Any) -> str:
    info.context.spend()
    return found.ref


def _type(found: FoundNode, info: Any) -> str:
    info.context.spend()
    return found.label


def _stored(found: FoundNode) -> Mapping[str, Any]:
    return found.properties


def _stored_of_link(entry: Entry) -> Mapping[str, Any]:
    link: FoundLink = entry.item
    return link.properties


def _item(entry: Entry, info: Any) -> Any:
    info.context.spend()
    return entry.item


def _node_of_link(entry: Entry, info: Any) -> FoundNode:
    info.context.spend()
    link: FoundLink = entry.item
    return link.node


def _links(
    relation: Relation, found: FoundNode, info: Any, first: int | None, after: str | None = None
) -> Page:
    """A page of the edges of a node, in order of the nodes at their other ends."""
    info.context.spend()
    graph, edge = found.graph, relation.edge
    follow = graph.links_from if relation.leaving else graph.links_to

    def away(link: Link) -> int:
        return link.target if relation.leaving else link.source

    return page(
        follow(found.position, edge.label),
        lambda link: (str(graph.ref(away(link))), edge_key(edge, link.properties)),
        lambda link: FoundLink(graph, link, away(link)),
        first,
        after,
    )
