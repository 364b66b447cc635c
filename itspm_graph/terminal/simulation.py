"""How a scenario report looks in a terminal: what a crisis board asks first comes first."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console

from itspm_graph.results.exercises import IN_WORDS
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
    MOST_ROWS,
    _counted,
    affected,
    console,
    escape,
    figure,
    more,
    named,
    not_assessed,
    share,
)
from itspm_graph.terminal.disruption import damage
from itspm_graph.terminal.fitting import Bars, Column, Fitted, say

MOST = 15
"""Rows of a table; the rest is counted, and listed with --full."""
MOST_HITS = 5
MOST_NAMED = 3
"""References in a cell or the middle of a sentence."""
LATE = 0.5
"""Share of the plan that passes before its first step, from which on the time line begins there."""
BUSINESS = ("BusinessActivity", "Service")
SERVING = ("UP", "DEGRADED")
VERDICTS = {
    "INTOLERABLE": "red",
    "LATE": "red",
    "UNKNOWN": "yellow",
    "BEARABLE": "green",
}


def simulation(found: Simulation, full: bool = False) -> None:
    """The verdict, what the business misses until when, who brings it back, and then the rest.

    Without `full` the long tables end early and say so.
    """
    out = console()
    most = None if full else MOST
    _title(out, found)
    _verdict(out, found)
    _hits(out, found, None if full else MOST_HITS)
    _business(out, found, most)
    _deadlocks(out, found, most)
    _customers(out, found.customers_hit, most)
    _contracts(out, found.contracts, None if full else MOST_ROWS)
    _money(out, found.money)
    _plan(out, found.plan, _open_ended(found), most)
    _data(out, found.data_loss, most)
    _cover(out, found.cover, None if full else MOST_ROWS)
    _unknown(out, found, None if full else MOST_ROWS)
    _elements(out, found, most)
    if not full:
        out.print("[dim]what ends in “more” is listed with --full[/]")
    source = f"{found.scenario}; " if found.scenario else ""
    if found.planned_changes:
        source += f"{_counted(found.planned_changes, 'planned change')} laid over; "
    say(out, f"[dim]{source}cycles: {found.cycle_policy}; revision {found.revision}[/]")


def time(minutes: float | None) -> str:
    """Minutes as people say them."""
    if minutes is None:
        return "never"
    if minutes < 120:
        return f"{figure(minutes)} min"
    if minutes < 48 * 60:
        return f"{figure(round(minutes / 60, 1))} h"
    return f"{figure(round(minutes / 1440, 1))} d"


def clock(minutes: float) -> str:
    """A moment of the plan to the minute: hours and minutes, after days where there are any."""
    days, rest = divmod(round(minutes), 1440)
    hours = f"{rest // 60}:{rest % 60:02}"
    return f"{days}d {hours:>5}" if days else hours


def until(minutes: float | None, open_ended: bool) -> str:
    """A time, marked where it is the least; the least of 0 says nothing."""
    if open_ended and minutes == 0:
        return "not known"
    return f"≥ {time(minutes)}" if open_ended and minutes is not None else time(minutes)


def _heading(out: Console, text: str) -> None:
    out.print()
    say(out, f"[bold]{text}[/]")


def _activities(number: int) -> str:
    return "1 activity" if number == 1 else f"{number} activities"


def _title(out: Console, found: Simulation) -> None:
    names = [hit.name for hit in found.hits]
    hit = " and ".join(names) if len(names) < MOST_NAMED else named(names, MOST_NAMED)
    title = found.name or f"If {hit} {'fail' if found.hits[1:] else 'fails'}"
    say(out, f"[bold]{escape(title)}[/]")
    for word, text in (("hazard", found.hazard), ("assuming", found.assumptions)):
        if text:
            say(out, f"{word}: {escape(text)}")
    if found.detection_minutes:
        say(out, f"noticed after {time(found.detection_minutes)}")


def _lost(found: Simulation) -> list[ElementState]:
    return [i for i in found.elements if i.type in BUSINESS and i.status not in SERVING]


def _open_ended(found: Simulation) -> bool:
    return any(item.open_ended for item in found.elements)


def _verdict(out: Console, found: Simulation) -> None:
    """What the board has to know, in few sentences."""
    lost = _lost(found)
    word = f"[bold {VERDICTS[found.verdict]}]{found.verdict}:[/]"
    if not lost:
        say(out, f"{word} no service and no activity is lost")
    else:
        say(out, f"{word} {_split(lost)} lost; {_harm(lost)}")
    weakened = [i for i in found.elements if i.type in BUSINESS and i.status == "DEGRADED"]
    if weakened:
        say(out, f"  {_split(weakened)} left with less", "    ")
    missing = sum(bool(item.services) for item in found.customers_hit)
    counted = [f"{_counted(missing, 'customer')} left without something"] if missing else []
    counted += [f"{item.revenue_per_hour:,.0f} {item.currency} an hour" for item in found.money]
    if counted:
        say(out, f"  {'; '.join(counted)}", "    ")
    say(out, f"  {_end(found)}", "    ")
    silent = [item.ref for item in found.not_assessed if item.reason == "no-restore-minutes"]
    if silent and _open_ended(found):
        listed = named(silent, MOST_NAMED)
        say(out, f"  at least: nobody says how long restoring takes of {listed}", "    ")


def _harm(lost: Sequence[ElementState]) -> str:
    """How many of those lost are away for how long, by what was agreed."""
    beyond = sum(item.beyond_mtpd is True for item in lost)
    late = sum(item.late is True for item in lost)
    never = sum(item.planned_minutes is None for item in lost)
    silent = sum(item.rto_minutes is None and item.mtpd_minutes is None for item in lost)
    told = [
        _perhaps(beyond, sum(map(_perhaps_beyond, lost)), "away longer than tolerable"),
        _perhaps(late, sum(map(_perhaps_late, lost)), "back later than agreed"),
        f"{never} never back" if never else "",
        f"{silent} without a stated objective" if silent else "",
    ]
    listed = ", ".join(filter(None, told))
    return f"of these {listed}" if listed else "all back in time"


def _split(items: Sequence[ElementState]) -> str:
    """So many services and activities, and the verb that follows."""
    services = sum(item.type == "Service" for item in items)
    activities = len(items) - services
    parts = [_counted(services, "service")] if services else []
    parts += [_activities(activities)] if activities else []
    return f"{' and '.join(parts)} {'is' if len(items) == 1 else 'are'}"


def _perhaps(sure: int, maybe: int, what: str) -> str:
    if not sure:
        return f"{maybe} perhaps {what}" if maybe else ""
    return f"{sure} {what}{f' ({maybe} more may be)' if maybe else ''}"


def _perhaps_beyond(item: ElementState) -> bool:
    return item.beyond_mtpd is None and item.mtpd_minutes is not None and item.open_ended


def _perhaps_late(item: ElementState) -> bool:
    return item.late is None and item.rto_minutes is not None and item.open_ended


def _end(found: Simulation) -> str:
    """When it is over, for what it ever is."""
    down = [item for item in found.elements if item.status not in SERVING]
    back = [item.planned_minutes for item in down if item.planned_minutes is not None]
    if not back:
        return "nothing that is lost comes back" if down else "nothing has to be brought back"
    end = max(*back, found.plan.end_minute)
    after = f"after {until(end, _open_ended(found))}"
    if not end and _open_ended(found):
        after = "after a time that nobody states"
    never = len(down) - len(back)
    if not never:
        return f"everything is back {after}"
    return f"everything that comes back is back {after}; {_counted(never, 'element')} never"


def _hits(out: Console, found: Simulation, most: int | None) -> None:
    out.print()
    table = Fitted(Column("hit", least=20), Column("name", least=12), Column("damage"))
    for hit in found.hits[:most]:
        table.add(hit.ref, escape(hit.name), damage(hit))
    table.show(out)
    more(out, found.hits, most)


def _business(out: Console, found: Simulation, most: int | None) -> None:
    """Activities and services, those first that the business can bear least."""
    rows = [item for item in found.elements if item.type in BUSINESS and item.status != "UP"]
    rows.sort(key=_urgency)
    if not rows:
        return
    _heading(out, f"Activities and services, the worst first ({len(rows)})")
    table = Fitted(
        Column("lost or weakened", drop=3, twin=True),
        Column("name", least=18),
        Column("tier"),
        Column("status"),
        Column("back"),
        Column("were people enough", drop=4),
        Column("objective", short="RTO"),
        Column("tolerable", short="MTPD"),
        Column("verdict"),
    )
    waiting = any(item.planned_minutes != item.recovery_minutes for item in rows)
    for item in rows[:most]:
        lost = item.status not in SERVING
        table.add(
            item.ref,
            escape(item.name),
            _tier(item),
            _status(item),
            until(item.planned_minutes, item.open_ended) if lost else "serves on",
            until(item.recovery_minutes, item.open_ended) if lost and waiting else "",
            "" if item.rto_minutes is None else time(item.rto_minutes),
            "" if item.mtpd_minutes is None else time(item.mtpd_minutes),
            _judged(item),
        )
    table.show(out)
    more(out, rows, most)


def _tier(item: ElementState) -> str:
    tier = "" if item.tier is None else str(item.tier)
    return tier if item.type == "Service" else " ".join(filter(None, ["activity", tier]))


def _status(item: ElementState) -> str | tuple[str, str]:
    if item.status == "DOWN_LOST_GROUND":
        return item.status, "DOWN"
    if not 0 < item.capacity < 1:
        return item.status
    left = share(item.capacity)
    short = f"{left} left" if item.status == "DEGRADED" else f"{left} < MBCO"
    return f"{item.status}, {left} left", short


def _urgency(item: ElementState) -> tuple[int, int, float, str]:
    """The verdict first, then the tier, the business itself before all, then the time."""
    if item.status in SERVING:
        rank = 4
    elif item.beyond_mtpd:
        rank = 0
    elif item.late:
        rank = 1
    else:
        rank = 2 if item.late is None else 3
    tier = item.tier or (9 if item.type == "Service" else 0)
    minutes = float("inf") if item.planned_minutes is None else item.planned_minutes
    return rank, tier, -minutes, item.ref


def _judged(item: ElementState) -> str | tuple[str, str]:
    if item.status in SERVING:
        return ""
    if item.beyond_mtpd:
        return "[red]intolerable[/]"
    if item.late:
        gap = item.planned_gap_minutes
        by = "" if gap is None else f" by {until(gap, item.open_ended)}"
        perhaps = ", perhaps intolerable" if _perhaps_beyond(item) else ""
        return f"[red]late{by}{perhaps}[/]", f"[red]late{' or worse' if perhaps else ''}[/]"
    if _perhaps_beyond(item):
        return "[yellow]perhaps intolerable[/]", "[yellow]intolerable?[/]"
    if _perhaps_late(item):
        return "[yellow]perhaps late[/]", "[yellow]late?[/]"
    return "[dim]not stated[/]" if item.late is None else "[green]in time[/]"


def _deadlocks(out: Console, found: Simulation, most: int | None) -> None:
    if found.deadlocks or found.by_hand:
        out.print()
    for lock in found.deadlocks:
        say(out, f"[red]deadlock:[/] {' ⇄ '.join(lock)} wait for each other")
    waits = {item.ref: item.waits_for for item in found.blocked}
    locked = sorted({ref for lock in found.deadlocks for ref in lock})
    for ref in locked[:most]:
        for wait in waits.get(ref, []):
            group = f" (group {wait.group}, needs {wait.needed})" if wait.group else ""
            say(out, f"  {ref} can't start without {', '.join(wait.refs)}{escape(group)}", "    ")
    more(out, locked, most)
    behind = sorted(waits.keys() - set(locked))
    if behind:
        listed = named(behind, None if most is None else MOST_NAMED)
        counted = _counted(len(behind), "element")
        say(out, f"  {counted} behind that can't be brought back either: {listed}", "    ")
    for hand in found.by_hand:
        without = ", ".join(hand.without)
        say(out, f"[yellow]by hand:[/] {hand.ref} without {without}: {escape(hand.workaround)}")


def _customers(out: Console, rows: Sequence[CustomerHit], most: int | None) -> None:
    if not rows:
        return
    rows = sorted(rows, key=_deprived)
    without = sum(bool(item.services) for item in rows)
    counted = [f"{without} without something"] if without else []
    counted += [f"{len(rows) - without} served on with less"] if without < len(rows) else []
    _heading(out, f"Customers: {', '.join(counted)}")
    table = Fitted(
        Column("customer", drop=3, twin=True),
        Column("name", least=16),
        Column("status", drop=2),
        Column("until"),
        Column("misses", least=24),
    )
    for item in rows[:most]:
        missed = _missed(item, None if most is None else MOST_NAMED)
        back = until(item.until_minute, item.open_ended) if item.services else "served on"
        table.add(
            item.ref,
            escape(item.name),
            item.status,
            back,
            (missed, missed.replace("service:", "")),
        )
    table.show(out)
    more(out, rows, most)


def _missed(item: CustomerHit, most: int | None) -> str:
    """What a customer has lost, then what serves it on with less."""
    lost = named(item.services, most) if item.services else ""
    if not item.weakened or (most is not None and len(item.services) > most):
        return lost
    left = None if most is None else max(most - len(item.services), 1)
    return "; ".join(filter(None, [lost, f"weakened: {named(item.weakened, left)}"]))


def _deprived(item: CustomerHit) -> tuple[bool, float, str]:
    minutes = float("inf") if item.until_minute is None else item.until_minute
    return not item.services, -minutes, item.ref


def _contracts(out: Console, rows: Sequence[ContractHit], most: int | None) -> None:
    broken = [row for row in rows if row.broken]
    silent = [row.ref for row in rows if row.broken is None]
    if broken or silent:
        out.print()
    if broken:
        listed = [
            row.ref
            if row.penalty is None
            else f"{row.ref} (up to {row.penalty:,.0f} {row.currency})"
            for row in sorted(broken, key=lambda row: (-(row.penalty or 0), row.ref))
        ]
        say(out, f"[red]contracts broken ({len(broken)}):[/] {named(listed, most)}")
    if silent:
        counted = f"contracts concerned that promise no time ({len(silent)})"
        say(out, f"{counted}: {named(silent, most)}")


def _money(out: Console, rows: Sequence[MoneyLost]) -> None:
    for item in rows:
        least = "at least " if item.revenue_is_least else ""
        penalties = (
            "penalties unknown"
            if item.penalties is None
            else f"penalties up to {item.penalties:,.0f}"
        )
        say(
            out,
            f"[bold]money:[/] {item.revenue_per_hour:,.0f} {item.currency} an hour, "
            f"{least}{item.revenue:,.0f} until all is back that comes back; {penalties}",
        )


def _plan(out: Console, plan: RecoveryPlan, open_ended: bool, most: int | None) -> None:
    if not (plan.steps or plan.not_planned):
        return
    takes = "step takes" if len(plan.steps) == 1 else "steps take"
    _heading(out, f"Who brings it back: {len(plan.steps)} {takes} time")
    if plan.steps:
        end = plan.end_minute
        first = min(step.start_minute for step in plan.steps)
        begin = first if first > LATE * end else 0.0
        axis = time(begin) if begin else "0"
        table = Fitted(
            Column("from", right=True),
            Column("takes", right=True, drop=1),
            Column("step", least=18),
            Column("by", least=12),
            Bars("", least=10, axis=(axis, time((begin + end) / 2), time(end))),
        )
        for step in plan.steps[:most]:
            skill = f" ({escape(step.skill)})" if step.skill else ""
            by = ", ".join(f"{team.people} of {team.team}" for team in step.teams)
            table.add(
                clock(step.start_minute),
                time(step.finish_minute - step.start_minute),
                (f"{step.work} {step.ref}", f"{step.work} {escape(step.name)}"),
                (f"{escape(by)}{skill}", f"{escape(by.replace('team:', ''))}{skill}")
                if by
                else "[yellow]nobody named[/]",
                _span(step, begin, end),
            )
        table.show(out)
        more(out, plan.steps, most)
        gap = f", {share(plan.gap)} above that" if plan.gap else ""
        say(
            out,
            f"everything that comes back is back after {until(end, open_ended)}; "
            f"no plan before {time(plan.lower_bound_minutes)}{gap}",
        )
    for team in plan.teams:
        if team.away:
            back = "" if team.back_minute is None else f" until {time(team.back_minute)}"
            say(out, f"[yellow]away:[/] {team.away} of {team.people} of {team.team}{back}")
    for item in plan.not_planned[:most]:
        say(out, f"[red]not planned:[/] {item.ref} {escape(item.detail)}")
    more(out, plan.not_planned, most)


def _span(step: RecoveryStep, begin: float, end: float) -> tuple[float, float]:
    length = end - begin or 1.0
    return (step.start_minute - begin) / length, (step.finish_minute - begin) / length


def _data(out: Console, rows: Sequence[DataLost], most: int | None) -> None:
    if not rows:
        return
    _heading(out, f"Data lost ({len(rows)})")
    table = Fitted(
        Column("data", drop=2, twin=True),
        Column("name", least=18),
        Column("lost"),
        Column("RPO"),
        Column("restored from", least=16),
        Column("", least=12),
    )
    words = {
        "all": ("all: no copy survives", "all"),
        "unknown": ("nobody says how much", "unknown"),
    }
    for item in rows[:most]:
        verdict = "" if item.late is None else ("[red]too much[/]" if item.late else "bearable")
        intact = "intact for who waits" if item.intact else ""
        table.add(
            item.ref,
            escape(item.name),
            words.get(item.lost) or time(item.recovery_point_minutes),
            "" if item.rpo_minutes is None else time(item.rpo_minutes),
            item.copy_ref or ("nothing" if item.lost == "all" else ""),
            "; ".join(filter(None, [verdict, intact])),
        )
    table.show(out)
    more(out, rows, most)


def _cover(out: Console, rows: Sequence[ServiceCover], most: int | None) -> None:
    by_problem: dict[str, list[str]] = {}
    for item in rows:
        if item.problem:
            by_problem.setdefault(item.problem, []).append(item.service)
    if by_problem:
        number = sum(map(len, by_problem.values()))
        _heading(
            out, f"Plans and exercises: {number} of {_counted(len(rows), 'service')} not covered"
        )
    for problem, services in by_problem.items():
        say(out, f"[yellow]{IN_WORDS[problem]}:[/] {named(services, most)}")


def _unknown(out: Console, found: Simulation, most: int | None) -> None:
    """What can't be said, and what all that is said rests on."""
    _heading(out, "What isn't known")
    not_assessed(found.not_assessed, most)
    known = found.knowledge
    oldest = f", the oldest of {known.oldest_verification}" if known.oldest_verification else ""
    doubtful = f", {known.relationships_doubtful} doubtful" if known.relationships_doubtful else ""
    least = known.least_confidence
    confidence = "" if least is None else f", the lowest stated confidence {share(least)}"
    say(
        out,
        f"[dim]rests on {_counted(known.concerned, 'element')}, {known.verified} confirmed within "
        f"{known.verified_within_days} days{oldest}; on "
        f"{_counted(known.relationships, 'relationship')}, {known.relationships_verified} confirmed"
        f"{doubtful}{confidence}; without a stated time {known.hit_without_restore_time} to "
        f"restore and {known.down_without_start_time} to start, counted as 0[/]",
    )


def _elements(out: Console, found: Simulation, most: int | None) -> None:
    counted = ", ".join(f"{item.count} {item.status}" for item in found.statuses)
    _heading(out, f"All elements: {counted}")
    affected(found.affected, found.counts, found.degraded_counts, most)
