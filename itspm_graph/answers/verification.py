"""Toll gate 5: what the verification report states, against the records and against the plan."""

from __future__ import annotations

from collections.abc import Iterator

from itspm_graph.analysis.service_costs import UNCHARGED, ServiceCosts
from itspm_graph.answers.documents import on_record
from itspm_graph.answers.stated_costs import (
    LEAST,
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

REPORT, CASE, PRICE = (
    "BusinessCaseVerificationReport",
    "DetailedBusinessCase",
    "IndicativeUnitPrice",
)


def verification_report_on_record(graph: Graph, service: str) -> Iterator[Row]:
    return on_record(graph, service, REPORT)


def verification_report_incomplete(graph: Graph, service: str) -> Iterator[Row]:
    stated = ("period", "actual_cost", "actual_recovered", "currency", "actual_volume")
    for report in statements(graph, service, REPORT):
        lacks = {name.replace("_", " "): report.said.get(name) is None for name in stated}
        if missing := lacking(lacks):
            yield {"document": report.ref, "lacks": missing}


# --- against the records ----------------------------------------------------------------------


def actual_cost_comparable(graph: Graph, service: str) -> Iterator[Row]:
    yield from map(comparable, reconciled(graph, service, REPORT, "actual_cost"))


def actual_cost_not_reconciled(graph: Graph, service: str, tolerance: float) -> Iterator[Row]:
    return differing(reconciled(graph, service, REPORT, "actual_cost"), tolerance)


def _computed(graph: Graph, service: str) -> Iterator[tuple[Statement, ServiceCosts, str]]:
    for report in statements(graph, service, REPORT):
        period, currency = report.said.get("period"), report.said.get("currency")
        if period is not None and currency is not None:
            yield report, costs_of(graph, service, period), currency


def charges_comparable(graph: Graph, service: str) -> Iterator[Row]:
    for report, costs, currency in _computed(graph, service):
        if costs.charged is not None and report.said.get("actual_recovered") is not None:
            yield {"document": report.ref, "charged": costs.charged.get(currency, 0.0)}


def charges_not_reconciled(graph: Graph, service: str, tolerance: float) -> Iterator[Row]:
    for report, costs, currency in _computed(graph, service):
        stated = report.said.get("actual_recovered")
        if costs.charged is None or stated is None:
            continue
        charged = costs.charged.get(currency, 0.0)
        if abs(stated - charged) > (tolerance + LEAST) * charged:
            yield {
                "document": report.ref,
                "stated": stated,
                "charged": charged,
                "currency": currency,
            }


def _recovered(graph: Graph, service: str) -> Iterator[tuple[ServiceCosts, Row]]:
    for report, costs, currency in _computed(graph, service):
        position, ratio = costs.recovery_position or {}, costs.recovery_ratio or {}
        if list(costs.full or {}) == [currency] and currency in ratio:
            yield (
                costs,
                {
                    "document": report.ref,
                    "position": position[currency],
                    "ratio": ratio[currency],
                    "currency": currency,
                },
            )


def recovery_known(graph: Graph, service: str) -> Iterator[Row]:
    yield from (row for _, row in _recovered(graph, service))


def service_under_recovered(graph: Graph, service: str, least: float) -> Iterator[Row]:
    for costs, row in _recovered(graph, service):
        free = bool(costs.charging) and not set(costs.charging) - set(UNCHARGED)
        if row["ratio"] < least and not free:
            yield row


# --- against the plan -------------------------------------------------------------------------


def _planned(
    graph: Graph, service: str, label: str, actual: str, planned: str
) -> Iterator[tuple[Row, float, float]]:
    """Reports and plans for the same period, with what became of what was planned."""
    same = ("period", "currency") if label == CASE else ("period",)
    for report in statements(graph, service, REPORT):
        for plan in statements(graph, service, label):
            figures = report.said.get(actual), plan.said.get(planned)
            alike = all(
                report.said.get(name) is not None and report.said[name] == plan.said.get(name)
                for name in same
            )
            if alike and figures[0] is not None and figures[1] is not None:
                yield {"document": report.ref, "plan": plan.ref}, figures[0], figures[1]


def planned_cost_comparable(graph: Graph, service: str) -> Iterator[Row]:
    found = _planned(graph, service, CASE, "actual_cost", "full_cost")
    yield from (row for row, _, planned in found if planned)


def planned_recovery_comparable(graph: Graph, service: str) -> Iterator[Row]:
    found = _planned(graph, service, CASE, "actual_recovered", "recovered")
    yield from (row for row, _, _ in found)


def planned_volume_comparable(graph: Graph, service: str) -> Iterator[Row]:
    found = _planned(graph, service, PRICE, "actual_volume", "volume")
    yield from (row for row, _, planned in found if planned)


def cost_above_plan(graph: Graph, service: str, tolerance: float) -> Iterator[Row]:
    for row, actual, planned in _planned(graph, service, CASE, "actual_cost", "full_cost"):
        if planned and actual > (1 + tolerance) * planned:
            yield {**row, "actual": actual, "planned": planned}


def recovery_below_plan(graph: Graph, service: str, tolerance: float) -> Iterator[Row]:
    for row, actual, planned in _planned(graph, service, CASE, "actual_recovered", "recovered"):
        if actual < (1 - tolerance) * planned:
            yield {**row, "actual": actual, "planned": planned}


def volume_below_plan(graph: Graph, service: str, tolerance: float) -> Iterator[Row]:
    for row, actual, planned in _planned(graph, service, PRICE, "actual_volume", "volume"):
        if planned and actual < (1 - tolerance) * planned:
            yield {**row, "actual": actual, "planned": planned}
