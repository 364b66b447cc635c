"""Times of recovery: worked cases of the domain reference, and plain iteration as an oracle."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itspm_graph.analysis.impact import impact
from itspm_graph.analysis.recovery import recovery_minutes
from itspm_graph.analysis.requirements import requirements
from itspm_graph.graph import Change, Graph, canonical
from itspm_graph.records import Ref
from tests.estates import Drawn, drawn_estates, estate, needs

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
    failed = [graph.position(Ref(f"component:{name}")) for name in hit]
    found = recovery_minutes(graph, requirements(graph), failed, fallen(graph, failed))
    assert {graph.ref(p).slug: minutes for p, minutes in found.items()} == expected


def fallen(graph: Graph, failed: list[int]) -> list[int]:

    return [affected.position for affected in impact(graph, failed)]


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
    found = recovery_minutes(graph, requirements(graph), sorted(hit), sorted(down))
    assert found == by_iteration(drawn, graph, hit, down)


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
