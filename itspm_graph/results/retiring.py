"""What the end of some elements does: who falls, who is left with less, who is merely touched."""

from __future__ import annotations

from datetime import date

from itspm_graph.results import Outcome, Result
from itspm_graph.results.gates import LastSubmission
from itspm_graph.results.retired_costs import RetirementCosts


class Retired(Result):
    """Something that is proposed to go, or an offering of it."""

    ref: str
    """Its reference."""
    type: str
    """Its type."""
    name: str
    """Its name."""
    lifecycle: str | None
    """The phase it is in."""
    tier: int | None
    """How much depends on it; 1 is the most."""
    owners: list[str]
    """Who answers for it."""


class Broken(Result):
    """An element that can't be up without what is retired."""

    ref: str
    """Its reference."""
    type: str
    """Its type."""
    name: str
    """Its name."""
    status: str
    """DOWN, or DOWN_LOST_GROUND where a cycle has lost what held it up."""
    hops: int
    """Steps from what is retired."""
    reason: str
    """What it misses."""
    path: list[str]
    """From the element to what is retired."""


class WeakenedElement(Result):
    """An element that stays up, with less to lose than before, and in which way."""

    ref: str
    """Its reference."""
    type: str
    """Its type."""
    name: str
    """Its name."""
    kind: str
    """margin, single-point, availability or recovery."""
    reason: str
    """What is worse than before."""
    group: str | None
    """The redundancy group that lost members."""
    margin_before: int | None
    """How many members the group could lose."""
    margin_after: int | None
    """How many it can lose now."""
    lost: list[str]
    """Members that it lost."""
    single_points: list[str]
    """What can take the element down alone now, and couldn't before."""
    availability_before: float | None
    """Availability with what is retired."""
    availability_after: float | None
    """Availability without it."""
    promised: float | None
    """Availability that was promised."""
    recovery_minutes: float | None
    """Minutes until it is back, once a new single point has failed; null where no order does it."""
    rto_minutes: float | None
    """Minutes within which it has to be back."""
    path: list[str]
    """From the element to what is retired."""


class TouchedElement(Result):
    """An element that loses nothing it needs, yet has to do with what is retired."""

    ref: str
    """Its reference."""
    type: str
    """Its type."""
    name: str
    """Its name."""
    reason: str
    """In which way it has to do with it."""
    path: list[str]
    """From the element to what is retired."""


class UndeclaredConsumer(Result):
    """Somebody who was seen using what is retired, and of whom no declaration tells."""

    ref: str | None
    """Its reference; null where the evidence maps to nothing known."""
    name: str
    """Its name, or the caller as the evidence names it."""
    record: str
    """The record of consumption."""
    last_seen_on: date | None
    """Last day of use, where the record says."""
    path: list[str]
    """From the caller to what is retired."""


class LeftBehind(Result):
    """Something that nobody needs any more once what is retired has gone."""

    ref: str
    """Its reference."""
    type: str
    """Its type."""
    name: str
    """Its name."""
    reason: str
    """Why nobody needs it."""
    disposition: str | None
    """What a proposal says becomes of it; null where nobody has said."""
    path: list[str]
    """From it to what is retired."""


class SharedPart(Result):
    """Something that what is retired uses, and that stays: of it less is needed."""

    ref: str
    """Its reference."""
    type: str
    """Its type."""
    name: str
    """Its name."""
    reason: str
    """Why it stays."""
    users: list[str]
    """Who uses it directly and stays."""
    path: list[str]
    """From it to what is retired."""


class DecommissioningStep(Result):
    """What is taken down together, once all that rests on it has gone."""

    number: int
    """Its place in the order, from 1."""
    refs: list[str]
    """What is taken down; several where they need each other."""
    names: list[str]
    """Their names."""
    after: list[int]
    """Steps that come before it."""
    wave: int
    """Steps of one wave don't wait for each other; from 1."""
    on: date
    """Day for which it is planned, or else laid by policy."""
    planned: bool
    """Whether that day is on record."""
    teams: list[str]
    """Who operates it, or else owns it."""
    reversible: bool
    """False where data or things are destroyed or sold, or nobody says what becomes of data."""
    point_of_no_return: bool
    """True for the first step that can't be undone."""
    reason: str
    """Why it can't be undone, or what makes its day; empty otherwise."""


class UseInMonth(Result):
    """How much of something was counted in a month."""

    month: str
    """The month, as `2026-10`."""
    driver: str
    """What was counted."""
    volume: float
    """How much of it."""


