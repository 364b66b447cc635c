"""The gates as data say what the whitepaper says: inputs and outcomes, and no others."""

from __future__ import annotations

import pytest

from itspm_graph.gates import gates

OUTCOMES = {
    "TG1": ("start-justification proceed-to-next-gate", "amend-strategy reject"),
    "TG2": ("start-feasibility proceed-to-tg3", "amend-strategy reject"),
    "TG3": ("approve-funding", "amend-strategy amend-roadmap amend-business-case reject"),
    "TG4": ("approve-operation", "redesign rebuild retest update-business-case reject"),
    "TG5": ("outcomes-validated", "review-strategy-and-roadmap"),
    "TG6": ("remove-from-catalog", "review-roadmap transition-communications"),
    "TG7": ("approve-phase-out", "deny-phase-out"),
}


def test_there_are_seven_gates() -> None:
    assert list(gates()) == list(OUTCOMES)


@pytest.mark.parametrize("name", OUTCOMES)
def test_outcomes_are_those_of_the_whitepaper(name: str) -> None:
    success, failure = OUTCOMES[name]
    found = gates()[name]
    assert [each.outcome for each in found.success] == success.split()
    assert [each.outcome for each in found.failure] == failure.split()
    assert all(each.meaning for each in (*found.success, *found.failure))


def test_inputs_are_those_of_the_whitepaper() -> None:
    """Sixteen, as one bullet of TG3 holds two; the roadmap is an input of TG2 and of TG6."""
    always = [item.document for gate in gates().values() for item in gate.inputs if not item.when]
    assert (len(always), len(set(always))) == (16, 15)
    falling_due = {
        (name, item.document) for name, g in gates().items() for item in g.inputs if item.when
    }
    assert falling_due == {
        *(("TG3", item.document) for item in gates()["TG2"].inputs),
        ("TG6", "operational-and-consumption-reports"),
    }
