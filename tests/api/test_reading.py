"""What can be read: each root field, links with their properties, and the past."""

from __future__ import annotations

import pytest

from itspm_graph.results.gates import GateListed
from itspm_graph.session import Session
from tests.api.conftest import Ask


def test_node_with_all_kinds_of_properties(data: Ask) -> None:
    found = data(
        """{
        node(ref: "Service:Payments") {
          id ref type name tags stub attributes
          ... on Service { tier lifecycle rtoMinutes }
        }
        other: node(id: "component:db-2") { lastVerifiedOn ... on Element { unavailability } }
        api: node(id: "component:pay-api") { attributes ... on Component { kind } }
        }"""
    )
    assert found["node"] == {
        "id": "service:payments",
        "ref": "service:payments",
        "type": "Service",
        "name": "Payments",
        "tags": ["core", "money"],
        "stub": False,
        "attributes": {},
        "tier": 1,
        "lifecycle": "OPERATE",
        "rtoMinutes": None,
    }
    assert found["other"] == {"lastVerifiedOn": "2026-01-31", "unavailability": None}
    assert found["api"] == {"attributes": {"zone": {"rack": 7}}, "kind": "APPLICATION"}


def test_links_show_the_properties_of_the_edge_and_the_node(data: Ask) -> None:
    links = data(
        """{ node(ref: "service:payments") { ... on Service { dependsOn {
          totalCount
          edges { group atLeast weight strength carriesState node { ref type } }
        } } } }"""
    )["node"]["dependsOn"]
    assert links["totalCount"] == 3
    assert links["edges"][0] == {
        "group": "database",
        "atLeast": 1,
        "weight": 0.5,
        "strength": "HARD",
        "carriesState": False,
        "node": {"ref": "component:db-1", "type": "Component"},
    }


def test_links_are_walked_in_both_directions(data: Ask) -> None:
    found = data(
        """{ components(select: "component:db-1") { edges { node {
          dependents { edges { group node {
            ref ownedBy { edges { node { name } } }
            dependents { edges { node { ref } } }
          } } }
        } } } }"""
    )
    (link,) = found["components"]["edges"][0]["node"]["dependents"]["edges"]
    assert link["group"] == "database"
    assert link["node"] == {
        "ref": "service:payments",
        "ownedBy": {"edges": [{"node": {"name": "Run"}}]},
        "dependents": {"edges": [{"node": {"ref": "service:billing"}}]},
    }


def test_a_link_with_one_type_at_its_end_needs_no_fragment(data: Ask) -> None:
    query = "{ dataStores { edges { node { stores { edges { master node { legalHold } } } } } } }"
    (link,) = data(query)["dataStores"]["edges"][0]["node"]["stores"]["edges"]
    assert link == {"master": True, "node": {"legalHold": False}}


@pytest.mark.parametrize(
    ("arguments", "refs"),
    [
        ("", ["archive", "billing", "payments"]),
        ('select: "tier<=2"', ["billing", "payments"]),
        ('select: "tier<=2 or service:archive"', ["archive", "billing", "payments"]),
        ('select: "component:db-1+"', ["billing", "payments"]),
        ('orderBy: "tier"', ["payments", "billing", "archive"]),
        ('orderBy: "-tier"', ["archive", "billing", "payments"]),
        ('orderBy: "lifecycle"', ["payments", "archive", "billing"]),
        ('orderBy: "-lifecycle"', ["payments", "archive", "billing"]),
        ('orderBy: "-ref"', ["payments", "billing", "archive"]),
        ('orderBy: "rtoMinutes"', ["archive", "billing", "payments"]),
        ('orderBy: "rto_minutes"', ["archive", "billing", "payments"]),
    ],
)
def test_records_are_chosen_and_ordered(data: Ask, arguments: str, refs: list[str]) -> None:
    brackets = f"({arguments})" if arguments else ""
    found = data(f"{{ services{brackets} {{ edges {{ node {{ ref }} }} }} }}")
    assert [e["node"]["ref"] for e in found["services"]["edges"]] == [f"service:{r}" for r in refs]


def test_select_leads_to_the_records(data: Ask) -> None:
    found = data('{ select(expression: "type:Team or person:ada") { refs nodes { name } } }')
    assert found["select"] == {
        "refs": ["person:ada", "team:run"],
        "nodes": [{"name": "Ada"}, {"name": "Run"}],
    }


def test_reach_paths_and_impact_answer_as_the_session_does(data: Ask, session: Session) -> None:
    found = data(
        """{
        reach(ref: "component:db-1", depth: 1) { revision complete stoppedAtDepth
          nodes { ref type name hops } }
        providers: reach(ref: "service:billing", direction: PROVIDERS) { nodes { ref } }
        paths(from: "service:billing", to: "component:db-2") { revision paths complete }
        impact(refs: ["component:db-1", "component:db-2"], cyclePolicy: RUNNING) {
          failed cyclePolicy complete counts { type count }
          affected { ref status hops because { group up needed lost }
            node { ownedBy { edges { node { ref } } } } }
        }
        }"""
    )
    reach = session.reach("component:db-1", depth=1).model_dump()
    assert found["reach"].pop("stoppedAtDepth") == reach.pop("stopped_at_depth")
    assert found["reach"] == reach
    assert len(found["providers"]["nodes"]) == 4
    expected = session.paths("service:billing", "component:db-2").model_dump()
    assert found["paths"] == expected
    impact = found["impact"]
    assert impact["cyclePolicy"] == "running"
    assert impact["counts"] == [{"type": "Service", "count": 2}]
    assert impact["affected"][0] == {
        "ref": "service:payments",
        "status": "DOWN",
        "hops": 1,
        "because": {
            "group": "database",
            "up": 0,
            "needed": 1,
            "lost": ["component:db-1", "component:db-2"],
        },
        "node": {"ownedBy": {"edges": [{"node": {"ref": "team:run"}}]}},
    }


