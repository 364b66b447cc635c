"""Where a service stands in its life: which gates it may enter, which comes next, what is due.

Phase and status say where it is; each decision sets them in its own write. The latest decision
says what it waits for: a gate to come to again, documents to be renewed. Which phase admits to
which gate is policy (`rules` of the framework).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from itspm_graph.answers.days import instant, months_later
from itspm_graph.answers.gates import documents_on_record
from itspm_graph.catalogue import today
from itspm_graph.framework import framework
from itspm_graph.framework.declarations import INTERVAL
from itspm_graph.gates import on_record
from itspm_graph.gates.declared import before, gates
from itspm_graph.graph import Graph
from itspm_graph.results import DecisionFound
from itspm_graph.results.gates import OpenSubmission, Standing


def standing(graph: Graph, service: str, on: date | None = None) -> Standing:
    """Where a service stands on a day, by default today."""
    position = graph.position(service)
    said = graph.properties(position)
    taken = on_record.decisions(graph, position)
    open_gates = may_enter(graph, position, taken)
    have = documents_on_record(graph, graph.ref(position))
    upcoming, why = _announced(open_gates, have) or _next(said, taken, open_gates)
    due = review_due(said, taken)
    return Standing(
        revision=graph.revision,
        service=str(graph.ref(position)),
        name=graph.name(position),
        phase=phase_of(said),
        status=said.get("lifecycle_status"),
        ended=has_ended(said, taken),
        next_gate=upcoming,
        may_enter=open_gates,
        why=why,
        renew=on_record.to_renew(graph, position, taken[-1]) if taken else [],
        waiting=[
            OpenSubmission(
                submission=each.ref,
                gate=each.gate,
                submitted_at=each.said["submitted_at"],
                verdict=each.said["verdict"],
            )
            for each in on_record.waiting(graph, position)
        ],
        tg2_required=said.get("tg2_required"),
        last=taken[-1] if taken else None,
        review_due_on=due.isoformat() if due else None,
        overdue=due is not None and due < (on or today()),
    )


def phase_of(service: Any) -> str:
    """The phase that a service is in; the first where none is stated."""
    return str(service.get("lifecycle") or next(iter(framework().phases)))


def status_of(service: Any) -> str:
    """The status of a service as policy writes it: `Out of operation` is `out_of_operation`."""
    return str(service.get("lifecycle_status") or "").lower().replace(" ", "_").replace("-", "_")


def has_ended(service: Any, taken: Sequence[DecisionFound]) -> bool:
    """Whether a decision, or the service's status, has ended its way."""
    rules = framework().rules.values()
    final = {each.status for rule in rules for each in rule.outcomes.values() if each.ends}
    if status_of(service) in final:
        return True
    return bool(taken) and on_record.consequence(taken[-1].gate, taken[-1].outcome).ends


def may_enter(graph: Graph, service: int, taken: Sequence[DecisionFound]) -> list[str]:
    """The gates to which a service can be submitted now, in their order."""
    said = graph.properties(service)
    if has_ended(said, taken):
        return []
    open_gates = [name for place in _places(said, taken) for name in _admitting(*place)]
    known = [name for name in gates() if name in open_gates]
    return [name for name in known if not closed(name, said, taken)]


def _admitting(phase: str, status: str) -> list[str]:
    return [name for name, rule in framework().rules.items() if rule.admits(phase, status)]


def _places(service: Any, taken: Sequence[DecisionFound]) -> list[tuple[str, str]]:
    """Phase and status of a service, first those to which the latest decision has led it.

    A decision that was imported changed neither: where the service still stands as it came before
    the gate, it may go on from where the decision leads.
    """
    stated = phase_of(service), status_of(service)
    last = taken[-1] if taken else None
    if last is None or last.phase is not None or last.gate not in framework().rules:
        return [stated]
    led = on_record.consequence(last.gate, last.outcome)
    if led.phase is None or not framework().rules[last.gate].admits(*stated):
        return [stated]
    return [(led.phase, led.status or ""), stated]


