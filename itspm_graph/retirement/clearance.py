"""Whether some elements may go right now: does anything depend on them yet?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from itspm_graph.answers.phase_out import still_needing
from itspm_graph.answers.retirement import Retirement
from itspm_graph.graph import Graph
from itspm_graph.results.clearance import Clearance, StillDependent
from itspm_graph.retirement.leaving import undeclared_consumers


def clearance(graph: Graph, proposed: Sequence[int], on: date, lookback_days: int) -> Clearance:
    """Who depends on these on a day, as TG7 asks it, and who used them before it undeclared."""
    retirement = Retirement(graph, tuple(proposed), on)
    dependents = [
        StillDependent(
            ref=row["consumer"],
            type=graph.label(graph.position(row["consumer"])),
            name=row["name"],
            used=row["used"],
            relationship=row["relationship"],
        )
        for row in still_needing(retirement, on)
    ]
    undeclared = list(undeclared_consumers(retirement, on, lookback_days))
    return Clearance(
        revision=graph.revision,
        on=on,
        lookback_days=lookback_days,
        clear=not dependents and not undeclared,
        elements=[graph.ref(position) for position in retirement.retired],
        dependents=sorted(dependents, key=lambda each: (each.ref, each.used, each.relationship)),
        undeclared=undeclared,
        complete=True,
    )
