"""When contracts can end, what they cost until then, and the money of a retirement as a whole."""

from __future__ import annotations

from datetime import date

import pytest

from itspm_graph.answers.contract_ends import (
    LEAVES_EARLY,
    NO_COST,
    NO_CURRENCY,
    NO_DAY,
    NO_NOTICE,
    RUNS_ON,
    earliest_end,
    months_begun,
    ways_out,
)
from itspm_graph.answers.retirement import Retirement
from itspm_graph.records import Ref
from itspm_graph.retirement.money import retirement_costs
from tests.queries.estates import TODAY, estate_of

UNTIL = date(2026, 12, 31)


@pytest.mark.parametrize(
    ("after", "until", "months"),
    [
        ("2026-12-31", "2027-03-31", 3),
        ("2026-11-30", "2027-02-28", 3),
        ("2026-12-31", "2027-01-01", 1),
        ("2027-01-14", "2027-03-09", 2),
        ("2027-01-14", "2027-03-14", 2),
        ("2027-01-14", "2027-03-15", 3),
    ],
)
def test_months_that_have_to_be_paid(after: str, until: str, months: int) -> None:
    assert months_begun(date.fromisoformat(after), date.fromisoformat(until)) == months


@pytest.mark.parametrize(
    ("stated", "ends", "notice_by"),
    [
        ({"ends_on": "2027-06-30"}, "2027-06-30", None),
        ({"ends_on": "2027-06-30", "auto_renews": True}, None, None),
        (
            {"ends_on": "2027-06-30", "auto_renews": True, "notice_days": 180},
            "2027-06-30",
            "2027-01-01",
        ),
        # Too late by a day: it goes on for a year.
        (
            {"ends_on": "2026-07-14", "auto_renews": True, "notice_days": 30},
            "2027-07-14",
            "2027-06-14",
        ),
        (
            {"ends_on": "2026-07-15", "auto_renews": True, "notice_days": 30},
            "2026-07-15",
            "2026-06-15",
        ),
        # Served in time, and served too late for the first end.
        (
            {
                "ends_on": "2026-07-01",
                "auto_renews": True,
                "notice_days": 90,
                "notice_served_on": "2026-04-02",
            },
            "2026-07-01",
            None,
        ),
        (
            {
                "ends_on": "2026-07-01",
                "auto_renews": True,
                "notice_days": 90,
                "notice_served_on": "2026-04-03",
            },
            "2027-07-01",
            None,
        ),
        # It has renewed itself for years.
        (
            {"ends_on": "2020-12-31", "auto_renews": True, "notice_days": 30},
            "2026-12-31",
            "2026-12-01",
        ),
        ({"notice_days": 30}, "2026-07-15", None),
        ({}, None, None),
    ],
)
def test_the_first_day_on_which_it_can_end(
    stated: dict[str, object], ends: str | None, notice_by: str | None
) -> None:
    found = earliest_end(stated, TODAY)
    assert [day and day.isoformat() for day in found] == [ends, notice_by]


ESTATE = """
services: [{id: fax, name: Fax}, {id: mail, name: Mail}]
vendors: [{id: small, name: Small}]
contracts:
  - id: lines
    name: Lines
    kind: uc
    ends_on: 2027-03-31
    annual_cost: 1200
    currency: EUR
    provider_party: [vendor:small]
    covers: [service:fax]
"""


