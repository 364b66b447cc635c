"""The dates of a retirement as other programs read them."""

from __future__ import annotations

import re
from datetime import date

from icalendar import Calendar

from itspm_graph.reports.drawing import sparklines, time_line
from itspm_graph.results.reports import RetirementReport
from itspm_graph.results.retiring import UseInMonth
from itspm_graph.session import Session

ESTATE = """
format: itspm/v1
services:
  - {id: fax, name: "Fax; old: one", lifecycle: operate, depends_on: [component:server],
     operated_by: [team:lines]}
  - {id: mail, name: Mail, lifecycle: operate}
components:
  - {id: server, name: Server, operated_by: [team:lines], depends_on: [data-store:journal],
     uses_product: [vendor-product:line]}
data_stores: [{id: journal, name: Journal, stores: [{data_set: journal, master: true}]}]
data_sets: [{id: journal}]
vendor_products: [{id: line, name: Line}]
teams: [{id: lines, name: Lines}]
customers: [{id: acme, name: Acme, depends_on: [service:fax]}]
customer_transitions:
  - {id: acme, status: planned, planned_on: 2099-01-15, migrates: [customer:acme],
     migrates_from: [service:fax], migrates_to: [service:mail]}
contracts:
  - {id: line, name: Line, kind: licence, ends_on: 2099-12-31, notice_days: 90, auto_renews: true,
     annual_cost: 1200, currency: EUR, covers: [vendor-product:line]}
"""
REF, END = "service:fax", "2099-03-31"


def report(session: Session) -> RetirementReport:
    session.apply(ESTATE)
    return session.retire_report([REF], on=END)


def events(text: str) -> dict[str, tuple[date, str, str]]:
    book = Calendar.from_ical(text)
    return {
        str(event["summary"]): (
            event.decoded("dtstart"),
            str(event["description"]),
            str(event["uid"]),
        )
        for event in book.walk("VEVENT")
    }


def test_the_calendar_has_every_day_that_matters(plain: Session) -> None:
    found = {
        what: (str(on), about) for what, (on, about, _) in events(report(plain).calendar).items()
    }
    assert found["Acme: to have left for service:mail"] == ("2099-01-15", "customer:acme")
    assert found["Fax; old: one: the last day of operation"] == (END, f"{REF}\nREADY")
    assert found["Line: last day to give notice"] == (
        "2099-10-02",
        "contract:line\nends 2099-12-31",
    )
    on, about = found["Journal: taken down (point of no return)"]
    assert on == "2099-04-30"
    assert about.startswith("data-store:journal\nnobody says what becomes of data-set:journal")
    assert {what for what in found if "taken down" in what} == {
        "Fax; old: one: taken down",
        "Journal: taken down (point of no return)",
        "Line: taken down",
        "Server: taken down",
    }


def test_an_event_keeps_its_identity_when_its_day_changes(plain: Session) -> None:
    before = events(report(plain).calendar)
    after = events(plain.retire_report([REF], on="2099-05-31").calendar)
    assert {what: uid for what, (_, _, uid) in before.items()} == {
        what: uid for what, (_, _, uid) in after.items()
    }
    assert len({uid for _, _, uid in before.values()}) == len(before)


def test_the_gantt_chart_has_every_step_once(plain: Session) -> None:
    chart = report(plain).gantt
    assert chart.splitlines()[0] == "gantt"
    steps = plain.retire([REF], on=END).steps
    lines = re.findall(r"^  (\d+)\. (.+) :(crit, )?step\1, (\S+), 1d$", chart, re.M)
    assert sorted((int(number), bool(final), on) for number, _, final, on in lines) == [
        (step.number, not step.reversible, str(step.on)) for step in steps
    ]
    assert re.findall(r"^  section (.+)$", chart, re.M) == ["team lines", "nobody is named"]
    assert "Fax  old  one" in chart


def test_the_page_says_what_has_to_happen(plain: Session) -> None:
    made = report(plain)
    for fact in ("What has to happen, and by when", "point of no return", "Money of", "Journal"):
        assert fact in made.html
    assert "<script" not in made.html


def test_drawings_keep_to_their_frame(plain: Session) -> None:
    months = [
        UseInMonth(month=f"2026-{number:02}", driver="calls", volume=volume)
        for number, volume in enumerate((0.0, 5.0, 20.0), 1)
    ]
    (line,) = sparklines(months)
    assert [(bar.y + bar.height, bar.height) for bar in line.bars] == [(36, 1), (36, 9), (36, 36)]
    assert line.bars[-1].x + line.bars[-1].width <= line.width
    plain.apply(ESTATE)
    placed = time_line(plain.retire([REF], on=END).steps)
    assert all(bar.x >= 0 and bar.x + bar.width <= 1_000 for _, bar in placed)
    assert time_line([]) == []
