"""Named queries as root fields, and gates, which rest on them. Queries of our own, as files."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from api.schema import build, schema
from itspm_graph import catalogue
from itspm_graph.graph import Graph
from itspm_graph.session import Session
from tests.api.conftest import Ask

FILES = {
    "things_near": """// Which things are near?
// param service: ref, the service
// param depth: integer = 3, hops at most
// param share: number = 0.5, a share
// param words: texts = a, words
// param strict: boolean = true, whether to be strict
// param on: date = today, the day
// returns thing: ref, a thing
// returns hops: integer, how far
// returns seen_on: date, when
// returns words: texts, the words
// returns strict: boolean, whether
// python: probe.things_near
""",
    "offences": """// What offends?
// param service: ref, the service
// returns thing: ref, the offender
// gate: TG6
// severity: BLOCK
// python: probe.offences
""",
    "consumption_exists": """// Is there consumption?
// param service: ref, the service
// returns thing: ref, a thing
// python: probe.nothing
""",
}


def things_near(graph: Graph, **given: Any) -> list[dict[str, Any]]:
    names = {"depth", "share", "words", "strict", "on", "service"}
    assert given.keys() == names
    row = {"hops": 2**40, "seen_on": given["on"], "words": given["words"]}
    return [{"thing": given["service"], "strict": given["strict"], **row}]


def offences(graph: Graph, service: str) -> list[dict[str, Any]]:
    return [{"thing": "component:db-1"}] if graph.revision < 3 else []


def nothing(graph: Graph, service: str) -> list[dict[str, Any]]:
    return []


@pytest.fixture(autouse=True)
def probes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Our queries, and the criterion that holds at every gate, instead of all others."""
    module = ModuleType("itspm_graph.answers.probe")
    for function in (things_near, offences, nothing):
        setattr(module, function.__name__, function)
    monkeypatch.setitem(sys.modules, module.__name__, module)
    found = {"required_documents_missing": catalogue.named_query("required_documents_missing")}
    for name, text in FILES.items():
        file = tmp_path / f"{name}.cypher"
        file.write_text(text)
        found[name] = catalogue.read(file, tmp_path)
    monkeypatch.setattr(catalogue, "catalogue", lambda: found)
    built = build(found.values())
    monkeypatch.setattr("api.execution.schema", lambda: built)


def test_a_query_is_a_field_with_typed_rows(data: Ask) -> None:
    found = data(
        """{ thingsNear(service: "service:payments", on: "2026-02-03") {
        query question engine revision complete columns parameters
        rows { thing hops seenOn words strict }
        } }"""
    )["thingsNear"]
    assert found.pop("parameters") == {
        "service": "service:payments",
        "depth": 3,
        "share": 0.5,
        "words": ["a"],
        "strict": True,
        "on": "2026-02-03",
    }
    assert found.pop("columns") == ["thing", "hops", "seen_on", "words", "strict"]
    assert found == {
        "query": "things_near",
        "question": "Which things are near?",
        "engine": "snapshot",
        "revision": 1,
        "complete": True,
        "rows": [
            {
                "thing": "service:payments",
                "hops": 2**40,
                "seenOn": "2026-02-03",
                "words": ["a"],
                "strict": True,
            }
        ],
    }


def test_arguments_are_typed_and_have_their_defaults(data: Ask, ask: Ask) -> None:
    query = """query ($w: [String!]) { thingsNear(service: "service:payments", words: $w,
      strict: false, depth: null, asOf: "1") { parameters rows { words strict seenOn } } }"""
    found = data(query, w=["x"])["thingsNear"]
    assert (found["parameters"]["depth"], found["rows"][0]["words"]) == (3, ["x"])
    assert found["rows"][0]["seenOn"] >= date(2026, 1, 1).isoformat()
    assert found["rows"][0]["strict"] is False
    for wrong in ('depth: "1"', 'on: "soon"', "words: [1]", "other: 1"):
        query = f'{{ thingsNear(service: "service:payments", {wrong}) {{ revision }} }}'
        assert ask(query)["errors"][0]["extensions"]["code"] == "invalid-query"


def test_an_engine_can_be_asked_for(error: Ask) -> None:
    query = '{ thingsNear(service: "service:payments", engine: CYPHER) { revision } }'
    assert error(query)["code"] == "unsupported-engine"


def test_criteria_are_no_fields() -> None:
    from api import execution

    root = execution.schema().query_type
    assert root is not None
    assert "offences" not in root.fields
    assert "thingsNear" in root.fields


# --- gates ----------------------------------------------------------------------------------------

CHECK = """query ($at: String) { gateCheck(gate: "tg6", service: "service:payments", asOf: $at) {
  gate service verdict revision evidenceHash
  documents { type required present ref node { name } }
  criteria { name severity result rows waiver { reason until } }
} }"""
DECIDE = """mutation ($outcome: String!, $waive: [String!], $expected: Int) {
  decideGate(gate: "TG6", service: "service:payments", outcome: $outcome, by: "person:ada",
    reason: "time", waive: $waive, expectedRevision: $expected) {
    revision outcome passed verdict submission decision evidence waivers
  } }"""
