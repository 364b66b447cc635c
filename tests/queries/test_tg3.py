"""Each criterion of toll gate 3: it passes on a sound design, and names what spoils that."""

from __future__ import annotations

import pytest

from itspm_graph.catalogue import criteria
from itspm_graph.graph import Graph
from tests.queries.criteria import Judged
from tests.queries.estates import decision, estate_of
from tests.queries.test_answers import answer

DESIGNED = Judged(
    estate="""
services:
  - id: chat
    name: Chat
    lifecycle: design
    planned_operate_on: 2027-03-31
    rto_minutes: 60
    owned_by: [person:ann]
    operated_by: [team:desk]
    has_offering: [service-offering:chat-std]
    has_bia: [business-impact-analysis:chat]
    targets_outcome: [business-outcome:calls]
    depends_on: [component:log]
  - id: mail
    name: Mail
    lifecycle: operate
    rto_minutes: 60
    has_offering: [service-offering:mail-gold]
    availability: 0.999
  - {id: sign, name: Sign-on, lifecycle: design, planned_operate_on: 2027-03-31,
     has_bia: [business-impact-analysis:sign], availability: 0.999}
  - {id: fax, name: Fax, lifecycle: operate}
service_offerings:
  - {id: chat-std, name: Standard, sets_target: [service-level-target:up]}
  - {id: mail-gold, name: Gold}
business_impact_analyses:
  - {id: chat, name: Chat, rto_minutes: 30}
  - {id: sign, name: Sign-on, rto_minutes: 59}
business_outcomes: [{id: calls, name: Calls}]
service_level_targets:
  - {id: up, name: Up, measure: availability, target: 99, unit: percent}
  - {id: quick, name: Quick, measure: resolution time, target: 60, unit: minutes}
components:
  - {id: bot-a, name: Bot A, rto_minutes: 5, availability: 0.95}
  - {id: bot-b, name: Bot B, rto_minutes: 5, availability: 0.95}
  - {id: log, name: Log, rto_minutes: 0, availability: 1}
  - {id: nice, name: Nice}
vendor_products:
  - {id: brain, name: Brain, rto_minutes: 1, availability: 1, supplied_by: [vendor:small]}
vendors: [{id: small, name: Small}]
contracts:
  - {id: chat, name: Chat, kind: sla, covers: [service:chat],
     sets_target: [service-level-target:quick]}
  - {id: mail, name: Mail, kind: ola, status: signed, covers: [service:mail], ends_on: 2026-06-15}
  - {id: sign, name: Sign-on, kind: ola, covers: [service:sign]}
  - {id: brain, name: Brain, kind: uc, covers: [vendor-product:brain]}
people: [{id: ann, name: Ann}]
teams: [{id: desk, name: Desk}]
service_designs:
  - id: chat
    name: Design
    started_on: 2026-03-01
    for: [service:chat]
    designs:
      - service-offering:mail-gold
      - service:sign
      - {component: bot-a, group: bots, at_least: 1}
      - {component: bot-b, group: bots, at_least: 1}
      - {component: nice, strength: soft}
      - vendor-product:brain
preliminary_acceptance_criteria:
  - id: chat
    name: Criteria
    for: [service:chat]
    has_criterion: ["acceptance-criterion:up", "acceptance-criterion:liked"]
acceptance_criteria:
  - {id: up, name: Up, measure: share of pings answered, threshold: 99 percent,
     verifies: [service-level-target:up, service-level-target:quick]}
  - {id: liked, name: Liked, measure: grade of ten callers, threshold: 4 of 5,
     test_kind: customer experience, verifies: [business-outcome:calls]}
poc_reports:
  - id: chat
    name: Trial
    dated_on: 2026-03-01
    objectives: [It answers, It is polite]
    results: ["It did", "It was, mostly"]
    recommendation: go with changes
    for: [service:chat]
""",
    service="service=service:chat",
    spoiled={
        "designed_needs_missing": [
            (
                "services: [{id: sign, planned_operate_on: 2027-04-01},"
                " {id: mail, lifecycle: strategy}]\ncomponents: [{id: nice, stub: true}]",
                [
                    ("goes live later", "service:sign", "2027-04-01"),
                    ("no day of going live", "service-offering:mail-gold", None),
                    ("not on record", "component:nice", None),
                ],
            ),
        ],
        "designed_on_leaving": [
            (
                "services: [{id: mail, lifecycle: retire}]",
                [("service-offering:mail-gold", "service:mail", "retire")],
            ),
        ],
        "designed_availability_below_promise": [
            (
                "components: [{id: log, availability: 0.9}]",
                [
                    (
                        "service-level-target:up",
                        "service-offering:chat-std",
                        0.99,
                        round(0.999 * 0.999 * 0.9975 * 0.9, 9),
                    )
                ],
            ),
        ],
        "needs_recover_later": [
            (
                "services: [{id: mail, rto_minutes: 61}]\n"
                "components: [{id: log, rto_minutes: null}]\n"
                "business_impact_analyses: [{id: sign, rto_minutes: 60.5}]",
                [
                    ("component:log", None, 60.0),
                    ("service-offering:mail-gold", 61.0, 60.0),
                    ("service:sign", 60.5, 60.0),
                ],
            ),
            (
                "services: [{id: chat, rto_minutes: null}]",
                [
                    ("service-offering:mail-gold", 60.0, 30.0),
                    ("service:sign", 59.0, 30.0),
                ],
            ),
        ],
        "designed_cycles": [
            (
                "components: [{id: bot-a, depends_on: [{service: chat, phase: start}]},"
                " {id: log, depends_on: [{service-offering: chat-std, strength: soft}]},"
                " {id: bot-b, depends_on: [component:mast]},"
                " {id: mast, depends_on: [service-offering:chat-std]},"
                " {id: nice, depends_on: [service:chat]}]",
                [("run", "component:bot-b", 3), ("start", "component:bot-a", 1)],
            ),
        ],
        "vendor_concentration": [
            (
                "components: [{id: nice, uses_product: [vendor-product:brain]}]\n"
                "services: [{id: mail, depends_on: [component:nice]}]",
                [(0.666667, "vendor:small", "Small", 2, 3)],
            ),
        ],
        "needs_not_underpinned": [
            (
                "contracts: [{id: mail, ends_on: 2026-06-14}, {id: sign, status: draft},"
                " {id: brain, kind: licence}]",
                [
                    ("service-offering:mail-gold", "ServiceOffering", "Gold"),
                    ("service:sign", "Service", "Sign-on"),
                    ("vendor-product:brain", "VendorProduct", "Brain"),
                ],
            ),
        ],
        "operation_unassigned": [
            (
                "services: [{id: chat, owned_by: [], operated_by: []}]",
                [("operating team",), ("owner",)],
            ),
        ],
        "promises_without_criterion": [
            (
                "acceptance_criteria: [{id: up, verifies: []}, {id: liked, verifies: []}]\n"
                "service_level_targets: [{id: other}]\n"
                "services: [{id: fax, sets_target: [service-level-target:other]}]\n"
                "contracts: [{id: chat, sets_target: [service-level-target:quick,"
                " service-level-target:other]}]",
                [
                    ("business-outcome:calls", "BusinessOutcome", "Calls"),
                    ("service-level-target:quick", "ServiceLevelTarget", "Quick"),
                    ("service-level-target:up", "ServiceLevelTarget", "Up"),
                ],
            ),
        ],
        "customer_experience_not_planned": [
            ("acceptance_criteria: [{id: liked, test_kind: functional}]", [("service:chat",)]),
        ],
        "criteria_without_threshold": [
            (
                "acceptance_criteria: [{id: up, threshold: ' '},"
                " {id: liked, measure: null, threshold: null}]",
                [
                    ("acceptance-criterion:liked", "Liked", ["measure", "threshold"]),
                    ("acceptance-criterion:up", "Up", ["threshold"]),
                ],
            ),
        ],
        "poc_before_design": [
            (
                "service_designs: [{id: chat, started_on: 2026-03-02}]",
                [("poc-report:chat", "2026-03-01", "service-design:chat", "2026-03-02")],
            ),
            (
                "poc_reports: [{id: chat, dated_on: null}]",
                [("poc-report:chat", None, "service-design:chat", "2026-03-01")],
            ),
        ],
        "poc_objectives_without_result": [
            (
                "poc_reports: [{id: chat, results: [' ']}]",
                [
                    ("poc-report:chat", 1, "It answers"),
                    ("poc-report:chat", 2, "It is polite"),
                ],
            ),
            ("poc_reports: [{id: chat, objectives: []}]", [("poc-report:chat", None, None)]),
        ],
        "poc_advises_against": [
            ("poc_reports: [{id: chat, recommendation: no go}]", [("poc-report:chat", "no_go")]),
            ("poc_reports: [{id: chat, recommendation: null}]", [("poc-report:chat", None)]),
        ],
    },
)
LISTED = {
    "designed_single_points": [
        ("component:log", "Component", "Log"),
        ("vendor-product:brain", "VendorProduct", "Brain"),
    ],
    "designed_pairs": [(1,)],
}
"""What the board is told of the sound design too."""
MONEY = ("indicative-unit-price", "detailed-business-case", "high-level-business-case")
ROLLED_OVER = ("service-roadmap", "service-release-plan")


