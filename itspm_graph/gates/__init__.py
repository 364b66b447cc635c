"""Toll gates: the machine's verdict, its evidence, and the decisions that people take on it.

A gate is data (`seed/framework/gates.yaml`); its criteria are the queries whose header names it. A
verdict is never a decision: the decision is a record of its own, with the evidence it was taken on.
"""

from __future__ import annotations

from itspm_graph.gates.comparing import compare, last_submission
from itspm_graph.gates.deciding import NewDecision, Ruling, WaiverGiven, decide
from itspm_graph.gates.declared import DeclaredGate, declared, gate, gates
from itspm_graph.gates.exempting import exempt, falling_due
from itspm_graph.gates.judgements import judgements
from itspm_graph.gates.on_record import decisions
from itspm_graph.gates.records import Records
from itspm_graph.gates.standing import standing
from itspm_graph.gates.submitting import (
    NewSubmission,
    check_taken,
    documents_stated,
    known_document,
    submit,
    submitted_documents,
    superseding,
)
from itspm_graph.gates.telling import history
from itspm_graph.gates.verdict import blocking, check, unwaivable, verdict

__all__ = [
    "DeclaredGate",
    "NewDecision",
    "NewSubmission",
    "Records",
    "Ruling",
    "WaiverGiven",
    "blocking",
    "check",
    "check_taken",
    "compare",
    "decide",
    "decisions",
    "declared",
    "documents_stated",
    "exempt",
    "falling_due",
    "gate",
    "gates",
    "history",
    "judgements",
    "known_document",
    "last_submission",
    "standing",
    "submit",
    "submitted_documents",
    "superseding",
    "unwaivable",
    "verdict",
]
