"""The pages about a scenario and about the whole programme."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from html import unescape
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest

from itspm_graph.reports import page
from itspm_graph.reports.cause_graph import BOX, PER_ROW, WIDTH, CauseGraph, cause_graph
from itspm_graph.reports.continuity import asked
from itspm_graph.reports.exercise_calendar import calendar, plan_dates
from itspm_graph.reports.gantt import RIGHT, Gantt, Scale, gantt, longest_chain, short
from itspm_graph.reports.minutes import exact, time, until, when
from itspm_graph.reports.programme import MOST_SCENARIOS, WORK, to_try
from itspm_graph.results.simulation import Simulation
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
        # A paragraph ends where something begins that folds.
        assert not re.search(r"<p\b(?:(?!</p>).)*<details", made, re.S)


def test_what_the_board_reads_after_a_fire(demo: Session) -> None:
    said = words(demo.scenario_report(scenario="scenario:antwerp-site-fire").html)
    assert "Longer than the business can bear" in said
    assert "Customer Master ⇄ Quotation & Pricing wait for each other" in said
    assert "all: no copy survives" in said
    assert "68 of 226 elements confirmed within 365 days" in said
    assert "Never exercised:" in said
    assert "a promised time is broken of 10:" in said
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


# --- what the page says ---------------------------------------------------------------------------


def drawings(page: str, kind: str) -> list[ElementTree.Element]:
    """The drawings of a kind in a page, without the keys of their legends."""
    found = re.findall(rf'<svg class="{kind} drawn".*?</svg>', page, re.S)
    return [ElementTree.fromstring(text) for text in found]


def bounds(svg: ElementTree.Element) -> tuple[float, float]:
    _, _, width, height = map(float, svg.attrib["viewBox"].split())
    return width, height


def rectangles(svg: ElementTree.Element) -> list[tuple[float, float, float, float]]:
    names = ("x", "y", "width", "height")
    return [tuple(float(r.attrib[n]) for n in names) for r in svg.iter("rect")]  # type: ignore[misc]


def test_one_gantt_chart_with_every_bar_inside_and_a_scale_that_rises(demo: Session) -> None:
    found = demo.simulate(scenario="scenario:antwerp-site-fire")
    made = demo.scenario_report(scenario="scenario:antwerp-site-fire").html
    (svg,) = drawings(made, "plan")
    width, height = bounds(svg)
    for x, y, wide, high in rectangles(svg):
        assert 0 <= x < x + wide <= width
        assert 0 <= y < y + high <= height
    ticks = [float(line.attrib["x1"]) for g in svg.iter("g") if g.get("class") == "tick"
             for line in g.iter("line")]  # fmt: skip
    assert len(ticks) > 3
    assert ticks == sorted(set(ticks))
    assert svg.attrib["role"] == "img"
    assert f"{len(found.plan.steps)} steps" in svg.attrib["aria-label"]
    said = words(made)
    last = [step.name for step in found.plan.steps if step.finish_minute == found.plan.end_minute]
    way = said.partition("The end waits for ")[2].partition(". ")[0].split(" → ")
    assert way[0] == "Antwerp data centre"
    assert way[-1] in last
    assert "14 d to 14 d" not in said


@pytest.mark.slow
def test_every_step_of_the_plan_is_in_the_page(demo: Session) -> None:
    found = demo.simulate(scenario="scenario:antwerp-site-fire")
    made = demo.scenario_report(scenario="scenario:antwerp-site-fire").html
    table = made.partition(f"All {len(found.plan.steps)} steps")[2].partition("</details>")[0]
    assert table.count("<tr>") == len(found.plan.steps) + 1
    assert all(step.ref in table for step in found.plan.steps)


@pytest.mark.slow
def test_all_rows_are_in_the_page_and_paper_says_where(demo: Session) -> None:
    found = demo.simulate(scenario="scenario:antwerp-site-fire")
    made = demo.scenario_report(scenario="scenario:antwerp-site-fire").html
    misses = made.partition("What the business misses")[2].partition("</section>")[0]
    missed = [i for i in found.elements if i.type in ("Service", "BusinessActivity")]
    assert all(item.ref in misses for item in missed if item.status != "UP")
    command = "itspm simulate --scenario scenario:antwerp-site-fire --as-of 1 --full"
    assert "25 more , folded here: on a screen they open" in words(made)
    assert f"{command} lists all" in words(made)


@pytest.mark.slow
def test_who_waits_for_a_deadlock_is_named(demo: Session) -> None:
    found = demo.simulate(scenario="scenario:antwerp-site-fire")
    said = words(demo.scenario_report(scenario="scenario:antwerp-site-fire").html)
    part = said.partition("What can't be started again")[2].partition("What is lost of data")[0]
    assert "And 10 that wait for them:" in part
    names = {item.ref: item.name for item in found.elements}
    assert all(names[item.ref] in part for item in found.blocked)


def test_data_of_which_nothing_is_left_stands_in_the_verdict(demo: Session) -> None:
    made = demo.scenario_report(scenario="scenario:databases-encrypted").html
    verdict = words("<body>" + made.partition('class="verdict')[2].partition("</section>")[0])
    assert "data lost for good" in verdict
    assert "Transport and warehouse orders" in verdict
    assert "Order Intake" in verdict
    row = made.partition("service:order-intake</span>")[2].partition("</tr>")[0]
    assert "all of it" in row
    assert "late" in row


@pytest.mark.slow
def test_the_data_has_an_age_and_its_relationships_too(demo: Session) -> None:
    known = demo.simulate(scenario="scenario:antwerp-site-fire").knowledge
    said = words(demo.scenario_report(scenario="scenario:antwerp-site-fire").html)
    assert f"{known.relationships_verified} of {known.relationships} relationships" in said
    assert f"{known.relationships_doubtful} doubtful" in said
    assert "the least confidence stated is 90 %" in said


NIGHT = """
name: Fire on a Sunday night
starts_at: 2026-12-06T02:30:00+01:00
detection_minutes: 10
hits: [{element: "component:db", damage: destroyed, restore_minutes: 1500}]
"""


def test_instants_stand_beside_minutes_where_a_scenario_begins(plain: Session) -> None:
    plain.apply(
        """
        format: itspm/v1
        components: [{id: db}]
        services: [{id: shop, name: Shop, depends_on: [component:db], rto_minutes: 60}]
        """
    )
    made = plain.scenario_report(NIGHT).html
    said = words(made)
    assert "2026-12-06 02:30+01:00" in said
    assert "25.2 h 2026-12-07 03:40" in said
    (svg,) = drawings(made, "plan")
    assert "12-06 02:30" in [text.text for text in svg.iter("text")]
    without = plain.scenario_report(NIGHT.replace("starts_at", "# ")).html
    assert "2026-12-0" not in words(without).partition("Age of the data")[2].partition("Shop")[2]


def test_at_least_stands_wherever_a_time_is_open_ended(plain: Session) -> None:
    plain.apply(
        """
        format: itspm/v1
        components: [{id: db, start_minutes: 120}]
        services: [{id: shop, name: Shop, depends_on: [component:db], rto_minutes: 600,
                    revenue_per_hour: 100, currency: EUR}]
        customers: [{id: us, name: Us, consumes: [service:shop]}]
        """
    )
    said = words(plain.scenario_report(fail=["component:db"]).html)
    assert "Not known whether it is bearable" in said
    assert "1 perhaps: nobody says how long restoring takes" in said
    assert "is back after at least 2 h" in said
    assert "100 EUR an hour, at least 200 in all" in said
    assert said.count("at least 2 h") == said.count(" 2 h") - 1  # the bound of all plans


def test_the_command_that_finds_the_same_again() -> None:
    assert asked(None, "scenario:x", ["site:a"], ["site:b=0.5"], None, "optimistic", 3) == (
        "itspm simulate --scenario scenario:x --fail site:a --capacity site:b=0.5 "
        "--cycle-policy optimistic --as-of 3"
    )
    assert asked(Path("plans/a b.yaml"), None, (), (), Path("p.yaml"), "conservative", 1) == (
        "itspm simulate 'a b.yaml' --plan p.yaml --as-of 1"
    )
    assert asked("hits: []", None, (), (), "x", "conservative", 1).startswith(
        "itspm simulate SCENARIO.yaml --plan PLAN.yaml"
    )


def test_times_in_words() -> None:
    space = "\N{NO-BREAK SPACE}"
    said = [time(None), time(0), time(119), time(120), time(2_880), until(90, True)]
    assert [text.replace(space, " ") for text in said] == [
        "never", "0 min", "119 min", "2 h", "2 days", "at least 90 min",
    ]  # fmt: skip
    assert until(None, True) == "never"
    assert [exact(m) for m in (90, 125, 20_160, 20_170)] == [
        "90 min", "2:05 h", "14 d", "14 d 0:10 h",
    ]  # fmt: skip
    begin = datetime.fromisoformat("2026-12-06T23:30:00+01:00")
    assert when(begin, 60) == "2026-12-07 00:30"
    assert when(begin, None) == when(None, 5) == when(begin, 1e12) == ""


# --- the plan as a drawing ------------------------------------------------------------------------


def charted(found: Simulation) -> Gantt:
    teams = {share.team for step in found.plan.steps for share in step.teams}
    chart = gantt(found, {team: team for team in teams})
    assert chart is not None
    return chart


@pytest.mark.slow
@pytest.mark.parametrize("slug", scenarios())
def test_no_bar_leaves_the_chart(demo: Session, slug: str) -> None:
    found = demo.simulate(scenario=f"scenario:{slug}")
    if not found.plan.steps:
        assert gantt(found, {}) is None
        return
    chart = charted(found)
    assert sum(row.steps for row in chart.rows) + chart.left_out == len(found.plan.steps)
    for row in chart.rows:
        assert row.x >= chart.ticks[0].x
        assert row.x + row.width <= RIGHT <= chart.width
        assert row.y + 20 <= chart.height
    minutes = [tick.minute for tick in chart.ticks]
    assert minutes == sorted(set(minutes))
    places = [tick.x for tick in chart.ticks]
    assert places == sorted(set(places))
    assert all(b - a >= 12 for a, b in pairwise(places))
    chain = longest_chain(found)
    assert chain[-1].finish_minute == max(step.finish_minute for step in found.plan.steps)
    for earlier, later in pairwise(chain):
        assert earlier.finish_minute == later.start_minute


def test_a_long_wait_is_cut_so_that_short_steps_can_be_told_apart() -> None:
    steps = [(0.0, 20_160.0), (20_160.0, 20_165.0), (20_165.0, 20_195.0), (20_195.0, 20_220.0)]
    scale = Scale(steps, 20_220.0)
    assert [gap.label.split()[0] for gap in scale.breaks()] == ["14"]
    assert scale.at(20_165) - scale.at(20_160) > 20
    places = [scale.at(minute) for minute in range(0, 20_221, 5)]
    assert places == sorted(places)
    assert places[-1] == pytest.approx(RIGHT)


def test_nothing_is_cut_where_one_step_is_all_there_is() -> None:
    assert Scale([(1.0, 181.0)], 181.0).breaks() == ()
    assert Scale([], 0.0).at(0) > 0


def test_long_names_keep_both_their_ends() -> None:
    assert short("Virtual machine cluster room 1", 15) == "Virtual…room 1"
    assert short("Short", 15) == "Short"


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
    assert [(box.lines, box.tone) for box in sorted(found.boxes, key=lambda box: box.y)] == [
        (("First",), "hit"), (("Middle",), "down"), (("Last",), "down"),
    ]  # fmt: skip
    assert len(found.arrows) == 2
    assert found.ways == (("First", "Middle", "Last"),)
    assert found.reached == ("component:c",)
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
    assert [box.lines for box in found.boxes] == [("site",), ("a",)]


def test_causes_that_are_not_drawn_are_counted(plain: Session) -> None:
    plain.apply(
        """
        format: itspm/v1
        components: [{id: x, depends_on: [{component: a, group: g, at_least: 1},
                                          {component: b, group: g, at_least: 1}]},
                     {id: a, depends_on: [component:site]}, {id: b, depends_on: [component:site]},
                     {id: site}]
        """
    )
    found = drawn(plain, "component:site", wanted="component:x")
    assert {box.lines[0]: box.more for box in found.boxes} == {"site": 0, "a": 0, "x": 1}


@pytest.mark.slow
@pytest.mark.parametrize("slug", scenarios())
def test_the_drawing_fits_a_sheet_and_shows_several_ways(demo: Session, slug: str) -> None:
    found = demo.simulate(scenario=f"scenario:{slug}")
    wanted = [item.ref for item in found.elements
              if item.type == "Service" and item.status.startswith("DOWN")]  # fmt: skip
    drawing = cause_graph(found, wanted)
    assert len(drawing.reached) >= min(len(wanted), 5)
    assert len(drawing.boxes) + drawing.left_out == len(found.elements)
    assert len({(box.x, box.y) for box in drawing.boxes}) == len(drawing.boxes)
    assert all(0 <= box.x <= WIDTH - BOX for box in drawing.boxes)
    assert all(n <= PER_ROW for n in Counter(box.y for box in drawing.boxes).values())
    assert drawing.height <= 1.4 * WIDTH


# --- the programme --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def programme(demo: Session) -> str:
    return demo.continuity_report().html


@pytest.mark.slow
def test_every_scenario_of_the_catalog_stands_in_the_programme(
    demo: Session, programme: str
) -> None:
    part = programme.partition("Scenarios of the catalog")[2].partition("</section>")[0]
    rows = {ref: row for row in part.split("<tr>")
            for ref in re.findall(r"scenario:[a-z0-9-]+", row)}  # fmt: skip
    word = {"INTOLERABLE": "intolerable", "LATE": "late", "BEARABLE": "bearable"}
    assert set(rows) == {f"scenario:{slug}" for slug in scenarios()}
    for ref, row in rows.items():
        found = demo.simulate(scenario=ref)
        assert f">{word[found.verdict]}<" in row
        said = words("<body>" + row)
        lost = [i for i in found.elements if i.type == "Service" and i.status[0] in "DB"]
        lost = [item for item in lost if item.status != "DEGRADED"]
        assert f" {len(lost)} " in said
        assert (found.assumptions or "No assumptions are stated.") in said
        gone = [item for item in found.data_loss if item.lost == "all"]
        assert ("all of" in said) == bool(gone)
    assert "at least 2 h 6 never" in words("<body>" + rows["scenario:databases-encrypted"])


@pytest.mark.slow
def test_the_programme_has_a_graph_a_gantt_a_calendar_and_tables(programme: str) -> None:
    for kind in ("causes", "plan", "year"):
        (svg,) = drawings(programme, kind)
        width, height = bounds(svg)
        assert svg.attrib["role"] == "img"
        assert svg.attrib["aria-label"]
        for x, y, wide, high in rectangles(svg):
            assert 0 <= x < x + wide <= width
            assert 0 <= y < y + high <= height
    assert programme.count("<table") > 8


@pytest.mark.slow
def test_the_programme_states_revision_age_and_assumptions(demo: Session, programme: str) -> None:
    said = words(programme)
    assert "revision 1" in said
    assert "141 of 527 elements confirmed within 365 days; the oldest of 2025-09-15" in said
    assert "What is assumed" in said
    age = programme.rpartition("Age of the data</h2>")[2].partition("</section>")[0]
    numbers = [list(map(int, re.findall(r"<td>(\d+)</td>", row))) for row in age.split("<tr>")[2:]]
    assert sum(row[0] for row in numbers) == 527
    assert sum(row[1] for row in numbers) == 141
    assert all(elements == sum(rest) for elements, *rest in numbers)


@pytest.mark.slow
def test_the_questions_name_plans_not_days(programme: str) -> None:
    part = programme.partition("Plans, exercises and copies")[2].partition("<details")[0]
    said = words("<body>" + part)
    assert "Data centre plan, Container platform plan, Backup plan" in said
    assert not re.search(r"\d{4}-\d\d-\d\d", said)
    answers = words("<body>" + programme.partition("<summary>All answers")[2])
    assert "2023-11-16" in answers.partition("</section>")[0]


def test_on_large_catalogs_fewer_scenarios_are_tried_and_the_page_says_so(
    plain: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = ", ".join(f"{{id: s{n:02}, hits: [component:db]}}" for n in range(5))
    plain.apply(
        f"""
        format: itspm/v1
        components: [{{id: db}}]
        services: [{{id: shop, depends_on: [component:db]}}]
        scenarios: [{listed}, {{id: nothing}}]
        """
    )
    graph = plain.graph(None)
    assert to_try(graph)[1] == []
    assert WORK // 100_000 >= 14
    assert MOST_SCENARIOS >= 14
    monkeypatch.setattr("itspm_graph.reports.programme.WORK", graph.size * 4)
    said = words(plain.continuity_report().html)
    assert "not tried scenario:nothing : nothing is hit" in said
    assert "The first 4 by reference were tried. 2 more weren't" in said
    assert "itspm report scenario --scenario scenario:s03" in said


def test_the_calendar_of_plans(plain: Session) -> None:
    plain.apply(
        """
        format: itspm/v1
        continuity_plans: [{id: never, name: Never, approved_on: 2025-01-01},
                           {id: kept, name: Kept, review_due_on: 2027-01-01},
                           {id: late, name: Late, review_due_on: 2026-01-01}, {id: idle}]
        services: [{id: a, covered_by_plan: [continuity_plan:never, continuity_plan:kept,
                                             continuity_plan:late]}]
        exercises: [{id: x, held_on: 2026-06-01, exercised: [continuity_plan:kept]},
                    {id: y, held_on: 2024-06-01, exercised: [continuity_plan:late]},
                    {id: z, held_on: 2027-03-01, exercised: [continuity_plan:late]}]
        """.replace("continuity_plan:", "continuity-plan:")
    )
    today = date(2026, 11, 30)
    plans = plan_dates(plain.graph(None), today)
    assert [(plan.name, plan.says, plan.bad) for plan in plans] == [
        ("Never", "never tried", True),
        ("Late", "18 months late", True),
        ("Kept", "due in 6 months", False),
    ]
    drawing = calendar(plans, today)
    assert drawing is not None
    never, late, kept = drawing.rows
    assert never.kept is None
    assert never.lapsed is not None
    assert sum(never.lapsed) == pytest.approx(drawing.today)
    assert late.kept is not None
    assert late.lapsed is not None
    assert sum(late.kept) == pytest.approx(late.lapsed[0])
    assert late.review_late
    assert len(late.coming) == 1
    assert kept.lapsed is None
    assert kept.kept is not None
    assert sum(kept.kept) > drawing.today
    places = [month.x for month in drawing.months]
    assert places == sorted(set(places))
    assert calendar([], today) is None


# --- the file -------------------------------------------------------------------------------------


def test_what_is_no_file_is_written_to_and_stays(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    page.write(pipe, b"a page")
    assert os.read(reader, 100) == b"a page"
    os.close(reader)
    assert pipe.is_fifo()
