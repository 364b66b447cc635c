"""How toll gates, their verdicts and their decisions look in a terminal."""

from __future__ import annotations

import json
from collections.abc import Sequence

from rich.console import Console

from itspm_graph.results import CriterionResult, DecisionFound, GateCheck
from itspm_graph.results.framework import ConsequenceListed, FrameworkShown
from itspm_graph.results.gates import (
    Decided,
    Exempted,
    GateComparison,
    GateEvent,
    GateHistory,
    GateListed,
    Submitted,
)
from itspm_graph.terminal import (
    MOST_ROWS,
    _counted,
    _show,
    _table,
    _text,
    coloured,
    console,
    escape,
    stated,
)


def gates(listed: Sequence[GateListed], as_json: bool) -> None:
    if as_json:
        document = {"gates": [gate.model_dump(mode="json") for gate in listed]}
        print(json.dumps(document, indent=2, ensure_ascii=False))
        return
    out = console()
    for gate in listed:
        also = [word for word in ("optional", "recurs") if getattr(gate, word)]
        also += [] if gate.assessable else ["no criteria of its own yet"]
        more = f" [dim]({', '.join(also)})[/]" if also else ""
        out.print(f"[bold]{gate.gate} {escape(gate.name)}[/], {gate.phase}{more}")
        out.print(f"  {escape(gate.purpose)}")
        out.print(f"  takes: {', '.join(item.type for item in gate.inputs)}")
        out.print(f"  submitted by: {gate.submitted_by}; decided by: {gate.decided_by}")
        out.print(f"  outcomes: {', '.join(outcome.outcome for outcome in gate.outcomes)}")


def gate_check(found: GateCheck) -> None:
    out = console()
    out.print(
        f"[bold]{found.gate} {escape(found.name)}: {found.service}: {coloured(found.verdict)}[/]"
    )
    for document in found.documents:
        state = "[green]present[/]" if document.present else "[red]missing[/]"
        state = state if document.required or document.present else "[dim]not required[/]"
        out.print(f"  document {document.type}: {state} {document.ref or ''}".rstrip())
    order = {"FAIL": 0, "NOT_ASSESSABLE": 1, "PASS": 2}
    for criterion in sorted(found.criteria, key=lambda c: (order[c.result], c.severity, c.name)):
        _criterion(out, criterion)
    out.print(f"  outcomes: {', '.join(outcome.outcome for outcome in found.outcomes)}")
    for item in found.decisions:
        out.print(
            f"  decided {item.decided_at[:10]}: {item.outcome} by {', '.join(item.by) or '?'} "
            f"({item.decision}, on {item.submission})"
        )
    out.print(
        f"[dim]revision {found.revision}, on {found.on}, evidence {found.evidence_hash[:12]}[/]"
    )


def _criterion(out: Console, criterion: CriterionResult) -> None:
    waived = ""
    if criterion.waiver:
        waived = f" [yellow]waived until {criterion.waiver.until}:[/] {criterion.waiver.reason}"
    out.print(
        f"  {coloured(criterion.result)} [dim]{criterion.severity}[/] {criterion.name}{waived}"
    )
    for row in criterion.rows[:MOST_ROWS]:
        out.print(f"      {escape(stated(row))}")
    if len(criterion.rows) > MOST_ROWS:
        out.print(f"      … and {len(criterion.rows) - MOST_ROWS} more")


def submitted(found: Submitted) -> None:
    out = console()
    out.print(
        f"{found.submission}: {found.service} at {found.gate}, machine: {coloured(found.verdict)}, "
        f"judged at revision {found.judged}, evidence {found.evidence_hash[:12]}"
    )
    for title, names in (
        ("documents", found.documents),
        ("missing", found.missing),
        ("blocking", found.blocking),
        ("in the place of", found.supersedes),
    ):
        if names:
            out.print(f"  {title}: {', '.join(names)}")
    out.print(f"[dim]revision {found.revision}; waits for: itspm gate decide[/]")


