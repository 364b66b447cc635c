"""Minimal cut sets: closed forms, generated fault trees, and cycles, against brute force."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from itspm_graph.analysis.cut_sets import count_cut_sets
from itspm_graph.analysis.diagrams import Limits
from itspm_graph.analysis.impact import CyclePolicy
from itspm_graph.errors import LimitExceeded
from tests.analysis.oracle import by_propagation, drawn_tree
from tests.analysis.test_structure_function import Scene, policies, scenes


@given(scenes, policies)
@settings(max_examples=150, deadline=None)
def test_counts_equal_brute_force(scene: Scene, policy: CyclePolicy) -> None:
    drawn, basic, target = scene
    graph = drawn.graph()
    expected = by_propagation(graph, target, sorted(basic), policy).orders()
    assert count_cut_sets(graph, target, basic=basic, policy=policy) == expected


@pytest.mark.parametrize("seed", range(12))
def test_counts_of_generated_trees(seed: int) -> None:
    tree = drawn_tree(seed, events=11, gates=12)
    graph = tree.graph()
    basic = [graph.position(tree.name(event)) for event in range(tree.events)]
    found = count_cut_sets(graph, graph.position("service:top"), basic=basic)
    assert found == tree.table().orders()


def test_a_limit_is_an_error_that_names_it() -> None:
    tree = drawn_tree(3, events=60, gates=60)
    graph = tree.graph()
    basic = {graph.position(tree.name(event)) for event in range(tree.events)}
    with pytest.raises(LimitExceeded, match="more than 16 nodes"):
        count_cut_sets(graph, graph.position("service:top"), basic=basic, limits=Limits(nodes=16))
    with pytest.raises(LimitExceeded, match="within 0 seconds"):
        count_cut_sets(graph, graph.position("service:top"), basic=basic, limits=Limits(seconds=0))
