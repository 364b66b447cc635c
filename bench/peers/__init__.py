"""The programs that the engine is compared with, each asked in the way that suits it best."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bench.estates import Estate


class Peer:
    """A program that holds an estate in its own form and says who rests on an element."""

    name: str
    largest = 1_000_000
    """It isn't asked of larger estates."""
    counts = False
    """True where counting is cheaper for it than naming: then counting is timed."""

    def load(self, estate: Estate) -> None:
        """Take the estate in; this is not timed."""
        raise NotImplementedError

    def open(self) -> None:
        """What has to be done once in the process that asks; this is not timed."""

    def dependents(self, position: int) -> Any:
        """Everything that needs the position, directly or not, itself left out."""
        raise NotImplementedError

    def count(self, position: int) -> int:
        """How many those are."""
        found: Sequence[int] = self.dependents(position)
        return len(found)

    def close(self) -> None:
        """Let go of what `load` took."""

    def memory(self) -> int | None:
        """Resident bytes of a server of its own; None where it works in this process."""
        return None
