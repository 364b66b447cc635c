"""Each criterion of toll gate 7: it passes where nothing is left, or names what is."""

from __future__ import annotations

from tests.queries.criteria import Judged, Rows
from tests.queries.estates import decision
from tests.queries.test_answers import answer

GATE = "TG7"
SERVICE = "service=service:fax"
ESTATE = """
services:
  - id: fax
    name: Fax
    lifecycle: retire
    has_offering: [service-offering:fax-std]
    realized_by: [component:fax-server]
    depends_on: [component:network, vendor-product:line]
    covered_by_plan: [continuity-plan:fax]
  - {id: mail, name: Mail, lifecycle: operate, depends_on: [component:network]}
  - {id: telex, name: Telex, lifecycle: retire, depends_on: [service:fax]}
service_offerings: [{id: fax-std, name: Fax standard, orderable: false}]
components:
  - id: fax-server
    name: Fax server
    stores: [{data-set: faxes, master: true}]
    depends_on: [{data-store: journal, carries_state: true}]
  - {id: network, name: Network}
  - id: archive
    name: Archive
    lifecycle: improve
    depends_on: [{service: fax, valid_to: 2026-04-30}]
data_stores: [{id: journal, name: Journal, stores: [{data-set: sent, master: true}]}]
data_sets:
  - {id: faxes, name: Faxes, legal_hold: true}
  - {id: sent, name: Sent, retention_until: 2026-05-09}
vendor_products: [{id: line, name: Line, supplied_by: [vendor:telco]}]
vendors: [{id: telco, name: Telco}]
continuity_plans: [{id: fax, name: Plan}]
customers:
  - {id: past, name: Past, subscribes_to: [{service-offering: fax-std, until: 2026-04-30}]}
contracts:
  - {id: line, name: Line, status: ended, covers: [service:fax]}
  - {id: old, name: Old, ends_on: 2026-06-14, covers: [service-offering:fax-std]}
consumption_records:
  - {id: last, caller: acme, last_seen_on: 2026-05-01, consumed_in: [service:fax]}
  - {id: none, last_seen_on: 2026-06-01, volume: 0, consumed_in: [service:fax]}
phase_out_proposals:
  - id: fax
    name: End of the fax
    for: [service:fax]
    stopped_on: 2026-05-01
    access_removed_on: 2026-05-10
    network_removed_on: 2026-05-10
    monitoring_removed_on: 2026-05-10
    backups_removed_on: 2026-06-15
    finance_closed_on: 2026-05-31
    lessons: Ask who still sends.
    disposes_of:
      - {component: fax-server, disposition: sold, done_on: 2026-05-10, certificate: A-1}
      - {data-store: journal, disposition: destroyed, done_on: 2026-05-10, certificate: A-2}
      - {vendor-product: line, disposition: terminated, done_on: 2026-05-10}
      - {data-set: faxes, disposition: archived, done_on: 2026-05-10}
      - {data-set: sent, disposition: destroyed, done_on: 2026-05-10, certificate: A-3}
      - {continuity-plan: fax, disposition: archived}
"""
"""A service of which nothing is left: every criterion of toll gate 7 passes."""

