"""Handmade estates, written as the documents that people write."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from itspm_graph.graph import Graph
from itspm_graph.importing import plan
from itspm_graph.sources import Text
from itspm_graph.sources.reading import read_texts

TODAY = date(2026, 6, 15)
"""The day on which the tests ask."""


def estate_of(*documents: str) -> Graph:
    """The snapshot after these documents, imported one after another."""
    graph = Graph.empty()
    for number, document in enumerate(documents):
        text = Text(Path(f"{number}.yaml"), f"{number}.yaml", f"format: itspm/v1\n{document}")
        planned = plan(graph, read_texts([text]))
        assert not planned.problems, planned.problems
        graph = graph.apply(planned.changes)
    return graph


LANDSCAPE = """
services:
  - id: shop
    name: Shop
    lifecycle: operate
    tier: 1
    planned_retire_on: 2028-12-31
    depends_on: [service-offering:pay-gold, {component: cache, strength: soft}]
    realized_by: [component:web]
    supports_activity: [business-activity:sell]
    has_offering: [service-offering:shop-basic]
    covered_by_plan: [continuity-plan:shop]
  - id: pay
    name: Payments
    lifecycle: improve
    tier: 2
    planned_retire_on: 2026-05-31
    depends_on:
      - {component: db-1, group: engines, at_least: 1}
      - {component: db-2, group: engines, at_least: 1}
    has_offering: [service-offering:pay-gold]
  - {id: idea, name: Idea, lifecycle: strategy}
  - {id: gone, name: Gone, lifecycle: retire, depends_on: [component:db-1]}
service_offerings:
  - {id: shop-basic, name: Shop basic}
  - {id: pay-gold, name: Payments gold}
business_activities:
  - {id: sell, name: Sell}
  - {id: count, name: Count, has_bia: [business-impact-analysis:count]}
business_impact_analyses: [{id: count, name: Analysis}]
continuity_plans: [{id: shop, name: Plan}]
customers:
  - {id: acme, name: Acme, subscribes_to: [service-offering:shop-basic]}
  - {id: bolt, name: Bolt, depends_on: [service:pay]}
components:
  - {id: web, name: Web, kind: application, owned_by: [team:web], hosted_at: [site:room]}
  - {id: cache, name: Cache, depends_on: [component:web], owned_by: [team:web]}
  - id: db-1
    name: First engine
    kind: server
    owned_by: [team:web]
    hosted_at: [site:hall]
    uses_product: [vendor-product:base, {vendor-product: base, version: "2"}]
    depends_on: [{component: db-2, phase: start}, component:clock]
  - {id: db-2, name: Second engine, hosted_at: [site:hall], depends_on: [component:clock]}
  - {id: clock, name: Clock, owned_by: [team:web], depends_on: [component:db-1, component:db-2]}
  - {id: spare, name: Spare, owned_by: [team:web]}
teams: [{id: web, name: Web team, consumes: [component:spare]}]
sites:
  - {id: campus, name: Campus}
  - {id: hall, name: Hall, part_of: [site:campus]}
  - {id: room, name: Room, part_of: [site:hall]}
vendor_products:
  - id: base
    name: Base
    delivery: licensed
    end_of_support_on: 2026-06-14
    supplied_by: [vendor:small]
  - {id: shelf, name: Shelf, end_of_support_on: 2020-01-01}
vendors:
  - {id: small, name: Small, subsidiary_of: [vendor:big]}
  - {id: big, name: Big}
contracts:
  - {id: first, name: First, ends_on: 2026-06-15, notice_days: 30, auto_renews: true}
  - {id: last, name: Last, ends_on: 2026-09-13, status: signed}
  - {id: past, name: Past, ends_on: 2026-06-14}
  - {id: beyond, name: Beyond, ends_on: 2026-09-14}
  - {id: ended, name: Ended, ends_on: 2026-07-01, status: ended}
  - {id: open, name: Open}
findings:
  - {id: seen, name: Seen, found_on: 2026-05-01, severity: high}
  - {id: cared, name: Cared for, addressed_by: [improvement-initiative:care]}
improvement_initiatives: [{id: care, name: Care}]
"""
"""A shop on payments on two engines: mixed directions, a cycle, a vendor with a parent, sites."""


def decision(number: int, service: str, gate: str, passed: bool, at: str) -> str:
    """The documents of a decision at a gate."""
    return f"""
gate_submissions:
  - id: s{number}
    name: Submission {number}
    gate: {gate}
    revision: 0
    submitted_at: {at}
    verdict: READY
    evidence_hash: none
    submitted_for: ["service:{service}"]
    decided_by: ["gate-decision:d{number}"]
gate_decisions:
  - id: d{number}
    name: Decision {number}
    gate: {gate}
    outcome: none
    passed: {str(passed).lower()}
    reason: none
    decided_at: {at}
"""


RETIRING = """
services:
  - id: fax
    name: Fax
    lifecycle: operate
    realized_by: [component:fax-server]
    has_offering: [service-offering:fax-std]
  - {id: mail, name: Mail, lifecycle: operate, capacity: 1000, capacity_used: 10}
  - {id: claims, name: Claims, lifecycle: operate, depends_on: [service:fax]}
service_offerings: [{id: fax-std, name: Fax standard}]
components:
  - {id: fax-server, name: Fax server, stores: [{data-set: faxes, master: true}]}
data_sets: [{id: faxes, name: Faxes}]
customers:
  - {id: acme, name: Acme, subscribes_to: [service-offering:fax-std]}
  - {id: past, name: Past, subscribes_to: [{service-offering: fax-std, until: 2026-12-31}]}
retirement_proposals:
  - id: fax
    name: Retirement of the fax
    effective_on: 2026-12-31
    data_disposition: To the archive.
    for: [service:fax]
customer_transitions:
  - id: claims
    name: Claims leaves
    status: planned
    planned_on: 2026-12-31
    demand: 5
    migrates: [service:claims]
    migrates_from: [service:fax]
    migrates_to: [service:mail]
  - id: acme
    name: Acme leaves
    status: migrated
    completed_on: 2026-05-31
    migrates: [customer:acme]
    migrates_from: [service-offering:fax-std]
    migrates_to: [service:mail]
consumption_records:
  - id: claims
    name: Faxes of claims
    last_seen_on: 2026-06-10
    consumed_in: [service:fax]
    consumed_from: [service:claims]
  - id: acme
    name: Last fax of Acme
    last_seen_on: 2026-05-31
    consumed_in: [service-offering:fax-std]
    consumed_from: [customer:acme]
contracts:
  - id: line
    name: Fax line
    status: signed
    ends_on: 2026-12-31
    covers: [service-offering:fax-std]
scream_tests: [{id: quiet, screams: 0, started_on: 2026-06-01, silences: [service:fax]}]
roadmaps:
  - id: fax
    name: Roadmap
    for: [service:fax]
    has_item: [roadmap-item:moved, roadmap-item:off]
roadmap_items:
  - {id: moved, name: Claims moved, kind: migration, ends_on: 2026-12-31}
  - {id: "off", name: Switched off, kind: retirement, ends_on: 2026-12-31}
"""
"""A service that may leave the catalog: every criterion of toll gate 6 passes."""
