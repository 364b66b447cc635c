"""Exact probability that a target has failed, and how much each event matters to it.

Everything is computed in unavailability, as sums of products of q and 1 - q, so that small values
keep their digits. Modules are independent of each other: each stands in the next diagram as an
event with its own probability.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from itspm_graph.analysis.diagrams import Budget, Diagram, diagrams
from itspm_graph.analysis.reduction import reduced
from itspm_graph.analysis.structure_function import NEVER, StructureFunction


@dataclass(frozen=True)
class Importance:
    """What an event means for the failure of the target.

    With P the target's unavailability, q the event's, and P(1), P(0) the target's when the event
    has occurred for certain, or can't occur. After Rausand and Høyland 2004, "System Reliability
    Theory", chapter 5; abbreviations as in tools of the Open-PSA Initiative.
    """

    position: int
    unavailability: float
    marginal: float
    """Birnbaum 1969: P(1) - P(0), the derivative of P by q (MIF)."""
    critical: float
    """The probability that the event was decisive, given that the target failed: MIF·q/P (CIF)."""
    diagnostic: float
    """The probability that the event has occurred, given that the target failed: q·P(1)/P (DIF)."""
    achievement_worth: float
    """By what factor P grows when the event occurs for certain: P(1)/P (RAW)."""
    reduction_worth: float
    """By what factor P shrinks when the event can't occur: P/P(0), or infinite (RRW)."""


class ProbabilityModel:
    """The diagrams of a structure function's modules, ready for probabilities of its events."""

    def __init__(self, function: StructureFunction, budget: Budget) -> None:
        smaller = reduced(function)
        self.events = function.events
        self.top = smaller.top
        self.modules = {module.node: found for module, found in diagrams(smaller, budget)}

    def nodes(self) -> int:
        """How many nodes all diagrams have."""
        return sum(len(diagram.nodes()) for diagram in self.modules.values())

    def probability(self, q: Sequence[float]) -> float:
        """The probability that the top has failed; `q` by number of the event."""
        return 0.0 if self.top == NEVER else self._probabilities(q)[self.top]

    def _probabilities(self, q: Sequence[float]) -> dict[int, float]:
        """By number, of the events and of the modules."""
        found = dict(enumerate(q))
        for node, diagram in self.modules.items():
            found[node] = _upward(diagram, found)[diagram.root]
        return found

    def bounds(self, q: Sequence[float]) -> tuple[float, float]:
        """What the probability lies between, whatever the dependence between the events.

        After Fréchet 1935. A cut set C fails with at least Σq - |C| + 1, and the target with it;
        the target fails only with one of a path set T, so at most with Σq. The best of each is a
        shortest way through the diagrams. The bounds are attained by series and by parallel
        structures; of others they are true, but may be wide.
        """
        if self.top == NEVER:
            return 0.0, 0.0
        cut = {number: _Sum(1, own) for number, own in enumerate(q)}
        path = dict(enumerate(q))
        for node, diagram in self.modules.items():
            cut[node] = _cheapest_cut(diagram, cut)
            path[node] = _cheapest_path(diagram, path)
        return max(0.0, cut[self.top].probability), min(1.0, path[self.top])

    def derivatives(self, q: Sequence[float]) -> list[float]:
        """The derivative of the top's probability by that of each event: one pass up, one down."""
        probabilities = self._probabilities(q)
        found = dict.fromkeys(probabilities, 0.0)
        if self.top != NEVER:
            found[self.top] = 1.0
        for node, diagram in reversed(self.modules.items()):
            if node < len(q):
                continue
            _downward(diagram, probabilities, found, found[node])
        return [found[number] for number in range(len(q))]

    def importance(self, q: Sequence[float]) -> list[Importance]:
        """Of every event that matters, most critical first."""
        whole = self.probability(q)
        found = []
        for number, marginal in enumerate(self.derivatives(q)):
            if marginal > 0 and whole > 0:
                found.append(self._importance(q, number, marginal, whole))
        return sorted(found, key=lambda item: -item.critical)

    def _importance(
        self, q: Sequence[float], number: int, marginal: float, whole: float
    ) -> Importance:
        own = q[number]
        certain = whole + (1 - own) * marginal
        without = whole - own * marginal
        if without < whole / 1024:  # digits were lost in the difference
            without = self.probability([*q[:number], 0.0, *q[number + 1 :]])
        return Importance(
            self.events[number],
            own,
            marginal,
            own * marginal / whole,
            own * certain / whole,
            certain / whole,
            whole / without if without else float("inf"),
        )


def _upward(diagram: Diagram, q: dict[int, float]) -> list[float]:
    """The probability of each node of a diagram."""
    found = [0.0, 1.0]
    for node in diagram.nodes():
        own = q[diagram.variables[node]]
        found.append(own * found[diagram.high[node]] + (1 - own) * found[diagram.low[node]])
    return found


def _downward(diagram: Diagram, q: dict[int, float], found: dict[int, float], share: float) -> None:
    """Add to each variable the derivative by it; `share` is that by the module itself."""
    values = _upward(diagram, q)
    reach = [0.0] * len(values)
    reach[diagram.root] = share
    for node in reversed(diagram.nodes()):
        variable, high, low = diagram.variables[node], diagram.high[node], diagram.low[node]
        found[variable] += reach[node] * (values[high] - values[low])
        reach[high] += reach[node] * q[variable]
        reach[low] += reach[node] * (1 - q[variable])


class _Sum(NamedTuple):
    """Of some events: how many, and the sum of their probabilities."""

    events: int
    total: float

    @property
    def probability(self) -> float:
        """The least probability that all have occurred, unless it is negative."""
        return self.total - (self.events - 1)

    def with_(self, other: _Sum) -> _Sum:
        return _Sum(self.events + other.events, self.total + other.total)


def _cheapest_cut(diagram: Diagram, own: dict[int, _Sum]) -> _Sum:
    """The solution whose events must occur together with the highest probability."""
    found: list[_Sum | None] = [None, _Sum(0, 0.0)]
    for node in diagram.nodes():
        high, low = found[diagram.high[node]], found[diagram.low[node]]
        taken = high and high.with_(own[diagram.variables[node]])
        ways = [way for way in (taken, low) if way is not None]
        found.append(max(ways, key=lambda way: way.probability))
    best = found[diagram.root]
    return best or _Sum(0, 0.0)


def _cheapest_path(diagram: Diagram, own: dict[int, float]) -> float:
    """The least sum of probabilities of which one must occur for the root to fail."""
    found = [0.0, float("inf")]
    for node in diagram.nodes():
        spared = found[diagram.low[node]] + own[diagram.variables[node]]
        found.append(min(found[diagram.high[node]], spared))
    return found[diagram.root]
