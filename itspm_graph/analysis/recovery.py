"""How long it takes until what a disruption took away is back, and what can't be brought back.

Two kinds of work bring an element back: what can begin at once (`ready` is when it is done: after
detection, if it was hit itself), and what needs everything it depends on (`start`). So it is back
at T = max(ready, T of what it needs) + start, where a group is back with the needed number of its
members; the least solution counts. Elements are settled in the order in which they come back (Knuth
1977, a generalization of Dijkstra's algorithm), groups by counting members. What waits for itself
is never settled: no order brings it back, unless somebody knows a way to start it by hand.
"""

from __future__ import annotations

import heapq
import math
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from itspm_graph.adjacency import Integers, strong_components
from itspm_graph.analysis.requirements import Group, Requirements
from itspm_graph.analysis.rising import Rising
from itspm_graph.graph import Graph
from itspm_graph.spreading import Kernel


class Work(NamedTuple):
    """What bringing an element back takes by itself, in minutes from the disruption."""

    ready: float
    """When what can begin at once is done; 0 where there is nothing of that kind."""
    start: float
    """How long starting takes, once all that it needs is back."""


class Wait(NamedTuple):
    """A requirement that an element waits for, and its members that aren't back."""

    group: Group | None
    """None for a single provider."""
    members: tuple[int, ...]


@dataclass(frozen=True)
class Recovery:
    """When each comes back, infinite where no order brings it back."""

    minutes: dict[int, float]
    settled: list[int]
    """What comes back, in that order: whatever an element needs comes before it."""
    waited_for: dict[int, int]
    """The element whose return let another begin to start, where it had to wait for one."""
    by_hand: dict[int, list[int]] = field(default_factory=dict)
    """Started by a documented workaround, and what would otherwise have been waited for."""
    deadlocks: list[list[int]] = field(default_factory=list)
    """Elements that wait for each other, each such set as large as it is."""
    blocked: dict[int, list[Wait]] = field(default_factory=dict)
    """What each that can't be brought back waits for."""


def recover(
    needs: Requirements,
    work: Mapping[int, Work],
    lost: Collection[int],
    rising: Rising | None = None,
    workarounds: Mapping[int, Collection[int]] | None = None,
    kernel: Kernel = "auto",
) -> Recovery:
    """When everything that `work` names is back.

    `lost` are those of it that others wait for; the rest was hit and serves all the same. `rising`
    tells when enough capacity is back, where a part may not be enough. `workarounds` has for an
    element the providers without which it can be started by hand.
    """
    known = {p: passed for p, passed in (workarounds or {}).items() if p in work}
    if rising is None and not known and _compiles(kernel):
        found, waited_for = _settled(needs, work, lost)
        by_hand: dict[int, list[int]] = {}
    else:
        recovering = _Recovering(needs, work, lost, rising, known)
        recovering.run()
        found, waited_for, by_hand = recovering.found, recovering.waited_for, recovering.by_hand
    stuck = _Stuck(needs, lost, found, [p for p in work if p not in found])
    return Recovery(
        {position: found.get(position, math.inf) for position in work},
        list(found),
        waited_for,
        by_hand,
        stuck.deadlocks(),
        {position: stuck.waits(position) for position in stuck.positions},
    )


def _compiles(kernel: Kernel) -> bool:
    """Whether numba is to be used: loading it takes longer than any recovery."""
    return kernel == "compiled" or (kernel == "auto" and "numba" in sys.modules)


def _settled(
    needs: Requirements, work: Mapping[int, Work], lost: Collection[int]
) -> tuple[dict[int, float], dict[int, int]]:
    """When what is back is so, in that order, and whom it waited for; by the compiled kernel."""
    ready, start = np.zeros(needs.size), np.zeros(needs.size)
    positions = np.fromiter(work, dtype=np.int32, count=len(work))
    if len(positions):
        ready[positions], start[positions] = np.array(list(work.values()), dtype=np.float64).T
    found, order, waited_for = _run(needs, positions, _mask(needs.size, lost), ready, start)
    waited = order[waited_for[order] >= 0]
    return (
        dict(zip(order.tolist(), found[order].tolist(), strict=True)),
        dict(zip(waited.tolist(), waited_for[waited].tolist(), strict=True)),
    )


def _run(
    needs: Requirements,
    positions: Integers,
    lost: NDArray[np.bool_],
    ready: NDArray[np.float64],
    start: NDArray[np.float64],
) -> tuple[NDArray[np.float64], Integers, Integers]:
    from itspm_graph.analysis.recovery_compiled import settled

    grouped = needs.grouped
    return settled(
        *needs.essential, *needs.essential_to, *needs.groups_of, *needs.member_in,
        grouped.starts, grouped.members, grouped.owners, grouped.needed,
        positions, lost, ready, start,
    )  # fmt: skip


