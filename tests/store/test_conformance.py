"""What every store must do. The same tests run over each, unchanged."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itspm_graph.errors import RevisionConflict
from itspm_graph.graph import Change, EdgeId, Graph, canonical
from itspm_graph.records import Ref
from itspm_graph.store import Store

A, B, C = (Ref(f"component:{name}") for name in "abc")
NEEDS = EdgeId("DEPENDS_ON", A, B)
GROUPED = EdgeId("DEPENDS_ON", A, C, "db")


def node(ref: Ref, before: dict[str, Any] | None = None, **after: Any) -> Change:
    text = canonical({"name": ref.slug, **after}) if after or before is None else None
    return Change(ref, canonical(before) if before else None, text)


def write(store: Store, *changes: Change, expected: int | None = None) -> int:
    head = store.head() if expected is None else expected
    return store.write(changes, expected=head, author="anna", reason="a test").number


def test_a_new_store_is_empty(store: Store) -> None:
    assert store.head() == 0
    assert store.revisions() == []
    assert store.snapshot().records() == {}
    assert list(store.changes(0)) == []


def test_what_is_written_is_read_back(store: Store, open_again: Callable[[], Store]) -> None:
    changes = [
        node(A, tags=["one", "two"], version="1.2"),
        node(B, availability=0.999, attributes={"deep": {"er": [1, 2.5, None, "é"]}}),
        node(C, lifecycle="operate", valid_from="2026-01-31", stub=True),
        Change(NEEDS, None, canonical({"tolerance_minutes": 5.0})),
        Change(GROUPED, None, canonical({"group": "db", "at_least": 1})),
    ]
    assert write(store, *changes) == 1
    expected = {change.id: change.after for change in changes}
    assert store.snapshot().records() == expected
    assert open_again().snapshot().records() == expected
    assert store.snapshot().revision == 1


@pytest.mark.parametrize(
    ("ref", "fields"),
    [
        (
            "exercise:spring",
            {"held_on": "2026-05-04", "kind": "tabletop", "result": "two hours late"},
        ),
        (
            "gate-decision:x",
            {
                "decided_at": "2026-11-23T09:30:00.250000Z",
                "gate": "TG6",
                "outcome": "reject",
                "passed": False,
                "reason": "r",
            },
        ),
        ("evidence:x", {"rows": [{"ref": "a", "hops": 2}], "parameters": {"on": "2026-01-01"}}),
        ("scenario:x", {"starts_at": "2026-11-23T09:30:00+02:00", "duration_minutes": 90.0}),
        ("site:x", {"name": "Zürich \u2014 \U0001f3d4 'quoted' \"double\" \\ back"}),
        ("service:x", {"tier": 1, "capacity": 1e-9, "revenue_per_hour": 123456.78}),
    ],
)
def test_every_kind_of_value_survives(store: Store, ref: str, fields: dict[str, Any]) -> None:
    text = canonical({"name": "x", **fields})
    write(store, Change(Ref(ref), None, text))
    assert store.snapshot().records() == {Ref(ref): text}


def test_changes_and_deletions(store: Store) -> None:
    write(store, node(A), node(B), node(C), Change(NEEDS, None, "{}"), Change(GROUPED, None, "{}"))
    changed = canonical({"name": "new", "version": "2"})
    write(
        store,
        Change(B, canonical({"name": "b"}), changed),
        Change(NEEDS, "{}", canonical({"confidence": 0.5})),
    )
    records = store.snapshot().records()
    assert records[B] == changed
    assert records[NEEDS] == canonical({"confidence": 0.5})


def test_deleting_a_node_with_its_edges(store: Store) -> None:
    text = canonical({"group": "db", "at_least": 1})
    write(store, node(A), node(C), Change(GROUPED, None, text))
    write(store, Change(GROUPED, text, None), Change(C, canonical({"name": "c"}), None))
    assert store.snapshot().records() == {A: canonical({"name": "a"})}


def test_parallel_edges_are_told_apart_by_their_group(store: Store) -> None:
    one, two = (EdgeId("DEPENDS_ON", A, B, name) for name in ("x", "y"))
    texts = [canonical({"group": name, "at_least": 1}) for name in ("x", "y")]
    write(store, node(A), node(B), Change(one, None, texts[0]), Change(two, None, texts[1]))
    write(store, Change(one, texts[0], None))
    assert set(store.snapshot().records()) == {A, B, two}


def test_edges_with_two_identifying_properties(store: Store) -> None:
    text = canonical({"driver": "a|b", "period": "2026"})
    edge = EdgeId("CONSUMES", A, B, '["a|b", "2026"]')
    write(store, node(A), node(B), Change(edge, None, text))
    assert store.snapshot().records()[edge] == text
    write(store, Change(edge, text, None))
    assert edge not in store.snapshot().records()


def test_a_self_loop(store: Store) -> None:
    loop = EdgeId("DEPENDS_ON", A, A)
    write(store, node(A), Change(loop, None, "{}"))
    assert store.snapshot().records()[loop] == "{}"


def test_the_log_tells_who_when_why_before_and_after(store: Store) -> None:
    write(store, node(A))
    second = Change(A, canonical({"name": "a"}), canonical({"name": "z"}))
    write(store, second)
    first, last = store.revisions()
    assert (first.number, last.number) == (1, 2)
    assert (last.author, last.reason, last.size) == ("anna", "a test", 1)
    assert first.at < last.at
    assert last.at.endswith("Z")
    assert [(c.revision, c.change) for c in store.changes(1)] == [(2, second)]
    assert [c.revision for c in store.changes(0)] == [1, 2]
    assert [c.revision for c in store.changes(0, 1)] == [1]


def test_a_stale_write_is_refused_and_leaves_nothing(store: Store) -> None:
    write(store, node(A))
    with pytest.raises(RevisionConflict, match="revision 1"):
        write(store, node(B), expected=0)
    assert store.head() == 1
    assert set(store.snapshot().records()) == {A}
    assert len(store.revisions()) == 1


def test_of_two_writers_one_wins(open_again: Callable[[], Store]) -> None:
    stores = [open_again() for _ in range(4)]
    outcomes: list[str] = []

    def attempt(number: int) -> None:
        try:
            write(stores[number], node(Ref(f"component:w{number}")), expected=0)
            outcomes.append("written")
        except RevisionConflict:
            outcomes.append("refused")

    threads = [threading.Thread(target=attempt, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["refused", "refused", "refused", "written"]
    assert stores[0].head() == 1
    assert len(stores[1].snapshot().records()) == 1


def test_replaying_the_log_gives_the_snapshot(store: Store) -> None:
    write(store, node(A), node(B), Change(NEEDS, None, "{}"))
    write(store, Change(NEEDS, "{}", None), node(C))
    write(store, Change(B, canonical({"name": "b"}), None))
    replayed = Graph.empty().apply([logged.change for logged in store.changes(0)], store.head())
    assert replayed.records() == store.snapshot().records()


texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(texts, json_values, max_size=4), texts, st.lists(texts, max_size=3))
@settings(max_examples=15)
def test_any_attributes_survive(
    store: Store, attributes: dict[str, Any], name: str, tags: list[str]
) -> None:
    before = store.snapshot().records().get(A)
    fields = {"name": name, "attributes": attributes, "tags": tags}
    text = canonical({key: value for key, value in fields.items() if value})
    if text != before:
        write(store, Change(A, before, text))
    assert store.snapshot().records() == {A: text}


@pytest.mark.slow
def test_many_records_in_one_write(store: Store) -> None:
    refs = [Ref(f"component:n{number:05}") for number in range(6_000)]
    edges = [EdgeId("DEPENDS_ON", refs[i], refs[i // 2]) for i in range(1, len(refs))]
    write(store, *(node(ref) for ref in refs), *(Change(edge, None, "{}") for edge in edges))
    snapshot = store.snapshot()
    assert len(snapshot.positions()) == 6_000
    assert len(snapshot.table("DEPENDS_ON").sources) == 5_999
    assert len(list(store.changes(0))) == 11_999
