"""What happened at the gates: everything ever submitted, decided and exempted for a service."""

from __future__ import annotations

from itspm_graph.answers.days import instant
from itspm_graph.answers.gates import document_type
from itspm_graph.gates import on_record
from itspm_graph.gates.records import the_service
from itspm_graph.gates.standing import standing
from itspm_graph.graph import Graph
from itspm_graph.records import Ref
from itspm_graph.results import WaiverGranted
from itspm_graph.results.gates import CriterionTaken, DocumentSubmitted, GateEvent, GateHistory

ORDER = {"BLOCK": 0, "WARN": 1, "INFO": 2}


def history(graph: Graph, service: Ref) -> GateHistory:
    """Everything that was ever submitted and decided for a service, oldest first."""
    position = the_service(graph, service)
    events = [
        *(_submitted(graph, position, each) for each in on_record.submissions(graph, position)),
        *(_exempted(graph, exemption) for exemption in on_record.exemptions(graph, position)),
    ]
    events.sort(key=lambda event: (instant(event.at), event.ref))
    return GateHistory(
        revision=graph.revision,
        service=service,
        standing=standing(graph, service),
        events=events,
    )


def _submitted(graph: Graph, service: int, each: on_record.Submission) -> GateEvent:
    decision = each.decision
    return GateEvent(
        kind="submission",
        ref=each.ref,
        gate=each.gate,
        at=each.said["submitted_at"],
        state=_state(graph, service, each),
        verdict=each.said["verdict"],
        judged=each.said["revision"],
        evidence_hash=each.said["evidence_hash"],
        documents=_documents(graph, each.position),
        findings=_findings(graph, service, each),
        decision=None if decision is None else on_record.decision_found(graph, each, decision),
        by=[],
        reason=None,
    )


def _state(graph: Graph, service: int, each: on_record.Submission) -> str:
    if each.decision is not None:
        return "decided"
    if each.superseded:
        return "superseded"
    return "lapsed" if on_record.lapsed(graph, service, each) else "waiting"


def _documents(graph: Graph, submission: int) -> list[DocumentSubmitted]:
    found = []
    for link in graph.links_from(submission, "INCLUDES"):
        said = graph.properties(link.target)
        found.append(
            DocumentSubmitted(
                ref=graph.ref(link.target),
                type=document_type(graph, link.target),
                name=graph.name(link.target),
                version=said.get("version"),
                author=said.get("author"),
                content_hash=said.get("content_hash"),
            )
        )
    return sorted(found, key=lambda each: (each.type, each.ref))


def _findings(graph: Graph, service: int, submission: on_record.Submission) -> list[CriterionTaken]:
    held = _waivers_held(graph, service, submission)
    found = [
        CriterionTaken(
            criterion=each.name,
            severity=each.severity,
            result=each.result,
            offenders=len(each.rows),
            evidence=ref,
            waiver=held.get(each.name),
        )
        for ref, each in on_record.evidence_of(graph, submission).items()
        if each.result != "PASS"
    ]
    return sorted(found, key=lambda each: (ORDER[each.severity], each.criterion))


def _waivers_held(
    graph: Graph, service: int, submission: on_record.Submission
) -> dict[str, WaiverGranted]:
    """Waivers of earlier decisions at the gate that held when the service was submitted."""
    at = instant(submission.said["submitted_at"])
    given = [
        waiver
        for decision in on_record.decisions(graph, service)
        if decision.gate == submission.gate and instant(decision.decided_at) < at
        for waiver in decision.waivers
        if waiver.until >= at.date().isoformat()
    ]
    return {each.criterion: each for each in sorted(given, key=lambda each: each.until)}


def _exempted(graph: Graph, exemption: int) -> GateEvent:
    said = graph.properties(exemption)
    by = graph.links_from(exemption, "TAKEN_BY")
    return GateEvent(
        kind="exemption",
        ref=graph.ref(exemption),
        gate=said["gate"],
        at=said["decided_at"],
        state="exempted",
        verdict=None,
        judged=None,
        evidence_hash=None,
        documents=[],
        findings=[],
        decision=None,
        by=sorted(str(graph.ref(link.target)) for link in by),
        reason=said["reason"],
    )
