"""Scenarios through the verbs: what they say, in which form they are given, what is wrong."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from itspm_graph.errors import InvalidArgument, InvalidInput, ItspmError, UnknownReference
from itspm_graph.results.disruption import NotAssessed
from itspm_graph.results.simulation import StatusCount
from itspm_graph.session import Session
from itspm_graph.terminal import impact as shown_impact
from itspm_graph.terminal.simulation import simulation as shown_simulation

SHOP = """
format: itspm/v1
services:
  - id: shop
    mbco: 0.5
    has_bia: business-impact-analysis:shop
    depends_on:
      - {component: web-1, group: web, share: 0.5}
      - {component: web-2, group: web, share: 0.5}
      - {component: web-3, group: web, share: 0.5}
      - {service: search, strength: soft, weight: 0.6}
      - {service: advice, strength: soft}
    has_offering: [service-offering:shop]
    supports_activity: [business-activity:sell]
  - {id: search, has_bia: business-impact-analysis:search, depends_on: [component:index]}
  - {id: advice, depends_on: [component:index]}
  - {id: billing, depends_on: [component:ledger]}
business_impact_analyses: [{id: shop, mbco: 0.9}, {id: search, mbco: 0.8}]
service_offerings: [{id: shop}]
business_activities: [{id: sell}]
customers: [{id: anna, subscribes_to: [service-offering:shop]}]
components:
  - {id: web-1, hosted_at: site:hall}
  - {id: web-2, hosted_at: site:hall}
  - {id: web-3}
  - {id: index, hosted_at: site:room}
  - {id: ledger}
sites: [{id: hall}, {id: room, part_of: site:hall}]
people: [{id: otto}]
scenarios:
  - id: half
    name: Half of the power
    hazard: power
    assumptions: The rest holds.
    hits: [{site: hall, damage: capacity, capacity: 0.5}]
  - {id: nothing}
"""


@pytest.fixture
def shop(plain: Session) -> Session:
    plain.apply(SHOP)
    return plain


def statuses(session: Session, **options: Any) -> dict[str, tuple[str, float]]:
    found = session.simulate(**options)
    return {item.ref: (item.status, item.capacity) for item in found.elements}


def test_impact_tells_what_is_weakened_from_what_goes_down(shop: Session) -> None:
    found = shop.impact(["site:hall"])
    left = {item.ref: (item.status, item.capacity, item.hops) for item in found.affected}
    assert left == {
        "site:room": ("DOWN", 0, 1),
        "component:web-1": ("DOWN", 0, 1),
        "component:web-2": ("DOWN", 0, 1),
        "component:index": ("DOWN", 0, 2),
        "service:search": ("DOWN", 0, 3),
        "service:advice": ("DOWN", 0, 3),
        "service:shop": ("BELOW_MBCO", 0.4, 4),
        "service-offering:shop": ("DEGRADED", 0.4, 5),
        "business-activity:sell": ("DEGRADED", 0.4, 5),
        "customer:anna": ("DEGRADED", 0.4, 6),
    }
    assert found.counts == {"Component": 3, "Service": 2, "Site": 1}
    assert found.degraded_counts == {
        "BusinessActivity": 1, "Customer": 1, "Service": 1, "ServiceOffering": 1,
    }  # fmt: skip
    by_ref = {item.ref: item.because for item in found.affected}
    assert by_ref["service:shop"].model_dump() == {
        "group": None, "up": 0, "needed": 1, "lost": ["service:search"], "weakened": [],
        "capacity": 0.4, "weight": 0.6,
    }  # fmt: skip
    assert found.not_assessed == [
        NotAssessed(ref="business-activity:sell", reason="no-mbco", group=None, on=[]),
        NotAssessed(ref="service:shop", reason="no-weight", group=None, on=["service:advice"]),
    ]


def test_a_load_shared_group_leaves_its_part(shop: Session) -> None:
    found = shop.impact(["component:web-1", "component:web-2"])
    (item,) = [item for item in found.affected if item.ref == "service:shop"]
    assert (item.status, item.capacity) == ("DEGRADED", 0.5)
    assert item.because.model_dump() == {
        "group": "web", "up": 1, "needed": 1, "lost": ["component:web-1", "component:web-2"],
        "weakened": [], "capacity": 0.5, "weight": None,
    }  # fmt: skip
    assert found.counts == {}
    assert shop.impact(["component:web-1"]).affected == []


def test_the_objective_is_the_elements_own_or_that_of_its_analysis(shop: Session) -> None:
    assert statuses(shop, capacity=["component:index=0.9"])["service:search"] == ("DEGRADED", 0.9)
    below = statuses(shop, capacity=["component:index=0.7"])
    assert below["service:search"] == ("BELOW_MBCO", 0.7)
    assert below["service:shop"] == ("DEGRADED", 0.82)
    assert below["service:advice"] == ("DEGRADED", 0.7)


def test_a_stored_scenario_is_reported_whole(shop: Session) -> None:
    found = shop.simulate(scenario="scenario:half")
    assert (found.scenario, found.name) == ("scenario:half", "Half of the power")
    assert (found.hazard, found.assumptions) == ("power", "The rest holds.")
    assert [hit.model_dump() for hit in found.hits] == [
        {"ref": "site:hall", "type": "Site", "name": "hall", "damage": "capacity", "capacity": 0.5}
    ]
    assert (found.failed, found.counts) == ([], {})
    states = {item.ref: (item.status, item.capacity, item.mbco) for item in found.elements}
    assert states["site:hall"] == ("DEGRADED", 0.5, None)
    assert states["service:shop"] == ("DEGRADED", 0.7, 0.5)
    assert states["service:search"] == ("BELOW_MBCO", 0.5, 0.8)
    assert "site:hall" not in {item.ref for item in found.affected}
    assert (found.customers, found.activities) == (["customer:anna"], ["business-activity:sell"])
    assert found.statuses == [
        StatusCount(status="BELOW_MBCO", count=1),
        StatusCount(status="DEGRADED", count=10),
        StatusCount(status="UP", count=3),
    ]
    assert found.elements[0].ref == "service:search"


PLAIN = """
name: Half of the power
hazard: power
assumptions: The rest holds.
hits:
  - {element: "site:hall", damage: capacity, capacity: 0.5}
