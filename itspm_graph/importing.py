"""From statements to one write: validate, resolve, diff. All or nothing, every problem at once."""

from __future__ import annotations

import difflib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, Literal

from pydantic import ValidationError

from itspm_graph.catalogue import today
from itspm_graph.errors import Problem
from itspm_graph.fields import edge_key, properties_of
from itspm_graph.graph import NODE_BY_PREFIX, Change, EdgeId, Graph, canonical
from itspm_graph.integrity import Violation, violations
from itspm_graph.observed_use import matched
from itspm_graph.records import EDGES, Edge, Record, Ref
from itspm_graph.sources import EdgeStatement, NodeStatement, Place, Statements
from itspm_graph.versions import settled
from itspm_graph.withdrawal import withdrawn_in_use

Missing = Literal["error", "stub"]
Invalid = Literal["error", "skip"]
Progress = Callable[[int, int], None]
MOST_GUESSES = 10


@dataclass
class Plan:
    """What an import would write, and what was wrong or noteworthy on the way."""

    changes: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unchanged: int = 0

    @property
    def errors(self) -> list[Problem]:
        return [problem for problem in self.problems if problem.severity == "error"]

    def counts(self, kind: Literal["created", "updated", "deleted"]) -> dict[str, Counter[str]]:
        """Records created, updated or deleted by type: `nodes` and `edges`."""
        counted = {"nodes": Counter[str](), "edges": Counter[str]()}
        for change in self.changes:
            if _sort(change) == kind:
                if isinstance(change.id, EdgeId):
                    counted["edges"][change.id.label] += 1
                else:
                    counted["nodes"][NODE_BY_PREFIX[change.id.kind].label] += 1
        return counted


def _sort(change: Change) -> str:
    if change.before is None:
        return "created"
    return "deleted" if change.after is None else "updated"


def plan(
    graph: Graph,
    statements: Statements,
    *,
    missing: Missing = "error",
    invalid: Invalid = "error",
    progress: Progress | None = None,
) -> Plan:
    """What has to be written so that `graph` says what the statements say."""
    statements, there_already = settled(graph, matched(graph, statements))
    planned = _Planner(graph, statements, missing, invalid, progress).plan()
    planned.unchanged += there_already
    return planned


