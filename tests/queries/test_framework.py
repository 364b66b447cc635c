"""The framework as data says what the whitepaper says: processes, phases, roles, gates with their
inputs and outcomes, and no others. What is policy says what an organisation sets."""

from __future__ import annotations

from pathlib import Path

import pytest

from itspm_graph.content import content
from itspm_graph.errors import InvalidInput
from itspm_graph.framework import framework, overrides
from itspm_graph.gates import gates, unwaivable
from itspm_graph.gates.declared import gate
from itspm_graph.model.elements import Phase
from itspm_graph.records import find_node_type
from itspm_graph.results.framework import FrameworkShown
from itspm_graph.session.framing import in_force, with_own

OUTCOMES = {
    "TG1": ("start-justification proceed-to-next-gate", "amend-strategy reject"),
    "TG2": ("start-feasibility proceed-to-tg3", "amend-strategy reject"),
    "TG3": ("approve-funding", "amend-strategy amend-roadmap amend-business-case reject"),
    "TG4": ("approve-operation", "redesign rebuild retest update-business-case reject"),
    "TG5": ("outcomes-validated", "review-strategy-and-roadmap"),
    "TG6": ("remove-from-catalog", "review-roadmap transition-communications"),
    "TG7": ("approve-phase-out", "deny-phase-out"),
}


def test_there_are_seven_gates() -> None:
    assert list(gates()) == list(OUTCOMES)


@pytest.mark.parametrize("name", OUTCOMES)
def test_outcomes_are_those_of_the_whitepaper(name: str) -> None:
    success, failure = OUTCOMES[name]
    found = gates()[name]
    assert [each.outcome for each in found.success] == success.split()
    assert [each.outcome for each in found.failure] == failure.split()
    assert all(each.meaning for each in (*found.success, *found.failure))


def test_inputs_are_those_of_the_whitepaper() -> None:
    """Sixteen, as one bullet of TG3 holds two; the roadmap is an input of TG2 and of TG6."""
    always = [item.document for gate in gates().values() for item in gate.inputs if not item.when]
    assert (len(always), len(set(always))) == (16, 15)
    falling_due = {
        (name, item.document) for name, g in gates().items() for item in g.inputs if item.when
    }
    assert falling_due == {
        *(("TG3", item.document) for item in gates()["TG2"].inputs),
        ("TG6", "operational-and-consumption-reports"),
    }


PROCESSES = {
    "service_strategy": "Service Strategy Definition",
    "service_roadmap": "Service Roadmap Definition",
    "service_development": "Service Development Management",
    "service_lifecycle": "Service Lifecycle Management",
    "service_finance": "Service Financial Management",
    "service_catalog": "Service Catalog Management",
    "service_performance": "Service Performance Management",
    "vendor_products": "Vendor Product Management",
    "service_improvement": "Continuous Service Improvement",
    "service_continuity": "Service Continuity Management",
}
NAMES = (
    "Service Justification, Service Feasibility, Service Realization, Ready for Operation, "
    "Service Business Case Review, End of Operation, Phase Out Closure"
)
INPUTS = {
    "TG1": "service-strategy",
    "TG2": "service-roadmap service-release-plan high-level-business-case",
    "TG3": "service-design preliminary-acceptance-criteria poc-report indicative-unit-price "
    "detailed-business-case",
    "TG4": "service-acceptance-criteria service-contract",
    "TG5": "business-case-verification-report improvement-plans",
    "TG6": "service-roadmap service-retirement-proposal",
    "TG7": "phase-out-proposal",
}


def test_the_ten_processes() -> None:
    found = framework().processes
    assert {key: process.name for key, process in found.items()} == PROCESSES
    for process in found.values():
        assert process.definition
        assert process.purpose
        assert process.outcomes
        assert process.roles
    folders = {path.name for path in content("queries").iterdir() if path.is_dir()}
    assert folders - {"gates"} <= set(PROCESSES)


