"""The money of a retirement, as the verb `retire` and its report tell it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from itspm_graph.analysis.cost_books import LATEST
from itspm_graph.analysis.cost_roll_up import Amounts
from itspm_graph.analysis.retired_costs import UnitCost
from itspm_graph.answers.reach import described
from itspm_graph.answers.retirement import Retirement
from itspm_graph.answers.retirement_costs import RetirementMoney
from itspm_graph.graph import Graph
from itspm_graph.results.retired_costs import (
    ContractTail,
    MoneyNotAssessed,
    OneOffCost,
    RetiredCostItem,
    RetirementAmounts,
    RetirementCosts,
    UnitCostChange,
    WriteOff,
)


def retirement_costs(
    planned: Retirement, orphans: Iterable[int], on: date, period: str = LATEST
) -> RetirementCosts:
    """What a retirement saves, strands and costs; notice could be given on the day `on`.

    `orphans` is what goes with what is retired: what nobody else rests on.
    """
    money = RetirementMoney(planned, frozenset(orphans), on, period)
    graph = planned.graph
    return RetirementCosts(
        period=money.costs.rolled.period,
        amounts=_amounts(money),
        items=_items(money),
        contracts=list(_contracts(money)),
        one_off=[
            OneOffCost(
                ref=graph.ref(step.item),
                name=graph.name(step.item),
                kind=step.kind,
                status=step.status,
                cost=step.cost,
                currency=step.currency,
            )
            for step in money.steps
        ],
        write_offs=_write_offs(money),
        unit_costs=_unit_costs(graph, money.costs.changed),
        not_assessed=[
            MoneyNotAssessed(reason=reason, refs=[graph.ref(position) for position in positions])
            for reason, positions in money.unknown.items()
        ],
    )


def _amounts(money: RetirementMoney) -> list[RetirementAmounts]:
    costs = money.costs
    by_name: dict[str, Amounts] = {
        "full": costs.full,
        "saved": costs.saved,
        "stranded": costs.stranded,
        "invested": costs.invested,
        "undetermined": costs.undetermined,
        "contracts": money.tail,
        "one_off": money.one_off,
        "write_off": costs.written_off,
    }
    return [
        RetirementAmounts(
            currency=currency, **{name: found.get(currency, 0.0) for name, found in by_name.items()}
        )
        for currency in sorted(set().union(*by_name.values()))
    ]


def _items(money: RetirementMoney) -> list[RetiredCostItem]:
    graph = money.graph
    found = [
        RetiredCostItem(
            element=graph.ref(fate.cost.element or 0),
            ref=graph.ref(fate.cost.item),
            name=graph.name(fate.cost.item),
            currency=fate.cost.currency or "",
            part=fate.flow,
            saved=fate.saved,
            stranded=fate.stranded,
            undetermined=fate.undetermined,
        )
        for fate in money.costs.fates
    ]
    return sorted(found, key=lambda i: (-(i.saved + i.stranded + i.undetermined), i.ref))


def _contracts(money: RetirementMoney) -> Iterator[ContractTail]:
    graph = money.graph
    for way in money.contracts:
        yield ContractTail(
            ref=graph.ref(way.contract),
            name=graph.name(way.contract),
            can_end_on=way.can_end_on,
            notice_by=way.notice_by,
            months=way.months,
            way=way.way,
            amount=way.amount,
            currency=way.currency,
            stays=[graph.ref(position) for position in way.stays],
        )


def _write_offs(money: RetirementMoney) -> list[WriteOff]:
    graph = money.graph
    found = [
        WriteOff(
            ref=graph.ref(cost.item),
            name=graph.name(cost.item),
            element=graph.ref(cost.element or 0),
            amount=cost.stated["book_value"],
            currency=cost.currency or "XXX",
        )
        for cost in money.costs.booked
    ]
    return sorted(found, key=lambda item: (-item.amount, item.ref))


def _unit_costs(graph: Graph, changed: Iterable[UnitCost]) -> list[UnitCostChange]:
    found = [row for each in changed for row in _changes(graph, each)]
    return sorted(found, key=lambda row: (-(row.change or 0.0), row.ref, row.currency))


def _changes(graph: Graph, found: UnitCost) -> Iterator[UnitCostChange]:
    before, after = found.before, found.after
    for currency in sorted({*(before.full or {}), *(after.full or {})}):
        was = None if before.full is None else before.full.get(currency, 0.0)
        will_be = None if after.full is None else after.full.get(currency, 0.0)
        volume = before.volume
        left = (
            after.volume if volume and after.volume and after.volume.unit == volume.unit else None
        )
        yield UnitCostChange(
            **described(graph, found.position),
            currency=currency,
            before=was,
            after=will_be,
            change=None if was is None or will_be is None else will_be - was,
            unit=volume.unit if volume else None,
            unit_before=was / volume.amount if volume and was is not None else None,
            unit_after=will_be / left.amount if left and will_be is not None else None,
            used_retired=found.uses_gone,
        )
