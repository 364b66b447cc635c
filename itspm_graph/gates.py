"""Toll gates: the machine's verdict, its evidence, and the decision that people take on it.

A gate is data (`seed/framework/gates.yaml`); its criteria are the queries whose header names it. A
verdict is never a decision: the decision is a record of its own, with the evidence it was taken on.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import sha256
from typing import Any

import yaml

from itspm_graph.answers.gates import documents_on_record
from itspm_graph.catalogue import NamedQuery, criteria, named_query, today
from itspm_graph.content import content
from itspm_graph.errors import InvalidArgument, InvalidInput, InvalidOutcome
from itspm_graph.graph import NODE_BY_PREFIX, Change, EdgeId, Graph, canonical
from itspm_graph.importing import broken_rules
from itspm_graph.model.governance import Evidence, GateDecision, GateSubmission, Waiver
from itspm_graph.records import Node, Ref
from itspm_graph.results import (
    CriterionResult,
    DecisionFound,
    DocumentDue,
    GateCheck,
    Outcome,
    WaiverFound,
)
from itspm_graph.store import now

LONGEST_SLUG = 100


@dataclass(frozen=True)
class Input:
    """A document that a gate takes; `when` names a query whose rows make it required."""

    document: str
    when: str


@dataclass(frozen=True)
class Gate:
    """A toll gate as the framework declares it."""

    gate: str
    name: str
    phase: str
    purpose: str
    inputs: tuple[Input, ...]
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True)
class WaiverGiven:
    """A criterion that a decision sets aside."""

    criterion: str
    reason: str
    until: date

    @classmethod
    def parse(cls, text: str) -> WaiverGiven:
        """From `CRITERION:REASON:UNTIL`; a reason may contain colons."""
        criterion, _, rest = text.partition(":")
        reason, _, until = rest.rpartition(":")
        try:
            return cls(criterion.strip(), reason.strip(), date.fromisoformat(until.strip()))
        except ValueError as error:
            raise InvalidArgument(
                f"{text!r} is no waiver: write CRITERION:REASON:UNTIL, the end as YYYY-MM-DD"
            ) from error


@cache
def gates() -> Mapping[str, Gate]:
    """Every gate of the framework, by its short name."""
    text = (content("seed") / "framework" / "gates.yaml").read_text(encoding="utf-8")
    return {stated["gate"]: _gate(stated) for stated in yaml.safe_load(text)["gates"]}


def _gate(stated: Mapping[str, Any]) -> Gate:
    return Gate(
        gate=stated["gate"],
        name=stated["name"],
        phase=stated["phase"],
        purpose=stated["purpose"],
        inputs=tuple(Input(item["document"], item.get("when", "")) for item in stated["inputs"]),
        outcomes=tuple(
            Outcome(outcome=item["outcome"], meaning=item["meaning"], passed=side == "success")
            for side in ("success", "failure")
            for item in stated[side]
        ),
    )


def gate(name: str) -> Gate:
    """The gate of this name; `InvalidArgument` lists those that can be checked."""
    found = gates().get(name.upper())
    if found is None:
        raise InvalidArgument(f"there is no gate {name!r}; gates are {', '.join(gates())}")
    if not criteria(found.gate):
        ready = [each for each in gates() if criteria(each)]
        raise InvalidArgument(
            f"{found.gate} has no criteria yet, so it can't be judged; {', '.join(ready)} can",
            code="gate-without-criteria",
        )
    return found


def check(graph: Graph, name: str, service: Ref, on: date | None = None) -> GateCheck:
    """The machine's verdict on a service before a gate, with all evidence."""
    found, on = gate(name), on or today()
    position = graph.position(service)
    if graph.label(position) != "Service":
        raise InvalidArgument(f"{service} is no service: a gate judges services")
    documents = _documents(graph, found, service)
    required = [document.type for document in documents if document.required]
    context = {"service": str(service), "on": on, "required": required}
    waivers = _waivers(graph, found.gate, position, on)
    results = [
        _criterion(graph, query, context, waivers)
        for query in (*criteria("any"), *criteria(found.gate))
        if _counts(graph, query, found.gate, service)
    ]
    return GateCheck(
        gate=found.gate,
        name=found.name,
        service=service,
        verdict=verdict(results),
        documents=documents,
        criteria=results,
        outcomes=list(found.outcomes),
        decisions=_decisions(graph, found.gate, position),
        revision=graph.revision,
        on=on.isoformat(),
        evidence_hash=_hash([_evidence_of(result) for result in results]),
    )


