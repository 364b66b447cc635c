"""Commands that look at the portfolio as a whole."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from itspm_graph.cli.app import AsOf, Json, On, answer, app, session


class Sort(StrEnum):
    name = "name"
    tier = "tier"
    phase = "phase"
    due = "due"
    blockers = "blockers"


@app.command()
def portfolio(
    context: typer.Context,
    portfolio_ref: Annotated[
        str | None,
        typer.Option("--portfolio", metavar="REF", help="Only services of this portfolio."),
    ] = None,
    phase: Annotated[
        str | None, typer.Option(metavar="PHASE", help="Only services in this lifecycle phase.")
    ] = None,
    overdue: Annotated[
        bool, typer.Option("--overdue", help="Only services that are past a date.")
    ] = False,
    no_check: Annotated[
        bool, typer.Option("--no-check", help="Don't ask the machine for verdicts: faster.")
    ] = False,
    sort: Annotated[Sort, typer.Option(help="What the services are sorted by.")] = Sort.phase,
    on: On = None,
    as_of: AsOf = None,
    json_: Json = False,
) -> None:
    """Where every service stands: phase, next gate, what is in its way, what is due."""
    from itspm_graph.terminal import overseeing

    found = session(context).portfolio(
        portfolio_ref, phase=phase, overdue=overdue, check=not no_check, sort=sort.value, on=on,
        as_of=as_of,
    )  # fmt: skip
    answer(found, json_, overseeing.portfolio)


@app.command()
def process(
    context: typer.Context,
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help="As service_roadmap; without: all ten.")
    ] = None,
    limit: Annotated[int, typer.Option(min=0, help="Rows of each answer that are shown.")] = 5,
    as_of: AsOf = None,
    json_: Json = False,
) -> None:
    """The processes of the method; of one that is named, its questions and today's answers."""
    from itspm_graph.terminal import overseeing

    found = session(context).process(name, limit=limit, as_of=as_of)
    answer(found, json_, overseeing.processes if name is None else overseeing.process)