class _Planner:
    """One import on its way from statements to changes."""

    def __init__(
        self,
        graph: Graph,
        statements: Statements,
        missing: Missing,
        invalid: Invalid,
        progress: Progress | None,
    ) -> None:
        self.graph = graph
        self.statements = statements
        self.missing = missing
        self.invalid = invalid
        self.progress = progress
        self.total = len(statements.nodes) + len(statements.edges)
        self.done = 0
        self.dangling = 0
        self.nodes: dict[Ref, str | None] = {}
        self.edges: dict[EdgeId, str | None] = {}
        self.places: dict[Ref | EdgeId, Place] = {}
        self.stored: dict[tuple[Ref, str], dict[EdgeId, str]] = {}
        self.result = Plan(problems=[self._severity(p) for p in statements.problems])

    def plan(self) -> Plan:
        self._delete()
        for statement in self.statements.nodes:
            self._node(statement)
        for edge in self.statements.edges:
            self._edge(edge)
        self._withdraw()
        self._remove_edges_of_deleted()
        self._diff()
        if not self.result.errors:
            self._check_integrity()
        return self.result

    # --- problems -----------------------------------------------------------------------------

    def _severity(self, problem: Problem) -> Problem:
        skip = problem.skippable and problem.severity == "error" and self.invalid == "skip"
        return replace(problem, severity="warning") if skip else problem

    def _problem(
        self, code: str, message: str, place: Place, name: str = "", severity: str = "error"
    ) -> None:
        self.result.problems.append(
            Problem(code, message, place.file, place.line, name, severity=severity)
        )

    def _tick(self) -> None:
        self.done += 1
        if self.progress and self.done % 1_000 == 0:
            self.progress(self.done, self.total)

    # --- nodes --------------------------------------------------------------------------------

    def _delete(self) -> None:
        for deletion in self.statements.deletions:
            if deletion.ref in self.graph:
                self.nodes[deletion.ref] = None
                self.places[deletion.ref] = deletion.place
            else:
                message = f"{deletion.ref} is to be deleted, but isn't there"
                self._problem("unknown-reference", message, deletion.place, "delete", "warning")

    def _node(self, statement: NodeStatement) -> None:
        self._tick()
        ref = statement.ref
        if ref in self.nodes:
            first = self.places[ref]
            twice = "is defined twice; first" if self.nodes[ref] else "is defined here and deleted"
            message = f"{ref} {twice} at {first.file}:{first.line}"
            self._problem("duplicate-reference", message, statement.place)
            return
        self.places[ref] = statement.place
        declaration = NODE_BY_PREFIX[ref.kind]
        position = self.graph.find(ref)
        stored = {} if position is None else dict(self.graph.properties(position))
        if stored.pop("stub", False) and "name" not in statement.fields:
            stored.pop("name")
        stored.update(statement.fields)
        if stored.get("name") is None:
            stored["name"] = statement.written or ref.slug
        fields = {name: value for name, value in stored.items() if value is not None}
        self.nodes[ref] = self._validated(declaration, fields, statement)

    def _validated(
        self,
        record: type[Record],
        fields: Mapping[str, Any],
        statement: NodeStatement | EdgeStatement,
    ) -> str:
        """Canonical JSON of the record; "{}" and problems where it can't be one."""
        try:
            if not fields:
                return "{}"
            if issubclass(record, Edge):
                return _edge_text(record, json.dumps(fields, sort_keys=True))
            return canonical(record.model_validate(fields).properties())
        except ValidationError as error:
            for detail in error.errors(include_url=False):
                self._invalid_field(record, dict(detail), statement)
        except (TypeError, RecursionError):
            self._problem("invalid-value", "a value can't be read", statement.place)
        return "{}"

    def _invalid_field(
        self,
        record: type[Record],
        detail: dict[str, Any],
        statement: NodeStatement | EdgeStatement,
    ) -> None:
        path = [str(part) for part in detail["loc"]]
        name = path[0] if path else ""
        place = Place(statement.place.file, statement.lines.get(name, statement.place.line))
        if detail["type"] == "extra_forbidden":
            known = [*properties_of(record), *_edge_keys(record)]
            near = difflib.get_close_matches(name, known, 3)
            hint = f"did you mean {' or '.join(near)}?" if near else "put it under attributes"
            if name == "delete":
                hint = "records are deleted at the top of a document, as delete: [component:db-2]"
            message = f"{_label(record)} has no field {name!r}; {hint}"
            self._problem("unknown-field", message, place, name)
            return
        given = detail.get("input")
        shown = f" (got {given!r:.60})" if path and not isinstance(given, dict) else ""
        # Without a field, only the record tells where in a long line it is.
        where = "" if path else f"{_named(statement)}: "
        said = detail["msg"].removeprefix("Value error, ")
        if detail["type"] == "string_type" and type(given) in (int, float):
            said = f'is a text; write it in quotes: "{given}"'
        message = f"{where}{said}{shown}"
        self._problem("invalid-value", message, place, ".".join(path))

    # --- edges --------------------------------------------------------------------------------

    def _edge(self, statement: EdgeStatement) -> None:
        self._tick()
        declaration = EDGES[statement.label]
        text = self._validated(declaration, self._edge_fields(statement), statement)
        if not self._ends_fit(declaration, statement):
            return
        for end in (statement.source, statement.target):
            if not self._exists(end) and not self._stand_in(end, statement):
                return
        key = edge_key(declaration, json.loads(text)) if declaration.identity else ""
        identity = EdgeId(statement.label, statement.source, statement.target, key)
        known = self.edges.get(identity)
        if known is not None and known != text:
            first = self.places[identity]
            message = (
                f"{identity} is stated twice and differently; first at {first.file}:{first.line}"
            )
            self._problem("duplicate-relationship", message, statement.place)
        self.edges[identity] = text
        self.places.setdefault(identity, statement.place)

    def _edge_fields(self, statement: EdgeStatement) -> dict[str, Any]:
        """What is stated, upon what is stored, unless the whole list of such edges is stated."""
        stated, kept = statement.fields, dict[str, Any]()
        if (statement.source, statement.label) not in self.statements.complete:
            key = edge_key(EDGES[statement.label], stated)
            identity = EdgeId(statement.label, statement.source, statement.target, key)
            stored = self._stored_edges(statement.source, statement.label)
            kept = json.loads(stored.get(identity, "{}"))
        merged = {**kept, **stated}
        return {name: value for name, value in merged.items() if value is not None}

    def _ends_fit(self, declaration: type[Edge], statement: EdgeStatement) -> bool:
        fits = True
        for ref, allowed, end in (
            (statement.source, declaration.sources, "from"),
            (statement.target, declaration.targets, "to"),
        ):
            if not issubclass(NODE_BY_PREFIX[ref.kind], allowed):
                names = " or ".join(node.label for node in allowed)
                message = f"{declaration.label} can't lead {end} {ref}: that end is {names}"
                self._problem("wrong-end", message, statement.place, declaration.key)
                fits = False
        return fits

    def _exists(self, ref: Ref) -> bool:
        return self.nodes[ref] is not None if ref in self.nodes else ref in self.graph

    def _stand_in(self, ref: Ref, statement: EdgeStatement) -> bool:
        """Whether a stand-in was made for a reference that leads nowhere."""
        message = f"{ref}, to which {statement.source} {statement.label} leads, isn't defined"
        if ref == statement.source:
            message = (
                f"{ref}, from which {statement.label} leads to {statement.target}, isn't defined"
            )
        make = self.missing == "stub"
        if not make:
            message += self._nearest(ref)
        severity = "warning" if make else "error"
        field_name = EDGES[statement.label].key
        self._problem("dangling-reference", message, statement.place, field_name, severity)
        if make:
            self.nodes[ref] = canonical({"name": ref.slug, "stub": True})
            self.places[ref] = statement.place
        return make

    def _nearest(self, ref: Ref) -> str:
        """What may have been meant; looked for as long as few references lead nowhere."""
        self.dangling += 1
        if self.dangling > MOST_GUESSES:
            return ""
        label = NODE_BY_PREFIX[ref.kind].label
        known = {str(self.graph.ref(p)) for p in self.graph.positions(label)}
        known |= {one for one, text in self.nodes.items() if text and one.kind == ref.kind}
        near = difflib.get_close_matches(ref, sorted(known), 3, 0.7)
        return f"; nearest: {', '.join(near)}" if near else ""

    def _withdraw(self) -> None:
        """Stored edges of a fully stated (source, label) that weren't stated go."""
        for source, label in self.statements.complete:
            for identity in self._stored_edges(source, label):
                self.edges.setdefault(identity, None)

    def _remove_edges_of_deleted(self) -> None:
        for ref in [ref for ref, text in self.nodes.items() if text is None]:
            position = self.graph.position(ref)
            for link in self.graph.links_from(position):
                self.edges[self.graph.edge_id(link)] = None
            for link in self.graph.links_to(position):
                self.edges[self.graph.edge_id(link)] = None
                if self.graph.declaration(link.source).immutable:
                    message = f"{ref} can't be deleted: {self.graph.ref(link.source)} names it"
                    self._problem("immutable-record", message, self.places[ref])

    # --- the result ---------------------------------------------------------------------------

    def _diff(self) -> None:
        for ref, text in self.nodes.items():
            position = self.graph.find(ref)
            before = None if position is None else self.graph.text(position)
            self._add(Change(ref, before, text))
        for identity, text in self.edges.items():
            stored = self._stored_edges(identity.source, identity.label)
            self._add(Change(identity, stored.get(identity), text))

    def _stored_edges(self, source: Ref, label: str) -> dict[EdgeId, str]:
        """Canonical JSON of the stored edges of one type that leave a node; looked up once."""
        if (source, label) not in self.stored:
            position = self.graph.find(source)
            links = [] if position is None else self.graph.links_from(position, label)
            self.stored[source, label] = {
                self.graph.edge_id(link): canonical(link.properties) for link in links
            }
        return self.stored[source, label]

    def _add(self, change: Change) -> None:
        if change.before == change.after:
            self.result.unchanged += change.after is not None
            return
        if self._on_record(change):
            message = f"{change.id} is on record and can't be changed or deleted"
            place = self.places.get(change.id) or self.places.get(_subject(change.id))
            self._problem("immutable-record", message, place or Place("", 0))
        self.result.changes.append(change)

    def _on_record(self, change: Change) -> bool:
        """Whether the change would alter what an immutable record of the store says."""
        subject = _subject(change.id)
        if not NODE_BY_PREFIX[subject.kind].immutable or subject not in self.graph:
            return False
        if isinstance(change.id, EdgeId) and EDGES[change.id.label].follows:
            return change.before is not None
        return True

    def _check_integrity(self) -> None:
        for violation in _broken(self.graph, self.result.changes):
            places = (self.places[i] for i in violation.records if i in self.places)
            place = next(places, Place("", 0))
            self._problem(violation.code, violation.message, place, violation.field)


