"""What the gates took out of use isn't used anew, on whatever way it is written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from api.app import create_app
from itspm_graph.errors import InvalidInput
from itspm_graph.session import Session
from tests.api.client import Client

ESTATE = """
format: itspm/v1
services:
  - id: old
    lifecycle: retire
    lifecycle_status: Delisted
    has_offering: [{id: old-gold, orderable: false}]
  - {id: taken-out, lifecycle: operate}
  - {id: kept, lifecycle: operate, depends_on: [{service: old, strength: soft}]}
  - {id: gone, lifecycle: retire, lifecycle_status: phased_out}
customers: [{id: former, subscribes_to: [{service_offering: old-gold, until: 2020-01-01}]}]
requirement_groups: [{id: either, at_least: 1, member: [service:old, service:kept]}]
components: [{id: reader, depends_on: []}, {id: base, depends_on: []}]
gate_submissions:
  - {id: tg6, gate: TG6, verdict: READY, revision: 1, evidence_hash: none,
     submitted_at: 2026-05-01T10:00:00Z,
     submitted_for: service:taken-out, decided_by: gate-decision:tg6}
gate_decisions:
  - {id: tg6, gate: TG6, outcome: remove-from-catalog, passed: true, reason: old,
     decided_at: 2026-05-02T10:00:00Z}
"""
HEAD = "format: itspm/v1\n"
REFUSED = {
    "need": "components: [{id: reader, depends_on: [service:old]}]",
    "soft": "components: [{id: reader, depends_on: [{service: old, strength: soft}]}]",
    "by-decision": "components: [{id: reader, depends_on: [service:taken-out]}]",
    "over-its-status": "services: [{id: taken-out, lifecycle: operate, depends_on: []}]\n"
    "components: [{id: reader, depends_on: [service:taken-out]}]",
    "share": "services: [{id: kept, consumes: [service:old]}]",
    "subscription": "customers: [{id: new, subscribes_to: [service-offering:old-gold]}]",
    "prolonged": "customers: [{id: former, subscribes_to: "
    "[{service_offering: old-gold, until: 2099-01-01}]}]",
    "group": "requirement_groups: [{id: pair, at_least: 1, member: [service:old, component:base]}]"
    "\ncomponents: [{id: reader, depends_on: [requirement-group:pair]}]",
    "group-of-others": "components: [{id: reader, depends_on: [requirement-group:either]}]",
    "flat": "edges: [{type: DEPENDS_ON, from: 'component:reader', to: 'service:old'}]",
    "gone": "components: [{id: reader, depends_on: [service:gone]}]",
    "stated-anew": "services: [{id: old, lifecycle_status: delisted}]\n"
    "components: [{id: reader, depends_on: [service:old]}]",
}
ALLOWED = {
    "as-before": "services: [{id: kept, depends_on: [{service: old, strength: soft}]}]",
    "changed": "services: [{id: kept, depends_on: [{service: old, strength: hard}]}]",
    "withdrawn": "services: [{id: kept, depends_on: []}]",
    "elsewhere": "components: [{id: reader, depends_on: [service:kept]}]",
    "its-own-needs": "services: [{id: old, depends_on: [component:base]}]",
    "over-already": "customers: [{id: new, subscribes_to: "
    "[{service_offering: old-gold, until: 2021-01-01}]}]",
    "who-goes-too": "services: [{id: late, lifecycle: retire, depends_on: [service:old]}]",
    "taken-back": """
gate_submissions:
  - {id: tg3, gate: TG3, verdict: READY, revision: 1, evidence_hash: none,
     submitted_at: 2026-06-01T10:00:00Z,
     submitted_for: service:taken-out, decided_by: gate-decision:tg3}
gate_decisions:
  - {id: tg3, gate: TG3, outcome: approve-funding, passed: true, reason: wanted again,
     decided_at: 2026-06-02T10:00:00Z}
components: [{id: reader, depends_on: [service:taken-out]}]
""",
}


@pytest.fixture
def estate(plain: Session) -> Session:
    plain.apply(ESTATE)
    return plain


@pytest.mark.parametrize("document", REFUSED.values(), ids=REFUSED)
def test_nobody_begins_to_use_what_is_withdrawn(estate: Session, document: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        estate.apply(HEAD + document)
    assert {problem.code for problem in refused.value.problems} == {"withdrawn-service"}
    assert all(problem.line for problem in refused.value.problems)
    assert estate.graph().revision == 1


@pytest.mark.parametrize("document", ALLOWED.values(), ids=ALLOWED)
def test_what_goes_on_or_ends_may_be_written(estate: Session, document: str) -> None:
    estate.apply(HEAD + document)


PHASED_OUT = """
format: itspm/v1
services: [{id: old, lifecycle_status: phased_out}]
"""


def test_nobody_uses_what_is_phased_out(estate: Session) -> None:
    with pytest.raises(InvalidInput) as refused:
        estate.apply(PHASED_OUT)
    (problem,) = refused.value.problems
    assert (problem.code, problem.line) == ("phased-out-in-use", 3)
    assert "service:kept" in problem.message
    estate.apply(HEAD + "services: [{id: kept, depends_on: []}]")
    estate.apply(PHASED_OUT)


def test_it_may_be_imported_as_it_was(plain: Session) -> None:
    """A catalog of elsewhere comes whole: who used a service when it was delisted uses it yet."""
    plain.apply(ESTATE)
    assert plain.apply(ESTATE).revision == 1


def test_an_import_names_file_and_line(estate: Session, tmp_path: Path) -> None:
    file = tmp_path / "late.yaml"
    file.write_text(f"{HEAD}components:\n  - id: late\n    depends_on: [service:old]\n")
    with pytest.raises(InvalidInput) as refused:
        estate.import_files([file])
    (problem,) = refused.value.problems
    assert (problem.file, problem.line, problem.field) == (str(file), 4, "depends_on")


def test_graphql_is_refused_too(estate: Session) -> None:
    client = Client(create_app(estate))
    call = "mutation($d: String!) { apply(document: $d) { revision } }"
    variables = {"d": HEAD + REFUSED["need"]}
    answer = client.post("/graphql", json={"query": call, "variables": variables}).json()
    assert "withdrawn-service" in str(answer["errors"])
    assert estate.graph().revision == 1


def rows(session: Session, *refs: str, on: str | None = None) -> Iterator[tuple[str, str]]:
    found = session.check_retire(refs, on=on)
    assert found.clear == (not found.dependents and not found.undeclared)
    yield from ((each.ref, each.relationship) for each in found.dependents)
    yield from ((each.ref or each.name, each.record) for each in found.undeclared)


def test_check_tells_who_depends_on_it_yet(estate: Session) -> None:
    assert list(rows(estate, "service:old")) == [("service:kept", "DEPENDS_ON")]
    assert list(rows(estate, "service:old", "service:kept")) == []
    on = "2019-12-31"
    assert ("customer:former", "SUBSCRIBES_TO") in list(rows(estate, "service:old", on=on))
    estate.apply(
        f"{HEAD}consumption_records: [{{id: seen, last_seen_on: 2026-11-01, caller: svc_x,"
        " period_from: 2026-10-01, period_to: 2026-11-01, volume: 3,"
        " consumed_in: [service:gone]}]"
    )
    assert list(rows(estate, "service:gone", on="2026-11-20")) == [
        ("svc_x", "consumption-record:seen")
    ]
    assert list(rows(estate, "service:gone", on="2028-11-20")) == []