def test_info_counts_records_and_relationships(data: Ask) -> None:
    info = data(
        """{ info { revision at nodes relationships
        counts { type count } relationshipCounts { type count } } }"""
    )["info"]
    assert (info["revision"], info["nodes"], info["relationships"]) == (1, 12, 6)
    assert {"type": "Service", "count": 3} in info["counts"]
    assert {"type": "DEPENDS_ON", "count": 4} in info["relationshipCounts"]
    assert info["at"].endswith("Z")


def test_an_empty_catalog_has_no_counts_and_no_instant(data: Ask) -> None:
    info = data('{ info(asOf: "0") { revision at nodes counts { type } } }')["info"]
    assert info == {"revision": 0, "at": None, "nodes": 0, "counts": []}


def test_gates_are_listed_with_their_outcomes(data: Ask) -> None:
    gates = data("{ gates { gate name phase inputs { type when } outcomes { outcome passed } } }")
    by_name = {gate["gate"]: gate for gate in gates["gates"]}
    assert {"outcome": "remove-from-catalog", "passed": True} in by_name["TG6"]["outcomes"]
    assert "service-retirement-proposal" in {i["type"] for i in by_name["TG6"]["inputs"]}


# --- the past -------------------------------------------------------------------------------------


@pytest.fixture
def changed(session: Session) -> Session:
    """The estate after a second revision, in which Billing has gone and Payments is renamed."""
    session.apply(
        "format: itspm/v1\n"
        "services: [{id: payments, name: Pay}, {id: new, name: New}]\n"
        "delete: [service:billing]\n",
        author="later",
    )
    return session


def test_every_reading_field_can_read_the_past(data: Ask, changed: Session) -> None:
    query = """query ($asOf: String) {
      node(ref: "service:payments", asOf: $asOf) {
        name ... on Element { dependents { totalCount } }
      }
      services(asOf: $asOf) { totalCount }
      select(expression: "type:Service", asOf: $asOf) { revision refs nodes { name } }
      reach(ref: "component:db-1", asOf: $asOf) { revision nodes { name node { name } } }
      paths(from: "service:payments", to: "component:db-1", asOf: $asOf) { revision }
      impact(refs: ["component:pay-api"], asOf: $asOf) { revision affected { node { name } } }
      info(asOf: $asOf) { revision }
      revisions(asOf: $asOf) { totalCount }
    }"""
    then, today = data(query, asOf="1"), data(query)
    assert then["node"] == {"name": "Payments", "dependents": {"totalCount": 1}}
    assert today["node"] == {"name": "Pay", "dependents": {"totalCount": 0}}
    assert {"name": "Payments"} in then["select"]["nodes"]
    assert {"name": "New"} in today["select"]["nodes"]
    assert then["reach"]["nodes"][0] == {"name": "Payments", "node": {"name": "Payments"}}
    assert [n["node"]["name"] for n in then["impact"]["affected"]] == ["Payments", "Billing"]
    assert (then["revisions"]["totalCount"], today["revisions"]["totalCount"]) == (1, 2)
    for verb in ("select", "reach", "paths", "impact", "info"):
        assert (then[verb]["revision"], today[verb]["revision"]) == (1, 2)


def test_an_instant_names_the_revision_of_that_time(data: Ask, changed: Session) -> None:
    at = data("{ revisions { edges { node { revision at author reason changes } } } }")
    first = at["revisions"]["edges"][1]["node"]
    assert (first["revision"], first["author"], first["reason"]) == (1, "tests", "begin")
    assert data("query ($at: String) { info(asOf: $at) { revision } }", at=first["at"]) == {
        "info": {"revision": 1}
    }


def test_differences_between_revisions(data: Ask, changed: Session) -> None:
    found = data(
        """{
        diff(from: "1") { from to added { id kind after } changed { id before after }
          removed { id kind } }
        back: diff(from: "2", to: "1") { from to added { id } }
        earlier: diff(from: "0", asOf: "1") { to }
        }"""
    )
    diff = found["diff"]
    assert (diff["from"], diff["to"]) == (1, 2)
    assert diff["added"] == [{"id": "service:new", "kind": "node", "after": {"name": "New"}}]
    assert diff["changed"][0]["before"]["name"] == "Payments"
    assert [r["kind"] for r in diff["removed"]] == ["node", "relationship"]
    assert (found["back"]["to"], found["earlier"]["to"]) == (1, 1)


def test_one_request_sees_one_revision_while_others_write(
    data: Ask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write(writing: Session) -> list[GateListed]:
        writing.apply("format: itspm/v1\nteams: [{id: late, name: Late}]")
        return []

    monkeypatch.setattr(Session, "gate_list", write)
    found = data(
        """{ before: info { revision } gates { gate } after: info { revision }
        teams { totalCount } revisions { totalCount } diff(from: "0") { to } }"""
    )
    assert session.store.head() == 2
    assert found["before"] == found["after"] == {"revision": 1}
    assert found["teams"] == found["revisions"] == {"totalCount": 1}
    assert found["diff"] == {"to": 1}
