"""How available a target is, from the unavailability of what it needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Literal

from itspm_graph.analysis.capacity_trials import CapacityTrials
from itspm_graph.analysis.diagrams import Budget, Limits
from itspm_graph.analysis.failure_probability import Importance, ProbabilityModel
from itspm_graph.analysis.impact import CyclePolicy
from itspm_graph.analysis.shortfall import loss
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
    """How likely a target is lost at a random instant, elements failing independently.

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
    least: float | None = None,
    policy: CyclePolicy = "conservative",
    method: Method | None = None,
    drawing: Drawing | None = None,
    limits: Limits | None = None,
) -> Availability:
    """The availability of a target: exact, or simulated where that meets the limits.

    The target is lost when it is down; where `least` is given, also with less than that share of
    its capacity. Elements that state no unavailability never fail by themselves. With `method`
    "exact" a limit raises `LimitExceeded`; with "simulated" no diagram is tried. Where capacity
    can't be made into a structure function (`shortfall`), every set that is drawn is tried, and
    `LimitExceeded` is raised where that takes too long.
    """
    limits, drawing = limits or Limits(), drawing or Drawing()
    function: StructureFunction | None = None
    try:
        function = loss(graph, target, least, Failing(graph), policy)
        if method != "simulated":
            return _exact(function, _stated(graph, function.events), Budget(limits))
        why = "as asked"
    except LimitExceeded as error:
        if method == "exact":
            raise
        why = str(error)
    if function is None:
        trials = CapacityTrials(graph, target, least or 0.0, Failing(graph), policy, Budget(limits))
        found = trials.simulate(_stated(graph, trials.events), **asdict(drawing))
    else:
        found = simulate(function, _stated(graph, function.events), **asdict(drawing))
    if not found.failures:
        why += f"; it never failed in {found.samples} samples, so only an upper bound is known"
    return Availability(found.unavailability, "simulated", found.interval, drawing, why)


def _stated(graph: Graph, events: Sequence[int]) -> list[float]:
    return [own_unavailability(graph.properties(position)) or 0.0 for position in events]


def _exact(function: StructureFunction, q: list[float], budget: Budget) -> Availability:
    model = ProbabilityModel(function, budget)
    return Availability(
        model.probability(q),
        "exact",
        bounds=model.bounds(q),
        importance=tuple(model.importance(q)),
    )
