"""Questions of catalog, improvement and continuity, answered row by row."""

from __future__ import annotations

import pytest

from itspm_graph.graph import Graph
from tests.queries.criteria import Rows
from tests.queries.estates import decision, estate_of
from tests.queries.test_answers import answer

ESTATE = """
services:
  - id: shop
    name: Shop
    lifecycle: operate
    last_verified_on: 2025-06-15
    rto_minutes: 240
    owned_by: [team:web]
    has_bia: [business-impact-analysis:shop]
    depends_on: [service-offering:pay-gold, component:web]
    has_offering: [service-offering:basic, service-offering:plus]
    supports_activity: [business-activity:sell]
    covered_by_plan: [continuity-plan:shop]
    has_release: [release:two, release:three]
    sets_target: [service-level-target:up]
  - {id: pay, name: Pay, lifecycle: transition, last_verified_on: 2025-06-14,
     has_offering: [service-offering:pay-gold], priced_at: [price-item:pay]}
  - {id: gone, name: Gone, lifecycle: retire, has_offering: [service-offering:gone]}
service_offerings:
  - {id: basic, level: basic, orderable: true, visible_to: all, priced_at: [price-item:basic]}
  - {id: plus, level: plus, sets_target: [service-level-target:fast]}
  - {id: pay-gold, name: Gold, orderable: true}
  - {id: gone, name: Was, orderable: true}
  - {id: lost, name: Lost, orderable: true}
price_items:
  - {id: basic, price: 5, currency: EUR, unit: user and month}
  - {id: pay, price: 1, currency: CHF}
service_level_targets: [{id: up}, {id: fast}]
components: [{id: web, name: Web, hosted_at: [site:hall]}]
sites:
  - {id: land, kind: region}
  - {id: campus, kind: campus, part_of: [site:land]}
  - {id: hall, kind: building, part_of: [site:campus]}
  - {id: room, kind: room, part_of: [site:hall]}
  - {id: barn, kind: building, part_of: [site:land]}
teams: [{id: web}]
cost_items:
  - {id: a, amount: 10.5, currency: EUR, period: "2026", cost_of: [service:shop]}
  - {id: b, amount: 4.5, currency: EUR, period: "2026", cost_of: [service:shop]}
  - {id: c, amount: 1, currency: CHF, cost_of: [service:shop]}
improvement_initiatives:
  - {id: late, name: Late, due_on: 2026-06-14, status: begun, owned_by: [team:web], cost: 100,
     benefit: 250, currency: EUR, concerns: [service:shop], baseline: 10, target: 5, actual: 8,
     benefit_metric: hours, pursues: [improvement-objective:quick]}
  - {id: done, name: Done, due_on: 2026-01-01, status: done, pursues: [improvement-objective:tidy]}
  - {id: free, name: Free, due_on: 2026-06-15, concerns: [team:web]}
improvement_objectives:
  - {id: quick, aligns_with: [strategic-objective:grow]}
  - {id: tidy, aligns_with: [strategic-objective:past]}
strategic_objectives: [{id: grow}, {id: past, status: dropped}]
business_activities: [{id: sell, has_bia: [business-impact-analysis:sell]}]
business_impact_analyses:
  - {id: shop, rto_minutes: 60, mtpd_minutes: 200}
  - {id: sell, rto_minutes: 100, mtpd_minutes: 300, wrt_minutes: 100}
  - {id: wrong, rto_minutes: 100, mtpd_minutes: 90}
continuity_plans:
  - {id: shop, name: Plan, review_due_on: 2026-06-14, approved_on: 2025-01-01,
     recovery_minutes: 240}
  - {id: data, name: Data plan, review_due_on: 2026-06-15}
  - {id: shelf, name: Shelf}
releases:
  - {id: two, released_on: 2025-06-16}
  - {id: three, released_on: 2026-06-16}
exercises:
  - {id: first, held_on: 2025-01-01, exercised: [{continuity-plan: shop, rta_minutes: 500}]}
  - {id: second, held_on: 2025-06-15,
     exercised: [{continuity-plan: shop, rta_minutes: 241, rpa_minutes: 5}]}
findings:
  - {id: open, name: Too slow, found_in: exercise, found_on: 2025-06-15, severity: high}
  - {id: worked-on, name: Unread, found_in: exercise, addressed_by: [improvement-initiative:late]}
  - {id: audited, name: Audited, found_in: audit}
data_stores:
  - {id: db, name: Database, hosted_at: [site:room], covered_by_plan: [continuity-plan:data],
     copied_to: [backup:near, data-store:far]}
  - {id: far, name: Far, hosted_at: [site:barn]}
backups: [{id: near, hosted_at: [site:hall]}]
"""
"""A shop and payments in the catalog, something gone, plans tried and not, copies near and far."""
SHOP, PAY = "service:shop", "service:pay"
UP, FAST = "service-level-target:up", "service-level-target:fast"
BASIC, PLUS, GOLD = (f"service-offering:{name}" for name in ("basic", "plus", "pay-gold"))
LATE, DONE, FREE = (f"improvement-initiative:{name}" for name in ("late", "done", "free"))
STANDS = """
sites:
  - {id: one, kind: building}
  - {id: cellar, kind: room, part_of: [site:one]}
  - {id: two, kind: building}
components:
  - {id: a, hosted_at: [site:one]}
  - {id: b, hosted_at: [site:cellar]}
  - {id: c, hosted_at: [site:two]}
  - {id: starts, depends_on: [{component: a, phase: start}, {component: b, strength: soft}]}
services: [{id: vault, depends_on: [component:b], has_offering: [service-offering:vault]}]
service_offerings: [{id: vault}]
requirement_groups:
  - {id: any, at_least: 1, member: [component:a, component:c]}
  - {id: most, at_least_share: 0.6, member: [component:a, component:b, component:c]}
  - {id: shared, member: [{component: a, share: 0.5}, {component: c, share: 0.5}]}
data_stores:
  - {id: engine, depends_on: [component:a], copied_to: [backup:below]}
  - {id: spread, copied_to: [backup:below, backup:below-too, backup:away],
     depends_on: [{component: a, group: g, at_least: 1}, {component: c, group: g, at_least: 1}]}
  - {id: together, copied_to: [backup:below, backup:below-too, backup:away],
     depends_on: [{component: a, group: g, at_least: 1}, {component: b, group: g, at_least: 1}]}
  - {id: both, copied_to: [backup:below],
     depends_on: [{component: a, group: g}, {component: c, group: g}]}
  - {id: nested, requires: [requirement-group:any], copied_to: [backup:below]}
  - {id: quorum, requires: [requirement-group:most], copied_to: [backup:below]}
  - {id: shared, requires: [requirement-group:shared], copied_to: [backup:below]}
  - {id: rented, depends_on: [service-offering:vault], copied_to: [backup:below]}
  - {id: starts, depends_on: [component:starts], copied_to: [backup:below]}
backups:
  - {id: below, depends_on: [component:b]}
  - {id: below-too, hosted_at: [site:cellar]}
  - {id: away, hosted_at: [site:two]}
"""
"""Stores and copies that stand on what stands at sites, alone and in groups."""
CREWS = """
sites:
  - {id: hall, kind: building}
  - {id: room, kind: room, part_of: [site:hall]}
  - {id: land, kind: region}
  - {id: far, kind: building}
utility_feeds: [{id: grid}]
vendors: [{id: net}]
vendor_products: [{id: line, delivery: hosted, supplied_by: [vendor:net]}]
teams:
  - {id: here, hosted_at: [site:room]}
  - {id: twice, depends_on: [{site: room, group: desks, at_least: 1},
                             {site: far, group: desks, at_least: 1}]}
  - {id: locked-out, depends_on: [component:sign-in]}
  - {id: remote, uses_product: [{vendor-product: line, exposed: true}]}
  - {id: abroad, hosted_at: [site:land]}
  - {id: themselves, has_procedure: [recovery-procedure:themselves]}
components:
  - {id: server, hosted_at: [site:hall], has_procedure: [recovery-procedure:server]}
  - {id: sign-in, hosted_at: [site:far], fed_by: [utility-feed:grid],
     has_procedure: [recovery-procedure:sign-in]}
  - {id: switch, uses_product: [{vendor-product: line, exposed: true}], hosted_at: [site:land],
     has_procedure: [recovery-procedure:switch]}
recovery_procedures:
  - {id: server, name: Server, performed_by: [team:here, team:twice, team:remote]}
  - {id: sign-in, name: Sign-in, performed_by: [team:locked-out, team:here]}
  - {id: switch, name: Switch, performed_by: [team:remote, team:abroad]}
  - {id: themselves, name: Call in, performed_by: [team:themselves]}
"""
"""Teams that stand where their work stands, or hang on what they bring back."""
LACKS = ["owner", "promise", "dependency", "impact analysis", "verification"]

