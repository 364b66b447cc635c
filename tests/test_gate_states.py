"""Gates as a state machine: whatever people try in whatever order, the rules hold.

The machine plays against a model of its own: a table of what each outcome leads to, and where a
service may be submitted. It shares nothing with the product but the words.
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from itspm_graph import gates
from itspm_graph.errors import InvalidArgument, InvalidOutcome, ItspmError
from itspm_graph.framework import framework
from itspm_graph.results.gates import Decided, Submitted
from itspm_graph.session import Session
from tests.gate_estates import BOARD, CUSTOMER, ESTATE, SERVICE, document

GATES = [f"TG{number}" for number in range(1, 8)]
# Outcome: phase and status afterwards, gates to come again (the default first), what to renew.
LEADS: dict[str, dict[str, tuple[str, tuple[str, ...], tuple[str, ...]]]] = {
    "TG1": {
        "start-justification": ("design", (), ()),
        "proceed-to-next-gate": ("design", (), ()),
        "amend-strategy": ("strategy", ("TG1",), ("service-strategy",)),
        "reject": ("rejected", (), ()),
    },
    "TG2": {
        "start-feasibility": ("design", (), ()),
        "proceed-to-tg3": ("design", (), ()),
        "amend-strategy": ("design", ("TG2", "TG1"), ("service-strategy",)),
        "reject": ("rejected", (), ()),
    },
    "TG3": {
        "approve-funding": ("transition", (), ()),
        "amend-strategy": ("design", ("TG3", "TG1"), ("service-strategy",)),
        "amend-roadmap": ("design", ("TG3", "TG1"), ("service-roadmap",)),
        "amend-business-case": ("design", ("TG3", "TG1"), ("detailed-business-case",)),
        "amend-strategy,amend-roadmap": (
            "design",
            ("TG3", "TG1"),
            ("service-strategy", "service-roadmap"),
        ),
        "reject": ("rejected", (), ()),
    },
    "TG4": {
        "approve-operation": ("operate", (), ()),
        "redesign": ("design", ("TG3",), ()),
        "rebuild": ("transition", ("TG4",), ()),
        "retest": ("transition", ("TG4",), ()),
        "update-business-case": ("transition", ("TG4", "TG3"), ("detailed-business-case",)),
        "reject": ("rejected", (), ()),
    },
    "TG5": {
        "outcomes-validated": ("operate", (), ()),
        "review-strategy-and-roadmap": ("operate", ("TG5",), ()),
    },
    "TG6": {
        "remove-from-catalog": ("delisted", (), ()),
        "review-roadmap": ("operate", ("TG6",), ()),
        "transition-communications": ("operate", ("TG6",), ()),
    },
    "TG7": {
        "approve-phase-out": ("phased_out", (), ()),
        "deny-phase-out": ("delisted", ("TG7",), ()),
    },
}
PASSES = {
    "start-justification", "proceed-to-next-gate", "start-feasibility", "proceed-to-tg3",
    "approve-funding", "approve-operation", "outcomes-validated", "remove-from-catalog",
    "approve-phase-out",
}  # fmt: skip
BACK_TO = {"TG1": "strategy", "TG2": "design", "TG3": "design", "TG4": "transition"}
OUTCOMES = [(gate, outcome) for gate, outcomes in LEADS.items() for outcome in outcomes]
RENEWED = ["service-strategy", "service-roadmap", "detailed-business-case"]


class Gates(RuleBasedStateMachine):
    """One service, a board that tries everything, and what ought to come of it."""

    def __init__(self) -> None:
        super().__init__()
        self.session = Session.open("sqlite://")
        self.session.apply(ESTATE)
        self.place = "strategy"
        self.tg2_required: bool | None = None
        self.tg2: bool | None = None
        self.versions = dict.fromkeys(framework().documents, 0)
        self.renew: dict[str, int] = {}
        self.open: dict[str, Submitted] = {}
        self.submitted: list[Submitted] = []
        self.written: dict[str, str] = {}

    @initialize(gate=st.sampled_from(GATES))
    def far(self, gate: str) -> None:
        """Begin somewhere on the way, as a service that somebody has imported."""
        place = {"TG1": "strategy", "TG2": "design", "TG3": "design", "TG4": "transition"}
        self.place = place.get(gate, "operate")
        self.session.apply(f"format: itspm/v1\nservices: [{{id: pay, lifecycle: {self.place}}}]")

    # --- what the model says ------------------------------------------------------------------

    def allowed(self) -> set[str]:
        ahead = self.tg2 is True or self.tg2_required is False
        undecided = self.tg2 is None and self.tg2_required is None
        return {
            "strategy": {"TG1"},
            "design": ({"TG3"} if ahead or undecided else set()) | (set() if ahead else {"TG2"}),
            "transition": {"TG4"},
            "operate": {"TG5", "TG6"},
            "delisted": {"TG7"},
        }.get(self.place, set())

    def refusal(self, gate: str) -> str:
        """The code with which a submission is refused; empty where it isn't."""
        if not self.allowed():
            return "service-ended"
        if gate not in self.allowed():
            return "gate-closed"
        late = [name for name, old in self.renew.items() if self.versions[name] <= old]
        return "renewal-needed" if late else ""

    # --- what people try ----------------------------------------------------------------------

    @rule(name=st.sampled_from(RENEWED))
    def write_a_document(self, name: str) -> None:
        self.versions[name] += 1
        self.session.apply(document(name, self.versions[name]))

    @rule(gate=st.sampled_from(GATES), with_document=st.booleans())
    def submit(self, gate: str, with_document: bool) -> None:
        documents = []
        if with_document:
            first = framework().gates[gate].inputs[0].document
            documents.append(document(first, self.versions[first] + 1))
            self.versions[first] += 1
        refusal, head = self.refusal(gate), self.session.store.head()
        made = self.tried(
            lambda: self.session.gate_submit(gate, SERVICE, documents=documents), refusal
        )
        if made is None:
            if with_document:
                self.versions[framework().gates[gate].inputs[0].document] -= 1
            assert self.session.store.head() == head
            return
        assert made.judged == head + with_document
        waiting = self.open.get(gate)
        assert made.supersedes == ([waiting.submission] if waiting else made.supersedes)
        self.open[gate] = made
        self.keep(made)

    @rule(
        chosen=st.sampled_from(OUTCOMES), again=st.integers(0, 1), customer=st.booleans(),
        waive=st.booleans(),
    )  # fmt: skip
    def decide(self, chosen: tuple[str, str], again: int, customer: bool, waive: bool) -> None:
        gate, outcome = chosen
        phase, resubmit, renew = LEADS[gate][outcome]
        passes = outcome in PASSES
        blocking = self.blocking(gate)
        fixed = set(blocking) & gates.unwaivable(gates.gate(gate))
        named = [name for name in blocking if name not in fixed] if waive and passes else []
        refusal = self.refusal(gate)
        if not refusal and passes and gate == "TG4" and not customer:
            refusal = "approver-missing"
        if not refusal and passes and set(blocking) - set(named):
            refusal = "blocking-criteria"
        where = resubmit[again % len(resubmit)] if resubmit else None
        head = self.session.store.head()
        made = self.tried(
            lambda: self.session.gate_decide(
                gate, SERVICE, outcome, by=[BOARD, *([CUSTOMER] if customer else [])],
                reason="said so", resubmit=where,
                waive=[f"{name}:known:2099-12-31" for name in named],
            ),
            refusal,
        )  # fmt: skip
        if made is None:
            assert self.session.store.head() == head
            return
        self.decided(made, gate, passes, where)
        assert made.renew == list(renew)
        assert len(made.waivers) == len(named)
        self.renew = {name: self.versions[name] for name in renew}
        self.place = phase
        if where in BACK_TO and not (where == "TG2" and phase == "design"):
            self.place = BACK_TO[where]

    def decided(self, made: Decided, gate: str, passes: bool, where: str | None) -> None:
        assert (made.passed, made.resubmit) == (passes, where)
        waiting = self.open.pop(gate, None)
        if waiting:
            assert (made.submission, made.verdict) == (waiting.submission, waiting.verdict)
        if gate != "TG5":
            for later in GATES[GATES.index(gate) + 1 :]:
                self.open.pop(later, None)
        assert bool(made.initiatives) == (made.outcome == "review-strategy-and-roadmap")
        if gate == "TG1":
            self.tg2 = None
        if gate == "TG2":
            self.tg2 = passes
        graph = self.session.graph()
        for ref in (made.decision, made.submission, *made.evidence, *made.waivers):
            self.written[ref] = graph.text(graph.position(ref))

    @rule(gate=st.sampled_from(GATES))
    def waive(self, gate: str) -> None:
        late = self.place not in ("strategy", "design")
        again = self.tg2_required is False
        refusal = "gate-closed" if late or again or self.tg2 is True else ""
        refusal = refusal if gate == "TG2" else "gate-required"
        made = self.tried(
            lambda: self.session.gate_waive(gate, SERVICE, by=[BOARD], reason="simple"), refusal
        )
        if made is not None:
            self.tg2_required = False
            due = {"service-roadmap", "service-release-plan", "high-level-business-case"}
            assert set(made.falls_due) == due
            checked = self.session.gate_check("TG3", SERVICE)
            missing = {d.type for d in checked.documents if d.required and not d.present}
            assert missing >= {name for name in due if not self.versions[name]}
            assert checked.verdict == "NOT_READY"

    @rule(gate=st.sampled_from(GATES), outcome=st.sampled_from(["pass", "reject ", "amend"]))
    def decide_what_is_not_listed(self, gate: str, outcome: str) -> None:
        if outcome.strip() in LEADS[gate]:
            outcome += ",approve"
        head = self.session.store.head()
        try:
            self.session.gate_decide(gate, SERVICE, outcome, by=[BOARD], reason="r")
        except InvalidOutcome as error:
            assert all(word in str(error) for word in list(LEADS[gate])[:2])  # noqa: PT017
        else:
            raise AssertionError(f"{gate} took {outcome}")
        assert self.session.store.head() == head

    # --- what always holds --------------------------------------------------------------------

    @invariant()
    def it_stands_where_the_model_says(self) -> None:
        stands = gates.standing(self.session.graph(), SERVICE)
        assert set(stands.may_enter) == self.allowed()
        assert stands.ended == (not self.allowed())
        assert (stands.next_gate in self.allowed()) or stands.ended
        place = {"delisted": "retire", "phased_out": "retire"}.get(self.place, self.place)
        assert stands.phase == place or self.place == "rejected"
        assert {each.submission for each in stands.waiting} == {
            each.submission for each in self.open.values()
        }

    @invariant()
    def nothing_on_record_changes(self) -> None:
        graph = self.session.graph()
        assert all(graph.text(graph.position(ref)) == text for ref, text in self.written.items())

    def teardown(self) -> None:
        """Every submission's evidence comes out again, and the history tells all of them."""
        try:
            for made in self.submitted:
                found = self.session.gate_compare(made.submission)
                assert found.reproduced, found
            told = {event.ref for event in self.session.gate_history(SERVICE).events}
            assert told >= {made.submission for made in self.submitted}
            assert told >= {ref for ref in self.written if ref.startswith("gate-submission")}
        finally:
            self.session.close()

    # --- by hand ------------------------------------------------------------------------------

    def blocking(self, gate: str) -> list[str]:
        if gate in self.open and not self.refusal(gate):
            return self.unwaived(gate, self.open[gate].blocking)
        return [c.name for c in gates.blocking(self.session.gate_check(gate, SERVICE).criteria)]

    def unwaived(self, gate: str, names: list[str]) -> list[str]:
        """Those that no earlier decision at the gate has set aside since."""
        taken = self.session.gate_history(SERVICE).events
        given = {
            waiver.criterion
            for event in taken
            if event.gate == gate and event.decision
            for waiver in event.decision.waivers
        }
        return [name for name in names if name not in given]

    def tried(self, attempt: Any, refusal: str) -> Any:
        """What came of an attempt; None where it was refused, as it ought to be."""
        try:
            made = attempt()
        except InvalidArgument as error:
            assert error.code == refusal, f"{error} [{error.code}], not {refusal!r}"  # noqa: PT017
            return None
        except ItspmError as error:
            raise AssertionError(f"{error} [{error.code}]") from error
        assert not refusal, f"should have been refused: {refusal}"
        return made

    def keep(self, made: Submitted) -> None:
        graph = self.session.graph()
        self.submitted.append(made)
        for ref in (made.submission, *made.evidence):
            self.written[ref] = graph.text(graph.position(ref))


def test_the_rules_hold() -> None:
    run_state_machine_as_test(Gates, settings=settings(max_examples=3, stateful_step_count=10))


@pytest.mark.slow
def test_the_rules_hold_whatever_people_try() -> None:
    run_state_machine_as_test(Gates, settings=settings(max_examples=120, stateful_step_count=30))