def _subject(identity: Ref | EdgeId) -> Ref:
    """The record that says it: a node itself, or the source of an edge."""
    return identity.source if isinstance(identity, EdgeId) else identity


@lru_cache(maxsize=100_000)
def _edge_text(declaration: type[Edge], fields: str) -> str:
    """Canonical JSON of an edge's fields; many edges have the same."""
    return canonical(declaration.model_validate_json(fields).properties())


def _label(record: type[Record]) -> str:
    return str(getattr(record, "label", record.__name__))


def _edge_keys(record: type[Record]) -> Iterable[str]:
    return [edge.key for edge in EDGES.values() if issubclass(record, edge.sources)]


def broken_rules(graph: Graph, changes: Sequence[Change]) -> list[Problem]:
    """What new records of the product itself would violate; empty where they may be written."""
    found = [
        Problem("duplicate-reference", f"{change.id} is there already")
        for change in changes
        if isinstance(change.id, Ref) and change.before is None and change.id in graph
    ]
    broken = _broken(graph, changes)
    return found + [Problem(v.code, v.message, field=v.field) for v in broken]


def _broken(graph: Graph, changes: Sequence[Change]) -> Iterator[Violation]:
    """Rules that wouldn't hold after the changes."""
    after, touched = graph.apply(changes), [change.id for change in changes]
    yield from violations(after, touched)
    yield from withdrawn_in_use(graph, after, touched, today())


def _named(statement: NodeStatement | EdgeStatement) -> str:
    if isinstance(statement, NodeStatement):
        return statement.ref
    return f"{statement.source} {statement.label} {statement.target}"
