"""The snapshot: applying changes equals building anew, whatever was applied before."""

from __future__ import annotations

import json

import networkx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itspm_graph import graph as module
from itspm_graph.errors import UnknownReference
from itspm_graph.graph import Change, EdgeId, Graph, canonical
from itspm_graph.records import Ref
from tests.estates import estate, needs

REFS = [Ref(f"component:n{number}") for number in range(6)]
properties = st.dictionaries(st.sampled_from(["version", "description"]), st.text(max_size=3))


@st.composite
def histories(draw: st.DrawFn) -> list[list[Change]]:
    """Writes that follow one another: nodes and edges come, change and go, never dangling."""
    nodes: dict[Ref, str] = {}
    edges: dict[EdgeId, str] = {}
    writes = []
    for _ in range(draw(st.integers(1, 6))):
        changes: list[Change] = []
        for ref in draw(st.sets(st.sampled_from(REFS), max_size=4)):
            gone = ref in nodes and draw(st.booleans())
            for edge in [e for e in edges if gone and ref in (e.source, e.target)]:
                changes.append(Change(edge, edges.pop(edge), None))
            after = None if gone else canonical({"name": "n", **draw(properties)})
            changes.append(Change(ref, nodes.get(ref), after))
            if after is None:
                del nodes[ref]
            else:
                nodes[ref] = after
        for source, target in draw(st.sets(st.tuples(*[st.sampled_from(REFS)] * 2), max_size=4)):
            if source in nodes and target in nodes:
                group = draw(st.sampled_from(["", "g"]))
                edge = EdgeId("DEPENDS_ON", source, target, group)
                gone = edge in edges and draw(st.booleans())
                after = None if gone else canonical({"group": group} if group else {})
                changes.append(Change(edge, edges.get(edge), after))
                if after is None:
                    del edges[edge]
                else:
                    edges[edge] = after
        writes.append(changes)
    return writes


def rebuilt(records: dict[Ref | EdgeId, str]) -> Graph:
    nodes = [(key, text) for key, text in records.items() if isinstance(key, Ref)]
    place = {ref: number for number, (ref, _) in enumerate(nodes)}
    edges = [
        (key.label, place[key.source], place[key.target], text)
        for key, text in records.items()
        if isinstance(key, EdgeId)
    ]
    return Graph.build(1, nodes, edges)


def links(graph: Graph) -> dict[tuple[str, str], list[tuple[str, str]]]:
    return {
        (direction, graph.ref(position)): sorted(
            (str(graph.edge_id(link)), json.dumps(link.properties)) for link in find(position)
        )
        for position in graph.positions()
        for direction, find in (("from", graph.links_from), ("to", graph.links_to))
    }


@pytest.mark.slow
@pytest.mark.parametrize("folds", [False, True])
@given(histories())
@settings(max_examples=100)
def test_applying_equals_building(folds: bool, writes: list[list[Change]]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "LARGEST_PATCH", 3 if folds else 10_000)
        graph, records = Graph.empty(), dict[Ref | EdgeId, str]()
        for changes in writes:
            before, held = graph, graph.records()
            graph = graph.apply(changes)
            for change in changes:
                records.pop(change.id, None)
                if change.after is not None:
                    records[change.id] = change.after
            assert before.records() == held, "an older snapshot never changes"
            assert graph.records() == records
            assert links(graph) == links(rebuilt(records))
            table = graph.table("DEPENDS_ON")
            assert len(table.sources) == sum(isinstance(key, EdgeId) for key in records)
            assert sorted(table.sources.tolist()) == table.sources.tolist()


@pytest.mark.slow
@given(histories())
@settings(max_examples=100)
def test_undoing_leads_back(writes: list[list[Change]]) -> None:
    snapshots = [Graph.empty()]
    for changes in writes:
        snapshots.append(snapshots[-1].apply(changes))
    flat = [change for changes in writes for change in changes]
    undone = snapshots[-1].apply([change.inverted() for change in reversed(flat)], 0)
    assert undone.records() == {}
    assert undone.revision == 0


def test_an_unknown_reference_suggests_the_nearest() -> None:
    graph = estate(needs("payments-api", "payments-db"))
    with pytest.raises(UnknownReference, match="component:payments-db"):
        graph.position("component:payment-db")
    assert "component:payment-db" not in graph


def test_to_networkx_points_from_dependent_to_provider() -> None:
    graph = estate(needs("a", "b", group="g", at_least=1)).to_networkx()
    assert isinstance(graph, networkx.MultiDiGraph)
    ((source, target, data),) = graph.edges(data=True)
    assert (source, target) == ("component:a", "component:b")
    assert data == {"type": "DEPENDS_ON", "group": "g", "at_least": 1}
    assert graph.nodes["component:a"] == {"type": "Component", "name": "a"}
