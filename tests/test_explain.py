"""Why, and why not, through the verb and in the terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from itspm_graph.errors import InvalidArgument, UnknownReference
from itspm_graph.results.disruption import Explanation
from itspm_graph.session import Session
from itspm_graph.terminal.disruption import explanation as shown

SHOP = """
format: itspm/v1
services:
  - id: shop
    mbco: 0.9
    depends_on:
      - {component: db-1, group: database, at_least: 1}
      - {component: db-2, group: database, at_least: 1}
      - {service: search, strength: soft, weight: 0.4}
      - {service: advice, strength: soft}
  - {id: search, depends_on: [component:index]}
  - {id: advice, depends_on: [component:index]}
components:
  - {id: db-1, hosted_at: site:hall}
  - {id: db-2, hosted_at: site:hall}
  - {id: index}
  - {id: spare}
sites: [{id: hall}]
"""


@pytest.fixture
def shop(plain: Session) -> Session:
    plain.apply(SHOP)
    return plain


def text(found: Explanation, capsys: pytest.CaptureFixture[str]) -> list[str]:
    shown(found)
    return capsys.readouterr().out.splitlines()


def test_why_it_goes_down(shop: Session, capsys: pytest.CaptureFixture[str]) -> None:
    found = shop.explain("service:shop", ["site:hall"])
    assert (found.status, found.capacity, found.connected) == ("DOWN", 0, True)
    assert [(s.ref, s.status, s.hops, s.hit, s.leads_to) for s in found.steps] == [
        ("service:shop", "DOWN", 2, False, ["component:db-1", "component:db-2"]),
        ("component:db-1", "DOWN", 1, False, ["site:hall"]),
        ("site:hall", "DOWN", 0, True, []),
        ("component:db-2", "DOWN", 1, False, ["site:hall"]),
    ]
    assert found.steps[0].requirements[0].model_dump() == {
        "group": "database", "members": 2, "needed": 1, "up": 0, "margin": -1,
        "lost": ["component:db-1", "component:db-2"], "weakened": [], "circular": [],
        "holding": [], "capacity": 0, "weight": None,
    }  # fmt: skip
    assert text(found, capsys) == [
        "service:shop if site:hall fails: DOWN",
        "service:shop  shop  DOWN",
        "  needs at least 1 of 2 in group database: 0 up; lost component:db-1, component:db-2",
        "  component:db-1  db-1  DOWN",
        "    needs site:hall",
        "    site:hall  hall  failed",
        "  component:db-2  db-2  DOWN",
        "    needs site:hall",
        "    site:hall (see above)",
        "cycles: conservative; revision 1",
    ]


def test_why_it_stays_up(shop: Session, capsys: pytest.CaptureFixture[str]) -> None:
    found = shop.explain("service:shop", ["component:db-1"])
    assert (found.status, found.capacity, found.connected) == ("UP", 1, True)
    (held,) = found.steps[0].requirements
    assert (held.up, held.needed, held.margin) == (1, 1, 0)
    assert (held.lost, held.holding) == (["component:db-1"], ["component:db-2"])
    assert text(found, capsys)[2] == (
        "  needs at least 1 of 2 in group database: 1 up; margin 0; held by component:db-2; "
        "lost component:db-1"
    )


def test_why_it_is_weakened(shop: Session, capsys: pytest.CaptureFixture[str]) -> None:
    found = shop.explain("service:shop", ["component:index"])
    assert (found.status, found.capacity) == ("BELOW_MBCO", 0.6)
    assert [step.ref for step in found.steps] == [
        "service:shop", "service:search", "component:index",
    ]  # fmt: skip
    (binding,) = found.steps[0].requirements
    assert (binding.group, binding.capacity, binding.weight) == (None, 0.6, 0.4)
    assert [(item.reason, item.on) for item in found.not_assessed] == [
        ("no-weight", ["service:advice"])
    ]
    assert text(found, capsys)[1:3] == [
        "service:shop  shop  BELOW_MBCO, 60 % left",
        "  needs service:search softly, weight 0.4: leaves 60 %",
    ]


def test_what_was_hit_itself_and_what_is_not_connected(
    shop: Session, capsys: pytest.CaptureFixture[str]
) -> None:
    found = shop.explain("component:db-1", [], capacity=["component:db-1=0.5"])
    assert (found.status, found.capacity, found.failed) == ("DEGRADED", 0.5, [])
    assert text(found, capsys)[:2] == [
        "component:db-1 if component:db-1 (50 % of capacity left) is hit: DEGRADED",
        "component:db-1  db-1  DEGRADED, 50 % left, hit itself",
    ]
    apart = shop.explain("service:shop", ["component:spare"])
    assert (apart.status, apart.connected, len(apart.steps)) == ("UP", False, 1)
    assert text(apart, capsys)[1] == "nothing that is hit carries failure to it at run time"


def test_what_was_hit_in_part_and_falls_anyway(
    shop: Session, capsys: pytest.CaptureFixture[str]
) -> None:
    found = shop.explain("component:db-1", ["site:hall"], capacity=["component:db-1=0.5"])
    assert (found.status, found.capacity, found.steps[0].hit) == ("DOWN", 0, True)
    assert text(found, capsys)[:3] == [
        "component:db-1 if component:db-1 (50 % of capacity left) and site:hall are hit: DOWN",
        "component:db-1  db-1  DOWN",
        "  needs site:hall",
    ]


def test_bad_questions(shop: Session) -> None:
    with pytest.raises(InvalidArgument, match="nothing is hit"):
        shop.explain("service:shop", [])
    with pytest.raises(UnknownReference, match="service:shop"):
        shop.explain("service:shp", ["component:db-1"])
    with pytest.raises(UnknownReference, match="component:db-1"):
        shop.explain("service:shop", ["component:db-3"])


DEMO = Path(__file__).parent.parent / "seed" / "demo"


@pytest.mark.slow
def test_two_hosts_of_the_demo_weaken_a_cluster_that_shares_its_load() -> None:
    with Session.open("sqlite://") as session:
        session.import_files([DEMO])
        found = session.simulate(scenario="scenario:venlo-two-hosts")
        cluster = next(item for item in found.affected if item.ref == "component:vm-cluster-vnl")
        assert (cluster.status, cluster.capacity) == ("DEGRADED", 0.7)
        assert found.counts == {}
        assert session.impact(["component:hv-vnl-11"]).affected == []
        half = session.simulate(scenario="scenario:antwerp-half-power")
        assert (half.failed, half.counts) == ([], {})
        below = {item.ref for item in half.elements if item.status == "BELOW_MBCO"}
        assert "service:warehouse-management" in below
