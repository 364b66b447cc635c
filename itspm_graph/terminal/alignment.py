"""How misaligned recovery objectives look in a terminal."""

from __future__ import annotations

from itspm_graph.results.alignment import Alignment
from itspm_graph.terminal import _counted, console, escape, more, named
from itspm_graph.terminal.fitting import Column, Fitted, say
from itspm_graph.terminal.simulation import time

MOST = 40
NAMED = 3


def alignment(found: Alignment) -> None:
    """Who is to be back sooner than what it needs."""
    out = console()
    if not found.misaligned:
        out.print("no objective contradicts another")
    else:
        table = Fitted(
            Column("to be back", least=20),
            Column("tier", right=True),
            Column("RTO", right=True),
            Column("start", right=True, drop=1),
            Column("rests on", least=20),
            Column("RTO of that", short="its RTO", right=True),
            Column("late by", right=True),
        )
        for item in found.misaligned[:MOST]:
            group = f"{item.needed} of group {item.group}: " if item.group else ""
            rests_on = named(item.providers, NAMED) if item.providers else "its start alone"
            table.add(
                item.ref,
                "" if item.tier is None else str(item.tier),
                time(item.rto_minutes),
                time(item.start_minutes),
                escape(f"{group}{rests_on}"),
                time(item.provider_minutes) if item.providers else "",
                f"[red]{time(item.over_minutes)}[/]",
            )
        table.show(out)
        more(out, found.misaligned, MOST, "--json lists all")
    say(
        out,
        f"[dim]{_counted(found.with_objective, 'element')} with an objective; "
        f"{len(found.not_assessed)} of them need something that has none; "
        f"revision {found.revision}[/]",
    )
