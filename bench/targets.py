"""What the engine promises at 100,000 elements, and whether it kept it in this run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bench.contest import Figure
from bench.engine import FAST, PLAIN
from bench.questions import Question

SIZE = 100_000


@dataclass(frozen=True)
class Target:
    """At most so many seconds, or at most so many times the seconds of a peer."""

    question: Question
    by: str
    seconds: float | None = None
    than: str = ""
    times: float = 1.0
    """How much faster than the peer; 1 is no slower."""

    def __str__(self) -> str:
        if self.seconds is not None:
            return f"{self.question.value}, {self.by}: within {self.seconds:g} s"
        faster = "no slower" if self.times == 1 else f"{self.times:g} times faster"
        return f"{self.question.value}, {self.by}: {faster} than {self.than}"


TARGETS = (
    Target(Question.REACH, FAST, than="scipy"),
    Target(Question.REACH, FAST, than="networkx", times=30),
    Target(Question.REACH, FAST, than="Neo4j", times=30),
    Target(Question.SIZES, PLAIN, seconds=3),
    Target(Question.SIZES, PLAIN, than="networkx", times=100),
    Target(Question.SIZES, FAST, seconds=1),
    Target(Question.SIZES, FAST, than="networkx", times=100),
    Target(Question.FAILURES, PLAIN, seconds=3),
    Target(Question.FAILURES, PLAIN, than="networkx", times=100),
    Target(Question.FAILURES, FAST, seconds=1),
    Target(Question.FAILURES, FAST, than="networkx", times=100),
    Target(Question.SCENARIO, PLAIN, seconds=2),
    Target(Question.SCENARIO, FAST, seconds=2),
    Target(Question.STRESS, FAST, seconds=60),
    Target(Question.PROPERTY, PLAIN, seconds=0.05),
    Target(Question.DEPENDENCY, PLAIN, seconds=0.05),
    Target(Question.WRITE, PLAIN, seconds=0.05),
)


@dataclass(frozen=True)
class Judged:
    """A target on one estate, what was measured, and whether that is enough."""

    target: Target
    estate: str
    measured: str
    met: bool


def judged(figures: Sequence[Figure]) -> Iterator[Judged]:
    """Every target for every estate of its size on which it was measured."""
    found = {(f.question, f.estate, f.by): f for f in figures if f.size == SIZE}
    estates = dict.fromkeys(f.estate for f in figures if f.size == SIZE)
    for target in TARGETS:
        for estate in estates:
            ours = found.get((target.question, estate, target.by))
            theirs = found.get((target.question, estate, target.than))
            if ours is None or (target.than and theirs is None):
                continue
            yield _judge(target, estate, ours, theirs)


def _judge(target: Target, estate: str, ours: Figure, theirs: Figure | None) -> Judged:
    if ours.timing is None:
        return Judged(target, estate, "given up", met=False)
    seconds = ours.timing.seconds
    if target.seconds is not None:
        return Judged(target, estate, f"{seconds:.3g} s", seconds <= target.seconds)
    if theirs is None or theirs.timing is None:
        return Judged(target, estate, f"{target.than} was given up", met=True)
    times = theirs.timing.seconds / seconds
    return Judged(target, estate, f"{times:.3g} times", times >= target.times)
