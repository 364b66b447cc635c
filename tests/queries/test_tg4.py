"""Each criterion of toll gate 4: it passes on a service that may go live, or names why not."""

from __future__ import annotations

from itspm_graph.catalogue import criteria
from tests.queries.criteria import Judged, Rows
from tests.queries.estates import estate_of
from tests.queries.test_answers import answer

GATE = "TG4"
SERVICE = "service=service:parcel"
ESTATE = """
services:
  - id: parcel
    name: Parcel
    lifecycle: transition
    planned_operate_on: 2026-09-01
    depends_on:
      - {component: db-1, group: engines, at_least: 1}
      - {component: db-2, group: engines, at_least: 1}
      - service:mail
    realized_by: [component:web]
    has_offering: [service-offering:parcel-std]
    has_release: [release:one]
    covered_by_plan: [continuity-plan:parcel]
  - {id: mail, name: Mail, lifecycle: operate}
service_offerings:
  - id: parcel-std
    name: Parcel standard
    sets_target: [service-level-target:resolve, service-level-target:up]
components:
  - {id: db-1, unavailability: 0.01}
  - {id: db-2, unavailability: 0.01}
  - {id: web, unavailability: 0.001}
continuity_plans: [{id: parcel, name: Plan}]
releases: [{id: one, name: Release 1, released_on: 2026-08-31}]
acceptance_criteria:
  - {id: fast, name: Fast, test_kind: performance}
  - {id: liked, name: Liked, test_kind: customer experience}
  - {id: nice, name: Nice, mandatory: false}
test_runs:
  - id: fast-1
    result: failed
    run_on: 2026-05-01
    tests: [acceptance-criterion:fast]
    run_against: [release:one]
  - id: fast-2
    result: passed
    run_on: 2026-05-02
    tests: [acceptance-criterion:fast]
    run_against: [release:one]
  - id: liked
    result: passed
    run_on: 2026-05-03
    tests: [acceptance-criterion:liked]
    run_against: [release:one]
    witnessed_by: [customer:acme]
  - {id: failover, kind: continuity, result: passed, run_against: [release:one]}
defects:
  - {id: fixed, status: fixed, blocking: true, occurs_in: [service:parcel]}
  - {id: typo, blocking: false, occurs_in: [test-run:fast-2]}
customers: [{id: acme, name: Acme}]
teams: [{id: it, name: IT}]
service_designs:
  - id: parcel
    for: [service:parcel]
    designs:
      - {component: db-1, group: engines, at_least: 1}
      - {component: db-2, group: engines, at_least: 1}
      - service:mail
      - component:web
preliminary_acceptance_criteria:
  - id: parcel
    for: [service:parcel]
    has_criterion: [acceptance-criterion:fast, acceptance-criterion:nice]
service_acceptance_criteria:
  - id: parcel
    for: [service:parcel]
    accepts_release: [release:one]
    has_criterion: [acceptance-criterion:fast, acceptance-criterion:liked]
    monitoring_ready: true
    runbook_ready: true
    on_call_ready: true
    backup_ready: true
service_contracts: [{id: parcel, for: [service:parcel], presents: [contract:acme]}]
contracts:
  - id: acme
    name: Acme
    kind: sla
    status: signed
    starts_on: 2026-08-31
    ends_on: 2028-12-31
    exit_months: 3
    service_hours: Mo-Fr 08:00-18:00
    provider_party: [team:it]
    customer_party: [customer:acme]
    covers: [service-offering:parcel-std]
    sets_target: [service-level-target:resolve-acme, service-level-target:up]
    underpinned_by: [contract:mail]
  - id: mail
    name: Mail
    kind: ola
    ends_on: 2029-03-31
    service_hours: 24x7
    covers: [service:mail]
    sets_target: [service-level-target:mail-up, service-level-target:mail-resolve]
service_level_targets:
  - {id: resolve, measure: resolution time, target: 240, unit: minutes}
  - {id: resolve-acme, measure: resolution time, target: 240, unit: minutes}
  - {id: up, measure: availability, target: 0.998}
  - {id: mail-up, measure: availability, target: 0.999}
  - {id: mail-resolve, measure: resolution time, target: 4, unit: hours}
"""
"""A service that may go live: every criterion of toll gate 4 passes."""

