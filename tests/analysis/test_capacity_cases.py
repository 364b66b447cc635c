"""Capacity by cases: what the domain rules work out by hand, and where they meet."""

from __future__ import annotations

import pytest

from itspm_graph.analysis.capacity import Condition, condition, weakened
from itspm_graph.analysis.impact import CyclePolicy, Status, impact
from itspm_graph.graph import Graph
from tests.estates import Edges, estate, needs

Hits = dict[str, float]


def left(graph: Graph, hits: Hits, policy: CyclePolicy = "conservative") -> dict[str, float]:
    """Capacity by slug of all that hasn't all of it."""
    given = {graph.position(f"component:{name}"): value for name, value in hits.items()}
    failed = [position for position, value in given.items() if not value]
    down = {item.position: item.hops for item in impact(graph, failed, policy)}
    down.update(dict.fromkeys(failed, 0))
    found = {item.position: item.capacity for item in weakened(graph, given, down)}
    found.update(dict.fromkeys(down, 0.0))
    return {graph.ref(p).slug: value for p, value in sorted(found.items())}


def shared(owner: str, share: float, *members: str, **said: object) -> Edges:
    return needs(owner, *members, group="g", share=share, **said)


def soft(owner: str, provider: str, weight: float, **said: object) -> Edges:
    return needs(owner, provider, strength="soft", weight=weight, **said)


N_PLUS_1 = shared("a", 0.5, "n1", "n2", "n3")

CASES: list[tuple[str, Edges, Hits, Hits]] = [
    ("N+1, one lost", N_PLUS_1, {"n1": 0}, {"n1": 0}),
    ("N+1, two lost", N_PLUS_1, {"n1": 0, "n2": 0}, {"a": 0.5, "n1": 0, "n2": 0}),
    ("N+1, all lost", N_PLUS_1, {"n1": 0, "n2": 0, "n3": 0}, {"a": 0, "n1": 0, "n2": 0, "n3": 0}),
    ("two sites at 60 %, one lost", shared("a", 0.6, "s1", "s2"), {"s1": 0}, {"a": 0.6, "s1": 0}),
    ("below the quorum nothing is carried", shared("a", 0.5, "n1", "n2", "n3", at_least=2),
     {"n1": 0, "n2": 0}, {"a": 0, "n1": 0, "n2": 0}),
    ("a quorum counts who is up at all", shared("a", 0.5, "n1", "n2", "n3", at_least=2),
     {"n1": 0, "n2": 0.1}, {"a": 0.55, "n1": 0, "n2": 0.1}),
    ("a soft provider is dead", soft("a", "b", 0.3), {"b": 0}, {"a": 0.7, "b": 0}),
    ("a soft provider at half", soft("a", "b", 0.3), {"b": 0.5}, {"a": 0.85, "b": 0.5}),
    ("weight 0 informs only", soft("a", "b", 0.0), {"b": 0}, {"b": 0}),
    ("no weight has no effect", needs("a", "b", strength="soft"), {"b": 0}, {"b": 0}),
    ("a weight says nothing of a hard one", needs("a", "b", weight=0.3), {"b": 0},
     {"a": 0, "b": 0}),
    ("soft and only to start carries nothing", soft("a", "b", 0.3, phase="start"), {"b": 0},
     {"b": 0}),
    ("soft and at run time does", soft("a", "b", 0.3, phase="run"), {"b": 0}, {"a": 0.7, "b": 0}),
    ("the least of several, not the product", needs("a", "b", "c"), {"b": 0.6, "c": 0.7},
     {"a": 0.6, "b": 0.6, "c": 0.7}),
    ("the least of soft ones too", soft("a", "b", 0.3) + soft("a", "c", 0.2), {"b": 0, "c": 0},
     {"a": 0.7, "b": 0, "c": 0}),
    ("a chain passes it on", needs("a", "b") + needs("b", "c"), {"c": 0.6},
     {"a": 0.6, "b": 0.6, "c": 0.6}),
    ("own damage multiplies", needs("a", "b"), {"a": 0.5, "b": 0.6}, {"a": 0.3, "b": 0.6}),
    ("1 of 2 takes the better", needs("a", "b", "c", group="g", at_least=1), {"b": 0.2, "c": 0.9},
     {"a": 0.9, "b": 0.2, "c": 0.9}),
    ("2 of 3 takes the second best", needs("a", "b", "c", "d", group="g", at_least=2),
     {"b": 0.2, "c": 0.9}, {"a": 0.9, "b": 0.2, "c": 0.9}),
    ("2 of 3 with one lost", needs("a", "b", "c", "d", group="g", at_least=2),
     {"b": 0, "c": 0.4}, {"a": 0.4, "b": 0, "c": 0.4}),
    ("a soft group, one of two lost",
     needs("a", "b", "c", group="g", at_least=1, strength="soft", weight=0.4), {"b": 0}, {"b": 0}),
    ("a soft group, both lost",
     needs("a", "b", "c", group="g", at_least=1, strength="soft", weight=0.4),
     {"b": 0, "c": 0}, {"a": 0.6, "b": 0, "c": 0}),
    ("a soft group that shares its load", shared("a", 0.5, "b", "c", strength="soft", weight=0.4),
     {"b": 0}, {"a": 0.8, "b": 0}),
    ("what a soft need leaves goes on", needs("z", "a") + soft("a", "b", 0.3), {"b": 0},
     {"a": 0.7, "b": 0, "z": 0.7}),
    ("a loop passes a bottleneck round", needs("a", "b") + needs("b", "a", "c"), {"c": 0.4},
     {"a": 0.4, "b": 0.4, "c": 0.4}),
    ("half of itself and half of what is lost is nothing", shared("a", 0.5, "a", "b"), {"b": 0},
     {"a": 0, "b": 0}),
    ("half of itself and half of what is half", shared("a", 0.5, "a", "b"), {"b": 0.5},
     {"a": 0.5, "b": 0.5}),
    ("what is hit in part and needs itself loses its part in every round",
     needs("a", "b") + needs("b", "a"), {"a": 0.5}, {"a": 0, "b": 0}),
    ("a cycle with ground comes to rest", needs("a", "b", "c", group="g", at_least=1)
     + needs("b", "a"), {"a": 0.5}, {"a": 0.5, "b": 0.5}),
    ("full capacity left is no damage", needs("a", "b"), {"b": 1}, {}),
]  # fmt: skip


