"""What in a cycle can be brought up from nothing: the least fixpoint of "up" (domain rules).

An element of a cycle that can't is held up by the cycle alone. It may well run; but it could not be
started again, and it is what the conservative policy doesn't trust once support was lost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np

from itspm_graph.adjacency import Integers
from itspm_graph.analysis.requirements import Requirements


def grounded(
    needs: Requirements,
    members: Iterable[int],
    failed: Callable[[int], bool],
    down: Callable[[int], bool],
) -> set[int]:
    """Which members of one component can be brought up one after the other.

    Outside the component the state is as `down` says; inside, `failed` elements stay down.
    """
    inside = frozenset(members)
    missing: dict[int, int] = {}
    short: dict[int, int] = {}
    for position in inside:
        blocked = sum(p in inside or down(p) for p in needs.essential.of(position))
        for number in needs.groups_of.of(position):
            group = needs.group(number)
            ready = sum(m not in inside and not down(m) for m in group.members)
            short[number] = group.needed - ready
            blocked += short[number] > 0
        missing[position] = blocked
    found: set[int] = set()
    work = [p for p in inside if not missing[p] and not failed(p)]
    while work:
        position = work.pop()
        found.add(position)
        for owner in _served(needs, position, missing, short):
            missing[owner] -= 1
            if not missing[owner] and not failed(owner):
                work.append(owner)
    return found


def _served(
    needs: Requirements, position: int, missing: dict[int, int], short: dict[int, int]
) -> list[int]:
    """Whose requirement is newly met now that the position is up."""
    served = [d for d in needs.essential_to.of(position) if d in missing]
    for number in needs.member_in.of(position):
        if number in short:
            short[number] -= 1
            if short[number] == 0:
                served.append(int(needs.grouped.owners[number]))
    return served


def at_rest(needs: Requirements, number: int) -> frozenset[int]:
    """Members of one cycle that can be brought up while nothing has failed."""
    known: dict[int, frozenset[int]] = needs.derived.setdefault(at_rest, {})
    if number not in known:
        known[number] = frozenset(
            grounded(needs, needs.cycles[number], lambda _: False, lambda _: False)
        )
    return known[number]


def cycles_with_groups(needs: Requirements) -> Integers:
    """Cycles in which somebody owns a group, ascending.

    In others everybody needs another one of the cycle, or itself: nobody can be brought up.
    """
    circular = np.fromiter(needs.cycles, dtype=np.int32)
    owning = np.zeros(needs.size, dtype=bool)
    owning[needs.components[needs.grouped.owners]] = True
    found: Integers = circular[owning[circular]]
    return found


def grounded_at_rest(needs: Requirements) -> frozenset[int]:
    """Members of all cycles that can be brought up while nothing has failed."""
    numbers = cycles_with_groups(needs).tolist()
    return frozenset().union(*(at_rest(needs, number) for number in numbers))
