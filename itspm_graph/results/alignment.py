"""Recovery objectives against those of what they rest on."""

from __future__ import annotations

from itspm_graph.results import Result


class Misalignment(Result):
    """An element that is to be back sooner than what it needs."""

    ref: str
    """The element."""
    name: str
    """Its name."""
    tier: int | None
    """How much depends on it; 1 is the most."""
    rto_minutes: float
    """Its recovery time objective."""
    start_minutes: float
    """How long starting it takes, once what it needs is back."""
    group: str | None
    """Name of the redundancy group; null for a single provider."""
    needed: int
    """Members that must be up."""
    providers: list[str]
    """Members, or the one provider, the soonest first; those without an objective at the end."""
    provider_minutes: float
    """When so many of them are to be back, by their own objectives."""
    over_minutes: float
    """How much later than its objective that lets it be back."""


class Alignment(Result):
    """Who can't keep its recovery time objective even if everybody keeps theirs."""

    revision: int
    """Revision that was read."""
    misaligned: list[Misalignment]
    """The most critical first, then by how much."""
    with_objective: int
    """Elements that state a recovery time objective, or whose analysis does."""
    not_assessed: list[str]
    """Elements with an objective that need what has none: nothing is said about those needs."""
