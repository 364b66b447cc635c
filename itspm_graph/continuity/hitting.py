"""Whom a scenario hits, what it costs as far as is known, and who has a plan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import NamedTuple

from itspm_graph.answers.days import day, later
from itspm_graph.answers.rounding import rounded
from itspm_graph.connections import relationships_within, steps
from itspm_graph.continuity.exercising import Exercised, Exercising
from itspm_graph.continuity.planning import Planning
from itspm_graph.continuity.recovering import Disrupted, refs
from itspm_graph.disruption import WORST_FIRST
from itspm_graph.framework import framework
from itspm_graph.promises import IN_FORCE, minutes_of_a_year, promised_minutes
from itspm_graph.results.disruption import NotAssessed
from itspm_graph.results.simulation import (
    ContractHit,
    CustomerHit,
    Knowledge,
    MoneyLost,
    ServiceCover,
)

NO_CURRENCY = "XXX"
"""ISO 4217: no currency is involved, or none is stated."""


class ReliedUpon(NamedTuple):
    """How many relationships an answer rests on, and how sure they are."""

    number: int
    verified: int
    doubtful: int
    least_confidence: float | None


class Hitting:
    """What a scenario means for those who pay, and for those who have to go on."""

    def __init__(self, disrupted: Disrupted, planning: Planning, today: date) -> None:
        self.disrupted = disrupted
        self.planning = planning
        self.graph = disrupted.graph
        self.today = today

    @cached_property
    def _by_label(self) -> dict[str, list[int]]:
        """What is hit or affected, by type and reference."""
        found: dict[str, list[int]] = defaultdict(list)
        for position in self.disrupted.statuses:
            found[self.graph.label(position)].append(position)
        return {label: sorted(each, key=self.graph.ref) for label, each in found.items()}

    def _of(self, label: str) -> list[int]:
        return self._by_label.get(label, [])

    @cached_property
    def _services(self) -> list[int]:
        """Services that are lost."""
        return [p for p in self._of("Service") if p in self.disrupted.lost]

    # --- customers ------------------------------------------------------------------------------

    def customers(self) -> list[CustomerHit]:
        found = []
        for customer in self._of("Customer"):
            status = self.disrupted.statuses[customer]
            if status == "UP":
                continue
            concerned = self._concerning(customer)
            missed = concerned & self.disrupted.lost
            found.append(
                CustomerHit(
                    ref=self.graph.ref(customer),
                    name=self.graph.name(customer),
                    status=status,
                    services=refs(self.graph, missed),
                    weakened=refs(self.graph, concerned - missed),
                    until_minute=self._until(missed),
                    open_ended=not missed.isdisjoint(self.disrupted.open_ended),
                )
            )
        return sorted(found, key=lambda hit: (WORST_FIRST.index(hit.status), hit.ref))

    def _concerning(self, customer: int) -> set[int]:
        """Services of a customer that are lost or weakened, directly or by offerings."""
        direct = {p for p, _ in steps(self.graph, customer, "providers")}
        behind = {p for offering in direct for p, _ in steps(self.graph, offering, "providers")}
        concerned = (direct | behind) & self.disrupted.statuses.keys()
        return {
            p
            for p in concerned
            if self.graph.label(p) == "Service" and self.disrupted.statuses[p] != "UP"
        }

    def _until(self, services: Iterable[int]) -> float | None:
        """When all of them are back; None where one never is."""
        times = [self._back(service) for service in services]
        known = [minutes for minutes in times if minutes is not None]
        return max(known, default=0.0) if len(known) == len(times) else None

    def _back(self, position: int) -> float | None:
        if position not in self.disrupted.lost:
            return 0.0
        return self.planning.finish(position)

    # --- contracts and money --------------------------------------------------------------------

    def contracts(self) -> list[ContractHit]:
        lost: dict[int, list[int]] = defaultdict(list)
        for position in (*self._services, *self._of("ServiceOffering")):
            for link in self.graph.links_to(position, "COVERS"):
                stated = self.graph.properties(link.source)
                ours = stated.get("kind") in (None, "sla", "ola")
                if position in self.disrupted.lost and ours and stated.get("status") in IN_FORCE:
                    lost[link.source].append(position)
        return [self._contract(each, lost[each]) for each in sorted(lost, key=self.graph.ref)]

    def _contract(self, contract: int, covered: list[int]) -> ContractHit:
        stated = self.graph.properties(contract)
        share, cost = stated.get("penalty_share"), stated.get("annual_cost")
        return ContractHit(
            ref=self.graph.ref(contract),
            name=self.graph.name(contract),
            covers=refs(self.graph, covered),
            broken=self._broken(contract, covered),
            penalty=None if share is None or cost is None else float(share) * float(cost),
            currency=stated.get("currency"),
        )

    def _broken(self, contract: int, covered: list[int]) -> bool | None:
        """Whether what it covers is away longer than it promises to resolve anything, or than a
        promised availability leaves in a whole year; None where that can't be said."""
        targets = [link.target for link in self.graph.links_from(contract, "SETS_TARGET")]
        resolved = [promised_minutes(self.graph, target) for target in targets]
        left = [minutes_of_a_year(self.graph, target) for target in targets]
        promised = [minutes for minutes in (*resolved, *left) if minutes is not None]
        until = self._until(covered)
        if promised and (until is None or until > min(promised)):
            return True
        kept = any(minutes is not None for minutes in resolved) and not any(left)
        return False if kept and self.disrupted.open_ended.isdisjoint(covered) else None

    def money(self, contracts: Iterable[ContractHit]) -> list[MoneyLost]:
        per_hour: dict[str, float] = defaultdict(float)
        lost: dict[str, float] = defaultdict(float)
        penalties: dict[str, float] = {}
        for service in self._services:
            stated = self.graph.properties(service)
            revenue, currency = stated.get("revenue_per_hour"), stated.get("currency", NO_CURRENCY)
            if revenue is not None:
                per_hour[currency] += revenue
                lost[currency] += revenue * (self._back(service) or 0.0) / 60.0
        for contract in contracts:
            if contract.broken is not False and contract.penalty is not None:
                currency = contract.currency or NO_CURRENCY
                penalties[currency] = penalties.get(currency, 0.0) + contract.penalty
        return [
            MoneyLost(
                currency=currency,
                revenue_per_hour=per_hour[currency],
                revenue=rounded(lost[currency], 2),
                revenue_is_least=self._earns_more,
                penalties=rounded(penalties[currency], 2) if currency in penalties else None,
            )
            for currency in sorted({*per_hour, *penalties})
        ]

    @cached_property
    def _weakened_earners(self) -> list[int]:
        """Services that serve on with less and say what they earn with all."""
        return [
            p
            for p in self._of("Service")
            if self.disrupted.statuses[p] == "DEGRADED"
            and self.graph.properties(p).get("revenue_per_hour")
        ]

    @cached_property
    def _earns_more(self) -> bool:
        """Whether more revenue is lost than can be counted."""
        silent = any(self._revenue(p) is None or self._back(p) is None for p in self._services)
        open_ended = not self.disrupted.open_ended.isdisjoint(self._services)
        return silent or open_ended or bool(self._weakened_earners)

    def _revenue(self, service: int) -> float | None:
        found: float | None = self.graph.properties(service).get("revenue_per_hour")
        return found

    # --- plans ----------------------------------------------------------------------------------

    def cover(self) -> list[ServiceCover]:
        months = int(framework().thresholds["exercised_within_months"].value)
        judging = Exercising(self.graph, self.today, months)
        return [self._covered(judging.service(service)) for service in self._services]

    def _covered(self, found: Exercised) -> ServiceCover:
        return ServiceCover(
            service=self.graph.ref(found.position),
            name=self.graph.name(found.position),
            plans=refs(self.graph, found.plans),
            exercised_on=found.held_on,
            problem=found.problems[0] if found.problems else None,
            problems=[*found.problems],
        )

    # --- what it rests on -----------------------------------------------------------------------

    def knowledge(self, without_times: tuple[int, int]) -> Knowledge:
        days = int(framework().thresholds["verified_within_days"].value)
        oldest_day = later(self.today, -days)
        said = map(self.graph.properties, self.disrupted.statuses)
        days_said = (day(each, "last_verified_on") for each in said if "last_verified_on" in each)
        known = [on for on in days_said if on is not None]
        relied = self._relied_upon(oldest_day)
        return Knowledge(
            concerned=len(self.disrupted.statuses),
            verified=sum(on >= oldest_day for on in known),
            verified_within_days=days,
            relationships=relied.number,
            relationships_verified=relied.verified,
            relationships_doubtful=relied.doubtful,
            least_confidence=relied.least_confidence,
            oldest_verification=min(known, default=None),
            hit_without_restore_time=without_times[0],
            down_without_start_time=without_times[1],
        )

    def _relied_upon(self, oldest_day: date) -> ReliedUpon:
        """What is known of the relationships by which those concerned need each other."""
        counted = relationships_within(self.graph, self.disrupted.statuses)
        said = {code: self.graph.edge_properties(code) for code in counted}
        least = framework().thresholds["confidence_least"].value
        verified = doubtful = 0
        for code, number in counted.items():
            on = day(said[code], "last_verified_on")
            confidence = said[code].get("confidence")
            verified += number * (on is not None and on >= oldest_day)
            unsure = confidence is not None and confidence < least
            doubtful += number * (unsure or said[code].get("source") == "inferred")
        stated = [p["confidence"] for p in said.values() if p.get("confidence") is not None]
        return ReliedUpon(sum(counted.values()), verified, doubtful, min(stated, default=None))

    def not_assessed(self, contracts: Iterable[ContractHit]) -> list[NotAssessed]:
        """What services earn that is unknown, or that they earn while they serve on with less or
        never again, and contracts of which nobody says what breaking them costs."""
        graph = self.graph
        silent = [p for p in self._services if self._revenue(p) is None]
        endless = [p for p in self._services if self._back(p) is None and p not in silent]
        free = [item for item in contracts if item.penalty is None and item.broken is not False]
        reasons: dict[str, list[str]] = {
            "no-revenue": [graph.ref(p) for p in silent],
            "endless-revenue": [graph.ref(p) for p in endless],
            "weakened-revenue": [graph.ref(p) for p in self._weakened_earners],
            "no-penalty": [item.ref for item in free],
        }
        return [
            NotAssessed(ref=ref, reason=reason, group=None, on=[])
            for reason, concerned in reasons.items()
            for ref in concerned
        ]
