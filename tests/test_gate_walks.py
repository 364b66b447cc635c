"""A service walks from an idea to its end by commands alone, on each store."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from itspm_graph import cli, gates
from tests.gate_estates import BOARD, CUSTOMER, ESTATE, SERVICE, document, success


class Commands:
    """The command line on one store; every answer as JSON."""

    def __init__(
        self,
        url: str,
        folder: Path,
        capsys: pytest.CaptureFixture[str],
        patch: pytest.MonkeyPatch,
    ) -> None:
        self.url, self.folder, self.capsys, self.patch = url, folder, capsys, patch
        self.versions: dict[str, int] = {}

    def __call__(self, *arguments: str, code: int | None = 0) -> Any:
        """What a command prints; `code` is its exit code, None where any of 0 and 3 will do."""
        self.patch.setattr(sys, "argv", ["itspm", "--store", self.url, *arguments, "--json"])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        printed = self.capsys.readouterr()
        assert ended.value.code in ((0, 3) if code is None else (code,)), printed
        return json.loads(printed.out)

    def check(self, gate: str) -> Any:
        return self("gate", "check", gate, SERVICE, code=None)

    def new_version(self, name: str) -> str:
        """`TYPE=FILE` of a new version of a document."""
        self.versions[name] = self.versions.get(name, 0) + 1
        file = self.folder / f"{name}-{self.versions[name]}.yaml"
        file.write_text(document(name, self.versions[name]))
        return f"{name}={file}"

    def submit(self, gate: str, *newer: str) -> Any:
        """Submits with every required document that is missing, and newer versions of these."""
        due = [d["type"] for d in self.check(gate)["documents"] if d["required"]]
        wanted = [name for name in due if name not in self.versions]
        files = [self.new_version(name) for name in dict.fromkeys((*wanted, *newer))]
        options = [part for file in files for part in ("--document", file)]
        made = self("gate", "submit", gate, SERVICE, *options, code=None)
        assert made["missing"] == []
        return made

    def decide(self, gate: str, outcome: str, *options: str, code: int = 0) -> Any:
        """Decides; what blocks success is waived, as far as it may be."""
        waived = []
        if outcome in [listed.outcome for listed in gates.gates()[gate].success]:
            fixed = gates.unwaivable(gates.gate(gate))
            for each in self.check(gate)["criteria"]:
                blocks = each["severity"] == "BLOCK" and each["result"] != "PASS"
                if blocks and not each["waiver"] and each["name"] not in fixed:
                    waived += ["--waive", f"{each['name']}:for the walk:2099-12-31"]
        return self(
            "gate", "decide", gate, SERVICE, outcome, "--by", BOARD, "--by", CUSTOMER,
            "--reason", f"{outcome} it is", *waived, *options, code=code,
        )  # fmt: skip

    def refused(self, error: str, *arguments: str) -> str:
        answer = self(*arguments, code=1)["error"]
        assert answer["code"] == error, answer
        return str(answer["message"])

    def told(self) -> list[tuple[str, str]]:
        """Gates and outcomes as `gate history` tells them."""
        return [
            (event["gate"], event["decision"]["outcome"] if event["decision"] else event["state"])
            for event in self("gate", "history", SERVICE)["events"]
        ]


@pytest.fixture
def itspm(
    store_url: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Commands:
    estate = tmp_path / "estate.yaml"
    estate.write_text(ESTATE)
    commands = Commands(store_url, tmp_path, capsys, monkeypatch)
    commands("import", str(estate))
    return commands


@pytest.mark.slow
def test_straight_on(itspm: Commands) -> None:
    places = []
    for number in range(1, 8):
        gate = f"TG{number}"
        submitted = itspm.submit(gate)
        decided = itspm.decide(gate, success(gate))
        assert decided["submission"] == submitted["submission"]
        places.append((decided["phase"], decided["status"], decided["next_gate"]))
        if gate == "TG4":
            assert decided["review_due_on"] is not None
    assert places == [
        ("design", None, "TG3"),
        ("design", None, "TG3"),
        ("transition", None, "TG4"),
        ("operate", None, "TG5"),
        ("operate", None, "TG5"),
        ("retire", "delisted", "TG7"),
        ("retire", "phased_out", None),
    ]
    itspm.refused("service-ended", "gate", "submit", "TG7", SERVICE)
    assert itspm.told() == [(f"TG{n}", success(f"TG{n}")) for n in range(1, 8)]
    (service,) = itspm("show", SERVICE)["records"]
    assert (service["lifecycle"], service["lifecycle_status"]) == ("retire", "phased_out")


@pytest.mark.slow
def test_through_every_failure(itspm: Commands) -> None:
    """Every outcome of failure that doesn't end it, each with what it asks for."""
    story: list[tuple[str, str]] = []

    def fails(gate: str, outcome: str, *options: str, newer: tuple[str, ...] = ()) -> Any:
        if not itspm("gate", "history", SERVICE)["standing"]["waiting"]:
            itspm.submit(gate)
        decided = itspm.decide(gate, outcome, *options)
        story.append((gate, outcome))
        assert (decided["passed"], tuple(decided["renew"])) == (False, newer)
        if newer:
            message = itspm.refused(
                "renewal-needed", "gate", "submit", decided["resubmit"], SERVICE
            )
            assert all(name in message for name in newer)
            itspm.submit(decided["resubmit"], *newer)
        return decided

    def passes(gate: str) -> Any:
        itspm.submit(gate)
        story.append((gate, success(gate)))
        return itspm.decide(gate, success(gate))

    strategy, roadmap = ("service-strategy",), ("service-roadmap",)
    case = ("detailed-business-case",)
    fails("TG1", "amend-strategy", newer=strategy)
    passes("TG1")
    fails("TG2", "amend-strategy", newer=strategy)
    again = fails("TG2", "amend-strategy", "--resubmit", "TG1", newer=strategy)
    assert (again["phase"], again["next_gate"]) == ("strategy", "TG1")
    passes("TG1")
    waived = itspm("gate", "waive", "TG2", SERVICE, "--by", BOARD, "--reason", "no risk left")
    assert set(waived["falls_due"]) == {i.document for i in gates.gates()["TG2"].inputs}
    story.append(("TG2", "exempted"))
    fails("TG3", "amend-strategy", newer=strategy)
    fails("TG3", "amend-roadmap", newer=roadmap)
    fails("TG3", "amend-business-case", newer=case)
    fails("TG3", "amend-strategy,amend-roadmap", newer=strategy + roadmap)
    passes("TG3")
    for outcome in ("rebuild", "retest"):
        assert fails("TG4", outcome)["phase"] == "transition"
    fails("TG4", "update-business-case", newer=case)
    assert fails("TG4", "redesign")["phase"] == "design"
    itspm.refused("gate-closed", "gate", "submit", "TG4", SERVICE)
    passes("TG3")
    passes("TG4")
    review = fails("TG5", "review-strategy-and-roadmap")
    (begun,) = review["initiatives"]
    (initiative,) = itspm("show", begun)["records"]
    assert initiative["due_on"] == review["review_due_on"]
    assert review["phase"] == "operate"
    for outcome in ("review-roadmap", "transition-communications"):
        assert fails("TG6", outcome)["phase"] == "operate"
    passes("TG6")
    assert fails("TG7", "deny-phase-out")["status"] == "delisted"
    passes("TG7")
    told = [item for item in itspm.told() if item[1] not in ("superseded", "lapsed")]
    assert told == story
    events = itspm("gate", "history", SERVICE)["events"]
    first, second = (
        e for e in events if e["gate"] == "TG3" and (e["decision"] or {}).get("passed")
    )
    granted = {waiver["criterion"]: waiver for waiver in first["decision"]["waivers"]}
    blocked = {f["criterion"]: f["waiver"] for f in second["findings"] if f["severity"] == "BLOCK"}
    assert blocked == granted
    assert {finding["waiver"] for finding in events[0]["findings"]} == {None}
    for event in events:
        if event["kind"] == "submission":
            assert itspm("gate", "compare", event["ref"])["reproduced"] is True


