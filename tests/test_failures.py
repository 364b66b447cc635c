"""Single points, cut sets and availability as the verbs answer them: limits, honesty, bad input."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from api.app import create_app
from itspm_graph.errors import ItspmError
from itspm_graph.session import Session
from tests.api.client import Client

# The bridge of reliability textbooks: two ways from one side to the other, joined in the middle.
BRIDGE = """
format: itspm/v1
services:
  - {id: bridge, tier: 1, revenue_per_hour: 100, currency: EUR, depends_on: [
      {component: left, group: ways, at_least: 1}, {component: right, group: ways, at_least: 1}]}
components:
  - {id: left, depends_on: [component:e4,
      {component: e1, group: in, at_least: 1}, {component: across-left, group: in, at_least: 1}]}
  - {id: right, depends_on: [component:e5,
      {component: e2, group: in, at_least: 1}, {component: across-right, group: in, at_least: 1}]}
  - {id: across-left, depends_on: [component:e3, component:e2]}
  - {id: across-right, depends_on: [component:e3, component:e1]}
  - {id: e1, unavailability: 0.1}
  - {id: e2, availability: 0.9}
  - {id: e3, mtbf_hours: 90, mttr_hours: 10}
  - {id: e4, unavailability: 0.1}
  - {id: e5, unavailability: 0.1}
