"""Scenario reports through the verb: recovery, the plan, data, people and money."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from itspm_graph.continuity import simulation
from itspm_graph.errors import InvalidArgument
from itspm_graph.graph import Change, canonical
from itspm_graph.model.continuity import Damage
from itspm_graph.results.simulation import ElementState, Simulation
from itspm_graph.scenarios import Given, Strike
from itspm_graph.session import Session
from itspm_graph.terminal.simulation import simulation as shown
from itspm_graph.terminal.simulation import time
from tests.estates import Loaded, loaded_estates
from tests.terminals import on_terminal

CHAIN = """
format: itspm/v1
components:
  - {id: db, restore_minutes: 240}
  - {id: app, start_minutes: 60, depends_on: [component:db]}
  - {id: web, start_minutes: 30, rto_minutes: 240, depends_on: [component:app]}
"""


def simulated(session: Session, document: str, *fail: str, scenario: str = "") -> Simulation:
    session.apply("format: itspm/v1\n" + document.partition("itspm/v1\n")[2])
    return session.simulate(fail=fail, scenario=scenario or None)


def states(found: Simulation) -> dict[str, ElementState]:
    return {item.ref: item for item in found.elements}


def times(found: Simulation) -> dict[str, float | None]:
    return {item.ref.partition(":")[2]: item.recovery_minutes for item in found.elements}


# --- recovery (domain oracles) ------------------------------------------------------------------


def test_each_begins_when_the_one_below_is_back(plain: Session) -> None:
    found = simulated(plain, CHAIN, "component:db")
    assert times(found) == {"db": 240, "app": 300, "web": 330}
    web = states(found)["component:web"]
    assert (web.rto_minutes, web.gap_minutes, web.late) == (240, 90, True)
    assert web.waits_for == "component:app"
    order = [(each.ref, each.start_minute, each.finish_minute) for each in found.order]
    assert order == [
        ("component:db", 0, 240), ("component:app", 240, 300), ("component:web", 300, 330),
    ]  # fmt: skip
    assert (found.plan.end_minute, found.plan.lower_bound_minutes, found.plan.gap) == (330, 330, 0)


def test_a_hot_standby_leaves_nothing_to_recover(plain: Session) -> None:
    document = """
format: itspm/v1
components:
  - {id: a, restore_minutes: 240}
  - {id: b}
  - {id: app, depends_on: [{component: a, group: db, at_least: 1},
                           {component: b, group: db, at_least: 1}]}
"""
    assert times(simulated(plain, document, "component:a")) == {"a": 240}


def test_two_of_three(plain: Session) -> None:
    document = """
format: itspm/v1
components:
  - {id: a, restore_minutes: 10}
  - {id: b, restore_minutes: 50}
  - {id: c, restore_minutes: 90}
  - id: app
    depends_on: [{component: a, group: db, at_least: 2}, {component: b, group: db, at_least: 2},
                 {component: c, group: db, at_least: 2}]
"""
    found = simulated(plain, document, "component:a", "component:b", "component:c")
    assert times(found)["app"] == 50


def test_a_cold_start_that_waits_for_itself(plain: Session) -> None:
    document = """
format: itspm/v1
components:
  - {id: a, depends_on: [{component: b, phase: start}, component:site]}
  - {id: b, depends_on: [{component: a, phase: start}, component:site]}
  - {id: c, depends_on: [component:a]}
  - {id: site}
"""
    found = simulated(plain, document, "component:site")
    assert times(found) == {"site": 0, "a": None, "b": None, "c": None}
    assert found.deadlocks == [["component:a", "component:b"]]
    assert {each.ref: each.waits_for[0].refs for each in found.blocked} == {
        "component:a": ["component:b"],
        "component:b": ["component:a"],
        "component:c": ["component:a"],
    }
    assert [each.ref for each in found.order] == ["component:site"]


DECLARED = """
format: itspm/v1
services:
  - {id: a, rto_minutes: 60, rto_clock: declaration, depends_on: [component:x]}
  - {id: b, rto_minutes: 60, depends_on: [component:x]}
  - {id: c, has_bia: business-impact-analysis:c, depends_on: [component:x]}