ANSWERS: dict[tuple[str, str], Rows] = {
    ("business_view", ""): [
        (PAY, GOLD, None, None, None, None, [], True, None, "Pay"),
        (SHOP, BASIC, "basic", 5, "EUR", "user and month", [UP], True, "all", "Shop"),
        (SHOP, PLUS, "plus", None, None, None, [FAST, UP], None, None, "Shop"),
    ],
    ("technical_view", ""): [
        (SHOP, "DEPENDS_ON", "component:web", "Component", "Web"),
        (SHOP, "DEPENDS_ON", GOLD, "ServiceOffering", "Gold"),
    ],
    ("catalog_completeness", ""): [
        (1 / 6, PAY, LACKS, "Pay"),
        (1, SHOP, [], "Shop"),
    ],
    ("offerings_listed_wrongly", ""): [
        ("service-offering:gone", "service:gone", "retire", "Was"),
        ("service-offering:lost", None, None, "Lost"),
    ],
    ("interdependencies", "service=service:shop"): [("needs", 2, PAY, "Pay")],
    ("interdependencies", "service=service:pay"): [("needed by", 2, SHOP, "Shop")],
    ("interdependencies", "service=service:pay depth=1"): [],
    ("costs_beside_dependencies", "service=service:shop"): [
        (0, SHOP, "2026", "EUR", 15),
        (0, SHOP, None, "CHF", 1),
        (2, PAY, None, None, None),
    ],
    ("initiatives_overdue", ""): [("2026-06-14", LATE, "Late", "begun", "team:web")],
    ("realised_benefit", ""): [
        (DONE, "done", None, None, None, None, None),
        (FREE, None, None, None, None, None, None),
        (LATE, "begun", "hours", 10, 5, 8, 0.4),
    ],
    ("initiatives_not_aligned", ""): [(DONE, "strategy", "Done"), (FREE, "objective", "Free")],
    ("portfolio_heat", ""): [
        (SHOP, LATE, 2.5, 250, 100, "EUR", "begun"),
        (None, DONE, None, None, None, None, "done"),
        (None, FREE, None, None, None, None, None),
    ],
    ("recovery_beyond_tolerance", ""): [
        ("business-impact-analysis:wrong", "business-impact-analysis:wrong", 100, 90),
        (SHOP, "business-activity:sell", 340, 300),
        (SHOP, "business-impact-analysis:shop", 240, 200),
    ],
    ("plans_not_exercised", ""): [(None, "continuity-plan:data", "Data plan")],
    ("plans_not_exercised", "months=11"): [
        ("2025-06-15", "continuity-plan:shop", "Plan"),
        (None, "continuity-plan:data", "Data plan"),
    ],
    ("plans_exercised_before_change", ""): [
        ("continuity-plan:shop", "2025-06-15", SHOP, "2025-06-16"),
    ],
    ("exercise_findings_without_initiative", ""): [
        ("2025-06-15", "finding:open", "Too slow", "high"),
    ],
    ("findings_without_initiative", ""): [
        ("2025-06-15", "finding:open", "Too slow", "high"),
        (None, "finding:audited", "Audited", None),
    ],
    ("recovery_slower_than_objective", ""): [(SHOP, "recovery time", 241, 240, "exercise:second")],
    ("recovery_slower_than_planned", ""): [
        ("continuity-plan:shop", "Plan", 241, 240, "exercise:second"),
    ],
    ("plans_review_overdue", ""): [
        ("2026-06-14", "continuity-plan:shop", "Plan", "overdue"),
        ("2026-06-15", "continuity-plan:data", "Data plan", "not approved"),
    ],
    ("copies_at_same_site", ""): [("data-store:db", "backup:near", "site:hall", 1)],
    ("stores_without_copy", ""): [("data-store:far", "Far")],
}


