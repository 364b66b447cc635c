"""Which data a scenario costs."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

import numpy as np

from itspm_graph.analysis.data_loss import Damaged, Loss, losses, state_edges, store_losses
from itspm_graph.analysis.impact import CyclePolicy
from itspm_graph.analysis.state import state
from itspm_graph.continuity.recovering import Disrupted
from itspm_graph.model.continuity import Damage
from itspm_graph.objectives import objectives
from itspm_graph.results.disruption import NotAssessed
from itspm_graph.results.simulation import DataLost
from itspm_graph.scenarios import SPOILING


class Losing:
    """What is lost of the data that stands where a scenario hits."""

    def __init__(self, disrupted: Disrupted, policy: CyclePolicy) -> None:
        self.disrupted = disrupted
        self.graph = disrupted.graph
        self.policy = policy
        self.away = {p for p, left in disrupted.found.capacity.items() if left <= 0}
        corrupted = self._corrupted()
        dwell = float(disrupted.given.properties.get("dwell_minutes") or 0.0)
        self.stores = store_losses(self.graph, Damaged(self.away, corrupted, dwell))

    def _corrupted(self) -> set[int]:
        """What is corrupted itself, and stores that are down because what they live on is."""
        strikes = self.disrupted.strikes.items()
        found = {position for position, s in strikes if s.damage is Damage.CORRUPTED}
        above = _closure(found, [(target, source) for source, target in self._edges])
        return found | {p for p in above if self.graph.label(p) == "DataStore" and p in self.away}

    @cached_property
    def _edges(self) -> list[tuple[int, int]]:
        return state_edges(self.graph)

    def found(self) -> list[DataLost]:
        """The worst first: all, what nobody knows, then by age."""
        listed = [
            self._told(position, loss)
            for position, loss in losses(self.graph, self.stores).items()
            if loss.minutes != 0
        ]
        order = {"all": 0, "unknown": 1, "some": 2}
        return sorted(
            listed,
            key=lambda each: (order[each.lost], -(each.recovery_point_minutes or 0.0), each.ref),
        )

    def _told(self, position: int, loss: Loss) -> DataLost:
        graph = self.graph
        rpo = objectives(graph, position).rpo
        known = loss.minutes is not None and loss.minutes < math.inf
        gap = None
        if rpo is not None and loss.minutes is not None and known:
            gap = loss.minutes - rpo
        late = None if rpo is None or loss.minutes is None else loss.minutes > rpo
        return DataLost(
            ref=graph.ref(position),
            type=graph.label(position),
            name=graph.name(position),
            recovery_point_minutes=loss.minutes if known else None,
            lost="some" if known else "unknown" if loss.minutes is None else "all",
            intact=loss.store not in self._spoiled,
            store=graph.ref(loss.store),
            copy_ref=None if loss.copy is None else graph.ref(loss.copy),
            rpo_minutes=rpo,
            gap_minutes=gap,
            late=late,
        )

    @cached_property
    def _spoiled(self) -> set[int]:
        """What needs something destroyed or corrupted, and stores that go back though up."""
        hit = [s.position for s in self.disrupted.given.strikes if s.damage in SPOILING]
        rolled_back = {store for store in self.stores if store not in self.away}
        if not hit:
            return rolled_back
        return rolled_back | set(np.flatnonzero(state(self.graph, hit, self.policy).down).tolist())

    def not_assessed(self) -> list[NotAssessed]:
        """Whose loss nobody can tell: state that lives in what is lost and in no data store, and
        objectives of those who need a store and don't say whether their data lives there."""
        keeps: dict[int, list[int]] = {}
        for source, target in self._edges:
            keeps.setdefault(source, []).append(target)
        return sorted(self._unstored(keeps), key=lambda each: each.ref)

    def _unstored(self, keeps: dict[int, list[int]]) -> Iterator[NotAssessed]:
        graph = self.graph
        for position, places in keeps.items():
            if position not in self.away or self._in_store(position, keeps):
                continue
            lost = sorted(graph.ref(place) for place in places if place in self.away)
            if lost and graph.label(position) in ("Service", "Component"):
                yield NotAssessed(ref=graph.ref(position), reason="no-store", group=None, on=lost)

    @cached_property
    def _under_stores(self) -> set[int]:
        """What data stores live in."""
        return _closure(self.graph.positions("DataStore"), self._edges)

    def _in_store(self, position: int, keeps: dict[int, list[int]]) -> bool:
        """Whether state of an element lives in a data store, or a store's state lives in it."""
        found: set[int] = set()
        stack = [position]
        while stack:
            each = stack.pop()
            if self.graph.label(each) == "DataStore":
                return True
            if each not in found:
                found.add(each)
                stack += keeps.get(each, ())
        return position in self._under_stores


def _closure(starts: Iterable[int], edges: Sequence[tuple[int, int]]) -> set[int]:
    """What edges lead to from these, themselves included."""
    further: dict[int, list[int]] = {}
    for start, end in edges:
        further.setdefault(start, []).append(end)
    found: set[int] = set()
    stack = list(starts)
    while stack:
        position = stack.pop()
        if position not in found:
            found.add(position)
            stack += further.get(position, ())
    return found
