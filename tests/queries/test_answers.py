"""Questions about a handmade landscape, answered row by row."""

from __future__ import annotations

from typing import Any

import pytest

from itspm_graph.catalogue import named_query
from itspm_graph.graph import Graph
from tests.queries.estates import LANDSCAPE, TODAY, decision, estate_of

Rows = list[tuple[Any, ...]]

ANSWERS: dict[tuple[str, str], Rows] = {
    ("providers", "element=service:shop"): [
        (1, "component:cache", "Component", "Cache"),
        (1, "component:web", "Component", "Web"),
        (1, "service-offering:pay-gold", "ServiceOffering", "Payments gold"),
        (2, "service:pay", "Service", "Payments"),
        (2, "site:room", "Site", "Room"),
        (3, "component:db-1", "Component", "First engine"),
        (3, "component:db-2", "Component", "Second engine"),
        (3, "site:hall", "Site", "Hall"),
        (4, "component:clock", "Component", "Clock"),
        (4, "site:campus", "Site", "Campus"),
        (4, "vendor-product:base", "VendorProduct", "Base"),
        (5, "vendor:small", "Vendor", "Small"),
    ],
    ("providers", "element=customer:acme depth=3"): [
        (1, "service-offering:shop-basic", "ServiceOffering", "Shop basic"),
        (2, "service:shop", "Service", "Shop"),
        (3, "component:cache", "Component", "Cache"),
        (3, "component:web", "Component", "Web"),
        (3, "service-offering:pay-gold", "ServiceOffering", "Payments gold"),
    ],
    ("consumers", "element=component:clock depth=4"): [
        (1, "component:db-1", "Component", "First engine"),
        (1, "component:db-2", "Component", "Second engine"),
        (2, "service:gone", "Service", "Gone"),
        (2, "service:pay", "Service", "Payments"),
        (3, "customer:bolt", "Customer", "Bolt"),
        (3, "service-offering:pay-gold", "ServiceOffering", "Payments gold"),
        (4, "service:shop", "Service", "Shop"),
    ],
    ("direct_consumers", "element=component:db-2"): [
        ("component:clock", "DEPENDS_ON", None, "Component", "Clock"),
        ("component:db-1", "DEPENDS_ON", None, "Component", "First engine"),
        ("service:pay", "DEPENDS_ON", "engines", "Service", "Payments"),
    ],
    ("direct_consumers", "element=service:shop"): [
        ("business-activity:sell", "SUPPORTS_ACTIVITY", None, "BusinessActivity", "Sell"),
        ("service-offering:shop-basic", "HAS_OFFERING", None, "ServiceOffering", "Shop basic"),
    ],
    ("customers_behind", "element=component:clock"): [
        (3, "customer:bolt", "Bolt"),
        (6, "customer:acme", "Acme"),
    ],
    ("components_without_owner", ""): [("component:db-2", "Second engine", None)],
    ("components_without_consumers", ""): [],
    ("cycles", ""): [
        ("component:clock", "component:clock", "Component", "Clock", 3),
        ("component:clock", "component:db-1", "Component", "First engine", 3),
        ("component:clock", "component:db-2", "Component", "Second engine", 3),
    ],
    ("services_on_product", "product=vendor-product:base"): [
        (2, "service:gone", "Gone"),
        (2, "service:pay", "Payments"),
        (4, "service:shop", "Shop"),
    ],
    ("services_on_vendor", "vendor=vendor:big"): [
        (3, "service:gone", "Gone"),
        (3, "service:pay", "Payments"),
        (5, "service:shop", "Shop"),
    ],
    ("services_on_site", "site=site:campus depth=3"): [
        (3, "service:gone", "Gone"),
        (3, "service:pay", "Payments"),
    ],
    ("support_ends_before_service", ""): [
        ("2026-06-14", "service:shop", "vendor-product:base", "2028-12-31", 4),
    ],
    ("products_past_support", ""): [("2026-06-14", "vendor-product:base", "Base", 1)],
    ("contracts_ending", ""): [
        ("2026-06-15", "contract:first", "First", True, "2026-05-16"),
        ("2026-09-13", "contract:last", "Last", None, None),
    ],
    ("services_without_plan", ""): [(2, "service:pay", "Payments")],
    ("activities_without_analysis", ""): [("business-activity:sell", "Sell")],
    ("findings_without_initiative", ""): [("2026-05-01", "finding:seen", "Seen", "high")],
    ("services_past_retirement", ""): [("2026-05-31", "service:pay", "Payments", "improve")],
    ("consumers_of_retiring", ""): [],
    ("catalog_today", ""): [
        ("service:pay", "Payments", "lifecycle", "improve"),
        ("service:shop", "Shop", "lifecycle", "operate"),
    ],
    ("reviews_overdue", ""): [],
    ("tg2_not_required", "service=service:shop"): [("service:shop", None)],
}


def stated(graph: Graph, name: str, given: str) -> dict[str, Any]:
    """Arguments as words, on the day of the tests where nothing else is said."""
    query = named_query(name)
    words: dict[str, Any] = dict(pair.split("=") for pair in given.split())
    if any(parameter.name == "on" for parameter in query.parameters):
        words.setdefault("on", TODAY)
    return query.arguments(words, graph)


def answer(graph: Graph, name: str, given: str = "") -> Rows:
    rows = named_query(name).by_snapshot(graph, stated(graph, name, given))
    return [tuple(row.values()) for row in rows]