class ObservedUse(Result):
    """What records say of the use of what is retired. No evidence isn't evidence of no use."""

    records: int
    """Records there are."""
    last_used_on: date | None
    """Last day of use."""
    measured_until: date | None
    """Last day that a record is about."""
    months: list[UseInMonth]
    """Volumes by what was counted and by month, without gaps; a record counts where it ends."""
    scream_tests: int
    """How often it was taken away on purpose, within the look-back, to hear who misses it."""
    screams: int
    """How many complained then."""


class ConsumerLeaving(Result):
    """An active consumer of what is retired, and how it leaves."""

    ref: str
    """Its reference."""
    type: str
    """Its type."""
    name: str
    """Its name."""
    used: list[str]
    """What of the retired it uses."""
    disposition: str | None
    """migrated, planned, terminated or accepted_loss; null where nobody has said."""
    transition: str | None
    """The record that says so."""
    to: str | None
    """Where it goes."""
    leaves_on: date | None
    """Day it left, or is to leave."""
    annual_value: dict[str, float]
    """What its contracts about that are worth in a year, by currency."""
    blocker: str | None
    """What stands in the way; null where nothing does."""


class Behind(Result):
    """Who and what stands behind the elements that break."""

    services: int
    """Services."""
    customers: list[str]
    """Customers."""
    activities: list[str]
    """Business activities."""
    contracts: list[str]
    """Contracts in force that cover them."""
    revenue_per_hour: dict[str, float]
    """Revenue that stops, per hour, by currency."""


class NotKnown(Result):
    """Something that the answer doesn't know."""

    ref: str
    """What it is about."""
    reason: str
    """What is missing."""


class Signal(Result):
    """How one side of a retirement stands, as a traffic light."""

    aspect: str
    """consumers, undeclared use, migration, replacement, contracts, communication, data,
    continuity, plan, what is left behind, or money."""
    light: str
    """red, yellow, green, or grey where it isn't known."""
    words: str
    """Why."""
    criteria: list[str]
    """Criteria of toll gate 6 that don't pass, where the light rests on them."""


class GateOutlook(Result):
    """The machine's verdict on a service that goes, before toll gate 6."""

    service: str
    """The service."""
    verdict: str
    """READY, READY_WITH_WARNINGS or NOT_READY."""
    may_enter: bool
    """Whether it can be submitted to the gate now."""
    last_submission: LastSubmission | None
    """Its last submission to the gate, and what changed since; null where there is none."""
    judgements: list[str]
    """What only people can judge."""
    decided_by: str
    """The forum that decides."""
    outcomes: list[Outcome]
    """The decisions that the gate lists."""


class RetirementFound(Result):
    """What it would mean to retire some elements together on a day."""

    revision: int
    """Revision that was read."""
    on: date
    """Day on which it takes effect."""
    observed_on: date
    """Day from which use is looked back at."""
    lookback_days: int
    """How far back use counts that nobody declared."""
    verdict: str
    """NOT_READY where something breaks or is used by somebody undeclared; READY_WITH_WARNINGS
    where something is weakened; READY otherwise."""
    signals: list[Signal]
    """How its sides stand."""
    gates: list[GateOutlook]
    """Each service among it, before toll gate 6."""
    retired: list[Retired]
    """What goes, offerings of services among it."""
    broken: list[Broken]
    """Who can't be up without it, nearest first."""
    weakened: list[WeakenedElement]
    """Who stays up with less to lose, once for every way."""
    touched: list[TouchedElement]
    """Who loses nothing it needs, yet has to do with it."""
    undeclared: list[UndeclaredConsumer]
    """Who was seen using it, and is in no declaration."""
    use: ObservedUse
    """What records say of its use."""
    orphans: list[LeftBehind]
    """What nobody needs any more then."""
    shared: list[SharedPart]
    """What it uses, and others use too."""
    order: list[list[str]]
    """In which order it and its orphans are taken down: dependents first, a cycle as one step."""
    steps: list[DecommissioningStep]
    """The same, with days, teams and the point of no return."""
    money: RetirementCosts
    """What it saves, strands and costs, and how contracts with vendors end."""
    consumers: list[ConsumerLeaving]
    """Active consumers, and those who have left, with their dispositions."""
    behind: Behind
    """Who stands behind what breaks."""
    not_known: list[NotKnown]
    """What the answer doesn't know."""
    complete: bool
    """True: nothing is left out."""
