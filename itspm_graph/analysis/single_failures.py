"""What every single failure takes down (N-1 over the whole estate)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from itspm_graph.adjacency import Integers
from itspm_graph.analysis.ranked import Ranked, ranked
from itspm_graph.analysis.requirements import Requirements, requirements
from itspm_graph.analysis.state import CyclePolicy
from itspm_graph.analysis.sweep import passes
from itspm_graph.connections import of_types
from itspm_graph.graph import Graph
from itspm_graph.model.elements import Element
from itspm_graph.spreading import Kernel


class SingleFailures(NamedTuple):
    """What goes down when one element fails alone, by its position; itself is never counted."""

    affected: NDArray[np.int64]
    """How many others."""
    sums: dict[str, NDArray[np.float64]]
    """What these others weigh together, for each kind of weight."""


def single_failures(
    graph: Graph,
    policy: CyclePolicy = "conservative",
    *,
    weights: Mapping[str, NDArray[np.float64]] | None = None,
    failing: NDArray[np.bool_] | None = None,
    kernel: Kernel = "auto",
    width: int | None = None,
) -> SingleFailures:
    """How much goes down with each element, as `impact` would say of each of them.

    `weights` are by position, for instance 1 where a service stands, or revenue; where they are 0
    nothing is added. `failing` says by position who may fail, all elements where it is absent; of
    others everything is 0. A pass takes `width` scenarios; memory is `width / 8` bytes for every
    node at most.
    """
    needs = requirements(graph)
    found = ranked(needs)
    kinds = dict(weights or {})
    weighed = np.array([kinds[kind][found.order] for kind in kinds]).reshape(len(kinds), needs.size)
    ranks = scenarios(needs, found, elements(graph) if failing is None else failing)
    affected = np.zeros(needs.size, dtype=np.int64)
    sums = np.zeros((len(kinds), needs.size))
    for part, made in passes(found, policy == "conservative", ranks, kernel, width):
        positions = found.order[part]
        affected[positions] = made.counts() - 1
        if kinds:
            sums[:, positions] = made.sums(weighed) - weighed[:, part]
    return SingleFailures(affected, dict(zip(kinds, sums, strict=True)))


def elements(graph: Graph) -> NDArray[np.bool_]:
    """By position, whether an element is there, which may fail."""
    return of_types(graph, np.arange(graph.size, dtype=np.int32), (Element,))


def scenarios(needs: Requirements, found: Ranked, failing: NDArray[np.bool_]) -> Integers:
    """Ranks of those who may fail and whom somebody needs, ascending."""
    needed = (needs.essential_to.counts() > 0) | (needs.member_in.counts() > 0)
    return np.flatnonzero((failing & needed)[found.order]).astype(np.int32)
