"""Each criterion of toll gate 5: it passes on a service that delivers, or names what it lacks."""

from __future__ import annotations

from tests.queries.criteria import Judged, Rows

GATE = "TG5"
SERVICE = "service=service:parcel"
ESTATE = """
services:
  - id: parcel
    name: Parcel
    lifecycle: operate
    tg5_interval_months: 12
    targets_outcome: [business-outcome:faster]
    has_offering: [service-offering:std]
    realized_by: [component:web]
    depends_on: [component:db]
service_offerings: [{id: std, name: Standard, sets_target: [service-level-target:resolve]}]
components:
  - {id: web, name: Web, uses_product: [vendor-product:base]}
  - {id: db, name: Database}
vendor_products: [{id: base, name: Base, supplied_by: [vendor:small]}]
vendors: [{id: small, name: Small}]
vendor_performances:
  - {id: old, period: "2025", attainment: 0.5, performance_of: [vendor:small]}
  - {id: new, period: "2026", attainment: 0.95, cost_variance: 0.1, performance_of: [vendor:small]}
business_outcomes:
  - {id: faster, name: Faster, baseline: 48, target: 24, unit: hours, due_on: 2026-06-15}
  - {id: later, name: Later, baseline: 1, target: 2, due_on: 2026-06-16}
service_strategies:
  - {id: parcel, for: [service:parcel], targets_outcome: [business-outcome:later]}
service_level_targets:
  - {id: resolve, measure: resolution time, target: 240, unit: minutes}
  - {id: up, measure: availability, target: 0.99}
contracts: [{id: acme, kind: sla, covers: [service:parcel], sets_target: [service-level-target:up]}]
measurements:
  - {id: f1, value: 40, measured_on: 2026-01-31, measures: [business-outcome:faster]}
  - {id: f2, value: 24, measured_on: 2026-05-31, measures: [business-outcome:faster]}
  - {id: r1, value: 300, period: 2026-Q1, measures: [service-level-target:resolve]}
  - {id: r2, value: 240, period: 2026-Q2, measures: [service-level-target:resolve]}
  - {id: u1, value: 0.99, period: 2026-Q2, measures: [service-level-target:up]}
findings:
  - id: slow
    name: Slow
    concerns: [service:parcel]
    addressed_by: [improvement-initiative:tune]
teams: [{id: it, name: IT}]
improvement_initiatives:
  - {id: tune, name: Tune, due_on: 2026-06-15, benefit_metric: hours, owned_by: [team:it]}
  - id: done
    name: Done
    due_on: 2026-01-01
    done_on: 2026-02-01
    benefit_metric: hours
    owned_by: [team:it]
improvement_plans:
  - id: parcel
    for: [service:parcel]
    plans_initiative: [improvement-initiative:tune, improvement-initiative:done]
business_case_verification_reports: [{id: parcel, for: [service:parcel], satisfaction: 0.8}]
"""
"""A service that brings what it promised: every criterion of toll gate 5 passes."""