def decided(found: Decided) -> None:
    out = console()
    out.print(
        f"{found.decision}: {found.outcome} for {found.service} at {found.gate} "
        f"(machine: {coloured(found.verdict)}), {len(found.evidence)} pieces of evidence, "
        f"{len(found.waivers)} waivers, revision {found.revision}"
    )
    status = f" ({escape(found.status)})" if found.status else ""
    out.print(f"  now: {found.phase}{status}; next gate: {found.next_gate or 'none'}")
    if found.renew:
        out.print(f"  needs newer: {', '.join(found.renew)}")
    if found.review_due_on:
        out.print(f"  review due on {found.review_due_on}")
    if found.initiatives:
        out.print(f"  begun: {', '.join(found.initiatives)}")
    out.print(f"[dim]itspm show {found.submission} lists the evidence[/]")


def exempted(found: Exempted) -> None:
    out = console()
    out.print(f"{found.exemption}: {found.service} need not pass {found.gate}")
    if found.falls_due:
        out.print(f"  falls due later instead: {', '.join(found.falls_due)}")
    out.print(f"[dim]next gate: {found.next_gate}; revision {found.revision}[/]")


def history(found: GateHistory) -> None:
    stands = found.standing
    out = console()
    status = f" ({escape(stands.status)})" if stands.status else ""
    out.print(f"[bold]{found.service}[/]  {escape(stands.name)}: {stands.phase}{status}")
    if stands.next_gate:
        out.print(f"  next gate: {stands.next_gate}: {escape(stands.why)}")
    else:
        out.print(f"  {escape(stands.why)}")
    if stands.renew:
        out.print(f"  needs newer: {', '.join(stands.renew)}")
    if stands.review_due_on:
        overdue = " [red]overdue[/]" if stands.overdue else ""
        out.print(f"  review due on {stands.review_due_on}{overdue}")
    for event in found.events:
        _event(out, event)
    out.print(f"[dim]at revision {found.revision}[/]")


def _event(out: Console, event: GateEvent) -> None:
    if event.kind == "exemption":
        who = ", ".join(event.by)
        out.print(
            f"{event.at[:10]} [bold]{event.gate} waived[/] by {who}: {escape(event.reason or '')}"
        )
        return
    judged = f"revision {event.judged}" if event.judged else "imported"
    out.print(
        f"{event.at[:10]} [bold]{event.gate} submitted[/], machine: "
        f"{coloured(event.verdict or '')} ({judged}), {event.state}  [dim]{event.ref}[/]"
    )
    for document in event.documents:
        version = f" version {escape(document.version)}" if document.version else ""
        out.print(f"    {document.type}{version}  [dim]{document.ref}[/]")
    for finding in event.findings:
        rows = f", {_counted(finding.offenders, 'offender')}" if finding.offenders else ""
        out.print(
            f"    {coloured(finding.result)} [dim]{finding.severity}[/] {finding.criterion}{rows}"
        )
        if held := finding.waiver:
            out.print(
                f"      waived already, until {held.until}: {escape(held.reason)}  "
                f"[dim]{held.waiver}[/]"
            )
    if event.decision:
        _decision(out, event.decision)


def _decision(out: Console, decision: DecisionFound) -> None:
    colour = "green" if decision.passed else "red"
    out.print(
        f"  {decision.decided_at[:10]} [{colour}]{decision.outcome}[/] by "
        f"{', '.join(decision.by) or '?'}: {escape(decision.reason)}  [dim]{decision.decision}[/]"
    )
    for waiver in decision.waivers:
        out.print(f"    waived {waiver.criterion} until {waiver.until}: {escape(waiver.reason)}")
    status = f" ({decision.status})" if decision.status else ""
    for title, text in (
        ("left it in", f"{decision.phase}{status}" if decision.phase else ""),
        ("to come again at", decision.resubmit or ""),
        ("needs newer", ", ".join(decision.renew)),
        ("review due on", decision.review_due_on or ""),
        ("TG2", _tg2(decision.tg2_required)),
        ("begun", ", ".join(decision.initiatives)),
    ):
        if text:
            out.print(f"    {title}: {escape(text)}")


