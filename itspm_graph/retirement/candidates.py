"""What could be retired, ranked by ease and saving: nobody uses it, nobody supports what it runs
on, another does the same, or its end is planned.

Each service is looked at on its own, with the orphans that it alone would leave. Nothing is scored:
the group says why it is here, the obstacles say what is in the way, and both are given in words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from itspm_graph.analysis.cost_books import LATEST
from itspm_graph.analysis.cost_roll_up import Amounts, RollUp, roll_up, summed
from itspm_graph.analysis.retired_costs import RetiredCosts, retired_costs
from itspm_graph.analysis.service_costs import ServiceCosts
from itspm_graph.analysis.sole_reliance import SoleReliance
from itspm_graph.answers.days import day, later
from itspm_graph.answers.reach import described
from itspm_graph.answers.remains import roots
from itspm_graph.answers.retirement import Retirement
from itspm_graph.answers.retirement_costs import by_reason
from itspm_graph.answers.retirement_plan import IN_OPERATION, ends
from itspm_graph.answers.service_strategy import supporting
from itspm_graph.connections import steps
from itspm_graph.graph import Graph
from itspm_graph.results.retirable import (
    CandidateGroup,
    Obstacle,
    Retirable,
    RetirementCandidate,
    UnneededComponent,
)
from itspm_graph.results.retired_costs import MoneyNotAssessed
from itspm_graph.retirement.observing import Observation
from itspm_graph.retirement.obstacles import obstacles, remaining

GROUPS = ("ready", "unused", "unobserved", "unsupported", "redundant", "planned")
"""From what is easiest to what takes longest."""


@dataclass(frozen=True)
class Candidate:
    """A service, and everything that speaks for and against retiring it on a day."""

    graph: Graph
    rolled: RollUp
    reliance: SoleReliance
    position: int
    on: date
    lookback_days: int

    @cached_property
    def planned(self) -> Retirement:
        return Retirement(self.graph, (self.position,), self.on)

    @cached_property
    def seen(self) -> Observation:
        return Observation(self.planned, later(self.on, -self.lookback_days))

    @cached_property
    def consumers(self) -> list[int]:
        return remaining(self.planned)

    @cached_property
    def orphans(self) -> list[int]:
        return sorted(self.reliance.orphans(self.position), key=self.graph.ref)

    @cached_property
    def money(self) -> RetiredCosts:
        return retired_costs(self.graph, self.rolled, self.planned.retired, self.orphans)

    @cached_property
    def unsupported(self) -> list[int]:
        """Products without support of which it, a component that realises it, or an orphan of it
        makes use."""
        graph = self.graph
        links = (k for p in self.planned.retired for k in graph.links_from(p, "REALIZED_BY"))
        own = {*self.planned.retired, *self.orphans, *(link.target for link in links)}
        used = {k.target for p in own for k in graph.links_from(p, "USES_PRODUCT")}
        used |= {p for p in own if graph.label(p) == "VendorProduct"}
        return sorted((p for p in used if self._ended(p)), key=graph.ref)

    def _ended(self, product: int) -> bool:
        ends_on = day(self.graph.properties(product), "end_of_support_on")
        return ends_on is not None and ends_on < self.on

    @cached_property
    def overlaps(self) -> dict[int, list[int]]:
        """Business capabilities that it supports, each with other services that do too."""
        links = self.graph.links_from(self.position, "SUPPORTS_CAPABILITY")
        found = {link.target: supporting(self.graph, link.target) for link in links}
        others = {c: [s for s in found[c] if s != self.position] for c in found}
        return {c: others[c] for c in sorted(others, key=self.graph.ref) if others[c]}

    @cached_property
    def planned_on(self) -> date | None:
        return min((on for _, on in ends(self.graph, self.position)), default=None)

    @cached_property
    def group(self) -> str | None:
        """The easiest of the groups that it is in; None where nothing speaks for its end."""
        unused = not self.seen.used
        holds = {
            "ready": unused and self.seen.exists and not self.consumers,
            "unused": unused and self.seen.exists,
            "unobserved": unused and not self.consumers,
            "unsupported": self.unsupported,
            "redundant": self.overlaps,
            "planned": self.planned_on,
        }
        return next((group for group in GROUPS if holds[group]), None)

    def reasons(self) -> Iterator[str]:
        """Why it could go, each in words."""
        graph = self.graph
        if not self.consumers:
            yield "no active consumer is declared"
        if self.seen.exists and not self.seen.used:
            yield f"no use observed since {self.seen.since}: {self.seen.silence}"
        for product in self.unsupported:
            ended = day(graph.properties(product), "end_of_support_on")
            yield f"{graph.ref(product)} has had no support since {ended}"
        for capability, others in self.overlaps.items():
            refs = ", ".join(graph.ref(other) for other in others)
            yield f"{graph.ref(capability)} is supported by {refs} too"
        if self.planned_on:
            yield f"planned to end on {self.planned_on}"

    @cached_property
    def obstacles(self) -> list[Obstacle]:
        found = obstacles(
            self.planned, self.seen, self.consumers, self.money.gone, self.on, self.lookback_days
        )
        return list(found)

    @property
    def blockers(self) -> int:
        return sum(obstacle.count for obstacle in self.obstacles)

    def rank(self) -> tuple[int, int, float, str]:
        """Order by group, then by what is in the way, then by what is saved."""
        saving = max(self.money.saved.values(), default=0.0)
        group = GROUPS.index(self.group or GROUPS[-1])
        return group, self.blockers, -saving, self.graph.ref(self.position)


def retirable(graph: Graph, on: date, lookback_days: int, limit: int) -> Retirable:
    """Services in operation that could be retired, and components that nothing in use rests on."""
    rolled, reliance = roll_up(graph, LATEST), SoleReliance(graph, roots(graph))
    services = (
        Candidate(graph, rolled, reliance, position, on, lookback_days)
        for position in graph.positions("Service")
        if graph.properties(position).get("lifecycle") in IN_OPERATION
    )
    found = sorted((c for c in services if c.group), key=Candidate.rank)
    components = sorted(_unneeded(graph, rolled, reliance), key=_dearest)
    return Retirable(
        revision=graph.revision,
        on=on,
        used_since=later(on, -lookback_days),
        period=rolled.period,
        groups=_groups(found),
        total=len(found),
        services=[_row(candidate) for candidate in found[:limit]],
        components_total=len(components),
        components=components[:limit],
    )


def _groups(found: Sequence[Candidate]) -> list[CandidateGroup]:
    by_group = {group: [c for c in found if c.group == group] for group in GROUPS}
    return [
        CandidateGroup(
            group=group, count=len(members), saving=summed(c.money.saved for c in members)
        )
        for group, members in by_group.items()
        if members
    ]


def _row(candidate: Candidate) -> RetirementCandidate:
    graph, money = candidate.graph, candidate.money
    costs = ServiceCosts(graph, candidate.rolled, candidate.position)
    others = {other for found in candidate.overlaps.values() for other in found}
    return RetirementCandidate(
        **described(graph, candidate.position),
        lifecycle=graph.properties(candidate.position).get("lifecycle"),
        group=candidate.group or "",
        reasons=list(candidate.reasons()),
        obstacles=candidate.obstacles,
        blockers=candidate.blockers,
        consumers=len(candidate.consumers),
        observed=candidate.seen.exists,
        last_used_on=candidate.seen.last_used_on,
        volume=candidate.seen.volume,
        planned_on=candidate.planned_on,
        unsupported=[graph.ref(product) for product in candidate.unsupported],
        overlaps=sorted(graph.ref(other) for other in others),
        cost=costs.full,
        saving=money.saved,
        stranded=money.stranded,
        orphans=[graph.ref(position) for position in candidate.orphans],
        not_assessed=[
            MoneyNotAssessed(reason=reason, refs=[graph.ref(p) for p in positions])
            for reason, positions in by_reason(graph, money.unknown()).items()
        ],
    )


def _unneeded(graph: Graph, rolled: RollUp, reliance: SoleReliance) -> Iterator[UnneededComponent]:
    for position in graph.positions("Component"):
        lifecycle = graph.properties(position).get("lifecycle")
        if reliance.in_use(position) or lifecycle not in (None, *IN_OPERATION):
            continue
        users = {user for user, _ in steps(graph, position, "dependents")}
        users |= {link.source for link in graph.links_to(position, "CONSUMES")}
        yield UnneededComponent(
            **described(graph, position),
            lifecycle=lifecycle,
            cost=_running(rolled, position),
            users=sorted(graph.ref(user) for user in users),
        )


def _running(rolled: RollUp, position: int) -> Amounts:
    costs = rolled.costs_by_element.get(position, [])
    running = [cost for cost in costs if cost.stated.get("kind") != "capex"]
    return summed({str(cost.currency): cost.amount or 0.0} for cost in running)


def _dearest(component: UnneededComponent) -> tuple[float, str]:
    return -max(component.cost.values(), default=0.0), component.ref
