"""When what a scenario takes away is back, were there people enough."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from itspm_graph.analysis.load_sharing import load_sharing
from itspm_graph.analysis.recovery import Recovery, Wait, Work, recover, stated_work, workarounds
from itspm_graph.analysis.requirements import start_requirements
from itspm_graph.analysis.rising import Rising
from itspm_graph.disruption import Outcome, fates
from itspm_graph.graph import Graph
from itspm_graph.model.continuity import Damage
from itspm_graph.model.elements import RtoClock
from itspm_graph.objectives import Objectives, objectives
from itspm_graph.results import unchecked
from itspm_graph.results.disruption import NotAssessed
from itspm_graph.results.simulation import Blocked, StartedByHand, WaitedFor
from itspm_graph.scenarios import SPOILING, Given, Strike, standing
from itspm_graph.spreading import Spread

LOST = ("DOWN", "DOWN_LOST_GROUND", "BELOW_MBCO")
UNKNOWN = unchecked(NotAssessed)
PASSING = (Damage.UNAVAILABLE, Damage.CAPACITY)
"""Damage that ends with what caused it, where nobody says how long restoring takes."""


@dataclass(frozen=True)
class Disrupted:
    """A scenario and what it does, with what each derived fact costs once."""

    graph: Graph
    given: Given
    found: Outcome

    @cached_property
    def detection(self) -> float:
        return float(self.given.properties.get("detection_minutes") or 0.0)

    @cached_property
    def strikes(self) -> dict[int, Strike]:
        """What happens to each that is hit, or stands where everything is spoilt."""
        spoiling = [strike for strike in self.given.strikes if strike.damage in SPOILING]
        spoiling.sort(key=lambda strike: strike.damage is Damage.CORRUPTED)  # the worst comes last
        found = {
            position: Strike(position, strike.damage, 0.0)
            for strike in spoiling
            for position in standing(self.graph, strike.position, strike.damage)
            if position in self.statuses
        }
        return found | {strike.position: strike for strike in self.given.strikes}

    @cached_property
    def statuses(self) -> dict[int, str]:
        """Of each that is hit or affected."""
        return {position: status for position, (status, _) in fates(self.graph, self.found).items()}

    @cached_property
    def lost(self) -> set[int]:
        """Who has less than is bearable, or nothing."""
        return {position for position, status in self.statuses.items() if status in LOST}

    @cached_property
    def objectives(self) -> dict[int, Objectives]:
        return {position: objectives(self.graph, position) for position in self.statuses}

    # --- times ----------------------------------------------------------------------------------

    @cached_property
    def stated(self) -> dict[int, tuple[float | None, float | None]]:
        """Minutes to restore and to start, as stated, of all that takes work."""
        hit = {strike.position for strike in self.given.strikes if strike.left < 1}
        return stated_work(self.graph, sorted(self.lost | hit))

    @cached_property
    def work(self) -> dict[int, Work]:
        strikes, detection = self.strikes, self.detection
        return {
            p: Work(self._ready(p) if p in strikes else detection, start or 0.0)
            for p, (_, start) in self.stated.items()
        }

    def _ready(self, position: int) -> float:
        strike = self.strikes[position]
        restore = self.restoring(strike)
        if restore is not None:
            return self.detection + restore
        lasts = self.given.properties.get("duration_minutes") or 0.0
        return max(self.detection, lasts) if strike.damage in PASSING else self.detection

    def restoring(self, strike: Strike) -> float | None:
        """How long restoring takes what was hit; None where nobody says."""
        own = self.stated[strike.position][0]
        return own if strike.restore_minutes is None else strike.restore_minutes

    @cached_property
    def recovery(self) -> Recovery:
        graph, flows = self.graph, load_sharing(self.graph)
        rising = None
        if flows.divides or any(0 < left < 1 for left in self.found.hits.values()):
            failed = {p for p, left in self.found.hits.items() if not left}
            down = failed | {item.position for item in self.found.down}
            least = {p: o.mbco for p, o in self.objectives.items() if o.mbco is not None}
            rising = Rising(flows, self.found.hits, down, least)
        return recover(start_requirements(graph), self.work, self.lost, rising, workarounds(graph))

    def gap(self, position: int, minutes: float) -> float | None:
        """How much later than its objective something is back; None where it has none."""
        stated = self.objectives[position]
        if stated.rto is None:
            return None
        declared = self.detection if stated.clock == RtoClock.DECLARATION else 0.0
        return minutes - declared - stated.rto

    @cached_property
    def silent(self) -> list[int]:
        """What is hit, and nobody says how long restoring it takes.

        What is stated of a place covers what stands there and states nothing.
        """
        return [strike.position for strike in self.given.strikes if _silent(self, strike)]

    @cached_property
    def open_ended(self) -> set[int]:
        """Who is lost for at least as long as is told: something silent is hit beneath."""
        if not self.silent:
            return set()
        spread = Spread(start_requirements(self.graph).dependents)
        spread.hops[:] = 0  # what isn't concerned is no way
        spread.hops[list(self.statuses)] = -1
        before = spread.hops == 0
        spread.go(self.silent)
        reached = (spread.hops >= 0) & ~before
        return self.lost.intersection(np.flatnonzero(reached).tolist())

    @cached_property
    def without_times(self) -> tuple[int, int]:
        """How many were hit and state no time to restore; how many lost state none to start."""
        return len(self.silent), sum(self.stated[position][1] is None for position in self.lost)

    def sure(self, position: int, too_late: bool | None) -> bool | None:
        """That something is in time is known only if what is hit beneath it states its time."""
        return None if not too_late and position in self.open_ended else too_late

    def beyond_mtpd(self, position: int, minutes: float) -> bool | None:
        """Whether the business is back later than is tolerable."""
        stated = self.objectives[position]
        if stated.mtpd is None:
            return None
        return minutes > 0 and minutes + (stated.wrt or 0.0) > stated.mtpd


# --- what stands in the way -----------------------------------------------------------------------


def refs(graph: Graph, positions: Iterable[int]) -> list[str]:
    return sorted(graph.ref(position) for position in positions)


def blocked(disrupted: Disrupted) -> list[Blocked]:
    """What can't be brought back, and what each of it waits for."""
    graph = disrupted.graph
    found = [
        Blocked(
            ref=graph.ref(position),
            waits_for=sorted(
                [_waited(graph, wait) for wait in waits] or _too_little(disrupted, position),
                key=_by_group,
            ),
        )
        for position, waits in disrupted.recovery.blocked.items()
        if position in disrupted.lost
    ]
    return sorted(found, key=lambda item: item.ref)


