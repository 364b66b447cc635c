"""The most probable of many minimal cut sets, without going through all of them."""

from __future__ import annotations

import heapq
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from itspm_graph.analysis.diagrams import Diagram

Key = tuple[bool, float, int, tuple[int, ...]]
"""Whether a probability is missing, the negated probability, the order, the members' places."""

SLACK = 1 + 1e-9
"""By how much a bound may be off, having been multiplied in another order."""


class Ranking:
    """What comes first: the more probable set, then the smaller, then by members.

    Members are in order of their own probability, then of `names`. Sets with a member of unknown
    probability come after all others, smaller ones first.
    """

    def __init__(self, names: Sequence[str], q: Sequence[float | None]) -> None:
        self.q = q
        by_probability = [
            (own is None, -(own or 0.0), name) for own, name in zip(q, names, strict=True)
        ]
        self.events = sorted(range(len(q)), key=by_probability.__getitem__)
        self._place = {event: place for place, event in enumerate(self.events)}

    def key(self, events: Iterable[int]) -> Key:
        places = tuple(sorted(self._place[event] for event in events))
        probability = self.probability(self.events[place] for place in places)
        rounded = 0.0 if probability is None else float(f"{probability:.12g}")
        return probability is None, -rounded, len(places), places

    def members(self, key: Key) -> tuple[int, ...]:
        """The set's events, the most probable first."""
        return tuple(self.events[place] for place in key[3])

    def probability(self, events: Iterable[int]) -> float | None:
        """That all of them have occurred, independently; None where one's is unknown."""
        own = [self.q[event] for event in events]
        return None if None in own else math.prod(q for q in own if q is not None)


class Best:
    """The first so many of the keys that were offered."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._heap: list[_Last] = []

    def offer(self, key: Key) -> None:
        if len(self._heap) < self.most:
            heapq.heappush(self._heap, _Last(key))
        elif self._heap and key < self._heap[0].key:
            heapq.heapreplace(self._heap, _Last(key))

    def beats(self, key: Key) -> bool:
        """Whether a set with this key, and so any later one, would be turned away."""
        return not self.most or (len(self._heap) == self.most and self._heap[0].key <= key)

    def sorted(self) -> list[Key]:
        return sorted(item.key for item in self._heap)


@dataclass(frozen=True)
class _Last:
    """A key in a heap whose top is the last one."""

    key: Key

    def __lt__(self, other: _Last) -> bool:
        return self.key > other.key


def rank_pairs(
    pairs: Sequence[int], candidates: Sequence[int], ranking: Ranking, best: Best
) -> None:
    """Offer the pairs of candidates, which are in the order of the ranking.

    Each row's pairs come in the order of their keys, and so do the rows' best possible ones.
    """
    for row, partners in enumerate(pairs[:-1]):
        if best.beats(ranking.key((candidates[row], candidates[row + 1]))):
            return
        for column in _set_bits(partners):
            key = ranking.key((candidates[row], candidates[column]))
            if best.beats(key):
                break
            best.offer(key)


def _set_bits(number: int) -> Iterator[int]:
    while number:
        yield (number & -number).bit_length() - 1
        number &= number - 1


@dataclass(frozen=True)
class _Bound:
    """The best that any completion can come to, each for itself."""

    probability: float
    unknown: bool
    order: int

    def then(self, other: _Bound) -> _Bound:
        return _Bound(
            self.probability * other.probability,
            self.unknown or other.unknown,
            self.order + other.order,
        )

    def or_(self, other: _Bound) -> _Bound:
        return _Bound(
            max(self.probability, other.probability),
            self.unknown and other.unknown,
            min(self.order, other.order),
        )

    @property
    def key(self) -> Key:
        probability = 0.0 if self.unknown else self.probability * SLACK
        return self.unknown, -probability, self.order, ()


_NOTHING = _Bound(1.0, False, 0)
_IMPOSSIBLE = _Bound(0.0, True, 1 << 60)


@dataclass(frozen=True)
class _Chosen:
    """The members taken so far."""

    event: int
    rest: _Chosen | None


@dataclass(frozen=True)
class _Way:
    """A node of a module's family, what comes after it, and what led to it."""

    module: int
    node: int
    after: _Way | None
    """Where to go on once the module is through; its own members don't count."""
    chosen: _Chosen | None
    so_far: _Bound
    to_come: _Bound
    """What the modules around this one still need."""


class FamilySearch:
    """Depth-first search through families of minimal solutions, bounded by what is best so far."""

    def __init__(
        self, families: Mapping[int, Diagram], ranking: Ranking, order: int | None
    ) -> None:
        self.families = families
        self.ranking = ranking
        self.order = order
        self.bounds: dict[int, list[_Bound]] = {}
        for module, diagram in families.items():
            found = [_IMPOSSIBLE, _NOTHING]
            for node in diagram.nodes():
                taken = self._own(diagram.variables[node]).then(found[diagram.high[node]])
                found.append(taken.or_(found[diagram.low[node]]))
            self.bounds[module] = found

    def _is_event(self, variable: int) -> bool:
        return variable < len(self.ranking.q)

    def _own(self, variable: int) -> _Bound:
        if not self._is_event(variable):
            return self.bounds[variable][self.families[variable].root]
        q = self.ranking.q[variable]
        return _Bound(1.0 if q is None else q, q is None, 1)

    def offer_to(self, best: Best, top: int, watch: Callable[[], None]) -> None:
        """Offer every set of at most `order` members that may be among the best."""
        root = self.families[top].root
        stack = [_Way(top, root, None, None, _NOTHING, _NOTHING)] if root else []
        while stack:
            way = stack.pop()
            if self._hopeless(way, best):
                continue
            watch()
            if way.node > 1:
                branches = [*self._taken(way), *self._spared(way)]
                stack += sorted(branches, key=lambda branch: self._bound(branch).key, reverse=True)
            elif way.after is None:
                best.offer(self.ranking.key(_events(way.chosen)))
            else:
                stack.append(replace(way.after, chosen=way.chosen, so_far=way.so_far))

    def _taken(self, way: _Way) -> Iterator[_Way]:
        diagram = self.families[way.module]
        variable = diagram.variables[way.node]
        beyond = replace(way, node=diagram.high[way.node])
        if self._is_event(variable):
            chosen = _Chosen(variable, way.chosen)
            yield replace(beyond, chosen=chosen, so_far=way.so_far.then(self._own(variable)))
        else:
            root = self.families[variable].root
            to_come = self.bounds[way.module][beyond.node].then(way.to_come)
            yield _Way(variable, root, beyond, way.chosen, way.so_far, to_come)

    def _spared(self, way: _Way) -> Iterator[_Way]:
        low = self.families[way.module].low[way.node]
        if low:
            yield replace(way, node=low)

    def _bound(self, way: _Way) -> _Bound:
        return way.so_far.then(self.bounds[way.module][way.node]).then(way.to_come)

    def _hopeless(self, way: _Way, best: Best) -> bool:
        bound = self._bound(way)
        return (self.order is not None and bound.order > self.order) or best.beats(bound.key)


def _events(chosen: _Chosen | None) -> Iterator[int]:
    while chosen is not None:
        yield chosen.event
        chosen = chosen.rest
