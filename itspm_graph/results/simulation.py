"""What a scenario does: who goes down, until when, which data is lost, who brings it back."""

from __future__ import annotations

from datetime import date

from itspm_graph.results import Result
from itspm_graph.results.disruption import AffectedElement, Hit, NotAssessed


class ElementState(Result):
    """How an element fares, and when it is back. Minutes count from the disruption."""

    ref: str
    """Its reference."""
    type: str
    """Its type."""
    name: str
    """Its name."""
    tier: int | None
    """How much depends on it; 1 is the most."""
    status: str
    """UP, DEGRADED, BELOW_MBCO, DOWN or DOWN_LOST_GROUND."""
    capacity: float
    """Share of its nominal capacity that it can deliver."""
    mbco: float | None
    """Least share that still serves; null where nobody stated it."""
    recovery_minutes: float | None
    """When it serves again, were there people enough; 0 where it serves on, null where no order of
    recovery exists."""
    planned_minutes: float | None
    """When it serves again by the recovery plan, with the people there are."""
    open_ended: bool
    """True where these times are the least: nobody says how long restoring takes something that was
    hit beneath it."""
    rto_minutes: float | None
    """Recovery time objective."""
    rto_clock: str
    """From when that counts: disruption or declaration."""
    gap_minutes: float | None
    """How much later than its objective it is back, were there people enough; null where either
    isn't known."""
    planned_gap_minutes: float | None
    """The same by the plan."""
    mtpd_minutes: float | None
    """Maximum tolerable period of disruption."""
    wrt_minutes: float | None
    """Work recovery time, which comes on top before the business is back."""
    late: bool | None
    """Whether it misses its objective by the plan; null where none is stated, or where it may,
    because its times are open-ended."""
    beyond_mtpd: bool | None
    """Whether the business is back later than is tolerable, by the plan; null as above."""
    waits_for: str | None
    """Whose return lets it begin to start; null where it waits for nobody."""


class StatusCount(Result):
    """How many elements fare so."""

    status: str
    """The status."""
    count: int
    """How many."""


class WaitedFor(Result):
    """A requirement that isn't met."""

    group: str | None
    """Name of the redundancy group; null for a single provider."""
    needed: int
    """Members that must be up."""
    refs: list[str]
    """Its members that aren't."""


class Blocked(Result):
    """An element that no order of recovery brings back."""

    ref: str
    """Its reference."""
    waits_for: list[WaitedFor]
    """What it waits for."""


class StartedByHand(Result):
    """An element that waits for itself, and for which a workaround is documented."""

    ref: str
    """Its reference."""
    without: list[str]
    """What it is started without."""
    workaround: str
    """How."""


class DataLost(Result):
    """What is lost of an element's data."""

    ref: str
    """Its reference."""
    type: str
    """Its type."""
    name: str
    """Its name."""
    recovery_point_minutes: float | None
    """Age of what is left at worst; null where nothing is left, or nobody knows."""
    lost: str
    """`some`; `all` where no copy survives; `unknown` where one of unknown age does."""
    intact: bool
    """True where nothing that holds it is destroyed or corrupted: who can wait loses nothing."""
    store: str
    """The store that decides."""
    copy_ref: str | None
    """The copy that survives."""
    rpo_minutes: float | None
    """Recovery point objective."""
    gap_minutes: float | None
    """How much older than the objective allows."""
    late: bool | None
    """Whether it misses its objective; null where either isn't known."""


class OrderedRecovery(Result):
    """When an element is worked on, and when it serves again, by the plan."""

    ref: str
    """Its reference."""
    start_minute: float
    """When work on it begins."""
    finish_minute: float
    """When it serves again."""


class TeamShare(Result):
    """People of a team that a step takes."""

    team: str
    """The team."""
    people: int
    """How many of them."""


class RecoveryStep(Result):
    """A step of the recovery plan."""

    ref: str
    """What is brought back."""
    name: str
    """Its name."""
    work: str
    """`restore`, which can begin at once, or `start`, which needs what it depends on."""
    procedures: list[str]
    """Procedures that say how."""
    start_minute: float
    """When it begins."""
    finish_minute: float
    """When it is done."""
    teams: list[TeamShare]
    """Who does it."""
    skill: str | None
    """What they must know."""


class TeamLoad(Result):
    """A team, or those of it who know something, under the plan."""

    team: str
    """The team."""
    name: str
    """Its name."""
    skill: str | None
    """What those who are counted know; null for all of the team."""
    people: int | None
    """How many there are; null where nobody says, and then enough are taken to be there."""
    away: int | None
    """How many of them the scenario takes away; null where nobody says how many there are."""
    back_minute: float | None
    """When these are back; null where they stay away, or nobody is."""
    most: int
    """How many work at the same time at most."""
    person_minutes: float
    """How much work they do."""


class NotPlanned(Result):
    """A step that can't be carried out."""

    ref: str
    """What isn't brought back."""
    reason: str
    """`people`: more are needed than there are; `waits`: it waits for what isn't brought back."""
    detail: str
    """In words."""


class RecoveryPlan(Result):
    """Who brings back what, and when: a schedule with the people there are."""

    end_minute: float
    """When everything that can be brought back is."""
    lower_bound_minutes: float
    """No plan ends sooner."""
    gap: float | None
    """How much later it ends than that, as a share of it; null where that is 0."""
    steps: list[RecoveryStep]
    """The steps that take time, in their order."""
    teams: list[TeamLoad]
    """Who works how much."""
    not_planned: list[NotPlanned]
    """What can't be carried out."""


