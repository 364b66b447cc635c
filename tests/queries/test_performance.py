"""Questions of service performance, answered row by row: chains of contracts, and attainment."""

from __future__ import annotations

import pytest

from itspm_graph.answers.service_hours import service_hours
from tests.queries.criteria import Rows
from tests.queries.estates import estate_of
from tests.queries.test_answers import answer

CHAIN = """
services:
  - id: shop
    name: Shop
    realized_by: [component:web]
    depends_on: [service:mail, {service: news, strength: soft}, {service: boot, phase: start}]
    has_offering: [service-offering:shop-gold]
    compared_with: [benchmark:peers, benchmark:odd]
    targets_outcome: [business-outcome:sales]
  - {id: mail, name: Mail}
  - {id: news, name: News}
  - {id: boot, name: Boot}
service_offerings: [{id: shop-gold, name: Gold, sets_target: [service-level-target:up]}]
components:
  - id: web
    name: Web
    unavailability: 0.01
    uses_product:
      - {vendor-product: cloud, exposed: true}
      - {vendor-product: linux, exposed: true}
      - {vendor-product: editor}
vendor_products:
  - {id: cloud, name: Cloud, delivery: hosted}
  - {id: linux, name: Linux, delivery: open source}
  - {id: editor, name: Editor}
contracts:
  - id: acme
    kind: sla
    status: signed
    ends_on: 2027-11-30
    exit_months: 3
    service_hours: 24x7
    annual_cost: 1000
    penalty_share: 0.1
    currency: EUR
    covers: [service-offering:shop-gold]
    sets_target: [service-level-target:fixed, service-level-target:up]
    underpinned_by:
      - {contract: desk, metric: resolution time}
      - contract:cloud
      - {contract: line, metric: availability}
  - id: desk
    kind: ola
    service_hours: Mo-Fr 08:00-18:00
    annual_cost: 200
    penalty_share: 0.2
    currency: EUR
    covers: [service:mail]
    sets_target: [service-level-target:desk]
    underpinned_by: [contract:ops]
  - {id: ops, kind: ola, sets_target: [service-level-target:ops]}
  - id: cloud
    kind: uc
    ends_on: 2028-02-28
    service_hours: round the clock
    annual_cost: 500
    penalty_share: 0.1
    currency: CHF
    covers: [vendor-product:cloud]
    sets_target: [service-level-target:cloud]
  - {id: line, kind: uc, ends_on: 2027-12-31, auto_renews: true, service_hours: 24/7}
  - {id: draft, kind: sla, status: draft, underpinned_by: [contract:cloud]}
service_level_targets:
  - {id: fixed, measure: resolution time, target: 4, unit: hours}
  - {id: up, measure: availability, target: 0.995, unit: share}
  - {id: desk, measure: resolution time, target: 30, unit: minutes}
  - {id: ops, measure: resolution time, target: 60, unit: minutes}
  - {id: cloud, measure: resolution time, target: 3, unit: hours}
benchmarks:
  - {id: peers, value: 99.9, unit: percent, scope: availability}
  - {id: odd, value: 5, unit: hours, scope: resolution time}
measurements:
  - {id: up-1, value: 0.999, period: 2026-Q1, measures: [service-level-target:up]}
  - {id: up-2, value: 0.996, period: 2026-Q2, measures: [service-level-target:up]}
  - {id: sales-1, value: 12, period: 2026-Q1, measures: [business-outcome:sales]}
  - {id: sales-2, value: 9, period: 2025-Q4, measures: [business-outcome:sales]}
business_outcomes: [{id: sales, baseline: 10, target: 12, due_on: 2026-12-31}]
"""
"""A shop whose agreement with a customer rests on a desk, on operations and on a cloud."""
FIXED, UP, DESK = (f"service-level-target:{name}" for name in ("fixed", "up", "desk"))

