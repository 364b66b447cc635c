"""The pages about a scenario and about the whole programme."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

from itspm_graph.reports import page
from itspm_graph.reports.cause_graph import MOST, CauseGraph, cause_graph
from itspm_graph.session import Session

ROOT = Path(__file__).parent.parent
PLAN = ROOT / "seed" / "plans" / "warehouse-in-venlo.yaml"


@pytest.fixture(scope="module")
def demo() -> Iterator[Session]:
    with Session.open("sqlite://") as session:
        session.import_files([ROOT / "seed" / "demo"])
        yield session


def words(page: str) -> str:
    """What a page says, without its tags."""
    body = page.partition("<body>")[2]
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", body).split()))


def scenarios() -> list[str]:
    text = (ROOT / "seed" / "demo" / "60-continuity.yaml").read_text()
    return re.findall(r"^  - \{id: ([a-z0-9-]+), name: [^\n]*hazard:", text, re.M)


def test_there_are_scenarios_to_report_on() -> None:
    assert len(scenarios()) >= 9


@pytest.mark.slow
@pytest.mark.parametrize("slug", scenarios())
def test_a_page_for_each_scenario_of_the_demo(demo: Session, slug: str) -> None:
    found = demo.simulate(scenario=f"scenario:{slug}")
    made = demo.scenario_report(scenario=f"scenario:{slug}")
    said = words(made.html)
    assert made.revision == found.revision
    assert found.name is not None
    assert found.name in said
    if found.assumptions:
        assert found.assumptions in said
    assert f"revision {found.revision}" in said
    lost = [i for i in found.elements if i.type == "Service" and i.status.startswith(("DOWN", "B"))]
    assert f"{len(lost)} services and" in said
    intolerable = any(
        item.beyond_mtpd
        for item in found.elements
        if item.type in ("Service", "BusinessActivity") and item.status not in ("UP", "DEGRADED")
    )
    assert (made.verdict == "INTOLERABLE") == intolerable


@pytest.mark.slow
def test_a_page_is_one_file_that_asks_for_nothing(demo: Session) -> None:
    for made in (
        demo.scenario_report(fail=["site:antwerp-dc"]).html,
        demo.continuity_report().html,
    ):
        assert "default-src 'none'" in made
        assert not re.search(r"(src|href)\s*=|url\(|<script|<link|@import", made)


def test_what_the_board_reads_after_a_fire(demo: Session) -> None:
    said = words(demo.scenario_report(scenario="scenario:antwerp-site-fire").html)
    assert "Longer than the business can bear" in said
    assert "Customer Master ⇄ Quotation & Pricing wait for each other" in said
    assert "all: no copy survives" in said
    assert "68 of 225 elements confirmed within 365 days" in said
    assert "Never exercised:" in said
    assert "What isn't known" in said


def test_a_planned_state_is_named(demo: Session) -> None:
    said = words(demo.scenario_report(fail=["component:array-ant-1"], plan=PLAN).html)
    assert "15 planned changes laid over" in said
    assert (
        "Warehouse Management"
        not in said.partition("How it comes to them")[0].partition("What the business misses")[2]
    )


def test_what_nobody_says_is_not_called_bearable(demo: Session) -> None:
    said = words(demo.scenario_report(scenario="scenario:databases-encrypted").html)
    assert "is back after at least" in said
    assert "how long restoring it takes; counted as 0" in said.lower()


@pytest.mark.slow
def test_the_whole_programme(demo: Session) -> None:
    made = demo.continuity_report()
    said = words(made.html)
    assert "Antwerp data centre" in said
    assert "Herfindahl-Hirschman index 0.56" in said
    for heading in (
        "Which loss does the most harm", "Which service falls to which",
        "Two together, and what neither takes alone", "Objectives that can't be kept",
        "Plans, exercises and copies", "What hangs on few third parties", "Register of information",
    ):  # fmt: skip
        assert heading in said
    assert "no continuity plan" in said.lower() or "without" in said.lower()
    assert made.html.count('class="cell"') > 20


def test_an_empty_store_has_a_page_too(plain: Session) -> None:
    said = words(plain.continuity_report().html)
    assert "None takes a service, an activity or a customer away." in said


# --- the drawing ----------------------------------------------------------------------------------


def drawn(session: Session, *fail: str, wanted: str) -> CauseGraph:
    return cause_graph(session.simulate(fail=fail), [wanted])


def test_the_drawing_leads_from_what_is_hit_to_what_falls(plain: Session) -> None:
    plain.apply(
        """
        format: itspm/v1
        components: [{id: c, name: Last, depends_on: [component:b]},
                     {id: b, name: Middle, depends_on: [component:a]},
                     {id: a, name: First}, {id: other, depends_on: [component:a]}]
        """
    )
    found = drawn(plain, "component:a", wanted="component:c")
    assert [(box.label, box.tone) for box in sorted(found.boxes)] == [
        ("First", "hit"), ("Middle", "down"), ("Last", "down"),
    ]  # fmt: skip
    assert len(found.arrows) == 2
    assert found.left_out == 1


def test_a_circle_can_be_drawn(plain: Session) -> None:
    plain.apply(
        """
        format: itspm/v1
        components: [{id: a, depends_on: [component:b, component:site]},
                     {id: b, depends_on: [component:a, component:site]}, {id: site}]
        """
    )
    found = drawn(plain, "component:site", wanted="component:a")
    assert {box.title for box in found.boxes} >= {"component:a", "component:site"}


def test_the_drawing_stays_small(demo: Session) -> None:
    found = demo.simulate(fail=["site:antwerp-dc"])
    refs = [item.ref for item in found.elements if item.type == "Service"]
    drawing = cause_graph(found, refs)
    assert 0 < len(drawing.boxes) <= MOST
    assert len({(box.x, box.y) for box in drawing.boxes}) == len(drawing.boxes)


# --- the file -------------------------------------------------------------------------------------


def test_what_is_no_file_is_written_to_and_stays(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    page.write(pipe, b"a page")
    assert os.read(reader, 100) == b"a page"
    os.close(reader)
    assert pipe.is_fifo()
