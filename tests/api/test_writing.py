"""Mutations, and the codes of what goes wrong."""

from __future__ import annotations

import logging

import pytest

from itspm_graph.errors import StoreUnavailable
from itspm_graph.session import Session
from tests.api.conftest import Ask

APPLY = """mutation ($document: String!, $expected: Int, $missing: Missing, $dryRun: Boolean) {
  apply(document: $document, expectedRevision: $expected, missing: $missing, dryRun: $dryRun,
    reason: "because") {
    revision dryRun created { type count } relationships { type count } unchanged
    problems { code message line severity }
  }
}"""
TEAM = "format: itspm/v1\nteams: [{id: new, name: New}]\n"


def test_a_document_is_written(data: Ask, session: Session) -> None:
    report = data(APPLY, document=TEAM, expected=1)["apply"]
    assert report == {
        "revision": 2,
        "dryRun": False,
        "created": [{"type": "Team", "count": 1}],
        "relationships": [],
        "unchanged": 0,
        "problems": [],
    }
    entry = session.log().revisions[0]
    assert (entry.author, entry.reason) == ("api", "because")
    assert data(APPLY, document=TEAM)["apply"]["revision"] == 2


def test_an_author_can_be_named(data: Ask, session: Session) -> None:
    query = 'mutation ($d: String!) { apply(document: $d, author: "ada") { revision } }'
    data(query, d=TEAM)
    assert session.log().revisions[0].author == "ada"


def test_several_mutations_run_one_after_the_other(data: Ask) -> None:
    query = """mutation ($d: String!) {
      first: apply(document: $d) { revision }
      second: apply(document: "format: itspm/v1\\nteams: [{id: other}]") { revision }
    }"""
    assert data(query, d=TEAM) == {"first": {"revision": 2}, "second": {"revision": 3}}


def test_a_dry_run_writes_nothing(data: Ask, session: Session) -> None:
    report = data(APPLY, document=TEAM, dryRun=True)["apply"]
    assert (report["revision"], report["dryRun"], session.store.head()) == (1, True, 1)


def test_every_problem_of_a_document_is_told(error: Ask, session: Session) -> None:
    document = """format: itspm/v1
services:
  - {id: a, tier: 9}
  - {id: b, depends_on: [component:nowhere]}
"""
    found = error(APPLY, document=document)
    assert {p["code"] for p in found["problems"]} == {"invalid-value", "dangling-reference"}
    assert found["problems"][0].keys() == {"code", "message", "file", "line", "field", "severity"}
    assert session.store.head() == 1


def test_stand_ins_are_made_on_request(data: Ask) -> None:
    document = "format: itspm/v1\nservices: [{id: b, depends_on: [component:nowhere]}]"
    report = data(APPLY, document=document, missing="STUB")["apply"]
    assert [p["code"] for p in report["problems"]] == ["dangling-reference"]
    found = data('{ node(ref: "component:nowhere") { stub name } }')
    assert found["node"] == {"stub": True, "name": "nowhere"}


def test_a_stand_in_may_lack_what_its_type_requires(data: Ask) -> None:
    document = (
        "format: itspm/v1\nmetrics: [{id: m}]\nedges:\n"
        '  - {type: CONCERNED_BY, from: "metric:m", to: "customer-transition:gone"}'
    ).replace("CONCERNED_BY", "CONCERNS")
    data(APPLY, document=document, missing="STUB")
    found = data("{ customerTransitions { edges { node { stub status } } } }")
    assert found["customerTransitions"]["edges"] == [{"node": {"stub": True, "status": None}}]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ('{ node(ref: "service:paymnts") { name } }', "unknown-reference"),
        ('{ node(ref: "payments") { name } }', "invalid-reference"),
        ('{ node(ref: "thing:payments") { name } }', "unknown-type"),
        ("{ node { name } }", "invalid-argument"),
        ('{ node(ref: "service:a", id: "service:a") { name } }', "invalid-argument"),
        ('{ info(asOf: "9") { revision } }', "unknown-revision"),
        ('{ info(asOf: "soon") { revision } }', "invalid-argument"),
        ('{ reach(ref: "service:payments", depth: -1) { complete } }', "invalid-argument"),
        ("{ impact(refs: []) { complete } }", "invalid-argument"),
        ('{ paths(from: "service:payments", to: "team:run", limit: 0) { paths } }',
         "invalid-argument"),
        ('{ gateCheck(gate: "TG9", service: "service:payments") { verdict } }', "invalid-argument"),
        ('{ diff(from: "7") { to } }', "unknown-revision"),
        ("{ nothing }", "invalid-query"),
        ("{", "syntax-error"),
        ("query a { info { revision } } query b { info { revision } }", "unknown-operation"),
        ("{ ...a } fragment a on Query { ...b } fragment b on Query { ...a }", "invalid-query"),
        ("query ($a: Int!) { services(first: $a) { totalCount } }", "invalid-variables"),
    ],
)  # fmt: skip
def test_what_goes_wrong_has_a_code(ask: Ask, query: str, code: str) -> None:
    errors = ask(query)["errors"]
    assert {error["extensions"]["code"] for error in errors} == {code}


