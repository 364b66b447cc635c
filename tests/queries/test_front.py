"""Questions of strategy, roadmap, development and life cycle, answered row by row."""

from __future__ import annotations

import pytest

from itspm_graph.graph import Graph
from tests.queries.criteria import Rows
from tests.queries.estates import estate_of
from tests.queries.test_answers import answer

AIMS = """
services:
  - {id: chat, name: Chat, lifecycle: design, supports_capability: [business-capability:talk]}
  - id: mail
    name: Mail
    lifecycle: operate
    supports_capability: [business-capability:talk]
    targets_outcome: [business-outcome:joy, business-outcome:speed]
  - {id: fax, name: Fax, lifecycle: retire, supports_capability: [business-capability:send]}
  - {id: wire, name: Wire}
business_capabilities: [{id: talk, name: Talk}, {id: send, name: Send}, {id: see, name: See}]
business_outcomes:
  - {id: joy, name: Joy, measure: joy}
  - {id: speed, name: Speed, measure: minutes, target: 0, due_on: 2027-01-01}
  - {id: alone, name: Alone}
strategic_objectives:
  - {id: near, name: Near, stated_on: 2026-02-01}
  - {id: fast, name: Fast, level: technology, due_on: 2028-01-01}
  - {id: paper, name: Paper, status: active}
  - {id: old, name: Old, status: achieved}
service_strategies:
  - id: chat
    name: Chat
    dated_on: 2026-01-31
    for: [service:chat]
    aligns_with: [strategic-objective:near]
    targets_outcome: [business-outcome:joy]
  - {id: mail, name: Mail, for: [service:mail], aligns_with: [strategic-objective:old]}
  - {id: fax, name: Fax, for: [service:fax], aligns_with: [strategic-objective:paper]}
  - {id: wire, name: Wire, status: draft, for: [service:wire],
     aligns_with: [strategic-objective:fast]}
roadmaps:
  - {id: chat, name: Chat, for: [service:chat], has_item: [roadmap-item:film, roadmap-item:shot]}
  - {id: wish, name: Wish, status: draft, for: [service:chat], has_item: [roadmap-item:soon]}
roadmap_items:
  - {id: film, name: Film, ends_on: 2027-06-30, delivers: [business-capability:see]}
  - {id: shot, name: Shot, starts_on: 2027-03-31, delivers: [business-capability:see]}
  - {id: soon, name: Soon, ends_on: 2026-12-31, delivers: [business-capability:see]}
"""
"""Objectives served and not, capabilities with none, one and two services, outcomes to measure."""

STRATEGY: dict[str, Rows] = {
    "objectives_without_service": [
        ("2028-01-01", "strategic-objective:fast", "Fast", "technology"),
        (None, "strategic-objective:paper", "Paper", None),
    ],
    "services_without_objective": [
        ("no active objective", "service:mail", "Mail", "operate"),
        ("no strategy", "service:wire", "Wire", None),
    ],
    "capabilities_without_service": [
        ("2027-03-31", "business-capability:see", "See"),
        (None, "business-capability:send", "Send"),
    ],
    "capabilities_served_twice": [
        (2, "business-capability:talk", "Talk", ["service:chat", "service:mail"]),
    ],
    "strategies_older_than_objective": [
        (
            "2026-02-01",
            "service-strategy:chat",
            "2026-01-31",
            "strategic-objective:near",
            "service:chat",
        ),
    ],
    "outcomes_without_measure": [
        ("business-outcome:joy", "service:chat", "Joy", ["target", "due_on"]),
        ("business-outcome:joy", "service:mail", "Joy", ["target", "due_on"]),
    ],
}

