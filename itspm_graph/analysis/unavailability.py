"""How often an element is down by itself, as the catalog states it."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from itspm_graph.graph import Graph


def own_unavailability(properties: Mapping[str, Any]) -> float | None:
    """The probability that an element is down by itself at a random instant, None where unstated.

    Stated as such, as its complement, or by mean times: MTTR / (MTBF + MTTR).
    """
    if (stated := properties.get("unavailability")) is not None:
        return float(stated)
    if (stated := properties.get("availability")) is not None:
        return float(1 - Decimal(repr(stated)))  # 1 - 0.999 in floats isn't 0.001
    between, repair = properties.get("mtbf_hours"), properties.get("mttr_hours")
    if between is None or repair is None:
        return None
    return float(repair) / (float(between) + float(repair)) if between or repair else 0.0


@dataclass(frozen=True)
class Failing(Container[int]):
    """The positions of elements that may fail by themselves."""

    graph: Graph

    def __contains__(self, position: object) -> bool:
        own = isinstance(position, int) and own_unavailability(self.graph.properties(position))
        return bool(own)
