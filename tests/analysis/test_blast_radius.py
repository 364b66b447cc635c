"""What the end of some elements leaves: against brute force on small estates."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from itspm_graph.analysis.blast_radius import BlastRadius, start_margins
from itspm_graph.analysis.impact import impact
from itspm_graph.analysis.requirements import requirements
from itspm_graph.graph import Graph
from itspm_graph.records import Ref
from tests.estates import Drawn, Requirement, drawn_estates, estate, needs


def falls(graph: Graph, failed: set[int]) -> set[int]:
    return failed | {affected.position for affected in impact(graph, sorted(failed))}


def once_gone(drawn: Drawn, down: set[int]) -> Graph:
    """The estate once these are gone for good: nobody asks anything of them any more."""
    return Drawn(
        drawn.size,
        tuple(
            Requirement(group.owner, stay, group.needed)
            for group in drawn.requirements
            if group.owner not in down
            and (stay := tuple(m for m in group.members if m not in down))
        ),
    ).graph()


@given(st.data(), drawn_estates())
def test_new_single_points_are_those_that_trying_finds(data: st.DataObject, drawn: Drawn) -> None:
    graph = drawn.graph()
    everyone = range(drawn.size)
    gone = data.draw(st.sets(st.sampled_from(everyone), min_size=1))
    down = falls(graph, gone)
    after = once_gone(drawn, down)
    expected = {
        target: points
        for target in everyone
        if target not in down
        and (
            points := [
                point
                for point in everyone
                if point not in down | {target}
                and target in falls(after, {point})
                and target not in falls(graph, {point})
            ]
        )
    }
    radius = BlastRadius(graph, sorted(gone))
    assert radius.new_single_points(list(everyone)) == expected


@given(st.data(), drawn_estates())
def test_margins_are_members_lost(data: st.DataObject, drawn: Drawn) -> None:
    graph = drawn.graph()
    gone = data.draw(st.sets(st.integers(0, drawn.size - 1), min_size=1))
    down = falls(graph, gone)
    found = {
        (m.group.owner, m.group.name): (m.before, m.after, m.lost)
        for m in BlastRadius(graph, sorted(gone)).margins
    }
    assert found == {
        (group.owner, group.name): (
            len(group.members) - group.needed,
            len(group.members) - group.needed - len(lost),
            lost,
        )
        for group in requirements(graph).groups
        if group.owner not in down
        and (lost := tuple(member for member in group.members if member in down))
    }
    assert all(after >= 0 for _, after, _ in found.values())


def test_what_is_needed_to_start_alone() -> None:
    graph = estate(
        needs("app", "keys", phase="start")
        + needs("job", "a", "b", phase="start", group="seed", at_least=1)
        + needs("soft", "keys", phase="start", strength="soft")
    )
    named = {graph.ref(position).slug: position for position in graph.positions()}
    radius = BlastRadius(graph, [named["keys"], named["a"]])
    assert not radius.broken
    found = start_margins(graph, radius.down)
    assert {graph.ref(m.group.owner).slug: (m.group.name, m.after) for m in found} == {
        "app": ("", -1),
        "job": ("seed", 0),
    }
    assert graph.ref(found[0].lost[0]) == Ref("component:keys")
