"""Telling formats apart, in files and in folders."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itspm_graph.sources import Statements, Text
from itspm_graph.sources.reading import READERS, read, read_texts
from tests.sources.samples import codes, said

NO_CATALOG = {
    "a text": "hello",
    "a number": "5",
    "a list": "- 1\n- 2\n",
    "some mapping": "a: 1\n",
    "an OpenAPI document": "openapi: 3.1.0\ncomponents: {schemas: {}}\n",
    "an unknown format": "format: other/v1\n",
    "no format": "services:\n- id: a\n",
    "a kind alone": "kind: Component\n",
}


@pytest.mark.parametrize("content", NO_CATALOG.values(), ids=NO_CATALOG)
def test_what_is_no_catalog(tmp_path: Path, content: str) -> None:
    (tmp_path / "a.yaml").write_text(content)
    (named,) = read([tmp_path / "a.yaml"]).problems
    assert (named.code, named.severity, named.line) == ("not-a-catalog", "error", 1)
    (tmp_path / "b.yaml").write_text("format: itspm/v1\n")
    (walked,) = read([tmp_path]).problems
    assert (walked.code, walked.severity) == ("not-a-catalog", "note")


def test_the_author_of_a_catalog_without_format_is_helped() -> None:
    (problem,) = said("services:\n- id: a\n").problems
    assert "format: itspm/v1" in problem.message


def test_an_unknown_version() -> None:
    (problem,) = said("services: []\nformat: itspm/v9\n").problems
    assert (problem.code, problem.line, problem.field) == ("unknown-format", 2, "format")
    assert "itspm/v1" in problem.message


def test_formats_may_be_mixed_in_one_file() -> None:
    statements = said(
        "format: itspm/v1\nteams: [{id: a}]\n---\n"
        "{apiVersion: v1, kind: Group, metadata: {name: b}}\n---\n"
        "services: {c: {image: postgres}}\n"
    )
    refs = [node.ref for node in statements.nodes]
    assert refs == ["team:a", "team:b", "component:c", "vendor-product:postgres"]
    assert statements.problems == []


def test_a_format_may_be_forced() -> None:
    statements = said("teams: [{id: a}]\n", format="itspm")
    assert [node.ref for node in statements.nodes] == ["team:a"]
    assert codes(said("a: 1\n", format="backstage")) == ["unknown-kind"]
    assert codes(said("a: 1\n", format="compose")) == ["wrong-shape", "dropped"]
    assert codes(said("5\n", format="itspm")) == ["not-a-catalog"]


def test_in_a_folder_a_forced_format_leaves_out_the_others(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("format: itspm/v1\nteams: [{id: a}]\n")
    (tmp_path / "b.yaml").write_text("openapi: 3.1.0\n")
    statements = read([tmp_path], "itspm")
    assert (len(statements.nodes), codes(statements)) == (1, ["not-a-catalog"])
    assert codes(read([tmp_path], "compose")) == ["not-a-catalog"] * 2 + ["nothing-to-read"]


def test_a_format_nobody_knows() -> None:
    (problem,) = read([], "csv").problems
    assert problem.code == "unknown-format"
    assert all(name in problem.message for name in READERS)


def test_foreign_tags() -> None:
    (problem,) = said("format: itspm/v1\nteams:\n- !secret {id: a}\n").problems
    assert (problem.code, problem.severity, problem.line) == ("tag", "error", 3)


def test_progress_counts_files(tmp_path: Path) -> None:
    for name in "abc":
        (tmp_path / f"{name}.yaml").write_text("format: itspm/v1\n")
    heard: list[tuple[int, int]] = []
    read([tmp_path], progress=lambda done, of: heard.append((done, of)))
    assert heard == [(1, 3), (2, 3), (3, 3)]


def test_every_problem_of_every_file_is_found(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("format: itspm/v1\nteams: [{}, {id: ' '}]\nwrong: []\n")
    (tmp_path / "b.json").write_text("{")
    (tmp_path / "c.yaml").write_bytes(b"\xff")
    found = codes(read([tmp_path, Path("nowhere")]))
    assert sorted(found) == sorted(
        ["missing-id", "invalid-id", "unknown-key", "json-syntax", "encoding", "missing-file"]
    )


def test_a_text_sent_by_itself_reads_nothing_from_the_disk(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("IMAGE=secret\n")
    (tmp_path / "b.yaml").write_text("format: itspm/v1\nteams: [{id: b}]\n")
    name = str(tmp_path / "a.yaml")
    content = (
        "{apiVersion: v1, kind: Location, metadata: {name: l}, spec: {target: ./b.yaml}}\n"
        "---\nservices: {a: {image: '$IMAGE'}}\n"
    )
    statements = read_texts([Text(Path(name), name, content)])
    assert [node.fields["name"] for node in statements.nodes] == ["a", "$IMAGE"]
    assert codes(statements) == ["remote-target", "unset-variable"]


def _large(nodes: int, edges: int, separator: str) -> str:
    between = "," + separator
    of_nodes = (json.dumps({"ref": f"component:c-{n}", "name": f"C {n}"}) for n in range(nodes))
    of_edges = (
        json.dumps(
            {"type": "DEPENDS_ON", "from": f"component:c-{n % nodes}", "to": "component:c-0"}
        )
        for n in range(edges)
    )
    return (
        f'{{"format": "itspm/v1",{separator}"nodes": [{between.join(of_nodes)}],{separator}'
        f'"edges": [{between.join(of_edges)}]}}'
    )


@pytest.mark.slow
@pytest.mark.parametrize("separator", ["", "\n"], ids=["one line", "a line each"])
def test_a_large_dump_is_read_with_its_lines(tmp_path: Path, separator: str) -> None:
    path = tmp_path / "dump.json"
    path.write_text(_large(20_000, 50_000, separator))
    statements = read([path])
    assert (len(statements.nodes), len(statements.edges)) == (20_000, 50_000)
    assert statements.nodes[9].place.line == (11 if separator else 1)
    assert statements.problems == []


BITS = [
    "format: itspm/v1",
    "apiVersion: v1\nkind: Component",
    "kind: Location",
    "metadata: {name: a}",
    "spec: {owner: 5, dependsOn: [x, {ref: y}, [z]], system: 'a b'}",
    "spec: []",
    "services: {a: {image: '${X:-y}', depends_on: {b: 5}}}",
    "services: [{id: a, depends_on: [{}, 5, {component: [1]}]}]",
    "services: {a: [], b: null}",
    "nodes: [{ref: 5}, {ref: x}, {ref: 'team:a', depends_on: null}]",
    "edges: [{type: [], from: {}, to: 1}, 5]",
    "delete: [[], 'a:b']",
    "delete: {}",
    "---",
]


@given(
    content=st.lists(st.sampled_from(BITS), max_size=6).map("\n".join),
    format=st.sampled_from([None, *READERS]),
)
@settings(deadline=None, max_examples=400)
def test_whatever_the_shape_there_are_statements_or_problems(
    content: str, format: str | None
) -> None:
    statements = said(content, format=format)
    assert isinstance(statements, Statements)


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)
KEYS = (
    "format apiVersion kind metadata spec name services nodes edges id ref depends_on delete image"
    " owner dependsOn targets tags profile type from to members"
)
KNOWN_KEYS = st.sampled_from(KEYS.split())
SHAPES = st.recursive(
    JSON_VALUES | st.sampled_from(["itspm/v1", "Component", "User", "team:a", "a", "DEPENDS_ON"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KNOWN_KEYS, inner, max_size=6),
    max_leaves=20,
)


@pytest.mark.slow
@given(tree=st.dictionaries(KNOWN_KEYS, SHAPES), format=st.sampled_from([None, *READERS]))
@settings(deadline=None, max_examples=400)
def test_any_tree_gives_statements_or_problems(tree: dict[str, object], format: str | None) -> None:
    read_texts([Text(Path("a.json"), "a.json", json.dumps(tree))], format)
