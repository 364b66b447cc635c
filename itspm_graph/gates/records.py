"""New records about a service at a gate, on their way into one write."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from itspm_graph.errors import InvalidArgument, InvalidInput
from itspm_graph.graph import Change, EdgeId, Graph, canonical
from itspm_graph.importing import broken_rules
from itspm_graph.records import Node, Ref

LONGEST_SLUG = 100
DECIDERS = ("Person", "Team", "Customer")
"""Types of those who can decide."""


class Records:
    """Collects the records of one write about a service at a gate.

    `revision` is the one that is written upon, where `graph` has documents of the same write in it.
    """

    def __init__(self, graph: Graph, gate: str, service: Ref, revision: int | None = None) -> None:
        self.graph = graph
        self.changes: list[Change] = []
        self.title = f"{gate} {service}"
        slug = service.slug
        if len(slug) > LONGEST_SLUG:
            slug = f"{slug[:LONGEST_SLUG]}-{sha256(slug.encode()).hexdigest()[:12]}"
        number = graph.revision if revision is None else revision
        self.stem = f"{gate.lower()}-{slug}-r{number}"
        """A slug of this write alone, however long the service's is: each write is a revision."""

    def node(self, declaration: type[Node], part: str = "", **fields: Any) -> Ref:
        """A new record, named after the write and, where it has several, a part of it."""
        suffix = f"-{part.replace('_', '-')}" if part else ""
        ref = Ref.of(declaration, f"{self.stem}{suffix}")
        record = declaration.model_validate(fields)
        self.changes.append(Change(ref, None, canonical(record.properties())))
        return ref

    def edge(self, label: str, source: Ref, target: str) -> None:
        self.changes.append(Change(EdgeId(label, source, Ref(target)), None, "{}"))

    def set(self, ref: Ref, **fields: Any) -> None:
        """Other values of a stored record's properties; None takes one away."""
        position = self.graph.position(ref)
        before = self.graph.text(position)
        held = {**self.graph.properties(position), **fields}
        after = canonical({name: value for name, value in held.items() if value is not None})
        if after != before:
            self.changes.append(Change(ref, before, after))

    def checked(self) -> list[Change]:
        """The changes; `InvalidInput` where they break a rule."""
        if problems := broken_rules(self.graph, self.changes):
            raise InvalidInput(problems)
        return self.changes


def the_service(graph: Graph, service: Ref) -> int:
    """The position of a service; `InvalidArgument` where the reference names something else."""
    position = graph.position(service)
    if graph.label(position) != "Service":
        raise InvalidArgument(f"{service} is no service: a gate judges services")
    return position


def deciders(graph: Graph, by: list[Ref], reason: str) -> list[Ref]:
    """Those who decide; `InvalidArgument` where there are none, they can't, or give no reason."""
    if not by:
        raise InvalidArgument("a decision needs somebody who takes it")
    for ref in by:
        if graph.label(graph.position(ref)) not in DECIDERS:
            raise InvalidArgument(f"{ref} can't decide: name a person, a team or a customer")
    if not reason.strip():
        raise InvalidArgument("a decision needs a reason")
    return list(dict.fromkeys(by))