class CustomerHit(Result):
    """A customer who is left with less, or nothing."""

    ref: str
    """The customer."""
    name: str
    """Its name."""
    status: str
    """How it fares: of several services the worst counts."""
    services: list[str]
    """Services that it has and that are lost."""
    weakened: list[str]
    """Services that serve it on with less."""
    until_minute: float | None
    """When it has all of those lost again; 0 where none is, null where that is never."""
    open_ended: bool
    """True where it may take longer."""


class ContractHit(Result):
    """A contract in force about something that is lost."""

    ref: str
    """The contract."""
    name: str
    """Its name."""
    covers: list[str]
    """What of it is lost."""
    broken: bool | None
    """Whether a time that it promises is exceeded; null where it promises none."""
    penalty: float | None
    """Most that a broken promise costs; null where nobody says."""
    currency: str | None
    """ISO 4217 code of the penalty."""


class MoneyLost(Result):
    """What the outage costs in one currency."""

    currency: str
    """ISO 4217 code."""
    revenue_per_hour: float
    """Revenue that stops, of the services lost."""
    revenue: float
    """The same until each of them is back; of those that never are, nothing."""
    revenue_is_least: bool
    """True where it is more: of something lost nobody says what it earns or when it is back, it
    never is, or something serves on with less."""
    penalties: float | None
    """Most that broken promises cost, of those who say so; null where nobody does."""


class ServiceCover(Result):
    """Whether anybody knows how to go on without a service that is lost."""

    service: str
    """The service."""
    name: str
    """Its name."""
    plans: list[str]
    """Its continuity plans."""
    exercised_on: date | None
    """When one of them, or the service, was exercised last."""
    problem: str | None
    """The worst of these; null where there is none."""
    problems: list[str]
    """What the catalog says is wrong, the worst first."""


class Knowledge(Result):
    """What the answer rests on."""

    concerned: int
    """Elements that are hit or affected."""
    verified: int
    """Of these, confirmed within the days of the policy."""
    verified_within_days: int
    """The days."""
    oldest_verification: date | None
    """The longest ago that one of them was confirmed."""
    relationships: int
    """Relationships by which those concerned need each other."""
    relationships_verified: int
    """Of these, confirmed within the same days."""
    relationships_doubtful: int
    """Of these, inferred or with a stated confidence below that of the policy."""
    least_confidence: float | None
    """The lowest confidence that one of them states; null where none does."""
    hit_without_restore_time: int
    """Hit, and nobody says how long restoring takes: counted as 0."""
    down_without_start_time: int
    """Down, and nobody says how long starting takes: counted as 0."""


class Simulation(Result):
    """What a scenario does to the estate. Minutes count from the disruption."""

    revision: int
    """Revision that was read."""
    planned_changes: int
    """Records of a plan that was laid over it."""
    scenario: str | None
    """Reference of the scenario's record; null where it came from elsewhere."""
    name: str | None
    """What the scenario is called."""
    hazard: str | None
    """What happens."""
    assumptions: str | None
    """What is taken for granted."""
    verdict: str
    """What the business can say to it, by the plan: INTOLERABLE where an activity or service is
    back later than is tolerable, LATE where one misses its objective, UNKNOWN where it may, or
    nobody states an objective, else BEARABLE."""
    detection_minutes: float
    """Time until it is noticed and declared."""
    cycle_policy: str
    """How cycles were treated."""
    hits: list[Hit]
    """What is hit, and how."""
    failed: list[str]
    """What is down because it was hit itself."""
    affected: list[AffectedElement]
    """Elements that go down or lose capacity, nearest first; those that were hit left out."""
    counts: dict[str, int]
    """Elements that go down, by type; those that were hit left out."""
    degraded_counts: dict[str, int]
    """Elements that stay up with less than their whole capacity, by type; the hit left out."""
    statuses: list[StatusCount]
    """All elements of the catalog by status, the worst first."""
    customers: list[str]
    """Customers that are down or left with less."""
    activities: list[str]
    """Business activities that are down or left with less."""
    elements: list[ElementState]
    """Everything that was hit or is affected, the worst first."""
    deadlocks: list[list[str]]
    """Elements that wait for each other: no order brings them back."""
    blocked: list[Blocked]
    """What can't be brought back, and what it waits for."""
    by_hand: list[StartedByHand]
    """Where a documented workaround breaks what would be a deadlock."""
    order: list[OrderedRecovery]
    """What comes back when, by the plan; the first first."""
    plan: RecoveryPlan
    """Who brings it back."""
    data_loss: list[DataLost]
    """What is lost of data, the worst first."""
    customers_hit: list[CustomerHit]
    """Customers, with the services that they miss and until when."""
    contracts: list[ContractHit]
    """Contracts in force about what is lost."""
    money: list[MoneyLost]
    """What it costs, by currency, as far as is known."""
    cover: list[ServiceCover]
    """Plans and exercises of the services lost."""
    knowledge: Knowledge
    """What the answer rests on."""
    not_assessed: list[NotAssessed]
    """What can't be said of those concerned."""
    complete: bool
    """True: the whole graph was looked at."""
