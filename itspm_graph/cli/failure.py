"""Commands that follow dependencies: who is connected, what fails with what."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from itspm_graph.cli.app import AsOf, Json, ReferenceArgument, answer, app, session


class CyclePolicy(StrEnum):
    conservative = "conservative"
    running = "running"


class Direction(StrEnum):
    dependents = "dependents"
    providers = "providers"


@app.command()
def reach(
    context: typer.Context,
    ref: ReferenceArgument,
    direction: Annotated[Direction, typer.Option(help="Which way.")] = Direction.dependents,
    depth: Annotated[int | None, typer.Option(min=0, help="Hops; by default all.")] = None,
    as_of: AsOf = None,
    json_: Json = False,
) -> None:
    """Who is connected, redundancy ignored."""
    from itspm_graph import terminal

    found = session(context).reach(ref, direction=direction.value, depth=depth, as_of=as_of)
    answer(found, json_, terminal.reach)


@app.command()
def paths(
    context: typer.Context,
    start: Annotated[str, typer.Argument(metavar="FROM", help="The dependent.")],
    end: Annotated[str, typer.Argument(metavar="TO", help="The provider.")],
    limit: Annotated[int, typer.Option(min=1, max=1000, help="Paths at most.")] = 10,
    as_of: AsOf = None,
    json_: Json = False,
) -> None:
    """The ways along which one needs the other, shortest first."""
    from itspm_graph import terminal

    found = session(context).paths(start, end, limit=limit, as_of=as_of)
    answer(found, json_, terminal.paths)


@app.command()
def impact(
    context: typer.Context,
    refs: Annotated[list[str], typer.Argument(metavar="REF", help="What fails.")],
    cycle_policy: Annotated[
        CyclePolicy,
        typer.Option(help="Whether a cycle that lost its outside support goes down or runs on."),
    ] = CyclePolicy.conservative,
    as_of: AsOf = None,
    json_: Json = False,
) -> None:
    """What goes down when these fail, redundancy respected, and why."""
    from itspm_graph import terminal

    found = session(context).impact(refs, cycle_policy=cycle_policy.value, as_of=as_of)
    answer(found, json_, terminal.impact)
