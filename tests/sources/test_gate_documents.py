"""A version of a gate document as a file: front matter, text, and what is wrong with either."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itspm_graph.graph import Graph
from itspm_graph.importing import plan
from itspm_graph.sources import Statements, Text, files, gate_documents
from itspm_graph.sources.reading import read, read_texts
from tests.sources.samples import brief, codes, errors, said

STRATEGY = """\
---
document: service-strategy
for: service:payments
version: 2
author: Märta
why: Cards are refused.
risks:
aligns_with: [{ref: "strategic-objective:growth", contribution: more sales}]
targets_outcome:
  - id: fewer-refusals
    name: Fewer refusals
    target: 3
records:
  customers: [{id: shops}]
---

# What the board should know

Ünïcode 🎈
---
A line in the text.
"""


def strategy(content: str = STRATEGY, name: str = "strategy.md") -> Statements:
    return said(content, name)


def test_a_version() -> None:
    statements = strategy()
    assert (statements.problems, statements.nodes) == ([], [])
    (document,) = statements.documents
    assert document.ref == "service-strategy:payments/2"
    assert (document.type, document.services) == ("service-strategy", ("service:payments",))
    assert (document.version, document.status) == ("2", "submitted")
    record, outcome, shops = document.says.nodes
    assert record.fields == {
        "name": "Service strategy 2 of payments",
        "version": "2",
        "author": "Märta",
        "why": "Cards are refused.",
        "body": "# What the board should know\n\nÜnïcode 🎈\n---\nA line in the text.",
        "content_hash": sha256(STRATEGY.encode()).hexdigest(),
    }
    assert (outcome.ref, outcome.fields) == (
        "business-outcome:fewer-refusals",
        {"name": "Fewer refusals", "target": 3},
    )
    assert (outcome.place.line, outcome.lines["target"], shops.ref) == (10, 12, "customer:shops")
    edges = [(edge.label, edge.target, edge.fields) for edge in document.says.edges]
    assert edges == [
        ("FOR", "service:payments", {}),
        ("ALIGNS_WITH", "strategic-objective:growth", {"contribution": "more sales"}),
        ("TARGETS_OUTCOME", "business-outcome:fewer-refusals", {}),
    ]


@pytest.mark.parametrize(
    "content",
    [
        STRATEGY.replace("\n", "\r\n"),
        "\ufeff" + STRATEGY,
        STRATEGY.replace("---\n", "---  \n", 1).replace("shops}]\n---", "shops}]\n..."),
    ],
    ids=["windows", "mark", "dots"],
)
def test_line_ends_and_marks_change_the_hash_alone(content: str) -> None:
    (found,), (expected,) = strategy(content).documents, strategy().documents
    fields = {**expected.says.nodes[0].fields, "content_hash": sha256(content.encode()).hexdigest()}
    assert found.says.nodes[0].fields == fields
    assert found.says.nodes[0].lines == expected.says.nodes[0].lines
    assert found.says.edges == expected.says.edges


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_the_hash_is_of_the_bytes_of_the_file(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "strategy.md"
    path.write_bytes(STRATEGY.encode(encoding))
    (document,) = read([path]).documents
    assert document.content_hash == sha256(path.read_bytes()).hexdigest()
    assert document.says.nodes[0].fields["author"] == "Märta"


def test_a_text_without_a_file_name_is_told_by_what_it_holds() -> None:
    (document,) = read_texts([Text(Path("document"), "document", STRATEGY)]).documents
    assert document.ref == "service-strategy:payments/2"
    catalogs = "---\nformat: itspm/v1\nteams: [{id: a}]\n---\nformat: itspm/v1\nteams: [{id: b}]\n"
    statements = read_texts([Text(Path("document"), "document", catalogs)])
    assert [node.ref for node in statements.nodes] == ["team:a", "team:b"]


def test_yaml_and_json_without_a_text() -> None:
    stated = {"document": "poc-report", "for": ["service:x"], "version": "1", "author": "A"}
    for content, name in ((json.dumps(stated), "poc.json"), (json.dumps(stated), "poc.yaml")):
        (document,) = said(content, name).documents
        assert document.ref == "poc-report:x/1"
        assert "body" not in document.says.nodes[0].fields


def test_a_type_of_ones_own() -> None:
    head = "---\ndocument: document\ndocument_type: privacy-assessment\nfor: service:payments\n"
    (document,) = strategy(
        f"{head}version: 1.2-b\nauthor: A\nfields: {{rated: high}}\n---\n"
    ).documents
    assert document.ref == "document:payments/privacy-assessment-1.2-b"
    assert document.type == "privacy-assessment"
    assert document.says.nodes[0].fields["fields"] == {"rated": "high"}


def test_inline_records_of_any_depth() -> None:
    content = """\
---
document: service-design
for: service:x
version: "1"
author: A
designs:
  - {id: db, type: component, group: data, at_least: 1, restore_minutes: 5}
records:
  roadmap_items:
    - id: build
      delivers: [{id: pay, name: Pay}]
