"""Commands that write reports for people who decide."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from itspm_graph.cli.app import (
    AsOf,
    GateArgument,
    Json,
    On,
    ReferenceArgument,
    answer,
    app,
    session,
)
from itspm_graph.cli.disruption import Capacity, PlanOption
from itspm_graph.cli.failure import CyclePolicy, CyclePolicyOption
from itspm_graph.cli.retiring import RetiredOn

report_app = typer.Typer(no_args_is_help=True, help="Reports to read, print and sign.")
app.add_typer(report_app, name="report")

Out = Annotated[
    Path | None,
    typer.Option("--out", metavar="FILE.html", help="Where the page goes; by default to stdout."),
]
Pdf = Annotated[
    Path | None,
    typer.Option("--pdf", metavar="FILE.pdf", help="The same on A4; needs the extra `pdf`."),
]


@report_app.command("gate")
def report_gate(
    context: typer.Context,
    gate: GateArgument,
    ref: ReferenceArgument,
    out: Out = None,
    pdf: Pdf = None,
    on: On = None,
    as_of: AsOf = None,
    json_: Json = False,
) -> None:
    """What a board reads before it decides on a service at a gate, as one HTML page.

    Exit code 0 whatever the verdict; `itspm gate check` is for scripts that want it.
    """
    from itspm_graph.reports import page
    from itspm_graph.terminal import overseeing

    found = session(context).gate_report(gate, ref, on=on, as_of=as_of)
    written = page.save(found.html, out, pdf)
    answer(found, json_, lambda report: overseeing.report(report, written))


@report_app.command("retire")
def report_retire(
    context: typer.Context,
    refs: Annotated[list[str], typer.Argument(metavar="REF", help="What is to go, together.")],
    out: Out = None,
    pdf: Pdf = None,
    calendar: Annotated[
        Path | None,
        typer.Option("--calendar", metavar="FILE.ics", help="Its days, for a calendar."),
    ] = None,
    gantt: Annotated[
        Path | None,
        typer.Option("--gantt", metavar="FILE.mmd", help="Its steps, as a Mermaid Gantt chart."),
    ] = None,
    on: RetiredOn = None,
    cycle_policy: CyclePolicyOption = CyclePolicy.conservative,
    as_of: AsOf = None,
    json_: Json = False,
) -> None:
    """The one page on which a reviewer signs a retirement: who breaks, where all go, what is left.

    Exit code 0 whatever the verdict; `itspm retire` is for scripts that want it.
    """
    from itspm_graph.reports import page
    from itspm_graph.terminal import overseeing

    found = session(context).retire_report(
        refs, on=on, cycle_policy=cycle_policy.value, as_of=as_of
    )
    beside = {calendar: found.calendar, gantt: found.gantt}
    written = page.save(found.html, out, pdf, beside)
    answer(found, json_, lambda report: overseeing.report(report, written))


@report_app.command("scenario")
def report_scenario(
    context: typer.Context,
    source: Annotated[
        Path | None,
        typer.Argument(metavar="[SCENARIO.yaml]", help="A file with name, assumptions and hits."),
    ] = None,
    scenario: Annotated[
        str | None, typer.Option(metavar="REF", help="A scenario of the catalog.")
    ] = None,
    fail: Annotated[
        list[str] | None, typer.Option(metavar="REF", help="What fails as well.")
    ] = None,
    capacity: Capacity = None,
    plan: PlanOption = None,
    out: Out = None,
    pdf: Pdf = None,
    cycle_policy: CyclePolicyOption = CyclePolicy.conservative,
    as_of: AsOf = None,
    json_: Json = False,
) -> None:
    """What a crisis board reads about one scenario: what is lost, until when, who recovers it."""
    from itspm_graph.reports import page
    from itspm_graph.terminal import overseeing

    found = session(context).scenario_report(
        source, scenario=scenario, fail=fail or [], capacity=capacity or [], plan=plan,
        cycle_policy=cycle_policy.value, as_of=as_of,
    )  # fmt: skip
    written = page.save(found.html, out, pdf)
    answer(found, json_, lambda report: overseeing.report(report, written))


@report_app.command("continuity")
def report_continuity(
    context: typer.Context,
    out: Out = None,
    pdf: Pdf = None,
    cycle_policy: CyclePolicyOption = CyclePolicy.conservative,
    as_of: AsOf = None,
    json_: Json = False,
) -> None:
    """How the whole estate stands what may happen to it: harm, objectives, plans, third parties."""
    from itspm_graph.reports import page
    from itspm_graph.terminal import overseeing

    found = session(context).continuity_report(cycle_policy=cycle_policy.value, as_of=as_of)
    written = page.save(found.html, out, pdf)
    answer(found, json_, lambda report: overseeing.report(report, written))
