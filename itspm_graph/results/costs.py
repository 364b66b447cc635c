"""What services cost, bring in, and would leave behind."""

from __future__ import annotations

from itspm_graph.results import Result


class ElementCost(Result):
    """The costs of a service, its offerings included, or of another element. Money is by currency,
    never converted."""

    ref: str
    """Its reference."""
    type: str
    """Its type."""
    name: str
    """Its name."""
    direct: dict[str, float]
    """What it costs itself, by currency."""
    full: dict[str, float] | None
    """Its direct cost and its shares of what it consumes (TCO); null in a closed cycle."""
    volume: float | None
    """Units that are used of it; null where that isn't known for the whole period."""
    unit: str | None
    """What a unit is."""
    unit_cost: dict[str, float] | None
    """Full cost of one unit."""
    charging: list[str]
    """How it is charged for."""
    charged: dict[str, float] | None
    """What was charged; null where no charge is on record although it isn't free."""
    recovery_position: dict[str, float] | None
    """Charges less full cost: above 0 too much was recovered."""
    recovery_ratio: dict[str, float] | None
    """Charges over full cost."""
    unknown: list[str]
    """What is missing for these figures to be whole."""


class BorneCost(Result):
    """A share of a provider's full cost."""

    ref: str
    """Reference of the provider."""
    type: str
    """Its type."""
    name: str
    """Its name."""
    borne: dict[str, float]
    """What is borne of its full cost, by currency."""


class CostSource(Result):
    """An element whose direct cost is part of a full cost."""

    ref: str
    """Its reference."""
    type: str
    """Its type."""
    name: str
    """Its name."""
    amount: dict[str, float]
    """How much of the full cost it is, by currency."""


class PoolCost(Result):
    """A part of a full cost by its kind."""

    cost_pool: str | None
    """Cost pool of the TBM taxonomy; null where none is stated."""
    tower: str | None
    """Resource tower of the TBM taxonomy; null where none is stated."""
    amount: dict[str, float]
    """How much of the full cost it is, by currency."""


class BenchmarkComparison(Result):
    """A unit cost held against what others pay."""

    ref: str
    """Reference of the benchmark."""
    name: str
    """Its name."""
    of: str
    """The service or offering that is held against it."""
    theirs: float | None
    """Their value."""
    unit: str | None
    """Of what."""
    ours: float | None
    """Our unit cost; null where they can't be compared."""
    variance: float | None
    """(ours - theirs) / theirs; null where they can't be compared."""
    why_not: str
    """Why they can't be compared; empty where they can."""


class StrandedCost(Result):
    """What becomes of a full cost when the service goes; the three sum up to it."""

    avoidable: dict[str, float]
    """Disappears: running costs of what goes with it, and the variable cost of what stays."""
    stranded: dict[str, float]
    """Stays: investments, and the fixed cost of what others use too."""
    undetermined: dict[str, float]
    """Costs of what others use too that don't say how variable they are."""
    goes_with_it: list[str]
    """Elements that cost money and that nobody else uses."""


class CostBreakdown(Result):
    """What a full cost is made of."""

    providers: list[BorneCost]
    """What it bears of its providers' full costs; with its direct cost that is its full cost."""
    sources: list[CostSource]
    """Elements whose direct costs it is made of, itself included; largest first."""
    pools: list[PoolCost]
    """The same by cost pool and tower; largest first."""
    benchmarks: list[BenchmarkComparison]
    """Its unit cost against what others pay."""
    stranded: StrandedCost
    """What would become of it without the service."""


class LeftOver(Result):
    """A cost that nobody bears."""

    ref: str
    """Reference of the element."""
    type: str
    """Its type."""
    name: str
    """Its name."""
    reason: str
    """Why: idle, consumed by nobody, in a closed cycle."""
    amount: dict[str, float]
    """How much, by currency."""


class Costs(Result):
    """Total cost of ownership in one period."""

    revision: int
    """Revision that was read."""
    period: str
    """The period."""
    elements: list[ElementCost]
    """What was asked about; by default every service."""
    breakdown: CostBreakdown | None
    """What the full cost is made of; null where all services were asked about."""
    direct_total: dict[str, float]
    """All direct costs of the period, by currency."""
    left_over: list[LeftOver]
    """Costs of the whole estate that nobody bears, largest first."""
    closed_cycles: list[list[str]]
    """Elements that pass their cost on to each other alone, so that none of them has a cost."""
    not_counted: list[str]
    """Cost items that state no element, amount, currency or period."""
