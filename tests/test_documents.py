"""Gate documents on record: versions that follow each other, templates, attachments, hashes."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from itspm_graph.errors import InvalidArgument, InvalidInput, UnknownReference
from itspm_graph.fields import Kind, Property, properties_of
from itspm_graph.graph import Graph
from itspm_graph.model.documents import GateDocument
from itspm_graph.session import Session
from itspm_graph.sources.gate_documents import types
from itspm_graph.store import Store
from itspm_graph.templates import relationships, skeleton
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


def test_every_store_keeps_versions(store: Store) -> None:
    session = Session(store)
    session.apply(ESTATE)
    session.apply(strategy("1"))
    session.apply(session.document_new("service-strategy", "service:payments", author="A").text)
    again = Session(store)
    assert chain(again.graph()) == {"1": ("superseded", []), "2": ("submitted", ["1"])}
    newer, _ = again.document_show("service-strategy:payments/1").versions
    assert (newer.fields, newer.body) == ({"why": "Need"}, "The text.")


# --- templates --------------------------------------------------------------------------------

TYPES = [name for name in types() if name != "document"]
SAMPLES: dict[Kind, Any] = {
    Kind.TEXT: "Größe: 'x' # \u2028 \"y\"",
    Kind.NUMBER: 0.5,
    Kind.INTEGER: 3,
    Kind.BOOLEAN: True,
    Kind.DATE: "2027-01-31",
    Kind.TEXTS: ["- one", "two: 2"],
    Kind.JSON: {"rated": "high"},
}


def sample(declared: Property) -> Any:
    if declared.choices:
        return declared.choices[0]
    return "EUR" if declared.name == "currency" else SAMPLES[declared.kind]


def own_fields(name: str) -> dict[str, Any]:
    """A value for each field that the type declares."""
    return {
        field: sample(declared)
        for field, declared in properties_of(types()[name]).items()
        if field not in properties_of(GateDocument)
    }


def filled(template: str, fields: Mapping[str, Any]) -> str:
    """The template with these values behind their keys, as an author would write them."""
    for name, value in fields.items():
        line = f"{name}: {json.dumps(value)}"
        template, found = re.subn(rf"(?m)^{name}:.*$", lambda _, line=line: line, template, count=1)
        assert found, name
    return template


@pytest.mark.parametrize("name", TYPES)
def test_a_template_is_filled_imported_and_read_back(session: Session, name: str) -> None:
    template = session.document_new(name, "service:payments")
    assert (template.document, template.version) == (name, "1")
    with pytest.raises(InvalidInput) as error:
        session.apply(template.text)
    (problem,) = error.value.problems
    author = template.text.splitlines().index("author:  # who writes it") + 1
    assert (problem.code, problem.line, problem.field) == ("missing-field", author, "author")
    fields = own_fields(name)
    text = filled(template.text, {"author": "Zoë", "dated_on": "2026-01-02", **fields})
    session.apply(text)
    shown = session.document_show(f"{name}:payments/1")
    (version,) = shown.versions
    assert version.fields == fields
    assert (version.author, version.dated_on, version.status) == ("Zoë", "2026-01-02", "submitted")
    assert version.standing
    assert version.body == text.partition("\n---\n")[2].strip("\n")
    assert "Payments" in version.body
    assert version.content_hash == sha256(text.encode()).hexdigest()
    assert shown.services == ["service:payments"]
    again = session.document_new(name, "service:payments", author="Zoë")
    assert again.version == "2"
    session.apply(again.text)
    newer, older = session.document_show(f"{name}:payments/1").versions
    anew = skeleton(name).anew
    kept = {field: value for field, value in fields.items() if field not in anew}
    assert (newer.version, newer.fields, newer.body) == ("2", kept, version.body)
    assert (older.status, older.standing) == ("superseded", False)


@pytest.mark.parametrize("name", [*TYPES, "document"])
def test_what_a_template_shows_in_comments_is_right(session: Session, name: str) -> None:
    """Every example and every candidate, taken at its word, is imported without an error."""
    text = session.document_new(name, "service:payments", author="A").text
    text = re.sub(r"(?m)^#(  +\S)", r"\1", text).replace("document_type:", "document_type: own #")
    report = session.apply(text, missing="stub", dry_run=True)
    assert {problem.code for problem in report.problems} <= {"dangling-reference"}
    assert "Payments" in text


def test_a_template_offers_what_the_graph_knows(session: Session) -> None:
    session.apply(
        """format: itspm/v1
services:
  - id: payments
    currency: CHF
    tg2_required: false
    depends_on:
      - {component: db-1, group: database, at_least: 1}
      - {component: db-2, group: database, at_least: 1}
    has_release: [release:second]
