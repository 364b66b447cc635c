"""Explanations are derivations: every step is checked from its members, by the definition alone."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itspm_graph.analysis.capacity import weakened
from itspm_graph.analysis.explanation import Fates, Ground, Step, explanation
from itspm_graph.analysis.impact import CyclePolicy, impact
from itspm_graph.graph import Graph
from tests.estates import Drawn, Edges, Load, Loaded, drawn_estates, estate, loaded_estates, needs


def fates_of(graph: Graph, hits: dict[int, float], policy: CyclePolicy) -> Fates:
    failed = [position for position, left in hits.items() if not left]
    down = impact(graph, failed, policy)
    hops = {**{item.position: item.hops for item in down}, **dict.fromkeys(failed, 0)}
    return Fates(hits, down, weakened(graph, hits, hops))


class Checker:
    """Checks steps against the estate as it was drawn, by nothing that the explanation uses."""

    def __init__(self, drawn: Loaded, fates: Fates) -> None:
        self.drawn = drawn
        self.hits = fates.hits
        self.capacity = {p: 0.0 for p, left in fates.hits.items() if not left}
        self.capacity |= {item.position: 0.0 for item in fates.down}
        self.capacity |= {item.position: item.capacity for item in fates.weakened}
        self.down = {p for p, left in self.capacity.items() if not left} - {
            item.position for item in fates.weakened
        }
        self.hops = dict.fromkeys(fates.hits, 0)
        self.hops |= {item.position: item.hops for item in (*fates.down, *fates.weakened)}

    def left(self, position: int) -> float:
        return self.capacity.get(position, 1.0)

    def check(self, target: int, steps: list[Step]) -> None:
        told = [step.position for step in steps]
        assert told[0] == target
        assert len(set(told)) == len(told)
        assert {m for step in steps for m in step.leads_to} <= set(told)
        met = {target}
        for step in steps:
            assert step.position in met, "only what a step leads to is told"
            met |= set(step.leads_to)
            self.step(step)

    def step(self, step: Step) -> None:
        position = step.position
        own = self.hits.get(position, 1.0)
        for ground in step.grounds:
            self.stated(position, ground)
        if position in self.down and own:
            (ground,) = step.grounds
            self.fell(position, ground)
            assert step.leads_to == ground.lost
        elif self.left(position) < 1 and own:
            self.bound(position, own, step)
        elif self.left(position) == 1:
            self.held(position, step)
        else:
            assert not step.grounds

    def stated(self, owner: int, ground: Ground) -> None:
        """It is a requirement that the estate has."""
        r = ground.requirement
        shares = r.shares if r.shares is None else pytest.approx(r.shares)
        assert any(
            (load.owner, load.members, load.needed, load.weight)
            == (owner, r.members, r.needed, r.weight)
            and load.shares == shares
            for load in self.drawn.loads
        )

    def fell(self, owner: int, ground: Ground) -> None:
        r = ground.requirement
        assert r.weight is None
        assert ground.lost
        assert not set(ground.lost) & set(ground.circular)
        assert {*ground.lost, *ground.circular} <= set(r.members)
        assert len(r.members) - len(ground.lost) - len(ground.circular) < r.needed
        for member in ground.lost:
            assert member in self.down
            earlier = self.hops[member] < self.hops[owner]
            assert earlier or member not in self.cycle(owner), "a derivation ends"
        if ground.circular:
            cycle = self.cycle(owner)
            assert not set(ground.circular) & self.grounded(cycle)
            assert set(ground.circular) <= cycle

    def bound(self, owner: int, own: float, step: Step) -> None:
        if not step.grounds:
            assert self.left(owner) == own
            return
        (ground,) = step.grounds
        r = ground.requirement
        assert set(ground.lost) == {m for m in r.members if not self.left(m)}
        assert set(ground.weakened) == {m for m in r.members if 0 < self.left(m) < 1}
        assert step.leads_to == (*ground.lost, *ground.weakened)
        assert own * delivered(r, self) == pytest.approx(self.left(owner), abs=1e-7)
        assert own * ground.delivered == pytest.approx(self.left(owner), abs=1e-7)
        if own == 1:
            assert min(self.hops[m] for m in step.leads_to) < self.hops[owner]

    def held(self, owner: int, step: Step) -> None:
        """Every requirement that anything hit is behind, and each leaves all of the capacity."""
        touched = self.touched()
        told = {(g.requirement.members, g.requirement.weight) for g in step.grounds}
        assert told == {
            (load.members, load.weight)
            for load in self.drawn.loads
            if load.owner == owner and touched & set(load.members) and load.weight != 0
        }
        for ground in step.grounds:
            members = ground.requirement.members
            assert set(ground.lost) == {m for m in members if not self.left(m)}
            assert set(ground.holding) == set(members) - set(ground.lost)
            assert delivered(ground.requirement, self) == pytest.approx(1)
            assert touched & set(members) <= set(step.leads_to)
            if ground.requirement.weight is None:
                assert ground.up >= ground.requirement.needed

    def touched(self) -> set[int]:
        found = {p for p, left in self.hits.items() if left < 1}
        while True:
            telling = [load for load in self.drawn.loads if load.weight != 0]
            more = {load.owner for load in telling if found & set(load.members)} - found
            if not more:
                return found
            found |= more

    def cycle(self, position: int) -> set[int]:
        hard = [load for load in self.drawn.loads if load.weight is None]

        def closure(ends: str) -> set[int]:
            found = {position}
            while True:
                if ends == "providers":
                    more = {m for load in hard if load.owner in found for m in load.members}
                else:
                    more = {load.owner for load in hard if found & set(load.members)}
                if more <= found:
                    return found
                found |= more

        return closure("providers") & closure("dependents")

    def grounded(self, cycle: set[int]) -> set[int]:
        """What of a cycle can be brought up from nothing, the outside as it is."""
        up = set(range(self.drawn.size)) - cycle - self.down
        hard = [load for load in self.drawn.loads if load.weight is None]
        while True:
            more = {
                p
                for p in cycle - self.down
                if all(sum(m in up for m in r.members) >= r.needed for r in hard if r.owner == p)
            }
            if more <= up:
                return up & cycle
            up |= more


def delivered(requirement: object, checker: Checker) -> float:
    r: Load = requirement  # type: ignore[assignment]
    values = [checker.left(member) for member in r.members]
    if r.shares is None:
        found = sorted(values, reverse=True)[r.needed - 1]
    elif sum(value > 0 for value in values) < r.needed:
        found = 0.0
    else:
        found = min(1.0, sum(s * v for s, v in zip(r.shares, values, strict=True)))
    return found if r.weight is None else 1 - r.weight * (1 - found)


@st.composite
def loaded(draw: st.DrawFn) -> tuple[Loaded, dict[int, float]]:
    drawn = draw(loaded_estates())
    position = st.integers(0, drawn.size - 1)
    return drawn, draw(st.dictionaries(position, st.sampled_from([0.0, 0.0, 0.4]), max_size=3))


@st.composite
def hard(draw: st.DrawFn) -> tuple[Loaded, dict[int, float]]:
    drawn: Drawn = draw(drawn_estates())
    loads = tuple(Load(r.owner, r.members, r.needed) for r in drawn.requirements)
    failed = draw(st.sets(st.integers(0, drawn.size - 1), max_size=3))
    return Loaded(drawn.size, loads), dict.fromkeys(failed, 0.0)


def check(case: tuple[Loaded, dict[int, float]], policy: CyclePolicy) -> None:
    drawn, hits = case
    graph = drawn.graph()
    fates = fates_of(graph, hits, policy)
    for target in range(drawn.size):
        Checker(drawn, fates).check(target, explanation(graph, target, fates))


@given(case=st.one_of(loaded(), hard()))
@settings(max_examples=30)
def test_every_explanation_is_a_derivation(case: tuple[Loaded, dict[int, float]]) -> None:
    check(case, "conservative")


@pytest.mark.slow
@pytest.mark.parametrize("policy", ["conservative", "running"])
@pytest.mark.parametrize("cases", [loaded, hard])
def test_every_explanation_is_a_derivation_again(cases: object, policy: CyclePolicy) -> None:
    @given(case=cases())  # type: ignore[operator]
    @settings(max_examples=1_500)
    def checked(case: tuple[Loaded, dict[int, float]]) -> None:
        check(case, policy)

    checked()


def told(edges: Edges, target: str, *failed: str) -> dict[str, list[tuple[object, ...]]]:
    """For each step its grounds: what is needed, lost, circular and holding, by slugs."""
    graph = estate(edges)
    hits = {graph.position(f"component:{name}"): 0.0 for name in failed}
    steps = explanation(
        graph, graph.position(f"component:{target}"), fates_of(graph, hits, "conservative")
    )

    def slugs(positions: tuple[int, ...]) -> str:
        return " ".join(graph.ref(position).slug for position in positions)

    return {
        graph.ref(step.position).slug: [
            (g.requirement.group, g.up, g.requirement.needed, slugs(g.lost), slugs(g.circular),
             slugs(g.holding))
            for g in step.grounds
        ]
        for step in steps
    }  # fmt: skip


PAIR = needs("a", "b", "c", group="g", at_least=1)


@pytest.mark.parametrize(
    ("edges", "target", "failed", "expected"),
    [
        (needs("a", "b") + needs("b", "c"), "a", "c",
         {"a": [(None, 0, 1, "b", "", "")], "b": [(None, 0, 1, "c", "", "")], "c": []}),
        (PAIR + needs("b", "x") + needs("c", "x"), "a", "x",
         {"a": [("g", 0, 1, "b c", "", "")], "b": [(None, 0, 1, "x", "", "")], "x": [],
          "c": [(None, 0, 1, "x", "", "")]}),
        (PAIR + needs("b", "a"), "a", "c", {"a": [("g", 0, 1, "c", "b", "")], "c": []}),
        (PAIR + needs("b", "a"), "b", "c",
         {"b": [(None, 0, 1, "a", "", "")], "a": [("g", 0, 1, "c", "b", "")], "c": []}),
        (PAIR + needs("b", "x"), "a", "x",
         {"a": [("g", 1, 1, "b", "", "c")], "b": [(None, 0, 1, "x", "", "")], "x": []}),
        (needs("z", "a") + PAIR, "z", "b",
         {"z": [(None, 1, 1, "", "", "a")], "a": [("g", 1, 1, "b", "", "c")], "b": []}),
        (needs("a", "b") + needs("c", "d"), "a", "d", {"a": []}),
        (needs("a", "b"), "b", "a", {"b": []}),
        (needs("a", "b"), "b", "b", {"b": []}),
    ],
    ids=["a chain", "a common cause", "a cycle that lost its ground", "what fell with it",
         "redundancy held", "redundancy held further down", "not connected", "only a dependent",
         "it failed itself"],
)  # fmt: skip
def test_explanations(
    edges: Edges, target: str, failed: str, expected: dict[str, list[tuple[object, ...]]]
) -> None:
    assert told(edges, target, failed) == expected


def test_a_deep_derivation_is_told_once_through() -> None:
    edges = [e for n in range(1_000) for e in needs(f"n{n}", f"n{n + 1}", f"m{n}")]
    edges += [e for n in range(1_000) for e in needs(f"m{n}", f"n{n + 1}")]
    assert len(told(edges, "n0", "n1000")) == 1_001
    assert len(told(edges, "n0", "m999")) == 1_001
