"""The report that a board reads: what it says, what it never says, and the files it makes."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from itspm_graph import cli, gates
from itspm_graph.errors import FileNotWritten, MissingExtra
from itspm_graph.framework import framework
from itspm_graph.reports import page
from itspm_graph.session import Session

DAY = "2026-11-23"
ESTATE = """
format: itspm/v1
teams: [{id: board, name: Gate Board}, {id: payments, name: Payments Team}]
customers: [{id: shop, name: Web Shop}]
services:
  - id: old
    name: Pay <b>& go</b>
    lifecycle: operate
    tier: 2
    last_verified_on: 2026-10-01
    owned_by: [team:payments]
    depends_on: [component:ledger]
    has_offering: [service-offering:old-gold]
  - {id: ledger-view, name: Ledger View, lifecycle: operate, depends_on: [service:old]}
service_offerings: [{id: old-gold, name: Pay Gold}]
components: [{id: ledger, name: Ledger, last_verified_on: 2024-01-31}]
service_retirement_proposals:
  - {id: old, name: Away with it, version: "2", author: Ada, dated_on: 2026-11-02,
     for: [service:old], effective_on: 2027-03-31, data_disposition: archived}
"""


class Page(HTMLParser):
    """What a page consists of."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    @property
    def text(self) -> str:
        """What it says, with single blanks."""
        return " ".join(" ".join(self.texts[self.texts.index("Pay <b>& go</b>") :]).split())


@pytest.fixture
def session() -> Iterator[Session]:
    with Session.open("sqlite://") as session:
        session.apply(ESTATE)
        yield session


def report(session: Session, gate: str = "TG6") -> Page:
    return Page(session.gate_report(gate, "service:old", on=DAY).html)


def test_what_a_board_reads(session: Session) -> None:
    said = report(session).text
    for part in (
        "TG6 End of Operation",
        "NOT READY",
        "Owner Payments Team",
        "Tier 2",
        "confirmed between 2024-01-31 and 2026-10-01",
        "2 of 2 elements it rests on, 1 more than 365 days ago",
        "Service Roadmap missing",
        "Service Retirement Proposal service-retirement-proposal:old present 2 Ada 2026-11-02",
        # Offenders by name, references beside them; sentences of the engine told by names too.
        "Ledger View service:ledger-view service needs Pay <b>& go</b>",
        "Is this the right time? (Service Roadmap)",
        "Nothing was submitted to this gate before.",
    ):
        assert part in said
    order = ["Documents", "What blocks", "What is proved", "What only people can judge", "Decision"]
    assert sorted(order, key=said.index) == order


def test_only_listed_outcomes_can_be_ticked(session: Session) -> None:
    decision = report(session).text.partition("One of these, and no other:")[2]
    ticked = re.findall(r"([a-z ]+?) \((?:passes|doesn't pass)\)", decision)
    assert [word.strip() for word in ticked] == [
        "remove from catalog",
        "review roadmap",
        "transition communications",
    ]


def test_what_is_not_known_is_said(session: Session) -> None:
    session.apply("format: itspm/v1\ndelete: [service-retirement-proposal:old]")
    said = report(session).text
    assert "What we don't know" in said
    lacks = "From which day is the service no longer operated, as its retirement proposal says?"
    assert f"{lacks} That has no answer" in said


def test_a_page_is_whole_and_plain(session: Session) -> None:
    html = session.gate_report("TG6", "service:old", on=DAY).html
    found = Page(html)
    assert "<b>" not in html
    names = [tag for tag, _ in found.tags]
    assert not {"script", "img", "link", "iframe", "a", "form", "object"} & set(names)
    attributes = {name for _, given in found.tags for name in given}
    assert not {"src", "href", "style", "onclick", "action"} & attributes
    assert ("html", {"lang": "en"}) in found.tags
    assert "url(" not in html
    assert "@import" not in html
    headings = [int(tag[1]) for tag in names if re.fullmatch("h[1-6]", tag)]
    assert headings[0] == 1
    assert headings.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(headings))


