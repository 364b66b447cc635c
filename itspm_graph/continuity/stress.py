"""All scenarios at once: every site, vendor or product taken away in turn, and two together."""

from __future__ import annotations

import itertools
import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from itspm_graph.analysis.capacity import condition, left_by
from itspm_graph.analysis.impact import CyclePolicy
from itspm_graph.analysis.load_sharing import load_sharing
from itspm_graph.analysis.recovery import (
    Work,
    recover,
    recovery_times,
    stated_work,
    workarounds,
)
from itspm_graph.analysis.requirements import start_requirements
from itspm_graph.analysis.rising import Rising
from itspm_graph.failures import basic_types
from itspm_graph.graph import Graph
from itspm_graph.objectives import Objectives, least_capacity, objectives
from itspm_graph.results.stress import Failure, HeatCell, HeatRow, Stress
from itspm_graph.scenarios import with_subsidiaries

SERVED = ("Service", "BusinessActivity")
COUNTED = ("Service", "BusinessActivity", "Customer")
MOST_PAIRS = 5_000
WORTH_COMPILING = 20_000_000
"""So many trials times elements take longer than loading compiled kernels."""

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
NO_CURRENCY = "XXX"


class Counts(NamedTuple):
    """Of services and activities: away intolerably long, perhaps so, later than agreed, for ever.

    Perhaps so is what is back in time if restoring takes no time, and nobody says how long it does.
    """

    intolerable: int
    perhaps: int
    late: int
    never: int


@dataclass(frozen=True)
class Trial:
    """What is taken away together, and what becomes of those that matter."""

    failing: tuple[int, ...]
    """The elements named."""
    taken: frozenset[int]
    """These and what belongs to them."""
    elements: int
    lost: frozenset[int]
    """Services, activities and customers."""
    minutes: dict[int, float]
    """When services and activities are back."""


def stress(
    graph: Graph, kinds: Sequence[str], limit: int, policy: CyclePolicy, *, pairs: bool
) -> Stress:
    """The harm of each failure alone, and of pairs of one kind where asked for."""
    types = basic_types(kinds)
    testing = _Testing(graph, policy)
    if graph.size * sum(len(graph.positions(node.label)) for node in types) > WORTH_COMPILING:
        with suppress(ImportError):
            import numba  # noqa: F401  (loaded, it is used)
    singles: dict[int, Trial] = {}
    for node in types:
        for position in graph.positions(node.label):
            singles[position] = testing.trial((position,))
    harmful = sorted((t for t in singles.values() if t.lost), key=testing.rank)
    labels = [node.label for node in types]
    chosen, left_out = _pairs(graph, labels, harmful) if pairs else ([], 0)
    together = [testing.trial(each) for each in chosen]
    beyond = [(trial, _beyond(graph, trial, singles)) for trial in together]
    found = sorted(
        ((trial, more) for trial, more in beyond if more),
        key=lambda each: (-len(each[1]), testing.rank(each[0])),
    )
    return Stress(
        revision=graph.revision,
        kinds=labels,
        tried=len(singles),
        harmless=len(singles) - len(harmful),
        ranking=[testing.told(trial, ()) for trial in harmful[:limit]],
        pairs_tried=len(chosen),
        pairs_left_out=left_out,
        pairs=[testing.told(trial, more) for trial, more in found[:limit]],
        heat=testing.heat(harmful, limit),
        complete=not left_out,
    )


def _pairs(
    graph: Graph, labels: Sequence[str], harmful: Sequence[Trial]
) -> tuple[list[tuple[int, int]], int]:
    """Two of one kind each, the most harmful first; how many are left out for being too many.

    What harms nobody alone may still be half of a redundancy, so it counts as well.
    """
    harm = {trial.failing[0]: place for place, trial in enumerate(harmful)}
    found: list[tuple[int, int]] = []
    left_out = 0
    for label in labels:
        members = sorted(
            graph.positions(label), key=lambda p: (harm.get(p, len(harm)), graph.ref(p))
        )
        every = itertools.combinations(range(len(members)), 2)
        total = len(members) * (len(members) - 1) // 2
        nearest = sorted(every, key=sum) if total <= 20 * MOST_PAIRS else _nearest(len(members))
        taken = nearest[:MOST_PAIRS]
        left_out += total - len(taken)
        found += [(members[one], members[other]) for one, other in taken]
    return found, left_out


