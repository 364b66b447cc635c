"""Commands about retiring."""

from __future__ import annotations

from typing import Annotated

import typer

from itspm_graph.cli.app import NOT_READY, AsOf, Json, On, answer, app, session
from itspm_graph.cli.failure import CyclePolicy, CyclePolicyOption

RetiredOn = Annotated[
    str | None,
    typer.Option(metavar="DATE", help="Day it takes effect; by default as proposed, else today."),
]


@app.command()
def retire(
    context: typer.Context,
    refs: Annotated[list[str], typer.Argument(metavar="REF", help="What is to go, together.")],
    on: RetiredOn = None,
    cycle_policy: CyclePolicyOption = CyclePolicy.conservative,
    as_of: AsOf = None,
    json_: Json = False,
) -> None:
    """What retiring these together does: who breaks, is weakened, is touched, and where all go.

    Exits with 3 where the verdict is not READY.
    """
    from itspm_graph.terminal import retiring

    found = session(context).retire(refs, on=on, cycle_policy=cycle_policy.value, as_of=as_of)
    answer(found, json_, retiring.retirement)
    if found.verdict != "READY":
        raise typer.Exit(NOT_READY)


@app.command()
def retirable(
    context: typer.Context,
    limit: Annotated[int, typer.Option(min=0, help="How many are listed.")] = 20,
    on: On = None,
    as_of: AsOf = None,
    json_: Json = False,
) -> None:
    """What could be retired: unused, unsupported or redundant, the easiest and dearest first."""
    from itspm_graph.terminal import retirable as shown

    answer(session(context).retirable(limit=limit, on=on, as_of=as_of), json_, shown.retirable)
