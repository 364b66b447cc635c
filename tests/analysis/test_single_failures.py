"""All single failures at once against one `impact` for each, on every kernel."""

from __future__ import annotations

from collections.abc import Iterator

import networkx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itspm_graph.analysis import sweep_sets
from itspm_graph.analysis.blast_sizes import blast_sizes
from itspm_graph.analysis.impact import CyclePolicy, impact
from itspm_graph.analysis.levels import levels
from itspm_graph.analysis.ranked import ranked
from itspm_graph.analysis.requirements import Groups, Requirements, requirements
from itspm_graph.analysis.single_failures import single_failures
from itspm_graph.analysis.single_points import single_points
from itspm_graph.analysis.sweep import sets
from itspm_graph.connections import Direction, connections, reached
from itspm_graph.graph import Graph
from itspm_graph.model.elements import Element
from itspm_graph.session import Session
from itspm_graph.spreading import Kernel
from tests.analysis.test_impact_cases import EXPOSURE, PRODUCTS
from tests.estates import Drawn, drawn_estates, estate, needs
from tests.test_catalogs import CATALOGS, load

# The first run compiles the kernels, which takes a while.
COMPILED = [pytest.param(name, marks=pytest.mark.slow) for name in ("compiled", "compiled-lists")]
KERNELS = ["reference", "lists", "words", *COMPILED]
PLAIN: list[Kernel] = ["plain", "reference"]
POLICIES: list[CyclePolicy] = ["conservative", "running"]
every_kernel = pytest.mark.parametrize("kernel", KERNELS)
every_policy = pytest.mark.parametrize("policy", POLICIES)


def one_by_one(graph: Graph, policy: CyclePolicy) -> list[set[int]]:
    """What else goes down with each position; nothing with one that can't fail."""
    return [
        {a.position for a in impact(graph, [p], policy)}
        if issubclass(graph.declaration(p), Element)
        else set()
        for p in range(graph.size)
    ]


def agree(graph: Graph, policy: CyclePolicy, kernel: Kernel, width: int | None = None) -> None:
    expected = one_by_one(graph, policy)
    weights = {
        "nodes": np.ones(graph.size),
        "few": np.where(np.arange(graph.size) % 3 == 0, 2.5, 0.0),
        "none": np.zeros(graph.size),
    }
    found = single_failures(graph, policy, weights=weights, kernel=kernel, width=width)
    assert found.affected.tolist() == [len(others) for others in expected]
    assert found.sums.keys() == weights.keys()
    for kind, own in weights.items():
        assert found.sums[kind].tolist() == [sum(own[list(others)]) for others in expected]
    targets = list(range(graph.size - 1, -1, -1))
    points = single_points(graph, targets, policy, kernel=kernel, width=width)
    for number, target in enumerate(targets):
        assert points.of(number) == [p for p, others in enumerate(expected) if target in others]


@every_kernel
@every_policy
@given(estates=drawn_estates(12), width=st.sampled_from([None, 1, 3]))
@settings(max_examples=40)
def test_all_at_once_is_one_by_one(
    kernel: Kernel, policy: CyclePolicy, estates: Drawn, width: int | None
) -> None:
    agree(estates.graph(), policy, kernel, width)


@pytest.fixture(params=CATALOGS, ids=lambda folder: folder.name, scope="module")
def catalog(request: pytest.FixtureRequest) -> Iterator[Graph]:
    """The real catalogs, and the demo."""
    with Session.open("sqlite://") as session:
        yield load(session, request.param).graph()


@pytest.mark.slow
@every_kernel
@every_policy
def test_on_real_catalogs(kernel: Kernel, policy: CyclePolicy, catalog: Graph) -> None:
    agree(catalog, policy, kernel, 100)


LOOP = needs("a", "b", "c", group="g", at_least=1) + needs("b", "a") + needs("s", "a")


@every_kernel
def test_a_loop_that_loses_its_ground(kernel: Kernel) -> None:
    graph = estate(LOOP)
    for policy, falls in (("conservative", [2, 0, 3, 0]), ("running", [2, 0, 0, 0])):
        assert single_failures(graph, policy, kernel=kernel).affected.tolist() == falls


@every_kernel
@given(drawn_estates(12), st.sampled_from(["dependents", "providers"]))
@settings(max_examples=40)
def test_blast_sizes_are_what_reach_finds(
    kernel: Kernel, drawn: Drawn, direction: Direction
) -> None:
    graph = drawn.graph()
    found = blast_sizes(graph, direction, kernel=kernel, width=5)
    expected = [len(reached(graph, [p], direction).hops) - 1 for p in range(graph.size)]
    assert found.tolist() == expected


@every_kernel
def test_blast_sizes_are_the_descendants_of_networkx(kernel: Kernel, catalog: Graph) -> None:
    other = networkx.DiGraph()
    other.add_nodes_from(range(catalog.size))
    other.add_edges_from(zip(*(ends.tolist() for ends in connections(catalog).ends), strict=True))
    for direction, needed in (
        ("dependents", networkx.ancestors),
        ("providers", networkx.descendants),
    ):
        expected = [len(needed(other, position) - {position}) for position in range(catalog.size)]
        assert blast_sizes(catalog, direction, kernel=kernel).tolist() == expected


