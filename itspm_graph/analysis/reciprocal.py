"""Cost that is passed on, and comes back: x = b + A x, solved one cycle at a time.

This is the reciprocal method of cost allocation. Where nothing goes round it is the step-down
method: every element once, providers first. A set of elements that pass on to each other all they
have, and nothing to anybody else, has no solution: what enters never leaves (the spectral radius
of its shares is 1). Such a closed cycle is found before anything is solved.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array, csr_array, eye_array
from scipy.sparse.linalg import bicgstab, splu

from itspm_graph.adjacency import strong_components

Numbers = NDArray[np.float64]

LEAST_LEAK = 1e-12
"""What leaves a cycle, as a share; less is taken for none, as no digit of the result would hold."""
DENSE = 200
"""Cycles up to this size are solved as dense matrices, which is faster."""
DIRECT = 3_000
"""Larger cycles are first tried by iteration, as their factors could fill the memory."""
CLOSE = 1e-13
"""Relative residual at which an iteration has found the solution."""


class Allocation:
    """Who passes which share of its full cost on to whom: `shares[u, v]` is what v bears of u's."""

    def __init__(self, shares: csr_array[np.float64]) -> None:
        self.shares = shares
        self.size = int(shares.shape[0])

    @cached_property
    def components(self) -> list[NDArray[np.intp]]:
        """Sets that pass cost round among themselves, or single elements; providers first."""
        pairs = self.shares.tocoo()
        # Whoever is passed to has the lower number.
        labels = strong_components(self.size, pairs.row, pairs.col)
        members = np.argsort(-labels, kind="stable")
        return np.split(members, np.flatnonzero(np.diff(labels[members])) + 1) if self.size else []

    @cached_property
    def closed(self) -> list[list[int]]:
        """Cycles that cost enters and never leaves, members ascending."""
        totals: Numbers = self.shares.sum(axis=1)
        loops: Numbers = self.shares.diagonal()
        found = []
        for members in self.components:
            if totals[members].min() < 1 - LEAST_LEAK:
                continue
            if len(members) == 1:
                stays = loops[members]
            else:
                stays = self.shares[members][:, members].sum(axis=1)
            if stays.min() >= 1 - LEAST_LEAK:
                found.append([int(member) for member in members])
        return found

    @cached_property
    def _open(self) -> csr_array[np.float64]:
        """The shares outside of closed cycles."""
        keep = np.ones(self.size)
        for members in self.closed:
            keep[members] = 0
        pairs = self.shares.tocoo()
        kept = pairs.data * keep[pairs.row] * keep[pairs.col]
        found = csr_array((kept, (pairs.row, pairs.col)), shape=self.shares.shape)
        found.eliminate_zeros()
        return found

    def full(self, direct: Numbers) -> Numbers:
        """Full from direct costs, a column per currency; NaN in closed cycles."""
        passed = csr_array(self._open.T)
        columns = [_solved(passed, column, self.components) for column in direct.T]
        full = np.column_stack([np.empty((self.size, 0)), *columns])
        for members in self.closed:
            full[members] = np.nan
        return full

    def weights(self, wanted: Numbers) -> Numbers:
        """By how much a direct cost of 1 at each element raises the wanted sum of full costs.

        `wanted` is a column of factors, 0 in closed cycles. It is the adjoint of `full`:
        `weights(w) @ direct == w @ full(direct)`.
        """
        return _solved(self._open, wanted, self.components[::-1])


def _solved(
    passed: csr_array[np.float64], given: Numbers, components: list[NDArray[np.intp]]
) -> Numbers:
    """x with x = given + passed @ x, the components in an order in which it can be found."""
    # Most components are single elements with few providers: lists are faster there than arrays.
    found: list[float] = [0.0] * len(given)
    table = passed.indptr.tolist(), passed.indices.tolist(), passed.data.tolist()
    own_costs: list[float] = given.tolist()
    for component in components:
        members: list[int] = component.tolist()
        if len(members) > DENSE:
            solved = _sparse(passed, component, given + passed @ np.array(found)).tolist()
        else:
            solved = _small(table, members, own_costs, found)
        for member, value in zip(members, solved, strict=True):
            found[member] = value
    return np.array(found)


def _small(
    table: tuple[list[int], list[int], list[float]],
    members: list[int],
    given: list[float],
    found: list[float],
) -> list[float]:
    """The values of a component of few members; what is passed to it is known."""
    starts, others, shares = table
    known = [given[member] for member in members]
    inside: list[tuple[int, int, float]] = []
    place = {member: number for number, member in enumerate(members)}
    for number, member in enumerate(members):
        for cell in range(starts[member], starts[member + 1]):
            other = others[cell]
            if other in place:
                inside.append((number, place[other], shares[cell]))
            else:
                known[number] += shares[cell] * found[other]
    if not inside:
        return known
    matrix = np.eye(len(members))
    for number, other, share in inside:
        matrix[number, other] -= share
    # Nothing is negative, so a solution below what is known is rounding.
    solved: list[float] = np.maximum(np.linalg.solve(matrix, known), known).tolist()
    return solved


def _sparse(passed: csr_array[np.float64], members: NDArray[np.intp], known: Numbers) -> Numbers:
    """The values of a large component."""
    known, own = known[members], passed[members][:, members]
    matrix = csc_array(eye_array(len(members), format="csr") - own)
    solved = _iterated(matrix, known) if len(members) > DIRECT else None
    if solved is None:
        solved = splu(matrix).solve(known)
    return np.maximum(solved, known)


def _iterated(matrix: csc_array[np.float64], known: Numbers) -> Numbers | None:
    """The solution by stabilised biconjugate gradients, None where that doesn't get close."""
    found: Numbers = bicgstab(matrix, known, x0=known, rtol=CLOSE, atol=0, maxiter=2_000)[0]
    away = np.linalg.norm(known - matrix @ found)
    return found if away <= 10 * CLOSE * np.linalg.norm(known) else None
