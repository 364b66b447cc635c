"""References between entities: `[kind:][namespace/]name`, with what dialects put behind them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from itspm_graph.errors import InvalidReference
from itspm_graph.model.elements import Component, Interface, Person, Team
from itspm_graph.model.services import Portfolio, Service
from itspm_graph.records import Node, Ref
from itspm_graph.sources.trees import shape

NODE_OF_KIND: dict[str, type[Node]] = {
    "component": Component,
    "resource": Component,
    "api": Interface,
    "system": Service,
    "domain": Portfolio,
    "group": Team,
    "user": Person,
}
"""What each kind of entity is in the model."""

DEFAULT_NAMESPACE = "default"

_WRITTEN = re.compile(r'([^\s"@]+)\s*(?:@([^\s"]+))?\s*(?:"([^"]*)")?')


@dataclass(frozen=True)
class Reference:
    """One reference, resolved, and what is said about the relation beside it."""

    kind: str
    ref: Ref
    attributes: dict[str, Any] = field(default_factory=dict)


def entity_ref(kind: str, namespace: str, name: str) -> Ref:
    """The reference of an entity; `InvalidReference` where its name makes no slug."""
    node = NODE_OF_KIND.get(kind)
    if node is None:
        kinds = ", ".join(NODE_OF_KIND)
        raise InvalidReference(f"no kind {kind!r}; kinds are {kinds}", code="unknown-kind")
    if "/" in name:
        raise InvalidReference(f"{name[:60]!r} is no name: letters, digits and . _ - only")
    default = namespace.lower() == DEFAULT_NAMESPACE
    return Ref.of(node, name if default else f"{namespace}/{name}")


def parse(value: Any, kind: str, namespace: str) -> Reference:
    """The reference that a text or mapping makes where `kind` and `namespace` are the defaults."""
    if isinstance(value, str):
        return _parse_text(value, kind, namespace)
    if not isinstance(value, dict):
        raise InvalidReference(
            f"a reference is a text like component:default/db-1, not {shape(value)}",
            code="wrong-shape",
        )
    others = {key: inner for key, inner in value.items() if key not in ("ref", "attrs")}
    if isinstance(value.get("ref"), str):
        reference = _parse_text(value["ref"], kind, namespace)
    else:
        parts = {key: others.pop(key, None) for key in ("kind", "namespace", "name")}
        reference = _parse_parts(parts, kind, namespace)
    attrs = value.get("attrs")
    if isinstance(attrs, dict):
        others |= attrs
    elif attrs is not None:
        others["attrs"] = attrs
    return Reference(reference.kind, reference.ref, reference.attributes | others)


def _parse_text(text: str, kind: str, namespace: str) -> Reference:
    match = _WRITTEN.fullmatch(text.strip())
    if match is None:
        raise InvalidReference(f"{text[:60]!r} is no reference: write [kind:][namespace/]name")
    entity, version, label = match.groups()
    before, colon, rest = entity.partition(":")
    kind, rest = (before.lower(), rest) if colon else (kind, entity)
    space, slash, name = rest.partition("/")
    namespace, name = (space, name) if slash else (namespace, rest)
    beside = {"version": version, "label": label}
    return Reference(
        kind,
        entity_ref(kind, namespace, name),
        {key: value for key, value in beside.items() if value is not None},
    )


def _parse_parts(parts: dict[str, Any], kind: str, namespace: str) -> Reference:
    """A reference taken apart into kind, namespace and name, as older catalogs write it."""
    name = parts["name"]
    if not isinstance(name, str):
        raise InvalidReference("names nothing; write ref: component:default/db-1")
    kind = str(parts["kind"] or kind).lower()
    return Reference(kind, entity_ref(kind, str(parts["namespace"] or namespace), name))
