"""Concentration on third parties, and the register of information."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from rich.cells import cell_len

from itspm_graph import cli
from itspm_graph.errors import InvalidArgument
from itspm_graph.results.concentration import Concentration, ProviderExposure
from itspm_graph.results.register import Register
from itspm_graph.session import Session
from itspm_graph.terminal.concentration import concentration as shown
from itspm_graph.terminal.register import register as shown_register
from tests.terminals import on_terminal

LEI = "000000TESTENTITY0001"
VENDORS = """
format: itspm/v1
vendors:
  - {id: top, lei: 000000TESTPARENT0002, country: LU}
  - {id: cloud, subsidiary_of: vendor:top, country: LU}
  - {id: sign, subsidiary_of: vendor:top, country: FI}
  - {id: maps, subcontracts_to: [vendor:cloud], country: NL}
  - {id: fonts, subcontracts_to: [vendor:maps], country: BE}
  - {id: rival, country: DE}
vendor_products:
  - {id: compute, delivery: hosted, supplied_by: vendor:cloud}
  - {id: login, delivery: hosted, supplied_by: vendor:sign, replaced_by: [vendor-product:rival-login]}
  - {id: routes, delivery: hosted, supplied_by: vendor:maps}
  - {id: rival-login, supplied_by: vendor:rival}
  - {id: box, delivery: hardware, supplied_by: vendor:rival}
services:
  - {id: shop, tier: 1, revenue_per_hour: 900, uses_product: [{vendor-product: compute, exposed: true}],
     supports_activity: [business-activity:sell]}
  - {id: desk, tier: 3, uses_product: [{vendor-product: login, exposed: true}]}
  - {id: trip, tier: 2, revenue_per_hour: 100, uses_product: [{vendor-product: routes, exposed: true}]}
  - {id: twin, depends_on: [{component: a, group: g, at_least: 1}, {component: b, group: g, at_least: 1}]}
  - {id: old, lifecycle: retire, uses_product: [{vendor-product: compute, exposed: true}]}
components:
  - {id: a, uses_product: [{vendor-product: compute, exposed: true}]}
  - {id: b, uses_product: [{vendor-product: box, exposed: true}]}
business_activities:
  - {id: sell, rto_minutes: 90, has_bia: business-impact-analysis:sell, critical: true}
business_impact_analyses: [{id: sell, assessed_on: 2026-01-31, rpo_minutes: 30}]
contracts:
  - {id: frame, reference: F-1, kind: framework, status: signed, provider_party: [vendor:cloud]}
  - {id: cloud, reference: C-1, status: signed, annual_cost: 1000, currency: EUR, starts_on: 2024-01-01,
     part_of: contract:frame, provider_party: [vendor:cloud], covers: [vendor-product:compute],
     notice_days: 90, notice_days_provider: 180}
  - {id: maps, reference: M-1, status: ended, provider_party: [vendor:maps], covers: [vendor-product:routes]}
  - {id: draft, status: draft, provider_party: [vendor:rival]}
third_party_assessments:
  - {id: old, assessed_on: 2020-01-01, substitutability: easily, exit_plan: true, assessment_of: [contract:cloud]}
  - {id: new, assessed_on: 2026-01-01, substitutability: highly_complex, obstacle: both, ict_service_type: S17,
     stores_data: true, data_location: DE, reliance: full, exit_plan: true, exit_plan_tested_on: 2026-02-01,
     alternatives_identified: true, has_alternative: [vendor:rival], assessment_of: [contract:cloud]}
