"""What the business can say to a scenario: by the plan, and honest about what nobody states."""

from __future__ import annotations

import pytest

from itspm_graph.session import Session
from tests.test_continuity import simulated, states

AWAY = """
format: itspm/v1
services: [{id: a, rto_minutes: 60, mtpd_minutes: 120, depends_on: [component:x]}]
components: [{id: x, has_procedure: [recovery-procedure:rx]}]
recovery_procedures:
  - {id: rx, restore_minutes: 30, start_minutes: 10, performed_by: [{team: ops, people: 2}]}
teams: [{id: ops, people: 4}]
scenarios:
  - {id: machine, hits: [{component: x, damage: destroyed}]}
  - {id: both, duration_minutes: 1000, hits: [{component: x, damage: destroyed}, {team: ops}]}
  - {id: endless, hits: [{component: x, damage: destroyed}, {team: ops}]}
"""


@pytest.mark.parametrize(
    ("scenario", "planned", "late", "intolerable", "verdict"),
    [
        ("machine", 40, False, False, "BEARABLE"),
        ("both", 1040, True, True, "INTOLERABLE"),
        ("endless", None, True, True, "INTOLERABLE"),
    ],
)
def test_the_verdict_is_by_the_plan(
    plain: Session,
    scenario: str,
    planned: float | None,
    late: bool,
    intolerable: bool,
    verdict: str,
) -> None:
    found = simulated(plain, AWAY, scenario=f"scenario:{scenario}")
    service = states(found)["service:a"]
    assert (service.recovery_minutes, service.gap_minutes) == (40, -20)
    assert service.planned_minutes == planned
    assert service.planned_gap_minutes == (None if planned is None else planned - 60)
    assert (service.late, service.beyond_mtpd) == (late, intolerable)
    assert found.verdict == verdict
    assert found.plan.lower_bound_minutes == (planned or 0)


SILENT = """
format: itspm/v1
services:
  - {id: on-both, rto_minutes: 60, depends_on: [component:said, component:silent]}
  - {id: on-said, rto_minutes: 60, depends_on: [component:said]}
  - {id: spared, rto_minutes: 60, depends_on: [
      component:said, component:cluster]}
  - {id: late-anyway, rto_minutes: 10, depends_on: [component:said, component:silent]}
  - {id: aimless, depends_on: [component:said]}
components:
  - {id: said, restore_minutes: 30}
  - {id: silent}
  - {id: standby}
  - {id: cluster, depends_on: [
      {component: silent, group: pair, at_least: 1},
      {component: standby, group: pair, at_least: 1}]}
"""


def test_times_are_open_ended_where_something_silent_is_hit_beneath(plain: Session) -> None:
    found = simulated(plain, SILENT, "component:said", "component:silent")
    told = {ref.partition(":")[2]: each for ref, each in states(found).items()}
    assert {name for name, each in told.items() if each.open_ended} == {
        "silent", "on-both", "late-anyway",
    }  # fmt: skip
    assert {name: each.late for name, each in told.items() if each.type == "Service"} == {
        "on-both": None, "on-said": False, "spared": False, "late-anyway": True, "aimless": None,
    }  # fmt: skip
    assert found.verdict == "LATE"


@pytest.mark.parametrize(
    ("failing", "verdict"), [("said", "LATE"), ("silent", "UNKNOWN"), ("standby", "BEARABLE")]
)
def test_what_may_be_late_is_not_called_bearable(
    plain: Session, failing: str, verdict: str
) -> None:
    document = SILENT.replace("rto_minutes: 10", "rto_minutes: 20")
    assert simulated(plain, document, f"component:{failing}").verdict == verdict


CONTRACTS = """
format: itspm/v1
services:
  - {id: shop, revenue_per_hour: 600, currency: EUR, depends_on: [component:web]}
  - {id: dark, depends_on: [component:web]}
  - {id: slow, revenue_per_hour: 60, currency: EUR, depends_on: [
      {component: web, strength: soft, weight: 0.5}]}
components: [{id: web, restore_minutes: 600}]
service_level_targets:
  - {id: three-nines, measure: availability, target: 99.9, unit: percent}
  - {id: two-nines, measure: availability, target: 0.99}
  - {id: in-a-day, measure: resolution time, target: 1, unit: days}
contracts:
  - {id: strict, kind: sla, status: signed, covers: [service:shop],
     sets_target: [service-level-target:three-nines]}
  - {id: mild, kind: sla, status: signed, covers: [service:shop],
     sets_target: [service-level-target:two-nines]}
  - {id: quick, kind: sla, status: signed, covers: [service:shop],
     sets_target: [service-level-target:in-a-day]}
"""


def test_a_promised_availability_is_broken_when_a_year_has_not_enough_minutes(
    plain: Session,
) -> None:
    """0.1 % of a year are 526 minutes, 1 % are 5,256: those 600 break the first for sure."""
    found = simulated(plain, CONTRACTS, "component:web")
    broken = {item.ref.partition(":")[2]: item.broken for item in found.contracts}
    assert broken == {"strict": True, "mild": None, "quick": False}


def test_what_nobody_says_of_money_is_told(plain: Session) -> None:
    found = simulated(plain, CONTRACTS, "component:web")
    (money,) = found.money
    assert (money.revenue_per_hour, money.revenue) == (600, 6_000)
    assert money.revenue_is_least
    assert money.penalties is None
    silent = {(item.reason, item.ref) for item in found.not_assessed}
    assert {
        ("no-revenue", "service:dark"),
        ("weakened-revenue", "service:slow"),
        ("no-penalty", "contract:strict"),
        ("no-penalty", "contract:mild"),
    } <= silent
    assert ("no-penalty", "contract:quick") not in silent


def test_all_that_is_lost_is_counted_where_everything_is_said(plain: Session) -> None:
    document = CONTRACTS.replace("{id: dark,", "{id: dark, revenue_per_hour: 6, currency: EUR,")
    document = document.replace("{component: web, strength: soft, weight: 0.5}", "component:web")
    (money,) = simulated(plain, document, "component:web").money
    assert (money.revenue, money.revenue_is_least) == (6_660, False)


RELATIONSHIPS = """
format: itspm/v1
services:
  - {id: shop, depends_on: [
      {component: a, confidence: 0.95, last_verified_on: 2026-09-01},
      {component: b, confidence: 0.4},
      {component: c, source: inferred},
      {component: d}]}
components: [{id: a, hosted_at: site:s}, {id: b, hosted_at: site:s},
  {id: c, hosted_at: site:s}, {id: d}]
sites: [{id: s}]
"""


def test_how_sure_the_relationships_are_on_which_it_rests(plain: Session) -> None:
    known = simulated(plain, RELATIONSHIPS, "site:s").knowledge
    assert (known.relationships, known.relationships_verified) == (6, 1)
    assert (known.relationships_doubtful, known.least_confidence) == (2, 0.4)
