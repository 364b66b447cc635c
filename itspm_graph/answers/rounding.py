"""Rounding as people do with money, and as Cypher does: a half goes away from zero."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal


def rounded(value: float, digits: int) -> float:
    """The number to so many decimal places; Python's own `round` takes halves to even ones."""
    return float(Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP))