def verdict(results: Sequence[CriterionResult]) -> str:
    """NOT_READY while a blocking criterion fails or can't be judged, unless it is waived."""
    if blocking(results):
        return "NOT_READY"
    warns = any(r.result != "PASS" and r.severity != "INFO" for r in results)
    return "READY_WITH_WARNINGS" if warns else "READY"


def blocking(results: Sequence[CriterionResult]) -> list[CriterionResult]:
    """Criteria that keep the verdict from being READY."""
    return [r for r in results if r.severity == "BLOCK" and r.result != "PASS" and not r.waiver]


def _documents(graph: Graph, found: Gate, service: Ref) -> list[DocumentDue]:
    have = documents_on_record(graph, service)
    return [
        DocumentDue(
            type=item.document,
            required=not item.when or bool(_rows(graph, named_query(item.when), service)),
            present=item.document in have,
            ref=have.get(item.document),
        )
        for item in found.inputs
    ]


def _counts(graph: Graph, query: NamedQuery, name: str, service: Ref) -> bool:
    """Whether a criterion counts at a gate: always, or where the query that its header names says
    so."""
    when = next((judged.when for judged in query.gates if judged.gate == name), "")
    return not when or bool(_rows(graph, named_query(when), service))


def _rows(graph: Graph, query: NamedQuery, service: Ref) -> list[dict[str, Any]]:
    return query.by_snapshot(graph, query.arguments({"service": service}, graph))


def _criterion(
    graph: Graph,
    query: NamedQuery,
    context: Mapping[str, Any],
    waivers: Mapping[str, WaiverFound],
) -> CriterionResult:
    names = {parameter.name for parameter in query.parameters}
    given = {name: value for name, value in context.items() if name in names}
    arguments = query.arguments(given, graph)
    rows: list[dict[str, Any]] = []
    result = "NOT_ASSESSABLE"
    if not query.assessable or _rows(graph, named_query(query.assessable), context["service"]):
        rows = query.by_snapshot(graph, arguments)
        result = "FAIL" if rows else "PASS"
    return CriterionResult(
        name=query.name,
        question=query.question,
        document=query.document,
        severity=query.severity,
        result=result,
        rows=rows,
        parameters=json.loads(json.dumps(arguments, default=str)),
        query=query.hash,
        waiver=waivers.get(query.name) if result != "PASS" else None,
    )


def _submissions(graph: Graph, name: str, service: int) -> Iterator[tuple[int, int]]:
    """Submissions of a service to a gate, each with the decision on it."""
    for submission in graph.links_to(service, "SUBMITTED_FOR"):
        if graph.properties(submission.source)["gate"] == name:
            for decision in graph.links_from(submission.source, "DECIDED_BY"):
                yield submission.source, decision.target


def _decisions(graph: Graph, name: str, service: int) -> list[DecisionFound]:
    found = []
    for submission, decision in _submissions(graph, name, service):
        said = graph.properties(decision)
        takers = (link.target for link in graph.links_from(decision, "TAKEN_BY"))
        found.append(
            DecisionFound(
                decision=graph.ref(decision),
                submission=graph.ref(submission),
                outcome=said["outcome"],
                passed=said["passed"],
                decided_at=said["decided_at"],
                by=sorted(str(graph.ref(taker)) for taker in takers),
            )
        )
    return sorted(found, key=lambda item: (item.decided_at, item.decision))


def _waivers(graph: Graph, name: str, service: int, on: date) -> dict[str, WaiverFound]:
    """Waivers of earlier decisions on this service at this gate that still hold."""
    found: dict[str, WaiverFound] = {}
    for _, decision in _submissions(graph, name, service):
        for link in graph.links_from(decision, "WAIVES"):
            waiver = graph.properties(link.target)
            later = waiver["until"] >= getattr(found.get(waiver["criterion"]), "until", "")
            if waiver["until"] >= on.isoformat() and later:
                found[waiver["criterion"]] = WaiverFound(
                    reason=waiver["reason"], until=waiver["until"]
                )
    return found


def decide(
    graph: Graph,
    checked: GateCheck,
    outcome: str,
    by: Ref,
    reason: str,
    waivers: Sequence[WaiverGiven],
) -> list[Change]:
    """The records that put a decision and its evidence on file.

    `InvalidOutcome` where the gate doesn't list the outcome; an outcome of success needs a waiver
    for each criterion that blocks.
    """
    chosen = next((o for o in checked.outcomes if o.outcome == outcome), None)
    if chosen is None:
        listed = ", ".join(o.outcome for o in checked.outcomes)
        raise InvalidOutcome(f"{checked.gate} has no outcome {outcome!r}; it has: {listed}")
    if graph.label(graph.position(by)) not in ("Person", "Team", "Customer"):
        raise InvalidArgument(f"{by} can't decide: name a person, a team or a customer")
    if not reason.strip():
        raise InvalidArgument("a decision needs a reason")
    _check_waivers(checked, waivers, chosen.passed)
    changes = _records(checked, chosen, by, reason, waivers)
    if problems := broken_rules(graph, changes):
        raise InvalidInput(problems)
    return changes


