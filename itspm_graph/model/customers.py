"""Customers, what they do with our services, and what they have agreed with us."""

from __future__ import annotations

from datetime import date

from itspm_graph.model.elements import Element, Team
from itspm_graph.model.services import Service, ServiceOffering
from itspm_graph.model.vendors import Contract
from itspm_graph.records import Amount, Carries, Edge, Share


class Customer(Element):
    """A business unit or company that gets services from us."""

    fails_by_itself = False

    segment: str | None = None
    """Which group it belongs to (`retail`, `internal`)."""


class BusinessActivity(Element, plural="business_activities"):
    """Something the business does that services support; a prioritized activity of ISO 22301."""

    fails_by_itself = False

    peak: str | None = None
    """When it matters most."""
    licensed_activity: str | None = None
    """The activity under licence that it is a part of, where there is one."""
    critical: bool | None = None
    """Whether it is a critical or important function; not assessed where absent."""
    critical_because: str | None = None
    """Why it is, or isn't."""


class SubscribesTo(Edge):
    """The customer gets the offering, and is hit when it falls."""

    sources = (Customer,)
    targets = (ServiceOffering,)
    inverse = "subscribers"
    carries_failure = Carries()

    since: date | None = None
    """First day."""
    until: date | None = None
    """Last day; open where absent."""
    volume: Amount | None = None
    """How much of it."""


class CustomerParty(Edge):
    """For whom the contract is."""

    sources = (Contract,)
    targets = (Customer, Team)
    inverse = "customer_under"


class SupportsActivity(Edge):
    """The activity needs the service, and falls with it."""

    sources = (Service,)
    targets = (BusinessActivity,)
    inverse = "supported_by"
    carries_failure = Carries(dependent="target")

    importance: Share | None = None
    """Share of the activity that rests on the service."""
