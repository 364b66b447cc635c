"""Gate documents on record: versions that follow each other, templates, attachments, hashes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from itspm_graph.errors import InvalidInput
from itspm_graph.graph import Graph
from itspm_graph.session import Session
from itspm_graph.versions import following, order

ESTATE = """\
format: itspm/v1
services: [{id: payments, name: Payments}, {id: billing, name: Billing}]
strategic_objectives: [{id: growth, name: Growth}]
people: [{id: anna}]
"""


def strategy(version: str = "1", name: str = "service-strategy", **said: str) -> str:
    stated = {"document": name, "for": "service:payments", "author": "Anna", "why": "Need"} | said
    lines = "".join(f"{key}: {value}\n" for key, value in stated.items())
    return f'---\nversion: "{version}"\n{lines}---\nThe text.\n'


@pytest.fixture
def session(plain: Session) -> Session:
    plain.apply(ESTATE)
    return plain


def chain(graph: Graph, kind: str = "ServiceStrategy") -> dict[str, tuple[str, list[str]]]:
    """Status, and what it supersedes, of each version."""
    found = {}
    for position in graph.positions(kind):
        said = graph.properties(position)
        links = graph.links_from(position, "SUPERSEDES")
        older = sorted(graph.properties(link.target)["version"] for link in links)
        found[said["version"]] = (said.get("status", "submitted"), older)
    return found


def refused(session: Session, document: str) -> tuple[str, int, str]:
    before = session.graph().revision
    with pytest.raises(InvalidInput) as error:
        session.apply(document)
    assert session.graph().revision == before
    (problem,) = error.value.problems
    assert problem.field == "version"
    return problem.code, problem.line, problem.message


def test_a_newer_version_takes_the_place_of_the_standing_one(session: Session) -> None:
    for version in ("1", "2", "2.10"):
        session.apply(strategy(version))
    assert chain(session.graph()) == {
        "1": ("superseded", []),
        "2": ("superseded", ["1"]),
        "2.10": ("submitted", ["2"]),
    }


def test_other_services_and_types_are_left_alone(session: Session) -> None:
    session.apply(strategy("1"))
    session.apply(strategy("2", **{"for": "service:billing"}))
    session.apply(strategy("3", "poc-report", why="").replace("why: \n", ""))
    assert chain(session.graph()) == {"1": ("submitted", []), "2": ("submitted", [])}
    assert chain(session.graph(), "PocReport") == {"3": ("submitted", [])}


def test_types_of_ones_own_are_told_apart(session: Session) -> None:
    for own in ("privacy-assessment", "carbon-report"):
        session.apply(strategy("1", "document", document_type=own, why="").replace("why: \n", ""))
    assert chain(session.graph(), "Document") == {"1": ("submitted", [])}
    refs = [record["ref"] for record in session.records("document").records]
    assert refs == ["document:payments/carbon-report-1", "document:payments/privacy-assessment-1"]


def test_the_same_file_again_changes_nothing(session: Session) -> None:
    session.apply(strategy("1"))
    session.apply(strategy("2"))
    session.apply(
        "format: itspm/v1\nservice_strategies: [{id: payments/2, status: accepted, why: '!'}]"
    )
    before = session.graph().revision
    for version in ("1", "2"):
        report = session.apply(strategy(version))
        assert (report.revision, report.unchanged) == (before, 2)
    assert chain(session.graph()) == {"1": ("superseded", []), "2": ("accepted", ["1"])}


def test_a_version_is_not_rewritten(session: Session) -> None:
    session.apply(strategy("1"))
    session.apply(strategy("2"))
    code, line, message = refused(session, strategy("2", why="Other"))
    assert (code, line) == ("version-on-record", 2)
    assert 'raise the version, as version: "3"' in message
    assert 'version: "3"' in refused(session, strategy("1", why="Other"))[2]
    assert "as service-strategy:payments/1" in refused(session, strategy("1", id="payments/x"))[2]
    assert "is older than service-strategy:payments/2" in refused(session, strategy("0.9"))[2]
    assert "an id of its own" in refused(session, strategy("3", id="payments/2"))[2]


def test_a_draft_may_be_rewritten_and_replaces_nothing(session: Session) -> None:
    session.apply(strategy("1"))
    session.apply(strategy("2", status="draft"))
    session.apply(strategy("2", status="draft", why="Other"))
    assert chain(session.graph()) == {"1": ("submitted", []), "2": ("draft", [])}
    session.apply(strategy("2", status="submitted", why="Other"))
    assert chain(session.graph()) == {"1": ("superseded", []), "2": ("submitted", ["1"])}


def test_a_record_written_without_a_file_is_completed_by_one(session: Session) -> None:
    stated = '{id: payments/1, version: "1", for: service:payments}'
    session.apply(f"format: itspm/v1\nservice_strategies: [{stated}]")
    session.apply(strategy("1"))
    (record,) = session.records("service-strategy").records
    assert (record["why"], record["author"]) == ("Need", "Anna")


def test_versions_may_come_together_in_any_order(session: Session, tmp_path: Path) -> None:
    item = '[{id: go-live, ends_on: "2027-0%s-01", requires_item: [{id: design, name: "%s"}]}]'
    paths = []
    for version in ("2", "1", "3"):
        path = tmp_path / f"v{version}.md"
        said: dict[str, Any] = {"has_item": item % (version, version)}
        path.write_text(strategy(version, "service-roadmap", **said).replace("why: Need\n", ""))
        paths.append(path)
    session.import_files(paths)
    graph = session.graph()
    expected = {"1": ("superseded", []), "2": ("superseded", ["1"]), "3": ("submitted", ["2"])}
    assert chain(graph, "ServiceRoadmap") == expected
    items = {r["ref"]: r for r in session.records("roadmap-item").records}
    assert items["roadmap-item:go-live"]["ends_on"] == "2027-03-01"
    assert items["roadmap-item:design"]["name"] == "3"
    again = session.import_files(paths)
    assert again.revision == graph.revision


def test_two_files_can_not_be_one_version(session: Session, tmp_path: Path) -> None:
    paths = [tmp_path / "a.md", tmp_path / "b.md"]
    for path, document in zip(paths, (strategy("2"), strategy("2", id="payments/b")), strict=True):
        path.write_text(document)
    with pytest.raises(InvalidInput) as error:
        session.import_files(paths)
    assert error.value.code == "version-on-record"


def test_what_was_meant_is_named(session: Session) -> None:
    with pytest.raises(InvalidInput) as error:
        session.apply(strategy("1", wyh="Need", aligns_with="[strategic-objective:growht]"))
    field, ref = error.value.problems
    assert (field.code, field.line, field.field) == ("unknown-field", 7, "wyh")
    assert "did you mean why" in field.message
    assert (ref.code, ref.line, ref.field) == ("dangling-reference", 8, "aligns_with")
    assert "nearest: strategic-objective:growth" in ref.message


@pytest.mark.parametrize(
    ("version", "next_one"),
    [("", "1"), ("1", "2"), ("1.9", "1.10"), ("2027-a", "2028-a"), ("a", "a-2"), ("v9 b", "v10 b")],
)
def test_the_following_version(version: str, next_one: str) -> None:
    assert following(version) == next_one
    assert not version or order(version) < order(next_one)


def test_the_order_of_versions() -> None:
    assert order("0.9") < order("1") < order("1.2") < order("1.10") < order("2") < order("10")
