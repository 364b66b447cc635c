"""Probability that a target has failed, by drawing: seeded, with an interval.

Samples are bits: the structure function is evaluated once for all samples of a block, by the same
gates and fixpoints as everywhere else.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from itspm_graph.analysis.structure_function import Lattice, StructureFunction

BLOCK = 1 << 16
"""Samples that are evaluated together."""


@dataclass(frozen=True)
class Simulated:
    """What drawing found: `failures` of `samples` failed; between these bounds, so confident.

    No failure in n samples doesn't say "never": the upper bound then is about 3.84/n at 95 %.
    """

    samples: int
    failures: int
    seed: int
    confidence: float
    interval: tuple[float, float]

    @property
    def unavailability(self) -> float:
        return self.failures / self.samples


def simulate(
    function: StructureFunction,
    q: Sequence[float],
    *,
    samples: int = 1 << 20,
    seed: int = 0,
    confidence: float = 0.95,
    watch: Callable[[], None] = lambda: None,
) -> Simulated:
    """Draw the events independently, so many times, and count how often the top fails.

    The same seed draws the same samples on every machine with the same numpy.
    """
    generator = np.random.default_rng(seed)
    failures = 0
    for start in range(0, samples, BLOCK):
        size = min(BLOCK, samples - start)
        events = [_drawn(generator, own, size) for own in q]
        lattice = Lattice(0, (1 << size) - 1, watch)
        failures += function.value(events, lattice).bit_count()
    return Simulated(samples, failures, seed, confidence, wilson(failures, samples, confidence))


def _drawn(generator: np.random.Generator, q: float, size: int) -> int:
    """In which of so many samples an event occurs: how many first, then which, all alike."""
    bits = np.zeros(size, dtype=np.uint8)
    bits[generator.choice(size, generator.binomial(size, q), replace=False, shuffle=False)] = 1
    return int.from_bytes(np.packbits(bits, bitorder="little").tobytes(), "little")


def wilson(hits: int, samples: int, confidence: float) -> tuple[float, float]:
    """The score interval of a proportion (Wilson 1927, JASA 22); it never leaves 0…1."""
    z2 = NormalDist().inv_cdf((1 + confidence) / 2) ** 2
    middle = hits + z2 / 2
    spread = math.sqrt(z2 * (hits * (samples - hits) / samples + z2 / 4))
    low = 0.0 if not hits else (middle - spread) / (samples + z2)
    high = 1.0 if hits == samples else (middle + spread) / (samples + z2)
    return low, high