PLANS = """
services:
  - id: chat
    name: Chat
    lifecycle: design
    planned_operate_on: 2027-03-31
    depends_on: [service-offering:mail-gold, service:wire, component:bot]
    has_release: [release:chat-1]
  - {id: mail, name: Mail, lifecycle: operate, has_offering: [service-offering:mail-gold],
     planned_retire_on: 2028-12-31}
  - {id: wire, name: Wire, lifecycle: operate}
  - {id: fax, name: Fax, lifecycle: retire, depends_on: [service:mail]}
  - {id: post, name: Post, requires: [requirement-group:ways], planned_retire_on: 2028-12-30}
service_offerings: [{id: mail-gold, name: Gold}]
requirement_groups:
  - {id: ways, name: Ways, at_least: 1, member: [requirement-group:inner]}
  - {id: inner, name: Inner, at_least: 1, member: [service:wire, component:bot]}
components:
  - {id: bot, name: Bot, uses_product: [vendor-product:brain]}
  - {id: film, name: Film, uses_product: [vendor-product:lens]}
vendor_products:
  - {id: brain, name: Brain, end_of_support_on: 2028-06-29}
  - {id: lens, name: Lens, end_of_support_on: 2027-06-30}
  - {id: late, name: Late, end_of_support_on: 2028-06-30}
releases: [{id: chat-1, name: First, relies_on: [service:mail, vendor-product:late]}]
roadmaps:
  - id: chat
    name: Chat
    horizon_until: 2028-06-30
    for: [service:chat]
    has_item: [roadmap-item:text, roadmap-item:voice, roadmap-item:film, roadmap-item:maybe]
  - {id: wire, name: Wire, for: [service:wire], has_item: [roadmap-item:cut]}
  - {id: mail, name: Mail, status: draft, for: [service:mail], has_item: [roadmap-item:more]}
  - {id: post, name: Post, for: [service:post], has_item: [roadmap-item:line]}
roadmap_items:
  - {id: text, name: Text, starts_on: 2026-10-01, ends_on: 2026-12-31, cost: 100.5, currency: EUR}
  - {id: voice, name: Voice, starts_on: 2027-01-11, ends_on: 2027-03-31, cost: 200, currency: EUR,
     requires_item: [roadmap-item:text, roadmap-item:line, roadmap-item:some]}
  - {id: film, name: Film, starts_on: 2027-03-01, currency: EUR, relies_on: [component:film],
     requires_item: [roadmap-item:text]}
  - {id: maybe, name: Maybe, requires_item: [roadmap-item:text]}
  - {id: cut, name: Cut, kind: retirement, ends_on: 2028-06-30, cost: 7, currency: CHF}
  - {id: more, name: More, ends_on: 2026-01-01, requires_item: [roadmap-item:text], cost: 5}
  - {id: line, name: Line, starts_on: 2027-01-01, ends_on: 2027-04-01}
  - {id: some, name: Some}
"""
"""A chat whose roadmap counts on a wire that is cut, a mail that ends and products that age."""

PLANNED_ON_WIRE: Rows = [
    (
        "2028-06-30",
        "service:chat",
        "service:chat",
        "service:wire",
        "roadmap-item:cut",
        "2028-06-30",
    ),
    (
        "2028-06-30",
        "service:post",
        "service:post",
        "service:wire",
        "roadmap-item:cut",
        "2028-12-30",
    ),
]

ROADMAP: dict[str, Rows] = {
    "plans_on_retiring": PLANNED_ON_WIRE,
    "plans_on_retiring horizon_months=1": PLANNED_ON_WIRE,
    "support_ends_before_plan": [
        ("2027-06-30", "vendor-product:lens", "service:chat", "2028-06-30", 1),
        ("2028-06-29", "vendor-product:brain", "service:chat", "2028-06-30", 2),
        ("2028-06-29", "vendor-product:brain", "service:post", "2028-12-30", 4),
    ],
    "roadmap_conflicts": [
        ("2027-03-31", "service:chat", "roadmap-item:voice", "roadmap-item:line", "2027-04-01"),
        ("2027-03-31", "service:chat", "roadmap-item:voice", "roadmap-item:some", None),
    ],
    "cost_by_quarter": [
        ("2026-Q4", "service:chat", "EUR", 100.5, 1, 0),
        ("2027-Q1", "service:chat", "EUR", 200.0, 2, 1),
        ("2027-Q2", "service:post", None, 0.0, 1, 1),
        ("2028-Q2", "service:wire", "CHF", 7.0, 1, 0),
        (None, "service:chat", None, 0.0, 1, 1),
    ],
    "critical_path service=service:chat": [
        (1, "roadmap-item:text", "service:chat", "2026-10-01", "2026-12-31", 92, None),
        (2, "roadmap-item:voice", "service:chat", "2027-01-11", "2027-03-31", 80, 10),
    ],
    "critical_path service=service:wire": [
        (1, "roadmap-item:cut", "service:wire", None, "2028-06-30", 1, None),
    ],
    "critical_path service=service:fax": [],
}