def test_the_six_phases() -> None:
    assert list(framework().phases) == [phase.value for phase in Phase]


def test_roles_and_the_names_that_the_whitepaper_gives_them() -> None:
    roles = framework().roles
    called = {name: key for key, role in roles.items() for name in (role.name, *role.aliases)}
    for name in ("IT Service Manager", "IT Service/Product Manager", "IT Service Product Manager"):
        assert called[name] == "service-product-manager"
    assert called["IT Service Portfolio Manager"] == "service-portfolio-manager"
    assert called["ITSLM"] == called["Service Line Manager"] == "service-line-manager"
    assert gates()["TG5"].submitted_by == gates()["TG6"].submitted_by == "service-line-manager"


@pytest.mark.parametrize("name", OUTCOMES)
def test_each_gate_takes_its_inputs(name: str) -> None:
    stated = gates()[name]
    assert [item.document for item in stated.inputs if not item.when] == INPUTS[name].split()
    assert stated.name == NAMES.split(", ")[list(OUTCOMES).index(name)]


def test_footnotes() -> None:
    assert [name for name, each in gates().items() if each.optional] == ["TG2"]
    assert [name for name, each in gates().items() if each.recurs] == ["TG5"]
    assert {i.when for i in gates()["TG3"].inputs if i.when} == {"tg2_not_required"}
    assert {i.when for i in gates()["TG6"].inputs if i.when} == {"consumption_exists"}
    assert gate("TG4").rule.approvers == ("customer",)


def test_every_type_of_document_is_a_type_of_record() -> None:
    for name in framework().documents:
        record = find_node_type(name)
        assert record is not None, name
        assert record.prefix == name


def test_every_outcome_has_its_consequence() -> None:
    """Only where something can be amended does a gate ask for a newer version of it."""
    renewed = {
        (name, word): consequence.renew
        for name, rule in framework().rules.items()
        for word, consequence in rule.outcomes.items()
        if consequence.renew
    }
    assert renewed == {
        ("TG1", "amend-strategy"): ("service-strategy",),
        ("TG2", "amend-strategy"): ("service-strategy",),
        ("TG3", "amend-strategy"): ("service-strategy",),
        ("TG3", "amend-roadmap"): ("service-roadmap",),
        ("TG3", "amend-business-case"): ("detailed-business-case",),
        ("TG4", "update-business-case"): ("detailed-business-case",),
    }
    ends = {
        (name, word)
        for name, rule in framework().rules.items()
        for word, consequence in rule.outcomes.items()
        if consequence.ends
    }
    assert ends == {*((f"TG{n}", "reject") for n in range(1, 5)), ("TG7", "approve-phase-out")}


OWN = """\
thresholds:
  verified_within_days: {value: 90}
roles:
  data-protection-officer: {name: Data Protection Officer, duty: Looks after personal data.}
documents:
  privacy-assessment: {name: Privacy Assessment, owner: data-protection-officer, meaning: Risk.}
gates:
  TG1:
    inputs: [{document: service-strategy}, {document: privacy-assessment}]
  TG5: {decided_by: service-council}
rules:
  TG4: {unwaivable: [required_documents_missing]}
forums:
  review-board: ~
  service-council: {name: Council, purpose: Reviews., members: [customer], decides: [TG5]}
"""


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "own.yaml"
    file.write_text(OWN)
    monkeypatch.setenv("ITSPM_FRAMEWORK", str(file))
    return file


def test_an_organisation_changes_it_by_its_own_file(own: Path) -> None:
    stated = framework()
    assert stated.thresholds["verified_within_days"].value == 90
    assert stated.thresholds["verified_within_days"].unit == "days"
    assert [item.document for item in gates()["TG1"].inputs][1] == "privacy-assessment"
    assert "review-board" not in stated.forums
    assert unwaivable(gate("TG4")) >= {"required_documents_missing"}
    changed = {each.key: each for each in overrides()}
    threshold = changed["thresholds.verified_within_days.value"]
    assert (threshold.value, threshold.ours, threshold.file) == (90, 365, str(own))
    assert (threshold.line, changed["gates.TG1.inputs"].line) == (2, 9)
    assert {each.key for each in in_force().overrides} == set(changed)


