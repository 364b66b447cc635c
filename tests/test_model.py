"""The declared model: complete, unambiguous, and extended by one declaration."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from itspm_graph.catalogue import catalogue
from itspm_graph.errors import InvalidReference
from itspm_graph.fields import properties_of
from itspm_graph.graph import NODE_BY_PREFIX
from itspm_graph.records import EDGES, Edge, Node, Record, Ref, find_node_type

NODES = list(NODE_BY_PREFIX.values())
RECORDS: list[type[Record]] = [*NODES, *EDGES.values()]


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_everything_is_described(record: type[Record]) -> None:
    assert (record.__doc__ or "").strip().endswith((".", "…"))
    for declared in properties_of(record).values():
        assert declared.description, f"{record.__name__}.{declared.name} has no docstring"


def test_names_are_unambiguous() -> None:
    names = [name for node in NODES for name in (node.label, node.prefix, node.collection)]
    assert len({name.lower() for name in names}) >= 2 * len(NODES)
    assert len({edge.key for edge in EDGES.values()}) == len(EDGES)
    inverses = [edge.inverse for edge in EDGES.values()]
    assert len(set(inverses)) == len(inverses)
    assert not {edge.key for edge in EDGES.values()} & set(inverses)


@pytest.mark.parametrize("node", NODES, ids=lambda node: node.label)
def test_no_property_hides_a_relationship(node: type[Node]) -> None:
    fields = set(properties_of(node))
    keys = {edge.key for edge in EDGES.values() if issubclass(node, edge.sources)}
    inverses = {edge.inverse for edge in EDGES.values() if issubclass(node, edge.targets)}
    assert not fields & (keys | inverses)
    assert not fields & set(NODE_BY_PREFIX), "a selection term must be a reference or a property"
    assert not fields & {"ref", "type", "id", "relationships"}


@pytest.mark.parametrize("edge", EDGES.values(), ids=lambda edge: edge.label)
def test_edges_are_sound(edge: type[Edge]) -> None:
    assert set(edge.identity) <= set(properties_of(edge))
    carries = edge.carries_failure
    if carries:
        conditions = (*carries.when, *carries.unless, *carries.start_only)
        assert {name for name, _ in conditions} <= set(properties_of(edge))
        for node in (n for n in NODES if issubclass(n, edge.sources)):
            assert {name for name, _ in carries.source_when} <= set(properties_of(node))


def test_units_are_in_the_names() -> None:
    dates = {"date": "_on", "instant": "_at"}
    for record in RECORDS:
        for declared in properties_of(record).values():
            suffix = dates.get(declared.kind.value)
            if suffix and declared.name not in ("valid_from", "valid_to", "since", "until"):
                allowed = (suffix, "_from", "_to", "_until")
                assert declared.name.endswith(allowed), f"{record.__name__}.{declared.name}"


@pytest.mark.parametrize("word", ["VendorProduct", "vendor-product", "vendor_products"])
def test_a_type_is_found_by_each_of_its_names(word: str) -> None:
    found = find_node_type(word)
    assert found is not None
    assert found.label == "VendorProduct"


@pytest.mark.parametrize("slug", ["a", "9", "a.b_c+d~e/f-g", "a" * 200])
def test_slugs(slug: str) -> None:
    assert Ref.parse(f"component:{slug.upper()}").slug == slug


@pytest.mark.parametrize("slug", ["", "-a", "a b", "ä", "a" * 201, "a:b", "a\n"])
def test_what_is_no_slug(slug: str) -> None:
    with pytest.raises(InvalidReference):
        Ref.parse(f"component:{slug}" if slug != "a\n" else "component:a\nb")


EXAMPLE = '''
{declaration}

from itspm_graph.session import Session
session = Session.open("sqlite://")
document = """
format: itspm/v1
services: [{{id: post, prints_on: printer:p}}]
printers: [{{id: p, pages_per_minute: 20}}]
"""
assert session.apply(document).created == {{"Printer": 1, "Service": 1}}
assert session.records("printers").records[0]["pages_per_minute"] == 20
assert session.select("type:Printer and pages_per_minute>10").refs == ["printer:p"]
assert [a.ref for a in session.impact(["printer:p"]).affected] == ["service:post"]
from itspm_graph.store.cypher import constraints
assert "printer_ref" in constraints()
from api.schema import sdl
assert "type Printer implements" in sdl() and "printsOn(" in sdl() and "printsFor(" in sdl()
'''


@pytest.mark.slow
def test_adding_a_node_type_is_one_declaration() -> None:
    """Runs the example of CONTRIBUTING.md, in a process of its own."""
    text = (Path(__file__).parent.parent / "CONTRIBUTING.md").read_text(encoding="utf-8")
    declaration = text.split("```python\n")[1].split("```")[0]
    code = EXAMPLE.format(declaration=declaration)
    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr


def test_every_query_parses_and_can_be_answered() -> None:
    assert catalogue()
    for query in catalogue().values():
        assert query.engines, f"{query.name} has neither a Cypher body nor a twin"
        assert "?" in query.question, query.name
        assert all(column.description for column in (*query.parameters, *query.returns))
