"""Redundancy and propagation by cases: fault-tree closed forms, and what other products promise.

The cases restate, in our words, what the test suites of comparable tools hold: iTop's impact
analysis (redundancy by count and by share), Icinga's business processes (AND, OR, MIN n), and
service maps that propagate along any path.
"""

from __future__ import annotations

import pytest

from itspm_graph.analysis.impact import CyclePolicy, Status, impact
from itspm_graph.graph import Graph
from tests.estates import Edges, estate, needs

Case = tuple[str, Edges, list[str], list[str]]


def fallen(graph: Graph, failed: list[str], policy: CyclePolicy = "conservative") -> list[str]:
    positions = [graph.position(f"component:{name}") for name in failed]
    return sorted(graph.ref(a.position).slug for a in impact(graph, positions, policy))


def group(owner: str, *members: str, **threshold: float) -> Edges:
    return needs(owner, *members, group="g", **threshold)


def clusters(owner: str, *names: str) -> Edges:
    return [e for n in names for e in needs(n, f"{n}1", f"{n}2")] + needs(owner, *names)


CASES: list[Case] = [
    ("a chain falls from the end", needs("a", "b") + needs("b", "c"), ["c"], ["a", "b"]),
    ("impact runs against the arrow only", needs("a", "b") + needs("b", "c"), ["a"], []),
    ("all of several are essential", needs("a", "b", "c"), ["c"], ["a"]),
    ("edges without a group are no redundancy", needs("a", "b") + needs("a", "c"), ["b"], ["a"]),
    ("1 of 2, one lost", group("a", "b", "c", at_least=1), ["b"], []),
    ("1 of 2, both lost", group("a", "b", "c", at_least=1), ["b", "c"], ["a"]),
    ("2 of 3, one lost", group("a", "b", "c", "d", at_least=2), ["b"], []),
    ("2 of 3, two lost", group("a", "b", "c", "d", at_least=2), ["b", "d"], ["a"]),
    ("3 of 3 is series", group("a", "b", "c", "d", at_least=3), ["b"], ["a"]),
    ("a group without threshold needs all", group("a", "b", "c"), ["b"], ["a"]),
    ("half of 3, rounded up: 2", group("a", "b", "c", "d", at_least_share=0.5), ["b", "c"], ["a"]),
    ("half of 4 is 2", group("a", "b", "c", "d", "e", at_least_share=0.5), ["b", "c"], []),
    ("a tenth of 30 is 3, not 4", group("a", *(f"m{n}" for n in range(30)), at_least_share=0.1),
     [f"m{n}" for n in range(27)], []),
    ("two groups, one below", group("a", "b", "c", at_least=1)
     + needs("a", "d", "e", group="h", at_least=1), ["d", "e"], ["a"]),
    ("two groups, both held", group("a", "b", "c", at_least=1)
     + needs("a", "d", "e", group="h", at_least=1), ["b", "d"], []),
    ("a member in two groups counts in both", group("a", "b", "c", at_least=1)
     + needs("a", "b", "d", group="h", at_least=2), ["b"], ["a"]),
    ("a group and an essential provider", group("a", "b", "c", at_least=1) + needs("a", "d"),
     ["d"], ["a"]),
    ("common cause takes both members", group("a", "b", "c", at_least=1) + needs("b", "x")
     + needs("c", "x"), ["x"], ["a", "b", "c"]),
    ("members with their own providers", group("a", "b", "c", at_least=1) + needs("b", "x")
     + needs("c", "y"), ["x"], ["b"]),
    ("nested: one of two clusters", group("a", "p", "q", at_least=1) + clusters("z", "p", "q"),
     ["p1"], ["p", "z"]),
    ("nested: a node of each cluster", group("a", "p", "q", at_least=1)
     + group("p", "p1", "p2", at_least=1) + group("q", "q1", "q2", at_least=1),
     ["p1", "q2"], []),
    ("nested: one cluster and half", group("a", "p", "q", at_least=1)
     + group("p", "p1", "p2", at_least=1) + group("q", "q1", "q2", at_least=1),
     ["p1", "p2", "q1"], ["p"]),
    ("nested: both clusters", group("a", "p", "q", at_least=1)
     + group("p", "p1", "p2", at_least=1) + group("q", "q1", "q2", at_least=1),
     ["p1", "p2", "q1", "q2"], ["a", "p", "q"]),
    ("a diamond falls once", needs("a", "b", "c") + needs("b", "d") + needs("c", "d"), ["d"],
     ["a", "b", "c"]),
    ("a diamond of alternatives still shares its foot", group("a", "b", "c", at_least=1)
     + needs("b", "d") + needs("c", "d"), ["d"], ["a", "b", "c"]),
    ("a bridge holds with one side", group("s", "a", "b", at_least=1)
     + group("a", "c", "e", at_least=1) + group("b", "d", "e", at_least=1), ["c", "d"], []),
    ("soft dependencies carry nothing", needs("a", "b", strength="soft"), ["b"], []),
    ("start-only dependencies carry nothing at run time", needs("a", "b", phase="start"),
     ["b"], []),
    ("run-only ones do", needs("a", "b", phase="run"), ["b"], ["a"]),
    ("a cycle entered from outside falls whole", needs("a", "b") + needs("b", "a", "x"), ["x"],
     ["a", "b"]),
    ("a self-dependency is harmless", needs("a", "a", "b"), ["b"], ["a"]),
    ("two disjoint estates", needs("a", "b") + needs("c", "d"), ["b"], ["a"]),
]  # fmt: skip


