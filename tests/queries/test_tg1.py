"""Each criterion of toll gate 1: it passes on a sound strategy, and names what spoils that."""

from __future__ import annotations

import pytest

from itspm_graph.catalogue import criteria
from itspm_graph.graph import Graph
from tests.queries.criteria import Judged
from tests.queries.test_answers import answer

JUSTIFIED = Judged(
    estate="""
services:
  - id: chat
    name: Chat
    lifecycle: strategy
    tg2_required: false
    owned_by: [person:ann]
    supports_capability: [business-capability:talk]
    targets_outcome: [business-outcome:calls]
    depends_on: [service:mail, {component: bot, strength: soft}]
  - {id: mail, name: Mail, lifecycle: operate, realized_by: [component:mailer]}
  - {id: fax, name: Fax, lifecycle: retire, supports_capability: [business-capability:talk]}
components:
  - {id: bot, name: Bot}
  - {id: mailer, name: Mailer, hosted_at: [site:hall], uses_product: [vendor-product:post]}
sites: [{id: hall, name: Hall, part_of: [site:campus]}, {id: campus, name: Campus}]
vendor_products: [{id: post, name: Post, supplied_by: [vendor:small]}]
vendors: [{id: small, name: Small}]
contracts:
  - {id: post, name: Post, status: signed, ends_on: 2026-06-15, provider_party: [vendor:small]}
people: [{id: ann, name: Ann}]
business_capabilities: [{id: talk, name: Talk}]
business_outcomes:
  - {id: calls, name: Fewer calls, measure: calls a day, target: 100, due_on: 2027-12-31}
strategic_objectives:
  - {id: near, name: Near, status: active, stated_on: 2026-01-01}
  - {id: once, name: Once, status: achieved}
service_strategies:
  - id: chat
    name: Strategy
    status: submitted
    dated_on: 2026-01-01
    available_from: 2027-01-01
    target_customers: [Everybody who calls]
    cost_high: 500000
    for: [service:chat]
    aligns_with: [strategic-objective:near, strategic-objective:once]
""",
    service="service=service:chat",
    spoiled={
        "strategy_without_objective": [
            ("strategic_objectives: [{id: near, status: dropped}]", [("service:chat",)]),
            ("service_strategies: [{id: chat, aligns_with: []}]", [("service:chat",)]),
            (
                "service_strategies: [{id: new, status: draft, supersedes: [service-strategy:chat],"
                " for: [service:chat], aligns_with: [strategic-objective:near]}]",
                [("service:chat",)],
            ),
        ],
        "strategy_without_measurable_outcome": [
            ("services: [{id: chat, targets_outcome: []}]", [("service:chat", [])]),
            (
                "business_outcomes: [{id: calls, measure: ' '}, {id: joy, measure: joy}]\n"
                "service_strategies: [{id: chat, targets_outcome: [business-outcome:joy]}]",
                [("service:chat", ["business-outcome:calls", "business-outcome:joy"])],
            ),
            (
                "business_outcomes: [{id: calls, due_on: null}]",
                [("service:chat", ["business-outcome:calls"])],
            ),
        ],
        "strategy_without_customer": [
            (
                "services: [{id: chat, supports_capability: []}]\n"
                "service_strategies: [{id: chat, target_customers: []}]",
                [("service:chat",)],
            ),
        ],
        "service_without_owner": [
            ("services: [{id: chat, owned_by: []}]", [("service:chat",)]),
        ],
        "availability_date_missing": [
            (
                "service_strategies: [{id: chat, available_from: null}]",
                [("service-strategy:chat",)],
            ),
        ],
        "capability_overlap": [
            (
                "services: [{id: fax, lifecycle: improve}, "
                "{id: phone, name: Phone, supports_capability: [business-capability:talk]}]",
                [
                    ("business-capability:talk", "service:fax", "Fax", "improve"),
                    ("business-capability:talk", "service:phone", "Phone", None),
                ],
            ),
        ],
        "tg2_undecided": [
            ("services: [{id: chat, tg2_required: null}]", [("service:chat",)]),
        ],
        "tg2_recommended": [
            (
                "services: [{id: chat, reads: [data-set:who], depends_on: [service:mail, "
                "component:bot, component:a, component:b, component:c, component:d]}]\n"
                "components: [{id: a}, {id: b, hosted_at: [site:far]}, {id: c},"
                " {id: d, lifecycle: design}]\n"
                "sites: [{id: far}]\n"
                "data_sets: [{id: who, personal_data: true}]\n"
                "contracts: [{id: post, ends_on: 2026-06-14}]\n"
                "service_strategies: [{id: chat, cost_high: 500000.5}]",
                [
                    ("cost", 500000.5, 500000.0),
                    ("hard dependencies", 6, 5),
                    ("needs in the pipeline", 1, 0),
                    ("personal data", 1, 0),
                    ("sites", 3, 2),
                    ("vendors without contract", 1, 0),
                ],
            ),
            (
                "components: [{id: bot, depends_on: [component:c1]},"
                + ",".join(f"{{id: c{n}, depends_on: [component:c{n + 1}]}}" for n in range(1, 6))
                + ", {id: c6}]\ncontracts: [{id: post, ends_on: null}]",
                [("hops", 7, 6)],
            ),
        ],
    },
)


def test_every_criterion_has_its_cases() -> None:
    assert JUSTIFIED.spoiled.keys() == {query.name for query in criteria("TG1")}


@pytest.fixture
def unwritten() -> Graph:
    return JUSTIFIED.spoil("service_strategies: [{id: chat, status: draft}]")


def test_nothing_is_judged_without_a_standing_strategy(unwritten: Graph) -> None:
    judged = {name for name in JUSTIFIED.spoiled if JUSTIFIED.assessable(unwritten, name)}
    assert judged == {
        "service_without_owner",
        "capability_overlap",
        "tg2_undecided",
        "tg2_recommended",
    }


def test_what_the_author_proposes_is_a_word_on_toll_gate_two() -> None:
    graph = JUSTIFIED.spoil(
        "services: [{id: chat, tg2_required: null}]\n"
        "service_strategies: [{id: chat, tg2_required: true}]"
    )
    assert answer(graph, "tg2_undecided", JUSTIFIED.service) == []


def test_a_customer_on_record_is_one_for_whom_the_service_is() -> None:
    graph = JUSTIFIED.spoil(
        "services: [{id: chat, supports_capability: []}]\ncustomers: [{id: acme}]\n"
        "service_strategies: [{id: chat, target_customers: [], intended_for: [customer:acme]}]"
    )
    assert answer(graph, "strategy_without_customer", JUSTIFIED.service) == []
