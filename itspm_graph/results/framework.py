"""What the verb that shows the framework answers."""

from __future__ import annotations

from itspm_graph.results import Result
from itspm_graph.results.gates import GateListed


class ProcessListed(Result):
    """A level-2 process."""

    process: str
    """Its key, the folder of its questions."""
    name: str
    """Its name."""
    definition: str
    """What it is."""
    purpose: str
    """What it is for."""
    outcomes: list[str]
    """What it brings."""
    roles: list[str]
    """Roles that it involves."""
    questions: list[str]
    """Names of its questions."""


class PhaseListed(Result):
    """A phase of a service's life."""

    phase: str
    """Its key."""
    name: str
    """Its name."""
    purpose: str
    """What it is for."""
    gates: list[str]
    """Gates that guard it."""


class RoleListed(Result):
    """A role."""

    role: str
    """Its key."""
    name: str
    """Its name."""
    aliases: list[str]
    """Other names for it."""
    duty: str
    """What it answers for."""


class ForumListed(Result):
    """A governance forum."""

    forum: str
    """Its key."""
    name: str
    """Its name."""
    purpose: str
    """What it is for."""
    members: list[str]
    """Roles that sit in it."""
    decides: list[str]
    """Gates at which it decides."""


class DocumentTypeListed(Result):
    """A type of gate document."""

    type: str
    """Its key."""
    name: str
    """Its name."""
    owner: str
    """Role that owns it."""
    meaning: str
    """What it says."""
    gates: list[str]
    """Gates that take it."""


class ThresholdListed(Result):
    """A number that criteria compare with."""

    threshold: str
    """Its key."""
    value: float
    """The number."""
    unit: str
    """Its unit."""
    meaning: str
    """What it is for."""


class ConsequenceListed(Result):
    """What an outcome leads to, by policy."""

    gate: str
    """The gate."""
    outcome: str
    """The outcome."""
    passed: bool
    """Whether it is one of success."""
    phase: str | None
    """Phase that the service enters."""
    status: str | None
    """Status that it gets."""
    ends: bool
    """Whether its way ends there."""
    resubmit: list[str]
    """Gates at which it may come again, the default first."""
    renew: list[str]
    """Documents that are needed in a newer version."""
    combines: bool
    """Whether it may be decided together with others."""
    review: str | None
    """Threshold by which the next review is due; `interval` is the one agreed with the service."""
    initiative: bool
    """Whether an improvement initiative is begun."""


class OverrideListed(Result):
    """A value of an organisation's own in the place of the standard one."""

    key: str
    """Where it stands."""
    value: str
    """The value, as JSON."""
    standard: str | None
    """What would hold without it, as JSON; null where there is nothing of the kind."""
    file: str
    """File that says so."""
    line: int
    """Line of the file."""


class FrameworkShown(Result):
    """The method as data, and the policy in force."""

    processes: list[ProcessListed]
    """The level-2 processes."""
    phases: list[PhaseListed]
    """The phases of a service's life."""
    roles: list[RoleListed]
    """Roles."""
    forums: list[ForumListed]
    """Governance forums."""
    documents: list[DocumentTypeListed]
    """Types of gate documents."""
    gates: list[GateListed]
    """The toll gates."""
    thresholds: list[ThresholdListed]
    """Numbers that criteria compare with."""
    consequences: list[ConsequenceListed]
    """What outcomes lead to."""
    overrides: list[OverrideListed]
    """What an organisation's own file changes."""