@pytest.mark.parametrize(("edges", "failed", "expected"), [c[1:] for c in CASES],
                         ids=[case[0] for case in CASES])  # fmt: skip
def test_redundancy(edges: Edges, failed: list[str], expected: list[str]) -> None:
    graph = estate(edges)
    assert fallen(graph, failed) == expected
    assert fallen(estate(edges[::-1]), failed) == expected
    assert fallen(graph, failed, "running") == expected


LOOP = needs("a", "b", "c", group="g", at_least=1) + needs("b", "a")


def test_a_loop_that_lost_its_ground() -> None:
    graph = estate(LOOP + needs("s", "a"))
    found = {graph.ref(a.position).slug: a for a in impact(graph, [graph.position("component:c")])}
    assert {name: a.status for name, a in found.items()} == {
        "a": Status.DOWN_LOST_GROUND,
        "b": Status.DOWN_LOST_GROUND,
        "s": Status.DOWN,
    }
    assert [found[name].hops for name in "abs"] == [1, 2, 2]
    because = found["a"].because
    assert (because.group, because.up, because.needed) == ("g", 0, 1)
    assert [graph.ref(p).slug for p in because.lost] == ["b", "c"]
    assert fallen(graph, ["c"], "running") == []


def test_a_loop_that_never_had_ground_runs_on() -> None:
    graph = estate(needs("a", "b") + needs("b", "a") + needs("e", "a", "c", group="g", at_least=1))
    assert fallen(graph, ["c"]) == []
    assert fallen(graph, []) == []


def test_the_cause_names_group_count_and_the_lost() -> None:
    graph = estate(group("a", "b", "c", "d", at_least=2) + needs("z", "a"))
    failed = [graph.position(f"component:{name}") for name in "db"]
    one, other = impact(graph, failed)
    assert graph.ref(one.position) == "component:a"
    assert one.because.group == "g"
    assert (one.because.up, one.because.needed) == (1, 2)
    assert [graph.ref(p).slug for p in one.because.lost] == ["b", "d"]
    assert (one.hops, other.hops) == (1, 2)
    assert (other.because.group, other.because.up, other.because.needed) == (None, 0, 1)


