"""What can fail, and what it does: single points, cut sets, availability, common causes."""

from __future__ import annotations

from typing import NewType

from itspm_graph.results import Result
from itspm_graph.results.disruption import NotAssessed

Large = NewType("Large", int)
"""A count that may not fit into 32 bits."""


class Harm(Result):
    """What is lost, in numbers."""

    elements: int
    """Elements of any type."""
    services: int
    """Services."""
    activities: int
    """Business activities."""
    customers: int
    """Customers hit."""
    revenue_per_hour: dict[str, float]
    """Revenue that stops, per hour, by currency; services that state none count for nothing."""


class SinglePoint(Result):
    """An element whose failure alone is the loss of services."""

    ref: str
    """Its reference."""
    type: str
    """Its type."""
    name: str
    """Its name."""
    harm: Harm
    """What is lost with it; itself left out."""
    services: list[str]
    """The services worst hit, by tier, then revenue; five at most, `harm` counts all."""
    defeats: list[str]
    """Redundancy that it takes away as a whole, `owner (group)`; a few of them."""
    defeated: int
    """How many redundancy groups it takes away as a whole."""


class ServiceWeakness(Result):
    """A service with its single points of failure."""

    ref: str
    """Its reference."""
    name: str
    """Its name."""
    tier: int | None
    """Its criticality, 1 the highest."""
    count: int
    """How many single points of failure it has."""
    single_points: list[str]
    """Its single points of failure, most harmful first."""


class SinglePoints(Result):
    """Elements whose failure alone is the loss of a service: N-1 over everything."""

    revision: int
    """Revision that was read."""
    loss: str
    """What counts as lost: down; or below-mbco, which is down or less than the objective."""
    cycle_policy: str
    """How cycles were treated."""
    basic: list[str]
    """Types whose elements were taken to fail."""
    tried: int
    """Elements that were taken to fail, each alone."""
    elements: list[SinglePoint]
    """Those that cost a service, most harmful first: services, then customers."""
    services: list[ServiceWeakness]
    """What was asked about; by default the services, the most critical first."""
    not_assessed: list[NotAssessed]
    """What can't be said of losses below an objective, because a fact is missing."""
    complete: bool
    """False where a list was cut at the limit."""


class CommonCause(Result):
    """An element whose failure alone defeats a redundancy group."""

    owner: str
    """Reference of the element that has the group."""
    group: str
    """Name of the group."""
    needed: int
    """Members that must be up."""
    members: list[str]
    """References of the members."""
    ref: str
    """Reference of the cause."""
    type: str
    """Its type."""
    name: str
    """Its name."""
    lost: list[str]
    """Members that go down with it."""
    nearest: bool
    """True where no other cause of the group goes down with it: it acts on the members directly."""
    needed_anyway: bool
    """True where the owner goes down with it by another requirement as well."""


class CommonCauses(Result):
    """Redundancy that is none: groups whose members share something that they all need."""

    revision: int
    """Revision that was read."""
    cycle_policy: str
    """How cycles were treated."""
    groups: int
    """Redundancy groups looked at: those that would bear the loss of any one member."""
    defeated: int
    """How many of them one failure takes away as a whole."""
    causes: list[CommonCause]
    """What defeats them, by owner and group; the nearest first."""
    complete: bool
    """False where not all of the defeated groups are listed."""


class CutSets(Result):
    """Minimal cut sets: elements whose joint failure is the target's loss, none to spare."""

    revision: int
    """Revision that was read."""
    target: str
    """Reference of the target."""
    loss: str
    """What counts as lost: down; or below-mbco, which is down or less than the objective."""
    cycle_policy: str
    """How cycles were treated."""
    basic: list[str]
    """Types whose elements were taken to fail."""
    events: int
    """Basic events on which the target rests."""
    orders: dict[int, Large]
    """Number of minimal cut sets by size."""
    total: Large | None
    """Their number over all sizes; null where only some sizes were looked at."""
    complete: bool
    """True iff no minimal cut set is missing: all are listed, or counted where that was asked."""
    stopped: str | None
    """What is missing, and why; null where nothing is."""
    cut_sets: list[list[str]]
    """Minimal cut sets, most probable first, then by size and reference."""
    probabilities: list[float | None]
    """Probability of each of them; null where an element states none."""
    common_causes: list[CommonCause]
    """Hidden common causes among the groups on which the target rests."""
    not_assessed: list[NotAssessed]
    """What can't be said of losses below an objective, because a fact is missing."""


class Importance(Result):
    """How much one element matters to the target's unavailability."""

    ref: str
    """Its reference."""
    name: str
    """Its name."""
    unavailability: float
    """Probability that it is down by itself."""
    birnbaum: float
    """P(target down | it is down) - P(target down | it is up)."""
    criticality: float
    """Birnbaum's, times its unavailability over the target's: share in which it is critical."""
    fussell_vesely: float
    """Probability that it is down by itself, given that the target is down."""
    raw: float
    """Risk achievement worth: how many times worse if it were surely down."""
    rrw: float | None
    """Risk reduction worth: how many times better if it never were; null where without bound."""


class Promise(Result):
    """A promised availability of the target."""

    ref: str
    """Reference of the service level target."""
    name: str
    """Its name."""
    made_by: str
    """Reference of the service, offering or contract that promises it."""
    promised: float
    """Share of time."""
    met: bool | None
    """Whether the composed availability reaches it; null where the interval doesn't decide."""


class Availability(Result):
    """How probable it is that the target isn't lost at a random instant."""

    revision: int
    """Revision that was read."""
    target: str
    """Reference of the target."""
    loss: str
    """What counts as lost: down; or below-mbco, which is down or less than the objective."""
    cycle_policy: str
    """How cycles were treated."""
    availability: float
    """Probability that it isn't lost."""
    unavailability: float
    """Probability that it is lost; carries the digits that the availability loses."""
    method: str
    """exact, or simulated."""
    interval: list[float] | None
    """Unavailability, least and most, with 95 % confidence (Wilson); null where it is exact."""
    bounds: list[float] | None
    """Unavailability, least and most, were the failures not independent (Fréchet)."""
    samples: int | None
    """Samples of the simulation; null where it is exact."""
    seed: int | None
    """Seed of the simulation; the same seed gives the same answer."""
    why_simulated: str | None
    """Why the answer is not exact."""
    downtime_minutes: float
    """Expected downtime, or time lost, in a year of 365.25 days."""
    events: int
    """Elements that can fail by themselves and on which the target rests."""
    without_figure: list[str]
    """Elements on which it rests and that state no unavailability: taken never to fail."""
    importance: list[Importance]
    """Those elements that matter most, by criticality; empty where simulated."""
    promises: list[Promise]
    """What was promised of the target."""
    not_assessed: list[NotAssessed]
    """What can't be said of losses below an objective, because a fact is missing."""
