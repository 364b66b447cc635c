"""The verb about money."""

from __future__ import annotations

from itspm_graph.analysis.cost_books import LATEST
from itspm_graph.records import Ref
from itspm_graph.results.costs import Costs
from itspm_graph.session.snapshots import Snapshots


class Costing(Snapshots):
    """What services cost."""

    def cost(
        self, ref: str | None = None, *, period: str = LATEST, as_of: str | int | None = None
    ) -> Costs:
        """What a service, or every service, costs in full, per unit, and what it brings in."""
        from itspm_graph.costs import costs  # loads scipy

        graph = self.graph(as_of)
        position = None if ref is None else graph.position(Ref.parse(ref))
        return costs(graph, position, period)
