"""The embedded store under a second writer, a killed writer and a damaged file."""

from __future__ import annotations

import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from itspm_graph.errors import StoreBusy, StoreDamaged, StoreUnavailable
from itspm_graph.graph import Change, canonical
from itspm_graph.records import Ref
from itspm_graph.store import open_store, sqlite

WRITER = """
import sys
from itspm_graph.graph import Change, EdgeId, canonical
from itspm_graph.records import Ref
from itspm_graph.store import open_store

store = open_store(sys.argv[1])
while True:
    head = store.head()
    refs = [Ref(f"component:w{head}-{number}") for number in range(20)]
    changes = [Change(ref, None, canonical({"name": ref.slug})) for ref in refs]
    changes += [Change(EdgeId("DEPENDS_ON", a, b), None, "{}") for a, b in zip(refs, refs[1:])]
    done = store.write(changes, expected=head, author="w", reason="r")
    print(done.number, flush=True)
"""


def put(name: str) -> Change:
    return Change(Ref(f"component:{name}"), None, canonical({"name": name}))


@pytest.mark.slow
def test_no_acknowledged_write_is_lost_to_kill(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'catalog.db'}"
    open_store(url).close()
    seed = random.Random(17)
    acknowledged = 0
    for _ in range(12):
        process = subprocess.Popen(
            [sys.executable, "-c", WRITER, url], stdout=subprocess.PIPE, text=True
        )
        assert process.stdout
        acknowledged = int(process.stdout.readline())
        time.sleep(seed.uniform(0, 0.15))
        process.send_signal(signal.SIGKILL)
        rest = process.stdout.read().split("\n")
        acknowledged = max([acknowledged, *(int(line) for line in rest[:-1])])
        process.wait()
        process.stdout.close()
        store = open_store(url)
        head = store.head()
        assert acknowledged <= head <= acknowledged + 1, "only the last write may be unheard of"
        records = store.snapshot().records()
        assert len(records) == head * 39, "each write is there whole or not at all"
        assert len(list(store.changes(0))) == head * 39
        store.close()
    connection = sqlite3.connect(tmp_path / "catalog.db")
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()
    assert acknowledged > 12


def test_every_connection_syncs_fully(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'catalog.db'}")
    assert isinstance(store, sqlite.SqliteStore)
    assert store._pragma("synchronous") == 2
    store.close()


@pytest.mark.parametrize("made", [False, True])
def test_a_second_writer_waits(tmp_path: Path, made: bool) -> None:
    path = tmp_path / "catalog.db"
    store = open_store(f"sqlite:///{path}")
    if made:
        store.write([put("first")], expected=0, author="a", reason="r")
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    timer = threading.Timer(0.3, lambda: other.execute("COMMIT"))
    timer.start()
    assert store.write([put("a")], expected=int(made), author="a", reason="r").number == 1 + made
    timer.join()
    other.close()
    store.close()


def test_a_second_writer_gives_up_with_a_clear_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "catalog.db"
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0.1)
    store = open_store(f"sqlite:///{path}")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreBusy, match="try again"):
        store.write([put("a")], expected=0, author="a", reason="r")
    other.execute("ROLLBACK")
    other.close()
    assert store.head() == 0
    store.close()


@pytest.mark.parametrize(
    ("content", "error"),
    [(b"not a database, but long enough to be one" * 100, StoreDamaged), (b"", None)],
)
def test_a_file_that_is_no_database(
    tmp_path: Path, content: bytes, error: type[Exception] | None
) -> None:
    path = tmp_path / "catalog.db"
    path.write_bytes(content)
    if error is None:
        open_store(f"sqlite:///{path}").close()
        return
    with pytest.raises(error):
        open_store(f"sqlite:///{path}")
    assert path.read_bytes() == content


def test_somebody_elses_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE song (title TEXT)")
    connection.commit()
    connection.close()
    with pytest.raises(StoreUnavailable, match="not a catalog"):
        open_store(f"sqlite:///{path}")


