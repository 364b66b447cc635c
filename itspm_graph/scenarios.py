"""Scenarios: what is hit and how, from a file, a record of the catalog, or words of a command."""

from __future__ import annotations

import itertools
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from itspm_graph.adjacency import Adjacency
from itspm_graph.errors import InvalidArgument, InvalidInput, Problem, UnknownReference
from itspm_graph.graph import EdgeId, Graph, parsed
from itspm_graph.importing import plan
from itspm_graph.model.continuity import Damage, Scenario
from itspm_graph.model.elements import Component, DataStore, Element, Site
from itspm_graph.records import Ref
from itspm_graph.sources import Statements, Text
from itspm_graph.sources.files import UnusableFileError, read_file
from itspm_graph.sources.scenarios import read_scenario
from itspm_graph.spreading import Spread

WORST_FIRST = (Damage.CORRUPTED, Damage.DESTROYED, Damage.UNAVAILABLE, Damage.CAPACITY)
"""What becomes of data decides where as little is left."""


SPOILING = (Damage.DESTROYED, Damage.CORRUPTED)
"""Damage that what stands in a place shares."""
PLACED = ("HOSTED_AT", "PART_OF")
THINGS = (Component, DataStore, Site)


@dataclass(frozen=True)
class Strike:
    """What happens to one element by itself."""

    position: int
    damage: Damage
    left: float
    """The share of its capacity that it keeps."""
    restore_minutes: float | None = None
    """How long restoring takes in this scenario, where that isn't the element's own time."""


@dataclass(frozen=True)
class Given:
    """A scenario as it was given: its record's properties and what it strikes."""

    ref: str | None = None
    properties: Mapping[str, Any] = field(default_factory=dict)
    strikes: Sequence[Strike] = ()


def elements(graph: Graph, refs: Iterable[str]) -> list[int]:
    """Positions of what is to fail, by reference, each once.

    `UnknownReference` names the nearest; `InvalidArgument` says what can't fail.
    """
    return sorted({element(graph, ref) for ref in refs}, key=graph.ref)


def element(graph: Graph, ref: str) -> int:
    """The position of something that can fail."""
    position = graph.position(Ref.parse(ref))
    if not issubclass(graph.declaration(position), Element):
        raise InvalidArgument(
            f"{graph.ref(position)} can't fail: {graph.label(position)} is no element",
            code="cannot-fail",
        )
    return position


def text_of(source: str | Path) -> Text:
    """The text of a scenario: a client's own, or that of a file of this machine."""
    if isinstance(source, str):
        return Text(Path("scenario"), "scenario", source)
    try:
        return read_file(source)
    except UnusableFileError as error:
        raise InvalidInput([error.problem]) from error


def stored(graph: Graph, ref: str) -> Given:
    """A scenario of the catalog."""
    position = graph.position(Ref.parse(ref))
    if graph.declaration(position) is not Scenario:
        raise InvalidArgument(f"{graph.ref(position)} is no scenario", code="no-scenario")
    links = graph.links_from(position, "HITS")
    strikes = [strike for link in links for strike in _strikes(graph, link.target, link.properties)]
    return Given(graph.ref(position), graph.properties(position), strikes)


def written(graph: Graph, text: Text) -> Given:
    """A scenario from a file or a client's text; `InvalidInput` lists what is wrong with it."""
    statements = read_scenario(text)
    planned = plan(graph, _apart(graph, statements))
    problems = [*_unknown(graph, statements), *planned.problems]
    if any(problem.severity == "error" for problem in problems):
        raise InvalidInput(problems)
    properties: Mapping[str, Any] = {}
    strikes = []
    for change in planned.changes:
        stated = parsed(change.after or "{}")
        if isinstance(change.id, EdgeId):
            strikes += _strikes(graph, graph.position(change.id.target), stated)
        else:
            properties = stated
    return Given(None, properties, strikes)


def _apart(graph: Graph, statements: Statements) -> Statements:
    """The scenarios under references that nothing has, so that nothing stored is mixed in.

    What else is said is reported already, and what leads nowhere together with what is nearest:
    both are left out.
    """
    free = (ref for n in itertools.count() if (ref := Ref(f"scenario:{n}")) not in graph)
    scenarios = [node for node in statements.nodes if node.ref.kind == "scenario"]
    refs = {ref: next(free) for ref in dict.fromkeys(node.ref for node in scenarios)}
    return replace(
        statements,
        nodes=[replace(node, ref=refs[node.ref]) for node in scenarios],
        edges=[
            replace(edge, source=refs[edge.source])
            for edge in statements.edges
            if edge.source in refs and edge.target in graph
        ],
        complete={},
    )


def _unknown(graph: Graph, statements: Statements) -> Iterable[Problem]:
    for edge in statements.edges:
        try:
            graph.position(edge.target)
        except UnknownReference as error:
            yield Problem(error.code, str(error), edge.place.file, edge.place.line, "hits")


