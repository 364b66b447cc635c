"""Commands that assert something: other people's pipelines stop where it is false."""

from __future__ import annotations

from typing import Annotated

import typer

from itspm_graph.cli.app import NOT_READY, AsOf, Json, On, answer, app, session

check_app = typer.Typer(
    no_args_is_help=True, help="Assert something; exit code 3 where it's false."
)
app.add_typer(check_app, name="check")


@check_app.command("retire")
def check_retire(
    context: typer.Context,
    refs: Annotated[list[str], typer.Argument(metavar="REF", help="What is to go, together.")],
    on: On = None,
    as_of: AsOf = None,
    json_: Json = False,
) -> None:
    """Nothing depends on these any more, by declaration or by evidence of use.

    Exits with 3 where something does.
    """
    from itspm_graph.terminal import clearance

    found = session(context).check_retire(refs, on=on, as_of=as_of)
    answer(found, json_, clearance.clearance)
    if not found.clear:
        raise typer.Exit(NOT_READY)
