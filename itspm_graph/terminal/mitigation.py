"""How a planned change looks against what may happen, in a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from itspm_graph.results.mitigation import Mitigation, PointCompared
from itspm_graph.terminal import _counted, _show, _table, console, escape, figure

MOST = 10


def mitigation(found: Mitigation) -> None:
    """The same scenarios before and after, single points of failure, and what it costs."""
    out = console()
    table = _table(
        "scenario", "services lost", "intolerable", "late", "too much data lost", "hours gained",
        "saved",
    )  # fmt: skip
    for item in found.scenarios:
        more = f" and {len(item.saved) - 3} more" if len(item.saved) > 3 else ""
        worse = f"[red]; costs {', '.join(item.lost)}[/]" if item.lost else ""
        table.add_row(
            escape(item.name),
            _change(item.services_before, item.services_after),
            _change(item.beyond_mtpd_before, item.beyond_mtpd_after),
            _change(item.late_before, item.late_after),
            _change(item.data_late_before, item.data_late_after),
            figure(item.hours_gained),
            f"{', '.join(item.saved[:3])}{more}{worse}",
        )
    _show(table)
    out.print(
        f"single points of failure: {_change(found.points_before, found.points_after)}"
        f"{_pairs('gone', found.points_removed)}{_pairs('new', found.points_added)}"
    )
    for cost in found.costs:
        out.print(
            f"cost on record, {cost.period}: {cost.before:,.0f} → {cost.after:,.0f} "
            f"{cost.currency} ({cost.after - cost.before:+,.0f})"
        )
    worse = " [red]Something gets worse.[/]" if found.worse else ""
    out.print(f"{_counted(found.changes, 'record')} changed; nothing is written.{worse}")
    out.print(f"[dim]revision {found.revision}[/]")


def _change(before: int, after: int) -> str:
    if before == after:
        return str(before)
    return f"[{'green' if after < before else 'red'}]{before} → {after}[/]"


def _pairs(word: str, pairs: Sequence[PointCompared]) -> str:
    if not pairs:
        return ""
    listed = ", ".join(f"{pair.point} for {pair.service}" for pair in pairs[:MOST])
    more = f" and {len(pairs) - MOST} more" if len(pairs) > MOST else ""
    return f"\n  {word}: {listed}{more}"
