"""What the business can bear of an element's outage: its own objectives, else its analysis's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from itspm_graph.graph import Graph
from itspm_graph.model.elements import RtoClock


@dataclass(frozen=True)
class Objectives:
    """All in minutes but `mbco`, a share of capacity; None where nobody stated it."""

    rto: float | None
    """Recovery time objective."""
    mtpd: float | None
    """Maximum tolerable period of disruption."""
    rpo: float | None
    """Recovery point objective."""
    wrt: float | None
    """Work recovery time, after the technology is back."""
    mbco: float | None
    """Minimum business continuity objective."""
    clock: RtoClock
    """From when the recovery time objective counts."""


FIELDS = frozenset(
    ("rto_minutes", "mtpd_minutes", "rpo_minutes", "wrt_minutes", "mbco", "rto_clock")
)
NONE = Objectives(None, None, None, None, None, RtoClock.DISRUPTION)


def objectives(graph: Graph, position: int) -> Objectives:
    """The objectives of an element."""
    own = graph.properties(position)
    if FIELDS.isdisjoint(own) and "HAS_BIA" not in graph.edge_labels:
        return NONE
    assessed = [graph.properties(link.target) for link in graph.links_from(position, "HAS_BIA")]

    def stated(name: str) -> Any:
        values = (said.get(name) for said in (own, *assessed))
        return next((value for value in values if value is not None), None)

    return Objectives(
        rto=stated("rto_minutes"),
        mtpd=stated("mtpd_minutes"),
        rpo=stated("rpo_minutes"),
        wrt=stated("wrt_minutes"),
        mbco=stated("mbco"),
        clock=RtoClock(stated("rto_clock") or RtoClock.DISRUPTION),
    )


def recovery_time_objective(graph: Graph, position: int) -> float | None:
    """Within how many minutes an element has to be back."""
    return objectives(graph, position).rto


def least_capacity(graph: Graph, position: int) -> float | None:
    """The least bearable share of an element's capacity."""
    return objectives(graph, position).mbco
