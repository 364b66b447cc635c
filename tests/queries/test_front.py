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

ESTATES = {AIMS: STRATEGY}
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