components: [{id: x, restore_minutes: 50}]
business_impact_analyses: [{id: c, rto_minutes: 100, mtpd_minutes: 120, wrt_minutes: 60}]
scenarios: [{id: s, detection_minutes: 20, hits: [component:x]}]
"""


def test_the_clock_and_the_work_that_follows(plain: Session) -> None:
    found = states(simulated(plain, DECLARED, scenario="scenario:s"))
    assert {found[f"service:{s}"].recovery_minutes for s in "abc"} == {70}
    assert [found[f"service:{s}"].gap_minutes for s in "abc"] == [-10, 10, -30]
    assert [found[f"service:{s}"].late for s in "abc"] == [False, True, False]
    assert [found[f"service:{s}"].beyond_mtpd for s in "abc"] == [None, None, True]


def test_times_of_the_scenario_come_before_those_of_the_element(plain: Session) -> None:
    document = """
format: itspm/v1
components: [{id: x, restore_minutes: 50}, {id: y}]
scenarios:
  - {id: own, hits: [{component: x, damage: destroyed}]}
  - {id: other, hits: [{component: x, damage: destroyed, restore_minutes: 500}]}
  - {id: lasts, duration_minutes: 300, hits: [component:x, component:y]}
  - {id: burns, duration_minutes: 300, hits: [{component: y, damage: destroyed}]}
"""
    plain.apply(document)
    found = {s: times(plain.simulate(scenario=f"scenario:{s}")) for s in ("own", "other", "lasts")}
    assert found == {"own": {"x": 50}, "other": {"x": 500}, "lasts": {"x": 50, "y": 300}}
    burns = plain.simulate(scenario="scenario:burns")
    assert times(burns) == {"y": 0}
    assert [item.ref for item in burns.not_assessed if item.reason == "no-restore-minutes"] == [
        "component:y"
    ]
    assert burns.knowledge.hit_without_restore_time == 1


# --- who is hit ---------------------------------------------------------------------------------

VENDORS = """
format: itspm/v1
vendors:
  - {id: parent}
  - {id: child, subsidiary_of: vendor:parent}
  - {id: partner, subcontracts_to: [vendor:child]}
  - {id: other}
vendor_products:
  - {id: child-cloud, delivery: hosted, version: "3", supplied_by: vendor:child}
  - {id: partner-mail, delivery: hosted, supplied_by: vendor:partner}
components:
  - {id: new, uses_product: [{vendor-product: child-cloud, exposed: true}]}
  - {id: old, uses_product: [{vendor-product: child-cloud, version: "2"}]}
scenarios:
  - {id: group, hits: [{vendor: parent}]}
  - {id: alone, hits: [{vendor: parent, with_subsidiaries: false}]}
  - {id: chain, hits: [{vendor: parent, with_subcontracted: true}]}
  - {id: old, hits: [{vendor-product: child-cloud, version: "2"}]}
  - {id: odd, hits: [{vendor-product: child-cloud, version: "9"}]}
"""


@pytest.mark.parametrize(
    ("scenario", "hit", "down"),
    [
        ("group", ["vendor:child", "vendor:parent"], 4),
        ("alone", ["vendor:parent"], 1),
        ("chain", ["vendor:child", "vendor:parent", "vendor:partner"], 6),
        ("old", ["component:old"], 1),
    ],
)
def test_selectors(plain: Session, scenario: str, hit: list[str], down: int) -> None:
    plain.apply(VENDORS)
    found = plain.simulate(scenario=f"scenario:{scenario}")
    assert [each.ref for each in found.hits] == hit
    assert {each.status: each.count for each in found.statuses}["DOWN"] == down


def test_a_version_that_nobody_uses_is_an_error(plain: Session) -> None:
    plain.apply(VENDORS)
    with pytest.raises(InvalidArgument, match="versions in use: 2, 3"):
        plain.simulate(scenario="scenario:odd")


# --- the plan -----------------------------------------------------------------------------------

PEOPLE = """
format: itspm/v1
components:
  - {id: a, tier: 2, has_procedure: [recovery-procedure:a]}
  - {id: b, has_procedure: [recovery-procedure:b]}
services:
  - {id: first, tier: 1, rto_minutes: 60, depends_on: [component:b]}
  - {id: second, tier: 2, rto_minutes: 60, depends_on: [component:a]}
recovery_procedures:
  - {id: a, restore_minutes: 60, performed_by: [{team: ops, people: 2}]}
  - {id: b, restore_minutes: 60, performed_by: [{team: ops, people: 2}], skill: databases}
teams: [{id: ops, people: 3}]
people:
  - {id: ann, skills: [databases], member_of: [team:ops]}
  - {id: bob, skills: [databases, storage], member_of: [team:ops]}
