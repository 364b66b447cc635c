"""Tables and sentences at the width of a terminal."""

from __future__ import annotations

import io
import os
import pty
import subprocess
import sys
import termios
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from itspm_graph.terminal.fitting import Bars, Column, Fitted, fold, say

PLAN = """
format: itspm/v1
services: [{id: shop-of-the-northern-region, depends_on: [component:database-of-the-shop]}]
components: [{id: database-of-the-shop, start_minutes: 60, depends_on: [site:hall]}]
sites: [{id: hall, restore_minutes: 540}]
"""


def shown(table: Fitted, width: int) -> list[str]:
    out = Console(width=width, file=io.StringIO(), soft_wrap=True)
    table.show(out)
    assert isinstance(out.file, io.StringIO)
    return out.file.getvalue().splitlines()


@pytest.mark.parametrize(
    ("width", "lines"),
    [
        (40, ["service:edi-exchange,", "service:warehouse-management and 3 more"]),
        (22, ["service:edi-exchange,", "service:warehouse-", "management and 3 more"]),
        (
            12,
            ["service:", "edi-", "exchange,", "service:", "warehouse-", "management", "and 3 more"],
        ),
    ],
)
def test_words_are_broken_only_where_they_may_be(width: int, lines: list[str]) -> None:
    text = Text("service:edi-exchange, service:warehouse-management and 3 more")
    assert [line.plain for line in fold(text, width)] == lines


@given(st.text("ab:-/ \N{CJK UNIFIED IDEOGRAPH-4E2D}", max_size=60), st.integers(2, 30))
def test_folding_loses_nothing_and_fits(text: str, width: int) -> None:
    lines = [line.plain for line in fold(Text(text), width)]
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(cell_len(line.rstrip()) <= width for line in lines)


def test_columns_are_shortened_then_dropped_then_folded() -> None:
    def table() -> Fitted:
        found = Fitted(
            Column("reference", drop=2, twin=True),
            Column("name", least=12),
            Column("objective", short="RTO", right=True),
            Column("notes", drop=1),
            Column("empty"),
        )
        found.add("service:pay", "Payments of all", ("4 hours", "4 h"), "a note", "")
        return found

    assert shown(table(), 1_000) == [
        "reference    name             objective  notes",
        "service:pay  Payments of all    4 hours  a note",
    ]
    assert shown(table(), 44) == [
        "reference    name             RTO  notes",
        "service:pay  Payments of all  4 h  a note",
    ]
    assert shown(table(), 32) == ["name             RTO  notes", "Payments of all  4 h  a note"]
    assert shown(table(), 17) == [
        "name          RTO", "Payments of   4 h", "all", "no room for:", "  notes",
    ]  # fmt: skip


@pytest.mark.parametrize("width", [24, 30, 40, 80, 200])
def test_bars_are_scaled_and_never_wrapped(width: int) -> None:
    table = Fitted(Column("step", least=8), Bars("", least=10, axis=("0", "5 h", "10 h")))
    for span in ((0.0, 0.5), (0.5, 1.0), (0.999, 1.0), (1.0, 1.0)):
        table.add("start component:x", span)
    lines = shown(table, width)
    assert max(map(len, lines)) <= width
    bars = [line for line in lines if "█" in line]
    assert len(bars) == 4
    first, end = lines[0].index("0 "), len(lines[0])
    middle = (first + end) / 2
    assert bars[0].index("█") == first
    assert abs(bars[0].rindex("█") + 1 - middle) <= 1
    assert abs(bars[1].index("█") - middle) <= 1
    assert all(bar.rindex("█") == end - 1 for bar in bars[1:])
    assert lines[0].endswith("10 h")
    assert "5 h" in lines[0] or end - first < 12


def test_a_sentence_is_indented_where_it_goes_on() -> None:
    out = Console(width=20, file=io.StringIO(), soft_wrap=True)
    say(out, "[bold]nobody[/] says how long it takes")
    assert isinstance(out.file, io.StringIO)
    assert out.file.getvalue() == "nobody says how long\n  it takes\n"


@pytest.mark.slow
@pytest.mark.parametrize("columns", [60, 80, 120])
def test_a_command_fits_a_real_terminal(tmp_path: Path, columns: int) -> None:
    (tmp_path / "plan.yaml").write_text(PLAN)
    environment = {key: value for key, value in os.environ.items() if key != "COLUMNS"}
    environment |= {"ITSPM_STORE": f"sqlite:///{tmp_path / 'x.db'}", "TERM": "xterm"}
    itspm = Path(sys.executable).parent / "itspm"
    subprocess.run([itspm, "import", tmp_path / "plan.yaml"], env=environment, check=True)
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (50, columns))
    command = [itspm, "simulate", "--fail", "site:hall"]
    with subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment
    ) as running:
        os.close(theirs)
        shown = b""
        while True:
            try:
                more = os.read(ours, 65536)
            except OSError:  # how Linux says that the other end is closed
                break
            if not more:
                break
            shown += more
    os.close(ours)
    assert running.returncode == 0
    lines = [Text.from_ansi(line).plain for line in shown.decode().splitlines()]
    assert max(map(cell_len, lines)) <= columns
    assert "  everything is back after 10 h" in lines
    (axis,) = [line for line in lines if line.endswith("10 h") and " 0 " in line]
    (restored, started) = [line for line in lines if "█" in line]
    assert restored.index("█") == axis.index(" 0 ") + 1
    assert started.rindex("█") == len(axis) - 1