def _mask(size: int, positions: Collection[int]) -> NDArray[np.bool_]:
    found = np.zeros(size, dtype=np.bool_)
    found[np.fromiter(positions, dtype=np.int32, count=len(positions))] = True
    return found


class _Recovering:
    """The same element by element, where people know ways by hand or a part may not be enough."""

    def __init__(
        self,
        needs: Requirements,
        work: Mapping[int, Work],
        lost: Collection[int],
        rising: Rising | None,
        workarounds: Mapping[int, Collection[int]],
    ) -> None:
        self.needs = needs
        self.work = work
        self.lost = frozenset(lost)
        self.rising = rising
        self.workarounds = workarounds
        away = _mask(needs.size, lost)
        short = needs.grouped.short(~away)
        self.short: list[int] = short.tolist()
        """By group, how many members have to come back before it stands."""
        groups = np.bincount(needs.grouped.owners[short > 0], minlength=needs.size)
        self.missing: list[int] = (needs.essential.counts_of(away) + groups).tolist()
        """By position, how many of its requirements aren't met."""
        self.helps = needs.essential_to.of_each(list(lost))
        self.member_in = needs.member_in.of_each(list(lost))
        self.waited_for: dict[int, int] = {}
        self.found: dict[int, float] = {}
        self.by_hand: dict[int, list[int]] = {}
        self.queue: list[tuple[float, int]] = []
        self.starting: set[int] = set()
        """What nothing is missing for any more."""

    def run(self) -> None:
        for position in self.work:
            self._offer(position)
        self._settle()
        while self.workarounds and self._start_by_hand():
            self._settle()

    def _settle(self) -> None:
        while self.queue:
            back, position = heapq.heappop(self.queue)
            self.found[position] = back
            able: Iterable[int] = self._helped(position) if position in self.lost else ()
            if self.rising is not None:
                able = {*able, *(self.rising.back(position) & self.work.keys())}
            for owner in able:
                if owner not in self.starting and self._offer(owner, back):
                    self.waited_for[owner] = position

    def _offer(self, position: int, now: float = 0.0) -> bool:
        """Let an element start if it can by now; whether it had to wait until now."""
        if self.missing[position]:
            return False
        if self.rising is not None and not self.rising.enough(position):
            return False
        work = self.work[position]
        self.starting.add(position)
        heapq.heappush(self.queue, (max(work.ready, now) + work.start, position))
        return now > work.ready

    def _helped(self, position: int) -> list[int]:
        """Owners of whom nothing is missing any more, now that this element is back."""
        missing, passed = self.missing, self.by_hand
        helped = self.helps[position]
        if passed:
            helped = [owner for owner in helped if position not in passed.get(owner, ())]
        for number in self.member_in[position]:
            if self.short[number]:
                self.short[number] -= 1
                if not self.short[number]:
                    helped = [*helped, int(self.needs.grouped.owners[number])]
        for owner in helped:
            missing[owner] -= 1
        return [owner for owner in helped if not missing[owner] and owner in self.work]

    def _start_by_hand(self) -> bool:
        """Start the first of a deadlock that can do without what it waits for; whether any."""
        able: list[tuple[float, int, list[int]]] = []
        positions = [position for position in self.work if position not in self.found]
        stuck = _Stuck(self.needs, self.lost, self.found, positions)
        locked = stuck.deadlocks() if self.workarounds.keys() & set(positions) else []
        for position in (p for members in locked for p in members):
            if without := self.workarounds.get(position):
                waits = [p for p in self.needs.essential.of(position) if stuck.away(p)]
                passed = [p for p in waits if p in without]
                if passed and len(passed) == self.missing[position]:
                    others = [p for p in self.needs.providers.of(position) if p not in passed]
                    now = max((self.found.get(p, 0.0) for p in others), default=0.0)
                    able.append((max(self.work[position].ready, now), position, passed))
        if not able:
            return False
        now, position, passed = min(able)
        self.by_hand[position] = passed
        self.missing[position] = 0
        self._offer(position, now)
        return True