def test_an_unknown_reference_suggests_the_nearest(error: Ask) -> None:
    assert "service:payments" in error('{ node(ref: "service:paymnts") { name } }')["message"]


def test_what_can_be_answered_is(ask: Ask) -> None:
    answer = ask('{ info { revision } node(ref: "service:nope") { name } }')
    assert answer["data"] == {"info": {"revision": 1}, "node": None}
    assert answer["errors"][0]["path"] == ["node"]


def test_a_write_against_an_old_revision_is_refused(error: Ask) -> None:
    assert error(APPLY, document=TEAM, expected=0)["code"] == "revision-conflict"


def test_what_fails_inside_is_told_to_the_log_alone(
    error: Ask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_: Session) -> None:
        raise RuntimeError("a secret")

    monkeypatch.setattr(Session, "gate_list", fail)
    with caplog.at_level(logging.ERROR):
        found = error("{ gates { gate } }")
    assert found == {"message": "the server failed to answer; its log says why", "code": "internal"}
    assert "a secret" in caplog.text
    assert "Traceback" in caplog.text


def test_a_store_that_is_away_is_told(error: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: object, **__: object) -> None:
        raise StoreUnavailable("the store doesn't answer")

    monkeypatch.setattr(Session, "graph", away)
    assert error("{ info { revision } }")["code"] == "store-unavailable"


STRATEGY = """---
document: service-strategy
for: service:payments
version: 1
author: Ada
---
Why.
"""
ATTACH = """mutation ($hash: String!, $expected: Int) {
  attachToDocument(ref: "service-strategy:payments/1", contentHash: $hash, fileName: "a.pdf",
    sizeBytes: 6, expectedRevision: $expected) {
    revision document attachment { ref fileName sizeBytes contentHash mediaType location }
  }
}"""


def test_a_gate_document_and_a_file_that_belongs_to_it(
    data: Ask, error: Ask, session: Session
) -> None:
    report = data(APPLY, document=STRATEGY)["apply"]
    assert report["created"] == [{"type": "ServiceStrategy", "count": 1}]
    attached = data(ATTACH, hash="0" * 64, expected=2)["attachToDocument"]
    assert attached == {
        "revision": 3,
        "document": "service-strategy:payments/1",
        "attachment": {
            "ref": f"attachment:{'0' * 64}",
            "fileName": "a.pdf",
            "sizeBytes": 6,
            "contentHash": "0" * 64,
            "mediaType": "",
            "location": "",
        },
    }
    assert session.log().revisions[0].author == "api"
    assert error(ATTACH, hash="1" * 64, expected=2)["code"] == "revision-conflict"
    query = """query ($hash: String!) {
      documentVerification(ref: "service-strategy:payments/1", contentHash: $hash) {
        matches knownAs known
      }
      documentsOf(service: "service:payments") { documents { ref node { name } standing } }
    }"""
    found = data(query, hash="0" * 64)
    assert found["documentVerification"] == {
        "matches": True,
        "knownAs": "attachment",
        "known": f"attachment:{'0' * 64}",
    }
    (listed,) = found["documentsOf"]["documents"]
    assert listed["node"]["name"] == "Service strategy 1 of payments"
