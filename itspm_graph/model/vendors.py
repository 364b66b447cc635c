"""Vendors, their products, contracts and what these promise."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from itspm_graph.model.elements import Component, Element, Team
from itspm_graph.model.services import Service, ServiceOffering
from itspm_graph.records import (
    Amount,
    Carries,
    Choice,
    Count,
    Country,
    Currency,
    Edge,
    Money,
    Node,
    Share,
)


class Delivery(Choice):
    """Who runs a vendor product. A hosted one stops with its vendor; the others don't."""

    HOSTED = "hosted"
    LICENSED = "licensed"
    OPEN_SOURCE = "open_source"
    HARDWARE = "hardware"


class VendorProduct(Element):
    """A product of a vendor, in one version, as services use it."""

    version: str | None = None
    """Its version."""
    delivery: Delivery | None = None
    """Who runs it."""
    end_of_sale_on: date | None = None
    """Last day it is sold."""
    end_of_support_on: date | None = None
    """Last day the vendor supports it."""


class Vendor(Element):
    """A company that supplies products or works for us."""

    legal_name: str | None = None
    """Name in the register."""
    lei: Annotated[str, Field(pattern=r"^[A-Z0-9]{18}[0-9]{2}$")] | None = None
    """Legal entity identifier, ISO 17442."""
    country: Country | None = None
    """Where it is incorporated: ISO 3166 code of two letters."""
    natural_person: bool | None = None
    """Whether it is no company but somebody who works alone; who has an `lei` is taken for one."""


class ContractKind(Choice):
    """Between whom a contract is, and about what."""

    SLA = "sla"
    OLA = "ola"
    UC = "uc"
    LICENCE = "licence"
    FRAMEWORK = "framework"


class ContractStatus(Choice):
    """How far a contract has come."""

    DRAFT = "draft"
    SIGNED = "signed"
    ENDED = "ended"


class Contract(Node):
    """An agreement with a customer, a team or a vendor."""

    kind: ContractKind | None = None
    """Service level agreement, operational level agreement, underpinning contract, …"""
    status: ContractStatus | None = None
    """How far it has come."""
    reference: str | None = None
    """Number in the contract register."""
    starts_on: date | None = None
    """First day."""
    ends_on: date | None = None
    """Last day; open where absent."""
    notice_days: Count | None = None
    """Days of notice that we have to give."""
    notice_days_provider: Count | None = None
    """Days of notice that the other side has to give."""
    notice_served_on: date | None = None
    """Day on which notice was given, by us or to us."""
    early_termination_fee: Money | None = None
    """What it costs to leave before the end."""
    auto_renews: bool | None = None
    """True where it goes on unless somebody gives notice."""
    annual_cost: Money | None = None
    """Cost in a year."""
    currency: Currency | None = None
    """ISO 4217 code of the cost."""
    service_hours: str | None = None
    """When the promise holds (`24x7`, `5x10`)."""
    signed_on: date | None = None
    """Day of the last signature."""
    exit_months: Count | None = None
    """How long the other side goes on after the end, so that we can leave."""
    penalty_share: Share | None = None
    """Most that a broken promise costs the provider, as a share of the annual cost."""


class ServiceLevelTarget(Node):
    """One measurable promise."""

    measure: str | None = None
    """What is measured (`availability`, `resolution time`)."""
    target: float | None = None
    """Value promised, in `unit`."""
    unit: str | None = None
    """Unit of the value (`share`, `minutes`)."""
    window: str | None = None
    """Over which period it is measured."""
    at_most: bool | None = None
    """True where the value is the most, not the least; absent: so for times, not for the rest."""


class SelectionCase(Node):
    """The choice of one vendor product among several, for a service."""

    status: str | None = None
    """Open, decided."""
    decided_on: date | None = None
    """Day of the choice."""


class SelectionCriterion(Node, plural="selection_criteria"):
    """What candidates of a selection are held against."""

    weight: Share | None = None
    """Its share of the score; those of a case add up to 1."""
    mandatory: bool = False
    """True for a knock-out: a candidate that doesn't meet it is out before any score."""


