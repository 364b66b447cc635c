"""scipy: `breadth_first_order` over a sparse matrix."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order

from bench.estates import Estate
from bench.peers import Peer


class Scipy(Peer):
    """A matrix from provider to dependent, of the number type that scipy needn't convert."""

    name = "scipy"

    def load(self, estate: Estate) -> None:
        dependents, providers = estate.pairs
        shape = (estate.size, estate.size)
        ones = np.ones(len(dependents), dtype=np.float64)
        self.matrix = csr_array((ones, (providers, dependents)), shape=shape)

    def dependents(self, position: int) -> NDArray[np.int32]:
        order = breadth_first_order(self.matrix, position, return_predecessors=False)
        found: NDArray[np.int32] = order[1:]
        return found
