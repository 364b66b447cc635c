"""Verbs about retiring: what the end of some elements means for the others."""

from __future__ import annotations

from collections.abc import Sequence

from itspm_graph import scenarios
from itspm_graph.analysis.impact import CyclePolicy
from itspm_graph.catalogue import today
from itspm_graph.errors import InvalidArgument
from itspm_graph.framework import framework
from itspm_graph.results.reports import RetirementReport
from itspm_graph.results.retiring import RetirementFound
from itspm_graph.session.days import stated_day
from itspm_graph.session.snapshots import Snapshots


class Retiring(Snapshots):
    """What may be retired, and what that does."""

    def retire(
        self,
        refs: Sequence[str],
        *,
        on: str | None = None,
        cycle_policy: CyclePolicy = "conservative",
        as_of: str | int | None = None,
    ) -> RetirementFound:
        """What retiring these together does: who breaks, who is weakened, who is touched."""
        from itspm_graph.retirement import retirement  # loads what composes availability

        if not refs:
            raise InvalidArgument("name at least one element to retire")
        graph = self.graph(as_of)
        return retirement(
            graph,
            scenarios.elements(graph, refs),
            stated_day(on),
            today(),
            int(framework().thresholds["lookback_days"].value),
            cycle_policy,
        )

    def retire_report(
        self,
        refs: Sequence[str],
        *,
        on: str | None = None,
        cycle_policy: CyclePolicy = "conservative",
        as_of: str | int | None = None,
    ) -> RetirementReport:
        """The page on which a reviewer signs a retirement, as one HTML file."""
        from itspm_graph.reports.retirement import retirement_report  # loads Jinja

        found = self.retire(refs, on=on, cycle_policy=cycle_policy, as_of=as_of)
        return retirement_report(self.graph(found.revision), found, self.graph)
