"""How a retirement looks in a terminal: the verdict, then what it rests on, worst first."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console

from itspm_graph.results.gates import LastSubmission
from itspm_graph.results.retiring import (
    Behind,
    Broken,
    ConsumerLeaving,
    GateOutlook,
    ObservedUse,
    RetirementFound,
    TouchedElement,
    UndeclaredConsumer,
    WeakenedElement,
)
from itspm_graph.terminal import (
    _counted,
    _show,
    _table,
    coloured,
    console,
    escape,
    figure,
    remaining,
)

MOST = 12
"""Rows of a table; the rest is counted."""
BLOCKS = "▁▂▃▄▅▆▇█"
COLOURS = {"red": "red", "yellow": "yellow", "green": "green", "grey": "dim"}
KINDS = {"single-point": "single point", "availability": "promise", "recovery": "recovery"}


def retirement(found: RetirementFound) -> None:
    """The verdict, the three tiers apart from each other, and where everybody goes."""
    out = console()
    names = ", ".join(f"{item.name} ({item.ref})" for item in found.retired)
    out.print(f"[bold]Retire {escape(names)} on {found.on}: {coloured(found.verdict)}[/]")
    for retired in found.retired:
        if retired.owners or retired.tier is not None:
            owners = ", ".join(retired.owners) or "nobody"
            out.print(f"[dim]{retired.ref}: owner {owners}, tier {retired.tier or 'not stated'}[/]")
    _summary(out, found)
    _signals(out, found)
    _broken(found.broken)
    _behind(out, found.behind)
    _weakened(found.weakened)
    _touched(found.touched)
    _use(out, found.use)
    _undeclared(found.undeclared)
    _consumers(found.consumers)
    remaining.remaining(found.orphans, found.shared, found.steps)
    remaining.money(found.money)
    _deciding(out, found.gates)
    for item in found.not_known:
        out.print(f"[yellow]not known:[/] {item.ref}: {escape(item.reason)}")
    out.print(
        f"[dim]use looked back at over {found.lookback_days} days before {found.observed_on}; "
        f"revision {found.revision}[/]"
    )


def _summary(out: Console, found: RetirementFound) -> None:
    blocked = [item for item in found.consumers if item.blocker]
    weakened = len({item.ref for item in found.weakened})
    out.print(
        f"[red]{len(found.broken)} broken[/] · [yellow]{weakened} weakened[/] · "
        f"{len(found.touched)} touched · "
        f"{_counted(len(found.undeclared), 'undeclared consumer')} · "
        f"{len(blocked)} of {_counted(len(found.consumers), 'consumer')} blocked"
    )


def _signals(out: Console, found: RetirementFound) -> None:
    for signal in found.signals:
        colour = COLOURS[signal.light]
        out.print(f"  [{colour}]{signal.light:<6}[/] {signal.aspect}: {escape(signal.words)}")
    for gate in found.gates:
        out.print(f"  before TG6, {gate.service} is {coloured(gate.verdict)}")
        _since(out, gate.last_submission)


def _since(out: Console, last: LastSubmission | None) -> None:
    """When it was submitted last, and which questions have another answer now."""
    if last is None:
        return
    out.print(f"    submitted on {last.on} at revision {last.revision}: {coloured(last.verdict)}")
    for ref in last.new_documents:
        out.print(f"    new since: {ref}")
    for item in last.compared.criteria if last.compared else []:
        then, now = item.before or "not asked", item.now or "not asked"
        came = f", {len(item.added)} came" if item.added else ""
        gone = f", {len(item.removed)} gone" if item.removed else ""
        out.print(f"    {item.name}: {then} then, {now} now{came}{gone}")


def _deciding(out: Console, gates: Sequence[GateOutlook]) -> None:
    """What is left to people, and the decisions that they may take."""
    if not gates:
        return
    gate = gates[0]
    out.print(f"[bold]left to people[/] ({escape(gate.decided_by)})")
    for text in gate.judgements:
        out.print(f"  ☐ {escape(text)}")
    out.print(f"one of these decides: {', '.join(item.outcome for item in gate.outcomes)}")


def _more(rows: Sequence[object]) -> None:
    if len(rows) > MOST:
        console().print(f"  … and {len(rows) - MOST} more")


def _way(path: Sequence[str]) -> str:
    return escape(" → ".join(path))


def _broken(found: Sequence[Broken]) -> None:
    if not found:
        return
    table = _table("broken", "name", "because", "way")
    for item in found[:MOST]:
        table.add_row(item.ref, escape(item.name), escape(item.reason), _way(item.path))
    _show(table)
    _more(found)


def _behind(out: Console, found: Behind) -> None:
    listed = [
        _counted(found.services, "service") if found.services else "",
        f"customers {', '.join(found.customers[:MOST])}" if found.customers else "",
        f"activities {', '.join(found.activities[:MOST])}" if found.activities else "",
        f"contracts {', '.join(found.contracts[:MOST])}" if found.contracts else "",
        *(
            f"{amount:,.0f} {currency} an hour"
            for currency, amount in found.revenue_per_hour.items()
        ),
    ]
    if any(listed):
        out.print(f"behind them: {escape('; '.join(filter(None, listed)))}")


def _weakened(found: Sequence[WeakenedElement]) -> None:
    if not found:
        return
    table = _table("weakened", "in", "because", "way")
    for item in found[:MOST]:
        kind = KINDS.get(item.kind, item.kind)
        table.add_row(item.ref, kind, escape(item.reason), _way(item.path))
    _show(table)
    _more(found)


def _touched(found: Sequence[TouchedElement]) -> None:
    if not found:
        return
    table = _table("touched", "because", "way")
    for item in found[:MOST]:
        table.add_row(item.ref, escape(item.reason), _way(item.path))
    _show(table)
    _more(found)


def _use(out: Console, found: ObservedUse) -> None:
    if not found.records:
        return
    for driver in sorted({each.driver for each in found.months}):
        months = [each for each in found.months if each.driver == driver]
        drawn = _sparkline([each.volume for each in months])
        out.print(
            f"use in {escape(driver)}: {drawn} {months[0].month} to {months[-1].month}, "
            f"{figure(months[-1].volume)} in the last"
        )
    screams = f"; {_counted(found.scream_tests, 'scream test')}, {found.screams} complained"
    out.print(
        f"last used on {found.last_used_on or 'an unknown day'}, records reach to "
        f"{found.measured_until or 'an unknown day'}{screams if found.scream_tests else ''}"
    )


def _sparkline(values: Sequence[float]) -> str:
    """A block for each value, by its share of the largest; a dot for nothing."""
    most = max(values, default=0.0)
    shares = (value / most if most else 0.0 for value in values)
    levels = (min(int(share * len(BLOCKS)), len(BLOCKS) - 1) if share else -1 for share in shares)
    return "".join("·" if level < 0 else BLOCKS[level] for level in levels)


def _undeclared(found: Sequence[UndeclaredConsumer]) -> None:
    if not found:
        return
    table = _table("undeclared", "last seen", "record")
    for item in found[:MOST]:
        seen = str(item.last_seen_on or "?")
        table.add_row(escape(item.ref or item.name), seen, item.record)
    _show(table)
    _more(found)


def _consumers(found: Sequence[ConsumerLeaving]) -> None:
    if not found:
        return
    table = _table("consumer", "leaves by", "to", "on", "in the way")
    blocked_first = sorted(found, key=lambda item: item.blocker is None)
    for item in blocked_first[:MOST]:
        table.add_row(
            item.ref,
            item.disposition or "?",
            item.to or "",
            str(item.leaves_on or ""),
            escape(item.blocker or ""),
        )
    _show(table)
    _more(found)