scenarios:
  - {id: both, hits: [component:a, component:b]}
  - {id: ill, hits: [component:a, component:b, {team: ops, damage: capacity, capacity: 0.4}]}
  - {id: gone, hits: [component:b, {team: ops, restore_minutes: 600}]}
  - {id: lost, hits: [component:b, {team: ops, damage: destroyed}]}
""".replace("tier: 2, has_procedure", "has_procedure")


def test_people_are_counted_and_the_first_tier_comes_first(plain: Session) -> None:
    found = simulated(plain, PEOPLE, scenario="scenario:both")
    assert {ref: item.recovery_minutes for ref, item in states(found).items()} == {
        "component:a": 60, "component:b": 60, "service:first": 60, "service:second": 60,
    }  # fmt: skip
    assert {ref: item.planned_minutes for ref, item in states(found).items()} == {
        "component:a": 120, "component:b": 60, "service:first": 60, "service:second": 120,
    }  # fmt: skip
    plan = found.plan
    assert [(step.ref, step.start_minute) for step in plan.steps] == [
        ("component:b", 0), ("component:a", 60),
    ]  # fmt: skip
    assert plan.end_minute == 120
    assert plan.lower_bound_minutes == 80
    (ops, skilled) = plan.teams
    assert (ops.people, ops.most, ops.person_minutes) == (3, 2, 240)
    assert (skilled.skill, skilled.people, skilled.most) == ("databases", 2, 2)


def test_who_is_away_is_missing_in_the_plan(plain: Session) -> None:
    found = simulated(plain, PEOPLE, scenario="scenario:ill")
    assert found.plan.steps == []
    by_ref = {each.ref: (each.reason, each.detail) for each in found.plan.not_planned}
    assert by_ref["component:a"] == ("people", "needs 2 of team:ops, of whom 1 are there")
    assert by_ref["service:first"][0] == "waits"
    assert states(found)["service:first"].planned_minutes is None
    assert states(found)["service:first"].recovery_minutes == 60


def test_who_comes_back_begins_then(plain: Session) -> None:
    plain.apply(PEOPLE)
    back = plain.simulate(scenario="scenario:gone")
    assert [(step.ref, step.start_minute) for step in back.plan.steps][-1] == ("component:b", 600)
    assert back.plan.teams[0].back_minute == 600
    never = plain.simulate(scenario="scenario:lost")
    assert [each.ref for each in never.plan.not_planned] == ["component:b", "service:first"]


def test_one_that_must_be_alone_takes_the_team(plain: Session) -> None:
    document = """
format: itspm/v1
components:
  - {id: a, has_procedure: [recovery-procedure:a]}
  - {id: b, has_procedure: [recovery-procedure:b]}
recovery_procedures:
  - {id: a, restore_minutes: 60, parallel: false, performed_by: [team:ops]}
  - {id: b, restore_minutes: 60, performed_by: [team:ops]}
