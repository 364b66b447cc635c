"""Verbs of the toll gates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from itspm_graph import gates
from itspm_graph.catalogue import criteria
from itspm_graph.errors import InvalidArgument
from itspm_graph.graph import Change, Graph
from itspm_graph.model.governance import Evidence, GateDecision, GateSubmission, Waiver
from itspm_graph.records import Ref
from itspm_graph.results import Decided, GateCheck, GateInput, GateListed
from itspm_graph.session.writing import Writing


class Deciding(Writing):
    """What gates there are, what the machine finds, what people decide."""

    def gate_list(self) -> list[GateListed]:
        """The toll gates that the framework declares."""
        return [
            GateListed(
                gate=gate.gate,
                name=gate.name,
                phase=gate.phase,
                purpose=gate.purpose,
                assessable=bool(criteria(gate.gate)),
                inputs=[GateInput(type=item.document, when=item.when) for item in gate.inputs],
                outcomes=list(gate.outcomes),
            )
            for gate in gates.gates().values()
        ]

    def gate_check(
        self,
        gate: str,
        service: str,
        *,
        on: str | None = None,
        as_of: str | int | None = None,
    ) -> GateCheck:
        """The machine's verdict on a service before a gate, judged on a day (by default today)."""
        return gates.check(self.graph(as_of), gate, Ref.parse(service), _day(on))

    def gate_decide(
        self,
        gate: str,
        service: str,
        outcome: str,
        *,
        by: str,
        reason: str,
        waive: Sequence[str] = (),
        author: str | None = None,
        expected: int | None = None,
    ) -> Decided:
        """Put a decision on record, with the evidence that it is taken on."""
        waivers = [gates.WaiverGiven.parse(text) for text in waive]
        made: list[Change] = []
        checked: GateCheck | None = None

        def changes(graph: Graph) -> list[Change]:
            nonlocal made, checked
            checked = gates.check(graph, gate, Ref.parse(service))
            made = gates.decide(graph, checked, outcome, Ref.parse(by), reason, waivers)
            return made

        why = f"{gate.upper()} {service}: {outcome}: {reason}"
        revision = self._write(changes, author or by, why, expected)
        if checked is None:
            raise AssertionError("a decision always makes records")
        return Decided(
            revision=revision,
            gate=checked.gate,
            service=checked.service,
            outcome=outcome,
            passed=next(o.passed for o in checked.outcomes if o.outcome == outcome),
            verdict=checked.verdict,
            submission=gates.records_of(made, GateSubmission)[0],
            decision=gates.records_of(made, GateDecision)[0],
            evidence=gates.records_of(made, Evidence),
            waivers=gates.records_of(made, Waiver),
        )


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise InvalidArgument(f"{text!r} is no day: write YYYY-MM-DD") from error