customers: [{id: town, subscribes_to: [service-offering:crossing]}]
service_offerings: [{id: crossing}]
"""
EVENTS = [f"component:e{number}" for number in range(1, 6)]


@pytest.fixture
def bridge(plain: Session) -> Session:
    plain.apply(BRIDGE)
    offer = "services: [{id: bridge, has_offering: [service-offering:crossing]}]"
    plain.apply(f"format: itspm/v1\n{offer}")
    return plain


def among(sets: list[list[str]]) -> set[frozenset[str]]:
    """The cut sets that consist of the five arcs."""
    return {frozenset(members) for members in sets if set(members) <= set(EVENTS)}


def test_the_bridge(bridge: Session) -> None:
    found = bridge.cuts("service:bridge", max_order=5)
    expected = ["12", "45", "135", "234"]
    assert among(found.cut_sets) == {frozenset(f"component:e{n}" for n in s) for s in expected}
    assert found.complete
    assert found.total == sum(found.orders.values()) == len(found.cut_sets)
    known = [p for p in found.probabilities if p is not None]
    assert known == sorted(known, reverse=True)
    figure = bridge.availability("service:bridge")
    assert figure.availability == pytest.approx(0.97848, abs=1e-12)
    assert (figure.method, figure.events, figure.interval) == ("exact", 5, None)
    assert figure.bounds is not None
    assert figure.bounds[0] <= figure.unavailability <= figure.bounds[1]
    assert {item.ref for item in figure.importance} == set(EVENTS)
    assert "component:left" in figure.without_figure
    assert figure.downtime_minutes == pytest.approx(figure.unavailability * 525_960)


def test_counting_and_listing_agree(bridge: Session) -> None:
    counted = bridge.cuts("service:bridge", count=True)
    listed = bridge.cuts("service:bridge", max_order=9)
    assert counted.cut_sets == []
    assert counted.orders == {order: number for order, number in listed.orders.items() if order < 4}
    assert counted.total == listed.total
    assert counted.complete


@pytest.mark.parametrize(
    ("ask", "missing"),
    [
        (lambda s: s.cuts("service:bridge"), "more than 2 are counted, not listed"),
        (lambda s: s.cuts("service:bridge", max_order=9, limit=1), "only the 1 most probable"),
        (lambda s: s.cuts("service:bridge", count=True, seconds=1e-9), "only sets of one and two"),
    ],
)
def test_what_is_missing_is_said(
    bridge: Session, ask: Callable[[Session], object], missing: str
) -> None:
    found = ask(bridge)
    assert not found.complete
    assert missing in found.stopped


def test_a_count_that_was_given_up_has_no_total(bridge: Session) -> None:
    whole = bridge.cuts("service:bridge", count=True)
    found = bridge.cuts("service:bridge", count=True, seconds=1e-9)
    assert found.total is None
    assert found.orders == {order: whole.orders[order] for order in (1, 2)}


def test_simulation_is_never_silent(bridge: Session) -> None:
    exact = bridge.availability("service:bridge")
    drawn = bridge.availability("service:bridge", seconds=1e-9, samples=20_000, seed=7)
    assert drawn.method == "simulated"
    assert "seconds" in str(drawn.why_simulated)
    assert (drawn.samples, drawn.seed) == (20_000, 7)
    assert drawn.interval is not None
    assert drawn.interval[0] < exact.unavailability < drawn.interval[1]
    assert drawn == bridge.availability("service:bridge", seconds=1e-9, samples=20_000, seed=7)
    with pytest.raises(ItspmError, match="seconds"):
        bridge.availability("service:bridge", method="exact", seconds=1e-9)


@pytest.mark.parametrize(
    ("promised", "options", "met"),
    [
        (0.978, {}, True),
        (0.97848, {}, True),
        (0.99, {}, False),
        (0.97848, {"method": "simulated", "samples": 1_000}, None),
        (0.9, {"method": "simulated", "samples": 10_000}, True),
    ],
)
def test_promises_are_compared(
    bridge: Session, promised: float, options: dict[str, object], met: bool | None
) -> None:
    target = f"{{id: up, measure: availability, target: {promised}}}"
    link = "services: [{id: bridge, sets_target: [service-level-target:up]}]"
    bridge.apply(f"format: itspm/v1\nservice_level_targets: [{target}]\n{link}")
    (promise,) = bridge.availability("service:bridge", **options).promises
    assert (promise.promised, promise.met) == (promised, met)


def test_single_points(plain: Session) -> None:
    plain.apply(
        "format: itspm/v1\n"
        "services:\n"
        "  - {id: a, tier: 2, revenue_per_hour: 5, depends_on: [component:x, component:y]}\n"
        "  - {id: b, tier: 1, revenue_per_hour: 7, currency: EUR, depends_on: [component:x]}\n"
        "components: [{id: x, hosted_at: site:s}, {id: y}, {id: lonely}]\n"
        "sites: [{id: s}]"
    )
    found = plain.single_points()
    harm = {item.ref: item.harm for item in found.elements}
    assert list(harm) == ["site:s", "component:x", "component:y"]
    assert harm["site:s"].model_dump() == {
        "elements": 3, "services": 2, "activities": 0, "customers": 0,
        "revenue_per_hour": {"EUR": 7.0, "XXX": 5.0},
    }  # fmt: skip
    assert found.elements[0].services == ["service:b", "service:a"]
    points = [(s.ref, s.single_points) for s in found.services]
    assert points == [
        ("service:b", ["site:s", "component:x"]),
        ("service:a", ["site:s", "component:x", "component:y"]),
    ]
    assert (found.tried, found.complete) == (4, True)
    only_a = plain.single_points(["service:a"], limit=2)
    assert [item.ref for item in only_a.elements] == ["site:s", "component:x"]
    assert not only_a.complete
    sites = plain.single_points(basic=["site"])
    assert [item.ref for item in sites.elements] == ["site:s"]
    assert (sites.basic, sites.tried) == (["Site"], 1)


@pytest.mark.parametrize(
    ("ask", "code", "message"),
    [
        (lambda s: s.cuts("service:bridge", basic=["customr"]), "unknown-type", "Customer"),
        (lambda s: s.cuts("service:bridge", basic=["contract"]), "unknown-type", "elements"),
        (lambda s: s.cuts("service:bridge", max_order=0), "invalid-argument", "max_order"),
        (lambda s: s.cuts("service:bridge", limit=0), "invalid-argument", "limit"),
        (lambda s: s.cuts("service:bridgee"), "unknown-reference", "service:bridge"),
        (lambda s: s.cuts("person:x"), "unknown-reference", "person:x"),
        (lambda s: s.availability("service:bridge", samples=0), "invalid-argument", "samples"),
        (lambda s: s.single_points(limit=0), "invalid-argument", "limit"),
    ],
)
def test_bad_input(
    bridge: Session, ask: Callable[[Session], object], code: str, message: str
) -> None:
    with pytest.raises(ItspmError, match=message) as caught:
        ask(bridge)
    assert caught.value.code == code


def test_a_server_has_limits(bridge: Session) -> None:
    call = '{ cutSets(ref: "service:bridge", seconds: 9999) { total } }'
    answer = Client(create_app(bridge)).post("/graphql", json={"query": call}).json()
    assert "at most" in answer["errors"][0]["message"]
    assert "limit-exceeded" in json.dumps(answer["errors"])


def test_what_rests_on_nothing_never_falls(plain: Session) -> None:
    plain.apply("format: itspm/v1\nservices: [{id: alone}]")
    found = plain.cuts("service:alone", count=True)
    assert (found.orders, found.total, found.complete, found.events) == ({}, 0, True, 0)
    figure = plain.availability("service:alone")
    assert (figure.unavailability, figure.availability, figure.method) == (0, 1, "exact")


def test_a_size_beyond_all_events_costs_nothing(bridge: Session) -> None:
    found = bridge.cuts("service:bridge", max_order=2_000_000_000)
    assert found.complete
    assert max(found.orders) <= found.events
    with pytest.raises(ItspmError, match="leave out max_order"):
        bridge.cuts("service:bridge", max_order=3, count=True)


# Three servers at half of the load each, of which half must be left; without search a little less.
SHOP = """
format: itspm/v1
services:
  - {id: shop, mbco: 0.6, tier: 1, revenue_per_hour: 9, currency: EUR, depends_on: [
      {component: web-1, group: web, share: 0.5}, {component: web-2, group: web, share: 0.5},
      {component: web-3, group: web, share: 0.5}, {service: search, strength: soft, weight: 0.3},
      {service: advice, strength: soft}]}
  - {id: search, depends_on: [{component: index, strength: soft, weight: 0.5}, component: lookup]}
  - {id: advice}