DISPOSED = (
    "phase_out_proposals: [{id: fax, disposes_of: ["
    "{component: fax-server, disposition: sold, done_on: 2026-06-16},"
    " {data-set: faxes, disposition: destroyed, done_on: 2026-05-10},"
    " {data-set: sent, disposition: destroyed, done_on: 2026-05-09}]}]"
)
SPOILED: dict[str, list[tuple[str, Rows]]] = {
    "service_still_operated": [
        ("services: [{id: fax, lifecycle: improve}]", [("service:fax", "improve", "2026-05-01")]),
        (
            "phase_out_proposals: [{id: fax, stopped_on: 2026-06-16}]",
            [("service:fax", "retire", "2026-06-16")],
        ),
        ("phase_out_proposals: [{id: fax, status: draft}]", [("service:fax", "retire", None)]),
    ],
    "needs_left": [
        (
            "services: [{id: telex, lifecycle: operate}]\n"
            "components: [{id: archive, depends_on: [{service: fax, valid_to: 2026-06-15}]}]\n"
            "customers: [{id: past, subscribes_to: [{service-offering: fax-std, until: null}]}]\n"
            "requirement_groups: [{id: ways, member: [service:fax, service:mail]}]\n"
            "teams: [{id: desk, name: Desk, requires: [requirement-group:ways],"
            " consumes: [service:fax]}]",
            [
                ("component:archive", "service:fax", "DEPENDS_ON", "Archive"),
                ("customer:past", "service-offering:fax-std", "SUBSCRIBES_TO", "Past"),
                ("service:telex", "service:fax", "DEPENDS_ON", "Telex"),
                ("team:desk", "service:fax", "CONSUMES", "Desk"),
                ("team:desk", "service:fax", "REQUIRES", "Desk"),
            ],
        ),
    ],
    "used_after_stop": [
        (
            "consumption_records: [{id: last, last_seen_on: 2026-05-02},"
            " {id: none, volume: null, last_seen_on: null, consumed_from: [service:mail]}]",
            [
                ("consumption-record:last", "acme", "2026-05-02", "2026-05-01"),
                ("consumption-record:none", "service:mail", None, "2026-05-01"),
            ],
        ),
    ],
    "soak_not_over": [
        (
            "phase_out_proposals: [{id: fax, stopped_on: 2026-05-17}]",
            [("2026-05-17", "2026-06-16")],
        ),
    ],
    "cost_after_stop": [
        (
            "cost_items:\n"
            "  - {id: a, amount: 5, currency: EUR, period: 2026-06, cost_of: [service:fax]}\n"
            "  - {id: b, amount: 6, period: 2026-q3, cost_of: [component:fax-server]}\n"
            "  - {id: c, amount: 7, period: '2026', cost_of: [service:fax]}\n"
            "  - {id: d, amount: 0, period: '2027', cost_of: [service:fax]}\n"
            "  - {id: e, amount: 9, period: 2027-H1, cost_of: [component:network]}",
            [
                ("cost-item:a", "2026-06", 5.0, "EUR", "a"),
                ("cost-item:b", "2026-q3", 6.0, None, "b"),
            ],
        ),
    ],
    "orphans_without_disposition": [
        (
            DISPOSED,
            [
                ("vendor-product:line", "disposition", "VendorProduct", "Line"),
            ],
        ),
        (
            f"{DISPOSED}\ndata_sets: [{{id: faxes, legal_hold: false}}]",
            [
                ("component:fax-server", "day", "Component", "Fax server"),
                ("data-store:journal", "disposition", "DataStore", "Journal"),
                ("vendor-product:line", "disposition", "VendorProduct", "Line"),
            ],
        ),
        (
            "services: [{id: mail, lifecycle: retire}]",
            [("component:network", "disposition", "Component", "Network")],
        ),
        (
            "services: [{id: mail, lifecycle: retire}]\n"
            "components: [{id: switch, name: Switch},"
            " {id: network, depends_on: [component:switch]}]\n"
            "customers: [{id: past, depends_on: [component:switch]}]",
            [("component:network", "disposition", "Component", "Network")],
        ),
    ],
    "licences_not_returned": [
        (
            "vendor_products: [{id: suite, name: Suite, delivery: licensed},"
            " {id: back, delivery: licensed}, {id: line, delivery: hosted}]\n"
            "components: [{id: fax-server, uses_product: [vendor-product:suite,"
            " vendor-product:back]}]\n"
            "phase_out_proposals: [{id: fax, disposes_of: ["
            "{vendor_product: suite, disposition: terminated},"
            " {vendor_product: back, disposition: terminated, quantity: 0}]}]",
            [("vendor-product:suite", "Suite")],
        ),
    ],
    "dispositions_without_proof": [
        (
            DISPOSED,
            [
                ("component:fax-server", "sold", "Fax server"),
                ("data-set:faxes", "destroyed", "Faxes"),
                ("data-set:sent", "destroyed", "Sent"),
            ],
        ),
    ],
    "contracts_not_closed": [
        (
            "contracts: [{id: line, status: signed}, {id: old, ends_on: 2026-06-15}]",
            [("contract:line", None, "Line"), ("contract:old", "2026-06-15", "Old")],
        ),
    ],
    "removals_open": [
        (
            "phase_out_proposals: [{id: fax, access_removed_on: null,"
            " backups_removed_on: 2026-06-16, finance_closed_on: null}]",
            [("access",), ("backups",), ("finance",)],
        ),
    ],
    "lessons_missing": [
        ("phase_out_proposals: [{id: fax, lessons: ' '}]", [("service:fax",)]),
    ],
    "data_not_disposed": [
        (
            DISPOSED,
            [("data-set:faxes", "legal hold", "Faxes"), ("data-set:sent", "retention", "Sent")],
        ),
        (
            "phase_out_proposals: [{id: fax, disposes_of: ["
            "{data-set: faxes, disposition: archived, done_on: 2026-06-16},"
            " {data-set: sent, done_on: 2026-05-10}]}]",
            [("data-set:faxes", "not done", "Faxes"), ("data-set:sent", "no disposition", "Sent")],
        ),
    ],
    "offerings_still_orderable": [
        (
            "service_offerings: [{id: fax-std, orderable: true}]",
            [("service-offering:fax-std", "Fax standard")],
        ),
    ],
    "continuity_records_left": [
        (
            "services: [{id: fax, has_bia: [business-impact-analysis:fax]}]\n"
            "business_impact_analyses: [{id: fax, name: Analysis}]",
            [("business-impact-analysis:fax", "Analysis")],
        ),
    ],
    "conditions_of_tg6": [
        (
            decision(1, "fax", "TG6", True, "2026-01-01T10:00:00Z").replace(
                "    decided_at: 2026-01-01T10:00:00Z\n",
                "    decided_at: 2026-01-01T10:00:00Z\n    waives: [waiver:mail]\n",
            )
            + "waivers: [{id: mail, name: W, criterion: elements_that_break,"
            " reason: Nobody minds, until: 2026-12-31}]",
            [("waiver:mail", "elements_that_break", "2026-12-31", "Nobody minds")],
        ),
    ],
}
STOPPED = "phase_out_proposals: [{id: fax, stopped_on: null}]"
UNJUDGED = {"operation_stopped": STOPPED, "use_observed": STOPPED}
"""What takes away what a criterion is judged by."""
CLOSED = Judged(ESTATE, SERVICE, SPOILED, UNJUDGED)


def test_use_after_the_stop_is_judged_only_where_use_was_ever_seen() -> None:
    unseen = "delete: [consumption-record:last, consumption-record:none]"
    assert answer(CLOSED.spoil(unseen), "use_observed", SERVICE) == []
