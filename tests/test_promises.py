"""Promised availabilities: who set them, of whom they speak, in which unit."""

from __future__ import annotations

from typing import Any

import pytest

from itspm_graph.graph import Graph
from itspm_graph.promises import promises
from tests.estates import estate

SLA, SLT = "contract:sla", "service-level-target:t"
OWN = ("SETS_TARGET", "service:a", SLT, {})
BY_SLA = ("SETS_TARGET", SLA, SLT, {})
COVERS = [("COVERS", SLA, "service:a", {}), ("COVERS", SLA, "service:b", {})]
OFFERED = ("HAS_OFFERING", "service:a", "service-offering:gold", {})


def promising(*edges: Any, status: str = "signed", **target: Any) -> Graph:
    stated = {"measure": "availability", "target": 0.999, "unit": "share", **target}
    return estate(list(edges), {SLT: stated, SLA: {"status": status}, "service:b": {}})


def told(graph: Graph, ref: str) -> list[tuple[str, float]]:
    found = promises(graph, graph.position(ref))
    return [(graph.ref(promise.made_by), promise.share) for promise in found]


@pytest.mark.parametrize(
    ("graph", "of_a", "of_b"),
    [
        (promising(OWN), [("service:a", 0.999)], []),
        (promising(BY_SLA, *COVERS), [(SLA, 0.999)], [(SLA, 0.999)]),
        (promising(OWN, BY_SLA, *COVERS), [(SLA, 0.999), ("service:a", 0.999)], []),
        (promising(BY_SLA, *COVERS, status="ended"), [], []),
        (
            promising(OFFERED, ("SETS_TARGET", "service-offering:gold", SLT, {})),
            [("service-offering:gold", 0.999)],
            [],
        ),
        (
            promising(OFFERED, ("COVERS", SLA, "service-offering:gold", {}), BY_SLA),
            [(SLA, 0.999)],
            [],
        ),
        (promising(OWN, target=99.5, unit="percent"), [("service:a", 0.995)], []),
        (promising(OWN, unit="minutes"), [], []),
        (promising(OWN, measure="resolution time"), [], []),
    ],
)
def test_promises(graph: Graph, of_a: Any, of_b: Any) -> None:
    assert told(graph, "service:a") == of_a
    assert told(graph, "service:b") == of_b


def test_the_highest_promise_comes_first() -> None:
    low = ("SETS_TARGET", "service:a", "service-level-target:low", {})
    graph = estate(
        [OWN, low],
        {
            SLT: {"measure": "availability", "target": 0.999},
            "service-level-target:low": {"measure": "availability", "target": 0.9},
        },
    )
    assert told(graph, "service:a") == [("service:a", 0.999), ("service:a", 0.9)]