def _tg2(required: bool | None) -> str:
    return "" if required is None else "required" if required else "not required"


def comparison(found: GateComparison) -> None:
    out = console()
    out.print(
        f"[bold]{found.submission}[/]: {found.service} at {found.gate}: "
        f"{coloured(found.verdict_then)} at revision {found.judged}, "
        f"{coloured(found.verdict_now)} at revision {found.revision}"
    )
    said = {
        True: "[green]the evidence on record comes out again on its revision[/]",
        False: f"[red]the evidence on record doesn't come out again:[/] "
        f"{', '.join(found.not_reproduced) or 'its hash differs'}",
        None: "it was imported, or its revision isn't in this store: nothing to compare with",
    }
    out.print(f"  {said[found.reproduced]}")
    for each in found.criteria:
        changes = ", the question has changed" if each.query_changed else ""
        changes += ", asked with other parameters" if each.parameters_changed else ""
        out.print(
            f"  {coloured(each.before or 'absent')} → {coloured(each.now or 'absent')} "
            f"[dim]{each.severity}[/] {each.name}{changes}"
        )
        for sign, rows in (("+", each.added), ("-", each.removed)):
            for row in rows[:MOST_ROWS]:
                out.print(f"      {sign} {escape(stated(row))}")
            if len(rows) > MOST_ROWS:
                out.print(f"      {sign} … and {len(rows) - MOST_ROWS} more")
    if not found.criteria:
        out.print("  nothing has changed")


def framework(found: FrameworkShown) -> None:
    out = console()
    table = _table("process", "name", "questions", "roles")
    for process in found.processes:
        roles = ", ".join(process.roles)
        table.add_row(process.process, process.name, str(len(process.questions)), roles)
    _show(table)
    table = _table("phase", "name", "gates", "purpose")
    for phase in found.phases:
        table.add_row(phase.phase, phase.name, ", ".join(phase.gates), escape(phase.purpose))
    _show(table)
    table = _table("role", "name", "also called", "duty")
    for role in found.roles:
        table.add_row(role.role, role.name, ", ".join(role.aliases), escape(role.duty))
    _show(table)
    table = _table("forum", "name", "decides", "members")
    for forum in found.forums:
        table.add_row(forum.forum, forum.name, ", ".join(forum.decides), ", ".join(forum.members))
    _show(table)
    table = _table("document", "owner", "gates", "meaning")
    for document in found.documents:
        gates_ = ", ".join(document.gates)
        table.add_row(document.type, document.owner, gates_, escape(document.meaning))
    _show(table)
    table = _table("gate", "outcome", "", "leads to")
    for each in found.consequences:
        side = "[green]passes[/]" if each.passed else "[red]fails[/]"
        table.add_row(each.gate, each.outcome, side, escape(_leads_to(each)))
    _show(table)
    table = _table("threshold", "value", "unit", "meaning")
    for threshold in found.thresholds:
        value = _text(threshold.value)
        table.add_row(threshold.threshold, value, threshold.unit, escape(threshold.meaning))
    _show(table)
    _overrides(out, found)


def _leads_to(each: ConsequenceListed) -> str:
    parts = [
        f"phase {each.phase}" if each.phase else "",
        f"status {each.status}" if each.status else "",
        "the end" if each.ends else "",
        f"comes again at {' or '.join(each.resubmit)}" if each.resubmit else "",
        f"newer {', '.join(each.renew)}" if each.renew else "",
        f"review after {each.review}" if each.review else "",
        "an improvement initiative" if each.initiative else "",
    ]
    return "; ".join(part for part in parts if part)


def _overrides(out: Console, found: FrameworkShown) -> None:
    if not found.overrides:
        out.print("[dim]all as it comes; ITSPM_FRAMEWORK names a file of your own[/]")
        return
    table = _table("of your own", "value", "instead of", "from")
    for each in found.overrides:
        place = f"{each.file}:{each.line}"
        table.add_row(each.key, escape(each.value), escape(each.standard or ""), escape(place))
    _show(table)
