"""What is asked, and how a contender is told to answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bench.measurement import Integers


class Question(StrEnum):
    """A question of an estate; those of a running estate let circles hold themselves up."""

    REACH = "reach"
    IMPACT = "impact"
    RUNNING = "impact-running"
    CAUSES = "causes"
    SIZES = "blast-sizes"
    FAILURES = "failures"
    FAILURES_RUNNING = "failures-running"
    SCENARIO = "scenario"
    STRESS = "stress"
    PROPERTY = "change-property"
    DEPENDENCY = "change-dependency"
    WRITE = "change-stored"
    LOAD = "load"

    @property
    def asks(self) -> str:
        return ASKS[self]


ASKS = {
    Question.REACH: "Blast radius: who is connected with a hub",
    Question.IMPACT: "Impact: what goes down with a hub",
    Question.RUNNING: "Impact, cycle policy “running”",
    Question.CAUSES: "Impact with steps and cause of each fall",
    Question.SIZES: "Blast sizes: how many are connected with each element",
    Question.FAILURES: "N-1: how many go down with each element alone",
    Question.FAILURES_RUNNING: "N-1, cycle policy “running”",
    Question.SCENARIO: "The whole scenario report, a hub destroyed",
    Question.STRESS: "Every site, vendor and product away in turn, with recovery times",
    Question.PROPERTY: "A property changed, until a new snapshot shows it",
    Question.DEPENDENCY: "A dependency added, until a new snapshot answers who goes down",
    Question.WRITE: "A document applied to a SQLite store, until the next snapshot shows it",
    Question.LOAD: "A snapshot loaded from a SQLite store",
}


@dataclass(frozen=True)
class Task:
    """One question to one contender, asked as a whole."""

    question: Question
    by: str
    run: Callable[[], Any]
    answer: Callable[[Any], Integers] | None = None
    """What was returned, as integers that all contenders must agree on; not timed."""


@dataclass(frozen=True)
class Sampled:
    """One question to one contender, asked of random elements one by one."""

    question: Question
    by: str
    one: Callable[[int], int]
