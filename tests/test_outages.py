"""Outages that happened, modelled from what their operators told: who was affected, who wasn't."""

from __future__ import annotations

from pathlib import Path

import pytest

from itspm_graph.results.simulation import Simulation
from itspm_graph.session import Session

DATA = Path(__file__).parent / "data" / "outages"
AFFECTED = {
    "object-store-2017": [
        "console", "dashboard-updates", "functions", "get-list-delete", "new-instances", "put",
        "volumes-from-snapshots",
    ],
    "backbone-2021": ["facebook", "instagram", "internal-tools", "remote-access", "whatsapp"],
    "service-discovery-2021": ["backend", "game", "telemetry"],
}  # fmt: skip
UNAFFECTED = {
    "object-store-2017": ["running-instances"],
    "backbone-2021": ["data-centres"],
    "data-centre-fire-2021": ["host-elsewhere", "other-place", "elsewhere"],
    "service-discovery-2021": ["payments-hardware"],
}


def outage(session: Session, name: str) -> Simulation:
    session.import_files([DATA / f"{name}.yaml"])
    return session.simulate(scenario="scenario:outage")


def lost(found: Simulation, *types: str) -> list[str]:
    down = [item for item in found.elements if item.status.startswith("DOWN")]
    return sorted(item.ref.partition(":")[2] for item in down if item.type in types or not types)


@pytest.mark.parametrize("name", AFFECTED)
def test_the_services_that_were_affected(plain: Session, name: str) -> None:
    assert lost(outage(plain, name), "Service") == AFFECTED[name]


@pytest.mark.parametrize("name", UNAFFECTED)
def test_what_went_on(plain: Session, name: str) -> None:
    assert not {*lost(outage(plain, name))} & {*UNAFFECTED[name]}


def test_placement_came_back_after_the_index(plain: Session) -> None:
    order = {each.ref: each for each in outage(plain, "object-store-2017").order}
    assert order["component:placement"].start_minute == 221
    assert order["service:put"].finish_minute == order["component:placement"].finish_minute == 257
    assert order["service:get-list-delete"].finish_minute == 221


def test_remote_access_waited_for_what_it_was_to_mend(plain: Session) -> None:
    found = outage(plain, "backbone-2021")
    assert [each.ref for each in found.by_hand] == ["component:backbone"]
    assert found.by_hand[0].workaround == "Engineers on site"
    assert found.deadlocks == []
    plain.apply(
        "format: itspm/v1\ncomponents: [{id: backbone, depends_on: "
        "[{service: remote-access, phase: start, workaround: null}]}]"
    )
    stuck = plain.simulate(scenario="scenario:outage")
    assert stuck.deadlocks == [
        ["component:backbone", "component:name-servers", "service:internal-tools",
         "service:remote-access"],
    ]  # fmt: skip


def test_whose_copy_burnt_with_the_original_lost_all(plain: Session) -> None:
    found = outage(plain, "data-centre-fire-2021")
    assert lost(found, "Component") == [
        "host-sbg1-spared", "host-sbg2", "host-sbg3", "host-sbg4",
    ]  # fmt: skip
    data = {each.ref.partition(":")[2]: (each.lost, each.intact) for each in found.data_loss}
    assert data == {
        "copy-in-same-place": ("all", False),
        "copy-elsewhere": ("some", False),
        "spared": ("all", True),
    }


def test_the_game_came_back_last(plain: Session) -> None:
    found = outage(plain, "service-discovery-2021")
    assert found.order[-1].ref == "service:game"
    assert found.order[-1].finish_minute == 3240 + 60 + 600
    game = next(item for item in found.elements if item.ref == "service:game")
    assert game.waits_for == "component:caches"
