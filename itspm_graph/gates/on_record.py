"""Submissions, decisions and exemptions that the graph holds about a service."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from itspm_graph.answers.days import instant
from itspm_graph.answers.gates import document_type, standing_documents
from itspm_graph.catalogue import catalogue
from itspm_graph.framework import Consequence, framework
from itspm_graph.gates.declared import before, gates
from itspm_graph.graph import Graph
from itspm_graph.results import CriterionResult, DecisionFound, WaiverGranted


@dataclass(frozen=True)
class Submission:
    """A submission of a service, and the decision on it."""

    position: int
    ref: str
    gate: str
    at: datetime
    said: Mapping[str, Any]
    decision: int | None
    superseded: bool
    imported: bool
    """Whether it was judged elsewhere, and so has no evidence of ours."""


def submissions(graph: Graph, service: int) -> list[Submission]:
    """All submissions of a service, oldest first."""
    found = []
    for link in graph.links_to(service, "SUBMITTED_FOR"):
        said = graph.properties(link.source)
        decided = graph.links_from(link.source, "DECIDED_BY")
        found.append(
            Submission(
                position=link.source,
                ref=str(graph.ref(link.source)),
                gate=said["gate"],
                at=instant(said["submitted_at"]),
                said=said,
                decision=decided[0].target if decided else None,
                superseded=bool(graph.links_to(link.source, "SUPERSEDES")),
                imported=not graph.links_from(link.source, "EVIDENCED_BY"),
            )
        )
    return sorted(found, key=lambda each: (each.at, each.ref))


def decisions(graph: Graph, service: int) -> list[DecisionFound]:
    """All decisions on a service, oldest first."""
    found = [
        decision_found(graph, each, each.decision)
        for each in submissions(graph, service)
        if each.decision is not None
    ]
    return sorted(found, key=lambda each: (instant(each.decided_at), each.decision))


def decision_found(graph: Graph, submission: Submission, decision: int) -> DecisionFound:
    """A decision with all that it says, who took it and what it led to."""
    said = graph.properties(decision)
    return DecisionFound(
        decision=graph.ref(decision),
        submission=submission.ref,
        gate=said["gate"],
        outcome=said["outcome"],
        passed=said["passed"],
        reason=said["reason"],
        decided_at=said["decided_at"],
        by=_targets(graph, decision, "TAKEN_BY"),
        waivers=sorted(_waivers(graph, decision), key=lambda each: each.criterion),
        resubmit=said.get("resubmit"),
        renew=said.get("renew", []),
        review_due_on=said.get("review_due_on"),
        tg2_required=said.get("tg2_required"),
        phase=said.get("lifecycle"),
        status=said.get("lifecycle_status"),
        initiatives=_targets(graph, decision, "STARTS"),
    )


def _targets(graph: Graph, source: int, label: str) -> list[str]:
    return sorted(str(graph.ref(link.target)) for link in graph.links_from(source, label))


def _waivers(graph: Graph, decision: int) -> Iterator[WaiverGranted]:
    for link in graph.links_from(decision, "WAIVES"):
        said = graph.properties(link.target)
        yield WaiverGranted(
            waiver=graph.ref(link.target),
            criterion=said["criterion"],
            reason=said["reason"],
            until=said["until"],
        )


def evidence_of(graph: Graph, submission: Submission) -> dict[str, CriterionResult]:
    """The frozen results of the criteria of a submission, by reference of the evidence."""
    found = {}
    for link in graph.links_from(submission.position, "EVIDENCED_BY"):
        said = graph.properties(link.target)
        query = catalogue().get(said["criterion"])
        found[str(graph.ref(link.target))] = CriterionResult(
            name=said["criterion"],
            question=query.question if query else "",
            document=query.document if query else "",
            severity=said["severity"],
            result=said["result"],
            rows=said.get("rows", []),
            parameters=said.get("parameters", {}),
            query=said["query"],
            waiver=None,
        )
    return dict(sorted(found.items()))


def exemptions(graph: Graph, service: int) -> list[int]:
    """Exemptions of a service from gates."""
    links = graph.links_to(service, "FOR")
    return [link.source for link in links if graph.label(link.source) == "Exemption"]


def waiting(graph: Graph, service: int) -> list[Submission]:
    """Submissions that wait for a decision.

    One that a newer submission supersedes doesn't, nor one that lapsed: since it was made, an
    earlier gate, that doesn't recur, has decided anew on the service.
    """
    return [
        each
        for each in submissions(graph, service)
        if each.decision is None and not each.superseded and not lapsed(graph, service, each)
    ]


def lapsed(graph: Graph, service: int, submission: Submission) -> bool:
    """Whether an earlier gate has decided on the service since."""
    earlier = {name for name in before(submission.gate) if not gates()[name].recurs}
    return any(
        decision.gate in earlier and instant(decision.decided_at) > submission.at
        for decision in decisions(graph, service)
    )


def consequence(gate: str, outcome: str) -> Consequence:
    """What the policy makes of an outcome; of several that combine, all of it together."""
    rule = framework().rules.get(gate)
    words = outcome.split(",")
    stated = [rule.outcomes[word] for word in words if word in rule.outcomes] if rule else []
    if len(stated) == 1:
        return stated[0]
    return Consequence(
        resubmit=tuple(dict.fromkeys(name for each in stated for name in each.resubmit)),
        renew=tuple(dict.fromkeys(name for each in stated for name in each.renew)),
    )


def to_renew(graph: Graph, service: int, decision: DecisionFound) -> list[str]:
    """Types of document of which the decision still waits for a newer version."""
    renew = decision.renew or list(consequence(decision.gate, decision.outcome).renew)
    if decision.passed or not renew:
        return []
    position = graph.position(decision.decision)
    wanting = [link.target for link in graph.links_from(position, "ASKS_TO_RENEW")]
    if not wanting and graph.properties(position).get("lifecycle") is None:  # imported
        included = graph.links_from(graph.position(decision.submission), "INCLUDES")
        wanting = [link.target for link in included]
    return [name for name in renew if not _newer(graph, service, name, wanting)]


def _newer(graph: Graph, service: int, name: str, wanting: list[int]) -> bool:
    """Whether a version of the document is on record beside those found wanting."""
    old = [p for p in wanting if document_type(graph, p) == name]
    versions = {graph.properties(p).get("version") for p in old} - {None}
    return any(
        position not in old and graph.properties(position).get("version") not in versions
        for position in standing_documents(graph, service)
        if document_type(graph, position) == name
    )
