"""The verbs over every store: the same words, the same answers."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime

import pytest

from itspm_graph.errors import (
    InvalidArgument,
    InvalidInput,
    InvalidReference,
    RevisionConflict,
    UnknownReference,
    UnknownRevision,
)
from itspm_graph.session import Session

PAYMENTS = """
format: itspm/v1
services:
  - id: payments
    name: Payments
    lifecycle: operate
    depends_on:
      - component:api
      - {component: db-1, group: database, at_least: 1}
      - {component: db-2, group: database, at_least: 1}
components:
  - {id: api, hosted_at: "site:fra"}
  - {id: db-1, hosted_at: "site:fra"}
  - {id: db-2, hosted_at: "site:muc"}
sites: [{id: fra}, {id: muc}]
people: [{id: anna, name: Anna}]
"""


def apply(session: Session, text: str, **options: object) -> dict[str, object]:
    document = text if "format:" in text else f"format: itspm/v1\n{text}"
    return session.apply(document, **options).model_dump()  # type: ignore[arg-type]


def test_importing_twice_changes_nothing(session: Session) -> None:
    first = apply(session, PAYMENTS)
    assert first["revision"] == 1
    assert first["created"] == {"Component": 3, "Person": 1, "Service": 1, "Site": 2}
    assert first["relationships"] == {"DEPENDS_ON": 3, "HOSTED_AT": 3}
    again = apply(session, PAYMENTS)
    assert (again["revision"], again["unchanged"]) == (1, 13)
    assert not any(again[name] for name in ("created", "updated", "deleted", "relationships"))


def test_a_dry_run_writes_nothing(session: Session) -> None:
    report = apply(session, PAYMENTS, dry_run=True)
    assert report["created"]
    assert (report["revision"], session.store.head()) == (0, 0)


def test_stated_fields_change_and_unstated_stay(session: Session) -> None:
    apply(session, "components: [{id: a, version: '1', description: old}]")
    apply(session, "components: [{id: a, version: '2', description: null}]")
    (record,) = session.show("component:a").records
    assert (record["version"], record["name"]) == ("2", "a")
    assert "description" not in record


def test_a_stated_relationship_is_the_whole_list(session: Session) -> None:
    apply(session, PAYMENTS)
    report = apply(session, "services: [{id: payments, depends_on: [component:api]}]")
    assert report["relationships_deleted"] == {"DEPENDS_ON": 2}
    report = apply(session, "services: [{id: payments, depends_on: []}]")
    assert report["relationships_deleted"] == {"DEPENDS_ON": 1}
    assert len(session.show("component:api").records[0]["relationships"]) == 1


def test_the_flat_form_adds(session: Session) -> None:
    apply(session, PAYMENTS)
    edge = '{type: DEPENDS_ON, from: "service:payments", to: "site:muc", strength: soft}'
    report = apply(session, f"edges: [{edge}]")
    assert report["relationships"] == {"DEPENDS_ON": 1}
    assert report["relationships_deleted"] == {}


def test_the_flat_form_keeps_what_it_does_not_state(session: Session) -> None:
    edge = '{type: DEPENDS_ON, from: "component:a", to: "component:b", '
    apply(session, f"components: [{{id: a}}, {{id: b}}]\nedges: [{edge} environment: prod}}]")
    apply(session, f"edges: [{edge} confidence: 0.5}}]")
    link = session.show("component:a").records[0]["relationships"][0]
    assert link["properties"] == {"environment": "prod", "confidence": 0.5}
    apply(session, f"edges: [{edge} environment: null}}]")
    link = session.show("component:a").records[0]["relationships"][0]
    assert link["properties"] == {"confidence": 0.5}


def test_capitals_name_only_what_is_new(session: Session) -> None:
    apply(session, "components: [{id: Pay-Api}]")
    assert session.show("component:pay-api").records[0]["name"] == "Pay-Api"
    apply(session, "components: [{id: pay-api, name: Payment API}]")
    apply(session, "components: [{id: PAY-API, version: '2'}]")
    assert session.show("component:pay-api").records[0]["name"] == "Payment API"


def test_deleting_takes_relationships_along(session: Session) -> None:
    apply(session, PAYMENTS)
    report = apply(session, "delete: [component:db-2]")
    assert report["deleted"] == {"Component": 1}
    assert report["relationships_deleted"] == {"DEPENDS_ON": 1, "HOSTED_AT": 1}
    with pytest.raises(UnknownReference, match="component:db-1"):
        session.show("component:db-2")


def test_a_stub_stands_in_until_it_is_defined(session: Session) -> None:
    text = "components: [{id: a, depends_on: [component:ghost]}]"
    with pytest.raises(InvalidInput) as caught:
        apply(session, text)
    assert caught.value.code == "dangling-reference"
    assert session.store.head() == 0
    report = apply(session, text, missing="stub")
    assert report["created"] == {"Component": 2}
    assert session.show("component:ghost").records[0]["stub"] is True
    apply(session, "components: [{id: ghost, name: A real one}]")
    record = session.show("component:ghost").records[0]
    assert record["name"] == "A real one"
    assert "stub" not in record


def test_a_number_where_a_text_belongs_is_to_be_quoted(session: Session) -> None:
    with pytest.raises(InvalidInput) as found:
        apply(session, "cost_items: [{id: a, period: 2026}]")
    [problem] = found.value.problems
    assert (problem.code, problem.field) == ("invalid-value", "period")
    assert 'write it in quotes: "2026"' in problem.message


WRONG = [
    ("services: [{id: a, naem: x}]", "unknown-field", "naem"),
    ("services: [{id: a, tier: 9}]", "invalid-value", "tier"),
    ("services: [{id: a, lifecycle: flying}]", "invalid-value", "lifecycle"),
    ("services: [{id: a, planned_retire_on: soon}]", "invalid-value", "planned_retire_on"),
    ("services: [{id: a, rto_minutes: 60, mtpd_minutes: 30}]", "invalid-value", ""),
    ("services: [{id: a, availability: 0.9, unavailability: 0.1}]", "invalid-value", ""),
    ("services: [{id: a}, {id: A}]", "duplicate-reference", ""),
    ("services: [{id: a, depends_on: [team:x]}]", "dangling-reference", "depends_on"),
    ("services: [{id: a, owned_by: service:a}]", "wrong-end", "owned_by"),
    ("services: [{id: a, depends_on: [{service: a, at_least: 1}]}]", "invalid-value", ""),
    (
        "services: [{id: a, depends_on: [{service: a, group: g, at_least: 2}]}]",
        "inconsistent-group",
        "at_least",
    ),
    (
        "services: [{id: a, depends_on: [{service: a, group: g, at_least: 1}, "
        "{service: b, group: g}]}, {id: b}]",
        "inconsistent-group",
        "group",
    ),
    (
        "services: [{id: a, depends_on: [{service: a, group: g, at_least: 1, strength: soft}, "
        "{service: b, group: g, at_least: 1}]}, {id: b}]",
        "inconsistent-group",
        "group",
    ),
    ("requirement_groups: [{id: g, at_least: 1}]", "inconsistent-group", "at_least"),
    ("teams: [{id: a, people: true}]", "invalid-value", "people"),
    ("teams: [{id: a, people: '4'}]", "invalid-value", "people"),
    (
        "sites: [{id: a, part_of: 'site:b'}, {id: b, part_of: 'site:a'}]",
        "circular-relationship",
        "part_of",
    ),
    (
        "portfolios: [{id: p, contains: ['service:a']}, {id: q, contains: ['service:a']}]\n"
        "services: [{id: a}]",
        "too-many-relationships",
        "contained_in",
    ),
    (
        "services: [{id: a, owned_by: ['team:x', 'team:y']}]\nteams: [{id: x}, {id: y}]",
        "too-many-relationships",
        "owned_by",
    ),
]


@pytest.mark.parametrize(("text", "code", "field"), WRONG, ids=[f"{w[1]} {w[2]}" for w in WRONG])
def test_wrong_input_is_refused_whole(session: Session, text: str, code: str, field: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        apply(session, text + "\nvendors: [{id: fine}]" if "vendors" not in text else text)
    errors = [p for p in caught.value.problems if p.severity == "error"]
    assert [(p.code, p.field) for p in errors] == [(code, field)]
    assert errors[0].line >= 1
    assert session.store.head() == 0


def test_every_problem_is_reported_at_once(session: Session) -> None:
    text = "services: [{id: a, naem: x, tier: 9}, {id: a}, {id: b, depends_on: [service:z]}]"
    with pytest.raises(InvalidInput) as caught:
        apply(session, text)
    codes = sorted(problem.code for problem in caught.value.problems)
    assert codes == ["dangling-reference", "duplicate-reference", "invalid-value", "unknown-field"]


def test_reading_the_past(session: Session) -> None:
    apply(session, PAYMENTS)
    between = datetime.now(UTC)
    time.sleep(0.002)
    apply(session, "components: [{id: db-2, depends_on: ['component:db-1']}]", author="bea")
    apply(session, "delete: [component:api]")
    assert session.graph(0).records() == {}
    first = session.impact(["component:db-1"], as_of=1)
    assert (first.revision, first.affected) == (1, [])
    second = session.impact(["component:db-1"], as_of="2")
    assert [a.ref for a in second.affected] == ["component:db-2", "service:payments"]
    assert session.select("component:api", as_of=between.isoformat()).refs == ["component:api"]
    assert session.records("service", as_of="2001-01-01").records == []
    fresh = Session(session.store)
    assert fresh.graph(2).records() == session.graph(2).records()
    with pytest.raises(UnknownRevision, match="the newest is 3"):
        session.graph(4)
    with pytest.raises(InvalidArgument, match="neither"):
        session.graph("yesterday")


def test_log_and_diff(session: Session) -> None:
    apply(session, PAYMENTS, author="anna", reason="first load")
    apply(session, "components: [{id: api, version: '2'}, {id: new}]", author="bea")
    apply(session, "delete: [component:db-2]")
    assert [(e.revision, e.author) for e in session.log().revisions][1:] == [
        (2, "bea"),
        (1, "anna"),
    ]
    assert session.log(limit=1).revisions[0].revision == 3
    found = session.diff(1, 3)
    assert [change.id for change in found.added] == ["component:new"]
    (changed,) = found.changed
    assert changed.id == "component:api"
    assert (changed.before, changed.after) == ({"name": "api"}, {"name": "api", "version": "2"})
    assert [change.id for change in found.removed] == [
        "component:db-2",
        "component:db-2 HOSTED_AT site:muc",
        "service:payments DEPENDS_ON component:db-2 [database]",
    ]
    back = session.diff(3, 1)
    assert [change.id for change in back.removed] == ["component:new"]
    assert session.diff(2, 2).added == []


def test_expected_revision_makes_a_lost_update_an_error(session: Session) -> None:
    apply(session, PAYMENTS)
    apply(session, "components: [{id: api, version: '2'}]", expected=1)
    with pytest.raises(RevisionConflict, match="revision 2"):
        apply(session, "components: [{id: api, version: '3'}]", expected=1)


def test_two_sessions_see_each_other(session: Session) -> None:
    other = Session(session.store)
    apply(session, PAYMENTS)
    assert len(other.records("component").records) == 3
    apply(other, "components: [{id: api, version: '2'}]")
    assert session.show("component:api").records[0]["version"] == "2"
    apply(session, "components: [{id: api, version: '3'}]")
    assert other.graph().records() == session.graph().records()


def test_many_writers_in_one_process_all_get_through(session: Session) -> None:
    def write(number: int) -> None:
        for step in range(3):
            apply(session, f"components: [{{id: c{number}-{step}}}]")

    threads = [threading.Thread(target=write, args=(number,)) for number in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert session.store.head() == 15
    assert len(session.records("component").records) == 15


def test_only_elements_can_fail(session: Session) -> None:
    apply(session, PAYMENTS)
    with pytest.raises(InvalidArgument, match="can't fail") as caught:
        session.impact(["person:anna"])
    assert caught.value.code == "cannot-fail"


def test_show_lists_both_directions_once(session: Session) -> None:
    apply(session, "components: [{id: a, depends_on: ['component:a', 'component:b']}, {id: b}]")
    (record,) = session.show("component:a").records
    links = [(link["type"], link["from"], link["to"]) for link in record["relationships"]]
    assert links == [
        ("DEPENDS_ON", "component:a", "component:a"),
        ("DEPENDS_ON", "component:a", "component:b"),
    ]


def test_reach_tells_where_it_stopped(session: Session) -> None:
    apply(session, PAYMENTS)
    found = session.reach("site:fra", depth=1)
    assert [node.ref for node in found.nodes] == ["component:api", "component:db-1"]
    assert (found.complete, found.stopped_at_depth) == (False, 1)
    found = session.reach("site:fra", depth=2)
    assert [(n.ref, n.hops) for n in found.nodes][2:] == [("service:payments", 2)]
    assert (found.complete, found.stopped_at_depth) == (True, None)
    providers = session.reach("service:payments", direction="providers")
    assert len(providers.nodes) == 5
    assert session.reach("site:fra", depth=0).complete is False


def test_paths_are_shortest_first_and_tell_whether_there_are_more(session: Session) -> None:
    apply(
        session,
        "components: [{id: a, depends_on: ['component:b', 'component:d']}, "
        "{id: b, depends_on: ['component:c', 'component:a']}, {id: c, depends_on: ['component:d']},"
        " {id: d}]",
    )
    found = session.paths("component:a", "component:d")
    assert found.paths == [
        ["component:a", "component:d"],
        ["component:a", "component:b", "component:c", "component:d"],
    ]
    assert found.complete
    assert not session.paths("component:a", "component:d", limit=1).complete
    assert session.paths("component:d", "component:a").paths == []
    assert session.paths("component:a", "component:a").paths == [["component:a"]]


@pytest.mark.parametrize("text", ["payments", "service:", "service:Ä", ":x", "servce:payments"])
def test_a_text_that_is_no_reference(session: Session, text: str) -> None:
    with pytest.raises(InvalidReference):
        session.show(text)


def test_capitals_are_lowered(session: Session) -> None:
    apply(session, PAYMENTS)
    assert session.show("Service:PAYMENTS").records[0]["ref"] == "service:payments"


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ('"components":[{"id":"b","unavailability":0.1,"availability":0.9}]', "component:b: give"),
        (
            '"components":[{"id":"b"},{"id":"a","depends_on":'
            '[{"component":"b","strength":"soft","weight":1}]}]',
            "component:a DEPENDS_ON component:b: a soft dependency",
        ),
    ],
)
def test_an_error_without_a_field_names_its_record(plain: Session, said: str, named: str) -> None:
    """All of a document may stand in one line."""
    with pytest.raises(InvalidInput) as caught:
        plain.apply(f'{{"format":"itspm/v1",{said}}}')
    assert named in str(caught.value)
