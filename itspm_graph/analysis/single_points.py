"""Single points of failure: cut sets of order one, exact under redundancy and cycles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from itspm_graph.adjacency import Integers
from itspm_graph.analysis.ranked import ranked
from itspm_graph.analysis.requirements import Requirements, requirements
from itspm_graph.analysis.single_failures import elements, scenarios
from itspm_graph.analysis.state import CyclePolicy
from itspm_graph.analysis.sweep import passes
from itspm_graph.graph import Graph
from itspm_graph.spreading import Kernel, Spread


class SinglePoints(NamedTuple):
    """For each target, in the order in which they were asked for, its single points of failure."""

    starts: NDArray[np.int64]
    points: Integers

    def of(self, number: int) -> list[int]:
        """Positions whose failure alone takes the target down, ascending; itself left out."""
        found: list[int] = self.points[self.starts[number] : self.starts[number + 1]].tolist()
        return found


def single_points(
    graph: Graph,
    targets: Sequence[int],
    policy: CyclePolicy = "conservative",
    *,
    failing: NDArray[np.bool_] | None = None,
    kernel: Kernel = "auto",
    width: int | None = None,
) -> SinglePoints:
    """Whose failure alone takes each of these positions down.

    `failing` says by position who may fail, all elements where it is absent. Only what the targets
    need, directly or not, is looked at. The answer takes 4 bytes for each pair of a target and a
    point; `width` is as for `single_failures`.
    """
    failing = elements(graph) if failing is None else failing
    return falls(requirements(graph), targets, failing, policy, kernel, width)


def falls(
    needs: Requirements,
    targets: Sequence[int],
    failing: NDArray[np.bool_],
    policy: CyclePolicy,
    kernel: Kernel = "auto",
    width: int | None = None,
) -> SinglePoints:
    """The same of any requirements."""
    found = ranked(needs, closure(needs, targets))
    ranks = scenarios(needs, found, failing)
    asked = found.ranks[np.array(targets, dtype=np.int32)]
    pairs = [np.empty(0, dtype=np.int64)]
    for part, made in passes(found, policy == "conservative", ranks, kernel, width):
        numbers, happening = made.falls(asked)
        falling, point = asked[numbers], part[happening]
        others = falling != point
        pairs.append((numbers[others].astype(np.int64) << 32) | found.order[point[others]])
    keys = np.sort(np.concatenate(pairs))
    starts = np.searchsorted(keys, np.arange(len(targets) + 1, dtype=np.int64) << 32)
    return SinglePoints(starts, (keys & 0xFFFFFFFF).astype(np.int32))


def closure(needs: Requirements, targets: Sequence[int]) -> NDArray[np.bool_]:
    """The targets and what they need, directly or not."""
    spread = Spread(needs.providers)
    spread.go(targets)
    return spread.hops >= 0
