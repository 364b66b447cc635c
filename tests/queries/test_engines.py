"""Cypher and snapshot give the same rows: on handmade estates, on the demo, on drawn ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itspm_graph.catalogue import NamedQuery, catalogue, named_query
from itspm_graph.content import content
from itspm_graph.graph import Graph
from itspm_graph.importing import plan
from itspm_graph.records import Ref
from itspm_graph.sources.reading import read
from tests.estates import Edges, estate
from tests.queries import test_catalog_and_continuity, test_performance, test_vendor_selection
from tests.queries.conftest import CypherEngine
from tests.queries.criteria import Judged
from tests.queries.drawn import mixed_estates
from tests.queries.drawn_leaving import leaving_estates
from tests.queries.drawn_operation import operated_estates
from tests.queries.drawn_plans import planned_estates
from tests.queries.estates import LANDSCAPE, RETIRING, TODAY, decision, estate_of
from tests.queries.money import FUNDED, LEDGER
from tests.queries.test_answers import stated
from tests.queries.test_front import ESTATES
from tests.queries.test_gate_money import CASES as MONEY
from tests.queries.test_retirement import CASES, SERVICE
from tests.queries.test_service_finance import SPOILED as BOOKS
from tests.queries.test_tg1 import JUSTIFIED
from tests.queries.test_tg2 import FEASIBLE
from tests.queries.test_tg3 import DESIGNED
from tests.queries.test_tg4 import ACCEPTED
from tests.queries.test_tg5 import REVIEWED
from tests.queries.test_tg7 import CLOSED

pytestmark = pytest.mark.slow

BOTH = [query for query in catalogue().values() if len(query.engines) == 2]
JUDGED = (JUSTIFIED, FEASIBLE, DESIGNED)
FRONT = ("service_strategy", "service_roadmap", "service_development", "service_lifecycle")
BEFORE_BUILDING = ("gates/tg1", "gates/tg2", "gates/tg3")
PLANNING = [query for query in BOTH if query.process in (*FRONT, *BEFORE_BUILDING)]
LATER = (ACCEPTED, REVIEWED, CLOSED)
OPERATED = {
    "catalog": test_catalog_and_continuity.ESTATE,
    "copies": test_catalog_and_continuity.STANDS,
    "crews": test_catalog_and_continuity.CREWS,
    "chain": test_performance.CHAIN,
    "selection": test_vendor_selection.SELECTION,
}
BACK = (
    "service_catalog",
    "service_performance",
    "vendor_products",
    "service_improvement",
    "service_continuity",
    "gates/tg4",
    "gates/tg5",
    "gates/tg7",
)
ABOUT_MONEY = [
    query
    for query in BOTH
    if query.process == "service_finance" or query.name in {case[0] for case in MONEY}
]
SOME = 12
OPERATING = [query for query in BOTH if query.process in BACK]
TYPES = {
    "element": ("service", "service-offering", "component", "customer", "site", "team"),
    "service": ("service",),
    "product": ("vendor-product",),
    "vendor": ("vendor",),
    "site": ("site",),
}


def arguments(query: NamedQuery, graph: Graph, most: int) -> Iterator[dict[str, Any]]:
    """Arguments for each reference parameter from the estate, up to so many of a type."""
    asked: dict[str, list[Any]] = {}
    for parameter in query.parameters:
        if parameter.type == "ref":
            kinds = TYPES[parameter.name]
            asked[parameter.name] = [ref for kind in kinds for ref in _some(graph, kind, most)]
        elif parameter.type == "date":
            asked[parameter.name] = [TODAY]
        elif parameter.name == "depth":
            asked[parameter.name] = [None, 2]
        elif parameter.type == "texts":
            asked[parameter.name] = [["service-roadmap", "service-strategy"]]
    for values in product(*asked.values()):
        given_ = {k: v for k, v in zip(asked, values, strict=True) if v is not None}
        yield query.arguments(given_, graph)


def _some(graph: Graph, kind: str, most: int) -> list[Ref]:
    refs = [graph.ref(position) for position in graph.positions()]
    return [ref for ref in refs if ref.kind == kind][:most]


DATA = Path(__file__).parent.parent / "data"
REAL = ("backstage", "flights", "opentelemetry-demo")


def agree(
    cypher: CypherEngine, graph: Graph, most: int = 2, queries: Sequence[NamedQuery] = BOTH
) -> int:
    """Ask everything of both engines; how many rows there were."""
    cypher.load(graph)
    rows = 0
    for query in queries:
        for asked in arguments(query, graph, most):
            expected = query.by_snapshot(graph, asked)
            assert query.by_cypher(cypher.store, asked) == expected, (query.name, asked)
            rows += len(expected)
    return rows


def test_the_handmade_landscape(cypher: CypherEngine) -> None:
    decisions = [
        decision(1, "shop", "TG3", True, "2026-06-15T23:30:00-02:00"),
        decision(2, "shop", "TG6", True, "2026-06-14T23:30:00"),
        decision(3, "pay", "TG5", True, "2025-01-31T10:00:00Z"),
    ]
    intervals = "services: [{id: pay, tg5_interval_months: 1}]"
    assert agree(cypher, estate_of(LANDSCAPE, *decisions, intervals), most=9) > 100


@pytest.mark.parametrize("outcome", ["redesign", "reject", "retest"])
def test_what_gate_four_sends_back(cypher: CypherEngine, outcome: str) -> None:
    decisions = [
        decision(1, "shop", "TG3", True, "2026-06-13T10:00:00Z"),
        decision(2, "shop", "TG4", False, "2026-06-14T10:00:00Z"),
    ]
    decisions[1] = decisions[1].replace("outcome: none", f"outcome: {outcome}")
    estate_ = estate_of(test_catalog_and_continuity.ESTATE, *decisions)
    views = [query for query in BOTH if query.process == "service_catalog"]
    assert agree(cypher, estate_, queries=views) > 10


def test_every_case_of_the_criteria(cypher: CypherEngine) -> None:
    agree(cypher, estate_of(RETIRING))
    for name, spoiler, rows in CASES:
        query = named_query(name)
        if query.cypher:
            graph = estate_of(RETIRING, spoiler)
            cypher.load(graph)
            found = query.by_cypher(cypher.store, stated(graph, name, SERVICE))
            assert [tuple(row.values()) for row in found] == rows, (name, spoiler)


@pytest.mark.parametrize("judged", LATER, ids=["TG4", "TG5", "TG7"])
def test_every_case_of_the_gates_after_building(cypher: CypherEngine, judged: Judged) -> None:
    agree(cypher, estate_of(judged.estate), queries=OPERATING)
    for name, spoiler, rows in judged.cases:
        if named_query(name).cypher:
            assert asked_of(cypher, judged.spoil(spoiler), name, judged.service) == rows, name


@pytest.mark.parametrize("about", OPERATED)
def test_estates_in_operation(cypher: CypherEngine, about: str) -> None:
    assert agree(cypher, estate_of(OPERATED[about]), most=9, queries=OPERATING) > 10


@pytest.mark.parametrize("judged", JUDGED, ids=["TG1", "TG2", "TG3"])
def test_every_case_of_the_gates_before_building(cypher: CypherEngine, judged: Judged) -> None:
    assert agree(cypher, estate_of(judged.estate), queries=PLANNING)
    for name, spoiler, rows in judged.cases:
        if named_query(name).cypher:
            assert asked_of(cypher, judged.spoil(spoiler), name, judged.service) == rows


def test_every_question_of_the_front(cypher: CypherEngine) -> None:
    for estate_text, questions in ESTATES.items():
        graph = estate_of(estate_text)
        for question, rows in questions.items():
            name, _, given = question.partition(" ")
            if named_query(name).cypher:
                assert asked_of(cypher, graph, name, given) == rows, question


def asked_of(cypher: CypherEngine, graph: Graph, name: str, given: str) -> list[tuple[Any, ...]]:
    """The rows of an answer in Cypher."""
    cypher.load(graph)
    rows = named_query(name).by_cypher(cypher.store, stated(graph, name, given))
    return [tuple(row.values()) for row in rows]


def test_every_case_about_money(cypher: CypherEngine) -> None:
    for estate_, cases in ((FUNDED, MONEY), (LEDGER, BOOKS)):
        for spoiler in dict.fromkeys(["", *(case[-2] for case in cases)]):
            agree(cypher, estate_of(estate_, spoiler), queries=ABOUT_MONEY)


def some(queries: Sequence[NamedQuery]) -> st.SearchStrategy[list[NamedQuery]]:
    """A few of the questions: over all examples each has its turn many times."""
    return st.lists(st.sampled_from(queries), min_size=SOME, max_size=SOME, unique=True)


@settings(max_examples=60)
@given(graph=planned_estates(), queries=some(PLANNING))
def test_drawn_plans(cypher: CypherEngine, graph: Graph, queries: list[NamedQuery]) -> None:
    agree(cypher, graph, queries=queries)


@settings(max_examples=60)
@given(data=st.data(), about=st.sampled_from(["running", "gates"]), queries=some(OPERATING))
def test_drawn_operation(
    cypher: CypherEngine, data: st.DataObject, about: str, queries: list[NamedQuery]
) -> None:
    agree(cypher, data.draw(operated_estates(about)), queries=queries)


LEAVING = [query for query in BOTH if query.gate == "TG6"]


@settings(max_examples=60)
@given(graph=leaving_estates(), queries=some(LEAVING))
def test_drawn_leaving(cypher: CypherEngine, graph: Graph, queries: list[NamedQuery]) -> None:
    agree(cypher, graph, queries=queries)


def test_an_empty_catalog(cypher: CypherEngine) -> None:
    assert agree(cypher, Graph.empty()) == 0


CATALOGS = [content("seed") / "demo", *(DATA / name for name in REAL)]


@pytest.mark.parametrize("folder", CATALOGS, ids=lambda folder: folder.name)
def test_whole_catalogs(cypher: CypherEngine, folder: Path) -> None:
    planned = plan(Graph.empty(), read([folder]), missing="stub", invalid="skip")
    assert not planned.errors
    least = 1_000 if folder.name == "demo" else 20
    assert agree(cypher, Graph.empty().apply(planned.changes)) > least


@settings(max_examples=60)
@given(
    data=st.data(),
    about=st.sampled_from(["structure", "retirement", "money"]),
    queries=some(BOTH),
)
def test_drawn_estates(
    cypher: CypherEngine, data: st.DataObject, about: str, queries: list[NamedQuery]
) -> None:
    agree(cypher, data.draw(mixed_estates(about)), queries=queries)


def test_a_ladder_of_diamonds_costs_what_its_size_costs(cypher: CypherEngine) -> None:
    """2^40 paths, 120 nodes; each rung is climbed through an offering too, so directions mix."""
    edges: Edges = [("SUBSCRIBES_TO", "customer:top", "service-offering:o0", {})]
    for level in range(40):
        service, offering = f"service:s{level}", f"service-offering:o{level}"
        edges += [("HAS_OFFERING", service, offering, {})]
        for side in "ab":
            edges += [("REALIZED_BY", service, f"component:{side}{level}", {})]
            below = f"service-offering:o{level + 1}" if level < 39 else "component:bottom"
            edges += [("DEPENDS_ON", f"component:{side}{level}", below, {})]
    graph = estate(edges)
    cypher.load(graph)
    for name, element in (("providers", "customer:top"), ("consumers", "component:bottom")):
        query = named_query(name)
        asked = query.arguments({"element": element, "depth": 200}, graph)
        rows = query.by_cypher(cypher.store, asked)
        assert rows == query.by_snapshot(graph, asked)
        assert (len(rows), rows[-1]["hops"]) == (161, 121)
