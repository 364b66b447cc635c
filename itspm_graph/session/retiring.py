"""Verbs about retiring: what the end of some elements means for the others."""

from __future__ import annotations

from collections.abc import Sequence

from itspm_graph import scenarios
from itspm_graph.analysis.impact import CyclePolicy
from itspm_graph.catalogue import today
from itspm_graph.errors import InvalidArgument
from itspm_graph.framework import framework
from itspm_graph.results.clearance import Clearance
from itspm_graph.results.reports import RetirementReport
from itspm_graph.results.retirable import Retirable
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

        graph = self.graph(as_of)
        elements = scenarios.elements(graph, _named(refs))
        soak_days = int(framework().thresholds["soak_days"].value)
        return retirement(
            graph, elements, stated_day(on), today(), _lookback_days(), soak_days, cycle_policy,
            self.graph,
        )  # fmt: skip

    def check_retire(
        self, refs: Sequence[str], *, on: str | None = None, as_of: str | int | None = None
    ) -> Clearance:
        """Whether anything depends on these yet, by declaration or by evidence of use."""
        from itspm_graph.retirement.clearance import clearance  # loads what composes availability

        graph = self.graph(as_of)
        elements = scenarios.elements(graph, _named(refs))
        return clearance(graph, elements, stated_day(on) or today(), _lookback_days())

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
        return retirement_report(self.graph(found.revision), found)

    def retirable(
        self, *, limit: int = 20, on: str | None = None, as_of: str | int | None = None
    ) -> Retirable:
        """What could be retired: unused, unsupported or redundant, ranked by ease and saving."""
        from itspm_graph.retirement.candidates import retirable  # loads scipy

        if limit < 0:
            raise InvalidArgument(f"limit must be 0 or more, not {limit}")
        return retirable(self.graph(as_of), stated_day(on) or today(), _lookback_days(), limit)


def _named(refs: Sequence[str]) -> Sequence[str]:
    if not refs:
        raise InvalidArgument("name at least one element to retire")
    return refs


def _lookback_days() -> int:
    return int(framework().thresholds["lookback_days"].value)
