"""What the verbs answer that oversee: where services stand, what processes ask today."""

from __future__ import annotations

from typing import Any

from itspm_graph.results import DecisionFound, Result


class PhaseSummary(Result):
    """The services of one lifecycle phase, counted."""

    phase: str
    """The phase."""
    services: int
    """Services that are in it."""
    ready: int
    """Of these, whose verdict at the next gate is READY or READY_WITH_WARNINGS."""
    not_ready: int
    """Of these, whose verdict at the next gate is NOT_READY."""
    overdue: int
    """Of these, that are past a date."""


class ServiceInPortfolio(Result):
    """A service: where it stands, what comes next, and what is in the way."""

    ref: str
    """The service."""
    name: str
    """Its name."""
    portfolio: str | None
    """The portfolio that has it."""
    owner: str | None
    """Who answers for it; null where nobody is named."""
    owner_name: str | None
    """The name of the owner."""
    tier: int | None
    """Criticality, 1 the highest."""
    phase: str
    """The lifecycle phase it is in."""
    status: str | None
    """Where within the phase."""
    place: str
    """pipeline, catalog, retired or rejected."""
    last: DecisionFound | None
    """The latest decision on it."""
    next_gate: str | None
    """The gate that comes next; null where its way has ended."""
    why: str
    """Why that gate comes next."""
    may_enter: list[str]
    """Every gate to which it can be submitted now."""
    submitted: str | None
    """The submission at that gate that waits for a decision."""
    verdict: str | None
    """What the machine finds there today; null where it wasn't asked, or nothing comes next."""
    blocked_by: list[str]
    """Blocking criteria that fail or can't be judged, unless they wait for a missing document."""
    missing_documents: list[str]
    """Types of required documents that aren't on record."""
    renew: list[str]
    """Types of document of which a decision waits for a newer version."""
    due_on: str | None
    """The earliest date that it has to keep."""
    due_for: str | None
    """What is due then: go-live, review or retirement."""
    overdue: bool
    """Whether that date has passed."""


class PortfolioOverview(Result):
    """Where every service stands."""

    revision: int
    """Revision that was read."""
    on: str
    """The day that dates and verdicts are taken on."""
    checked: bool
    """Whether the machine was asked for verdicts."""
    phases: list[PhaseSummary]
    """The services listed, counted by phase in the order of a service's life."""
    services: list[ServiceInPortfolio]
    """The services."""


class QuestionToday(Result):
    """A question of a process, and what it answers today."""

    query: str
    """Name of the query."""
    question: str
    """What it asks."""
    ask: str
    """The command that asks it; what has to be filled in stands in capitals."""
    needs: list[str]
    """Parameters that have to be given; where there are any it wasn't asked."""
    columns: list[str]
    """Names of the columns, in order."""
    count: int | None
    """Rows of the answer; null where it wasn't asked."""
    rows: list[dict[str, Any]]
    """The first rows."""


class ProcessFound(Result):
    """A level-2 process of the method."""

    process: str
    """Its short name, which is the folder of its questions."""
    name: str
    """What it is called."""
    definition: str
    """What it is."""
    purpose: str
    """What it is for."""
    outcomes: list[str]
    """What it brings about."""
    roles: list[str]
    """Names of the roles that it involves."""
    questions: int
    """How many questions it asks."""
    answers: list[QuestionToday]
    """The questions with today's answers; empty where all processes are listed."""


class ProcessesFound(Result):
    """The processes of the method, or one of them with today's answers."""

    revision: int
    """Revision that was read."""
    processes: list[ProcessFound]
    """The processes."""
