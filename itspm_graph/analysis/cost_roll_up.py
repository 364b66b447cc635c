"""Total cost of ownership: what each element costs in full, in one period.

c_v = d_v + sum over u of s(u, v) * c_u: its direct cost, and its share of the full cost of each
provider that it consumes. s(u, v) is v's part of all that is used of u, times the part of u that
isn't idle. Cost follows consumption alone, never what carries failure. Currencies are columns
that never meet.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from scipy.sparse import csr_array

from itspm_graph.analysis.cost_books import LATEST, Cost, CostBooks, cost_books
from itspm_graph.analysis.periods import holds
from itspm_graph.analysis.reciprocal import Allocation, Numbers
from itspm_graph.graph import Graph

Amounts = dict[str, float]
"""Money by currency; a currency in which there is none is left out."""


@dataclass(frozen=True)
class RollUp:
    """The costs of one period in one snapshot.

    `place` gives an element its row in `direct` and `full` and in the shares of `allocation`;
    elements that neither cost nor consume anything have none.
    """

    period: str
    books: CostBooks
    place: dict[int, int]
    currencies: list[str]
    costs: list[Cost]
    """Direct costs that count in the period."""
    left_out: dict[int, list[Cost]]
    """Direct costs for a longer period that holds this one, by element: they aren't split."""
    direct: Numbers
    allocation: Allocation

    @cached_property
    def elements(self) -> list[int]:
        """Elements in the order of their rows."""
        return list(self.place)

    @cached_property
    def full(self) -> Numbers:
        """Full costs, a row per element, a column per currency; NaN in closed cycles."""
        return self.allocation.full(self.direct)

    @cached_property
    def closed_cycles(self) -> list[list[int]]:
        """Elements that pass cost on to each other alone, so that it has no end."""
        elements = self.elements
        return [[elements[row] for row in members] for members in self.allocation.closed]

    @cached_property
    def in_closed_cycle(self) -> set[int]:
        return {element for members in self.closed_cycles for element in members}

    @cached_property
    def costs_by_element(self) -> dict[int, list[Cost]]:
        """The direct costs that count, by what they are costs of."""
        found: dict[int, list[Cost]] = defaultdict(list)
        for cost in self.costs:
            if cost.element is not None:
                found[cost.element].append(cost)
        return dict(found)

    @cached_property
    def passed_on(self) -> Numbers:
        """The share of its full cost that each element's consumers bear."""
        totals: Numbers = np.asarray(self.allocation.shares.sum(axis=1), dtype=np.float64)
        return totals

    def amounts(self, row: Numbers) -> Amounts:
        """A row of money by currency."""
        return {
            currency: float(amount)
            for currency, amount in zip(self.currencies, row, strict=True)
            if amount
        }

    def direct_of(self, element: int) -> Amounts:
        row = self.place.get(element)
        return {} if row is None else self.amounts(self.direct[row])

    def full_of(self, element: int) -> Amounts | None:
        """The full cost of an element; None in a closed cycle, which has none."""
        if element in self.in_closed_cycle:
            return None
        row = self.place.get(element)
        return {} if row is None else self.amounts(self.full[row])

    def shares_of(self, provider: int) -> dict[int, float]:
        """What its consumers bear of a provider's full cost, by consumer."""
        row = self.place.get(provider)
        return {} if row is None else self._along(self.allocation.shares, row)

    def borne_by(self, consumer: int) -> dict[int, float]:
        """The shares that a consumer bears, by provider."""
        row = self.place.get(consumer)
        return {} if row is None else self._along(self._by_consumer, row)

    def weights(self, wanted: dict[int, float]) -> dict[int, float]:
        """By how much each element's direct cost enters the wanted sum of full costs."""
        column = np.zeros(len(self.place))
        for element, factor in wanted.items():
            if element in self.place:
                column[self.place[element]] = factor
        found = self.allocation.weights(column)
        return {self.elements[int(row)]: float(found[row]) for row in np.flatnonzero(found)}

    @cached_property
    def _by_consumer(self) -> csr_array[np.float64]:
        return csr_array(self.allocation.shares.T)

    def _along(self, table: csr_array[np.float64], row: int) -> dict[int, float]:
        cells = slice(table.indptr[row], table.indptr[row + 1])
        pairs = zip(table.indices[cells], table.data[cells], strict=True)
        return {self.elements[int(other)]: float(share) for other, share in pairs}


