"""What a retirement leaves behind, and in which order it goes: against plain oracles."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itspm_graph.analysis.decommissioning import Step, decommissioning
from itspm_graph.analysis.reliance import reliances
from itspm_graph.answers.remains import Remains, roots
from itspm_graph.graph import Graph
from itspm_graph.results.retiring import RetirementFound
from itspm_graph.session import Session
from tests.estates import Drawn, drawn_estates
from tests.queries.drawn import mixed_estates

HEAD = "format: itspm/v1\n"


def rests(graph: Graph, starts: Iterable[int], blocked: set[int]) -> set[int]:
    """What these are or rest on, on no way through what is blocked: one step after another."""
    pairs = list(zip(*(column.tolist() for column in reliances(graph)), strict=True))
    found = set(starts) - blocked
    while grown := {n for u, n in pairs if u in found and n not in found and n not in blocked}:
        found |= grown
    return found


@pytest.mark.slow
@given(st.data(), mixed_estates("structure"))
def test_orphans_are_what_nobody_in_use_reaches(data: st.DataObject, graph: Graph) -> None:
    everything = range(graph.size)
    gone = data.draw(st.sets(st.sampled_from(everything), min_size=1)) if graph.size else set()
    if not gone:
        return
    remains = Remains(graph, tuple(gone))
    below = rests(graph, gone, set()) - gone
    used = rests(graph, set(roots(graph)) - gone, gone)
    assert set(remains.orphans) == below - used
    assert set(remains.shared) == below & used
    for position in below:
        way = remains.way(position)
        pairs = set(zip(*(column.tolist() for column in reliances(graph)), strict=True))
        assert way[0] == position
        assert way[-1] in gone
        assert all((user, provider) in pairs for provider, user in pairwise(way))


# --- order --------------------------------------------------------------------------------------


def edges(graph: Graph, going: set[int]) -> set[tuple[int, int]]:
    pairs = zip(*(column.tolist() for column in reliances(graph)), strict=True)
    return {(u, n) for u, n in pairs if {u, n} <= going and u != n}


def reachable(pairs: set[tuple[int, int]], start: int) -> set[int]:
    found = {start}
    while grown := {n for u, n in pairs if u in found} - found:
        found |= grown
    return found


@given(st.data(), drawn_estates())
def test_order_of_decommissioning(data: st.DataObject, drawn: Drawn) -> None:
    """Dependents first; cycles, and only those, in one step; nothing left that could come before
    the point of no return."""
    graph = drawn.graph()
    everything = st.sets(st.sampled_from(range(drawn.size)))
    going, final = data.draw(everything), data.draw(everything)
    pairs = edges(graph, going)
    below = {p: reachable(pairs, p) for p in going}
    found = decommissioning(graph, going, final & going)
    place = {p: number for number, step in enumerate(found) for p in step.members}
    assert sorted(place) == sorted(going)
    for one in going:
        for other in below[one]:
            together = one in below[other]
            assert (place[one] == place[other]) if together else (place[one] < place[other])
    for number, step in enumerate(found):
        users = {place[u] for u, n in pairs if n in step.members} - {number}
        assert set(step.after) == users
        assert step.wave == max((found[user].wave + 1 for user in users), default=0)
        assert step.reversible == set(step.members).isdisjoint(final)
    assert before_the_last_return(found) == {
        p for p in going if not any(p in below[f] for f in final & going)
    } or not (final & going)


def test_of_what_may_come_next_the_earlier_planned_goes_first() -> None:
    graph = Drawn(4, ()).graph()
    planned = {0: date(2027, 3, 1), 1: date(2027, 1, 1), 2: date(2027, 2, 1)}
    found = decommissioning(graph, {0, 1, 2, 3}, {0, 1}, planned)
    assert [step.members for step in found] == [(2,), (3,), (1,), (0,)]


def before_the_last_return(found: list[Step]) -> set[int]:
    first = next((n for n, step in enumerate(found) if not step.reversible), len(found))
    return {p for step in found[:first] for p in step.members}


# --- told ---------------------------------------------------------------------------------------

ESTATE = """
format: itspm/v1
services:
  - id: fax
    lifecycle: operate
    has_offering: [{id: fax-line}]
    depends_on: [component:server, component:network, component:pair-a, component:held]
    operated_by: [team:lines]
  - {id: base, lifecycle: operate, operated_by: [team:everything]}
  - {id: mail, lifecycle: operate, depends_on: [component:network]}
  - {id: old, lifecycle: retire, depends_on: [component:server]}
components:
  - {id: disk, operated_by: [team:everything]}
  - id: server
    uses_product: [vendor-product:line, vendor-product:linux]
    depends_on: [data-store:journal, service:base]
    operated_by: [team:lines]
  - {id: network, uses_product: [vendor-product:linux]}
  - {id: pair-a, depends_on: [component:pair-b]}
  - {id: pair-b, depends_on: [component:pair-a]}
  - {id: held, stores: [data-set:held]}
data_stores:
  - {id: journal, stores: [{data_set: journal, master: true}], depends_on: [component:disk]}
