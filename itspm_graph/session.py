"""The verbs of the product, each once. Command line and GraphQL are skins over a `Session`."""

from __future__ import annotations

import getpass
import json
import threading
from collections import Counter, OrderedDict
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypedDict, Unpack

from itspm_graph import gates
from itspm_graph.analysis import impact as failure
from itspm_graph.analysis import paths as ways
from itspm_graph.catalogue import criteria, named_query
from itspm_graph.connections import Direction, reached
from itspm_graph.errors import (
    InvalidArgument,
    InvalidInput,
    RevisionConflict,
    UnknownRevision,
    UnsupportedEngine,
)
from itspm_graph.graph import Change, EdgeId, Graph, Link
from itspm_graph.importing import Invalid, Missing, Plan, Progress, plan
from itspm_graph.model.governance import Evidence, GateDecision, GateSubmission, Waiver
from itspm_graph.records import Ref, find_node_type
from itspm_graph.results import (
    AffectedElement,
    Answer,
    Because,
    CatalogInfo,
    Decided,
    Difference,
    GateCheck,
    GateInput,
    GateListed,
    Impact,
    ImportReport,
    Log,
    PathsFound,
    ProblemFound,
    Reach,
    ReachedNode,
    RecordChange,
    Records,
    RevisionEntry,
    Selected,
)
from itspm_graph.selection import select
from itspm_graph.sources import Statements, Text
from itspm_graph.sources.reading import read, read_texts
from itspm_graph.store import Revision, Store, open_store

RETRIES = 10
PAST_SNAPSHOTS = 4
MOST_PATHS = 1_000


class ImportOptions(TypedDict, total=False):
    """How an import is done, and what the log says of it."""

    dry_run: bool
    missing: Missing
    invalid: Invalid
    author: str | None
    reason: str | None
    expected: int | None


