"""Amounts are rounded alike by Cypher and by the engine's answers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itspm_graph.answers.rounding import rounded
from tests.queries.conftest import CypherEngine


@pytest.mark.parametrize(
    ("value", "digits", "expected"),
    [(50.125, 2, 50.13), (-0.125, 2, -0.13), (1.005, 2, 1.01), (2.5, 0, 3.0), (1e15, 2, 1e15)],
)
def test_a_half_goes_away_from_zero(value: float, digits: int, expected: float) -> None:
    assert rounded(value, digits) == expected


HALVES = st.integers(-(10**9), 10**9).map(lambda n: n / 1_000 + 0.005)


@pytest.mark.slow
@given(
    values=st.lists(st.floats(-1e12, 1e12) | HALVES, min_size=50, max_size=50),
    digits=st.sampled_from([2, 6]),
)
def test_as_cypher_does(cypher: CypherEngine, values: list[float], digits: int) -> None:
    told = cypher.store.ask(
        "UNWIND range(0, size($values) - 1) AS n RETURN n, round($values[n], $digits) AS found "
        "ORDER BY n",
        {"values": values, "digits": digits},
    )
    assert [row["found"] for row in told] == [rounded(value, digits) for value in values]
