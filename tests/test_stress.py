"""Every failure in turn is what simulating each says; objectives against each other."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from rich.cells import cell_len

from itspm_graph.continuity import simulation
from itspm_graph.errors import InvalidArgument
from itspm_graph.graph import Graph
from itspm_graph.model.continuity import Damage
from itspm_graph.results.simulation import ElementState, Simulation
from itspm_graph.results.stress import Failure, Stress
from itspm_graph.scenarios import Given, Strike
from itspm_graph.session import Session
from itspm_graph.terminal.alignment import alignment as shown_alignment
from itspm_graph.terminal.stress import stress as shown_stress
from tests.terminals import on_terminal

DEMO = Path(__file__).parent.parent / "seed" / "demo"
KINDS = ["site", "vendor", "utility-feed"]
EVERYTHING = 10_000


@pytest.fixture(scope="module")
def demo() -> Iterator[Session]:
    with Session.open("sqlite://") as session:
        session.import_files([DEMO])
        yield session


@pytest.fixture(scope="module")
def tried(demo: Session) -> Stress:
    return demo.stress(KINDS, pairs=True, limit=EVERYTHING)


def simulated(session: Session, failure: Failure) -> Simulation:
    graph = session.graph()
    positions = [graph.position(ref) for ref in failure.refs]
    strikes = [Strike(position, Damage.UNAVAILABLE, 0.0) for position in positions]
    return simulation(graph, Given(strikes=strikes), "conservative", date(2026, 11, 24))


def lost(found: Simulation, *types: str) -> dict[str, ElementState]:
    return {
        item.ref: item
        for item in found.elements
        if item.type in types and item.status not in ("UP", "DEGRADED")
    }


@pytest.mark.slow
def test_each_failure_is_what_simulate_says_of_it(demo: Session, tried: Stress) -> None:
    assert len(tried.ranking) + tried.harmless == tried.tried
    rows = {row.service: {cell.failure: cell for cell in row.cells} for row in tried.heat}
    for place, failure in enumerate(tried.ranking):
        found = simulated(demo, failure)
        served = lost(found, "Service", "BusinessActivity")
        services = lost(found, "Service")
        assert failure.services == len(services)
        assert failure.customers == len(lost(found, "Customer"))
        assert failure.elements == len(lost(found, *{item.type for item in found.elements}))
        intolerable = [beyond_mtpd(item) for item in served.values()]
        assert failure.beyond_mtpd == intolerable.count(True)
        perhaps = 0 if failure.restore_stated else intolerable.count(False)
        assert failure.beyond_mtpd_perhaps == perhaps
        assert failure.late == sum(late(item) for item in served.values())
        assert failure.never == sum(item.recovery_minutes is None for item in served.values())
        assert failure.first_tier == sum(item.tier == 1 for item in services.values())
        times = {
            ref: cells[place].recovery_minutes for ref, cells in rows.items() if place in cells
        }
        assert times == {ref: item.recovery_minutes for ref, item in services.items()}


def late(item: ElementState) -> bool:
    """Whether it is late even with people enough, as failures are tried."""
    minutes = math.inf if item.recovery_minutes is None else item.recovery_minutes
    return item.rto_minutes is not None and minutes > item.rto_minutes


def beyond_mtpd(item: ElementState) -> bool | None:
    minutes = math.inf if item.recovery_minutes is None else item.recovery_minutes
    if item.mtpd_minutes is None:
        return None
    return minutes + (item.wrt_minutes or 0.0) > item.mtpd_minutes


def test_harm_falls_from_one_to_the_next(tried: Stress) -> None:
    harm = [
        (f.beyond_mtpd + f.beyond_mtpd_perhaps, f.first_tier, f.services, f.customers)
        for f in tried.ranking
    ]
    assert harm == sorted(harm, reverse=True)


@pytest.mark.slow
def test_pairs_take_away_what_neither_does_alone(demo: Session, tried: Stress) -> None:
    graph = demo.graph()
    by_pair = {frozenset(pair.refs): pair for pair in tried.pairs}
    sites = [graph.ref(position) for position in graph.positions("Site")]
    alone = {ref: services_down(demo, ref) for ref in sites}
    for pair in itertools.combinations(sites, 2):
        beyond = services_down(demo, *pair) - alone[pair[0]] - alone[pair[1]]
        found = by_pair.get(frozenset(pair))
        harmful = any(alone[ref] for ref in pair)
        assert set(found.beyond_alone if found else []) == beyond or not harmful
    assert tried.pairs_left_out == 0
    assert tried.complete


def services_down(session: Session, *refs: str) -> set[str]:
    return set(lost(session.simulate(fail=refs), "Service"))


def test_vendors_go_with_those_that_belong_to_them(tried: Stress) -> None:
    group = next(f for f in tried.ranking if f.refs[0] == "vendor:cirrostrat-group")
    assert "vendor:cirrostrat" in group.refs


def test_what_is_not_known_is_marked(demo: Session) -> None:
    found = demo.stress(["vendor"], limit=3)
    assert not any(failure.restore_stated for failure in found.ranking)


def test_what_has_a_type_that_cannot_fail_is_an_error(demo: Session) -> None:
    with pytest.raises(InvalidArgument, match="no type of elements 'person'"):
        demo.stress(["person"])


@pytest.mark.slow
def test_the_terminal_shows_a_heat_map(demo: Session, capsys: pytest.CaptureFixture[str]) -> None:
    shown_stress(demo.stress(["site", "vendor"], pairs=True, limit=5))
    out = capsys.readouterr().out
    assert "site:antwerp-dc" in out
    assert "██ intolerable" in out
    assert "only together" in out
    assert "nobody says how long restoring takes" in out
    assert re.search(r"^1 +vendor:cirrostrat-group and 2 more +0 \+33\? ", out, re.M)
    pairs = out.partition("taken away together")[2].splitlines()[0].split()
    assert pairs == ["intolerable", "late", "services", "EUR", "an", "hour", "only", "together"]


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_it_fits_the_terminal(demo: Session, tried: Stress, columns: int) -> None:
    shown = tried.model_copy(
        update={"ranking": tried.ranking * 3, "pairs": tried.pairs[:20], "heat": tried.heat[:20]}
    )
    lines = on_terminal(columns, lambda: shown_stress(shown))
    assert max(map(cell_len, lines)) <= columns
    assert any("+" in line and "?" in line for line in lines[:10])
    if columns == 80:
        assert f"no room for failures 31 to {len(shown.ranking)}" in lines
        first = shown.heat[0]
        row = next(n for n, line in enumerate(lines) if line.startswith(first.service[:15]))
        for cell in first.cells[:5]:
            at = lines[row - 1].index("1 2 3 4 5 6 7 8 9 0 1") + 2 * cell.failure
            assert lines[row][at] in "█▓░?"
    lines = on_terminal(columns, lambda: shown_alignment(demo.alignment()))
    assert max(map(cell_len, lines)) <= columns


# --- objectives against each other ----------------------------------------------------------------

ALIGNED = """
format: itspm/v1
services:
  - {id: shop, tier: 1, rto_minutes: 240, start_minutes: 30, depends_on: [
       component:db, {component: a, group: web, at_least: 2},
       {component: b, group: web, at_least: 2}, {component: c, group: web, at_least: 2},
       {component: mail, strength: soft},
       {component: keys, phase: start}]}
  - {id: blog, rto_minutes: 1000, depends_on: [component:db, component:mute]}
