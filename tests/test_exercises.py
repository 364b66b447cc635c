"""The exercise programme: what was tried, how it went, and what has changed since."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from itspm_graph.connections import reached
from itspm_graph.continuity.exercising import Exercising, Programme
from itspm_graph.continuity.logged_changes import LoggedChanges
from itspm_graph.errors import InvalidArgument, UnknownReference
from itspm_graph.graph import Change, EdgeId, Graph, parsed
from itspm_graph.records import Ref
from itspm_graph.results.exercises import PROBLEMS, ExerciseProgramme, ServiceExercises
from itspm_graph.session import Session
from itspm_graph.terminal.exercises import exercises as shown

TODAY = date(2026, 6, 15)
Clock = Callable[[str], None]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Sets the day on which the store writes."""

    def on(day: str) -> None:
        monkeypatch.setattr("itspm_graph.store.sqlite.now", lambda: f"{day}T12:00:00.000000Z")

    on("2026-01-01")
    return on


def programme(session: Session, *refs: str, months: int = 12) -> ExerciseProgramme:
    graph = session.graph()
    asked = [graph.position(ref) for ref in refs]
    return Programme(graph, session.store, TODAY, months).answer(asked)


def of(session: Session, service: str, months: int = 12) -> ServiceExercises:
    (found,) = programme(session, f"service:{service}", months=months).services
    return found


TRIED = """
format: itspm/v1
services:
  - {id: bare, lifecycle: operate, tier: 2}
  - {id: untried, covered_by_plan: [continuity-plan:new]}
  - {id: old, covered_by_plan: [continuity-plan:old], lifecycle: improve}
  - {id: failed, covered_by_plan: [continuity-plan:failed], lifecycle: transition}
  - {id: late, rto_minutes: 60, rpo_minutes: 5, covered_by_plan: [continuity-plan:late]}
  - {id: slow, covered_by_plan: [continuity-plan:slow, continuity-plan:slower]}
  - {id: changed, covered_by_plan: [continuity-plan:changed], depends_on: [component:a]}
  - {id: fine, tier: 1, has_bia: [business-impact-analysis:fine],
     covered_by_plan: [continuity-plan:fine]}
  - {id: own, covered_by_plan: [continuity-plan:own]}
  - {id: unplanned}
  - {id: gone, lifecycle: retire, covered_by_plan: [continuity-plan:gone]}
  - {id: drawn, lifecycle: design}
components:
  - {id: a, depends_on: [{component: b, valid_from: 2026-06-02}]}
  - {id: b}
data_stores: [{id: db, covered_by_plan: [continuity-plan:data]}]
business_impact_analyses: [{id: fine, rto_minutes: 30}]
continuity_plans:
  - {id: new}
  - {id: old}
  - {id: failed}
  - {id: late}
  - {id: slow, recovery_minutes: 20}
  - {id: slower, recovery_minutes: 10}
  - {id: changed}
  - {id: fine, recovery_minutes: 30}
  - {id: own}
  - {id: gone}
  - {id: data}
  - {id: shelf}
exercises:
  - {id: "0", held_on: 2025-06-14, exercised: [continuity-plan:old]}
  - {id: "1", held_on: 2026-06-01, result: passed, kind: tabletop, exercised:
      [continuity-plan:changed, {continuity-plan: fine, rta_minutes: 30, result: well done},
       {continuity-plan: failed, result: Failed in the end}, {service: own, rta_minutes: 3},
       {service: unplanned}]}
  - {id: "2", held_on: 2026-05-01, exercised: [{continuity-plan: late, rta_minutes: 61},
       {continuity-plan: slow, rta_minutes: 21}]}
  - {id: "3", held_on: 2026-06-14, exercised: [continuity-plan:late]}
  - {id: future, held_on: 2026-06-16, exercised: [continuity-plan:new]}
  - {id: undated, exercised: [continuity-plan:new]}
"""