def closed(gate: str, service: Any, taken: Sequence[DecisionFound]) -> str:
    """Why a gate is closed to a service whose phase admits to it; empty where it is open.

    An optional gate is closed once it is passed or not required. A gate behind an optional one is
    closed while that is required and not passed, and after it has sent the service back.
    """
    required = service.get("tg2_required")
    if gates()[gate].optional:
        if required is False:
            return f"{gate} isn't required for it"
        return f"{gate} is passed already" if _passed(gate, taken) else ""
    for name in before(gate):
        if gates()[name].optional and required is not False and _same_phase(name, gate):
            if required and not _passed(name, taken):
                return f"{name} is required for it, and not passed"
            if _passed(name, taken) is False:
                return f"{name} has sent it back"
    return ""


def _same_phase(one: str, other: str) -> bool:
    rules = framework().rules
    phases = {entrance.phase for entrance in rules[one].enter}
    return any(entrance.phase in phases for entrance in rules[other].enter)


def _passed(gate: str, taken: Sequence[DecisionFound]) -> bool | None:
    """How a gate has decided since an earlier one did; None where it hasn't."""
    earlier = before(gate)
    for decision in reversed(taken):
        if decision.gate == gate:
            return decision.passed
        if decision.gate in earlier:
            return None
    return None


def _announced(open_gates: Sequence[str], have: Mapping[str, str]) -> tuple[str, str] | None:
    """The open gate for which a document on record announces the service, and why."""
    for name in open_gates:
        for document in framework().rules[name].announced_by:
            if document in have:
                return name, f"{have[document]} is on record"
    return None


def _next(
    service: Any, taken: Sequence[DecisionFound], open_gates: Sequence[str]
) -> tuple[str | None, str]:
    """The gate that comes next, and why."""
    if not open_gates:
        how = status_of(service).replace("_", " ") or (taken[-1].outcome if taken else "closed")
        return None, f"its way has ended: {how}"
    if taken and not taken[-1].passed:
        last = taken[-1]
        stated = on_record.consequence(last.gate, last.outcome).resubmit
        again = last.resubmit or next(iter(stated), None)
        if again in open_gates:
            return again, f"{last.gate} decided {last.outcome} on {last.decided_at[:10]}"
    required = service.get("tg2_required")
    ahead = _admitting(*_places(service, taken)[0])
    ranked = sorted(open_gates, key=lambda name: name not in ahead)
    for name in ranked:
        if not gates()[name].optional or required:
            return name, _reason(service, name, taken)
    return ranked[0], _reason(service, ranked[0], taken)


def _reason(service: Any, gate: str, taken: Sequence[DecisionFound]) -> str:
    where = f"it is in the phase {phase_of(service)}"
    if service.get("lifecycle") is None:
        where = f"no phase is stated, so it stands in {phase_of(service)}"
    if service.get("lifecycle_status"):
        where += f" ({service['lifecycle_status']})"
    optional = [name for name in before(gate) if gates()[name].optional and _same_phase(name, gate)]
    for name in optional:
        if service.get("tg2_required") is None and _passed(name, taken) is None:
            where += f"; nobody has decided whether it needs {name}"
        elif service.get("tg2_required") is False:
            where += f"; {name} isn't required"
    return where


def review_due(service: Any, taken: Sequence[DecisionFound]) -> date | None:
    """Day by which a live service has to come to the recurring gate again; None where unknown."""
    recurring = [name for name, gate in gates().items() if gate.recurs]
    place = phase_of(service), status_of(service)
    if not any(framework().rules[name].admits(*place) for name in recurring):
        return None
    for decision in reversed(taken):
        if decision.review_due_on:
            return date.fromisoformat(decision.review_due_on)
        stated = on_record.consequence(decision.gate, decision.outcome)
        if stated.review:
            return next_review(service, stated.review, instant(decision.decided_at).date())
    return None


def next_review(service: Any, threshold: str, decided_on: date) -> date:
    """Day of the next review after a decision: by the interval agreed, or by a shorter one."""
    thresholds = framework().thresholds
    months = service.get("tg5_interval_months") or int(thresholds["review_interval_months"].value)
    if threshold != INTERVAL:
        months = min(months, int(thresholds[threshold].value))
    return months_later(decided_on, months)
