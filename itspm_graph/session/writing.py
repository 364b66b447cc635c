"""Verbs that write: everything goes through one path, as one revision."""

from __future__ import annotations

import getpass
import random
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypedDict, Unpack

from itspm_graph import views
from itspm_graph.errors import InvalidInput, RevisionConflict, StoreBusy
from itspm_graph.graph import Change, Graph
from itspm_graph.importing import Invalid, Missing, Plan, Progress, plan
from itspm_graph.results import ImportReport
from itspm_graph.session.snapshots import Snapshots
from itspm_graph.sources import Statements, Text
from itspm_graph.sources.reading import read, read_texts
from itspm_graph.store import Store

RETRIES = 10


class ImportOptions(TypedDict, total=False):
    """How an import is done, and what the log says of it."""

    dry_run: bool
    missing: Missing
    invalid: Invalid
    author: str | None
    reason: str | None
    expected: int | None


class Writing(Snapshots):
    """Imports, documents, and the one way in which anything is written."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self._writing = threading.Lock()

    def import_files(
        self,
        paths: Sequence[Path],
        *,
        format: str | None = None,
        progress: Progress | None = None,
        **options: Unpack[ImportOptions],
    ) -> ImportReport:
        """Write what files say, all or nothing. `InvalidInput` lists every problem."""
        reason = f"import {', '.join(str(path) for path in paths)}"
        return self._import(read(paths, format, progress), progress, reason, options)

    def apply(self, document: str, **options: Unpack[ImportOptions]) -> ImportReport:
        """Write what one document says; it may not refer to other files."""
        statements = read_texts([Text(Path("document"), "document", document)])
        return self._import(statements, None, "apply a document", options)

    def _import(
        self,
        statements: Statements,
        progress: Progress | None,
        reason: str,
        options: ImportOptions,
    ) -> ImportReport:
        dry_run = options.get("dry_run", False)
        done = Plan()

        def changes(graph: Graph) -> list[Change]:
            nonlocal done
            done = plan(
                graph,
                statements,
                missing=options.get("missing", "error"),
                invalid=options.get("invalid", "error"),
                progress=progress,
            )
            if done.errors:
                raise InvalidInput(done.problems)
            return [] if dry_run else done.changes

        reason = options.get("reason") or reason
        revision = self._write(changes, options.get("author"), reason, options.get("expected"))
        return views.import_report(done, revision, dry_run)

    def _write(
        self,
        changes: Callable[[Graph], list[Change]],
        author: str | None,
        reason: str,
        expected: int | None,
    ) -> int:
        """Write changes made against the newest snapshot; made anew where somebody was faster."""
        with self._writing:
            for attempt in range(RETRIES):
                revision = self._attempt(changes, author, reason, expected)
                if revision is not None:
                    return revision
                time.sleep(random.uniform(0, 0.02 * 2**attempt))  # noqa: S311
        raise StoreBusy(f"others have written {RETRIES} times while we tried: try again later")

    def _attempt(
        self,
        changes: Callable[[Graph], list[Change]],
        author: str | None,
        reason: str,
        expected: int | None,
    ) -> int | None:
        """The revision afterwards; None where another writer came between: try again."""
        graph = self.graph()
        if expected is not None and graph.revision != expected:
            raise RevisionConflict(
                f"the store is at revision {graph.revision}, not {expected}: read again first"
            )
        made = changes(graph)
        if not made:
            return graph.revision
        try:
            written = self.store.write(
                made, expected=graph.revision, author=author or _user(), reason=reason
            )
        except RevisionConflict:
            if expected is not None:
                raise
            return None
        return written.number


def _user() -> str:
    """Who is logged in; a container may run under a number that nobody has."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"
