"""The command about money."""

from __future__ import annotations

from typing import Annotated

import typer

from itspm_graph.cli.app import AsOf, Json, answer, app, session


@app.command()
def cost(
    context: typer.Context,
    ref: Annotated[
        str | None,
        typer.Argument(
            metavar="[REF]", help="A service or other element; by default all services."
        ),
    ] = None,
    period: Annotated[
        str, typer.Option(metavar="PERIOD", help="As 2026 or 2026-Q3; by default the latest year.")
    ] = "latest",
    as_of: AsOf = None,
    json_: Json = False,
) -> None:
    """What it costs in full, per unit and by provider, what it brings in, what would stay."""
    from itspm_graph.terminal import costs

    answer(session(context).cost(ref, period=period, as_of=as_of), json_, costs.costs)
