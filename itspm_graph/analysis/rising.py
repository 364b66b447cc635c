"""How capacity comes back: what a disruption left of elements, as one after the other recovers.

Capacity only rises, so each return concerns those alone who need what has returned. Inside a cycle
what is left is worked out anew from above: what two of a cycle lack of each other they have again
at once, when what they both lacked has come back.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from itspm_graph.analysis.capacity import EXACT, TIGHT, Flow
from itspm_graph.analysis.load_sharing import LoadSharing


class Rising(Flow):
    """Capacities under a disruption that ends element by element."""

    def __init__(
        self,
        flows: LoadSharing,
        hits: Mapping[int, float],
        down: Collection[int],
        wanted: Mapping[int, float],
    ) -> None:
        """`hits` gives what is left of each that was hit, `wanted` the least that serves."""
        super().__init__(flows, hits, dict.fromkeys(down, 0))
        self._wanted = wanted
        self.settle()

    def enough(self, position: int) -> bool:
        """Whether an element would have as much as serves, were it not hit itself."""
        least = self._wanted.get(position)
        if least is None or self.least(position) >= least - TIGHT:
            return True
        number = self.flows.number[position]
        return bool(self.flows.circular[number]) and self._if_up(position) >= least - TIGHT

    def _if_up(self, position: int) -> float:
        """What would be left of an element of a cycle by what it needs, were it up itself."""
        before = dict(self.capacity), dict(self.hits), dict(self.down), set(self.drained)
        self.back(position)
        found = self.least(position)
        self.capacity, self.hits, self.down, self.drained = before
        return found

    def back(self, position: int) -> set[int]:
        """Let an element be back by itself; whose requirements deliver more now."""
        self.hits.pop(position, None)
        self.down.pop(position, None)
        concerned: set[int] = set()
        pending: dict[int, set[int]] = defaultdict(set)
        queue: list[int] = []

        def wait(positions: Iterable[int]) -> None:
            for each in positions:
                number = self.flows.number[each]
                if number not in pending:
                    heapq.heappush(queue, number)
                pending[number].add(each)

        wait([position])
        while queue:
            number = heapq.heappop(queue)
            for risen in self._risen(number, pending.pop(number)):
                owners = set(self.flows.owners(risen))
                concerned |= owners
                wait(o for o in owners if o not in self.down and self.left(o) < 1 - EXACT)
        return concerned

    def _risen(self, number: int, moving: set[int]) -> list[int]:
        """Who of one component has more than before."""
        if self.flows.circular[number]:
            members = [p for p in self.capacity if self.flows.number[p] == number]
            moving = {p for p in members if p not in self.down}
        before = {position: self.left(position) for position in moving}
        for position in moving:
            self.capacity[position] = self.own(position)
        if self.flows.circular[number]:
            self._component(set(moving), number)
        else:
            for position in moving:
                self._lowered(position)
        return [p for p, left in before.items() if self.left(p) > left + EXACT]
