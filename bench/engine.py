"""The engine's answers, each as a plain array that others' answers can be compared with."""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Iterator
from datetime import date
from functools import cache, partial
from pathlib import Path

import numpy as np

from bench.estates import Estate
from bench.measurement import Integers
from bench.questions import Question, Task
from itspm_graph.analysis.blast_sizes import blast_sizes
from itspm_graph.analysis.impact import Affected, impact
from itspm_graph.analysis.requirements import requirements
from itspm_graph.analysis.single_failures import SingleFailures, single_failures
from itspm_graph.analysis.state import CyclePolicy, State, state
from itspm_graph.collecting import without_collector
from itspm_graph.connections import Distances, distances
from itspm_graph.continuity import simulation
from itspm_graph.continuity.stress import stress
from itspm_graph.graph import NODE_BY_PREFIX, Change, EdgeId, Graph, canonical
from itspm_graph.model.continuity import Damage
from itspm_graph.records import Ref
from itspm_graph.results.simulation import Simulation
from itspm_graph.results.stress import Stress
from itspm_graph.scenarios import Given, Strike
from itspm_graph.session import Session
from itspm_graph.spreading import Kernel
from itspm_graph.store import open_store

PLAIN, FAST = "itspm", "itspm[fast]"
KERNELS: dict[str, Kernel] = {PLAIN: "plain", FAST: "compiled"}
TAKEN_AWAY = "site", "vendor", "vendor-product"
LISTED = 20
"""Failures that are told with all they do; the others are counted."""
STRESSED = "tiered", "cyclic"
"""Estates that have such."""
TODAY = date(2026, 1, 1)
LARGEST_STORED = 100_000
"""Larger estates aren't written to a store: it would take most of the bench's time."""


