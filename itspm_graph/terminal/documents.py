"""How the documents of gates look in a terminal."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from rich.console import Console

from itspm_graph.results.documents import (
    Attached,
    DocumentListed,
    DocumentShown,
    DocumentsListed,
    DocumentTemplate,
    DocumentVersionFound,
    Verified,
)
from itspm_graph.terminal import _counted, _show, _table, _text, console, escape, stated

SHORT_HASH = 12


def written(out: Path | None) -> Callable[[DocumentTemplate], None]:
    """Shows a template, or says where it was written."""

    def show(found: DocumentTemplate) -> None:
        if out is None:
            print(found.text, end="")
            return
        console().print(
            f"{escape(str(out))}: {found.document} {escape(found.version)} for {found.service}\n"
            f"[dim]fill it in, then: itspm import {escape(str(out))}[/]"
        )

    return show


def document(found: DocumentShown) -> None:
    """All versions, newest first."""
    out = console()
    services = ", ".join(found.services) or "no service"
    out.print(f"[bold]{escape(found.document)} for {services}[/]")
    for version in found.versions:
        _version(out, version)
    count = _counted(len(found.versions), "version")
    out.print(f"[dim]{count} at revision {found.revision}[/]")


def _version(out: Console, found: DocumentVersionFound) -> None:
    by = f" by {escape(found.author)}" if found.author else ""
    on = f", {found.dated_on}" if found.dated_on else ""
    out.print(
        f"[bold]{found.ref}[/]  {escape(found.name)}, version {escape(found.version or '?')}"
        f"{by}{on}: {_status(found)}"
    )
    for name, value in found.fields.items():
        out.print(f"  {name}: {escape(_text(value))}")
    for one in found.statements:
        said = stated(one.properties)
        more = f" ({escape(said)})" if said else ""
        out.print(f"  {one.relationship}: {one.ref}  {escape(one.name)}{more}")
    for file in found.attachments:
        out.print(
            f"  attached: {escape(file.file_name or file.ref)}, sha256 "
            f"{file.content_hash[:SHORT_HASH]}, {escape(file.location or 'kept nowhere known')}"
        )
    for taken in found.taken:
        decided = f"decided: {taken.outcome}" if taken.outcome else "not decided"
        out.print(
            f"  taken by {taken.gate} on {taken.submitted_at[:10]}: {taken.verdict}, {decided} "
            f"({taken.submission})"
        )
    if found.content_hash:
        out.print(f"  [dim]sha256 {found.content_hash}[/]")
    for line in found.body.splitlines():
        out.print(f"  | {escape(line)}".rstrip())


def _status(found: DocumentListed) -> str:
    return f"[green]{found.status}[/]" if found.standing else found.status


def documents(found: DocumentsListed) -> None:
    """One line for each version."""
    table = _table("document", "version", "status", "dated", "author", "gates", "ref")
    for one in found.documents:
        table.add_row(
            escape(one.document), escape(one.version), _status(one), one.dated_on or "",
            escape(one.author), ", ".join(one.gates), one.ref,
        )  # fmt: skip
    _show(table)
    count = _counted(len(found.documents), "document")
    console().print(f"[dim]{count} of {found.service} at revision {found.revision}[/]")


def attached(found: Attached) -> None:
    file = found.attachment
    console().print(
        f"{escape(file.file_name)} attached to {found.document}, revision {found.revision}\n"
        f"[dim]{file.ref}[/]"
    )


def verified(found: Verified) -> None:
    """What the file is to the document."""
    words = {
        "document": f"[green]it is {found.ref}[/]",
        "attachment": f"[green]it is attached to {found.ref}[/]",
        "version": f"[red]it isn't {found.ref}, but {found.known}[/]",
        "": f"[red]it isn't {found.ref}, nor attached to it[/]",
    }
    console().print(f"{words[found.known_as]}\n[dim]sha256 {found.content_hash}[/]")
