"""What retiring some elements together saves and strands, costs once, and who pays more for it."""

from __future__ import annotations

from datetime import date

from itspm_graph.results import Result


class RetirementAmounts(Result):
    """The money of a retirement in one currency. The first four are for the period; what is saved,
    stranded and undetermined sums up to the full cost."""

    currency: str
    """ISO 4217 code; nothing is converted."""
    full: float
    """Full cost of what is retired and of its orphans, each amount counted once."""
    saved: float
    """Disappears: running costs of what goes, and the variable cost of what others use too."""
    stranded: float
    """Is spent all the same: fixed costs of what others use too, and investments."""
    invested: float
    """Of what is stranded, investments in what goes itself: nobody else bears them."""
    undetermined: float
    """Costs of what others use too that don't say how variable they are: taken for fixed."""
    contracts: float
    """To be paid for contracts with vendors after they are no longer needed."""
    one_off: float
    """What the roadmaps say that migrations and retirement cost."""
    write_off: float
    """On the books for what goes, and to be written off."""


class RetiredCostItem(Result):
    """What becomes of a direct cost that is part of the full cost of what goes."""

    element: str
    """Reference of the element that it is a cost of."""
    ref: str
    """Reference of the cost item."""
    name: str
    """Its name."""
    currency: str
    """In which currency."""
    part: float
    """Which share of it is caused by what goes; 1 where it is a cost of that itself."""
    saved: float
    """What disappears."""
    stranded: float
    """What stays."""
    undetermined: float
    """What may do either, as it doesn't say how variable it is."""


class ContractTail(Result):
    """A contract with a vendor about something that goes, and the cheaper way out of it."""

    ref: str
    """Its reference."""
    name: str
    """Its name."""
    can_end_on: date | None
    """The first day on which it can end; null where that can't be told."""
    notice_by: date | None
    """The last day to give notice for that; null where none is needed, or it was given."""
    months: int | None
    """Months to be paid after it is no longer needed."""
    way: str | None
    """How it ends; null where it doesn't, or can't be told."""
    amount: float | None
    """What that costs."""
    currency: str | None
    """In which currency."""
    stays: list[str]
    """What else it covers and stays in use: less is bought, and the contract doesn't end."""


class OneOffCost(Result):
    """A step of a roadmap that moves somebody, or retires something."""

    ref: str
    """Reference of the roadmap item."""
    name: str
    """Its name."""
    kind: str
    """`migration` or `retirement`."""
    status: str | None
    """How far it has come, in the roadmap's words."""
    cost: float | None
    """What it costs; null where nobody has said."""
    currency: str | None
    """In which currency."""


class WriteOff(Result):
    """An investment in something that goes, as it stands on the books."""

    ref: str
    """Reference of the cost item."""
    name: str
    """Its name."""
    element: str
    """What it is an investment in."""
    amount: float
    """Its value on the books."""
    currency: str
    """In which currency."""


class UnitCostChange(Result):
    """What somebody who stays costs in full in the period, before and after. A service and its
    offerings are one."""

    ref: str
    """Its reference."""
    type: str
    """Its type."""
    name: str
    """Its name."""
    currency: str
    """In which currency."""
    before: float | None
    """Full cost today; null in a closed cycle."""
    after: float | None
    """Full cost afterwards; null in a closed cycle."""
    change: float | None
    """How much more it is afterwards."""
    unit: str | None
    """What a unit of it is."""
    unit_before: float | None
    """Full cost of one unit; null where the volume isn't known."""
    unit_after: float | None
    """Full cost of one unit afterwards."""
    used_retired: bool
    """True where it bore a share of what goes: what comes instead isn't counted."""


class MoneyNotAssessed(Result):
    """What is missing for the figures to be whole. It is never taken for zero: see `reason`."""

    reason: str
    """What is missing."""
    refs: list[str]
    """Of what."""


class RetirementCosts(Result):
    """The money of a retirement."""

    period: str
    """The period that costs are taken from."""
    amounts: list[RetirementAmounts]
    """The sums, by currency."""
    items: list[RetiredCostItem]
    """What becomes of each direct cost, largest first."""
    contracts: list[ContractTail]
    """Contracts with vendors about what goes."""
    one_off: list[OneOffCost]
    """Steps of roadmaps that cost something once."""
    write_offs: list[WriteOff]
    """Investments that would have to be written off."""
    unit_costs: list[UnitCostChange]
    """Those who stay and cost more or less afterwards, whoever pays most more first."""
    not_assessed: list[MoneyNotAssessed]
    """What is missing for these figures to be whole."""
