"""Verbs that look at the portfolio as a whole, and write reports for those who decide."""

from __future__ import annotations

from itspm_graph import portfolio, processes
from itspm_graph.catalogue import today
from itspm_graph.errors import InvalidArgument
from itspm_graph.records import Ref
from itspm_graph.results.overseeing import PortfolioOverview, ProcessesFound
from itspm_graph.results.reports import GateReport
from itspm_graph.session.days import stated_day
from itspm_graph.session.snapshots import Snapshots


class Overseeing(Snapshots):
    """Where services stand, what processes ask, what a board reads."""

    def portfolio(
        self,
        portfolio_ref: str | None = None,
        *,
        phase: str | None = None,
        overdue: bool = False,
        check: bool = True,
        sort: portfolio.Order = "phase",
        on: str | None = None,
        as_of: str | int | None = None,
    ) -> PortfolioOverview:
        """Where every service stands, which gate comes next, what is in its way, what is due."""
        return portfolio.overview(
            self.graph(as_of),
            stated_day(on) or today(),
            portfolio=Ref.parse(portfolio_ref) if portfolio_ref else None,
            phase=phase,
            overdue=overdue,
            check=check,
            sort=sort,
        )

    def process(
        self,
        name: str | None = None,
        *,
        limit: int = 5,
        as_of: str | int | None = None,
    ) -> ProcessesFound:
        """The ten processes of the method; of one that is named, its questions and answers."""
        if limit < 0:
            raise InvalidArgument(f"limit must be 0 or more, not {limit}")
        graph = self.graph(as_of)
        return processes.process_today(graph, name, limit) if name else processes.processes(graph)

    def gate_report(
        self,
        gate: str,
        service: str,
        *,
        on: str | None = None,
        as_of: str | int | None = None,
    ) -> GateReport:
        """What a board reads before it decides on a service at a gate, as one HTML page."""
        from itspm_graph.reports.gate import gate_report  # loads Jinja

        return gate_report(self.graph(as_of), gate, Ref.parse(service), self.graph, stated_day(on))
