"""Toll gates 2 and 3: business cases against the roll-up, and against each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from itspm_graph.analysis.cost_books import cost_books
from itspm_graph.analysis.periods import span
from itspm_graph.analysis.service_costs import UNCHARGED
from itspm_graph.answers.documents import on_record
from itspm_graph.answers.stated_costs import (
    Statement,
    comparable,
    costs_of,
    differing,
    lacking,
    reconciled,
    statements,
)
from itspm_graph.graph import Graph
from itspm_graph.store import Row

HIGH_LEVEL, DETAILED, ROADMAP = "HighLevelBusinessCase", "DetailedBusinessCase", "ServiceRoadmap"
MONTHS = 12


def high_level_case_on_record(graph: Graph, service: str) -> Iterator[Row]:
    return on_record(graph, service, HIGH_LEVEL)


def detailed_case_on_record(graph: Graph, service: str) -> Iterator[Row]:
    return on_record(graph, service, DETAILED)


def _case_lacks(said: Mapping[str, Any]) -> dict[str, bool]:
    low, high = said.get("cost_low"), said.get("cost_high")
    return {
        "cost range": low is None or high is None,
        "cost range in order": low is not None and high is not None and low > high,
        "currency": said.get("currency") is None,
        "horizon": not said.get("horizon_months"),
        "benefit": said.get("benefit") is None,
    }


def high_level_case_incomplete(graph: Graph, service: str) -> Iterator[Row]:
    for case in statements(graph, service, HIGH_LEVEL):
        if lacks := lacking(_case_lacks(case.said)):
            yield {"document": case.ref, "lacks": lacks}


def detailed_case_incomplete(graph: Graph, service: str) -> Iterator[Row]:
    for case in statements(graph, service, DETAILED):
        charging = case.said.get("charging")
        lacks = lacking(
            {
                **_case_lacks(case.said),
                "period": case.said.get("period") is None,
                "full cost": case.said.get("full_cost") is None,
                "charging": charging is None,
                "recovered": case.said.get("recovered") is None and charging not in UNCHARGED,
            }
        )
        if lacks:
            yield {"document": case.ref, "lacks": lacks}


def high_level_assumptions_unowned(graph: Graph, service: str) -> Iterator[Row]:
    for case in statements(graph, service, HIGH_LEVEL):
        assumptions = len(case.said.get("assumptions", ()))
        if not assumptions or not (case.said.get("assumptions_owner") or "").strip():
            yield {"document": case.ref, "assumptions": assumptions}


# --- from the bottom up -----------------------------------------------------------------------


def high_level_case_comparable(graph: Graph, service: str) -> Iterator[Row]:
    for case, bound, basis in _bounded(graph, service):
        yield {"document": case.ref, "lower_bound": bound, "basis": basis}


def high_level_case_below_roll_up(graph: Graph, service: str) -> Iterator[Row]:
    for case, bound, basis in _bounded(graph, service):
        if case.said["cost_low"] < bound:
            yield {
                "document": case.ref,
                "cost_low": case.said["cost_low"],
                "lower_bound": bound,
                "basis": basis,
                "currency": case.said["currency"],
            }


def _bounded(graph: Graph, service: str) -> Iterator[tuple[Statement, float, str]]:
    for case in statements(graph, service, HIGH_LEVEL):
        if any(_case_lacks(case.said)[name] for name in ("cost range", "currency", "horizon")):
            continue
        currency = case.said["currency"]
        bounds = {
            "roll-up": _rolled_up(graph, service, case.said),
            "roadmap": _planned(graph, service, currency),
        }
        basis = max(bounds, key=bounds.__getitem__)
        if bounds[basis]:
            yield case, bounds[basis], basis


def _rolled_up(graph: Graph, service: str, said: Mapping[str, Any]) -> float:
    """Full costs of the first years of the horizon of which any cost of the service is known."""
    found = (span(cost.period or "") for cost in cost_books(graph).costs if cost.whole)
    begins = int((said.get("dated_on") or "0")[:4])
    years = sorted({known.year for known in found if known and known.year >= begins})
    costs = (costs_of(graph, service, f"{year:04}").full or {} for year in years)
    known = [full for full in costs if full]
    within = known[: said["horizon_months"] // MONTHS]
    return float(sum(full.get(said["currency"], 0) for full in within))


def _planned(graph: Graph, service: str, currency: str) -> float:
    """Estimates of the items on the service's standing roadmaps."""
    items = {
        link.target
        for roadmap in statements(graph, service, ROADMAP)
        for link in graph.links_from(graph.position(roadmap.ref), "HAS_ITEM")
    }
    stated = [graph.properties(item) for item in sorted(items)]
    return float(sum(said.get("cost") or 0 for said in stated if said.get("currency") == currency))


# --- the detailed case ------------------------------------------------------------------------


def detailed_case_comparable(graph: Graph, service: str) -> Iterator[Row]:
    yield from map(comparable, reconciled(graph, service, DETAILED, "full_cost"))


def detailed_case_not_reconciled(graph: Graph, service: str, tolerance: float) -> Iterator[Row]:
    return differing(reconciled(graph, service, DETAILED, "full_cost"), tolerance)


def _pairs(graph: Graph, service: str) -> Iterator[tuple[Statement, Statement]]:
    for early in statements(graph, service, HIGH_LEVEL):
        for late in statements(graph, service, DETAILED):
            whole = not any(
                _case_lacks(case.said)[name]
                for case in (early, late)
                for name in ("cost range", "currency")
            )
            same = all(
                early.said.get(name) == late.said.get(name)
                for name in ("currency", "horizon_months")
            )
            horizon = early.said.get("horizon_months") is not None
            if whole and same and horizon and early.said["cost_low"] and early.said["cost_high"]:
                yield early, late


def cases_comparable(graph: Graph, service: str) -> Iterator[Row]:
    for early, late in _pairs(graph, service):
        yield {"document": late.ref, "high_level": early.ref}


def detailed_case_departs_from_high_level(
    graph: Graph, service: str, tolerance: float
) -> Iterator[Row]:
    for early, late in _pairs(graph, service):
        for figure in ("cost_low", "cost_high"):
            before, now = early.said[figure], late.said[figure]
            if abs(now - before) > tolerance * before:
                yield {
                    "document": late.ref,
                    "high_level": early.ref,
                    "figure": figure,
                    "before": before,
                    "now": now,
                    "change": (now - before) / before,
                }


def planned_recovery_stated(graph: Graph, service: str) -> Iterator[Row]:
    for case in statements(graph, service, DETAILED):
        whole = case.said.get("recovered") is not None and case.said.get("full_cost")
        if whole or case.said.get("charging") in UNCHARGED:
            yield {"document": case.ref}


def planned_recovery_low(graph: Graph, service: str, least: float) -> Iterator[Row]:
    for case in statements(graph, service, DETAILED):
        recovered, full = case.said.get("recovered"), case.said.get("full_cost")
        if case.said.get("charging") in UNCHARGED or recovered is None or full is None:
            continue
        if recovered < least * full:
            yield {
                "document": case.ref,
                "recovered": recovered,
                "full_cost": full,
                "ratio": recovered / full,
            }
