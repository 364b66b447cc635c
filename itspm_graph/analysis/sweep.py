"""Many scenarios in one pass: one bit each, in a row of bits for every element.

Bit s of an element's row says that the element is down when scenario s happens. A row follows from
those of the providers by the same equations as a single state does (domain rules), with "or" for
essential providers and counting for groups, so one pass in rank order answers thousands of
scenarios. Scenarios here are failures of one element alone. They are taken in rank order, so that
a pass starts at the first of its elements: nothing below it can fall.

Three kernels do the same: Python's big integers, machine words by levels, and machine words with
numba where it's installed. Where levels are wide, failures that take little with them are told on
lists first; rows of bits are then filled for the others alone.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib.util import find_spec
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from itspm_graph.adjacency import Integers
from itspm_graph.analysis.levels import Levels, levels
from itspm_graph.analysis.ranked import Ranked
from itspm_graph.analysis.sweep_reference import ReferenceSweep
from itspm_graph.analysis.sweep_words import WordSweep
from itspm_graph.spreading import Kernel

if TYPE_CHECKING:
    from itspm_graph.analysis.sweep_lists import ListSweep
    from itspm_graph.analysis.sweep_sets import Sets

WORTH_COMPILING = 1_000_000_000
"""So many scenarios times edges take the reference about as long as loading the compiled one."""
PARTS = ("lists", "compiled-lists", "words")
"""Kernels that take narrow levels too, so that they can be held against the others."""


class Sweep(Protocol):
    """The state of every rank under each scenario of one pass."""

    width: int
    """How many scenarios one pass takes at most."""

    def fill(self, failing: Integers) -> None:
        """Work out who is down when each of these ranks, ascending, fails alone."""

    def counts(self) -> NDArray[np.int64]:
        """By scenario: how many are down."""

    def sums(self, weights: NDArray[np.float64]) -> NDArray[np.float64]:
        """By kind and scenario: what those weigh that are down; `weights` by kind and rank."""

    def falls(self, ranks: Integers) -> tuple[Integers, Integers]:
        """Who of these ranks is down in which scenario: pairs of their numbers, in two columns."""


def passes(
    ranked: Ranked,
    conservative: bool,
    failing: Integers,
    kernel: Kernel = "auto",
    width: int | None = None,
    *,
    lists: bool = True,
) -> Iterator[tuple[Integers, Sweep]]:
    """Let each of these ranks, ascending, fail alone: who did in a pass, and what came of it.

    Small failures are told on lists first, where levels are wide; `words` and `reference` take
    none, and neither does who has told them already (`lists`). `auto` takes the compiled kernels
    where it can and it pays.
    """
    by_level = len(failing) > 0 and kernel != "reference"
    found = levels(ranked, wide=kernel not in PARTS) if by_level else None
    if found is not None and lists and kernel != "words":
        told, large = _lists(ranked, found, len(failing), kernel, width), [failing[:0]]
        for part in _parts(told, failing):
            large.append(part[~told.kept])
            yield part[told.kept], told
        failing = np.concatenate(large)
    if len(failing):
        bits = _bits(ranked, found, conservative, len(failing), kernel, width)
        for part in _parts(bits, failing):
            yield part, bits


def sets(turned: Ranked, kernel: Kernel = "auto") -> Sets | None:
    """The kernel for small blast sizes, where levels are wide; of the structure upside down."""
    found = levels(turned, wide=kernel not in PARTS)
    if found is None:
        return None
    if _compiled(turned, len(turned.order), kernel):
        from itspm_graph.analysis.sweep_sets_compiled import CompiledSets

        return CompiledSets(found)
    from itspm_graph.analysis.sweep_sets import Sets  # loads scipy

    return Sets(found)


def _compiled(ranked: Ranked, scenarios: int, kernel: Kernel) -> bool:
    """Whether the compiled kernels are to be taken: they were asked for, or it pays."""
    if kernel != "auto":
        return kernel in ("compiled", "compiled-lists")
    work = scenarios * (len(ranked.providers.others) + len(ranked.members.others))
    pays = "numba" in sys.modules or work > WORTH_COMPILING
    return pays and find_spec("numba") is not None


def _lists(
    ranked: Ranked, found: Levels, scenarios: int, kernel: Kernel, width: int | None
) -> ListSweep:
    """The kernel for lists."""
    if _compiled(ranked, scenarios, kernel):
        from itspm_graph.analysis.sweep_lists_compiled import CompiledListSweep

        return CompiledListSweep(found, len(ranked.order), width)
    from itspm_graph.analysis.sweep_lists import ListSweep  # loads scipy

    return ListSweep(found, len(ranked.order), width)


def _bits(
    ranked: Ranked,
    found: Levels | None,
    conservative: bool,
    scenarios: int,
    kernel: Kernel,
    width: int | None,
) -> Sweep:
    """The kernel for rows of bits."""
    if not _compiled(ranked, scenarios, kernel):
        if found is not None:
            return WordSweep(found, len(ranked.order), width)
        return ReferenceSweep(ranked, conservative, width)
    from itspm_graph.analysis.sweep_compiled import CompiledSweep

    return CompiledSweep(ranked, conservative, scenarios, width)


def _parts(made: Sweep, failing: Integers) -> Iterator[Integers]:
    """Fill the sweep again and again until every rank has failed; each time, who did."""
    for start in range(0, len(failing), made.width):
        part = failing[start : start + made.width]
        made.fill(part)
        yield part