@pytest.mark.slow
@pytest.mark.parametrize("gate", ["TG1", "TG2", "TG3", "TG4"])
def test_rejected(itspm: Commands, gate: str, tmp_path: Path) -> None:
    phase = {"TG1": "strategy", "TG4": "transition"}.get(gate, "design")
    placed = tmp_path / "placed.yaml"
    placed.write_text(f"format: itspm/v1\nservices: [{{id: pay, lifecycle: {phase}}}]")
    itspm("import", str(placed))
    itspm.submit(gate)
    decided = itspm.decide(gate, "reject")
    assert (decided["status"], decided["next_gate"]) == ("rejected", None)
    for each in gates.gates():
        itspm.refused("service-ended", "gate", "submit", each, SERVICE)
    itspm.refused("gate-closed", "gate", "waive", "TG2", SERVICE, "--by", BOARD, "--reason", "r")


def test_what_is_refused_says_what_would_be_right(itspm: Commands, tmp_path: Path) -> None:
    def refused(error: str, text: str, *arguments: str) -> None:
        message = itspm.refused(error, "gate", *arguments)
        assert text in message, message

    refused("gate-closed", "next is TG1", "submit", "TG3", SERVICE)
    refused("gate-required", "only TG2 can", "waive", "TG3", SERVICE, "--by", BOARD,
            "--reason", "r")  # fmt: skip
    decide = ("decide", "TG1", SERVICE, "amend-strategy", "--by", BOARD, "--reason", "r")
    refused("invalid-argument", "comes to TG1", *decide, "--resubmit", "TG2")
    refused("invalid-outcome", "one outcome only", "decide", "TG1", SERVICE,
            "amend-strategy,reject", "--by", BOARD, "--reason", "r")  # fmt: skip
    refused("invalid-argument", "TYPE=FILE", "submit", "TG1", SERVICE, "--document", "x")
    refused("unknown-document-type", "there are: service-strategy", "submit", "TG1", SERVICE,
            "--document", "essay=x.yaml")  # fmt: skip
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(document("service-roadmap"))
    refused("document-missing", "holds no service-strategy for service:pay", "submit", "TG1",
            SERVICE, "--document", f"service-strategy={wrong}")  # fmt: skip
    refused("document-not-taken", "TG1 takes no service-roadmap; it takes service-strategy",
            "submit", "TG1", SERVICE, "--document", f"service-roadmap={wrong}")  # fmt: skip
    wrong.write_text("format: itspm/v1\nservice_strategies: [{id: x, whi: y}]")
    refused("unknown-field", "did you mean", "submit", "TG1", SERVICE,
            "--document", f"service-strategy={wrong}")  # fmt: skip
    assert itspm("info")["revision"] == 1


