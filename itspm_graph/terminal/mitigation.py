"""How a planned change looks against what may happen, in a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from itspm_graph.results.mitigation import Mitigation, PointCompared, ScenarioCompared
from itspm_graph.terminal import _counted, console, escape, figure, named
from itspm_graph.terminal.fitting import Column, Fitted, say

MOST = 10
NAMED = 5


def mitigation(found: Mitigation) -> None:
    """The same scenarios before and after, single points of failure, and what it costs."""
    out = console()
    table = Fitted(
        Column("scenario", least=24),
        Column("services lost", short="lost", right=True),
        Column("intolerable", short="intol.", right=True),
        Column("late", right=True),
        Column("too much data lost", short="data", right=True),
        Column("hours gained", short="hours", right=True),
    )
    for item in found.scenarios:
        table.add(
            escape(item.name),
            _change(item.services_before, item.services_after),
            _change(item.beyond_mtpd_before, item.beyond_mtpd_after),
            _change(item.late_before, item.late_after),
            _change(item.data_late_before, item.data_late_after),
            f"{figure(round(item.hours_gained, 1))}{'?' if item.open_ended else ''}",
        )
    table.show(out)
    if any(item.open_ended for item in found.scenarios):
        say(out, "?: services are back later than is told; nobody says how long restoring takes")
    for item in found.scenarios:
        effects = "; ".join(_effects(item))
        if effects:
            say(out, f"{escape(item.name)}: {effects}")
    say(
        out,
        f"single points of failure: {_change(found.points_before, found.points_after)}",
    )
    for word, pairs in (("gone", found.points_removed), ("new", found.points_added)):
        if pairs:
            say(out, f"  {word}: {_pairs(pairs)}", "    ")
    for cost in found.costs:
        say(
            out,
            f"cost on record, {cost.period}: {cost.before:,.0f} → {cost.after:,.0f} "
            f"{cost.currency} ({cost.after - cost.before:+,.0f})",
        )
    worse = " [red]Something gets worse.[/]" if found.worse else ""
    say(out, f"{_counted(found.changes, 'record')} changed; nothing is written.{worse}")
    out.print(f"[dim]revision {found.revision}[/]")


def _effects(item: ScenarioCompared) -> Iterator[str]:
    """What the change does under a scenario, the losses last and in red."""
    for word, refs in (
        ("saves", item.saved),
        ("brings back", item.brought_back),
        ("saves data of", item.data_saved),
    ):
        if refs:
            yield f"{word} {named(refs, NAMED)}"
    for word, refs in (("costs", item.lost), ("costs data of", item.data_lost)):
        if refs:
            yield f"[red]{word} {named(refs, NAMED)}[/]"


def _change(before: int, after: int) -> str:
    if before == after:
        return str(before)
    return f"[{'green' if after < before else 'red'}]{before} → {after}[/]"


def _pairs(pairs: Sequence[PointCompared]) -> str:
    return named([f"{pair.point} for {pair.service}" for pair in pairs], MOST)
