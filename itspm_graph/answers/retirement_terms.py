"""Toll gate 6: contracts, notices, and what was learnt by taking the service away for a while."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from itspm_graph.answers.days import day, later
from itspm_graph.answers.reach import distinct
from itspm_graph.answers.retirement import Retirement
from itspm_graph.graph import Graph
from itspm_graph.store import Row

INTERNAL = "internal"
"""The segment of customers within the organisation."""


def contracts_without_notice(graph: Graph, service: str, on: date) -> Iterator[Row]:
    retirement = Retirement.of(graph, service)
    end = retirement.effective_on
    if end is None:
        return
    for contract in _covering(retirement):
        said = graph.properties(contract)
        ends_on, notice = day(said, "ends_on"), said.get("notice_days")
        runs_on = ends_on is None or ends_on > end or said.get("auto_renews")
        if said.get("status") == "ended" or not runs_on or notice is None:
            continue
        served, notice_by = day(said, "notice_served_on"), later(end, -notice)
        if served is None or served > notice_by:
            yield {
                "contract": str(graph.ref(contract)),
                "notice_by": notice_by,
                "served_on": served,
                "late": (served or on) > notice_by,
                "name": graph.name(contract),
            }


def _covering(retirement: Retirement) -> set[int]:
    links = (k for p in retirement.retired for k in retirement.graph.links_to(p, "COVERS"))
    return {link.source for link in links}


def contracts_with_others(graph: Graph, service: str) -> list[Row]:
    retirement = Retirement.of(graph, service)
    return distinct(
        {
            "contract": str(graph.ref(contract)),
            "stays": str(graph.ref(link.target)),
            "name": graph.name(contract),
        }
        for contract in _covering(retirement)
        if graph.properties(contract).get("status") != "ended"
        for link in graph.links_from(contract, "COVERS")
        if link.target not in retirement.retired
    )


def customers_not_told(
    graph: Graph, service: str, internal_days: int, external_days: int
) -> Iterator[Row]:
    retirement = Retirement.of(graph, service)
    end = retirement.effective_on
    if end is None:
        return
    gone = {each.consumer for each in retirement.leavings if each.status != "planned"}
    customers = {use.consumer for use in retirement.uses(end)} - gone
    for customer in customers:
        if graph.label(customer) != "Customer":
            continue
        internal = graph.properties(customer).get("segment") == INTERNAL
        tell_by = later(end, -(internal_days if internal else external_days))
        told = [
            day(graph.properties(notice), "sent_on") for notice in _notices(retirement, customer)
        ]
        first = min((on for on in told if on is not None), default=None)
        if first is None or first > tell_by:
            yield {
                "customer": str(graph.ref(customer)),
                "tell_by": tell_by,
                "told_on": first,
                "name": graph.name(customer),
            }


def _notices(retirement: Retirement, customer: int) -> list[int]:
    """Notices to a customer that what is retired ends."""
    graph = retirement.graph
    about = {link.source for p in retirement.retired for link in graph.links_to(p, "FOR")}
    told = {link.source for link in graph.links_to(customer, "NOTIFIES")}
    return sorted(about & told)


def notices_unanswered(graph: Graph, service: str) -> list[Row]:
    retirement = Retirement.of(graph, service)
    about = {link.source for p in retirement.retired for link in graph.links_to(p, "FOR")}
    return distinct(
        {
            "customer": str(graph.ref(link.target)),
            "notice": str(graph.ref(notice)),
            "sent_on": day(graph.properties(notice), "sent_on"),
        }
        for notice in about
        if graph.label(notice) == "RetirementNotice"
        and not graph.properties(notice).get("acknowledged_on")
        for link in graph.links_from(notice, "NOTIFIES")
    )


def screams_heard(graph: Graph, service: str, on: date, lookback_days: int) -> Iterator[Row]:
    since = later(on, -lookback_days)
    for test in _tests(Retirement.of(graph, service)):
        said = graph.properties(test)
        started = day(said, "started_on")
        heard = sorted(str(graph.ref(k.target)) for k in graph.links_from(test, "HEARD_FROM"))
        if (said.get("screams") or heard) and (started is None or started >= since):
            yield {
                "test": str(graph.ref(test)),
                "started_on": started,
                "screams": said.get("screams"),
                "heard_from": heard,
            }


def silence_not_tried(graph: Graph, service: str) -> Iterator[Row]:
    if not _tests(Retirement.of(graph, service)):
        yield {"service": service}


def _tests(retirement: Retirement) -> set[int]:
    """Tests that took it, or what realises it alone, away for a while."""
    graph = retirement.graph
    places = {place.position for place in retirement.places}
    return {link.source for place in places for link in graph.links_to(place, "SILENCES")}


def plans_that_count_on_it(graph: Graph, service: str) -> list[Row]:
    retirement = Retirement.of(graph, service)
    return distinct(
        {
            "plan": str(graph.ref(link.target)),
            "covers": str(graph.ref(other.source)),
            "name": graph.name(link.target),
        }
        for retired in retirement.retired
        for link in graph.links_from(retired, "COVERED_BY_PLAN")
        for other in graph.links_to(link.target, "COVERED_BY_PLAN")
        if other.source not in retirement.retired
    )
