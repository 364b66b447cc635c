"""What the last gates took out of use isn't used anew: a rule of every write.

Which outcome ends which use is policy (`uses` in the rules of the framework): after toll gate 6
nobody may begin to use a service, after toll gate 7 nobody may use it at all. Decision 0018.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Literal, NamedTuple

from itspm_graph.answers.days import instant
from itspm_graph.answers.phase_out import still_needing
from itspm_graph.answers.retirement import Retirement
from itspm_graph.connections import failure_edges
from itspm_graph.framework import Consequence, framework
from itspm_graph.graph import EdgeId, Graph
from itspm_graph.integrity import Violation
from itspm_graph.records import Ref

MOST_NAMED = 5
"""How many of those who still use a service a message names."""
CONCERNING = {*failure_edges(), "CONSUMES", "SUBMITTED_FOR", "DECIDED_BY"}
"""Types of relationships that say who uses a service, or that it is withdrawn."""
LEADING = {
    "service-offering": "HAS_OFFERING",
    "requirement-group": "MEMBER",
    "gate-submission": "SUBMITTED_FOR",
}
"""Types of nodes that stand between a relationship and the service that it concerns."""


class Withdrawn(NamedTuple):
    """What a service is closed to, and what says so: a decision, or its status."""

    uses: Literal["none_new", "none"]
    because: str


class Use(NamedTuple):
    """Somebody's need of a service, or of an offering of it, in words that outlast a snapshot."""

    consumer: str
    used: str
    relationship: str


def withdrawn(graph: Graph, service: int) -> Withdrawn | None:
    """What a service is closed to; None where anybody may use it.

    Its status says so, or the latest decision that moved it: a status that somebody wrote over
    doesn't bring a service back, a gate does.
    """
    found = []
    if (moved := _latest_move(graph, service)) and moved[0].uses:
        found.append(Withdrawn(moved[0].uses, f"by {moved[1]}"))
    stated = str(graph.properties(service).get("lifecycle_status") or "").lower()
    if by_status := _closing().get(stated.replace(" ", "_").replace("-", "_")):
        found.append(Withdrawn(by_status, f"its status is {stated}"))
    return max(found, key=lambda each: each.uses == "none", default=None)


def _closing() -> dict[str, Literal["none_new", "none"]]:
    """What a service of a status is closed to."""
    rules = framework().rules.values()
    stated = [each for rule in rules for each in rule.outcomes.values()]
    return {each.status: each.uses for each in stated if each.status and each.uses}


def _latest_move(graph: Graph, service: int) -> tuple[Consequence, str] | None:
    """What the latest decision that led a service somewhere leads to, and its reference."""
    rules = framework().rules
    moves = []
    for submission in graph.links_to(service, "SUBMITTED_FOR"):
        for link in graph.links_from(submission.source, "DECIDED_BY"):
            said = graph.properties(link.target)
            outcomes = rules[said["gate"]].outcomes if said["gate"] in rules else {}
            led = outcomes.get(said["outcome"])
            if led and (led.phase or led.status):
                moves.append((instant(said["decided_at"]), str(graph.ref(link.target)), led))
    if not moves:
        return None
    _, decision, led = max(moves, key=lambda move: move[:2])
    return led, decision


def withdrawn_in_use(
    before: Graph, after: Graph, touched: Sequence[Ref | EdgeId], on: date
) -> Iterator[Violation]:
    """Uses, on a day, of services that the changes of these records would begin against the rule.

    A service that is withdrawn in the same write keeps the users that the gate has seen, unless it
    may have none from then on.
    """
    for service in sorted(_services(before, after, touched)):
        position = after.find(service)
        now = None if position is None else withdrawn(after, position)
        if position is None or now is None:
            continue
        known = before.find(service)
        earlier = None if known is None else withdrawn(before, known)
        uses = _uses(after, position, on)
        if now.uses == "none" and (earlier is None or earlier.uses != "none"):
            if uses:
                yield _remaining(service, now, uses)
        elif earlier is not None and known is not None:
            for use in sorted(uses - _uses(before, known, on)):
                yield _begun(service, now, use, touched)


def _uses(graph: Graph, service: int, on: date) -> set[Use]:
    rows = still_needing(Retirement(graph, (service,)), on)
    return {Use(row["consumer"], row["used"], row["relationship"]) for row in rows}


def _remaining(service: Ref, now: Withdrawn, uses: set[Use]) -> Violation:
    named = sorted({use.consumer for use in uses})
    rest = f" and {len(named) - MOST_NAMED} more" if len(named) > MOST_NAMED else ""
    message = (
        f"{service} may not be used by anybody ({now.because}), and is by "
        f"{', '.join(named[:MOST_NAMED])}{rest}; let them go elsewhere first: "
        f"`itspm check retire {service}` lists them"
    )
    return Violation("phased-out-in-use", message, "", [service])


def _begun(service: Ref, now: Withdrawn, use: Use, touched: Sequence[Ref | EdgeId]) -> Violation:
    verb = "be used by anybody" if now.uses == "none" else "get new users"
    message = (
        f"{use.consumer} can't begin to use {use.used} ({use.relationship}): {service} may not "
        f"{verb} ({now.because}); use what replaces it, or bring it back through a gate"
    )
    stating: list[Ref | EdgeId] = [
        one
        for one in touched
        if isinstance(one, EdgeId) and use.consumer in (one.source, one.target)
    ]
    return Violation("withdrawn-service", message, use.relationship.lower(), [*stating, *touched])


# --- whom a write concerns ----------------------------------------------------------------------


def _services(before: Graph, after: Graph, touched: Iterable[Ref | EdgeId]) -> set[Ref]:
    """Services of which changes of these records may change who uses them, or whether any may."""
    ends: set[Ref] = set()
    for one in touched:
        if not isinstance(one, EdgeId):
            ends.add(one)
        elif one.label in CONCERNING:
            ends |= {one.source, one.target}
    return _behind(before, ends) | _behind(after, ends)


def _behind(graph: Graph, refs: Iterable[Ref]) -> set[Ref]:
    """The services among these, and those that offerings, groups and submissions lead to."""
    seen: set[Ref] = set()
    frontier = [ref for ref in refs if ref.kind == "service" or ref.kind in LEADING]
    while frontier:
        ref = frontier.pop()
        position = graph.find(ref)
        if position is None or ref in seen:
            continue
        seen.add(ref)
        label = LEADING.get(ref.kind)
        if label == "HAS_OFFERING":
            frontier += [graph.ref(link.source) for link in graph.links_to(position, label)]
        elif label:
            frontier += [graph.ref(link.target) for link in graph.links_from(position, label)]
    return {ref for ref in seen if ref.kind == "service"}