UNTIL = date.today().replace(year=date.today().year + 1, day=1).isoformat()
WAIVE = [f"offences:agreed:{UNTIL}", f"required_documents_missing:later:{UNTIL}"]


def test_the_verdict_of_a_gate_with_its_evidence(data: Ask, session: Session) -> None:
    found = data(CHECK)["gateCheck"]
    expected = session.gate_check("TG6", "service:payments")
    assert (found["verdict"], found["revision"]) == ("NOT_READY", 1)
    assert found["evidenceHash"] == expected.evidence_hash
    by_name = {criterion["name"]: criterion for criterion in found["criteria"]}
    assert by_name["offences"]["rows"] == [{"thing": "component:db-1"}]
    assert found["documents"][0]["node"] is None


def test_a_document_on_record_leads_to_itself(data: Ask, session: Session) -> None:
    session.apply(
        "format: itspm/v1\nedges: [{type: FOR, from: 'document:proposal', to: 'service:payments'}]"
    )
    documents = data(CHECK)["gateCheck"]["documents"]
    found = next(d for d in documents if d["type"] == "service-retirement-proposal")
    assert found["node"] == {"name": "Proposal"}
    past = data(CHECK, at="1")["gateCheck"]
    assert past["revision"] == 1
    assert not any(d["present"] for d in past["documents"])


def test_a_decision_is_put_on_record(data: Ask, error: Ask, session: Session) -> None:
    refused = error(DECIDE, outcome="remove-from-catalog")
    assert refused["code"] == "blocking-criteria"
    assert error(DECIDE, outcome="maybe")["code"] == "invalid-outcome"
    made = data(DECIDE, outcome="remove-from-catalog", waive=WAIVE, expected=1)["decideGate"]
    assert (made["revision"], made["passed"], made["verdict"]) == (2, True, "NOT_READY")
    assert len(made["evidence"]) == len(made["waivers"]) == 2
    assert session.log().revisions[0].author == "person:ada"
    found = data(CHECK)["gateCheck"]
    assert {c["waiver"]["reason"] for c in found["criteria"]} == {"agreed", "later"}
    assert error(DECIDE, outcome="review-roadmap", expected=1)["code"] == "revision-conflict"
    shown = data(
        """{ gateDecisions { edges { node {
        outcome decidedAt takenBy { edges { node { ref } } } } } } }"""
    )
    (edge,) = shown["gateDecisions"]["edges"]
    assert edge["node"]["takenBy"]["edges"][0]["node"] == {"ref": "person:ada"}
    assert edge["node"]["decidedAt"].startswith("20")


SUBMIT = """mutation ($gate: String!, $documents: [String!]) {
  submitGate(gate: $gate, service: "service:payments", documents: $documents) {
    revision judged submission verdict documents missing supersedes
  } }"""
HISTORY = """{ gateHistory(service: "service:payments") {
  standing { phase nextGate mayEnter waiting { submission gate } }
  events { ref gate state documents { type ref } decision { outcome by reason } }
} }"""


def test_a_service_is_submitted_with_its_documents(data: Ask, error: Ask) -> None:
    """What comes along is in the revision that is judged, and the history tells it."""
    roadmap = (
        "format: itspm/v1\nservice_roadmaps: [{id: pay-1, version: '1', for: ['service:payments']}]"
    )
    assert error(SUBMIT, gate="TG1")["code"] == "gate-closed"
    first = data(SUBMIT, gate="TG6", documents=[roadmap])["submitGate"]
    assert (first["revision"], first["judged"], first["supersedes"]) == (2, 2, [])
    assert first["documents"] == ["service-roadmap:pay-1"]
    second = data(SUBMIT, gate="TG6")["submitGate"]
    assert (second["judged"], second["supersedes"]) == (2, [first["submission"]])
    decided = data(DECIDE, outcome="review-roadmap")["decideGate"]
    assert decided["submission"] == second["submission"]
    told = data(HISTORY)["gateHistory"]
    assert [event["state"] for event in told["events"]] == ["superseded", "decided"]
    assert told["events"][1]["decision"]["by"] == ["person:ada"]
    standing = told["standing"]
    assert (standing["phase"], standing["nextGate"]) == ("operate", "TG6")
    assert (standing["mayEnter"], standing["waiting"]) == (["TG5", "TG6"], [])


def test_the_optional_gate_alone_is_waived(error: Ask) -> None:
    waive = """mutation ($gate: String!) { waiveGate(gate: $gate, service: "service:payments",
      by: ["person:ada"], reason: "r") { exemption } }"""
    assert error(waive, gate="TG3")["code"] == "gate-required"
    assert error(waive, gate="TG2")["code"] == "gate-closed"


def test_the_shipped_schema_has_a_field_for_each_question() -> None:
    root: Callable[[], Any] = schema
    fields = root().query_type.fields
    assert {"gateCheck", "gates", "impact"} <= fields.keys()
    assert "requiredDocumentsMissing" not in fields
