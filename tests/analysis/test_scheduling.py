"""Schedules: no rule is ever broken, and how near they come to the best there is."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itspm_graph.analysis.scheduling import Activity, Due, Resource, Schedule, schedule

# Fisher and Thompson 1963, six jobs on six machines: (machine, duration); the best is 55.
FT06 = [
    [(2, 1), (0, 3), (1, 6), (3, 7), (5, 3), (4, 6)],
    [(1, 8), (2, 5), (4, 10), (5, 10), (0, 10), (3, 4)],
    [(2, 5), (3, 4), (5, 8), (0, 9), (1, 1), (4, 7)],
    [(1, 5), (0, 5), (2, 5), (3, 3), (4, 8), (5, 9)],
    [(2, 9), (1, 3), (4, 5), (5, 4), (0, 3), (3, 1)],
    [(1, 3), (3, 3), (5, 9), (0, 10), (4, 4), (2, 1)],
]
# Lawrence 1984, la01: ten jobs on five machines; the best is 666.
LA01 = [
    [(1, 21), (0, 53), (4, 95), (3, 55), (2, 34)],
    [(0, 21), (3, 52), (4, 16), (2, 26), (1, 71)],
    [(3, 39), (4, 98), (1, 42), (2, 31), (0, 12)],
    [(1, 77), (0, 55), (4, 79), (2, 66), (3, 77)],
    [(0, 83), (3, 34), (2, 64), (1, 19), (4, 37)],
    [(1, 54), (2, 43), (4, 79), (0, 92), (3, 62)],
    [(3, 69), (4, 77), (1, 87), (2, 87), (0, 93)],
    [(2, 38), (0, 60), (1, 41), (3, 24), (4, 83)],
    [(3, 17), (1, 49), (4, 25), (0, 44), (2, 98)],
    [(4, 77), (3, 79), (2, 43), (1, 75), (0, 96)],
]


def job_shop(jobs: list[list[tuple[int, int]]]) -> tuple[list[Activity], list[Resource]]:
    activities: list[Activity] = []
    for job in jobs:
        for place, (machine, duration) in enumerate(job):
            after = ((1, (len(activities) - 1,)),) if place else ()
            activities.append(Activity(duration, demands=((machine, 1),), after=after))
    return activities, [Resource(1)] * (1 + max(m for job in jobs for m, _ in job))


@pytest.mark.parametrize(("jobs", "best"), [(FT06, 55), (LA01, 666)], ids=["ft06", "la01"])
def test_public_instances(jobs: list[list[tuple[int, int]]], best: int) -> None:
    activities, resources = job_shop(jobs)
    found = schedule(activities, resources)
    check(activities, resources, found)
    assert found.lower_bound <= best <= found.end <= 1.06 * best
    assert schedule(activities, resources) == found


def check(activities: Sequence[Activity], resources: Sequence[Resource], found: Schedule) -> None:
    """Nothing begins too early, and nothing is used that isn't there."""
    done = [
        math.inf if start is None else start + activity.duration
        for start, activity in zip(found.starts, activities, strict=True)
    ]
    for start, activity in zip(found.starts, activities, strict=True):
        if start is not None:
            assert start >= activity.release
            for needed, members in activity.after:
                assert sum(done[m] <= start for m in members) >= needed
    instants = {start for start in found.starts if start is not None}
    instants |= {until for resource in resources for until, _ in resource.away}
    for number, resource in enumerate(resources):
        for instant in instants if resource.capacity is not None else ():
            taken = sum(amount for until, amount in resource.away if instant < until)
            used = [
                amount
                for n, activity in enumerate(activities)
                for each, amount in activity.demands
                if each == number and (start := found.starts[n]) is not None
                if start <= instant < done[n]
            ]
            assert not used or sum(used) + taken <= resource.capacity
    finished = [d for d in done if d < math.inf]
    assert found.end == max(finished, default=0)
    assert found.lower_bound <= found.end + 1e-9


@st.composite
def projects(draw: st.DrawFn, most: int) -> tuple[list[Activity], list[Resource]]:
    resources = [
        Resource(draw(st.integers(1, 3)), tuple(draw(st.lists(away(), max_size=1))))
        for _ in range(draw(st.integers(1, 2)))
    ]
    activities: list[Activity] = []
    for number in range(draw(st.integers(1, most))):
        after = []
        for _ in range(draw(st.integers(0, 2)) if number else 0):
            members = draw(st.sets(st.integers(0, number - 1), min_size=1, max_size=3))
            after.append((draw(st.integers(1, len(members))), tuple(sorted(members))))
        demands = [(r, draw(st.integers(0, 3))) for r in range(len(resources))]
        due = draw(st.one_of(st.none(), st.builds(Due, st.integers(1, 3), st.integers(0, 9))))
        activities.append(
            Activity(
                draw(st.integers(0, 4)),
                draw(st.integers(0, 3)),
                tuple((r, n) for r, n in demands if n),
                tuple(after),
                due,
            )
        )
    return activities, resources


