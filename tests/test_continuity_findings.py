"""What continuity answers once got wrong, found by holding them against a second implementation."""

from __future__ import annotations

import pytest

from itspm_graph.errors import InvalidInput
from itspm_graph.session import Session
from tests.test_continuity import simulated, states, times

TEAM_FIRST = """
format: itspm/v1
teams: [{id: ops, people: 1}]
components:
 - {id: a, has_procedure: [{id: pa, restore_minutes: 60, performed_by: [team:ops]}]}
 - {id: b, has_procedure: [{id: pb, restore_minutes: 60, performed_by: [team:ops]}]}
"""


def test_people_count_wherever_their_team_stands_in_the_catalog(plain: Session) -> None:
    plan = simulated(plain, TEAM_FIRST, "component:a", "component:b").plan
    assert [(each.start_minute, each.finish_minute) for each in plan.steps] == [(0, 60), (60, 120)]
    assert [team.team for team in plan.teams] == ["team:ops"]


def test_pairs_are_tried_where_no_failure_harms_alone(plain: Session) -> None:
    plain.apply("""
format: itspm/v1
services: [{id: s, depends_on: [
  {site: a, group: g, at_least: 1}, {site: b, group: g, at_least: 1}]}]
sites: [{id: a}, {id: b}, {id: c}]
""")
    found = plain.stress(pairs=True)
    assert found.pairs_tried == 3
    (pair,) = found.pairs
    assert (pair.refs, pair.beyond_alone) == (["site:a", "site:b"], ["service:s"])


SITE = """
format: itspm/v1
services: [{id: shop, rto_minutes: 60, depends_on: [component:db]}]
components: [{id: db, restore_minutes: 240, hosted_at: site:dc/room}]
sites: [{id: dc, restore_minutes: 30}, {id: dc/room, part_of: site:dc}]
teams: [{id: ops, people: 2, hosted_at: site:dc}]
scenarios:
  - {id: away, hits: [{site: dc, damage: unavailable}]}
  - {id: burnt, hits: [{site: dc, damage: destroyed}]}
  - {id: rebuilt, hits: [{site: dc, damage: destroyed, restore_minutes: 500}]}
"""


@pytest.mark.parametrize(("scenario", "back"), [("away", 30), ("burnt", 240), ("rebuilt", 500)])
def test_what_stands_in_a_destroyed_site_has_to_be_restored_too(
    plain: Session, scenario: str, back: float
) -> None:
    found = simulated(plain, SITE, scenario=f"scenario:{scenario}")
    assert times(found)["shop"] == back
    assert states(found)["service:shop"].late is (back > 60)
    assert found.knowledge.hit_without_restore_time == 0


ZONE = """
format: itspm/v1
data_stores:
  - {id: db, in_zone: network-zone:office, copied_to: [
      {data-store: twin, copy_kind: async, lag_minutes: 5}]}
  - {id: twin}
network_zones: [{id: office}]
scenarios:
  - {id: ransom, hits: [{network-zone: office, damage: corrupted}]}
  - {id: off, hits: [{network-zone: office}]}
"""


@pytest.mark.parametrize(("scenario", "lost"), [("ransom", "all"), ("off", "some")])
def test_corruption_of_a_zone_is_that_of_the_stores_in_it(
    plain: Session, scenario: str, lost: str
) -> None:
    found = simulated(plain, ZONE, scenario=f"scenario:{scenario}")
    (loss,) = [item for item in found.data_loss if item.ref == "data-store:db"]
    assert loss.lost == lost


def test_what_gets_its_capacity_back_with_itself_is_no_deadlock(plain: Session) -> None:
    found = simulated(plain, """
format: itspm/v1
services: [{id: s, mbco: 0.5, depends_on: [component:db, component:x]}]
components:
 - {id: db, restore_minutes: 60}
 - {id: x, depends_on: [{service: s, strength: soft, weight: 0.85}]}
""", "component:db")  # fmt: skip
    assert times(found)["s"] == 60
    assert not found.blocked


