"""`retire`: who breaks, who is weakened, who is touched, and where everybody goes."""

from __future__ import annotations

from datetime import date

import pytest

from itspm_graph.catalogue import criteria
from itspm_graph.content import content
from itspm_graph.graph import Graph
from itspm_graph.records import Ref
from itspm_graph.results.retiring import RetirementFound
from itspm_graph.retirement import retirement
from itspm_graph.retirement.signals import JUDGED, TOLD
from itspm_graph.session import Session
from tests.queries.estates import TODAY, estate_of

END = date(2026, 12, 31)

SHOP = """
services:
  - {id: shop, name: Shop, lifecycle: operate, depends_on: [service:pay], revenue_per_hour: 900,
     currency: EUR, has_offering: [service-offering:shop]}
  - {id: pay, name: Payments, lifecycle: operate,
     depends_on: [{component: db-1, group: engines, at_least: 1},
                  {component: db-2, group: engines, at_least: 1}]}
  - {id: mail, name: Mail, lifecycle: operate, depends_on: [{service: pay, strength: soft}]}
  - {id: press, name: Press, lifecycle: operate, consumes: [service:shop]}
service_offerings: [{id: shop}]
customers: [{id: acme, name: Acme, subscribes_to: [service-offering:shop]}]
contracts: [{id: acme, kind: sla, status: signed, covers: [service-offering:shop]}]
components:
  - {id: db-1, name: First engine}
  - {id: db-2, name: Second engine}
"""


def retired(graph: Graph, *refs: str, on: date | None = END) -> RetirementFound:
    proposed = [graph.position(Ref.parse(ref)) for ref in refs]
    return retirement(graph, proposed, on, TODAY, 90, 30, "conservative", lambda _: graph)


def tiers(found: RetirementFound) -> tuple[list[str], list[str], list[str]]:
    return (
        [item.ref for item in found.broken],
        sorted({item.ref for item in found.weakened}),
        [item.ref for item in found.touched],
    )


def test_a_service_that_others_need() -> None:
    found = retired(estate_of(SHOP), "service:pay")
    assert tiers(found) == (
        ["service:shop", "service-offering:shop", "customer:acme"],
        [],
        ["service:mail", "service:press"],
    )
    assert found.verdict == "NOT_READY"
    assert [item.path for item in found.broken][-1] == [
        "customer:acme",
        "service-offering:shop",
        "service:shop",
        "service:pay",
    ]
    reasons = {item.ref: (item.reason, item.path) for item in found.touched}
    assert reasons == {
        "service:mail": ("needs it only softly", ["service:mail", "service:pay"]),
        "service:press": (
            "shares its cost",
            ["service:press", "service:shop", "service:pay"],
        ),
    }
    behind = found.behind
    assert (behind.services, behind.customers, behind.contracts, behind.revenue_per_hour) == (
        1,
        ["customer:acme"],
        ["contract:acme"],
        {"EUR": 900.0},
    )


def test_a_redundancy_member_breaks_nothing_and_leaves_one() -> None:
    found = retired(estate_of(SHOP), "component:db-1")
    assert found.verdict == "READY_WITH_WARNINGS"
    assert not found.broken
    assert {(item.ref, item.kind) for item in found.weakened} == {
        ("service:pay", "margin"),
        *(
            (ref, "single-point")
            for ref in ("service:pay", "service:shop", "service-offering:shop", "customer:acme")
        ),
    }
    margin = next(item for item in found.weakened if item.kind == "margin")
    assert (margin.group, margin.margin_before, margin.margin_after) == ("engines", 1, 0)
    points = [item.single_points for item in found.weakened if item.kind == "single-point"]
    assert points == [["component:db-2"]] * 4
    assert margin.path == ["service:pay", "component:db-1"]


def test_what_retires_together_is_nobodys_consumer() -> None:
    graph = estate_of(SHOP)
    found = retired(graph, "service:pay", "service:shop")
    assert tiers(found) == (["customer:acme"], [], ["service:mail", "service:press"])
    assert [item.ref for item in found.retired] == [
        "service:pay",
        "service:shop",
        "service-offering:shop",
    ]
    assert [item.ref for item in found.consumers] == [
        "customer:acme",
        "service:mail",
        "service:press",
    ]
    assert retired(graph, "service:shop", "service:pay").broken == found.broken


@pytest.mark.parametrize(
    ("transition", "broken", "blocker"),
    [
        ("status: migrated, completed_on: 2026-05-01, migrates_to: [service:fresh]", False, None),
        ("status: planned, planned_on: 2026-12-31, migrates_to: [service:fresh]", False, None),
        (
            "status: planned, planned_on: 2027-01-01, migrates_to: [service:fresh]",
            True,
            "leaves on 2027-01-01, after the end",
        ),
        ("status: planned, migrates_to: [service:fresh]", True, "no day is planned"),
        ("status: terminated", False, "no consent on record"),
        ("status: terminated, consent: Letter", False, None),
        ("status: migrated, completed_on: 2026-05-01", False, "nobody has said where it goes"),
        (
            "status: migrated, completed_on: 2026-05-01, migrates_to: [service:false-friend]",
            False,
            "service:false-friend rests on service:pay itself",
        ),
        (
            "status: migrated, completed_on: 2026-05-01, migrates_to: [service:idea]",
            False,
            "service:idea is not in operation (design)",
        ),
    ],
)
def test_ways_out(transition: str, broken: bool, blocker: str | None) -> None:
    graph = estate_of(
        SHOP,
        f"""
services:
  - {{id: fresh, name: Fresh, lifecycle: operate}}
  - {{id: idea, name: Idea, lifecycle: design}}
  - {{id: false-friend, name: False friend, lifecycle: operate, depends_on: [component:core]}}
components: [{{id: core, depends_on: [service:pay]}}]
customer_transitions:
  - {{id: shop, {transition}, migrates: [service:shop], migrates_from: [service:pay]}}
""",
    )
    found = retired(graph, "service:pay")
    assert ("service:shop" in [item.ref for item in found.broken]) is broken
    leaving = next(item for item in found.consumers if item.ref == "service:shop")
    assert leaving.blocker == blocker
    assert leaving.transition == "customer-transition:shop"


