"""Verbs of the toll gates."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from itspm_graph import gates
from itspm_graph.catalogue import criteria
from itspm_graph.errors import InvalidInput
from itspm_graph.graph import Change, Graph
from itspm_graph.importing import plan
from itspm_graph.records import Ref
from itspm_graph.results import GateCheck
from itspm_graph.results.gates import (
    Decided,
    Exempted,
    GateComparison,
    GateHistory,
    GateInput,
    GateListed,
    Submitted,
)
from itspm_graph.session.days import stated_day
from itspm_graph.session.writing import Writing
from itspm_graph.sources import Statements, Text
from itspm_graph.sources.reading import read, read_texts
from itspm_graph.store import now


class Deciding(Writing):
    """What gates there are, what the machine finds, what people decide."""

    def gate_list(self) -> list[GateListed]:
        """The toll gates that the framework declares."""
        return [listed(gates.gate(name)) for name in gates.gates()]

    def gate_check(
        self,
        gate: str,
        service: str,
        *,
        on: str | None = None,
        as_of: str | int | None = None,
    ) -> GateCheck:
        """The machine's verdict on a service before a gate, judged on a day (by default today)."""
        return gates.check(self.graph(as_of), gate, Ref.parse(service), stated_day(on))

    def gate_submit(
        self,
        gate: str,
        service: str,
        *,
        documents: Sequence[str] = (),
        author: str | None = None,
        reason: str | None = None,
        expected: int | None = None,
    ) -> Submitted:
        """Put a submission on record, with documents that come in the same write.

        Each document is a text in any form that import reads. The verdict is the machine's, on a
        frozen revision with the documents in it.
        """
        texts = [
            Text(Path(f"document {number}"), f"document {number}", text)
            for number, text in enumerate(documents, start=1)
        ]
        statements = read_texts(texts) if texts else Statements()
        return self._submit(gate, service, statements, [], author, reason, expected)

    def gate_submit_files(
        self,
        gate: str,
        service: str,
        files: Sequence[tuple[str, Path]],
        *,
        author: str | None = None,
        reason: str | None = None,
        expected: int | None = None,
    ) -> Submitted:
        """Put a submission on record, with documents from files, each with its type.

        `InvalidInput` where a file holds no document of its type for the service, or the gate
        doesn't take that type.
        """
        wanted = [(gates.known_document(name), path) for name, path in files]
        statements = read([path for _, path in wanted]) if wanted else Statements()
        return self._submit(gate, service, statements, wanted, author, reason, expected)

    def _submit(
        self,
        gate: str,
        service: str,
        statements: Statements,
        wanted: Sequence[tuple[str, Path]],
        author: str | None,
        reason: str | None,
        expected: int | None,
    ) -> Submitted:
        found, ref = gates.gate(gate), Ref.parse(service)
        made: list[gates.NewSubmission] = []

        def changes(graph: Graph) -> list[Change]:
            brought = _brought(graph, statements, ref, wanted)
            gates.check_taken(graph, found, ref, wanted or gates.documents_stated(statements))
            after = graph.apply(brought) if brought else graph
            new = gates.Records(after, found.gate, ref, graph.revision)
            made[:] = [gates.submit(new, found, ref, now())]
            return [*brought, *new.checked()]

        why = reason or f"{found.gate} {ref}: submit"
        revision = self._write(changes, author, why, expected)
        submission = made[0]
        checked = submission.checked
        return Submitted(
            revision=revision,
            gate=found.gate,
            service=ref,
            submission=submission.ref,
            verdict=checked.verdict,
            judged=checked.revision,
            evidence_hash=checked.evidence_hash,
            evidence=submission.evidence,
            documents=[each.ref for each in checked.documents if each.ref],
            missing=[d.type for d in checked.documents if d.required and not d.present],
            blocking=[each.name for each in gates.blocking(checked.criteria)],
            supersedes=submission.supersedes,
        )

    def gate_decide(
        self,
        gate: str,
        service: str,
        outcome: str,
        *,
        by: Sequence[str],
        reason: str,
        waive: Sequence[str] = (),
        resubmit: str | None = None,
        tg2_required: bool | None = None,
        author: str | None = None,
        expected: int | None = None,
    ) -> Decided:
        """Put a decision on record, on the submission that waits, and what follows from it.

        Where no submission waits at the gate, one is made in the same write.
        """
        found, ref = gates.gate(gate), Ref.parse(service)
        ruling = gates.Ruling(
            outcome=outcome,
            by=[Ref.parse(each) for each in ([by] if isinstance(by, str) else by)],
            reason=reason,
            waivers=[gates.WaiverGiven.parse(text) for text in waive],
            resubmit=resubmit,
            tg2_required=tg2_required,
        )
        made: list[gates.NewDecision] = []

        def changes(graph: Graph) -> list[Change]:
            new = gates.Records(graph, found.gate, ref)
            made[:] = [gates.decide(new, found, ref, ruling, now())]
            return new.checked()

        why = f"{found.gate} {service}: {outcome}: {reason}"
        revision = self._write(changes, author or ", ".join(ruling.by), why, expected)
        decision = made[0]
        graph = self.graph(revision)
        stands = gates.standing(graph, ref)
        taken = gates.decisions(graph, graph.position(ref))
        said = next(each for each in taken if each.decision == decision.ref)
        return Decided(
            revision=revision,
            gate=found.gate,
            service=ref,
            outcome=decision.outcome,
            passed=decision.passed,
            verdict=decision.judged.verdict,
            submission=decision.judged.submission,
            decision=decision.ref,
            evidence=decision.judged.evidence,
            waivers=decision.waivers,
            phase=stands.phase,
            status=stands.status,
            next_gate=stands.next_gate,
            resubmit=said.resubmit,
            renew=said.renew,
            review_due_on=said.review_due_on,
            tg2_required=said.tg2_required,
            initiatives=decision.initiatives,
        )

    def gate_waive(
        self,
        gate: str,
        service: str,
        *,
        by: Sequence[str],
        reason: str,
        author: str | None = None,
        expected: int | None = None,
    ) -> Exempted:
        """Put on record that a service need not pass an optional gate, and why."""
        found, ref = gates.gate(gate), Ref.parse(service)
        deciders = [Ref.parse(each) for each in ([by] if isinstance(by, str) else by)]
        made: list[Ref] = []

        def changes(graph: Graph) -> list[Change]:
            new = gates.Records(graph, found.gate, ref)
            made[:] = [gates.exempt(new, found, ref, deciders, reason, now())]
            return new.checked()

        why = f"{found.gate} {service}: waived: {reason}"
        revision = self._write(changes, author or ", ".join(deciders), why, expected)
        graph = self.graph(revision)
        return Exempted(
            revision=revision,
            gate=found.gate,
            service=ref,
            exemption=made[0],
            next_gate=gates.standing(graph, ref).next_gate,
            falls_due=gates.falling_due(graph, found, ref),
        )

    def gate_history(self, service: str, *, as_of: str | int | None = None) -> GateHistory:
        """Everything that was ever submitted and decided for a service, and where it stands."""
        return gates.history(self.graph(as_of), Ref.parse(service))

    def gate_compare(
        self, submission: str, *, on: str | None = None, as_of: str | int | None = None
    ) -> GateComparison:
        """A submission's evidence against what holds now, and whether it comes out again."""
        return gates.compare(self.graph(as_of), Ref.parse(submission), self.graph, stated_day(on))


def listed(found: gates.DeclaredGate) -> GateListed:
    """A gate as the verbs list it."""
    stated = found.stated
    return GateListed(
        gate=found.gate,
        name=stated.name,
        phase=found.rule.phase,
        purpose=stated.purpose,
        optional=stated.optional,
        recurs=stated.recurs,
        submitted_by=stated.submitted_by,
        decided_by=stated.decided_by,
        approvers=list(found.rule.approvers),
        assessable=bool(criteria(found.gate)),
        inputs=[GateInput(type=item.document, when=item.when) for item in stated.inputs],
        outcomes=found.outcomes,
    )


def _brought(
    graph: Graph, statements: Statements, service: Ref, wanted: Sequence[tuple[str, Path]]
) -> list[Change]:
    """What documents that come with a submission change, new versions in the place of old ones."""
    done = plan(graph, statements)
    if done.errors:
        raise InvalidInput(done.problems)
    after = graph.apply(done.changes)
    documents = gates.submitted_documents(after, statements, service, wanted)
    return [*done.changes, *gates.superseding(graph, after, service, documents)]
