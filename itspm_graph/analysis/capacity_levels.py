"""Which capacities an element can have when whole elements fail: finitely many.

What fails leaves nothing, and requirements make of that least, k-th largest, sum of shares, and
1 - w (1 - c). So the levels of an element follow from those of its providers. Inside a cycle they
would come from themselves: there every level of a greatest fixpoint is that of some way through the
cycle that meets nobody twice, since a soft dependency only ever takes away from a loss. A cycle
that shares its load has no such bound, and is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from itertools import groupby

from itspm_graph.analysis.load_sharing import LoadSharing, Requirement
from itspm_graph.errors import LimitExceeded

Ascending = tuple[float, ...]
"""Shares of capacity from 0 to 1; some may never be taken."""

WHOLE: Ascending = (0.0, 1.0)
"""Of what is either down or has everything."""

DIGITS = 12
"""Levels that are equal up to here are one."""

MOST_LEVELS = 2_000
"""Of one element, or of the sum that members of one group can carry."""


class CapacityLevels:
    """The levels of elements, worked out where they are asked for.

    `divided` are the elements that may have a fraction, as `LoadSharing.divided` says.
    `LimitExceeded` where there are too many, or a cycle shares its load.
    """

    def __init__(
        self, flows: LoadSharing, divided: Collection[int], name: Callable[[int], str]
    ) -> None:
        self.flows = flows
        self.divided = divided
        self.name = name
        self._known: dict[int, Ascending] = {}
        self._sums: dict[Requirement, list[Ascending]] = {}

    def of(self, position: int) -> Ascending:
        """The levels of one element."""
        if position in self.divided and position not in self._known:
            below = (p for p in self.flows.rests_on([position]) if p in self.divided)
            number = self.flows.number
            for _, unit in groupby(sorted(below, key=lambda p: (number[p], p)), number.__getitem__):
                self._settle(list(unit))
        return self._known.get(position, WHOLE)

    def sums(self, requirement: Requirement) -> list[Ascending]:
        """What the members of a shared load can carry, from each place on; 1 is enough."""
        if requirement not in self._sums:
            self.refuse_cycle(requirement)
            found: list[Ascending] = [(0.0,)]
            parts = list(zip(requirement.members, requirement.shares or (), strict=True))
            for member, share in reversed(parts):
                levels = self.of(member)
                found.append(
                    self._ascending(
                        requirement.owner,
                        (min(1.0, share * level + rest) for level in levels for rest in found[-1]),
                    )
                )
            self._sums[requirement] = found[::-1]
        return self._sums[requirement]

    def refuse_cycle(self, requirement: Requirement) -> None:
        """Raise where what a shared load leaves its owner flows back into a member."""
        number = self.flows.number
        if any(number[member] == number[requirement.owner] for member in requirement.members):
            owner = self.name(requirement.owner)
            raise LimitExceeded(f"{owner} shares its load with what needs it in turn")

    def _settle(self, unit: list[int]) -> None:
        """The levels of one component, or of one element, its providers being known."""
        if unit[0] in self._known:
            return
        self._known.update(dict.fromkeys(unit, WHOLE))
        circular = self.flows.circular[self.flows.number[unit[0]]]
        for _ in range(len(unit) if circular else 1):
            before = {position: self._known[position] for position in unit}
            for position in unit:
                self._known[position] = self._ascending(position, self._left(position))
            if all(self._known[position] == before[position] for position in unit):
                return

    def _left(self, position: int) -> Iterable[float]:
        """What requirements can leave an element; nothing and everything among it."""
        yield from WHOLE
        for provider in self.flows.providers(position):
            yield from self._known.get(provider, WHOLE)
        for requirement in self.flows.groups(position):
            weight = 1.0 if requirement.weight is None else requirement.weight
            for level in self._met(requirement):
                yield 1 - weight * (1 - level)

    def _met(self, requirement: Requirement) -> Iterable[float]:
        if requirement.shares is not None:
            return self.sums(requirement)[0]
        return {level for m in requirement.members for level in self._known.get(m, WHOLE)}

    def _ascending(self, owner: int, levels: Iterable[float]) -> Ascending:
        found: set[float] = set()
        for level in levels:
            found.add(round(level, DIGITS))
            if len(found) > MOST_LEVELS:
                raise LimitExceeded(
                    f"{self.name(owner)} can be left with more than {MOST_LEVELS} "
                    "different shares of its capacity"
                )
        return tuple(sorted(found))
