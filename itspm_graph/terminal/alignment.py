"""How misaligned recovery objectives look in a terminal."""

from __future__ import annotations

from itspm_graph.results.alignment import Alignment
from itspm_graph.terminal import _counted, _show, _table, console, escape
from itspm_graph.terminal.simulation import time

MOST = 40
NAMED = 3


def alignment(found: Alignment) -> None:
    """Who is to be back sooner than what it needs."""
    out = console()
    if not found.misaligned:
        out.print("no objective contradicts another")
    else:
        table = _table("to be back", "tier", "RTO", "start", "rests on", "RTO of that", "late by")
        for item in found.misaligned[:MOST]:
            group = f"{item.needed} of group {item.group}: " if item.group else ""
            more = f" and {len(item.providers) - NAMED} more" if len(item.providers) > NAMED else ""
            table.add_row(
                item.ref,
                "" if item.tier is None else str(item.tier),
                time(item.rto_minutes),
                time(item.start_minutes),
                escape(f"{group}{', '.join(item.providers[:NAMED])}{more}"),
                time(item.provider_minutes),
                f"[red]{time(item.over_minutes)}[/]",
            )
        _show(table)
        if len(found.misaligned) > MOST:
            out.print(f"  … and {len(found.misaligned) - MOST} more")
    out.print(
        f"[dim]{_counted(found.with_objective, 'element')} with an objective; "
        f"{len(found.not_assessed)} of them need something that has none; "
        f"revision {found.revision}[/]"
    )
