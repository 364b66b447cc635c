"""Commands about retiring."""

from __future__ import annotations

from typing import Annotated

import typer

from itspm_graph.cli.app import NOT_READY, AsOf, Json, answer, app, session
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
