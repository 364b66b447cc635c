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
