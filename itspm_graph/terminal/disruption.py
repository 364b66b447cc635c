"""How explanations look in a terminal."""

from __future__ import annotations

from itspm_graph.results.disruption import ExplainedStep, Explanation, Ground, Hit
from itspm_graph.terminal import console, escape, not_assessed, share

MOST_CONCERNED = 12
"""Elements listed in one line; the rest is counted."""


def damage(hit: Hit) -> str:
    return hit.damage if hit.damage != "capacity" else f"{share(hit.capacity)} of capacity left"


def explanation(found: Explanation) -> None:
    """The derivation as an indented tree; what was told already is only named again."""
    out = console()
    hits = [f"{hit.ref} ({damage(hit)})" if hit.capacity else hit.ref for hit in found.hits]
    part = len(hits) > len(found.failed)
    verb = ("are hit" if part else "fail") if hits[1:] else ("is hit" if part else "fails")
    out.print(f"[bold]{found.ref} if {' and '.join(hits)} {verb}: {found.status}[/]")
    if not found.connected:
        out.print("nothing that is hit carries failure to it at run time")
    steps = {step.ref: step for step in found.steps}
    told: set[str] = set()
    work: list[tuple[int, str]] = [(0, found.ref)]
    while work:
        depth, ref = work.pop()
        step = steps[ref]
        indent = "  " * depth
        if ref in told:
            out.print(f"{indent}{ref} (see above)")
            continue
        told.add(ref)
        out.print(f"{indent}{ref}  {escape(step.name)}  {_fate(step)}")
        for ground in step.requirements:
            out.print(f"{indent}  {escape(_ground(step, ground))}")
        work.extend((depth + 1, other) for other in reversed(step.leads_to))
    not_assessed(found.not_assessed)
    out.print(f"[dim]cycles: {found.cycle_policy}; revision {found.revision}[/]")


def _fate(step: ExplainedStep) -> str:
    if step.status == "UP":
        return "[green]UP[/]"
    if step.hit and not step.capacity and not step.requirements:
        return "[red]failed[/]"
    if not step.capacity:
        return f"[red]{step.status}[/]"
    hit = ", hit itself" if step.hit else ""
    return f"[yellow]{step.status}, {share(step.capacity)} left{hit}[/]"


def _ground(step: ExplainedStep, ground: Ground) -> str:
    """A requirement in words, beginning with what became of it."""
    if ground.group is None:
        what = (*ground.lost, *ground.weakened, *ground.circular, *ground.holding)[0]
    else:
        what = f"at least {ground.needed} of {ground.members} in group {ground.group}"
    soft = "" if ground.weight is None else f" softly, weight {ground.weight:g}"
    parts = []
    if ground.group is not None:
        parts.append(f"{ground.up} up")
    if step.capacity and step.status != "UP":
        parts.append(f"leaves {share(ground.capacity)}")
    if step.status == "UP" and ground.group is not None:
        parts.append(f"margin {ground.margin}")
    for word, refs in (
        ("held by", ground.holding),
        ("lost", ground.lost),
        ("weakened", ground.weakened),
        ("resting on its own cycle", ground.circular),
    ):
        if refs and ground.group is not None:
            more = f" and {len(refs) - MOST_CONCERNED} more" if len(refs) > MOST_CONCERNED else ""
            parts.append(f"{word} {', '.join(refs[:MOST_CONCERNED])}{more}")
    return f"needs {what}{soft}{': ' if parts else ''}{'; '.join(parts)}"
