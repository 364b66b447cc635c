"""Strategy: what the organisation wants, and what its services are to bring it."""

from __future__ import annotations

from datetime import date

from itspm_graph.model.services import Service
from itspm_graph.records import Choice, Edge, Node


class ObjectiveLevel(Choice):
    """Whose strategy an objective is part of."""

    BUSINESS = "business"
    TECHNOLOGY = "technology"
    DIVISION = "division"


class ObjectiveStatus(Choice):
    """Whether an objective holds."""

    PROPOSED = "proposed"
    ACTIVE = "active"
    ACHIEVED = "achieved"
    DROPPED = "dropped"


class StrategicObjective(Node):
    """Something that the business, its technology or a division wants to reach."""

    level: ObjectiveLevel | None = None
    """Whose objective it is."""
    status: ObjectiveStatus | None = None
    """Whether it holds; active where absent."""
    stated_on: date | None = None
    """Day on which it was stated in this form."""
    due_on: date | None = None
    """Day by which it is to be reached."""


class BusinessCapability(Node, plural="business_capabilities"):
    """Something that the business must be able to do."""


class BusinessOutcome(Node):
    """A measurable result that a service is to bring the business."""

    measure: str | None = None
    """What is measured."""
    unit: str | None = None
    """Unit of the values."""
    baseline: float | None = None
    """Value before."""
    target: float | None = None
    """Value wanted; better than the baseline, higher or lower."""
    due_on: date | None = None
    """Day by which it is wanted."""


class SupportsCapability(Edge):
    """The service serves the capability."""

    sources = (Service,)
    targets = (BusinessCapability,)
    inverse = "capability_of"
