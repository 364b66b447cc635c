"""What records and tests say of the use of a service. No evidence isn't evidence of no use."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from itspm_graph.answers.days import day
from itspm_graph.answers.retirement import Retirement
from itspm_graph.graph import Graph
from itspm_graph.results.retiring import ObservedUse, UseInMonth

MONTHS = 12


@dataclass(frozen=True)
class Observation:
    """The evidence about what is retired, looked back at from a day."""

    retirement: Retirement
    since: date
    """First day of the look-back."""

    @property
    def graph(self) -> Graph:
        return self.retirement.graph

    def _about(self, label: str) -> list[Mapping[str, Any]]:
        retired = self.retirement.retired
        links = (link for p in retired for link in self.graph.links_to(p, label))
        return [self.graph.properties(p) for p in dict.fromkeys(link.source for link in links)]

    @cached_property
    def records(self) -> list[Mapping[str, Any]]:
        """Records of consumption."""
        found = dict.fromkeys(record for record, _ in self.retirement.records)
        return [self.graph.properties(record) for record in found]

    @cached_property
    def tests(self) -> list[Mapping[str, Any]]:
        """Scream tests in the look-back that say how many complained."""
        return [
            said
            for said in self._about("SILENCES")
            if said.get("screams") is not None
            and (day(said, "started_on") or date.min) >= self.since
        ]

    @property
    def exists(self) -> bool:
        return bool(self.records or self.tests)

    @cached_property
    def last_used_on(self) -> date | None:
        days = [_seen(said) for said in self.records if said.get("volume") != 0]
        return max((on for on in days if on is not None), default=None)

    @cached_property
    def measured_until(self) -> date | None:
        """Last day that a record is about."""
        days = [day(said, "period_to", "last_seen_on") for said in self.records]
        return max((on for on in days if on is not None), default=None)

    @cached_property
    def _recent(self) -> list[Mapping[str, Any]]:
        """Records of use in the look-back; use on an unknown day counts."""
        return [
            said
            for said in self.records
            if said.get("volume") != 0 and (_seen(said) or date.max) >= self.since
        ]

    @property
    def used(self) -> bool:
        """Whether it was seen used in the look-back."""
        return bool(self._recent)

    @cached_property
    def volume(self) -> dict[str, float]:
        """What was used of it, by what was counted: records that reach into the look-back."""
        found: dict[str, float] = defaultdict(float)
        for said in self._recent:
            if said.get("volume"):
                found[said.get("driver") or "uses"] += said["volume"]
        return dict(sorted(found.items()))

    @property
    def found(self) -> ObservedUse:
        """All of it, as it is told."""
        volumes: dict[str, dict[int, float]] = defaultdict(lambda: defaultdict(float))
        for said in self.records:
            ended = day(said, "period_to", "last_seen_on")
            if ended and said.get("volume") is not None:
                month = ended.year * MONTHS + ended.month - 1
                volumes[said.get("driver") or "uses"][month] += said["volume"]
        return ObservedUse(
            records=len(self.records),
            last_used_on=self.last_used_on,
            measured_until=self.measured_until,
            months=[
                UseInMonth(
                    month=f"{month // MONTHS:04}-{month % MONTHS + 1:02}",
                    driver=driver,
                    volume=counted.get(month, 0.0),
                )
                for driver, counted in sorted(volumes.items())
                for month in range(min(counted), max(counted) + 1)
            ],
            scream_tests=len(self.tests),
            screams=sum(said["screams"] for said in self.tests),
        )

    @property
    def silence(self) -> str:
        """What says that it isn't used, in words."""
        if not self.records:
            quiet = [said for said in self.tests if not said["screams"]]
            return f"{len(quiet)} scream test{'s' * (len(quiet) != 1)}, and nobody complained"
        last = f"last used on {self.last_used_on}" if self.last_used_on else "no use on record"
        return f"{last}; records reach to {self.measured_until or 'an unknown day'}"


def _seen(said: Mapping[str, Any]) -> date | None:
    return day(said, "last_seen_on", "period_to")
