"""Which work is done when, by whom there is: a schedule under limited resources.

The resource-constrained project scheduling problem is NP-hard, so no optimum is promised: what is
promised is a schedule that breaks no rule, the same for the same input, and a lower bound with it.
The serial schedule-generation scheme (Kolisch 1996) takes activities by priority and sets each as
early as it can be; each schedule is improved by justifying to the right and to the left (Valls,
Ballestin and Quintanilla 2005). Priorities are rules, then drawn ones, then bred: the order of two
of the best schedules, crossed at two points (Hartmann 1998). The best counts: first nothing left
undone, then lateness by rank, then the end of all.

An activity may wait for k of n others, so redundancy that is back early is used.
"""

from __future__ import annotations

import heapq
import itertools
import math
import random
from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter
from typing import NamedTuple

PLACEMENTS = 100_000
"""How many activities that need something scarce are placed at most in search of a schedule."""
MOST_TRIED = 700
"""How many priorities are drawn or bred at most."""
DRAWN = 0.3
"""The share of them that is drawn."""
POOL = 12
"""From how many of the best schedules others are bred."""
SWAPPED = 0.05
FEW = 6
"""Up to so many activities every order is tried, so the schedule is the best there is."""
MANY = 2_000
"""Beyond so many activities, followers aren't counted: that takes the square of it."""
SEED = 1


class Due(NamedTuple):
    """When something has to be done, and how much that matters; the lowest rank matters most."""

    rank: int
    by: float


@dataclass(frozen=True)
class Activity:
    """Work that is done without a break. Times are in minutes."""

    duration: float
    release: float = 0.0
    """When it may begin at the earliest."""
    demands: tuple[tuple[int, int], ...] = ()
    """How much it takes of which resources, by number."""
    after: tuple[tuple[int, tuple[int, ...]], ...] = ()
    """What it waits for: so many of these activities, each of the requirements."""
    due: Due | None = None


@dataclass(frozen=True)
class Resource:
    """How much there is of something that work takes and gives back."""

    capacity: int | None
    """None where there is enough."""
    away: tuple[tuple[float, int], ...] = ()
    """Until when how much of it is away; infinite where it stays away."""

    def from_when(self, amount: int) -> float:
        """From when on so much of it is there; infinite where it never is."""
        times = sorted({0.0, *(until for until, _ in self.away)})
        return next((time for time in times if self._there(time) >= amount), math.inf)

    def worked_off(self, start: float, work: float) -> float:
        """When all of it, from a start on, has done so much work."""
        for until in sorted({until for until, _ in self.away if start < until < math.inf}):
            done = (until - start) * self._there(start)
            if done >= work:
                break
            start, work = until, work - done
        return start + work / self._there(start) if self._there(start) else start

    def _there(self, time: float) -> float:
        if self.capacity is None:
            return math.inf
        return max(self.capacity - sum(amount for until, amount in self.away if time < until), 0)


@dataclass(frozen=True)
class Schedule:
    """When each activity begins; None where it can never be done."""

    starts: tuple[float | None, ...]
    end: float
    """When everything that can be done is done."""
    lower_bound: float
    """No schedule ends sooner."""


def schedule(activities: Sequence[Activity], resources: Sequence[Resource]) -> Schedule:
    """A schedule of activities, as good as is found.

    They stand in an order in which they could be done, were there enough of everything: enough of
    what each waits for stands before it.
    """
    return _Scheduling(activities, resources).best()


class _Profile:
    """How much of a resource is taken, over time."""

    def __init__(self, resource: Resource) -> None:
        self.capacity = resource.capacity or 0
        self.times = [0.0]
        self.taken = [0]
        for until, amount in resource.away:
            self.take(0.0, until, amount)

    def _cut(self, time: float) -> int:
        """The step that begins at a time, made if need be."""
        place = bisect_left(self.times, time)
        if place == len(self.times) or self.times[place] != time:
            self.times.insert(place, time)
            self.taken.insert(place, self.taken[place - 1])
        return place

    def take(self, start: float, end: float, amount: int) -> None:
        first = self._cut(start)
        last = self._cut(end) if end < math.inf else len(self.times)
        for place in range(first, last):
            self.taken[place] += amount

    def fit(self, start: float, duration: float, amount: int) -> float:
        """From when on at the earliest there is enough for so long; infinite where never."""
        times, most = self.times, self.capacity - amount
        place = bisect_right(times, start) - 1
        end = start + duration
        while place < len(times) and times[place] < end:
            if self.taken[place] > most:
                start = times[place + 1] if place + 1 < len(times) else math.inf
                end = start + duration
            place += 1
        return start


