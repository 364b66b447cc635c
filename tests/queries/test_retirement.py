"""Each criterion of toll gate 6: it passes on a service that may go, and names what spoils that."""

from __future__ import annotations

from typing import Any

import pytest

from itspm_graph.catalogue import catalogue, criteria
from itspm_graph.graph import Graph
from tests.queries.estates import RETIRING, estate_of
from tests.queries.test_answers import answer

Rows = list[tuple[Any, ...]]
SERVICE = "service=service:fax"

SPOILED: dict[str, list[tuple[str, Rows]]] = {
    "retirement_proposal_missing": [
        ("delete: [retirement-proposal:fax]", [("service:fax", "retirement proposal")]),
        (
            "retirement_proposals: [{id: fax, effective_on: null}]",
            [("service:fax", "effective date")],
        ),
        (
            "retirement_proposals: [{id: fax-2, for: [service:fax], "
            "supersedes: [retirement-proposal:fax]}]",
            [("service:fax", "effective date")],
        ),
    ],
    "consumers_without_disposition": [
        (
            "services: [{id: claims, lifecycle: improve}]\ndelete: [customer-transition:claims]",
            [("service:claims", "service:fax", "Service", "Claims")],
        ),
        (
            "customers: [{id: new, subscribes_to: "
            "[{service-offering: fax-std, until: 2027-01-01}]}]",
            [("customer:new", "service-offering:fax-std", "Customer", "new")],
        ),
        (
            "teams: [{id: desk, name: Desk, consumes: [service:fax]}]",
            [("team:desk", "service:fax", "Team", "Desk")],
        ),
        (
            "business_activities: [{id: inform}]\n"
            "services: [{id: fax, supports_activity: [business-activity:inform]}]",
            [("business-activity:inform", "service:fax", "BusinessActivity", "inform")],
        ),
        (
            "service_offerings: [{id: fax-gold, name: Gold}]\n"
            "services: [{id: fax, has_offering: "
            "[service-offering:fax-std, service-offering:fax-gold]}]\n"
            "customers: [{id: acme, subscribes_to: "
            "[service-offering:fax-std, service-offering:fax-gold]}]",
            [("customer:acme", "service-offering:fax-gold", "Customer", "Acme")],
        ),
        (
            "requirement_groups:\n"
            "  - {id: inner, at_least: 1, member: [service:fax, service:mail]}\n"
            "  - {id: outer, at_least: 1, member: [requirement-group:inner]}\n"
            "components: [{id: desk, name: Desk, requires: [requirement-group:outer]}]",
            [("component:desk", "service:fax", "Component", "Desk")],
        ),
        (
            "components: [{id: late, depends_on: [{service: fax, strength: soft}]},"
            " {id: drawn, lifecycle: design, depends_on: [service:fax]}]",
            [("component:late", "service:fax", "Component", "late")],
        ),
    ],
    "consumers_with_several_dispositions": [
        (
            "customer_transitions: [{id: acme-2, status: terminated, consent: yes it is,"
            " migrates: [customer:acme], migrates_from: [service-offering:fax-std]}]",
            [("customer:acme", ["customer-transition:acme", "customer-transition:acme-2"])],
        ),
        (
            "customer_transitions: [{id: acme-2, status: terminated, consent: yes it is,"
            " migrates: [customer:acme], migrates_from: [service:fax]}]",
            [("customer:acme", ["customer-transition:acme", "customer-transition:acme-2"])],
        ),
    ],
    "undeclared_consumers": [
        (
            "consumption_records:\n"
            "  - {id: a, caller: svc-42, period_to: 2026-05-31, consumed_in: [service:fax]}\n"
            "  - {id: b, consumed_in: [service:fax], consumed_from: [service:mail]}\n"
            "  - {id: c, caller: old, last_seen_on: 2026-03-16, consumed_in: [service:fax]}\n"
            "  - {id: d, caller: none, volume: 0, consumed_in: [service:fax]}\n"
            "  - {id: e, caller: edge, last_seen_on: 2026-03-17, consumed_in: [service:fax]}",
            [
                ("edge", "consumption-record:e", "2026-03-17"),
                ("service:mail", "consumption-record:b", None),
                ("svc-42", "consumption-record:a", "2026-05-31"),
            ],
        ),
    ],
    "consumption_after_migration": [
        (
            "consumption_records: [{id: acme, last_seen_on: 2026-06-01}]",
            [("customer:acme", "consumption-record:acme", "2026-06-01", "2026-05-31")],
        ),
        (
            "customer_transitions: [{id: acme, completed_on: null}]",
            [("customer:acme", "consumption-record:acme", "2026-05-31", None)],
        ),
    ],
    "migrations_after_effective_date": [
        (
            "customer_transitions: [{id: claims, planned_on: 2027-01-01}]",
            [("service:claims", "customer-transition:claims", "2027-01-01")],
        ),
        (
            "customer_transitions: [{id: claims, planned_on: null}]",
            [("service:claims", "customer-transition:claims", None)],
        ),
    ],
    "terminations_without_consent": [
        (
            "customer_transitions: [{id: acme, status: terminated}]",
            [("customer:acme", "customer-transition:acme", "terminated")],
        ),
        (
            "customer_transitions: [{id: acme, status: accepted loss, consent: ' '}]",
            [("customer:acme", "customer-transition:acme", "accepted_loss")],
        ),
    ],
    "replacement_not_in_operation": [
        (
            "services: [{id: mail, lifecycle: transition}]",
            [
                ("service:mail", "customer-transition:acme", "transition"),
                ("service:mail", "customer-transition:claims", "transition"),
            ],
        ),
        (
            "customer_transitions: [{id: claims, migrates_to: []}]",
            [(None, "customer-transition:claims", None)],
        ),
        (
            "services: [{id: fax, replaced_by: [service:post]}, {id: post, lifecycle: design,"
            " has_offering: [service-offering:post-std]}]\n"
            "service_offerings: [{id: post-std}]\n"
            "customer_transitions: [{id: claims, migrates_to: [service-offering:post-std]}]",
            [
                ("service-offering:post-std", "customer-transition:claims", "design"),
                ("service:post", None, "design"),
            ],
        ),
    ],
    "replacement_rests_on_retired": [
        (
            "services: [{id: mail, depends_on: [component:relay]}]\n"
            "components: [{id: relay, depends_on: [{service-offering: fax-std, strength: soft}]}]",
            [
                ("service:mail", "service-offering:fax-std", 2),
                ("service:mail", "service:fax", 3),
            ],
        ),
        (
            "customer_transitions: [{id: acme, migrates_to: [service:fax]}]",
            [("service:fax", "service:fax", 0)],
        ),
    ],
    "replacement_to_be_retired": [
        (
            "services: [{id: mail, planned_retire_on: 2028-06-15}]\n"
            "retirement_proposals: [{id: mail, effective_on: 2028-06-16, for: [service:mail]}]\n"
            "roadmaps: [{id: mail, for: [service:mail], has_item: [roadmap-item:mail-off]}]\n"
            "roadmap_items: [{id: mail-off, kind: retirement, starts_on: 2027-01-01}]",
            [
                ("service:mail", "2027-01-01", "roadmap-item:mail-off"),
                ("service:mail", "2028-06-15", "service:mail"),
            ],
        ),
    ],
    "contracts_beyond_effective_date": [
        (
            "contracts: [{id: line, ends_on: 2027-01-01}, {id: open, covers: [service:fax]},"
            " {id: ended, status: ended, covers: [service:fax]}]",
            [
                ("contract:line", "2027-01-01", "Fax line"),
                ("contract:open", None, "open"),
            ],
        ),
    ],
    "roadmap_without_retirement": [
        ("roadmaps: [{id: fax, has_item: [roadmap-item:moved]}]", [("service:fax",)]),
        ("delete: [roadmap:fax]", [("service:fax",)]),
        (
            "roadmaps: [{id: fax-2, for: [service:fax], supersedes: [roadmap:fax]}]",
            [("service:fax",)],
        ),
    ],
    "retirement_before_migration": [
        (
            "roadmap_items: [{id: moved, ends_on: 2027-01-01}]",
            [("roadmap-item:off", "2026-12-31", "roadmap-item:moved", "2027-01-01")],
        ),
        (
            "roadmap_items: [{id: moved, ends_on: null}]",
            [("roadmap-item:off", "2026-12-31", "roadmap-item:moved", None)],
        ),
    ],
    "data_without_disposition": [
        (
            "retirement_proposals: [{id: fax, data_disposition: null}]",
            [("data-set:faxes", "component:fax-server", "Faxes")],
        ),
        (
            "retirement_proposals: [{id: fax, data_disposition: ''}]\n"
            "components: [{id: fax-server, stores: [data-set:faxes], "
            "depends_on: [{data-store: journal, carries_state: true}, data-store: other]}]\n"
            "data_stores: [{id: journal, stores: [{data-set: sent, master: true}]},"
            " {id: other, stores: [{data-set: faxes, master: true}]}]\n"
            "data_sets: [{id: sent}]",
            [("data-set:sent", "data-store:journal", "sent")],
        ),
    ],
    "elements_that_break": [
        (
            "delete: [customer-transition:claims]\n"
            "customers: [{id: bolt, name: Bolt, depends_on: [service:claims]}]",
            [
                (1, "service:claims", "Service", "Claims", "needs service:fax"),
                (2, "customer:bolt", "Customer", "Bolt", "needs service:claims"),
            ],
        ),
        (
            "components: [{id: desk, name: Desk, depends_on: ["
            "{service: fax, group: ways, at_least: 2}, "
            "{service: mail, group: ways, at_least: 2}]}]",
            [
                (
                    1,
                    "component:desk",
                    "Component",
                    "Desk",
                    "group ways: 1 up, 2 needed, without service:fax",
                )
            ],
        ),
    ],
    "elements_weakened": [
        (
            "components: [{id: desk, name: Desk, depends_on: ["
            "{service: fax, group: ways, at_least: 1}, "
            "{service: mail, group: ways, at_least: 1}]}]",
            [("component:desk", "ways", 1, 0, ["service:fax"], "Component", "Desk")],
        ),
    ],
    "replacement_lacks_capacity": [
        (
            "services: [{id: mail, capacity: 100, capacity_used: 60.5, capacity_unit: calls}]\n"
            "customer_transitions: [{id: claims, demand: 40}, {id: acme, demand: 1000}]",
            [("service:mail", 100.0, 60.5, 40.0, "calls")],
        ),
    ],
    "replacement_promises_less": [
        (
            "services: [{id: fax, rto_minutes: 60, rpo_minutes: 5},"
            " {id: mail, rto_minutes: 120, rpo_minutes: 5}]",
            [("service:mail", "rto_minutes", 60.0, 120.0)],
        ),
        (
            "service_offerings:\n"
            "  - {id: fax-std, sets_target: [service-level-target:much]}\n"
            "  - {id: mail-std, sets_target: [service-level-target:less]}\n"
            "services: [{id: mail, has_offering: [service-offering:mail-std]}]\n"
            "service_level_targets:\n"
            "  - {id: much, measure: availability, target: 99.5, unit: percent}\n"
            "  - {id: less, measure: availability, target: 0.99, unit: share}",
            [("service:mail", "availability", 0.995, 0.99)],
        ),
    ],
    "replacement_terms_differ": [
        (
            "services: [{id: fax, support_hours: 12x6, data_residency: EU},"
            " {id: mail, support_hours: 8x5, data_residency: US}]",
            [
                ("service:mail", "data_residency", "EU", "US"),
                ("service:mail", "support_hours", "12x6", "8x5"),
            ],
        ),
        (
            "services: [{id: fax, support_hours: 12x6, data_residency: EU},"
            " {id: mail, support_hours: 24x7, data_residency: US}]",
            [("service:mail", "data_residency", "EU", "US")],
        ),
    ],
    "replacement_terms_unknown": [
        (
            "services: [{id: fax, rto_minutes: 60, support_hours: 8x5}]",
            [("service:mail", "rto_minutes"), ("service:mail", "support_hours")],
        ),
        ("services: [{id: mail, capacity: null}]", [("service:mail", "capacity")]),
        ("customer_transitions: [{id: claims, demand: null}]", [("service:mail", "demand")]),
    ],
    "replacement_prices": [
        (
            "service_offerings: [{id: fax-std, priced_at: [price-item:fax, price-item:line]}]\n"
            "services: [{id: mail, priced_at: [price-item:mail]}]\n"
            "price_items:\n"
            "  - {id: fax, price: 0.5, currency: EUR, unit: page}\n"
            "  - {id: line, price: 20, currency: EUR, unit: line}\n"
            "  - {id: mail, price: 0.25, currency: EUR, unit: page}",
            [("service:mail", "page", "EUR", 0.5, 0.25)],
        ),
    ],
    "migrated_still_declared": [
        (
            "customer_transitions: [{id: claims, status: migrated, completed_on: 2026-05-01}]",
            [
                ("service:claims", "service:fax", "DEPENDS_ON", "customer-transition:claims"),
            ],
        ),
    ],
    "contracts_without_notice": [
        (
            "contracts: [{id: line, auto_renews: true, notice_days: 90}]",
            [("contract:line", "2026-10-02", None, False, "Fax line")],
        ),
        (
            "contracts: [{id: line, ends_on: null, notice_days: 200}]",
            [("contract:line", "2026-06-14", None, True, "Fax line")],
        ),
        (
            "contracts: [{id: line, ends_on: 2027-06-30, notice_days: 90,"
            " notice_served_on: 2026-10-03}]",
            [("contract:line", "2026-10-02", "2026-10-03", True, "Fax line")],
        ),
    ],
    "contracts_with_others": [
        (
            "contracts: [{id: line, covers: [service-offering:fax-std, service:mail]}]",
            [("contract:line", "service:mail", "Fax line")],
        ),
    ],
    "customers_not_told": [
        (
            "customers: [{id: new, subscribes_to: [service-offering:fax-std]}]",
            [("customer:new", "2026-07-04", None, "new")],
        ),
        (
            "customers: [{id: own, segment: internal, depends_on: [service:fax]}]\n"
            "retirement_notices:\n"
            "  - {id: a, sent_on: 2026-10-03, for: [service:fax],"
            " notifies: [customer:own]}\n"
            "  - {id: b, sent_on: 2026-11-01, for: [service:fax], notifies: [customer:own]}\n"
            "  - {id: c, sent_on: 2026-01-01, for: [service:mail], notifies: [customer:own]}",
            [("customer:own", "2026-10-02", "2026-10-03", "own")],
        ),
    ],
    "notices_unanswered": [
        (
            "retirement_notices: [{id: a, sent_on: 2026-04-01, for: [service:fax],"
            " notifies: [customer:acme, customer:past]}, {id: b, acknowledged_on: 2026-04-02,"
            " for: [service:fax], notifies: [customer:acme]}]",
            [
                ("customer:acme", "retirement-notice:a", "2026-04-01"),
                ("customer:past", "retirement-notice:a", "2026-04-01"),
            ],
        ),
    ],
    "screams_heard": [
        (
            "scream_tests:\n"
            "  - {id: a, started_on: 2026-06-01, screams: 2, silences: [component:fax-server]}\n"
            "  - {id: b, started_on: 2026-06-02, silences: [service:fax],"
            " heard_from: [customer:acme]}\n"
            "  - {id: c, started_on: 2025-06-02, screams: 9, silences: [service:fax]}\n"
            "  - {id: d, screams: 1, silences: [service:mail]}",
            [
                ("scream-test:a", "2026-06-01", 2, []),
                ("scream-test:b", "2026-06-02", None, ["customer:acme"]),
            ],
        ),
    ],
    "silence_not_tried": [
        ("delete: [scream-test:quiet]", [("service:fax",)]),
    ],
    "plans_that_count_on_it": [
        (
            "continuity_plans: [{id: both, name: Both}]\n"
            "services: [{id: fax, covered_by_plan: [continuity-plan:both]},"
            " {id: mail, covered_by_plan: [continuity-plan:both]}]",
            [("continuity-plan:both", "service:mail", "Both")],
        ),
    ],
    "data_dispositions_unsound": [
        (
            "data_sets: [{id: faxes, legal_hold: true, retention_until: 2026-12-31}]\n"
            "retirement_proposals: [{id: fax, disposes_of: ["
            "{ref: data-set:faxes, disposition: destroyed}]}]",
            [
                ("data-set:faxes", "legal hold", "Faxes"),
                ("data-set:faxes", "retention", "Faxes"),
            ],
        ),
        (
            "retirement_proposals: [{id: fax, disposes_of: ["
            "{ref: data-set:faxes, disposition: transferred}]}]",
            [("data-set:faxes", "no new system of record", "Faxes")],
        ),
    ],
    "data_kept_unproven": [
        (
            "retirement_proposals: [{id: fax, disposes_of: ["
            "{ref: data-set:faxes, disposition: archived, key_custody: ' '}]}]",
            [("data-set:faxes", "keys", "Faxes"), ("data-set:faxes", "retrieval", "Faxes")],
        ),
    ],
    "data_readers_left": [
        (
            "components: [{id: report, name: Report, reads: [data-set:faxes]},"
            " {id: fax-server, reads: [data-set:faxes]},"
            " {id: over, lifecycle: retire, reads: [data-set:faxes]}]\n"
            "services: [{id: claims, reads: [data-set:faxes]}]",
            [("component:report", "data-set:faxes", "Report")],
        ),
    ],
}

