"""How much one request may ask for, told from the query before anything is looked up.

Depth: levels of selection. Cost: objects that the answer may have at most, each page counted full,
so that pages within pages multiply. Root fields: how many questions at once. Introspection is
exempt; GraphQL's own rule bounds it. What a query can't tell (how much an impact affects) is bound
while answering, by `Request.spend`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLNamedType,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableNode,
    get_named_type,
)

from api.pages import DEFAULT_PAGE
from itspm_graph.errors import LimitExceeded


@dataclass(frozen=True)
class Limits:
    """The bounds of one request."""

    depth: int = 12
    """Levels of selection, fragments included."""
    root_fields: int = 30
    """Fields at the root, aliases included."""
    objects: int = 1_000_000
    """Objects that the query may ask for, each page counted full."""
    fields: int = 500_000
    """Fields that the answer may have."""
    tokens: int = 10_000
    """Words and signs of the query."""


@dataclass(frozen=True)
class Weight:
    """What a selection asks for at most."""

    depth: int = 0
    objects: int = 0
    fields: int = 0
    """On the first level."""

    def __add__(self, other: Weight) -> Weight:
        return Weight(
            max(self.depth, other.depth), self.objects + other.objects, self.fields + other.fields
        )


def check(
    limits: Limits,
    schema: GraphQLSchema,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: Mapping[str, Any],
) -> None:
    """`LimitExceeded` where a valid query asks for too much."""
    root = schema.get_root_type(operation.operation)
    try:
        weight = _Scale(schema, document, operation, variables).weigh(
            operation.selection_set, root, 1
        )
    except RecursionError:
        raise LimitExceeded("the query nests its fragments too deep") from None
    for asked, most, message in (
        (weight.depth, limits.depth, "the query is {} levels deep; at most {} are answered"),
        (
            weight.fields,
            limits.root_fields,
            "the query has {} fields at its root; at most {} are answered",
        ),
        (
            weight.objects,
            limits.objects,
            "the query asks for up to {} objects, at most {} are answered: ask for smaller pages",
        ),
    ):
        if asked > most:
            raise LimitExceeded(message.format(asked, most))


class _Scale:
    """Weighs selections. A fragment is weighed once for each page size around it."""

    def __init__(
        self,
        schema: GraphQLSchema,
        document: DocumentNode,
        operation: OperationDefinitionNode,
        variables: Mapping[str, Any],
    ) -> None:
        self.schema = schema
        self.fragments = {
            node.name.value: node
            for node in document.definitions
            if isinstance(node, FragmentDefinitionNode)
        }
        defaults = {
            stated.variable.name.value: int(stated.default_value.value)
            for stated in operation.variable_definitions or ()
            if isinstance(stated.default_value, IntValueNode)
        }
        self.variables = {**defaults, **variables}
        self.weighed: dict[tuple[str, int], Weight] = {}

    def weigh(
        self, selections: SelectionSetNode, parent: GraphQLNamedType | None, page: int
    ) -> Weight:
        """The weight of a selection on `parent`, whose `edges` there are `page` of."""
        total = Weight()
        for node in selections.selections:
            if isinstance(node, FieldNode):
                total += self._field(node, parent, page)
            elif isinstance(node, FragmentSpreadNode):
                total += self._fragment(node.name.value, page)
            elif isinstance(node, InlineFragmentNode):
                condition = node.type_condition
                on = self.schema.get_type(condition.name.value) if condition else parent
                total += self.weigh(node.selection_set, on, page)
        return total

    def _fragment(self, name: str, page: int) -> Weight:
        if (name, page) not in self.weighed:
            fragment = self.fragments[name]
            on = self.schema.get_type(fragment.type_condition.name.value)
            self.weighed[name, page] = self.weigh(fragment.selection_set, on, page)
        return self.weighed[name, page]

    def _field(self, node: FieldNode, parent: GraphQLNamedType | None, page: int) -> Weight:
        name = node.name.value
        if name.startswith("__"):
            return Weight()
        if node.selection_set is None:
            return Weight(depth=1, fields=1)
        field: GraphQLField = parent.fields[name]  # type: ignore[union-attr]
        size = self._page(node) if "first" in field.args else 1
        inner = self.weigh(node.selection_set, get_named_type(field.type), size)
        times = page if name == "edges" else 1
        return Weight(inner.depth + 1, times * (1 + inner.objects), 1)

    def _page(self, node: FieldNode) -> int:
        given = next((a.value for a in node.arguments if a.name.value == "first"), None)
        if isinstance(given, IntValueNode):
            return max(int(given.value), 0)
        stated = self.variables.get(given.name.value) if isinstance(given, VariableNode) else None
        return max(stated, 0) if isinstance(stated, int) else DEFAULT_PAGE
