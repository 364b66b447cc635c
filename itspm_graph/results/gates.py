"""What the verbs of toll gates answer beside the verdict: standing, history, framework."""

from __future__ import annotations

from datetime import date
from typing import Any

from itspm_graph.results import DecisionFound, Outcome, Result, WaiverGranted


class GateInput(Result):
    """A document that a gate takes."""

    type: str
    """Type of the document."""
    when: str
    """Named query whose rows make it required; empty where it always is."""


class GateListed(Result):
    """A toll gate as the framework declares it."""

    gate: str
    """Its short name, as `TG6`."""
    name: str
    """What it is called."""
    phase: str
    """The lifecycle phase that it guards."""
    purpose: str
    """What it decides."""
    optional: bool
    """Whether a service may be exempted from it."""
    recurs: bool
    """Whether it comes again at an interval."""
    submitted_by: str
    """Role that brings a service before it."""
    decided_by: str
    """Forum that decides."""
    approvers: list[str]
    """Kinds of deciders of whom one must be among those who decide on success."""
    assessable: bool
    """Whether it has criteria of its own."""
    inputs: list[GateInput]
    """Documents that it takes."""
    outcomes: list[Outcome]
    """Decisions that it lists."""


class OpenSubmission(Result):
    """A submission that waits for its decision."""

    submission: str
    """Its reference."""
    gate: str
    """The gate."""
    submitted_at: str
    """Instant, in UTC."""
    verdict: str
    """What the machine found."""


class Standing(Result):
    """Where a service stands in its life, and which gate comes next."""

    revision: int
    """Revision that was read."""
    service: str
    """The service."""
    name: str
    """Its name."""
    phase: str
    """The phase it is in; the first where none is stated."""
    status: str | None
    """Where within the phase."""
    ended: bool
    """Whether it was rejected or phased out, so that nothing can be submitted any more."""
    next_gate: str | None
    """The gate that comes next; none where it has ended."""
    may_enter: list[str]
    """Every gate to which it can be submitted now."""
    why: str
    """Why that gate comes next, in a sentence."""
    renew: list[str]
    """Types of document of which a newer version is needed before it can be submitted."""
    waiting: list[OpenSubmission]
    """Submissions that wait for a decision."""
    tg2_required: bool | None
    """Whether toll gate 2 was found necessary; null where nobody has decided."""
    last: DecisionFound | None
    """The latest decision on it."""
    review_due_on: str | None
    """Day by which the next review at the recurring gate is due; null where none is known."""
    overdue: bool
    """Whether that day has passed."""


class Submitted(Result):
    """A submission on record."""

    revision: int
    """Revision that the record made."""
    gate: str
    """The gate."""
    service: str
    """The service."""
    submission: str
    """Reference of the submission."""
    verdict: str
    """What the machine found."""
    judged: int
    """Revision that was judged, the documents that came with the submission in it."""
    evidence_hash: str
    """SHA-256 over the canonical form of all criteria results."""
    evidence: list[str]
    """References of the evidence that was taken."""
    documents: list[str]
    """References of the documents that it includes."""
    missing: list[str]
    """Types of required documents that aren't on record."""
    blocking: list[str]
    """Blocking criteria that fail or can't be judged."""
    supersedes: list[str]
    """Submissions that waited at the same gate, whose place it takes."""


class Decided(Result):
    """A decision on record."""

    revision: int
    """Revision that the record made."""
    gate: str
    """The gate."""
    service: str
    """The service."""
    outcome: str
    """The decision."""
    passed: bool
    """Whether the gate is passed."""
    verdict: str
    """What the machine had found."""
    submission: str
    """Reference of the submission decided on."""
    decision: str
    """Reference of the decision."""
    evidence: list[str]
    """References of the evidence that it rests on."""
    waivers: list[str]
    """References of the waivers given."""
    phase: str
    """The phase in which the service is now."""
    status: str | None
    """Where within the phase."""
    next_gate: str | None
    """The gate that comes next."""
    resubmit: str | None
    """Gate at which it has to come again."""
    renew: list[str]
    """Types of document of which a newer version is needed for that."""
    tg2_required: bool | None
    """Whether it found TG2 necessary; null where it says nothing of it."""
    review_due_on: str | None
    """Day by which it has to be reviewed."""
    initiatives: list[str]
    """References of improvement initiatives begun."""


