"""Entities in the Backstage form: what dialects and mistakes make of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from itspm_graph.sources import Statements
from itspm_graph.sources.reading import read
from tests.sources.samples import brief, codes, errors, said


def entity(kind: str = "Component", name: str = "a", more: str = "", api: str = "v1") -> str:
    return f"apiVersion: {api}\nkind: {kind}\nmetadata:\n  name: {name}\n{more}\n---\n"


REFERENCES = {
    "x": ("component:x", {}),
    "Component:X": ("component:x", {}),
    "resource:x": ("component:x", {}),
    "other/x": ("component:other/x", {}),
    "default/x": ("component:x", {}),
    "API:other/X": ("interface:other/x", {}),
    "x@v2": ("component:x", {"version": "v2"}),
    "x @v2": ("component:x", {"version": "v2"}),
    "'x \"reads from\"'": ("component:x", {"label": "reads from"}),
    "'api:o/x @v2 \"reads\"'": ("interface:o/x", {"version": "v2", "label": "reads"}),
    "{ref: x, label: l, attrs: {a: 1}}": ("component:x", {"label": "l", "a": 1}),
    "{ref: x, attrs: [1]}": ("component:x", {"attrs": [1]}),
    "{kind: API, namespace: o, name: x}": ("interface:o/x", {}),
    "{name: x}": ("component:x", {}),
}


@pytest.mark.parametrize(("written", "meant"), REFERENCES.items())
def test_references(written: str, meant: tuple[str, dict[str, object]]) -> None:
    statements = said(entity(more=f"spec:\n  dependsOn:\n  - {written}"))
    (edge,) = statements.edges
    assert (edge.target, edge.fields.get("attributes", {})) == meant
    assert edge.place.line == 7
    assert errors(statements) == []


def test_a_reference_stays_in_its_namespace() -> None:
    more = "  namespace: other\nspec: {owner: team}"
    assert said(entity(more=more)).edges[0].target == "team:other/team"
    dialect = said(entity(more=more, api="swcat/v1"))
    assert dialect.edges[0].target == "team:team"


def test_edges_that_both_sides_state_are_one() -> None:
    statements = said(
        entity("Group", "a", "spec: {children: [b]}")
        + entity("Group", "b", "spec: {parent: a}")
        + entity("Component", "c", "spec: {dependsOn: ['d \"x\"']}")
        + entity("Resource", "d", "spec: {dependencyOf: ['component:c \"y\"']}")
    )
    found = [(edge.label, edge.source, edge.target, edge.fields) for edge in statements.edges]
    assert found == [
        ("PART_OF", "team:b", "team:a", {}),
        ("DEPENDS_ON", "component:c", "component:d", {"attributes": {"label": ["x", "y"]}}),
    ]


def test_members_of_a_group() -> None:
    statements = said(entity("Group", "a", "spec: {members: [jane, Josef H.]}"))
    (edge,) = statements.edges
    assert (edge.label, edge.source, edge.target) == ("MEMBER_OF", "person:jane", "team:a")
    assert statements.nodes[0].fields["attributes"] == {"members": ["Josef H."]}


def test_what_an_entity_says_completely() -> None:
    statements = said(
        entity("Component", "c", "spec: {owner: o}")
        + entity("API", "i")
        + entity("User", "u")
        + entity("Group", "g")
    )
    assert set(statements.complete) == {
        ("component:c", "OWNED_BY"),
        ("component:c", "PART_OF"),
        ("component:c", "DEPENDS_ON"),
        ("interface:i", "OWNED_BY"),
        ("team:g", "PART_OF"),
    }
    broken = said(entity("Component", "c", "spec: {dependsOn: [a b]}"))
    assert set(broken.complete) == {("component:c", "OWNED_BY"), ("component:c", "PART_OF")}


@pytest.mark.parametrize(
    ("word", "phase"),
    [
        ("production", "operate"),
        ("Experimental", "transition"),
        ("deprecated", "retire"),
        ("x", None),
    ],
)
def test_lifecycles(word: str, phase: str | None) -> None:
    node = said(entity(more=f"spec: {{lifecycle: {word}}}")).nodes[0]
    assert node.fields.get("lifecycle") == phase
    assert node.fields["attributes"] == {"lifecycle": word}


def test_names() -> None:
    titled = said(entity(name="My-App", more="  title: My application")).nodes[0]
    assert (titled.ref, titled.fields["name"]) == ("component:my-app", "My application")
    assert said(entity(name="My-App")).nodes[0].fields["name"] == "My-App"


def test_what_has_no_home_is_kept_and_told_once_per_field() -> None:
    more = (
        "  labels: {x: y}\n"
        "spec: {type: service, definition: short, profile: {picture: p}}\n"
        "status: {}"
    )
    statements = said(entity("API", "a", more) + entity("API", "b", more))
    attributes = statements.nodes[0].fields["attributes"]
    assert attributes == {
        "labels": {"x": "y"},
        "definition": "short",
        "picture": "p",
        "status": {},
    }
    assert statements.nodes[0].fields["protocol"] == "service"
    notes = {problem.field: (problem.code, problem.line) for problem in statements.problems}
    assert notes == {
        "metadata.labels": ("kept-as-attribute", 5),
        "spec.definition": ("kept-as-attribute", 6),
        "spec.profile.picture": ("kept-as-attribute", 6),
        "status": ("kept-as-attribute", 7),
    }


def test_a_long_definition_is_left_out() -> None:
    statements = said(entity("API", "a", f"spec: {{definition: '{'x' * 3000}'}}"))
    assert "attributes" not in statements.nodes[0].fields
    assert codes(statements) == ["dropped"]


def test_tags_are_texts() -> None:
    node = said(entity(more="  tags: [a, 5, b]")).nodes[0]
    assert node.fields["tags"] == ["a", "b"]
    assert node.fields["attributes"]["tags"] == [5]


MALFORMED = {
    "no metadata": ("apiVersion: v1\nkind: API\n", "wrong-shape", 1, "metadata"),
    "metadata that is a text": (
        "apiVersion: v1\nkind: API\nmetadata: x\n",
        "wrong-shape",
        3,
        "metadata",
    ),
    "a spec that is a list": (entity(more="spec: []"), "wrong-shape", 5, "spec"),
    "no name": ("apiVersion: v1\nkind: API\nmetadata: {}\n", "invalid-name", 3, "metadata.name"),
    "a name that is a number": (entity(name="5"), "invalid-name", 4, "metadata.name"),
    "a name with a blank": (entity(name="a b"), "invalid-name", 4, "metadata.name"),
    "a name with a slash": (entity(name="a/b"), "invalid-name", 4, "metadata.name"),
    "a namespace that is a list": (
        entity(more="  namespace: []"),
        "invalid-name",
        5,
        "metadata.namespace",
    ),
    "an unknown kind": (entity("Template"), "unknown-kind", 2, "kind"),
    "a kind that is a list": (entity("[]"), "unknown-kind", 2, "kind"),
    "two owners": (entity(more="spec:\n  owner: [a, b]"), "wrong-shape", 6, "owner"),
    "a reference with blanks": (
        entity(more="spec:\n  owner: a b"),
        "invalid-reference",
        6,
        "spec.owner",
    ),
    "a reference to an unknown kind": (
        entity(more="spec:\n  dependsOn:\n  - template:x"),
        "unknown-kind",
        7,
        "spec.dependsOn",
    ),
    "a reference that is a number": (
        entity(more="spec:\n  dependsOn: [5]"),
        "wrong-shape",
        6,
        "spec.dependsOn",
    ),
    "a reference to nothing": (
        entity(more="spec:\n  dependsOn: [{}]"),
        "invalid-reference",
        6,
        "spec.dependsOn",
    ),
}


@pytest.mark.parametrize(("content", "code", "line", "field"), MALFORMED.values(), ids=MALFORMED)
def test_malformed_entities(content: str, code: str, line: int, field: str) -> None:
    (problem,) = errors(said(content))
    assert brief(problem) == (code, line, field)
    assert problem.skippable


def test_a_kind_that_is_not_expected() -> None:
    statements = said(entity(more="spec:\n  consumesApis: [component:x]"))
    assert [(edge.label, edge.target) for edge in statements.edges] == [
        ("DEPENDS_ON", "component:x")
    ]
    assert [brief(problem) for problem in statements.problems] == [
        ("unexpected-kind", 6, "spec.consumesApis")
    ]


class TestLocations:
    def location(self, folder: Path, spec: str) -> Statements:
        path = folder / "all.yaml"
        path.write_text(f"apiVersion: v1\nkind: Location\nmetadata: {{name: l}}\nspec: {spec}\n")
        return read([path])

    def test_each_file_once(self, tmp_path: Path) -> None:
        (tmp_path / "a.yaml").write_text(entity("Group", "a"))
        (tmp_path / "sub").mkdir()
        (tmp_path / "sub/b.yaml").write_text(
            entity("Group", "b")
            + entity("Location", "l", "spec: {targets: [../all.yaml, ../a.yaml]}")
        )
        statements = self.location(tmp_path, "{target: ./a.yaml, targets: [sub/b.yaml, a.yaml]}")
        assert [node.ref for node in statements.nodes] == ["team:a", "team:b"]
        assert statements.problems == []

    def test_patterns(self, tmp_path: Path) -> None:
        for name in ("x", "y"):
            (tmp_path / name).mkdir()
            (tmp_path / name / "catalog.yaml").write_text(entity("Group", name))
        statements = self.location(tmp_path, "{targets: [./*/catalog.yaml]}")
        assert [node.ref for node in statements.nodes] == ["team:x", "team:y"]

    def test_nothing_is_fetched(self, tmp_path: Path) -> None:
        statements = self.location(tmp_path, "{type: url, target: 'https://example.com/a.yaml'}")
        assert [(p.code, p.severity) for p in statements.problems] == [("remote-target", "note")]

    def test_a_missing_target(self, tmp_path: Path) -> None:
        statements = self.location(tmp_path, "\n  targets:\n  - a.yaml\n  - b/*.yaml\n  - 5\n")
        assert [brief(problem) for problem in statements.problems] == [
            ("missing-target", 6, "spec.targets"),
            ("missing-target", 7, "spec.targets"),
            ("wrong-shape", 8, "spec.targets"),
        ]
        optional = self.location(tmp_path, "{presence: optional, target: a.yaml}")
        assert [(p.code, p.severity) for p in optional.problems] == [("missing-target", "note")]

    def test_a_target_that_is_no_catalog(self, tmp_path: Path) -> None:
        (tmp_path / "a.yaml").write_text("a: 1\n")
        statements = self.location(tmp_path, "{target: a.yaml}")
        assert [(p.code, p.severity) for p in statements.problems] == [("not-a-catalog", "error")]
