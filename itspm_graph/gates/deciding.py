"""A board decides: one of the gate's outcomes, by whom, why, and what follows in the same write."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from itspm_graph.answers.days import instant
from itspm_graph.answers.gates import (
    document_type,
    documents_on_record,
    standing_documents,
)
from itspm_graph.errors import InvalidArgument, InvalidOutcome
from itspm_graph.framework import Consequence, framework
from itspm_graph.gates import on_record
from itspm_graph.gates.declared import DeclaredGate, before, gates
from itspm_graph.gates.records import Records, deciders, the_service
from itspm_graph.gates.standing import next_review, phase_of, status_of
from itspm_graph.gates.submitting import admit, submit
from itspm_graph.gates.verdict import blocking, unwaivable, waivers_in_force
from itspm_graph.graph import Graph
from itspm_graph.model.governance import GateDecision, Waiver
from itspm_graph.model.improvement import ImprovementInitiative
from itspm_graph.records import Ref
from itspm_graph.results import CriterionResult


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


@dataclass(frozen=True)
class Ruling:
    """What a board rules: the outcome, by whom, why, what it sets aside, where to come again."""

    outcome: str
    by: list[Ref]
    reason: str
    waivers: list[WaiverGiven] = field(default_factory=list)
    resubmit: str | None = None
    tg2_required: bool | None = None


@dataclass(frozen=True)
class Judged:
    """The submission that is decided on: its verdict and its frozen evidence."""

    submission: Ref
    verdict: str
    evidence: list[str]
    criteria: list[CriterionResult]


@dataclass(frozen=True)
class NewDecision:
    """A decision that is about to be written, and what follows from it."""

    ref: Ref
    judged: Judged
    outcome: str
    passed: bool
    waivers: list[str]
    initiatives: list[str]


def decide(new: Records, found: DeclaredGate, service: Ref, ruling: Ruling, at: str) -> NewDecision:
    """Adds a decision to the records of a write, and all that follows from it.

    It is taken on the submission that waits at the gate; where none does, on a new one. Errors:
    `InvalidOutcome` where the gate doesn't list the outcome; `InvalidArgument` where somebody who
    has to approve is missing, or a criterion blocks that isn't waived.
    """
    position = the_service(new.graph, service)
    words, passed = _listed(found, ruling.outcome)
    by = deciders(new.graph, ruling.by, ruling.reason)
    stated = on_record.consequence(found.gate, ",".join(words))
    again = _resubmit(found, words, stated, ruling.resubmit)
    admit(new.graph, found, service)
    judged = _judged(new, found, service, at)
    _check_approvers(found, by, passed)
    _check_waivers(found, service, judged, ruling.waivers, at, passed)
    said = new.graph.properties(position)
    phase, status = _place(said, stated, again)
    today = instant(at).date()
    due = next_review(said, stated.review, today) if stated.review else None
    tg2_required = _tg2_required(new.graph, found, position, ruling, passed)
    decision = new.node(
        GateDecision,
        name=f"{new.title}: {', '.join(words)}",
        gate=found.gate,
        outcome=",".join(words),
        passed=passed,
        reason=ruling.reason,
        decided_at=at,
        resubmit=again,
        renew=stated.renew,
        review_due_on=due,
        tg2_required=tg2_required,
        lifecycle=phase,
        lifecycle_status=status,
    )
    new.edge("DECIDED_BY", judged.submission, decision)
    for ref in by:
        new.edge("TAKEN_BY", decision, ref)
    for document in standing_documents(new.graph, position):
        if document_type(new.graph, document) in stated.renew:
            new.edge("ASKS_TO_RENEW", decision, new.graph.ref(document))
    settled = {} if tg2_required is None else {"tg2_required": tg2_required}
    new.set(service, lifecycle=phase, lifecycle_status=status, **settled)
    initiatives = []
    if stated.initiative:
        initiatives.append(_initiative(new, found, service, decision, ruling, due))
    waivers = [_waive(new, decision, waiver) for waiver in ruling.waivers]
    return NewDecision(decision, judged, ",".join(words), passed, waivers, initiatives)


def _listed(found: DeclaredGate, outcome: str) -> tuple[list[str], bool]:
    """The outcomes that are decided, in the gate's order, and whether they pass the gate."""
    wanted = {word.strip() for word in outcome.split(",")}
    known = {each.outcome: each.passed for each in found.outcomes}
    listed = ", ".join(known)
    for word in sorted(wanted):
        if word not in known:
            raise InvalidOutcome(f"{found.gate} has no outcome {word!r}; it has: {listed}")
    words = [word for word in known if word in wanted]
    combine = [word for word, each in found.rule.outcomes.items() if each.combines]
    if len(words) > 1 and not set(words) <= set(combine):
        allowed = f"only {', '.join(combine)} can be" if combine else "one outcome only"
        raise InvalidOutcome(f"{', '.join(words)} can't be decided together: {allowed}")
    return words, known[words[0]]


