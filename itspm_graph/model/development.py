"""Development: what is built, what it must pass, and what was found in the tests."""

from __future__ import annotations

from datetime import date

from itspm_graph.model.customers import Customer
from itspm_graph.model.elements import Element, Person, Team
from itspm_graph.model.services import Release, Service
from itspm_graph.model.strategy import BusinessCapability, BusinessOutcome
from itspm_graph.model.vendors import ServiceLevelTarget
from itspm_graph.records import Choice, Currency, Edge, Money, Node


class Project(Node):
    """Temporary work that brings a service, or a change of one, to life."""

    status: str | None = None
    """Planned, begun, done."""
    starts_on: date | None = None
    """First day."""
    ends_on: date | None = None
    """Last day."""


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


class TestKind(Choice):
    """What a test looks at."""

    __test__ = False

    FUNCTIONAL = "functional"
    PERFORMANCE = "performance"
    SECURITY = "security"
    CONTINUITY = "continuity"
    CUSTOMER_EXPERIENCE = "customer_experience"


class AcceptanceCriterion(Node, plural="acceptance_criteria"):
    """Something that a service must pass before it may go live."""

    measure: str | None = None
    """What is looked at."""
    threshold: str | None = None
    """The value that is needed, with its unit."""
    test_kind: TestKind | None = None
    """By which kind of test."""
    mandatory: bool = True
    """False where it is only wished for."""


class TestResult(Choice):
    """How a test ended."""

    __test__ = False

    PASSED = "passed"
    FAILED = "failed"
    ABORTED = "aborted"


class TestRun(Node):
    """One run of a test against a release."""

    __test__ = False

    kind: TestKind | None = None
    """What it looked at."""
    result: TestResult | None = None
    """How it ended."""
    run_on: date | None = None
    """Day it was run."""


class DefectStatus(Choice):
    """Whether a defect is still there."""

    OPEN = "open"
    FIXED = "fixed"
    CLOSED = "closed"


class Defect(Node):
    """Something that doesn't work as it should."""

    status: DefectStatus | None = None
    """Whether it is still there; open where absent."""
    blocking: bool | None = None
    """True where the service may not go live with it."""
    found_on: date | None = None
    """Day it was found."""


class Builds(Edge):
    """The project builds, or changes, the service."""

    sources = (Project,)
    targets = (Service,)
    inverse = "built_by"


class RequiresItem(Edge):
    """The source can't be done before the target."""

    sources = (RoadmapItem,)
    targets = (RoadmapItem,)
    inverse = "required_by_items"
    acyclic = True


class Delivers(Edge):
    """The item brings the capability."""

    sources = (RoadmapItem,)
    targets = (BusinessCapability,)
    inverse = "delivered_by"


class ReliesOn(Edge):
    """The plan counts on the target: it must be there then. A plan, so it carries no failure."""

    sources = (RoadmapItem, Release)
    targets = (Element,)
    inverse = "relied_on_by"


class HasRelease(Edge):
    """The service goes out in the release."""

    sources = (Service,)
    targets = (Release,)
    inverse = "release_of"


class Verifies(Edge):
    """The criterion shows whether the target is kept."""

    sources = (AcceptanceCriterion,)
    targets = (ServiceLevelTarget, BusinessOutcome)
    inverse = "verified_by"


class Tests(Edge):
    """The criterion that the run tried."""

    __test__ = False

    sources = (TestRun,)
    targets = (AcceptanceCriterion,)
    inverse = "test_runs"


class RunAgainst(Edge):
    """The release that was tested."""

    sources = (TestRun,)
    targets = (Release,)
    inverse = "tested_in"
    one_target = True


class WitnessedBy(Edge):
    """Who took part in the test beside those who built the service."""

    sources = (TestRun,)
    targets = (Customer, Person, Team)
    inverse = "witnessed"


class OccursIn(Edge):
    """Where the defect shows."""

    sources = (Defect,)
    targets = (TestRun, Service, Release)
    inverse = "defects"
