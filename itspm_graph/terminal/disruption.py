"""How simulations and explanations look in a terminal."""

from __future__ import annotations

from itspm_graph.results.disruption import Hit, Simulation
from itspm_graph.terminal import (
    _counted,
    _show,
    _table,
    affected,
    console,
    escape,
    not_assessed,
    share,
)

MOST_CONCERNED = 12
"""Customers or activities listed in one line; the rest is counted."""


def simulation(found: Simulation) -> None:
    """What is hit, what becomes of the rest, and whom it concerns."""
    out = console()
    out.print(f"[bold]{escape(found.name or 'If this happens')}[/]")
    for word, text in (("hazard", found.hazard), ("assuming", found.assumptions)):
        if text:
            out.print(f"{word}: {escape(text)}")
    table = _table("hit", "name", "damage")
    for hit in found.hits:
        table.add_row(hit.ref, escape(hit.name), _damage(hit))
    _show(table)
    affected(found.affected, found.counts, found.degraded_counts)
    for word, refs in (("customer", found.customers), ("activity", found.activities)):
        if refs:
            more = len(refs) - MOST_CONCERNED
            listed = ", ".join(refs[:MOST_CONCERNED]) + (f" and {more} more" if more > 0 else "")
            count = "1 activity" if word == "activity" and len(refs) == 1 else ""
            count = count or (
                f"{len(refs)} activities" if word == "activity" else _counted(len(refs), word)
            )
            out.print(f"hit: {count}: {listed}")
    counted = ", ".join(f"{item.count} {item.status}" for item in found.statuses)
    out.print(f"[bold]all elements: {counted}[/]")
    not_assessed(found.not_assessed)
    source = f"{found.scenario}; " if found.scenario else ""
    out.print(f"[dim]{source}cycles: {found.cycle_policy}; revision {found.revision}[/]")


def _damage(hit: Hit) -> str:
    return hit.damage if hit.damage != "capacity" else f"{share(hit.capacity)} of capacity left"
