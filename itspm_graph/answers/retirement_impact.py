"""Toll gate 6: what falls, and what loses redundancy, when the retired is gone for good.

Judged on the estate as it will be: uses that a transition ends in time, and subscriptions that end
by the effective date, are taken out first. What a consumer that leaves shares with others stays: a
member of a requirement group goes only when everybody behind the group leaves, and a group that
loses a member this way never needs more than it has left.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from itspm_graph.analysis.blast_radius import BlastRadius
from itspm_graph.analysis.impact import Cause, impact
from itspm_graph.answers.reach import arriving_at, described
from itspm_graph.answers.retirement import Retirement, Use, ended
from itspm_graph.connections import steps
from itspm_graph.graph import Change, Graph, Link, canonical
from itspm_graph.store import Row


def elements_that_break(graph: Graph, service: str) -> Iterator[Row]:
    left, gone = afterwards(Retirement.of(graph, service))
    for affected in impact(left, gone):
        yield {
            "hops": affected.hops,
            **described(left, affected.position),
            "because": words(left, affected.because),
        }


def words(graph: Graph, cause: Cause) -> str:
    lost = ", ".join(graph.ref(position) for position in cause.lost)
    if cause.group is None:
        return f"needs {lost}"
    return f"group {cause.group}: {cause.up} up, {cause.needed} needed, without {lost}"


def elements_weakened(graph: Graph, service: str) -> Iterator[Row]:
    left, gone = afterwards(Retirement.of(graph, service))
    for margin in BlastRadius(left, gone).margins:
        yield {
            **described(left, margin.group.owner),
            "group": margin.group.name,
            "margin_before": margin.before,
            "margin_after": margin.after,
            "lost": sorted(str(left.ref(member)) for member in margin.lost),
        }


def afterwards(retirement: Retirement) -> tuple[Graph, list[int]]:
    """The estate without the uses that end, and the positions in it of what is retired."""
    graph = retirement.graph
    left = graph.apply(_changes(graph, _ending(retirement)))
    return left, [left.position(graph.ref(position)) for position in retirement.retired]


def _ending(retirement: Retirement) -> list[Link]:
    """The relationships to what is retired that won't be there any more."""
    found = []
    for used in retirement.retired:
        for dependent, link in steps(retirement.graph, used, "dependents"):
            ends = ended(link, retirement.effective_on)
            if ends or _everybody_leaves(retirement, dependent, used):
                found.append(link)
    return found


def _everybody_leaves(retirement: Retirement, dependent: int, used: int) -> bool:
    """Whether a dependent leaves; a requirement group does when all who need it do."""
    graph = retirement.graph
    if graph.label(dependent) != "RequirementGroup":
        return retirement.leaves(Use(dependent, used))
    behind = {
        consumer
        for group in arriving_at(graph, dependent, "MEMBER")
        for consumer, _ in steps(graph, group, "dependents")
        if graph.label(consumer) != "RequirementGroup"
    }
    return bool(behind) and all(retirement.leaves(Use(c, used)) for c in behind)


def _changes(graph: Graph, ending: list[Link]) -> list[Change]:
    """The relationships gone, and thresholds lowered to what their groups have left."""
    changes = [Change(graph.edge_id(link), canonical(link.properties), None) for link in ending]
    gone = {change.id for change in changes}
    losing = {
        (link.source, link.label, link.properties.get("group"))
        for link in ending
        if link.label == "MEMBER" or link.properties.get("group") is not None
    }
    for owner, label, name in losing:
        links = [k for k in graph.links_from(owner, label) if k.properties.get("group") == name]
        left = [link for link in links if graph.edge_id(link) not in gone]
        if label == "MEMBER":
            changes += _lowered(graph.ref(owner), graph.properties(owner), len(left))
        for link in left:
            changes += _lowered(graph.edge_id(link), link.properties, len(left))
    return changes


def _lowered(identity: Any, properties: Any, members: int) -> list[Change]:
    """The change of a threshold that asks for more members than there are, if it does."""
    if not members or (properties.get("at_least") or 0) <= members:
        return []
    lower = canonical({**properties, "at_least": members})
    return [Change(identity, canonical(properties), lower)]
