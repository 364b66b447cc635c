"""Verbs about continuity: what may happen to the estate, and whether it would come back in time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Literal

from itspm_graph import scenarios
from itspm_graph.analysis.impact import CyclePolicy
from itspm_graph.catalogue import today
from itspm_graph.collecting import without_collector
from itspm_graph.errors import InvalidArgument
from itspm_graph.framework import framework
from itspm_graph.planned import planned
from itspm_graph.results.alignment import Alignment
from itspm_graph.results.concentration import Concentration
from itspm_graph.results.exercises import ExerciseProgramme
from itspm_graph.results.mitigation import Mitigation
from itspm_graph.results.register import Register
from itspm_graph.results.reports import ContinuityReport, ScenarioReport
from itspm_graph.results.simulation import Simulation
from itspm_graph.results.stress import Stress
from itspm_graph.session.failing import Failing

LEI = re.compile(r"[A-Z0-9]{18}[0-9]{2}")
"""Legal entity identifier, ISO 17442."""
Weigh = Literal["count", "tier", "revenue"]


class Continuing(Failing):
    """How the estate stands what may happen to it."""

    def alignment(self, refs: Sequence[str] = (), *, as_of: str | int | None = None) -> Alignment:
        """Recovery time objectives that can't be kept even if everybody else keeps theirs."""
        from itspm_graph.continuity.alignment import alignment  # loads scipy

        graph = self.graph(as_of)
        return alignment(graph, scenarios.elements(graph, refs))

    def exercises(
        self,
        refs: Sequence[str] = (),
        *,
        within: int | None = None,
        as_of: str | int | None = None,
    ) -> ExerciseProgramme:
        """Which plans were tried, how that went, and what has changed since: by service."""
        from itspm_graph.continuity.exercising import Programme  # reads the framework

        if within is None:
            within = int(framework().thresholds["exercised_within_months"].value)
        if within < 0:
            raise InvalidArgument(f"within must be 0 months or more, not {within}")
        graph = self.graph(as_of)
        services = scenarios.elements(graph, refs)
        for position in services:
            if graph.label(position) != "Service":
                raise InvalidArgument(f"{graph.ref(position)} is no service: name services")
        return Programme(graph, self.store, today(), within).answer(services)

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

    def concentration(
        self,
        weigh: Weigh = "tier",
        *,
        cycle_policy: CyclePolicy = "conservative",
        as_of: str | int | None = None,
    ) -> Concentration:
        """How much hangs on few third parties, with their parents and those they work for."""
        from itspm_graph.continuity.concentration import concentration  # loads the framework

        return concentration(self.graph(as_of), weigh, cycle_policy)

    def register(
        self,
        templates: Sequence[str] = (),
        *,
        lei: str | None = None,
        as_of: str | int | None = None,
    ) -> Register:
        """The register of information about contracts with ICT third parties, and its gaps."""
        from itspm_graph.continuity.register import register  # loads scipy

        if lei is not None and not LEI.fullmatch(lei):
            raise InvalidArgument(f"{lei!r} is no LEI: 18 capitals or digits, then two digits")
        return register(self.graph(as_of), lei, templates)

    def scenario_report(
        self,
        source: str | Path | None = None,
        *,
        scenario: str | None = None,
        fail: Sequence[str] = (),
        capacity: Sequence[str] = (),
        plan: str | Path | None = None,
        cycle_policy: CyclePolicy = "conservative",
        as_of: str | int | None = None,
    ) -> ScenarioReport:
        """What a crisis board reads about one scenario, as one HTML file."""
        from itspm_graph.reports.continuity import asked, scenario_report  # loads Jinja

        graph, given, found = self._simulated(
            source, scenario, fail, capacity, plan, cycle_policy, as_of
        )
        begins = given.properties.get("starts_at")
        starts_at = datetime.fromisoformat(begins) if begins else None
        command = asked(source, scenario, fail, capacity, plan, cycle_policy, found.revision)
        with without_collector():
            return scenario_report(graph, found, today(), command, starts_at)

    def continuity_report(
        self, *, cycle_policy: CyclePolicy = "conservative", as_of: str | int | None = None
    ) -> ContinuityReport:
        """How the whole estate stands what may happen to it, as one HTML file."""
        from itspm_graph.reports.programme import continuity_report  # loads Jinja

        graph = self.graph(as_of)
        revision = graph.revision

        def simulate(ref: str) -> Simulation:
            return self.simulate(scenario=ref, cycle_policy=cycle_policy, as_of=revision)

        return continuity_report(
            graph,
            today(),
            simulate,
            self.stress(pairs=True, cycle_policy=cycle_policy, as_of=revision),
            self.alignment(as_of=revision),
            self.concentration(cycle_policy=cycle_policy, as_of=revision),
            self.register(as_of=revision),
            cycle_policy,
        )

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
