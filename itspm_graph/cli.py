"""The command line: one command per verb. Heavy modules are imported where they are used."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from itspm_graph.errors import InvalidInput, ItspmError

if TYPE_CHECKING:
    from pydantic import BaseModel

    from itspm_graph.session import Session

app = typer.Typer(
    name="itspm",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="The IT service portfolio as a graph: what needs what, what fails with what, and whether "
    "a service may pass its gate.",
)
gate_app = typer.Typer(no_args_is_help=True, help="Toll gates: check a service, decide on it.")
app.add_typer(gate_app, name="gate")

NOT_READY = 3


class CyclePolicy(StrEnum):
    conservative = "conservative"
    running = "running"


class Missing(StrEnum):
    error = "error"
    stub = "stub"


class Invalid(StrEnum):
    error = "error"
    skip = "skip"


class Direction(StrEnum):
    dependents = "dependents"
    providers = "providers"


class Engine(StrEnum):
    auto = "auto"
    cypher = "cypher"
    snapshot = "snapshot"


Json = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]
AsOf = Annotated[
    str | None,
    typer.Option(metavar="REV|INSTANT", help="Read the catalog as it was then."),
]
ReferenceArgument = Annotated[str, typer.Argument(metavar="REF", help="A reference, type:slug.")]
Author = Annotated[str | None, typer.Option(help="Who writes; by default the user logged in.")]
Reason = Annotated[str | None, typer.Option(help="Why; kept in the log.")]
Expected = Annotated[
    int | None,
    typer.Option(metavar="REV", help="Write only if the store is still at this revision."),
]


def _version(wanted: bool) -> None:
    if wanted:
        from itspm_graph import __version__

        typer.echo(f"itspm {__version__}")
        raise typer.Exit


@app.callback()
def options(
    context: typer.Context,
    store: Annotated[
        str | None,
        typer.Option(
            envvar="ITSPM_STORE",
            metavar="URL",
            help="sqlite:///file, neo4j://user@host:7687/database or bolt://…; by default a file "
            "in your data folder. Neo4j's password: ITSPM_NEO4J_PASSWORD.",
        ),
    ] = None,
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Print the version."),
    ] = False,
) -> None:
    del version
    context.obj = store or default_store()


def default_store() -> str:
    """The embedded store in the user's data folder."""
    import platformdirs

    return f"sqlite:///{Path(platformdirs.user_data_dir('itspm-graph')) / 'catalog.db'}"


def _session(context: typer.Context, *, create: bool = False) -> Session:
    from itspm_graph.session import Session

    session = Session.open(context.find_root().obj, create=create)
    context.call_on_close(session.close)
    return session


def _print(result: BaseModel, json_: bool, show: Callable[[Any], None]) -> None:
    if json_:
        typer.echo(result.model_dump_json(by_alias=True, indent=2))
    else:
        show(result)


