"""Loss of capacity found by trying failures one set at a time, where no structure function is made.

It takes as long as `impact` does for every set that is tried, so it goes up to pairs, or to what a
simulation draws. It holds for cycles that share their load, too.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Sequence

import numpy as np

from itspm_graph.analysis.capacity import condition, left_by
from itspm_graph.analysis.diagrams import Budget
from itspm_graph.analysis.impact import CyclePolicy
from itspm_graph.analysis.load_sharing import load_sharing
from itspm_graph.analysis.simulation import BLOCK, Simulated, wilson
from itspm_graph.graph import Graph


class CapacityTrials:
    """Whether sets of failures leave a target less than a share of its capacity, or none.

    `events` are the basic events on which the target rests, by reference. `LimitExceeded` where the
    budget's time is over.
    """

    def __init__(
        self,
        graph: Graph,
        target: int,
        least: float,
        basic: Container[int],
        policy: CyclePolicy,
        budget: Budget,
    ) -> None:
        self.graph = graph
        self.target = target
        self.least = least
        self.policy = policy
        self.budget = budget
        rests_on = load_sharing(graph).rests_on([target])
        self.events = sorted((p for p in rests_on if p in basic), key=graph.ref)

    def lost(self, failed: Sequence[int]) -> bool:
        """Whether the target is lost when these have failed."""
        self.budget.check()
        down, left = left_by(self.graph, failed, self.policy)
        return bool(down[self.target]) or condition(left.get(self.target, 1.0), self.least).lost

    def singles(self) -> list[int]:
        """Events of which each alone suffices."""
        return [event for event in self.events if self.lost([event])]

    def pairs(self, candidates: Sequence[int]) -> list[int]:
        """For each candidate the later ones with which it suffices: bit j for the j-th.

        No candidate may suffice alone; then these are the minimal cut sets of order 2.
        """
        return [
            sum(
                1 << later
                for later in range(number + 1, len(candidates))
                if self.lost([candidate, candidates[later]])
            )
            for number, candidate in enumerate(candidates)
        ]

    def simulate(
        self, q: Sequence[float], *, samples: int, seed: int, confidence: float
    ) -> Simulated:
        """Draw the events independently, so many times, and count how often the target is lost.

        `q` is in the order of `events`. Each set that is drawn is tried once, however often.
        """
        generator = np.random.default_rng(seed)
        drawn: Counter[tuple[int, ...]] = Counter()
        for start in range(0, samples, BLOCK):
            size = min(BLOCK, samples - start)
            failed: dict[int, list[int]] = defaultdict(list)
            for event, own in zip(self.events, q, strict=True):
                happening = generator.choice(size, generator.binomial(size, own), replace=False)
                for sample in happening.tolist():
                    failed[sample].append(event)
            drawn.update(map(tuple, failed.values()))
        lost = sum(times for failing, times in drawn.items() if self.lost(failing))
        interval = wilson(lost, samples, confidence)
        return Simulated(samples, lost, seed, confidence, interval)