@pytest.fixture(scope="module")
def landscape() -> Graph:
    return estate_of(LANDSCAPE)


@pytest.mark.parametrize(("name", "given"), ANSWERS, ids=lambda value: value)
def test_the_landscape(landscape: Graph, name: str, given: str) -> None:
    assert answer(landscape, name, given) == ANSWERS[name, given]


def test_a_service_without_a_planned_end_goes_on_for_the_horizon() -> None:
    graph = estate_of(
        "services: [{id: s, lifecycle: operate, uses_product: [vendor-product:p]}]\n"
        "vendor_products: [{id: p, end_of_support_on: 2026-08-14}]"
    )
    row = ("2026-08-14", "service:s", "vendor-product:p", None, 1)
    assert answer(graph, "support_ends_before_service", "horizon_months=2") == [row]
    assert answer(graph, "support_ends_before_service", "horizon_months=1") == []


@pytest.mark.parametrize(
    ("decisions", "expected"),
    [
        ([("TG3", True, "2026-01-01")], "decision"),
        ([("TG3", False, "2026-01-01")], None),
        ([("TG3", False, "2026-01-01"), ("TG3", True, "2026-02-01")], "decision"),
        ([("TG3", True, "2026-01-01"), ("TG6", True, "2026-02-01")], None),
        ([("TG3", True, "2026-01-01"), ("TG6", False, "2026-02-01")], "decision"),
        ([("TG3", True, "2026-02-01"), ("TG6", True, "2026-01-01")], "decision"),
        ([("TG6", True, "2026-06-15")], None),
        ([("TG6", True, "2026-06-16")], "lifecycle"),
        ([("TG6", False, "2026-01-01")], "decision"),
        ([("TG4", True, "2026-01-01")], "lifecycle"),
    ],
)
def test_the_catalog_is_what_the_gates_decided(
    decisions: list[tuple[str, bool, str]], expected: str | None
) -> None:
    graph = estate_of(
        "services: [{id: s, name: S, lifecycle: operate}]",
        *(
            decision(number, "s", gate, passed, f"{day}T23:59:00Z")
            for number, (gate, passed, day) in enumerate(decisions)
        ),
    )
    rows = [("service:s", "S", expected, "operate")] if expected else []
    assert answer(graph, "catalog_today") == rows


def test_a_review_is_due_after_the_interval_agreed() -> None:
    service = "services: [{id: s, name: S, lifecycle: operate, tg5_interval_months: 3}]"
    graph = estate_of(service, decision(1, "s", "TG4", True, "2025-11-30T10:00:00Z"))
    overdue = [("2026-02-28", "service:s", "S", "2025-11-30")]
    assert answer(graph, "reviews_overdue") == overdue
    assert answer(graph, "reviews_overdue", "on=2026-02-28") == []
    reviewed = decision(2, "s", "TG5", False, "2026-04-01T10:00:00Z")
    graph = estate_of(service, decision(1, "s", "TG4", True, "2025-11-30T10:00:00Z"), reviewed)
    assert answer(graph, "reviews_overdue") == []


@pytest.mark.parametrize(
    ("agreed", "gate", "passed", "due_on"),
    [
        ("", "TG5", True, "2026-02-10"),
        ("", "TG5", False, "2025-05-10"),
        (", tg5_interval_months: 2", "TG5", False, "2025-04-10"),
        (", tg5_interval_months: 6", "TG5", False, "2025-05-10"),
        ("", "TG4", True, "2026-02-10"),
    ],
)
def test_a_review_is_due_by_policy_where_no_day_is_stated(
    agreed: str, gate: str, passed: bool, due_on: str
) -> None:
    service = f"services: [{{id: s, name: S, lifecycle: operate{agreed}}}]"
    graph = estate_of(service, decision(1, "s", gate, passed, "2025-02-10T10:00:00Z"))
    overdue = [(due_on, "service:s", "S", "2025-02-10")]
    assert answer(graph, "reviews_overdue") == overdue


def test_the_latest_decision_may_say_when_the_next_review_is_due() -> None:
    """A shortened interval counts, and so does the day of a service that has agreed on none."""
    graph = estate_of(
        "services: [{id: s, name: S, lifecycle: operate}]",
        decision(1, "s", "TG5", False, "2026-01-10T10:00:00Z") + "    review_due_on: 2026-04-10",
    )
    overdue = [("2026-04-10", "service:s", "S", "2026-01-10")]
    assert answer(graph, "reviews_overdue", "on=2026-04-11") == overdue
    assert answer(graph, "reviews_overdue", "on=2026-04-10") == []


@pytest.mark.parametrize(("funded", "listed"), [("2026-01-01", False), ("2026-03-01", True)])
@pytest.mark.parametrize("outcome", ["redesign", "reject"])
def test_gate_four_takes_out_what_it_sends_back(funded: str, listed: bool, outcome: str) -> None:
    graph = estate_of(
        "services: [{id: s, lifecycle: transition}]",
        decision(1, "s", "TG3", True, f"{funded}T10:00:00Z"),
        decision(2, "s", "TG4", False, "2026-02-01T10:00:00Z").replace(
            "outcome: none", f"outcome: {outcome}"
        ),
    )
    assert bool(answer(graph, "catalog_today")) == listed