CASES = [(name, spoiler, rows) for name, cases in SPOILED.items() for spoiler, rows in cases]


def test_every_criterion_has_its_cases() -> None:
    assert SPOILED.keys() == {query.name for query in criteria("TG6")}


@pytest.fixture(scope="module")
def ready() -> Graph:
    return estate_of(RETIRING)


@pytest.mark.parametrize("name", SPOILED)
def test_a_service_that_may_go_passes(ready: Graph, name: str) -> None:
    assert answer(ready, name, SERVICE) == []
    assessable = catalogue()[name].assessable
    assert not assessable or answer(ready, assessable, SERVICE)


@pytest.mark.parametrize(
    ("name", "spoiler", "rows"),
    CASES,
    ids=[f"{name}-{number}" for number, (name, _, _) in enumerate(CASES)],
)
def test_an_offence_is_named(name: str, spoiler: str, rows: Rows) -> None:
    assert answer(estate_of(RETIRING, spoiler), name, SERVICE) == rows


def test_nothing_is_judged_without_a_date_or_evidence() -> None:
    graph = estate_of(
        RETIRING,
        "retirement_proposals: [{id: fax, effective_on: null}]\n"
        "delete: [consumption-record:acme, consumption-record:claims]",
    )
    assert answer(graph, "effective_date", SERVICE) == []
    assert answer(graph, "consumption_exists", SERVICE) == []


