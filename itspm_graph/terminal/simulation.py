"""How a scenario report looks in a terminal: what is lost, until when, and who brings it back."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console

from itspm_graph.results.simulation import (
    ContractHit,
    CustomerHit,
    DataLost,
    ElementState,
    MoneyLost,
    RecoveryPlan,
    RecoveryStep,
    ServiceCover,
    Simulation,
)
from itspm_graph.terminal import (
    _counted,
    _show,
    _table,
    affected,
    console,
    escape,
    figure,
    not_assessed,
    share,
)
from itspm_graph.terminal.disruption import damage

MOST = 15
"""Rows of a table; the rest is counted."""
WIDTH = 36
"""Characters of the time line."""
BUSINESS = ("BusinessActivity", "Service")
COLOURS = {True: "red", False: "green", None: "dim"}
PROBLEMS = {
    "no-plan": "no plan",
    "never-exercised": "never exercised",
    "too-long-ago": "exercised too long ago",
}


def simulation(found: Simulation) -> None:
    """What is hit, what the business misses until when, and how it is brought back."""
    out = console()
    out.print(f"[bold]{escape(found.name or 'If this happens')}[/]")
    for word, text in (("hazard", found.hazard), ("assuming", found.assumptions)):
        if text:
            out.print(f"{word}: {escape(text)}")
    if found.detection_minutes:
        out.print(f"noticed after {time(found.detection_minutes)}")
    table = _table("hit", "name", "damage")
    for hit in found.hits[:MOST]:
        table.add_row(hit.ref, escape(hit.name), damage(hit))
    _show(table)
    _more(out, found.hits)
    affected(found.affected, found.counts, found.degraded_counts)
    _business(out, found)
    _deadlocks(out, found)
    _data(out, found.data_loss)
    _plan(out, found.plan)
    _customers(out, found.customers_hit)
    _contracts(out, found.contracts)
    _money(out, found.money)
    _cover(out, found.cover)
    counted = ", ".join(f"{item.count} {item.status}" for item in found.statuses)
    out.print(f"[bold]all elements: {counted}[/]")
    not_assessed(found.not_assessed)
    _knowledge(out, found)
    source = f"{found.scenario}; " if found.scenario else ""
    if found.planned_changes:
        source += f"{_counted(found.planned_changes, 'planned change')} laid over; "
    out.print(f"[dim]{source}cycles: {found.cycle_policy}; revision {found.revision}[/]")


def time(minutes: float | None) -> str:
    """Minutes as people say them."""
    if minutes is None:
        return "never"
    if minutes < 120:
        return f"{figure(minutes)} min"
    if minutes < 48 * 60:
        return f"{figure(round(minutes / 60, 1))} h"
    return f"{figure(round(minutes / 1440, 1))} d"


def _more(out: Console, rows: Sequence[object], most: int = MOST) -> None:
    if len(rows) > most:
        out.print(f"  … and {len(rows) - most} more")


def _business(out: Console, found: Simulation) -> None:
    """Activities and services, those first that the business can bear least."""
    rows = [item for item in found.elements if item.type in BUSINESS and item.status != "UP"]
    rows.sort(key=_urgency)
    if not rows:
        return
    table = _table("lost or weakened", "tier", "status", "back after", "by plan", "RTO", "MTPD", "")
    for item in rows[:MOST]:
        lost = item.status not in ("DEGRADED", "UP")
        left = f", {share(item.capacity)} left" if 0 < item.capacity < 1 else ""
        table.add_row(
            item.ref,
            "" if item.tier is None else str(item.tier),
            f"{item.status}{left}",
            until(item.recovery_minutes, item.open_ended) if lost else "serves on",
            until(item.planned_minutes, item.open_ended) if lost else "",
            "" if item.rto_minutes is None else time(item.rto_minutes),
            "" if item.mtpd_minutes is None else time(item.mtpd_minutes),
            _verdict(item),
        )
    _show(table)
    _more(out, rows)


def until(minutes: float | None, open_ended: bool) -> str:
    """A time, marked where it is the least."""
    return f"≥ {time(minutes)}" if open_ended and minutes is not None else time(minutes)


def _urgency(item: ElementState) -> tuple[bool, bool, bool, int, float, str]:
    minutes = item.planned_minutes
    endless = minutes is None
    return (
        not item.beyond_mtpd, not item.late, not endless, item.tier or 9, -(minutes or 0), item.ref,
    )  # fmt: skip


def _verdict(item: ElementState) -> str:
    if item.beyond_mtpd:
        return "[red]beyond what is tolerable[/]"
    if item.late:
        gap = item.planned_gap_minutes
        by = "" if gap is None else f" by {until(gap, item.open_ended)}"
        return f"[red]late{by}[/]"
    return "" if item.late is None else "[green]in time[/]"


def _deadlocks(out: Console, found: Simulation) -> None:
    for lock in found.deadlocks:
        out.print(f"[red]deadlock:[/] {' ⇄ '.join(lock)} wait for each other")
    waits = {item.ref: item.waits_for for item in found.blocked}
    locked = {ref for lock in found.deadlocks for ref in lock}
    for ref in sorted(locked)[:MOST]:
        for wait in waits.get(ref, []):
            group = f" (group {wait.group}, needs {wait.needed})" if wait.group else ""
            out.print(f"  {ref} can't start without {', '.join(wait.refs)}{escape(group)}")
    behind = len(waits.keys() - locked)
    if behind:
        out.print(f"  {_counted(behind, 'element')} behind that can't be brought back either")
    for hand in found.by_hand:
        without = ", ".join(hand.without)
        out.print(f"[yellow]by hand:[/] {hand.ref} without {without}: {escape(hand.workaround)}")


def _data(out: Console, rows: Sequence[DataLost]) -> None:
    if not rows:
        return
    table = _table("data", "lost", "RPO", "restored from", "")
    for item in rows[:MOST]:
        lost = {"all": "all: no copy survives", "unknown": "nobody says how much"}.get(item.lost)
        verdict = "" if item.late is None else ("[red]too much[/]" if item.late else "bearable")
        table.add_row(
            item.ref,
            lost or time(item.recovery_point_minutes),
            "" if item.rpo_minutes is None else time(item.rpo_minutes),
            item.copy_ref or "",
            f"{verdict}{'; intact for who waits' if item.intact else ''}",
        )
    _show(table)
    _more(out, rows)


def _plan(out: Console, plan: RecoveryPlan) -> None:
    if plan.steps:
        table = _table("from", "to", "step", "by", "")
        for step in plan.steps[:MOST]:
            by = ", ".join(f"{team.people} of {team.team}" for team in step.teams)
            skill = f" ({step.skill})" if step.skill else ""
            table.add_row(
                time(step.start_minute),
                time(step.finish_minute),
                f"{step.work} {step.ref}",
                escape(by + skill),
                f"[cyan]{_bar(step, plan.end_minute)}[/]",
            )
        _show(table)
        _more(out, plan.steps)
        gap = f", {share(plan.gap)} above that" if plan.gap else ""
        bound = time(plan.lower_bound_minutes)
        out.print(f"everything back after {time(plan.end_minute)}; no plan before {bound}{gap}")
    for item in plan.not_planned[:MOST]:
        out.print(f"[red]not planned:[/] {item.ref} {escape(item.detail)}")
    _more(out, plan.not_planned)
    for team in plan.teams:
        if team.away:
            back = "" if team.back_minute is None else f" until {time(team.back_minute)}"
            out.print(f"[yellow]away:[/] {team.away} of {team.people} of {team.team}{back}")


def _bar(step: RecoveryStep, end: float) -> str:
    first = int(WIDTH * step.start_minute / end)
    last = max(int(WIDTH * step.finish_minute / end), first + 1)
    return " " * first + "█" * (last - first)


def _customers(out: Console, rows: Sequence[CustomerHit]) -> None:
    if rows:
        table = _table("customer", "status", "misses", "until")
        for item in rows[:MOST]:
            named = [*item.services, *(f"{ref} (weakened)" for ref in item.weakened)]
            more = f" and {len(named) - 3} more" if len(named) > 3 else ""
            missed = ", ".join(named[:3]) + more
            back = until(item.until_minute, item.open_ended) if item.services else "serves on"
            table.add_row(item.ref, item.status, missed, back)
        _show(table)
        _more(out, rows)


def _contracts(out: Console, rows: Sequence[ContractHit]) -> None:
    for item in [row for row in rows if row.broken is not False][:MOST]:
        penalty = "" if item.penalty is None else f", up to {item.penalty:,.0f} {item.currency}"
        said = "broken" if item.broken else "concerned, promises no time"
        out.print(f"contract {item.ref}: {said}{penalty}")


def _money(out: Console, rows: Sequence[MoneyLost]) -> None:
    for item in rows:
        out.print(
            f"[bold]money:[/] {item.revenue_per_hour:,.0f} {item.currency} an hour, "
            f"{'at least ' if item.revenue_is_least else ''}{item.revenue:,.0f} until all is back; "
            + (
                "penalties unknown"
                if item.penalties is None
                else f"penalties up to {item.penalties:,.0f}"
            )
        )


def _cover(out: Console, rows: Sequence[ServiceCover]) -> None:
    by_problem: dict[str, list[str]] = {}
    for item in rows:
        if item.problem:
            by_problem.setdefault(item.problem, []).append(item.service)
    for problem, services in by_problem.items():
        more = f" and {len(services) - 8} more" if len(services) > 8 else ""
        out.print(f"[yellow]{PROBLEMS[problem]}:[/] {', '.join(services[:8])}{more}")


def _knowledge(out: Console, found: Simulation) -> None:
    known = found.knowledge
    oldest = f", the oldest of {known.oldest_verification}" if known.oldest_verification else ""
    out.print(
        f"[dim]rests on {_counted(known.concerned, 'element')}, {known.verified} confirmed within "
        f"{known.verified_within_days} days{oldest}; without a stated time "
        f"{known.hit_without_restore_time} to restore and {known.down_without_start_time} to "
        "start, counted as 0[/]"
    )
