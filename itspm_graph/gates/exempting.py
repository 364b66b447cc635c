"""A service is exempted from an optional gate; the documents of that gate fall due later."""

from __future__ import annotations

from itspm_graph.catalogue import named_query
from itspm_graph.errors import InvalidArgument
from itspm_graph.framework import framework
from itspm_graph.gates import on_record
from itspm_graph.gates.declared import DeclaredGate, before, gates
from itspm_graph.gates.records import Records, deciders, the_service
from itspm_graph.gates.standing import closed, phase_of, standing
from itspm_graph.graph import Graph
from itspm_graph.model.governance import Exemption
from itspm_graph.records import Ref


def exempt(
    new: Records, found: DeclaredGate, service: Ref, by: list[Ref], reason: str, at: str
) -> Ref:
    """Adds an exemption to the records of a write; the service's `tg2_required` becomes false.

    `InvalidArgument` where the gate isn't optional, or the service has it behind it.
    """
    position = the_service(new.graph, service)
    _check(new.graph, found, position)
    by = deciders(new.graph, by, reason)
    exemption = new.node(
        Exemption,
        name=f"{new.title}: not required",
        gate=found.gate,
        reason=reason,
        decided_at=at,
    )
    new.edge("FOR", exemption, service)
    for ref in by:
        new.edge("TAKEN_BY", exemption, ref)
    new.set(service, tg2_required=False)
    return exemption


def _check(graph: Graph, found: DeclaredGate, service: int) -> None:
    ref, said = graph.ref(service), graph.properties(service)
    if not found.stated.optional:
        optional = [name for name, gate in gates().items() if gate.optional]
        raise InvalidArgument(
            f"{found.gate} can't be waived; only {', '.join(optional)} can", code="gate-required"
        )
    stands = standing(graph, ref)
    phases = list(framework().phases)
    latest = max(phases.index(entrance.phase) for entrance in found.rule.enter)
    if stands.ended or phases.index(phase_of(said)) > latest:
        raise InvalidArgument(
            f"{ref} has {found.gate} behind it: it is in {stands.phase}", code="gate-closed"
        )
    held = [p for p in on_record.exemptions(graph, service) if _gate(graph, p) == found.gate]
    if held and said.get("tg2_required") is False:
        raise InvalidArgument(
            f"{found.gate} is waived for {ref} already: {graph.ref(held[-1])}", code="gate-closed"
        )
    taken = on_record.decisions(graph, service)
    if said.get("tg2_required") is not False and (why := closed(found.gate, said, taken)):
        raise InvalidArgument(f"{ref}: {why}", code="gate-closed")


def _gate(graph: Graph, exemption: int) -> str:
    return str(graph.properties(exemption)["gate"])


def falling_due(graph: Graph, found: DeclaredGate, service: Ref) -> list[str]:
    """Documents of an optional gate that a later gate requires of the service instead."""
    own = {item.document for item in found.stated.inputs}
    due = []
    for name, later in gates().items():
        for item in later.inputs:
            if found.gate in before(name) and item.when and item.document in own:
                query = named_query(item.when)
                if query.by_snapshot(graph, query.arguments({"service": service}, graph)):
                    due.append(item.document)
    return list(dict.fromkeys(due))