def test_only_the_customer_passes_gate_four(itspm: Commands, tmp_path: Path) -> None:
    placed = tmp_path / "placed.yaml"
    placed.write_text("format: itspm/v1\nservices: [{id: pay, lifecycle: transition}]")
    itspm("import", str(placed))
    message = itspm.refused(
        "approver-missing", "gate", "decide", "TG4", SERVICE, "approve-operation",
        "--by", BOARD, "--reason", "we like it",
    )  # fmt: skip
    assert "approval of a customer" in message
    itspm.submit("TG4")
    assert itspm.decide("TG4", "approve-operation")["phase"] == "operate"


def test_a_framework_of_ones_own_is_looked_at_first(
    itspm: Commands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "own.yaml"
    own.write_text("rules: {TG1: {unwaivable: [required_documents_missing]}}")
    assert itspm("framework", "--check", str(own))["overrides"][0]["line"] == 1
    monkeypatch.setenv("ITSPM_FRAMEWORK", str(own))
    waive = "required_documents_missing:no time:2099-01-01"
    itspm.refused(
        "unwaivable-criterion", "gate", "decide", "TG1", SERVICE, "start-justification",
        "--by", BOARD, "--reason", "r", "--waive", waive,
    )  # fmt: skip
    own.with_name("bad.yaml").write_text("gates: {TG1: {colour: red}}")
    monkeypatch.setenv("ITSPM_FRAMEWORK", str(own.with_name("bad.yaml")))
    itspm.refused("invalid-framework", "list", "services")


@pytest.mark.slow
def test_what_somebody_uses_yet_is_not_phased_out(itspm: Commands, tmp_path: Path) -> None:
    """No waiver helps: whoever is left has to go first, and nobody may come."""

    def depend(*providers: str) -> str:
        file = tmp_path / "user.yaml"
        needs = ", ".join(providers)
        file.write_text(f"format: itspm/v1\ncomponents: [{{id: user, depends_on: [{needs}]}}]")
        return str(file)

    itspm("import", depend(SERVICE))
    for number in range(1, 8):
        itspm.submit(f"TG{number}")
        if number < 7:
            itspm.decide(f"TG{number}", success(f"TG{number}"))
    refused = itspm.decide("TG7", success("TG7"), code=1)
    assert [problem["code"] for problem in refused["problems"]] == ["phased-out-in-use"]
    assert "component:user" in refused["problems"][0]["message"]
    assert itspm("check", "retire", SERVICE, code=3)["clear"] is False
    itspm("import", depend())
    assert itspm("check", "retire", SERVICE)["clear"] is True
    (problem,) = itspm("import", depend(SERVICE), code=1)["problems"]
    assert problem["code"] == "withdrawn-service"
    itspm.submit("TG7")
    assert itspm.decide("TG7", success("TG7"))["status"] == "phased_out"