def _check_waivers(checked: GateCheck, waivers: Sequence[WaiverGiven], passed: bool) -> None:
    names = {criterion.name for criterion in checked.criteria}
    for waiver in waivers:
        if waiver.criterion not in names:
            raise InvalidArgument(
                f"{checked.gate} has no criterion {waiver.criterion!r}; it has: {', '.join(names)}"
            )
        if not waiver.reason:
            raise InvalidArgument(f"the waiver of {waiver.criterion} needs a reason")
        if waiver.until.isoformat() < checked.on:
            raise InvalidArgument(f"the waiver of {waiver.criterion} has ended before it begins")
    waived = {waiver.criterion for waiver in waivers}
    left = [c.name for c in blocking(checked.criteria) if c.name not in waived]
    if passed and left:
        raise InvalidArgument(
            f"{checked.service} is NOT_READY at {checked.gate}: waive each of {', '.join(left)} "
            "by --waive CRITERION:REASON:UNTIL, or decide otherwise",
            code="blocking-criteria",
        )


def _records(
    checked: GateCheck, outcome: Outcome, by: Ref, reason: str, waivers: Sequence[WaiverGiven]
) -> list[Change]:
    stem = _stem(checked)
    title = f"{checked.gate} {checked.service}"
    at = now()
    new = _Writer()
    submission = new.node(
        GateSubmission,
        stem,
        name=title,
        gate=checked.gate,
        revision=checked.revision,
        submitted_at=at,
        verdict=checked.verdict,
        evidence_hash=checked.evidence_hash,
    )
    new.edge("SUBMITTED_FOR", submission, Ref(checked.service))
    for document in checked.documents:
        if document.ref:
            new.edge("INCLUDES", submission, Ref(document.ref))
    for criterion in checked.criteria:
        evidence = new.node(
            Evidence,
            f"{stem}-{criterion.name.replace('_', '-')}",
            name=f"{title}: {criterion.name}",
            criterion=criterion.name,
            revision=checked.revision,
            rows_hash=_hash(criterion.rows),
            **{name: getattr(criterion, name) for name in _EVIDENCE},
        )
        new.edge("EVIDENCED_BY", submission, evidence)
    decision = new.node(
        GateDecision,
        stem,
        name=f"{title}: {outcome.outcome}",
        gate=checked.gate,
        outcome=outcome.outcome,
        passed=outcome.passed,
        reason=reason,
        decided_at=at,
    )
    new.edge("DECIDED_BY", submission, decision)
    new.edge("TAKEN_BY", decision, by)
    for waiver in waivers:
        waived = new.node(
            Waiver,
            f"{stem}-{waiver.criterion.replace('_', '-')}",
            name=f"{title}: {waiver.criterion} until {waiver.until}",
            **waiver.__dict__,
        )
        new.edge("WAIVES", decision, waived)
    return new.changes


def _stem(checked: GateCheck) -> str:
    """A slug of this service at this gate and revision alone, however long the service's is."""
    slug = checked.service.partition(":")[2]
    if len(slug) > LONGEST_SLUG:
        slug = f"{slug[:LONGEST_SLUG]}-{sha256(slug.encode()).hexdigest()[:12]}"
    return f"{checked.gate.lower()}-{slug}-r{checked.revision}"


_EVIDENCE = ("severity", "result", "query", "parameters", "rows")


def _evidence_of(result: CriterionResult) -> dict[str, Any]:
    return {"name": result.name, **{name: getattr(result, name) for name in _EVIDENCE}}


class _Writer:
    """Collects new records."""

    def __init__(self) -> None:
        self.changes: list[Change] = []

    def node(self, declaration: type[Node], slug: str, **fields: Any) -> Ref:
        ref = Ref.of(declaration, slug)
        record = declaration.model_validate(fields)
        self.changes.append(Change(ref, None, canonical(record.properties())))
        return ref

    def edge(self, label: str, source: Ref, target: Ref) -> None:
        self.changes.append(Change(EdgeId(label, source, target), None, "{}"))


def _hash(value: Any) -> str:
    return sha256(json.dumps(value, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def records_of(changes: Sequence[Change], declaration: type[Node]) -> list[str]:
    """References of the new records of one type."""
    found = [c.id for c in changes if not isinstance(c.id, EdgeId)]
    return [str(ref) for ref in found if NODE_BY_PREFIX[ref.kind] is declaration]
