"""Where content (`queries`, `seed`) lies: in the repository, or in the installed package."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).parent


def content(name: str) -> Path:
    """The folder of this name, of the repository first, of the package data second."""
    in_repository = PACKAGE.parent / name
    if (PACKAGE.parent / "pyproject.toml").is_file() and in_repository.is_dir():
        return in_repository
    return PACKAGE / "data" / name
