"""How the programme of retirements looks in a terminal: by group, the easiest first."""

from __future__ import annotations

from collections.abc import Sequence

from itspm_graph.results.retirable import Obstacle, Retirable, RetirementCandidate
from itspm_graph.terminal import _counted, _show, _table, console, escape
from itspm_graph.terminal.costs import money

HEADINGS = {
    "ready": "Ready: nobody is declared to use it, and no use was seen",
    "unused": "Unused: consumers are declared, and no use was seen",
    "unobserved": "Unobserved: nobody is declared to use it, and nobody has looked",
    "unsupported": "Unsupported: in use, on products without support",
    "redundant": "Redundant: in use, and another service does the same",
    "planned": "Planned: in use, and meant to end",
}
WORDS = {
    "consumers": "consumer",
    "undeclared-use": "undeclared caller",
    "use-not-observed": "use not observed",
    "contract": "contract",
    "legal-hold": "data set on hold",
    "screams": "scream",
}
MOST_TOLD = 8
"""Candidates whose reasons and obstacles are told in words."""


def retirable(found: Retirable) -> None:
    """A table per group; for the first candidates, why and what stands in the way."""
    out = console()
    for summary in found.groups:
        listed = [item for item in found.services if item.group == summary.group]
        saving = money(summary.saving) or "nothing on record"
        out.print(f"[bold]{HEADINGS[summary.group]}[/]  [dim]{summary.count}, saving {saving}[/]")
        _services(listed)
    if not found.groups:
        out.print("no service in operation speaks for its end")
    for item in found.services[:MOST_TOLD]:
        _told(item)
    _components(found)
    hidden = found.total - len(found.services) + found.components_total - len(found.components)
    if hidden:
        out.print(f"[dim]and {hidden} more (--limit)[/]")
    out.print(
        f"[dim]on {found.on}, use looked back at since {found.used_since}, "
        f"money of {found.period}; revision {found.revision}[/]"
    )


def _services(listed: Sequence[RetirementCandidate]) -> None:
    if not listed:
        return
    table = _table("service", "name", "saves", "stranded", "cost", "last used", "in the way")
    for item in listed:
        cost = "no end" if item.cost is None else money(item.cost)
        used = str(item.last_used_on or "") if item.observed else "not observed"
        partial = " ?" if item.not_assessed else ""
        table.add_row(
            item.ref, escape(item.name), f"{money(item.saving) or '0'}{partial}",
            money(item.stranded), cost, used, ", ".join(map(_short, item.obstacles)) or "nothing",
        )  # fmt: skip
    _show(table)


def _short(obstacle: Obstacle) -> str:
    word = WORDS[obstacle.kind]
    return word if obstacle.kind == "use-not-observed" else _counted(obstacle.count, word)


def _told(item: RetirementCandidate) -> None:
    out = console()
    out.print(f"[bold]{item.ref}[/]")
    for reason in item.reasons:
        out.print(f"  why: {escape(reason)}")
    for obstacle in item.obstacles:
        refs = f": {', '.join(obstacle.refs)}" if obstacle.refs else ""
        count = "" if obstacle.refs else f"{obstacle.count} " * (obstacle.kind == "screams")
        out.print(f"  [yellow]in the way:[/] {count}{escape(obstacle.reason)}{refs}")
    for missing in item.not_assessed:
        out.print(f"  [dim]not known: {escape(missing.reason)}: {', '.join(missing.refs)}[/]")


def _components(found: Retirable) -> None:
    if not found.components:
        return
    out = console()
    out.print(f"[bold]Needed by nothing in use[/]  [dim]{found.components_total}[/]")
    table = _table("component", "name", "own cost", "needed by, not in use itself")
    for item in found.components:
        table.add_row(item.ref, escape(item.name), money(item.cost), ", ".join(item.users))
    _show(table)