@pytest.fixture(scope="module")
def designed() -> Graph:
    return estate_of(DESIGNED.estate)


def test_every_criterion_of_design_and_proof_has_its_cases() -> None:
    elsewhere = (*MONEY, *ROLLED_OVER)
    assert DESIGNED.spoiled.keys() | LISTED.keys() == {
        query.name for query in criteria("TG3") if query.document not in elsewhere
    }


@pytest.mark.parametrize("name", LISTED)
def test_what_a_board_accepts_is_listed(designed: Graph, name: str) -> None:
    assert answer(designed, name, DESIGNED.service) == LISTED[name]


def test_nothing_is_judged_without_standing_documents() -> None:
    graph = DESIGNED.spoil(
        "service_designs: [{id: chat, status: draft}]\npoc_reports: [{id: chat, status: draft}]\n"
        "preliminary_acceptance_criteria: [{id: chat, status: draft}]"
    )
    judged = {n for n in (*DESIGNED.spoiled, *LISTED) if DESIGNED.assessable(graph, n)}
    assert judged == {"operation_unassigned"}


def test_a_delisted_service_is_leaving_until_it_passes_toll_gate_three_again() -> None:
    leaving = decision(1, "sign", "TG6", True, "2026-06-15T00:00:00Z")
    refused = decision(2, "sign", "TG6", False, "2026-06-14T00:00:00Z")
    again = decision(3, "sign", "TG3", True, "2026-06-15T00:00:01Z")
    row = ("service:sign", "service:sign", "design")
    for decisions, rows in (
        ([leaving], [row]),
        ([leaving, refused], [row]),
        ([refused], []),
        ([leaving, again], []),
    ):
        graph = estate_of(DESIGNED.estate, *decisions)
        assert answer(graph, "designed_on_leaving", DESIGNED.service) == rows


def test_silent_elements_hide_no_promise_that_is_out_of_reach() -> None:
    silent = "components: [{id: log, availability: null}]"
    graph = DESIGNED.spoil(silent)
    assert not DESIGNED.assessable(graph, "designed_availability_below_promise")
    graph = DESIGNED.spoil(f"{silent}\nservice_level_targets: [{{id: up, target: 99.9}}]")
    assert answer(graph, "availability_designed", DESIGNED.service) == [
        (0.9990000000000001, round(0.999 * 0.999 * 0.9975, 9), 1)
    ]
    assert answer(graph, "designed_availability_below_promise", DESIGNED.service)


def test_a_design_takes_the_place_of_what_is_built_of_the_same_elements() -> None:
    graph = DESIGNED.spoil("services: [{id: chat, depends_on: [component:bot-a, component:log]}]")
    assert (
        answer(graph, "designed_single_points", DESIGNED.service)
        == (LISTED["designed_single_points"])
    )
