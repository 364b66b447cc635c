"""Minimal cut sets: closed forms, generated fault trees, and cycles, against brute force."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itspm_graph.analysis.cut_sets import count_cut_sets, cut_sets
from itspm_graph.analysis.diagrams import Limits
from itspm_graph.analysis.impact import CyclePolicy
from itspm_graph.analysis.pair_failures import failing_pairs
from itspm_graph.analysis.reduction import reduced
from itspm_graph.analysis.structure_function import Gate, StructureFunction
from itspm_graph.errors import LimitExceeded
from itspm_graph.graph import Graph
from tests.analysis.oracle import bridge, by_propagation, drawn_tree, with_unavailability
from tests.analysis.test_structure_function import Scene, policies, scenes
from tests.estates import estate, needs


@pytest.mark.slow
@given(scenes, policies)
@settings(max_examples=500, deadline=None)
def test_counts_equal_brute_force(scene: Scene, policy: CyclePolicy) -> None:
    drawn, basic, target = scene
    graph = drawn.graph()
    expected = by_propagation(graph, target, sorted(basic), policy).orders()
    assert count_cut_sets(graph, target, basic=basic, policy=policy) == expected


@pytest.mark.slow
@given(
    scenes,
    policies,
    st.lists(st.sampled_from([None, 0.5, 0.1, 0.01]), min_size=6, max_size=6),
    st.sampled_from([(1, 1), (2, 1), (1, 1 << 20), (2, 1 << 20), (3, 1 << 20), (None, 1 << 20)]),
    st.integers(0, 6),
)
@settings(max_examples=500, deadline=None)
def test_lists_equal_brute_force(
    scene: Scene,
    policy: CyclePolicy,
    own: list[float | None],
    size: tuple[int | None, int],
    most: int,
) -> None:
    """Up to order 2 also where there is room for no diagram."""
    max_order, nodes = size
    drawn, basic, target = scene
    q = {position: own[position] for position in basic}
    graph = with_unavailability(drawn.graph(), q)
    table = by_propagation(graph, target, sorted(basic), policy)
    found = cut_sets(
        graph,
        target,
        basic=basic,
        policy=policy,
        max_order=max_order,
        most=most,
        limits=Limits(nodes=nodes),
    )
    assert found.complete or nodes == 1
    assert found.total == (len(table.minimal()) if found.complete else None)
    assert {n: k for n, k in found.orders.items() if k} == {
        n: k for n, k in table.orders().items() if k and (found.complete or n <= (max_order or 0))
    }
    within = [s for s in table.minimal() if max_order is None or len(s) <= max_order]
    expected = sorted(rank(s, q, graph) for s in within)[:most]
    assert [rank(frozenset(s.members), q, graph) for s in found.sets] == expected
    assert found.all_listed == (len(within) <= most)
    for item in found.sets:
        known = [q[position] for position in item.members]
        product = None if None in known else pytest.approx(math.prod(k for k in known if k))
        assert item.probability == product


def rank(members: frozenset[int], q: dict[int, float | None], graph: Graph) -> tuple[object, ...]:
    """The order of a listing, as documented."""
    inside = [(q[p] is None, -(q[p] or 0), graph.ref(p)) for p in members]
    unknown = any(own[0] for own in inside)
    probability = 0.0 if unknown else float(f"{math.prod(-own[1] for own in inside):.9g}")
    return unknown, -probability, len(members), sorted(inside)


@pytest.mark.parametrize("seed", range(5))
def test_counts_of_generated_trees(seed: int) -> None:
    tree = drawn_tree(seed, events=11, gates=12)
    graph = tree.graph()
    basic = [graph.position(tree.name(event)) for event in range(tree.events)]
    found = count_cut_sets(graph, graph.position("service:top"), basic=basic)
    assert found == tree.table().orders()


@pytest.mark.parametrize("max_order", [1, 2, 3, 4, None])
def test_lists_of_a_generated_tree(max_order: int | None) -> None:
    tree = drawn_tree(4, events=11, gates=12)
    graph = tree.graph([0.01] * tree.events)
    number = {graph.position(tree.name(event)): event for event in range(tree.events)}
    target = graph.position("service:top")
    found = cut_sets(graph, target, basic=number, max_order=max_order)
    assert {frozenset(number[p] for p in s.members) for s in found.sets} == {
        s for s in tree.table().minimal() if max_order is None or len(s) <= max_order
    }


def test_pairs_have_an_answer_where_the_diagram_has_none() -> None:
    tree = drawn_tree(3, events=60, gates=60)
    graph = tree.graph()
    basic = {graph.position(tree.name(event)) for event in range(tree.events)}
    target = graph.position("service:top")
    full = cut_sets(graph, target, basic=basic)
    found = cut_sets(graph, target, basic=basic, limits=Limits(nodes=16))
    assert full.complete
    assert not found.complete
    assert found.total is None
    assert found.orders == {order: full.orders[order] for order in (1, 2)}
    assert found.sets == full.sets
    with pytest.raises(LimitExceeded, match="more than 16 nodes"):
        cut_sets(graph, target, basic=basic, max_order=3, limits=Limits(nodes=16))


def test_the_bridge() -> None:
    """Minimal cut sets {1,2}, {4,5}, {1,3,5}, {2,3,4}."""
    edges, own = bridge(0.9)
    graph = estate(edges, {f"component:{name}": {"availability": up} for name, up in own.items()})
    basic = [graph.position(f"component:e{n}") for n in range(1, 6)]
    found = cut_sets(graph, graph.position("component:s"), basic=basic, max_order=None)
    names = [{graph.ref(p).slug[1:] for p in s.members} for s in found.sets]
    assert names == [{"1", "2"}, {"4", "5"}, {"1", "3", "5"}, {"2", "3", "4"}]
    assert [s.probability for s in found.sets] == pytest.approx([0.01, 0.01, 0.001, 0.001])


def test_the_target_is_a_single_failure_where_it_may_fail() -> None:
    graph = estate(needs("s", "a"))
    own, provider = graph.position("component:s"), graph.position("component:a")
    assert [s.members for s in cut_sets(graph, own, basic=[own, provider]).sets] == [
        (provider,),
        (own,),
    ]
    assert [s.members for s in cut_sets(graph, own, basic=[provider]).sets] == [(provider,)]
    nothing = cut_sets(graph, own, basic=[])
    assert (nothing.orders, nothing.sets, nothing.total) == ({1: 0, 2: 0}, (), 0)


def test_a_limit_is_an_error_that_names_it() -> None:
    tree = drawn_tree(3, events=60, gates=60)
    graph = tree.graph()
    basic = {graph.position(tree.name(event)) for event in range(tree.events)}
    with pytest.raises(LimitExceeded, match="more than 16 nodes"):
        count_cut_sets(graph, graph.position("service:top"), basic=basic, limits=Limits(nodes=16))
    with pytest.raises(LimitExceeded, match="longer than 0 seconds"):
        count_cut_sets(graph, graph.position("service:top"), basic=basic, limits=Limits(seconds=0))


def test_too_many_pairs_are_not_begun() -> None:
    function = reduced(
        StructureFunction(
            tuple(range(4)), (Gate(2, (0, 1)), Gate(2, (2, 3)), Gate(1, (4, 5))), (), 6
        )
    )
    assert failing_pairs(function, range(4)) == [0b0010, 0, 0b1000, 0]
    with pytest.raises(LimitExceeded, match="4 elements make too many pairs"):
        failing_pairs(function, range(4), most=17)
