"""The portfolio at a glance, and the processes with today's answers."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator

import pytest

from itspm_graph import cli
from itspm_graph.answers.service_catalog import catalog_today
from itspm_graph.catalogue import catalogue, today
from itspm_graph.errors import InvalidArgument
from itspm_graph.results.overseeing import PortfolioOverview, ServiceInPortfolio
from itspm_graph.session import Session

DAY = "2026-11-23"
ESTATE = """
format: itspm/v1
people: [{id: ada, name: Ada Ampère}]
portfolios:
  - {id: money, name: Money, contains: [service:idea, service:pay]}
  - {id: rest, name: The Rest, contains: [service:old, service:gone, service:no]}
services:
  - {id: idea, name: Idea, lifecycle: strategy, planned_operate_on: 2026-11-22}
  - {id: pay, name: Pay, lifecycle: operate, tier: 1, owned_by: [person:ada],
     tg5_interval_months: 12, planned_retire_on: 2031-01-01}
  - {id: old, name: Old, lifecycle: operate, planned_retire_on: 2026-12-31}
  - {id: gone, name: Gone, lifecycle: retire, lifecycle_status: delisted,
     planned_retire_on: 2026-01-01}
  - {id: no, name: "No", lifecycle: strategy, lifecycle_status: rejected,
     planned_operate_on: 2020-01-01}
  - {id: adrift, name: Adrift}
gate_submissions:
  - {id: tg4-pay, name: TG4 Pay, gate: TG4, revision: 0, submitted_at: 2025-06-02T09:00:00Z,
     verdict: imported, evidence_hash: imported, submitted_for: [service:pay],
     decided_by: [gate-decision:tg4-pay]}
gate_decisions:
  - {id: tg4-pay, name: TG4 Pay, gate: TG4, outcome: approve-operation, passed: true, reason: Good.,
     decided_at: 2025-06-03T09:00:00Z, taken_by: [person:ada]}
