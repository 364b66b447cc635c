"""How complete the register of information is, in a terminal."""

from __future__ import annotations

from itspm_graph.results.register import Register
from itspm_graph.terminal import _counted, console, escape, named, share
from itspm_graph.terminal.fitting import Column, Fitted, say

MOST = 6


def register(found: Register) -> None:
    """Template by template: how much is there, and what is missing of what."""
    out = console()
    table = Fitted(
        Column("template"),
        Column("", least=16),
        Column("rows", right=True),
        Column("filled", right=True, short="filled", least=8),
        Column("missing most", least=24),
    )
    for each in found.templates:
        asked = sum(column.asked for column in each.columns)
        missing = sum(column.missing for column in each.columns)
        worst = sorted(each.columns, key=lambda column: -column.missing)[:3]
        table.add(
            each.template,
            escape(each.title),
            str(each.rows),
            share(round((asked - missing) / asked, 3)) if asked else "nothing is asked",
            ", ".join(f"{c.name} ({c.missing} of {c.asked})" for c in worst if c.missing),
        )
    table.show(out)
    by_record: dict[str, list[str]] = {}
    for each in found.templates:
        for gap in each.gaps:
            by_record.setdefault(gap.about, []).append(gap.field)
    worst_first = sorted(by_record.items(), key=lambda item: (-len(item[1]), item[0]))
    for about, fields in worst_first[:MOST]:
        distinct = list(dict.fromkeys(fields))
        say(out, f"[yellow]{about}[/] says nothing of {named(distinct, MOST)}")
    if len(by_record) > MOST:
        out.print(f"  … and {_counted(len(by_record) - MOST, 'record')} more with gaps")
    out.print(
        f"[dim]{found.asked - found.missing} of {found.asked} values; revision {found.revision}[/]"
    )
