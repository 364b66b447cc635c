"""Loss below a share of capacity against brute force over all assignments."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from itspm_graph.analysis.availability import Drawing, availability
from itspm_graph.analysis.capacity_trials import CapacityTrials
from itspm_graph.analysis.cut_sets import count_cut_sets, cut_sets
from itspm_graph.analysis.diagrams import Budget, Limits
from itspm_graph.analysis.impact import CyclePolicy
from itspm_graph.analysis.load_sharing import load_sharing
from itspm_graph.analysis.shortfall import shortfall
from itspm_graph.analysis.single_losses import single_losses
from itspm_graph.analysis.single_points import single_points
from itspm_graph.errors import LimitExceeded
from tests.analysis.oracle import Table, subsets, with_unavailability
from tests.analysis.test_capacity_oracle import answered, plain
from tests.analysis.test_structure_function import policies, table_of
from tests.estates import Edges, Loaded, estate, loaded_estates, needs

Scene = tuple[Loaded, set[int], int, float]


def scenes(most: int) -> st.SearchStrategy[Scene]:
    """Estates with and without cycles; what may fail, a target, and what it must keep."""
    estates = loaded_estates(most) | loaded_estates(most, acyclic=True)
    return estates.flatmap(
        lambda drawn: st.tuples(
            st.just(drawn),
            st.sets(st.integers(0, drawn.size - 1), min_size=drawn.size // 2),
            st.integers(drawn.size // 2, drawn.size - 1),
            st.sampled_from([0.0, 0.1, 0.3, 0.5, 0.6, 0.7, 0.85, 1.0]),
        )
    )


def by_capacity(scene: Scene, policy: CyclePolicy) -> Table:
    """Every set of events with whether it leaves the target less than the share.

    By plain iteration; where a load goes round, which takes long to come to rest, by `weakened`.
    """
    estate_, basic, target, least = scene
    graph = estate_.graph()
    round_ = shares_in_a_cycle(scene)

    def lost(failed: frozenset[int]) -> bool:
        hits = dict.fromkeys(failed, 0.0)
        down, found = answered(graph, hits, policy)
        if round_:
            weakened = {item.position: item.capacity for item in found}
            left = 0.0 if target in down else weakened.get(target, 1.0)
        else:
            left = plain(estate_, hits, set(down))[target]
        return left <= 0 or left < least - 1e-9

    return Table(tuple(sorted(basic)), frozenset(s for s in subsets(sorted(basic)) if lost(s)))


def shares_in_a_cycle(scene: Scene) -> bool:
    """Whether the target rests on a group whose load comes back to a member."""
    estate_, _, target, _ = scene
    flows = load_sharing(estate_.graph())
    rests_on = flows.rests_on([target])
    return any(
        flows.number[member] == flows.number[load.owner]
        for load in estate_.loads
        for member in load.members
        if load.shares and load.weight != 0 and load.owner in rests_on
    )


def refused(scene: Scene, policy: CyclePolicy) -> bool:
    """Whether there is no structure function."""
    estate_, basic, target, least = scene
    try:
        shortfall(estate_.graph(), target, least, basic, policy)
    except LimitExceeded as error:
        return "different shares" in str(error) or shares_in_a_cycle(scene)
    return False


def assert_equals_capacity(scene: Scene, policy: CyclePolicy) -> None:
    estate_, basic, target, least = scene
    graph = estate_.graph()
    assert refused(scene, policy) or not shares_in_a_cycle(scene)
    assume(not refused(scene, policy))
    function = shortfall(graph, target, least, basic, policy)
    found, expected = table_of(function), by_capacity(scene, policy)
    assert found.minimal() == expected.minimal()


@given(scenes(5), policies)
@settings(max_examples=25, deadline=None)
def test_lost_where_capacity_says_so(scene: Scene, policy: CyclePolicy) -> None:
    assert_equals_capacity(scene, policy)


@pytest.mark.slow
@given(scenes(8), policies)
@settings(max_examples=1_000, deadline=None)
def test_lost_where_capacity_says_so_at_length(scene: Scene, policy: CyclePolicy) -> None:
    assert_equals_capacity(scene, policy)


shares = st.lists(st.sampled_from([0.01, 0.1, 0.5]), min_size=8, max_size=8)


@given(scenes(5), policies, shares)
@settings(max_examples=20, deadline=None)
def test_cut_sets_and_availability(scene: Scene, policy: CyclePolicy, own: list[float]) -> None:
    assert_answers(scene, policy, own)


@pytest.mark.slow
@given(scenes(8), policies, shares)
@settings(max_examples=500, deadline=None)
def test_cut_sets_and_availability_at_length(
    scene: Scene, policy: CyclePolicy, own: list[float]
) -> None:
    assert_answers(scene, policy, own)


def assert_answers(scene: Scene, policy: CyclePolicy, own: list[float]) -> None:
    """Sets of all orders and the sum of probabilities; where that is refused, pairs are tried."""
    estate_, basic, target, least = scene
    graph = with_unavailability(estate_.graph(), {position: own[position] for position in basic})
    table = by_capacity(scene, policy)
    minimal = table.minimal()
    pairs = cut_sets(graph, target, basic=basic, least=least, policy=policy)
    assert {frozenset(s.members) for s in pairs.sets} == {s for s in minimal if len(s) <= 2}
    assert pairs.all_listed
    q = [own[position] for position in table.events]
    if refused(scene, policy):
        trials = CapacityTrials(graph, target, least, basic, policy, Budget(Limits()))
        tried = frozenset(s for s in subsets(table.events) if trials.lost(list(s)))
        assert tried == table.failing
        return
    assert count_cut_sets(graph, target, basic=basic, least=least, policy=policy) == table.orders()
    listed = cut_sets(graph, target, basic=basic, least=least, policy=policy, max_order=None)
    assert {frozenset(s.members) for s in listed.sets} == minimal
    found = availability(graph, target, least=least, policy=policy)
    assert found.method == "exact"
    assert found.unavailability == pytest.approx(table.probability(q), rel=1e-9, abs=1e-300)


@given(scenes(6), policies)
@settings(max_examples=20, deadline=None)
def test_single_losses_are_the_cut_sets_of_order_one(scene: Scene, policy: CyclePolicy) -> None:
    estate_, basic, target, least = scene
    graph = estate_.graph()
    failing = np.isin(np.arange(graph.size), list(basic))
    down = single_points(graph, [target], policy, failing=failing).of(0)
    found = single_losses(graph, lambda _: least, failing, policy)
    below = {position for position, lost in found.items() if target in lost}
    assert below.isdisjoint(down)
    singles = {min(s) for s in by_capacity(scene, policy).minimal() if len(s) == 1}
    assert {*below, *down} == singles - {target}


def loaded(share: float, *members: str) -> Edges:
    """A group of s whose members each carry a share of its load."""
    return needs("s", *members, group="load", share=share)


def soft(weight: float, *members: str, owner: str = "s") -> Edges:
    return [e for m in members for e in needs(owner, m, strength="soft", weight=weight)]


UNEQUAL = [e for m, part in zip("abcd", [0.5, 0.3, 0.2, 0.1], strict=True) for e in loaded(part, m)]
CASES: list[tuple[str, Edges, float, list[str]]] = [
    ("three at a half, half must stay", loaded(0.5, *"abc"), 0.5, ["abc"]),
    ("three at a half, more than half must stay", loaded(0.5, *"abc"), 0.6, ["ab", "ac", "bc"]),
    ("two sites at 60 %, 60 % must stay", loaded(0.6, "a", "b"), 0.6, ["ab"]),
    ("two sites at 60 %, 70 % must stay", loaded(0.6, "a", "b"), 0.7, ["a", "b"]),
    ("unequal shares", UNEQUAL, 0.6, ["ab", "ac", "ad", "bcd"]),
    ("unequal shares, all must stay", UNEQUAL, 1.0, ["a", "b", "c"]),
    ("a quorum above what capacity asks",
     needs("s", *"abc", group="load", share=1.0, at_least=2), 0.1, ["ab", "ac", "bc"]),
    ("soft, weight 0.3, 70 % must stay", soft(0.3, "a"), 0.7, []),
    ("soft, weight 0.3, 80 % must stay", soft(0.3, "a"), 0.8, ["a"]),
    ("soft twice: the least counts, not the product", soft(0.3, "a", "b"), 0.7, []),
    ("soft through soft", soft(0.5, "x") + soft(0.5, "a", owner="x"), 0.8, ["a"]),
    ("soft through soft, enough is left",
     soft(0.5, "x") + soft(0.5, "a", owner="x"), 0.75, []),
    ("the middle of three sites",
     needs("s", *"xyz", group="g", at_least=2)
     + [e for x, a in ("xa", "yb", "zc") for e in soft(0.5, a, owner=x)], 0.6, ["ab", "ac", "bc"]),
    ("weakened members of a shared load",
     loaded(0.5, "x", "y") + soft(0.4, "a", owner="x") + soft(0.4, "a", "b", owner="y"), 0.7,
     ["a"]),
    ("the same, and more may go",
     loaded(0.5, "x", "y") + soft(0.4, "a", owner="x") + soft(0.4, "b", owner="y"), 0.7, ["ab"]),
    ("a circle passes on what it has",
     needs("s", "x") + needs("x", "y") + needs("y", "x") + soft(0.5, "a", owner="y"), 0.6, ["a"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("edges", "least", "expected"), [pytest.param(*case[1:], id=case[0]) for case in CASES]
)
def test_cases(edges: Edges, least: float, expected: list[str]) -> None:
    graph = estate(edges)
    events = [p for p in range(graph.size) if graph.ref(p).slug in "abcd"]
    target = graph.position("component:s")
    found = cut_sets(graph, target, basic=events, least=least, max_order=None)
    assert sorted("".join(sorted(graph.ref(p).slug for p in s.members)) for s in found.sets) == (
        expected
    )


def test_two_of_three_must_stay() -> None:
    """Three at 50 %, each down 0.1: below 60 % with two or three, 3 · 0.01 · 0.9 + 0.001."""
    nodes = {f"component:{name}": {"unavailability": 0.1} for name in "abc"}
    graph = estate(loaded(0.5, *"abc"), nodes)
    target = graph.position("component:s")
    found = availability(graph, target, least=0.6)
    assert (found.method, found.unavailability) == ("exact", pytest.approx(0.028, rel=1e-12))
    assert availability(graph, target).unavailability == pytest.approx(0.001, rel=1e-12)


def test_a_load_that_goes_round_is_tried_and_says_so() -> None:
    """s shares its load between a, b and c, and c needs s: without c it must have both others."""
    edges = loaded(0.5, *"abc") + needs("c", "s")
    nodes = {f"component:{name}": {"unavailability": 0.1} for name in "abc"}
    graph = estate(edges, nodes)
    target, *events = (graph.position(f"component:{name}") for name in "sabc")
    found = cut_sets(graph, target, basic=events, least=0.9)
    assert {frozenset(s.members) for s in found.sets} == {
        frozenset(pair) for pair in combinations(events, 2)
    }
    assert (found.orders, found.complete) == ({1: 0, 2: 3}, False)
    with pytest.raises(LimitExceeded, match="component:s shares its load"):
        count_cut_sets(graph, target, basic=events, least=0.9)
    drawing = Drawing(samples=20_000)
    drawn = availability(graph, target, least=0.9, drawing=drawing)
    assert drawn.method == "simulated"
    assert "component:s shares its load" in drawn.why
    assert drawn.interval is not None
    assert drawn.interval[0] < 0.028 < drawn.interval[1]
    assert drawn == availability(graph, target, least=0.9, drawing=drawing)
    with pytest.raises(LimitExceeded, match="component:s shares its load"):
        availability(graph, target, least=0.9, method="exact")
    with pytest.raises(LimitExceeded, match="seconds"):
        cut_sets(graph, target, basic=events, least=0.9, limits=Limits(seconds=0))


def test_too_many_levels_are_refused() -> None:
    parts = [2.0**-number for number in range(1, 14)]
    edges = [e for n, part in enumerate(parts) for e in loaded(part, f"m{n}")]
    graph = estate([*edges, *loaded(1.0, "spare")])
    target = graph.position("component:s")
    with pytest.raises(LimitExceeded, match="component:s can be left with more than 2000"):
        shortfall(graph, target, 0.5, range(graph.size))