teams: [{id: ops}]
"""
    found = simulated(plain, document, "component:a", "component:b")
    assert found.plan.end_minute == 120
    assert [each.reason for each in found.not_assessed if each.ref == "team:ops"] == [
        "no-head-count"
    ]


@st.composite
def recoveries(draw: st.DrawFn) -> dict[str, Any]:
    """An estate whose parts take people to bring back; groups among it, never a cycle."""
    size = draw(st.integers(2, 7))
    minutes = st.integers(0, 5)
    nodes: list[dict[str, Any]] = [{"ref": "team:ops", "people": draw(st.integers(2, 4))}]
    edges: list[dict[str, Any]] = []
    for number in range(size):
        ref = f"component:c{number}"
        nodes.append({"ref": ref, "restore_minutes": draw(minutes), "start_minutes": draw(minutes)})
        if draw(st.booleans()):
            procedure = f"recovery-procedure:p{number}"
            said = {"restore_minutes": draw(minutes), "start_minutes": draw(minutes)}
            nodes.append({"ref": procedure, "parallel": draw(st.booleans()), **said})
            people = draw(st.integers(1, 2))
            edges += [
                {"type": "HAS_PROCEDURE", "from": ref, "to": procedure},
                {"type": "PERFORMED_BY", "from": procedure, "to": "team:ops", "people": people},
            ]
        below = draw(st.sets(st.integers(0, number - 1), max_size=3)) if number else set()
        needed = draw(st.integers(1, len(below))) if below else 0
        for other in below:
            grouped = {"group": "g", "at_least": needed} if len(below) > 1 else {}
            edges.append(
                {"type": "DEPENDS_ON", "from": ref, "to": f"component:c{other}", **grouped}
            )
    return {"format": "itspm/v1", "nodes": nodes, "edges": edges}


@given(st.data(), recoveries())
@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=60, deadline=None)
def test_a_plan_is_never_sooner_than_is_possible(
    data: st.DataObject, document: dict[str, Any]
) -> None:
    refs = [n["ref"] for n in document["nodes"] if n["ref"].startswith("component")]
    fail = data.draw(st.sets(st.sampled_from(refs), min_size=1))
    with Session.open("sqlite://") as session:
        session.apply(json.dumps(document))
        found = session.simulate(fail=sorted(fail))
        assert session.simulate(fail=sorted(fail)) == found
    for item in found.elements:
        assert item.planned_minutes is not None
        assert item.recovery_minutes is not None
        assert item.planned_minutes >= item.recovery_minutes
    finish = {each.ref: each.finish_minute for each in found.order}
    for edge in (e for e in document["edges"] if e["type"] == "DEPENDS_ON"):
        begun = [
            s.start_minute for s in found.plan.steps if (s.ref, s.work) == (edge["from"], "start")
        ]
        same = [e for e in document["edges"] if e["from"] == edge["from"] and "people" not in e]
        same = [e for e in same if e["type"] == "DEPENDS_ON"]
        back = sorted(finish.get(e["to"], 0) for e in same)
        needed = edge.get("at_least", len(same))
        assert all(start >= back[needed - 1] for start in begun)
    limit = next(n["people"] for n in document["nodes"] if n["ref"] == "team:ops")
    assert all(team.most <= limit for team in found.plan.teams)


@given(st.data(), loaded_estates())
def test_shared_loads_and_cycles_have_sound_plans(data: st.DataObject, drawn: Loaded) -> None:
    graph = drawn.graph()
    changes = []
    for number in range(drawn.size):
        stated: dict[str, Any] = {
            "name": f"n{number}",
            "start_minutes": data.draw(st.integers(0, 5)),
        }
        if (least := data.draw(st.sampled_from([None, 0.4, 0.9]))) is not None:
            stated["mbco"] = least
        before = canonical(graph.properties(number))
        changes.append(Change(graph.ref(number), before, canonical(stated)))
    graph = graph.apply(changes)
    hit = sorted(data.draw(st.sets(st.integers(0, drawn.size - 1), min_size=1)))
    left = [data.draw(st.sampled_from([0.0, 0.5])) for _ in hit]
    strikes = [
        Strike(p, Damage.CAPACITY if share else Damage.DESTROYED, share, 10.0)
        for p, share in zip(hit, left, strict=True)
    ]
    found = simulation(graph, Given(strikes=strikes), "conservative", date(2026, 11, 24))
    lost = {item.ref for item in found.elements if item.status not in ("UP", "DEGRADED")}
    back = {item.ref: item.recovery_minutes for item in found.elements if item.ref in lost}
    assert {each.ref for each in found.order} == {r for r, m in back.items() if m is not None}
    assert {each.ref for each in found.blocked} == {r for r, m in back.items() if m is None}
    for each in found.order:
        assert each.finish_minute == back[each.ref]
    assert found.plan.end_minute == found.plan.lower_bound_minutes


# --- data ---------------------------------------------------------------------------------------

DATA = """
format: itspm/v1
services:
  - {id: shop, rpo_minutes: 60, depends_on: [{data-store: orders, carries_state: true}]}
data_stores:
  - id: orders
    hosted_at: [site:a]
    copied_to: [{data-store: replica, copy_kind: async, lag_minutes: 5},
                {backup: near, interval_minutes: 60}, {backup: far, interval_minutes: 1440},
                {backup: vault, interval_minutes: 600, immutable: true}]
  - {id: replica, hosted_at: [site:b]}
backups: [{id: near, hosted_at: [site:a]}, {id: far, hosted_at: [site:b]},
          {id: vault, hosted_at: [site:b]}]
sites: [{id: a}, {id: b}]
scenarios:
  - {id: fire, hits: [{site: a, damage: destroyed}]}
  - {id: two, hits: [{site: a, damage: destroyed}, data-store:replica]}
  - {id: crypto, dwell_minutes: 100, hits: [{data-store: orders, damage: corrupted}]}
  - {id: all, hits: [{site: a, damage: destroyed}, {site: b, damage: destroyed}]}
