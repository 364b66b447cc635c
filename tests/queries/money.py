"""Handmade estates about money: one of services that serve each other, one before the gates."""

from __future__ import annotations

LEDGER = """
services:
  - id: web
    name: Web
    lifecycle: operate
    tier: 1
    has_offering: [service-offering:web-std]
    consumes:
      - {service: platform, driver: cores, volume: 3, period: "2026"}
      - {service: watch, driver: checks, volume: 1, period: "2026"}
    realized_by: [component:line]
  - id: platform
    name: Platform
    lifecycle: operate
    consumes: [{service: watch, driver: checks, volume: 1, period: "2026"}]
    charged_by: [charging-model:shown]
  - id: watch
    name: Watch
    lifecycle: improve
    consumes:
      - {service: platform, driver: cores, volume: 1, period: "2026"}
      - {service: platform, driver: cores, volume: 7, period: "2026-Q3"}
  - {id: idea, name: Idea, lifecycle: strategy}
  - {id: free, name: Free, lifecycle: transition}
service_offerings:
  - id: web-std
    name: Web standard
    orderable: true
    charged_by: [charging-model:unit]
    compared_with: [{benchmark: seat, scope: all in}]
customers:
  - {id: acme, name: Acme, consumes: [{service-offering: web-std, driver: seats, volume: 8,
     period: "2026"}]}
  - {id: bolt, name: Bolt, consumes: [{service-offering: web-std, driver: seats, volume: 2,
     period: "2026"}]}
components: [{id: line, name: Line}]
allocation_rules: [{id: cores, name: By core, driver: cores, idle_share: 0.5,
     allocates: [service:platform]}]
charging_models: [{id: unit, name: Per seat, kind: unit}, {id: shown, name: Shown, kind: showback}]
benchmarks:
  - {id: seat, name: Seat elsewhere, value: 50, unit: seats, currency: EUR, scope: all in,
     measured_on: 2026-03-31}
cost_items:
  - {id: racks, name: Racks, amount: 600, currency: EUR, period: "2026", kind: capex,
     variable_share: 0,
     cost_pool: Hardware, tower: Compute, cost_of: [service:platform]}
  - {id: power, name: Power, amount: 400, currency: EUR, period: "2026-Q3", kind: opex,
     variable_share: 0.75,
     cost_pool: Facilities, tower: Compute, cost_of: [service:platform]}
  - {id: probes, name: Probes, amount: 100, currency: EUR, period: "2026", kind: opex,
     cost_of: [service:watch]}
  - {id: people, name: People, amount: 60, currency: EUR, period: "2026", kind: opex,
     variable_share: 0,
     cost_of: [service:web]}
  - {id: seats, name: Seats, amount: 20, currency: EUR, period: "2026-01", kind: opex,
     variable_share: 1,
     cost_of: [service-offering:web-std]}
  - {id: wire, name: Wire, amount: 8, currency: EUR, period: "2026", cost_of: [component:line]}
charges:
  - {id: acme, name: Acme, amount: 700, currency: EUR, period: "2026-Q1",
     charge_for: [service-offering:web-std],
     charged_to: [customer:acme]}
"""
"""Platform and watch serve each other: 1120 and 240 in full; of web's 620 its offering has 20."""


FUNDED = """
services:
  - id: new
    name: New
    has_offering: [service-offering:new-std]
    consumes: [{service: base, driver: cores, volume: 2, period: "2027"}]
  - {id: base, name: Base}
  - {id: other, name: Other, consumes: [{service: base, driver: cores, volume: 2, period: "2027"}]}
service_offerings:
  - {id: new-std, name: New standard, charged_by: [charging-model:unit],
     compared_with: [{benchmark: seat, scope: all in}]}
charging_models: [{id: unit, name: Per seat, kind: unit}]
benchmarks:
  - {id: seat, name: Seat elsewhere, value: 50, unit: seat, currency: EUR, scope: all in,
     measured_on: 2027-03-31}
cost_items:
  - {id: team, name: Team, amount: 300, currency: EUR, period: "2027", variable_share: 0,
     cost_of: [service:new]}
  - {id: base, name: Base, amount: 400, currency: EUR, period: "2027", variable_share: 0.5,
     cost_of: [service:base]}
charges:
  - {id: seats, name: Seats, amount: 500, currency: EUR, period: "2027-Q2",
     charge_for: [service-offering:new-std],
     charged_to: [service:other]}
service_roadmaps: [{id: new, name: Roadmap, for: [service:new], has_item: [roadmap-item:first,
     roadmap-item:next]}]
roadmap_items:
  - {id: first, name: First, cost: 200, currency: EUR}
  - {id: next, name: Next, cost: 900, currency: USD}
high_level_business_cases:
  - id: new
    name: First estimate
    dated_on: 2026-06-01
    cost_low: 1000
    cost_high: 1600
    benefit: 3000
    currency: EUR
    horizon_months: 36
    assumptions: [Prices stay]
    assumptions_owner: Ann
    for: [service:new]
detailed_business_cases:
  - id: new
    name: To be funded
    status: accepted
    cost_low: 1100
    cost_high: 1500
    benefit: 2500
    currency: EUR
    horizon_months: 36
    period: "2027"
    full_cost: 520
    charging: unit
    recovered: 500
    for: [service:new]
indicative_unit_prices:
  - {id: new, name: Price, unit: seat, price: 60, currency: EUR, volume: 10, period: "2027",
     basis: Full cost,
     for: [service:new]}
business_case_verification_reports:
  - {id: new, name: Report, period: "2027", actual_cost: 510, actual_recovered: 500, currency: EUR,
     actual_volume: 10, for: [service:new]}
"""
"""A service of 500 a year, 300 of its own, 200 of its base: all criteria about money pass."""
