"""Availability: closed forms, generated fault trees and cycles against brute force."""

from __future__ import annotations

import math
from itertools import pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itspm_graph.analysis.availability import Availability, Drawing, availability
from itspm_graph.analysis.diagrams import Limits
from itspm_graph.analysis.impact import CyclePolicy
from itspm_graph.analysis.simulation import wilson
from itspm_graph.errors import LimitExceeded
from tests.analysis.oracle import (
    Table,
    bridge,
    by_propagation,
    drawn_tree,
    requires,
    with_unavailability,
)
from tests.analysis.test_structure_function import Scene, policies, scenes
from tests.estates import Edges, estate, needs


def of(edges: Edges, own: dict[str, float], **properties: object) -> Availability:
    """The availability of component s where these are up so often."""
    nodes = {f"component:{name}": {"availability": up} for name, up in own.items()}
    graph = estate(edges, {"component:s": {}, **nodes})
    return availability(graph, graph.position("component:s"))


def alike(names: str, up: float) -> dict[str, float]:
    return dict.fromkeys(names, up)


CLOSED_FORMS: list[tuple[str, Edges, dict[str, float], float]] = [
    ("series of three", needs("s", "a", "b", "c"), alike("abc", 0.999), 0.997002999),
    ("parallel", requires("s", 1, "a", "b"), alike("ab", 0.99), 0.9999),
    ("2 of 3", requires("s", 2, "a", "b", "c"), alike("abc", 0.9), 0.972),
    ("3 of 5", requires("s", 3, *"abcde"), alike("abcde", 0.9), 0.99144),
    ("2 of 4", requires("s", 2, *"abcd"), alike("abcd", 0.95), 0.99951875),
    ("1 of 3", requires("s", 1, *"abc"), alike("abc", 0.9), 0.999),
    ("bridge, 0.9", *bridge(0.9), 0.97848),
    ("bridge, 0.99", *bridge(0.99), 0.9997980498),
    ("bridge, 0.5", *bridge(0.5), 0.5),
    ("diamond: both branches need c",
     needs("s", "a", "b") + needs("a", "c") + needs("b", "c"), alike("abc", 0.99), 0.970299),
    ("diamond: one branch suffices",
     requires("s", 1, "a", "b") + needs("a", "c") + needs("b", "c"), alike("abc", 0.99), 0.989901),
    ("beta factor 0.2 of two, each down 0.1",
     requires("s", 1, "a", "b") + needs("s", "both"), {"a": 0.92, "b": 0.92, "both": 0.98},
     1 - 0.026272),
    ("beta factor 0.2 of three trains of a pump and a valve, each down 0.1",
     requires("s", 1, "t1", "t2", "t3")
     + [e for n in "123" for e in needs(f"t{n}", f"p{n}", f"v{n}")]
     + needs("s", "pumps", "valves"),
     {**{f"{kind}{n}": 0.92 for kind, n in product("pv", "123")}, "pumps": 0.98, "valves": 0.98},
     1 - (1 - 0.98 * 0.98 * (1 - (1 - 0.92 * 0.92) ** 3))),
    ("alone", [], {"s": 0.97}, 0.97),
    ("nothing that fails", needs("s", "a"), {}, 1.0),
]  # fmt: skip


@pytest.mark.parametrize(
    ("edges", "own", "expected"),
    [pytest.param(*case[1:], id=case[0]) for case in CLOSED_FORMS],
)
def test_closed_forms(edges: Edges, own: dict[str, float], expected: float) -> None:
    found = of(edges, own)
    assert found.method == "exact"
    assert found.interval is None
    assert found.availability == pytest.approx(expected, abs=1e-12)


def test_the_published_value_of_the_three_trains() -> None:
    """0.04308 is what SCRAM's documentation gives for the beta-factor example of Open-PSA."""
    case = next(case for case in CLOSED_FORMS if "three trains" in case[0])
    assert of(case[1], case[2]).unavailability == pytest.approx(0.04308, abs=5e-6)


