"""Who stays up and is left with less: in margin, single points, what is promised, recovery."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from itspm_graph.analysis.availability import Availability, availability
from itspm_graph.analysis.blast_radius import BlastRadius, LostMargin, start_margins
from itspm_graph.analysis.diagrams import Limits
from itspm_graph.analysis.recovery import Work, recover, stated_work
from itspm_graph.analysis.state import state
from itspm_graph.errors import LimitExceeded
from itspm_graph.failures import BasicEvents
from itspm_graph.graph import Change, Graph, canonical
from itspm_graph.objectives import recovery_time_objective
from itspm_graph.promises import promises
from itspm_graph.results.retiring import NotKnown, WeakenedElement
from itspm_graph.retirement.ways import Ways

SERVED = ("Service", "ServiceOffering", "BusinessActivity", "Customer")
"""Types that are asked for new single points, beside those whose groups lost members."""
NAMED = 3
"""Single points that a reason names; the rest is counted."""
SECONDS = 20.0
"""How long one composed availability may take."""
FIGURES = ("availability", "mtbf_hours", "mttr_hours")
"""Other ways to state an unavailability."""


@dataclass(frozen=True)
class Weakening:
    """What is weakened once some elements are gone, in the estate as it will be."""

    radius: BlastRadius
    ways: Ways

    @property
    def graph(self) -> Graph:
        return self.radius.graph

    def found(self) -> list[WeakenedElement]:
        """Each element once for every way in which it is weakened, by reference."""
        every = [
            *self._margins(),
            *self._points(),
            *self._promises(),
            *self._recoveries(),
            *self._starts(),
        ]
        return sorted(every, key=lambda item: (item.ref, item.kind, item.group or ""))

    def not_known(self) -> list[NotKnown]:
        """Availabilities that took too long, and times of recovery that nobody stated."""
        late = [
            NotKnown(ref=self.graph.ref(p), reason=f"availability not compared: {why}")
            for p, why in self._unfinished.items()
        ]
        return late + [
            NotKnown(ref=self.graph.ref(point), reason="states no restore_minutes")
            for point in sorted({point for _, point in self._silent}, key=self.graph.ref)
        ]

    def _told(self, position: int, kind: str, reason: str, **figures: object) -> WeakenedElement:
        stated: dict[str, object] = dict.fromkeys(WeakenedElement.model_fields)
        stated |= {"lost": [], "single_points": []}
        stated |= {
            "ref": self.graph.ref(position),
            "type": self.graph.label(position),
            "name": self.graph.name(position),
            "path": self.ways.needing(position),
            "kind": kind,
            "reason": reason,
        }
        return WeakenedElement.model_validate(stated | figures)

    # --- margin -------------------------------------------------------------------------------

    def _margins(self) -> Iterator[WeakenedElement]:
        for margin in self.radius.margins:
            yield self._told(
                margin.group.owner,
                "margin",
                _margin(margin),
                group=margin.group.name,
                margin_before=margin.before,
                margin_after=margin.after,
                lost=self._refs(margin.lost),
            )

    def _refs(self, positions: Sequence[int]) -> list[str]:
        return sorted(self.graph.ref(position) for position in positions)

    # --- single points ------------------------------------------------------------------------

    @cached_property
    def _new_points(self) -> dict[int, list[int]]:
        served = [p for label in SERVED for p in self.graph.positions(label)]
        owners = [margin.group.owner for margin in self.radius.margins]
        asked = list(dict.fromkeys([*owners, *served]))
        return self.radius.new_single_points(asked, BasicEvents.named(self.graph, ()).mask)

    def _points(self) -> Iterator[WeakenedElement]:
        for position, points in self._new_points.items():
            listed = self._refs(points)
            more = f" and {len(listed) - NAMED} more" if len(listed) > NAMED else ""
            yield self._told(
                position,
                "single-point",
                f"{', '.join(listed[:NAMED])}{more} can take it down alone now",
                single_points=listed,
            )

    # --- promises -----------------------------------------------------------------------------

    def _promises(self) -> Iterator[WeakenedElement]:
        for position, (before, after) in self._availabilities.items():
            promised = max(promise.share for promise in promises(self.graph, position))
            if after.availability < promised <= before.availability:
                yield self._told(
                    position,
                    "availability",
                    f"{after.availability:.6%} where {promised:.4%} is promised",
                    availability_before=before.availability,
                    availability_after=after.availability,
                    promised=promised,
                )

    @cached_property
    def _promised(self) -> list[int]:
        """Services that something was promised of, and that rest on what is gone."""
        services = [p for p in self.graph.positions("Service") if self.radius.behind[p]]
        return [p for p in services if promises(self.graph, p)]

    @cached_property
    def _compared(self) -> dict[int, tuple[Availability, Availability] | str]:
        afterwards = _failed(self.graph, self.radius.gone)
        found: dict[int, tuple[Availability, Availability] | str] = {}
        for position in self._promised:
            try:
                found[position] = (
                    availability(self.graph, position, limits=Limits(seconds=SECONDS)),
                    availability(afterwards, position, limits=Limits(seconds=SECONDS)),
                )
            except LimitExceeded as error:
                found[position] = str(error)
        return found

    @property
    def _availabilities(self) -> dict[int, tuple[Availability, Availability]]:
        return {p: pair for p, pair in self._compared.items() if not isinstance(pair, str)}

    @property
    def _unfinished(self) -> dict[int, str]:
        return {p: why for p, why in self._compared.items() if isinstance(why, str)}

    # --- recovery -----------------------------------------------------------------------------

    def _recoveries(self) -> Iterator[WeakenedElement]:
        """Whoever has to be back sooner than it can be, once a new single point has failed."""
        for position, point, minutes, objective in self._late:
            back = "can't be brought back" if np.isinf(minutes) else f"is back after {minutes:g}"
            yield self._told(
                position,
                "recovery",
                f"after a failure of {self.graph.ref(point)} it {back}, and has {objective:g} "
                "minutes",
                single_points=[self.graph.ref(point)],
                recovery_minutes=None if np.isinf(minutes) else minutes,
                rto_minutes=objective,
            )

    def _starts(self) -> Iterator[WeakenedElement]:
        """Whoever runs on, and needs what is gone to be started again."""
        for margin in start_margins(self.graph, self.radius.down):
            if margin.after < 0:
                lost = self._refs(margin.lost)
                yield self._told(
                    margin.group.owner,
                    "recovery",
                    f"needs {', '.join(lost)} to start: once it stops, it can't be started again",
                    group=margin.group.name or None,
                    lost=lost,
                    rto_minutes=recovery_time_objective(self.graph, margin.group.owner),
                )

    @cached_property
    def _late(self) -> list[tuple[int, int, float, float]]:
        """The worst new single point of each element that is back too late after it."""
        found: dict[int, tuple[int, int, float, float]] = {}
        times = {point: self._times(point) for point in self._points_with_objective}
        for position, points in self._new_points.items():
            objective = recovery_time_objective(self.graph, position)
            for point in points if objective is not None else ():
                minutes = times[point].get(position, 0.0)
                worse = position not in found or minutes > found[position][2]
                if objective is not None and minutes > objective and worse:
                    found[position] = position, point, minutes, objective
        return list(found.values())

    @property
    def _points_with_objective(self) -> set[int]:
        """New single points of those that have to be back within a time."""
        graph = self.graph
        return {
            point
            for position, points in self._new_points.items()
            if recovery_time_objective(graph, position) is not None
            for point in points
        }

    def _times(self, point: int) -> dict[int, float]:
        """Minutes of recovery by position, when a point fails after what is gone has gone."""
        found = state(self.graph, [*self.radius.gone, point], self.radius.policy)
        down = np.flatnonzero(found.down & ~self.radius.down).tolist()
        stated = stated_work(self.graph, {point, *down})
        work = {
            p: Work((restore or 0.0) if p == point else 0.0, start or 0.0)
            for p, (restore, start) in stated.items()
        }
        return recover(self.radius.after, work, work).minutes

    @property
    def _silent(self) -> set[tuple[int, int]]:
        """Elements with an objective, and new single points that state no time to restore."""
        graph = self.graph
        return {
            (position, point)
            for position, points in self._new_points.items()
            if recovery_time_objective(graph, position) is not None
            for point in points
            if stated_work(graph, [point])[point][0] is None
        }


def _margin(margin: LostMargin) -> str:
    group = margin.group
    left = len(group.members) - len(margin.lost)
    return (
        f"group {group.name}: {left} of {len(group.members)} left, {group.needed} needed: it can "
        f"lose {margin.after} instead of {margin.before}"
    )


def _failed(graph: Graph, gone: Sequence[int]) -> Graph:
    """The same estate, where these are never up."""
    changes = []
    for position in gone:
        stated = graph.properties(position)
        kept = {name: value for name, value in stated.items() if name not in FIGURES}
        changes.append(
            Change(graph.ref(position), canonical(stated), canonical({**kept, "unavailability": 1}))
        )
    return graph.apply(changes)
