"""What all commands share: the options before the command, the store, the way to print."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

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

NOT_READY = 3
"""Exit code where a verdict isn't READY, or what is asserted is false."""

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]
AsOf = Annotated[
    str | None,
    typer.Option(metavar="REV|INSTANT", help="Read the catalog as it was then."),
]
ReferenceArgument = Annotated[str, typer.Argument(metavar="REF", help="A reference, type:slug.")]
GateArgument = Annotated[str, typer.Argument(metavar="GATE", help="As TG6.")]
On = Annotated[str | None, typer.Option(metavar="DATE", help="Day to judge on; by default today.")]
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
    if os.environ.get("ITSPM_FRAMEWORK"):
        from itspm_graph.framework import framework

        framework()  # a file of the organisation's own that is wrong is to be known before all


def default_store() -> str:
    """The embedded store in the user's data folder."""
    import platformdirs

    return f"sqlite:///{Path(platformdirs.user_data_dir('itspm-graph')) / 'catalog.db'}"


def session(context: typer.Context, *, create: bool = False) -> Session:
    from itspm_graph.session import Session

    session = Session.open(context.find_root().obj, create=create)
    context.call_on_close(session.close)
    return session


def answer(result: BaseModel, json_: bool, show: Callable[[Any], None]) -> None:
    if json_:
        typer.echo(result.model_dump_json(by_alias=True, indent=2))
    else:
        show(result)
