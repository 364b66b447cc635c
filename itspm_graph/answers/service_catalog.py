"""Service catalog management: what there is, who needs what, and what nobody answers for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import NamedTuple

from itspm_graph.analysis import cycles as circles
from itspm_graph.answers.days import instant
from itspm_graph.answers.reach import described, within
from itspm_graph.connections import steps
from itspm_graph.graph import Graph
from itspm_graph.store import Row

IN_CATALOG = ("transition", "operate", "improve")
"""Phases in which a service is live or being made ready to go live."""


def providers(graph: Graph, element: str, depth: int) -> Iterator[Row]:
    for hops, position in within(graph, [graph.position(element)], "providers", depth):
        yield {"hops": hops, **described(graph, position)}


def consumers(graph: Graph, element: str, depth: int) -> Iterator[Row]:
    for hops, position in within(graph, [graph.position(element)], "dependents", depth):
        yield {"hops": hops, **described(graph, position)}


def direct_consumers(graph: Graph, element: str) -> list[Row]:
    found = {
        (position, link.label, link.properties.get("group"))
        for position, link in steps(graph, graph.position(element), "dependents")
    }
    return [
        {**described(graph, position), "relationship": label, "group": group}
        for position, label, group in found
    ]


def customers_behind(graph: Graph, element: str, depth: int) -> Iterator[Row]:
    for hops, position in within(graph, [graph.position(element)], "dependents", depth):
        if graph.label(position) == "Customer":
            yield {
                "hops": hops,
                "customer": str(graph.ref(position)),
                "name": graph.name(position),
            }


def components_without_owner(graph: Graph) -> Iterator[Row]:
    for position in graph.positions("Component"):
        if not graph.links_from(position, "OWNED_BY"):
            yield _component(graph, position)


def components_without_consumers(graph: Graph) -> Iterator[Row]:
    for position in graph.positions("Component"):
        needed = any(steps(graph, position, "dependents"))
        if not needed and not graph.links_to(position, "CONSUMES"):
            yield _component(graph, position)


def _component(graph: Graph, position: int) -> Row:
    return {
        "component": str(graph.ref(position)),
        "name": graph.name(position),
        "kind": graph.properties(position).get("kind"),
    }


def cycles(graph: Graph) -> Iterator[Row]:
    for members in circles.cycles(graph):
        first = str(graph.ref(members[0]))
        for position in members:
            of = described(graph, position)
            yield {"cycle": first, "element": of.pop("ref"), **of, "size": len(members)}


def catalog_today(graph: Graph, on: date) -> Iterator[Row]:
    for position in graph.positions("Service"):
        lifecycle = graph.properties(position).get("lifecycle")
        latest = latest_decisions(graph, position, on)
        entry, leaving = latest.get("TG3"), latest.get("TG6")
        decided = bool(entry or leaving)
        if _sent_back(graph, entry, latest.get("TG4")):
            continue
        if _listed(entry, leaving) if decided else lifecycle in IN_CATALOG:
            yield {
                "service": str(graph.ref(position)),
                "name": graph.name(position),
                "basis": "decision" if decided else "lifecycle",
                "lifecycle": lifecycle,
            }


class Decision(NamedTuple):
    """A decision at a gate, ordered by when it was taken."""

    at: datetime
    ref: str
    passed: bool


def latest_decisions(graph: Graph, service: int, on: date) -> dict[str, Decision]:
    """The latest decision on a service at each gate, up to and including a day."""
    found: dict[str, Decision] = {}
    for submission in graph.links_to(service, "SUBMITTED_FOR"):
        for link in graph.links_from(submission.source, "DECIDED_BY"):
            stated = graph.properties(link.target)
            at = instant(stated["decided_at"])
            decision = Decision(at, str(graph.ref(link.target)), stated["passed"])
            known = found.get(stated["gate"])
            if at.date() <= on and (known is None or decision > known):
                found[stated["gate"]] = decision
    return found


def _sent_back(graph: Graph, entry: Decision | None, built: Decision | None) -> bool:
    """Whether TG4 has rejected the service or sent it back to design since TG3 was decided."""
    if built is None or (entry is not None and built.at < entry.at):
        return False
    outcome = graph.properties(graph.position(built.ref))["outcome"]
    return outcome in ("redesign", "reject")


def _listed(entry: Decision | None, leaving: Decision | None) -> bool:
    """Whether the last word of the two gates is that the service is in the catalog."""
    if entry is None or leaving is None:
        return entry.passed if entry else not (leaving and leaving.passed)
    return entry.passed and not (leaving.passed and leaving.at >= entry.at)
