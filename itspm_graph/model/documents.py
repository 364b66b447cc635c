"""Documents that toll gates take. A type of document is a type of node; its fields are what machine
checks read, its `body` is what people read.

The fifteen types are the inputs that the ITSPM whitepaper lists; the reports of operation and
consumption are those of its footnote at toll gate 6. A type that an organisation adds is a
`Document` with a `document_type` of its own.
"""

from __future__ import annotations

from datetime import date

from pydantic import JsonValue

from itspm_graph.model.customers import Customer
from itspm_graph.model.development import AcceptanceCriterion, RoadmapItem
from itspm_graph.model.elements import Element, Strength
from itspm_graph.model.finance import ChargingKind
from itspm_graph.model.improvement import ImprovementInitiative, ImprovementObjective
from itspm_graph.model.services import Release, Service
from itspm_graph.model.strategy import BusinessOutcome, StrategicObjective
from itspm_graph.model.vendors import Contract, SelectionCase, SelectionCriterion
from itspm_graph.records import (
    Amount,
    Choice,
    Count,
    Currency,
    Edge,
    Money,
    Node,
    Share,
    Text,
    Threshold,
)


class DocumentStatus(Choice):
    """How far a document has come."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    SUPERSEDED = "superseded"


class GateDocument(Node, abstract=True):
    """An input of a toll gate, in one version; a newer version supersedes it."""

    version: str | None = None
    """Its version."""
    author: str | None = None
    """Who wrote it."""
    status: DocumentStatus | None = None
    """How far it has come; submitted where absent."""
    dated_on: date | None = None
    """Day of this version."""
    body: str | None = None
    """What it says to people, as Markdown."""
    content_hash: str | None = None
    """SHA-256 of the file that it was read from."""


class Document(GateDocument):
    """A document of a type that an organisation has added."""

    document_type: str | None = None
    """Which type (`privacy-assessment`)."""
    fields: dict[str, JsonValue] = {}
    """What it states beside its text."""


class Attachment(Node):
    """A file that belongs to a document. The file stays where it is; the hash tells it again."""

    file_name: str | None = None
    """Its name."""
    media_type: str | None = None
    """What kind of file it is (`application/pdf`)."""
    size_bytes: Count | None = None
    """How long it is."""
    content_hash: Text
    """SHA-256 of its content."""
    location: str | None = None
    """Where it is kept."""


class ServiceStrategy(GateDocument, plural="service_strategies"):
    """Why a service, for whom, and when (toll gate 1)."""

    why: str | None = None
    """The need."""
    target_outcomes: tuple[str, ...] = ()
    """What it is to achieve, in words."""
    target_customers: tuple[str, ...] = ()
    """For whom, in words."""
    available_from: date | None = None
    """When it is to be there."""
    cost_low: Money | None = None
    """Lower end of the indicative cost."""
    cost_high: Money | None = None
    """Upper end of the indicative cost."""
    currency: Currency | None = None
    """ISO 4217 code of the cost."""
    risks: tuple[str, ...] = ()
    """What could go wrong."""
    alternatives: tuple[str, ...] = ()
    """What else was considered."""
    tg2_required: bool | None = None
    """Whether its author finds toll gate 2 necessary."""


class ServiceRoadmap(GateDocument, aliases=("Roadmap",)):
    """What a service will be able to do, when, at which cost (toll gates 2 and 6)."""

    horizon_until: date | None = None
    """Last day that it looks at."""


class ServiceReleasePlan(GateDocument):
    """The releases that bring a service, at least the first (toll gate 2)."""

    environments: tuple[str, ...] = ()
    """Where the releases are built, tested and run."""


class BusinessCase(GateDocument, abstract=True):
    """What a service costs and brings."""

    benefit: Money | None = None
    """Benefit over the horizon, in `currency`."""
    cost_low: Money | None = None
    """Lower end of the cost over the horizon."""
    cost_high: Money | None = None
    """Upper end of the cost over the horizon."""
    currency: Currency | None = None
    """ISO 4217 code of all amounts."""
    horizon_months: Count | None = None
    """Over which time."""
    payback_months: Count | None = None
    """Time until the benefits have paid the cost."""
    assumptions: tuple[str, ...] = ()
    """What is taken for granted."""
    assumptions_owner: str | None = None
    """Who answers for the assumptions."""
    risks: tuple[str, ...] = ()
    """What could go wrong."""


class HighLevelBusinessCase(BusinessCase):
    """First estimate of cost and benefit (toll gate 2)."""


class DetailedBusinessCase(BusinessCase, aliases=("BusinessCase",)):
    """Cost and benefit as they are to be funded (toll gate 3)."""

    period: str | None = None
    """The period that the next three are for (`2027`)."""
    full_cost: Money | None = None
    """Total cost of ownership in the period."""
    charging: ChargingKind | None = None
    """How consumers will be charged."""
    recovered: Money | None = None
    """What is to be charged in the period."""
    sensitivity: str | None = None
    """What the result depends on most."""


class ServiceDesign(GateDocument):
    """How a service will be built: what it will need, and what it will promise (toll gate 3)."""

    started_on: date | None = None
    """Day on which work on this version began."""
    support_model: str | None = None
    """Who answers, when."""
    security: str | None = None
    """How it is protected."""
    data_classes: tuple[str, ...] = ()
    """Classes of the data that it holds."""


class PreliminaryAcceptanceCriteria(GateDocument, plural="preliminary_acceptance_criteria"):
    """What the service will have to pass, as far as the design tells (toll gate 3)."""


class Recommendation(Choice):
    """What a proof of concept advises."""

    GO = "go"
    GO_WITH_CHANGES = "go_with_changes"
    NO_GO = "no_go"


class PocReport(GateDocument):
    """What a proof of concept tried, found and advises (toll gate 3)."""

    objectives: tuple[str, ...] = ()
    """What it was to show."""
    results: tuple[str, ...] = ()
    """What it showed, in the order of the objectives."""
    recommendation: Recommendation | None = None
    """What it advises."""


class IndicativeUnitPrice(GateDocument):
    """What one unit of the service is likely to cost its customers (toll gate 3)."""

    unit: str | None = None
    """What one unit is."""
    price: Money | None = None
    """Price of one unit, in `currency`."""
    currency: Currency | None = None
    """ISO 4217 code."""
    volume: Amount | None = None
    """Units that are assumed in the period."""
    period: str | None = None
    """The period (`2027`)."""
    basis: str | None = None
    """How it was worked out."""


class ServiceAcceptanceCriteria(GateDocument, plural="service_acceptance_criteria"):
    """What the service had to pass before going live, and that it is ready (toll gate 4)."""

    monitoring_ready: bool | None = None
    """Whether it is watched."""
    runbook_ready: bool | None = None
    """Whether those who run it have instructions."""
    on_call_ready: bool | None = None
    """Whether somebody can be called."""
    backup_ready: bool | None = None
    """Whether its data is saved, and was read back."""
    continuity_test_waived: str | None = None
    """Why it need not be tested for continuity, and who says so."""
    sign_offs: tuple[str, ...] = ()
    """Who accepted it."""


class ServiceContract(GateDocument):
    """The agreement with the customer, signed (toll gate 4)."""

    signed_on: date | None = None
    """Day of the last signature."""
    price: Money | None = None
    """Price in a year, in `currency`."""
    currency: Currency | None = None
    """ISO 4217 code."""
    exit_terms: str | None = None
    """How the customer gets out."""


class BusinessCaseVerificationReport(GateDocument):
    """What became of the business case in a period (toll gate 5)."""

    period: str | None = None
    """The period (`2026`)."""
    actual_cost: Money | None = None
    """Total cost of ownership in the period."""
    actual_recovered: Money | None = None
    """What was charged in the period."""
    currency: Currency | None = None
    """ISO 4217 code."""
    actual_volume: Amount | None = None
    """Units consumed in the period."""
    satisfaction: Share | None = None
    """Share of customers that are satisfied."""


class ImprovementPlans(GateDocument, plural="improvement_plans"):
    """What is done to make the service, and its delivery, better (toll gate 5)."""


class OperationalAndConsumptionReports(GateDocument, plural="operational_and_consumption_reports"):
    """How a service that is to be retired was run and used (toll gate 6, where needed)."""

    period_from: date | None = None
    """First day that they look at."""
    period_to: date | None = None
    """Last day that they look at."""


class ServiceRetirementProposal(GateDocument, aliases=("RetirementProposal",)):
    """The proposal to take a service out of the catalog (toll gate 6)."""

    reason: str | None = None
    """Why."""
    effective_on: date | None = None
    """Day from which the service is no longer operated."""
    data_disposition: str | None = None
    """What happens to its data."""
    rollback: str | None = None
    """How to go back."""
    residual_risk: str | None = None
    """What remains, and who bears it."""


class PhaseOutProposal(GateDocument):
    """The proposal to close a service for good (toll gate 7)."""

    stopped_on: date | None = None
    """Day it stopped."""
    access_removed_on: date | None = None
    """Day on which accounts and service identities were removed."""
    network_removed_on: date | None = None
    """Day on which names, certificates and firewall rules were removed."""
    monitoring_removed_on: date | None = None
    """Day on which monitoring and scheduled jobs were removed."""
    backups_removed_on: date | None = None
    """Day on which backups were removed, or handed over."""
    finance_closed_on: date | None = None
    """Day of the last invoice and the last booking."""
    lessons: str | None = None
    """What was learnt."""


class For(Edge):
    """The service that the source is about."""

    sources = (Node,)
    targets = (Service,)
    inverse = "subject_of"


class Supersedes(Edge):
    """The source takes the place of an older version."""

    sources = (Node,)
    targets = (Node,)
    inverse = "superseded_by"
    acyclic = True


class HasAttachment(Edge):
    """The file belongs to the document."""

    sources = (GateDocument,)
    targets = (Attachment,)
    inverse = "attached_to"


class AlignsWith(Edge):
    """The source serves the objective."""

    sources = (ServiceStrategy, ImprovementObjective)
    targets = (StrategicObjective,)
    inverse = "served_by"

    contribution: str | None = None
    """How it serves it."""


class TargetsOutcome(Edge):
    """The source is to bring the outcome."""

    sources = (Service, ServiceStrategy)
    targets = (BusinessOutcome,)
    inverse = "targeted_by"


class IntendedFor(Edge):
    """The customer that the strategy has in mind."""

    sources = (ServiceStrategy,)
    targets = (Customer,)
    inverse = "strategies"


class HasItem(Edge):
    """The roadmap has the item, as its newer versions may have it too."""

    sources = (ServiceRoadmap,)
    targets = (RoadmapItem,)
    inverse = "item_of"


class PlansRelease(Edge):
    """The plan holds the release."""

    sources = (ServiceReleasePlan,)
    targets = (Release,)
    inverse = "planned_in"


class Designs(Edge):
    """The service is designed to need the target, as `DEPENDS_ON` will say once it is built."""

    sources = (ServiceDesign,)
    targets = (Element,)
    inverse = "designed_into"
    identity = ("group",)

    group: Text | None = None
    """Name of a redundancy group."""
    at_least: Threshold | None = None
    """Members of the group that must be up."""
    strength: Strength = Strength.HARD
    """Whether the service will fall with it."""


class HasCriterion(Edge):
    """The criterion belongs to the source."""

    sources = (PreliminaryAcceptanceCriteria, ServiceAcceptanceCriteria, SelectionCase)
    targets = (AcceptanceCriterion, SelectionCriterion)
    inverse = "criterion_of"


class AcceptsRelease(Edge):
    """The release that is to go live."""

    sources = (ServiceAcceptanceCriteria,)
    targets = (Release,)
    inverse = "accepted_in"
    one_target = True


class Presents(Edge):
    """The contract that the document holds."""

    sources = (ServiceContract,)
    targets = (Contract,)
    inverse = "presented_in"


class PlansInitiative(Edge):
    """The initiative is part of the plans."""

    sources = (ImprovementPlans,)
    targets = (ImprovementInitiative,)
    inverse = "planned_in_plans"


class Disposition(Choice):
    """What becomes of something that a retired service leaves behind."""

    REUSED = "reused"
    SOLD = "sold"
    DESTROYED = "destroyed"
    ARCHIVED = "archived"
    TRANSFERRED = "transferred"
    TERMINATED = "terminated"


class DisposesOf(Edge):
    """What becomes of something that the service leaves behind."""

    sources = (ServiceRetirementProposal, PhaseOutProposal)
    targets = (Node,)
    inverse = "disposed_in"

    disposition: Disposition | None = None
    """What becomes of it."""
    planned_on: date | None = None
    """Day it is meant to be done."""
    done_on: date | None = None
    """Day it was done."""
    certificate: str | None = None
    """Where the proof is."""
    quantity: Amount | None = None
    """How many of it are given back or handed on (licences, devices)."""
    key_custody: str | None = None
    """Who keeps the keys and certificates that archived data needs."""
    retrieval_tested_on: date | None = None
    """Day on which data was last read back from where it was archived or handed to."""
