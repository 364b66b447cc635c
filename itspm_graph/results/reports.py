"""What the verbs that write reports answer."""

from __future__ import annotations

from itspm_graph.results import Result


class GateReport(Result):
    """The report on a service before a gate, as one HTML file that needs nothing else."""

    gate: str
    """The gate."""
    service: str
    """The service."""
    title: str
    """Title of the page."""
    verdict: str
    """READY, READY_WITH_WARNINGS or NOT_READY."""
    revision: int
    """Revision that was judged."""
    on: str
    """Day on which it was judged."""
    evidence_hash: str
    """SHA-256 over the canonical form of all criteria results."""
    html: str
    """The page."""


class ScenarioReport(Result):
    """The report on a scenario, as one HTML file that needs nothing else."""

    scenario: str | None
    """Reference of the scenario's record; null where it came from elsewhere."""
    title: str
    """Title of the page."""
    verdict: str
    """INTOLERABLE where something is away longer than is tolerable; LATE where an objective is
    missed; BEARABLE otherwise."""
    revision: int
    """Revision that was read."""
    html: str
    """The page."""


class ContinuityReport(Result):
    """The report on the continuity of the estate, as one HTML file that needs nothing else."""

    title: str
    """Title of the page."""
    revision: int
    """Revision that was read."""
    html: str
    """The page."""


class RetirementReport(Result):
    """The report on a retirement, as one HTML file that needs nothing else."""

    refs: list[str]
    """What goes."""
    title: str
    """Title of the page."""
    verdict: str
    """READY, READY_WITH_WARNINGS or NOT_READY."""
    revision: int
    """Revision that was read."""
    on: str
    """Day on which it takes effect."""
    html: str
    """The page."""
    gantt: str
    """The steps of decommissioning as a Mermaid Gantt chart."""
    calendar: str
    """Notices, migrations, the last day and the steps as an iCalendar file."""
