"""How it looks in a terminal whether something may go."""

from __future__ import annotations

from itspm_graph.results.clearance import Clearance
from itspm_graph.terminal import _counted, _show, _table, console, escape


def clearance(found: Clearance) -> None:
    """Whether it is clear, then who depends on it yet."""
    out = console()
    names = ", ".join(found.elements)
    if found.clear:
        out.print(f"[green]clear[/]: nothing depends on {names} on {found.on}")
        return
    out.print(
        f"[red]not clear[/]: {_counted(len(found.dependents), 'declared use')} and "
        f"{_counted(len(found.undeclared), 'undeclared one')} of {names} on {found.on}"
    )
    if found.dependents:
        table = _table("who", "name", "relationship", "to")
        for each in found.dependents:
            table.add_row(each.ref, escape(each.name), each.relationship, each.used)
        _show(table)
    if found.undeclared:
        table = _table("undeclared", "last seen", "record")
        for seen in found.undeclared:
            table.add_row(escape(seen.ref or seen.name), str(seen.last_seen_on or ""), seen.record)
        _show(table)
