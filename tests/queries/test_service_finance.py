"""Questions about money, answered row by row for services that serve each other."""

from __future__ import annotations

from typing import Any

import pytest

from itspm_graph.analysis.cost_roll_up import roll_up
from itspm_graph.analysis.periods import holds
from itspm_graph.analysis.service_costs import ServiceCosts
from itspm_graph.graph import Graph
from itspm_graph.session import Session
from tests.queries.estates import estate_of
from tests.queries.money import LEDGER
from tests.queries.test_answers import answer

Rows = list[tuple[Any, ...]]

ANSWERS: dict[tuple[str, str], Rows] = {
    ("full_costs", ""): [
        ("service:platform", "EUR", 1000, 1120, "Platform", 0),
        ("service:watch", "EUR", 100, 240, "Watch", 1),
        ("service:web", "EUR", 80, 620, "Web", 1),
    ],
    ("full_costs", "period=2026-Q3"): [
        ("service:platform", "EUR", 400, 400, "Platform", 2),
        ("service:watch", "EUR", 0, 200, "Watch", 3),
    ],
    ("full_costs", "period=2027"): [],
    ("unit_costs", ""): [
        ("service:platform", "cores", 4, "EUR", 280, "Platform"),
        ("service:watch", "checks", 2, "EUR", 120, "Watch"),
        ("service:web", "seats", 10, "EUR", 62, "Web"),
    ],
    ("benchmark_variances", ""): [
        ("service-offering:web-std", "benchmark:seat", 0.24, 62, 50, "seats", None),
    ],
    ("recovery_positions", ""): [
        ("service:platform", "EUR", 1120, 0, -1120, 0, ["showback"], "Platform"),
        ("service:watch", "EUR", 240, None, None, None, [], "Watch"),
        ("service:web", "EUR", 620, 700, 80, 700 / 620, ["unit"], "Web"),
    ],
    ("stranded_costs", "service=service:web"): [
        ("service-offering:web-std", "cost-item:seats", "EUR", 20, 0, 0, "Seats"),
        ("service:platform", "cost-item:power", "EUR", 560 / 3, 0, 0, "Power"),
        ("service:platform", "cost-item:racks", "EUR", 0, 280, 0, "Racks"),
        ("service:watch", "cost-item:probes", "EUR", 220 / 3, 0, 0, "Probes"),
        ("service:web", "cost-item:people", "EUR", 60, 0, 0, "People"),
    ],
    ("closed_cost_cycles", ""): [],
    ("unallocated_costs", ""): [
        ("component:line", "consumed by nobody", "EUR", 8, "Line"),
        ("service:platform", "idle", "EUR", 560, "Platform"),
    ],
    ("cost_contributions", "service=service:web"): [
        ("service-offering:web-std", "EUR", 20, 20 / 620, "Web standard"),
        ("service:platform", "EUR", 1400 / 3, 1400 / 3 / 620, "Platform"),
        ("service:watch", "EUR", 220 / 3, 220 / 3 / 620, "Watch"),
        ("service:web", "EUR", 60, 60 / 620, "Web"),
    ],
    ("cost_bearers", "element=service:watch"): [
        ("service:platform", "EUR", 80 / 3, 4 / 15, "Platform"),
        ("service:web", "EUR", 220 / 3, 11 / 15, "Web"),
    ],
    ("costs_by_tower", "period=2026-Q3"): [("Facilities", "Compute", "EUR", 400, 1)],
    ("cost_items_incomplete", ""): [],
    ("consumption_not_allocated", ""): [],
    ("services_without_charging_model", ""): [
        (None, "service:free", "Free", "transition"),
        (None, "service:watch", "Watch", "improve"),
    ],
    ("services_without_cost", ""): [(None, "service:free", "Free", "transition")],
    ("services_by_charging", ""): [
        ("service:platform", "service:platform", "showback", None, None, None, None),
        ("service:web", "service-offering:web-std", "unit", None, None, None, None),
    ],
    ("offerings_without_price", ""): [
        ("service-offering:web-std", "Web standard", "service:web", "unit")
    ],
    ("charges_made", ""): [
        ("2026-Q1", "service-offering:web-std", "customer:acme", "charge:acme", 700, "EUR")
    ],
}


@pytest.fixture(scope="module")
def ledger() -> Graph:
    return estate_of(LEDGER)


