"""How toll gates, their verdicts and their decisions look in a terminal."""

from __future__ import annotations

import json
from collections.abc import Sequence

from rich.console import Console

from itspm_graph.results import CriterionResult, GateCheck
from itspm_graph.results.gates import Decided, Exempted, GateListed, Submitted
from itspm_graph.terminal import MOST_ROWS, _text, coloured, console, escape


def gates(listed: Sequence[GateListed], as_json: bool) -> None:
    if as_json:
        document = {"gates": [gate.model_dump(mode="json") for gate in listed]}
        print(json.dumps(document, indent=2, ensure_ascii=False))
        return
    out = console()
    for gate in listed:
        ready = "" if gate.assessable else " [dim](no criteria yet)[/]"
        out.print(f"[bold]{gate.gate} {escape(gate.name)}[/], {gate.phase}{ready}")
        out.print(f"  {escape(gate.purpose)}")
        out.print(f"  takes: {', '.join(item.type for item in gate.inputs)}")
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
        shown = ", ".join(
            f"{key}={_text(value)}" for key, value in row.items() if value is not None
        )
        out.print(f"      {escape(shown)}")
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