def test_a_folder_of_files_is_taken_too(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    more = own.parent / "more"
    more.mkdir()
    own.rename(more / "a.yaml")
    (more / "b.yaml").write_text("thresholds: {verified_within_days: {value: 30}}")
    assert verified_within(with_own(more)) == 30
    monkeypatch.delenv("ITSPM_FRAMEWORK")
    assert (verified_within(in_force()), in_force().overrides) == (365, [])


def verified_within(found: FrameworkShown) -> float:
    return next(t.value for t in found.thresholds if t.threshold == "verified_within_days")


@pytest.mark.parametrize(
    ("text", "line", "field", "message"),
    [
        ("colour: red", 1, "colour", "there are: processes"),
        ("gates:\n  TG1:\n    inputz: []", 3, "gates.TG1.inputz", "did you mean inputs"),
        ("gates:\n  TG8: {name: N}", 2, "gates.TG8.purpose", "'purpose' is missing"),
        ("gates: {TG1: {inputs: [{document: strategy}]}}", 1, "gates.TG1.inputs.0.document",
         "service-strategy"),
        ("gates:\n  TG1:\n    inputs:\n      - {document: service-strategy, when: nobody}", 4,
         "gates.TG1.inputs.0.when", "there is no query 'nobody'"),
        ("thresholds: {verified_within_days: {value: soon}}", 1,
         "thresholds.verified_within_days.value", "valid number"),
        ("thresholds: {soak_days: {value: -3}}", 1, "thresholds.soak_days.value",
         "greater than or equal to 0"),
        ("phases: {dream: {name: D, purpose: P}}", 1, "phases.dream", "none of strategy, design"),
        ("rules: {TG1: {phase: dream}}", 1, "rules.TG1.phase", "there is no phase 'dream'"),
        ("rules: {TG1: {outcomes: {start: {}}}}", 1, "rules.TG1.outcomes.start", "none of start-"),
        ("rules: {TG1: {outcomes: {reject: ~}}}", 1, "rules.TG1.outcomes", "'reject' is missing"),
        ("rules: {TG1: {outcomes: {reject: {ends: false}}}}", 1, "rules.TG1.outcomes.reject",
         "either ends, or names where to come again"),
        ("gates: {TG3: ~}", 1, "gates", "'TG3' is missing"),
        ("roles: {customer: ~}", 1, "forums.acceptance-board.members.2", "no role 'customer'"),
        ("- a list", 1, "", "a mapping of processes"),
        ("gates: {a: [", 2, "", "not YAML"),
        ("", 0, "", "says nothing"),
    ],
)  # fmt: skip
def test_a_bad_file_is_a_readable_error(
    tmp_path: Path, text: str, line: int, field: str, message: str
) -> None:
    file = tmp_path / "own.yaml"
    file.write_text(text)
    with pytest.raises(InvalidInput) as caught:
        with_own(file)
    found = [problem for problem in caught.value.problems if problem.field == field]
    assert any(message in problem.message for problem in found), caught.value.problems
    if field != "forums.acceptance-board.members.2":
        assert {(problem.file, problem.line) for problem in found} == {(str(file), line)}


def test_no_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput) as caught:
        with_own(tmp_path / "nothing.yaml")
    assert caught.value.code == "missing-file"


def test_the_example_of_the_documentation_is_one(tmp_path: Path) -> None:
    text = (Path(__file__).parents[2] / "docs" / "gates.md").read_text()
    file = tmp_path / "own.yaml"
    file.write_text(text.partition("```yaml\n")[2].partition("```")[0])
    assert {each.key.split(".")[0] for each in with_own(file).overrides} == {
        "thresholds", "documents", "gates", "rules",
    }  # fmt: skip