def test_the_latest_standing_proposal_counts() -> None:
    later = "retirement_proposals: [{id: later, effective_on: 2027-03-31, for: [service:fax]}]"
    graph = estate_of(RETIRING, later)
    assert answer(graph, "effective_date", SERVICE) == [
        ("2027-03-31", "service-retirement-proposal:later")
    ]
    superseding = "retirement_proposals: [{id: fax, supersedes: [retirement-proposal:later]}]"
    graph = estate_of(RETIRING, later, superseding)
    assert answer(graph, "effective_date", SERVICE) == [
        ("2026-12-31", "service-retirement-proposal:fax")
    ]


def test_a_transition_from_the_service_speaks_for_its_offerings() -> None:
    moved = "customer_transitions: [{id: acme, migrates_from: [service:fax]}]"
    assert answer(estate_of(RETIRING, moved), "consumers_without_disposition", SERVICE) == []


def test_a_consumer_that_leaves_a_group_neither_breaks_nor_loses_redundancy() -> None:
    """The group asks for no more than it has left."""
    grouped = (
        "services: [{id: claims, depends_on: [{service: fax, group: ways, at_least: 2},"
        " {service: mail, group: ways, at_least: 2}]}]"
    )
    graph = estate_of(RETIRING, grouped)
    assert answer(graph, "elements_that_break", SERVICE) == []
    assert answer(graph, "elements_weakened", SERVICE) == []


