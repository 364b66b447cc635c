"""Loss below a share of capacity against brute force over all assignments."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itspm_graph.analysis.impact import CyclePolicy, impact
from itspm_graph.analysis.load_sharing import load_sharing
from itspm_graph.analysis.shortfall import shortfall
from itspm_graph.errors import LimitExceeded
from tests.analysis.oracle import Table, subsets
from tests.analysis.test_capacity_oracle import plain
from tests.analysis.test_structure_function import policies, table_of
from tests.estates import Loaded, loaded_estates

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
    """Every set of events with whether it leaves the target less than the share."""
    estate_, basic, target, least = scene
    graph = estate_.graph()

    def lost(failed: frozenset[int]) -> bool:
        down = failed | {item.position for item in impact(graph, failed, policy)}
        left = plain(estate_, dict.fromkeys(failed, 0.0), set(down))[target]
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


def assert_equals_capacity(scene: Scene, policy: CyclePolicy) -> None:
    estate_, basic, target, least = scene
    graph = estate_.graph()
    if shares_in_a_cycle(scene):
        with pytest.raises(LimitExceeded, match="shares its load with what needs it in turn"):
            shortfall(graph, target, least, basic, policy)
        return
    function = shortfall(graph, target, least, basic, policy)
    found, expected = table_of(function), by_capacity(scene, policy)
    assert found.minimal() == expected.minimal()


@given(scenes(5), policies)
@settings(max_examples=40, deadline=None)
def test_lost_where_capacity_says_so(scene: Scene, policy: CyclePolicy) -> None:
    assert_equals_capacity(scene, policy)


@pytest.mark.slow
@given(scenes(8), policies)
@settings(max_examples=1_000, deadline=None)
def test_lost_where_capacity_says_so_at_length(scene: Scene, policy: CyclePolicy) -> None:
    assert_equals_capacity(scene, policy)