BUILDING = """
services:
  - id: chat
    name: Chat
    lifecycle: transition
    planned_operate_on: 2026-06-14
    depends_on: [service:mail, component:bot, {component: cache, group: g, at_least: 1}]
    requires: [requirement-group:ways]
    realized_by: [component:web]
    uses_product: [vendor-product:brain]
    has_release: [release:beta]
  - {id: mail, name: Mail, lifecycle: operate, planned_operate_on: 2020-01-01}
  - {id: idea, name: Idea, planned_operate_on: 2026-06-14}
  - {id: later, name: Later, lifecycle: design, planned_operate_on: 2026-06-15}
requirement_groups:
  - {id: ways, name: Ways, at_least: 1, member: [component:line-a, component:line-b]}
components:
  - {id: bot, name: Bot}
  - {id: cache, name: Cache}
  - {id: web, name: Web}
  - {id: line-a, name: Line A}
  - {id: line-b, name: Line B}
  - {id: sign, name: Sign-on}
vendor_products: [{id: brain, name: Brain}]
service_designs:
  - id: chat
    name: Chat
    for: [service:chat]
    designs: [service:mail, component:line-a, component:web, vendor-product:brain, component:sign]
  - {id: later, name: Later, for: [service:later], designs: [service:mail]}
releases: [{id: beta, name: Beta}, {id: lost, name: Lost}]
service_acceptance_criteria:
  - id: chat
    name: Chat
    for: [service:chat]
    accepts_release: [release:beta]
    has_criterion: ["acceptance-criterion:fast", "acceptance-criterion:safe",
      "acceptance-criterion:nice", "acceptance-criterion:kept"]
  - {id: mail, name: Mail, for: [service:mail], has_criterion: ["acceptance-criterion:kept"]}
acceptance_criteria:
  - {id: fast, name: Fast, test_kind: performance}
  - {id: safe, name: Safe, test_kind: security}
  - {id: nice, name: Nice, mandatory: false}
  - {id: kept, name: Kept}
test_runs:
  - {id: fast, name: Fast, result: failed, tests: [acceptance-criterion:fast],
     run_against: [release:beta]}
  - {id: safe, name: Safe, result: passed, tests: [acceptance-criterion:safe],
     run_against: [release:lost]}
  - {id: kept, name: Kept, result: passed, tests: [acceptance-criterion:kept],
     run_against: [release:beta]}
defects:
  - {id: slow, name: Slow, blocking: true, found_on: 2026-06-01,
     occurs_in: [test-run:fast, service:mail]}
  - {id: hole, name: Hole, blocking: true, status: open, occurs_in: [release:lost]}
  - {id: typo, name: Typo, blocking: false, occurs_in: [service:chat]}
  - {id: gone, name: Gone, blocking: true, status: fixed, occurs_in: [service:chat]}
projects:
  - {id: chat, name: Chat, status: begun, ends_on: 2026-06-15, builds: [service:chat]}
  - {id: both, name: Both, ends_on: 2026-06-14, builds: [service:chat, service:later]}
  - {id: move, name: Move, ends_on: 2026-06-01}
  - {id: past, name: Past, status: done, ends_on: 2026-06-01, builds: [service:chat]}
"""
"""A chat in transition: built otherwise than designed, tested in part, late."""

DEVELOPMENT: dict[str, Rows] = {
    "criteria_without_passed_run": [
        ("service:chat", "acceptance-criterion:fast", "release:beta", "Fast", "performance"),
        ("service:chat", "acceptance-criterion:safe", "release:beta", "Safe", "security"),
        ("service:mail", "acceptance-criterion:kept", None, "Kept", None),
    ],
    "blocking_defects": [
        ("2026-06-01", "defect:slow", "Slow", "service:mail", "service:mail"),
        ("2026-06-01", "defect:slow", "Slow", "test-run:fast", "service:chat"),
        (None, "defect:hole", "Hole", "release:lost", None),
    ],
    "designed_against_built": [
        ("built only", "service:chat", "component:bot", "Component", "Bot"),
        ("built only", "service:chat", "component:cache", "Component", "Cache"),
        ("built only", "service:chat", "component:line-b", "Component", "Line B"),
        ("designed only", "service:chat", "component:sign", "Component", "Sign-on"),
    ],
    "projects_late": [
        ("2026-06-01", "project:move", "Move", None, None, "not done"),
        ("2026-06-14", "project:both", "Both", "service:chat", "2026-06-14", "not done"),
        ("2026-06-14", "project:both", "Both", "service:later", "2026-06-15", "not done"),
        (
            "2026-06-15",
            "project:chat",
            "Chat",
            "service:chat",
            "2026-06-14",
            "ends after go-live",
        ),
    ],
    "services_past_go_live": [
        ("2026-06-14", "service:chat", "Chat", "transition"),
        ("2026-06-14", "service:idea", "Idea", None),
    ],
}

