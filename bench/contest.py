"""Who answers which question of an estate, in what time and memory, once the answers are equal."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from bench.engine import Engine
from bench.estates import Estate
from bench.measurement import (
    Integers,
    Overtime,
    Timing,
    Unequal,
    apart,
    forget_peak,
    give_back,
    peak,
    resident,
    same,
    timed,
    timed_sample,
)
from bench.peers import Peer
from bench.peers.with_networkx import Networkx
from bench.questions import Question, Sampled, Task


@dataclass(frozen=True)
class Figure:
    """What one contender needs for one question of one estate."""

    question: Question
    estate: str
    size: int
    by: str
    timing: Timing | None
    """None where it took longer than it may."""
    held: int | None
    """Bytes of the estate in the contender's own form, and of what it derives from it once."""
    peak: int | None
    """Bytes on top of that at the worst moment of the answer; not known of a server."""


@dataclass(frozen=True)
class Effort:
    """How long one question may be asked."""

    budget: float = 3.0
    """Seconds of measured runs, and of each pass over a sample."""
    limit: float = 240.0
    """Seconds after which a question is given up, visibly."""


Answers = dict[Question, Integers]
Chosen = Callable[[Task | Sampled], bool]


def engine_figures(
    engine: Engine, estate: Estate, chosen: Chosen, effort: Effort
) -> Iterator[tuple[Figure, Integers | None]]:
    """The engine's figures, with the first answer to each question; later ones must equal it."""
    give_back()
    before = resident()
    engine.load(estate)
    held = _added(before)
    answers: Answers = {}
    for task in engine.tasks():
        if not chosen(task):
            continue
        figure, answer = _ask(task, estate, answers.get(task.question), held, effort)
        if answer is not None:
            answers.setdefault(task.question, answer)
        yield figure, answer


def peer_figures(
    peer: Peer, estate: Estate, answers: Answers, chosen: Chosen, effort: Effort
) -> Iterator[Figure]:
    """The figures of a peer, for each question whose answer the engine gave."""
    give_back()
    before = resident()
    peer.load(estate)
    try:
        server = peer.memory()
        held = _added(before) if server is None else server
        for task in peer_tasks(peer, estate):
            if chosen(task) and task.question in answers:
                figure, _ = _ask(task, estate, answers[task.question], held, effort, peer)
                yield figure
    finally:
        peer.close()


def peer_tasks(peer: Peer, estate: Estate) -> list[Task | Sampled]:
    """What a peer can say of an estate."""
    hub = estate.hub

    def reach() -> object:
        return peer.count(hub) if peer.counts else peer.dependents(hub)

    def answer(told: object) -> Integers:
        found = peer.dependents(hub) if peer.counts else told
        positions = as_positions(found)  # type: ignore[arg-type]
        if peer.counts and told != len(positions):
            raise Unequal(f"{told} counted, {len(positions)} named")
        return positions

    found: list[Task | Sampled] = [
        Task(Question.REACH, peer.name, reach, answer),
        Sampled(Question.SIZES, peer.name, peer.count),
    ]
    if isinstance(peer, Networkx):
        circular = estate.circular
        impact = Question.RUNNING if circular else Question.IMPACT
        failures = Question.FAILURES_RUNNING if circular else Question.FAILURES
        fallen = peer.fallen
        found.append(Task(impact, peer.name, lambda: fallen(hub), as_positions))
        found.append(Sampled(failures, peer.name, lambda position: len(fallen(position))))
    return found


def as_positions(found: Sequence[int] | set[int] | Integers) -> Integers:
    """Positions in ascending order."""
    array = np.array(found if isinstance(found, np.ndarray) else list(found), dtype=np.int64)
    return np.sort(array)


def _ask(
    task: Task | Sampled,
    estate: Estate,
    expected: Integers | None,
    held: int | None,
    effort: Effort,
    peer: Peer | None = None,
) -> tuple[Figure, Integers | None]:
    """Ask in a process of its own; `Unequal` names question and contender."""
    about = (task.question, estate.name, estate.size, task.by)
    try:
        timing, most, answer = apart(
            lambda: _answered(task, estate.size, expected, effort.budget, peer), effort.limit
        )
    except Overtime:
        return Figure(*about, None, held, None), None
    except Unequal as error:
        where = f"{task.by}, {task.question.value} on {estate.name} of {estate.size:,}"
        raise Unequal(f"{where}: {error}") from None
    if peer is not None and peer.memory() is not None:
        most = None
    return Figure(*about, timing, held, most), answer


def _answered(
    task: Task | Sampled, size: int, expected: Integers | None, budget: float, peer: Peer | None
) -> tuple[Timing, int | None, Integers | None]:
    if peer is not None:
        peer.open()
    before = resident()
    forget_peak()
    answer: Integers | None = None

    def check(told: object) -> None:
        nonlocal answer
        if isinstance(task, Task) and task.answer is not None:
            answer = task.answer(told)
            if expected is not None:
                same(answer, expected)
        forget_peak()  # what the comparison took doesn't count

    if isinstance(task, Task):
        timing = timed(task.run, budget, check)
    elif expected is None:
        raise ValueError(f"nothing to compare {task.question} with")
    else:
        timing = timed_sample(task.one, size, expected, budget)
    return timing, None if before is None else max(peak() - before, 0), answer


def _added(before: int | None) -> int | None:
    give_back()
    after = resident()
    return None if before is None or after is None else max(after - before, 0)