def test_every_problem(plain: Session, clock: Clock) -> None:
    plain.apply(TRIED)
    found = programme(plain)
    assert {item.ref.partition(":")[2]: item.problems for item in found.services} == {
        "bare": ["no-plan"],
        "untried": ["never-exercised"],
        "old": ["too-long-ago"],
        "failed": ["failed"],
        "late": ["beyond-objective"],
        "slow": ["slower-than-planned"],
        "changed": ["changed-since"],
        "unplanned": ["no-plan"],
        "fine": [],
        "own": [],
    }
    assert {item.ref: (item.problems, item.covers) for item in found.plans} == {
        "continuity-plan:shelf": (["covers-nothing"], []),
        "continuity-plan:data": (["never-exercised"], ["data-store:db"]),
        "continuity-plan:gone": (["never-exercised"], ["service:gone"]),
    }
    assert [each.problem for each in found.counts] == list(PROBLEMS)
    assert {each.problem: each.count for each in found.counts} == {
        **dict.fromkeys(PROBLEMS, 1), "no-plan": 2, "never-exercised": 3,
    }  # fmt: skip
    assert [item.ref.partition(":")[2] for item in found.services][:3] == [
        "bare", "unplanned", "untried",
    ]  # fmt: skip
    assert all(item.problem == next(iter(item.problems), None) for item in found.services)


def test_what_was_measured(plain: Session, clock: Clock) -> None:
    plain.apply(TRIED)
    late = of(plain, "late")
    assert (late.exercise, late.held_on) == ("exercise:3", date(2026, 6, 14))
    assert (late.measured_minutes, late.measured_by) == (61, "exercise:2")
    fine = of(plain, "fine")
    assert (fine.kind, fine.result) == ("tabletop", "well done")
    assert (fine.planned_minutes, fine.rto_minutes, fine.measured_minutes) == (30, 30, 30)
    assert of(plain, "slow").planned_minutes == 10
    (own,) = programme(plain, "service:own").services
    assert (own.measured_minutes, own.plans) == (3, ["continuity-plan:own"])
    assert of(plain, "old", months=13).problems == []
    assert programme(plain, "service:own").plans == []


def test_a_loss_of_data_that_the_objective_does_not_allow(plain: Session, clock: Clock) -> None:
    plain.apply(TRIED)
    plain.apply(
        "format: itspm/v1\nexercises: [{id: '4', held_on: 2026-06-14, "
        "exercised: [{service: late, rta_minutes: 50, rpa_minutes: 6}]}]"
    )
    late = of(plain, "late")
    assert (late.problems, late.measured_loss_minutes) == (["beyond-objective"], 6)


NEEDS = """
format: itspm/v1
services: [{id: shop, depends_on: [component:a], covered_by_plan: [continuity-plan:shop]}]
components: [{id: a, depends_on: [component:b]}, {id: b, version: "1"}, {id: aside}]
continuity_plans: [{id: shop}]
exercises: [{id: e, held_on: 2026-03-01, exercised: [continuity-plan:shop]}]
"""


def since(found: ServiceExercises) -> list[tuple[str, str, str, int | None]]:
    return [(c.source, c.kind, c.what, c.revision) for c in found.changed_since]


def test_what_only_the_log_knows(plain: Session, clock: Clock) -> None:
    plain.apply(NEEDS)
    clock("2026-03-01")
    plain.apply("format: itspm/v1\ncomponents: [{id: b, depends_on: [component:same-day]},"
                "{id: same-day}]")  # fmt: skip
    assert of(plain, "shop").problems == []
    assert of(plain, "shop").log_tells
    clock("2026-03-02")
    plain.apply("format: itspm/v1\ncomponents: [{id: b, depends_on: [component:same-day,"
                "component:new]}, {id: new}]")  # fmt: skip
    plain.apply("format: itspm/v1\ncomponents: [{id: aside, version: '2'}]")
    found = of(plain, "shop")
    assert found.problems == ["changed-since"]
    assert since(found) == [
        ("recorded", "added", "component:b depends_on component:new", 3),
        ("recorded", "added", "component:new", 3),
    ]
    assert {change.on for change in found.changed_since} == {date(2026, 3, 2)}
    assert found.changes_complete
    assert "changed-since" not in Exercising(plain.graph(), TODAY, 12).service(
        plain.graph().position("service:shop")
    ).problems  # fmt: skip