def _nearest(size: int) -> list[tuple[int, int]]:
    """Pairs of the first ones."""
    few = min(size, math.isqrt(2 * MOST_PAIRS) + 1)
    return sorted(itertools.combinations(range(few), 2), key=sum)


def _beyond(graph: Graph, trial: Trial, singles: dict[int, Trial]) -> tuple[int, ...]:
    """Services that two take away together and neither does alone."""
    alone = frozenset[int]().union(*(singles[position].lost for position in trial.failing))
    return tuple(p for p in trial.lost - alone if graph.label(p) == "Service")


class _Testing:
    """Trials on one snapshot; what all have in common is derived once."""

    def __init__(self, graph: Graph, policy: CyclePolicy) -> None:
        self.graph = graph
        self.policy = policy
        self.needs = start_requirements(graph)
        self.flows = load_sharing(graph)
        self.workarounds = workarounds(graph)
        self.lost_to: Counter[int] = Counter()

    @cached_property
    def _counted(self) -> dict[str, list[int]]:
        return {label: self.graph.positions(label) for label in COUNTED}

    @cached_property
    def _watched(self) -> Mask:
        """Services, activities and customers, by position."""
        found = np.zeros(self.graph.size, dtype=bool)
        for positions in self._counted.values():
            found[positions] = True
        return found

    @cached_property
    def _aims(self) -> dict[int, Objectives]:
        return {p: objectives(self.graph, p) for label in SERVED for p in self._counted[label]}

    @cached_property
    def _least(self) -> dict[int, float]:
        """The least bearable share of capacity, of those that state one."""
        stated = ((p, least_capacity(self.graph, p)) for p in self.graph.positions())
        return {position: least for position, least in stated if least is not None}

    @cached_property
    def _stated(self) -> dict[int, tuple[float | None, float | None]]:
        return stated_work(self.graph, self.graph.positions())

    @cached_property
    def _times(self) -> tuple[Floats, Floats]:
        """Minutes to restore and to start, by position; 0 where nobody says."""
        restore, start = np.zeros(self.graph.size), np.zeros(self.graph.size)
        for position, stated in self._stated.items():
            restore[position], start[position] = (minutes or 0.0 for minutes in stated)
        return restore, start

    @cached_property
    def _says_restore(self) -> Mask:
        """By position, whether anybody says how long restoring takes."""
        found = np.zeros(self.graph.size, dtype=bool)
        found[[p for p, (restore, _) in self._stated.items() if restore is not None]] = True
        return found

    def trial(self, failing: tuple[int, ...]) -> Trial:
        taken = frozenset[int]().union(*(with_subsidiaries(self.graph, p) for p in failing))
        down, left = left_by(self.graph, taken, self.policy)
        lost = down.copy()
        lost[[p for p, c in left.items() if condition(c, self._least.get(p)).lost]] = True
        served = np.flatnonzero(lost & self._watched).tolist()
        minutes = self._recovery(taken, down, lost) if served else {}
        if len(failing) == 1:
            self.lost_to.update(served)
        return Trial(failing, taken, int(lost.sum()), frozenset(served), minutes)

    def _recovery(self, taken: Collection[int], down: Mask, lost: Mask) -> dict[int, float]:
        """When services and activities are back."""
        restore, start = self._times
        ready = np.zeros(self.graph.size)
        ready[list(taken)] = restore[list(taken)]
        served = [p for p in np.flatnonzero(lost & self._watched).tolist() if p in self._aims]
        if not self.flows.divides:
            found = recovery_times(self.needs, lost, ready, start)
            if not self.workarounds or np.isfinite(found[lost]).all():
                return {position: float(found[position]) for position in served}
        positions = np.flatnonzero(lost).tolist()
        work = {p: Work(float(ready[p]), float(start[p])) for p in positions}
        rising = None
        if self.flows.divides:
            least = {p: self._least[p] for p in positions if p in self._least}
            hits = dict.fromkeys(taken, 0.0)
            rising = Rising(self.flows, hits, np.flatnonzero(down).tolist(), least)
        minutes = recover(self.needs, work, work, rising, self.workarounds).minutes
        return {position: minutes[position] for position in served}

    # --- harm -----------------------------------------------------------------------------------

    def _of(self, trial: Trial, label: str) -> list[int]:
        return [position for position in trial.lost if self.graph.label(position) == label]

    def _late(self, position: int, minutes: float) -> bool | None:
        aim = self._aims[position]
        return None if aim.rto is None else minutes > aim.rto

    def _intolerable(self, position: int, minutes: float) -> bool | None:
        aim = self._aims[position]
        return None if aim.mtpd is None else minutes + (aim.wrt or 0.0) > aim.mtpd

    def _counts(self, trial: Trial) -> Counts:
        each = trial.minutes.items()
        known = [self._intolerable(p, minutes) for p, minutes in each]
        return Counts(
            intolerable=known.count(True),
            perhaps=0 if self._restore_stated(trial) else known.count(False),
            late=sum(bool(self._late(p, minutes)) for p, minutes in each),
            never=sum(minutes == math.inf for _, minutes in each),
        )

    def _first_tier(self, trial: Trial) -> int:
        services = self._of(trial, "Service")
        return sum(self.graph.properties(p).get("tier") == 1 for p in services)

    def rank(self, trial: Trial) -> tuple[int, int, int, int, int, list[str]]:
        """The more harmful the lower."""
        counts = self._counts(trial)
        return (
            -counts.intolerable - counts.perhaps,
            -self._first_tier(trial),
            -len(self._of(trial, "Service")),
            -len(self._of(trial, "Customer")),
            -trial.elements,
            [self.graph.ref(position) for position in trial.failing],
        )

    def told(self, trial: Trial, beyond: Sequence[int]) -> Failure:
        graph = self.graph
        services = self._of(trial, "Service")
        counts = self._counts(trial)
        back = [minutes for minutes in trial.minutes.values() if minutes < math.inf]
        others = trial.taken - {*trial.failing}
        return Failure(
            refs=[*map(graph.ref, trial.failing), *sorted(map(graph.ref, others))],
            name=" + ".join(graph.name(position) for position in trial.failing),
            type=graph.label(trial.failing[0]),
            elements=trial.elements,
            services=len(services),
            first_tier=self._first_tier(trial),
            activities=len(self._of(trial, "BusinessActivity")),
            customers=len(self._of(trial, "Customer")),
            revenue_per_hour=self._revenue(services),
            late=counts.late,
            beyond_mtpd=counts.intolerable,
            beyond_mtpd_perhaps=counts.perhaps,
            never=counts.never,
            longest_minutes=max(back, default=None),
            restore_stated=self._restore_stated(trial),
            beyond_alone=sorted(graph.ref(position) for position in beyond),
        )

    def _revenue(self, services: Sequence[int]) -> dict[str, float]:
        found: dict[str, float] = defaultdict(float)
        for position in services:
            stated = self.graph.properties(position)
            if stated.get("revenue_per_hour"):
                found[stated.get("currency", NO_CURRENCY)] += stated["revenue_per_hour"]
        return dict(sorted(found.items()))

    def heat(self, harmful: Sequence[Trial], limit: int) -> list[HeatRow]:
        """The services that most failures take away, the most critical first."""
        graph = self.graph
        services = [p for p in self._counted["Service"] if self.lost_to[p]]
        services.sort(
            key=lambda p: (graph.properties(p).get("tier") or 9, -self.lost_to[p], graph.ref(p))
        )
        return [
            HeatRow(
                service=graph.ref(service),
                name=graph.name(service),
                tier=graph.properties(service).get("tier"),
                lost_to=self.lost_to[service],
                cells=list(self._cells(service, harmful[:limit])),
            )
            for service in services[:limit]
        ]

    def _cells(self, service: int, failures: Sequence[Trial]) -> Iterator[HeatCell]:
        for place, trial in enumerate(failures):
            if service in trial.lost:
                minutes = trial.minutes[service]
                sure = self._restore_stated(trial)
                late = self._late(service, minutes)
                intolerable = self._intolerable(service, minutes)
                yield HeatCell(
                    failure=place,
                    recovery_minutes=None if minutes == math.inf else minutes,
                    late=late if sure or late else None,
                    beyond_mtpd=intolerable if sure or intolerable else None,
                )

    def _restore_stated(self, trial: Trial) -> bool:
        """Whether all that is taken away says how long restoring takes."""
        return bool(self._says_restore[list(trial.taken)].all())
