"""What is on record about a service and its gates: documents, decisions, the last submission."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from itspm_graph.answers.days import later
from itspm_graph.connections import reached
from itspm_graph.framework import framework
from itspm_graph.gates import on_record
from itspm_graph.graph import Graph
from itspm_graph.reports.wording import cell, document_words, words
from itspm_graph.results import DecisionFound, DocumentDue
from itspm_graph.results.gates import CriterionCompared, LastSubmission

MOST_NAMED = 4
"""Offenders that a difference names."""


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
class Freshness:
    """How old what a verdict rests on is: some elements, and all that they need."""

    elements: int
    verified: int
    stale: int
    days: int
    oldest: str
    newest: str


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


def differences(graph: Graph, last: LastSubmission) -> list[str]:
    """What differs from the last submission to a gate, in words."""
    fresh = (f"New: {graph.name(graph.position(ref))} ({ref})" for ref in last.new_documents)
    compared = last.compared.criteria if last.compared else []
    return [*fresh, *(_difference(graph, criterion) for criterion in compared)]


def _difference(graph: Graph, criterion: CriterionCompared) -> str:
    """What became of a criterion, in words."""
    before, now = criterion.before, criterion.now
    if before is None or now is None:
        what = "asked for the first time" if before is None else "no longer asked"
    else:
        what = _result(now) if before == now else f"{_result(before)} then, {_result(now)} now"
    facts = [
        *([f"new: {some(graph, criterion.added)}"] if criterion.added else []),
        *([f"gone: {some(graph, criterion.removed)}"] if criterion.removed else []),
        *(["the question has changed"] if criterion.query_changed else []),
        *(["it is asked with other values"] if criterion.parameters_changed else []),
    ]
    return "; ".join([f"{words(criterion.name)}: {what}", *facts])


def _result(result: str) -> str:
    words = {"PASS": "passes", "FAIL": "fails", "NOT_ASSESSABLE": "can't be judged"}
    return words.get(result, result)


def some(graph: Graph, rows: Sequence[Mapping[str, Any]]) -> str:
    """The first offenders by the first name in their rows, the others in number."""
    first = [cell(graph, _named(row)).text for row in rows[:MOST_NAMED]]
    more = f" and {len(rows) - MOST_NAMED} more" if len(rows) > MOST_NAMED else ""
    return ", ".join(first) + more


def _named(row: Mapping[str, Any]) -> Any:
    values = list(row.values())
    return next((value for value in values if isinstance(value, str)), values[0] if values else "")


def freshness(graph: Graph, elements: Sequence[int], on: date) -> Freshness:
    """How old the data is about these elements and everything they need."""
    days = int(framework().thresholds["verified_within_days"].value)
    rests_on = reached(graph, elements, "providers").hops
    said = [graph.properties(position).get("last_verified_on") for position in rests_on]
    verified = sorted(day for day in said if day)
    return Freshness(
        elements=len(said),
        verified=len(verified),
        stale=sum(date.fromisoformat(day) < later(on, -days) for day in verified),
        days=days,
        oldest=verified[0] if verified else "",
        newest=verified[-1] if verified else "",
    )
