"""Where cost ends: with whom, and what of it nobody bears."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from itspm_graph.analysis.cost_roll_up import Amounts, RollUp
from itspm_graph.graph import Graph

IDLE = "idle"
UNCONSUMED = "consumed by nobody"
CLOSED = "in a closed cycle"
BEARERS = ("Service", "ServiceOffering", "Customer", "BusinessActivity", "Team", "Person")
"""Types with which a cost may well end."""
LEAST = 1e-9
"""A share below this is rounding."""


class Left(NamedTuple):
    """A cost that nobody bears, and why."""

    element: int
    reason: str
    amounts: Amounts


def left_over(graph: Graph, rolled: RollUp) -> Iterator[Left]:
    """Costs that end where they shouldn't: idle, consumed by nobody, caught in a closed cycle."""
    for element, row in rolled.place.items():
        passed_on = float(rolled.passed_on[row])
        if element in rolled.in_closed_cycle:
            amounts, reason = rolled.amounts(rolled.direct[row]), CLOSED
        elif passed_on:
            idle = 1 - passed_on if passed_on < 1 - LEAST else 0
            amounts, reason = rolled.amounts(rolled.full[row] * idle), IDLE
        elif graph.label(element) not in BEARERS:
            amounts, reason = rolled.amounts(rolled.full[row]), UNCONSUMED
        else:
            continue
        if amounts:
            yield Left(element, reason, amounts)


def bearers(rolled: RollUp, element: int) -> dict[int, float]:
    """With whom the direct cost of an element ends, as shares of it; its idle part with itself."""
    if element not in rolled.place or element in rolled.in_closed_cycle:
        return {}
    unit = np.zeros((len(rolled.place), 1))
    unit[rolled.place[element]] = 1
    full = np.nan_to_num(rolled.allocation.full(unit)[:, 0])
    kept = np.where(rolled.passed_on < 1 - LEAST, 1 - rolled.passed_on, 0)
    ends = full * kept
    return {rolled.elements[int(row)]: float(ends[row]) for row in np.flatnonzero(ends)}
