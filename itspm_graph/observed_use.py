"""Evidence of use matched with the catalog: names become elements, or stay names.

A name means an element that it is the reference of, that says it is `seen_as` so, or that alone
has it as slug or name; a service stands for its offerings. Nothing is guessed: of what was used the
name has to be known; a caller that isn't is kept as the evidence names it, and so is one whose name
several have.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from hashlib import sha256
from typing import Any

from itspm_graph.errors import InvalidReference, Problem
from itspm_graph.graph import NODE_BY_PREFIX, Graph
from itspm_graph.model.elements import Component, DataStore, Element, Interface
from itspm_graph.model.services import (
    ConsumedFrom,
    ConsumedIn,
    ConsumptionRecord,
    Service,
    ServiceOffering,
)
from itspm_graph.model.vendors import VendorProduct
from itspm_graph.records import NODES, Ref
from itspm_graph.sources import EdgeStatement, NodeStatement, Statements, UseStatement

LONGEST_SLUG = 120
MOST_NAMED = 4
"""Elements of one name that a message lists."""
USED = (Service, ServiceOffering, Component, Interface, DataStore, VendorProduct)
"""Types of what is used; anything that can need something may be seen using it."""
_NOT_IN_SLUG = re.compile(r"[^a-z0-9._+~/-]+")


def matched(graph: Graph, statements: Statements) -> Statements:
    """The statements with their evidence of use as records of consumption."""
    if not statements.uses:
        return statements
    names = Names(graph, statements)
    result = replace(
        statements,
        nodes=list(statements.nodes),
        edges=list(statements.edges),
        problems=list(statements.problems),
        uses=[],
    )
    for use in statements.uses:
        _take(use, names, result)
    return result


class Names:
    """Which elements a name may mean: those of the graph, and those of the same import."""

    def __init__(self, graph: Graph, statements: Statements) -> None:
        self._seen_as: dict[str, set[Ref]] = defaultdict(set)
        self._called: dict[str, set[Ref]] = defaultdict(set)
        self._refs: set[Ref] = set()
        for label in (node.label for node in NODES if issubclass(node, Element)):
            for position in graph.positions(label):
                self._add(graph.ref(position), graph.properties(position))
        for node in statements.nodes:
            if issubclass(NODE_BY_PREFIX[node.ref.kind], Element):
                self._add(node.ref, node.fields)

    def _add(self, ref: Ref, fields: Any) -> None:
        self._refs.add(ref)
        for name in fields.get("seen_as") or ():
            self._seen_as[str(name).casefold()].add(ref)
        for name in {ref.slug, str(fields.get("name") or ref.slug).casefold()}:
            self._called[name].add(ref)

    def meant(self, name: str, types: tuple[type[Element], ...]) -> list[Ref]:
        """The elements of these types that a name may mean, by reference."""
        try:
            found = {ref} if (ref := Ref.parse(name)) in self._refs else set[Ref]()
        except InvalidReference:
            key = name.casefold()
            found = self._seen_as.get(key) or self._called.get(key) or set()
        if any(ref.kind == "service" for ref in found):
            found = {ref for ref in found if ref.kind != "service-offering"}
        return sorted(ref for ref in found if issubclass(NODE_BY_PREFIX[ref.kind], types))


def _take(use: UseStatement, names: Names, result: Statements) -> None:
    used = names.meant(use.used, USED)
    if len(used) != 1:
        result.problems.append(_unmatched(use, used))
        return
    callers = names.meant(use.caller, (Element,)) if use.caller else []
    known = callers[0] if len(callers) == 1 else None
    if len(callers) > 1:
        result.problems.append(_several(use, callers))
    record = Ref.of(ConsumptionRecord, _slug(used[0], use))
    fields = {"name": _title(used[0], use), "source": "discovered", **use.fields}
    fields["caller"] = None if known else use.caller
    result.nodes.append(NodeStatement(record, fields, use.place, use.lines))
    result.edges.append(EdgeStatement(ConsumedIn.label, record, used[0], {}, use.place))
    result.complete[record, ConsumedFrom.label] = use.place
    if known:
        result.edges.append(EdgeStatement(ConsumedFrom.label, record, known, {}, use.place))


def _unmatched(use: UseStatement, found: list[Ref]) -> Problem:
    why = "the catalog knows nothing of that name; write a reference, or seen_as at the element"
    if found:
        why = f"may mean {', '.join(found[:MOST_NAMED])}; write the reference, or seen_as at one"
    line = use.lines.get("used", use.place.line)
    message = f"{use.used!r:.60} was used: {why}"
    return Problem("unknown-used", message, use.place.file, line, "used", skippable=True)


def _several(use: UseStatement, found: list[Ref]) -> Problem:
    message = (
        f"{use.caller!r:.60} may be {', '.join(found[:MOST_NAMED])}: kept as it is named; "
        "write the reference, or seen_as at one"
    )
    line = use.lines.get("caller", use.place.line)
    return Problem("ambiguous-caller", message, use.place.file, line, "caller", severity="warning")


def _slug(used: Ref, use: UseStatement) -> str:
    """The same evidence has the same slug, and so is read but once."""
    when = use.fields.get("period_from") or use.fields.get("period_to")
    when = when or use.fields.get("last_seen_on") or "undated"
    parts = [used.slug, _part(use.caller or "anybody"), when]
    parts += [_part(use.fields["driver"])] if use.fields.get("driver") else []
    slug = "/".join(part for part in parts if part)
    whole = sha256(f"{used} {use.caller} {when} {use.fields.get('driver')}".encode()).hexdigest()
    return slug if len(slug) <= LONGEST_SLUG else f"{slug[:100].rstrip('/')}-{whole[:12]}"


def _part(text: str) -> str:
    return _NOT_IN_SLUG.sub("-", text.lower()).strip("-./")


def _title(used: Ref, use: UseStatement) -> str:
    when = " to ".join(
        str(use.fields[name]) for name in ("period_from", "period_to") if use.fields.get(name)
    )
    return f"{used.slug} by {use.caller or 'anybody'}, {when or use.fields.get('last_seen_on')}"
