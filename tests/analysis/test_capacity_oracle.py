"""Capacity against brute force: plain iteration over all elements, worded as in the definition."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itspm_graph.analysis.capacity import Weakened, weakened
from itspm_graph.analysis.impact import CyclePolicy, impact
from itspm_graph.analysis.load_sharing import load_sharing
from itspm_graph.graph import Graph
from tests.estates import Drawn, Load, Loaded, drawn_estates, estate, loaded_estates, needs

ENOUGH = 100_000


def met(load: Load, capacity: list[float]) -> float:
    values = [capacity[member] for member in load.members]
    if load.shares is None:
        found = sorted(values, reverse=True)[load.needed - 1]
    elif sum(value > 0 for value in values) < load.needed:
        found = 0.0
    else:
        found = min(1.0, sum(s * v for s, v in zip(load.shares, values, strict=True)))
    return found if load.weight is None else 1 - load.weight * (1 - found)


def plain(estate_: Loaded, hits: dict[int, float], down: set[int]) -> list[float]:
    """The greatest fixpoint from 1 downward; what runs dry in the limit is empty."""
    capacity = [0.0 if p in down else 1.0 for p in range(estate_.size)]
    while True:
        for _ in range(ENOUGH):
            after = [
                0.0
                if p in down
                else hits.get(p, 1.0)
                * min((met(load, capacity) for load in estate_.loads if load.owner == p), default=1)
                for p in range(estate_.size)
            ]
            still = max(abs(a - b) for a, b in zip(after, capacity, strict=True)) < 1e-15
            capacity = after
            if still:
                break
        dry = [p for p in range(estate_.size) if 0 < capacity[p] < 1e-9]
        if not dry:
            return capacity
        for p in dry:
            capacity[p] = 0.0


def answered(
    graph: Graph, hits: dict[int, float], policy: CyclePolicy = "conservative"
) -> tuple[dict[int, int], list[Weakened]]:
    failed = [position for position, left in hits.items() if not left]
    down = {item.position: item.hops for item in impact(graph, failed, policy)}
    down.update(dict.fromkeys(failed, 0))
    return down, weakened(graph, hits, down)


hit = st.dictionaries(st.integers(0, 6), st.sampled_from([0.0, 0.0, 0.3, 0.7]), max_size=3)


@st.composite
def cases(draw: st.DrawFn) -> tuple[Loaded, dict[int, float]]:
    estate_ = draw(loaded_estates())
    return estate_, {p: left for p, left in draw(hit).items() if p < estate_.size}


def agrees(estate_: Loaded, hits: dict[int, float], policy: CyclePolicy) -> None:
    down, found = answered(estate_.graph(), hits, policy)
    expected = plain(estate_, hits, set(down))
    capacity = {**dict.fromkeys(down, 0.0), **{item.position: item.capacity for item in found}}
    assert [capacity.get(p, 1.0) for p in range(estate_.size)] == pytest.approx(expected, abs=1e-7)
    assert {item.position for item in found} == {
        p for p, left in enumerate(expected) if left < 1 - 1e-9 and p not in down
    }


@given(cases())
@settings(max_examples=30)
def test_capacity_is_the_greatest_fixpoint(case: tuple[Loaded, dict[int, float]]) -> None:
    agrees(*case, "conservative")


@pytest.mark.slow
@pytest.mark.parametrize("policy", ["conservative", "running"])
@given(case=cases())
@settings(max_examples=3_000)
def test_capacity_is_the_greatest_fixpoint_again(
    policy: CyclePolicy, case: tuple[Loaded, dict[int, float]]
) -> None:
    agrees(*case, policy)


@given(cases())
@settings(max_examples=30)
def test_every_binding_requirement_explains_the_capacity(
    case: tuple[Loaded, dict[int, float]],
) -> None:
    estate_, hits = case
    down, found = answered(estate_.graph(), hits)
    hops = {**down, **{item.position: item.hops for item in found}}
    left = {**dict.fromkeys(down, 0.0), **{item.position: item.capacity for item in found}}
    for item in found:
        own = hits.get(item.position, 1.0)
        if item.because is None:
            assert (item.capacity, item.hops) == (own, 0)
            continue
        cause = item.because
        assert item.capacity == pytest.approx(own * cause.delivered, abs=1e-8)
        delivered = cause.requirement.delivered(left)
        assert delivered == pytest.approx(cause.delivered, abs=1e-7)
        assert {*cause.lost, *cause.weakened} == {
            p for p in cause.requirement.members if left.get(p, 1.0) < 1
        }
        if own == 1:
            assert item.hops == 1 + min(hops[p] for p in (*cause.lost, *cause.weakened))


def grounded(estate_: Loaded) -> set[int]:
    """What can be brought up from nothing in the undisturbed estate."""
    up: set[int] = set()
    while True:
        hard = [load for load in estate_.loads if load.weight is None]
        more = {
            p
            for p in range(estate_.size)
            if all(sum(m in up for m in r.members) >= r.needed for r in hard if r.owner == p)
        }
        if more == up:
            return up
        up = more


@pytest.mark.slow
@given(cases())
@settings(max_examples=2_000)
def test_cycles_drain_from_what_was_never_grounded(case: tuple[Loaded, dict[int, float]]) -> None:
    """Wherever something could be brought up, nothing is left means down by `impact`."""
    estate_, hits = case
    graph = estate_.graph()
    flows = load_sharing(graph)
    circular = {p for p in range(estate_.size) if flows.circular[flows.number[p]]}
    down, found = answered(graph, hits)
    empty = {item.position for item in found if not item.capacity}
    drained = {item.position for item in found if item.drained}
    assert drained <= empty & circular
    # What was grounded drains only with something of its cycle that never was.
    ungrounded = {flows.number[p] for p in drained - grounded(estate_)}
    assert {flows.number[p] for p in drained} == ungrounded
    assert bool(empty) == bool(drained)
    assert not empty & set(down)


@given(cases(), st.integers(0, 6), st.sampled_from([0.0, 0.5]))
@settings(max_examples=30)
def test_a_further_hit_never_gives_capacity_back(
    case: tuple[Loaded, dict[int, float]], more: int, left: float
) -> None:
    estate_, hits = case
    worse = {**hits, more % estate_.size: min(left, hits.get(more % estate_.size, 1.0))}
    one, other = (capacities(estate_.graph(), given_) for given_ in (hits, worse))
    assert all(other.get(p, 1.0) <= one.get(p, 1.0) + 1e-7 for p in range(estate_.size))


def capacities(graph: Graph, hits: dict[int, float]) -> dict[int, float]:
    down, found = answered(graph, hits)
    return {**dict.fromkeys(down, 0.0), **{item.position: item.capacity for item in found}}


@given(loaded_estates())
@settings(max_examples=30)
def test_undisturbed_everything_has_its_whole_capacity(estate_: Loaded) -> None:
    assert answered(estate_.graph(), {}) == ({}, [])


@given(drawn_estates(), st.sets(st.integers(0, 8), max_size=3))
@settings(max_examples=30)
def test_where_nothing_is_soft_or_shared_nothing_is_weakened(
    estate_: Drawn, failed: set[int]
) -> None:
    hits = {position % estate_.size: 0.0 for position in failed}
    assert answered(estate_.graph(), hits)[1] == []


@pytest.mark.parametrize("share", [0.5, 0.99, 0.9999, 0.999999])
def test_slow_cycles_come_to_rest(share: float) -> None:
    """A keeps a share of itself and gets the rest of its load from what was hit."""
    shares = [("a", share), ("b", 1.0)]
    edges = [e for name, part in shares for e in needs("a", name, group="g", share=part)]
    graph = estate(edges)
    a, b = (graph.position(f"component:{name}") for name in "ab")
    down, found = answered(graph, {b: 0.1 * (1 - share)})
    assert down == {}
    assert {item.position: item.capacity for item in found}[a] == pytest.approx(0.1)
