"""The command line: one command per verb. Heavy modules are imported where they are used."""

from __future__ import annotations

import gc
import os
import sys

import typer

from itspm_graph.cli import (  # noqa: F401  (register their commands)
    catalog,
    checking,
    continuity,
    disruption,
    documents,
    failure,
    finance,
    gates,
    overseeing,
    reports,
    retiring,
    serving,
)
from itspm_graph.cli.app import app
from itspm_graph.errors import InvalidInput, ItspmError


def main() -> None:
    """Run the command line; errors become messages and exit codes."""
    # A large answer is many objects and no garbage: looking for some took most of its time.
    gc.set_threshold(100_000, 20, 100)
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
