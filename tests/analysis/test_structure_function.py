"""The structure function against `impact`, assignment by assignment."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itspm_graph.analysis.fault_tree import fault_tree
from itspm_graph.analysis.impact import CyclePolicy
from itspm_graph.analysis.reduction import modules, reduced
from itspm_graph.analysis.structure_function import Lattice, StructureFunction
from tests.analysis.oracle import Table, by_propagation, drawn_tree, subsets
from tests.estates import Drawn, drawn_estates, estate, needs

Scene = tuple[Drawn, set[int], int]

scenes = drawn_estates(most=6).flatmap(
    lambda drawn: st.tuples(
        st.just(drawn),
        st.sets(st.integers(0, drawn.size - 1)),
        st.integers(0, drawn.size - 1),
    )
)
policies = st.sampled_from(["conservative", "running"])


def table_of(function: StructureFunction) -> Table:
    """All assignments at once: bit n of a value is its truth under assignment n."""
    assignments = subsets(function.events)
    bits = [
        sum(1 << n for n, assignment in enumerate(assignments) if event in assignment)
        for event in function.events
    ]
    found = function.value(bits, Lattice(0, (1 << len(assignments)) - 1))
    failing = (assignment for n, assignment in enumerate(assignments) if found >> n & 1)
    return Table(function.events, frozenset(failing))


@given(scenes, policies)
@settings(max_examples=60, deadline=None)
def test_fails_where_impact_says_so(scene: Scene, policy: CyclePolicy) -> None:
    assert_equals_impact(scene, policy)


@pytest.mark.slow
@given(scenes, policies)
@settings(max_examples=1000, deadline=None)
def test_fails_where_impact_says_so_at_length(scene: Scene, policy: CyclePolicy) -> None:
    assert_equals_impact(scene, policy)


def assert_equals_impact(scene: Scene, policy: CyclePolicy) -> None:
    drawn, basic, target = scene
    graph = drawn.graph()
    function = fault_tree(graph, target, basic, policy)
    assert set(function.events) <= basic
    expected = by_propagation(graph, target, sorted(basic), policy)
    found = table_of(function)
    assert {s for s in expected.failing if s <= set(function.events)} == found.failing
    assert all(s & set(function.events) in found.failing for s in expected.failing)


@pytest.mark.slow
@given(scenes, policies)
@settings(max_examples=500, deadline=None)
def test_reduced_is_the_same_function(scene: Scene, policy: CyclePolicy) -> None:
    drawn, basic, target = scene
    function = fault_tree(drawn.graph(), target, basic, policy)
    smaller = reduced(function)
    assert table_of(smaller) == table_of(function)
    if smaller.gates:
        assert modules(smaller)[-1] == smaller.top


@pytest.mark.slow
@given(
    drawn_estates(most=6).flatmap(
        lambda drawn: st.tuples(st.just(drawn), st.permutations(range(drawn.size)))
    ),
    policies,
)
@settings(max_examples=100, deadline=None)
def test_order_of_input_never_matters(scene: tuple[Drawn, list[int]], policy: CyclePolicy) -> None:
    drawn, order = scene
    one, other = drawn.graph(), drawn.graph(order)
    basic = range(drawn.size)
    target = one.ref(0)
    function = fault_tree(one, 0, basic, policy)
    again = fault_tree(other, other.position(target), basic, policy)
    assert (function.gates, function.loops, function.top) == (again.gates, again.loops, again.top)
    assert list(map(one.ref, function.events)) == list(map(other.ref, again.events))


@pytest.mark.parametrize("seed", range(6))
def test_trees_keep_their_meaning(seed: int) -> None:
    tree = drawn_tree(seed, events=8, gates=7)
    graph = tree.graph()
    events = [graph.position(tree.name(event)) for event in range(tree.events)]
    function = fault_tree(graph, graph.position("service:top"), events)
    number = {position: event for event, position in enumerate(events)}
    found = table_of(reduced(function))
    assert {frozenset(number[p] for p in s) for s in found.failing} == {
        s for s in tree.table().failing if s <= {number[p] for p in function.events}
    }


def test_a_loop_breaks_to_the_sum_of_its_causes() -> None:
    """A = a + B, B = b + A: A = B = a + b (Jung and Han 2005, RESS 90, on circular logic)."""
    graph = estate(needs("A", "a", "B") + needs("B", "b", "A"))
    basic = [graph.position("component:a"), graph.position("component:b")]
    for name in ("A", "B"):
        function = reduced(fault_tree(graph, graph.position(f"component:{name}"), basic))
        assert table_of(function).minimal() == {frozenset({p}) for p in basic}


def test_modules_are_found_inside_modules() -> None:
    """T needs (A or S) and (B or C) where A shares S with nobody below B or C."""
    graph = estate(
        needs("t", "x", "y", group="g", at_least=1)
        + needs("x", "a", "b", group="g", at_least=1)
        + needs("y", "c", "d")
        + needs("c", "e", "f", group="g", at_least=1)
    )
    basic = [graph.position(f"component:{name}") for name in "abdef"]
    function = reduced(fault_tree(graph, graph.position("component:t"), basic))
    found = [function.gate(node) for node in modules(function)]
    assert sorted(gate.least for gate in found) == [1, 2, 3]
