"""Hidden common causes: by example, and against one impact for every element."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from itspm_graph.analysis.common_causes import common_causes, redundancy
from itspm_graph.analysis.impact import CyclePolicy, impact
from itspm_graph.analysis.requirements import requirements
from itspm_graph.graph import Graph
from itspm_graph.spreading import Kernel
from tests.estates import Drawn, Edges, drawn_estates, estate, needs

PAIR = needs("shop", "db-1", "db-2", group="database", at_least=1)
IN_FRA = [("HOSTED_AT", f"component:db-{n}", "site:fra", {}) for n in (1, 2)]
FRA_FED = [("FED_BY", "site:fra", "utility-feed:grid", {})]
Told = list[tuple[str, list[str], bool, bool]]


def told(graph: Graph, policy: CyclePolicy = "conservative") -> Told:
    """Cause, members lost, nearest, needed anyway."""
    return [
        (
            graph.ref(item.cause),
            [graph.ref(member).slug for member in item.lost],
            item.nearest,
            item.needed_anyway,
        )
        for item in common_causes(graph, redundancy(graph, policy), policy)
    ]


@pytest.mark.parametrize(
    ("edges", "expected"),
    [
        (PAIR, []),
        (PAIR + IN_FRA[:1], []),
        (PAIR + IN_FRA, [("site:fra", ["db-1", "db-2"], True, False)]),
        (
            PAIR + IN_FRA + FRA_FED,
            [
                ("site:fra", ["db-1", "db-2"], True, False),
                ("utility-feed:grid", ["db-1", "db-2"], False, False),
            ],
        ),
        # the shop itself stands there too: nobody is deceived by the group
        (
            [*PAIR, *IN_FRA, ("HOSTED_AT", "component:shop", "site:fra", {})],
            [("site:fra", ["db-1", "db-2"], True, True)],
        ),
        # a member can be the cause: the standby is fed by what it stands by for
        (PAIR + needs("db-2", "db-1"), [("component:db-1", ["db-1", "db-2"], True, False)]),
        # two of three: one may go, two may not
        (
            needs("shop", "a", "b", "c", group="g", at_least=2) + needs("a", "x") + needs("b", "x"),
            [("component:x", ["a", "b"], True, False)],
        ),
        # all members are needed: no redundancy, so none that is defeated
        (needs("shop", "a", "b", group="g", at_least=2) + needs("a", "x") + needs("b", "x"), []),
        # causes that take each other down are equally near
        (
            PAIR + needs("db-1", "x") + needs("db-2", "x") + needs("x", "y") + needs("y", "x"),
            [
                ("component:x", ["db-1", "db-2"], True, False),
                ("component:y", ["db-1", "db-2"], True, False),
            ],
        ),
    ],
)
def test_examples(edges: Edges, expected: Told) -> None:
    assert told(estate(edges)) == expected


def test_a_nested_group_is_one_like_others() -> None:
    members = [("MEMBER", "requirement-group:g", f"component:db-{n}", {}) for n in (1, 2)]
    graph = estate(
        [("REQUIRES", "component:shop", "requirement-group:g", {}), *members, *IN_FRA],
        {"requirement-group:g": {"at_least": 1}},
    )
    assert told(graph) == [("site:fra", ["db-1", "db-2"], True, False)]


def test_only_some_owners_and_only_so_many() -> None:
    other = needs("blog", "db-1", "db-2", group="database", at_least=1)
    graph = estate(PAIR + other + IN_FRA)
    whole = redundancy(graph)
    assert (len(whole.groups), len(whole.causes)) == (2, 2)
    assert len(common_causes(graph, whole, most=1)) == 1
    owners = np.array([graph.ref(p) == "component:blog" for p in range(graph.size)])
    (found,) = common_causes(graph, redundancy(graph, owners=owners))
    assert graph.ref(found.group.owner) == "component:blog"


@pytest.mark.slow
@pytest.mark.parametrize("policy", ["conservative", "running"])
@pytest.mark.parametrize("kernel", ["reference", "lists", "words", "compiled", "compiled-lists"])
@given(drawn=drawn_estates())
@settings(max_examples=80)
def test_as_impact_says_of_each_element(policy: CyclePolicy, kernel: Kernel, drawn: Drawn) -> None:
    graph = drawn.graph()
    found = redundancy(graph, policy, kernel=kernel)
    structure = requirements(graph)
    down = [
        {item.position for item in impact(graph, [position], policy)} | {position}
        for position in range(graph.size)
    ]
    expected = {}
    for number, group in enumerate(structure.groups):
        if len(group.members) > group.needed:
            causes = [
                position
                for position in range(graph.size)
                if sum(member not in down[position] for member in group.members) < group.needed
            ]
            if causes:
                expected[number] = causes
    assert found.causes == expected
    for item in common_causes(graph, found, policy):
        assert set(item.lost) == set(item.group.members) & down[item.cause]
        assert not item.needed_anyway or item.group.owner in down[item.cause]
