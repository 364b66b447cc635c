"""What a retirement saves and strands: small books by hand, laws on drawn ones."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itspm_graph.analysis.cost_roll_up import roll_up
from itspm_graph.analysis.retired_costs import RetiredCosts, retired_costs
from itspm_graph.graph import Graph
from itspm_graph.records import Ref
from tests.queries.estates import estate_of


def retiring(graph: Graph, *refs: str, orphans: tuple[str, ...] = ()) -> RetiredCosts:
    positions = [graph.position(Ref.parse(ref)) for ref in refs]
    left = [graph.position(Ref.parse(ref)) for ref in orphans]
    return retired_costs(graph, roll_up(graph, "2026"), positions, left)


def changes(found: RetiredCosts) -> dict[str, tuple[float, float]]:
    """Full cost before and after of those who stay, where there is one currency."""
    return {
        str(found.graph.ref(each.position)): (
            sum((each.before.full or {}).values()),
            sum((each.after.full or {}).values()),
        )
        for each in found.changed
    }


SHARED = """
services:
  - {id: fax, name: Fax, realized_by: [component:line],
     consumes: [{service: base, driver: cores, volume: 1, period: "2026"}]}
  - {id: web, name: Web, consumes: [{service: base, driver: cores, volume: 3, period: "2026"}]}
  - {id: base, name: Base}
components: [{id: line, name: Line}]
cost_items:
  - {id: staff, name: Staff, amount: 100, currency: EUR, period: "2026", kind: opex,
     cost_of: [service:fax]}
  - {id: line, name: Line, amount: 10, currency: EUR, period: "2026", kind: opex,
     cost_of: [component:line]}
  - {id: base, name: Base, amount: 400, currency: EUR, period: "2026", kind: opex,
     variable_share: 0.2, cost_of: [service:base]}
"""
"""Fax costs 100 and a quarter of a base of 400, of which a fifth is variable; its line costs 10."""


def test_a_quarter_of_a_shared_base() -> None:
    """100 and 10 go, and a fifth of fax's 100 of the base; the web pays the other 80."""
    found = retiring(estate_of(SHARED), "service:fax", orphans=("component:line",))
    assert found.full == pytest.approx({"EUR": 210})
    assert found.saved == pytest.approx({"EUR": 130})
    assert found.stranded == pytest.approx({"EUR": 80})
    assert (found.invested, found.undetermined, found.written_off) == ({}, {}, {})
    assert changes(found) == {
        "service:web": pytest.approx((300, 380)),
        "service:base": pytest.approx((400, 380)),
    }
    assert [each.uses_gone for each in found.changed] == [False, False]


def test_a_unit_of_the_base_gets_dearer_for_those_who_stay() -> None:
    found = retiring(estate_of(SHARED), "service:fax")
    units = {
        str(found.graph.ref(each.position)): (each.before.unit_cost, each.after.unit_cost)
        for each in found.changed
    }
    assert units["service:base"] == ({"EUR": pytest.approx(100)}, {"EUR": pytest.approx(380 / 3)})
    assert units["service:web"] == (None, None)


def test_an_offering_goes_with_its_service_and_stays_one_thing_with_it() -> None:
    """The base is asked for through its offering: still one row, of the service."""
    offered = """
services: [{id: base, has_offering: [service-offering:base-std]}]
service_offerings: [{id: base-std, name: Base standard}]
customers: [{id: acme, name: Acme,
  consumes: [{service: base, driver: cores, volume: 4, period: "2026"}]}]
"""
    found = retiring(estate_of(SHARED, offered), "service:fax")
    assert changes(found) == {
        "service:web": pytest.approx((150, 390 * 3 / 7)),
        "customer:acme": pytest.approx((200, 390 * 4 / 7)),
        "service:base": pytest.approx((400, 390)),
    }


def test_nothing_is_saved_where_all_is_fixed_and_shared() -> None:
    graph = estate_of(
        SHARED, "delete: [cost-item:staff, cost-item:line]",
        "cost_items: [{id: base, variable_share: 0}]",
    )  # fmt: skip
    found = retiring(graph, "service:fax", orphans=("component:line",))
    assert (found.saved, found.stranded) == ({}, {"EUR": 100})
    assert changes(found) == {
        "service:web": pytest.approx((300, 400)),
        "service:base": pytest.approx((400, 400)),
    }


def test_the_last_consumer_leaves_the_base_with_its_own_cost() -> None:
    found = retiring(estate_of(SHARED, "delete: [service:web]"), "service:fax")
    assert found.saved == pytest.approx({"EUR": 180})
    assert changes(found) == {"service:base": pytest.approx((400, 320))}


