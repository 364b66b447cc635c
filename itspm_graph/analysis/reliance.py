"""Who rests on what, in whatever way: the edges along which things are left behind."""

from __future__ import annotations

import numpy as np

from itspm_graph.adjacency import Integers
from itspm_graph.connections import connections
from itspm_graph.graph import Graph


def reliances(graph: Graph) -> tuple[Integers, Integers]:
    """Who rests on what, pair by pair: by need, whether softly or in a group, or by consumption."""
    dependents, providers = connections(graph).ends
    used = graph.table("CONSUMES")
    return (
        np.concatenate([dependents, used.sources]).astype(np.int32),
        np.concatenate([providers, used.targets]).astype(np.int32),
    )