@pytest.mark.parametrize(
    ("document", "changes"),
    [
        ("components: [{id: b, version: '2'}]", [("changed", "component:b")]),
        ("components: [{id: b, name: B, lifecycle: retire, rto_minutes: 5}]", []),
        ("services: [{id: shop, revenue_per_hour: 7}]", []),
        ("delete: [component:b]", [("removed", "component:a depends_on component:b")]),
        (
            "edges: [{type: DEPENDS_ON, from: component:a, to: component:b, "
            "last_verified_on: 2026-04-01}]",
            [],
        ),
        (
            "edges: [{type: DEPENDS_ON, from: component:a, to: component:b, strength: soft}]",
            [("changed", "component:a depends_on component:b")],
        ),
        (
            "edges: [{type: DEPENDS_ON, from: component:a, to: component:aside, "
            "valid_from: 2026-02-01}]",
            [],
        ),
        (
            "edges: [{type: DEPENDS_ON, from: component:a, to: component:aside, "
            "valid_from: 2026-04-01}]",
            [("began", "component:a depends_on component:aside")],
        ),
    ],
)
def test_what_counts_as_a_change(
    plain: Session, clock: Clock, document: str, changes: list[tuple[str, str]]
) -> None:
    plain.apply(NEEDS)
    clock("2026-05-01")
    plain.apply(f"format: itspm/v1\n{document}")
    found = of(plain, "shop")
    assert [(change.kind, change.what) for change in found.changed_since] == changes
    assert found.problems == (["changed-since"] if changes else [])


def test_what_was_changed_back_is_no_change(plain: Session, clock: Clock) -> None:
    plain.apply(NEEDS)
    for day, version in (("2026-04-01", 2), ("2026-05-01", 1)):
        clock(day)
        plain.apply(f"format: itspm/v1\ncomponents: [{{id: b, version: '{version}'}}]")
    assert of(plain, "shop").problems == []
    plain.apply("format: itspm/v1\nexercises: [{id: e, held_on: 2026-04-01}]")
    assert since(of(plain, "shop")) == [("recorded", "changed", "component:b", 3)]


def test_a_log_that_begins_later_can_not_tell(plain: Session, clock: Clock) -> None:
    clock("2026-05-01")
    plain.apply(NEEDS)
    plain.apply("format: itspm/v1\ncomponents: [{id: b, version: '1.1'}]")
    found = programme(plain)
    assert (found.log_reaches_back_to, found.log_is_silent_on) == (date(2026, 5, 1), 1)
    (shop,) = found.services
    assert (shop.log_tells, shop.problems) == (False, [])
    clock("2026-05-02")
    plain.apply("format: itspm/v1\ncomponents: [{id: b, version: '2'}]")
    shop = of(plain, "shop")
    assert (shop.log_tells, shop.problems) == (False, ["changed-since"])


def test_only_what_was_written_up_to_the_revision_counts(plain: Session, clock: Clock) -> None:
    plain.apply(NEEDS)
    clock("2026-05-01")
    plain.apply("format: itspm/v1\ncomponents: [{id: b, version: '2'}]")
    then = Programme(plain.graph(1), plain.store, TODAY, 12).answer([])
    assert [item.problems for item in then.services] == [[]]


def test_a_few_changes_are_listed(plain: Session, clock: Clock) -> None:
    plain.apply(NEEDS)
    clock("2026-05-01")
    many = ", ".join(f"{{id: c{n}, depends_on: [component:b]}}" for n in range(9))
    needs = ", ".join(f"component:c{n}" for n in range(9))
    plain.apply(f"format: itspm/v1\ncomponents: [{{id: a, depends_on: [{needs}]}}, {many}]")
    found = of(plain, "shop")
    assert (len(found.changed_since), found.changes_complete) == (5, False)