def test_small_values_keep_their_digits() -> None:
    edges = requires("s", 1, "a", "b") + requires("s", 2, "c", "d", "e")
    own = {"a": 1e-9, "b": 3e-9, "c": 1e-10, "d": 2e-10, "e": 5e-10}
    nodes = {f"component:{name}": {"unavailability": q} for name, q in own.items()}
    graph = estate(edges, nodes)
    found = availability(graph, graph.position("component:s")).unavailability
    pairs = 1e-10 * 2e-10 + 1e-10 * 5e-10 + 2e-10 * 5e-10
    assert found == pytest.approx(3e-18 + pairs, rel=1e-9)


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ({"unavailability": 0.25}, 0.25),
        ({"availability": 0.999}, 0.001),
        ({"mtbf_hours": 999, "mttr_hours": 1}, 0.001),
        ({"unavailability": 0}, 0.0),
        ({}, 0.0),
    ],
)
def test_how_an_element_states_it(stated: dict[str, float], expected: float) -> None:
    graph = estate(needs("s", "a"), {"component:a": stated})
    found = availability(graph, graph.position("component:s"))
    assert found.unavailability == expected


shares = st.floats(0.001, 0.999)


@pytest.mark.slow
@given(scenes, policies, st.lists(shares, min_size=6, max_size=6))
@settings(max_examples=500, deadline=None)
def test_equals_enumeration(scene: Scene, policy: CyclePolicy, own: list[float]) -> None:
    drawn, basic, target = scene
    graph = with_unavailability(drawn.graph(), {p: own[p] for p in basic})
    events = sorted(basic)
    table = by_propagation(graph, target, events, policy)
    q = [own[p] for p in events]
    found = availability(graph, target, policy=policy)
    assert found.unavailability == pytest.approx(table.probability(q), rel=1e-9, abs=1e-300)
    assert_importance(found, table, q)
    assert found.bounds is not None
    low, high = found.bounds
    assert 0 <= low <= found.unavailability + 1e-12
    assert found.unavailability <= high + 1e-12
    for state in dependent(table, q):
        assert low - 1e-12 <= state <= high + 1e-12


def assert_importance(found: Availability, table: Table, q: list[float]) -> None:
    """By definition: conditional probabilities from the table."""
    whole = table.probability(q)
    by_position = {item.position: item for item in found.importance}
    for number, event in enumerate(table.events):
        certain = table.probability([*q[:number], 1.0, *q[number + 1 :]])
        without = table.probability([*q[:number], 0.0, *q[number + 1 :]])
        item = by_position.get(event)
        if item is None:
            assert certain == pytest.approx(without, abs=1e-12)
            continue
        exactly = {"rel": 1e-6, "abs": 1e-12}
        assert item.unavailability == q[number]
        assert item.marginal == pytest.approx(certain - without, **exactly)
        assert item.critical == pytest.approx(q[number] * (certain - without) / whole, **exactly)
        assert item.diagnostic == pytest.approx(q[number] * certain / whole, **exactly)
        assert item.achievement_worth == pytest.approx(certain / whole, **exactly)
        if without > 1e-12 * whole:
            assert item.reduction_worth == pytest.approx(whole / without, **exactly)
        else:
            assert item.reduction_worth > 1e9


def dependent(table: Table, q: list[float]) -> list[float]:
    """The target's unavailability under extreme dependences with the same marginals.

    Events occur where a uniform number falls: into [0, q], or into [1-q, 1], or one event's part
    begins where that of the one before ends, as on a wheel.
    """
    starts: list[list[float]] = [
        [0.0 if side else 1 - own for side, own in zip(sides, q, strict=True)]
        for sides in product([True, False], repeat=len(q))
    ]
    starts.append([math.fsum(q[:number]) % 1.0 for number in range(len(q))])
    return [_on_a_wheel(table, q, begin) for begin in starts]


