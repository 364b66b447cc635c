"""Commands about the documents that gates take."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

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

if TYPE_CHECKING:
    from itspm_graph.sources.files import FileSeen

document_app = typer.Typer(
    no_args_is_help=True, help="Documents that gates take: write, show, attach files, verify."
)
app.add_typer(document_app, name="document")

DIFFERENT = 3
FileArgument = Annotated[Path, typer.Argument(metavar="FILE", help="Any file.")]


@document_app.command("new")
def document_new(
    context: typer.Context,
    kind: Annotated[str, typer.Argument(metavar="TYPE", help="As service-strategy.")],
    service: Annotated[str, typer.Option("--for", metavar="REF", help="The service.")],
    author: Annotated[str | None, typer.Option(help="Who writes the document.")] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write it there; never over a file.")
    ] = None,
    as_of: AsOf = None,
    json_: Json = False,
) -> None:
    """Write a template to fill, with what the graph knows already.

    Filled in, `itspm import FILE` reads it back, and so does `itspm gate submit`.
    """
    from itspm_graph.terminal import documents as shown

    found = session(context).document_new(kind, service, author=author, as_of=as_of)
    if out is not None:
        _write(out, found.text)
    answer(found, json_, shown.written(out))


def _write(out: Path, text: str) -> None:
    from itspm_graph.errors import InvalidArgument

    try:
        with out.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError as error:
        raise InvalidArgument(f"{out} is there already; name another file") from error
    except OSError as error:
        raise InvalidArgument(f"{out} can't be written: {error.strerror}") from error


@document_app.command("show")
def document_show(
    context: typer.Context, ref: ReferenceArgument, as_of: AsOf = None, json_: Json = False
) -> None:
    """Show a document in all its versions, with its files and the gates that took it."""
    from itspm_graph.terminal import documents as shown

    answer(session(context).document_show(ref, as_of=as_of), json_, shown.document)


@document_app.command("list")
def document_list(
    context: typer.Context,
    service: Annotated[str, typer.Argument(metavar="SERVICE", help="As service:payments.")],
    as_of: AsOf = None,
    json_: Json = False,
) -> None:
    """List the documents of a service, in all versions."""
    from itspm_graph.terminal import documents as shown

    answer(session(context).document_list(service, as_of=as_of), json_, shown.documents)


@document_app.command("attach")
def document_attach(
    context: typer.Context,
    ref: ReferenceArgument,
    file: FileArgument,
    location: Annotated[
        str | None, typer.Option(help="Where it is kept; by default the file as you name it.")
    ] = None,
    author: Author = None,
    reason: Reason = None,
    expected: Expected = None,
    json_: Json = False,
) -> None:
    """Attach a file to a document. It stays where it is; its SHA-256 is kept."""
    from itspm_graph.terminal import documents as shown

    seen = _seen(file)
    attached = session(context).document_attach(
        ref, seen.sha256, file_name=seen.name, media_type=seen.media_type,
        size_bytes=seen.size_bytes, location=location or str(file), author=author, reason=reason,
        expected=expected,
    )  # fmt: skip
    answer(attached, json_, shown.attached)


@document_app.command("verify")
def document_verify(
    context: typer.Context,
    ref: ReferenceArgument,
    file: FileArgument,
    as_of: AsOf = None,
    json_: Json = False,
) -> None:
    """Tell whether a file is the document's own, or attached to it.

    Exit code 0: it is; 3: it isn't; 1: bad input; 4: no store.
    """
    from itspm_graph.terminal import documents as shown

    found = session(context).document_verify(ref, _seen(file).sha256, as_of=as_of)
    answer(found, json_, shown.verified)
    if not found.matches:
        raise typer.Exit(DIFFERENT)


def _seen(file: Path) -> FileSeen:
    from itspm_graph.errors import InvalidInput
    from itspm_graph.sources.files import UnusableFileError, seen

    try:
        return seen(file)
    except UnusableFileError as error:
        raise InvalidInput([error.problem]) from error
