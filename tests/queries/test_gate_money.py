"""Each criterion about money: it passes on a case that adds up, and names what spoils that."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from itspm_graph.catalogue import catalogue
from itspm_graph.gates import check
from itspm_graph.graph import Graph
from itspm_graph.records import Ref
from tests.queries.estates import estate_of
from tests.queries.money import FUNDED
from tests.queries.test_answers import answer

Rows = list[tuple[Any, ...]]
SERVICE = "service=service:new"
HIGH, CASE = "high-level-business-case:new", "detailed-business-case:new"
PRICE, REPORT = "indicative-unit-price:new", "business-case-verification-report:new"

SPOILED: dict[str, list[tuple[str, Rows]]] = {
    "high_level_case_incomplete": [
        (
            "high_level_business_cases: [{id: new, cost_high: 900, horizon_months: 0}]",
            [(HIGH, ["cost range in order", "horizon"])],
        ),
        (
            "high_level_business_cases: [{id: new, cost_low: null, currency: null, benefit: null}]",
            [(HIGH, ["cost range", "currency", "benefit"])],
        ),
        (
            "high_level_business_cases: [{id: newer, status: submitted, for: [service:new],"
            " supersedes: [high-level-business-case:new]}]",
            [
                (
                    "high-level-business-case:newer",
                    ["cost range", "currency", "horizon", "benefit"],
                )
            ],
        ),
    ],
    "high_level_assumptions_unowned": [
        ("high_level_business_cases: [{id: new, assumptions_owner: ' '}]", [(HIGH, 1)]),
        ("high_level_business_cases: [{id: new, assumptions: []}]", [(HIGH, 0)]),
    ],
    "high_level_case_below_roll_up": [
        (
            "high_level_business_cases: [{id: new, cost_low: 499}]",
            [(HIGH, 499, 500, "roll-up", "EUR")],
        ),
        (
            "cost_items: [{id: later, amount: 501, currency: EUR, period: '2028',"
            " cost_of: [service:new]}]",
            [(HIGH, 1000, 1001, "roll-up", "EUR")],
        ),
        (
            "roadmap_items: [{id: next, currency: EUR}]",
            [(HIGH, 1000, 1100, "roadmap", "EUR")],
        ),
    ],
    "unit_price_incomplete": [
        (
            "indicative_unit_prices: [{id: new, volume: 0, basis: null}]",
            [(PRICE, ["volume", "basis"])],
        ),
    ],
    "unit_price_below_cost": [
        (
            "indicative_unit_prices: [{id: new, price: 40}]",
            [(PRICE, 40, 50, -10, 10, 400 / 30, "EUR")],
        ),
        (
            "indicative_unit_prices: [{id: new, price: 10}]",
            [(PRICE, 10, 50, -40, 10, None, "EUR")],
        ),
        (
            "indicative_unit_prices: [{id: new, price: 40}]\n"
            "cost_items: [{id: base, variable_share: null}]",
            [(PRICE, 40, 50, -10, 10, None, "EUR")],
        ),
    ],
    "unit_cost_above_benchmark": [
        ("benchmarks: [{id: seat, value: 40}]", [(PRICE, "benchmark:seat", 50, 40, 0.25)]),
    ],
    "detailed_case_incomplete": [
        (
            "detailed_business_cases: [{id: new, period: null, charging: null, recovered: null}]",
            [(CASE, ["period", "charging", "recovered"])],
        ),
    ],
    "detailed_case_not_reconciled": [
        (
            "detailed_business_cases: [{id: new, full_cost: 400}]",
            [(CASE, "2027", 400, 500, -0.2, "EUR")],
        ),
        (
            "services: [{id: other, consumes: [{service: base, driver: cores, volume: 0,"
            " period: '2027'}]}]",
            [(CASE, "2027", 520, 700, -180 / 700, "EUR")],
        ),
    ],
    "detailed_case_departs_from_high_level": [
        (
            "detailed_business_cases: [{id: new, cost_low: 500, cost_high: 2000}]",
            [
                (CASE, HIGH, "cost_high", 1600, 2000, 0.25),
                (CASE, HIGH, "cost_low", 1000, 500, -0.5),
            ],
        ),
    ],
    "planned_recovery_low": [
        (
            "detailed_business_cases: [{id: new, recovered: 260}]",
            [(CASE, 260, 520, 0.5)],
        ),
    ],
    "verification_report_incomplete": [
        (
            "business_case_verification_reports: [{id: new, actual_volume: null}]",
            [(REPORT, ["actual volume"])],
        ),
    ],
    "actual_cost_not_reconciled": [
        (
            "cost_items: [{id: late, amount: 500, currency: EUR, period: 2027-Q4,"
            " cost_of: [service:new]}]",
            [(REPORT, "2027", 510, 1000, -0.49, "EUR")],
        ),
    ],
    "charges_not_reconciled": [
        ("charges: [{id: seats, amount: 400}]", [(REPORT, 500, 400, "EUR")]),
        ("charges: [{id: seats, currency: USD}]", [(REPORT, 500, 0, "EUR")]),
    ],
    "service_under_recovered": [
        ("charges: [{id: seats, amount: 450}]", [(REPORT, -50, 0.9, "EUR")]),
    ],
    "cost_above_plan": [
        ("detailed_business_cases: [{id: new, full_cost: 460}]", [(REPORT, CASE, 510, 460)]),
    ],
    "recovery_below_plan": [
        ("detailed_business_cases: [{id: new, recovered: 600}]", [(REPORT, CASE, 500, 600)]),
    ],
    "volume_below_plan": [
        ("indicative_unit_prices: [{id: new, volume: 20}]", [(REPORT, PRICE, 10, 20)]),
    ],
}
CASES = [(name, *case) for name, listed in SPOILED.items() for case in listed]


@pytest.fixture(scope="module")
def funded() -> Graph:
    return estate_of(FUNDED)


@pytest.mark.parametrize("name", SPOILED)
def test_a_case_that_adds_up_passes(funded: Graph, name: str) -> None:
    assert answer(funded, name, SERVICE) == []
    assert answer(funded, catalogue()[name].assessable, SERVICE)


@pytest.mark.parametrize(("name", "spoiler", "rows"), CASES)
def test_what_spoils_it_is_named(name: str, spoiler: str, rows: Rows) -> None:
    graph = estate_of(FUNDED, spoiler)
    found = answer(graph, name, SERVICE)
    assert [[pytest.approx(c) if isinstance(c, float) else c for c in row] for row in found] == [
        list(row) for row in rows
    ]
    assert answer(graph, catalogue()[name].assessable, SERVICE)


NOT_ASSESSABLE: list[tuple[str, str]] = [
    ("high_level_case_incomplete", "delete: [high-level-business-case:new]"),
    ("high_level_case_below_roll_up", "high_level_business_cases: [{id: new, currency: GBP}]"),
    ("high_level_case_below_roll_up", "high_level_business_cases: [{id: new, cost_low: null}]"),
    ("unit_price_incomplete", "indicative_unit_prices: [{id: new, status: draft}]"),
    ("unit_price_below_cost", "cost_items: [{id: team, currency: USD}]"),
    ("unit_price_below_cost", "indicative_unit_prices: [{id: new, period: '2028'}]"),
    ("unit_cost_above_benchmark", "benchmarks: [{id: seat, scope: bare}]"),
    ("unit_cost_above_benchmark", "indicative_unit_prices: [{id: new, unit: user}]"),
    ("detailed_case_incomplete", "delete: [detailed-business-case:new]"),
    ("detailed_case_not_reconciled", "detailed_business_cases: [{id: new, currency: USD}]"),
    (
        "detailed_case_not_reconciled",
        "services: [{id: new, consumes: [{service: base, driver: cores, volume: 2},"
        " {service: base, driver: cores, volume: 2, period: '2027'}]},"
        " {id: base, consumes: [{service: new, driver: x, volume: 1}]}]\n"
        "service_offerings: [{id: new-std, name: N}]\n"
        "delete: [service:other]",
    ),
    (
        "detailed_case_departs_from_high_level",
        "detailed_business_cases: [{id: new, horizon_months: 24}]",
    ),
    ("planned_recovery_low", "detailed_business_cases: [{id: new, recovered: null}]"),
    ("verification_report_incomplete", "delete: [business-case-verification-report:new]"),
    ("actual_cost_not_reconciled", "delete: [cost-item:team, cost-item:base]"),
    ("charges_not_reconciled", "delete: [charge:seats]"),
    ("service_under_recovered", "delete: [charge:seats]"),
    ("cost_above_plan", "detailed_business_cases: [{id: new, period: '2028'}]"),
    ("recovery_below_plan", "detailed_business_cases: [{id: new, recovered: null}]"),
    ("volume_below_plan", "indicative_unit_prices: [{id: new, volume: 0}]"),
]


@pytest.mark.parametrize(("name", "spoiler"), NOT_ASSESSABLE)
def test_what_is_missing_never_passes(name: str, spoiler: str) -> None:
    assert answer(estate_of(FUNDED, spoiler), catalogue()[name].assessable, SERVICE) == []


def test_every_criterion_about_money_has_its_case() -> None:
    modules = ("business_cases", "unit_prices", "verification")
    ours = {
        query.name
        for query in catalogue().values()
        if query.severity and query.twin.partition(".")[0] in modules
    }
    assert ours == set(SPOILED)


@pytest.mark.parametrize("free", ["none", "showback"])
def test_what_is_given_away_needs_no_recovery(free: str) -> None:
    spoiler = (
        f"charging_models: [{{id: unit, kind: {free}}}]\ndelete: [charge:seats]\n"
        f"detailed_business_cases: [{{id: new, charging: {free}, recovered: null}}]\n"
        "business_case_verification_reports: [{id: new, actual_recovered: 0}]"
    )
    graph = estate_of(FUNDED, spoiler)
    for name in (
        "detailed_case_incomplete",
        "planned_recovery_low",
        "charges_not_reconciled",
        "service_under_recovered",
    ):
        assert answer(graph, name, SERVICE) == []
        assert answer(graph, catalogue()[name].assessable, SERVICE)


@pytest.mark.parametrize("gate", ["TG2", "TG3", "TG5"])
def test_the_gates_take_them_up(funded: Graph, gate: str) -> None:
    found = check(funded, gate, Ref("service:new"), date(2026, 6, 15))
    results = {item.name: item.result for item in found.criteria if item.name in SPOILED}
    assert results
    assert set(results.values()) == {"PASS"}
