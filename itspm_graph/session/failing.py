"""Verbs about failures: what they do, which would do it, and how probable that is."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple, TypeVar

from itspm_graph import disruption, failures, scenarios
from itspm_graph.analysis.impact import CyclePolicy
from itspm_graph.catalogue import today
from itspm_graph.collecting import without_collector
from itspm_graph.errors import InvalidArgument
from itspm_graph.graph import Graph
from itspm_graph.losses import Loss
from itspm_graph.planned import planned
from itspm_graph.results.disruption import Explanation, Impact
from itspm_graph.results.failure import Availability, CommonCauses, CutSets, SinglePoints
from itspm_graph.results.simulation import Simulation
from itspm_graph.session.snapshots import Snapshots

Number = TypeVar("Number", int, float)


class Simulated(NamedTuple):
    """A simulation, the scenario, and the state of the estate that it was made on."""

    graph: Graph
    given: scenarios.Given
    found: Simulation


class Failing(Snapshots):
    """What fails with what, why, and how probably."""

    def impact(
        self,
        refs: Sequence[str],
        *,
        cycle_policy: CyclePolicy = "conservative",
        as_of: str | int | None = None,
    ) -> Impact:
        """What goes down when these fail, redundancy respected, and what is left with less."""
        if not refs:
            raise InvalidArgument("name at least one element that fails")
        graph = self.graph(as_of)
        return disruption.impact_of(graph, scenarios.elements(graph, refs), cycle_policy)

    def simulate(
        self,
        source: str | Path | None = None,
        *,
        scenario: str | None = None,
        fail: Sequence[str] = (),
        capacity: Sequence[str] = (),
        plan: str | Path | None = None,
        cycle_policy: CyclePolicy = "conservative",
        as_of: str | int | None = None,
    ) -> Simulation:
        """What a scenario does: who goes down, until when, with which loss, who brings it back."""
        return self._simulated(source, scenario, fail, capacity, plan, cycle_policy, as_of).found

    def _simulated(
        self,
        source: str | Path | None,
        scenario: str | None,
        fail: Sequence[str],
        capacity: Sequence[str],
        plan: str | Path | None,
        cycle_policy: CyclePolicy,
        as_of: str | int | None,
    ) -> Simulated:
        """A simulation, with what it was made of."""
        from itspm_graph.continuity import simulation  # the framework too is read for it

        graph = self.graph(as_of)
        changes = 0
        if plan is not None:
            graph, laid_over = planned(graph, plan)
            changes = len(laid_over)
        text = None if source is None else scenarios.text_of(source)
        given = scenarios.given(graph, text, scenario, fail, capacity)
        with without_collector():
            found = simulation(graph, given, cycle_policy, today(), changes)
        return Simulated(graph, given, found)

    def explain(
        self,
        ref: str,
        failed: Sequence[str] = (),
        *,
        capacity: Sequence[str] = (),
        cycle_policy: CyclePolicy = "conservative",
        as_of: str | int | None = None,
    ) -> Explanation:
        """Why an element is affected when these fail, or what keeps it up."""
        graph = self.graph(as_of)
        given = scenarios.given(graph, None, None, failed, capacity)
        target = scenarios.element(graph, ref)
        return disruption.explanation_of(graph, target, given, cycle_policy)

    def single_points(
        self,
        refs: Sequence[str] = (),
        *,
        basic: Sequence[str] = (),
        loss: Loss = "down",
        limit: int = 20,
        cycle_policy: CyclePolicy = "conservative",
        as_of: str | int | None = None,
    ) -> SinglePoints:
        """Single points of failure: what takes services down when it alone fails, worst first."""
        graph = self.graph(as_of)
        targets = scenarios.elements(graph, refs)
        events = failures.BasicEvents.named(graph, basic)
        return failures.single_points(
            graph, targets, events, _at_least(1, limit), loss, cycle_policy
        )

    def common_causes(
        self,
        ref: str | None = None,
        *,
        limit: int = 100,
        cycle_policy: CyclePolicy = "conservative",
        as_of: str | int | None = None,
    ) -> CommonCauses:
        """Redundancy that is none: groups that one failure takes away as a whole."""
        graph = self.graph(as_of)
        target = None if ref is None else scenarios.element(graph, ref)
        return failures.common_causes(graph, target, _at_least(1, limit), cycle_policy)

    def cuts(
        self,
        ref: str,
        *,
        max_order: int | None = None,
        count: bool = False,
        basic: Sequence[str] = (),
        loss: Loss = "down",
        limit: int = 1_000,
        seconds: float = failures.SECONDS,
        cycle_policy: CyclePolicy = "conservative",
        as_of: str | int | None = None,
    ) -> CutSets:
        """Minimal cut sets: which failures together take an element down, most probable first."""
        graph = self.graph(as_of)
        target = scenarios.element(graph, ref)
        if max_order is not None:
            _at_least(1, max_order, "max_order")
        return failures.cuts(
            graph,
            target,
            failures.BasicEvents.named(graph, basic),
            loss=loss,
            max_order=max_order,
            count=count,
            limit=_at_least(1, limit),
            seconds=_at_least(0, seconds, "seconds"),
            policy=cycle_policy,
        )

    def availability(
        self,
        ref: str,
        *,
        loss: Loss = "down",
        method: failures.Wanted = "auto",
        samples: int = failures.SAMPLES,
        seed: int = 1,
        limit: int = 10,
        seconds: float = failures.SECONDS,
        cycle_policy: CyclePolicy = "conservative",
        as_of: str | int | None = None,
    ) -> Availability:
        """How probable it is that an element is up, what that rests on, what was promised."""
        graph = self.graph(as_of)
        target = scenarios.element(graph, ref)
        drawing = failures.Drawing(_at_least(1, samples, "samples"), _at_least(0, seed, "seed"))
        return failures.availability(
            graph,
            target,
            loss=loss,
            method=None if method == "auto" else method,
            drawing=drawing,
            limit=_at_least(0, limit),
            seconds=_at_least(0, seconds, "seconds"),
            policy=cycle_policy,
        )


def _at_least(least: int, value: Number, name: str = "limit") -> Number:
    if value < least:
        raise InvalidArgument(f"{name} must be {least} or more, not {value}")
    return value
