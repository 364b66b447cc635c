"""How the exercise programme looks in a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from itspm_graph.results.exercises import (
    ChangeSince,
    ExerciseProgramme,
    PlanExercises,
    ServiceExercises,
    Tried,
)
from itspm_graph.terminal import _counted, console, escape, named
from itspm_graph.terminal.fitting import Column, Fitted, say
from itspm_graph.terminal.simulation import time

MOST = 40
"""Rows of a table."""
NAMED = 8
"""Names in a line."""
SHOWN = 3
"""Changes of one service."""
WORDS = {
    "no-plan": "no plan",
    "never-exercised": "never exercised",
    "too-long-ago": "too long ago",
    "failed": "failed",
    "beyond-objective": "beyond its objective",
    "slower-than-planned": "slower than planned",
    "changed-since": "changed since",
    "covers-nothing": "covers nothing",
}
GRAVE = ("no-plan", "never-exercised", "failed", "beyond-objective")
UNTRIED = ("no-plan", "never-exercised", "covers-nothing")
"""Problems of what was never tried."""


def exercises(found: ExerciseProgramme) -> None:
    """What is wrong with what was tried, what wasn't tried, and what is otherwise since."""
    out = console()
    everything: list[Tried] = [*found.services, *found.plans]
    tried = [item for item in everything if item.held_on is not None]
    rows = [item for item in tried if item.problems]
    if rows:
        table = Fitted(
            Column("tried, but", least=28),
            Column("tier", drop=1),
            Column("last", least=10),
            Column("took", least=10),
            Column("", least=18),
        )
        for item in rows[:MOST]:
            how = ", ".join(filter(None, (item.kind, item.result)))
            table.add(
                _named(item),
                _tier(item),
                escape(f"{item.held_on} {how}"),
                _took(item),
                ", ".join(map(_coloured, item.problems)),
            )
        table.show(out)
        if len(rows) > MOST:
            out.print(f"  … and {len(rows) - MOST} more")
    _changes(rows)
    _listed(
        "[green]tried, nothing known against it[/]", [item for item in tried if not item.problems]
    )
    untried = [item for item in everything if item.held_on is None]
    for problem in UNTRIED:
        _listed(_coloured(problem), [item for item in untried if item.problem == problem])
    _ends(found)


def _named(item: Tried) -> str:
    if isinstance(item, PlanExercises):
        covered = ", ".join(item.covers[:SHOWN]) or "nothing"
        return f"{item.ref} [dim]for {escape(covered)}[/]"
    return item.ref


def _tier(item: Tried) -> str:
    tier = item.tier if isinstance(item, ServiceExercises) else None
    return "" if tier is None else str(tier)


def _took(item: Tried) -> str:
    """What was measured, against what is promised and allowed."""
    service = item if isinstance(item, ServiceExercises) else None
    lines = []
    if item.measured_minutes is not None:
        lines.append(time(item.measured_minutes))
        if item.planned_minutes is not None:
            lines.append(f"plan {time(item.planned_minutes)}")
        if service and service.rto_minutes is not None:
            lines.append(f"RTO {time(service.rto_minutes)}")
    loss, allowed = item.measured_loss_minutes, service.rpo_minutes if service else None
    if loss is not None and allowed is not None and loss > allowed:
        lines += [f"lost {time(loss)}", f"RPO {time(allowed)}"]
    return ", ".join(lines) or "not said"


def _coloured(problem: str) -> str:
    return f"[{'red' if problem in GRAVE else 'yellow'}]{WORDS[problem]}[/]"


def _listed(what: str, items: Sequence[Tried]) -> None:
    """Some in a line, by name."""
    if items:
        listed = escape(named([item.ref for item in items], NAMED))
        say(console(), f"{what} ({len(items)}): {listed}")


def _changes(tried: Sequence[Tried]) -> None:
    """What is otherwise since, those together that have the same changes behind them."""
    out = console()
    by_changes: dict[tuple[ChangeSince, ...], list[Tried]] = {}
    for item in tried:
        if item.changed_since:
            by_changes.setdefault(tuple(item.changed_since), []).append(item)
    for changes, items in by_changes.items():
        names = named([item.ref for item in items], NAMED)
        say(out, f"[bold]changed since {escape(names)} was tried[/]")
        for change in changes[:SHOWN]:
            by = f"by the log, revision {change.revision}" if change.revision else "stated"
            say(out, f"  {change.on} {change.kind}: {escape(change.what)} [dim]({by})[/]")
        complete = all(item.changes_complete for item in items)
        if len(changes) > SHOWN or not complete:
            least = "" if complete else "at least "
            out.print(f"  … and {least}{len(changes) - SHOWN or 1} more")


def _ends(found: ExerciseProgramme) -> None:
    out = console()
    begins = found.log_reaches_back_to
    if found.log_is_silent_on and begins is not None:
        say(
            out,
            f"[yellow]not known:[/] {found.log_is_silent_on} of them were tried last before the "
            f"log of this catalog begins ({begins}): what changed until then is told only as far "
            "as it is stated",
        )
    if found.counts:
        counted = ", ".join(f"{item.count} {WORDS[item.problem]}" for item in found.counts)
        say(out, f"[bold]{counted}[/]")
    plans = f", {_counted(len(found.plans), 'plan')} beside them" if found.plans else ""
    say(
        out,
        f"[dim]{_counted(len(found.services), 'service')}{plans}; to be tried within "
        f"{_counted(found.within_months, 'month')}; revision {found.revision}[/]",
    )
