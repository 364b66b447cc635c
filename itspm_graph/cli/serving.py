"""Commands that serve the catalog to others."""

from __future__ import annotations

from typing import Annotated

import typer

from itspm_graph.cli.app import app, session


@app.command()
def serve(
    context: typer.Context,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port; 0 for any that is free.")] = 8000,
) -> None:
    """Serve GraphQL at /graphql and a page at /."""
    from api.app import run

    run(session(context, create=True), host, port)


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
