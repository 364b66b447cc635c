"""Governance: documents, submissions to toll gates, evidence, decisions and waivers."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import JsonValue

from itspm_graph.model.services import Release, Service
from itspm_graph.records import Choice, Count, Currency, Edge, Money, Node, Text


class DocumentStatus(Choice):
    """How far a document has come."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    SUPERSEDED = "superseded"


class Document(Node):
    """An input of a toll gate, in one version."""

    document_type: str | None = None
    """Which input (`service-retirement-proposal`)."""
    version: str | None = None
    """Its version."""
    author: str | None = None
    """Who wrote it."""
    status: DocumentStatus | None = None
    """How far it has come."""
    dated_on: date | None = None
    """Day of this version."""
    content_hash: str | None = None
    """SHA-256 of the file."""
    fields: dict[str, JsonValue] = {}
    """What machine checks read of it."""


class ServiceStrategy(Node, plural="service_strategies"):
    """Why a service, for whom, and when."""

    version: str | None = None
    """Its version."""
    why: str | None = None
    """The need."""
    target_outcomes: tuple[str, ...] = ()
    """What it is to achieve."""
    target_customers: tuple[str, ...] = ()
    """For whom."""
    available_from: date | None = None
    """When it is to be there."""


class Roadmap(Node):
    """What a service will be able to do, when, at which cost."""

    version: str | None = None
    """Its version."""


class RoadmapItemKind(Choice):
    """What an item of a roadmap brings."""

    RELEASE = "release"
    CAPABILITY = "capability"
    RETIREMENT = "retirement"
    MIGRATION = "migration"


class RoadmapItem(Node):
    """One entry of a roadmap."""

    kind: RoadmapItemKind | None = None
    """What it brings."""
    starts_on: date | None = None
    """First day of the work."""
    ends_on: date | None = None
    """Day it is done."""
    cost: Money | None = None
    """Estimate, in `currency`."""
    currency: Currency | None = None
    """ISO 4217 code."""
    status: str | None = None
    """Planned, begun, done."""


class BusinessCase(Node):
    """What a service costs and brings."""

    version: str | None = None
    """Its version."""
    benefit: Money | None = None
    """Benefit over the horizon, in `currency`."""
    cost_low: Money | None = None
    """Lower end of the cost."""
    cost_high: Money | None = None
    """Upper end of the cost."""
    currency: Currency | None = None
    """ISO 4217 code."""
    horizon_months: Count | None = None
    """Over which time."""
    assumptions: tuple[str, ...] = ()
    """What is taken for granted."""


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
    """One of the outcomes that the gate lists."""
    passed: bool
    """Whether the outcome is one of success."""
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


class For(Edge):
    """The service that the source is about."""

    sources = (Node,)
    targets = (Service,)
    inverse = "subject_of"


class HasItem(Edge):
    """The roadmap has the item."""

    sources = (Roadmap,)
    targets = (RoadmapItem,)
    inverse = "item_of"
    one_source = True


class RequiresItem(Edge):
    """The source can't be done before the target."""

    sources = (RoadmapItem,)
    targets = (RoadmapItem,)
    inverse = "required_by_items"


class HasRelease(Edge):
    """The service goes out in the release."""

    sources = (Service,)
    targets = (Release,)
    inverse = "release_of"


class SubmittedFor(Edge):
    """The service that stands before the gate."""

    sources = (GateSubmission,)
    targets = (Service,)
    inverse = "submissions"
    one_target = True


class Includes(Edge):
    """A document that was submitted."""

    sources = (GateSubmission,)
    targets = (Node,)
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

    sources = (GateDecision,)
    targets = (Node,)
    inverse = "decisions"


class Waives(Edge):
    """A criterion that the decision sets aside."""

    sources = (GateDecision,)
    targets = (Waiver,)
    inverse = "waived_in"
    one_source = True


class Supersedes(Edge):
    """The source takes the place of an older version."""

    sources = (Node,)
    targets = (Node,)
    inverse = "superseded_by"
    acyclic = True
