"""Toll gate 4: is the contract with the customer signed, in time, and can we keep it?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from itspm_graph.answers.days import day
from itspm_graph.answers.documents import standing
from itspm_graph.answers.underpinning import gaps
from itspm_graph.graph import Graph
from itspm_graph.promises import promised_minutes
from itspm_graph.store import Row

RECOVERY = {"recovery time": "rta_minutes", "recovery point": "rpa_minutes"}
"""Measures of promised recovery, and what an exercise calls what it measured."""


def presented(graph: Graph, service: str) -> list[tuple[int, int]]:
    """Contracts that standing documents hold, each with its document."""
    return [
        (link.target, document)
        for document in standing(graph, graph.position(service), "ServiceContract")
        for link in graph.links_from(document, "PRESENTS")
    ]


def _contracts(graph: Graph, service: str) -> set[int]:
    return {contract for contract, _ in presented(graph, service)}


def contracts_presented(graph: Graph, service: str) -> Iterator[Row]:
    for contract, document in presented(graph, service):
        yield {"contract": str(graph.ref(contract)), "document": str(graph.ref(document))}


def _own(graph: Graph, service: str) -> list[int]:
    """The service and its offerings."""
    position = graph.position(service)
    offerings = [link.target for link in graph.links_from(position, "HAS_OFFERING")]
    return list(dict.fromkeys([position, *offerings]))


def service_contract_unsigned(graph: Graph, service: str) -> Iterator[Row]:
    own = _own(graph, service)
    for contract in _contracts(graph, service):
        covered = {link.target for link in graph.links_from(contract, "COVERS")}
        there = {
            "signature": graph.properties(contract).get("status") == "signed",
            "provider": bool(graph.links_from(contract, "PROVIDER_PARTY")),
            "customer": bool(graph.links_from(contract, "CUSTOMER_PARTY")),
            "the service": not covered.isdisjoint(own),
        }
        for missing in (what for what, is_there in there.items() if not is_there):
            yield {"contract": str(graph.ref(contract)), "missing": missing}


def _go_live(graph: Graph, service: str) -> date | None:
    """The first day of a release that is to go live, else the day planned for the service."""
    position = graph.position(service)
    days = [
        day(graph.properties(link.target), "released_on")
        for document in standing(graph, position, "ServiceAcceptanceCriteria")
        for link in graph.links_from(document, "ACCEPTS_RELEASE")
    ]
    planned = day(graph.properties(position), "planned_operate_on")
    return min((on for on in days if on is not None), default=planned)


def go_live_planned(graph: Graph, service: str) -> Iterator[Row]:
    if go_live_on := _go_live(graph, service):
        yield {"go_live_on": go_live_on}


def contract_not_in_force_at_go_live(graph: Graph, service: str) -> Iterator[Row]:
    go_live_on = _go_live(graph, service)
    for contract in _contracts(graph, service):
        stated = graph.properties(contract)
        starts_on, ends_on = day(stated, "starts_on"), day(stated, "ends_on")
        late = go_live_on is not None and starts_on is not None and starts_on > go_live_on
        over = go_live_on is not None and ends_on is not None and ends_on < go_live_on
        if starts_on is None or late or over:
            yield {
                "contract": str(graph.ref(contract)),
                "starts_on": starts_on,
                "ends_on": ends_on,
                "go_live_on": go_live_on,
            }


def _targets(graph: Graph, makers: list[int]) -> dict[int, None]:
    links = [link for maker in makers for link in graph.links_from(maker, "SETS_TARGET")]
    return dict.fromkeys(link.target for link in links)


def promises_designed(graph: Graph, service: str) -> Iterator[Row]:
    for maker in _own(graph, service):
        for target in _targets(graph, [maker]):
            yield {"target": str(graph.ref(target)), "made_by": str(graph.ref(maker))}


def contract_promises_not_designed(graph: Graph, service: str) -> Iterator[Row]:
    position = graph.position(service)
    for contract in _contracts(graph, service):
        covered = {link.target for link in graph.links_from(contract, "COVERS")}
        makers = [p for p in _own(graph, service) if p == position or p in covered]
        sides = {"contract": _targets(graph, [contract]), "design": _targets(graph, makers)}
        for side, other in (("contract", "design"), ("design", "contract")):
            for target in sides[side]:
                if not any(_same(graph, target, one) for one in sides[other]):
                    stated = graph.properties(target)
                    yield {
                        "contract": str(graph.ref(contract)),
                        "target": str(graph.ref(target)),
                        "side": side,
                        "measure": stated.get("measure"),
                        "value": stated.get("target"),
                    }


def _same(graph: Graph, target: int, other: int) -> bool:
    one, two = graph.properties(target), graph.properties(other)
    named = all((one.get(k) or "") == (two.get(k) or "") for k in ("measure", "unit"))
    known = one.get("target") is not None and one.get("target") == two.get("target")
    return target == other or (named and known)


class Trial(NamedTuple):
    """What an exercise measured; the greatest is the latest."""

    held_on: str
    exercise: str
    minutes: float


def _trials(graph: Graph, service: int, measured: str) -> Iterator[Trial]:
    """Every measurement of recovery in exercises of a service and of the plans that cover it."""
    plans = [link.target for link in graph.links_from(service, "COVERED_BY_PLAN")]
    for tried in (service, *plans):
        for link in graph.links_to(tried, "EXERCISED"):
            minutes = link.properties.get(measured)
            if minutes is not None:
                held_on = graph.properties(link.source).get("held_on") or ""
                yield Trial(held_on, str(graph.ref(link.source)), minutes)


def recovery_promised_too_soon(graph: Graph, service: str) -> Iterator[Row]:
    for contract in _contracts(graph, service):
        for target in _targets(graph, [contract]):
            measure = graph.properties(target).get("measure")
            if measure not in RECOVERY:
                continue
            trials = _trials(graph, graph.position(service), RECOVERY[measure])
            latest = max(trials, default=None)
            promised = promised_minutes(graph, target)
            if latest is None or promised is None or promised < latest.minutes:
                yield {
                    "contract": str(graph.ref(contract)),
                    "target": str(graph.ref(target)),
                    "measure": measure,
                    "promised_minutes": promised,
                    "measured_minutes": latest.minutes if latest else None,
                    "exercise": latest.exercise if latest else None,
                }


def contract_not_underpinned(graph: Graph, service: str) -> Iterator[Row]:
    return gaps(graph, _contracts(graph, service))