def test_investments_stay_on_the_books() -> None:
    """What goes keeps its investment, and nobody bears it; the shared one is borne by others."""
    invested = """
cost_items:
  - {id: staff, kind: capex, book_value: 70}
  - {id: base, kind: capex, book_value: 900}
  - {id: old, name: Old, amount: 5, currency: EUR, period: "2024", kind: capex, book_value: 2,
     cost_of: [component:line]}
"""
    found = retiring(estate_of(SHARED, invested), "service:fax", orphans=("component:line",))
    assert (found.saved, found.stranded) == ({"EUR": 10}, {"EUR": 200})
    assert (found.invested, found.written_off) == ({"EUR": 100}, {"EUR": 72})


def test_what_is_missing_is_said_and_never_counted_as_saved() -> None:
    missing = """
components: [{id: bare, name: Bare}]
cost_items:
  - {id: base, variable_share: null}
  - {id: staff, kind: null}
  - {id: line, kind: capex}
  - {id: late, name: Late, amount: 5, currency: EUR, cost_of: [service:fax]}
"""
    graph = estate_of(SHARED, missing)
    found = retiring(graph, "service:fax", orphans=("component:line", "component:bare"))
    assert found.undetermined == {"EUR": 100}
    assert changes(found)["service:web"] == pytest.approx((300, 400))
    assert {(str(graph.ref(position)), text) for position, text in found.unknown()} == {
        ("component:bare", "goes too, and no cost of it is on record"),
        ("cost-item:base", "others use it too, and nobody says how variable it is"),
        ("cost-item:staff", "isn't said to be an investment or a running cost: taken for running"),
        ("cost-item:line", "an investment of which no value on the books is stated"),
        ("cost-item:late", "states no period: not counted"),
        (
            "cost-item:late",
            "isn't said to be an investment or a running cost: taken for running",
        ),
    }


def test_a_component_that_stays_and_nobody_pays_for_is_named() -> None:
    found = retiring(estate_of(SHARED), "service:fax")
    text = "the cost of component:line, which it needs, is borne by nobody"
    assert list(found.unknown()) == [(found.graph.position(Ref("service:fax")), text)]


def test_currencies_never_meet() -> None:
    foreign = (
        "cost_items: [{id: abroad, name: Abroad, amount: 40, currency: USD, period: '2026',"
        " kind: opex, variable_share: 1, cost_of: [service:base]}]"
    )
    found = retiring(estate_of(SHARED, foreign), "service:fax")
    assert found.saved == pytest.approx({"EUR": 120, "USD": 10})


def test_services_that_serve_each_other() -> None:
    """Of the base's 100, half reach the watch, and half of that come back, to arrive again.

    Retiring the watch takes the cycle out: 50 of the base flow into it, all fixed.
    """
    cycle = """
services:
  - {id: base, name: Base, consumes: [{service: watch, driver: checks, volume: 1}]}
  - {id: watch, name: Watch, consumes: [{service: base, driver: cores, volume: 1}]}
  - {id: web, name: Web, consumes: [{service: watch, driver: checks, volume: 1},
     {service: base, driver: cores, volume: 1}]}
cost_items:
  - {id: base, name: Base, amount: 100, currency: EUR, period: "2026", kind: opex,
     variable_share: 0, cost_of: [service:base]}
  - {id: watch, name: Watch, amount: 12, currency: EUR, period: "2026", kind: opex,
     cost_of: [service:watch]}
"""
    found = retiring(estate_of(cycle), "service:watch")
    assert (found.saved, found.stranded) == ({"EUR": 12}, {"EUR": 50})
    web, base = changes(found)["service:web"], changes(found)["service:base"]
    assert web == pytest.approx((112, 100))
    assert base == pytest.approx((141.333, 100), abs=1e-3)
    assert {each.uses_gone for each in found.changed} == {True}


def test_a_cycle_that_closes_when_the_only_way_out_goes() -> None:
    closing = """
services:
  - {id: a, name: A, consumes: [{service: b, driver: x, volume: 1}]}
  - {id: b, name: B, consumes: [{service: a, driver: x, volume: 1}]}
  - {id: out, name: Out, consumes: [{service: b, driver: x, volume: 1}]}
cost_items: [{id: a, name: A, amount: 8, currency: EUR, period: "2026", kind: opex,
  variable_share: 0, cost_of: [service:a]}]
"""
    graph = estate_of(closing)
    found = retiring(graph, "service:out")
    assert (found.saved, found.stranded) == ({}, {"EUR": 8})
    assert {each.after.full for each in found.changed} == {None}
    assert {str(graph.ref(p)) for p, text in found.unknown() if "closed cycle" in text} == {
        "service:a",
        "service:b",
    }