class _Stuck:
    """What isn't brought back, and why."""

    def __init__(
        self,
        needs: Requirements,
        lost: Collection[int],
        found: Mapping[int, float],
        positions: list[int],
    ) -> None:
        self.needs = needs
        self.lost = lost
        self.found = found
        self.positions = positions

    def away(self, position: int) -> bool:
        return position in self.lost and position not in self.found

    def waits(self, position: int) -> list[Wait]:
        """What a position waits for."""
        single = [Wait(None, (p,)) for p in self.needs.essential.of(position) if self.away(p)]
        return single + list(self._groups(position))

    def _groups(self, position: int) -> Iterator[Wait]:
        for number in self.needs.groups_of.of(position):
            group = self.needs.group(number)
            away = tuple(member for member in group.members if self.away(member))
            if len(group.members) - len(away) < group.needed:
                yield Wait(group, away)

    def deadlocks(self) -> list[list[int]]:
        """Sets that wait for each other, and would if everything else were back."""
        return sorted(self._apart(sorted(filter(self.away, self.positions))))

    def _apart(self, positions: list[int]) -> Iterator[list[int]]:
        """Those of them that wait for each other, were everything else back."""
        place = {position: number for number, position in enumerate(positions)}
        pairs = [
            (place[position], place[other])
            for position in place
            for other in self._waited_for(position, place.keys())
        ]
        rows, columns = (np.array([pair[end] for pair in pairs], dtype=np.int32) for end in (0, 1))
        numbers = strong_components(len(place), rows, columns).tolist()
        together: dict[int, list[int]] = {}
        for position, number in zip(place, numbers, strict=True):
            together.setdefault(number, []).append(position)
        for members in together.values():
            left = self._locked(members)
            if len(left) == len(members):
                yield left
            elif left:  # whoever waited through one that is let go waits for others no more
                yield from self._apart(left)

    def _waited_for(self, position: int, away: Set[int]) -> Iterator[int]:
        """Whom of those away a position waits for."""
        yield from (p for p in self.needs.essential.of(position) if p in away)
        for number in self.needs.groups_of.of(position):
            group = self.needs.group(number)
            missing = [member for member in group.members if member in away]
            if len(group.members) - len(missing) < group.needed:
                yield from missing

    def _locked(self, members: list[int]) -> list[int]:
        """Who of these can't be brought back though everything else is."""
        left = set(members)
        settled = True
        while settled:
            settled = False
            for position in sorted(left):
                if not self._held_up(position, left):
                    left.discard(position)
                    settled = True
        return sorted(left)

    def _held_up(self, position: int, left: set[int]) -> bool:
        if any(provider in left for provider in self.needs.essential.of(position)):
            return True
        groups = (self.needs.group(number) for number in self.needs.groups_of.of(position))
        return any(sum(m not in left for m in g.members) < g.needed for g in groups)


def workarounds(graph: Graph) -> dict[int, set[int]]:
    """By element the providers without which it can be started by hand, as is documented."""
    table = graph.table("DEPENDS_ON")
    stated = {code: graph.edge_properties(code) for code in np.unique(table.codes).tolist()}
    able = [
        code for code, said in stated.items() if said.get("workaround") and not said.get("group")
    ]
    found: dict[int, set[int]] = {}
    for row in np.flatnonzero(np.isin(table.codes, able)).tolist() if able else ():
        found.setdefault(int(table.sources[row]), set()).add(int(table.targets[row]))
    return found


def stated_work(
    graph: Graph, positions: Iterable[int]
) -> dict[int, tuple[float | None, float | None]]:
    """Minutes to restore and to start each, as stated; None where nobody says.

    What its procedures take counts, side by side; else what the element says itself.
    """
    procedures: dict[int, list[Mapping[str, Any]]] = {}
    for link in graph.links("HAS_PROCEDURE"):
        procedures.setdefault(link.source, []).append(graph.properties(link.target))
    nobody: list[Mapping[str, Any]] = []

    def longest(position: int) -> tuple[float | None, float | None]:
        said, own = procedures.get(position, nobody), graph.properties(position)
        return (
            _longest(said, "restore_minutes", own.get("restore_minutes")),
            _longest(said, "start_minutes", own.get("start_minutes")),
        )

    return {position: longest(position) for position in positions}


def _longest(
    procedures: Sequence[Mapping[str, Any]], name: str, otherwise: float | None
) -> float | None:
    if not procedures:
        return otherwise
    known = [float(said[name]) for said in procedures if said.get(name) is not None]
    return max(known, default=otherwise)


def recovery_times(
    needs: Requirements,
    lost: NDArray[np.bool_],
    ready: NDArray[np.float64],
    start: NDArray[np.float64],
    kernel: Kernel = "auto",
) -> NDArray[np.float64]:
    """When each of those that are lost is back, by position; infinite where never, and elsewhere.

    All by position and without reasons: for very many scenarios on one estate.
    """
    positions = np.flatnonzero(lost).astype(np.int32)
    if _compiles(kernel):
        return _run(needs, positions, lost, ready, start)[0]
    work = {p: Work(float(ready[p]), float(start[p])) for p in positions.tolist()}
    found = np.full(len(lost), math.inf)
    found[positions] = list(recover(needs, work, work, kernel="plain").minutes.values())
    return found
