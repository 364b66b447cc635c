"""Improvement: what is measured, and what is done about it."""

from __future__ import annotations

from datetime import date

from itspm_graph.model.continuity import Finding
from itspm_graph.model.strategy import BusinessOutcome
from itspm_graph.model.vendors import ServiceLevelTarget
from itspm_graph.records import Currency, Edge, Money, Node


class ImprovementObjective(Node):
    """What improvement is to reach, in line with the strategy."""

    due_on: date | None = None
    """Day by which it is to be reached."""
    target: str | None = None
    """How one will see that it is."""


class ImprovementInitiative(Node):
    """Work that makes something better."""

    status: str | None = None
    """Planned, begun, done."""
    due_on: date | None = None
    """Day it is to be done."""
    benefit_metric: str | None = None
    """What it moves."""
    baseline: float | None = None
    """Value before."""
    target: float | None = None
    """Value wanted."""
    actual: float | None = None
    """Value reached."""
    done_on: date | None = None
    """Day it was done."""
    cost: Money | None = None
    """What it costs, in `currency`."""
    benefit: Money | None = None
    """What it is worth in a year, in `currency`."""
    currency: Currency | None = None
    """ISO 4217 code."""


class Metric(Node):
    """Something that is measured regularly."""

    unit: str | None = None
    """Unit of its values."""
    target: float | None = None
    """Value wanted."""


class Measurement(Node):
    """One value of a metric."""

    value: float | None = None
    """The value, in the metric's unit."""
    period: str | None = None
    """The period it is for."""
    measured_on: date | None = None
    """When it was taken."""


class AddressedBy(Edge):
    """The initiative that takes care of the finding."""

    sources = (Finding,)
    targets = (ImprovementInitiative,)
    inverse = "addresses"


class Concerns(Edge):
    """What the source is about."""

    sources = (Finding, ImprovementInitiative, Metric)
    targets = (Node,)
    inverse = "concerned_by"


class Pursues(Edge):
    """The objective that the initiative works towards."""

    sources = (ImprovementInitiative,)
    targets = (ImprovementObjective,)
    inverse = "pursued_by"


class Measures(Edge):
    """What the value is of: a metric, a promise, an outcome."""

    sources = (Measurement,)
    targets = (Metric, ServiceLevelTarget, BusinessOutcome)
    inverse = "measurements"
    one_target = True
