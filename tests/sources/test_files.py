"""Files and folders: what is read, in which order, and what is refused."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from itspm_graph.sources import files
from itspm_graph.sources.reading import read
from tests.sources.samples import DATA, codes, errors

NATIVE = "format: itspm/v1\nteams:\n- id: a\n  name: Zürich\n"

ENCODED = {
    "UTF-8": NATIVE.encode(),
    "UTF-8 with a byte order mark": b"\xef\xbb\xbf" + NATIVE.encode(),
    "UTF-16": NATIVE.encode("utf-16"),
    "UTF-16, big end first": b"\xfe\xff" + NATIVE.encode("utf-16-be"),
    "UTF-32": NATIVE.encode("utf-32"),
    "lines that end as on Windows": NATIVE.replace("\n", "\r\n").encode(),
}

UNDECODABLE = {
    "Latin-1": (NATIVE.encode("latin-1"), 4),
    "UTF-16 without a mark": (NATIVE.encode("utf-16-le"), 1),
    "a NUL byte": (b"format: itspm/v1\n\0\n", 2),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 3),
    "half a character": ("a: 1\nb: é".encode()[:-1], 2),
    "half of UTF-16": (NATIVE.encode("utf-16")[:-1], 0),
}


@pytest.mark.parametrize("data", ENCODED.values(), ids=ENCODED)
def test_encodings_that_are_read(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(data)
    statements = read([path])
    assert statements.problems == []
    assert statements.nodes[0].fields == {"name": "Zürich"}
    assert statements.nodes[0].place.line == 3


@pytest.mark.parametrize(("data", "line"), UNDECODABLE.values(), ids=UNDECODABLE)
def test_other_encodings_are_refused(tmp_path: Path, data: bytes, line: int) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(data)
    (problem,) = read([path]).problems
    assert (problem.code, problem.file, problem.line) == ("encoding", str(path), line)


def test_a_missing_file() -> None:
    (problem,) = read([Path("nowhere/x.yaml")]).problems
    assert (problem.code, problem.file) == ("missing-file", "nowhere/x.yaml")


@pytest.mark.parametrize("name", ["a\0b.yaml", "x" * 5000])
def test_an_impossible_name(name: str) -> None:
    (problem,) = read([Path(name)]).problems
    assert problem.code in ("missing-file", "unreadable-file")


def test_a_folder_without_catalog_files(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("x")
    assert codes(read([tmp_path])) == ["empty-folder"]


@pytest.mark.parametrize("content", ["", "\n", "# only a comment\n", "---\n---\n"])
def test_an_empty_file(tmp_path: Path, content: str) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(content)
    (problem,) = read([path]).problems
    assert (problem.code, problem.severity) == ("empty-file", "error")
    walked = read([tmp_path]).problems
    assert [(one.code, one.severity) for one in walked] == [
        ("empty-file", "note"),
        ("nothing-to-read", "error"),
    ]


def test_a_file_that_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(NATIVE)
    monkeypatch.setattr(files, "LARGEST_FILE", 10)
    assert codes(read([path])) == ["file-too-large"]


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    with path.open("wb") as file:
        file.truncate(files.LARGEST_FILE + 1)
    assert codes(read([path])) == ["file-too-large"]


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "pipe.yaml"
    os.mkfifo(path)
    assert codes(read([path])) == ["unreadable-file"]


def test_a_file_that_must_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(NATIVE)

    def refuse(self: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    (problem,) = read([path]).problems
    assert problem.code == "unreadable-file"
    assert "Permission denied" in problem.message


def test_folders_are_walked_in_order_without_hidden_ones(tmp_path: Path) -> None:
    for name in ("b/x.yml", "b/.hidden.yaml", ".git/x.yaml", "a.YAML", "c.json", "d.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("{}")
    found = [str(one.path.relative_to(tmp_path)) for one in files.find(tmp_path)]  # type: ignore[union-attr]
    assert found == ["a.YAML", "c.json", "b/x.yml"]


def test_links_that_lead_in_a_circle(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "self.yaml").symlink_to(tmp_path / "self.yaml")
    (tmp_path / "a.yaml").write_text(NATIVE)
    statements = read([tmp_path])
    assert len(statements.nodes) == 1
    assert codes(statements) == ["missing-file"]


def test_a_file_is_read_once_however_often_it_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(NATIVE)
    (tmp_path / "again.yaml").symlink_to(path)
    statements = read([path, tmp_path, tmp_path / "again.yaml"])
    assert len(statements.nodes) == 1
    assert statements.nodes[0].place.file == str(path)


def test_every_sample_file_is_readable() -> None:
    for found in files.find(DATA):
        assert isinstance(found, files.Found)
        assert files.read_file(found.path).content
    assert errors(read([DATA / "flights"])) == []