def test_a_weakened_consumer_is_not_called_broken() -> None:
    """A soft dependency, and a group that shares its load, leave a part of the capacity."""
    softly = (
        "components: [{id: desk, name: Desk, depends_on: ["
        "{service: fax, strength: soft, weight: 0.9}]},"
        " {id: ways, name: Ways, depends_on: [{service: fax, group: load, share: 0.8},"
        " {service: mail, group: load, share: 0.2}]}]"
    )
    graph = estate_of(RETIRING, softly)
    assert answer(graph, "elements_that_break", SERVICE) == []
    (weakened,) = answer(graph, "elements_weakened", SERVICE)
    assert weakened[:1] == ("component:ways",)


@pytest.mark.parametrize("everybody", [True, False])
def test_a_shared_group_loses_its_member_only_when_everybody_leaves(everybody: bool) -> None:
    """The transition of claims doesn't take the desk out, which is behind the same group."""
    graph = estate_of(
        RETIRING,
        "requirement_groups: [{id: ways, at_least: 2, member: [service:fax, service:mail]}]\n"
        "services: [{id: claims, depends_on: [requirement-group:ways]}]\n"
        "components: [{id: desk, name: Desk, depends_on: [requirement-group:ways]}]",
        "customer_transitions: [{id: desk, status: terminated, consent: yes it is,"
        " migrates: [component:desk], migrates_from: [service:fax]}]"
        if everybody
        else "",
    )
    broken = [row[1] for row in answer(graph, "elements_that_break", SERVICE)]
    left = ["requirement-group:ways", "component:desk", "service:claims"]
    assert broken == ([] if everybody else left)


