"""Commands about toll gates."""

from __future__ import annotations

from typing import Annotated

import typer

from itspm_graph.cli.app import (
    AsOf,
    Author,
    Expected,
    Json,
    ReferenceArgument,
    answer,
    app,
    session,
)

gate_app = typer.Typer(no_args_is_help=True, help="Toll gates: check a service, decide on it.")
app.add_typer(gate_app, name="gate")

NOT_READY = 3


@gate_app.command("list")
def gate_list(context: typer.Context, json_: Json = False) -> None:
    """The toll gates with their inputs and outcomes."""
    from itspm_graph import terminal

    terminal.gates(session(context, create=True).gate_list(), json_)


@gate_app.command("check")
def gate_check(
    context: typer.Context,
    gate: Annotated[str, typer.Argument(metavar="GATE", help="As TG6.")],
    ref: ReferenceArgument,
    on: Annotated[
        str | None, typer.Option(metavar="DATE", help="Day to judge on; by default today.")
    ] = None,
    as_of: AsOf = None,
    json_: Json = False,
) -> None:
    """The machine's verdict on a service before a gate, with its evidence.

    Exit code 0: READY; 3: any other verdict, READY_WITH_WARNINGS too; 1: bad input; 4: no store.
    """
    from itspm_graph import terminal

    found = session(context).gate_check(gate, ref, on=on, as_of=as_of)
    answer(found, json_, terminal.gate_check)
    if found.verdict != "READY":
        raise typer.Exit(NOT_READY)


@gate_app.command("decide")
def gate_decide(
    context: typer.Context,
    gate: Annotated[str, typer.Argument(metavar="GATE", help="As TG6.")],
    ref: ReferenceArgument,
    outcome: Annotated[str, typer.Argument(metavar="OUTCOME", help="One that the gate lists.")],
    by: Annotated[str, typer.Option(metavar="REF", help="Who decides.")],
    reason: Annotated[str, typer.Option(help="Why.")],
    waive: Annotated[
        list[str] | None,
        typer.Option(metavar="CRITERION:REASON:UNTIL", help="Set a criterion aside."),
    ] = None,
    author: Author = None,
    expected: Expected = None,
    json_: Json = False,
) -> None:
    """Put a decision on record, with the evidence that it is taken on."""
    from itspm_graph import terminal

    decided = session(context).gate_decide(
        gate, ref, outcome, by=by, reason=reason, waive=waive or [], author=author,
        expected=expected,
    )  # fmt: skip
    answer(decided, json_, terminal.decided)
