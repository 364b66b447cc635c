"""How it looks in a terminal what a retirement leaves behind, its order, and its money."""

from __future__ import annotations

from collections.abc import Sequence

from itspm_graph.results.retired_costs import ContractTail, RetirementAmounts, RetirementCosts
from itspm_graph.results.retiring import DecommissioningStep, LeftBehind, SharedPart
from itspm_graph.terminal import _show, _table, console, escape

MOST = 12
"""Rows of a table; the rest is counted."""


def remaining(
    orphans: Sequence[LeftBehind],
    shared: Sequence[SharedPart],
    steps: Sequence[DecommissioningStep],
) -> None:
    """Orphans, shared parts, and how all that goes is taken down."""
    _orphans(orphans)
    _shared(shared)
    _steps(steps)


def _more(rows: Sequence[object]) -> None:
    if len(rows) > MOST:
        console().print(f"  … and {len(rows) - MOST} more")


def _orphans(found: Sequence[LeftBehind]) -> None:
    if not found:
        return
    table = _table("left behind", "name", "becomes", "because")
    for item in found[:MOST]:
        table.add_row(item.ref, escape(item.name), item.disposition or "?", escape(item.reason))
    _show(table)
    _more(found)


def _shared(found: Sequence[SharedPart]) -> None:
    if not found:
        return
    table = _table("stays, less used", "because")
    for item in found[:MOST]:
        table.add_row(item.ref, escape(item.reason))
    _show(table)
    _more(found)


def _steps(found: Sequence[DecommissioningStep]) -> None:
    if not found:
        return
    table = _table("step", "taken down", "on", "after", "by", "")
    for item in found[:MOST]:
        mark = "[red]point of no return:[/] " if item.point_of_no_return else ""
        table.add_row(
            str(item.number),
            escape(", ".join(item.refs)),
            f"{item.on}{'' if item.planned else ' *'}",
            ", ".join(map(str, item.after)),
            ", ".join(item.teams),
            mark + escape(item.reason),
        )
    _show(table)
    _more(found)
    if any(not item.planned for item in found):
        console().print("[dim]* not on record: laid by the order and the soak of the policy[/]")


def money(found: RetirementCosts) -> None:
    """What is saved, stranded and spent once, by currency; then contracts with vendors."""
    table = _table("money of " + found.period, *(each.currency for each in found.amounts))
    for label, name in (
        ("full cost", "full"),
        ("saved", "saved"),
        ("stranded", "stranded"),
        ("paid on for contracts", "contracts"),
        ("once, by roadmap", "one_off"),
        ("written off", "write_off"),
    ):
        table.add_row(label, *(_amount(each, name) for each in found.amounts))
    if found.amounts:
        _show(table)
    _contracts(found.contracts)


def _amount(amounts: RetirementAmounts, name: str) -> str:
    return f"{getattr(amounts, name):,.0f}"


def _contracts(found: Sequence[ContractTail]) -> None:
    if not found:
        return
    table = _table("vendor contract", "can end on", "notice by", "how")
    for item in found[:MOST]:
        how = item.way or "doesn't end"
        if item.amount:
            how += f", {item.amount:,.0f} {item.currency}"
        if item.stays:
            how += f": covers {', '.join(item.stays[:3])} too"
        table.add_row(item.ref, str(item.can_end_on or "?"), str(item.notice_by or ""), escape(how))
    _show(table)
    _more(found)
