"""Why each element went down: the first of its requirements that fell.

Of several in the same round the essential provider comes before groups, then the first by name.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from itspm_graph.adjacency import Integers
from itspm_graph.analysis.requirements import Requirements
from itspm_graph.analysis.state import State
from itspm_graph.graph import Graph

NEVER = np.iinfo(np.int32).max


class Cause(NamedTuple):
    """The requirement that fell first: of `group` (None: an essential provider) so many are up."""

    group: str | None
    up: int
    needed: int
    lost: tuple[int, ...]


def causes(graph: Graph, needs: Requirements, state: State, affected: Integers) -> list[Cause]:
    """For each of these, which are down, the requirement that fell first."""
    rounds, providers = _first_providers(graph, needs, state, affected)
    when = np.full(needs.size, NEVER, dtype=np.int32)
    when[affected] = rounds
    groups = _first_groups(graph, needs, state, when)
    # Many fall with the same provider: they share its cause.
    alone = {p: Cause(None, 0, 1, (p,)) for p in np.unique(providers).tolist()}
    return [
        groups.get(position) or alone[provider]
        for position, provider in zip(affected.tolist(), providers.tolist(), strict=True)
    ]


def _first_providers(
    graph: Graph, needs: Requirements, state: State, affected: Integers
) -> tuple[Integers, Integers]:
    """For each the round in which it lost its first essential provider, and which one."""
    counts = needs.essential.counts()[affected]
    rounds = np.full(len(affected), NEVER, dtype=np.int32)
    firsts = np.full(len(affected), -1, dtype=np.int32)
    some = np.flatnonzero(counts)
    if not len(some):
        return rounds, firsts
    others = needs.essential.of_all(affected[some])
    starts = np.cumsum(counts[some]) - counts[some]
    hops = state.hops[others]
    hops = np.where(hops < 0, NEVER, hops)
    rounds[some] = np.minimum.reduceat(hops, starts)
    earliest = hops == np.repeat(rounds[some], counts[some])
    places = np.where(earliest, graph.places[others], np.inf)
    named = places == np.repeat(np.minimum.reduceat(places, starts), counts[some])
    # Each place is there once in a row: the only one left is the first by name.
    firsts[some] = others[named & earliest]
    return rounds, firsts


def _first_groups(
    graph: Graph, needs: Requirements, state: State, when: Integers
) -> dict[int, Cause]:
    """By owner the group that fell first, where none of its essential providers did before.

    `when` has by position the round of the first essential provider.
    """
    numbers, rounds = _short(needs, state)
    owners = needs.grouped.owners[numbers]
    first = (rounds < when[owners]) & (state.hops[owners] > 0)
    numbers, rounds, owners = numbers[first], rounds[first], owners[first]
    order = np.lexsort((needs.grouped.named[numbers], rounds, owners))
    found: dict[int, Cause] = {}
    keys: dict[int, tuple[int, str]] = {}
    for number, fell, owner in zip(
        numbers[order].tolist(), rounds[order].tolist(), owners[order].tolist(), strict=True
    ):
        key = fell, needs.grouped.name(number)
        if owner in found and keys[owner] != key:
            continue
        cause = _cause(graph, needs, state, number)
        if owner not in found or _names(graph, cause) < _names(graph, found[owner]):
            found[owner], keys[owner] = cause, key
    return found


def _short(needs: Requirements, state: State) -> tuple[Integers, Integers]:
    """Groups with too few members up, and the round in which that came about."""
    bearable = needs.grouped.bearable
    for owner in state.ungrounded:
        for number in needs.groups_of.of(owner):
            short = _standing(needs, state, number) < needs.grouped.needed[number]
            bearable[number] = 0 if short else NEVER
    numbers = np.flatnonzero(state.lost > bearable).astype(np.int32)
    if not len(numbers):
        return numbers, numbers
    starts, sizes = needs.grouped.starts[numbers], needs.grouped.sizes[numbers]
    ends = np.cumsum(sizes)
    places = np.repeat(starts - (ends - sizes), sizes) + np.arange(ends[-1])
    hops = state.hops[needs.grouped.members[places]]
    # Within each group by round, what is still up at the end; then the one that was too many.
    order = np.lexsort((np.where(hops < 0, NEVER, hops), np.repeat(np.arange(len(sizes)), sizes)))
    return numbers, hops[order][ends - sizes + bearable[numbers]]


def _standing(needs: Requirements, state: State, number: int) -> int:
    """How many members still stand: for an element of N those that don't rest on its cycle."""
    group = needs.group(number)
    ungrounded = state.ungrounded.get(group.owner, ())
    return sum(state.hops[m] < 0 and m not in ungrounded for m in group.members)


def _cause(graph: Graph, needs: Requirements, state: State, number: int) -> Cause:
    group = needs.group(number)
    lost = [member for member in group.members if state.hops[member] >= 0]
    up = len(group.members) - len(lost)
    if group.owner in state.ungrounded:
        up = _standing(needs, state, number)
    return Cause(group.name, up, group.needed, tuple(sorted(lost, key=graph.ref)))


def _names(graph: Graph, cause: Cause) -> list[str]:
    return [graph.ref(position) for position in cause.lost]