def away() -> st.SearchStrategy[tuple[float, int]]:
    return st.tuples(st.sampled_from([2.0, 5.0, math.inf]), st.just(1))


@given(projects(8))
def test_no_rule_is_broken(drawn: tuple[list[Activity], list[Resource]]) -> None:
    activities, resources = drawn
    found = schedule(activities, resources)
    check(activities, resources, found)
    able = possible(activities, resources)
    assert [start is not None for start in found.starts] == able


def possible(activities: Sequence[Activity], resources: Sequence[Resource]) -> list[bool]:
    """What can be done some day: enough of everything comes back, and so for what is awaited."""
    left = [
        math.inf if r.capacity is None
        else r.capacity - sum(amount for until, amount in r.away if until == math.inf)
        for r in resources
    ]  # fmt: skip
    found: list[bool] = []
    for activity in activities:
        people = not activity.duration or all(left[r] >= n for r, n in activity.demands)
        waits = all(sum(found[m] for m in members) >= n for n, members in activity.after)
        found.append(people and waits)
    return found


@given(projects(5))
def test_near_the_best_of_all(drawn: tuple[list[Activity], list[Resource]]) -> None:
    """Against every order in which activities could be taken, each set as early as it can be."""
    activities = [a.__class__(a.duration, a.release, a.demands, a.after) for a in drawn[0]]
    resources = [Resource(r.capacity) for r in drawn[1]]
    if not all(possible(activities, resources)):
        return
    best = min(
        end
        for order in itertools.permutations(range(len(activities)))
        if (end := by_order(activities, resources, order)) is not None
    )
    found = schedule(activities, resources)
    assert found.lower_bound <= best
    assert found.end == best


def by_order(
    activities: Sequence[Activity], resources: Sequence[Resource], order: Sequence[int]
) -> float | None:
    """When all is done if taken in this order, minute by minute; None where that can't be."""
    starts: dict[int, float] = {}
    for number in order:
        activity = activities[number]
        start = activity.release
        while not fits(activities, resources, starts, number, start):
            start += 1
            if start > 60:
                return None
        starts[number] = start
    return max(start + activities[n].duration for n, start in starts.items())


def fits(
    activities: Sequence[Activity],
    resources: Sequence[Resource],
    starts: dict[int, float],
    number: int,
    start: float,
) -> bool:
    activity = activities[number]
    for needed, members in activity.after:
        done = [starts[m] + activities[m].duration for m in members if m in starts]
        if sum(each <= start for each in done) < needed:
            return False
    for minute in range(int(start), int(start + activity.duration)):
        for each, amount in activity.demands:
            used = amount
            for other, begun in starts.items():
                if begun <= minute < begun + activities[other].duration:
                    used += sum(n for r, n in activities[other].demands if r == each)
            if used > (resources[each].capacity or 0):
                return False
    return True


def test_what_matters_more_comes_first() -> None:
    one = Resource(1)
    late = Activity(10, demands=((0, 1),), due=Due(1, 10))
    early = Activity(5, demands=((0, 1),), due=Due(2, 5))
    found = schedule([early, late], [one])
    assert found.starts == (10, 0)


def test_people_who_are_away_come_back_or_not() -> None:
    work = [Activity(10, demands=((0, 2),))]
    assert schedule(work, [Resource(3, ((60.0, 2),))]).starts == (60,)
    assert schedule(work, [Resource(3, ((math.inf, 2),))]).starts == (None,)
    assert schedule(work, [Resource(None)]).starts == (0,)


def test_the_member_that_is_back_first_is_enough() -> None:
    """Without limits the first would be back sooner, but its people are busy."""
    busy = Activity(30, demands=((0, 1),), due=Due(1, 0))
    first, second = Activity(10, demands=((0, 1),)), Activity(15)
    owner = Activity(5, after=((1, (1, 2)),))
    found = schedule([busy, first, second, owner], [Resource(1)])
    assert found.starts == (0, 30, 0, 15)
