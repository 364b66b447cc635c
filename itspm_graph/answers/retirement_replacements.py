"""Toll gate 6: is what comes instead as good, and have those who moved let go?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from itspm_graph.answers.reach import distinct
from itspm_graph.answers.retirement import Retirement
from itspm_graph.graph import Graph
from itspm_graph.promises import promises
from itspm_graph.store import Row

NO_LONGER_THAN = ("rto_minutes", "rpo_minutes")
"""Objectives of which less is better."""
SAME = ("support_hours", "data_residency")
"""Terms in words: whether another one is as good, only people can tell."""
ALWAYS = "24x7"
"""Hours of support that are as good as any."""


def _replacing(retirement: Retirement) -> dict[int, set[int]]:
    """Services that replace it, each with the transitions that lead there."""
    found: dict[int, set[int]] = defaultdict(set)
    for position, transition in retirement.replacements:
        if position is None:
            continue
        offered_by = retirement.offered_by(position)
        service = position if offered_by is None else offered_by
        if retirement.graph.label(service) == "Service":
            found[service] |= set() if transition is None else {transition}
    return found


def _moving(graph: Graph, transitions: set[int]) -> list[Mapping[str, Any]]:
    """Transitions whose demand is still to come."""
    stated = [graph.properties(transition) for transition in transitions]
    return [said for said in stated if said["status"] == "planned"]


def replacement_lacks_capacity(graph: Graph, service: str) -> Iterator[Row]:
    for position, transitions in _replacing(Retirement.of(graph, service)).items():
        said = graph.properties(position)
        demand = sum(moving.get("demand") or 0.0 for moving in _moving(graph, transitions))
        used = said.get("capacity_used") or 0.0
        if said.get("capacity") is not None and demand > 0 and used + demand > said["capacity"]:
            yield {
                "replacement": str(graph.ref(position)),
                "capacity": said["capacity"],
                "used": used,
                "demand": demand,
                "unit": said.get("capacity_unit"),
            }


def replacement_promises_less(graph: Graph, service: str) -> Iterator[Row]:
    own = graph.position(service)
    for position in _replacing(Retirement.of(graph, service)):
        for term, was, will_be in _worse(graph, own, position):
            replacement = str(graph.ref(position))
            yield {"replacement": replacement, "term": term, "was": was, "will_be": will_be}


def _worse(graph: Graph, own: int, other: int) -> Iterator[tuple[str, float, float]]:
    was, will_be = graph.properties(own), graph.properties(other)
    for name in NO_LONGER_THAN:
        if name in was and name in will_be and will_be[name] > was[name]:
            yield name, was[name], will_be[name]
    promised = [max((p.share for p in promises(graph, p)), default=None) for p in (own, other)]
    if promised[0] is not None and promised[1] is not None and promised[1] < promised[0]:
        yield "availability", promised[0], promised[1]


def replacement_terms_differ(graph: Graph, service: str) -> Iterator[Row]:
    was = graph.properties(graph.position(service))
    for position in _replacing(Retirement.of(graph, service)):
        will_be = graph.properties(position)
        for name in SAME:
            if name in was and name in will_be and will_be[name] not in (was[name], ALWAYS):
                yield {
                    "replacement": str(graph.ref(position)),
                    "term": name,
                    "was": was[name],
                    "will_be": will_be[name],
                }


def replacement_terms_unknown(graph: Graph, service: str) -> Iterator[Row]:
    own = graph.properties(graph.position(service))
    for position, transitions in _replacing(Retirement.of(graph, service)).items():
        said = graph.properties(position)
        lacking = [name for name in (*NO_LONGER_THAN, *SAME) if name in own and name not in said]
        moving = _moving(graph, transitions)
        if moving and "capacity" not in said:
            lacking.append("capacity")
        if any("demand" not in transition for transition in moving):
            lacking.append("demand")
        for term in lacking:
            yield {"replacement": str(graph.ref(position)), "term": term}


def replacement_prices(graph: Graph, service: str) -> list[Row]:
    retirement = Retirement.of(graph, service)
    was = list(_prices(graph, graph.position(service)))
    return distinct(
        {
            "replacement": str(graph.ref(position)),
            "unit": unit,
            "currency": currency,
            "was": price,
            "will_be": other,
        }
        for position in _replacing(retirement)
        for unit, currency, other in _prices(graph, position)
        for same_unit, same_currency, price in was
        if (unit, currency) == (same_unit, same_currency) and price != other
    )


def _prices(graph: Graph, service: int) -> Iterator[tuple[str, str, float]]:
    offerings = (link.target for link in graph.links_from(service, "HAS_OFFERING"))
    for holder in (service, *offerings):
        for link in graph.links_from(holder, "PRICED_AT"):
            said = graph.properties(link.target)
            if None not in (said.get("price"), said.get("unit"), said.get("currency")):
                yield said["unit"], said["currency"], said["price"]


def migrated_still_declared(graph: Graph, service: str) -> list[Row]:
    retirement = Retirement.of(graph, service)
    left = [each for each in retirement.leavings if each.status == "migrated"]
    return distinct(
        {
            "consumer": str(graph.ref(consumer)),
            "used": str(graph.ref(used)),
            "relationship": link.label,
            "transition": str(graph.ref(leaving.transition)),
        }
        for used in retirement.retired
        for consumer, link in retirement.direct(used)
        if link.label != "SUBSCRIBES_TO"
        for leaving in left
        if leaving.consumer == consumer and retirement.speaks_of(leaving, used)
    )