"""


@pytest.mark.parametrize(
    ("scenario", "minutes", "copy", "lost", "gap", "late"),
    [
        ("fire", 5, "data-store:replica", "some", -55, False),
        ("two", 600, "backup:vault", "some", 540, True),
        ("crypto", 700, "backup:vault", "some", 640, True),
        ("all", None, None, "all", None, True),
    ],
)
def test_data_is_lost_by_what_survives(
    plain: Session,
    scenario: str,
    minutes: float | None,
    copy: str | None,
    lost: str,
    gap: float | None,
    late: bool,
) -> None:
    found = simulated(plain, DATA, scenario=f"scenario:{scenario}")
    shop = next(each for each in found.data_loss if each.ref == "service:shop")
    assert (shop.recovery_point_minutes, shop.copy_ref, shop.lost) == (minutes, copy, lost)
    assert (shop.gap_minutes, shop.late, shop.store) == (gap, late, "data-store:orders")
    assert not shop.intact


def test_who_can_wait_loses_nothing(plain: Session) -> None:
    found = simulated(plain, DATA, "site:a")
    shop = next(each for each in found.data_loss if each.ref == "service:shop")
    assert (shop.recovery_point_minutes, shop.intact) == (5, True)


def test_what_lives_on_corrupted_disks_is_corrupted(plain: Session) -> None:
    document = """
format: itspm/v1
components: [{id: array}]
data_stores:
  - {id: db, depends_on: [{component: array, carries_state: true}],
     copied_to: [{data-store: twin, copy_kind: sync}]}
  - {id: twin}
scenarios:
  - {id: bad, hits: [{component: array, damage: corrupted}]}
  - {id: off, hits: [component:array]}
"""
    plain.apply(document)
    bad = {each.ref: each.lost for each in plain.simulate(scenario="scenario:bad").data_loss}
    assert bad == {"data-store:db": "all", "data-store:twin": "all"}
    assert plain.simulate(scenario="scenario:off").data_loss == []


def test_state_without_a_store_is_told(plain: Session) -> None:
    document = """
format: itspm/v1
services: [{id: desk, depends_on: [{component: files, carries_state: true}]}]
components: [{id: files}]
"""
    found = simulated(plain, document, "component:files")
    assert [(i.ref, i.on) for i in found.not_assessed if i.reason == "no-store"] == [
        ("service:desk", ["component:files"])
    ]


# --- money and people hit -----------------------------------------------------------------------

MONEY = """
format: itspm/v1
services:
  - {id: shop, revenue_per_hour: 600, currency: EUR, depends_on: [component:x],
     has_offering: [service-offering:shop], covered_by_plan: [continuity-plan:shop]}
  - {id: blog, depends_on: [component:x]}
service_offerings: [{id: shop}]
components: [{id: x, restore_minutes: 90}]
customers: [{id: ann, subscribes_to: [service-offering:shop]}]
continuity_plans: [{id: shop}]
exercises: [{id: old, held_on: 2020-01-01, exercised: [continuity-plan:shop]}]
service_level_targets: [{id: quick, measure: resolution time, target: 1, unit: hours}]
contracts:
  - {id: ann, kind: sla, status: signed, annual_cost: 10000, currency: EUR, penalty_share: 0.1,
     covers: [service-offering:shop], sets_target: [service-level-target:quick]}
  - {id: draft, kind: sla, status: draft, covers: [service:shop]}
