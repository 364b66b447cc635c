"""What README.md shows is what happens: commands run, output lines appear, links lead somewhere."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from itspm_graph.session import Session

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
SESSION = re.findall(r"```console\n(.*?)```", README, re.S)


@pytest.mark.slow
def test_every_command_runs_and_prints_what_is_shown(tmp_path: Path) -> None:
    """All blocks in a folder that shows the repository, and is not it: commands may write files."""
    assert len(SESSION) >= 5
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    for entry in ROOT.iterdir():
        (tmp_path / entry.name).symlink_to(entry)
    store = f"ITSPM_STORE=sqlite:///{tmp_path / 'demo.db'}"
    for command, expected in commands():
        if command.startswith("export"):
            continue
        ended = subprocess.run(
            ["bash", "-c", command],
            cwd=tmp_path,
            env={**os.environ, "PATH": path, "ITSPM_STORE": store.partition("=")[2]},
            capture_output=True,
            text=True,
            check=False,
        )
        assert ended.returncode == 0, f"{command}: {ended.stderr}"
        assert ended.stdout.strip(), command
        lines = [line.strip() for line in ended.stdout.splitlines()]
        for line in expected:
            assert line in lines, f"{command} doesn't print {line!r} but\n{ended.stdout}"


def commands() -> list[tuple[str, list[str]]]:
    found: list[tuple[str, list[str]]] = []
    for line in "\n".join(SESSION).splitlines():
        if line.startswith("$ "):
            found.append((line[2:], []))
        elif line.strip():
            found[-1][1].append(line.strip())
    return found


DOCS = sorted(page.relative_to(ROOT).as_posix() for page in (ROOT / "docs").glob("*.md"))
PAGES = ["README.md", "CONTRIBUTING.md", *DOCS, "docs/decisions/README.md"]


@pytest.mark.parametrize("name", ["README.md", "docs/documents.md"])
def test_documents_shown_can_be_imported(name: str, plain: Session) -> None:
    documents = re.findall(r"```yaml\n(.*?)```", (ROOT / name).read_text(encoding="utf-8"), re.S)
    assert documents
    for document in documents:
        assert plain.apply(document).problems == []


@pytest.mark.parametrize("name", PAGES)
def test_links_lead_somewhere(name: str) -> None:
    page = ROOT / name
    links = re.findall(r"\]\((?!http)([^)#]+)\)", page.read_text(encoding="utf-8"))
    assert links
    for link in links:
        assert (page.parent / link).exists(), link


def test_it_stays_readable() -> None:
    assert len(README.splitlines()) <= 140
    assert max(len(line) for line in README.splitlines() if not line.startswith((" ", "1 "))) < 200


def test_the_first_set_up_is_two_commands() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in ("demo", "test"):
        assert f"make {target}" in README
        assert re.search(rf"^{target}:", makefile, re.M)
    assert (ROOT / ".ci" / "run").read_text(encoding="utf-8").rstrip().endswith("make test")
