"""Weighted scores of candidates, and how little it takes for another to come first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

LEVEL = 1e-9
"""Scores closer than this are equal."""


class Flip(NamedTuple):
    """One criterion's weight, moved to where two candidates are level."""

    change: float
    criterion: str
    weight: float


def score(weights: Mapping[str, float], values: Mapping[str, float]) -> float:
    """The sum of weight times value; weights add up to 1."""
    return sum(weights[criterion] * values[criterion] for criterion in sorted(weights))


def flips(
    weights: Mapping[str, float], ahead: Mapping[str, float], behind: Mapping[str, float]
) -> list[Flip]:
    """Every single weight that can be moved so that the one behind draws level, the least first.

    While one weight moves to x, the others are scaled by (1 - x) / (1 - w), so that their
    proportions and the sum of 1 stay. The lead is then a straight line in x, and 0 at most once. A
    criterion that has all the weight can't move: nothing says how the others would share the rest.
    """
    found = []
    for criterion, weight in weights.items():
        if weight >= 1 - LEVEL:
            continue
        own = ahead[criterion] - behind[criterion]
        lead = score(weights, ahead) - score(weights, behind)
        others = (lead - weight * own) / (1 - weight)
        if abs(own - others) < LEVEL:
            continue
        level = -others / (own - others)
        if 0 <= level <= 1:
            found.append(Flip(abs(level - weight), criterion, level))
    return sorted(found)


def ranks(scores: Sequence[float]) -> list[int]:
    """The place of each score, 1 the highest; equal scores share a place."""
    return [1 + sum(other > mine + LEVEL for other in scores) for mine in scores]
