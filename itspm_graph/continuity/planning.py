"""Who brings back what, and when: the recovery plan, with the people there are."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from operator import attrgetter, itemgetter
from typing import Any, NamedTuple

import numpy as np

from itspm_graph.analysis.load_sharing import load_sharing
from itspm_graph.analysis.requirements import start_requirements
from itspm_graph.analysis.scheduling import Activity, Due, Resource, Schedule, schedule
from itspm_graph.continuity.recovering import PASSING, Disrupted, minutes_or_none
from itspm_graph.model.elements import RtoClock
from itspm_graph.results import unchecked
from itspm_graph.results.disruption import NotAssessed
from itspm_graph.results.simulation import (
    NotPlanned,
    OrderedRecovery,
    RecoveryPlan,
    RecoveryStep,
    TeamLoad,
    TeamShare,
)
from itspm_graph.spreading import Spread

UNTIERED = 9
"""Rank of what states no tier: after everything that does."""
ENOUGH = 1_000_000
"""People of a team of which nobody says how many they are."""

ORDERED, STEP = unchecked(OrderedRecovery), unchecked(RecoveryStep)
UNKNOWN = unchecked(NotAssessed)
NOBODY: Mapping[int, int] = {}

Key = tuple[int, str | None]
"""A team, and what those of it who are counted know; None for all of it."""


class Task(NamedTuple):
    """What an activity of the schedule is about."""

    position: int
    work: str
    """`restore`, `start`, or `back` when all of it is done."""
    procedure: int | None
    people: Mapping[int, int]
    skill: str | None


class People:
    """Teams, how many they are, who of them can do what, and who is away."""

    def __init__(self, disrupted: Disrupted) -> None:
        self.disrupted = disrupted
        self.graph = disrupted.graph
        self.numbers: dict[Key | tuple[int], int] = {}
        self.resources: list[Resource] = []
        self.unskilled: set[int] = set()
        """Teams whose skills are wanted, and nobody says what any of them knows."""

    def demands(self, task: Task, *, alone: bool) -> tuple[tuple[int, int], ...]:
        """What a task takes: people, those of them who know how, and the team to itself."""
        found: list[tuple[int, int]] = []
        for team, people in task.people.items():
            found.append((self._number((team, None)), people))
            if task.skill is not None:
                if self._skilled(team, task.skill) is None:
                    self.unskilled.add(team)
                else:
                    found.append((self._number((team, task.skill)), people))
            found.append((self._number((team,)), ENOUGH if alone else 1))
        return tuple(found)

    def _number(self, key: Key | tuple[int]) -> int:
        if key not in self.numbers:
            self.numbers[key] = len(self.resources)
            self.resources.append(
                Resource(ENOUGH) if len(key) == 1 else Resource(self.count(key), self.away(key))
            )
        return self.numbers[key]

    @cached_property
    def _members(self) -> dict[int, list[Mapping[str, Any]]]:
        found: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
        for person, team in self._memberships:
            found[team].append(self.graph.properties(person))
        return found

    def shared(self, teams: Collection[int]) -> set[int]:
        """People who are counted in several of these teams."""
        found = Counter(p for p, team in self._memberships if team in teams)
        return {person for person, number in found.items() if number > 1}

    @cached_property
    def _memberships(self) -> list[tuple[int, int]]:
        return [(link.source, link.target) for link in self.graph.links("MEMBER_OF")]

    def _skilled(self, team: int, skill: str) -> int | None:
        """How many of a team know something; None where nobody says what any of them know."""
        said = [person["skills"] for person in self._members[team] if person.get("skills")]
        return sum(skill in skills for skills in said) if said else None

    def known(self, key: Key) -> int | None:
        """How many there are; None where nobody says."""
        team, skill = key
        if skill is not None:
            return self._skilled(team, skill)
        stated = self.graph.properties(team).get("people")
        return stated if stated is not None else len(self._members[team]) or None

    def count(self, key: Key) -> int:
        known = self.known(key)
        return ENOUGH if known is None else known

    def away(self, key: Key) -> tuple[tuple[float, int], ...]:
        """Until when how many of them are away."""
        team, _ = key
        left = self.disrupted.found.capacity.get(team, 1.0)
        known = self.count(key)
        gone = known - math.floor(known * left + 1e-9)
        return ((self._back(team), gone),) if gone else ()

    def _back(self, team: int) -> float:
        """When a team is whole again; never where it was hit and nobody says when."""
        strike = self.disrupted.strikes.get(team)
        if strike is not None and self.disrupted.restoring(strike) is None:
            lasts = self.disrupted.given.properties.get("duration_minutes")
            if strike.damage not in PASSING or lasts is None:
                return math.inf
        return self.disrupted.recovery.minutes.get(team, math.inf)


class Planning:
    """The recovery plan of a scenario.

    Only what waits for somebody of whom there may be too few has to be scheduled. Everything else
    is as early as it would be were there enough of everybody.
    """

    def __init__(self, disrupted: Disrupted) -> None:
        self.disrupted = disrupted
        self.graph = disrupted.graph
        self.people = People(disrupted)
        self.tasks: list[Task] = []
        self.activities: list[Activity] = []
        self.back: dict[int, int] = {}
        """By element, the activity at whose end it serves again."""
        settled = disrupted.recovery.settled
        short = self._short_of_people()
        scheduled = [position for position in settled if position in short]
        waits = {position: list(self._waits(position)) for position in scheduled}
        needed = {m for each in waits.values() for _, members in each for m in members}
        for position in sorted(needed - short):
            self.back[position] = self._milestone(position, disrupted.recovery.minutes[position])
        waiting = {position: self._add(position) for position in scheduled}
        for position, numbers in waiting.items():
            after = tuple(
                (k, tuple(self.back[m] for m in members)) for k, members in waits[position]
            )
            for number in numbers:
                activity = self.activities[number]
                self.activities[number] = replace(activity, after=activity.after + after)
        self.free = [
            each for position in settled if position not in short for each in self._free(position)
        ]
        """Tasks that nobody can be short for, how long they take and when they begin."""

    def _short_of_people(self) -> set[int]:
        """What people are named for to bring it back, and what waits for any of that."""
        spread = Spread(start_requirements(self.graph).dependents)
        spread.go(p for p in self.disrupted.work if next(self._people(p), None) is not None)
        return set(np.flatnonzero(spread.hops >= 0).tolist()) & self.disrupted.work.keys()

    def _people(self, position: int) -> Iterator[int]:
        for procedure in self._procedures.get(position, ()):
            yield from (link.target for link in self.graph.links_from(procedure, "PERFORMED_BY"))

    # --- what has to be done --------------------------------------------------------------------

    def _milestone(
        self, position: int, release: float, after: Sequence[tuple[int, tuple[int, ...]]] = ()
    ) -> int:
        """The end of all work on an element."""
        self.tasks.append(Task(position, "back", None, NOBODY, None))
        self.activities.append(Activity(0.0, release, after=tuple(after), due=self._due(position)))
        return len(self.activities) - 1

    def _add(self, position: int) -> list[int]:
        """All that brings an element back; those of it that wait for what the element needs."""
        detection = self.disrupted.detection
        restored = [self._activity(t, d, detection) for t, d in self._restoring(position)]
        after = [(1, (number,)) for number in restored]
        ready = detection if restored else self.disrupted.work[position].ready
        started = [self._activity(t, d, ready, after) for t, d in self._starting(position)]
        after = [(1, (number,)) for number in started] or after
        self.back[position] = self._milestone(position, ready, after)
        return started or [self.back[position]]

    def _free(self, position: int) -> Iterator[tuple[Task, float, float]]:
        for task, duration in self._restoring(position):
            yield task, duration, self.disrupted.detection
        start = self.disrupted.work[position].start
        if start:
            begins = self.disrupted.recovery.minutes[position] - start
            for task, duration in self._starting(position):
                yield task, duration, begins

    def _activity(
        self,
        task: Task,
        duration: float,
        release: float,
        after: Sequence[tuple[int, tuple[int, ...]]] = (),
    ) -> int:
        stated = self.graph.properties(task.procedure) if task.procedure is not None else {}
        demands = self.people.demands(task, alone=stated.get("parallel") is False)
        self.tasks.append(task)
        self.activities.append(Activity(duration, release, demands, tuple(after)))
        return len(self.activities) - 1

    @cached_property
    def _procedures(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = defaultdict(list)
        for link in self.graph.links("HAS_PROCEDURE"):
            found[link.source].append(link.target)
        return {p: sorted(each, key=self.graph.ref) for p, each in found.items()}

    def _restoring(self, position: int) -> Iterator[tuple[Task, float]]:
        """Work that can begin once the disruption is noticed, of what was hit."""
        strike = self.disrupted.strikes.get(position)
        minutes = self.disrupted.restoring(strike) if strike is not None else None
        if strike is not None and minutes:
            overridden = strike.restore_minutes is not None
            yield from self._by_procedure(position, "restore", minutes, overridden=overridden)

    def _starting(self, position: int) -> Iterator[tuple[Task, float]]:
        """Work that needs what the element depends on."""
        minutes = self.disrupted.work[position].start
        if minutes:
            yield from self._by_procedure(position, "start", minutes, overridden=False)

    def _by_procedure(
        self, position: int, work: str, minutes: float, *, overridden: bool
    ) -> Iterator[tuple[Task, float]]:
        """One task for each procedure that states the time; else one by whoever has procedures."""
        procedures = self._procedures.get(position)
        if procedures is None:
            yield Task(position, work, None, NOBODY, None), minutes
            return
        name = f"{work}_minutes"
        timed = [p for p in procedures if self.graph.properties(p).get(name) is not None]
        if timed and not overridden:
            for procedure in timed:
                task = self._task(position, work, procedure)
                yield task, float(self.graph.properties(procedure)[name])
            return
        yield self._task(position, work, (timed or procedures)[0]), minutes

    def _task(self, position: int, work: str, procedure: int) -> Task:
        links = self.graph.links_from(procedure, "PERFORMED_BY")
        people = {link.target: int(link.properties.get("people") or 1) for link in links}
        return Task(
            position, work, procedure, people, self.graph.properties(procedure).get("skill")
        )

    def _waits(self, position: int) -> Iterator[tuple[int, tuple[int, ...]]]:
        """What has to be back before an element is started: so many of these elements, each."""
        needs, lost = start_requirements(self.graph), self.disrupted.lost
        passed = self.disrupted.recovery.by_hand.get(position, ())
        for provider in needs.essential.of(position):
            if provider in lost and provider not in passed:
                yield 1, (provider,)
        for number in needs.groups_of.of(position):
            group = needs.group(number)
            away = [member for member in group.members if member in lost]
            missing = group.needed - (len(group.members) - len(away))
            if missing > 0:
                yield missing, tuple(member for member in away if member in self._ranks)
        yield from self._enough(position)

    def _enough(self, position: int) -> Iterator[tuple[int, tuple[int, ...]]]:
        """Where a part of capacity isn't enough: all that had come back when there was enough."""
        last = self.disrupted.recovery.waited_for.get(position)
        if last is None or self.disrupted.objectives[position].mbco is None:
            return
        for other in sorted(self._concerned_below(position)):
            if other != position and self._ranks[other] <= self._ranks[last]:
                yield 1, (other,)

    def _concerned_below(self, position: int) -> set[int]:
        """What comes back of all that leaves an element with less."""
        flows = load_sharing(self.graph)
        found: set[int] = set()
        stack = [position]
        while stack:
            each = stack.pop()
            if each not in found and each in self.disrupted.statuses:
                found.add(each)
                stack += [m for requirement in flows.of(each) for m in requirement.members]
        return found & self._ranks.keys()

    @cached_property
    def _ranks(self) -> dict[int, int]:
        """In which order elements come back, were there people enough."""
        settled = self.disrupted.recovery.settled
        return {position: rank for rank, position in enumerate(settled)}

    def _due(self, position: int) -> Due | None:
        stated = self.disrupted.objectives[position]
        if stated.rto is None or position not in self.disrupted.lost:
            return None
        declared = stated.clock == RtoClock.DECLARATION
        tier = self.graph.properties(position).get("tier")
        by = stated.rto + (self.disrupted.detection if declared else 0.0)
        return Due(UNTIERED if tier is None else int(tier), by)

    # --- the plan -------------------------------------------------------------------------------

    @cached_property
    def made(self) -> Schedule:
        return schedule(self.activities, self.people.resources)

    def finish(self, position: int) -> float | None:
        """When an element serves again by the plan; None where never."""
        return self._finishes.get(position)

    @cached_property
    def _finishes(self) -> dict[int, float | None]:
        minutes = self.disrupted.recovery.minutes.items()
        planned = {position: self.made.starts[number] for position, number in self.back.items()}
        return {position: minutes_or_none(each) for position, each in minutes} | planned

    @cached_property
    def _set(self) -> list[tuple[Task, float, float]]:
        """Tasks that take time and are planned, how long they take and when they begin."""
        parts = zip(self.tasks, self.activities, self.made.starts, strict=True)
        found = [
            (t, a.duration, start) for t, a, start in parts if a.duration and start is not None
        ]
        return [*self.free, *found]

    def order(self) -> list[OrderedRecovery]:
        """What is lost, by the time it serves again."""
        begun: dict[int, float] = {}
        for task, _, start in sorted(self._set, key=itemgetter(2)):
            begun.setdefault(task.position, start)
        refs = self.graph.refs
        found = [
            ORDERED(
                ref=refs[position],
                start_minute=begun.get(position, finish),
                finish_minute=finish,
            )
            for position in self._ranks  # of several at once, what others need comes first
            if position in self.disrupted.lost
            and (finish := self._finishes.get(position)) is not None
        ]
        return sorted(found, key=attrgetter("finish_minute"))

    def plan(self) -> RecoveryPlan:
        minutes = self.disrupted.recovery.minutes
        free = max((minutes[p] for p in self._ranks if p not in self.back), default=0.0)
        end, bound = max(self.made.end, free), max(self.made.lower_bound, free)
        steps = [self._step(*each) for each in self._set]
        return RecoveryPlan(
            end_minute=end,
            lower_bound_minutes=bound,
            gap=(end - bound) / bound if bound else None,
            steps=sorted(steps, key=attrgetter("start_minute", "finish_minute", "ref")),
            teams=sorted(self._teams(), key=lambda load: (load.team, load.skill or "")),
            not_planned=sorted(self._undone(), key=lambda each: each.ref),
        )

    def _step(self, task: Task, duration: float, start: float) -> RecoveryStep:
        graph = self.graph
        return STEP(
            ref=graph.refs[task.position],
            name=graph.properties(task.position)["name"],
            work=task.work,
            procedures=[] if task.procedure is None else [graph.ref(task.procedure)],
            start_minute=start,
            finish_minute=start + duration,
            teams=self._shares(task.people) if task.people else [],
            skill=task.skill,
        )

    def _shares(self, people: Mapping[int, int]) -> list[TeamShare]:
        shares = [TeamShare(team=self.graph.ref(team), people=n) for team, n in people.items()]
        return sorted(shares, key=attrgetter("team"))

    def _teams(self) -> Iterator[TeamLoad]:
        for key, number in self.people.numbers.items():
            if len(key) == 1:
                continue
            used = [
                (start, activity.duration, amount)
                for activity, start in zip(self.activities, self.made.starts, strict=True)
                for each, amount in activity.demands
                if each == number and start is not None
            ]
            until, away = next(iter(self.people.away(key)), (None, 0))
            known = self.people.known(key)
            yield TeamLoad(
                team=self.graph.ref(key[0]),
                name=self.graph.name(key[0]),
                skill=key[1],
                people=known,
                away=away if known is not None else None,
                back_minute=None if until is None or until == math.inf else until,
                most=_most(used),
                person_minutes=sum(minutes * amount for _, minutes, amount in used),
            )

    def _undone(self) -> Iterator[NotPlanned]:
        for task, activity, start in zip(
            self.tasks, self.activities, self.made.starts, strict=True
        ):
            if start is not None or (task.work == "back" and not self._own(task)):
                continue
            short = self._short(activity) if self._could_begin(activity) else ""
            if short:
                yield NotPlanned(ref=self.graph.ref(task.position), reason="people", detail=short)
            elif task.work == "back":
                yield NotPlanned(
                    ref=self.graph.ref(task.position),
                    reason="waits",
                    detail="waits for what isn't brought back",
                )

    def _own(self, task: Task) -> bool:
        """Whether all of an element's own work is done, so that it waits for others."""
        return all(
            start is not None
            for other, start in zip(self.tasks, self.made.starts, strict=True)
            if other.position == task.position and other.work == "restore"
        )

    def _could_begin(self, activity: Activity) -> bool:
        starts = self.made.starts
        return all(
            sum(starts[member] is not None for member in members) >= needed
            for needed, members in activity.after
        )

    def _short(self, activity: Activity) -> str:
        """Of whom there are too few for good."""
        keys = {number: key for key, number in self.people.numbers.items()}
        for number, amount in activity.demands:
            key = keys[number]
            if len(key) == 1:
                continue
            gone = sum(away for until, away in self.people.away(key) if until == math.inf)
            if amount > self.people.count(key) - gone:
                who = self.graph.ref(key[0]) + (f" who know {key[1]}" if key[1] else "")
                there = self.people.count(key) - gone
                return f"needs {amount} of {who}, of whom {there} are there"
        return ""

    def not_assessed(self) -> list[NotAssessed]:
        """Work for which nobody is named, teams of which nobody says how many they are or what they
        know, and people who are counted in several teams."""
        nobody = {task.position for task, _, _ in self._set if not task.people}
        teams = {key[0] for key in self.people.numbers}
        reasons: tuple[tuple[str, Collection[int]], ...] = (
            ("no-team", nobody),
            ("no-head-count", [t for t in teams if self.people.known((t, None)) is None]),
            ("no-skills", self.people.unskilled),
            ("several-teams", self.people.shared(teams)),
        )
        return [
            UNKNOWN(ref=self.graph.refs[position], reason=reason, group=None, on=[])
            for reason, positions in reasons
            for position in sorted(positions, key=self.graph.ref)
        ]


def _most(used: Sequence[tuple[float, float, int]]) -> int:
    """How many are at work at the same time at most."""
    changes = [(start, amount) for start, minutes, amount in used if minutes]
    changes += [(start + minutes, -amount) for start, minutes, amount in used if minutes]
    most = now = 0
    for _, amount in sorted(changes):
        now += amount
        most = max(most, now)
    return most
