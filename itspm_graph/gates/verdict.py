"""The machine's verdict on a service before a gate, with all evidence."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import sha256
from typing import Any

from itspm_graph.answers.gates import documents_on_record
from itspm_graph.catalogue import NamedQuery, criteria, named_query, today
from itspm_graph.errors import InvalidArgument
from itspm_graph.gates.declared import DeclaredGate, gate
from itspm_graph.gates.on_record import decisions
from itspm_graph.graph import Graph
from itspm_graph.records import Ref
from itspm_graph.results import CriterionResult, DocumentDue, GateCheck, WaiverFound

EVIDENCE = ("severity", "result", "query", "parameters", "rows")
"""What the hash of a criterion's result is over, beside its name."""


def check(graph: Graph, name: str, service: Ref, on: date | None = None) -> GateCheck:
    """The machine's verdict on a service before a gate, with all evidence."""
    found, on = gate(name), on or today()
    position = graph.position(service)
    if graph.label(position) != "Service":
        raise InvalidArgument(f"{service} is no service: a gate judges services")
    documents = _documents(graph, found, service)
    required = [document.type for document in documents if document.required]
    context = {"service": str(service), "on": on, "required": required}
    waivers = waivers_in_force(graph, found, position, on)
    results = [
        _criterion(graph, query, context, waivers)
        for query in (*criteria("any"), *criteria(found.gate))
        if _counts(graph, query, found.gate, service)
    ]
    return GateCheck(
        gate=found.gate,
        name=found.stated.name,
        service=service,
        verdict=verdict(results),
        documents=documents,
        criteria=results,
        outcomes=found.outcomes,
        decisions=[each for each in decisions(graph, position) if each.gate == found.gate],
        revision=graph.revision,
        on=on.isoformat(),
        evidence_hash=evidence_hash(results),
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


def _documents(graph: Graph, found: DeclaredGate, service: Ref) -> list[DocumentDue]:
    have = documents_on_record(graph, service)
    return [
        DocumentDue(
            type=item.document,
            required=not item.when or bool(_rows(graph, named_query(item.when), service)),
            present=item.document in have,
            ref=have.get(item.document),
        )
        for item in found.stated.inputs
    ]


def _counts(graph: Graph, query: NamedQuery, gate: str, service: Ref) -> bool:
    """Whether a criterion counts at a gate: always, or where the query that its header names says
    so."""
    when = next((judged.when for judged in query.gates if judged.gate == gate), "")
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


def waivers_in_force(
    graph: Graph, found: DeclaredGate, service: int, on: date
) -> dict[str, WaiverFound]:
    """Waivers of earlier decisions on this service at this gate that still hold."""
    given = [
        waiver
        for decision in decisions(graph, service)
        if decision.gate == found.gate
        for waiver in decision.waivers
        if waiver.until >= on.isoformat() and waiver.criterion not in unwaivable(found)
    ]
    given.sort(key=lambda waiver: waiver.until)
    return {each.criterion: WaiverFound(reason=each.reason, until=each.until) for each in given}


def unwaivable(found: DeclaredGate) -> set[str]:
    """Criteria of a gate that no decision may set aside: by their own file, or by policy."""
    own = {query.name for query in criteria(found.gate) if not query.waivable}
    return own | set(found.rule.unwaivable)


def evidence_hash(results: Sequence[CriterionResult]) -> str:
    """SHA-256 over the canonical form of the results of criteria."""
    return sha256_of([_evidence_of(result) for result in results])


def _evidence_of(result: CriterionResult) -> dict[str, Any]:
    return {"name": result.name, **{name: getattr(result, name) for name in EVIDENCE}}


def sha256_of(value: Any) -> str:
    """SHA-256 over the canonical form of a JSON value."""
    return sha256(json.dumps(value, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
