"""How costs look in a terminal."""

from __future__ import annotations

from collections.abc import Mapping

from itspm_graph.results.costs import CostBreakdown, Costs, ElementCost
from itspm_graph.terminal import _counted, _show, _table, console, escape

MOST_LISTED = 12
"""Sources, and costs that nobody bears, listed at most."""
LARGE = 1_000
"""Money of which nobody reads the cents."""


def costs(found: Costs) -> None:
    """One element with what its cost is made of, or a table of all services."""
    out = console()
    if found.breakdown is None:
        _services(found)
    else:
        _element(found.elements[0], found.period)
        _breakdown(found.breakdown)
    for members in found.closed_cycles:
        out.print(f"[red]closed cycle, whose costs have no end:[/] {', '.join(members)}")
    if found.breakdown is None and found.left_over:
        out.print("[bold]Borne by nobody[/]")
        table = _table("element", "name", "amount", "why")
        for item in found.left_over[:MOST_LISTED]:
            table.add_row(item.ref, escape(item.name), money(item.amount), item.reason)
        _show(table)
        _more(len(found.left_over))
    if found.not_counted:
        count = _counted(len(found.not_counted), "cost item")
        out.print(f"[yellow]{count} without element, amount, currency or period: not counted[/]")
    total = money(found.direct_total) or "none"
    out.print(f"[dim]direct costs of {escape(found.period)}: {total}; revision {found.revision}[/]")


def _services(found: Costs) -> None:
    table = _table(
        "service", "name", "direct", "full cost", "per unit", "charged", "recovered", "unknown"
    )
    for item in found.elements:
        table.add_row(
            item.ref, escape(item.name), money(item.direct), _full(item), _per_unit(item),
            "" if item.charged is None else money(item.charged) or "0", shares(item.recovery_ratio),
            str(len(item.unknown) or ""),
        )  # fmt: skip
    if found.elements:
        _show(table)
    else:
        console().print("there are no services")


def _element(item: ElementCost, period: str) -> None:
    out = console()
    out.print(f"[bold]{item.ref}  {escape(item.name)}  {escape(period)}[/]")
    lines = [
        ("direct cost", money(item.direct) or "none"),
        ("full cost", _full(item) or "none"),
        ("volume", "" if item.volume is None else f"{item.volume:,g} {escape(item.unit or '')}"),
        ("unit cost", _per_unit(item)),
        ("charging", ", ".join(item.charging)),
        ("charged", "" if item.charged is None else money(item.charged) or "nothing"),
        ("recovery position", money(item.recovery_position or {})),
        ("recovery ratio", shares(item.recovery_ratio)),
    ]
    for word, text in lines:
        if text:
            out.print(f"  {word}: {text}")
    for text in item.unknown:
        out.print(f"  [yellow]unknown: {escape(text)}[/]")


def _breakdown(found: CostBreakdown) -> None:
    out = console()
    if found.providers:
        out.print("[bold]Borne of what its providers cost[/]")
        table = _table("provider", "name", "borne")
        for item in found.providers:
            table.add_row(item.ref, escape(item.name), money(item.borne))
        _show(table)
    if found.sources:
        out.print("[bold]Where the money is spent[/]")
        table = _table("element", "name", "amount")
        for source in found.sources[:MOST_LISTED]:
            table.add_row(source.ref, escape(source.name), money(source.amount))
        _show(table)
        _more(len(found.sources))
        table = _table("cost pool", "tower", "amount")
        for pool in found.pools:
            table.add_row(
                escape(pool.cost_pool or ""), escape(pool.tower or ""), money(pool.amount)
            )
        _show(table)
    for held in found.benchmarks:
        told = (
            f"not comparable: {held.why_not}" if held.variance is None else f"{held.variance:+.1%}"
        )
        out.print(f"against {held.ref} ({escape(held.name)}): {escape(told)}")
    stranded = found.stranded
    parts = [
        f"{money(amounts)} {word}"
        for amounts, word in (
            (stranded.avoidable, "disappears"),
            (stranded.stranded, "stays"),
            (stranded.undetermined, "isn't known to stay or not"),
        )
        if amounts
    ]
    if parts:
        out.print(f"without it: {', '.join(parts)}")
    if stranded.goes_with_it:
        out.print(f"used by nobody else: {', '.join(stranded.goes_with_it)}")


def _full(item: ElementCost) -> str:
    return "no end (closed cycle)" if item.full is None else money(item.full)


def _per_unit(item: ElementCost) -> str:
    if item.unit_cost is None:
        return ""
    amounts = ", ".join(
        f"{amount:,.0f} {currency}" if amount >= LARGE else f"{amount:.4g} {currency}"
        for currency, amount in item.unit_cost.items()
    )
    return f"{amounts} / {escape(item.unit or '')}"


def _more(count: int) -> None:
    if count > MOST_LISTED:
        console().print(f"[dim]and {count - MOST_LISTED} more (--json)[/]")


def money(amounts: Mapping[str, float]) -> str:
    return ", ".join(f"{amount:,.0f} {currency}" for currency, amount in amounts.items())


def shares(ratios: Mapping[str, float] | None) -> str:
    return ", ".join(f"{ratio:.1%}" for ratio in (ratios or {}).values())