def test_who_is_still_on_a_retiring_service() -> None:
    graph = estate_of(RETIRING, "components: [{id: desk, depends_on: [service:fax]}]")
    end, fax, offering = "2026-12-31", "service:fax", "service-offering:fax-std"
    assert answer(graph, "consumers_of_retiring") == [
        (end, fax, "component:desk", fax, []),
        (end, fax, "customer:acme", offering, ["migrated"]),
        (end, fax, "customer:past", offering, []),
        (end, fax, "service:claims", fax, ["planned"]),
    ]


def test_tg2_is_owed_unless_it_was_found_necessary() -> None:
    for stated, rows in (("true", []), ("false", [("service:fax", True)])):
        graph = estate_of(RETIRING, f"services: [{{id: fax, tg2_required: {stated}}}]")
        assert answer(graph, "tg2_not_required", SERVICE) == rows


TOGETHER = """
services: [{id: claims, depends_on: [service:fax]}, {id: mail}]
components: [{id: desk, name: Desk, depends_on: [{service: fax, group: ways, at_least: 1},
  {service: claims, group: ways, at_least: 1}]}]
delete: [customer-transition:claims]
"""
PROPOSED = "retirement_proposals: [{id: fax, for: [service:fax, service:claims]}]"


def test_a_proposal_for_several_retires_them_together() -> None:
    """What they need of each other counts for nothing; what needs one of the two has neither."""
    apart, together = estate_of(RETIRING, TOGETHER), estate_of(RETIRING, TOGETHER, PROPOSED)
    unsettled = [row[0] for row in answer(apart, "consumers_without_disposition", SERVICE)]
    assert unsettled == ["component:desk", "service:claims"]
    broken = [row[1] for row in answer(apart, "elements_that_break", SERVICE)]
    assert "service:claims" in broken
    assert [row[1] for row in answer(together, "elements_that_break", SERVICE)] == [
        "component:desk"
    ]
    for service in (SERVICE, "service=service:claims"):
        rows = answer(together, "consumers_without_disposition", service)
        assert [row[:2] for row in rows] == [
            ("component:desk", "service:claims"),
            ("component:desk", "service:fax"),
        ]


def test_each_of_those_that_retire_together_has_its_own_transitions() -> None:
    graph = estate_of(
        RETIRING,
        TOGETHER,
        PROPOSED,
        "customer_transitions:\n"
        "  - {id: a, status: terminated, consent: x, migrates: [component:desk],"
        " migrates_from: [service:fax]}\n"
        "  - {id: b, status: terminated, consent: x, migrates: [component:desk],"
        " migrates_from: [service:claims]}",
    )
    assert answer(graph, "consumers_with_several_dispositions", SERVICE) == []
    assert answer(graph, "consumers_without_disposition", SERVICE) == []