def roll_up(graph: Graph, period: str = LATEST) -> RollUp:
    """The costs of a period, derived once from a snapshot and kept with it."""
    books = cost_books(graph)
    period = books.latest_period() if period == LATEST else period.strip()
    key = (RollUp, period)
    if key not in graph.derived:
        graph.derived[key] = _rolled_up(books, period)
    found: RollUp = graph.derived[key]
    return found


def _rolled_up(books: CostBooks, period: str) -> RollUp:
    whole = [cost for cost in books.costs if cost.whole]
    costs = [cost for cost in whole if holds(period, cost.period or "")]
    left_out: dict[int, list[Cost]] = defaultdict(list)
    for cost in whole:
        if cost.element is not None and cost.period != period and holds(cost.period or "", period):
            left_out[cost.element].append(cost)
    triples = list(_shares(books, period))
    elements = {cost.element: None for cost in costs if cost.element is not None}
    elements |= {end: None for triple in triples for end in triple[:2]}
    place = {element: row for row, element in enumerate(elements)}
    currencies = sorted({cost.currency for cost in costs if cost.currency})
    direct = np.zeros((len(place), len(currencies)))
    columns = {currency: column for column, currency in enumerate(currencies)}
    for cost in costs:
        if cost.element is not None and cost.currency is not None:
            direct[place[cost.element], columns[cost.currency]] += cost.amount or 0
    return RollUp(
        period, books, place, currencies, costs, left_out, direct, _allocation(triples, place)
    )


def without(rolled: RollUp, gone: Collection[int], direct: Numbers) -> RollUp:
    """The same period with these direct costs, and nobody of `gone` consuming or being consumed.

    What a provider passed on to them is passed on to its other consumers, in proportion to their
    volumes; the idle share of a rule stays what it is.
    """
    leaving = np.zeros(len(rolled.place), dtype=bool)
    leaving[[rolled.place[element] for element in gone if element in rolled.place]] = True
    pairs = rolled.allocation.shares.tocoo()
    stays = ~leaving[pairs.row] & ~leaving[pairs.col]
    left = np.bincount(pairs.row[stays], pairs.data[stays], minlength=len(leaving))
    rise = np.divide(rolled.passed_on, left, out=np.zeros(len(leaving)), where=left > 0)
    rise[np.bincount(pairs.row[~stays], minlength=len(leaving)) == 0] = 1
    cells = pairs.row[stays], pairs.col[stays]
    shares = csr_array((pairs.data[stays] * rise[cells[0]], cells), shape=pairs.shape)
    books = rolled.books.without(gone)
    return replace(rolled, books=books, direct=direct, allocation=Allocation(shares))


def _shares(books: CostBooks, period: str) -> list[tuple[int, int, float]]:
    found = []
    for provider, measure in books.measures.items():
        uses = [use for use in books.uses(provider, period) if use.volume]
        total = sum(use.volume or 0 for use in uses) / (1 - measure.idle_share or 1)
        if measure.idle_share < 1:
            found += [(provider, use.consumer, (use.volume or 0) / total) for use in uses]
    return found


def _allocation(triples: list[tuple[int, int, float]], place: dict[int, int]) -> Allocation:
    rows = [place[provider] for provider, _, _ in triples]
    columns = [place[consumer] for _, consumer, _ in triples]
    shares = [share for _, _, share in triples]
    size = (len(place), len(place))
    return Allocation(csr_array((np.array(shares, dtype=float), (rows, columns)), shape=size))


def summed(amounts: Iterable[Amounts], keep: Iterable[str] = ()) -> Amounts:
    """The sum by currency, without those in which it is 0 unless they are to be kept."""
    found: Amounts = defaultdict(float)
    for amount in amounts:
        for currency, value in amount.items():
            found[currency] += value
    kept = set(keep)
    return {c: value for c, value in sorted(found.items()) if value or c in kept}


def scaled(amounts: Amounts, factor: float) -> Amounts:
    return {currency: amount * factor for currency, amount in amounts.items()}
