"""The native document: both of its forms, and what is said about records that break them."""

from __future__ import annotations

import json

import pytest

from itspm_graph.records import EDGES, NODES
from itspm_graph.sources import Place
from itspm_graph.sources.itspm import _PREFIXES
from tests.sources.samples import brief, codes, said

AUTHORING = """\
format: itspm/v1
services:
  - id: payments
    name: Payments
    depends_on:
      - component:pay-api
      - {component: db-1, group: database, at_least: 1}
      - component: db-2
        group: database
        at_least: 1
    owned_by: team:pay
    hosted_at: []
vendor_products:
  - {id: pg, uses_product: {ref: "vendor-product:libc", exposed: true}}
delete: [component:old]
"""

FLAT = """\
format: itspm/v1
nodes:
  - {ref: "service:payments", name: Payments}
edges:
  - {type: DEPENDS_ON, from: "service:payments", to: "component:pay-api"}
  - {type: depends-on, from: "service:payments", to: "component:db-1", group: database, at_least: 1}
"""


def test_the_authoring_form() -> None:
    statements = said(AUTHORING)
    assert statements.problems == []
    service, product = statements.nodes
    assert (service.ref, service.fields) == ("service:payments", {"name": "Payments"})
    assert (service.place, service.lines["name"]) == (Place("catalog.yaml", 3), 4)
    assert (product.ref, product.fields) == ("vendor-product:pg", {})
    edges = [(edge.label, edge.target, edge.fields, edge.place.line) for edge in statements.edges]
    member = {"group": "database", "at_least": 1}
    assert edges == [
        ("DEPENDS_ON", "component:pay-api", {}, 6),
        ("DEPENDS_ON", "component:db-1", member, 7),
        ("DEPENDS_ON", "component:db-2", member, 8),
        ("OWNED_BY", "team:pay", {}, 11),
        ("USES_PRODUCT", "vendor-product:libc", {"exposed": True}, 14),
    ]
    assert statements.edges[2].lines["at_least"] == 10
    assert {(ref, label): at.line for (ref, label), at in statements.complete.items()} == {
        ("service:payments", "DEPENDS_ON"): 5,
        ("service:payments", "OWNED_BY"): 11,
        ("service:payments", "HOSTED_AT"): 12,
        ("vendor-product:pg", "USES_PRODUCT"): 14,
    }
    assert [(gone.ref, gone.place.line) for gone in statements.deletions] == [("component:old", 15)]


def test_the_flat_form_only_adds() -> None:
    statements = said(FLAT)
    assert statements.problems == []
    assert statements.complete == {}
    assert [edge.label for edge in statements.edges] == ["DEPENDS_ON", "DEPENDS_ON"]
    assert statements.edges[1].fields == {"group": "database", "at_least": 1}


def test_edges_may_stand_under_a_flat_node() -> None:
    statements = said("format: itspm/v1\nnodes:\n- {ref: 'service:a', depends_on: 'service:b'}\n")
    assert [edge.target for edge in statements.edges] == ["service:b"]
    assert list(statements.complete) == [("service:a", "DEPENDS_ON")]


def test_the_same_in_json() -> None:
    tree = {
        "format": "itspm/v1",
        "services": [{"id": "a", "depends_on": ["service:b", {"service": "c", "weight": 0.5}]}],
    }
    in_json, in_yaml = said(json.dumps(tree), "a.json"), said(json.dumps(tree), "a.yaml")
    assert in_json.edges[1].fields == in_yaml.edges[1].fields == {"weight": 0.5}
    assert in_json.nodes == in_yaml.nodes or in_json.nodes[0].ref == in_yaml.nodes[0].ref


def test_capitals_are_lowered_and_kept_in_the_name() -> None:
    statements = said(
        "format: itspm/v1\n"
        "teams: [{id: Ops}, {id: Dev, name: Developers}]\n"
        "nodes: [{ref: 'Team:QA'}]\n"
    )
    found = [(node.ref, node.fields, node.written) for node in statements.nodes]
    assert found == [
        ("team:ops", {}, "Ops"),
        ("team:dev", {"name": "Developers"}, "Dev"),
        ("team:qa", {}, "QA"),
    ]


def test_what_a_field_is_called_is_not_the_readers_business() -> None:
    statements = said("format: itspm/v1\nteams:\n- id: a\n  colour: red\n")
    assert statements.problems == []
    assert statements.nodes[0].fields == {"colour": "red"}
    assert statements.nodes[0].lines["colour"] == 4


def test_keys_for_anchors_and_editors_are_passed_over() -> None:
    statements = said(
        "$schema: x\nformat: itspm/v1\nx-usual: &usual {people: 3}\nteams: [{id: a, <<: *usual}]\n"
    )
    assert statements.problems == []
    assert statements.nodes[0].fields == {"people": 3}


@pytest.mark.parametrize("node", NODES, ids=lambda node: node.label)
def test_every_collection_is_read(node: type) -> None:
    statements = said(f"format: itspm/v1\n{node.collection}: [{{id: a}}]\n")  # type: ignore[attr-defined]
    assert [one.ref for one in statements.nodes] == [f"{node.prefix}:a"]  # type: ignore[attr-defined]


@pytest.mark.parametrize("label", EDGES)
def test_every_edge_is_read_in_both_forms(label: str) -> None:
    nested = said(f"format: itspm/v1\nteams: [{{id: a, {EDGES[label].key}: {{team: b}}}}]\n")
    flat = said(f"format: itspm/v1\nedges: [{{type: {label}, from: 'team:a', to: 'team:b'}}]\n")
    for statements in (nested, flat):
        assert [(e.label, e.source, e.target) for e in statements.edges] == [
            (label, "team:a", "team:b")
        ]


