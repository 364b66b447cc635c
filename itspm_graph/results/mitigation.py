"""A planned change, held against what may happen: before and after, side by side."""

from __future__ import annotations

from itspm_graph.results import Result


class ScenarioCompared(Result):
    """A scenario on the estate as it is, and as it would be."""

    scenario: str
    """The scenario, or what fails."""
    name: str
    """Its name."""
    services_before: int
    """Services lost as it is."""
    services_after: int
    """Services lost as it would be."""
    saved: list[str]
    """Services that the change saves."""
    lost: list[str]
    """Services that the change costs."""
    hours_gained: float
    """Hours sooner by the plan, services taken together, as far as each comes back both times."""
    brought_back: list[str]
    """Services that no plan brings back as it is, and one does as it would be."""
    open_ended: bool
    """True where services are back later than is told, before or after: nobody says how long
    restoring takes something that is hit."""
    late_before: int
    """Services and activities that miss their objective as it is."""
    late_after: int
    """The same as it would be."""
    beyond_mtpd_before: int
    """Services and activities away longer than is tolerable as it is."""
    beyond_mtpd_after: int
    """The same as it would be."""
    data_saved: list[str]
    """Elements that lose less of their data, or none."""
    data_lost: list[str]
    """Elements that lose more of it."""
    data_late_before: int
    """Elements that lose more data than they may as it is."""
    data_late_after: int
    """The same as it would be."""


class PointCompared(Result):
    """A service and an element that alone takes it down."""

    service: str
    """The service."""
    point: str
    """The element."""


class CostCompared(Result):
    """Costs and contracts on record, in one currency."""

    currency: str
    """ISO 4217 code."""
    period: str
    """The period; `a year` for contracts."""
    before: float
    """As it is."""
    after: float
    """As it would be."""


class Mitigation(Result):
    """What a planned change is worth."""

    revision: int
    """Revision that it is laid over."""
    changes: int
    """Records that it adds, changes or removes."""
    scenarios: list[ScenarioCompared]
    """What may happen, before and after."""
    points_before: int
    """Single points of failure as it is: pairs of service and element."""
    points_after: int
    """The same as it would be."""
    points_removed: list[PointCompared]
    """Those that go."""
    points_added: list[PointCompared]
    """Those that come."""
    costs: list[CostCompared]
    """What it changes of costs on record."""
    worse: bool
    """Whether something gets worse: a service lost, late, or with a new single point of failure."""