ENDING = """
services:
  - {id: mail, name: Mail, lifecycle: operate, planned_retire_on: 2026-12-31,
     has_offering: [service-offering:gold]}
  - {id: fax, name: Fax, lifecycle: retire}
  - {id: web, name: Web, lifecycle: operate, planned_retire_on: 2028-06-16}
  - {id: claims, name: Claims, depends_on: [service-offering:gold, service:fax, component:db]}
  - {id: news, name: News, depends_on: [service:fax], requires: [requirement-group:ways]}
  - {id: post, name: Post, depends_on: [service:web]}
  - {id: telex, name: Telex, lifecycle: retire, depends_on: [service:fax]}
service_offerings: [{id: gold, name: Gold}]
requirement_groups: [{id: ways, name: Ways, at_least: 1, member: [service:mail, service:web]}]
components: [{id: db, name: Database}]
customers: [{id: acme, name: Acme}]
customer_transitions:
  - {id: late, name: Late, status: migrated, planned_on: 2026-03-31, completed_on: 2026-04-02,
     migrates: [customer:acme], migrates_from: [service:fax]}
  - {id: still, name: Still, status: planned, planned_on: 2026-06-14}
  - {id: soon, name: Soon, status: planned, planned_on: 2026-06-15}
  - {id: timely, name: Timely, status: migrated, planned_on: 2026-04-02, completed_on: 2026-04-02}
consumption_records:
  - {id: q1, name: Q1, driver: pages, volume: 100, period_to: 2026-03-31,
     consumed_in: [service:fax]}
  - {id: q2, name: Q2, driver: pages, volume: 30, period_to: 2026-06-30, consumed_in: [service:fax]}
  - {id: q2-b, name: Rest, driver: pages, volume: 20, period_to: 2026-06-30,
     consumed_in: [service:fax]}
  - {id: calls, name: Calls, volume: 0, period_to: 2025-12-31, consumed_in: [service:fax]}
  - {id: more, name: More, volume: 1, period_to: 2026-12-31, consumed_in: [service:fax]}
  - {id: vague, name: Vague, volume: 1, consumed_in: [service:fax]}
"""
"""A fax that goes, a mail that will, who is on them, and how much."""

LIFECYCLE: dict[str, Rows] = {
    "transitions_late": [
        ("2026-03-31", "customer-transition:late", "customer:acme", "service:fax", "2026-04-02", 2),
        ("2026-06-14", "customer-transition:still", None, None, None, 1),
    ],
    "consumption_trend": [
        ("service:fax", "pages", "2026-03-31", 100.0, None, None),
        ("service:fax", "pages", "2026-06-30", 50.0, 100.0, -0.5),
        ("service:fax", None, "2025-12-31", 0.0, None, None),
        ("service:fax", None, "2026-12-31", 1.0, 0.0, None),
    ],
    "services_on_retiring_only": [
        ("2026-12-31", "service:claims", "Claims", ["service-offering:gold", "service:fax"]),
    ],
    "services_on_retiring_only horizon_months=25": [
        ("2026-12-31", "service:claims", "Claims", ["service-offering:gold", "service:fax"]),
        ("2028-06-16", "service:news", "News", ["service:fax", "service:mail", "service:web"]),
        ("2028-06-16", "service:post", "Post", ["service:web"]),
    ],
}

ESTATES = {AIMS: STRATEGY, PLANS: ROADMAP, BUILDING: DEVELOPMENT, ENDING: LIFECYCLE}
QUESTIONS = [(estate, name) for estate, questions in ESTATES.items() for name in questions]


@pytest.fixture(scope="module")
def estates() -> dict[str, Graph]:
    return {estate: estate_of(estate) for estate in ESTATES}


@pytest.mark.parametrize(("estate", "name"), QUESTIONS, ids=[name for _, name in QUESTIONS])
def test_what_is_asked_of_the_front(estates: dict[str, Graph], estate: str, name: str) -> None:
    assert (
        answer(estates[estate], name.partition(" ")[0], name.partition(" ")[2])
        == (ESTATES[estate][name])
    )