class Session:
    """A store and its newest snapshot. Safe to use from several threads."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._graph: Graph | None = None
        self._past: OrderedDict[int, Graph] = OrderedDict()
        self._lock = threading.RLock()

    @classmethod
    def open(cls, url: str, *, create: bool = True) -> Session:
        return cls(open_store(url, create=create))

    def close(self) -> None:
        self.store.close()

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # --- snapshots ----------------------------------------------------------------------------

    def graph(self, as_of: str | int | None = None) -> Graph:
        """The snapshot at the newest revision, or at a past revision or instant."""
        with self._lock:
            newest = self._newest()
            return newest if as_of is None else self._at(newest, self.revision_at(as_of))

    def _newest(self) -> Graph:
        """The held snapshot, brought up to date by what the log has beyond it."""
        if self._graph is None:
            self._graph = self.store.snapshot()
        head = self.store.head()
        if head > self._graph.revision:
            later = [logged.change for logged in self.store.changes(self._graph.revision, head)]
            self._graph = self._graph.apply(later, head)
        return self._graph

    def _at(self, newest: Graph, revision: int) -> Graph:
        if revision == newest.revision:
            return newest
        if revision not in self._past:
            later = [logged.change for logged in self.store.changes(revision, newest.revision)]
            undone = [change.inverted() for change in reversed(later)]
            self._past[revision] = newest.apply(undone, revision)
            while len(self._past) > PAST_SNAPSHOTS:
                self._past.popitem(last=False)
        return self._past[revision]

    def revision_at(self, as_of: str | int) -> int:
        """The number of a revision, given by number or by an instant at which it was the newest."""
        text = str(as_of).strip()
        if text.isdigit():
            number, head = int(text), self.store.head()
            if number > head:
                raise UnknownRevision(f"there is no revision {number}; the newest is {head}")
            return number
        try:
            instant = datetime.fromisoformat(text)
        except ValueError as error:
            raise InvalidArgument(
                f"{text!r} is neither a revision number nor an instant (2026-11-23T12:00:00Z)"
            ) from error
        instant = instant.astimezone()
        past = [r for r in self.store.revisions() if datetime.fromisoformat(r.at) <= instant]
        return past[-1].number if past else 0

    # --- writing ------------------------------------------------------------------------------

    def import_files(
        self,
        paths: Sequence[Path],
        *,
        format: str | None = None,
        progress: Progress | None = None,
        **options: Unpack[ImportOptions],
    ) -> ImportReport:
        """Write what files say, all or nothing. `InvalidInput` lists every problem."""
        reason = f"import {', '.join(str(path) for path in paths)}"
        return self._import(read(paths, format), progress, reason, options)

    def apply(self, document: str, **options: Unpack[ImportOptions]) -> ImportReport:
        """Write what one document says; it may not refer to other files."""
        statements = read_texts([Text(Path("document"), "document", document)])
        return self._import(statements, None, "apply a document", options)

    def _import(
        self,
        statements: Statements,
        progress: Progress | None,
        reason: str,
        options: ImportOptions,
    ) -> ImportReport:
        dry_run = options.get("dry_run", False)
        done = Plan()

        def changes(graph: Graph) -> list[Change]:
            nonlocal done
            done = plan(
                graph,
                statements,
                missing=options.get("missing", "error"),
                invalid=options.get("invalid", "error"),
                progress=progress,
            )
            if done.errors:
                raise InvalidInput(done.problems)
            return [] if dry_run else done.changes

        reason = options.get("reason") or reason
        revision = self._write(changes, options.get("author"), reason, options.get("expected"))
        return _import_report(done, revision, dry_run)

    def _write(
        self,
        changes: Callable[[Graph], list[Change]],
        author: str | None,
        reason: str,
        expected: int | None,
    ) -> int:
        """Write changes made against the newest snapshot; made anew where somebody was faster."""
        for attempt in range(RETRIES):
            graph = self.graph()
            if expected is not None and graph.revision != expected:
                raise RevisionConflict(
                    f"the store is at revision {graph.revision}, not {expected}: read again first"
                )
            made = changes(graph)
            if not made:
                return graph.revision
            try:
                revision = self.store.write(
                    made,
                    expected=graph.revision,
                    author=author or getpass.getuser(),
                    reason=reason,
                )
            except RevisionConflict:
                if expected is not None or attempt == RETRIES - 1:
                    raise
            else:
                return revision.number
        raise AssertionError("unreachable: the last attempt returns or raises")

    # --- exploring ----------------------------------------------------------------------------

    def info(self, *, as_of: str | int | None = None) -> CatalogInfo:
        """What the catalog holds, in numbers."""
        graph = self.graph(as_of)
        written = (r.at for r in reversed(self.store.revisions()) if r.number == graph.revision)
        counts = Counter(graph.label(position) for position in graph.positions())
        tables = {label: len(graph.table(label).sources) for label in graph.edge_labels}
        return CatalogInfo(
            revision=graph.revision,
            at=next(written, None),
            nodes=counts.total(),
            relationships=sum(tables.values()),
            counts=dict(sorted(counts.items())),
            relationship_counts={label: count for label, count in tables.items() if count},
        )

    def records(self, kind: str, *, where: str = "", as_of: str | int | None = None) -> Records:
        """Records of one type, or of those among them that a selection names."""
        node = find_node_type(kind)
        if node is None:
            raise InvalidArgument(f"there is no type {kind!r}", code="unknown-type")
        graph = self.graph(as_of)
        expression = f"type:{node.label} and ({where})" if where else f"type:{node.label}"
        records = [record(graph, position) for position in select(graph, expression)]
        return Records(revision=graph.revision, records=records)

    def show(self, ref: str, *, as_of: str | int | None = None) -> Records:
        """One record with its relationships."""
        graph = self.graph(as_of)
        position = graph.position(Ref.parse(ref))
        links = [*graph.links_from(position), *graph.links_to(position)]
        relationships = sorted(
            (_relationship(graph, position, link) for link in dict.fromkeys(map(_Key, links))),
            key=lambda item: (item["from"] != graph.ref(position), item["type"], item["other"]),
        )
        found = {**record(graph, position), "relationships": relationships}
        return Records(revision=graph.revision, records=[found])

    def select(self, expression: str, *, as_of: str | int | None = None) -> Selected:
        """References of the nodes that a selection names."""
        graph = self.graph(as_of)
        refs = [str(graph.ref(position)) for position in select(graph, expression)]
        return Selected(revision=graph.revision, refs=refs)

    def reach(
        self,
        ref: str,
        *,
        direction: Direction = "dependents",
        depth: int | None = None,
        as_of: str | int | None = None,
    ) -> Reach:
        """Who is connected with a node in one direction, redundancy ignored."""
        if depth is not None and depth < 0:
            raise InvalidArgument(f"depth must be 0 or more, not {depth}")
        graph = self.graph(as_of)
        found = reached(graph, [graph.position(Ref.parse(ref))], direction, depth)
        nodes = [
            ReachedNode(ref=graph.ref(p), type=graph.label(p), name=graph.name(p), hops=hops)
            for p, hops in found.hops.items()
            if hops
        ]
        return Reach(
            revision=graph.revision,
            nodes=sorted(nodes, key=lambda node: (node.hops, node.ref)),
            complete=found.complete,
            stopped_at_depth=None if found.complete else depth,
        )

    def paths(
        self, start: str, end: str, *, limit: int = 10, as_of: str | int | None = None
    ) -> PathsFound:
        """Ways along which one node needs another, shortest first."""
        if not 1 <= limit <= MOST_PATHS:
            raise InvalidArgument(f"limit must be 1 to {MOST_PATHS}, not {limit}")
        graph = self.graph(as_of)
        ends = (graph.position(Ref.parse(start)), graph.position(Ref.parse(end)))
        found = ways.paths(graph, *ends, limit)
        return PathsFound(
            revision=graph.revision,
            paths=[[str(graph.ref(p)) for p in path] for path in found.found],
            complete=found.complete,
        )

    def impact(
        self,
        refs: Sequence[str],
        *,
        cycle_policy: failure.CyclePolicy = "conservative",
        as_of: str | int | None = None,
    ) -> Impact:
        """What goes down when these fail, redundancy respected."""
        if not refs:
            raise InvalidArgument("name at least one element that fails")
        graph = self.graph(as_of)
        failed = sorted({graph.position(Ref.parse(ref)) for ref in refs}, key=graph.ref)
        affected = [_affected(graph, item) for item in failure.impact(graph, failed, cycle_policy)]
        counts: dict[str, int] = {}
        for item in affected:
            counts[item.type] = counts.get(item.type, 0) + 1
        return Impact(
            revision=graph.revision,
            failed=[str(graph.ref(position)) for position in failed],
            cycle_policy=cycle_policy,
            affected=affected,
            counts=dict(sorted(counts.items())),
            complete=True,
        )

    # --- questions ----------------------------------------------------------------------------

    def ask(
        self,
        name: str,
        arguments: Mapping[str, Any] | None = None,
        *,
        engine: str = "auto",
        as_of: str | int | None = None,
    ) -> Answer:
        """The answer of a named query, by the store's Cypher or over the snapshot."""
        query = named_query(name)
        graph = self.graph(as_of)
        given = query.arguments(arguments or {}, graph)
        past, wanted = graph.revision != self.store.head(), engine
        if engine == "auto":
            can = self.store.speaks_cypher and bool(query.cypher) and not past
            engine = "cypher" if can else "snapshot"
        if engine == "cypher" and past:
            raise UnsupportedEngine("Cypher sees only the newest revision: use --engine snapshot")
        if engine not in ("cypher", "snapshot"):
            raise InvalidArgument(f"engine must be auto, cypher or snapshot, not {engine!r}")
        if engine == "cypher":
            rows = query.by_cypher(self.store, given)
            if self.store.head() != graph.revision:  # a write came between: ask again
                return self.ask(name, arguments, engine=wanted, as_of=as_of)
        else:
            rows = query.by_snapshot(graph, given)
        depth = given.get("depth")
        return Answer(
            query=query.name,
            question=query.question,
            engine=engine,
            parameters=json.loads(json.dumps(given, default=str)),
            columns=[column.name for column in query.returns],
            rows=rows,
            revision=graph.revision,
            complete=depth is None or all((row.get("hops") or 0) < depth for row in rows),
        )

    # --- gates --------------------------------------------------------------------------------

    def gate_list(self) -> list[GateListed]:
        """The toll gates that the framework declares."""
        return [
            GateListed(
                gate=gate.gate,
                name=gate.name,
                phase=gate.phase,
                purpose=gate.purpose,
                assessable=bool(criteria(gate.gate)),
                inputs=[GateInput(type=item.document, when=item.when) for item in gate.inputs],
                outcomes=list(gate.outcomes),
            )
            for gate in gates.gates().values()
        ]

    def gate_check(
        self,
        gate: str,
        service: str,
        *,
        on: str | None = None,
        as_of: str | int | None = None,
    ) -> GateCheck:
        """The machine's verdict on a service before a gate, judged on a day (by default today)."""
        return gates.check(self.graph(as_of), gate, Ref.parse(service), _day(on))

    def gate_decide(
        self,
        gate: str,
        service: str,
        outcome: str,
        *,
        by: str,
        reason: str,
        waive: Sequence[str] = (),
        author: str | None = None,
        expected: int | None = None,
    ) -> Decided:
        """Put a decision on record, with the evidence that it is taken on."""
        waivers = [gates.WaiverGiven.parse(text) for text in waive]
        made: list[Change] = []
        checked: GateCheck | None = None

        def changes(graph: Graph) -> list[Change]:
            nonlocal made, checked
            checked = gates.check(graph, gate, Ref.parse(service))
            made = gates.decide(graph, checked, outcome, Ref.parse(by), reason, waivers)
            return made

        why = f"{gate.upper()} {service}: {outcome}: {reason}"
        revision = self._write(changes, author or by, why, expected)
        if checked is None:
            raise AssertionError("a decision always makes records")
        return Decided(
            revision=revision,
            gate=checked.gate,
            service=checked.service,
            outcome=outcome,
            passed=next(o.passed for o in checked.outcomes if o.outcome == outcome),
            verdict=checked.verdict,
            submission=gates.records_of(made, GateSubmission)[0],
            decision=gates.records_of(made, GateDecision)[0],
            evidence=gates.records_of(made, Evidence),
            waivers=gates.records_of(made, Waiver),
        )

    # --- the log ------------------------------------------------------------------------------

    def log(self, *, limit: int | None = None) -> Log:
        """Writes, newest first."""
        entries = [_revision_entry(revision) for revision in reversed(self.store.revisions())]
        return Log(revisions=entries[:limit])

    def diff(self, earlier: str | int, later: str | int) -> Difference:
        """What came, changed and went between two revisions, in whichever order they are given."""
        first, last = self.revision_at(earlier), self.revision_at(later)
        low, high = sorted((first, last))
        net: dict[Ref | EdgeId, Change] = {}
        for logged in self.store.changes(low, high):
            change = logged.change
            before = net[change.id].before if change.id in net else change.before
            net[change.id] = Change(change.id, before, change.after)
        changes = [c if first <= last else c.inverted() for c in net.values()]
        changes = [c for c in changes if c.before != c.after]
        changes.sort(key=lambda c: (isinstance(c.id, EdgeId), str(c.id)))
        return Difference(
            from_revision=first,
            to_revision=last,
            added=[_record_change(c) for c in changes if c.before is None],
            changed=[_record_change(c) for c in changes if None not in (c.before, c.after)],
            removed=[_record_change(c) for c in changes if c.after is None],
        )


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise InvalidArgument(f"{text!r} is no day: write YYYY-MM-DD") from error