NO_CONTRACT = "service_contracts: [{id: parcel, status: draft}]"
RECOVERY = (
    "service_level_targets: [{id: back, measure: recovery time, target: 2, unit: hours}]\n"
    "contracts: [{id: acme, sets_target: [service-level-target:resolve-acme, "
    "service-level-target:up, service-level-target:back]}]\n"
)
SPOILED: dict[str, list[tuple[str, Rows]]] = {
    "mandatory_criteria_not_passed": [
        (
            "test_runs: [{id: fast-1, run_on: 2026-05-02}]",
            [("acceptance-criterion:fast", "release:one", "Fast", "performance")],
        ),
        (
            "test_runs: [{id: fast-1, run_on: null}]",
            [("acceptance-criterion:fast", "release:one", "Fast", "performance")],
        ),
        (
            "releases: [{id: two, name: Release 2}]\n"
            "service_acceptance_criteria: [{id: parcel, accepts_release: [release:two]}]",
            [
                ("acceptance-criterion:fast", "release:two", "Fast", "performance"),
                ("acceptance-criterion:liked", "release:two", "Liked", "customer_experience"),
            ],
        ),
    ],
    "preliminary_criteria_dropped": [
        (
            "service_acceptance_criteria: [{id: parcel, "
            "has_criterion: [acceptance-criterion:liked]}]",
            [("acceptance-criterion:fast", "Fast")],
        ),
    ],
    "customer_experience_untested": [
        ("test_runs: [{id: liked, witnessed_by: [team:it]}]", [("service:parcel", 1)]),
        ("test_runs: [{id: liked, result: failed}]", [("service:parcel", 0)]),
        (
            "service_acceptance_criteria: [{id: parcel, accepts_release: []}]",
            [("service:parcel", 0)],
        ),
    ],
    "blocking_defects_open": [
        (
            "defects: [{id: fixed, status: open}, {id: typo, blocking: null, found_on: 2026-05-04},"
            " {id: loss, name: Loss, blocking: true, occurs_in: [release:one]}]",
            [
                ("defect:fixed", "fixed", True, None),
                ("defect:loss", "Loss", True, None),
                ("defect:typo", "typo", None, "2026-05-04"),
            ],
        ),
    ],
    "continuity_untested": [
        ("test_runs: [{id: failover, result: aborted}]", [("service:parcel",)]),
    ],
    "built_not_as_designed": [
        (
            "services: [{id: parcel, depends_on: ["
            "{component: db-1, group: engines, at_least: 2},"
            "{component: db-2, group: engines, at_least: 2}, component:cache]}]\n"
            "components: [{id: cache, name: Cache}]",
            [
                ("component:cache", "not designed", "Cache"),
                ("component:db-1", "redundancy", "db-1"),
                ("component:db-2", "redundancy", "db-2"),
                ("service:mail", "not built", "Mail"),
            ],
        ),
    ],
    "operation_not_prepared": [
        (
            "service_acceptance_criteria: [{id: parcel, runbook_ready: false, "
            "backup_ready: null}]\n"
            "services: [{id: parcel, covered_by_plan: []}]",
            [("backup",), ("continuity plan",), ("runbook",)],
        ),
    ],
    "service_contract_unsigned": [
        (
            "contracts: [{id: acme, status: draft, provider_party: [], customer_party: [],"
            " covers: [service:mail]}]",
            [
                ("contract:acme", "customer"),
                ("contract:acme", "provider"),
                ("contract:acme", "signature"),
                ("contract:acme", "the service"),
            ],
        ),
    ],
    "contract_not_in_force_at_go_live": [
        (
            "contracts: [{id: acme, starts_on: 2026-09-01}]",
            [("contract:acme", "2026-09-01", "2028-12-31", "2026-08-31")],
        ),
        (
            "releases: [{id: one, released_on: null}]\n"
            "contracts: [{id: acme, ends_on: 2026-08-31}]",
            [("contract:acme", "2026-08-31", "2026-08-31", "2026-09-01")],
        ),
        (
            "contracts: [{id: acme, starts_on: null}]",
            [("contract:acme", None, "2028-12-31", "2026-08-31")],
        ),
    ],
    "contract_promises_not_designed": [
        (
            "service_level_targets: [{id: resolve-acme, target: 120}]",
            [
                (
                    "contract:acme",
                    "service-level-target:resolve",
                    "design",
                    "resolution time",
                    240,
                ),
                (
                    "contract:acme",
                    "service-level-target:resolve-acme",
                    "contract",
                    "resolution time",
                    120,
                ),
            ],
        ),
    ],
    "recovery_promised_too_soon": [
        (
            RECOVERY,
            [("contract:acme", "service-level-target:back", "recovery time", 120, None, None)],
        ),
        (
            RECOVERY + "exercises:\n"
            "  - {id: early, held_on: 2026-01-01,"
            " exercised: [{service: parcel, rta_minutes: 60}]}\n"
            "  - {id: late, held_on: 2026-02-01,"
            " exercised: [{continuity-plan: parcel, rta_minutes: 121}]}",
            [
                (
                    "contract:acme",
                    "service-level-target:back",
                    "recovery time",
                    120,
                    121,
                    "exercise:late",
                )
            ],
        ),
    ],
    "contract_not_underpinned": [
        (
            "service_level_targets: [{id: up, target: 0.9995}, {id: mail-resolve, target: 5}]\n"
            "contracts: [{id: mail, ends_on: 2029-03-30, service_hours: 5x10}]",
            [
                (
                    "contract:acme",
                    "availability",
                    "service-level-target:up",
                    "0.9995",
                    "0.9989001",
                ),
                ("contract:acme", "hours", "contract:mail", "Mo-Fr 08:00-18:00", "5x10"),
                ("contract:acme", "term", "contract:mail", "2029-03-31", "2029-03-30"),
                ("contract:acme", "time", "contract:acme", "240 minutes", "300 minutes"),
            ],
        ),
        (
            "contracts: [{id: mail, covers: []}]",
            [
                ("contract:acme", "coverage", "service:mail", "availability", None),
                ("contract:acme", "coverage", "service:mail", "resolution time", None),
            ],
        ),
    ],
}

UNJUDGED = {
    "criteria_to_pass": "service_acceptance_criteria: [{id: parcel, accepts_release: []}]",
    "needs_designed": "service_designs: [{id: parcel, status: draft}]",
    "acceptance_criteria_on_record": "delete: [service-acceptance-criteria:parcel]",
    "contracts_presented": NO_CONTRACT,
    "go_live_planned": "releases: [{id: one, released_on: null}]\n"
    "services: [{id: parcel, planned_operate_on: null}]",
    "promises_designed": "service_offerings: [{id: parcel-std, sets_target: []}]",
}
"""What takes away what a criterion is judged by."""
ACCEPTED = Judged(ESTATE, SERVICE, SPOILED, UNJUDGED)


def test_the_customer_experience_test_can_not_be_waived() -> None:
    fixed = [query.name for query in criteria(GATE) if not query.waivable]
    assert fixed == ["customer_experience_untested"]


def test_a_continuity_test_may_be_waived_with_a_reason() -> None:
    graph = estate_of(
        ESTATE,
        "delete: [test-run:failover]",
        "service_acceptance_criteria: [{id: parcel, continuity_test_waived: Tried in May}]",
    )
    assert answer(graph, "continuity_untested", SERVICE) == []
