"""Service strategy definition: what services are for, and what nobody has thought of."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from itspm_graph.answers.days import day
from itspm_graph.answers.documents import all_standing, standing, stands
from itspm_graph.graph import Graph
from itspm_graph.store import Row


def active(graph: Graph, objective: int) -> bool:
    """Whether an objective holds."""
    status: str = graph.properties(objective).get("status", "active")
    return status == "active"


def retiring(graph: Graph, service: int) -> bool:
    """Whether a service is in the last phase."""
    phase: str | None = graph.properties(service).get("lifecycle")
    return phase == "retire"


def objectives(graph: Graph, strategy: int) -> list[int]:
    """The objectives that a strategy names."""
    return [link.target for link in graph.links_from(strategy, "ALIGNS_WITH")]


def serves_objective(graph: Graph, service: int) -> bool:
    """Whether a standing strategy for the service names an objective that holds."""
    strategies = standing(graph, service, "ServiceStrategy")
    return any(active(graph, o) for strategy in strategies for o in objectives(graph, strategy))


def objectives_without_service(graph: Graph) -> Iterator[Row]:
    served = {
        objective
        for strategy, service in all_standing(graph, "ServiceStrategy")
        if not retiring(graph, service)
        for objective in objectives(graph, strategy)
    }
    for objective in graph.positions("StrategicObjective"):
        if active(graph, objective) and objective not in served:
            stated = graph.properties(objective)
            yield {
                "due_on": day(stated, "due_on"),
                "objective": str(graph.ref(objective)),
                "name": graph.name(objective),
                "level": stated.get("level"),
            }


def services_without_objective(graph: Graph) -> Iterator[Row]:
    for service in graph.positions("Service"):
        if retiring(graph, service) or serves_objective(graph, service):
            continue
        known = bool(standing(graph, service, "ServiceStrategy"))
        yield {
            "reason": "no active objective" if known else "no strategy",
            "service": str(graph.ref(service)),
            "name": graph.name(service),
            "lifecycle": graph.properties(service).get("lifecycle"),
        }


def capabilities_without_service(graph: Graph) -> Iterator[Row]:
    for capability in graph.positions("BusinessCapability"):
        if not supporting(graph, capability):
            yield {
                "planned_on": min(_deliveries(graph, capability), default=None),
                "capability": str(graph.ref(capability)),
                "name": graph.name(capability),
            }


def _deliveries(graph: Graph, capability: int) -> Iterator[date]:
    """Days on which items of standing roadmaps bring the capability."""
    for delivery in graph.links_to(capability, "DELIVERS"):
        planned_on = day(graph.properties(delivery.source), "ends_on", "starts_on")
        roadmaps = [link.source for link in graph.links_to(delivery.source, "HAS_ITEM")]
        if planned_on and any(stands(graph, roadmap) for roadmap in roadmaps):
            yield planned_on


def supporting(graph: Graph, capability: int) -> list[int]:
    """Services that support a capability and aren't in the last phase, by reference."""
    services = {link.source for link in graph.links_to(capability, "SUPPORTS_CAPABILITY")}
    return sorted((s for s in services if not retiring(graph, s)), key=graph.ref)


def capabilities_served_twice(graph: Graph) -> Iterator[Row]:
    for capability in graph.positions("BusinessCapability"):
        services = supporting(graph, capability)
        if len(services) > 1:
            yield {
                "services": len(services),
                "capability": str(graph.ref(capability)),
                "name": graph.name(capability),
                "supported_by": [str(graph.ref(service)) for service in services],
            }


def strategies_older_than_objective(graph: Graph) -> Iterator[Row]:
    for strategy, service in all_standing(graph, "ServiceStrategy"):
        dated_on = day(graph.properties(strategy), "dated_on")
        for objective in objectives(graph, strategy):
            stated_on = day(graph.properties(objective), "stated_on")
            if dated_on and stated_on and dated_on < stated_on:
                yield {
                    "stated_on": stated_on,
                    "strategy": str(graph.ref(strategy)),
                    "dated_on": dated_on,
                    "objective": str(graph.ref(objective)),
                    "service": str(graph.ref(service)),
                }


def outcomes(graph: Graph, service: int) -> list[int]:
    """Outcomes of a service, its own and those of its standing strategies, by reference."""
    owners = [service, *standing(graph, service, "ServiceStrategy")]
    links = [link for owner in owners for link in graph.links_from(owner, "TARGETS_OUTCOME")]
    return sorted({link.target for link in links}, key=graph.ref)


def unmeasured(graph: Graph, outcome: int) -> list[str]:
    """What an outcome lacks to be measured."""
    stated = graph.properties(outcome)
    lacking = {
        "measure": not (stated.get("measure") or "").strip(),
        "target": stated.get("target") is None,
        "due_on": stated.get("due_on") is None,
    }
    return [name for name, lacks in lacking.items() if lacks]


def outcomes_without_measure(graph: Graph) -> Iterator[Row]:
    for service in graph.positions("Service"):
        for outcome in outcomes(graph, service):
            if missing := unmeasured(graph, outcome):
                yield {
                    "outcome": str(graph.ref(outcome)),
                    "service": str(graph.ref(service)),
                    "name": graph.name(outcome),
                    "missing": missing,
                }