def test_colours_can_be_read() -> None:
    """Text on its ground has the contrast that WCAG 2.2 asks for at level AA, light and dark."""
    css = (Path(page.__file__).parent / "templates" / "page.css").read_text(encoding="utf-8")
    themes = re.findall(r":root \{([^}]*)\}", css)
    assert len(themes) == 2
    for theme in themes:
        of = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", theme))
        pairs = [("ink", "paper"), ("quiet", "paper")]
        for tone in ("good", "care", "bad"):
            pairs += [(tone, f"{tone}-wash"), ("ink", f"{tone}-wash")]
        for text, ground in pairs:
            assert _contrast(of[text], of[ground]) >= 4.5, (text, ground)


def _contrast(one: str, other: str) -> float:
    light, dark = sorted(map(_luminance, (one, other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    shares = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_what_changed_since_the_last_submission(session: Session) -> None:
    why = "Web shops are leaving."
    session.gate_decide("TG6", "service:old", "review-roadmap", by="team:board", reason=why)
    said = report(session).text
    assert "Every question has the same answer as then" in said
    assert "Its evidence was asked for again on that revision and came out the same." in said
    session.apply(
        "format: itspm/v1\nservice_roadmaps: [{id: old, name: Roadmap of old, for: [service:old]}]"
    )
    said = report(session).text
    assert "New: Roadmap of old (service-roadmap:old)" in said
    assert "Required documents missing: fails then, passes now; gone: Service Roadmap" in said
    assert f"review roadmap (not passed) Gate Board {why}" in said


def test_waivers_are_shown_with_their_end(session: Session) -> None:
    checked = session.gate_check("TG6", "service:old")
    blocks = [c for c in checked.criteria if c.severity == "BLOCK" and c.result != "PASS"]
    waive = [f"{c.name}:Agreed with the customers:2099-12-31" for c in blocks]
    session.gate_decide(
        "TG6", "service:old", "remove-from-catalog", by="team:board", reason="Done", waive=waive
    )
    said = report(session).text
    assert f"What is waived ({len(blocks)})" in said
    assert "Waived until 2099-12-31: Agreed with the customers" in said
    assert "What blocks" not in said


def test_every_document_of_every_gate_leaves_something_to_people() -> None:
    for name, gate in framework().gates.items():
        for item in gate.inputs:
            assert any(
                about == item.document for about, _ in gates.judgements(name, [item.document])
            )


@pytest.mark.slow
@pytest.mark.parametrize("gate", framework().gates)
def test_every_service_of_the_demo_has_a_report_at_every_gate(demo: Session, gate: str) -> None:
    for position in demo.graph().positions("Service"):
        ref = str(demo.graph().ref(position))
        made = demo.gate_report(gate, ref, on=DAY)
        assert made.verdict == demo.gate_check(gate, ref, on=DAY).verdict
        assert made.verdict.replace("_", " ") in Page(made.html).texts


@pytest.mark.slow
def test_every_service_of_the_demo_has_a_page_for_its_end(demo: Session) -> None:
    graph = demo.graph()
    for position in graph.positions("Service"):
        made = demo.retire_report([graph.ref(position)])
        texts = Page(made.html).texts
        assert made.verdict.replace("_", " ") in texts
        assert graph.name(position) in texts


def test_a_page_for_the_end_names_who_may_leave_beside_who_may_not(session: Session) -> None:
    session.apply(
        """
        format: itspm/v1
        services: [{id: next, name: Next, lifecycle: operate}]
        components: [{id: till, name: Till, depends_on: [service:old]},
                     {id: kiosk, name: Kiosk, depends_on: [service:old]}]
        customer_transitions:
          - {id: kiosk, status: planned, planned_on: 2026-11-30, migrates: [component:kiosk],
             migrates_from: [service:old], migrates_to: [service:next]}
        """
    )
    found = session.retire(["service:old"], on="2099-12-31")
    assert {item.blocker is None for item in found.consumers} == {True, False}
    texts = Page(session.retire_report(["service:old"], on="2099-12-31").html).texts
    assert any("nobody has said" in text for text in texts)


def test_the_last_submission_is_part_of_a_retirement(session: Session) -> None:
    (gate,) = session.retire(["service:old"], on="2099-12-31").gates
    assert gate.last_submission is None
    session.gate_submit("TG6", "service:old")
    (gate,) = session.retire(["service:old"], on="2099-12-31").gates
    assert gate.last_submission is not None
    assert gate.last_submission.verdict == "NOT_READY"
    assert gate.decided_by
    assert gate.judgements
    assert gate.outcomes[0].outcome == "remove-from-catalog"
    session.apply("format: itspm/v1\ncomponents: [{id: till, depends_on: [service:old]}]")
    (gate,) = session.retire(["service:old"], on="2099-12-31").gates
    assert gate.last_submission is not None
    assert gate.last_submission.compared is not None
    changed = {each.name: each for each in gate.last_submission.compared.criteria}
    assert len(changed["consumers_without_disposition"].added) == 1


@pytest.fixture(scope="module")
def demo() -> Iterator[Session]:
    with Session.open("sqlite://") as session:
        session.import_files([Path(__file__).parent.parent / "seed" / "demo"])
        yield session


# --- files ------------------------------------------------------------------------------------


def run(monkeypatch: pytest.MonkeyPatch, session: Session, *words: str) -> int:
    monkeypatch.setattr(cli.reports, "session", lambda *_, **__: session)
    monkeypatch.setattr(sys, "argv", ["itspm", "report", "gate", "TG6", "service:old", *words])
    with pytest.raises(SystemExit) as left:
        cli.main()
    return int(left.value.code or 0)


def test_the_page_goes_to_a_file(
    session: Session,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    out = tmp_path / "board.html"
    out.write_text("old")
    assert run(monkeypatch, session, "--out", str(out), "--on", DAY) == 0
    assert out.read_text() == session.gate_report("TG6", "service:old", on=DAY).html
    assert str(out) in capsys.readouterr().out
    assert run(monkeypatch, session, "--on", DAY) == 0
    assert capsys.readouterr().out.startswith("<!doctype html>")


def test_a_file_that_cannot_be_written_leaves_nothing(session: Session, tmp_path: Path) -> None:
    with pytest.raises(FileNotWritten, match="can't be written"):
        page.write(tmp_path / "nowhere" / "board.html", b"page")
    (tmp_path / "taken").mkdir()
    with pytest.raises(FileNotWritten):
        page.write(tmp_path / "taken", b"page")
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]


def test_pdf_or_a_clear_error(
    session: Session, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    html = session.gate_report("TG6", "service:old", on=DAY).html
    out, printed = tmp_path / "board.html", tmp_path / "board.pdf"
    try:
        import plutoprint  # noqa: F401
    except ImportError:
        with pytest.raises(MissingExtra, match=r"itspm-graph\[pdf\]"):
            page.save(html, out, printed)
        assert not out.exists()
    else:
        assert page.save(html, out, printed) == [out, printed]
        assert printed.read_bytes().startswith(b"%PDF-")
        assert b"%%EOF" in printed.read_bytes()[-32:]
        assert page.pdf(f'<img src="{out.as_uri()}">').startswith(b"%PDF-")
        assert "a report loads nothing" in capfd.readouterr().err


def test_without_the_extra_nothing_is_written(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "plutoprint", None)  # what an import finds that isn't there
    with pytest.raises(MissingExtra, match=r"pip install 'itspm-graph\[pdf\]'"):
        page.save("<p>", tmp_path / "a.html", tmp_path / "a.pdf")
    assert list(tmp_path.iterdir()) == []