def _waited(graph: Graph, wait: Wait) -> WaitedFor:
    return WaitedFor(
        group=wait.group.name if wait.group else None,
        needed=wait.group.needed if wait.group else 1,
        refs=refs(graph, wait.members),
    )


def _too_little(disrupted: Disrupted, position: int) -> list[WaitedFor]:
    """Of what leaves an element less than serves, those that aren't brought back themselves."""
    times, found = disrupted.recovery.minutes, []
    for requirement in load_sharing(disrupted.graph).of(position):
        away = [m for m in requirement.members if m in disrupted.lost and times[m] == math.inf]
        if away:
            group, told = requirement.group, refs(disrupted.graph, away)
            found.append(WaitedFor(group=group, needed=requirement.needed, refs=told))
    return found


def _by_group(wait: WaitedFor) -> tuple[str, list[str]]:
    return wait.group or "", wait.refs


def by_hand(disrupted: Disrupted) -> list[StartedByHand]:
    graph = disrupted.graph
    return [
        StartedByHand(
            ref=graph.ref(position),
            without=refs(graph, providers),
            workaround="; ".join(_workarounds(graph, position, providers)),
        )
        for position, providers in sorted(disrupted.recovery.by_hand.items())
    ]


def _workarounds(graph: Graph, position: int, providers: Sequence[int]) -> list[str]:
    links = graph.links_from(position, "DEPENDS_ON")
    said = (link.properties.get("workaround") for link in links if link.target in providers)
    return sorted({text for text in said if text})


def minutes_or_none(minutes: float) -> float | None:
    return None if minutes == math.inf else minutes


def not_assessed(disrupted: Disrupted, labels: Sequence[str]) -> list[NotAssessed]:
    """What was hit and nobody says how long restoring takes; what is lost and has no objective."""
    graph = disrupted.graph
    aimless = [
        p
        for p in disrupted.lost
        if graph.label(p) in labels and disrupted.objectives[p].rto is None
    ]
    return [
        UNKNOWN(ref=graph.ref(position), reason=reason, group=None, on=[])
        for reason, positions in (("no-restore-minutes", disrupted.silent), ("no-rto", aimless))
        for position in sorted(positions, key=graph.ref)
    ]


def _silent(disrupted: Disrupted, strike: Strike) -> bool:
    if strike.position not in disrupted.stated or disrupted.restoring(strike) is not None:
        return False
    lasts = disrupted.given.properties.get("duration_minutes")
    return strike.damage not in PASSING or lasts is None
