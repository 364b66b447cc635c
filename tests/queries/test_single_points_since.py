"""Single points of failure of a service, held against what a gate last knew of them."""

from __future__ import annotations

from tests.queries.estates import decision, estate_of
from tests.queries.test_answers import answer

SERVICE = "service=service:shop"
ESTATE = """
services:
  - id: shop
    depends_on:
      - component:web
      - {component: db-1, group: store, at_least: 1}
      - {component: db-2, group: store, at_least: 1}
components: [{id: web, name: Web}, {id: db-1}, {id: db-2}]
"""
WEB = ("component:web", "Component", "Web")


def evidence(number: int, criterion: str, result: str, rows: str) -> str:
    """The evidence of a submission, beside what `decision` states of it."""
    return f"""
evidence:
  - id: e{number}
    name: Evidence {number}
    criterion: {criterion}
    severity: INFO
    result: {result}
    query: none
    revision: 0
    rows: {rows}
    rows_hash: none
"""


def judged(number: int, gate: str, day: str, stated: str) -> str:
    decided = decision(number, "shop", gate, True, f"{day}T10:00:00Z")
    named = f'    decided_by: ["gate-decision:d{number}"]\n'
    return decided.replace(named, f"{named}    evidenced_by: [evidence:e{number}]\n") + stated


def test_redundancy_makes_no_single_point() -> None:
    assert answer(estate_of(ESTATE), "single_points_today", SERVICE) == [WEB]


def test_what_a_gate_knew_is_not_new() -> None:
    early = judged(
        1, "TG3", "2026-01-01", evidence(1, "designed_single_points", "PASS", "[]").lstrip("\n")
    )
    late = judged(
        2,
        "TG5",
        "2026-02-01",
        evidence(2, "single_points_today", "FAIL", "[{ref: 'component:web'}]").lstrip("\n"),
    )
    unjudged = judged(
        3,
        "TG5",
        "2026-03-01",
        evidence(3, "single_points_today", "NOT_ASSESSABLE", "[]").lstrip("\n"),
    )
    assert answer(estate_of(ESTATE), "single_points_on_record", SERVICE) == []
    assert answer(estate_of(ESTATE, early), "single_points_added", SERVICE) == [WEB]
    graph = estate_of(ESTATE, early, late, unjudged)
    assert answer(graph, "single_points_on_record", SERVICE) == [("evidence:e2", ["component:web"])]
    assert answer(graph, "single_points_added", SERVICE) == []