components:
  - {id: db, rto_minutes: 480}
  - {id: a, rto_minutes: 10}
  - {id: b, rto_minutes: 220}
  - {id: c, rto_minutes: 900}
  - {id: mail, rto_minutes: 9999}
  - {id: keys, rto_minutes: 211}
  - {id: mute}
"""


def test_objectives_that_cannot_be_kept(plain: Session) -> None:
    plain.apply(ALIGNED)
    found = plain.alignment()
    rows = [
        (r.ref, r.group, r.providers, r.provider_minutes, r.over_minutes) for r in found.misaligned
    ]
    assert rows == [
        ("service:shop", None, ["component:db"], 480, 270),
        ("service:shop", "web", ["component:a", "component:b", "component:c"], 220, 10),
        ("service:shop", None, ["component:keys"], 211, 1),
    ]
    assert found.not_assessed == ["service:blog"]
    assert plain.alignment(["service:blog"]).misaligned == []


def test_a_member_without_objective_proves_nothing(plain: Session) -> None:
    plain.apply(ALIGNED)
    change = "format: itspm/v1\ncomponents: [{id: b, rto_minutes: null}]"
    plain.apply(change)
    groups = [row.group for row in plain.alignment().misaligned]
    assert groups == [None, None]
    assert "service:shop" in plain.alignment().not_assessed


def test_the_demo_has_objectives_that_contradict(
    demo: Session, capsys: pytest.CaptureFixture[str]
) -> None:
    shown_alignment(demo.alignment())
    out = capsys.readouterr().out
    assert "business-activity:take-orders" in out
    assert "with an objective" in out
    graph: Graph = demo.graph()
    assert all(row.ref in graph for row in demo.alignment().misaligned)
