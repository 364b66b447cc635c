"""How much hangs on which third party."""

from __future__ import annotations

from datetime import date

from itspm_graph.results import Result


class ProviderExposure(Result):
    """A third party with all that belongs to it, and what hangs on it."""

    ref: str
    """The company at the top: nobody owns it."""
    name: str
    """Its name."""
    members: list[str]
    """It and the vendors that belong to it, directly or not."""
    works_for: list[str]
    """Vendors that have one of them do a part of their work, directly or not."""
    exposed: list[str]
    """Services that need anything of theirs, or of those that they work for, in whatever way."""
    critical: list[str]
    """Services that are down when everything of theirs fails."""
    critical_by_chain: list[str]
    """Services that are down only when those that they work for fail with them."""
    weight: float
    """What the critical services weigh together."""
    share: float
    """That as a share of what all services weigh."""
    first_tier: int
    """Critical services of tier 1."""
    substitutability: str | None
    """How hard they are to replace: the worst that an assessment of a contract found; null where
    nobody assessed any."""
    alternatives: list[str]
    """Vendors that an assessment names instead, and those of products that replace theirs."""
    contracts: int
    """Contracts in force with them."""
    without_exit_plan: list[str]
    """Contracts in force without a plan to leave, or of which nobody says."""
    exit_plan_tested_on: date | None
    """When a plan to leave was last tried."""


class Concentration(Result):
    """How much hangs on few third parties."""

    revision: int
    """Revision that was read."""
    weigh: str
    """What a service weighs: `count` 1, `tier` 5 for tier 1 down to 1, `revenue` that per hour."""
    services: int
    """Services in use."""
    providers: list[ProviderExposure]
    """Third parties on which anything hangs, the most first."""
    index: float | None
    """Herfindahl-Hirschman index: the sum of squared shares of what hangs critically on each, 0 to
    1; null where nothing does."""
    largest: float | None
    """Share of that of the largest."""
    three_largest: float | None
    """Share of that of the three largest."""
    index_most: float
    """Index above which a board should know, by policy."""
    share_most: float
    """Share of all services above which a board should know of a third party, by policy."""
    weightless: list[str]
    """Services that weigh nothing because nobody says what would."""
