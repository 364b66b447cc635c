"""Renews the lock files: ``python -m tests.neo4j_server.make_locks [VERSION ...]``.

It needs ``mvn`` and Java: what Maven itself resolves is the class path that Neo4j ships (jgo's own
resolution differs from it in some jars). For a new Neo4j version, change ``LINES`` in ``install``,
run this, and delete the old lock file.
"""

import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from .install import LINES, lock_file, maven_class_path, sha256


def make_lock(version: str) -> None:
    """Write the lock file of one version, its jars in Maven's class path order."""
    with TemporaryDirectory() as folder:
        repository = Path(folder).resolve()
        jars = maven_class_path(version, repository)
        lines = [f"{jar} {sha256(repository / jar)}\n" for jar in jars]
    lock_file(version).write_text("".join(lines), encoding="utf-8")


def main(versions: Sequence[str]) -> None:
    """Write the lock files of the versions named, or of all."""
    for version in versions or LINES.values():
        make_lock(version)


if __name__ == "__main__":
    main(sys.argv[1:])
