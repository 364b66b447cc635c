"""Whether anything depends on some elements yet."""

from __future__ import annotations

from datetime import date

from itspm_graph.results import Result
from itspm_graph.results.retiring import UndeclaredConsumer


class StillDependent(Result):
    """Somebody who declares to need, to consume or to subscribe to one of the elements."""

    ref: str
    """Its reference."""
    type: str
    """Its type."""
    name: str
    """Its name."""
    used: str
    """What it uses: an element that was asked about, or an offering of it."""
    relationship: str
    """Type of the relationship that says so."""


class Clearance(Result):
    """Whether anything depends on some elements yet, by declaration or by evidence of use."""

    revision: int
    """Revision that was read."""
    on: date
    """Day for which it is told."""
    lookback_days: int
    """How far back use counts that nobody declared."""
    clear: bool
    """Whether nothing depends on them."""
    elements: list[str]
    """What was asked about, with the offerings of services among it."""
    dependents: list[StillDependent]
    """Who declares to depend on them."""
    undeclared: list[UndeclaredConsumer]
    """Who was seen using them, and is in no declaration."""
    complete: bool
    """True: nothing is left out."""
