"""The register of information about contracts with ICT third parties, as tables."""

from __future__ import annotations

from itspm_graph.results import Result


class RegisterColumn(Result):
    """A column of a template, and how far it is filled."""

    name: str
    """Its name."""
    asked: int
    """In how many rows something has to stand there."""
    missing: int
    """In how many of them nothing does."""


class RegisterGap(Result):
    """A value that is asked for and isn't on record."""

    about: str
    """The record that doesn't say it."""
    column: str
    """The column."""
    field: str
    """Field or relationship that would say it."""


class RegisterTemplate(Result):
    """One table of the register."""

    template: str
    """Its code, as `B_02.01`."""
    title: str
    """What it lists."""
    rows: int
    """How many rows."""
    columns: list[RegisterColumn]
    """Its columns."""
    gaps: list[RegisterGap]
    """What is missing."""
    csv: str
    """The table: comma-separated, RFC 4180, with a row of names."""


class Register(Result):
    """The register, template by template, and how complete it is."""

    revision: int
    """Revision that was read."""
    lei: str | None
    """Legal entity identifier of who keeps it; null where it wasn't given."""
    templates: list[RegisterTemplate]
    """Its tables."""
    asked: int
    """Values that have to be there."""
    missing: int
    """Values that aren't."""
