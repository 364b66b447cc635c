"""How a stress test looks in a terminal: failures by harm, then the heat map."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from itspm_graph.results.stress import Failure, HeatCell, HeatRow, Stress
from itspm_graph.terminal import _counted, console, escape, named
from itspm_graph.terminal.fitting import Cell, Column, Fitted, say
from itspm_graph.terminal.simulation import until

NAMED = 3
NAMED_SHORT = 2
BESIDE = 20
"""Characters that the heat map leaves for the service."""
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
        out.print()
        say(out, f"[bold]two together, and what neither takes alone[/] ({len(found.pairs)} shown)")
        if found.pairs:
            _pairs(found.pairs)
    _heat(found)
    if any(not item.restore_stated for item in found.ranking):
        say(
            out,
            "≥: at least; +5?: perhaps 5 more: nobody says how long restoring takes what was "
            "taken away",
        )
    left = f", {found.pairs_left_out} left out" if found.pairs_left_out else ""
    pairs = f", {_counted(found.pairs_tried, 'pair')}{left}" if found.pairs_tried else ""
    say(
        out,
        f"[dim]{_counted(found.tried, 'failure')} of {', '.join(found.kinds)}{pairs}; "
        f"{found.harmless} harm nobody; revision {found.revision}[/]",
    )


def _failures(rows: Sequence[Failure]) -> None:
    money, earned = _money(rows)
    table = Fitted(
        Column("", right=True),
        Column("taken away", least=22),
        Column("intolerable", short="intol.", right=True),
        Column("late", right=True, drop=1),
        Column("services", short="serv.", right=True),
        Column("tier 1", short="tier1", right=True),
        Column("customers", short="cust.", right=True, drop=3),
        money,
        Column("all back after", short="back", right=True),
        Column("never", right=True, drop=2),
    )
    for place, item in enumerate(rows, start=1):
        more = f" and {len(item.refs) - 1} more" if len(item.refs) > 1 else ""
        back = until(item.longest_minutes, not item.restore_stated)
        table.add(
            str(place),
            f"{item.refs[0]}{more}",
            _intolerable(item),
            str(item.late),
            str(item.services),
            str(item.first_tier),
            str(item.customers),
            earned(item),
            "?" if back == "not known" else back,
            str(item.never or ""),
        )
    table.show(console())


def _intolerable(item: Failure) -> str:
    sure = f"[red]{item.beyond_mtpd}[/]" if item.beyond_mtpd else "0"
    maybe = item.beyond_mtpd_perhaps
    return f"{sure} [yellow]+{maybe}?[/]" if maybe else sure


def _money(rows: Sequence[Failure]) -> tuple[Column, Callable[[Failure], str]]:
    """The column of revenue; the currency stands above it where there is only one."""
    currencies = {currency for item in rows for currency in item.revenue_per_hour}
    if len(currencies) == 1:
        (only,) = currencies
        column = Column(f"{only} an hour", short=f"{only}/h", right=True)
        return column, lambda item: "".join(f"{v:,.0f}" for v in item.revenue_per_hour.values())
    column = Column("an hour", least=11)
    return column, lambda item: ", ".join(f"{v:,.0f} {c}" for c, v in item.revenue_per_hour.items())


def _pairs(rows: Sequence[Failure]) -> None:
    money, earned = _money(rows)
    table = Fitted(
        Column("taken away together", least=22),
        Column("intolerable", short="intol.", right=True),
        Column("late", right=True, drop=1),
        Column("services", short="serv.", right=True),
        money,
        Column("only together", least=20),
    )
    for item in rows:
        short = [ref.removeprefix("service:") for ref in item.beyond_alone]
        table.add(
            escape(" + ".join(item.refs)),
            _intolerable(item),
            str(item.late),
            str(item.services),
            earned(item),
            (named(item.beyond_alone, NAMED), named(short, NAMED_SHORT)),
        )
    table.show(console())


def _heat(found: Stress) -> None:
    if not found.heat:
        return
    out = console()
    shown = range(min(len(found.ranking), max((out.width - BESIDE) // 2, 1)))
    table = Fitted(
        Column("service", least=BESIDE - 2),
        Column("tier", drop=2, right=True),
        Column("lost to", drop=1, right=True),
        Column(" ".join(f"{n + 1:>2}" for n in shown), short=_numbers(len(shown))),
    )
    for row in found.heat:
        table.add(
            row.service,
            "" if row.tier is None else str(row.tier),
            str(row.lost_to),
            _marks(row, len(shown)),
        )
    out.print()
    table.show(out)
    say(out, LEGEND)
    if len(shown) < len(found.ranking):
        say(out, f"[dim]no room for failures {len(shown) + 1} to {len(found.ranking)}[/]")


def _numbers(number: int) -> str:
    """Numbers of failures above marks of one character: tens above ones."""
    tens = " ".join(str(n // 10 or " ") for n in range(1, number + 1))
    ones = " ".join(str(n % 10) for n in range(1, number + 1))
    return f"{tens.rstrip()}\n{ones}" if tens.strip() else ones


def _marks(row: HeatRow, number: int) -> Cell:
    cells = {cell.failure: _colour(cell) for cell in row.cells}
    wide = [_mark(cells.get(n), 2) for n in range(number)]
    return " ".join(wide), " ".join(_mark(cells.get(n), 1) for n in range(number))


def _mark(look: tuple[str, str] | None, width: int) -> str:
    return " " * width if look is None else f"[{look[0]}]{look[1] * width}[/]"


def _colour(cell: HeatCell) -> tuple[str, str]:
    if cell.beyond_mtpd:
        return "red", "█"
    if cell.late:
        return "yellow", "▓"
    return ("dim", "?") if cell.late is None else ("green", "░")
