"""What is on record about a service and its gates: documents, decisions, the last submission."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from itspm_graph.gates import on_record
from itspm_graph.graph import Graph
from itspm_graph.reports.wording import document_words
from itspm_graph.results import CriterionResult, DecisionFound, DocumentDue, GateCheck


@dataclass(frozen=True)
class DocumentShown:
    """An input of a gate, with the version that is on record."""

    title: str
    due: DocumentDue
    version: str
    author: str
    dated_on: str


@dataclass(frozen=True)
class DecisionShown:
    """A decision, with the names of those who took it."""

    said: DecisionFound
    by: str


@dataclass(frozen=True)
class ExemptionShown:
    """A gate that the service need not pass."""

    gate: str
    on: str
    by: str
    reason: str


@dataclass(frozen=True)
class Since:
    """What differs from the last submission to a gate."""

    on: str
    revision: int
    verdict: str
    recorded: bool
    """Whether its evidence is on record; not so where people judged elsewhere."""
    differences: tuple[str, ...]


def document(graph: Graph, due: DocumentDue) -> DocumentShown:
    """An input of a gate as it is on record."""
    said: Mapping[str, Any] = {}
    if due.ref is not None:
        said = graph.properties(graph.position(due.ref))
    version, author, dated_on = (said.get(n) or "" for n in ("version", "author", "dated_on"))
    return DocumentShown(document_words(due.type), due, version, author, dated_on)


def decisions(graph: Graph, service: int) -> list[DecisionShown]:
    """All decisions on a service, newest first."""
    taken = reversed(on_record.decisions(graph, service))
    return [
        DecisionShown(said, ", ".join(graph.name(graph.position(ref)) for ref in said.by))
        for said in taken
    ]


def exemptions(graph: Graph, service: int) -> list[ExemptionShown]:
    """Gates that the service need not pass, and why."""
    return [_exemption(graph, position) for position in on_record.exemptions(graph, service)]


def _exemption(graph: Graph, exemption: int) -> ExemptionShown:
    said = graph.properties(exemption)
    by = ", ".join(graph.name(link.target) for link in graph.links_from(exemption, "TAKEN_BY"))
    return ExemptionShown(said["gate"], said["decided_at"][:10], by, said["reason"])


def since(graph: Graph, service: int, checked: GateCheck) -> Since | None:
    """What differs from the last submission to the gate; None where this is the first."""
    earlier = [s for s in on_record.submissions(graph, service) if s.gate == checked.gate]
    if not earlier:
        return None
    last = earlier[-1]
    then = {found.name: found for found in on_record.evidence_of(graph, last).values()}
    included = {str(graph.ref(link.target)) for link in graph.links_from(last.position, "INCLUDES")}
    return Since(
        on=last.at.date().isoformat(),
        revision=last.said["revision"],
        verdict=last.said["verdict"],
        recorded=bool(then),
        differences=(
            *_new_documents(graph, checked.documents, included),
            *(_criteria_changed(then, checked.criteria) if then else ()),
        ),
    )


def _new_documents(graph: Graph, due: Sequence[DocumentDue], then: set[str]) -> Iterator[str]:
    for item in due:
        if item.ref and item.ref not in then:
            yield f"New: {graph.name(graph.position(item.ref))} ({item.ref})"


def _criteria_changed(
    then: Mapping[str, CriterionResult], now: Sequence[CriterionResult]
) -> Iterator[str]:
    for criterion in now:
        before = then.get(criterion.name)
        if before is None:
            yield f"{criterion.name}: asked for the first time"
        elif (before.result, before.rows) != (criterion.result, criterion.rows):
            yield f"{criterion.name}: {_outcome(before)} then, {_outcome(criterion)} now"
    for name in sorted(then.keys() - {criterion.name for criterion in now}):
        yield f"{name}: no longer asked"


def _outcome(found: CriterionResult) -> str:
    counted = f" ({len(found.rows)})" if found.result == "FAIL" else ""
    return f"{found.result.replace('_', ' ').lower()}{counted}"