VERSIONS = st.sampled_from(["1", "2"])
WRITES = st.lists(
    st.tuples(
        st.integers(0, 3),
        st.one_of(
            st.tuples(st.just("version"), st.integers(0, 5), VERSIONS),
            st.tuples(st.just("needs"), st.integers(0, 5), st.integers(0, 5)),
            st.tuples(st.just("delete"), st.integers(0, 5), st.just(0)),
        ),
    ),
    min_size=1,
    max_size=8,
)


def _write(session: Session, what: str, one: int, other: Any) -> None:
    graph = session.graph()
    edge = EdgeId("DEPENDS_ON", Ref(f"component:c{one}"), Ref(f"component:c{other}"))
    if what == "needs" and (held := graph.records().get(edge)) is not None:
        gone = [Change(edge, held, None)]
        session.store.write(gone, expected=graph.revision, author="test", reason="")
        return
    document = {
        "version": f"components: [{{id: c{one}, version: '{other}'}}]",
        "needs": f"components: [{{id: c{one}, depends_on: [component:c{other}]}}]",
        "delete": f"delete: [component:c{one}]",
    }[what]
    if what != "delete" or f"component:c{one}" in graph:
        session.apply(f"format: itspm/v1\n{document}", missing="stub")


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(writes=WRITES)
def test_against_snapshots_compared(clock: Clock, writes: list[tuple[int, Any]]) -> None:
    start = date(2026, 1, 1)
    clock(start.isoformat())
    with Session.open("sqlite://") as session:
        session.apply("format: itspm/v1\ncomponents: [{id: c0, version: '1'}, {id: c1}]")
        day, ends = start, {start: 1}
        for later, write in writes:
            day += timedelta(days=later)
            clock(day.isoformat())
            _write(session, *write)
            ends[day] = session.graph().revision
        graph = session.graph()
        log = LoggedChanges(graph, session.store)
        log.look(ends)
        for asked, revision in ends.items():
            expected = changed_between(session.graph(revision), graph)
            told = log.reached(asked)
            assert {graph.ref(p) for p in graph.positions() if told[p]} == expected


def changed_between(before: Graph, after: Graph) -> set[Ref]:
    """Who is, or needs what is, otherwise, by comparing two snapshots record by record."""
    old, new = before.records(), after.records()
    owners = {
        identity.source if isinstance(identity, EdgeId) else identity
        for identity in {**old, **new}
        if version(old.get(identity)) != version(new.get(identity))
    }
    found = set()
    for position in after.positions():
        needs = reached(after, [position], "providers").hops
        if any(after.ref(p) in owners for p in needs):
            found.add(after.ref(position))
    return found


def version(text: str | None) -> Any:
    return None if text is None else parsed(text).get("version", "none")


def test_what_is_asked_wrongly(plain: Session) -> None:
    plain.apply(TRIED)
    with pytest.raises(InvalidArgument, match="component:a is no service"):
        plain.exercises(["component:a"])
    with pytest.raises(InvalidArgument, match="within must be"):
        plain.exercises(within=-1)
    with pytest.raises(UnknownReference):
        plain.exercises(["service:nothing"])


def test_an_empty_catalog(plain: Session, capsys: pytest.CaptureFixture[str]) -> None:
    found = plain.exercises()
    assert (found.services, found.plans, found.log_reaches_back_to) == ([], [], None)
    shown(found)
    assert "0 services" in capsys.readouterr().out


def test_what_the_terminal_says(
    plain: Session, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    clock("2026-06-01")
    plain.apply(TRIED)
    shown(programme(plain))
    out = capsys.readouterr().out
    assert "no plan (1): service:bare\n" in out
    assert "never exercised (3): service:untried, continuity-plan:data" in out
    assert "covers nothing (1): continuity-plan:shelf" in out
    assert "nothing known against it (2): service:fine, service:own" in out
    assert "2026-06-02 began: component:a depends_on component:b (stated)" in out
    assert "61 min" in out
    assert "2 of them were tried last before the log of this catalog begins (2026-06-01)" in out