def _strikes(graph: Graph, position: int, stated: Mapping[str, Any]) -> list[Strike]:
    """What a hit strikes: its target, or all that it stands for."""
    damage = Damage(stated.get("damage", Damage.UNAVAILABLE))
    left = float(stated.get("capacity", 0)) if damage is Damage.CAPACITY else 0.0
    struck = {position}
    if graph.label(position) == "Vendor":
        struck = _vendors(graph, position, stated)
    elif stated.get("version"):
        struck = _users(graph, position, stated["version"])
    return [Strike(each, damage, left, stated.get("restore_minutes")) for each in sorted(struck)]


def standing(graph: Graph, place: int, damage: Damage) -> list[int]:
    """What stands in a place, at any depth, and is spoilt with it: destroyed with a site, and
    corrupted with a network zone too. People get away."""
    labels = PLACED + (("IN_ZONE",) if damage is Damage.CORRUPTED else ())
    sources, targets = [np.empty(0, dtype=np.int32)], [np.empty(0, dtype=np.int32)]
    for table in map(graph.table, labels):
        sources.append(table.sources)
        targets.append(table.targets)
    spread = Spread(
        Adjacency.of_pairs(graph.size, np.concatenate(targets), np.concatenate(sources))
    )
    spread.go([place])
    found: list[int] = np.flatnonzero(spread.hops > 0).tolist()
    return [p for p in found if issubclass(graph.declaration(p), THINGS)]


def with_subsidiaries(graph: Graph, position: int) -> set[int]:
    """An element; a vendor together with those that belong to it."""
    return _vendors(graph, position, {}) if graph.label(position) == "Vendor" else {position}


def _vendors(graph: Graph, vendor: int, stated: Mapping[str, Any]) -> set[int]:
    """A vendor, who belongs to it, and if so stated those for whom any of them works."""
    labels = ["SUBSIDIARY_OF"] if stated.get("with_subsidiaries", True) else []
    labels += ["SUBCONTRACTS_TO"] if stated.get("with_subcontracted") else []
    found: set[int] = set()
    stack = [vendor]
    while stack:
        position = stack.pop()
        if position not in found:
            found.add(position)
            stack += [link.source for link in graph.links_to(position, *labels)] if labels else []
    return found


def _users(graph: Graph, product: int, version: str) -> set[int]:
    """Who uses a vendor product in a version, where the use is the product's own or says so."""
    if graph.label(product) != "VendorProduct":
        raise InvalidArgument(
            f"{graph.ref(product)} has no versions that others use: only vendor products have",
            code="no-version",
        )
    own = graph.properties(product).get("version")
    used = {
        link.source: link.properties.get("version") or own
        for link in graph.links_to(product, "USES_PRODUCT")
    }
    found = {user for user, stated in used.items() if stated == version}
    if not found:
        known = ", ".join(sorted({stated for stated in used.values() if stated})) or "none"
        raise InvalidArgument(
            f"nobody uses {graph.ref(product)} in version {version}; versions in use: {known}",
            code="no-version",
        )
    return found


def partial(graph: Graph, text: str) -> Strike:
    """The strike that `REF=SHARE` says."""
    ref, equals, share = text.rpartition("=")
    try:
        left = float(share) if equals else math.nan
    except ValueError:
        left = math.nan
    if not 0 <= left <= 1:
        raise InvalidArgument(
            f"{text!r}: write REF=SHARE with the share of capacity that is left, 0 to 1, "
            "as component:db-1=0.6"
        )
    return Strike(element(graph, ref), Damage.CAPACITY, left)


def given(
    graph: Graph,
    source: Text | None,
    scenario: str | None,
    fail: Sequence[str],
    capacity: Sequence[str],
) -> Given:
    """All that was said of one simulation; of several strikes on an element the worst counts.

    `InvalidArgument` where nothing is hit, or two scenarios are named.
    """
    if source is not None and scenario is not None:
        raise InvalidArgument("give a scenario as a document or by reference, not both")
    found = Given()
    if source is not None:
        found = written(graph, source)
    elif scenario is not None:
        found = stored(graph, scenario)
    strikes = [
        *found.strikes,
        *(Strike(position, Damage.UNAVAILABLE, 0.0) for position in elements(graph, fail)),
        *(partial(graph, text) for text in capacity),
    ]
    if not strikes:
        raise InvalidArgument("nothing is hit: name a scenario with hits, or what fails")
    by_position: dict[int, list[Strike]] = defaultdict(list)
    for strike in strikes:
        by_position[strike.position].append(strike)
    ordered = sorted(by_position, key=graph.ref)
    return replace(found, strikes=[_worst(by_position[position]) for position in ordered])


def _worst(strikes: Sequence[Strike]) -> Strike:
    """What several strikes on one element come to: the least that is left, the longest work."""
    worst = min(strikes, key=lambda strike: (strike.left, WORST_FIRST.index(strike.damage)))
    times = [strike.restore_minutes for strike in strikes if strike.restore_minutes is not None]
    return replace(worst, restore_minutes=max(times, default=None))
