"""What one service costs, per unit too, what it brings in, and what would stay without it.

A service and its offerings are one thing here: what they pass on to each other counts once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from itspm_graph.analysis.cost_books import Cost
from itspm_graph.analysis.cost_roll_up import Amounts, RollUp, scaled, summed
from itspm_graph.analysis.periods import holds, span
from itspm_graph.connections import steps
from itspm_graph.graph import Graph

UNCHARGED = ("none", "showback")
"""Kinds of charging by which no money changes hands."""


class Volume(NamedTuple):
    """How much of a service is used in a period, and in what it is counted."""

    amount: float
    unit: str


class Part(NamedTuple):
    """A direct cost as far as it is part of a full cost: its amount times `weight`."""

    cost: Cost
    weight: float

    @property
    def amount(self) -> float:
        return (self.cost.amount or 0) * self.weight


class Stranding(NamedTuple):
    """How a part of a full cost fares when the service goes; the three sum up to it."""

    avoidable: float
    stranded: float
    undetermined: float


@dataclass(frozen=True)
class ServiceCosts:
    """The costs of a service, or of any other element, in the period of a roll-up."""

    graph: Graph
    rolled: RollUp
    position: int
    gone: frozenset[int] = frozenset()
    """What goes at the same time: its use on record doesn't count, and its cost isn't missing."""

    @cached_property
    def members(self) -> list[int]:
        """The service and its offerings; of any other element itself alone."""
        offerings = (link.target for link in self.graph.links_from(self.position, "HAS_OFFERING"))
        return list(dict.fromkeys([self.position, *offerings]))

    # --- cost ---------------------------------------------------------------------------------

    @cached_property
    def direct(self) -> Amounts:
        return summed(self.rolled.direct_of(member) for member in self.members)

    @cached_property
    def full(self) -> Amounts | None:
        """Full cost; None where it is part of a closed cycle."""
        if not self.rolled.in_closed_cycle.isdisjoint(self.members):
            return None
        whole = summed(self.rolled.full_of(member) or {} for member in self.members)
        return summed([whole, scaled(self._passed_inside, -1)])

    @property
    def _passed_inside(self) -> Amounts:
        return summed(
            scaled(self.rolled.full_of(provider) or {}, share)
            for provider, consumer, share in self._inflows
            if provider in self.members and provider != consumer
        )

    @cached_property
    def _inflows(self) -> list[tuple[int, int, float]]:
        return [
            (provider, member, share)
            for member in self.members
            for provider, share in self.rolled.borne_by(member).items()
        ]

    @cached_property
    def from_providers(self) -> dict[int, Amounts]:
        """What it bears of each provider's full cost; with `direct` it makes up its own."""
        found: dict[int, Amounts] = {}
        for provider, consumer, share in self._inflows:
            if provider not in self.members or provider == consumer:
                borne = scaled(self.rolled.full_of(provider) or {}, share)
                found[provider] = summed([found.get(provider, {}), borne])
        return found

    @cached_property
    def weights(self) -> dict[int, float]:
        """By how much each element's direct cost enters the full cost; empty in a closed cycle."""
        if self.full is None:
            return {}
        inside = set(self.members)
        wanted = {
            member: 1
            - sum(
                share
                for consumer, share in self.rolled.shares_of(member).items()
                if consumer in inside and consumer != member
            )
            for member in self.members
        }
        return self.rolled.weights(wanted)

    @cached_property
    def parts(self) -> list[Part]:
        """Every direct cost that the full cost is made of."""
        found = self.weights
        return [
            Part(cost, found[cost.element])
            for cost in self.rolled.costs
            if cost.element in found and cost.amount
        ]

    # --- volume, charges ----------------------------------------------------------------------

    @cached_property
    def volume(self) -> Volume | None:
        """What consumers use, by the measure that its cost is shared out by, else by records of
        consumption; None where there is neither, or several units."""
        found = self._consumed or self._recorded
        if len(found) != 1:
            return None
        ((unit, amount),) = found.items()
        return Volume(amount, unit) if unit and amount else None

    @property
    def _consumed(self) -> dict[str | None, float]:
        found: dict[str | None, float] = defaultdict(float)
        for member in self.members:
            for use in self.rolled.books.uses(member, self.rolled.period):
                if use.consumer not in self.members:
                    found[use.driver] += use.volume or 0
        return found

    @property
    def _recorded(self) -> dict[str | None, float]:
        """Volumes on record by unit; nothing unless the records reach over the whole period."""
        covered = span(self.rolled.period)
        records = [
            (said.get("period_from") or "", said.get("period_to") or "", link.source, said)
            for member in self.members
            for link in self.graph.links_to(member, "CONSUMED_IN")
            for said in [self.graph.properties(link.source)]
        ]
        within = [
            record
            for record in records
            if covered and covered.first_day <= record[0] <= record[1] <= covered.last_day
        ]
        found: dict[str | None, float] = defaultdict(float)
        if covered and within:
            ends = min(first for first, *_ in within), max(last for _, last, *_ in within)
            if ends == (covered.first_day, covered.last_day):
                for *_, record, said in within:
                    if not self._called_by_gone(record):
                        found[said.get("driver")] += said.get("volume") or 0
        return found

    def _called_by_gone(self, record: int) -> bool:
        callers = {link.target for link in self.graph.links_from(record, "CONSUMED_FROM")}
        return bool(callers) and callers <= self.gone

    @property
    def unit_cost(self) -> Amounts | None:
        """Full cost of one unit; None where either isn't known."""
        if not self.full or self.volume is None:
            return None
        return scaled(self.full, 1 / self.volume.amount)

    @cached_property
    def charging(self) -> list[str]:
        """How it is charged for: kinds of its models and of those of its offerings."""
        models = {
            link.target
            for member in self.members
            for link in self.graph.links_from(member, "CHARGED_BY")
        }
        return sorted({self.graph.properties(m).get("kind") or "" for m in models} - {""})

    @cached_property
    def charges(self) -> list[int]:
        """Charges in the period for it and its offerings."""
        found = (
            link.source
            for member in self.members
            for link in self.graph.links_to(member, "CHARGE_FOR")
        )
        stated = ((charge, self.graph.properties(charge)) for charge in dict.fromkeys(found))
        return [
            charge
            for charge, said in stated
            if holds(self.rolled.period, said.get("period") or "")
            and said.get("amount") is not None
            and said.get("currency")
        ]

    @cached_property
    def charged(self) -> Amounts | None:
        """What was charged; None where nothing is on record although something should be."""
        if not self.charges and (not self.charging or set(self.charging) - set(UNCHARGED)):
            return None
        stated = (self.graph.properties(charge) for charge in self.charges)
        return summed({said["currency"]: said["amount"]} for said in stated)

    @property
    def recovery_position(self) -> Amounts | None:
        """Charges less full cost: above 0 too much was recovered."""
        if self.charged is None or self.full is None or not (self.full or self.charged):
            return None
        return summed([self.charged, scaled(self.full, -1)], keep={*self.full, *self.charged})

    @property
    def recovery_ratio(self) -> Amounts | None:
        """Charges over full cost, in each currency in which there is a cost."""
        if self.charged is None or not self.full:
            return None
        return {currency: self.charged.get(currency, 0) / c for currency, c in self.full.items()}

    # --- what would stay ----------------------------------------------------------------------

    @cached_property
    def orphans(self) -> set[int]:
        """What nobody else uses, directly or not: it would go with the service."""
        left = set(self.weights) | set(self.members)
        while gone := {e for e in left if e not in self.members and self._users(e) - left}:
            left -= gone
        return left

    def _users(self, element: int) -> set[int]:
        """Whoever consumes or needs an element, or one of its offerings."""
        own = ServiceCosts(self.graph, self.rolled, element).members
        users = {link.source for e in own for link in self.graph.links_to(e, "CONSUMES")}
        return (users | {user for e in own for user, _ in steps(self.graph, e, "dependents")}) - {
            *own
        }

    def stranding(self, part: Part) -> Stranding:
        """What becomes of a part of its full cost when the service goes.

        Running costs of what goes with it disappear, investments stay on the books. Of what others
        use too, the variable share disappears; where that isn't stated, nobody knows.
        """
        amount = part.amount
        if part.cost.stated.get("kind") == "capex":
            return Stranding(0, amount, 0)
        if part.cost.element in self.orphans:
            return Stranding(amount, 0, 0)
        variable = part.cost.stated.get("variable_share")
        if variable is None:
            return Stranding(0, 0, amount)
        return Stranding(amount * variable, amount * (1 - variable), 0)

    # --- what isn't known ---------------------------------------------------------------------

    @cached_property
    def unknown(self) -> list[str]:
        """What is missing for these figures to be whole, each in words."""
        return list(dict.fromkeys(self._unknown()))

    @cached_property
    def unknown_cost(self) -> list[str]:
        """What of this is missing for its cost alone."""
        return list(dict.fromkeys(self._unknown_full()))

    def _unknown(self) -> Iterator[str]:
        yield from self._unknown_full()
        if self.volume is None:
            yield f"no volume in one unit is on record for all of {self.rolled.period}"
        if self.charged is None:
            yield f"no charge is on record for {self.rolled.period}"

    def _unknown_full(self) -> Iterator[str]:
        yield from self._unknown_cost()
        for member in self.members:
            for cost in self.rolled.left_out.get(member, []):
                yield f"{self.graph.ref(cost.item)} is for {cost.period}, and isn't split"
            for link in self.graph.links_from(member, "CONSUMES"):
                yield from self._unknown_share(link.target, member)
        for needed in self._realized:
            known = needed in self.gone or self.rolled.shares_of(needed)
            if self.rolled.full_of(needed) and not known:
                yield f"the cost of {self.graph.ref(needed)}, which it needs, is borne by nobody"

    def _unknown_cost(self) -> Iterator[str]:
        if self.full is None:
            yield "it is part of a closed cycle of costs: its full cost has no end"
        elif not self.full:
            yield f"no cost is on record for {self.rolled.period}"
        elif len(self.full) > 1:
            yield f"costs are in several currencies, not converted: {', '.join(self.full)}"

    def _unknown_share(self, provider: int, consumer: int) -> Iterator[str]:
        books, ref, period = self.rolled.books, self.graph.ref(provider), self.rolled.period
        counted = any(use.consumer == consumer for use in books.uses(provider, period))
        for use in books.consumption[provider]:
            if use.consumer != consumer:
                continue
            in_time = use.period is None or holds(period, use.period)
            if in_time and (why := books.trouble(use)):
                yield f"its share of {ref} isn't known: {why}"
            elif not in_time and not counted and holds(use.period or "", period):
                yield f"its use of {ref} is stated for {use.period}, and isn't split"
        if self.rolled.full_of(provider) == {}:
            yield f"no cost is on record for {ref}, which it consumes"

    @property
    def _realized(self) -> list[int]:
        found = (
            link.target
            for member in self.members
            for link in self.graph.links_from(member, "REALIZED_BY", "DEPENDS_ON")
        )
        services = (p for p in found if self.graph.label(p) not in ("Service", "ServiceOffering"))
        return sorted(dict.fromkeys(services), key=self.graph.ref)
