"""What the framework consists of: processes, phases, roles, forums, documents, gates, policy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Words = Annotated[str, Field(min_length=1)]
Kind = Literal["person", "team", "customer"]
INTERVAL = "interval"
"""The review interval agreed with the service."""


class Stated(BaseModel):
    """Something that the framework states; a key that it doesn't know is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Process(Stated):
    """A level-2 process; its questions lie in the folder of `queries/` that is its key."""

    name: Words
    definition: Words
    purpose: Words
    outcomes: tuple[Words, ...]
    roles: tuple[Words, ...]


class LifecyclePhase(Stated):
    """A phase of a service's life."""

    name: Words
    purpose: Words


class Role(Stated):
    """A role, the other names that people give it, and its duty."""

    name: Words
    aliases: tuple[Words, ...] = ()
    duty: Words


class Forum(Stated):
    """A group of roles that decides at gates."""

    name: Words
    purpose: Words
    members: tuple[Words, ...]
    decides: tuple[Words, ...]


class DocumentType(Stated):
    """A type of document that gates take."""

    name: Words
    owner: Words
    meaning: Words


class Input(Stated):
    """A document that a gate takes; `when` names a query whose rows make it required."""

    document: Words
    when: str = ""


class ListedOutcome(Stated):
    """A decision that a gate lists, and what it means."""

    outcome: Words
    meaning: Words


class Gate(Stated):
    """A toll gate: what it decides, what it takes, which outcomes it lists."""

    name: Words
    purpose: Words
    optional: bool = False
    recurs: bool = False
    submitted_by: Words
    decided_by: Words
    inputs: tuple[Input, ...]
    success: tuple[ListedOutcome, ...]
    failure: tuple[ListedOutcome, ...]

    @property
    def outcomes(self) -> tuple[str, ...]:
        """The words of all outcomes, those of success first."""
        return tuple(listed.outcome for listed in (*self.success, *self.failure))


class Judgements(Stated):
    """Questions that a gate leaves to people: by gate, and by the document that they are about."""

    always: tuple[Words, ...]
    gates: Mapping[str, Mapping[str, tuple[Words, ...]]]


class Threshold(Stated):
    """A number that criteria compare with; never below 0."""

    value: Annotated[float, Field(ge=0, allow_inf_nan=False)]
    unit: Words
    meaning: Words


class Entrance(Stated):
    """Where a service may stand to be submitted: a phase, and which statuses within it."""

    phase: Words
    only: tuple[Words, ...] = ()
    unless: tuple[Words, ...] = ()

    def admits(self, phase: str, status: str) -> bool:
        """Whether a service in this phase and status may enter."""
        if phase != self.phase or status in self.unless:
            return False
        return not self.only or status in self.only


class Consequence(Stated):
    """What a decision leads to."""

    phase: str | None = None
    status: str | None = None
    ends: bool = False
    uses: Literal["none_new", "none"] | None = None
    resubmit: tuple[Words, ...] = ()
    renew: tuple[Words, ...] = ()
    combines: bool = False
    review: str | None = None
    initiative: bool = False


class Rule(Stated):
    """How a gate stands in the life of a service."""

    phase: Words
    enter: tuple[Entrance, ...] = Field(min_length=1)
    approvers: tuple[Kind, ...] = ()
    unwaivable: tuple[Words, ...] = ()
    announced_by: tuple[Words, ...] = ()
    outcomes: Mapping[str, Consequence]

    def admits(self, phase: str, status: str) -> bool:
        """Whether a service in this phase and status may enter the gate."""
        return any(entrance.admits(phase, status) for entrance in self.enter)


class Framework(Stated):
    """The method, and the policy that an organisation sets beside it."""

    processes: Mapping[str, Process]
    phases: Mapping[str, LifecyclePhase]
    roles: Mapping[str, Role]
    forums: Mapping[str, Forum]
    documents: Mapping[str, DocumentType]
    gates: Mapping[str, Gate]
    judgements: Judgements
    thresholds: Mapping[str, Threshold]
    rules: Mapping[str, Rule]
