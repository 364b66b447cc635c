"""Planned changes against what may happen: before and after."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.cells import cell_len

from itspm_graph.errors import InvalidInput, UnknownReference
from itspm_graph.session import Session
from itspm_graph.terminal.mitigation import mitigation as shown
from tests.terminals import on_terminal

ROOT = Path(__file__).parent.parent
SHOP = """
format: itspm/v1
services:
  - {id: shop, tier: 1, rto_minutes: 60, mtpd_minutes: 90, rpo_minutes: 10,
     depends_on: [component:web, {data-store: orders, carries_state: true}]}
components: [{id: web, hosted_at: [site:a], start_minutes: 30}]
data_stores: [{id: orders, hosted_at: [site:a]}]
sites: [{id: a, restore_minutes: 120}, {id: b}]
scenarios: [{id: fire, name: Fire, hits: [{site: a, damage: destroyed}]}]
cost_items: [{id: now, amount: 100, currency: EUR, period: "2026", cost_of: [service:shop]}]
"""
SPARE = """
format: itspm/v1
components: [{id: spare, hosted_at: [site:b]}]
services:
  - id: shop
    depends_on:
      - {component: web, group: web, at_least: 1}
      - {component: spare, group: web, at_least: 1}
      - {data-store: orders, group: data, at_least: 1, carries_state: true}
      - {data-store: twin, group: data, at_least: 1, carries_state: true}
data_stores:
  - {id: orders, copied_to: [{data-store: twin, copy_kind: sync}]}
  - {id: twin, hosted_at: [site:b]}
cost_items: [{id: spare, amount: 50, currency: EUR, period: "2026", cost_of: [service:shop]}]
"""


@pytest.fixture
def shop(plain: Session) -> Session:
    plain.apply(SHOP)
    return plain


def test_a_spare_saves_the_service(shop: Session) -> None:
    found = shop.mitigate(SPARE)
    (fire,) = found.scenarios
    assert (fire.scenario, fire.name) == ("scenario:fire", "Fire")
    assert (fire.services_before, fire.services_after) == (1, 0)
    assert fire.saved == ["service:shop"]
    assert fire.hours_gained == 2.5
    assert (fire.late_before, fire.late_after) == (1, 0)
    assert (fire.beyond_mtpd_before, fire.beyond_mtpd_after) == (1, 0)
    assert (fire.data_late_before, fire.data_late_after) == (1, 0)
    assert fire.data_saved == ["data-store:orders", "service:shop"]
    assert (fire.data_lost, fire.open_ended) == ([], False)
    assert {(each.service, each.point) for each in found.points_removed} == {
        ("service:shop", "component:web"),
        ("service:shop", "data-store:orders"),
        ("service:shop", "site:a"),
    }
    assert (found.points_before, found.points_after, found.points_added) == (3, 0, [])
    (cost,) = found.costs
    assert (cost.currency, cost.period, cost.before, cost.after) == ("EUR", "2026", 100, 150)
    assert not found.worse
    assert found.revision == 1


def test_nothing_is_written(shop: Session) -> None:
    shop.mitigate(SPARE)
    assert shop.graph().revision == 1
    assert "component:spare" not in shop.graph()


def test_a_change_for_the_worse_is_told(shop: Session) -> None:
    worse = """
format: itspm/v1
components: [{id: cache, hosted_at: [site:b], restore_minutes: 600}]
services: [{id: shop, depends_on: [component:web, component:cache,
                                   {data-store: orders, carries_state: true}]}]
"""
    found = shop.mitigate(worse, fail=["site:b"])
    (site,) = found.scenarios
    assert (site.scenario, site.lost) == ("site:b", ["service:shop"])
    assert [each.point for each in found.points_added] == ["component:cache", "site:b"]
    assert found.worse


def test_less_of_the_data_lost_is_told_where_it_is_too_much_yet(shop: Session) -> None:
    backup = """
format: itspm/v1
data_stores:
  - {id: orders, copied_to: [
      {data-store: tape, copy_kind: backup, interval_minutes: 1440, duration_minutes: 60}]}
  - {id: tape, hosted_at: [site:b]}
"""
    (fire,) = shop.mitigate(backup).scenarios
    assert (fire.data_late_before, fire.data_late_after) == (1, 1)
    assert fire.data_saved == ["data-store:orders", "service:shop"]


def test_times_that_nobody_states_leave_the_gain_open(shop: Session) -> None:
    shop.apply(
        "format: itspm/v1\nvendors: [{id: v}]\nservices: [{id: shop, depends_on: [vendor:v]}]"
    )
    (gone,) = shop.mitigate(SPARE, fail=["vendor:v"]).scenarios
    assert gone.open_ended


def test_the_same_scenario_on_a_planned_state(shop: Session) -> None:
    now = shop.simulate(scenario="scenario:fire")
    later = shop.simulate(scenario="scenario:fire", plan=SPARE)
    assert "service:shop" in {item.ref for item in now.elements}
    assert "service:shop" not in {item.ref for item in later.elements}
    assert (now.planned_changes, later.planned_changes > 0) == (0, True)
    assert (now.revision, later.revision) == (1, 1)


def test_what_is_wrong_with_a_plan_is_told(shop: Session) -> None:
    with pytest.raises(InvalidInput) as wrong:
        shop.mitigate("format: itspm/v1\nservices: [{id: shop, depends_on: [component:nowhere]}]")
    assert wrong.value.problems[0].line == 2
    with pytest.raises(UnknownReference):
        shop.mitigate(SPARE, scenarios=["scenario:flood"])


@pytest.mark.slow
def test_the_plan_of_the_demo(capsys: pytest.CaptureFixture[str]) -> None:
    with Session.open("sqlite://") as session:
        session.import_files([ROOT / "seed" / "demo"])
        found = session.mitigate(ROOT / "seed" / "plans" / "warehouse-in-venlo.yaml")
    fire = next(each for each in found.scenarios if each.scenario == "scenario:antwerp-site-fire")
    assert "service:warehouse-management" in fire.saved
    assert fire.hours_gained > 1000
    assert not found.worse
    shown(found)
    out = capsys.readouterr().out
    assert "nothing is written" in out
    assert "cost on record, 2027: 0 → 84,000 EUR" in out
    assert "saves data of data-store:warehouse" in out
    lines = on_terminal(80, lambda: shown(found))
    assert max(map(cell_len, lines)) <= 80
    assert "no room" not in "".join(lines)
