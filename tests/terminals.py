"""What a command shows on a terminal of some width."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pytest


class Terminal(io.StringIO):
    """Standard output that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def on_terminal(columns: int, show: Callable[[], None]) -> list[str]:
    """The lines that are shown, without colours."""
    terminal = Terminal()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COLUMNS", str(columns))
        patch.setenv("TERM", "xterm")
        patch.setattr("sys.stdout", terminal)
        show()
    return re.sub(r"\x1b\[[0-9;]*m", "", terminal.getvalue()).splitlines()
