"""Verbs about continuity: what may happen to the estate, and whether it would come back in time."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from itspm_graph import scenarios
from itspm_graph.analysis.impact import CyclePolicy
from itspm_graph.catalogue import today
from itspm_graph.collecting import without_collector
from itspm_graph.errors import InvalidArgument
from itspm_graph.planned import planned
from itspm_graph.results.alignment import Alignment
from itspm_graph.results.mitigation import Mitigation
from itspm_graph.results.stress import Stress
from itspm_graph.session.snapshots import Snapshots


class Continuing(Snapshots):
    """How the estate stands what may happen to it."""

    def alignment(self, refs: Sequence[str] = (), *, as_of: str | int | None = None) -> Alignment:
        """Recovery time objectives that can't be kept even if everybody else keeps theirs."""
        from itspm_graph.continuity.alignment import alignment  # loads scipy

        graph = self.graph(as_of)
        return alignment(graph, scenarios.elements(graph, refs))

    def mitigate(
        self,
        plan: str | Path,
        *,
        scenarios: Sequence[str] = (),
        fail: Sequence[str] = (),
        cycle_policy: CyclePolicy = "conservative",
        as_of: str | int | None = None,
    ) -> Mitigation:
        """What a planned change is worth: the same scenarios before and after it, side by side."""
        from itspm_graph.continuity.mitigating import mitigation  # loads scipy

        before = self.graph(as_of)
        after, changes = planned(before, plan)
        with without_collector():
            return mitigation(before, after, len(changes), scenarios, fail, cycle_policy, today())

    def stress(
        self,
        kinds: Sequence[str] = ("site", "vendor", "vendor-product"),
        *,
        pairs: bool = False,
        limit: int = 20,
        cycle_policy: CyclePolicy = "conservative",
        as_of: str | int | None = None,
    ) -> Stress:
        """Each element of some types taken away in turn: which loss does the most harm."""
        from itspm_graph.continuity.stress import stress  # loads scipy

        if limit < 1:
            raise InvalidArgument(f"limit must be 1 or more, not {limit}")
        return stress(self.graph(as_of), kinds, limit, cycle_policy, pairs=pairs)