class _Key(tuple[Any, ...]):
    """A link as a hashable value, so that a self-loop, which both directions find, counts once."""

    link: Link

    def __new__(cls, link: Link) -> _Key:
        text = json.dumps(link.properties, sort_keys=True)
        key = super().__new__(cls, (link.label, link.source, link.target, text))
        key.link = link
        return key


def record(graph: Graph, position: int) -> dict[str, Any]:
    """A node as the contract prints it."""
    head = {"ref": str(graph.ref(position)), "type": graph.label(position)}
    return {**head, **graph.properties(position)}


def _relationship(graph: Graph, position: int, key: _Key) -> dict[str, Any]:
    link = key.link
    other = link.target if link.source == position else link.source
    return {
        "type": link.label,
        "from": str(graph.ref(link.source)),
        "to": str(graph.ref(link.target)),
        "other": str(graph.ref(other)),
        "name": graph.name(other),
        "properties": dict(link.properties),
    }


def _affected(graph: Graph, item: failure.Affected) -> AffectedElement:
    cause = item.because
    return AffectedElement(
        ref=graph.ref(item.position),
        type=graph.label(item.position),
        name=graph.name(item.position),
        status=item.status,
        hops=item.hops,
        because=Because(
            group=cause.group,
            up=cause.up,
            needed=cause.needed,
            lost=[str(graph.ref(position)) for position in cause.lost],
        ),
    )