data_sets: [{id: journal}, {id: held, legal_hold: true}]
vendor_products: [{id: line}, {id: linux}]
teams: [{id: lines}, {id: everything}]
contracts:
  - {id: lines, kind: licence, covers: [vendor-product:line]}
  - {id: both, kind: licence, covers: [vendor-product:line, vendor-product:linux]}
  - {id: over, kind: licence, status: ended, covers: [vendor-product:line]}
"""


@pytest.fixture
def estate(plain: Session) -> Session:
    plain.apply(ESTATE)
    return plain


def left(found: RetirementFound) -> dict[str, str]:
    return {item.ref: item.reason for item in found.orphans}


def test_orphans_are_told_with_why(estate: Session) -> None:
    found = estate.retire(["service:fax"], on="2027-01-31")
    assert left(found) == {
        "component:disk": "nobody else rests on it",
        "component:pair-a": "nobody else rests on it",
        "component:pair-b": "nobody else rests on it",
        "component:server": "nobody in use rests on it",
        "contract:lines": "covers nothing else",
        "data-set:journal": "is kept nowhere else",
        "data-store:journal": "nobody else rests on it",
        "team:lines": "operates nothing else",
        "vendor-product:line": "nobody else rests on it",
    }
    paths = {item.ref: item.path for item in found.orphans}
    assert paths["data-set:journal"] == [
        "data-set:journal", "data-store:journal", "component:server", "service:fax"
    ]  # fmt: skip


def test_shared_parts_are_told_with_who_keeps_them(estate: Session) -> None:
    found = estate.retire(["service:fax"], on="2027-01-31")
    assert {item.ref: (item.reason, item.users) for item in found.shared} == {
        "component:network": ("service:mail uses it too", ["service:mail"]),
        "component:held": ("keeps data-set:held, which is under legal hold", []),
        "service:base": ("is in use itself, though nobody else rests on it", []),
        "vendor-product:linux": ("component:network uses it too", ["component:network"]),
        "contract:both": (
            "covers vendor-product:linux too: less of it is needed, it doesn't end",
            ["vendor-product:linux"],
        ),
    }


def test_a_set_leaves_more_behind_than_its_members(estate: Session) -> None:
    both = left(estate.retire(["service:fax", "service:mail"], on="2027-01-31"))
    one = left(estate.retire(["service:fax"], on="2027-01-31"))
    other = left(estate.retire(["service:mail"], on="2027-01-31"))
    assert {*both} - {*one} - {*other} == {
        "component:network", "vendor-product:linux", "contract:both"
    }  # fmt: skip


def test_steps_name_days_teams_and_the_point_of_no_return(estate: Session) -> None:
    found = estate.retire(["service:fax"], on="2027-01-31")
    assert found.order == [step.refs for step in found.steps]
    steps = {tuple(step.refs): step for step in found.steps}
    assert [*steps] == [
        ("service-offering:fax-line",),
        ("service:fax",),
        ("component:pair-a", "component:pair-b"),
        ("component:server",),
        ("vendor-product:line",),
        ("data-store:journal",),
        ("component:disk",),
    ]
    fax, journal = steps["service:fax",], steps["data-store:journal",]
    assert (str(fax.on), fax.planned, fax.teams) == ("2027-01-31", True, ["team:lines"])
    assert (str(journal.on), journal.planned) == ("2027-03-02", False)
    assert journal.reason == "nobody says what becomes of data-set:journal"
    assert [step.refs for step in found.steps if step.point_of_no_return] == [journal.refs]
    assert journal.after == [steps["component:server",].number]


PROPOSAL = """
format: itspm/v1
service_retirement_proposals:
  - id: fax
    for: [service:fax]
    effective_on: 2027-01-31
    disposes_of:
      - {ref: data-set:journal, disposition: %s}
      - {ref: component:server, disposition: reused, planned_on: %s}
"""


@pytest.mark.parametrize(
    ("disposition", "planned_on", "on", "planned", "reason", "final"),
    [
        ("transferred", "2027-05-01", "2027-05-01", True, "", ""),
        ("destroyed", "2027-02-01", "2027-02-01", True, "", "data-set:journal is destroyed"),
        ("transferred", "2027-01-01", "2027-03-02", False,
         "planned on 2027-01-01, before what rests on it has gone", ""),
    ],
)  # fmt: skip
def test_days_and_dispositions_on_record_count(
    estate: Session, disposition: str, planned_on: str, on: str, planned: bool, reason: str,
    final: str,
) -> None:  # fmt: skip
    estate.apply(PROPOSAL % (disposition, planned_on))
    found = estate.retire(["service:fax"])
    steps = {step.refs[0]: step for step in found.steps}
    server = steps["component:server"]
    assert (str(server.on), server.planned, server.reason) == (on, planned, reason)
    assert steps["data-store:journal"].reason == final
    assert steps["data-store:journal"].reversible == (not final)
    said = {item.ref: item.disposition for item in found.orphans}
    assert (said["data-set:journal"], said["component:server"]) == (disposition, "reused")