@st.composite
def books(draw: st.DrawFn) -> tuple[Graph, list[int], list[int]]:
    """Services that consume each other in any way, some with idle capacity, and some that go."""
    size = draw(st.integers(2, 7))
    number = st.integers(0, size - 1)
    uses = draw(st.dictionaries(st.tuples(number, number), st.integers(1, 9), max_size=3 * size))
    idle = draw(st.lists(st.sampled_from([0, 0, 0.25, 0.5]), min_size=size, max_size=size))
    items = draw(
        st.lists(
            st.tuples(
                number,
                st.integers(1, 999),
                st.sampled_from(["EUR", "USD"]),
                st.sampled_from(["opex", "opex", "capex", "null"]),
                st.sampled_from([0, 0.25, 1, "null"]),
            ),
            max_size=2 * size,
        )
    )
    lines = ["services:", *(f"  - {{id: s{n}, name: S{n}}}" for n in range(size))]
    if any(idle):
        lines.append("allocation_rules:")
    lines += [
        f"  - {{id: r{n}, name: R, driver: x, idle_share: {share}, allocates: [service:s{n}]}}"
        for n, share in enumerate(idle)
        if share
    ]
    lines += ["edges:"] if uses else []
    lines += [
        f"  - {{type: CONSUMES, from: service:s{v}, to: service:s{u}, driver: x, volume: {volume}}}"
        for (u, v), volume in uses.items()
    ]
    lines += ["cost_items:"] if items else []
    lines += [
        f"  - {{id: c{k}, name: C, amount: {amount}, currency: {currency}, period: '2026',"
        f" kind: {kind}, variable_share: {variable}, cost_of: [service:s{n}]}}"
        for k, (n, amount, currency, kind, variable) in enumerate(items)
    ]
    graph = estate_of("\n".join(lines))
    gone = draw(st.lists(number, min_size=1, max_size=size, unique=True))
    positions = [graph.position(Ref(f"service:s{n}")) for n in gone]
    split = draw(st.integers(1, len(gone)))
    return graph, positions[:split], positions[split:]


def dense(found: RetiredCosts) -> dict[str, tuple[float, float]]:
    """Full and saved cost by currency, from the definition: absorbed where it is gone."""
    rolled = found.rolled
    shares = rolled.allocation.shares.toarray()
    gone = [rolled.place[e] for e in found.gone if e in rolled.place]
    shares[gone] = 0
    flow = np.zeros(len(shares))
    flow[gone] = 1
    for _ in range(20_000):
        flow_next = np.where(flow == 1, 1, shares @ flow)
        if np.abs(flow_next - flow).max(initial=0) < 1e-15:
            break
        flow = flow_next
    totals = dict.fromkeys(rolled.currencies, (0.0, 0.0))
    for cost in rolled.costs:
        element, amount = cost.element or 0, cost.amount or 0
        part = amount * flow[rolled.place[element]]
        running = cost.stated.get("kind") != "capex"
        variable = 1 if element in found.gone else cost.stated.get("variable_share") or 0
        full, saved = totals[cost.currency or ""]
        totals[cost.currency or ""] = full + part, saved + part * variable * running
    return totals


def kept(found: RetiredCosts, *, after: bool) -> np.ndarray:
    """What ends with somebody, by currency; what enters a closed cycle ends there."""
    rolled = found.after if after else found.rolled
    shares = rolled.allocation.shares.toarray()
    closed = [rolled.place[e] for e in rolled.in_closed_cycle]
    shares[closed] = 0
    full = np.linalg.solve(np.eye(len(shares)) - shares.T, rolled.direct)
    ends: np.ndarray = ((1 - shares.sum(axis=1))[:, None] * full).sum(axis=0)
    return ends


@given(books())
@settings(max_examples=60)
def test_what_those_who_stay_bear_is_what_was_borne_less_what_is_saved(
    drawn: tuple[Graph, list[int], list[int]],
) -> None:
    graph, retired, orphans = drawn
    found = retired_costs(graph, roll_up(graph, "2026"), retired, orphans)
    totals = dense(found)
    for currency, (full, saved) in totals.items():
        parts = (found.saved, found.stranded, found.undetermined)
        assert found.full.get(currency, 0) == pytest.approx(full, abs=1e-6)
        assert found.saved.get(currency, 0) == pytest.approx(saved, abs=1e-6)
        assert sum(part.get(currency, 0) for part in parts) == pytest.approx(full, abs=1e-6)
        assert found.saved.get(currency, 0) <= full + 1e-9
    saving = np.array([found.saved.get(currency, 0) for currency in found.rolled.currencies])
    assert kept(found, after=False) == pytest.approx(kept(found, after=True) + saving, abs=1e-5)
    standing = found.after.allocation
    assert np.all(found.after.direct >= 0)
    assert np.all(np.asarray(standing.shares.sum(axis=1)) <= 1 + 1e-12)
    for each in found.changed:
        assert each.position not in found.gone