def _import_report(done: Plan, revision: int, dry_run: bool) -> ImportReport:
    created, updated, deleted = (done.counts(kind) for kind in ("created", "updated", "deleted"))
    return ImportReport(
        revision=revision,
        dry_run=dry_run,
        created=dict(sorted(created["nodes"].items())),
        updated=dict(sorted(updated["nodes"].items())),
        deleted=dict(sorted(deleted["nodes"].items())),
        unchanged=done.unchanged,
        relationships=dict(sorted(created["edges"].items())),
        relationships_updated=dict(sorted(updated["edges"].items())),
        relationships_deleted=dict(sorted(deleted["edges"].items())),
        problems=[problem_found(problem) for problem in done.problems],
    )


def problem_found(problem: Any) -> ProblemFound:
    return ProblemFound(**{name: getattr(problem, name) for name in ProblemFound.model_fields})


def _revision_entry(revision: Revision) -> RevisionEntry:
    return RevisionEntry(
        revision=revision.number,
        at=revision.at,
        author=revision.author,
        reason=revision.reason,
        changes=revision.size,
    )


def _record_change(change: Change) -> RecordChange:
    return RecordChange(
        id=str(change.id),
        kind="relationship" if isinstance(change.id, EdgeId) else "node",
        before=json.loads(change.before) if change.before is not None else None,
        after=json.loads(change.after) if change.after is not None else None,
    )
