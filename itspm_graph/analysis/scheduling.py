"""Which work is done when, by whom there is: a schedule under limited resources.

The resource-constrained project scheduling problem is NP-hard, so no optimum is promised: what is
promised is a schedule that breaks no rule, the same for the same input, and a lower bound with it.
The serial schedule-generation scheme (Kolisch 1996) takes activities by priority and sets each as
early as it can be; several priorities are tried, drawn ones among them, each improved by justifying
to the right and to the left (Valls, Ballestin and Quintanilla 2005). The best counts: first nothing
left undone, then lateness by rank, then the end of all.

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
from typing import NamedTuple

PLACEMENTS = 40_000
"""How many activities are placed at most in search of a better schedule."""
MOST_DRAWN = 300
FEW = 6
"""Up to so many activities every order is tried, so the schedule is the best there is."""
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

    def conflict(self, start: float, end: float, amount: int) -> float | None:
        """When at the earliest it could be tried again; None where nothing is in the way."""
        last = bisect_left(self.times, end)
        first = bisect_right(self.times, start) - 1
        for place in range(last - 1, first - 1, -1):
            if self.taken[place] + amount > self.capacity:
                return self.times[place + 1] if place + 1 < len(self.times) else math.inf
        return None


class _Scheduling:
    def __init__(self, activities: Sequence[Activity], resources: Sequence[Resource]) -> None:
        self.activities = activities
        self.resources = resources
        self.size = len(activities)
        self.waiting: list[list[tuple[int, int]]] = [[] for _ in activities]
        """By activity, who waits for it, and by which of its requirements."""
        for number, activity in enumerate(activities):
            for place, (_, members) in enumerate(activity.after):
                for member in members:
                    self.waiting[member].append((number, place))

    def best(self) -> Schedule:
        if any(map(self._limited, self.activities)):
            found = min(self._candidates(), key=self._cost)
        else:
            durations = (activity.duration for activity in self.activities)
            done = zip(self.unconstrained, durations, strict=True)
            found = [end - duration for end, duration in done]
        ends = [
            s + a.duration for s, a in zip(found, self.activities, strict=True) if s is not None
        ]
        return Schedule(tuple(found), max(ends, default=0.0), self._lower_bound(found))

    # --- priorities -----------------------------------------------------------------------------

    def _candidates(self) -> list[list[float | None]]:
        found: list[list[float | None]] = []
        budget = PLACEMENTS
        for rule in (self.urgency, self.remaining, self.followers):
            if (found and budget < self.size) or (rule is self.followers and self.size > 2_000):
                continue
            found.append(self._placed(rule))
            budget -= self.size
            better = self._justified(found[-1]) if budget > 2 * self.size else None
            budget -= 2 * self.size if better else 0
            found += [better] if better else []
        if self.size <= FEW:
            return [*found, *map(self._placed, itertools.permutations(range(self.size)))]
        draw = random.Random(SEED)  # noqa: S311  # nothing is kept secret with it
        for _ in range(min(MOST_DRAWN, budget // (3 * self.size or 1))):
            width = draw.choice((0.2, 0.5, 1.0))
            shaken = [tail * draw.uniform(1 - width, 1 + width) for tail in self.remaining]
            found.append(self._placed(shaken))
            found.append(self._justified(found[-1]))
        return found

    @cached_property
    def unconstrained(self) -> list[float]:
        """When each would be done, were there enough of everything."""
        done = [math.inf] * self.size
        for number, activity in enumerate(self.activities):
            done[number] = self._earliest(activity, done.__getitem__) + activity.duration
        return done

    def _earliest(self, activity: Activity, done: Callable[[int], float]) -> float:
        start = max(activity.release, self._enough_from(activity))
        for needed, members in activity.after:
            if needed == len(members):
                start = max(start, *map(done, members))
            else:
                start = max(start, sorted(map(done, members))[needed - 1])
        return start

    def _enough_from(self, activity: Activity) -> float:
        """When enough of everything is there, if nobody else takes any."""
        return max((self.resources[r].from_when(n) for r, n in self._limited(activity)), default=0)

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
            earliest = self._earliest(activity, done.__getitem__)
            start = self._place(activity, earliest, profiles)
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

    def _place(
        self, activity: Activity, start: float, profiles: Sequence[_Profile]
    ) -> float | None:
        """Take what an activity needs as early as there is enough of it; None where never."""
        limited = self._limited(activity)
        while limited:
            end = start + activity.duration
            conflicts = (profiles[r].conflict(start, end, amount) for r, amount in limited)
            later = max((time for time in conflicts if time is not None), default=None)
            if later is None:
                break
            if later == math.inf:
                return None
            start = later
        for resource, amount in limited:
            profiles[resource].take(start, start + activity.duration, amount)
        return start

    def _limited(self, activity: Activity) -> list[tuple[int, int]]:
        if not activity.duration:
            return []
        return [(r, n) for r, n in activity.demands if self.resources[r].capacity is not None]

    def _justified(self, starts: list[float | None]) -> list[float | None]:
        """The schedule moved to the right as far as its end allows, and back to the left."""
        if None in starts or any(resource.away for resource in self.resources):
            return starts
        known = [start for start in starts if start is not None]
        done = [s + a.duration for s, a in zip(known, self.activities, strict=True)]
        end = max(done, default=0.0)
        latest = [end] * self.size
        profiles = [_Profile(resource) for resource in self.resources]
        right = [0.0] * self.size
        for number in self._backwards(known, done):
            activity = self.activities[number]
            # Seen from the end, time runs backwards, and it is placed as early as it can be.
            start = self._place(activity, end - latest[number], profiles)
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