@pytest.mark.parametrize(("edges", "hits", "expected"), [c[1:] for c in CASES],
                         ids=[case[0] for case in CASES])  # fmt: skip
def test_capacity(edges: Edges, hits: Hits, expected: Hits) -> None:
    assert left(estate(edges), hits) == pytest.approx(expected)
    assert left(estate(edges[::-1]), hits) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("capacity", "mbco", "expected"),
    [
        (1, 0.5, Condition.UP),
        (0.99, 1.0, Condition.BELOW_MBCO),
        (0.6, 0.5, Condition.DEGRADED),
        (0.1 + 0.2, 0.3, Condition.DEGRADED),
        (0.3, 0.1 + 0.2, Condition.DEGRADED),
        (0.49, 0.5, Condition.BELOW_MBCO),
        (0.01, None, Condition.DEGRADED),
        (0, None, Condition.DOWN),
    ],
)
def test_conditions(capacity: float, mbco: float | None, expected: Condition) -> None:
    assert condition(capacity, mbco) is expected


def test_members_of_a_requirement_group_share_the_load() -> None:
    nodes = {"requirement-group:farm": {}}
    edges: Edges = [("REQUIRES", "component:a", "requirement-group:farm", {})]
    edges += [
        ("MEMBER", "requirement-group:farm", f"component:n{number}", {"share": 0.5})
        for number in range(3)
    ]
    graph = estate(edges, nodes)
    assert left(graph, {"n0": 0}) == {"n0": 0}
    assert left(graph, {"n0": 0, "n1": 0}) == {"a": 0.5, "n0": 0, "n1": 0, "farm": 0.5}


def test_a_group_that_shares_its_load_stands_while_one_member_does() -> None:
    """Without a threshold: not all of them, as where no shares are stated."""
    graph = estate(N_PLUS_1)
    two = [graph.position("component:n1"), graph.position("component:n2")]
    assert impact(graph, two) == []
    (found,) = impact(graph, [*two, graph.position("component:n3")])
    assert (found.status, found.because.up, found.because.needed) == (Status.DOWN, 0, 1)


def test_a_loop_that_shares_its_load_and_was_never_grounded_drains() -> None:
    """A and its twin need each other; half of A's load came from itself, half from what is lost.

    By the rules for up and down it runs on; of its capacity half is left in every round.
    """
    edges = shared("a", 0.5, "a", "b") + needs("a", "twin") + needs("twin", "a") + needs("z", "a")
    graph = estate(edges)
    b = graph.position("component:b")
    assert impact(graph, [b]) == []
    found = weakened(graph, {b: 0.0}, {b: 0})
    assert {graph.ref(i.position).slug: (i.capacity, i.hops, i.drained) for i in found} == {
        "a": (0, 1, True),
        "twin": (0, 2, True),
        "z": (0, 2, False),
    }


def test_the_binding_requirement_is_named() -> None:
    graph = estate(N_PLUS_1 + soft("z", "a", 0.4) + needs("z", "fine"))
    down = {graph.position(f"component:n{number}"): 0 for number in (1, 2)}
    one, other = weakened(graph, dict.fromkeys(down, 0.0), down)
    cause, further = one.because, other.because
    assert cause is not None
    assert further is not None
    assert (cause.requirement.group, cause.up, cause.requirement.needed) == ("g", 1, 1)
    assert (cause.delivered, cause.weakened) == (0.5, ())
    assert [graph.ref(p).slug for p in cause.lost] == ["n1", "n2"]
    assert (other.capacity, other.hops) == (0.8, 2)
    assert (further.requirement.group, further.requirement.weight) == (None, 0.4)
    assert (further.lost, [graph.ref(p).slug for p in further.weakened]) == ((), ["a"])


def test_shares_that_lack_a_rounding_count_in_proportion() -> None:
    graph = estate(shared("a", 0.33, "n1", "n2", "n3"))
    assert left(graph, {}) == {}
    assert left(graph, {"n1": 0})["a"] == pytest.approx(2 / 3)