def test_who_was_seen_and_never_declared() -> None:
    graph = estate_of(
        SHOP,
        """
consumption_records:
  - {id: known, period_to: 2026-06-01, consumed_in: [service:pay], consumed_from: [service:shop]}
  - {id: stranger, last_seen_on: 2026-06-10, volume: 3, caller: cron, consumed_in: [service:pay]}
  - {id: yard, last_seen_on: 2026-06-11, consumed_in: [service:pay], consumed_from: [service:press]}
  - {id: long-ago, last_seen_on: 2026-01-11, caller: old, consumed_in: [service:pay]}
""",
    )
    found = retired(graph, "service:pay")
    assert [(item.ref, item.name, item.last_seen_on) for item in found.undeclared] == [
        (None, "cron", date(2026, 6, 10)),
        ("service:press", "Press", date(2026, 6, 11)),
    ]
    assert [item.reason for item in found.not_known] == []
    unobserved = retired(estate_of(SHOP), "service:pay")
    assert [item.ref for item in unobserved.not_known] == ["service:pay"]


PROMISED = """
services:
  - {id: pay, name: Payments, lifecycle: operate, rto_minutes: 60,
     sets_target: [service-level-target:up],
     depends_on: [{component: db-1, group: engines, at_least: 1},
                  {component: db-2, group: engines, at_least: 1},
                  {component: keys, phase: start}]}
service_level_targets: [{id: up, measure: availability, target: 99.9, unit: percent}]
components:
  - {id: db-1, unavailability: 0.01, restore_minutes: 5}
  - {id: db-2, unavailability: 0.01, restore_minutes: 240}
  - {id: keys}
"""


def test_promise_and_recovery_of_what_stays() -> None:
    found = {item.kind: item for item in retired(estate_of(PROMISED), "component:db-1").weakened}
    assert set(found) == {"margin", "single-point", "availability", "recovery"}
    promise, recovery = found["availability"], found["recovery"]
    assert promise.promised == pytest.approx(0.999)
    assert promise.availability_before == pytest.approx(0.9999)
    assert promise.availability_after == pytest.approx(0.99)
    assert (recovery.recovery_minutes, recovery.rto_minutes) == (240, 60)
    # The slower one goes: the other is back within the objective, and promises less all the same.
    kinds = {item.kind for item in retired(estate_of(PROMISED), "component:db-2").weakened}
    assert kinds == {"margin", "single-point", "availability"}


def test_what_is_needed_to_start_again() -> None:
    (item,) = retired(estate_of(PROMISED), "component:keys").weakened
    assert (item.ref, item.kind, item.lost) == ("service:pay", "recovery", ["component:keys"])
    assert item.recovery_minutes is None


def test_nothing_depends_on_it() -> None:
    found = retired(estate_of("components: [{id: alone}]"), "component:alone", on=None)
    assert (found.verdict, found.on) == ("READY", TODAY)
    assert tiers(found) == ([], [], [])


TELLING = {
    "service:edi-classic": "NOT_READY",
    "service:fax-gateway": "READY",
    "component:broker-antwerp": "READY_WITH_WARNINGS",
}
"""Cases of the demo."""


def test_the_demo_on_every_store(store_url: str) -> None:
    with Session.open(store_url) as session, Session.open("sqlite://") as plain:
        for each in (session, plain):
            each.import_files([content("seed") / "demo"], author="test", reason="test")
        for ref, verdict in TELLING.items():
            found = session.retire([ref], on="2027-03-31")
            assert found.verdict == verdict, ref
            assert found == plain.retire([ref], on="2027-03-31")


def test_the_page_says_what_the_verb_says() -> None:
    with Session.open("sqlite://") as session:
        session.import_files([content("seed") / "demo"], author="test", reason="test")
        found = session.retire(["service:edi-classic"])
        page = session.retire_report(["service:edi-classic"]).html
    for item in (*found.broken[:5], *found.weakened, *found.consumers):
        assert item.ref in page
    for signal in found.signals:
        assert signal.aspect in page
    assert "svc_tideport, 10.42.7.19" in page
    assert "review roadmap" in page
    assert "<script" not in page


def test_every_criterion_of_the_gate_has_a_light() -> None:
    lights = [name for names in (*TOLD.values(), *JUDGED.values()) for name in names]
    assert sorted(lights) == sorted(query.name for query in criteria("TG6"))
