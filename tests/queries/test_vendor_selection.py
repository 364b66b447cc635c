"""How products are chosen: ranking, knock-outs, and how little changes the first place."""

from __future__ import annotations

import random

import pytest

from itspm_graph.analysis.weighted_scoring import flips, ranks, score
from tests.queries.criteria import Rows
from tests.queries.estates import estate_of
from tests.queries.test_answers import answer

CASE = "selection=selection-case:queue"


def scores(*found: tuple[str, str, str, float]) -> str:
    """Scores by evaluator: candidate, criterion, evaluator, value."""
    return "scores:\n" + "\n".join(
        f"  - {{id: {candidate}-{criterion}-{who}, value: {value}, evaluator: {who},"
        f" score_of: [vendor-product:{candidate}],"
        f" scored_under: [selection-criterion:{criterion}]}}"
        for candidate, criterion, who, value in found
    )


SELECTION = """
services: [{id: parcel}]
selection_cases:
  - id: queue
    selects_for: [service:parcel]
    has_candidate: [vendor-product:hare, vendor-product:kite, vendor-product:toad]
    has_criterion: [selection-criterion:fast, selection-criterion:cheap, selection-criterion:eu]
    chose: [vendor-product:kite]
vendor_products:
  - {id: hare, supplied_by: [vendor:burrow]}
  - {id: kite}
  - {id: toad}
selection_criteria:
  - {id: fast, name: Fast, weight: 0.75, traces_to: [service:parcel]}
  - {id: cheap, name: Cheap, weight: 0.25}
  - {id: eu, mandatory: true, traces_to: [service:parcel]}
vendors: [{id: burrow, name: Burrow}]
vendor_performances:
  - {id: a, period: 2026-Q1, attainment: 0.75, performance_of: [vendor:burrow]}
  - {id: b, period: 2026-Q2, attainment: 0.5, incidents: 3, performance_of: [vendor:burrow]}
""" + scores(
    ("hare", "fast", "ann", 5),
    ("hare", "fast", "bob", 4),
    ("hare", "cheap", "ann", 2),
    ("kite", "fast", "ann", 3),
    ("kite", "cheap", "ann", 5),
    ("toad", "fast", "ann", 5),
    ("toad", "cheap", "ann", 5),
)
MET = """
scores:
  - {id: m1, met: true, score_of: [vendor-product:hare], scored_under: [selection-criterion:eu]}
  - {id: m2, met: true, score_of: [vendor-product:kite], scored_under: [selection-criterion:eu]}
  - {id: m3, met: false, score_of: [vendor-product:toad], scored_under: [selection-criterion:eu]}
"""
FAST, CHEAP, EU = (f"selection-criterion:{name}" for name in ("fast", "cheap", "eu"))
HARE, KITE, TOAD = (f"vendor-product:{name}" for name in ("hare", "kite", "toad"))
# Level where 4.5 x + 2 (1 - x) = 3 x + 5 (1 - x).
RANKED: Rows = [
    (1, HARE, 3.875, 0.375, None, [], 1, CHEAP, pytest.approx(1 / 3)),
    (2, KITE, 3.5, None, None, [], 0, CHEAP, pytest.approx(1 / 3)),
    (None, TOAD, None, None, "knocked out", [EU], 0, None, None),
]


def test_the_ranking_of_a_selection() -> None:
    assert answer(estate_of(SELECTION, MET), "selection_ranking", CASE) == RANKED


def test_who_was_not_asked_about_a_knock_out_is_not_ranked() -> None:
    rows = answer(estate_of(SELECTION), "selection_ranking", CASE)
    assert {row[4] for row in rows} == {"not judged"}


@pytest.mark.parametrize(
    ("spoiler", "problem"),
    [
        ("selection_criteria: [{id: cheap, weight: 0.2}]", "weights"),
        ("delete: [score:kite-cheap-ann]", "not scored"),
    ],
)
def test_no_score_rests_on_less_than_it_needs(spoiler: str, problem: str) -> None:
    rows = answer(estate_of(SELECTION, MET, spoiler), "selection_ranking", CASE)
    kite = next(row for row in rows if row[1] == KITE)
    assert (kite[0], kite[2], kite[4]) == (None, None, problem)