@app.command("import")
def import_(
    context: typer.Context,
    paths: Annotated[list[Path], typer.Argument(metavar="PATH", help="Files or folders.")],
    format: Annotated[
        str | None, typer.Option(help="itspm, backstage or compose; by default told by content.")
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
        report = _session(context, create=True).import_files(
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
    _print(report, json_, terminal.import_report)


@app.command()
def info(context: typer.Context, as_of: AsOf = None, json_: Json = False) -> None:
    """What the catalog holds, in numbers."""
    from itspm_graph import terminal

    _print(_session(context).info(as_of=as_of), json_, terminal.info)


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

    found = _session(context).records(kind, where=select, as_of=as_of)
    _print(found, json_, terminal.records)


@app.command()
def show(
    context: typer.Context, ref: ReferenceArgument, as_of: AsOf = None, json_: Json = False
) -> None:
    """Show one record with its relationships."""
    from itspm_graph import terminal

    _print(_session(context).show(ref, as_of=as_of), json_, terminal.record)


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

    _print(_session(context).select(expression, as_of=as_of), json_, terminal.selected)


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

    found = _session(context).reach(ref, direction=direction.value, depth=depth, as_of=as_of)
    _print(found, json_, terminal.reach)


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

    found = _session(context).paths(start, end, limit=limit, as_of=as_of)
    _print(found, json_, terminal.paths)


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

    found = _session(context).impact(refs, cycle_policy=cycle_policy.value, as_of=as_of)
    _print(found, json_, terminal.impact)


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
    answer = _session(context).ask(query, _named(arguments or []), engine=engine.value, as_of=as_of)
    _print(answer, json_, terminal.answer)


def _named(arguments: list[str]) -> dict[str, str]:
    pairs = [argument.partition("=") for argument in arguments]
    for name, equals, _ in pairs:
        if not equals:
            raise typer.BadParameter(f"{name!r}: write NAME=VALUE")
    return {name.strip(): value for name, _, value in pairs}


@gate_app.command("list")
def gate_list(context: typer.Context, json_: Json = False) -> None:
    """The toll gates with their inputs and outcomes."""
    from itspm_graph import terminal

    terminal.gates(_session(context, create=True).gate_list(), json_)


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

    found = _session(context).gate_check(gate, ref, on=on, as_of=as_of)
    _print(found, json_, terminal.gate_check)
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

    decided = _session(context).gate_decide(
        gate, ref, outcome, by=by, reason=reason, waive=waive or [], author=author,
        expected=expected,
    )  # fmt: skip
    _print(decided, json_, terminal.decided)


@app.command()
def log(
    context: typer.Context,
    limit: Annotated[int | None, typer.Option(min=1, help="Entries at most.")] = None,
    as_of: AsOf = None,
    json_: Json = False,
) -> None:
    """Who wrote what, when and why, newest first."""
    from itspm_graph import terminal

    _print(_session(context).log(limit=limit, as_of=as_of), json_, terminal.log)


@app.command()
def diff(
    context: typer.Context,
    earlier: Annotated[str, typer.Argument(metavar="REV", help="Revision or instant.")],
    later: Annotated[str, typer.Argument(metavar="REV", help="Revision or instant.")],
    json_: Json = False,
) -> None:
    """What was added, changed and removed between two revisions."""
    from itspm_graph import terminal

    _print(_session(context).diff(earlier, later), json_, terminal.difference)


@app.command()
def serve(
    context: typer.Context,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port; 0 for any that is free.")] = 8000,
) -> None:
    """Serve GraphQL at /graphql and a page at /."""
    from api.app import run

    run(_session(context, create=True), host, port)


@app.command()
def demo(
    context: typer.Context,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port; 0 for any that is free.")] = 8000,
    tour_only: Annotated[bool, typer.Option("--tour-only", help="Don't serve.")] = False,
) -> None:
    """Load the demo estate into a fresh store, show a short tour, then serve it.

    The store is a temporary file, gone afterwards, unless itspm --store names an empty one.
    """
    from itspm_graph.demo import run

    source = context.find_root().get_parameter_source("store")
    named = source is not None and source.name == "COMMANDLINE"
    run(context.find_root().obj if named else None, host, port, serve=not tour_only)


def main() -> None:
    """Run the command line; errors become messages and exit codes."""
    try:
        app(prog_name="itspm")
    except ItspmError as error:
        _report(error)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        # Whoever reads us has seen enough. Keep Python from flushing into the closed pipe.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except Exception as error:
        if os.environ.get("ITSPM_DEBUG"):
            raise
        what = f"a defect of itspm, {type(error).__name__}: {error}; ITSPM_DEBUG=1 shows where"
        defect = ItspmError(what, code="internal")
        _report(defect)
        sys.exit(defect.exit_code)


def _report(error: ItspmError) -> None:
    from itspm_graph import terminal

    if isinstance(error, InvalidInput):
        terminal.problems(error.problems)
        errors = sum(problem.severity == "error" for problem in error.problems)
        word = "error" if errors == 1 else "errors"
        typer.echo(f"itspm: {errors} {word}; nothing was written", err=True)
    else:
        typer.echo(f"itspm: {error} [{error.code}]", err=True)
    if "--json" in sys.argv:
        typer.echo(terminal.error_document(error))


if __name__ == "__main__":
    main()