def test_who_waits_for_capacity_alone_says_whose(plain: Session) -> None:
    found = simulated(plain, """
format: itspm/v1
services: [{id: s, mbco: 0.5, depends_on: [
  component:db, {component: x, strength: soft, weight: 0.85}]}]
components:
 - {id: db, restore_minutes: 60}
 - {id: x, depends_on: [component:db, {service: s, phase: start}]}
""", "component:db")  # fmt: skip
    assert times(found) == {"db": 60, "s": None, "x": None}
    told = {item.ref: [wait.refs for wait in item.waits_for] for item in found.blocked}
    assert told == {"component:x": [["service:s"]], "service:s": [["component:x"]]}


def test_who_is_held_up_by_two_deadlocks_is_part_of_none(plain: Session) -> None:
    """`e` joins all in one circle; but with `x` and `y` back it is up, and `c` only waits."""
    found = simulated(plain, """
format: itspm/v1
components:
  - {id: a, depends_on: [component:b]}
  - {id: b, depends_on: [component:a, component:e]}
  - {id: c, depends_on: [component:a]}
  - {id: x, depends_on: [component:y]}
  - {id: y, depends_on: [component:x]}
  - {id: e, depends_on: [
      {component: x, group: g, at_least: 2}, {component: y, group: g, at_least: 2},
      {component: c, group: g, at_least: 2}, {component: a, group: g, at_least: 2}]}
""", *(f"component:{slug}" for slug in "abcxye"))  # fmt: skip
    assert found.deadlocks == [["component:a", "component:b"], ["component:x", "component:y"]]


def test_of_several_back_at_once_what_others_need_comes_first(plain: Session) -> None:
    found = simulated(plain, """
format: itspm/v1
components:
  - {id: a-web, depends_on: [component:b-app]}
  - {id: b-app, depends_on: [component:c-db]}
  - {id: c-db, hosted_at: site:dc}
sites: [{id: dc}]
""", "site:dc")  # fmt: skip
    assert [each.ref.partition(":")[2] for each in found.order] == ["dc", "c-db", "b-app", "a-web"]


def test_objectives_of_groups_that_are_nodes_and_of_starts_alone(plain: Session) -> None:
    plain.apply("""
format: itspm/v1
services:
  - {id: s, rto_minutes: 60, requires: [requirement-group:g]}
  - {id: t, rto_minutes: 60, start_minutes: 100, depends_on: [component:c]}
  - {id: fine, rto_minutes: 600, requires: [requirement-group:h]}
requirement_groups:
  - {id: g, at_least: 2, member: [component:a, component:b]}
  - {id: h, at_least: 1, member: [component:a, component:b]}
components: [{id: a, rto_minutes: 480}, {id: b, rto_minutes: 300}, {id: c}]
""")
    found = plain.alignment()
    told = {item.ref: (item.provider_minutes, item.over_minutes) for item in found.misaligned}
    assert told == {"service:s": (480, 420), "service:t": (0, 40)}
    assert found.not_assessed == ["service:t"]


PEOPLE = """
format: itspm/v1
teams: [{id: dba}, {id: net}, {id: crowd}]
people:
  - {id: ann, member_of: [team:dba, team:net]}
components:
  - {id: a, has_procedure: [{id: pa, restore_minutes: 60, performed_by: [team:dba]}]}
  - {id: b, has_procedure: [{id: pb, restore_minutes: 60, skill: routers,
     performed_by: [team:net]}]}
  - {id: c, has_procedure: [{id: pc, restore_minutes: 60, performed_by: [team:crowd]}]}
scenarios: [{id: half, hits: [component:a, component:b, component:c,
  {team: crowd, damage: capacity, capacity: 0.5}]}]
"""


def test_what_is_taken_for_granted_of_people_is_told(plain: Session) -> None:
    found = simulated(plain, PEOPLE, scenario="scenario:half")
    told = {(item.reason, item.ref) for item in found.not_assessed}
    assert ("several-teams", "person:ann") in told
    assert ("no-skills", "team:net") in told
    assert ("no-head-count", "team:crowd") in told
    crowd = next(team for team in found.plan.teams if team.team == "team:crowd")
    assert (crowd.people, crowd.away) == (None, None)


def test_nobody_is_no_number_of_people(plain: Session) -> None:
    with pytest.raises(InvalidInput, match="people"):
        plain.apply(PEOPLE.replace("[team:crowd]", "[{team: crowd, people: 0}]"))
