"""How reports, and overviews of the portfolio, look in a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from itspm_graph.reports.wording import first_sentence
from itspm_graph.results.overseeing import (
    PortfolioOverview,
    ProcessesFound,
    QuestionToday,
    ServiceInPortfolio,
)
from itspm_graph.results.reports import (
    ContinuityReport,
    GateReport,
    RetirementReport,
    ScenarioReport,
)
from itspm_graph.terminal import _counted, _show, _table, coloured, console, escape, stated

MOST_NAMED = 3
"""Things in the way that are named in a cell; the others are counted."""


AnyReport = GateReport | RetirementReport | ScenarioReport | ContinuityReport


def report(found: AnyReport, written: Sequence[Path]) -> None:
    """Where the page went; the page itself where it went nowhere else."""
    if not written:
        print(found.html)
        return
    verdict = getattr(found, "verdict", None)
    judged = f": {coloured(verdict)}" if verdict else ""
    console().print(
        f"{escape(found.title)}{judged}, revision {found.revision}\n"
        f"[dim]written: {escape(', '.join(map(str, written)))}[/]"
    )


def portfolio(found: PortfolioOverview) -> None:
    """A line for each service, then a line for each phase."""
    lines = _table("service", "tier", "phase", "in", "owner", "last", "next", "in its way", "due")
    for service in found.services:
        lines.add_row(
            service.ref,
            str(service.tier or ""),
            escape(", ".join(filter(None, (service.phase, service.status)))),
            service.place,
            escape(service.owner_name or ""),
            _last(service),
            f"{service.next_gate or ''} {coloured(service.verdict or '')}".strip(),
            escape(_in_its_way(service)),
            _due(service),
        )
    _show(lines)
    sums = _table(
        "phase", "services", *(["ready", "not ready"] if found.checked else []), "overdue"
    )
    for phase in found.phases:
        judged = [str(phase.ready), str(phase.not_ready)] if found.checked else []
        sums.add_row(phase.phase, str(phase.services), *judged, str(phase.overdue))
    _show(sums)
    services = _counted(len(found.services), "service")
    console().print(f"[dim]{services} on {found.on} at revision {found.revision}[/]")


def _last(service: ServiceInPortfolio) -> str:
    if service.last is None:
        return ""
    return f"{service.last.gate} {service.last.outcome} {service.last.decided_at[:10]}"


def _in_its_way(service: ServiceInPortfolio) -> str:
    parts = [
        (len(service.renew), "to renew", service.renew),
        (len(service.missing_documents), "missing", service.missing_documents),
        (len(service.blocked_by), "blocking", service.blocked_by),
    ]
    return "; ".join(f"{number} {what}: {_named(names)}" for number, what, names in parts if number)


def _named(names: Sequence[str]) -> str:
    more = f" + {len(names) - MOST_NAMED}" if len(names) > MOST_NAMED else ""
    return ", ".join(names[:MOST_NAMED]) + more


def _due(service: ServiceInPortfolio) -> str:
    if service.due_on is None:
        return ""
    text = f"{service.due_on} {service.due_for}"
    return f"[red]{text}, overdue[/]" if service.overdue else text


def processes(found: ProcessesFound) -> None:
    """A line for each process."""
    lines = _table("process", "questions", "name", "purpose")
    for item in found.processes:
        lines.add_row(item.process, str(item.questions), escape(item.name), escape(item.purpose))
    _show(lines)
    console().print("[dim]itspm process NAME: its questions, and what they answer today[/]")


def process(found: ProcessesFound) -> None:
    """What a process is, and each of its questions with the first rows of its answer."""
    out = console()
    for item in found.processes:
        out.print(f"[bold]{escape(item.name)}[/] [dim]{item.process}[/]")
        for text in (item.definition, item.purpose):
            out.print(escape(text))
        for outcome in item.outcomes:
            out.print(f"  outcome: {escape(outcome)}")
        out.print(f"  roles: {escape(', '.join(item.roles))}\n")
        for question in item.answers:
            _question(question)
    out.print(f"[dim]at revision {found.revision}[/]")


def _question(asked: QuestionToday) -> None:
    out = console()
    if asked.count is None:
        out.print(f"[dim]asks about something:[/] {escape(first_sentence(asked.question))}")
    else:
        out.print(
            f"[bold]{_counted(asked.count, 'row')}[/]: {escape(first_sentence(asked.question))}"
        )
    for row in asked.rows:
        out.print(f"      {escape(stated(row))}")
    if asked.count and asked.count > len(asked.rows):
        out.print(f"      … and {asked.count - len(asked.rows)} more")
    out.print(f"  [dim]{escape(asked.ask)}[/]")