@pytest.mark.parametrize(
    ("spoiler", "way", "amount", "unknown"),
    [
        ("{}", RUNS_ON, 300, ""),
        ("{early_termination_fee: 299}", LEAVES_EARLY, 299, ""),
        ("{early_termination_fee: 300}", RUNS_ON, 300, ""),
        ("{annual_cost: null, early_termination_fee: 500}", LEAVES_EARLY, 500, ""),
        ("{ends_on: 2026-12-31}", RUNS_ON, 0, ""),
        ("{ends_on: 2026-12-31, annual_cost: null}", RUNS_ON, 0, ""),
        ("{annual_cost: null}", None, None, NO_COST),
        ("{currency: null}", None, None, NO_CURRENCY),
        ("{auto_renews: true}", None, None, NO_NOTICE),
        ("{auto_renews: true, early_termination_fee: 0}", LEAVES_EARLY, 0, ""),
        ("{auto_renews: true, notice_days: 365}", RUNS_ON, 1500, ""),
    ],
)
def test_the_cheaper_way_out(
    spoiler: str, way: str | None, amount: float | None, unknown: str
) -> None:
    stated = f"contracts: [{{id: lines, {spoiler.strip('{}')}}}]" if spoiler != "{}" else ""
    graph = estate_of(ESTATE, stated)
    (found,) = ways_out(graph, [graph.position(Ref("service:fax"))], UNTIL, TODAY)
    assert (found.way, found.amount, found.unknown) == (way, amount, unknown)


def test_without_a_day_nobody_can_tell() -> None:
    graph = estate_of(ESTATE)
    (found,) = ways_out(graph, [graph.position(Ref("service:fax"))], None, TODAY)
    assert (found.amount, found.unknown) == (None, NO_DAY)


def test_a_contract_about_what_stays_doesnt_end() -> None:
    graph = estate_of(ESTATE, "contracts: [{id: lines, covers: [service:fax, service:mail]}]")
    (found,) = ways_out(graph, [graph.position(Ref("service:fax"))], UNTIL, TODAY)
    assert [str(graph.ref(position)) for position in found.stays] == ["service:mail"]
    assert (found.way, found.amount) == (None, None)


@pytest.mark.parametrize(
    "spoiler",
    ["status: ended", "kind: sla, provider_party: [{team: us}]"],
)
def test_what_costs_nothing_outside_is_left_out(spoiler: str) -> None:
    graph = estate_of(
        ESTATE, "teams: [{id: us, name: Us}]", "delete: [vendor:small]",
        f"contracts: [{{id: lines, {spoiler}}}]",
    )  # fmt: skip
    assert list(ways_out(graph, [graph.position(Ref("service:fax"))], UNTIL, TODAY)) == []


def test_the_whole_bill() -> None:
    graph = estate_of(
        ESTATE,
        """
cost_items: [{id: fax, name: Fax, amount: 900, currency: EUR, period: "2026", kind: opex,
  cost_of: [service:fax]}, {id: box, name: Box, amount: 100, currency: EUR, period: "2026",
  kind: capex, book_value: 30, cost_of: [service:fax]}]
service_roadmaps: [{id: fax, name: Roadmap, for: [service:fax],
  has_item: [roadmap-item:off, roadmap-item:move, roadmap-item:other]}]
roadmap_items:
  - {id: off, name: Off, kind: retirement, cost: 40, currency: EUR, status: planned}
  - {id: move, name: Move, kind: migration}
  - {id: other, name: Other, kind: release, cost: 7, currency: EUR}
""",
    )
    planned = Retirement(graph, (graph.position(Ref("service:fax")),), UNTIL)
    found = retirement_costs(planned, [], TODAY, "2026")
    (amounts,) = found.amounts
    assert amounts.model_dump() == {
        "currency": "EUR",
        "full": 1000,
        "saved": 900,
        "stranded": 100,
        "invested": 100,
        "undetermined": 0,
        "contracts": 300,
        "one_off": 40,
        "write_off": 30,
    }
    assert [(each.ref, each.amount) for each in found.write_offs] == [("cost-item:box", 30)]
    assert [(each.ref, each.cost) for each in found.one_off] == [
        ("roadmap-item:move", None),
        ("roadmap-item:off", 40),
    ]
    assert [(each.reason, each.refs) for each in found.not_assessed] == [
        ("a step of a roadmap of which no cost is stated", ["roadmap-item:move"])
    ]
