"""The exercise programme: which plans were tried, how it went, and what has changed since."""

from __future__ import annotations

from datetime import date
from typing import Literal, get_args

from itspm_graph.results import Result

Problem = Literal[
    "no-plan",
    "never-exercised",
    "too-long-ago",
    "failed",
    "beyond-objective",
    "slower-than-planned",
    "changed-since",
    "covers-nothing",
]
PROBLEMS: tuple[Problem, ...] = get_args(Problem)
IN_WORDS: dict[str, str] = {
    "no-plan": "no plan",
    "never-exercised": "never exercised",
    "too-long-ago": "exercised too long ago",
    "failed": "failed when exercised",
    "beyond-objective": "missed its objective when exercised",
    "slower-than-planned": "slower than planned when exercised",
    "changed-since": "changed since it was exercised",
    "covers-nothing": "covers nothing",
}
"""The same for people to read."""
"""What may be wrong, the worst first."""


class ChangeSince(Result):
    """Something that is otherwise than when it was exercised."""

    source: str
    """`stated` where the catalog gives the day of it, `recorded` where only its log does."""
    on: date
    """Day of the change; of one that is recorded the day on which it was written."""
    revision: int | None
    """Revision that wrote it last; null where it is stated."""
    kind: str
    """`began` or `released` where it is stated; else `added`, `changed` or `removed`."""
    what: str
    """The release, the element, or the relationship in words."""
    element: str
    """Who is otherwise than before: the service itself, or something that it needs."""


class Tried(Result):
    """When something was tried last, and whether that still says anything."""

    ref: str
    """Its reference."""
    name: str
    """Its name."""
    exercise: str | None
    """The latest exercise, of it or of a plan that covers it; null where there was none."""
    held_on: date | None
    """Day of that."""
    kind: str | None
    """How real it was."""
    result: str | None
    """How it went."""
    measured_minutes: float | None
    """Recovery time of the latest exercise that measured one."""
    measured_loss_minutes: float | None
    """Data loss of the latest exercise that measured one."""
    measured_by: str | None
    """The exercise that measured the recovery time; else the one that measured the data loss."""
    planned_minutes: float | None
    """Recovery time that the plan promises; of several plans the shortest."""
    changed_since: list[ChangeSince]
    """Changes since the latest exercise of it, or of what it needs, the nearest first; a few."""
    changes_complete: bool
    """False where there are, or may be, more of them."""
    log_tells: bool | None
    """False where the log began after the exercise, so that changes before that are known only as
    far as they are stated; null where there was no exercise."""
    problem: str | None
    """The worst of its problems; null where there is none."""
    problems: list[str]
    """All of them, the worst first: `no-plan`, `never-exercised`, `too-long-ago`, `failed`,
    `beyond-objective` (a time or a data loss that the objective doesn't allow),
    `slower-than-planned`, `changed-since`, `covers-nothing`."""


class ServiceExercises(Tried):
    """A service with its plans."""

    tier: int | None
    """How much depends on it; 1 is the most."""
    plans: list[str]
    """Plans that cover it."""
    rto_minutes: float | None
    """Its recovery time objective, or that of its analysis."""
    rpo_minutes: float | None
    """Its recovery point objective, or that of its analysis."""


class PlanExercises(Tried):
    """A plan that covers no service in use."""

    covers: list[str]
    """What it covers instead."""


class ProblemCount(Result):
    """How often something is wrong."""

    problem: str
    """What."""
    count: int
    """With how many services and plans."""


class ExerciseProgramme(Result):
    """The exercise programme in one answer."""

    revision: int
    """Revision that was read."""
    on: date
    """Day on which it was judged."""
    within_months: int
    """Time within which everything has to be tried."""
    log_reaches_back_to: date | None
    """Day of the first revision of the store; null where there is none."""
    log_is_silent_on: int
    """How many of them were tried last before that day."""
    services: list[ServiceExercises]
    """Services in use, the worst problem first, then the most critical."""
    plans: list[PlanExercises]
    """Plans that cover none of these, the worst problem first."""
    counts: list[ProblemCount]
    """How often there is which problem, the worst first."""
