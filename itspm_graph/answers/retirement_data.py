"""Toll gate 6: what becomes of the data of which the service is the system of record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from itspm_graph.answers.days import day
from itspm_graph.answers.reach import distinct
from itspm_graph.answers.retirement import Retirement
from itspm_graph.answers.service_catalog import IN_CATALOG
from itspm_graph.graph import Graph
from itspm_graph.store import Row

KEPT = ("archived", "transferred")
"""Dispositions after which somebody has to be able to read the data."""


def data_without_disposition(graph: Graph, service: str) -> list[Row]:
    retirement = Retirement.of(graph, service)
    proposals = [graph.properties(position) for position in retirement.proposals[:1]]
    if any((proposal.get("data_disposition") or "").strip() for proposal in proposals):
        return []
    return [
        {
            "data_set": str(graph.ref(data_set)),
            "kept_by": str(graph.ref(holder)),
            "name": graph.name(data_set),
        }
        for data_set, holder in sorted(mastered(retirement))
        if not _said(retirement, data_set)
    ]


def data_dispositions_unsound(graph: Graph, service: str) -> list[Row]:
    retirement = Retirement.of(graph, service)
    return distinct(
        {"data_set": str(graph.ref(data_set)), "problem": problem, "name": graph.name(data_set)}
        for data_set, said in _dispositions(retirement)
        for problem in _unsound(retirement, data_set, said)
    )


def _unsound(retirement: Retirement, data_set: int, said: Mapping[str, Any]) -> Iterator[str]:
    graph = retirement.graph
    stated = graph.properties(data_set)
    if said["disposition"] == "destroyed":
        if stated.get("legal_hold"):
            yield "legal hold"
        keep_until = day(stated, "retention_until")
        destroyed_on = day(said, "planned_on") or retirement.effective_on
        if keep_until and (destroyed_on is None or destroyed_on <= keep_until):
            yield "retention"
    if said["disposition"] == "transferred":
        kept = holders(retirement)
        masters = [k.source for k in graph.links_to(data_set, "STORES") if _is_master(k.properties)]
        if set(masters) <= kept:
            yield "no new system of record"


def _is_master(stated: Mapping[str, Any]) -> bool:
    return bool(stated.get("master"))


def data_kept_unproven(graph: Graph, service: str) -> list[Row]:
    retirement = Retirement.of(graph, service)
    return distinct(
        {"data_set": str(graph.ref(data_set)), "missing": missing, "name": graph.name(data_set)}
        for data_set, said in _dispositions(retirement)
        if said["disposition"] in KEPT
        for missing, name in (("keys", "key_custody"), ("retrieval", "retrieval_tested_on"))
        if not str(said.get(name) or "").strip()
    )


def data_readers_left(graph: Graph, service: str) -> list[Row]:
    retirement = Retirement.of(graph, service)
    own = holders(retirement)
    leaving = {each.consumer for each in retirement.leavings}
    return distinct(
        {
            "reader": str(graph.ref(link.source)),
            "data_set": str(graph.ref(data_set)),
            "name": graph.name(link.source),
        }
        for data_set, _ in mastered(retirement)
        for link in graph.links_to(data_set, "READS")
        if link.source not in own | leaving and _active(graph, link.source)
    )


def _active(graph: Graph, reader: int) -> bool:
    lifecycle = graph.properties(reader).get("lifecycle")
    return lifecycle is None or lifecycle in IN_CATALOG


def _dispositions(retirement: Retirement) -> Iterator[tuple[int, Mapping[str, Any]]]:
    for data_set in {data_set for data_set, _ in mastered(retirement)}:
        for said in _said(retirement, data_set):
            yield data_set, said


def _said(retirement: Retirement, data_set: int) -> list[Mapping[str, Any]]:
    """What the proposal that counts says of a data set."""
    graph = retirement.graph
    links = (k for p in retirement.proposals[:1] for k in graph.links_from(p, "DISPOSES_OF"))
    return [k.properties for k in links if k.target == data_set and k.properties.get("disposition")]


def mastered(retirement: Retirement) -> set[tuple[int, int]]:
    """Data of which it is the system of record, each with what keeps it."""
    return {
        (link.target, holder)
        for holder in holders(retirement)
        for link in retirement.graph.links_from(holder, "STORES")
        if link.properties.get("master")
    }


def holders(retirement: Retirement) -> set[int]:
    """Where its data lies: in itself, in what realises it, and where these keep their state."""
    graph = retirement.graph
    own = set(retirement.retired)
    own |= {
        link.target
        for retired in retirement.retired
        for link in graph.links_from(retired, "REALIZED_BY")
    }
    kept = {
        link.target
        for position in own
        for link in graph.links_from(position, "DEPENDS_ON")
        if link.properties.get("carries_state")
    }
    return own | kept