def test_no_field_of_the_model_hides_a_key_of_the_document() -> None:
    keys = {edge.key for edge in EDGES.values()}
    assert not any(keys & set(node.model_fields) for node in NODES)
    assert not any({"id", "ref"} & set(node.model_fields) for node in NODES)
    assert not any({"ref", "type", "from", "to"} & set(e.model_fields) for e in EDGES.values())


def test_a_property_that_is_called_like_a_type() -> None:
    """`metric` is a property of UNDERPINNED_BY, and a type of node as well."""
    assert "metric" in _PREFIXES
    statements = said(
        "format: itspm/v1\ncontracts: [{id: a, underpinned_by: {contract: b, metric: uptime}}]\n"
    )
    assert statements.problems == []
    assert (statements.edges[0].target, statements.edges[0].fields) == (
        "contract:b",
        {"metric": "uptime"},
    )


MALFORMED = {
    "a collection of the wrong shape": ("teams: {a: b}", "wrong-shape", 2, "teams", False),
    "a record that is a text": ("teams:\n- a", "wrong-shape", 3, "teams", True),
    "no id": ("teams:\n- name: a", "missing-id", 3, "id", True),
    "an id that is a number": ("teams:\n- name: a\n  id: 5", "wrong-shape", 4, "id", True),
    "an id that is no slug": ("teams:\n- id: a b", "invalid-id", 3, "id", True),
    "an empty id": ("teams:\n- id: ''", "invalid-id", 3, "id", True),
    "an id with the type before it": ("teams:\n- id: team:a", "invalid-id", 3, "id", True),
    "an endless id": (f"teams:\n- id: {'a' * 201}", "invalid-id", 3, "id", True),
    "a reference without type": (
        "teams:\n- id: a\n  part_of: b",
        "invalid-reference",
        4,
        "part_of",
        True,
    ),
    "a reference to no type": (
        "teams:\n- id: a\n  part_of: [team:b,\n    tem:c]",
        "unknown-type",
        5,
        "part_of",
        True,
    ),
    "a reference that is a number": (
        "teams:\n- {id: a, part_of: 5}",
        "wrong-shape",
        3,
        "part_of",
        True,
    ),
    "an edge of nothing": ("teams:\n- id: a\n  part_of:", "wrong-shape", 4, "part_of", True),
    "an edge without target": (
        "teams:\n- {id: a, part_of: {role: x}}",
        "no-single-target",
        3,
        "part_of",
        True,
    ),
    "an edge with two targets": (
        "teams:\n- {id: a, part_of: {team: b, site: c}}",
        "no-single-target",
        3,
        "part_of",
        True,
    ),
    "a target that is a number": (
        "teams:\n- {id: a, part_of: {team: 5}}",
        "wrong-shape",
        3,
        "part_of",
        True,
    ),
    "an unknown collection": ("team: []", "unknown-key", 2, "team", False),
    "a label for a collection": ("Team: []", "unknown-key", 2, "Team", False),
    "a flat node without ref": ("nodes:\n- id: a", "missing-id", 3, "ref", True),
    "a flat node of no type": ("nodes:\n- ref: foo:a", "unknown-type", 3, "ref", True),
    "a flat edge without type": (
        "edges:\n- {from: 'team:a', to: 'team:b'}",
        "missing-type",
        3,
        "type",
        True,
    ),
    "a flat edge of no type": (
        "edges:\n- {type: PARTOF, from: 'team:a', to: 'team:b'}",
        "unknown-edge-type",
        3,
        "type",
        True,
    ),
    "a flat edge with one end": (
        "edges:\n- {type: PART_OF, from: 'team:a'}",
        "missing-end",
        3,
        "to",
        True,
    ),
    "a flat edge with a list as its end": (
        "edges:\n- type: PART_OF\n  from: 'team:a'\n  to: [x]",
        "wrong-shape",
        5,
        "to",
        True,
    ),
    "a deletion of a mapping": ("delete:\n- {a: b}", "wrong-shape", 3, "delete", True),
    "deletions that are no list": ("delete: team:a", "wrong-shape", 2, "delete", False),
}


@pytest.mark.parametrize(
    ("content", "code", "line", "field", "skippable"), MALFORMED.values(), ids=MALFORMED
)
def test_malformed_records(content: str, code: str, line: int, field: str, skippable: bool) -> None:
    (problem,) = said(f"format: itspm/v1\n{content}\n", "dir/x.yaml").problems
    assert brief(problem) == (code, line, field)
    assert (problem.file, problem.severity, problem.skippable) == ("dir/x.yaml", "error", skippable)
    assert problem.message


def test_messages_say_what_would_be_right() -> None:
    message = said("format: itspm/v1\nservice: []\n").problems[0].message
    assert "did you mean services?" in message
    message = said("format: itspm/v1\nedges: [{type: DEPEND_ON}]\n").problems[0].message
    assert "did you mean DEPENDS_ON?" in message
    message = said("format: itspm/v1\nservices: [{name: a}]\n").problems[0].message
    assert "service:payments" in message


def test_a_broken_record_doesnt_hide_the_others() -> None:
    statements = said("format: itspm/v1\nteams:\n- 5\n- id: a\n- {}\n- id: b\n")
    assert codes(statements) == ["wrong-shape", "missing-id"]
    assert [node.ref for node in statements.nodes] == ["team:a", "team:b"]


def test_edges_are_not_complete_where_one_of_them_cant_be_read() -> None:
    """Else, with the broken one left out, the stored edge that it means would be taken away."""
    statements = said("format: itspm/v1\nteams: [{id: a, part_of: [x, 'team:b']}]\n")
    assert statements.complete == {}
    assert [edge.target for edge in statements.edges] == ["team:b"]
