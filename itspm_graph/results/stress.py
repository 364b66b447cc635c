"""Every failure of some kinds in turn, ranked by the harm that it does."""

from __future__ import annotations

from itspm_graph.results import Result


class Failure(Result):
    """What the loss of an element, or of two together, does."""

    refs: list[str]
    """What is taken away; of a vendor those that belong to it as well."""
    name: str
    """Its name, or theirs."""
    type: str
    """Its type."""
    elements: int
    """Elements lost, itself included."""
    services: int
    """Services lost."""
    first_tier: int
    """Of these, services of tier 1."""
    activities: int
    """Business activities lost."""
    customers: int
    """Customers lost."""
    revenue_per_hour: dict[str, float]
    """Revenue that stops, per hour, by currency."""
    late: int
    """Services and activities that are back later than their objective."""
    beyond_mtpd: int
    """Services and activities that are away longer than is tolerable."""
    beyond_mtpd_perhaps: int
    """Further ones that may be, because nobody says how long restoring takes."""
    never: int
    """Services and activities that no order of recovery brings back."""
    longest_minutes: float | None
    """When the last service or activity that comes back is back; null where none does."""
    restore_stated: bool
    """Whether all of it states how long restoring takes; else that counts as 0, and the business is
    away for longer than is told."""
    beyond_alone: list[str]
    """Of two: services lost that neither takes away alone."""


class HeatCell(Result):
    """How a service fares under one of the failures listed."""

    failure: int
    """Place of the failure in `ranking`, from 0."""
    recovery_minutes: float | None
    """When it is back; null where never."""
    late: bool | None
    """Whether it misses its objective; null where none is stated, or where it may, because nobody
    says how long restoring takes what was taken away."""
    beyond_mtpd: bool | None
    """Whether it is away longer than is tolerable; null as above."""


class HeatRow(Result):
    """A service, and the failures listed that take it away."""

    service: str
    """The service."""
    name: str
    """Its name."""
    tier: int | None
    """How much depends on it; 1 is the most."""
    lost_to: int
    """How many of all failures tried, each alone, take it away."""
    cells: list[HeatCell]
    """Those of them that are listed."""


class Stress(Result):
    """Each element of some types taken away in turn."""

    revision: int
    """Revision that was read."""
    kinds: list[str]
    """The types."""
    tried: int
    """How many failures were tried, each alone."""
    harmless: int
    """How many of them take no service, activity or customer away."""
    ranking: list[Failure]
    """The most harmful first: by what is intolerable or may be, first tier, services, customers."""
    pairs_tried: int
    """How many pairs of one kind were tried."""
    pairs_left_out: int
    """How many pairs were not, because there are too many: those of the least harmful elements."""
    pairs: list[Failure]
    """Pairs that take a service away which neither takes alone, the most harmful first."""
    heat: list[HeatRow]
    """Services that most failures take away, by the failures listed."""
    complete: bool
    """Whether every failure, and every pair if asked for, was tried."""