def _on_a_wheel(table: Table, q: list[float], starts: list[float]) -> float:
    ends = {0.0, 1.0, *starts, *((s + own) % 1.0 for s, own in zip(starts, q, strict=True))}
    cuts = sorted(ends)
    total = 0.0
    for low, high in pairwise(cuts):
        middle = (low + high) / 2
        occurred = frozenset(
            event
            for event, start, own in zip(table.events, starts, q, strict=True)
            if (middle - start) % 1.0 < own
        )
        if occurred in table.failing:
            total += high - low
    return total


@pytest.mark.parametrize("seed", range(5))
def test_generated_trees(seed: int) -> None:
    tree = drawn_tree(seed, events=11, gates=12)
    q = [0.02 * (event + 1) for event in range(tree.events)]
    graph = tree.graph(q)
    found = availability(graph, graph.position("service:top"))
    assert found.unavailability == pytest.approx(tree.table().probability(q), rel=1e-12)


def test_series_attains_the_frechet_bounds() -> None:
    """Series of 0.999³: between 0.997 and 0.999, whatever the dependence."""
    found = of(needs("s", "a", "b", "c"), alike("abc", 0.999))
    assert found.bounds == pytest.approx((0.001, 0.003), abs=1e-15)


def test_parallel_attains_the_frechet_bounds() -> None:
    found = of(requires("s", 1, "a", "b"), {"a": 0.4, "b": 0.3})
    assert found.bounds == pytest.approx((0.3, 0.6), abs=1e-15)


def test_wilson_by_the_textbook() -> None:
    """10 of 50 at 95 %: 0.1124 … 0.3304 (Wilson 1927; Newcombe 1998 gives the same form)."""
    assert wilson(10, 50, 0.95) == pytest.approx((0.1124, 0.3304), abs=5e-5)
    low, high = wilson(0, 1_000_000, 0.95)
    assert low == 0
    assert high == pytest.approx(3.84e-6, abs=1e-8)
    assert wilson(7, 7, 0.95)[1] == 1


def test_the_interval_covers_at_the_stated_rate() -> None:
    tree = drawn_tree(5, events=11, gates=12)
    q = [0.05 * (event + 1) for event in range(tree.events)]
    graph = tree.graph(q)
    target = graph.position("service:top")
    exact = availability(graph, target).unavailability
    covered = 0
    for seed in range(200):
        drawing = Drawing(samples=2_000, seed=seed, confidence=0.9)
        found = availability(graph, target, method="simulated", drawing=drawing)
        assert found.interval is not None
        covered += found.interval[0] <= exact <= found.interval[1]
    assert 168 <= covered <= 192  # 180 expected; three standard deviations either way


def test_drawing_is_repeatable_and_says_so() -> None:
    graph = drawn_tree(5, events=11, gates=12).graph([0.2] * 11)
    target = graph.position("service:top")
    drawing = Drawing(samples=100_000, seed=42)
    one = availability(graph, target, method="simulated", drawing=drawing)
    assert one == availability(graph, target, method="simulated", drawing=drawing)
    other = Drawing(samples=100_000, seed=43)
    assert one != availability(graph, target, method="simulated", drawing=other)
    assert (one.method, one.drawing, one.why) == ("simulated", drawing, "as asked")


def test_what_is_too_large_is_drawn_and_says_why() -> None:
    tree = drawn_tree(3, events=60, gates=60)
    graph = tree.graph([0.1] * 60)
    target = graph.position("service:top")
    exact = availability(graph, target)
    assert exact.method == "exact"
    found = availability(graph, target, limits=Limits(nodes=16))
    assert found.method == "simulated"
    assert "more than 16 nodes" in found.why
    assert found.interval is not None
    assert found.interval[0] <= exact.unavailability <= found.interval[1]
    with pytest.raises(LimitExceeded):
        availability(graph, target, method="exact", limits=Limits(nodes=16))
