"""Toll gate 7: is nothing left of a service that no longer operates?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from itspm_graph.analysis.periods import span
from itspm_graph.answers.days import day, later
from itspm_graph.answers.documents import standing
from itspm_graph.answers.reach import arriving_at, described, distinct
from itspm_graph.answers.remains import Remains
from itspm_graph.answers.retirement import Retirement, ended
from itspm_graph.answers.retirement_data import holders
from itspm_graph.graph import Graph, Link
from itspm_graph.store import Row

REMOVALS = {
    "access": "access_removed_on",
    "network": "network_removed_on",
    "monitoring": "monitoring_removed_on",
    "backups": "backups_removed_on",
    "finance": "finance_closed_on",
}
"""What has to be removed or closed, and the property that says when it was."""
LEFT_BEHIND = ("Component", "Interface", "DataStore", "VendorProduct")
"""Types of what a service may leave behind that nobody else needs."""


def _proposals(graph: Graph, service: str) -> list[int]:
    return standing(graph, graph.position(service), "PhaseOutProposal")


def _stated(graph: Graph, service: str) -> list[Mapping[str, Any]]:
    return [graph.properties(proposal) for proposal in _proposals(graph, service)]


def _stopped_on(graph: Graph, service: str) -> date | None:
    """The latest day on which a standing proposal says that the service stopped."""
    days = [day(stated, "stopped_on") for stated in _stated(graph, service)]
    return max((on for on in days if on is not None), default=None)


def _dispositions(graph: Graph, service: str, disposed: int) -> list[Mapping[str, Any]]:
    """What standing proposals say of something that the service leaves behind."""
    proposals = _proposals(graph, service)
    links = [link for p in proposals for link in graph.links_from(p, "DISPOSES_OF")]
    return [link.properties for link in links if link.target == disposed]


# --- operation and use --------------------------------------------------------------------------


def operation_stopped(graph: Graph, service: str) -> Iterator[Row]:
    if stopped_on := _stopped_on(graph, service):
        yield {"stopped_on": stopped_on}


def service_still_operated(graph: Graph, service: str, on: date) -> Iterator[Row]:
    lifecycle = graph.properties(graph.position(service)).get("lifecycle")
    stopped_on = _stopped_on(graph, service)
    if lifecycle != "retire" or stopped_on is None or stopped_on > on:
        yield {"service": service, "lifecycle": lifecycle, "stopped_on": stopped_on}


def needs_left(graph: Graph, service: str, on: date) -> list[Row]:
    return still_needing(Retirement.alone(graph, service), on)


def still_needing(retirement: Retirement, on: date) -> list[Row]:
    """Everybody who declares on a day to need, to consume or to subscribe to what is retired."""
    graph, own = retirement.graph, retirement.retired
    return distinct(
        {
            "consumer": str(graph.ref(consumer)),
            "used": str(graph.ref(used)),
            "relationship": link.label,
            "name": graph.name(consumer),
        }
        for used in own
        for holder in arriving_at(graph, used, "MEMBER")
        for consumer, link in retirement.direct(holder)
        if consumer not in own and _still_needs(graph, consumer, link, on)
    )


def _still_needs(graph: Graph, consumer: int, link: Link, on: date) -> bool:
    holds_until = day(link.properties, "valid_to")
    over = ended(link, on) or (holds_until is not None and holds_until < on)
    gone = graph.properties(consumer).get("lifecycle") == "retire"
    return not over and not gone and graph.label(consumer) != "RequirementGroup"


def _records(graph: Graph, service: str) -> set[int]:
    """Records of the consumption of a service, its offerings, and what realises it alone."""
    return {record for record, _ in Retirement.alone(graph, service).records}


def use_observed(graph: Graph, service: str) -> Iterator[Row]:
    if stopped_on := _stopped_on(graph, service):
        for record in _records(graph, service):
            yield {"stopped_on": stopped_on, "record": str(graph.ref(record))}


def used_after_stop(graph: Graph, service: str) -> Iterator[Row]:
    stopped_on = _stopped_on(graph, service)
    for record in _records(graph, service):
        stated = graph.properties(record)
        seen = day(stated, "last_seen_on", "period_to")
        before = seen is not None and stopped_on is not None and seen <= stopped_on
        if before or stated.get("volume") == 0:
            continue
        callers = {link.target for link in graph.links_from(record, "CONSUMED_FROM")}
        named: list[str | None] = [str(graph.ref(position)) for position in callers]
        for caller in named or [stated.get("caller")]:
            yield {
                "record": str(graph.ref(record)),
                "caller": caller,
                "last_seen_on": seen,
                "stopped_on": stopped_on,
            }


def soak_not_over(graph: Graph, service: str, on: date, days: int) -> Iterator[Row]:
    stopped_on = _stopped_on(graph, service)
    if stopped_on is not None and on < (closes_on := later(stopped_on, days)):
        yield {"stopped_on": stopped_on, "closes_on": closes_on}


def cost_after_stop(graph: Graph, service: str) -> list[Row]:
    stopped_on = _stopped_on(graph, service)
    if stopped_on is None:
        return []
    return distinct(
        {
            "cost_item": str(graph.ref(link.source)),
            "period": said["period"],
            "amount": said["amount"],
            "currency": said.get("currency"),
            "name": graph.name(link.source),
        }
        for place in Retirement.alone(graph, service).places
        for link in graph.links_to(place.position, "COST_OF")
        for said in [graph.properties(link.source)]
        if said.get("amount") and (covered := span(said.get("period") or ""))
        if date.fromisoformat(covered.first_day) > stopped_on
    )


# --- what it leaves behind ----------------------------------------------------------------------


def orphans_without_disposition(graph: Graph, service: str, on: date) -> Iterator[Row]:
    for orphan in Remains(graph, tuple(Retirement.alone(graph, service).retired)).orphans:
        if graph.label(orphan) not in LEFT_BEHIND:
            continue
        said = [s for s in _dispositions(graph, service, orphan) if s.get("disposition")]
        if not any(_is_done(disposition, on) for disposition in said):
            row = described(graph, orphan)
            missing = "day" if said else "disposition"
            yield {"orphan": row.pop("ref"), "missing": missing, **row}


def _is_done(disposition: Mapping[str, Any], on: date) -> bool:
    done_on = day(disposition, "done_on")
    return done_on is not None and done_on <= on


def licences_not_returned(graph: Graph, service: str) -> list[Row]:
    products = {
        link.target
        for place in Retirement.alone(graph, service).places
        for link in graph.links_from(place.position, "USES_PRODUCT")
        if graph.properties(link.target).get("delivery") == "licensed"
    }
    return [
        {"product": str(graph.ref(product)), "name": graph.name(product)}
        for product in products
        if all(said.get("quantity") is None for said in _dispositions(graph, service, product))
    ]


def dispositions_without_proof(graph: Graph, service: str) -> list[Row]:
    return distinct(
        {
            "disposed": str(graph.ref(link.target)),
            "disposition": link.properties["disposition"],
            "name": graph.name(link.target),
        }
        for proposal in _proposals(graph, service)
        for link in graph.links_from(proposal, "DISPOSES_OF")
        if link.properties.get("disposition") in ("destroyed", "sold")
        and not (link.properties.get("certificate") or "").strip()
    )


def data_not_disposed(graph: Graph, service: str, on: date) -> Iterator[Row]:
    kept = {
        link.target
        for holder in holders(Retirement.alone(graph, service))
        for link in graph.links_from(holder, "STORES")
        if link.properties.get("master")
    }
    for data_set in kept:
        said = [s for s in _dispositions(graph, service, data_set) if s.get("disposition")]
        if problem := _data_problem(graph.properties(data_set), said, on):
            yield {
                "data_set": str(graph.ref(data_set)),
                "problem": problem,
                "name": graph.name(data_set),
            }


def _data_problem(
    data_set: Mapping[str, Any], said: list[Mapping[str, Any]], on: date
) -> str | None:
    destroyed = [s for s in said if s["disposition"] == "destroyed"]
    keep_until = day(data_set, "retention_until")
    if not said:
        return "no disposition"
    if destroyed and data_set.get("legal_hold"):
        return "legal hold"
    if keep_until and any((day(s, "done_on") or on) <= keep_until for s in destroyed):
        return "retention"
    return None if all(_is_done(disposition, on) for disposition in said) else "not done"


# --- records to be closed -----------------------------------------------------------------------


def contracts_not_closed(graph: Graph, service: str, on: date) -> Iterator[Row]:
    own = Retirement.alone(graph, service).retired
    for contract in {link.source for used in own for link in graph.links_to(used, "COVERS")}:
        stated = graph.properties(contract)
        ends_on = day(stated, "ends_on")
        if stated.get("status") != "ended" and (ends_on is None or ends_on >= on):
            yield {
                "contract": str(graph.ref(contract)),
                "ends_on": ends_on,
                "name": graph.name(contract),
            }


def removals_open(graph: Graph, service: str, on: date) -> Iterator[Row]:
    stated = _stated(graph, service)
    for missing, name in REMOVALS.items():
        days = [day(proposal, name) for proposal in stated]
        if not any(removed_on is not None and removed_on <= on for removed_on in days):
            yield {"missing": missing}


def lessons_missing(graph: Graph, service: str) -> Iterator[Row]:
    if not any((proposal.get("lessons") or "").strip() for proposal in _stated(graph, service)):
        yield {"service": service}


def offerings_still_orderable(graph: Graph, service: str) -> list[Row]:
    links = graph.links_from(graph.position(service), "HAS_OFFERING")
    return distinct(
        {"offering": str(graph.ref(link.target)), "name": graph.name(link.target)}
        for link in links
        if graph.properties(link.target).get("orderable")
    )


def continuity_records_left(graph: Graph, service: str) -> list[Row]:
    position = graph.position(service)
    links = graph.links_from(position, "COVERED_BY_PLAN", "HAS_PROCEDURE", "HAS_BIA")
    return distinct(
        {"record": str(graph.ref(link.target)), "name": graph.name(link.target)}
        for link in links
        if not _dispositions(graph, service, link.target)
    )


def conditions_of_tg6(graph: Graph, service: str) -> list[Row]:
    decisions = [
        decided.target
        for submission in graph.links_to(graph.position(service), "SUBMITTED_FOR")
        for decided in graph.links_from(submission.source, "DECIDED_BY")
        if graph.properties(decided.target)["gate"] == "TG6"
    ]
    waivers = {link.target for p in decisions for link in graph.links_from(p, "WAIVES")}
    return [
        {
            "waiver": str(graph.ref(waiver)),
            **{name: graph.properties(waiver)[name] for name in ("criterion", "until", "reason")},
        }
        for waiver in waivers
    ]