@pytest.mark.parametrize(("name", "given"), ANSWERS, ids=lambda value: value)
def test_the_ledger(ledger: Graph, name: str, given: str) -> None:
    rows = sorted(answer(ledger, name, given), key=lambda row: [str(cell) for cell in row[:2]])
    expected = sorted(ANSWERS[name, given], key=lambda row: [str(cell) for cell in row[:2]])
    assert [row[:2] for row in rows] == [row[:2] for row in expected]
    for row, wanted in zip(rows, expected, strict=True):
        for cell, value in zip(row, wanted, strict=True):
            assert cell == (pytest.approx(value) if isinstance(value, float | int) else value)


SPOILED: list[tuple[str, str, str, Rows]] = [
    (
        "cost_items_incomplete",
        "",
        "cost_items: [{id: odd, name: Odd, amount: 1}]",
        [("cost-item:odd", "Odd", ["currency", "period", "element"])],
    ),
    (
        "consumption_not_allocated",
        "",
        "teams: [{id: t, consumes: [{service: platform, driver: racks, volume: 1}, service:watch,"
        " {component: line, driver: a, volume: 1}, {component: line, driver: b, volume: 1}]}]",
        [
            ("component:line", "team:t", "a", None, "several drivers and no rule"),
            ("component:line", "team:t", "b", None, "several drivers and no rule"),
            ("service:platform", "team:t", "racks", None, "another driver than the rule's"),
            ("service:watch", "team:t", None, None, "no volume"),
        ],
    ),
    (
        "consumption_not_allocated",
        "",
        "allocation_rules: [{id: again, allocates: [service:watch]},"
        " {id: once, allocates: [service:watch]}]",
        [
            ("service:watch", "service:platform", "checks", "2026", "several rules"),
            ("service:watch", "service:web", "checks", "2026", "several rules"),
        ],
    ),
    (
        "closed_cost_cycles",
        "",
        "services: [{id: a, name: A, consumes: [{service: b, driver: x, volume: 1}]},"
        " {id: b, name: B, consumes: [{service: a, driver: y, volume: 1}]}]\n"
        "cost_items: [{id: a, amount: 5, currency: EUR, period: '2026', cost_of: [service:a]}]",
        [("service:a", "service:a", "A", 2), ("service:a", "service:b", "B", 2)],
    ),
    (
        "benchmark_variances",
        "",
        "benchmarks: [{id: seat, unit: users}]",
        [
            ("service-offering:web-std", "benchmark:seat", None, None, 50.0, "users",
             "ours is per seats, theirs per users"),
        ],
    ),
    (
        "benchmark_variances",
        "",
        "benchmarks: [{id: seat, scope: bare}]",
        [
            ("service-offering:web-std", "benchmark:seat", None, None, 50.0, "seats",
             "ours includes all in, theirs bare"),
        ],
    ),
    (
        "benchmark_variances",
        "",
        "benchmarks: [{id: seat, measured_on: 2025-12-31}]",
        [
            ("service-offering:web-std", "benchmark:seat", None, None, 50.0, "seats",
             "ours is of 2026, theirs of 2025-12-31"),
        ],
    ),
    (
        "benchmark_variances",
        "",
        "cost_items: [{id: people, currency: USD}]",
        [
            ("service-offering:web-std", "benchmark:seat", None, None, 50.0, "seats",
             "ours is in EUR, USD, theirs in EUR"),
        ],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("name", "given", "spoiler", "rows"), SPOILED)
def test_what_spoils_the_books(name: str, given: str, spoiler: str, rows: Rows) -> None:
    assert answer(estate_of(LEDGER, spoiler), name, given) == rows


def test_a_closed_cycle_has_no_cost_and_takes_no_other_with_it() -> None:
    spoiler = SPOILED[3][2]
    graph = estate_of(LEDGER, spoiler)
    assert [row[:4] for row in answer(graph, "full_costs")][-1] == ("service:web", "EUR", 80, 620)
    assert ("service:a", None, None, None) in [row[:4] for row in answer(graph, "full_costs")]
    assert ("service:a", "in a closed cycle", "EUR", 5, "A") in answer(graph, "unallocated_costs")


def test_currencies_never_meet() -> None:
    graph = estate_of(LEDGER, "cost_items: [{id: probes, currency: USD}]")
    found = [row[:4] for row in answer(graph, "full_costs") if row[0] == "service:web"]
    assert found == [
        ("service:web", "EUR", 80, pytest.approx(80 + 1400 / 3)),
        ("service:web", "USD", 0, pytest.approx(220 / 3)),
    ]
    costs = ServiceCosts(graph, roll_up(graph), graph.position("service:web"))
    assert costs.unknown[0] == "costs are in several currencies, not converted: EUR, USD"


def test_what_only_this_service_uses_goes_with_it() -> None:
    spoiler = "delete: [cost-item:probes]\nservices: [{id: watch, has_offering: []}]"
    graph = estate_of(LEDGER, spoiler)
    web = ServiceCosts(graph, roll_up(graph), graph.position("service:web"))
    names = {str(graph.ref(element)) for element in web.orphans}
    assert names == {
        "service:web",
        "service-offering:web-std",
        "service:platform",
        "service:watch",
    }
    other = "teams: [{id: t, consumes: [{service: watch, driver: checks, volume: 1}]}]"
    graph = estate_of(LEDGER, other)
    web = ServiceCosts(graph, roll_up(graph), graph.position("service:web"))
    assert web.orphans == {graph.position(r) for r in ("service:web", "service-offering:web-std")}
    by_item = {str(graph.ref(p.cost.item)): web.stranding(p) for p in web.parts}
    assert by_item["cost-item:power"].stranded == pytest.approx(
        by_item["cost-item:power"].avoidable / 3
    )
    assert by_item["cost-item:probes"].undetermined > 0
    assert by_item["cost-item:racks"].avoidable == 0


@pytest.mark.parametrize(
    ("period", "part", "inside"),
    [
        ("2026", "2026", True),
        ("2026", "2026-Q3", True),
        ("2026", "2026-07", True),
        ("2026-H2", "2026-Q3", True),
        ("2026-Q3", "2026-09", True),
        ("2026-Q3", "2026-10", False),
        ("2026-Q3", "2026", False),
        ("2026", "2027-Q1", False),
        ("FY26", "FY26-Q1", True),
        ("FY26", "FY261", False),
    ],
)
def test_a_year_holds_its_parts(period: str, part: str, inside: bool) -> None:
    assert holds(period, part) is inside


def test_the_verb_tells_one_service_whole(plain: Session) -> None:
    plain.apply(f"format: itspm/v1\n{LEDGER}")
    found = plain.cost("service:web")
    (web,) = found.elements
    assert (found.period, web.direct, web.full) == ("2026", {"EUR": 80}, {"EUR": 620})
    assert web.unknown == ["the cost of component:line, which it needs, is borne by nobody"]
    assert found.breakdown is not None
    borne = {item.ref: item.borne["EUR"] for item in found.breakdown.providers}
    assert borne == pytest.approx({"service:platform": 420, "service:watch": 120})
    pools = [(item.cost_pool, item.tower, item.amount["EUR"]) for item in found.breakdown.pools]
    assert pools == [
        ("Hardware", "Compute", pytest.approx(280)),
        ("Facilities", "Compute", pytest.approx(560 / 3)),
        (None, None, pytest.approx(80 + 220 / 3)),
    ]
    stranded = found.breakdown.stranded
    assert stranded.avoidable["EUR"] + stranded.stranded["EUR"] == pytest.approx(620)
    assert stranded.goes_with_it == ["service:platform", "service:watch"]
    everything = plain.cost()
    assert everything.direct_total == {"EUR": 1188}
    assert [item.ref for item in everything.elements] == [
        f"service:{name}" for name in ("free", "idea", "platform", "watch", "web")
    ]


def test_records_of_consumption_count_where_they_reach_over_the_period() -> None:
    records = (
        "consumption_records: [{id: a, driver: calls, volume: 4, period_from: 2026-01-01,"
        " period_to: 2026-06-30, consumed_in: [service:idea]},"
        " {id: b, driver: calls, volume: 6, period_from: 2026-07-01,"
        " period_to: 2026-12-%s, consumed_in: [service:idea]}]\n"
        "cost_items: [{id: i, amount: 30, currency: EUR, period: '2026', cost_of: [service:idea]}]"
    )
    row = ("service:idea", "calls", 10, "EUR", 3, "Idea")
    assert row in answer(estate_of(LEDGER, records % "31"), "unit_costs")
    assert row not in answer(estate_of(LEDGER, records % "30"), "unit_costs")
