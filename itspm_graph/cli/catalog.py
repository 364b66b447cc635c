"""Commands that write, read and ask the catalog."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from itspm_graph.cli.app import (
    AsOf,
    Author,
    Expected,
    Json,
    Reason,
    ReferenceArgument,
    answer,
    app,
    session,
)


class Missing(StrEnum):
    error = "error"
    stub = "stub"


class Invalid(StrEnum):
    error = "error"
    skip = "skip"


class Engine(StrEnum):
    auto = "auto"
    cypher = "cypher"
    snapshot = "snapshot"


@app.command("import")
def import_(
    context: typer.Context,
    paths: Annotated[list[Path], typer.Argument(metavar="PATH", help="Files or folders.")],
    format: Annotated[
        str | None,
        typer.Option(help="itspm, document, backstage or compose; by default told by content."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check only; write nothing.")] = False,
    missing: Annotated[
        Missing, typer.Option(help="What to do with a reference that leads nowhere.")
    ] = Missing.error,
    invalid: Annotated[
        Invalid, typer.Option(help="What to do with a record that can't be read.")
    ] = Invalid.error,
    author: Author = None,
    reason: Reason = None,
    expected: Expected = None,
    json_: Json = False,
) -> None:
    """Write what files say into the catalog: all of it, or nothing."""
    from itspm_graph import terminal

    with terminal.progress("Importing") as progress:
        report = session(context, create=True).import_files(
            paths,
            format=format,
            dry_run=dry_run,
            missing=missing.value,
            invalid=invalid.value,
            author=author,
            reason=reason,
            expected=expected,
            progress=progress,
        )
    terminal.problems(report.problems)
    answer(report, json_, terminal.import_report)


@app.command()
def info(context: typer.Context, as_of: AsOf = None, json_: Json = False) -> None:
    """What the catalog holds, in numbers."""
    from itspm_graph import terminal

    answer(session(context).info(as_of=as_of), json_, terminal.info)


@app.command("list")
def list_(
    context: typer.Context,
    kind: Annotated[str, typer.Argument(metavar="TYPE", help="Service, vendor-product, …")],
    select: Annotated[str, typer.Option(metavar="EXPR", help="Only what this selects.")] = "",
    as_of: AsOf = None,
    json_: Json = False,
) -> None:
    """List the records of one type."""
    from itspm_graph import terminal

    found = session(context).records(kind, where=select, as_of=as_of)
    answer(found, json_, terminal.records)


@app.command()
def show(
    context: typer.Context, ref: ReferenceArgument, as_of: AsOf = None, json_: Json = False
) -> None:
    """Show one record with its relationships."""
    from itspm_graph import terminal

    answer(session(context).show(ref, as_of=as_of), json_, terminal.record)


@app.command()
def select(
    context: typer.Context,
    expression: Annotated[str, typer.Argument(metavar="EXPR", help="As '+service:payments'.")],
    as_of: AsOf = None,
    json_: Json = False,
) -> None:
    """Print the references that a selection names.

    Terms: service:payments, type:Service, lifecycle:operate, tier<=2. '+x' adds what x needs,
    'x+' what needs x, 'x+2' up to two hops. Join by and, or, not and parentheses.
    """
    from itspm_graph import terminal

    answer(session(context).select(expression, as_of=as_of), json_, terminal.selected)


@app.command()
def ask(
    context: typer.Context,
    query: Annotated[
        str | None, typer.Argument(metavar="[QUERY]", help="Name; without one, all are listed.")
    ] = None,
    arguments: Annotated[
        list[str] | None, typer.Argument(metavar="[NAME=VALUE]", help="Its parameters.")
    ] = None,
    engine: Annotated[Engine, typer.Option(help="Who answers.")] = Engine.auto,
    as_of: AsOf = None,
    json_: Json = False,
) -> None:
    """Ask a named question."""
    from itspm_graph import terminal

    if query is None:
        terminal.queries(json_)
        return
    found = session(context).ask(query, _named(arguments or []), engine=engine.value, as_of=as_of)
    answer(found, json_, terminal.answer)


def _named(arguments: list[str]) -> dict[str, str]:
    pairs = [argument.partition("=") for argument in arguments]
    for name, equals, _ in pairs:
        if not equals:
            raise typer.BadParameter(f"{name!r}: write NAME=VALUE")
    return {name.strip(): value for name, _, value in pairs}


@app.command()
def log(
    context: typer.Context,
    limit: Annotated[int | None, typer.Option(min=1, help="Entries at most.")] = None,
    as_of: AsOf = None,
    json_: Json = False,
) -> None:
    """Who wrote what, when and why, newest first."""
    from itspm_graph import terminal

    answer(session(context).log(limit=limit, as_of=as_of), json_, terminal.log)


@app.command()
def diff(
    context: typer.Context,
    earlier: Annotated[str, typer.Argument(metavar="REV", help="Revision or instant.")],
    later: Annotated[str, typer.Argument(metavar="REV", help="Revision or instant.")],
    json_: Json = False,
) -> None:
    """What was added, changed and removed between two revisions."""
    from itspm_graph import terminal

    answer(session(context).diff(earlier, later), json_, terminal.difference)
