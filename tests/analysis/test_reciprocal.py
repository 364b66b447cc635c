"""Reciprocal allocation: published cases, the conservation law, and dense linear algebra."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array

from itspm_graph.analysis import reciprocal
from itspm_graph.analysis.reciprocal import Allocation, Numbers

Shares = dict[tuple[int, int], float]


def allocation(size: int, shares: Shares) -> Allocation:
    ends = np.array(list(shares), dtype=int).reshape(-1, 2)
    values = np.array(list(shares.values()), dtype=float)
    return Allocation(csr_array((values, (ends[:, 0], ends[:, 1])), shape=(size, size)))


def full(size: int, shares: Shares, direct: list[float]) -> list[float]:
    found: list[float] = allocation(size, shares).full(np.array(direct)[:, None])[:, 0].tolist()
    return found


def test_two_departments_that_serve_each_other_and_two_others() -> None:
    """A = 1200 + M/5, M = 2400 + A/6; the rest of both goes to two receivers."""
    shares = {(0, 1): 1 / 6, (0, 2): 1 / 6, (0, 3): 4 / 6}
    shares |= {(1, 0): 1 / 5, (1, 2): 1 / 5, (1, 3): 3 / 5}
    found = full(4, shares, [1200, 2400, 1500, 4000])
    assert found == pytest.approx([1737.931, 2689.655, 2327.586, 6772.414], abs=1e-3)
    assert found[2] + found[3] == pytest.approx(9100)


def test_maintenance_and_general_factory() -> None:
    """Maint = 100,000 + 0.15625 GF, GF = 270,000 + 0.1 Maint."""
    found = full(2, {(1, 0): 0.15625, (0, 1): 0.1}, [100_000, 270_000])
    assert found == pytest.approx([144_444.44, 284_444.44], abs=5e-3)


def test_without_cycles_it_is_the_step_down_method() -> None:
    found = full(4, {(0, 1): 0.25, (0, 2): 0.75, (1, 2): 0.5, (1, 3): 0.5}, [100, 200, 10, 1])
    assert found == [100, 225, 10 + 75 + 112.5, 1 + 112.5]


def test_own_use_comes_back_too() -> None:
    assert full(1, {(0, 0): 0.5}, [100]) == [200]


@pytest.mark.parametrize(
    ("shares", "closed"),
    [
        ({(0, 1): 1.0, (1, 0): 1.0}, [[0, 1]]),
        ({(0, 0): 1.0}, [[0]]),
        ({(0, 1): 1.0, (1, 0): 0.9, (1, 2): 0.1}, []),
        ({(0, 1): 1.0, (1, 0): 0.9}, []),
        ({(2, 0): 0.5, (0, 1): 1.0, (1, 0): 1.0}, [[0, 1]]),
        ({(0, 1): 1.0, (1, 2): 1.0}, []),
    ],
)
def test_a_closed_cycle_has_no_cost(shares: Shares, closed: list[list[int]]) -> None:
    found = allocation(3, shares)
    assert found.closed == closed
    members = [member for cycle in closed for member in cycle]
    costs = found.full(np.array([[1.0], [2.0], [4.0]]))[:, 0]
    assert np.flatnonzero(np.isnan(costs)).tolist() == members


@st.composite
def drawn(draw: st.DrawFn) -> tuple[int, Shares, Numbers]:
    """Any use of each other, some of it idle, with costs in two currencies."""
    size = draw(st.integers(1, 8))
    position = st.integers(0, size - 1)
    volumes = draw(
        st.dictionaries(st.tuples(position, position), st.integers(1, 9), max_size=3 * size)
    )
    idle = draw(st.lists(st.sampled_from([0.0, 0.0, 0.25, 1.0]), min_size=size, max_size=size))
    totals = [sum(v for (u, _), v in volumes.items() if u == n) for n in range(size)]
    shares = {(u, v): n / totals[u] * (1 - idle[u]) for (u, v), n in volumes.items() if idle[u] < 1}
    costs = st.lists(st.integers(0, 1000), min_size=2 * size, max_size=2 * size)
    return size, shares, np.array(draw(costs), dtype=float).reshape(size, 2)


def held(size: int, found: Allocation) -> list[int]:
    closed = {member for cycle in found.closed for member in cycle}
    return [position for position in range(size) if position not in closed]


@given(drawn(), st.sampled_from([0, 1, 200]), st.sampled_from([0, 3_000]))
def test_nothing_is_lost_and_nothing_is_negative(
    estate: tuple[int, Shares, Numbers], dense: int, direct_up_to: int
) -> None:
    size, shares, direct = estate
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reciprocal, "DENSE", dense)
        patch.setattr(reciprocal, "DIRECT", direct_up_to)
        found = allocation(size, shares)
        costs = found.full(direct)
    open_ = held(size, found)
    table = found.shares.toarray()
    kept = 1 - table.sum(axis=1)
    trapped = sum(
        direct[inner] + sum(table[outer, inner] * costs[outer] for outer in open_)
        for inner in set(range(size)) - set(open_)
    )
    assert (costs[open_] >= direct[open_]).all()
    assert (costs[open_] * kept[open_, None]).sum(axis=0) + trapped == pytest.approx(
        direct.sum(axis=0), rel=1e-9
    )
    inner = table[np.ix_(open_, open_)]
    expected = np.linalg.solve(np.eye(len(open_)) - inner.T, direct[open_])
    assert costs[open_] == pytest.approx(expected, rel=1e-9)


@given(drawn())
def test_weights_say_what_a_full_cost_is_made_of(estate: tuple[int, Shares, Numbers]) -> None:
    size, shares, direct = estate
    found = allocation(size, shares)
    costs = found.full(direct)
    for position in held(size, found):
        wanted = np.zeros(size)
        wanted[position] = 1
        assert found.weights(wanted) @ direct == pytest.approx(costs[position], rel=1e-9)