class Score(Node):
    """What one evaluator found of one candidate under one criterion."""

    value: Annotated[float, Field(ge=1, le=5)] | None = None
    """1, the worst, to 5."""
    met: bool | None = None
    """Whether a mandatory criterion is met."""
    evaluator: str | None = None
    """Who found it."""
    proof: str | None = None
    """Where it can be seen."""


class VendorPerformance(Node):
    """How a vendor did in one period."""

    period: str | None = None
    """The period (`2026`, `2026-Q3`)."""
    attainment: Share | None = None
    """Share of its promises that it kept."""
    incidents: Count | None = None
    """Incidents that it caused."""
    cost_variance: float | None = None
    """What it cost more than agreed, as a share; less is negative."""
    audited_on: date | None = None
    """Day of the last audit."""


class SelectsFor(Edge):
    """The service that the product is to be part of."""

    sources = (SelectionCase,)
    targets = (Service,)
    inverse = "selections"


class HasCandidate(Edge):
    """A product that may be chosen."""

    sources = (SelectionCase,)
    targets = (VendorProduct,)
    inverse = "candidate_in"


class Chose(Edge):
    """The product that was chosen."""

    sources = (SelectionCase,)
    targets = (VendorProduct,)
    inverse = "chosen_in"
    one_target = True


class ScoreOf(Edge):
    """The candidate that was scored."""

    sources = (Score,)
    targets = (VendorProduct,)
    inverse = "scores"
    one_target = True


class ScoredUnder(Edge):
    """The criterion that it was scored under."""

    sources = (Score,)
    targets = (SelectionCriterion,)
    inverse = "scored"
    one_target = True


class TracesTo(Edge):
    """The requirement that the criterion comes from."""

    sources = (SelectionCriterion,)
    targets = (Node,)
    inverse = "traced_by"


class PerformanceOf(Edge):
    """The vendor that was judged."""

    sources = (VendorPerformance,)
    targets = (Vendor,)
    inverse = "performance"
    one_target = True


class UsesProduct(Edge):
    """The source is built on, or runs with, the vendor product."""

    sources = (Element,)
    targets = (VendorProduct,)
    inverse = "used_by"
    identity = ("version",)
    carries_failure = Carries(when=(("exposed", True),))

    exposed: bool = False
    """True where the source goes down when the product does."""
    version: str | None = None
    """Version in use, where it is not the product's."""
    quantity: Amount | None = None
    """Licences or units in use."""


class SuppliedBy(Edge):
    """The vendor supplies the product; a hosted product stops with it."""

    sources = (VendorProduct,)
    targets = (Vendor,)
    inverse = "supplies"
    one_target = True
    carries_failure = Carries(source_when=(("delivery", "hosted"),))


class SubsidiaryOf(Edge):
    """The source belongs to the target."""

    sources = (Vendor,)
    targets = (Vendor,)
    inverse = "subsidiaries"
    one_target = True
    acyclic = True


class SubcontractsTo(Edge):
    """The source has the target do part of its work for us."""

    sources = (Vendor,)
    targets = (Vendor,)
    inverse = "subcontractor_of"

    contract_reference: str | None = None
    """Under which contract."""
    rank: Annotated[int, Field(ge=2, le=100)] | None = None
    """Place in the chain; 1 would be our direct provider."""


class ProviderParty(Edge):
    """Who has to deliver under the contract."""

    sources = (Contract,)
    targets = (Vendor, Team)
    inverse = "provides_under"


class Covers(Edge):
    """What the contract is about."""

    sources = (Contract,)
    targets = (Service, ServiceOffering, VendorProduct, Component)
    inverse = "covered_by"


class UnderpinnedBy(Edge):
    """The source's promise rests on the target's."""

    sources = (Contract,)
    targets = (Contract,)
    inverse = "underpins"
    identity = ("metric",)
    acyclic = True

    metric: str | None = None
    """Which promise."""


class SetsTarget(Edge):
    """The source promises the target."""

    sources = (Contract, ServiceOffering, Service)
    targets = (ServiceLevelTarget,)
    inverse = "set_by"

    share: Share | None = None
    """Share of the promise that this source gives."""
