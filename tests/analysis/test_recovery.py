"""Times of recovery: worked cases of the domain reference, and plain iteration as an oracle."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from itspm_graph.analysis.capacity import weakened
from itspm_graph.analysis.impact import impact
from itspm_graph.analysis.load_sharing import load_sharing
from itspm_graph.analysis.recovery import (
    Recovery,
    Work,
    recover,
    recovery_times,
    stated_work,
    workarounds,
)
from itspm_graph.analysis.requirements import requirements, start_requirements
from itspm_graph.analysis.rising import Rising
from itspm_graph.graph import Change, Graph, canonical
from itspm_graph.records import Ref
from itspm_graph.spreading import Kernel
from tests.estates import Drawn, Loaded, drawn_estates, estate, loaded_estates, needs

KERNELS: tuple[Kernel, ...] = ("plain", "compiled")
CASES = {
    "each begins when the one below is back": (
        estate(
            needs("web", "app") + needs("app", "db"),
            {
                "component:db": {"restore_minutes": 240},
                "component:app": {"start_minutes": 60},
                "component:web": {"start_minutes": 30},
            },
        ),
        ["db"],
        {"db": 240, "app": 300, "web": 330},
    ),
    "a member that stands keeps the group up": (
        estate(
            needs("app", "a", "b", group="db", at_least=1),
            {"component:a": {"restore_minutes": 240}},
        ),
        ["a"],
        {"a": 240},
    ),
    "the second of three is enough": (
        estate(
            needs("app", "a", "b", "c", group="db", at_least=2),
            {
                "component:a": {"restore_minutes": 10},
                "component:b": {"restore_minutes": 50},
                "component:c": {"restore_minutes": 90},
            },
        ),
        ["a", "b", "c"],
        {"a": 10, "b": 50, "c": 90, "app": 50},
    ),
    "two that wait for each other never come back": (
        estate(needs("a", "b") + needs("b", "a"), {}),
        ["a", "b"],
        {"a": math.inf, "b": math.inf},
    ),
    "restoring goes on while providers are down": (
        estate(
            needs("app", "db"),
            {
                "component:db": {"restore_minutes": 30, "start_minutes": 5},
                "component:app": {"restore_minutes": 100, "start_minutes": 1},
            },
        ),
        ["app", "db"],
        {"db": 35, "app": 101},
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_worked_cases(case: str) -> None:
    graph, hit, expected = CASES[case]
    assert named(graph, recovery(graph, hit).minutes) == expected


def recovery(graph: Graph, hit: list[str], detection: float = 0.0) -> Recovery:
    failed = [graph.position(Ref(f"component:{name}")) for name in hit]
    stated = stated_work(graph, {*failed, *fallen(graph, failed)})
    work = {
        p: Work(detection + ((restore or 0.0) if p in failed else 0.0), start or 0.0)
        for p, (restore, start) in stated.items()
    }
    return recover(start_requirements(graph), work, work, workarounds=workarounds(graph))


def named(graph: Graph, by_position: Mapping[int, Any]) -> dict[str, Any]:
    return {graph.ref(p).slug: value for p, value in by_position.items()}


def fallen(graph: Graph, failed: list[int]) -> list[int]:
    return [affected.position for affected in impact(graph, failed)]


def test_detection_delays_everything() -> None:
    graph, hit, expected = CASES["each begins when the one below is back"]
    later = {name: minutes + 15 for name, minutes in expected.items()}
    assert named(graph, recovery(graph, hit, 15).minutes) == later


STARTED = needs("app", "db") + needs("app", "keys", phase="start") + needs("keys", "site")
TIMES = {
    "component:site": {"restore_minutes": 120},
    "component:keys": {"start_minutes": 30},
    "component:db": {"restore_minutes": 20},
    "component:app": {"start_minutes": 5},
}


def test_what_is_needed_to_start_delays_and_takes_nothing_down() -> None:
    graph = estate(STARTED, TIMES)
    assert named(graph, recovery(graph, ["site"]).minutes) == {"site": 120, "keys": 150}
    both = recovery(graph, ["site", "db"])
    assert named(graph, both.minutes) == {"site": 120, "keys": 150, "db": 20, "app": 155}
    waited = {graph.ref(p).slug: graph.ref(q).slug for p, q in both.waited_for.items()}
    assert waited == {"keys": "site", "app": "keys"}


def test_a_procedure_says_more_than_its_element() -> None:
    edges = [("HAS_PROCEDURE", "component:db", f"recovery-procedure:{n}", {}) for n in ("a", "b")]
    nodes = {
        "component:db": {"restore_minutes": 10, "start_minutes": 3},
        "recovery-procedure:a": {"restore_minutes": 60},
        "recovery-procedure:b": {"restore_minutes": 90},
    }
    graph = estate(edges, nodes)
    position = graph.position(Ref("component:db"))
    assert stated_work(graph, [position]) == {position: (90.0, 3)}


DEADLOCK = (
    needs("sign-in", "directory", phase="start")
    + needs("directory", "store")
    + needs("store", "sign-in", phase="start")
    + needs("portal", "sign-in")
    + needs("store", "power")
    + needs("sign-in", "power")
)


def test_a_deadlock_is_found_and_told() -> None:
    graph = estate(DEADLOCK, {})
    found = recovery(graph, ["power"])
    slugs = named(graph, found.minutes)
    stuck = ["directory", "sign-in", "store"]
    assert {name for name, minutes in slugs.items() if minutes == math.inf} == {*stuck, "portal"}
    assert [[graph.ref(p).slug for p in lock] for lock in found.deadlocks] == [stuck]
    waits = {
        graph.ref(p).slug: [graph.ref(m).slug for wait in each for m in wait.members]
        for p, each in found.blocked.items()
    }
    assert waits == {
        "directory": ["store"],
        "portal": ["sign-in"],
        "sign-in": ["directory"],
        "store": ["sign-in"],
    }


def test_a_documented_workaround_breaks_it() -> None:
    by_hand = [
        (label, s, t, {**p, "workaround": "Sealed password"} if t.endswith("sign-in") else p)
        for label, s, t, p in DEADLOCK
    ]
    times = {
        "component:power": {"restore_minutes": 60},
        "component:store": {"start_minutes": 10},
        "component:directory": {"start_minutes": 7},
    }
    graph = estate(by_hand, times)
    found = recovery(graph, ["power"])
    assert named(graph, found.minutes) == {
        "power": 60, "store": 70, "directory": 77, "sign-in": 77, "portal": 77,
    }  # fmt: skip
    assert found.deadlocks == []
    hand = {graph.ref(p).slug: [graph.ref(m).slug for m in ms] for p, ms in found.by_hand.items()}
    assert hand == {"store": ["sign-in"]}


def test_what_merely_waits_for_a_deadlock_is_none_itself() -> None:
    graph = estate(
        needs("a", "b") + needs("b", "a") + needs("c", "d", "a", group="g", at_least=1)
        + needs("d", "c"), {},
    )  # fmt: skip
    found = recovery(graph, ["a", "c", "d"])
    assert [[graph.ref(p).slug for p in lock] for lock in found.deadlocks] == [["a", "b"]]
    assert all(minutes == math.inf for minutes in found.minutes.values())


# --- the least solution, by plain iteration ---------------------------------------------------


@given(st.data(), drawn_estates())
def test_the_least_solution(data: st.DataObject, drawn: Drawn) -> None:
    minutes = st.integers(0, 9)
    graph = drawn.graph()
    changes = []
    for number in range(drawn.size):
        stated = {"restore_minutes": data.draw(minutes), "start_minutes": data.draw(minutes)}
        before = graph.properties(number)
        ref = Ref(f"component:n{number}")
        changes.append(Change(ref, canonical(before), canonical({**before, **stated})))
    graph = graph.apply(changes)
    hit = data.draw(st.sets(st.integers(0, drawn.size - 1), min_size=1))
    down = {*hit, *fallen(graph, sorted(hit))}
    work = {
        p: Work(graph.properties(p)["restore_minutes"] if p in hit else 0,
                graph.properties(p)["start_minutes"])
        for p in down
    }  # fmt: skip
    found = recover(requirements(graph), work, down, kernel="plain")
    assert found == recover(requirements(graph), work, down, kernel="compiled")
    assert found.minutes == by_iteration(drawn, graph, hit, down)
    lost = np.isin(np.arange(drawn.size), sorted(down))
    ready = np.array(
        [work[p].ready if p in down else 0.0 for p in range(drawn.size)], dtype=np.float64
    )
    start = np.array(
        [work[p].start if p in down else 0.0 for p in range(drawn.size)], dtype=np.float64
    )
    for kernel in KERNELS:
        times = recovery_times(requirements(graph), lost, ready, start, kernel)
        assert {p: times[p] for p in sorted(down)} == found.minutes
    assert bool(found.deadlocks) == (math.inf in found.minutes.values())
    assert found.blocked.keys() == {p for p in down if found.minutes[p] == math.inf}


def by_iteration(drawn: Drawn, graph: Graph, hit: set[int], down: set[int]) -> dict[int, float]:
    """T = max(restore, order statistics of what is needed) + start, from infinity down.

    So what only waits for itself stays at infinity.
    """
    times = dict.fromkeys(down, math.inf)
    changed = True
    while changed:
        changed = False
        for position in down:
            stated = graph.properties(position)
            own = [r for r in drawn.requirements if r.owner == position]
            ready = [sorted(times.get(m, 0.0) for m in r.members)[r.needed - 1] for r in own]
            first = stated["restore_minutes"] if position in hit else 0
            back = max([first, *ready]) + stated["start_minutes"]
            if back < times[position]:
                times[position] = back
                changed = True
    return times


# --- a part of capacity -----------------------------------------------------------------------

SHARED = [edge for n in (1, 2, 3) for edge in needs("shop", f"web-{n}", group="web", share=0.5)]


@pytest.mark.parametrize(
    ("mbco", "expected"),
    [(0.5, {"web-1": 10, "web-2": 20, "web-3": 30, "shop": 15}),
     (0.8, {"web-1": 10, "web-2": 20, "web-3": 30, "shop": 25}),
     (None, {"web-1": 10, "web-2": 20, "web-3": 30, "shop": 15})],
)  # fmt: skip
def test_a_shared_load_is_back_with_enough_of_its_members(
    mbco: float | None, expected: dict[str, float]
) -> None:
    nodes: dict[str, dict[str, Any]] = {
        f"component:web-{n}": {"restore_minutes": 10 * n} for n in (1, 2, 3)
    }
    nodes["component:shop"] = {"start_minutes": 5} | ({"mbco": mbco} if mbco else {})
    graph = estate(SHARED, nodes)
    failed = [graph.position(Ref(f"component:web-{n}")) for n in (1, 2, 3)]
    found = leveled(graph, dict.fromkeys(failed, 0.0))
    assert named(graph, found.minutes) == expected


def test_what_is_hit_in_part_keeps_serving_and_is_whole_later() -> None:
    graph = estate(
        needs("shop", "site"),
        {
            "component:site": {"restore_minutes": 90},
            "component:shop": {"mbco": 0.6, "start_minutes": 1},
        },
    )
    site = graph.position(Ref("component:site"))
    assert named(graph, leveled(graph, {site: 0.5}).minutes) == {"site": 90, "shop": 91}
    assert named(graph, leveled(graph, {site: 0.7}).minutes) == {"site": 90}


def leveled(graph: Graph, hits: Mapping[int, float]) -> Recovery:
    work, lost, least = levels(graph, hits)
    down = {p for p in lost if fallen_or_hit(graph, hits, p)}
    rising = Rising(load_sharing(graph), hits, down, least)
    return recover(start_requirements(graph), work, lost, rising)


def fallen_or_hit(graph: Graph, hits: Mapping[int, float], position: int) -> bool:
    failed = [p for p, left in hits.items() if not left]
    return position in {*failed, *fallen(graph, failed)}


def levels(
    graph: Graph, hits: Mapping[int, float]
) -> tuple[dict[int, Work], set[int], dict[int, float]]:
    """What takes work, who of it is lost, and the least that serves."""
    least = {
        p: graph.properties(p)["mbco"]
        for p in graph.positions()
        if graph.properties(p).get("mbco") is not None
    }
    failed = [p for p, left in hits.items() if not left]
    down = {*failed, *fallen(graph, failed)}
    left = {item.position: item.capacity for item in remaining(graph, hits, down)}
    lost = {*down, *(p for p, c in left.items() if c <= 0 or c < least.get(p, 0) - 1e-9)}
    stated = stated_work(graph, {*hits, *lost})
    work = {
        p: Work((restore or 0.0) if p in hits else 0.0, start or 0.0)
        for p, (restore, start) in stated.items()
    }
    return work, lost, least


def remaining(graph: Graph, hits: Mapping[int, float], down: set[int]) -> list[Any]:
    return weakened(graph, hits, dict.fromkeys(down, 0))


@given(st.data(), loaded_estates())
def test_levels_of_capacity_against_a_clock(data: st.DataObject, drawn: Loaded) -> None:
    """The same by asking minute after minute who could start, with capacities from scratch."""
    minutes = st.integers(0, 6)
    graph = drawn.graph()
    changes = []
    for number in range(drawn.size):
        stated = {"restore_minutes": data.draw(minutes), "start_minutes": data.draw(minutes)}
        if (least := data.draw(st.sampled_from([None, 0.3, 0.8, 1.0]))) is not None:
            stated["mbco"] = least
        before = graph.properties(number)
        ref = graph.ref(number)
        changes.append(Change(ref, canonical(before), canonical({**before, **stated})))
    graph = graph.apply(changes)
    hit = data.draw(st.sets(st.integers(0, drawn.size - 1), min_size=1))
    hits = {position: data.draw(st.sampled_from([0.0, 0.0, 0.5])) for position in sorted(hit)}
    work, lost, least = levels(graph, hits)
    down = {p for p in lost if fallen_or_hit(graph, hits, p)}
    if {item.position for item in remaining(graph, hits, down) if not item.capacity}:
        return  # cycles that drained are down without having failed: not what this asks
    rising = Rising(load_sharing(graph), hits, down, least)
    found = recover(requirements(graph), work, lost, rising).minutes
    assert found == by_the_clock(drawn, graph, dict(hits), set(down), work, lost, least)


def by_the_clock(
    drawn: Loaded,
    graph: Graph,
    hits: dict[int, float],
    down: set[int],
    work: Mapping[int, Work],
    lost: set[int],
    least: Mapping[int, float],
) -> dict[int, float]:
    """Every minute: who is back; then who of the others may begin to start, as things are."""
    back: dict[int, float] = {}
    due: dict[int, float] = {}
    for now in range(0, 14 * drawn.size + 14):
        changed = True
        while changed:
            changed = False
            for position, at in list(due.items()):
                if at <= now and position not in back:
                    back[position] = at
                    hits.pop(position, None)
                    down.discard(position)
                    changed = True
            for position in work.keys() - due.keys():
                # Were it up itself: what others of its cycle lack of it comes back with it.
                others = {p: share for p, share in hits.items() if p != position}
                found = remaining(graph, others, down - {position})
                left = {item.position: item.capacity for item in found}
                left |= dict.fromkeys(down - {position}, 0.0)
                if work[position].ready <= now and able(
                    drawn, position, left, lost - back.keys(), least
                ):
                    due[position] = now + work[position].start
                    changed = True
    return {position: back.get(position, math.inf) for position in work}


def able(
    drawn: Loaded,
    position: int,
    left: Mapping[int, float],
    away: set[int],
    least: Mapping[int, float],
) -> bool:
    own = [load for load in drawn.loads if load.owner == position]
    hard = [load for load in own if load.weight is None]
    if any(sum(m not in away for m in load.members) < load.needed for load in hard):
        return False
    if position not in least:
        return True
    delivered = []
    for load in own:
        values = [left.get(m, 1.0) for m in load.members]
        if load.shares is None:
            met = sorted(values, reverse=True)[load.needed - 1]
        elif sum(v > 0 for v in values) < load.needed:
            met = 0.0
        else:
            met = min(1.0, sum(s * v for s, v in zip(load.shares, values, strict=True)))
        delivered.append(met if load.weight is None else 1 - load.weight * (1 - met))
    return min(delivered, default=1.0) >= least[position] - 1e-9
