"""Criteria of every gate: each passes on a service that is in order, and names what spoils that."""

from __future__ import annotations

import pytest

from itspm_graph.catalogue import criteria
from itspm_graph.framework import framework
from tests.queries.criteria import Judged, Rows
from tests.queries.test_answers import answer
from tests.queries.test_gate_money import CASES as MONEY
from tests.queries.test_retirement import SPOILED as RETIRING
from tests.queries.test_tg1 import JUSTIFIED
from tests.queries.test_tg2 import FEASIBLE, SOUND
from tests.queries.test_tg3 import DESIGNED, LISTED
from tests.queries.test_tg4 import ACCEPTED
from tests.queries.test_tg5 import REVIEWED
from tests.queries.test_tg7 import CLOSED

GATES = {
    "TG1": JUSTIFIED,
    "TG2": FEASIBLE,
    "TG3": DESIGNED,
    "TG4": ACCEPTED,
    "TG5": REVIEWED,
    "TG7": CLOSED,
}
SINCE = ("single_points_added", "single_points_today")
"""Tried in `test_single_points_since`, over the decisions that they look back to."""
IN_ORDER = {"TG2": SOUND}
"""What puts an estate in order that isn't from the start."""


@pytest.mark.parametrize("gate", GATES)
def test_a_service_that_is_in_order_passes(gate: str) -> None:
    graph = GATES[gate].spoil(IN_ORDER.get(gate, ""))
    assert GATES[gate].passes(graph) == list(GATES[gate].spoiled)


@pytest.mark.parametrize(
    ("judged", "name", "spoiler", "rows"),
    [
        pytest.param(judged, *case, id=f"{gate}-{case[0]}-{number}")
        for gate, judged in GATES.items()
        for number, case in enumerate(judged.cases)
    ],
)
def test_an_offence_is_named(judged: Judged, name: str, spoiler: str, rows: Rows) -> None:
    assert answer(judged.spoil(spoiler), name, judged.service) == rows


@pytest.mark.parametrize(
    ("judged", "name"),
    [
        pytest.param(judged, name, id=f"{gate}-{name}")
        for gate, judged in GATES.items()
        for name in judged.unjudged
    ],
)
def test_nothing_is_judged_without_what_it_is_judged_by(judged: Judged, name: str) -> None:
    assert answer(judged.spoil(judged.unjudged[name]), name, judged.service) == []


@pytest.mark.parametrize("gate", framework().gates)
def test_every_criterion_has_its_cases(gate: str) -> None:
    tried = {name for judged in GATES.values() for name in judged.spoiled}
    tried |= {*LISTED, *RETIRING, *SINCE, *(case[0] for case in MONEY)}
    assert {query.name for query in criteria(gate)} <= tried
