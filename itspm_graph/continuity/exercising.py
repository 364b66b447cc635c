"""The exercise programme: what was tried and when, how it went, and what has changed since.

`Exercising` judges services and plans by the catalog alone; `Programme` adds what the log tells of
changes whose day nobody stated.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from itspm_graph.answers.days import months_later
from itspm_graph.answers.service_catalog import IN_CATALOG
from itspm_graph.answers.trials import (
    StatedChange,
    Trial,
    covered_by,
    latest_changes,
    plans_of,
    stated_changes,
    trials,
)
from itspm_graph.connections import connections
from itspm_graph.continuity.logged_changes import LoggedChanges
from itspm_graph.graph import Graph
from itspm_graph.objectives import objectives
from itspm_graph.results.exercises import (
    PROBLEMS,
    ChangeSince,
    ExerciseProgramme,
    PlanExercises,
    Problem,
    ProblemCount,
    ServiceExercises,
)
from itspm_graph.store import Store

MOST_CHANGES = 5
"""Changes that are listed of one service or plan."""
MOST_VISITED = 2_000
"""Elements that are looked at for these."""
UNTIERED = 9
FAILURES = ("fail", "not passed")
"""How the result of an exercise begins that failed."""


class Measured(NamedTuple):
    """Minutes that an exercise took, or lost."""

    minutes: float
    trial: Trial


@dataclass(frozen=True)
class Exercised:
    """When a service or a plan was tried, and what the catalog alone says is wrong with that."""

    position: int
    plans: list[int]
    """Plans that cover the service; the plan itself, where it is one."""
    elements: list[int]
    """The service; what the plan covers, where it is one."""
    trials: list[Trial]
    """Exercises of it and of its plans, or of what it covers, the latest first."""
    recovery: Measured | None
    """The recovery time that was measured last."""
    loss: Measured | None
    """The data loss that was measured last."""
    planned_minutes: float | None
    """Recovery time that its plan promises; of several plans the shortest."""
    problems: list[Problem]
    """The worst first."""

    @property
    def held_on(self) -> date | None:
        """The day of the latest exercise."""
        return self.trials[0].held_on if self.trials else None


class Exercising:
    """Judges services and plans of a snapshot on a day; what several need is worked out once."""

    def __init__(self, graph: Graph, today: date, months: int) -> None:
        self.graph = graph
        self.today = today
        self.months = months

    @cached_property
    def changes(self) -> list[StatedChange]:
        """Changes that the catalog states, up to the day."""
        return list(stated_changes(self.graph, self.today))

    @cached_property
    def changed_on(self) -> NDArray[np.int32]:
        """By position the latest of them, of it or of anything that it needs; see there."""
        return latest_changes(self.graph, self.changes)

    def service(self, position: int) -> Exercised:
        """A service with its plans."""
        plans = plans_of(self.graph, position)
        promised = [minutes for plan in plans if (minutes := self._promised(plan)) is not None]
        least = min(promised, default=None)
        found = trials(self.graph, [position, *plans], self.today)
        if not found:
            untried: list[Problem] = ["never-exercised" if plans else "no-plan"]
            return Exercised(position, plans, [position], found, None, None, least, untried)
        aims = objectives(self.graph, position)
        recovery, loss = measured(found, "rta_minutes"), measured(found, "rpa_minutes")
        problems = set(self._problems(found, [position]))
        if not plans:
            problems.add("no-plan")
        if _longer(recovery, aims.rto) or _longer(loss, aims.rpo):
            problems.add("beyond-objective")
        if any(self._slower(plan, found, {plan, position}) for plan in plans):
            problems.add("slower-than-planned")
        return Exercised(
            position, plans, [position], found, recovery, loss, least, in_order(problems)
        )

    def plan(self, position: int) -> Exercised:
        """A plan with what it covers."""
        covered = covered_by(self.graph, position)
        found = trials(self.graph, [position, *covered], self.today)
        problems = set(self._problems(found, covered))
        if not covered:
            problems.add("covers-nothing")
        elif not found:
            problems.add("never-exercised")
        if self._slower(position, found, {position, *covered}):
            problems.add("slower-than-planned")
        recovery, loss = measured(found, "rta_minutes"), measured(found, "rpa_minutes")
        promised = self._promised(position)
        return Exercised(
            position, [position], covered, found, recovery, loss, promised, in_order(problems)
        )

    def _problems(self, found: Sequence[Trial], elements: Iterable[int]) -> Iterator[Problem]:
        """What is wrong with the latest exercise of something that consists of these elements."""
        if not found:
            return
        held_on = found[0].held_on
        if months_later(held_on, self.months) < self.today:
            yield "too-long-ago"
        if any(self.changed_on[element] > held_on.toordinal() for element in elements):
            yield "changed-since"
        latest = [trial for trial in found if trial.exercise == found[0].exercise]
        if any(result.lower().startswith(FAILURES) for result in map(self.result, latest)):
            yield "failed"

    def result(self, trial: Trial) -> str:
        """How it went, in the words of the exercise; empty where it has none."""
        said = trial.said.get("result") or self.graph.properties(trial.exercise).get("result")
        return str(said or "").strip()

    def _promised(self, plan: int) -> float | None:
        minutes: float | None = self.graph.properties(plan).get("recovery_minutes")
        return minutes

    def _slower(self, plan: int, found: Sequence[Trial], tried: set[int]) -> bool:
        own = [trial for trial in found if trial.tried in tried]
        return _longer(measured(own, "rta_minutes"), self._promised(plan))


def measured(found: Sequence[Trial], name: str) -> Measured | None:
    """What the latest exercise measured that measured it at all; the worst where it did twice."""
    by = [trial for trial in found if trial.said.get(name) is not None]
    latest = [trial for trial in by if trial.exercise == by[0].exercise]
    worst = max(latest, key=lambda trial: float(trial.said[name]), default=None)
    return None if worst is None else Measured(float(worst.said[name]), worst)


def _longer(found: Measured | None, allowed: float | None) -> bool:
    return found is not None and allowed is not None and found.minutes > allowed


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """The worst first."""
    found = set(problems)
    return [problem for problem in PROBLEMS if problem in found]


# --- the programme ------------------------------------------------------------------------------


class _Changes(NamedTuple):
    """Changes since an exercise, in the catalog and in the log."""

    listed: list[ChangeSince]
    complete: bool


class Programme:
    """All services and plans, with what the log tells."""

    def __init__(self, graph: Graph, store: Store, today: date, months: int) -> None:
        self.graph = graph
        self.judging = Exercising(graph, today, months)
        self.log = LoggedChanges(graph, store)
        self._left: NDArray[np.bool_] = np.ones(graph.size, dtype=np.bool_)
        """By position, whether the search for changes hasn't been there."""
        self._concerned_since: dict[date, NDArray[np.bool_]] = {}

    def answer(self, asked: Sequence[int]) -> ExerciseProgramme:
        """The programme for these services, or for all in use and the plans beside them."""
        services = list(asked) or [p for p in self.graph.positions("Service") if self._used(p)]
        plans = [] if asked else self._plans_beside(services)
        tried = [self.judging.service(p) for p in services]
        alone = [self.judging.plan(p) for p in plans]
        self.log.look(each.held_on for each in (*tried, *alone) if each.held_on is not None)
        of_services = [self._service(each) for each in tried]
        of_plans = [self._plan(each) for each in alone]
        of_services.sort(key=lambda s: (_rank(s.problem), s.tier or UNTIERED, s.ref))
        of_plans.sort(key=lambda p: (_rank(p.problem), p.ref))
        everything = (*of_services, *of_plans)
        counted = Counter(problem for each in everything for problem in each.problems)
        return ExerciseProgramme(
            revision=self.graph.revision,
            on=self.judging.today,
            within_months=self.judging.months,
            log_reaches_back_to=self.log.reaches_back_to,
            log_is_silent_on=sum(each.log_tells is False for each in everything),
            services=of_services,
            plans=of_plans,
            counts=[
                ProblemCount(problem=problem, count=counted[problem])
                for problem in PROBLEMS
                if counted[problem]
            ],
        )

    def _used(self, service: int) -> bool:
        phase = self.graph.properties(service).get("lifecycle")
        return phase is None or phase in IN_CATALOG

    def _plans_beside(self, services: Sequence[int]) -> list[int]:
        covered = {plan for service in services for plan in plans_of(self.graph, service)}
        return [p for p in self.graph.positions("ContinuityPlan") if p not in covered]

    def _service(self, found: Exercised) -> ServiceExercises:
        aims = objectives(self.graph, found.position)
        return ServiceExercises(
            **self._told(found),
            tier=self.graph.properties(found.position).get("tier"),
            plans=sorted(self.graph.ref(plan) for plan in found.plans),
            rto_minutes=aims.rto,
            rpo_minutes=aims.rpo,
        )

    def _plan(self, found: Exercised) -> PlanExercises:
        covers = sorted(self.graph.ref(element) for element in found.elements)
        return PlanExercises(**self._told(found), covers=covers)

    def _told(self, found: Exercised) -> dict[str, object]:
        graph, last = self.graph, found.trials[0] if found.trials else None
        exercise = {} if last is None else graph.properties(last.exercise)
        changes, log_tells, problems = _Changes([], complete=True), None, found.problems
        if last is not None:
            changes = self._since(found.elements, last.held_on)
            reaches = self.log.reaches_back_to
            log_tells = reaches is not None and reaches <= last.held_on
            if changes.listed or not changes.complete:
                problems = in_order([*problems, "changed-since"])
        measuring = found.recovery or found.loss
        return {
            "ref": graph.ref(found.position),
            "name": graph.name(found.position),
            "exercise": None if last is None else graph.ref(last.exercise),
            "held_on": found.held_on,
            "kind": exercise.get("kind"),
            "result": (self.judging.result(last) or None) if last else None,
            "measured_minutes": found.recovery and found.recovery.minutes,
            "measured_loss_minutes": found.loss and found.loss.minutes,
            "measured_by": measuring and graph.ref(measuring.trial.exercise),
            "planned_minutes": found.planned_minutes,
            "changed_since": changes.listed,
            "changes_complete": changes.complete,
            "log_tells": log_tells,
            "problem": problems[0] if problems else None,
            "problems": problems,
        }

    # --- changes since a day --------------------------------------------------------------------

    @cached_property
    def _stated(self) -> dict[int, list[StatedChange]]:
        found: dict[int, list[StatedChange]] = defaultdict(list)
        for change in self.judging.changes:
            found[change.owner].append(change)
        return found

    @cached_property
    def _owners(self) -> NDArray[np.bool_]:
        """By position, whether anything about it itself changed at any time."""
        owners = np.zeros(self.graph.size, dtype=np.bool_)
        owners[[*self._stated, *self.log.records]] = True
        return owners

    def _concerned(self, held_on: date) -> NDArray[np.bool_]:
        """By position, whether it or anything that it needs changed since a day."""
        if held_on not in self._concerned_since:
            stated = self.judging.changed_on > held_on.toordinal()
            self._concerned_since[held_on] = stated | self.log.reached(held_on)
        return self._concerned_since[held_on]

    def _since(self, elements: Sequence[int], held_on: date) -> _Changes:
        """The nearest changes of these elements and of what they need.

        Only ways are followed at the end of which something changed, level by level.
        """
        concerned, along = self._concerned(held_on), connections(self.graph).providers
        frontier = np.array([p for p in elements if concerned[p]], dtype=np.int32)
        seen, listed = [frontier], list[ChangeSince]()
        left = self._left
        left[frontier] = False
        while len(frontier) and len(listed) <= MOST_CHANGES and sum(map(len, seen)) <= MOST_VISITED:
            owners = frontier[self._owners[frontier]].tolist()
            here = [change for p in owners for change in self._of(p, held_on)]
            listed += sorted(here, key=lambda change: (change.element, change.what, change.on))
            found = along.of_all(frontier)
            frontier = np.unique(found[concerned[found] & left[found]])
            left[frontier] = False
            seen.append(frontier)
        left[np.concatenate(seen)] = True
        complete = not len(frontier) and len(listed) <= MOST_CHANGES
        return _Changes(listed[:MOST_CHANGES], complete=complete)

    def _of(self, position: int, held_on: date) -> Iterator[ChangeSince]:
        """What is otherwise about one element than on a day."""
        element = self.graph.ref(position)
        for change in self._stated.get(position, ()):
            if change.on > held_on:
                yield ChangeSince(
                    source="stated",
                    on=change.on,
                    revision=None,
                    kind="released" if change.what.startswith("release:") else "began",
                    what=change.what,
                    element=element,
                )
        revision = self.log.revision_after(held_on)
        for record in self.log.records.get(position, ()):
            kind = record.kind(revision)
            if kind is not None:
                yield ChangeSince(
                    source="recorded",
                    on=self.log.days[record.revisions[-1]],
                    revision=record.revisions[-1],
                    kind=kind,
                    what=record.text,
                    element=element,
                )


def _rank(problem: str | None) -> int:
    return next((n for n, each in enumerate(PROBLEMS) if each == problem), len(PROBLEMS))