@every_kernel
@given(size=st.integers(1, 12), data=st.data())
@settings(max_examples=40)
def test_groups_of_any_size_count_what_they_lose(
    kernel: Kernel, size: int, data: st.DataObject
) -> None:
    """One owner, its members, and causes that take some of them: by counting."""
    needed = data.draw(st.integers(1, size))
    causes = data.draw(st.lists(st.sets(st.integers(0, size - 1)), min_size=1, max_size=6))
    edges = needs("a", *(f"m{n}" for n in range(size)), group="g", at_least=needed)
    for number, members in enumerate(causes):
        edges += [e for m in sorted(members) for e in needs(f"m{m}", f"x{number}")]
    nodes = {f"component:x{number}": {} for number in range(len(causes))}
    graph = estate(edges, nodes)
    found = single_failures(graph, kernel=kernel).affected
    for number, members in enumerate(causes):
        falls = size - len(members) < needed
        assert found[graph.position(f"component:x{number}")] == len(members) + falls


def test_where_levels_are_wide_small_failures_are_told_on_lists() -> None:
    """A hub and its halves are too large for lists; whatever hangs on few is not."""
    edges = []
    for number in range(600):
        half = f"half-{number % 2}"
        edges += needs(f"a{number}", f"b{number // 3}") + needs(f"b{number // 3}", half)
        edges += needs(f"s{number}", f"a{number}", f"a{number - number % 7}", half, group="g")
    graph = estate(edges + needs("half-0", "hub") + needs("half-1", "hub"))
    assert levels(ranked(requirements(graph))) is not None
    weights = {"some": np.arange(graph.size) % 5.0}
    plain, bits = (single_failures(graph, weights=weights, kernel=k) for k in PLAIN)
    assert plain.affected[graph.position("component:hub")] == 1402
    assert plain.affected.tolist() == bits.affected.tolist()
    assert plain.sums["some"].tolist() == bits.sums["some"].tolist()
    services = [graph.position(f"component:s{number}") for number in range(600)]
    points = [single_points(graph, services, kernel=k) for k in PLAIN]
    assert points[0].points.tolist() == points[1].points.tolist()
    assert points[0].starts.tolist() == points[1].starts.tolist()


def test_what_needs_hundreds_and_is_needed_by_hundreds() -> None:
    """Each of 400 would go on 400 lists at once: given up before, and answered all the same."""
    edges = [
        e for n in range(400) for e in needs("portal", f"part{n}") + needs(f"user{n}", "portal")
    ]
    edges += [e for n in range(400) for e in needs(f"user{n}", f"phone{n}")]
    graph = estate(edges)
    assert levels(ranked(requirements(graph))) is not None
    plain, bits = (single_failures(graph, kernel=kernel).affected for kernel in PLAIN)
    assert plain[graph.position("component:part7")] == 401
    assert plain[graph.position("component:phone7")] == 1
    assert plain.tolist() == bits.tolist()


def estate_of_tiers() -> Graph:
    """Hundreds rest on `hub`, directly or not, and 300 on `shared` directly; most on some alone."""
    edges = needs("half-0", "hub") + needs("half-1", "hub")
    for number in range(600):
        edges += needs(f"a{number}", f"b{number // 3}", f"b{number // 4}", f"c{number % 50}")
        edges += needs(f"b{number // 3}", f"c{number // 12}", f"half-{number % 2}")
        edges += needs(f"a{number}", "shared") if number < 300 else []
    return estate(edges)


@pytest.mark.parametrize("kernel", ["plain", pytest.param("compiled", marks=pytest.mark.slow)])
@pytest.mark.parametrize("room", [sweep_sets.ROOM, 3, 1, 0])
def test_small_blast_sizes_on_sets_are_those_on_bits(
    kernel: Kernel, room: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where there is no room for all of them, or for any."""
    monkeypatch.setattr(sweep_sets, "ROOM", room)
    graph = estate_of_tiers()
    directions: list[Direction] = ["dependents", "providers"]
    assert levels(ranked(requirements(graph))) is not None
    for direction in directions:
        sizes = blast_sizes(graph, direction, kernel=kernel)
        assert sizes.tolist() == blast_sizes(graph, direction, kernel="reference").tolist()
    assert blast_sizes(graph, kernel=kernel)[graph.position("component:shared")] == 300


def test_sets_leave_to_bits_what_is_large_or_needed_by_more_than_a_byte_counts() -> None:
    graph = estate_of_tiers()
    by_position = connections(graph).ends
    turned = ranked(Requirements(graph.size, *by_position[::-1], Groups.of([])))
    made = sets(turned, "plain")
    assert made is not None
    sizes = made.small_sizes()[turned.ranks]
    left = {graph.ref(p).slug for p in np.flatnonzero(sizes == 0)}
    assert {"hub", "shared", "half-0"} <= left
    assert sizes[graph.position("component:a5")] == 1
    assert sizes[graph.position("component:b199")] == 4


def test_only_elements_fail_and_only_those_asked_for() -> None:
    graph = estate(EXPOSURE, PRODUCTS)
    offering, post = (graph.position(ref) for ref in ("service-offering:gold", "service:post"))
    found = single_failures(graph)
    assert [p for p in range(graph.size) if found.affected[p]] == [
        p for p in range(graph.size) if one_by_one(graph, "conservative")[p]
    ]
    only = np.arange(graph.size) == post
    chosen = single_failures(graph, failing=only)
    assert chosen.affected[post] == 3
    assert chosen.affected.sum() == 3
    assert single_points(graph, [offering], failing=only).of(0) == [post]


def test_nothing_there() -> None:
    graph = Graph.empty()
    assert single_failures(graph).affected.tolist() == []
    assert blast_sizes(graph).tolist() == []
    assert single_points(graph, []).points.tolist() == []
    lonely = estate([], {"component:a": {}})
    assert single_failures(lonely, weights={"w": np.ones(1)}).sums["w"].tolist() == [0.0]
    assert single_points(lonely, [0]).of(0) == []
