"""The report that a board has before it at a toll gate: what is proved, what isn't, what is left to
people.

The machine's part is the same check that `gate check` prints; the rest is on record already.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from itspm_graph import gates
from itspm_graph.catalogue import named_query
from itspm_graph.framework import framework
from itspm_graph.graph import Graph
from itspm_graph.records import Ref
from itspm_graph.reports import dossier, page
from itspm_graph.reports.wording import (
    Cell,
    Offenders,
    cell,
    document_words,
    first_sentence,
    offenders,
)
from itspm_graph.results import CriterionResult, GateCheck, WaiverFound
from itspm_graph.results.reports import GateReport

MOST_OFFENDERS = 6
"""Rows of a criterion that a page shows."""
MOST_DECISIONS = 8
"""Decisions that a page shows, the newest."""


@dataclass(frozen=True)
class Finding:
    """A criterion that didn't pass, in words."""

    name: str
    question: str
    document: str
    severity: str
    result: str
    found: int
    offenders: Offenders
    lacks: str
    """The question without an answer that would be needed to judge; empty where it is judged."""
    waiver: WaiverFound | None


@dataclass(frozen=True)
class Lacking:
    """A question that has no answer, and what can't be judged for want of one."""

    lacks: str
    findings: tuple[Finding, ...]

    @property
    def blocks(self) -> bool:
        """Whether the verdict waits for it."""
        return any(finding.severity == "BLOCK" for finding in self.findings)


def gate_report(
    graph: Graph,
    gate: str,
    service: Ref,
    past: Callable[[int], Graph],
    on: date | None = None,
) -> GateReport:
    """The report on a service before a gate, as a page; `past` gives the snapshot of a revision."""
    checked = gates.check(graph, gate, service, on)
    position = graph.position(service)
    found = _findings(graph, checked)
    stated = framework().gates[checked.gate]
    forum = framework().forums[stated.decided_by]
    roles = framework().roles
    last = gates.last_submission(graph, checked, past)
    title = f"{checked.gate} {checked.name}: {graph.name(position)}"
    context = {
        "title": title,
        "check": checked,
        "purpose": stated.purpose,
        "standing": gates.standing(graph, service, date.fromisoformat(checked.on)),
        "service": _facts(graph, position),
        "name": graph.name(position),
        "freshness": dossier.freshness(graph, [position], date.fromisoformat(checked.on)),
        "documents": [dossier.document(graph, due) for due in checked.documents],
        "judgements": _judgements(checked),
        "decisions": dossier.decisions(graph, position)[:MOST_DECISIONS],
        "exemptions": dossier.exemptions(graph, position),
        "last": last,
        "differences": dossier.differences(graph, last) if last else [],
        "forum": forum.name,
        "signatures": [roles[role].name for role in forum.members],
        "lacking": _lacking(found["unknown"]),
        **found,
    }
    return GateReport(
        gate=checked.gate,
        service=checked.service,
        title=title,
        verdict=checked.verdict,
        revision=checked.revision,
        on=checked.on,
        evidence_hash=checked.evidence_hash,
        html=page.html("gate.html", context),
    )


def _facts(graph: Graph, service: int) -> list[tuple[str, Cell]]:
    said = graph.properties(service)
    owner = [str(graph.ref(link.target)) for link in graph.links_from(service, "OWNED_BY")]
    held = [str(graph.ref(link.source)) for link in graph.links_to(service, "CONTAINS")]
    phase = ", ".join(said[n] for n in ("lifecycle", "lifecycle_status") if said.get(n))
    facts: list[tuple[str, Any]] = [
        ("Owner", owner or "nobody is named"),
        ("Tier", said.get("tier") or "not stated"),
        ("Phase", phase or "not stated"),
        ("Portfolio", held or None),
        ("Planned to go live", said.get("planned_operate_on")),
        ("Planned to retire", said.get("planned_retire_on")),
    ]
    return [(name, cell(graph, value)) for name, value in facts if value is not None]


def _judgements(checked: GateCheck) -> list[tuple[str, str]]:
    asked = [document.type for document in checked.documents if document.required]
    return [
        (document_words(document) if document else "", text)
        for document, text in gates.judgements(checked.gate, asked)
    ]


# --- what the machine found -------------------------------------------------------------------


def _findings(graph: Graph, checked: GateCheck) -> dict[str, list[Finding]]:
    """What didn't pass, by what it means for the decision."""
    found: dict[str, list[Finding]] = {
        name: [] for name in ("blocking", "unknown", "warnings", "remarks", "waived")
    }
    for criterion in checked.criteria:
        if criterion.result != "PASS":
            found[_part(criterion)].append(_finding(graph, criterion, checked.service))
    return found


def _lacking(unknown: Sequence[Finding]) -> list[Lacking]:
    """What can't be judged, by what it lacks; what the verdict waits for comes first."""
    questions = dict.fromkeys(finding.lacks for finding in unknown)
    groups = [Lacking(q, tuple(f for f in unknown if f.lacks == q)) for q in questions]
    return sorted(groups, key=lambda group: not group.blocks)


def _part(criterion: CriterionResult) -> str:
    if criterion.waiver:
        return "waived"
    if criterion.result == "NOT_ASSESSABLE":
        return "unknown"
    return {"BLOCK": "blocking", "WARN": "warnings"}.get(criterion.severity, "remarks")


def _finding(graph: Graph, criterion: CriterionResult, service: str) -> Finding:
    query = named_query(criterion.name)
    unknown = criterion.result == "NOT_ASSESSABLE"
    return Finding(
        name=criterion.name,
        question=first_sentence(criterion.question),
        document=document_words(criterion.document),
        severity=criterion.severity,
        result=criterion.result,
        found=len(criterion.rows),
        offenders=offenders(graph, query, criterion.rows, service, MOST_OFFENDERS),
        lacks=first_sentence(named_query(query.assessable).question) if unknown else "",
        waiver=criterion.waiver,
    )
