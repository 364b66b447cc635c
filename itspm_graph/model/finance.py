"""Money: what things cost, who bears it, and what is charged."""

from __future__ import annotations

from datetime import date

from itspm_graph.model.elements import Element
from itspm_graph.model.services import Service, ServiceOffering
from itspm_graph.records import Amount, Choice, Currency, Edge, Money, Node, Share


class CostKind(Choice):
    """Investment or running cost."""

    CAPEX = "capex"
    OPEX = "opex"


class CostItem(Node):
    """A direct cost of one element in one period."""

    amount: Money | None = None
    """How much, in `currency`."""
    currency: Currency | None = None
    """ISO 4217 code."""
    period: str | None = None
    """The period (`2026`, `2026-Q3`)."""
    kind: CostKind | None = None
    """Investment or running cost."""
    variable_share: Share | None = None
    """Share that moves with volume; 0 is fixed."""
    cost_pool: str | None = None
    """Cost pool of the TBM taxonomy."""
    tower: str | None = None
    """Resource tower of the TBM taxonomy."""
    book_value: Money | None = None
    """What is still on the books, and would have to be written off, in `currency`."""


class AllocationRule(Node):
    """By which measure the cost of a provider is shared among its consumers."""

    driver: str | None = None
    """What is counted."""
    idle_share: Share | None = None
    """Share that nobody uses and nobody is charged for."""


class ChargingKind(Choice):
    """How consumers are charged."""

    NONE = "none"
    SHOWBACK = "showback"
    FIXED = "fixed"
    TIERED = "tiered"
    UNIT = "unit"
    SUBSCRIPTION = "subscription"


class ChargingModel(Node):
    """How a service is charged for."""

    kind: ChargingKind | None = None
    """The principle."""


class PriceItem(Node):
    """A price on the list."""

    price: Money | None = None
    """Price of one unit, in `currency`."""
    currency: Currency | None = None
    """ISO 4217 code."""
    unit: str | None = None
    """What one unit is."""
    valid_on: date | None = None
    """A day on which it held."""


class Benchmark(Node):
    """What others pay for the same."""

    value: Amount | None = None
    """Their value for one `unit`."""
    unit: str | None = None
    """What one unit is."""
    currency: Currency | None = None
    """ISO 4217 code, where the value is money."""
    scope: str | None = None
    """What it includes."""
    measured_on: date | None = None
    """When it was taken."""


class Charge(Node):
    """What a consumer was charged in one period."""

    amount: Money | None = None
    """How much, in `currency`."""
    currency: Currency | None = None
    """ISO 4217 code."""
    period: str | None = None
    """The period (`2026`, `2026-Q3`)."""


class ChargeFor(Edge):
    """The service or offering that was charged for."""

    sources = (Charge,)
    targets = (Service, ServiceOffering)
    inverse = "charged"
    one_target = True


class ChargedTo(Edge):
    """Who was charged."""

    sources = (Charge,)
    targets = (Node,)
    inverse = "charges_borne"
    one_target = True


class CostOf(Edge):
    """What the cost is of."""

    sources = (CostItem,)
    targets = (Node,)
    inverse = "costs"
    one_target = True


class Allocates(Edge):
    """The provider whose cost the rule shares out."""

    sources = (AllocationRule,)
    targets = (Element,)
    inverse = "allocated_by"
    one_target = True


class ChargedBy(Edge):
    """How the source is charged for."""

    sources = (Service, ServiceOffering)
    targets = (ChargingModel,)
    inverse = "charges"


class PricedAt(Edge):
    """The source's price."""

    sources = (Service, ServiceOffering)
    targets = (PriceItem,)
    inverse = "price_of"


class ComparedWith(Edge):
    """The benchmark that the source is held against."""

    sources = (Service, ServiceOffering)
    targets = (Benchmark,)
    inverse = "benchmark_of"

    scope: str | None = None
    """What our cost includes, in the words of the benchmark's scope; comparable where equal."""
