"""Walks over arrays against walks over edges, and the arrays against plain Python."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itspm_graph.adjacency import MANY, Adjacency
from itspm_graph.connections import Direction, distances, reached, steps
from itspm_graph.graph import Change, EdgeId, Graph
from itspm_graph.spreading import Kernel, Spread
from tests.analysis.test_impact_cases import EXPOSURE, PRODUCTS
from tests.estates import Drawn, drawn_estates, estate

# The first run compiles the kernel, which takes a while.
every_kernel = pytest.mark.parametrize(
    "kernel", ["reference", pytest.param("compiled", marks=pytest.mark.slow)]
)
pairs = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=80)


def by_steps(
    graph: Graph, starts: set[int], direction: Direction, depth: int | None
) -> tuple[dict[int, int], bool]:
    """Breadth first over the edges themselves."""
    hops = dict.fromkeys(starts, 0)
    frontier, level = starts, 0
    while frontier:
        beyond = {o for p in frontier for o, _ in steps(graph, p, direction)} - set(hops)
        if level == depth:
            return hops, not beyond
        level += 1
        hops |= dict.fromkeys(beyond, level)
        frontier = beyond
    return hops, True


@given(pairs)
@settings(max_examples=50)
def test_neighbours(pairs: list[tuple[int, int]]) -> None:
    columns = np.array(pairs, dtype=np.int32).reshape(-1, 2).T
    found = Adjacency.of_pairs(31, *columns)
    expected: dict[int, set[int]] = defaultdict(set)
    for one, other in pairs:
        expected[one].add(other)
    assert [found.of(p) for p in range(31)] == [sorted(expected[p]) for p in range(31)]
    assert found.counts().tolist() == [len(expected[p]) for p in range(31)]
    everybody = np.arange(31, dtype=np.int32)
    flat = [other for p in range(31) for other in sorted(expected[p])]
    assert found.of_all(everybody).tolist() == flat
    assert found.of_all(everybody[:3]).tolist() == [o for p in range(3) for o in found.of(p)]


def test_many_neighbours() -> None:
    """So many that they are sorted by counting."""
    columns = np.random.default_rng(7).integers(0, 300, (2, MANY + 1), dtype=np.int32)
    expected = sorted(set(zip(*columns.tolist(), strict=True)))
    found = Adjacency.of_pairs(300, *columns)
    assert [(p, other) for p in range(300) for other in found.of(p)] == expected


@every_kernel
@given(drawn=drawn_estates(40), data=st.data())
@settings(max_examples=60)
def test_a_walk_over_arrays_is_one_over_edges(
    kernel: Kernel, drawn: Drawn, data: st.DataObject
) -> None:
    graph = drawn.graph()
    starts = data.draw(st.sets(st.integers(0, drawn.size - 1)))
    depth = data.draw(st.none() | st.integers(0, 3))
    direction: Direction = data.draw(st.sampled_from(["dependents", "providers"]))
    found = reached(graph, starts, direction, depth)
    assert (found.hops, found.complete) == by_steps(graph, starts, direction, depth)
    assert list(found.hops.values()) == sorted(found.hops.values()), "nearest first"
    array = distances(graph, starts, direction, depth, kernel)
    assert array.hops.dtype == np.int32
    assert array.complete == found.complete
    assert {p: h for p, h in enumerate(array.hops.tolist()) if h >= 0} == found.hops


@pytest.mark.parametrize("direction", ["dependents", "providers"])
def test_every_type_of_edge_that_can_carry_failure_connects(direction: Direction) -> None:
    graph = estate(EXPOSURE, PRODUCTS)
    for position in graph.positions():
        expected, _ = by_steps(graph, {position}, direction, None)
        assert reached(graph, [position], direction).hops == expected


def test_a_new_edge_connects_in_the_new_snapshot_only() -> None:
    graph = estate(EXPOSURE, PRODUCTS)
    acme, grid = graph.position("customer:acme"), graph.position("utility-feed:grid")
    ends = graph.ref(graph.position("component:store")), graph.ref(graph.position("site:fra"))
    assert graph.position("component:store") not in reached(graph, [grid], "dependents").hops
    after = graph.apply([Change(EdgeId("HOSTED_AT", *ends), None, "{}")])
    assert after.position("component:store") in reached(after, [grid], "dependents").hops
    assert graph.position("component:store") not in reached(graph, [grid], "dependents").hops
    assert grid in reached(after, [acme], "providers").hops


@every_kernel
def test_a_wide_level_and_a_long_chain(kernel: Kernel) -> None:
    wide = [(0, n) for n in range(1, 500)] + [(n, 500) for n in range(1, 500)]
    deep = [(n, n + 1) for n in range(500, 999)]
    columns = np.array(wide + deep, dtype=np.int32).T
    spread = Spread(Adjacency.of_pairs(1_001, *columns), kernel=kernel)
    assert spread.go([0])
    assert spread.hops.tolist() == [0, *[1] * 499, *range(2, 502), -1]
    assert spread.go([1_000])
    assert spread.hops[1_000] == 0
