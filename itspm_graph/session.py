"""The verbs of the product, each once. Command line and GraphQL are skins over a `Session`."""

from __future__ import annotations

import difflib
import getpass
import json
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, TypedDict, TypeVar, Unpack

from itspm_graph import disruption, failures, gates, scenarios, views
from itspm_graph.analysis import paths as ways
from itspm_graph.analysis.impact import CyclePolicy
from itspm_graph.catalogue import NamedQuery, criteria, named_query
from itspm_graph.connections import Direction, reached
from itspm_graph.errors import (
    InvalidArgument,
    InvalidInput,
    RevisionConflict,
    StoreBusy,
    UnsupportedEngine,
)
from itspm_graph.graph import Change, Graph
from itspm_graph.history import History
from itspm_graph.importing import Invalid, Missing, Plan, Progress, plan
from itspm_graph.model.governance import Evidence, GateDecision, GateSubmission, Waiver
from itspm_graph.records import NODES, Ref, find_node_type
from itspm_graph.results import (
    Answer,
    CatalogInfo,
    Decided,
    Difference,
    GateCheck,
    GateInput,
    GateListed,
    ImportReport,
    Log,
    PathsFound,
    Reach,
    ReachedNode,
    Records,
    Selected,
)
from itspm_graph.results.disruption import Explanation, Impact, Simulation
from itspm_graph.results.failure import Availability, CutSets, SinglePoints
from itspm_graph.selection import select
from itspm_graph.sources import Statements, Text
from itspm_graph.sources.reading import read, read_texts
from itspm_graph.store import Row, Store, open_store

