"""Two real catalogs in the Backstage form, against facts counted by other means."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import networkx
import pytest

from itspm_graph.sources import Statements
from itspm_graph.sources.reading import read
from tests.sources.samples import DATA, errors


@pytest.fixture(scope="module")
def acme() -> Statements:
    return read([DATA / "backstage"])


@pytest.fixture(scope="module")
def flights() -> Statements:
    return read([DATA / "flights"])


def types(statements: Statements) -> Counter[str]:
    return Counter(node.ref.kind for node in statements.nodes)


def relations(statements: Statements) -> Counter[tuple[str, str, str]]:
    return Counter((edge.label, edge.source.kind, edge.target.kind) for edge in statements.edges)


def dangling(statements: Statements) -> Counter[str]:
    """How often a reference leads nowhere, by what it names."""
    known = {node.ref for node in statements.nodes}
    ends = [end for edge in statements.edges for end in (edge.source, edge.target)]
    return Counter(end for end in ends if end not in known)


def test_the_entities_of_acme(acme: Statements) -> None:
    """24 components, of which one has no name that could be a slug, and one resource."""
    assert types(acme) == {
        "component": 23 + 1,
        "interface": 20,
        "person": 17,
        "team": 9,
        "portfolio": 3,
        "service": 3,
    }
    refs = {node.ref for node in acme.nodes}
    assert {
        "person:guest",
        "person:development/guest",
        "component:alternative/different-namespace",
    } <= refs


def test_the_relations_of_acme(acme: Statements) -> None:
    """115 references: 7 links between groups are stated twice; the unreadable component had 2."""
    found = relations(acme)
    owned = Counter(edge.label for edge in acme.edges)
    assert owned["OWNED_BY"] == 51 - 1
    assert owned["MEMBER_OF"] == 17
    assert owned["CONTAINS"] == 3
    assert found["PART_OF", "team", "team"] == 8
    assert found["PART_OF", "component", "component"] == 2
    assert found["PART_OF", "portfolio", "portfolio"] == 1
    assert found["DEPENDS_ON", "service", "component"] == 11 - 1
    assert found["DEPENDS_ON", "interface", "component"] == 12
    assert found["DEPENDS_ON", "component", "interface"] == 1
    assert found["DEPENDS_ON", "component", "component"] == 2
    assert len(acme.edges) == 115 - 7 - 2


def test_what_dangles_in_acme(acme: Statements) -> None:
    assert dangling(acme) == {
        "team:inpixon": 13,
        "team:sre": 2,
        "team:guest": 1,
        "service:sre": 1,
        "service:testing": 1,
    }


def test_who_owns_what_in_acme(acme: Statements) -> None:
    owners = Counter(str(edge.target) for edge in acme.edges if edge.label == "OWNED_BY")
    assert (owners["team:team-a"], owners["team:team-c"], owners["team:team-b"]) == (15, 9, 4)
    assert (owners["person:guest"], owners["person:frank.tiernan"]) == (4 - 1, 1)


def test_the_problems_of_acme(acme: Statements) -> None:
    found = [(problem.code, Path(problem.file).name, problem.line) for problem in errors(acme)]
    assert found == [
        ("invalid-name", "invalid-component.yaml", 4),
        ("unknown-kind", "dev.yaml", 2),
        ("unknown-kind", "prod.yaml", 2),
    ]
    assert all(problem.skippable for problem in errors(acme))
    warned = [problem for problem in acme.problems if problem.severity == "warning"]
    assert [problem.code for problem in warned] == ["unexpected-kind"] * 2
    left_out = [Path(p.file).name for p in acme.problems if p.code == "not-a-catalog"]
    assert left_out == ["petstore-webhook.oas.yaml"]


def test_what_acme_says_beside(acme: Statements) -> None:
    notes = {problem.field: problem for problem in acme.problems if problem.severity == "note"}
    assert notes["metadata.links"].code == "kept-as-attribute"
    assert notes["spec.definition"].line > 0
    assert "10 times" in notes["metadata.links"].message
    assert sum(problem.code == "dropped" for problem in acme.problems) == 1
    node = next(node for node in acme.nodes if node.ref == "component:artist-lookup")
    assert node.fields["lifecycle"] == "transition"
    assert node.fields["tags"] == ["java", "data"]
    assert node.fields["attributes"]["lifecycle"] == "experimental"
    assert node.fields["attributes"]["type"] == "service"
    assert len(node.fields["attributes"]["links"]) == 7


def test_acme_from_its_locations() -> None:
    statements = read([DATA / "backstage/all.yaml", DATA / "backstage/acme-corp.yaml"])
    assert types(statements) == {
        "person": 17,
        "component": 13 + 1,
        "team": 9,
        "interface": 7,
        "portfolio": 3,
        "service": 3,
    }
    assert len(statements.edges) == 78 - 7
    assert sum(dangling(statements).values()) == 14
    assert errors(statements) == []


def test_the_flights_catalog(flights: Statements) -> None:
    assert types(flights) == {
        "component": 16 + 4,
        "interface": 13,
        "service": 11,
        "portfolio": 5,
        "team": 5,
    }
    assert Counter(edge.label for edge in flights.edges) == {
        "OWNED_BY": 49,
        "DEPENDS_ON": 33 + 18 + 10 + 10,
        "CONTAINS": 11,
        "PART_OF": 1,
    }
    assert dangling(flights) == {}
    assert errors(flights) == []


def test_who_is_affected_in_the_flights_catalog(flights: Statements) -> None:
    needs = networkx.DiGraph(
        (edge.source, edge.target) for edge in flights.edges if edge.label == "DEPENDS_ON"
    )
    affected = networkx.ancestors(needs, "component:flights-inmem-cache")
    assert {ref for ref in affected if not ref.startswith("service:")} == {
        "component:cache-loader",
        "component:cache-loader-prewarm",
        "component:cache-server",
        "component:flights-frontend-service",
        "component:flights-search-backend",
        "interface:flights-cache-api",
        "interface:flights-search-api",
    }


def test_the_dialect_of_flights(flights: Statements) -> None:
    edges = {(str(edge.source), str(edge.target)): edge.fields for edge in flights.edges}
    cache = "component:flights-inmem-cache"
    assert edges["component:cache-loader", cache] == {"attributes": {"label": "populate"}}
    assert edges["component:cache-server", cache] == {
        "attributes": {"label": "LRU", "read": "Flights", "write": "CHR"}
    }
    alpha = "interface:external/vendor-alpha-api"
    assert edges["component:internal-payment-handler", alpha] == {
        "attributes": {"label": "send payment data"}
    }
    nodes = {str(node.ref): node.fields for node in flights.nodes}
    owners = nodes["team:flights-owner"]
    assert (owners["name"], owners["email"]) == ("Flights Owner Group", "flights@example.com")
    assert owners["attributes"]["members"] == ["Josef H.", "Peter K.", "Johnny B."]
    assert nodes["interface:flights-purchase-api"]["attributes"]["versions"][0] == {
        "version": "v1.3",
        "lifecycle": "deprecated",
    }
    assert nodes["component:routes-database"]["attributes"]["kind"] == "Resource"
