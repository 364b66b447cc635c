"""Reads any mix of files and folders into statements. Finds every problem, not just the first."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from itspm_graph.collecting import without_collector
from itspm_graph.errors import Problem
from itspm_graph.sources import (
    Statements,
    Text,
    backstage,
    compose,
    gate_documents,
    itspm,
    service_graph,
    usage,
)
from itspm_graph.sources.documents import Document, Link, Reader, load
from itspm_graph.sources.files import Found, UnusableFileError, find, identity, is_there, read_file

Progress = Callable[[int, int], None]

READERS: dict[str, Reader] = {
    reader.name: reader
    for reader in (
        gate_documents.READER,
        itspm.READER,
        backstage.READER,
        compose.READER,
        usage.READER,
        service_graph.READER,
    )
}
"""The formats by the name that `--format` takes."""


def read(
    paths: Sequence[Path], format: str | None = None, progress: Progress | None = None
) -> Statements:
    """All that the files say. `progress` hears of each file that is done: how many, of how many."""
    reading = _Reading(format)
    with without_collector():
        for path in paths:
            reading.find(Path(path))
        reading.read_files(progress)
        return reading.finish()


def read_texts(texts: Sequence[Text], format: str | None = None) -> Statements:
    """All that the texts say. Nothing on this machine's disk is read, whatever they refer to."""
    reading = _Reading(format, on_disk=False)
    with without_collector():
        for text in texts:
            reading.take(text, walked=False)
        return reading.finish()


class _Reading:
    """One pass over the input: files to documents, documents to their reader."""

    def __init__(self, format: str | None, *, on_disk: bool = True) -> None:
        self.forced = READERS.get(format) if format else None
        self.on_disk = on_disk
        self.result = Statements()
        self.documents: dict[str, list[Document]] = {name: [] for name in READERS}
        self._queue: deque[Found] = deque()
        self._known: set[Path] = set()
        if format and not self.forced:
            self._report("unknown-format", f"no format {format!r}; formats are {_formats()}")

    def _report(self, code: str, message: str) -> None:
        self.result.problems.append(Problem(code, message))

    def find(self, path: Path) -> None:
        """Puts the files that `path` means into the queue."""
        for found in find(path):
            if isinstance(found, Problem):
                self.result.problems.append(found)
            else:
                self._enqueue(found)

    def _enqueue(self, found: Found) -> None:
        """Each file is read once, however often it is named or linked to."""
        known = identity(found.path)
        if known not in self._known:
            self._known.add(known)
            self._queue.append(found)

    def read_files(self, progress: Progress | None) -> None:
        """Reads the files in the queue, and those that they link to."""
        done = 0
        while self._queue:
            found = self._queue.popleft()
            try:
                text = read_file(found.path)
            except UnusableFileError as error:
                self.result.problems.append(error.problem)
            else:
                self.take(text, walked=found.walked)
            done += 1
            if progress:
                progress(done, done + len(self._queue))

    def take(self, text: Text, *, walked: bool) -> None:
        """Sorts the documents of one text by format."""
        documents, problems = load(text, walked=walked, on_disk=self.on_disk)
        self.result.problems += problems
        if not documents and not problems:
            severity = "note" if walked else "error"
            message = "holds no document"
            self.result.problems.append(
                Problem("empty-file", message, file=text.name, severity=severity)
            )
        for document in documents:
            reader = self._reader_of(document)
            if isinstance(reader, Problem):
                self.result.problems.append(reader)
                continue
            self.documents[reader.name].append(document)
            self.result.problems += _foreign_tags(document, reader)
            if reader.links:
                for link in reader.links(document):
                    self._follow(link)

    def _follow(self, link: Link) -> None:
        if link.path is None or not self.on_disk or not is_there(link.path):
            self.result.problems.append(link.problem)
        else:
            self._enqueue(Found(link.path))

    def _reader_of(self, document: Document) -> Reader | Problem:
        root = document.root
        if not isinstance(root, dict):
            return _no_catalog(document, "a catalog document is a mapping")
        if self.forced and (not document.walked or self.forced.recognises(root)):
            return self.forced
        if self.forced:
            return _no_catalog(document, f"not in the form {self.forced.name}")
        stated = root.get("format")
        if isinstance(stated, str) and stated.startswith("itspm") and stated != itspm.FORMAT:
            message = f"no format {stated[:60]!r}; this version reads {itspm.FORMAT!r}"
            line = root.lines.get("format") if hasattr(root, "lines") else None
            return document.problem("unknown-format", message, line, field="format")
        reader = next((one for one in READERS.values() if one.recognises(root)), None)
        return reader or _no_catalog(document, itspm.hint(root))

    def finish(self) -> Statements:
        """Has every reader read its documents, and puts together what they say."""
        result = self.result
        for name, documents in self.documents.items():
            if documents:
                _add(result, READERS[name].read(documents))
        nothing = not any(self.documents.values())
        if nothing and not any(problem.severity == "error" for problem in result.problems):
            self._report("nothing-to-read", f"none of the files is a catalog ({_formats()})")
        return result


def _add(total: Statements, part: Statements) -> None:
    total.nodes += part.nodes
    total.edges += part.edges
    total.deletions += part.deletions
    total.complete |= part.complete
    total.documents += part.documents
    total.uses += part.uses
    total.problems += part.problems


def _formats() -> str:
    return ", ".join(READERS)


def _no_catalog(document: Document, why: str) -> Problem:
    """In a folder other files are to be expected; a file that was named is meant."""
    if document.walked:
        return document.problem("not-a-catalog", f"left out: {why}", severity="note")
    return document.problem("not-a-catalog", why)


def _foreign_tags(document: Document, reader: Reader) -> Iterator[Problem]:
    for tag, line in document.tags:
        known = tag in reader.tags
        yield document.problem(
            "tag",
            f"the tag {tag[:60]} is left out; the value behind it is taken as it stands"
            if known
            else f"the tag {tag[:60]} means nothing here; write the plain value",
            line,
            severity="warning" if known else "error",
        )
