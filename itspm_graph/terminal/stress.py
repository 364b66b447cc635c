"""How a stress test looks in a terminal: failures by harm, then the heat map."""

from __future__ import annotations

from collections.abc import Sequence

from itspm_graph.results.stress import Failure, HeatCell, HeatRow, Stress
from itspm_graph.terminal import _counted, _show, _table, console, escape
from itspm_graph.terminal.simulation import time

NAMED = 3
LEGEND = (
    "[red]██[/] intolerable  [yellow]▓▓[/] late  [green]░░[/] lost, back in time  "
    "[dim]??[/] not known"
)


def stress(found: Stress) -> None:
    """Which losses do the most harm, and which service falls to which of them."""
    out = console()
    if not found.ranking:
        out.print("no failure takes a service, an activity or a customer away")
    else:
        _failures(found.ranking)
    if found.pairs_tried:
        out.print(f"[bold]two together, and what neither takes alone[/] ({len(found.pairs)} shown)")
        if found.pairs:
            _pairs(found.pairs)
    _heat(found)
    if any(not item.restore_stated for item in found.ranking):
        out.print("? ≥: nobody says how long restoring takes what was taken away; counted as 0")
    left = f", {found.pairs_left_out} left out" if found.pairs_left_out else ""
    pairs = f", {_counted(found.pairs_tried, 'pair')}{left}" if found.pairs_tried else ""
    out.print(
        f"[dim]{_counted(found.tried, 'failure')} of {', '.join(found.kinds)}{pairs}; "
        f"{found.harmless} harm nobody; revision {found.revision}[/]"
    )


def _failures(rows: Sequence[Failure]) -> None:
    table = _table(
        "", "taken away", "intolerable", "late", "services", "tier 1", "customers", "an hour",
        "all back after",
    )  # fmt: skip
    for place, item in enumerate(rows, start=1):
        money = ", ".join(f"{v:,.0f} {c}" for c, v in item.revenue_per_hour.items())
        never = f" ({item.never} never)" if item.never else ""
        more = f" and {len(item.refs) - 1} more" if len(item.refs) > 1 else ""
        table.add_row(
            str(place),
            f"{item.refs[0]}{more}",
            f"[red]{item.beyond_mtpd}[/]" if item.beyond_mtpd else "0",
            str(item.late),
            str(item.services),
            str(item.first_tier),
            str(item.customers),
            money,
            f"{'' if item.restore_stated else '? ≥ '}{time(item.longest_minutes)}{never}",
        )
    _show(table)


def _pairs(rows: Sequence[Failure]) -> None:
    table = _table("taken away together", "services", "only together")
    for item in rows:
        more = f" and {len(item.beyond_alone) - NAMED} more"
        only = ", ".join(item.beyond_alone[:NAMED])
        table.add_row(
            escape(" + ".join(item.refs)),
            str(item.services),
            only + (more if len(item.beyond_alone) > NAMED else ""),
        )
    _show(table)


def _heat(found: Stress) -> None:
    if not found.heat:
        return
    table = _table("service", "tier", "lost to", " ".join(f"{n + 1:>2}" for n in _columns(found)))
    for row in found.heat:
        table.add_row(
            row.service,
            "" if row.tier is None else str(row.tier),
            str(row.lost_to),
            " ".join(_mark(row, number) for number in _columns(found)),
        )
    _show(table)
    console().print(LEGEND)


def _columns(found: Stress) -> range:
    return range(len(found.ranking))


def _mark(row: HeatRow, number: int) -> str:
    cell = next((cell for cell in row.cells if cell.failure == number), None)
    return "  " if cell is None else _colour(cell)


def _colour(cell: HeatCell) -> str:
    if cell.beyond_mtpd:
        return "[red]██[/]"
    if cell.late:
        return "[yellow]▓▓[/]"
    return "[dim]??[/]" if cell.late is None else "[green]░░[/]"
