"""A service is submitted to a gate: whether it may be, and the records that keep the evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from itspm_graph.answers.gates import document_type, standing_documents
from itspm_graph.errors import InvalidArgument, InvalidInput, Problem
from itspm_graph.framework import framework
from itspm_graph.gates import on_record
from itspm_graph.gates.declared import DeclaredGate
from itspm_graph.gates.records import Records, the_service
from itspm_graph.gates.standing import closed, phase_of, standing
from itspm_graph.gates.verdict import EVIDENCE, check, sha256_of
from itspm_graph.graph import Change, EdgeId, Graph
from itspm_graph.model.governance import Evidence, GateSubmission
from itspm_graph.records import Ref
from itspm_graph.results import GateCheck
from itspm_graph.sources import Statements


@dataclass(frozen=True)
class NewSubmission:
    """A submission that is about to be written, and what the machine found."""

    ref: Ref
    evidence: list[str]
    supersedes: list[str]
    checked: GateCheck


def admit(graph: Graph, found: DeclaredGate, service: Ref) -> None:
    """`InvalidArgument` where the service can't be submitted to the gate now; it says what can be.

    A gate is open by the service's phase and status; after a decision that asked for newer
    documents, those have to be there.
    """
    the_service(graph, service)
    stands = standing(graph, service)
    if stands.ended:
        raise InvalidArgument(
            f"nothing can be submitted for {service} any more: {stands.why}", code="service-ended"
        )
    if found.gate not in stands.may_enter:
        others = [name for name in stands.may_enter if name != stands.next_gate]
        more = f" (open as well: {', '.join(others)})" if others else ""
        raise InvalidArgument(
            f"{service} can't enter {found.gate}: {_why_closed(graph, found, service)}; "
            f"next is {stands.next_gate}{more}: {stands.why}",
            code="gate-closed",
        )
    if stands.renew and stands.last:
        raise InvalidArgument(
            f"{service} needs a newer version of {', '.join(stands.renew)} first: "
            f"{stands.last.gate} decided {stands.last.outcome} on {stands.last.decided_at[:10]} "
            f"({stands.last.decision})",
            code="renewal-needed",
        )


def _why_closed(graph: Graph, found: DeclaredGate, service: Ref) -> str:
    said = graph.properties(graph.position(service))
    taken = on_record.decisions(graph, graph.position(service))
    phase = phase_of(said)
    entered = list(dict.fromkeys(entrance.phase for entrance in found.rule.enter))
    if phase not in entered:
        return f"that is entered from {' or '.join(entered)}, and it is in {phase}"
    status = said.get("lifecycle_status") or "no status"
    return closed(found.gate, said, taken) or f"not from {phase} with {status}"


def submit(new: Records, found: DeclaredGate, service: Ref, at: str) -> NewSubmission:
    """Adds a submission with its evidence to the records of a write.

    A submission that waits at the gate is superseded.
    """
    graph = new.graph
    admit(graph, found, service)
    checked = check(graph, found.gate, service)
    submission = new.node(
        GateSubmission,
        name=new.title,
        gate=found.gate,
        revision=checked.revision,
        submitted_at=at,
        verdict=checked.verdict,
        evidence_hash=checked.evidence_hash,
    )
    new.edge("SUBMITTED_FOR", submission, service)
    for document in checked.documents:
        if document.ref:
            new.edge("INCLUDES", submission, document.ref)
    evidence = []
    for criterion in checked.criteria:
        taken = new.node(
            Evidence,
            criterion.name,
            name=f"{new.title}: {criterion.name}",
            criterion=criterion.name,
            revision=checked.revision,
            rows_hash=sha256_of(criterion.rows),
            **{name: getattr(criterion, name) for name in EVIDENCE},
        )
        new.edge("EVIDENCED_BY", submission, taken)
        evidence.append(str(taken))
    waiting = [each for each in _undecided(graph, service) if each.gate == found.gate]
    for each in waiting:
        new.edge("SUPERSEDES", submission, each.ref)
    return NewSubmission(submission, evidence, [each.ref for each in waiting], checked)


def _undecided(graph: Graph, service: Ref) -> list[on_record.Submission]:
    """Submissions without a decision, lapsed ones too, that no other supersedes."""
    found = on_record.submissions(graph, graph.position(service))
    return [each for each in found if each.decision is None and not each.superseded]


def superseding(
    before: Graph, after: Graph, service: Ref, documents: Sequence[Ref]
) -> list[Change]:
    """Relationships by which new versions take the place of those that stood before."""
    if service not in before:
        return []
    old = [str(before.ref(p)) for p in standing_documents(before, before.position(service))]
    standing = standing_documents(after, after.position(service))
    changes = []
    for document in documents:
        position = after.position(document)
        for other in standing:
            ref = after.ref(other)
            same = document_type(after, other) == document_type(after, position)
            if same and ref != document and ref in old and ref not in documents:
                changes.append(Change(EdgeId("SUPERSEDES", document, ref), None, "{}"))
    return changes


def submitted_documents(
    graph: Graph, statements: Statements, service: Ref, wanted: Sequence[tuple[str, Path]]
) -> list[Ref]:
    """Documents of a service that statements bring, once `graph` has them.

    `InvalidInput` where a file brings none of the type that it was named for.
    """
    standing = {graph.ref(p): p for p in standing_documents(graph, graph.position(service))}
    stated = {each.ref: each.place.file for each in statements.nodes}
    stated |= {each.ref: each.place.file for each in statements.documents}
    brought = [ref for ref in stated if ref in standing]
    have = {(document_type(graph, standing[ref]), stated[ref]) for ref in brought}
    problems = [
        Problem("document-missing", f"holds no {name} for {service} that is submitted", str(path))
        for name, path in wanted
        if (name, str(path)) not in have
    ]
    if problems:
        raise InvalidInput(problems)
    return brought


def documents_stated(statements: Statements) -> list[tuple[str, Path]]:
    """The documents that texts bring: their types, and where each stands."""
    stated = [(each.ref, each.place) for each in statements.nodes]
    stated += [(each.ref, each.place) for each in statements.documents]
    known = framework().documents
    return [(ref.kind, Path(place.file)) for ref, place in stated if ref.kind in known]


def check_taken(
    graph: Graph, found: DeclaredGate, service: Ref, wanted: Sequence[tuple[str, Path]]
) -> None:
    """`InvalidInput` where a file is named for a type that the gate doesn't take.

    It takes its inputs, and what the latest decision on the service wants renewed.
    """
    taken = [item.document for item in found.stated.inputs]
    if service in graph:
        taken += standing(graph, service).renew
    problems = [
        Problem(
            "document-not-taken",
            f"{found.gate} takes no {name}; it takes {', '.join(dict.fromkeys(taken))}. "
            "What is to be on record beside these is imported by itself",
            str(path),
        )
        for name, path in wanted
        if name not in taken
    ]
    if problems:
        raise InvalidInput(problems)


def known_document(name: str) -> str:
    """A type of document of the framework; `InvalidArgument` lists all where there is none."""
    wanted = name.strip().lower().replace("_", "-")
    if wanted not in framework().documents:
        raise InvalidArgument(
            f"there is no type of document {name!r}; there are: {', '.join(framework().documents)}",
            code="unknown-document-type",
        )
    return wanted
