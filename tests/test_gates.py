"""Gate TG6 from end to end: verdict, waivers, decision, and the records that stay."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from itspm_graph import gates
from itspm_graph.errors import InvalidArgument, InvalidInput, InvalidOutcome, RevisionConflict
from itspm_graph.results.gates import Decided
from itspm_graph.session import Session
from itspm_graph.store import open_store

DEMO = Path(__file__).parent.parent / "seed" / "demo"
DAY = "2026-11-23"
BY = "person:bram-de-witte"


@pytest.fixture
def demo() -> Iterator[Session]:
    with Session.open("sqlite://") as session:
        session.import_files([DEMO])
        yield session


def test_a_service_that_may_leave(demo: Session) -> None:
    checked = demo.gate_check("tg6", "service:fax-gateway", on=DAY)
    assert checked.verdict == "READY"
    open_ = {c.name: c.severity for c in checked.criteria if c.result != "PASS"}
    assert open_ == {"contracts_with_others": "INFO"}
    assert {d.type for d in checked.documents if d.required} == {
        "service-roadmap",
        "service-retirement-proposal",
        "operational-and-consumption-reports",
    }


def test_a_service_that_may_not_and_why(demo: Session) -> None:
    checked = demo.gate_check("TG6", "service:edi-classic", on=DAY)
    assert checked.verdict == "NOT_READY"
    failed = {c.name: c.rows for c in checked.criteria if c.result == "FAIL"}
    assert set(failed) == {
        "consumers_without_disposition",
        "contracts_beyond_effective_date",
        "contracts_with_others",
        "contracts_without_notice",
        "customers_not_told",
        "elements_that_break",
        "elements_weakened",
        "migrations_after_effective_date",
        "plans_that_count_on_it",
        "replacement_rests_on_retired",
        "notices_unanswered",
        "retirement_before_migration",
        "screams_heard",
        "undeclared_consumers",
    }
    (rests,) = failed["replacement_rests_on_retired"]
    assert (rests["replacement"], rests["hops"]) == ("service:edi-exchange", 2)


def test_what_is_not_known_is_not_passed(demo: Session) -> None:
    checked = demo.gate_check("TG6", "service:payroll-hr", on=DAY)
    results = {criterion.name: criterion.result for criterion in checked.criteria}
    assert checked.verdict == "NOT_READY"
    assert results["contracts_beyond_effective_date"] == "NOT_ASSESSABLE"
    assert results["retirement_proposal_missing"] == "FAIL"
    assert results["required_documents_missing"] == "FAIL"


def decide(session: Session, outcome: str, *waive: str, service: str = "edi-classic") -> Decided:
    return session.gate_decide(
        "TG6", f"service:{service}", outcome, by=[BY], reason="agreed", waive=waive
    )


def test_a_decision_is_recorded_with_its_evidence(demo: Session) -> None:
    checked = demo.gate_check("TG6", "service:fax-gateway")
    made = demo.gate_decide(
        "TG6", "service:fax-gateway", "remove-from-catalog", by=[BY], reason="nobody faxes"
    )
    assert (made.verdict, made.passed, made.revision) == ("READY", True, 2)
    (submission,) = demo.show(made.submission).records
    assert submission["revision"] == 1
    assert submission["evidence_hash"] == checked.evidence_hash
    (decision,) = demo.show(made.decision).records
    assert (decision["outcome"], decision["reason"]) == ("remove-from-catalog", "nobody faxes")
    assert len(made.evidence) == len(checked.criteria)
    (evidence,) = demo.show(made.evidence[0]).records
    assert {"criterion", "query", "parameters", "revision", "rows_hash"} <= set(evidence)
    links = {(link["type"], link["to"]) for link in submission["relationships"]}
    assert ("SUBMITTED_FOR", "service:fax-gateway") in links
    assert ("INCLUDES", "service-roadmap:fax-gateway") in links
    assert demo.log(limit=1).revisions[0].author == BY
    listed = {row["service"] for row in demo.ask("catalog_today").rows}
    before = {row["service"] for row in demo.ask("catalog_today", as_of=1).rows}
    assert before - listed == {"service:fax-gateway"}


def test_a_decision_never_changes(demo: Session) -> None:
    made = demo.gate_decide(
        "TG6", "service:edi-classic", "review-roadmap", by=[BY], reason="not yet"
    )
    slug = made.decision.partition(":")[2]
    for text in (
        f"gate_decisions: [{{id: {slug}, reason: we never said so}}]",
        f"delete: ['{made.decision}']",
        f"delete: ['{made.evidence[0]}']",
    ):
        with pytest.raises(InvalidInput) as caught:
            demo.apply(f"format: itspm/v1\n{text}")
        assert caught.value.code == "immutable-record"


@pytest.mark.parametrize(
    "text",
    [
        "edges: [{type: TAKEN_BY, from: '%s', to: 'person:ingrid-falkenrath'}]",
        "nodes: [{ref: '%s', taken_by: []}]",
        "delete: ['person:bram-de-witte']",
        "delete: ['service:edi-classic']",
    ],
)
def test_nor_does_what_it_says_of_others(demo: Session, text: str) -> None:
    made = demo.gate_decide("TG6", "service:edi-classic", "review-roadmap", by=[BY], reason="r")
    with pytest.raises(InvalidInput) as caught:
        demo.apply("format: itspm/v1\n" + text.replace("%s", made.decision))
    assert caught.value.code == "immutable-record"
    assert demo.store.head() == made.revision


def test_decisions_on_long_names_never_meet(demo: Session) -> None:
    slugs = [f"{'a' * 190}-{name}" for name in ("one", "two")]
    listed = ", ".join(f"{{id: {slug}, lifecycle: operate}}" for slug in slugs)
    demo.apply(f"format: itspm/v1\nservices: [{listed}]")
    made = [decide(demo, "review-roadmap", service=slug) for slug in (*slugs, slugs[0])]
    assert len({m.decision for m in made}) == 3
    for slug in slugs:
        assert demo.show(f"service:{slug}").records[0]["relationships"]


def test_only_listed_outcomes(demo: Session) -> None:
    with pytest.raises(InvalidOutcome, match="remove-from-catalog, review-roadmap, transition"):
        decide(demo, "reject")
    assert demo.store.head() == 1


def test_a_blocking_criterion_needs_a_waiver(demo: Session) -> None:
    with pytest.raises(InvalidArgument) as caught:
        decide(demo, "remove-from-catalog")
    assert caught.value.code == "blocking-criteria"
    assert "undeclared_consumers" in str(caught.value)
    assert decide(demo, "transition-communications")


def test_waivers_hold_until_they_end(demo: Session) -> None:
    checked = demo.gate_check("TG6", "service:edi-classic")
    waivers = [f"{c.name}:known: accepted:2099-12-31" for c in gates.blocking(checked.criteria)]
    made = demo.gate_decide(
        "TG6", "service:edi-classic", "remove-from-catalog", by=[BY], reason="r", waive=waivers
    )
    assert len(made.waivers) == len(waivers)
    again = demo.gate_check("TG6", "service:edi-classic")
    assert again.verdict == "READY_WITH_WARNINGS"
    waived = [c.waiver for c in again.criteria if c.waiver]
    assert {(w.reason, w.until) for w in waived} == {("known: accepted", "2099-12-31")}
    assert demo.gate_check("TG6", "service:edi-classic", on="2100-01-01").verdict == "NOT_READY"
    assert demo.gate_check("TG6", "service:edi-classic", as_of=1).verdict == "NOT_READY"


@pytest.mark.parametrize(
    ("waiver", "message"),
    [
        ("undeclared_consumers", "CRITERION:REASON:UNTIL"),
        ("undeclared_consumers:because:tomorrow", "YYYY-MM-DD"),
        ("undeclared_consumers::2099-01-01", "needs a reason"),
        ("undeclared_consumers:because:2001-01-01", "has ended"),
        ("nothing:because:2099-01-01", "has no criterion"),
    ],
)
def test_what_is_no_waiver(demo: Session, waiver: str, message: str) -> None:
    with pytest.raises(InvalidArgument, match=message):
        decide(demo, "review-roadmap", waiver)
    assert demo.store.head() == 1


def test_who_decides_is_somebody(demo: Session) -> None:
    with pytest.raises(InvalidArgument, match="can't decide"):
        demo.gate_decide(
            "TG6", "service:edi-classic", "review-roadmap", by=["site:antwerp-dc"], reason="r"
        )
    with pytest.raises(InvalidArgument, match="reason"):
        demo.gate_decide("TG6", "service:edi-classic", "review-roadmap", by=[BY], reason=" ")
    with pytest.raises(RevisionConflict):
        demo.gate_decide(
            "TG6", "service:edi-classic", "review-roadmap", by=[BY], reason="r", expected=0
        )


IDEA = """format: itspm/v1
people: [{id: ada, name: Ada}]
services: [{id: chat, name: Chat, lifecycle: strategy}]
service_strategies: [{id: chat, tg2_required: true, for: [service:chat]}]
"""


@pytest.fixture
def idea() -> Iterator[Session]:
    with Session.open("sqlite://") as session:
        session.apply(IDEA)
        yield session


def passes_tg1(session: Session, **stated: Any) -> Decided:
    blocking = [c.name for c in session.gate_check("TG1", "service:chat").criteria]
    waive = [f"{name}:tried:2099-01-01" for name in blocking]
    return session.gate_decide(
        "TG1", "service:chat", "start-justification", by=["person:ada"], reason="worth it",
        waive=waive, **stated,
    )  # fmt: skip


@pytest.mark.parametrize(("said", "found"), [(None, True), (True, True), (False, False)])
def test_passing_tg1_settles_whether_tg2_is_required(
    idea: Session, said: bool | None, found: bool
) -> None:
    """As the board says; where it says nothing, as the strategy that it accepts proposes."""
    decided = passes_tg1(idea, tg2_required=said)
    (service,) = idea.show("service:chat").records
    assert (decided.tg2_required, service["tg2_required"]) == (found, found)
    assert decided.next_gate == ("TG2" if found else "TG3")
    (event,) = [e for e in idea.gate_history("service:chat").events if e.decision]
    assert event.decision
    assert event.decision.tg2_required is found


def test_what_nobody_says_of_tg2_stays_open(idea: Session) -> None:
    idea.apply("format: itspm/v1\nservice_strategies: [{id: chat, tg2_required: null}]\n")
    assert passes_tg1(idea).tg2_required is None


def test_only_tg1_settles_it(idea: Session) -> None:
    with pytest.raises(InvalidArgument, match="settled by passing TG1"):
        idea.gate_decide(
            "TG1", "service:chat", "amend-strategy", by=["person:ada"], reason="vague",
            tg2_required=True,
        )  # fmt: skip


def test_documents_that_a_gate_does_not_take_are_refused(idea: Session) -> None:
    roadmap = "format: itspm/v1\nservice_roadmaps: [{id: chat, for: [service:chat]}]\n"
    with pytest.raises(InvalidInput, match="TG1 takes no service-roadmap"):
        idea.gate_submit("TG1", "service:chat", documents=[roadmap])


def test_every_gate_judges(demo: Session) -> None:
    for gate in gates.gates():
        checked = demo.gate_check(gate, "service:edi-classic")
        assert "required_documents_missing" in {c.name for c in checked.criteria}
    with pytest.raises(InvalidArgument, match="gates are TG1, TG2"):
        demo.gate_check("TG8", "service:edi-classic")


def test_the_same_evidence_has_the_same_hash(demo: Session) -> None:
    first = demo.gate_check("TG6", "service:edi-classic", on=DAY)
    demo.apply("format: itspm/v1\nteams: [{id: brand-new}]")
    second = demo.gate_check("TG6", "service:edi-classic", on=DAY)
    assert (first.revision, second.revision) == (1, 2)
    assert first.evidence_hash == second.evidence_hash


@pytest.mark.slow
def test_both_stores_give_the_same_verdict(store_url: str) -> None:
    with Session(open_store(store_url)) as session, Session.open("sqlite://") as plain:
        for each in (session, plain):
            each.import_files([DEMO])
        for service in ("fax-gateway", "edi-classic", "payroll-hr"):
            one, other = (
                s.gate_check("TG6", f"service:{service}", on=DAY) for s in (session, plain)
            )
            assert one == other
        made = session.gate_decide(
            "TG6", "service:fax-gateway", "remove-from-catalog", by=[BY], reason="r"
        )
        assert Session(session.store).show(made.decision).records[0]["passed"] is True