"""
NATIVE = """
format: itspm/v1
scenarios:
  - id: half
    name: Half of the power
    hazard: power
    assumptions: The rest holds.
    hits: [{site: hall, damage: capacity, capacity: 0.5}]
"""
JSON = """{"name": "Half of the power", "hazard": "power", "assumptions": "The rest holds.",
"hits": [{"element": "site:hall", "damage": "capacity", "capacity": 0.5}]}"""


@pytest.mark.parametrize("text", [PLAIN, NATIVE, JSON])
def test_a_scenario_is_read_from_a_file_or_a_text(shop: Session, tmp_path: Path, text: str) -> None:
    expected = shop.simulate(scenario="scenario:half").model_dump(exclude={"scenario"})
    path = tmp_path / "half"
    path.write_text(text)
    for source in (text, path):
        found = shop.simulate(source)
        assert found.model_dump(exclude={"scenario"}) == expected
        assert found.scenario is None
    assert shop.store.head() == 1


def test_hits_add_up_and_the_worst_counts(shop: Session) -> None:
    hits = "hits: [component:ledger, {element: component:index, damage: corrupted}]"
    found = shop.simulate(
        hits, fail=["component:web-3"], capacity=["component:ledger=0.2", "component:web-1=0.5"]
    )
    assert [(hit.ref, hit.damage, hit.capacity) for hit in found.hits] == [
        ("component:index", "corrupted", 0),
        ("component:ledger", "unavailable", 0),
        ("component:web-1", "capacity", 0.5),
        ("component:web-3", "unavailable", 0),
    ]
    assert found.failed == ["component:index", "component:ledger", "component:web-3"]
    assert {i.ref: i.capacity for i in found.elements}["service:shop"] == 0.4


def test_a_hit_that_leaves_everything_does_nothing(shop: Session) -> None:
    found = shop.simulate(capacity=["component:index=1"])
    assert [(item.ref, item.status) for item in found.elements] == [("component:index", "UP")]
    assert (found.affected, found.customers) == ([], [])


DOCUMENTED = (Path(__file__).parent.parent / "docs" / "scenarios.md").read_text(encoding="utf-8")


def test_the_example_of_the_documentation_holds(plain: Session) -> None:
    example, scenario = re.findall(r"```yaml\n(.*?)```", DOCUMENTED, re.DOTALL)
    plain.apply(f"format: itspm/v1\n{example}", missing="stub")
    for failed, left in (
        (["component:web-1"], 1),
        (["component:web-1", "component:web-2"], 0.5),
        (["service:search"], 0.7),
    ):
        found = plain.simulate(fail=failed)
        assert {i.ref: i.capacity for i in found.elements}.get("service:shop", 1) == left
    struck = re.findall(r"[a-z]+:[a-z0-9-]+-[a-z0-9-]+", scenario)
    edges = "".join(f"- {{ref: '{ref}'}}\n" for ref in struck)
    plain.apply(f"format: itspm/v1\nnodes:\n{edges}")
    found = plain.simulate(scenario)
    assert [(hit.ref, hit.damage, hit.capacity) for hit in found.hits] == [
        ("component:cooling-ant-2", "unavailable", 0),
        ("component:ups-ant-a", "destroyed", 0),
        ("site:antwerp-dc", "capacity", 0.5),
    ]


HEAD = "name: x\nhits:\n"
WRONG: list[tuple[str, str, int, str]] = [
    (HEAD + "  - {element: component:indx}", "unknown-reference", 3, "component:index"),
    (HEAD + "  - {element: person:otto}", "wrong-end", 3, "Element"),
    (HEAD + "  - {element: component:index, damage: capacity}", "invalid-value", 3, "capacity"),
    (HEAD + "  - {element: component:index, capacity: 0.5}", "invalid-value", 3, "damage"),
    (HEAD + "  - {element: component:index, damage: capacity, capacity: 1.5}", "invalid-value", 3,
     "less than or equal to 1"),
    (HEAD + "  - {element: component:index, damage: melted}", "invalid-value", 3, "corrupted"),
    (HEAD + "  - {element: component:index, capcity: 0.5}", "unknown-field", 3, "capacity"),
    (HEAD + "  - {element: index}", "invalid-reference", 3, "type:slug"),
    (HEAD + "  - {}", "no-single-target", 3, "target"),
    ("name: x\nhit: []", "unknown-field", 2, "hits"),
    ("name: x\nhits: component:index\nnature: bad", "unknown-field", 3, "nature"),
    ("- component:index", "no-scenario", 0, "one mapping"),
    ("name: x\n---\nname: y", "no-scenario", 0, "2 documents"),
    ("name: [", "yaml-syntax", 2, "not YAML"),
    ("name: !!python/name:os x\nhits: [component:index]", "tag", 1, "plain value"),
    ("format: itspm/v9", "unknown-format", 1, "itspm/v1"),
    ("format: itspm/v1\nscenarios: []", "no-scenario", 1, "0 scenarios"),
    ("format: itspm/v1\nscenarios: [{id: a}, {id: b}]", "no-scenario", 1, "2 scenarios"),
    ("format: itspm/v1\nscenarios: [{id: a}]\nservices:\n- id: b", "no-scenario", 4, "service:b"),
    ("name: x\nhits: [component:index]\nreplaced_by: [component:web-1]", "no-scenario", 3, "hit"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "code", "line", "says"), WRONG)
def test_what_is_wrong_with_a_scenario(
    shop: Session, tmp_path: Path, text: str, code: str, line: int, says: str
) -> None:
    path = tmp_path / "wrong.yaml"
    path.write_text(text)
    with pytest.raises(InvalidInput) as raised:
        shop.simulate(path)
    (problem,) = raised.value.problems
    assert (problem.code, problem.line, problem.file) == (code, line, str(path)), problem
    assert says in problem.message


@pytest.mark.parametrize(
    ("options", "error", "says"),
    [
        ({}, InvalidArgument, "nothing is hit"),
        ({"source": "name: x"}, InvalidArgument, "nothing is hit"),
        ({"scenario": "scenario:nothing"}, InvalidArgument, "nothing is hit"),
        ({"scenario": "scenario:haf"}, UnknownReference, "scenario:half"),
        ({"scenario": "service:shop"}, InvalidArgument, "no scenario"),
        ({"source": PLAIN, "scenario": "scenario:half"}, InvalidArgument, "not both"),
        ({"fail": ["component:indx"]}, UnknownReference, "component:index"),
        ({"fail": ["person:otto"]}, InvalidArgument, "can't fail"),
        ({"capacity": ["component:index"]}, InvalidArgument, "REF=SHARE"),
        ({"capacity": ["component:index=half"]}, InvalidArgument, "REF=SHARE"),
        ({"capacity": ["component:index=nan"]}, InvalidArgument, "0 to 1"),
        ({"capacity": ["component:index=1.1"]}, InvalidArgument, "0 to 1"),
        ({"capacity": ["component:index=-0.1"]}, InvalidArgument, "0 to 1"),
        ({"source": Path("nowhere.yaml")}, InvalidInput, "no such file"),
    ],
)
def test_what_is_wrong_with_the_question(
    shop: Session, options: dict[str, Any], error: type[ItspmError], says: str
) -> None:
    with pytest.raises(error, match=says):
        shop.simulate(**options)


def test_the_terminal_shows_apart_what_goes_down_and_what_is_weakened(
    shop: Session, capsys: pytest.CaptureFixture[str]
) -> None:
    shown_simulation(shop.simulate(scenario="scenario:half", fail=["component:ledger"]))
    out = capsys.readouterr().out
    assert "50 % of capacity left" in out
    board, _, elements = out.partition("All elements:")
    assert "service:billing" in elements.partition("left with")[0]
    assert "50 %, below MBCO  service:search" in elements.partition("left with")[2]
    assert "softly needs service:search (weakened); weight 0.6" in elements
    assert re.search(
        r"^customer:anna +anna +DEGRADED +served on +weakened: service:shop", board, re.M
    )
    row = r"^business-activity:sell +sell +activity +DEGRADED, 70 % left +serves on"
    assert re.search(row, board, re.M)
    assert "not assessed: soft dependencies without a weight: service:shop on service:adv" in out
    shown_impact(shop.impact(["component:web-1", "component:web-2"]))
    out = capsys.readouterr().out
    assert "nothing else goes down" in out
    assert "group web delivers 50 %; lost component:web-1, component:web-2" in out


def test_the_verdict_comes_first_and_says_what_is_unknown(
    shop: Session, capsys: pytest.CaptureFixture[str]
) -> None:
    shown_simulation(shop.simulate(fail=["component:ledger", "component:index"]))
    title, verdict, *_ = out = capsys.readouterr().out.splitlines()
    assert title == "If index and ledger fail"
    assert verdict == "UNKNOWN: 4 services are lost; of these 4 without a stated objective"
    assert "  everything is back after a time that nobody states" in out
    silent = "component:index, component:ledger"
    assert f"  at least: nobody says how long restoring takes of {silent}" in out
    assert any(re.match("service:search .* not known +not stated", line) for line in out)
    shown_simulation(shop.simulate(capacity=["component:index=1"]))
    out = capsys.readouterr().out.splitlines()
    assert out[0] == "If index fails"
    assert "BEARABLE: no service and no activity is lost" in out
    assert "  nothing has to be brought back" in out


@pytest.mark.parametrize(
    "text", [SHOP, "format: itspm/v1\nservices: [{id: a, depends_on: [component:no]}]"]
)
def test_a_document_by_mistake_is_one_error(shop: Session, text: str) -> None:
    with pytest.raises(InvalidInput) as raised:
        shop.simulate(text)
    (problem,) = raised.value.problems
    assert problem.code == "no-scenario"
    assert "--plan" in problem.message
    assert "hits:" in problem.message


def test_what_is_hit_in_part_and_falls_is_affected(plain: Session) -> None:
    plain.apply("format: itspm/v1\ncomponents: [{id: x, hosted_at: site:h}]\nsites: [{id: h}]")
    found = plain.simulate(fail=["site:h"], capacity=["component:x=0.5"])
    assert [(item.ref, item.status) for item in found.affected] == [("component:x", "DOWN")]
    assert found.counts == {"Component": 1}