def _tg2_required(
    graph: Graph, found: DeclaredGate, service: int, ruling: Ruling, passed: bool
) -> bool | None:
    """Whether the optional gate that comes next is required: as the board says, else as the
    strategy that it accepts proposes. None where neither says so, or where it isn't next."""
    following = list(gates())[len(before(found.gate)) + 1 :][:1]
    if not passed or not following or not gates()[following[0]].optional:
        if ruling.tg2_required is not None:
            raise InvalidArgument("whether TG2 is required is settled by passing TG1")
        return None
    if ruling.tg2_required is not None:
        return ruling.tg2_required
    proposed = documents_on_record(graph, graph.ref(service)).get("service-strategy")
    if proposed is None:
        return None
    stated: bool | None = graph.properties(graph.position(Ref(proposed))).get("tg2_required")
    return stated


def _resubmit(
    found: DeclaredGate, words: Sequence[str], stated: Consequence, chosen: str | None
) -> str | None:
    """The gate at which the service has to come again."""
    if chosen is None:
        return next(iter(stated.resubmit), None)
    if chosen.upper() not in stated.resubmit:
        where = " or ".join(stated.resubmit) or "nowhere again"
        raise InvalidArgument(
            f"after {', '.join(words)} at {found.gate} a service comes to {where}, not {chosen}"
        )
    return chosen.upper()


def _judged(new: Records, found: DeclaredGate, service: Ref, at: str) -> Judged:
    """The submission that waits at the gate with its evidence; a new one where none does.

    One that was imported without evidence can't be decided on here: a new one takes its place.
    """
    graph = new.graph
    waiting = on_record.waiting(graph, graph.position(service))
    open_ = [each for each in waiting if each.gate == found.gate and not each.imported]
    if not open_:
        made = submit(new, found, service, at)
        return Judged(made.ref, made.checked.verdict, made.evidence, made.checked.criteria)
    submission = open_[-1]
    position, today = graph.position(service), instant(at).date()
    holding = waivers_in_force(graph, found, position, today)
    evidence = on_record.evidence_of(graph, submission)
    criteria = [
        each.model_copy(update={"waiver": holding.get(each.name)}) for each in evidence.values()
    ]
    return Judged(Ref(submission.ref), submission.said["verdict"], list(evidence), criteria)


def _check_approvers(found: DeclaredGate, by: Sequence[Ref], passed: bool) -> None:
    kinds = found.rule.approvers
    if passed and kinds and not {ref.kind for ref in by} & set(kinds):
        wanted = " or ".join(kinds)
        raise InvalidArgument(
            f"{found.gate} is passed only with the approval of a {wanted}: name one by --by",
            code="approver-missing",
        )


def _check_waivers(
    found: DeclaredGate,
    service: Ref,
    judged: Judged,
    waivers: Sequence[WaiverGiven],
    at: str,
    passed: bool,
) -> None:
    names = {criterion.name for criterion in judged.criteria}
    fixed = unwaivable(found)
    for waiver in waivers:
        if waiver.criterion not in names:
            raise InvalidArgument(
                f"{found.gate} has no criterion {waiver.criterion!r}; it has: {', '.join(names)}"
            )
        if waiver.criterion in fixed:
            raise InvalidArgument(
                f"{waiver.criterion} can't be waived at {found.gate}", code="unwaivable-criterion"
            )
        if not waiver.reason:
            raise InvalidArgument(f"the waiver of {waiver.criterion} needs a reason")
        if waiver.until < instant(at).date():
            raise InvalidArgument(f"the waiver of {waiver.criterion} has ended before it begins")
    waived = [waiver.criterion for waiver in waivers]
    if len(set(waived)) < len(waived):
        raise InvalidArgument("a criterion is waived twice; give one reason and one end")
    left = [each.name for each in blocking(judged.criteria) if each.name not in waived]
    if passed and left:
        raise InvalidArgument(
            f"{service} is NOT_READY at {found.gate}: waive each of {', '.join(left)} "
            "by --waive CRITERION:REASON:UNTIL, or decide otherwise",
            code="blocking-criteria",
        )


def _place(
    said: Mapping[str, Any], stated: Consequence, again: str | None
) -> tuple[str, str | None]:
    """Phase and status in which the decision leaves the service.

    One that has to come again goes back to where it may enter that gate.
    """
    phase = phase_of(said)
    status = said.get("lifecycle_status")
    if stated.phase and stated.phase != phase:
        phase, status = stated.phase, None
    if stated.status is not None:
        status = stated.status
    if again:
        rule = framework().rules[again]
        if not rule.admits(phase, status_of({"lifecycle_status": status})):
            entrance = rule.enter[0]
            phase, status = entrance.phase, next(iter(entrance.only), None)
    return phase, status


def _initiative(
    new: Records,
    found: DeclaredGate,
    service: Ref,
    decision: Ref,
    ruling: Ruling,
    due: date | None,
) -> str:
    name = new.graph.name(new.graph.position(service))
    initiative = new.node(
        ImprovementInitiative,
        name=f"{name}: what {found.gate} found wanting",
        description=ruling.reason,
        status="planned",
        due_on=due,
    )
    new.edge("CONCERNS", initiative, service)
    new.edge("STARTS", decision, initiative)
    return str(initiative)


def _waive(new: Records, decision: Ref, waiver: WaiverGiven) -> str:
    waived = new.node(
        Waiver,
        waiver.criterion,
        name=f"{new.title}: {waiver.criterion} until {waiver.until}",
        **waiver.__dict__,
    )
    new.edge("WAIVES", decision, waived)
    return str(waived)
