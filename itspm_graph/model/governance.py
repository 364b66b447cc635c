"""Governance: submissions to toll gates, evidence, decisions, waivers and exemptions."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import JsonValue

from itspm_graph.model.documents import GateDocument
from itspm_graph.model.elements import Phase
from itspm_graph.model.improvement import ImprovementInitiative
from itspm_graph.model.services import Service
from itspm_graph.records import Count, Edge, Node, Text


class GateSubmission(Node):
    """A service before a toll gate, on one frozen revision of the graph."""

    immutable = True

    gate: Text
    """Which gate (`TG6`)."""
    revision: Count
    """Revision of the graph that was judged."""
    submitted_at: datetime
    """When."""
    verdict: Text
    """What the machine found: READY, READY_WITH_WARNINGS or NOT_READY."""
    evidence_hash: Text
    """SHA-256 over the canonical form of all criteria results."""


class Evidence(Node, plural="evidence"):
    """What one criterion found."""

    immutable = True

    criterion: Text
    """Name of the criterion, which is the name of its query."""
    severity: Text
    """BLOCK, WARN or INFO."""
    result: Text
    """PASS, FAIL or NOT_ASSESSABLE."""
    query: Text
    """SHA-256 of the query file."""
    parameters: dict[str, JsonValue] = {}
    """What it was asked with."""
    revision: Count
    """Revision of the graph that was asked."""
    rows: tuple[dict[str, JsonValue], ...] = ()
    """The offenders."""
    rows_hash: Text
    """SHA-256 over the canonical form of the rows."""


class GateDecision(Node):
    """What the board decided. Never changed afterwards."""

    immutable = True

    gate: Text
    """Which gate."""
    outcome: Text
    """One of the outcomes that the gate lists; several that combine are joined by commas."""
    passed: bool
    """Whether the outcome is one of success."""
    reason: Text
    """Why."""
    decided_at: datetime
    """When."""
    resubmit: Text | None = None
    """The gate at which the service has to come again; absent where it passed, or has ended."""
    renew: tuple[str, ...] = ()
    """Types of document that are needed in a newer version before that."""
    review_due_on: date | None = None
    """Day by which the service has to be reviewed at toll gate 5."""
    tg2_required: bool | None = None
    """Whether toll gate 2 was found necessary; absent where the decision says nothing of it."""
    lifecycle: Phase | None = None
    """The phase in which the decision left the service."""
    lifecycle_status: str | None = None
    """Where within the phase it left it."""


class Exemption(Node):
    """A gate that a service need not pass, and why. Toll gate 2 alone is optional."""

    immutable = True

    gate: Text
    """Which gate."""
    reason: Text
    """Why."""
    decided_at: datetime
    """When."""


class Waiver(Node):
    """A criterion that one decision set aside, why, and until when."""

    immutable = True

    criterion: Text
    """Name of the criterion."""
    reason: Text
    """Why."""
    until: date
    """Last day it holds."""


class SubmittedFor(Edge):
    """The service that stands before the gate."""

    sources = (GateSubmission,)
    targets = (Service,)
    inverse = "submissions"
    one_target = True


class Includes(Edge):
    """A document that was submitted."""

    sources = (GateSubmission,)
    targets = (GateDocument,)
    inverse = "included_in"


class EvidencedBy(Edge):
    """What a criterion found for the submission."""

    sources = (GateSubmission,)
    targets = (Evidence,)
    inverse = "evidence_of"
    one_source = True


class DecidedBy(Edge):
    """The decision on the submission."""

    sources = (GateSubmission,)
    targets = (GateDecision,)
    inverse = "decides"
    one_target = True
    one_source = True
    follows = True


class TakenBy(Edge):
    """Who took the decision."""

    sources = (GateDecision, Exemption)
    targets = (Node,)
    inverse = "decisions"


class Waives(Edge):
    """A criterion that the decision sets aside."""

    sources = (GateDecision,)
    targets = (Waiver,)
    inverse = "waived_in"
    one_source = True


class AsksToRenew(Edge):
    """A version of a document that the decision found wanting: a newer one has to come."""

    sources = (GateDecision,)
    targets = (GateDocument,)
    inverse = "found_wanting_in"


class Starts(Edge):
    """The improvement that the decision began."""

    sources = (GateDecision,)
    targets = (ImprovementInitiative,)
    inverse = "started_by"
    one_source = True