components:
  - {id: web-1, unavailability: 0.1, hosted_at: site:north}
  - {id: web-2, unavailability: 0.1, hosted_at: site:north}
  - {id: web-3, unavailability: 0.1}
  - {id: index, unavailability: 0.2}
  - {id: lookup, unavailability: 0.3}
sites: [{id: north}]
"""


@pytest.fixture
def shop(plain: Session) -> Session:
    plain.apply(SHOP)
    return plain


def test_loss_below_the_objective(shop: Session) -> None:
    """Two of three servers lost leave 50 %, search lost leaves 70 %: of 60 % and of 80 %."""
    down, below = (shop.cuts("service:shop", loss=loss) for loss in ("down", "below-mbco"))
    pairs = [["web-1", "web-2"], ["web-1", "web-3"], ["web-2", "web-3"]]
    assert (down.loss, below.loss) == ("down", "below-mbco")
    assert sorted(map(sorted, down.cut_sets)) == [["component:web-3", "site:north"]]
    assert sorted(map(sorted, below.cut_sets)) == [
        *([f"component:{name}" for name in pair] for pair in pairs), ["site:north"],
    ]  # fmt: skip
    assert (below.orders, below.total, below.complete, below.events) == ({1: 1, 2: 3}, 4, True, 6)
    figure = shop.availability("service:shop", loss="below-mbco")
    assert (figure.method, figure.loss) == ("exact", "below-mbco")
    assert figure.unavailability == pytest.approx(0.028, rel=1e-12)
    assert shop.availability("service:shop").unavailability == pytest.approx(0.001, rel=1e-12)
    shop.apply("format: itspm/v1\nservices: [{id: shop, mbco: 0.8}]")
    figure = shop.availability("service:shop", loss="below-mbco")
    assert figure.unavailability == pytest.approx(1 - 0.972 * 0.7, rel=1e-12)


def test_single_points_below_the_objective(shop: Session) -> None:
    assert shop.single_points(["service:shop"]).elements == []
    found = shop.single_points(["service:shop"], loss="below-mbco")
    (point,) = found.elements
    assert (found.loss, point.ref, point.services) == ("below-mbco", "site:north", ["service:shop"])
    assert (point.harm.services, point.harm.revenue_per_hour) == (1, {"EUR": 9.0})
    assert [service.single_points for service in found.services] == [["site:north"]]
    ranked = shop.single_points(loss="below-mbco")
    assert [item.ref for item in ranked.elements] == ["site:north", "component:lookup"]


def test_what_of_an_objective_is_not_assessed(shop: Session) -> None:
    weight = ("service:shop", "no-weight", ["service:advice"])
    for found in (
        shop.cuts("service:shop", loss="below-mbco"),
        shop.availability("service:shop", loss="below-mbco"),
    ):
        assert [(n.ref, n.reason, n.on) for n in found.not_assessed] == [weight]
    assert shop.cuts("service:shop").not_assessed == []
    ranked = shop.single_points(loss="below-mbco")
    assert [(n.ref, n.reason, n.on) for n in ranked.not_assessed] == [
        ("service:search", "no-mbco", []), weight,
    ]  # fmt: skip


@pytest.mark.parametrize("verb", [Session.cuts, Session.availability])
def test_without_an_objective_nothing_is_below_it(
    shop: Session, verb: Callable[..., object]
) -> None:
    with pytest.raises(
        ItspmError, match=r"service:search states no mbco.*has_bia.*`down`"
    ) as found:
        verb(shop, "service:search", loss="below-mbco")
    assert found.value.code == "no-mbco"
    shop.apply(
        "format: itspm/v1\nservices: [{id: search, has_bia: [business-impact-analysis:search]}]\n"
        "business_impact_analyses: [{id: search, mbco: 0.6}]"
    )
    assert [set(s) for s in shop.cuts("service:search", loss="below-mbco").cut_sets] == [
        {"component:lookup"}, {"component:index"},
    ]  # fmt: skip


def test_a_load_that_goes_round_leaves_out_larger_sets(shop: Session) -> None:
    shop.apply("format: itspm/v1\ncomponents: [{id: web-3, depends_on: [service:shop]}]")
    found = shop.cuts("service:shop", loss="below-mbco", count=True)
    assert (found.orders, found.total, found.complete) == ({1: 1, 2: 3}, None, False)
    assert "service:shop shares its load with what needs it in turn" in str(found.stopped)
    figure = shop.availability("service:shop", loss="below-mbco", samples=20_000)
    assert (figure.method, figure.importance) == ("simulated", [])
    assert "shares its load" in str(figure.why_simulated)
    assert figure.interval is not None
    assert figure.interval[0] < 0.028 < figure.interval[1]
