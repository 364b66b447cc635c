"""Every question file says what it must, and says of the model what the model says of itself."""

from __future__ import annotations

import inspect
import re
from importlib import import_module
from pathlib import Path

import pytest

from itspm_graph.catalogue import NamedQuery, catalogue, criteria
from itspm_graph.connections import failure_edges
from itspm_graph.content import content
from itspm_graph.gates import gates
from itspm_graph.graph import Graph
from itspm_graph.records import EDGES, NODES

QUERIES = list(catalogue().values())
each = pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)


def test_every_file_is_a_query_of_its_own_name() -> None:
    files = sorted(content("queries").rglob("*.cypher"))
    assert [file.stem for file in files] == [query.name for query in QUERIES]


@each
def test_the_header_is_whole(query: NamedQuery) -> None:
    assert query.question.count("?") == 1
    assert query.twin, "the snapshot answers every question"
    assert all(column.description for column in (*query.parameters, *query.returns))
    assert query.parameters == tuple(p for p in query.parameters if p.required or p.default)


@each
def test_the_twin_takes_the_parameters(query: NamedQuery) -> None:
    module, _, name = query.twin.partition(".")
    function = getattr(import_module(f"itspm_graph.answers.{module}"), name)
    assert name == query.name
    assert list(inspect.signature(function).parameters) == [
        "graph",
        *(parameter.name for parameter in query.parameters),
    ]


@each
def test_the_body_takes_the_parameters_and_returns_the_columns(query: NamedQuery) -> None:
    if not query.cypher:
        return
    assert set(re.findall(r"\$(\w+)", query.cypher)) == {p.name for p in query.parameters}
    returned = query.cypher[query.cypher.rindex("\nRETURN ") :]
    for column in query.returns:
        assert re.search(rf"\b{column.name}\b", returned), column.name


@each
def test_the_body_knows_only_declared_types(query: NamedQuery) -> None:
    text = re.sub(r"'[^']*'", "''", query.cypher)
    labels = set(re.findall(r"[(:\w]:([A-Z][a-z]\w*)", text))
    assert labels <= {"Item", *(node.label for node in NODES)}
    types = {name for group in re.findall(r"\[\w*:([A-Z_|]+)", text) for name in group.split("|")}
    assert types <= set(EDGES)


@each
def test_whoever_follows_what_carries_failure_follows_all_of_it(query: NamedQuery) -> None:
    """The types in a long list are those that the model declares; only `CONSUMES` may be added."""
    by_source = {k for k, carries in failure_edges().items() if carries.dependent == "source"}
    by_target = set(failure_edges()) - by_source
    for group in re.findall(r"\[\w*:([A-Z_|]+)", query.cypher):
        types = set(group.split("|"))
        if "HOSTED_AT" in types and len(types) > 1:
            missing = sorted(by_source - types)
            assert not missing, f"{query.name} doesn't follow {', '.join(missing)}"
            assert types - {"CONSUMES"} in (by_source, by_source | by_target)
        if types & by_target and len(types) > 1:
            assert types - by_source == by_target


@each
def test_a_traversal_is_bounded(query: NamedQuery) -> None:
    """A walk goes level by level; inside one, UNION made Neo4j 5.26 run out of memory."""
    assert "*]" not in query.cypher
    assert not re.search(r"\*\d*\.\.\]", query.cypher)
    for walk in re.findall(r"reduce\(walk.*?\n[^\n]*AS walk", query.cypher, re.DOTALL):
        assert "UNION" not in walk
        assert walk.count("RETURN DISTINCT") == walk.count("COLLECT {") == 2


@each
def test_a_criterion_says_what_it_is_for(query: NamedQuery) -> None:
    assert bool(query.gate) == bool(query.severity)
    if not query.gate:
        assert not query.document
        return
    assert query.severity in ("BLOCK", "WARN", "INFO")
    for judged in query.gates:
        if judged.gate != "any":
            assert query.document in {item.document for item in gates()[judged.gate].inputs}
        if judged.when:
            assert [p.name for p in catalogue()[judged.when].parameters] == ["service"]
    parameters = {parameter.name: parameter for parameter in query.parameters}
    assert parameters.pop("service").type == "ref"
    required = {name for name, parameter in parameters.items() if parameter.required}
    assert required <= {"required"}
    if query.assessable:
        judged = catalogue()[query.assessable]
        assert [parameter.name for parameter in judged.parameters] == ["service"]


def test_inputs_fall_due_by_queries_about_a_service() -> None:
    for gate in gates().values():
        for item in gate.inputs:
            if item.when:
                assert [p.name for p in catalogue()[item.when].parameters] == ["service"]


def test_toll_gate_six_has_its_criteria() -> None:
    assert {query.name: query.severity for query in criteria("TG6")} == {
        "consumers_with_several_dispositions": "BLOCK",
        "consumers_without_disposition": "BLOCK",
        "consumption_after_migration": "BLOCK",
        "contracts_beyond_effective_date": "BLOCK",
        "contracts_with_others": "INFO",
        "contracts_without_notice": "WARN",
        "customers_not_told": "WARN",
        "data_dispositions_unsound": "BLOCK",
        "data_kept_unproven": "WARN",
        "data_readers_left": "WARN",
        "data_without_disposition": "BLOCK",
        "elements_that_break": "BLOCK",
        "elements_weakened": "WARN",
        "migrated_still_declared": "WARN",
        "migrations_after_effective_date": "BLOCK",
        "notices_unanswered": "INFO",
        "plans_that_count_on_it": "WARN",
        "replacement_lacks_capacity": "WARN",
        "replacement_not_in_operation": "BLOCK",
        "replacement_prices": "INFO",
        "replacement_promises_less": "WARN",
        "replacement_rests_on_retired": "BLOCK",
        "replacement_terms_differ": "WARN",
        "replacement_terms_unknown": "INFO",
        "replacement_to_be_retired": "WARN",
        "retirement_before_migration": "BLOCK",
        "retirement_proposal_missing": "BLOCK",
        "roadmap_without_retirement": "BLOCK",
        "screams_heard": "WARN",
        "silence_not_tried": "INFO",
        "terminations_without_consent": "BLOCK",
        "undeclared_consumers": "BLOCK",
    }


def test_an_empty_catalog_answers_what_needs_no_reference() -> None:
    for query in QUERIES:
        if all(parameter.type != "ref" for parameter in query.parameters):
            assert query.by_snapshot(Graph.empty(), query.arguments({}, Graph.empty())) == []


def test_folders_are_processes_or_gates() -> None:
    folders = {Path(query.process).parts[0] for query in QUERIES}
    assert folders == {
        "gates",
        "service_catalog",
        "service_continuity",
        "service_development",
        "service_finance",
        "service_improvement",
        "service_lifecycle",
        "service_performance",
        "service_roadmap",
        "service_strategy",
        "vendor_products",
    }