def test_a_newer_format_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "catalog.db"
    open_store(f"sqlite:///{path}").close()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(StoreUnavailable, match="update"):
        open_store(f"sqlite:///{path}")


@pytest.mark.parametrize(
    "url", ["postgres://x", "file.db", "sqlite:relative.db", "sqlite://host/path", "", "sqlite"]
)
def test_a_url_that_is_no_store(url: str) -> None:
    with pytest.raises(StoreUnavailable, match="is no store"):
        open_store(url)


def test_a_password_is_never_shown() -> None:
    with pytest.raises(StoreUnavailable) as caught:
        open_store("bolt://neo4j:s3cret@127.0.0.1:1/neo4j")
    assert "s3cret" not in str(caught.value)
    assert "127.0.0.1:1" in str(caught.value)


def test_the_first_write_makes_the_file(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "catalog.db"
    store = open_store(f"sqlite:///{path}")
    assert (store.head(), store.revisions(), list(store.changes(0))) == (0, [], [])
    assert store.snapshot().records() == {}
    assert not path.parent.exists()
    store.write([put("a")], expected=0, author="a", reason="r")
    assert path.exists()
    store.close()


@pytest.mark.parametrize(
    ("statement", "asked"),
    [
        ("UPDATE node SET properties = '{broken'", "properties"),
        ("UPDATE node SET ref = 'starship:a'", "label"),
        ("UPDATE change SET id = '[broken'", "changes"),
        ("UPDATE node SET properties = CAST(X'FF41' AS TEXT)", "snapshot"),
    ],
)
def test_damaged_content_is_said_to_be_damaged(tmp_path: Path, statement: str, asked: str) -> None:
    path = tmp_path / "catalog.db"
    store = open_store(f"sqlite:///{path}")
    store.write([put("a")], expected=0, author="a", reason="r")
    connection = sqlite3.connect(path)
    connection.execute(statement)
    connection.commit()
    connection.close()
    questions: dict[str, Callable[[], object]] = {
        "changes": lambda: list(store.changes(0)),
        "snapshot": store.snapshot,
        "label": lambda: store.snapshot().label(0),
        "properties": lambda: store.snapshot().properties(0),
    }
    with pytest.raises(StoreDamaged):
        questions[asked]()
    store.close()


def test_a_reader_without_create_makes_no_file(tmp_path: Path) -> None:
    path = tmp_path / "typo.db"
    with pytest.raises(StoreUnavailable, match="no catalog at"):
        open_store(f"sqlite:///{path}", create=False)
    assert not path.exists()


LARGE = """
import random, resource, sys
from itspm_graph.graph import Change, EdgeId, canonical
from itspm_graph.records import Ref
from itspm_graph.store import open_store

store = open_store(sys.argv[1])
if sys.argv[2] == "write":
    seed = random.Random(1)
    refs = [Ref(f"component:n{number}") for number in range(100_000)]
    pairs = set()
    while len(pairs) < 640_000:
        dependent = seed.randrange(1, len(refs))
        pairs.add((dependent, int(seed.random() ** 3 * dependent)))
    changes = [Change(ref, None, canonical({"name": ref.slug, "version": "1"})) for ref in refs]
    changes += [Change(EdgeId("DEPENDS_ON", refs[a], refs[b]), None, "{}") for a, b in pairs]
    store.write(changes, expected=0, author="a", reason="r")
else:
    graph = store.snapshot()
    assert len(graph.positions()) == 100_000
    assert len(graph.table("DEPENDS_ON").sources) == 640_000
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


@pytest.mark.slow
def test_a_large_catalog_loads_within_a_gibibyte(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'catalog.db'}"
    for step in ("write", "read"):
        # By way of a shell: a process begins with the peak of the one that started it.
        ended = subprocess.run(
            ["/bin/sh", "-c", '"$@" || exit', "sh", sys.executable, "-c", LARGE, url, step],
            capture_output=True,
            text=True,
            check=True,
        )
    kibibytes = int(ended.stdout) // (1024 if sys.platform == "darwin" else 1)
    assert kibibytes < 2**20
