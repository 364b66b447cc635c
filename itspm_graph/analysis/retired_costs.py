"""What retiring some elements together saves and strands, and who pays more afterwards.

Gone is what is retired, and the orphans that it leaves: what nobody else rests on. Their running
costs disappear. Of what others consume too, the variable share of the cost that they cause
disappears; the rest is stranded, and borne by those who stay. Investments stay on the books.

Which part of an element's direct cost flows into what is gone is a probability of arrival: 1 in
what is gone, and else h(u) = sum over v of s(u, v) * h(v). So each amount counts once, even where
it would come back, and never more than the whole of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_array

from itspm_graph.analysis.cost_books import Cost
from itspm_graph.analysis.cost_roll_up import Amounts, RollUp, without
from itspm_graph.analysis.reciprocal import Allocation, Numbers
from itspm_graph.analysis.service_costs import ServiceCosts
from itspm_graph.graph import Graph

LEAST_CHANGE = 1e-9
"""A change of cost below this share of it is rounding."""


class Fate(NamedTuple):
    """What becomes of the part of a direct cost that flows into what is gone.

    `saved`, `stranded` and `undetermined` sum up to that part: the cost times `flow`.
    """

    cost: Cost
    flow: float
    saved: float
    stranded: float
    undetermined: float

    @property
    def invested(self) -> bool:
        return bool(self.cost.stated.get("kind") == "capex")


class UnitCost(NamedTuple):
    """What somebody who stays costs in full, before and after, and of what in which amount."""

    position: int
    before: ServiceCosts
    after: ServiceCosts
    uses_gone: bool
    """Whether it bore a share of something that is gone, which it no longer does."""


@dataclass(frozen=True)
class RetiredCosts:
    """The money of one retirement, in the period of a roll-up."""

    graph: Graph
    rolled: RollUp
    retired: tuple[int, ...]
    orphans: frozenset[int]

    @cached_property
    def gone(self) -> frozenset[int]:
        """What is retired, and what goes with it."""
        return self.orphans | {*self.retired}

    @cached_property
    def flow(self) -> dict[int, float]:
        """By element, which part of its direct cost flows into what is gone."""
        upstream = self._upstream()
        place = {element: row for row, element in enumerate(upstream)}
        arrived = np.array([element in self.gone for element in upstream], dtype=float)
        # What arrives has arrived: nothing leaves again.
        cells = [
            (place[provider], place[consumer], share)
            for consumer, borne in upstream.items()
            for provider, share in borne.items()
            if provider not in self.gone
        ]
        if not cells:
            return dict.fromkeys(upstream, 1.0)
        rows, columns, shares = zip(*cells, strict=True)
        table = csr_array((shares, (rows, columns)), shape=(len(place), len(place)))
        found = np.minimum(Allocation(table).weights(arrived), 1).tolist()
        return {element: part for element, part in zip(upstream, found, strict=True) if part}

    def _upstream(self) -> dict[int, dict[int, float]]:
        """What is gone and may have a cost, whom that consumes, and so on, with what they bear."""
        rolled = self.rolled
        frontier = sorted(element for element in self.gone if element in rolled.place)
        found: dict[int, dict[int, float]] = {}
        while frontier:
            found |= {element: rolled.borne_by(element) for element in frontier}
            beyond = {provider for element in frontier for provider in found[element]}
            frontier = sorted(beyond - found.keys())
        return found

    @cached_property
    def fates(self) -> list[Fate]:
        """Every direct cost that flows into what is gone, in whole or in part."""
        found = self.rolled.costs_by_element
        return [
            self._fate(cost, part)
            for element, part in self.flow.items()
            for cost in found.get(element, [])
            if cost.amount
        ]

    def _fate(self, cost: Cost, flow: float) -> Fate:
        amount = (cost.amount or 0.0) * flow
        if cost.stated.get("kind") == "capex":
            return Fate(cost, flow, 0, amount, 0)
        if cost.element in self.gone:
            return Fate(cost, flow, amount, 0, 0)
        variable = cost.stated.get("variable_share")
        if variable is None:
            return Fate(cost, flow, 0, 0, amount)
        return Fate(cost, flow, amount * variable, amount - amount * variable, 0)

    # --- by currency --------------------------------------------------------------------------

    @cached_property
    def full(self) -> Amounts:
        """What flows into what is gone: its full cost, each amount counted once."""
        return _by_currency((f.cost, (f.cost.amount or 0) * f.flow) for f in self.fates)

    @cached_property
    def saved(self) -> Amounts:
        """What is no longer spent."""
        return _by_currency((fate.cost, fate.saved) for fate in self.fates)

    @cached_property
    def stranded(self) -> Amounts:
        """What is spent all the same."""
        return _by_currency((fate.cost, fate.stranded) for fate in self.fates)

    @cached_property
    def invested(self) -> Amounts:
        """Of what is stranded, the investments in what is gone: nobody else bears them."""
        return _by_currency(
            (f.cost, f.stranded) for f in self.fates if f.cost.element in self.gone and f.invested
        )

    @cached_property
    def undetermined(self) -> Amounts:
        """What may be saved or stranded, as nobody says how variable it is."""
        return _by_currency((fate.cost, fate.undetermined) for fate in self.fates)

    @cached_property
    def booked(self) -> list[Cost]:
        """Costs of any period of what is gone that have a value on the books."""
        return [
            cost
            for cost in self.rolled.books.costs
            if cost.element in self.gone and cost.stated.get("book_value")
        ]

    @cached_property
    def written_off(self) -> Amounts:
        """Values on the books of what is gone."""
        return _by_currency((cost, cost.stated["book_value"]) for cost in self.booked)

    # --- those who stay -----------------------------------------------------------------------

    @cached_property
    def after(self) -> RollUp:
        """The roll-up without what is gone and what is saved. What isn't known to be, stays."""
        rolled = self.rolled
        direct: Numbers = rolled.direct.copy()
        columns = {currency: column for column, currency in enumerate(rolled.currencies)}
        for fate in self.fates:
            if fate.cost.element is not None and fate.cost.currency is not None:
                direct[rolled.place[fate.cost.element], columns[fate.cost.currency]] -= fate.saved
        # What is saved may be all there was, but for rounding.
        direct[np.abs(direct) <= LEAST_CHANGE * np.abs(rolled.direct)] = 0
        return without(rolled, self.gone, direct)

    @cached_property
    def changed(self) -> list[UnitCost]:
        """Those who stay and pay more or less than before, in all or for a unit; by position.

        A service and its offerings are one thing.
        """
        before, after = self.rolled.full, self.after.full
        same = np.isclose(before, after, rtol=LEAST_CHANGE, atol=0, equal_nan=True).all(axis=1)
        rows = (self.rolled.elements[int(row)] for row in np.flatnonzero(~same))
        concerned = {*rows, *self._providers} - self.gone
        owners = {self._owner(element) for element in concerned}
        return [self._unit_cost(position) for position in sorted(owners)]

    @cached_property
    def _providers(self) -> set[int]:
        """Those who stay, of whom what is gone consumes something."""
        return {provider for element in self.gone for provider in self.rolled.borne_by(element)}

    def _owner(self, element: int) -> int:
        links = self.graph.links_to(element, "HAS_OFFERING")
        return min((link.source for link in links), default=element)

    def _unit_cost(self, position: int) -> UnitCost:
        before = ServiceCosts(self.graph, self.rolled, position)
        after = ServiceCosts(self.graph, self.after, position, self.gone)
        borne = (self.rolled.borne_by(member) for member in before.members)
        uses_gone = any(not self.gone.isdisjoint(providers) for providers in borne)
        return UnitCost(position, before, after, uses_gone)

    # --- what isn't known ---------------------------------------------------------------------

    def unknown(self) -> Iterator[tuple[int, str]]:
        """What is missing for these figures to be whole: whom it is about, and what it is."""
        yield from self._unknown_of_retired()
        costed = {cost.element for cost in self.rolled.costs}
        for position in self.orphans - costed:
            if not self.rolled.borne_by(position):
                yield position, "goes too, and no cost of it is on record"
        for cost in self.rolled.books.costs:
            if cost.element in self.gone:
                yield from self._unknown_of(cost)
        for fate in self.fates:
            if fate.undetermined:
                yield fate.cost.item, "others use it too, and nobody says how variable it is"
        for position in self._never_ending:
            yield position, "would pass its cost on in a closed cycle afterwards, without end"

    def _unknown_of_retired(self) -> Iterator[tuple[int, str]]:
        for position in self.retired:
            if self._owner(position) not in self.gone - {position}:
                for text in ServiceCosts(self.graph, self.rolled, position, self.gone).unknown_cost:
                    yield position, text

    @staticmethod
    def _unknown_of(cost: Cost) -> Iterator[tuple[int, str]]:
        lacks = [name for name in ("amount", "currency", "period") if getattr(cost, name) is None]
        if lacks:
            yield cost.item, f"states no {', '.join(lacks)}: not counted"
        kind, value = cost.stated.get("kind"), cost.stated.get("book_value")
        if kind is None:
            yield cost.item, "isn't said to be an investment or a running cost: taken for running"
        if kind == "capex" and value is None:
            yield cost.item, "an investment of which no value on the books is stated"

    @property
    def _never_ending(self) -> set[int]:
        return self.after.in_closed_cycle - self.rolled.in_closed_cycle


def retired_costs(
    graph: Graph, rolled: RollUp, retired: Iterable[int], orphans: Collection[int]
) -> RetiredCosts:
    """The money of retiring some elements, their offerings among them, with their orphans."""
    going = tuple(dict.fromkeys(retired))
    return RetiredCosts(graph, rolled, going, frozenset(orphans) - {*going})


def _by_currency(amounts: Iterable[tuple[Cost, float]]) -> Amounts:
    found: Amounts = defaultdict(float)
    for cost, amount in amounts:
        found[cost.currency or "XXX"] += amount
    return {currency: amount for currency, amount in sorted(found.items()) if amount}
