"""`impact` against brute force: fixpoints by plain iteration, worded as in the domain reference."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itspm_graph.analysis.impact import CyclePolicy, Status, impact
from itspm_graph.analysis.requirements import requirements
from tests.estates import Drawn, Requirement, drawn_estates

State = dict[int, bool]


def step(estate: Drawn, state: State, failed: set[int], fixed: State) -> State:
    """F: up iff not failed and each requirement has enough members up."""

    def up(position: int) -> bool:
        if position in fixed:
            return fixed[position]
        if position in failed:
            return False
        own = [r for r in estate.requirements if r.owner == position]
        return all(sum(state[m] for m in r.members) >= r.needed for r in own)

    return {position: up(position) for position in range(estate.size)}


def fixpoint(estate: Drawn, start: bool, failed: set[int], fixed: State) -> State:
    state = {position: fixed.get(position, start) for position in range(estate.size)}
    while (after := step(estate, state, failed, fixed)) != state:
        state = after
    return state


def components(estate: Drawn) -> list[set[int]]:
    """Strongly connected components by reachability, providers first."""
    reach = {p: {p} for p in range(estate.size)}
    changed = True
    while changed:
        changed = False
        for r in estate.requirements:
            for member in r.members:
                if not reach[member] <= reach[r.owner]:
                    reach[r.owner] |= reach[member]
                    changed = True
    found = {frozenset(q for q in reach[p] if p in reach[q]) for p in reach}
    return [set(c) for c in sorted(found, key=lambda c: (len(reach[min(c)]), min(c)))]


def effective(estate: Drawn, failed: set[int]) -> tuple[State, set[int]]:
    """The state under the conservative rule, and who is down only for lost ground."""
    fixed: State = {}
    lost_ground: set[int] = set()
    for members in components(estate):
        others = {p: True for p in range(estate.size) if p not in members}
        outside = {p: fixed.get(p, True) for p in others}
        greatest = fixpoint(estate, True, failed, outside)
        least = fixpoint(estate, False, failed, outside)
        baseline = fixpoint(estate, False, set(), others)
        lost = {p for p in members if greatest[p] and baseline[p] and not least[p]}
        state = fixpoint(estate, True, failed | lost, outside)
        lost_ground |= {p for p in members if greatest[p] and not state[p]}
        fixed.update({p: state[p] for p in members})
    return fixed, lost_ground


scenarios = drawn_estates().flatmap(
    lambda estate: st.tuples(
        st.just(estate),
        st.sets(st.integers(0, estate.size - 1)),
        st.permutations(range(estate.size)),
    )
)


def down(estate: Drawn, failed: set[int], policy: CyclePolicy = "conservative") -> set[int]:
    return {a.position for a in impact(estate.graph(), failed, policy)} | failed


@given(scenarios)
@settings(max_examples=300)
def test_conservative_equals_brute_force(scenario: tuple[Drawn, set[int], list[int]]) -> None:
    estate, failed, _ = scenario
    found = impact(estate.graph(), failed)
    state, lost_ground = effective(estate, failed)
    assert {a.position for a in found} == {p for p, up in state.items() if not up} - failed
    assert {a.position for a in found if a.status is Status.DOWN_LOST_GROUND} == lost_ground


@given(scenarios)
@settings(max_examples=150)
def test_running_is_the_greatest_fixpoint(scenario: tuple[Drawn, set[int], list[int]]) -> None:
    estate, failed, _ = scenario
    state = fixpoint(estate, True, failed, {})
    assert down(estate, failed, "running") == {p for p, up in state.items() if not up}


@pytest.mark.slow
@given(scenarios)
@settings(max_examples=150)
def test_hops_count_rounds_of_the_running_policy(
    scenario: tuple[Drawn, set[int], list[int]],
) -> None:
    estate, failed, _ = scenario
    state = {p: p not in failed for p in range(estate.size)}
    rounds: dict[int, int] = {}
    number = 0
    while (after := step(estate, state, failed, {})) != state:
        number += 1
        rounds.update({p: number for p in after if state[p] and not after[p]})
        state = after
    assert {a.position: a.hops for a in impact(estate.graph(), failed, "running")} == rounds


@given(scenarios)
@settings(max_examples=150)
def test_every_cause_is_a_requirement_that_fell(
    scenario: tuple[Drawn, set[int], list[int]],
) -> None:
    estate, failed, _ = scenario
    gone = down(estate, failed)
    for item in impact(estate.graph(), failed):
        own = [r for r in estate.requirements if r.owner == item.position]
        cause = item.because
        assert cause.lost
        assert set(cause.lost) <= gone
        assert cause.up < cause.needed
        assert any(matches(r, cause.needed, set(cause.lost), gone) for r in own)
        assert item.hops > 0


def matches(requirement: Requirement, needed: int, lost: set[int], gone: set[int]) -> bool:
    return requirement.needed == needed and set(requirement.members) & gone == lost


@pytest.mark.slow
@given(scenarios, st.integers(0, 8))
@settings(max_examples=150)
def test_a_further_failure_never_brings_anything_up(
    scenario: tuple[Drawn, set[int], list[int]], more: int
) -> None:
    estate, failed, _ = scenario
    assert down(estate, failed) <= down(estate, failed | {more % estate.size})


@pytest.mark.slow
@given(scenarios)
@settings(max_examples=120)
def test_order_of_input_never_matters(scenario: tuple[Drawn, set[int], list[int]]) -> None:
    estate, failed, order = scenario
    plain, shuffled = estate.graph(), estate.graph(order)
    refs = [plain.ref(p) for p in failed]
    one = impact(plain, failed)
    other = impact(shuffled, [shuffled.position(ref) for ref in refs])
    name: Callable[[int], str] = plain.ref
    again: Callable[[int], str] = shuffled.ref
    assert [
        (name(a.position), a.status, a.hops, a.because.group, [name(p) for p in a.because.lost])
        for a in one
    ] == [
        (again(a.position), a.status, a.hops, a.because.group, [again(p) for p in a.because.lost])
        for a in other
    ]


@given(drawn_estates())
@settings(max_examples=120)
def test_nothing_fails_without_a_failure(estate: Drawn) -> None:
    assert impact(estate.graph(), []) == []


@given(drawn_estates())
@settings(max_examples=120)
def test_components_are_numbered_providers_first(estate: Drawn) -> None:
    found = requirements(estate.graph()).components
    for requirement in estate.requirements:
        assert all(found[m] <= found[requirement.owner] for m in requirement.members)


@pytest.mark.parametrize("policy", ["conservative", "running"])
def test_policies_agree_without_cycles(policy: CyclePolicy) -> None:
    chain = Drawn(3, (Requirement(0, (1,), 1), Requirement(1, (2,), 1)))
    assert down(chain, {2}, policy) == {0, 1, 2}