class Exempted(Result):
    """An exemption on record: a gate that a service need not pass."""

    revision: int
    """Revision that the record made."""
    gate: str
    """The gate."""
    service: str
    """The service."""
    exemption: str
    """Reference of the exemption."""
    next_gate: str | None
    """The gate that comes next."""
    falls_due: list[str]
    """Types of document that fall due there instead."""


class DocumentSubmitted(Result):
    """A document in the version that was submitted."""

    ref: str
    """Its reference."""
    type: str
    """Its type."""
    name: str
    """Its name."""
    version: str | None
    """Its version."""
    author: str | None
    """Who wrote it."""
    content_hash: str | None
    """SHA-256 of the file that it was read from."""


class CriterionTaken(Result):
    """A criterion that didn't pass when a service was submitted."""

    criterion: str
    """Its name."""
    severity: str
    """BLOCK, WARN or INFO."""
    result: str
    """FAIL or NOT_ASSESSABLE."""
    offenders: int
    """How many rows it had."""
    evidence: str
    """Reference of the evidence, which has the rows."""
    waiver: WaiverGranted | None
    """The waiver of an earlier decision at the gate that held on that day; null where none did."""


class GateEvent(Result):
    """Something that happened at a gate: a submission with its decision, or an exemption."""

    kind: str
    """submission or exemption."""
    ref: str
    """Reference of the record."""
    gate: str
    """The gate."""
    at: str
    """Instant, in UTC."""
    state: str
    """decided, waiting, superseded, lapsed, or exempted."""
    verdict: str | None
    """What the machine found."""
    judged: int | None
    """Revision that was judged; 0 for one that was imported."""
    evidence_hash: str | None
    """SHA-256 over the canonical form of all criteria results."""
    documents: list[DocumentSubmitted]
    """Documents that were submitted."""
    findings: list[CriterionTaken]
    """Criteria that didn't pass."""
    decision: DecisionFound | None
    """What was decided."""
    by: list[str]
    """References of those who exempted."""
    reason: str | None
    """Why it was exempted."""


class GateHistory(Result):
    """Everything that was ever submitted and decided for a service, oldest first."""

    revision: int
    """Revision that was read."""
    service: str
    """The service."""
    standing: Standing
    """Where it stands now."""
    events: list[GateEvent]
    """What happened."""


class CriterionCompared(Result):
    """A criterion when the service was submitted, and now."""

    name: str
    """Its name."""
    severity: str
    """BLOCK, WARN or INFO, as it is now; as it was, where the criterion is no more."""
    before: str | None
    """Its result then; null where it didn't exist."""
    now: str | None
    """Its result now; null where it is no more."""
    added: list[dict[str, Any]]
    """Offenders that came."""
    removed: list[dict[str, Any]]
    """Offenders that went."""
    query_changed: bool
    """Whether the question was changed since."""
    parameters_changed: bool
    """Whether it is asked with other parameters now, as another threshold."""


class GateComparison(Result):
    """Evidence of a submission against what holds now."""

    revision: int
    """Revision that was read."""
    submission: str
    """Reference of the submission."""
    gate: str
    """The gate."""
    service: str
    """The service."""
    judged: int
    """Revision that was judged then."""
    verdict_then: str
    """What the machine found then."""
    verdict_now: str
    """What it finds now."""
    evidence_hash: str
    """The hash on record."""
    reproduced: bool | None
    """Whether the evidence comes out again on its revision; null where none can be had."""
    not_reproduced: list[str]
    """Criteria that answer differently on that revision today."""
    criteria: list[CriterionCompared]
    """Criteria whose result, offenders, question or parameters differ."""


class LastSubmission(Result):
    """A service's last submission to a gate, and what differs from it."""

    submission: str
    """Its reference."""
    on: date
    """Its day."""
    revision: int
    """Revision that was judged then."""
    verdict: str
    """What the machine found then."""
    new_documents: list[str]
    """Documents on record that weren't part of it."""
    compared: GateComparison | None
    """Its evidence against what holds now; null where people judged elsewhere."""
