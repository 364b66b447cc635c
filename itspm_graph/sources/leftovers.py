"""What a source says and the model has no field for: told once per field, not once per record."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from itspm_graph.errors import Problem
from itspm_graph.sources import Place

Fate = Literal["kept-as-attribute", "dropped"]


@dataclass
class Leftovers:
    """Counts the fields of a whole import that found no home."""

    _seen: dict[tuple[Fate, str, str], list[Place]] = field(default_factory=dict)

    def kept(self, path: str, attribute: str, place: Place) -> None:
        """The value under `path` is now the attribute of that name."""
        what = f"kept as attribute {attribute!r}, since the model has no field for it"
        self._seen.setdefault(("kept-as-attribute", path, what), []).append(place)

    def dropped(self, path: str, why: str, place: Place) -> None:
        """The value under `path` is nowhere now."""
        self._seen.setdefault(("dropped", path, f"left out: {why}"), []).append(place)

    def notes(self) -> list[Problem]:
        """One note per field, at the first place where it stands."""
        return [
            Problem(
                fate,
                f"{what} ({_times(len(places))})",
                places[0].file,
                places[0].line,
                path,
                "note",
            )
            for (fate, path, what), places in sorted(self._seen.items())
        ]


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times, here first"