class Engine:
    """A snapshot, what is derived from it, and a store that holds the same records."""

    def load(self, estate: Estate) -> None:
        """Take the estate in, and derive what a snapshot derives once."""
        self.estate, self.graph, self.hub = estate, estate.graph(), estate.hub
        self._reach()
        requirements(self.graph)

    def tasks(self) -> Iterator[Task]:
        """Everything that is asked of the engine."""
        yield from self.analyses()
        yield from self._changes()
        if self.estate.size <= LARGEST_STORED:
            yield from self._stored()

    def analyses(self) -> Iterator[Task]:
        """What is asked of a snapshot; two tasks of one question must answer alike."""
        yield from self._walks()
        yield from self._sweeps()
        for by, kernel in KERNELS.items():
            yield Task(Question.CAUSES, by, partial(self._impact, kernel), _positions)
        yield from self._continuity()

    def _walks(self) -> Iterator[Task]:
        """Everything asked of the hub alone, by both kernels."""
        for by, kernel in KERNELS.items():
            yield Task(Question.REACH, by, partial(self._reach, kernel), self._others)
            yield Task(Question.IMPACT, by, partial(self._down, kernel), self._others)
            if self.estate.circular:
                running = partial(self._down, kernel, "running")
                yield Task(Question.RUNNING, by, running, self._others)

    def _reach(self, kernel: Kernel = "auto") -> Distances:
        return distances(self.graph, [self.hub], "dependents", kernel=kernel)

    def _down(self, kernel: Kernel, policy: CyclePolicy = "conservative") -> State:
        return state(self.graph, [self.hub], policy, kernel)

    def _others(self, found: Distances | State) -> Integers:
        reached: Integers = np.flatnonzero(found.hops > 0)
        return reached

    def _impact(self, kernel: Kernel) -> list[Affected]:
        return impact(self.graph, [self.hub], kernel=kernel)

    def _continuity(self) -> Iterator[Task]:
        """Everything asked of scenarios; numba is used by whoever has loaded it."""
        yield Task(Question.SCENARIO, PLAIN, self._scenario, _recoveries)
        yield Task(Question.SCENARIO, FAST, self._scenario_fast, _recoveries)
        if self.estate.name in STRESSED and self.estate.size <= LARGEST_STORED:
            yield Task(Question.STRESS, FAST, self._stress, _harm)

    def _scenario(self) -> Simulation:
        strike = Strike(self.hub, Damage.DESTROYED, 0.0)
        with without_collector():
            return simulation(self.graph, Given(strikes=[strike]), "conservative", TODAY)

    def _scenario_fast(self) -> Simulation:
        import numba  # noqa: F401

        return self._scenario()

    def _stress(self) -> Stress:
        with without_collector():
            return stress(self.graph, TAKEN_AWAY, LISTED, "conservative", pairs=False)

    def _sweeps(self) -> Iterator[Task]:
        """Everything asked of all elements at once, by both kernels."""
        graph = self.graph
        for by, kernel in KERNELS.items():
            sizes = partial(blast_sizes, graph, kernel=kernel)
            yield Task(Question.SIZES, by, sizes, np.asarray)
            failures = partial(single_failures, graph, kernel=kernel)
            yield Task(Question.FAILURES, by, failures, _affected)
            if self.estate.circular:
                running = partial(single_failures, graph, "running", kernel=kernel)
                yield Task(Question.FAILURES_RUNNING, by, running, _affected)

    def _changes(self) -> Iterator[Task]:
        """One record changes, each time from the same snapshot."""
        names, numbers = self.estate.names, itertools.count()

        def rename() -> str:
            before = self.graph.text(0)
            after = canonical({"name": f"renamed {next(numbers)}"})
            changed = self.graph.apply([Change(Ref(names[0]), before, after)])
            return changed.name(0)

        def depend(kernel: Kernel) -> State:
            # The first element is a top one and the hub a bottom one: no circle comes of it.
            edge = EdgeId("DEPENDS_ON", Ref(names[0]), Ref(names[self.hub]))
            changed = self.graph.apply([Change(edge, None, "{}")])
            return state(changed, [self.hub], kernel=kernel)

        yield Task(Question.PROPERTY, PLAIN, rename)
        for by, kernel in KERNELS.items():
            yield Task(Question.DEPENDENCY, by, partial(depend, kernel))

    def _stored(self) -> Iterator[Task]:
        """The same through a file: a document applied, and everything read anew."""
        with tempfile.TemporaryDirectory(prefix="itspm-bench-") as folder:
            url = f"sqlite:///{Path(folder) / 'catalog.db'}"
            self._fill(url)
            ref, numbers = Ref(self.estate.names[0]), itertools.count()

            @cache  # opened by the process that asks: SQLite forbids to take a connection along
            def session() -> Session:
                return Session.open(url)

            def write() -> str:
                session().apply(_document(ref, f"renamed {next(numbers)}"))
                graph = session().graph()
                return graph.name(graph.position(ref))

            def load() -> Graph:
                with Session.open(url) as anew:
                    return anew.graph()

            yield Task(Question.WRITE, PLAIN, write)
            yield Task(Question.LOAD, PLAIN, load)

    def _fill(self, url: str) -> None:
        changes = [Change(id, None, text) for id, text in self.graph.records().items()]
        store = open_store(url)
        store.write(changes, expected=0, author="bench", reason="the estate")
        store.close()


def _document(ref: Ref, name: str) -> str:
    """A document that says one element's name."""
    collection = NODE_BY_PREFIX[ref.kind].collection
    return canonical({"format": "itspm/v1", collection: [{"id": ref.slug, "name": name}]})


def _recoveries(found: Simulation) -> Integers:
    """Minutes of each that is affected, by reference."""
    by_ref = sorted((item.ref, item.recovery_minutes) for item in found.elements)
    return np.array([-1 if m is None else round(m) for _, m in by_ref], dtype=np.int64)


def _harm(found: Stress) -> Integers:
    """Elements and services that each failure takes away, the most harmful first."""
    return np.array([(f.elements, f.services) for f in found.ranking], dtype=np.int64).ravel()


def _affected(found: SingleFailures) -> Integers:
    return found.affected


def _positions(affected: list[Affected]) -> Integers:
    return np.array(sorted(item.position for item in affected), dtype=np.int64)