SPOILED: dict[str, list[tuple[str, Rows]]] = {
    "selection_weights_wrong": [
        ("selection_criteria: [{id: fast, weight: 0.5}]", [("selection-case:queue", 0.75)]),
        ("selection_cases: [{id: empty}]", [("selection-case:empty", 0)]),
    ],
    "selection_criteria_untraced": [("", [("selection-case:queue", CHEAP, "Cheap")])],
    "selections_against_ranking": [
        ("", [("selection-case:queue", KITE, 2, None, [HARE])]),
        ("selection_cases: [{id: queue, chose: [vendor-product:hare]}]", []),
        (
            "selection_cases: [{id: queue, chose: [vendor-product:toad]}]",
            [("selection-case:queue", TOAD, None, "knocked out", [HARE])],
        ),
    ],
    "vendor_performance": [
        (
            "",
            [
                ("vendor:burrow", "2026-Q1", 0.75, None, None, None, None),
                ("vendor:burrow", "2026-Q2", 0.5, -0.25, 3, None, None),
            ],
        ),
    ],
    "contracts_before_roadmap_end": [
        (
            "services: [{id: parcel, realized_by: [component:web]}]\n"
            "components: [{id: web, uses_product: [vendor-product:kite]}]\n"
            "contracts:\n"
            "  - {id: kite, ends_on: 2027-12-30, covers: [vendor-product:kite]}\n"
            "  - {id: on, ends_on: 2027-12-30, auto_renews: true, covers: [vendor-product:kite]}\n"
            "service_roadmaps: [{id: parcel, horizon_until: 2027-06-30, for: [service:parcel],"
            " has_item: [roadmap-item:last]}]\n"
            "roadmap_items: [{id: last, ends_on: 2027-12-31}]",
            [("2027-12-30", "contract:kite", "service:parcel", "2027-12-31")],
        ),
    ],
    "products_without_alternative": [
        (
            "vendor_products: [{id: new, name: New},"
            " {id: old, replaced_by: [vendor-product:new]}]\n"
            "components: [{id: web, uses_product: [vendor-product:kite, vendor-product:old,"
            " vendor-product:new]}]",
            [("vendor-product:new", "New", 1)],
        ),
    ],
}


@pytest.mark.parametrize(
    ("name", "spoiler", "rows"),
    [(name, *case) for name, cases in SPOILED.items() for case in cases],
)
def test_what_is_asked_of_selections(name: str, spoiler: str, rows: Rows) -> None:
    assert answer(estate_of(SELECTION, MET, spoiler), name) == rows


def test_the_least_move_is_what_trying_all_of_them_finds() -> None:
    """Every weight is moved in steps of 1/400, the others scaled; the leader is then looked up."""
    draw = random.Random(5)
    steps = 400
    for _ in range(10):
        names = [f"c{n}" for n in range(draw.randint(2, 4))]
        shares = [draw.randint(1, 9) for _ in names]
        weights = {name: share / sum(shares) for name, share in zip(names, shares, strict=True)}
        one, two = ({name: float(draw.randint(1, 5)) for name in names} for _ in range(2))
        if score(weights, one) < score(weights, two):
            one, two = two, one
        if score(weights, one) - score(weights, two) < 0.05:
            continue
        tried = [
            abs(step / steps - weights[moved])
            for moved in names
            for step in range(steps + 1)
            if score(_moved(weights, moved, step / steps), one)
            <= score(_moved(weights, moved, step / steps), two)
        ]
        found = flips(weights, one, two)
        assert bool(found) == bool(tried)
        if found:
            assert found[0].change == pytest.approx(min(tried), abs=2 / steps)
            level = _moved(weights, found[0].criterion, found[0].weight)
            assert sum(level.values()) == pytest.approx(1)
            assert score(level, one) == pytest.approx(score(level, two))


def _moved(weights: dict[str, float], criterion: str, weight: float) -> dict[str, float]:
    scale = (1 - weight) / (1 - weights[criterion])
    return {name: weight if name == criterion else w * scale for name, w in weights.items()}


def test_equal_scores_share_a_place() -> None:
    assert ranks([3.0, 4.0, 4.0, 1.0]) == [3, 1, 1, 4]