ANSWERS: dict[str, Rows] = {
    "providers_not_underpinned": [
        ("contract:acme", "availability", "service:mail", "Mail"),
        ("contract:acme", "availability", "vendor-product:cloud", "Cloud"),
    ],
    "availability_overpromised": [
        ("service:shop", UP, "contract:acme", 0.995, 0.99),
        ("service:shop", UP, "service-offering:shop-gold", 0.995, 0.99),
    ],
    "service_hours_not_underpinned": [
        ("contract:acme", "contract:cloud", "24x7", "round the clock", "unreadable"),
        ("contract:acme", "contract:desk", "24x7", "Mo-Fr 08:00-18:00", "longer"),
        ("contract:desk", "contract:ops", "Mo-Fr 08:00-18:00", None, "not stated"),
    ],
    # The desk and operations one after the other, 90 minutes, and the cloud, 180.
    "resolution_not_underpinned": [("contract:acme", 240, 270, [])],
    "underpinning_ends_first": [
        ("contract:acme", "2028-02-29", "contract:cloud", "2028-02-28", None),
    ],
    "penalties_not_passed_on": [("contract:acme", "EUR", 100, 40)],
    "promises_not_underpinned": [
        ("contract:acme", "availability", UP, "0.995", "0.99"),
        ("contract:acme", "coverage", "service:mail", "availability", None),
        ("contract:acme", "coverage", "vendor-product:cloud", "availability", None),
        ("contract:acme", "hours", "contract:cloud", "24x7", "round the clock"),
        ("contract:acme", "hours", "contract:desk", "24x7", "Mo-Fr 08:00-18:00"),
        ("contract:acme", "term", "contract:cloud", "2028-02-29", "2028-02-28"),
        ("contract:acme", "time", "contract:acme", "240 minutes", "270 minutes"),
    ],
    "attainment": [
        ("service:shop", UP, "2026-Q1", "availability", 0.995, 0.999, True),
        ("service:shop", UP, "2026-Q2", "availability", 0.995, 0.996, True),
    ],
    "services_at_risk": [
        ("service:mail", "not measured", DESK, "resolution time", 30, None, None),
        ("service:shop", "getting worse", UP, "availability", 0.995, 0.996, 0.999),
        ("service:shop", "not measured", FIXED, "resolution time", 4, None, None),
    ],
    "outcome_attainment": [
        ("service:shop", "business-outcome:sales", "2026-12-31", 10, 12, 12, True),
    ],
    "performance_against_benchmarks": [
        ("service:shop", "benchmark:peers", UP, 99.9, "percent", None, "share"),
    ],
}


@pytest.mark.parametrize("name", ANSWERS)
def test_what_promises_rest_on(name: str) -> None:
    assert answer(estate_of(CHAIN), name) == ANSWERS[name]


def test_what_nobody_states_is_no_availability() -> None:
    graph = estate_of(CHAIN, "components: [{id: web, unavailability: null}]")
    assert {row[-1] for row in answer(graph, "availability_overpromised")} == {None}


def test_a_contract_that_says_nothing_of_time_is_named() -> None:
    graph = estate_of(CHAIN, "service_level_targets: [{id: ops, unit: shifts}]")
    assert answer(graph, "resolution_not_underpinned") == [
        ("contract:acme", 240, None, ["contract:ops"])
    ]


@pytest.mark.parametrize(
    ("one", "other", "within"),
    [
        ("24x7", "7x24", True),
        ("5x10", "24/7", True),
        ("5x8", "5x10", True),
        ("6x8", "5x10", False),
        ("5x10", "Mo-Fr 08:00-18:00", None),
        ("Mo-Fr 08:00-18:00", "5x10", None),
        ("5x10", "Mon-Fri 0-24", True),
        ("Mo-Fr 08:00-18:00", "Mo\u2013Sa 7-20", True),
        ("Mo, We 9-12; Sa 10-11", "daily 09:00 - 12:00", True),
        ("Mo-Fr 8-18, Sa 9-12", "Mo-Fr 8-18", False),
        ("Su 22:00-06:00", "So 22-24, Mo 0-6", True),
        ("08:00-18:00", "Fr-Mo 08:00-18:00", False),
        ("24x7", "5x24", False),
    ],
)
def test_hours_within_hours(one: str, other: str, within: bool | None) -> None:
    ours, theirs = service_hours(one), service_hours(other)
    assert ours
    assert theirs
    assert ours.within(theirs) is within
    assert ours.within(ours)


@pytest.mark.parametrize(
    "text", ["", "always", "8x25", "0x8", "9x9", "Mo-Fr", "Mo-Fr 8-18 CET", "8:75-9", "Mo-Xx 8-9"]
)
def test_hours_that_can_not_be_read(text: str) -> None:
    assert service_hours(text) is None