@pytest.fixture(scope="module")
def graph() -> Graph:
    return estate_of(ESTATE)


@pytest.mark.parametrize(("name", "given"), ANSWERS, ids=lambda value: value)
def test_what_is_asked(graph: Graph, name: str, given: str) -> None:
    assert answer(graph, name, given) == ANSWERS[name, given]


def test_a_store_stands_where_what_it_needs_stands() -> None:
    one, cellar = "site:one", "site:cellar"
    assert answer(estate_of(STANDS), "copies_at_same_site") == [
        ("data-store:both", "backup:below", one, 0),
        ("data-store:engine", "backup:below", one, 0),
        ("data-store:quorum", "backup:below", one, 0),
        ("data-store:rented", "backup:below", cellar, 0),
        ("data-store:together", "backup:below", one, 1),
        ("data-store:together", "backup:below-too", one, 1),
    ]


def test_procedures_that_lose_their_team() -> None:
    assert answer(estate_of(CREWS), "procedures_lost_with_their_team") == [
        ("recovery-procedure:server", "Server", "component:server", "team:here", "site:hall"),
        (
            "recovery-procedure:sign-in", "Sign-in", "component:sign-in", "team:locked-out",
            "component:sign-in",
        ),
        (
            "recovery-procedure:switch", "Switch", "component:switch", "team:remote",
            "vendor-product:line",
        ),
    ]  # fmt: skip


