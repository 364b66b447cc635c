"""Each criterion of toll gate 2: it passes on sound plans, and names what spoils them."""

from __future__ import annotations

from datetime import date

import pytest

from itspm_graph.catalogue import criteria
from itspm_graph.gates import check
from itspm_graph.graph import Graph
from itspm_graph.records import Ref
from tests.queries.criteria import Judged
from tests.queries.estates import estate_of
from tests.queries.test_answers import answer

FEASIBLE = Judged(
    estate="""
services:
  - id: chat
    name: Chat
    lifecycle: design
    tg2_required: true
    planned_retire_on: 2029-12-31
    depends_on: [service-offering:mail-gold, component:bot]
    requires: [requirement-group:ways]
    has_release: [release:first]
  - {id: mail, name: Mail, lifecycle: improve, has_offering: [service-offering:mail-gold],
     planned_retire_on: 2030-01-01}
  - {id: wire, name: Wire, lifecycle: design, planned_operate_on: 2027-01-31}
service_offerings: [{id: mail-gold, name: Gold}]
requirement_groups: [{id: ways, name: Ways, at_least: 1, member: [service:wire]}]
components: [{id: bot, name: Bot, uses_product: [vendor-product:brain]}]
vendor_products: [{id: brain, name: Brain, end_of_support_on: 2029-12-31}]
releases:
  - {id: first, name: First, released_on: 2027-01-31, scope: Text, relies_on: [service:mail]}
  - {id: later, name: Later}
roadmaps:
  - {id: chat, name: Roadmap, for: [service:chat], has_item: [roadmap-item:text, roadmap-item:film]}
  - {id: wire, name: Wires, for: [service:wire], has_item: [roadmap-item:line]}
roadmap_items:
  - {id: text, name: Text, starts_on: 2027-01-01, ends_on: 2027-01-31,
     requires_item: [roadmap-item:line]}
  - {id: film, name: Film, starts_on: 2027-02-01, relies_on: [component:bot]}
  - {id: line, name: Line, ends_on: 2027-01-31}
service_release_plans:
  - {id: chat, name: Plan, for: [service:chat], plans_release: [release:first, release:later]}
""",
    service="service=service:chat",
    spoiled={
        "roadmap_without_items": [
            ("roadmaps: [{id: chat, has_item: []}]", [("service-roadmap:chat",)]),
        ],
        "roadmap_items_out_of_order": [
            (
                "roadmap_items: [{id: text, ends_on: 2026-12-31}, {id: film, starts_on: null}]",
                [
                    ("roadmap-item:film", None, None),
                    ("roadmap-item:text", "2027-01-01", "2026-12-31"),
                ],
            ),
        ],
        "prerequisites_planned_late": [
            (
                "roadmap_items: [{id: line, ends_on: 2027-02-01}]",
                [("2027-01-31", "roadmap-item:text", "roadmap-item:line", "2027-02-01")],
            ),
            (
                "roadmap_items: [{id: line, ends_on: null}]",
                [("2027-01-31", "roadmap-item:text", "roadmap-item:line", None)],
            ),
        ],
        "needs_retire_within_horizon": [
            (
                "roadmaps: [{id: chat, horizon_until: 2030-01-01}]",
                [
                    ("2030-01-01", plan, needed, "service:mail", "2030-01-01")
                    for plan, needed in (
                        ("release:first", "service:mail"),
                        ("service:chat", "service-offering:mail-gold"),
                    )
                ],
            ),
            (
                "retirement_proposals: [{id: wire, effective_on: 2028-01-01, for: [service:wire]}]",
                [
                    (
                        "2028-01-01",
                        "service:chat",
                        "service:wire",
                        "service-retirement-proposal:wire",
                        "2029-12-31",
                    )
                ],
            ),
        ],
        "support_ends_within_horizon": [
            (
                "vendor_products: [{id: brain, end_of_support_on: 2029-12-30}]",
                [("2029-12-30", "vendor-product:brain", "2029-12-31", 1)],
            ),
            (
                "services: [{id: chat, planned_retire_on: null}]\n"
                "roadmap_items: [{id: film, relies_on: [vendor-product:new]}]\n"
                "vendor_products: [{id: new, end_of_support_on: 2029-06-14}]",
                [("2029-06-14", "vendor-product:new", "2029-06-15", 0)],
            ),
        ],
        "release_plan_without_release": [
            (
                "releases: [{id: first, scope: ' '}]",
                [("service:chat", ["release:first", "release:later"])],
            ),
            ("service_release_plans: [{id: chat, plans_release: []}]", [("service:chat", [])]),
        ],
        "release_needs_not_ready": [
            (
                "services: [{id: wire, planned_operate_on: 2027-02-01},"
                " {id: mail, lifecycle: retire, planned_operate_on: 2020-01-01}]\n"
                "service_release_plans: [{id: chat, plans_release: [release:first]}]",
                [
                    (
                        "2027-01-31",
                        "release:first",
                        "service-offering:mail-gold",
                        "retire",
                        "2020-01-01",
                    ),
                    ("2027-01-31", "release:first", "service:mail", "retire", "2020-01-01"),
                    ("2027-01-31", "release:first", "service:wire", "design", "2027-02-01"),
                ],
            ),
        ],
    },
)
SERVICE = Ref("service:chat")
ON = date(2026, 6, 15)


def test_every_criterion_of_roadmap_and_release_plan_has_its_cases() -> None:
    about = ("service-roadmap", "service-release-plan")
    assert FEASIBLE.spoiled.keys() == {q.name for q in criteria("TG2") if q.document in about}


SOUND = "service_release_plans: [{id: chat, plans_release: [release:first]}]"
"""A release without a day can't be said to wait for the wire."""


@pytest.fixture(scope="module")
def feasible() -> Graph:
    return FEASIBLE.spoil(SOUND)


def test_a_need_without_a_day_of_going_live_is_none_that_is_ready() -> None:
    assert answer(estate_of(FEASIBLE.estate), "release_needs_not_ready", FEASIBLE.service) == [
        (None, "release:later", "service:wire", "design", "2027-01-31")
    ]


def test_nothing_is_judged_without_standing_plans() -> None:
    graph = FEASIBLE.spoil(
        "roadmaps: [{id: chat, status: draft}]\nservice_release_plans: [{id: chat, status: draft}]"
    )
    assert not any(FEASIBLE.assessable(graph, name) for name in FEASIBLE.spoiled)


@pytest.mark.parametrize("required", [True, False, None])
def test_toll_gate_three_asks_what_two_was_not_asked(
    feasible: Graph, required: bool | None
) -> None:
    said = {True: "true", False: "false", None: "null"}[required]
    graph = FEASIBLE.spoil(f"services: [{{id: chat, tg2_required: {said}}}]")
    asked = {criterion.name for criterion in check(graph, "TG3", SERVICE, ON).criteria}
    assert (FEASIBLE.spoiled.keys() <= asked) is not required
    assert not required or not FEASIBLE.spoiled.keys() & asked
    assert FEASIBLE.spoiled.keys() <= {c.name for c in check(graph, "TG2", SERVICE, ON).criteria}
