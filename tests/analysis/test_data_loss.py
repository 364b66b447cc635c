"""Recovery points: worked cases, and all paths of small estates as an oracle."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itspm_graph.analysis.data_loss import Damaged, losses, store_losses
from itspm_graph.records import Ref
from tests.estates import Edges, estate


def copied(store: str, target: str, **stated: Any) -> Edges:
    ref = target if ":" in target else f"data-store:{target}"
    return [("COPIED_TO", f"data-store:{store}", ref, stated)]


SYNC = copied("db", "twin", copy_kind="sync")
ASYNC = copied("db", "far", copy_kind="async", lag_minutes=2)
NIGHTLY = copied("db", "backup:tape", interval_minutes=1440, duration_minutes=90)
VAULT = copied("db", "backup:vault", interval_minutes=60, immutable=True)
CHAIN = ASYNC + copied("far", "backup:tape", interval_minutes=60)
SILENT = copied("db", "backup:tape", copy_kind="backup")
ALL = SYNC + ASYNC + NIGHTLY

CASES: dict[str, tuple[Edges, list[str], list[str], float, float | None, str | None]] = {
    # edges, what is down, what is corrupted, dwell, what is lost, restored from
    "a replica that is written with it": (ALL, ["db"], [], 0, 0, "twin"),
    "one that trails": (ALL, ["db", "twin"], [], 0, 2, "far"),
    "a backup: interval and duration": (ALL, ["db", "twin", "far"], [], 0, 1530, "tape"),
    "no copy survives": (ALL, ["db", "twin", "far", "tape"], [], 0, math.inf, None),
    "none was made": ([], ["db"], [], 0, math.inf, None),
    "a copy of a copy": (CHAIN, ["db", "far"], [], 0, 62, "tape"),
    "nobody says how old": (SILENT, ["db"], [], 0, None, "tape"),
    "the known one counts": (SILENT + ASYNC, ["db"], [], 0, 2, "far"),
    "corruption travels into replicas": (ALL, ["db"], ["db"], 0, math.inf, None),
    "what can't be changed stays": (ALL + VAULT, ["db"], ["db"], 0, 60, "vault"),
    "from before it began": (ALL + VAULT, ["db"], ["db"], 600, 660, "vault"),
    "behind a replica": (
        ASYNC + copied("far", "backup:tape", interval_minutes=60, offline=True),
        ["db"], ["db"], 600, 662, "tape",
    ),
    "a replica comes back from its source": (ASYNC, ["far"], [], 0, 0, "db"),
    "one that alone is corrupted too": (ASYNC, ["far"], ["far"], 0, 0, "db"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_worked_cases(case: str) -> None:
    edges, away, corrupted, dwell, minutes, copy = CASES[case]
    graph = estate(edges, {"data-store:db": {}})
    by_slug = {graph.ref(p).slug: p for p in graph.positions()}
    damaged = Damaged([by_slug[s] for s in away], [by_slug[s] for s in corrupted], dwell)
    store = by_slug["far" if away == ["far"] else "db"]
    found = store_losses(graph, damaged)[store]
    source = None if found.copy is None else graph.ref(found.copy).slug
    assert (found.minutes, source) == (minutes, copy)


def test_copies_are_kept_long_enough() -> None:
    graph = estate(VAULT, {"backup:vault": {"retention_days": 1}})
    db = [graph.position(Ref("data-store:db"))]
    assert store_losses(graph, Damaged(db, db, 1000))[db[0]].minutes == 1060
    assert store_losses(graph, Damaged(db, db, 2000))[db[0]].minutes == math.inf


def test_a_consistency_group_goes_back_together() -> None:
    nodes = {f"data-store:{s}": {"consistency_group": "orders"} for s in ("db", "queue", "index")}
    edges = NIGHTLY + copied("queue", "queue-2", copy_kind="async", lag_minutes=5)
    graph = estate(edges, nodes)
    at = {graph.ref(p).slug: p for p in graph.positions()}
    found = store_losses(graph, Damaged([at["db"], at["queue"]], []))
    assert {graph.ref(p).slug: loss.minutes for p, loss in found.items()} == {
        "db": 1530, "queue": 1530, "index": 1530,
    }  # fmt: skip
    alone = store_losses(graph, Damaged([at["queue"]], []))
    assert {graph.ref(p).slug: loss.minutes for p, loss in alone.items()} == {
        "db": 5, "queue": 5, "index": 5,
    }  # fmt: skip


def test_an_element_loses_what_the_worst_of_its_stores_does() -> None:
    keeps = {"carries_state": True}
    edges = [
        *NIGHTLY,
        *copied("log", "log-2", copy_kind="async", lag_minutes=1),
        ("DEPENDS_ON", "service:shop", "component:app", keeps),
        ("DEPENDS_ON", "component:app", "data-store:db", keeps),
        ("DEPENDS_ON", "service:shop", "data-store:log", keeps),
        ("DEPENDS_ON", "service:audit", "data-store:log", keeps),
        ("DEPENDS_ON", "service:report", "data-store:db", {}),
        ("DEPENDS_ON", "service:feed", "data-store:db", {"strength": "soft", **keeps}),
    ]
    graph = estate(edges, {})
    at = {graph.ref(p).slug: p for p in graph.positions()}
    found = losses(graph, store_losses(graph, Damaged([at["db"], at["log"]], [])))
    minutes = {str(graph.ref(p)): loss.minutes for p, loss in found.items()}
    assert minutes == {
        "data-store:db": 1530,
        "data-store:log": 1,
        "component:app": 1530,
        "service:shop": 1530,
        "service:audit": 1,
    }


KINDS = st.sampled_from(["sync", "async", "backup"])


@given(st.data())
def test_the_best_of_all_chains(data: st.DataObject) -> None:
    size = data.draw(st.integers(2, 6))
    stores = st.integers(0, size - 1)
    edges: Edges = []
    for source, target in sorted(data.draw(st.sets(st.tuples(stores, stores), max_size=9))):
        if source != target:
            said: dict[str, Any] = {"copy_kind": data.draw(KINDS)}
            said["interval_minutes"] = said["lag_minutes"] = data.draw(st.integers(0, 9))
            said["immutable"] = data.draw(st.booleans())
            edges += copied(f"s{source}", f"s{target}", **said)
    graph = estate(edges, {f"data-store:s{n}": {} for n in range(size)})
    corrupted = data.draw(st.sets(stores, max_size=1))
    away = corrupted | data.draw(st.sets(stores, max_size=4))
    dwell = data.draw(st.integers(0, 9))
    found = store_losses(graph, Damaged(away, corrupted, dwell))
    spoiled = spread(edges, corrupted)
    assert found.keys() == away | spoiled
    for store in found:
        assert found[store].minutes == by_chains(edges, store, away, spoiled, dwell)


def number(ref: str) -> int:
    return int(ref.rpartition("s")[2])


def spread(edges: Edges, corrupted: set[int]) -> set[int]:
    found = set(corrupted)
    for _ in edges:
        for _, source, target, said in edges:
            if number(source) in found and not said["immutable"] and said["copy_kind"] != "backup":
                found.add(number(target))
    return found


def by_chains(edges: Edges, store: int, away: set[int], spoiled: set[int], dwell: float) -> float:
    """The least age over every chain without repetition, from the store and what it copies."""
    origins, grown = {store}, True
    while grown:
        more = {number(s) for _, s, t, _ in edges if number(t) in origins} - origins
        origins |= more
        grown = bool(more)
    best = math.inf
    stack = [(0.0, origin, origin not in spoiled, (origin,)) for origin in origins]
    while stack:
        age, at, clean, chain = stack.pop()
        if clean and at not in away:
            best = min(best, age)
        for _, source, target, said in edges:
            there = number(target)
            if number(source) != at or chain.count(there) > 1:
                continue
            if not clean and said["copy_kind"] == "backup" and not said["immutable"]:
                continue
            turns = said["immutable"] and not clean
            cost = 0.0 if said["copy_kind"] == "sync" else said["interval_minutes"]
            if said["copy_kind"] == "sync":
                cost = said["lag_minutes"]
            older = age + cost + (dwell if turns else 0)
            stack.append((older, there, clean or turns, (*chain, there)))
    return best
