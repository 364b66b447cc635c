"""Commands that let something happen to the estate: a scenario, and why it does what it does."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from itspm_graph.cli.app import AsOf, Json, ReferenceArgument, answer, app, session
from itspm_graph.cli.failure import CyclePolicy, CyclePolicyOption

Capacity = Annotated[
    list[str] | None,
    typer.Option(metavar="REF=SHARE", help="What is left with a share of capacity, 0 to 1."),
]
PlanOption = Annotated[
    Path | None,
    typer.Option(
        "--plan", metavar="PLAN.yaml", help="A document laid over the catalog; not written."
    ),
]


@app.command()
def simulate(
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
    full: Annotated[
        bool, typer.Option("--full", help="List everything; else long tables end early.")
    ] = False,
    cycle_policy: CyclePolicyOption = CyclePolicy.conservative,
    as_of: AsOf = None,
    json_: Json = False,
) -> None:
    """What a scenario does: who goes down, until when, with which loss, and who brings it back.

    A file: name: Half power, hits: [{element: "site:fra", damage: capacity, capacity: 0.5}].
    Damage is unavailable (the default), destroyed, corrupted or capacity.
    """
    from itspm_graph.terminal.simulation import simulation

    found = session(context).simulate(
        source, scenario=scenario, fail=fail or [], capacity=capacity or [], plan=plan,
        cycle_policy=cycle_policy.value, as_of=as_of,
    )  # fmt: skip
    answer(found, json_, partial(simulation, full=full))


@app.command()
def explain(
    context: typer.Context,
    ref: ReferenceArgument,
    failed: Annotated[list[str] | None, typer.Option(metavar="REF", help="What fails.")] = None,
    capacity: Capacity = None,
    cycle_policy: CyclePolicyOption = CyclePolicy.conservative,
    as_of: AsOf = None,
    json_: Json = False,
) -> None:
    """Why an element is affected when these fail, or what keeps it up."""
    from itspm_graph.terminal import disruption as shown

    found = session(context).explain(
        ref, failed or [], capacity=capacity or [], cycle_policy=cycle_policy.value, as_of=as_of
    )
    answer(found, json_, shown.explanation)