def test_a_decision_at_tg6_takes_offerings_from_the_list() -> None:
    graph = estate_of(ESTATE, decision(1, "shop", "TG6", True, "2026-06-15T10:00:00Z"))
    assert (BASIC, SHOP, "operate", "basic") in answer(graph, "offerings_listed_wrongly")
    assert {row[0] for row in answer(graph, "business_view")} == {PAY}


@pytest.mark.parametrize(
    "changed",
    [
        "sites: [{id: hall, depends_on: [{component: pipe, valid_from: 2026-05-01}]}]\n"
        "components: [{id: pipe}]",
        "components: [{id: web, depends_on: [component:pipe]}, {id: pipe, valid_from: 2026-05-01}]",
        "services: [{id: pay, has_release: [release:pay]}]\n"
        "releases: [{id: pay, released_on: 2026-05-01}]",
        "service_offerings: [{id: pay-gold}]\nservices: [{id: pay, has_offering:\n"
        "  [{service-offering: pay-gold, valid_from: 2026-05-01}]}]",
    ],
    ids=["relationship", "element", "release", "offering"],
)
def test_a_change_of_what_is_needed_only_in_the_end_is_a_change(changed: str) -> None:
    assert answer(estate_of(ESTATE, changed), "plans_exercised_before_change") == [
        ("continuity-plan:shop", "2025-06-15", SHOP, "2026-05-01")
    ]


def test_an_exercise_of_a_service_counts_for_its_plans() -> None:
    again = """
continuity_plans: [{id: shop, recovery_minutes: 600}]
exercises:
  - {id: third, held_on: 2026-06-01, exercised: [{service: shop, rta_minutes: 601}]}
  - {id: future, held_on: 2026-06-30, exercised: [service:shop]}
"""
    needs = "services: [{id: shop, depends_on: [{component: web, valid_from: 2026-05-01}]}]"
    graph = estate_of(ESTATE, again, needs)
    assert answer(graph, "plans_not_exercised", "months=11") == [
        (None, "continuity-plan:data", "Data plan")
    ]
    assert answer(graph, "plans_exercised_before_change") == []
    assert answer(graph, "recovery_slower_than_planned") == [
        ("continuity-plan:shop", "Plan", 601, 600, "exercise:third")
    ]


def test_a_need_that_came_in_after_the_exercise_is_a_change() -> None:
    needs = "services: [{id: shop, depends_on: [{component: web, valid_from: 2026-06-15}]}]"
    assert answer(estate_of(ESTATE, needs), "plans_exercised_before_change") == [
        ("continuity-plan:shop", "2025-06-15", SHOP, "2026-06-15")
    ]