components: [{id: db-1, name: "Main\\ndatabase"}, {id: db-2}, {id: disk}]
releases: [{id: other}, {id: second}]
strategic_objectives: [{id: gone, status: achieved}, {id: later, status: proposed}]
"""
    )
    strategy = session.document_new("ServiceStrategy", "service:payments").text
    assert 'currency: "CHF"' in strategy
    assert "tg2_required: false" in strategy
    assert "#  - strategic-objective:growth  # Growth\n" in strategy
    assert "objective:gone" not in strategy
    design = session.document_new("service-design", "service:payments").text
    member = 'group: "database", at_least: 1}  # '
    assert f'#  - {{ref: "component:db-1", {member}Main database\n' in design
    assert f'#  - {{ref: "component:db-2", {member}db-2\n' in design
    assert "component:disk" not in design
    plan = session.document_new("service-release-plan", "service:payments").text
    assert "#  - release:second" in plan
    assert "release:other" not in plan
    session.apply(filled(design, {"author": "A"}).replace("designs:", "designs: [component:disk]"))
    assert "designs:\n  - component:disk  # disk\n" in (
        session.document_new("service-design", "service:payments").text
    )


def test_results_are_not_taken_over(session: Session) -> None:
    fields = {"period": "2026", "actual_cost": 5, "currency": "EUR"}
    template = session.document_new("business-case-verification-report", "service:payments")
    session.apply(filled(template.text, {"author": "A", **fields}) + "What 2026 brought.\n")
    again = session.document_new("business-case-verification-report", "service:payments").text
    assert 'currency: "EUR"' in again
    assert "2026 brought" not in again
    assert {"period:", "actual_cost:"} <= set(again.splitlines())


def test_every_declared_type_has_words_of_its_own() -> None:
    assert len({skeleton(name).body for name in types()}) == len(types())
    for name, declared in types().items():
        known = {*properties_of(declared), *(edge.key for edge in relationships(declared))}
        said = skeleton(name)
        assert {*said.anew, *said.candidates, *said.examples} <= known


def test_long_lists_are_cut_and_say_so(session: Session) -> None:
    listed = ", ".join(f"{{id: o{number}}}" for number in range(20))
    session.apply(f"format: itspm/v1\nbusiness_outcomes: [{listed}]")
    text = session.document_new("service-strategy", "service:payments").text
    assert text.count("#  - business-outcome:") == 12
    assert "#  and 8 more" in text


def test_a_template_of_a_type_that_nobody_knows(session: Session) -> None:
    with pytest.raises(InvalidArgument, match="did you mean service-strategy") as error:
        session.document_new("service-stratgy", "service:payments")
    assert error.value.code == "unknown-type"
    with pytest.raises(InvalidArgument, match="no service"):
        session.document_new("service-strategy", "person:anna")
    with pytest.raises(UnknownReference, match="service:payments"):
        session.document_new("service-strategy", "service:payment")


def test_a_template_of_a_type_that_an_organisation_added(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(
        "documents: {carbon-report: {name: Carbon Report, owner: project-manager, meaning: CO2.}}"
    )
    monkeypatch.setenv("ITSPM_FRAMEWORK", str(own))
    template = session.document_new("carbon-report", "service:payments", author="Zoë")
    assert 'name: "Carbon Report of Payments"' in template.text
    session.apply(filled(template.text, {"fields": {"tonnes": 3}}))
    (version,) = session.document_show("document:payments/carbon-report-1").versions
    assert (version.document, version.fields) == (
        "carbon-report",
        {"document_type": "carbon-report", "fields": {"tonnes": 3}},
    )
    assert session.document_new("carbon-report", "service:payments").version == "2"


# --- what is on record ------------------------------------------------------------------------


def test_documents_of_a_service(session: Session) -> None:
    for version in ("9", "10"):
        session.apply(strategy(version))
    session.apply(strategy("1", "poc-report", why="").replace("why: \n", ""))
    session.apply(strategy("1", **{"for": "service:billing"}))
    listed = session.document_list("service:payments").documents
    assert [(one.ref, one.status, one.standing) for one in listed] == [
        ("poc-report:payments/1", "submitted", True),
        ("service-strategy:payments/10", "submitted", True),
        ("service-strategy:payments/9", "superseded", False),
    ]
    with pytest.raises(InvalidArgument, match="no document"):
        session.document_show("service:payments")


def test_gates_that_took_a_document(session: Session) -> None:
    session.apply(strategy("1"))
    session.apply(
        """format: itspm/v1
gate_submissions:
  - {id: s, gate: TG1, revision: 1, submitted_at: "2026-01-01T10:00:00Z", verdict: READY,
     evidence_hash: x, submitted_for: "service:payments", includes: ["service-strategy:payments/1"],
     decided_by: "gate-decision:d"}
gate_decisions:
  - {id: d, gate: TG1, outcome: reject, passed: false, reason: No, taken_by: "person:anna",
     decided_at: "2026-01-02T10:00:00Z"}
"""
    )
    (version,) = session.document_show("service-strategy:payments/1").versions
    (taken,) = version.taken
    assert (taken.gate, taken.verdict, taken.outcome, taken.passed) == (
        "TG1", "READY", "reject", False,
    )  # fmt: skip
    assert session.document_list("service:payments").documents[0].gates == ["TG1"]


def test_files_are_told_by_their_hash(session: Session) -> None:
    session.apply(strategy("1"))
    session.apply(strategy("2"))
    first, second = "service-strategy:payments/1", "service-strategy:payments/2"
    digest = sha256(b"signed").hexdigest()
    attached = session.document_attach(
        second, f"SHA256:{digest.upper()}", file_name="signed.pdf", size_bytes=6, location="//safe"
    )
    assert attached.attachment.content_hash == digest
    assert session.document_attach(second, digest).revision == attached.revision
    (file,) = session.document_show(second).versions[0].attachments
    assert (file.file_name, file.size_bytes, file.location) == ("signed.pdf", 6, "//safe")
    own = sha256(strategy("2").encode()).hexdigest()
    for ref, hashed, matches, known_as, known in (
        (second, own, True, "document", second),
        (second, digest, True, "attachment", f"attachment:{digest}"),
        (first, own, False, "version", second),
        (first, digest, False, "", None),
    ):
        found = session.document_verify(ref, hashed)
        assert (found.matches, found.known_as, found.known) == (matches, known_as, known)
    with pytest.raises(InvalidArgument, match="64 hexadecimal digits"):
        session.document_verify(first, "abc")
    with pytest.raises(InvalidArgument, match="no document"):
        session.document_attach("service:payments", digest)