class _Scheduling:
    def __init__(self, activities: Sequence[Activity], resources: Sequence[Resource]) -> None:
        self.activities = activities
        self.resources = resources
        self.size = len(activities)
        scarce = self._scarce()
        self.needs = [
            [(r, n) for r, n in each.demands if r in scarce and each.duration]
            for each in activities
        ]
        """By activity, how much it takes of what there may be too little of."""
        self.releases = [
            max(each.release, *(resources[r].from_when(n) for r, n in needs), 0)
            for each, needs in zip(activities, self.needs, strict=True)
        ]
        """By activity, when it may begin and enough is there, if nobody else takes any."""
        busy = sum(map(bool, self.needs))
        self.effort = busy + (self.size - busy) // 4
        """What it takes to place all: what needs nothing scarce is placed at once."""
        self.spent = 0
        self.pool: list[tuple[tuple[float, ...], list[float | None]]] = []
        """The best schedules, and what speaks against each; the best first."""
        self.waiting: list[list[tuple[int, int]]] = [[] for _ in activities]
        """By activity, who waits for it, and by which of its requirements."""
        for number, activity in enumerate(activities):
            for place, (_, members) in enumerate(activity.after):
                for member in members:
                    self.waiting[member].append((number, place))

    def _scarce(self) -> set[int]:
        """What there is too little of if all work were done at once."""
        asked = [0] * len(self.resources)
        for activity in self.activities:
            for resource, amount in activity.demands:
                asked[resource] += amount
        return {
            number
            for number, (resource, amount) in enumerate(zip(self.resources, asked, strict=True))
            if resource.capacity is not None
            and amount + sum(gone for _, gone in resource.away) > resource.capacity
        }

    def best(self) -> Schedule:
        if any(self.needs):
            self._search()
            _, found = self.pool[0]
        else:
            durations = (activity.duration for activity in self.activities)
            done = zip(self.unconstrained, durations, strict=True)
            found = [end - duration for end, duration in done]
        ends = [
            s + a.duration for s, a in zip(found, self.activities, strict=True) if s is not None
        ]
        return Schedule(tuple(found), max(ends, default=0.0), self._lower_bound(found))

    # --- the search -----------------------------------------------------------------------------

    def _search(self) -> None:
        rules: list[Sequence[object]] = [self.urgency, self.remaining]
        if self.size <= MANY:
            rules.append(self.followers)
        for rule in rules:
            if self.spent + self.effort <= PLACEMENTS or not self.pool:
                self._try(rule)
        if self.size <= FEW:
            for order in itertools.permutations(range(self.size)):
                self._keep(self._placed(order))
            return
        draw = random.Random(SEED)  # noqa: S311  # nothing is kept secret with it
        most = min(MOST_TRIED, (PLACEMENTS - self.spent) // (3 * self.effort))
        for number in range(most):
            drawn = number < DRAWN * most or len(self.pool) == 1
            self._try(self._shaken(draw) if drawn else self._bred(draw))

    def _try(self, priority: Sequence[object]) -> None:
        placed = self._placed(priority)
        self._keep(placed)
        if self.spent + 2 * self.effort <= PLACEMENTS:
            self._keep(self._justified(placed))

    def _keep(self, starts: list[float | None]) -> None:
        """Add a schedule to the pool if it is among the best and unlike the others."""
        cost = self._cost(starts)
        place = bisect_left(self.pool, cost, key=itemgetter(0))
        if place == len(self.pool) or self.pool[place][0] != cost:
            self.pool.insert(place, (cost, starts))
            del self.pool[POOL:]

    def _shaken(self, draw: random.Random) -> list[float]:
        width = draw.choice((0.2, 0.5, 1.0))
        return [tail * draw.uniform(1 - width, 1 + width) for tail in self.remaining]

    def _bred(self, draw: random.Random) -> list[int]:
        """The beginning and the end of one order, and between them what another has first."""
        one, other = (self._order(starts) for _, starts in draw.sample(self.pool, 2))
        first, last = sorted((draw.randint(0, self.size), draw.randint(0, self.size)))
        taken = set(one[:first])
        middle = [number for number in other if number not in taken][: last - first]
        taken.update(middle)
        bred = [*one[:first], *middle, *(n for n in one[first:] if n not in taken)]
        for place in range(1, self.size):
            if draw.random() < SWAPPED:
                bred[place - 1], bred[place] = bred[place], bred[place - 1]
        priority = [0] * self.size
        for place, number in enumerate(bred):
            priority[number] = place
        return priority

    def _order(self, starts: Sequence[float | None]) -> list[int]:
        return sorted(
            range(self.size), key=lambda n: (math.inf if (s := starts[n]) is None else s, n)
        )

    # --- priorities -----------------------------------------------------------------------------

    @cached_property
    def unconstrained(self) -> list[float]:
        """When each would be done, were there enough of everything."""
        done = [math.inf] * self.size
        for number, activity in enumerate(self.activities):
            done[number] = self._earliest(number, done.__getitem__) + activity.duration
        return done

    def _earliest(self, number: int, done: Callable[[int], float]) -> float:
        start = self.releases[number]
        for needed, members in self.activities[number].after:
            if needed == len(members):
                start = max(start, *map(done, members))
            else:
                start = max(start, sorted(map(done, members))[needed - 1])
        return start

    @cached_property
    def first(self) -> list[list[int]]:
        """Who of those that wait for an activity would wait for it without limits as well."""
        found: list[list[int]] = [[] for _ in self.activities]
        for number, activity in enumerate(self.activities):
            for needed, members in activity.after:
                for member in sorted(members, key=self._rank)[:needed]:
                    found[member].append(number)
        return found

    def _rank(self, number: int) -> tuple[float, int]:
        return self.unconstrained[number], number

    @cached_property
    def remaining(self) -> list[float]:
        """The longest way from the beginning of each to the end, the longest first."""
        tails = [0.0] * self.size
        for number in reversed(range(self.size)):
            after = max((tails[other] for other in self.first[number]), default=0.0)
            tails[number] = self.activities[number].duration + after
        return [-tail for tail in tails]

    def _tails(self, starts: Sequence[float | None]) -> list[float]:
        """How long at least everything takes that is done and can't but wait for each."""
        found = [0.0] * self.size
        for number in reversed(range(self.size)):
            if starts[number] is None:
                continue
            after = self.activities[number].duration + found[number]
            for needed, members in self.activities[number].after:
                for member in members if needed == len(members) else ():
                    found[member] = max(found[member], after)
        return found

    @cached_property
    def followers(self) -> list[float]:
        """How many wait for each, directly or not, the most first."""
        sets: list[set[int]] = [set() for _ in self.activities]
        for number in reversed(range(self.size)):
            for other in self.first[number]:
                sets[number] |= {other, *sets[other]}
        return [-float(len(each)) for each in sets]

    @cached_property
    def urgency(self) -> list[tuple[float, float, float]]:
        """Rank, then least slack, of what is due behind each; then the longest way."""
        found = [(math.inf, math.inf)] * self.size
        for number in reversed(range(self.size)):
            due = self.activities[number].due
            if due is not None:
                found[number] = float(due.rank), due.by - self.unconstrained[number]
            for other in self.first[number]:
                found[number] = min(found[number], found[other])
        return [(*each, tail) for each, tail in zip(found, self.remaining, strict=True)]

    # --- the scheme -----------------------------------------------------------------------------

    def _placed(self, priority: Sequence[object]) -> list[float | None]:
        """Each as early as it can be, in the order of a priority; lower goes first."""
        self.spent += self.effort
        starts: list[float | None] = [None] * self.size
        done = [math.inf] * self.size
        profiles = [_Profile(resource) for resource in self.resources]
        missing = [[needed for needed, _ in activity.after] for activity in self.activities]
        open_ = [len(activity.after) for activity in self.activities]
        ready: list[tuple[object, int]] = [
            (priority[n], n) for n in range(self.size) if not open_[n]
        ]
        heapq.heapify(ready)
        while ready:
            _, number = heapq.heappop(ready)
            activity = self.activities[number]
            earliest = self._earliest(number, done.__getitem__)
            start = self._place(number, earliest, profiles)
            if start is None:
                continue
            starts[number], done[number] = start, start + activity.duration
            for other, place in self.waiting[number]:
                missing[other][place] -= 1
                if not missing[other][place]:
                    open_[other] -= 1
                    if not open_[other]:
                        heapq.heappush(ready, (priority[other], other))
        return starts

    def _place(self, number: int, start: float, profiles: Sequence[_Profile]) -> float | None:
        """Take what an activity needs as early as there is enough of it; None where never."""
        duration, needs = self.activities[number].duration, self.needs[number]
        before = -math.inf
        while before < start:
            before = start
            for resource, amount in needs:
                start = profiles[resource].fit(start, duration, amount)
        if start == math.inf:
            return None
        for resource, amount in needs:
            profiles[resource].take(start, start + duration, amount)
        return start

    def _justified(self, starts: list[float | None]) -> list[float | None]:
        """The schedule moved to the right as far as its end allows, and back to the left."""
        if None in starts or any(resource.away for resource in self.resources):
            return starts
        self.spent += self.effort
        known = [start for start in starts if start is not None]
        done = [s + a.duration for s, a in zip(known, self.activities, strict=True)]
        end = max(done, default=0.0)
        latest = [end] * self.size
        profiles = [_Profile(resource) for resource in self.resources]
        right = [0.0] * self.size
        for number in self._backwards(known, done):
            activity = self.activities[number]
            # Seen from the end, time runs backwards, and it is placed as early as it can be.
            start = self._place(number, end - latest[number], profiles)
            if start is None:
                return starts
            right[number] = end - start - activity.duration
            for needed, members in activity.after:
                for member in sorted(members, key=done.__getitem__)[:needed]:
                    latest[member] = min(latest[member], right[number])
        return self._placed(right)

    def _backwards(self, starts: Sequence[float], done: Sequence[float]) -> list[int]:
        """Those that end last first; whoever waits comes before what is waited for."""
        order = sorted(range(self.size), key=lambda n: (done[n], starts[n], n))
        return order[::-1]

    # --- how good it is -------------------------------------------------------------------------

    def _cost(self, starts: Sequence[float | None]) -> tuple[float, ...]:
        """What isn't done, lateness by rank, the end, and the sum of all ends."""
        undone, end, total = 0, 0.0, 0.0
        late = dict.fromkeys(self._ranks, 0.0)
        for start, activity in zip(starts, self.activities, strict=True):
            if start is None:
                undone += 1
                continue
            done = start + activity.duration
            end, total = max(end, done), total + done
            if activity.due is not None:
                late[activity.due.rank] += max(0.0, done - activity.due.by)
        return float(undone), *late.values(), end, total

    @cached_property
    def _ranks(self) -> list[int]:
        found: list[int] = []
        for rank in {activity.due.rank for activity in self.activities if activity.due}:
            insort(found, rank)
        return found

    def _lower_bound(self, starts: Sequence[float | None]) -> float:
        """The longest way, or the work on one resource by as many as there are."""
        able = [n for n in range(self.size) if starts[n] is not None]
        tail = self._tails(starts)
        bound = max((self.unconstrained[n] for n in able), default=0.0)
        for number, resource in enumerate(self.resources):
            if not resource.capacity:
                continue
            users = [
                (n, amount)
                for n in able
                for each, amount in self.activities[n].demands
                if each == number and self.activities[n].duration
            ]
            if users:
                heads = min(self.unconstrained[n] - self.activities[n].duration for n, _ in users)
                tails = min(tail[n] for n, _ in users)
                work = sum(self.activities[n].duration * amount for n, amount in users)
                bound = max(bound, resource.worked_off(heads, work) + tails)
        return bound