EXPOSURE: Edges = [
    ("USES_PRODUCT", "component:mail", "vendor-product:suite", {"exposed": True}),
    ("USES_PRODUCT", "component:report", "vendor-product:suite", {}),
    ("USES_PRODUCT", "component:store", "vendor-product:database", {"exposed": True}),
    ("SUPPLIED_BY", "vendor-product:suite", "vendor:cloudy", {}),
    ("SUPPLIED_BY", "vendor-product:database", "vendor:elephant", {}),
    ("HOSTED_AT", "component:mail", "site:room-1", {}),
    ("PART_OF", "site:room-1", "site:fra", {}),
    ("PART_OF", "component:mail", "component:suite", {}),
    ("IN_ZONE", "component:store", "network-zone:dmz", {}),
    ("FED_BY", "site:fra", "utility-feed:grid", {}),
    ("REALIZED_BY", "service:post", "component:mail", {}),
    ("HAS_OFFERING", "service:post", "service-offering:gold", {}),
    ("SUBSCRIBES_TO", "customer:acme", "service-offering:gold", {}),
    ("SUPPORTS_ACTIVITY", "service:post", "business-activity:billing", {}),
    ("OWNED_BY", "service:post", "team:a", {}),
]
PRODUCTS = {
    "vendor-product:suite": {"delivery": "hosted"},
    "vendor-product:database": {"delivery": "licensed"},
}
POST = ["business-activity:billing", "customer:acme", "service-offering:gold", "service:post"]


@pytest.mark.parametrize(
    ("failed", "expected"),
    [
        ("vendor:cloudy", ["component:mail", "vendor-product:suite", *POST]),
        ("vendor:elephant", []),
        ("vendor-product:database", ["component:store"]),
        ("vendor-product:suite", ["component:mail", *POST]),
        ("site:fra", ["component:mail", "site:room-1", *POST]),
        ("utility-feed:grid", ["component:mail", "site:fra", "site:room-1", *POST]),
        ("network-zone:dmz", ["component:store"]),
        ("component:suite", []),
        ("team:a", []),
        ("customer:acme", []),
        ("service-offering:gold", ["customer:acme"]),
    ],
)
def test_sites_vendors_products_and_customers(failed: str, expected: list[str]) -> None:
    graph = estate(EXPOSURE, PRODUCTS)
    found = [graph.ref(a.position) for a in impact(graph, [graph.position(failed)])]
    assert sorted(found) == sorted(expected)


def requirement(**threshold: float) -> Graph:
    members = [("MEMBER", "requirement-group:g", f"component:m{number}", {}) for number in range(3)]
    nested: Edges = [
        ("REQUIRES", "service:s", "requirement-group:outer", {}),
        ("MEMBER", "requirement-group:outer", "requirement-group:g", {}),
        ("MEMBER", "requirement-group:outer", "component:other", {}),
    ]
    return estate(
        members + nested,
        {"requirement-group:g": dict(threshold), "requirement-group:outer": {"at_least": 1}},
    )


@pytest.mark.parametrize(
    ("graph", "failed", "expected"),
    [
        (requirement(at_least=2), ["m0"], []),
        (requirement(at_least=2), ["m0", "m1"], ["requirement-group:g"]),
        (requirement(at_least_share=0.3), ["m0", "m1"], []),
        (requirement(), ["m0"], ["requirement-group:g"]),
        (
            requirement(at_least=2),
            ["m0", "m1", "other"],
            ["requirement-group:g", "requirement-group:outer", "service:s"],
        ),
    ],
)
def test_requirement_groups_nest(graph: Graph, failed: list[str], expected: list[str]) -> None:
    positions = [graph.position(f"component:{name}") for name in failed]
    assert sorted(graph.ref(a.position) for a in impact(graph, positions)) == expected


@pytest.mark.parametrize("rungs", [40, 2_000])
def test_a_diamond_ladder_is_walked_once(rungs: int) -> None:
    edges: Edges = []
    for rung in range(rungs):
        edges += needs(f"t{rung}", f"l{rung}", f"r{rung}")
        edges += needs(f"l{rung}", f"t{rung + 1}") + needs(f"r{rung}", f"t{rung + 1}")
    graph = estate(edges)
    assert len(impact(graph, [graph.position(f"component:t{rungs}")])) == 3 * rungs