---
"""
    (document,) = strategy(content).documents
    nodes = {node.ref: node.fields for node in document.says.nodes[1:]}
    assert nodes == {
        "component:db": {"restore_minutes": 5},
        "roadmap-item:build": {},
        "business-capability:pay": {"name": "Pay"},
    }
    designs = document.says.edges[1]
    assert (designs.target, designs.fields) == ("component:db", {"group": "data", "at_least": 1})


def head(**changed: str) -> str:
    stated = {
        "document": "service-strategy", "for": "service:x", "version": "'1'", "author": "A",
    } | changed  # fmt: skip
    lines = "".join(f"{key}: {value}\n" for key, value in stated.items())
    return f"---\n{lines}---\n"


@pytest.mark.parametrize(
    ("content", "problem", "right"),
    [
        ("# no head\n", ("no-front-matter", 1, ""), "begins with no front matter"),
        ("---\ndocument: service-strategy\n", ("no-front-matter", 1, ""), "close it"),
        ("---\n- a\n---\n", ("no-front-matter", 2, ""), "holds no keys"),
        ("---\na: b\na: c\n---\n", ("duplicate-key", 3, ""), "keep one"),
        ("---\na: [\n---\n", ("yaml-syntax", 3, ""), "not YAML"),
        (head(author=""), ("missing-field", 5, "author"), "write author:"),
        (head(version=""), ("missing-field", 4, "version"), 'version: "1"'),
        (head(version="' '"), ("missing-field", 4, "version"), 'version: "1"'),
        (head(version="1.0"), ("wrong-shape", 4, "version"), 'version: "1.0"'),
        (head(version="true"), ("wrong-shape", 4, "version"), "not a truth value"),
        (head(**{"for": ""}), ("missing-field", 3, "for"), "service:payments"),
        (head(**{"for": "payments"}), ("invalid-reference", 3, "for"), "service:payments"),
        (head(document=""), ("missing-field", 2, "document"), "service-strategy"),
        (head(document="memo"), ("unknown-type", 2, "document"), "types are document, service"),
        (head(document="service-stratgy"), ("unknown-type", 2, "document"), "service-strategy?"),
        (head(document="service"), ("unknown-type", 2, "document"), "no type of document"),
        (head(document="document"), ("missing-field", 2, "document_type"), "privacy-assessment"),
        (
            head(document="document", document_type="poc-report"),
            ("unknown-type", 6, "document_type"),
            "write document: poc-report",
        ),
        (head(id="'?'"), ("invalid-id", 6, "id"), "is no slug"),
        (head(body="x"), ("unknown-field", 6, "body"), "below the front matter"),
        (head(content_hash="x"), ("unknown-field", 6, "content_hash"), "worked out"),
        (head(format="itspm/v1"), ("unknown-field", 6, "format"), "belongs into a catalog"),
        (head(delete="[service:x]"), ("unknown-field", 6, "delete"), "under records"),
        (head(records="[a]"), ("wrong-shape", 6, "records"), "not a list"),
        (head(records="{service_strategies: [{id: a}]}"), ("unknown-field", 6, "records"), "own"),
        (head(records="{strategies: []}"), ("unknown-key", 6, "strategies"), "service_strategies?"),
        (head(aligns_with="[growth]"), ("invalid-reference", 6, "aligns_with"), "type:slug"),
        (head(disposes_of="[{id: a}]"), ("no-single-target", 6, "disposes_of"), "write type:"),
        (head(designs="[{id: a, type: team2}]"), ("no-single-target", 6, "designs"), "type: team"),
        (head(why="!cmd x"), ("tag", 6, ""), "plain value"),
    ],
)
def test_what_is_wrong(content: str, problem: tuple[str, int, str], right: str) -> None:
    statements = strategy(content)
    (found,) = errors(statements)
    assert brief(found) == problem
    assert right in found.message
    assert found.file == "strategy.md"


def test_all_that_is_missing_is_told_at_once() -> None:
    assert codes(strategy("---\nwhy: x\n---\n")) == ["missing-field"] * 4


def test_texts_and_files_that_are_too_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate_documents, "LONGEST_BODY", 10)
    (found,) = errors(strategy())
    assert (found.code, found.field) == ("file-too-large", "body")
    path = tmp_path / "strategy.md"
    path.write_text(STRATEGY)
    monkeypatch.setattr(files, "LARGEST_FILE", 10)
    (found,) = errors(read([path]))
    assert found.code == "file-too-large"


def test_a_folder_is_searched_for_catalogs_alone(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("# Read me")
    (tmp_path / "catalog.yaml").write_text("format: itspm/v1\nteams: [{id: a}]")
    statements = read([tmp_path])
    assert statements.problems == []
    assert [node.ref for node in statements.nodes] == ["team:a"]


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=5)
    | st.sampled_from(["service:x", "component:c", "document", "poc-report", "draft"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "ref", "type", "service", "group", "nodes", "test_runs"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=6,
)
KEYS = (
    "document document_type for version author id status records designs has_item disposes_of "
    "supersedes fields why format delete"
)
WHOLE = {"document": "service-design", "for": "service:x", "version": "1", "author": "A"}


@given(stated=st.dictionaries(st.sampled_from(KEYS.split()), VALUES, max_size=5))
@settings(max_examples=60)
def test_any_front_matter_gives_a_plan_or_problems(stated: dict[str, object]) -> None:
    statements = strategy(f"---\n{json.dumps(WHOLE | stated)}\n---\ntext\n")
    planned = plan(Graph.empty(), statements)
    assert planned.errors or planned.changes or not statements.documents
