"""Documents with which a service may come before each gate, as small as gates allow."""

from __future__ import annotations

from itspm_graph import gates
from itspm_graph.framework import framework
from itspm_graph.records import find_node_type
from itspm_graph.session import Session

SERVICE = "service:pay"
BOARD = "person:ada"
CUSTOMER = "customer:acme"

ESTATE = """
format: itspm/v1
people: [{id: ada}, {id: bob}]
customers: [{id: acme}]
services: [{id: pay, name: Payments}]
"""
"""Somebody who decides, somebody who consumes, and an idea."""

EXTRA = {
    "service-acceptance-criteria": """
    monitoring_ready: true
    runbook_ready: true
    on_call_ready: true
    backup_ready: true
    accepts_release: [release:pay-1]
    has_criterion: [acceptance-criterion:pay-felt]
releases: [{id: pay-1, released_on: 2026-01-01}]
acceptance_criteria: [{id: pay-felt, test_kind: customer_experience, measure: m, threshold: t}]
test_runs:
  - {id: pay-felt, kind: customer_experience, result: passed, run_on: 2026-01-01,
     tests: [acceptance-criterion:pay-felt], run_against: [release:pay-1],
     witnessed_by: [customer:acme]}
""",
}
"""What a document needs so that no criterion is left that can't be waived."""


def document(type_: str, version: int = 1, service: str = "pay") -> str:
    """A document of a type, in a version that takes the place of the one before."""
    record = find_node_type(type_)
    assert record is not None
    before = f"    supersedes: ['{type_}:{service}-{version - 1}']\n" if version > 1 else ""
    return (
        f"format: itspm/v1\n{record.collection}:\n"
        f"  - id: {service}-{version}\n    version: '{version}'\n    author: Ada\n"
        f"    for: ['service:{service}']\n{before}{EXTRA.get(type_, '').lstrip(chr(10))}"
    )


def required(session: Session, gate: str, service: str = SERVICE) -> list[str]:
    """Types of the documents that a gate requires of the service and that aren't on record."""
    checked = session.gate_check(gate, service)
    return [each.type for each in checked.documents if each.required and not each.present]


def waivers(session: Session, gate: str, service: str = SERVICE) -> list[str]:
    """Waivers of all that blocks and may be waived; criteria need more than small documents."""
    found = gates.gate(gate)
    blocking = gates.blocking(session.gate_check(gate, service).criteria)
    names = [each.name for each in blocking if each.name not in gates.unwaivable(found)]
    return [f"{name}:for the walk:2099-12-31" for name in names]


def success(gate: str) -> str:
    """The first outcome of success of a gate."""
    return framework().gates[gate].success[0].outcome