DECIDED = """
gate_submissions:
  - {id: last, name: Last, gate: TG5, revision: 1, submitted_at: 2025-06-02T08:00:00Z,
     verdict: READY, evidence_hash: "1", submitted_for: [service:parcel],
     decided_by: [gate-decision:last], includes: [business-case-verification-report:parcel]}
gate_decisions:
  - {id: last, name: Last, gate: TG5, outcome: outcomes-validated, passed: true, reason: good,
     decided_at: 2025-06-03T08:00:00Z}
"""
SPOILED: dict[str, list[tuple[str, Rows]]] = {
    "verification_report_reviewed_before": [
        (DECIDED, [("business-case-verification-report:parcel", "gate-decision:last")])
    ],
    "outcomes_missed": [
        (
            "measurements: [{id: f2, value: 25}]",
            [("business-outcome:faster", 24, 25, "2026-06-15")],
        ),
        (
            "business_outcomes: [{id: later, due_on: null}]\n"
            "measurements: [{id: l, value: 1.5, measures: [business-outcome:later]}]",
            [("business-outcome:later", 2, 1.5, None)],
        ),
    ],
    "outcomes_unmeasured": [
        (
            "business_outcomes: [{id: faster, target: null}, {id: later, due_on: 2026-06-15}]",
            [("business-outcome:faster", "target"), ("business-outcome:later", "measurement")],
        ),
        (
            "business_outcomes: [{id: faster, baseline: null}]",
            [("business-outcome:faster", "baseline")],
        ),
    ],
    "promises_missed": [
        (
            "measurements: [{id: r2, value: 241}, {id: u1, value: 0.98}]",
            [
                ("service-level-target:resolve", "resolution time", 240, 241),
                ("service-level-target:up", "availability", 0.99, 0.98),
            ],
        ),
        (
            "service_level_targets: [{id: up, at_most: true}, {id: resolve, at_most: false}]\n"
            "measurements: [{id: r2, value: 239}, {id: u1, value: 0.991}]",
            [
                ("service-level-target:resolve", "resolution time", 240, 239),
                ("service-level-target:up", "availability", 0.99, 0.991),
            ],
        ),
    ],
    "promises_unmeasured": [
        (
            "measurements: [{id: u1, value: null}]\n"
            "service_level_targets: [{id: resolve, target: null}]",
            [
                ("service-level-target:resolve", "resolution time"),
                ("service-level-target:up", "availability"),
            ],
        ),
    ],
    "vendors_performing_badly": [
        (
            "vendor_performances: [{id: new, attainment: 0.94}]",
            [("vendor:small", "2026", 0.94, 0.1, "Small")],
        ),
        (
            "vendor_performances: [{id: new, cost_variance: 0.11}]",
            [("vendor:small", "2026", 0.95, 0.11, "Small")],
        ),
        (
            "vendor_performances: [{id: new, performance_of: []}, {id: old, performance_of: []}]",
            [("vendor:small", None, None, None, "Small")],
        ),
    ],
    "satisfaction_low": [
        (
            "business_case_verification_reports: [{id: parcel, satisfaction: 0.79}]",
            [("business-case-verification-report:parcel", 0.79)],
        ),
        (
            "business_case_verification_reports: [{id: parcel, satisfaction: null}]",
            [("business-case-verification-report:parcel", None)],
        ),
    ],
    "shortfalls_without_initiative": [
        (
            "measurements: [{id: f2, value: 25}, {id: u1, value: 0.98}, {id: r2, value: 500}]\n"
            "improvement_initiatives: [{id: tune, concerns: [service-level-target:resolve]}]\n"
            "findings: [{id: slow, addressed_by: []},"
            " {id: dear, concerns: [service-offering:std]}]",
            [
                ("business-outcome:faster", "outcome", "Faster"),
                ("finding:dear", "finding", "dear"),
                ("finding:slow", "finding", "Slow"),
                ("service-level-target:up", "promise", "up"),
            ],
        ),
    ],
    "initiatives_incomplete": [
        (
            "improvement_initiatives: [{id: tune, due_on: null, owned_by: []},"
            " {id: new, due_on: 2026-09-01, owned_by: [team:it], concerns: [service:parcel]}]",
            [
                ("improvement-initiative:new", "metric"),
                ("improvement-initiative:tune", "due date"),
                ("improvement-initiative:tune", "owner"),
            ],
        ),
    ],
    "service_initiatives_overdue": [
        (
            "improvement_initiatives: [{id: tune, due_on: 2026-06-14}]",
            [("2026-06-14", "improvement-initiative:tune", "Tune")],
        ),
    ],
}
UNJUDGED = {
    "outcomes_targeted": "services: [{id: parcel, targets_outcome: []}]\n"
    "service_strategies: [{id: parcel, status: draft}]",
    "promises_made": "service_offerings: [{id: std, sets_target: []}]\n"
    "contracts: [{id: acme, status: ended}]",
}
"""What takes away what a criterion is judged by."""
REVIEWED = Judged(ESTATE, SERVICE, SPOILED, UNJUDGED)
