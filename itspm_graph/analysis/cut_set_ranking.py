"""The most probable of many minimal cut sets, without going through all of them."""

from __future__ import annotations

import heapq
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from itspm_graph.analysis.diagrams import Diagram

Key = tuple[bool, float, int, tuple[int, ...]]
"""Whether a probability is missing, the negated probability, the order, the members' places."""

NONE = 1 << 60
"""The place of a member that isn't there: after all others."""


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
        return probability is None, -rounded(probability or 0.0), len(places), places

    def place(self, event: int) -> int:
        return self._place[event]

    def members(self, key: Key) -> tuple[int, ...]:
        """The set's events, the most probable first."""
        return tuple(self.events[place] for place in key[3])

    def probability(self, events: Iterable[int]) -> float | None:
        """That all of them have occurred, independently; None where one's is unknown."""
        own = [self.q[event] for event in events]
        return None if None in own else math.prod(q for q in own if q is not None)


def rounded(probability: float) -> float:
    """To nine digits, so that products in another order compare as equal."""
    return float(f"{probability:.9g}")


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
    first: int
    """The least place of a member."""

    def then(self, other: _Bound) -> _Bound:
        return _Bound(
            self.probability * other.probability,
            self.unknown or other.unknown,
            self.order + other.order,
            min(self.first, other.first),
        )

    def or_(self, other: _Bound) -> _Bound:
        return _Bound(
            max(self.probability, other.probability),
            self.unknown and other.unknown,
            min(self.order, other.order),
            min(self.first, other.first),
        )


_NOTHING = _Bound(1.0, False, 0, NONE)
_IMPOSSIBLE = _Bound(0.0, True, NONE, NONE)


@dataclass(frozen=True)
class _Way:
    """A node of a module's family, what comes after it, and what led to it."""

    module: int
    node: int
    after: _Way | None
    """Where to go on once the module is through; its own members don't count."""
    chosen: tuple[int, ...]
    """The places of the members taken so far, ascending."""
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
        return _Bound(1.0 if q is None else q, q is None, 1, self.ranking.place(variable))

    def offer_to(self, best: Best, top: int, watch: Callable[[], None]) -> None:
        """Offer every set of at most `order` members that may be among the best."""
        root = self.families[top].root
        stack = [_Way(top, root, None, (), _NOTHING, _NOTHING)] if root else []
        while stack:
            way = stack.pop()
            if self._hopeless(way, best):
                continue
            watch()
            if way.node > 1:
                branches = [*self._taken(way), *self._spared(way)]
                stack += sorted(branches, key=self._best_key, reverse=True)
            elif way.after is None:
                best.offer(self.ranking.key(self.ranking.events[place] for place in way.chosen))
            else:
                stack.append(replace(way.after, chosen=way.chosen, so_far=way.so_far))

    def _taken(self, way: _Way) -> Iterator[_Way]:
        diagram = self.families[way.module]
        variable = diagram.variables[way.node]
        beyond = replace(way, node=diagram.high[way.node])
        if self._is_event(variable):
            chosen = tuple(sorted((*way.chosen, self.ranking.place(variable))))
            yield replace(beyond, chosen=chosen, so_far=way.so_far.then(self._own(variable)))
        else:
            root = self.families[variable].root
            to_come = self.bounds[way.module][beyond.node].then(way.to_come)
            yield _Way(variable, root, beyond, way.chosen, way.so_far, to_come)

    def _spared(self, way: _Way) -> Iterator[_Way]:
        low = self.families[way.module].low[way.node]
        if low:
            yield replace(way, node=low)

    def _best_key(self, way: _Way) -> Key:
        """At most the key of any set that the way leads to.

        Members taken that come before all others to come are its first ones for certain.
        """
        ahead = self.bounds[way.module][way.node].then(way.to_come)
        whole = way.so_far.then(ahead)
        settled = tuple(place for place in way.chosen if place < ahead.first)
        places = settled if ahead.first == NONE else (*settled, ahead.first)
        probability = 0.0 if whole.unknown else whole.probability
        return whole.unknown, -rounded(probability), whole.order, places

    def _hopeless(self, way: _Way, best: Best) -> bool:
        key = self._best_key(way)
        return (self.order is not None and key[2] > self.order) or best.beats(key)