"""  # noqa: E501


@pytest.fixture
def vendors(plain: Session) -> Session:
    plain.apply(VENDORS)
    return plain


def provider(found: Concentration, ref: str) -> ProviderExposure:
    return next(each for each in found.providers if each.ref == ref)


def test_what_hangs_on_a_house_and_on_those_it_works_for(vendors: Session) -> None:
    found = vendors.concentration("count")
    top = provider(found, "vendor:top")
    assert top.members == ["vendor:cloud", "vendor:sign", "vendor:top"]
    assert top.works_for == ["vendor:fonts", "vendor:maps"]
    assert top.critical == ["service:desk", "service:shop"]
    assert top.critical_by_chain == ["service:trip"]
    assert top.exposed == ["service:desk", "service:shop", "service:trip", "service:twin"]
    assert found.services == 4
    assert (top.weight, top.share, top.first_tier) == (2, 0.5, 1)
    assert (top.substitutability, top.alternatives) == ("highly_complex", ["vendor:rival"])
    assert (top.contracts, top.without_exit_plan) == (2, ["contract:frame"])
    assert top.exit_plan_tested_on == date(2026, 2, 1)
    assert "vendor:cloud" not in {each.ref for each in found.providers}


def test_the_index_and_the_largest(vendors: Session) -> None:
    found = vendors.concentration("count")
    # Of three services that hang critically on anybody, two on one house and one on another.
    assert found.index == pytest.approx((2 / 3) ** 2 + (1 / 3) ** 2)
    assert (found.largest, found.three_largest) == (pytest.approx(2 / 3), pytest.approx(1))
    by_tier = vendors.concentration("tier")
    assert provider(by_tier, "vendor:top").weight == 5 + 3
    assert by_tier.weightless == ["service:twin"]
    by_revenue = vendors.concentration("revenue")
    assert provider(by_revenue, "vendor:top").share == 0.9
    assert by_revenue.weightless == ["service:desk", "service:twin"]


def test_nothing_hangs_on_anybody(plain: Session) -> None:
    plain.apply("format: itspm/v1\nvendors: [{id: a}]\nservices: [{id: s}]")
    found = plain.concentration()
    assert (found.providers, found.index, found.largest) == ([], None, None)


def tables(found: Register) -> dict[str, list[dict[str, str]]]:
    return {t.template: list(csv.DictReader(io.StringIO(t.csv))) for t in found.templates}


def test_the_register_says_what_is_on_record(vendors: Session) -> None:
    found = tables(vendors.register(lei=LEI))
    assert list(found) == ["B_02.01", "B_02.02", "B_05.01", "B_05.02", "B_06.01", "B_07.01"]
    arrangements = {row["contract_reference"]: row for row in found["B_02.01"]}
    assert {ref: row["arrangement"] for ref, row in arrangements.items()} == {
        "C-1": "subsequent", "F-1": "overarching", "M-1": "standalone",
    }  # fmt: skip
    assert arrangements["C-1"]["overarching_reference"] == "F-1"
    assert (arrangements["C-1"]["annual_cost"], arrangements["C-1"]["currency"]) == ("1000", "EUR")
    cloud = next(row for row in found["B_02.02"] if row["contract_reference"] == "C-1")
    assert (cloud["entity_lei"], cloud["provider_id"]) == (LEI, "vendor:cloud")
    assert cloud["function_id"] == "business-activity:sell"
    assert (cloud["ict_service_type"], cloud["stores_data"], cloud["data_location"]) == (
        "S17", "yes", "DE",
    )  # fmt: skip
    assert (cloud["notice_days_entity"], cloud["notice_days_provider"]) == ("90", "180")
    providers = {row["provider_id"]: row for row in found["B_05.01"]}
    assert providers["vendor:cloud"]["ultimate_parent_id"] == "000000TESTPARENT0002"
    assert providers["000000TESTPARENT0002"]["id_type"] == "LEI"
    assert "vendor:rival" not in providers
    chains = [(r["contract_reference"], r["provider_id"], r["rank"], r["recipient_id"])
              for r in found["B_05.02"]]  # fmt: skip
    assert ("M-1", "vendor:maps", "1", "") in chains
    assert ("M-1", "vendor:cloud", "2", "vendor:maps") in chains
    (sell,) = found["B_06.01"]
    assert (sell["rto_hours"], sell["rpo_hours"], sell["critical"]) == ("1.5", "0.5", "yes")
    leave = {row["contract_reference"]: row for row in found["B_07.01"]}
    assert (leave["C-1"]["substitutability"], leave["C-1"]["alternative_id"]) == (
        "highly_complex", "vendor:rival",
    )  # fmt: skip


def test_what_is_missing_is_counted_where_it_is_asked(vendors: Session) -> None:
    found = vendors.register(lei=LEI)
    gaps = {(t.template, g.about, g.column): g.field for t in found.templates for g in t.gaps}
    assert gaps["B_02.01", "contract:maps", "annual_cost"] == "annual_cost"
    assert ("B_02.01", "contract:maps", "overarching_reference") not in gaps
    assert ("B_02.02", "contract:maps", "termination_reason") in gaps
    assert ("B_02.02", "contract:cloud", "termination_reason") not in gaps
    assert ("B_02.02", "contract:maps", "data_location") not in gaps
    assert ("B_06.01", "business-activity:sell", "critical_because") in gaps
    assert ("B_06.01", "business-activity:sell", "licensed_activity") not in gaps
    assert found.missing == sum(c.missing for t in found.templates for c in t.columns)
    without = vendors.register()
    entity = sum(len(tables(found)[code]) for code in ("B_02.02", "B_06.01"))
    assert without.missing == found.missing + entity


@pytest.mark.parametrize(
    ("options", "message"),
    [({"lei": "abc"}, "is no LEI"), ({"templates": ["B_99.99"]}, "there are B_02.01, B_02.02")],
)
def test_what_can_not_be_asked_for(
    vendors: Session, options: dict[str, object], message: str
) -> None:
    with pytest.raises(InvalidArgument, match=message):
        vendors.register(**options)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def demo() -> Iterator[Session]:
    with Session.open("sqlite://") as session:
        session.import_files([Path(__file__).parent.parent / "seed" / "demo"])
        yield session


def test_files_for_each_template(
    demo: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "new" / "register"
    monkeypatch.setattr(cli.continuity, "session", lambda *_, **__: demo)
    monkeypatch.setattr(sys, "argv", ["itspm", "register", "--out", str(out)])
    with pytest.raises(SystemExit) as left:
        cli.main()
    assert not left.value.code
    found = {t.template: t.csv for t in demo.register().templates}
    files = {path.name: path.read_bytes().decode() for path in out.iterdir()}
    assert files == {f"{code.lower()}.csv": text for code, text in found.items()}


def test_a_board_reads_concentration(demo: Session, capsys: pytest.CaptureFixture[str]) -> None:
    shown(demo.concentration())
    out = capsys.readouterr().out
    assert "vendor:cirrostrat-group" in out
    assert "Herfindahl-Hirschman index 0." in out
    assert "1 of 2 contracts" in out


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_they_fit_the_terminal(demo: Session, columns: int) -> None:
    for show in (
        lambda: shown(demo.concentration()),
        lambda: shown_register(demo.register()),
    ):
        lines = on_terminal(columns, show)
        assert max(map(cell_len, lines)) <= columns
        assert not any(line.endswith(("irrostra", "vendor:c")) for line in lines)
