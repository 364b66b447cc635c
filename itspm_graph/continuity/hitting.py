"""Whom a scenario hits, what it costs as far as is known, and who has a plan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cached_property

from itspm_graph.answers.days import day, later, months_later
from itspm_graph.answers.rounding import rounded
from itspm_graph.connections import steps
from itspm_graph.continuity.planning import Planning
from itspm_graph.continuity.recovering import Disrupted, refs
from itspm_graph.disruption import WORST_FIRST
from itspm_graph.framework import framework
from itspm_graph.promises import IN_FORCE, promised_minutes
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
            services = self._missed(customer)
            found.append(
                CustomerHit(
                    ref=self.graph.ref(customer),
                    name=self.graph.name(customer),
                    status=status,
                    services=refs(self.graph, services),
                    until_minute=self._until(services),
                )
            )
        return sorted(found, key=lambda hit: (WORST_FIRST.index(hit.status), hit.ref))

    def _missed(self, customer: int) -> list[int]:
        """Services of a customer that are lost or weakened, directly or by offerings."""
        direct = {p for p, _ in steps(self.graph, customer, "providers")}
        behind = {p for offering in direct for p, _ in steps(self.graph, offering, "providers")}
        concerned = (direct | behind) & self.disrupted.statuses.keys()
        return [
            p
            for p in concerned
            if self.graph.label(p) == "Service" and self.disrupted.statuses[p] != "UP"
        ]

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
        """Whether what it covers is away longer than it promises to resolve anything."""
        links = self.graph.links_from(contract, "SETS_TARGET")
        targets = (promised_minutes(self.graph, link.target) for link in links)
        promised = [minutes for minutes in targets if minutes is not None]
        if not promised:
            return None
        until = self._until(covered)
        return until is None or until > min(promised)

    def money(self, contracts: Iterable[ContractHit]) -> list[MoneyLost]:
        per_hour: dict[str, float] = defaultdict(float)
        lost: dict[str, float] = defaultdict(float)
        penalties: dict[str, float] = defaultdict(float)
        for service in self._services:
            stated = self.graph.properties(service)
            revenue, currency = stated.get("revenue_per_hour"), stated.get("currency", NO_CURRENCY)
            if revenue is not None:
                per_hour[currency] += revenue
                lost[currency] += revenue * (self._back(service) or 0.0) / 60.0
        for contract in contracts:
            if contract.broken is not False and contract.penalty is not None:
                penalties[contract.currency or NO_CURRENCY] += contract.penalty
        return [
            MoneyLost(
                currency=currency,
                revenue_per_hour=per_hour[currency],
                revenue=rounded(lost[currency], 2),
                penalties=rounded(penalties[currency], 2),
            )
            for currency in sorted({*per_hour, *penalties})
        ]

    # --- plans ----------------------------------------------------------------------------------

    def cover(self) -> list[ServiceCover]:
        months = int(framework().thresholds["exercised_within_months"].value)
        return [self._covered(service, months) for service in self._services]

    def _covered(self, service: int, months: int) -> ServiceCover:
        graph = self.graph
        plans = [link.target for link in graph.links_from(service, "COVERED_BY_PLAN")]
        held_on = max(self._exercises([service, *plans]), default=None)
        problem = None
        if not plans:
            problem = "no-plan"
        elif held_on is None:
            problem = "never-exercised"
        elif months_later(held_on, months) < self.today:
            problem = "too-long-ago"
        return ServiceCover(
            service=graph.ref(service),
            name=graph.name(service),
            plans=refs(graph, plans),
            exercised_on=held_on,
            problem=problem,
        )

    def _exercises(self, tried: Iterable[int]) -> Iterator[date]:
        for each in tried:
            for link in self.graph.links_to(each, "EXERCISED"):
                held_on = day(self.graph.properties(link.source), "held_on")
                if held_on is not None and held_on <= self.today:
                    yield held_on

    # --- what it rests on -----------------------------------------------------------------------

    def knowledge(self, without_times: tuple[int, int]) -> Knowledge:
        days = int(framework().thresholds["verified_within_days"].value)
        oldest_day = later(self.today, -days)
        said = map(self.graph.properties, self.disrupted.statuses)
        days_said = (day(each, "last_verified_on") for each in said if "last_verified_on" in each)
        known = [on for on in days_said if on is not None]
        return Knowledge(
            concerned=len(self.disrupted.statuses),
            verified=sum(on >= oldest_day for on in known),
            verified_within_days=days,
            oldest_verification=min(known, default=None),
            hit_without_restore_time=without_times[0],
            down_without_start_time=without_times[1],
        )

    def not_assessed(self) -> list[NotAssessed]:
        """Services lost of which nobody says what they earn, or which never come back."""
        graph = self.graph
        silent = [p for p in self._services if graph.properties(p).get("revenue_per_hour") is None]
        endless = [p for p in self._services if self._back(p) is None and p not in silent]
        return [
            NotAssessed(ref=graph.ref(p), reason=reason, group=None, on=[])
            for reason, positions in (("no-revenue", silent), ("endless-revenue", endless))
            for p in positions
        ]
