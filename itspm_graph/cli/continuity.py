"""Commands about continuity: what may happen, and whether it would be survived."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from itspm_graph.cli.app import AsOf, Json, answer, app, session
from itspm_graph.cli.failure import CyclePolicy, CyclePolicyOption, types


@app.command()
def alignment(
    context: typer.Context,
    refs: Annotated[
        list[str] | None,
        typer.Argument(metavar="[REF]", help="Elements asked about; by default all."),
    ] = None,
    as_of: AsOf = None,
    json_: Json = False,
) -> None:
    """Recovery time objectives that can't be kept even if everybody else keeps theirs."""
    from itspm_graph.terminal.alignment import alignment as shown

    answer(session(context).alignment(refs or [], as_of=as_of), json_, shown)


@app.command()
def exercises(
    context: typer.Context,
    refs: Annotated[
        list[str] | None,
        typer.Option("--ref", metavar="SERVICE", help="Services; by default all in use."),
    ] = None,
    within: Annotated[
        int | None,
        typer.Option(
            metavar="MONTHS",
            min=0,
            help="Time within which everything has to be tried; by default the policy's.",
        ),
    ] = None,
    as_of: AsOf = None,
    json_: Json = False,
) -> None:
    """Which plans were tried, how that went, and what has changed since: by service."""
    from itspm_graph.terminal.exercises import exercises as shown

    answer(session(context).exercises(refs or [], within=within, as_of=as_of), json_, shown)


class Weigh(StrEnum):
    each = "count"
    tier = "tier"
    revenue = "revenue"


@app.command()
def concentration(
    context: typer.Context,
    weigh: Annotated[Weigh, typer.Option(help="What a service weighs.")] = Weigh.tier,
    cycle_policy: CyclePolicyOption = CyclePolicy.conservative,
    as_of: AsOf = None,
    json_: Json = False,
) -> None:
    """How much hangs on few third parties, with their parents and those they work for."""
    from itspm_graph.terminal.concentration import concentration as shown

    found = session(context).concentration(
        weigh.value, cycle_policy=cycle_policy.value, as_of=as_of
    )
    answer(found, json_, shown)


@app.command()
def register(
    context: typer.Context,
    templates: Annotated[
        list[str] | None,
        typer.Argument(metavar="[TEMPLATE]", help="As B_02.01; by default all."),
    ] = None,
    lei: Annotated[
        str | None, typer.Option(metavar="LEI", help="Identifier of who keeps the register.")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Folder for one CSV file for each template."),
    ] = None,
    as_of: AsOf = None,
    json_: Json = False,
) -> None:
    """The register of information about contracts with ICT third parties (DORA), and its gaps."""
    from itspm_graph.terminal.register import register as shown

    found = session(context).register(templates or [], lei=lei, as_of=as_of)
    if out is not None:
        from itspm_graph.reports import page

        page.make_folder(out)
        for each in found.templates:
            page.write(out / f"{each.template.lower()}.csv", each.csv.encode())
    answer(found, json_, shown)


@app.command()
def mitigate(
    context: typer.Context,
    plan: Annotated[
        Path, typer.Argument(metavar="PLAN.yaml", help="The change, as a document; not written.")
    ],
    scenarios: Annotated[
        list[str] | None,
        typer.Option("--scenario", metavar="REF", help="Scenarios; by default all on record."),
    ] = None,
    fail: Annotated[
        list[str] | None, typer.Option(metavar="REF", help="What is let fail alone as well.")
    ] = None,
    cycle_policy: CyclePolicyOption = CyclePolicy.conservative,
    as_of: AsOf = None,
    json_: Json = False,
) -> None:
    """What a planned change is worth: the same scenarios before and after it, side by side."""
    from itspm_graph.terminal.mitigation import mitigation

    found = session(context).mitigate(
        plan, scenarios=scenarios or [], fail=fail or [], cycle_policy=cycle_policy.value,
        as_of=as_of,
    )  # fmt: skip
    answer(found, json_, mitigation)


@app.command()
def stress(
    context: typer.Context,
    kinds: Annotated[
        str, typer.Option(metavar="TYPE,…", help="Types that are taken away, one after another.")
    ] = "site,vendor,vendor-product",
    pairs: Annotated[bool, typer.Option("--pairs", help="Two of a kind together as well.")] = False,
    limit: Annotated[int, typer.Option(min=1, help="Failures and services shown at most.")] = 20,
    cycle_policy: CyclePolicyOption = CyclePolicy.conservative,
    as_of: AsOf = None,
    json_: Json = False,
) -> None:
    """Every site, vendor and product taken away in turn: which loss does the most harm, to whom."""
    from itspm_graph.terminal.stress import stress as shown

    found = session(context).stress(
        types(kinds), pairs=pairs, limit=limit, cycle_policy=cycle_policy.value, as_of=as_of
    )
    answer(found, json_, shown)
