"""Files and folders to texts: what there is to read, and how its bytes are meant."""

from __future__ import annotations

import codecs
import os
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import file_digest, sha256
from mimetypes import guess_type
from pathlib import Path

from itspm_graph.errors import Problem
from itspm_graph.sources import Text

LARGEST_FILE = 512 * 1024 * 1024
"""Bytes; a larger file is refused before it is read."""

_ENDINGS = (".yaml", ".yml", ".json")
_MARKS = (  # the longer mark first: that of UTF-32 begins like that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class UnusableFileError(Exception):
    """A file that can't be read; carries the problem to report."""

    def __init__(self, code: str, name: str, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.problem = Problem(code, message, file=name, line=line)


@dataclass(frozen=True)
class FileSeen:
    """What tells a file again, whatever is in it."""

    name: str
    size_bytes: int
    media_type: str | None
    sha256: str


@dataclass(frozen=True)
class Found:
    """A file to read. `walked`: it was found in a folder, not named by the user."""

    path: Path
    walked: bool = False


def find(path: Path) -> Iterator[Found | Problem]:
    """The files that `path` means: itself, or the catalog files of a folder in a steady order."""
    name = str(path)
    try:
        if path.is_dir():
            yield from _walk(path)
            return
        if not path.exists():
            yield Problem("missing-file", "no such file or folder", file=name)
            return
    except (OSError, ValueError) as error:
        yield Problem("unreadable-file", f"can't be looked at: {_reason(error)}", file=name)
        return
    yield Found(path)


def _walk(folder: Path) -> Iterator[Found | Problem]:
    refused: list[OSError] = []
    some = False
    for place, folders, files in os.walk(folder, onerror=refused.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if not name.startswith(".") and name.lower().endswith(_ENDINGS):
                some = True
                yield Found(Path(place, name), walked=True)
    for error in refused:
        where = str(error.filename or folder)
        yield Problem("unreadable-file", f"can't be looked into: {_reason(error)}", file=where)
    if not some and not refused:
        kinds = ", ".join(f"*{ending}" for ending in _ENDINGS)
        yield Problem("empty-folder", f"holds no catalog file ({kinds})", file=str(folder))


def is_there(path: Path) -> bool:
    """True where there is a file; False as well where nobody can tell."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def identity(path: Path) -> Path:
    """The same for every name of one file."""
    try:
        return path.resolve()
    except (OSError, RuntimeError, ValueError):
        return path.absolute()


def read_file(path: Path) -> Text:
    """The text of a file; `UnusableFileError` says why there is none."""
    name = str(path)
    try:
        if not path.is_file():
            code = "unreadable-file" if path.exists() else "missing-file"
            what = "is no regular file" if path.exists() else "no such file"
            raise UnusableFileError(code, name, what)
        size = path.stat().st_size
        if size > LARGEST_FILE:
            mib, limit = size / 1024**2, LARGEST_FILE // 1024**2
            message = f"{mib:,.0f} MiB; at most {limit} MiB are read: split it into several files"
            raise UnusableFileError("file-too-large", name, message)
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        raise UnusableFileError(
            "unreadable-file", name, f"can't be read: {_reason(error)}"
        ) from error
    return Text(path, name, decode(data, name), sha256(data).hexdigest())


def seen(path: Path) -> FileSeen:
    """The hash of a file of any size and kind; `UnusableFileError` where it can't be read."""
    try:
        with path.open("rb") as file:
            digest = file_digest(file, "sha256").hexdigest()
            size = file.tell()
    except (OSError, ValueError) as error:
        name = str(path)
        code = "missing-file" if isinstance(error, FileNotFoundError) else "unreadable-file"
        message = f"can't be read: {_reason(error)}"
        raise UnusableFileError(code, name, message) from error
    return FileSeen(path.name, size, guess_type(path.name)[0], digest)


def decode(data: bytes, name: str) -> str:
    """The text that the bytes mean: UTF-8, or what a byte order mark says."""
    encoding = next((known for mark, known in _MARKS if data.startswith(mark)), "utf-8")
    if encoding.startswith("utf-8") and b"\0" in data:
        raise _no_text(data[: data.index(b"\0")].count(b"\n") + 1, name)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _undecodable(error, data, encoding, name) from error
    if "\0" in text:
        raise _no_text(text.count("\n", 0, text.index("\0")) + 1, name)
    return text


def _no_text(line: int, name: str) -> UnusableFileError:
    message = "holds a NUL byte, so it is no text, or in UTF-16 without a mark; save it as UTF-8"
    return UnusableFileError("encoding", name, message, line)


def _undecodable(
    error: UnicodeDecodeError, data: bytes, encoding: str, name: str
) -> UnusableFileError:
    shown = "UTF-8" if encoding.startswith("utf-8") else encoding.upper()
    line = 0 if shown != "UTF-8" else data.count(b"\n", 0, error.start) + 1
    message = f"byte {error.start + 1} (0x{data[error.start]:02X}) is no {shown}; save it as UTF-8"
    return UnusableFileError("encoding", name, message, line)


def _reason(error: OSError | ValueError) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