Number = TypeVar("Number", int, float)
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
        self.history = History(store)
        self._writing = threading.Lock()

    @classmethod
    def open(cls, url: str, *, create: bool = True) -> Session:
        return cls(open_store(url, create=create))

    def close(self) -> None:
        self.store.close()

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def graph(self, as_of: str | int | None = None) -> Graph:
        """The snapshot at the newest revision, or at a past revision or instant."""
        return self.history.graph(as_of)

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
        return self._import(read(paths, format, progress), progress, reason, options)

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
        return views.import_report(done, revision, dry_run)

    def _write(
        self,
        changes: Callable[[Graph], list[Change]],
        author: str | None,
        reason: str,
        expected: int | None,
    ) -> int:
        """Write changes made against the newest snapshot; made anew where somebody was faster."""
        with self._writing:
            for attempt in range(RETRIES):
                revision = self._attempt(changes, author, reason, expected)
                if revision is not None:
                    return revision
                time.sleep(random.uniform(0, 0.02 * 2**attempt))  # noqa: S311
        raise StoreBusy(f"others have written {RETRIES} times while we tried: try again later")

    def _attempt(
        self,
        changes: Callable[[Graph], list[Change]],
        author: str | None,
        reason: str,
        expected: int | None,
    ) -> int | None:
        """The revision afterwards; None where another writer came between: try again."""
        graph = self.graph()
        if expected is not None and graph.revision != expected:
            raise RevisionConflict(
                f"the store is at revision {graph.revision}, not {expected}: read again first"
            )
        made = changes(graph)
        if not made:
            return graph.revision
        try:
            written = self.store.write(
                made, expected=graph.revision, author=author or _user(), reason=reason
            )
        except RevisionConflict:
            if expected is not None:
                raise
            return None
        return written.number

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
            near = difflib.get_close_matches(kind, [n.collection for n in NODES], 3, 0.5)
            hint = f"; nearest: {', '.join(near)}" if near else ""
            raise InvalidArgument(f"there is no type {kind!r}{hint}", code="unknown-type")
        graph = self.graph(as_of)
        records = [views.record(graph, position) for position in select(graph, where, node.label)]
        return Records(revision=graph.revision, records=records)

    def show(self, ref: str, *, as_of: str | int | None = None) -> Records:
        """One record with its relationships."""
        graph = self.graph(as_of)
        position = graph.position(Ref.parse(ref))
        found = views.record(graph, position)
        found["relationships"] = views.relationships(graph, position)
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
        cycle_policy: CyclePolicy = "conservative",
        as_of: str | int | None = None,
    ) -> Impact:
        """What goes down when these fail, redundancy respected, and what is left with less."""
        if not refs:
            raise InvalidArgument("name at least one element that fails")
        graph = self.graph(as_of)
        return disruption.impact_of(graph, scenarios.elements(graph, refs), cycle_policy)

    def simulate(
        self,
        source: str | Path | None = None,
        *,
        scenario: str | None = None,
        fail: Sequence[str] = (),
        capacity: Sequence[str] = (),
        cycle_policy: CyclePolicy = "conservative",
        as_of: str | int | None = None,
    ) -> Simulation:
        """What a scenario does: who goes down, who is left with a part of its capacity, and why."""
        graph = self.graph(as_of)
        text = None if source is None else scenarios.text_of(source)
        given = scenarios.given(graph, text, scenario, fail, capacity)
        return disruption.simulation(graph, given, cycle_policy)

    def explain(
        self,
        ref: str,
        failed: Sequence[str] = (),
        *,
        capacity: Sequence[str] = (),
        cycle_policy: CyclePolicy = "conservative",
        as_of: str | int | None = None,
    ) -> Explanation:
        """Why an element is affected when these fail, or what keeps it up."""
        graph = self.graph(as_of)
        given = scenarios.given(graph, None, None, failed, capacity)
        target = scenarios.element(graph, ref)
        return disruption.explanation_of(graph, target, given, cycle_policy)

    def single_points(
        self,
        refs: Sequence[str] = (),
        *,
        basic: Sequence[str] = (),
        limit: int = 20,
        cycle_policy: CyclePolicy = "conservative",
        as_of: str | int | None = None,
    ) -> SinglePoints:
        """Single points of failure: what takes services down when it alone fails, worst first."""
        graph = self.graph(as_of)
        targets = scenarios.elements(graph, refs)
        events = failures.BasicEvents.named(graph, basic)
        return failures.single_points(graph, targets, events, _at_least(1, limit), cycle_policy)

    def cuts(
        self,
        ref: str,
        *,
        max_order: int | None = None,
        count: bool = False,
        basic: Sequence[str] = (),
        limit: int = 1_000,
        seconds: float = failures.SECONDS,
        cycle_policy: CyclePolicy = "conservative",
        as_of: str | int | None = None,
    ) -> CutSets:
        """Minimal cut sets: which failures together take an element down, most probable first."""
        graph = self.graph(as_of)
        target = scenarios.element(graph, ref)
        if max_order is not None:
            _at_least(1, max_order, "max_order")
        return failures.cuts(
            graph,
            target,
            failures.BasicEvents.named(graph, basic),
            max_order=max_order,
            count=count,
            limit=_at_least(1, limit),
            seconds=_at_least(0, seconds, "seconds"),
            policy=cycle_policy,
        )

    def availability(
        self,
        ref: str,
        *,
        method: failures.Wanted = "auto",
        samples: int = failures.SAMPLES,
        seed: int = 1,
        limit: int = 10,
        seconds: float = failures.SECONDS,
        cycle_policy: CyclePolicy = "conservative",
        as_of: str | int | None = None,
    ) -> Availability:
        """How probable it is that an element is up, what that rests on, what was promised."""
        graph = self.graph(as_of)
        target = scenarios.element(graph, ref)
        drawing = failures.Drawing(_at_least(1, samples, "samples"), _at_least(0, seed, "seed"))
        return failures.availability(
            graph,
            target,
            method=None if method == "auto" else method,
            drawing=drawing,
            limit=_at_least(0, limit),
            seconds=_at_least(0, seconds, "seconds"),
            policy=cycle_policy,
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
        return Answer(
            query=query.name,
            question=query.question,
            engine=engine,
            parameters=json.loads(json.dumps(given, default=str)),
            columns=[column.name for column in query.returns],
            rows=rows,
            revision=graph.revision,
            complete=_complete(query, given, rows, graph),
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

    def log(self, *, limit: int | None = None, as_of: str | int | None = None) -> Log:
        """Writes up to a revision or instant, newest first."""
        revisions = self.store.revisions()
        if as_of is not None:
            last = self.history.revision_at(as_of)
            revisions = [revision for revision in revisions if revision.number <= last]
        entries = [views.revision_entry(revision) for revision in reversed(revisions)]
        return Log(revisions=entries[:limit])

    def diff(self, earlier: str | int, later: str | int) -> Difference:
        """What came, changed and went between two revisions, in whichever order they are given."""
        first, last = self.history.revision_at(earlier), self.history.revision_at(later)
        return views.difference(first, last, self.history.net_changes(first, last))


def _complete(
    query: NamedQuery, given: Mapping[str, Any], rows: Sequence[Row], graph: Graph
) -> bool:
    """False where one hop more would give more rows; looked at only where the bound was met."""
    depth = given.get("depth")
    if depth is None or all((row.get("hops") or 0) < depth for row in rows):
        return True
    return len(query.by_snapshot(graph, {**given, "depth": depth + 1})) == len(rows)


def _at_least(least: int, value: Number, name: str = "limit") -> Number:
    if value < least:
        raise InvalidArgument(f"{name} must be {least} or more, not {value}")
    return value


def _user() -> str:
    """Who is logged in; a container may run under a number that nobody has."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise InvalidArgument(f"{text!r} is no day: write YYYY-MM-DD") from error
