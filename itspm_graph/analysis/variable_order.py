"""Orders of a diagram's variables: rules of thumb, of which the first that fits is taken.

The size of a decision diagram depends on the order of its variables, and the best one is out of
reach. Depth-first, left-most orders keep together what occurs together; which input goes first is
weighed in several ways (Bouissou, Bruyère and Rauzy 1997, "BDD based fault-tree processing: a
comparison of variable ordering heuristics").
"""

from __future__ import annotations

from collections.abc import Collection

from itspm_graph.analysis.reduction import Order, reachable
from itspm_graph.analysis.structure_function import StructureFunction


def depth_first(sign: int) -> Order:
    """Depth first; of a gate's inputs the light ones first (1), as they are (0), or last (-1).

    The weight of a gate is the number of its events, repeated ones counted again.
    """

    def order(function: StructureFunction, top: int, stop: Collection[int]) -> list[int]:
        weights = _weights(function, top, stop) if sign else {}
        found: list[int] = []
        seen: set[int] = set()
        stack = [top]
        while stack:
            node = stack.pop()
            if node in seen:
                continue
            seen.add(node)
            if function.is_event(node) or (node in stop and node != top):
                found.append(node)
                continue
            inputs = function.gate(node).inputs
            stack.extend(function.loop_of[node].gates if node in function.loop_of else ())
            stack.extend(sorted(inputs, key=lambda n: (-sign * weights.get(n, 0), -n)))
        return found

    return order


def _weights(function: StructureFunction, top: int, stop: Collection[int]) -> dict[int, float]:
    weights: dict[int, float] = {}
    for node in sorted(reachable(function, top, stop)):
        leaf = function.is_event(node) or (node in stop and node != top)
        inputs = () if leaf else function.gate(node).inputs
        weights[node] = sum(weights.get(n, 1.0) for n in inputs) or 1.0
    return weights


ORDERS: tuple[Order, ...] = (depth_first(-1), depth_first(1), depth_first(0))
