"""How available a target is, from the unavailability of what it needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from itspm_graph.analysis.diagrams import Budget, Limits
from itspm_graph.analysis.failure_probability import Importance, ProbabilityModel
from itspm_graph.analysis.fault_tree import fault_tree
from itspm_graph.analysis.impact import CyclePolicy
from itspm_graph.analysis.simulation import simulate
from itspm_graph.analysis.structure_function import StructureFunction
from itspm_graph.analysis.unavailability import Failing, own_unavailability
from itspm_graph.errors import LimitExceeded
from itspm_graph.graph import Graph

Method = Literal["exact", "simulated"]


@dataclass(frozen=True)
class Drawing:
    """How to draw where the exact value is out of reach."""

    samples: int = 1 << 20
    seed: int = 0
    confidence: float = 0.95


@dataclass(frozen=True)
class Availability:
    """How likely a target is down at a random instant, elements failing independently.

    An exact value has no interval; a simulated one has, and says how it was drawn. `bounds` hold
    whatever the dependence between the elements; None where only drawing was possible.
    """

    unavailability: float
    method: Method
    interval: tuple[float, float] | None = None
    drawing: Drawing | None = None
    why: str = ""
    """Why the value was drawn."""
    bounds: tuple[float, float] | None = None
    importance: tuple[Importance, ...] = ()
    """Of each element that matters, most critical first; only with an exact value."""

    @property
    def availability(self) -> float:
        return 1 - self.unavailability


def availability(
    graph: Graph,
    target: int,
    *,
    policy: CyclePolicy = "conservative",
    method: Method | None = None,
    drawing: Drawing | None = None,
    limits: Limits | None = None,
) -> Availability:
    """The availability of a target: exact, or simulated where that meets the limits.

    Elements that state no unavailability never fail by themselves. With `method` "exact" a limit
    raises `LimitExceeded`; with "simulated" no diagram is tried.
    """
    function = fault_tree(graph, target, Failing(graph), policy)
    q = [own_unavailability(graph.properties(position)) or 0.0 for position in function.events]
    why = "as asked"
    if method != "simulated":
        try:
            return _exact(function, q, Budget(limits or Limits()))
        except LimitExceeded as error:
            if method == "exact":
                raise
            why = str(error)
    drawing = drawing or Drawing()
    found = simulate(
        function, q, samples=drawing.samples, seed=drawing.seed, confidence=drawing.confidence
    )
    if not found.failures:
        why += f"; it never failed in {found.samples} samples, so only an upper bound is known"
    return Availability(found.unavailability, "simulated", found.interval, drawing, why)


def _exact(function: StructureFunction, q: list[float], budget: Budget) -> Availability:
    model = ProbabilityModel(function, budget)
    return Availability(
        model.probability(q),
        "exact",
        bounds=model.bounds(q),
        importance=tuple(model.importance(q)),
    )
