"""What goes down when these fail, in how many steps, and why."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

import numpy as np

from itspm_graph.analysis.causes import Cause as Cause
from itspm_graph.analysis.causes import causes
from itspm_graph.analysis.requirements import requirements
from itspm_graph.analysis.state import CyclePolicy as CyclePolicy
from itspm_graph.analysis.state import state
from itspm_graph.graph import Graph
from itspm_graph.spreading import Kernel


class Status(StrEnum):
    """What became of an element."""

    DOWN = "DOWN"
    DOWN_LOST_GROUND = "DOWN_LOST_GROUND"


class Affected(NamedTuple):
    """An element that goes down, in how many steps, and why."""

    position: int
    status: Status
    hops: int
    because: Cause


def impact(
    graph: Graph,
    failed: Iterable[int],
    policy: CyclePolicy = "conservative",
    kernel: Kernel = "auto",
) -> list[Affected]:
    """Everything that goes down when these fail, nearest first; the failed ones left out."""
    found = state(graph, failed, policy, kernel)
    affected = np.flatnonzero(found.hops > 0).astype(np.int32)
    affected = affected[np.lexsort((graph.places[affected], found.hops[affected]))]
    because = causes(graph, requirements(graph), found, affected)
    statuses = (
        Status.DOWN_LOST_GROUND if position in found.lost_ground else Status.DOWN
        for position in affected.tolist()
    )
    columns = (affected.tolist(), statuses, found.hops[affected].tolist(), because)
    return list(map(Affected, *columns))
