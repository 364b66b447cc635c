"""The frame of every report: one HTML file that carries all it needs, and the same as PDF.

A page has no script and names nothing outside itself; its content security policy forbids it.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from itspm_graph.errors import FileNotWritten, MissingExtra
from itspm_graph.reports.wording import document_words


@cache
def _templates() -> Environment:
    templates = Environment(
        loader=PackageLoader("itspm_graph.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters["document_words"] = document_words
    return templates


def html(template: str, context: dict[str, Any]) -> str:
    """The page that a template makes of what it is given; every value is escaped."""
    return _templates().get_template(template).render(context)


def pdf(page: str) -> bytes:
    """The page as PDF, on A4; `MissingExtra` where nothing is installed that makes one."""
    try:
        import plutoprint
    except ImportError as error:
        raise MissingExtra(
            "PDF needs an extra: pip install 'itspm-graph[pdf]'; or print the HTML from a browser"
        ) from error

    class Nothing(plutoprint.ResourceFetcher):
        """A page names nothing outside itself; were it to, nothing is fetched."""

        def fetch_url(self, url: str) -> plutoprint.ResourceData:
            raise ValueError(f"a report loads nothing, {url} neither")

    # The page's own style sets the margins.
    book = plutoprint.Book(plutoprint.PAGE_SIZE_A4, plutoprint.PAGE_MARGINS_NONE)
    book.custom_resource_fetcher = Nothing()
    book.load_html(page)
    made = BytesIO()
    book.write_to_pdf_stream(made)
    return made.getvalue()


def save(
    page: str,
    out: Path | None,
    printed: Path | None,
    beside: Mapping[Path | None, str] | None = None,
) -> list[Path]:
    """Write the page, as it is and as PDF, and texts beside it, where that is wanted; nothing if
    one can't be made."""
    files = [(out, page.encode()), (printed, pdf(page) if printed else b"")]
    files += [(path, text.encode()) for path, text in (beside or {}).items()]
    wanted = [(path, content) for path, content in files if path is not None]
    for path, content in wanted:
        write(path, content)
    return [path for path, _ in wanted]


def make_folder(path: Path) -> None:
    """The folder, if it isn't there yet."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileNotWritten(f"{path} can't be made: {error.strerror}") from error


def write(path: Path, content: bytes) -> None:
    """Put a file in place whole: one that was there stays until the new one is complete.

    What is there and is no file, as /dev/stdout or a pipe, is written to: it isn't replaced.
    """
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(content)
            return
        with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as new:
            new.write(content)
        try:
            # A temporary file is for its owner alone; this one is as any other that one makes.
            Path(new.name).chmod(0o666 & ~_umask())
            Path(new.name).replace(path)
        except OSError:
            Path(new.name).unlink()
            raise
    except OSError as error:
        raise FileNotWritten(f"{path} can't be written: {error.strerror}") from error


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
