"""The command line: streams, exit codes, JSON, and what it says of bad input."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from itspm_graph import cli

PAYMENTS = """\
format: itspm/v1
services:
  - id: payments
    name: Payments
    lifecycle: operate
    depends_on:
      - component:pay-api
      - {component: db-1, group: database, at_least: 1}
      - {component: db-2, group: database, at_least: 1}
components:
  - {id: pay-api, hosted_at: "site:fra"}
  - {id: db-1, hosted_at: "site:fra"}
  - {id: db-2, hosted_at: "site:fra"}
sites: [{id: fra}]
people: [{id: anna}]
"""


class Itspm:
    """The command line on one store, run in this process."""

    def __init__(
        self, folder: Path, capsys: pytest.CaptureFixture[str], patch: pytest.MonkeyPatch
    ) -> None:
        self.folder, self.capsys, self.patch = folder, capsys, patch
        self.store = f"sqlite:///{folder / 'catalog.db'}"

    def file(self, text: str | bytes, name: str = "catalog.yaml") -> str:
        path = self.folder / name
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return str(path)

    def __call__(self, *arguments: str) -> tuple[int, str, str]:
        self.patch.setattr(sys, "argv", ["itspm", "--store", self.store, *arguments])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        out, err = self.capsys.readouterr()
        return int(ended.value.code or 0), out, err

    def json(self, *arguments: str) -> dict[str, Any]:
        code, out, err = self(*arguments, "--json")
        assert code in (0, 3), err
        document: dict[str, Any] = json.loads(out)
        return document


@pytest.fixture
def itspm(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Itspm:
    return Itspm(tmp_path, capsys, monkeypatch)


@pytest.fixture
def loaded(itspm: Itspm) -> Itspm:
    assert itspm("import", itspm.file(PAYMENTS))[0] == 0
    return itspm


def test_import_prints_what_it_did(itspm: Itspm) -> None:
    found = itspm.json("import", itspm.file(PAYMENTS), "--author", "anna", "--reason", "start")
    assert found["revision"] == 1
    assert found["created"] == {"Component": 3, "Person": 1, "Service": 1, "Site": 1}
    assert found["relationships"] == {"DEPENDS_ON": 3, "HOSTED_AT": 3}
    assert (found["updated"], found["deleted"], found["unchanged"]) == ({}, {}, 0)
    (entry,) = itspm.json("log")["revisions"]
    assert (entry["author"], entry["reason"]) == ("anna", "start")


def test_impact_prints_the_contract(loaded: Itspm) -> None:
    found = loaded.json("impact", "site:fra")
    assert set(found) >= {"revision", "failed", "affected", "counts", "complete"}
    assert found["counts"] == {"Component": 3, "Service": 1}
    assert found["affected"][-1] == {
        "ref": "service:payments",
        "type": "Service",
        "name": "Payments",
        "status": "DOWN",
        "capacity": 0.0,
        "hops": 2,
        "because": {
            "group": None,
            "up": 0,
            "needed": 1,
            "lost": ["component:pay-api"],
            "weakened": [],
            "capacity": 0.0,
            "weight": None,
        },
    }
    assert loaded.json("impact", "component:db-1")["affected"] == []
    both = loaded.json("impact", "component:db-1", "component:db-2")
    because = {"group": "database", "up": 0, "needed": 1, "weakened": [], "capacity": 0.0}
    lost = ["component:db-1", "component:db-2"]
    assert both["affected"][0]["because"] == {**because, "lost": lost, "weight": None}


def test_the_other_reading_commands(loaded: Itspm) -> None:
    assert [r["ref"] for r in loaded.json("list", "services")["records"]] == ["service:payments"]
    assert loaded.json("list", "Component", "--select", "name:db*")["records"][0]["name"] == "db-1"
    assert loaded.json("show", "service:payments")["records"][0]["lifecycle"] == "operate"
    assert loaded.json("select", "site:fra+1 and type:component")["refs"] == [
        "component:db-1",
        "component:db-2",
        "component:pay-api",
    ]
    assert loaded.json("reach", "site:fra")["complete"] is True
    assert loaded.json("paths", "service:payments", "site:fra", "--limit", "2") == {
        "revision": 1,
        "paths": [
            ["service:payments", "component:db-1", "site:fra"],
            ["service:payments", "component:db-2", "site:fra"],
        ],
        "complete": False,
    }
    assert loaded.json("diff", "0", "1")["removed"] == []
    assert loaded.json("select", "", "--as-of", "0")["refs"] == []


@pytest.mark.parametrize(
    "arguments",
    [
        ["list", "services"], ["show", "service:payments"], ["select", "type:Service"],
        ["reach", "site:fra"], ["reach", "site:fra", "--depth", "1"],
        ["paths", "service:payments", "site:fra"], ["paths", "site:fra", "service:payments"],
        ["impact", "site:fra"], ["impact", "service:payments"], ["ask"], ["log"],
        ["simulate", "--fail", "component:db-1", "--capacity", "site:fra=0.5"],
        ["diff", "0", "1"], ["--version"],
    ],
)  # fmt: skip
def test_people_get_text(loaded: Itspm, arguments: list[str]) -> None:
    code, out, err = loaded(*arguments)
    assert (code, err) == (0, "")
    assert out.strip()
    assert "\x1b" not in out, "no colours where it is no terminal"


WRONG_USE = [
    ([], "Usage"), (["nonsense"], "No such command"), (["impact"], "Missing argument"),
    (["impact", "site:fra", "--cycle-policy", "hope"], "hope"),
    (["reach", "site:fra", "--depth", "-1"], "--depth"),
    (["ask", "cycles", "novalue"], "NAME=VALUE"),
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "says"), WRONG_USE)
def test_wrong_usage_is_2(loaded: Itspm, arguments: list[str], says: str) -> None:
    code, out, err = loaded(*arguments)
    assert code == 2
    assert says in out + err


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["show", "service:paymnts"], "unknown-reference"),
        (["show", "payments"], "invalid-reference"),
        (["show", "servce:payments"], "unknown-type"),
        (["list", "servces"], "unknown-type"),
        (["select", "type:Servce"], "invalid-selection"),
        (["ask", "nothing"], "unknown-query"),
        (["ask", "cycles", "colour=red"], "invalid-argument"),
        (["log", "--as-of"], ""),
        (["show", "service:payments", "--as-of", "7"], "unknown-revision"),
        (["diff", "1", "9"], "unknown-revision"),
        (["import", "nowhere.yaml"], "missing-file"),
        (["gate", "check", "TG9", "service:payments"], "invalid-argument"),
        (["gate", "check", "TG6", "component:db-1"], "invalid-argument"),
    ],
)
def test_bad_input_is_1_with_a_code(loaded: Itspm, arguments: list[str], code: str) -> None:
    if not code:
        assert loaded(*arguments)[0] == 2
        return
    ended, out, err = loaded(*arguments)
    assert (ended, out) == (1, "")
    assert f"[{code}]" in err
    assert "Traceback" not in err
    _, out, _ = loaded(*arguments, "--json")
    assert json.loads(out)["error"]["code"] == code


def test_an_unknown_reference_suggests_the_nearest(loaded: Itspm) -> None:
    assert "nearest: service:payments" in loaded("show", "service:paymnts")[2]


def test_a_store_that_is_not_there_is_4(itspm: Itspm) -> None:
    code, _, err = itspm("list", "services")
    assert (code, "[no-store]" in err) == (4, True)
    itspm.store = "bolt://neo4j:hush@127.0.0.1:1/neo4j"
    code, _, err = itspm("list", "services")
    assert (code, "hush" in err) == (4, False)


def test_nothing_is_written_where_anything_is_wrong(loaded: Itspm) -> None:
    bad = loaded.file("format: itspm/v1\nservices: [{id: new}, {id: bad, naem: x}]\n", "bad.yaml")
    code, out, err = loaded("import", bad)
    assert (code, out) == (1, "")
    assert f"{bad}:2: error: naem: Service has no field 'naem'; did you mean name?" in err
    assert "nothing was written" in err
    assert loaded.json("log")["revisions"][0]["revision"] == 1
    _, out, _ = loaded("import", bad, "--json")
    (problem,) = json.loads(out)["problems"]
    assert (problem["line"], problem["code"], problem["field"]) == (2, "unknown-field", "naem")


def test_a_lost_update_is_an_error(loaded: Itspm) -> None:
    more = loaded.file("format: itspm/v1\nsites: [{id: muc}]\n", "more.yaml")
    code, _, err = loaded("import", more, "--expected", "7")
    assert (code, "[revision-conflict]" in err) == (1, True)
    assert loaded("import", more, "--expected", "1")[0] == 0


def test_help_is_quick_because_heavy_imports_wait() -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-X", "importtime", "-m", "itspm_graph.cli", "--help"]
    ended = subprocess.run(command, capture_output=True, text=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert "impact" in ended.stdout
    imported = {line.rpartition("|")[2].strip() for line in ended.stderr.splitlines()}
    heavy = {"numpy", "scipy", "pydantic", "networkx", "neo4j", "fastapi", "graphene", "yaml"}
    assert not imported & heavy
    assert after.ru_utime - before.ru_utime < 5, "far from the half second, to catch a hang"


@pytest.mark.slow
def test_a_closed_pipe_is_no_crash(loaded: Itspm) -> None:
    command = f"{sys.executable} -m itspm_graph.cli --store {loaded.store} select '' | head -1"
    ended = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=True)
    assert ended.stdout.startswith("component:")
    assert ended.stderr == ""


def test_terminals_are_not_driven_by_data(itspm: Itspm) -> None:
    itspm(
        "import", itspm.file('{"format":"itspm/v1","teams":[{"id":"a","name":"\\u001b[31mred"}]}')
    )
    _, out, _ = itspm("list", "teams")
    assert "red" in out
    assert "\x1b" not in out


def test_a_dry_run_makes_no_store(itspm: Itspm) -> None:
    assert itspm("import", itspm.file(PAYMENTS), "--dry-run")[0] == 0
    assert itspm("import", itspm.file("format: itspm/v1\nx: 1", "bad.yaml"))[0] == 1
    assert itspm("list", "services")[0] == 4


def test_a_defect_is_one_line(itspm: Itspm, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli.catalog, "session", lambda *_, **__: 1 / 0)
    code, out, err = itspm("log", "--json")
    assert (code, json.loads(out)["error"]["code"]) == (1, "internal")
    assert "ZeroDivisionError" in err
    assert len(err.splitlines()) == 1


def test_references_are_never_drawn_as_pictures(itspm: Itspm) -> None:
    text = "format: itspm/v1\nteams: [{id: a, people: 99999999999999999999, owned_by: service:a}]\n"
    code, _, err = itspm("import", itspm.file(text))
    assert code == 1
    assert "lead to service:a: that end" in err
    assert "people: Input should be less than or equal to 9007199254740992" in err


def test_a_document_from_its_template_to_its_proof(loaded: Itspm) -> None:
    path = loaded.folder / "strategy.md"
    new = ("document", "new", "service-strategy", "--for", "service:payments")
    code, out, _ = loaded(*new, "--author", "Anna", "--out", str(path))
    assert (code, "service-strategy 1 for service:payments" in out) == (0, True)
    assert loaded(*new, "--author", "Anna")[1] == path.read_text(encoding="utf-8")
    code, _, err = loaded(*new, "--out", str(path))
    assert (code, "is there already" in err) == (1, True)
    assert loaded("import", str(path))[0] == 0
    ref = "service-strategy:payments/1"
    pdf = loaded.file(b"%PDF-1.7 signed", "signed.pdf")
    attached = loaded.json("document", "attach", ref, pdf, "--author", "Anna")["attachment"]
    assert (attached["file_name"], attached["size_bytes"]) == ("signed.pdf", 15)
    assert (attached["media_type"], attached["location"]) == ("application/pdf", pdf)
    code, out, _ = loaded("document", "show", ref)
    assert (code, "attached: signed.pdf" in out, "| # Why Payments" in out) == (0, True, True)
    assert "submitted" in loaded("document", "list", "service:payments")[1]
    for file, expected in ((pdf, 0), (str(path), 0), (loaded.file("other", "other.md"), 3)):
        assert loaded("document", "verify", ref, file)[0] == expected
    code, _, err = loaded("document", "verify", ref, str(loaded.folder / "none.pdf"))
    assert (code, "[missing-file]" in err) == (1, True)


def test_a_document_goes_to_its_gate(itspm: Itspm) -> None:
    estate = "format: itspm/v1\nservices: [{id: payments, lifecycle: strategy}]\n"
    assert itspm("import", itspm.file(estate))[0] == 0
    path = itspm.folder / "strategy.md"
    new = ("document", "new", "service-strategy", "--for", "service:payments")
    submit = ("gate", "submit", "TG1", "service:payments", "--document")
    assert itspm(*new, "--out", str(path))[0] == 0
    code, _, err = itspm(*submit, f"service-strategy={path}")
    assert (code, f"{path}:7: error: author: missing" in err) == (1, True)
    path.write_text(path.read_text().replace("author:", "author: Anna", 1))
    code, _, err = itspm(*submit, f"service-roadmap={path}")
    assert (code, "[document-missing]" in err) == (1, True)
    submitted = itspm.json(*submit, f"service-strategy={path}")
    assert submitted["documents"] == ["service-strategy:payments/1"]
    shown = itspm.json("document", "show", "service-strategy:payments/1")["versions"][0]
    assert [taken["gate"] for taken in shown["taken"]] == ["TG1"]
    path.write_text(path.read_text().replace("why:", "why: More", 1))
    code, _, err = itspm(*submit, f"service-strategy={path}")
    assert (code, "[version-on-record]" in err) == (1, True)


def test_a_document_that_is_not_filled_in(loaded: Itspm) -> None:
    path = loaded.folder / "strategy.md"
    new = ("document", "new", "service-strategy", "--for", "service:payments")
    assert loaded(*new, "--out", str(path))[0] == 0
    code, _, err = loaded("import", str(path))
    assert code == 1
    assert f"{path}:7: error: author: missing; write author:" in err