"""


def test_whom_it_hits_and_what_it_costs(plain: Session) -> None:
    found = simulated(plain, MONEY, "component:x")
    (ann,) = found.customers_hit
    assert (ann.ref, ann.services, ann.until_minute) == ("customer:ann", ["service:shop"], 90)
    (contract,) = found.contracts
    assert (contract.ref, contract.broken, contract.penalty) == ("contract:ann", True, 1000)
    (money,) = found.money
    assert (money.revenue_per_hour, money.revenue, money.penalties) == (600, 900, 1000)
    cover = {each.service: each.problem for each in found.cover}
    assert cover == {"service:shop": "too-long-ago", "service:blog": "no-plan"}
    assert [i.ref for i in found.not_assessed if i.reason == "no-revenue"] == ["service:blog"]
    assert found.knowledge.concerned == 5
    assert found.knowledge.verified == 0


# --- the demo -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def demo() -> Any:
    with Session.open("sqlite://") as session:
        session.import_files([Path(__file__).parent.parent / "seed" / "demo"])
        yield session


def test_the_crisis_board_reads_it_in_the_terminal(
    demo: Session, capsys: pytest.CaptureFixture[str]
) -> None:
    shown(demo.simulate(scenario="scenario:antwerp-site-fire"))
    out = capsys.readouterr().out
    told = [
        "Fire in the Antwerp data centre",
        "INTOLERABLE: ",
        "everything that comes back is back after",
        "site:antwerp-dc  Antwerp data centre  destroyed",
        "business-activity:inform-customers",
        "service:edi-exchange",
        "… and 3",
        "deadlock: service:customer-master ⇄ service:quotation wait for each other",
        "customer:baltika-timber",
        "contracts broken",
        "money: ",
        "nobody named",
        "no plan before",
        "all: no copy survives",
        "never exercised:",
        "not assessed: ",
        "relationships, ",
        "needs site:antwerp-dc",
        "what ends in “more” is listed with --full",
    ]
    places = [out.find(text) for text in told]
    assert places == sorted(places)
    assert places[0] == 0


@pytest.mark.slow
@pytest.mark.parametrize("columns", [60, 80, 120])
@pytest.mark.parametrize("full", [False, True])
def test_it_fits_the_terminal(demo: Session, columns: int, full: bool) -> None:
    found = demo.simulate(scenario="scenario:antwerp-site-fire")
    lines = on_terminal(columns, lambda: shown(found, full=full))
    assert max(map(cell_len, lines)) <= columns
    verdict = next(n for n, line in enumerate(lines) if line.startswith("INTOLERABLE: "))
    assert verdict < lines.index(next(line for line in lines if line.startswith("hit ")))
    bars = [line for line in lines if "█" in line]
    assert len(bars) == (len(found.plan.steps) if full else 15)
    (axis,) = [
        line for line in lines if line.endswith(time(found.plan.end_minute)) and " 0 " in line
    ]
    first, last = axis.index(" 0 ") + 1, len(axis)
    assert last - first >= 10
    for bar, step in zip(bars, found.plan.steps, strict=False):
        assert first <= bar.index("█") < bar.rindex("█") + 1 <= last
        assert bar.count("█") == bar.rindex("█") - bar.index("█") + 1
        if step.start_minute > found.plan.end_minute * 0.9:
            assert bar.index("█") >= first + (last - first) * 0.8


def test_a_plan_that_begins_late_fills_its_time_line(demo: Session) -> None:
    lines = on_terminal(80, lambda: shown(demo.simulate(scenario="scenario:flu-in-november")))
    head = next(n for n, line in enumerate(lines) if re.match(" +from +takes +step", line))
    assert lines[head].split()[-6:] == ["14", "d", "14.3", "d", "14.6", "d"]
    bars = [line.index("█") for line in lines[head + 1 :] if "█" in line]
    assert bars == sorted(bars)
    assert len(set(bars)) > 2
    assert any(" compute-storage" in line for line in lines)


def test_all_of_it_is_listed_in_full(demo: Session, capsys: pytest.CaptureFixture[str]) -> None:
    found = demo.simulate(scenario="scenario:antwerp-site-fire", fail=["vendor:claviger"])
    shown(found)
    assert "--full lists all" in capsys.readouterr().out
    shown(found, full=True)
    out = capsys.readouterr().out
    assert " more" not in out
    refs = {item.ref for item in found.elements} | {step.ref for step in found.plan.steps}
    refs |= {row.ref for row in found.contracts if row.broken is not False}
    refs |= {item.ref for item in found.not_assessed} | {row.ref for row in found.data_loss}
    assert [ref for ref in sorted(refs) if ref not in out] == []
    table = out.partition("lost or weakened")[2].partition("\n\n")[0].splitlines()[1:]
    assert len(table) == sum(
        item.type in ("Service", "BusinessActivity") for item in found.elements
    )
    ranks = [("intolerable" not in row, "late by" not in row) for row in table]
    assert ranks == sorted(ranks)
    # a table for people is aligned where nothing is cut, too
    starts = {row.index("  DOWN  ") for row in table if "  DOWN  " in row}
    assert len(starts) == 1


@pytest.mark.slow
def test_every_scenario_of_the_demo_is_sound(demo: Session) -> None:
    graph = demo.graph()
    for position in graph.positions("Scenario"):
        found = demo.simulate(scenario=graph.ref(position))
        lost = {item.ref for item in found.elements if item.status not in ("UP", "DEGRADED")}
        back = {item.ref for item in found.elements if item.recovery_minutes is not None}
        assert {each.ref for each in found.order} == lost & back
        assert {each.ref for each in found.blocked} == lost - back
        assert found.plan.end_minute >= found.plan.lower_bound_minutes
