"""`python -m bench`: all estates, contenders and questions in one run, and the report of it."""

from __future__ import annotations

import argparse
import os
import platform
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import TypeVar

from rich.console import Console

from bench.contest import Answers, Effort, Figure, engine_figures, peer_figures
from bench.debian import NoPackages, debian
from bench.engine import FAST, PLAIN, Engine
from bench.estates import GENERATORS, Estate
from bench.measurement import Broken, Unequal, apart
from bench.peers import Peer
from bench.peers.with_neo4j import Neo4j
from bench.peers.with_networkx import Networkx
from bench.peers.with_rustworkx import Rustworkx
from bench.peers.with_scipy import Scipy
from bench.peers.with_sqlite import Sqlite
from bench.questions import Question, Sampled, Task
from bench.report import Described, Report

T = TypeVar("T")
PEERS: tuple[type[Peer], ...] = (Scipy, Rustworkx, Networkx, Sqlite, Neo4j)
SIZES = (10_000, 100_000, 1_000_000)
QUICK_SIZES, QUICK = SIZES[:1], Effort(budget=0.4, limit=120.0)
RESULTS = Path(__file__).with_name("results")
LIBRARIES = ("numpy", "scipy", "numba", "networkx", "rustworkx", "neo4j")
ESTATES = [*GENERATORS, "debian"]
CONTENDERS = [PLAIN, FAST, *(peer.name for peer in PEERS)]
QUESTIONS = [question.value for question in Question]


@dataclass(frozen=True)
class Choice:
    """The estates, questions and contenders that are wanted; all of a kind where none is named."""

    words: frozenset[str] = frozenset()

    def estate(self, name: str) -> bool:
        return self._has(name, ESTATES)

    def contender(self, name: str) -> bool:
        return self._has(name, CONTENDERS)

    def task(self, task: Task | Sampled) -> bool:
        return self._has(task.question.value, QUESTIONS)

    def _has(self, word: str, kind: Sequence[str]) -> bool:
        named = self.words & {one.lower() for one in kind}
        return not named or word.lower() in named


@dataclass
class Run:
    """What one run was told, and what it found so far."""

    choice: Choice
    effort: Effort
    console: Console
    estates: list[Described] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    def measure(self, estate: Estate) -> None:
        """All contenders on one estate; the engine answers first."""
        self.estates.append(Described.of(estate))
        answers: Answers = {}

        def ours() -> list[tuple[Figure, Answers]]:
            found = engine_figures(Engine(), estate, self.choice.task, self.effort)
            return [(f, {} if answer is None else {f.question: answer}) for f, answer in found]

        for figure, answer in self._told(estate, PLAIN, ours):
            self.figures.append(figure)
            answers = {**answer, **answers}
        for peer in PEERS:
            if estate.size > peer.largest:
                self.left_out.append(f"{peer.name} on {estate.name} of {estate.size:,}: too large")
            elif self.choice.contender(peer.name):
                self.figures += self._told(estate, peer.name, self._peer(peer, estate, answers))

    def _peer(
        self, peer: type[Peer], estate: Estate, answers: Answers
    ) -> Callable[[], list[Figure]]:
        return lambda: list(peer_figures(peer(), estate, answers, self.choice.task, self.effort))

    def _told(self, estate: Estate, name: str, work: Callable[[], list[T]]) -> list[T]:
        """What a contender found in a process of its own; nothing, visibly, where that broke."""
        about, began = f"{name} on {estate.name} of {estate.size:,}", time.perf_counter()
        try:
            found = apart(work)
        except Broken as error:
            if name == PLAIN:
                raise  # nothing can be compared
            self.console.print(f"{about} broke:\n{error}", style="red", markup=False)
            self.left_out.append(f"{about}: {str(error).strip().splitlines()[-1]}")
            return []
        passed = time.perf_counter() - began
        self.console.print(f"{about}: {len(found)} figures in {passed:.0f} s", highlight=False)
        return found

    def report(self) -> Report:
        """What was measured so far."""
        return Report(machine(), self.estates, self.figures, self.left_out)

    def estates_of(self, sizes: Sequence[int], real: bool) -> Iterator[Estate]:
        """The wanted estates: Debian's packages where apt knows them, then small ones first.

        Each is made in a process of its own: this one, of which contenders are forks, stays small.
        """
        if real and self.choice.estate("debian"):
            found = apart(_packages)
            if isinstance(found, Estate):
                yield found
            else:
                self.left_out.append(f"debian: {found}")
        for size in sizes:
            for name, generate in GENERATORS.items():
                if self.choice.estate(name):
                    yield apart(partial(_made, generate, size))


def _made(generate: Callable[..., Estate], *size: int) -> Estate:
    """An estate with all that it knows of itself worked out."""
    estate = generate(*size)
    Described.of(estate)
    return estate


def _packages() -> Estate | str:
    """Debian's packages, or why there are none."""
    try:
        return _made(debian)
    except NoPackages as error:
        return str(error)


def machine() -> dict[str, str]:
    """What the figures depend on, without saying whose machine it is."""
    cpu, memory = platform.processor() or platform.machine(), "unknown"
    told = Path("/proc/cpuinfo")
    if told.exists():
        lines = told.read_text().splitlines()
        cpu = next((x.partition(":")[2].strip() for x in lines if x.startswith("model name")), cpu)
    if hasattr(os, "sysconf"):
        size = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
        memory = f"{size / 1e9:.0f} GB"
    return {
        "date": time.strftime("%Y-%m-%d"),
        "processor": f"{cpu}, {os.cpu_count()} cores of which one is used",
        "memory": memory,
        "system": f"{platform.system()} {platform.machine()}, Python {platform.python_version()}",
        "libraries": ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
        + f", SQLite {sqlite3.sqlite_version}",
    }


def arguments(given: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m bench", description=__doc__)
    parser.add_argument(
        "--sizes",
        type=lambda text: tuple(int(size) for size in text.split(",")),
        help="elements of the generated estates, with commas between",
    )
    known = [*ESTATES, *QUESTIONS, *CONTENDERS]
    parser.add_argument(
        "--only",
        default="",
        metavar="WORD,WORD…",
        help=f"only these estates, questions or contenders, of: {', '.join(known)}",
    )
    parser.add_argument("--out", type=Path, default=RESULTS, help="folder for tables and picture")
    parser.add_argument("--quick", action="store_true", help="10,000 elements, short runs")
    told = parser.parse_args(given)
    words = frozenset(word.strip().lower() for word in told.only.split(",") if word.strip())
    unknown = words - {word.lower() for word in known}
    if unknown:
        parser.error(f"--only: nothing is called {', '.join(sorted(unknown))}")
    told.choice = Choice(words)
    return told


def main(given: Sequence[str]) -> int:
    """0 where all answers were equal, whatever the times; 1 where two differed or none was."""
    told = arguments(given)
    console = Console(width=None if sys.stdout.isatty() else 140)
    run = Run(told.choice, QUICK if told.quick else Effort(), console)
    sizes = told.sizes or (QUICK_SIZES if told.quick else SIZES)
    try:
        for estate in run.estates_of(sizes, real=not told.quick):
            run.measure(estate)
            # Whoever interrupts the bench keeps what it had. Drawn apart: this process stays small.
            apart(partial(run.report().write, told.out))
    except Unequal as error:
        console.print(f"Answers differ: {error}", style="bold red", markup=False)
        return 1
    except Broken as error:
        console.print(f"The bench broke:\n{error}", style="bold red", markup=False)
        return 1
    run.report().print(console)
    for path in run.report().write(told.out):
        console.print(f"Written: {path}", highlight=False)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