"""


@pytest.fixture(scope="module")
def session() -> Iterator[Session]:
    with Session.open("sqlite://") as session:
        session.apply(ESTATE)
        yield session


def by_slug(found: PortfolioOverview) -> dict[str, ServiceInPortfolio]:
    return {service.ref.removeprefix("service:"): service for service in found.services}


def test_where_services_stand(session: Session) -> None:
    found = by_slug(session.portfolio(on=DAY))
    assert {slug: service.place for slug, service in found.items()} == {
        "idea": "pipeline",
        "pay": "catalog",
        "old": "catalog",
        "gone": "retired",
        "no": "rejected",
        "adrift": "pipeline",
    }
    pay = found["pay"]
    assert (pay.owner, pay.owner_name, pay.tier) == ("person:ada", "Ada Ampère", 1)
    assert pay.portfolio == "portfolio:money"
    assert pay.last is not None
    assert (pay.last.gate, pay.last.outcome) == ("TG4", "approve-operation")
    assert pay.next_gate == "TG5"
    assert (found["idea"].next_gate, found["gone"].next_gate) == ("TG1", "TG7")
    assert (found["no"].next_gate, found["no"].verdict) == (None, None)


@pytest.mark.parametrize(
    ("status", "gate", "why"),
    [
        ("submitted", "TG6", "service-retirement-proposal:pay is on record"),
        ("draft", "TG5", "it is in the phase operate"),
    ],
)
def test_a_retirement_proposal_announces_tg6(status: str, gate: str, why: str) -> None:
    proposal = f"{{id: pay, status: {status}, for: [service:pay]}}"
    with Session.open("sqlite://") as own:
        own.apply(ESTATE)
        own.apply(f"format: itspm/v1\nservice_retirement_proposals: [{proposal}]\n")
        pay = by_slug(own.portfolio(on=DAY, check=False))["pay"]
        assert (pay.next_gate, pay.why) == (gate, why)


def test_what_is_due(session: Session) -> None:
    found = by_slug(session.portfolio(on=DAY))
    due = {
        slug: (service.due_on, service.due_for, service.overdue) for slug, service in found.items()
    }
    assert due == {
        "idea": ("2026-11-22", "go-live", True),
        "pay": ("2026-06-03", "review", True),
        "old": ("2026-12-31", "retirement", False),
        "gone": ("2026-01-01", "retirement", True),
        "no": (None, None, False),
        "adrift": (None, None, False),
    }
    assert not by_slug(session.portfolio(on="2026-01-01"))["pay"].overdue


def test_what_is_in_the_way_is_what_the_gate_says(session: Session) -> None:
    for service in session.portfolio(on=DAY).services:
        if service.next_gate is None:
            continue
        checked = session.gate_check(service.next_gate, service.ref, on=DAY)
        assert service.verdict == checked.verdict
        missing = [d.type for d in checked.documents if d.required and not d.present]
        assert service.missing_documents == missing
        blocks = {
            c.name
            for c in checked.criteria
            if c.severity == "BLOCK"
            and c.result != "PASS"
            and not (c.result == "NOT_ASSESSABLE" and c.document in missing)
        } - {"required_documents_missing"}
        assert set(service.blocked_by) == blocks
    idea = by_slug(session.portfolio(on=DAY))["idea"]
    assert idea.missing_documents == ["service-strategy"]


def test_filters_and_sums(session: Session) -> None:
    assert set(by_slug(session.portfolio("portfolio:money", on=DAY))) == {"idea", "pay"}
    assert set(by_slug(session.portfolio(phase="Operate", on=DAY))) == {"pay", "old"}
    assert set(by_slug(session.portfolio(overdue=True, on=DAY))) == {"idea", "pay", "gone"}
    found = session.portfolio(on=DAY)
    sums = {phase.phase: (phase.services, phase.overdue) for phase in found.phases}
    assert sums == {
        "strategy": (3, 1),
        "design": (0, 0),
        "transition": (0, 0),
        "operate": (2, 1),
        "improve": (0, 0),
        "retire": (1, 1),
    }
    assert sum(p.ready + p.not_ready for p in found.phases) == 5
    with pytest.raises(InvalidArgument, match="is no portfolio"):
        session.portfolio("service:pay")
    with pytest.raises(InvalidArgument, match="phases are strategy, design"):
        session.portfolio(phase="limbo")


def test_without_verdicts(session: Session) -> None:
    found = session.portfolio(check=False, on=DAY)
    assert not found.checked
    assert {service.verdict for service in found.services} == {None}
    checked = by_slug(session.portfolio(on=DAY))
    for slug, service in by_slug(found).items():
        same = ("phase", "place", "next_gate", "due_on", "overdue", "last")
        assert [getattr(service, name) for name in same] == [
            getattr(checked[slug], name) for name in same
        ]


@pytest.mark.parametrize(
    ("sort", "first"),
    [("name", "adrift"), ("tier", "pay"), ("due", "gone"), ("phase", "adrift")],
)
def test_order(session: Session, sort: str, first: str) -> None:
    found = session.portfolio(sort=sort, check=False, on=DAY)  # type: ignore[arg-type]
    assert found.services[0].ref == f"service:{first}"


def test_those_with_most_in_their_way_come_first(session: Session) -> None:
    services = session.portfolio(sort="blockers", on=DAY).services
    blockers = [len(s.blocked_by) + len(s.missing_documents) for s in services]
    assert blockers == sorted(blockers, reverse=True)
    assert blockers[0] > 0


# --- processes --------------------------------------------------------------------------------


def test_the_ten_processes(session: Session) -> None:
    found = session.process().processes
    assert len(found) == 10
    folders = {q.process for q in catalogue().values() if not q.process.startswith("gates")}
    assert folders <= {process.process for process in found}
    for process in found:
        asked = [q for q in catalogue().values() if q.process == process.process]
        assert process.questions == len(asked)
        assert process.name
        assert process.purpose
        assert process.outcomes
        assert process.roles
        assert process.answers == []


def test_a_process_with_todays_answers(session: Session) -> None:
    (found,) = session.process("Service Catalog Management", limit=1).processes
    assert found.process == "service_catalog"
    answers = {answer.query: answer for answer in found.answers}
    assert set(answers) == {q.name for q in catalogue().values() if q.process == "service_catalog"}
    catalog = answers["catalog_today"]
    assert catalog.count == len(list(catalog_today(session.graph(), today())))
    assert catalog.rows == session.ask("catalog_today").rows[:1]
    assert catalog.ask == "itspm ask catalog_today"
    providers = answers["providers"]
    assert (providers.count, providers.rows, providers.needs) == (None, [], ["element"])
    assert providers.ask == "itspm ask providers element=ELEMENT"


def test_an_unknown_process_lists_those_there_are(session: Session) -> None:
    with pytest.raises(InvalidArgument, match="there are: service_strategy, service_roadmap"):
        session.process("service_magic")
    with pytest.raises(InvalidArgument, match="0 or more"):
        session.process("service_catalog", limit=-1)


# --- in a terminal ----------------------------------------------------------------------------


@pytest.fixture
def itspm(
    session: Session, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., str]:
    def run(*words: str) -> str:
        monkeypatch.setattr(cli.overseeing, "session", lambda *_, **__: session)
        monkeypatch.setattr(sys, "argv", ["itspm", *words])
        with pytest.raises(SystemExit) as left:
            cli.main()
        assert not left.value.code
        return re.sub(r" +", " ", capsys.readouterr().out)

    return run


def test_the_portfolio_in_a_terminal(itspm: Callable[..., str]) -> None:
    printed = itspm("portfolio", "--on", DAY)
    assert (
        "service:pay 1 operate catalog Ada Ampère TG4 approve-operation 2025-06-03 TG5" in printed
    )
    assert "2026-06-03 review, overdue" in printed
    assert "1 missing: service-strategy" in printed
    assert re.search(r"^operate 2 \d \d 1$", printed, re.M)
    assert "6 services on 2026-11-23" in printed
    fast = itspm("portfolio", "--no-check", "--overdue", "--on", DAY)
    assert "not ready" not in fast
    assert "service:old" not in fast


def test_processes_in_a_terminal(itspm: Callable[..., str]) -> None:
    assert re.search(r"^service_catalog \d+ Service Catalog Management", itspm("process"), re.M)
    printed = itspm("process", "service_catalog", "--limit", "1")
    assert "What is in the catalog" in printed
    assert re.search(r"^ … and \d+ more$", printed, re.M)
    assert "itspm ask providers element=ELEMENT" in printed
