"""What is derived from a snapshot, and what a later one takes over of it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itspm_graph.analysis.requirements import requirements
from itspm_graph.connections import connections
from itspm_graph.derived import Derived
from itspm_graph.graph import Change, EdgeId, Graph, canonical
from itspm_graph.records import Ref
from tests.estates import estate, needs

START = estate(
    [
        *needs("a", "b", "c", group="g", at_least=1),
        *needs("b", "d"),
        ("SUPPLIED_BY", "vendor-product:p", "vendor:v", {}),
        ("MEMBER", "requirement-group:r", "component:a", {}),
        ("MEMBER", "requirement-group:r", "component:d", {}),
        ("OWNED_BY", "component:a", "team:t", {}),
    ],
    {"vendor-product:p": {"delivery": "hosted"}, "requirement-group:r": {"at_least": 1}},
)


def node(ref: str, **properties: Any) -> Change:
    return Change(Ref(ref), None, canonical({"name": "n", **properties}))


def edge(label: str, source: str, target: str, **properties: Any) -> Change:
    key = str(properties.get("group", ""))
    return Change(EdgeId(label, Ref(source), Ref(target), key), None, canonical(properties))


def gone(label: str, source: str, target: str) -> Change:
    return Change(EdgeId(label, Ref(source), Ref(target)), "{}", None)


IRRELEVANT = [
    node("component:a", tier=1),
    node("team:t"),
    node("vendor:v", tags=["x"]),
    gone("OWNED_BY", "component:a", "team:t"),
    edge("OWNED_BY", "component:d", "team:t"),
]
RELEVANT = [
    node("vendor-product:p", delivery="licensed"),
    node("requirement-group:r", at_least=2),
    node("component:new"),
    edge("DEPENDS_ON", "component:c", "component:d"),
    edge("DEPENDS_ON", "component:b", "component:d", strength="soft"),
    edge("DEPENDS_ON", "component:a", "component:d", group="g", at_least=1),
    gone("DEPENDS_ON", "component:b", "component:d"),
    gone("SUPPLIED_BY", "vendor-product:p", "vendor:v"),
]


def structure(graph: Graph) -> list[list[Any]]:
    """All that requirements and connections say, by plain lists."""
    found, connected = requirements(graph), connections(graph)
    adjacencies = (found.essential, found.essential_to, found.member_in, found.providers)
    arrays = [column for adjacency in adjacencies for column in adjacency]
    arrays += [*connected.providers, *connected.dependents]
    return [[list(group.members), group.owner, group.needed] for group in found.groups] + [
        array.tolist() for array in arrays
    ]


def rebuilt(graph: Graph) -> Graph:
    """The same records and positions, with nothing derived and nothing handed on."""
    nodes = [(graph.ref(p), graph.text(p)) for p in range(graph.size)]
    links = [(k.label, k.source, k.target, canonical(k.properties)) for k in graph.links()]
    return Graph.build(graph.revision, nodes, links)


@given(st.lists(st.tuples(st.sampled_from(IRRELEVANT + RELEVANT), st.booleans()), max_size=6))
@settings(max_examples=60)
def test_what_is_taken_over_is_what_would_be_derived(steps: list[tuple[Change, bool]]) -> None:
    graph = START
    for change, asked in steps:
        graph = graph.apply([change])
        if asked:
            assert structure(graph) == structure(rebuilt(graph))
    assert structure(graph) == structure(rebuilt(graph))


@pytest.mark.parametrize("change", IRRELEVANT, ids=lambda change: str(change.id))
def test_what_cannot_matter_is_taken_over(change: Change) -> None:
    found, connected = requirements(START), connections(START)
    later = START.apply([change]).apply([node("component:b", tier=2)])
    assert requirements(later) is found
    assert connections(later) is connected


@pytest.mark.parametrize("change", RELEVANT, ids=lambda change: str(change.id))
def test_what_can_matter_is_derived_anew(change: Change) -> None:
    found = requirements(START)
    later = START.apply([change])
    assert requirements(later) is not found
    assert requirements(START) is found


def test_what_is_handed_on() -> None:
    first = Derived(3)
    first["k"] = "value"
    assert first.after(3, [1, 2], most=2).keep("k", lambda _: False)
    assert not first.after(3, [1, 2], most=2).keep("k", lambda changed: changed == 2)
    assert not first.after(4, [1, 2], most=2).keep("k", lambda _: False), "another size"
    assert not first.after(3, [1, 2], most=1).keep("k", lambda _: False), "too many changes"
    second = first.after(3, [1], most=2)
    assert second.after(3, [2], most=2).keep("k", lambda changed: changed == 3)
    assert not second.after(3, [2], most=2).keep("k", lambda changed: changed == 1)
    assert second.after(3, [1], most=1).keep("k", lambda _: False), "the same record again"
    assert not second.keep("other", lambda _: False)
