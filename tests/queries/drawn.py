"""Estates drawn by Hypothesis: few nodes of many types, many relationships, days that clash."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from hypothesis import strategies as st

from itspm_graph.fields import edge_key
from itspm_graph.graph import Graph, canonical
from itspm_graph.records import EDGES, Ref, find_node_type

Shape = dict[str, st.SearchStrategy[Any]]
DAYS = st.sampled_from(["2026-01-31", "2026-06-14", "2026-06-15", "2026-08-01", "2027-03-31", None])
INSTANTS = st.sampled_from(
    [
        "2025-12-31T23:30:00Z",
        "2026-06-15T23:30:00-02:00",
        "2026-06-15T08:00:00Z",
        "2026-06-15T08:00:00",
    ]
)
PHASES = st.sampled_from(["operate", "improve", "transition", "design", "retire", None])
FLAG = st.sampled_from([None, True, False])
WORDS = st.sampled_from([None, "", "yes"])
_STATUS = st.sampled_from([None, None, "draft", "submitted", "accepted"])
_MONEY = st.sampled_from([None, 0.0, 100.0, 105.0, 150.5])
_CURRENCY = st.sampled_from(["EUR", "EUR", "USD", None])
_PERIOD = st.sampled_from(["2026", "2026", "2027", None])
_CHARGING = st.sampled_from([None, "none", "showback", "unit", "tiered"])
_CASE = {
    "status": _STATUS,
    "benefit": _MONEY,
    "cost_low": _MONEY,
    "cost_high": _MONEY,
    "currency": _CURRENCY,
    "horizon_months": st.sampled_from([None, 0, 12, 12, 12]),
}

_COUNTS = {
    "service": 3,
    "service-offering": 2,
    "component": 3,
    "requirement-group": 2,
    "data-store": 1,
    "site": 2,
    "network-zone": 1,
    "utility-feed": 1,
    "vendor-product": 2,
    "vendor": 2,
    "customer": 2,
    "business-activity": 1,
    "team": 1,
    "contract": 2,
    "customer-transition": 3,
    "service-retirement-proposal": 2,
    "consumption-record": 2,
    "service-roadmap": 2,
    "roadmap-item": 3,
    "data-set": 1,
    "gate-submission": 2,
    "gate-decision": 3,
    "document": 1,
    "continuity-plan": 1,
    "business-impact-analysis": 1,
    "finding": 1,
    "improvement-initiative": 1,
    "cost-item": 2,
    "allocation-rule": 2,
    "charging-model": 2,
    "price-item": 1,
    "charge": 1,
    "high-level-business-case": 2,
    "detailed-business-case": 2,
    "indicative-unit-price": 1,
    "business-case-verification-report": 1,
}
REFS = [f"{kind}:{number}" for kind, count in _COUNTS.items() for number in range(1, count + 1)]

_NODES: dict[str, Shape] = {
    "service": {
        "lifecycle": PHASES,
        "tier": st.sampled_from([None, 1, 3]),
        "planned_retire_on": DAYS,
        "tg2_required": FLAG,
        "tg5_interval_months": st.sampled_from([1, 6, 0, None]),
    },
    "component": {"lifecycle": PHASES, "kind": st.sampled_from([None, "server"])},
    "vendor-product": {
        "delivery": st.sampled_from([None, "hosted", "licensed"]),
        "end_of_support_on": DAYS,
    },
    "contract": {
        "status": st.sampled_from([None, "signed", "ended"]),
        "ends_on": DAYS,
        "notice_days": st.sampled_from([None, 0, 90]),
        "auto_renews": FLAG,
    },
    "customer-transition": {
        "status": st.sampled_from(
            ["migrated", "migrated", "planned", "terminated", "accepted_loss"]
        ),
        "planned_on": DAYS,
        "completed_on": DAYS,
        "consent": WORDS,
    },
    "service-retirement-proposal": {"effective_on": DAYS, "data_disposition": WORDS},
    "consumption-record": {
        "period_to": DAYS,
        "last_seen_on": DAYS,
        "volume": st.sampled_from([7.5, None, 0.0]),
        "caller": st.sampled_from([None, "batch"]),
    },
    "roadmap-item": {
        "kind": st.sampled_from(["retirement", "migration", "migration", "release", None]),
        "starts_on": DAYS,
        "ends_on": DAYS,
    },
    "gate-submission": {"gate": st.just("TG6")},
    "gate-decision": {
        "gate": st.sampled_from(["TG3", "TG4", "TG5", "TG6"]),
        "passed": st.booleans(),
        "outcome": st.sampled_from(["approve", "redesign", "reject"]),
        "review_due_on": DAYS,
        "decided_at": INSTANTS,
    },
    "document": {
        "document_type": st.sampled_from([None, "service-roadmap"]),
        "status": st.sampled_from([None, "draft", "submitted"]),
    },
    "finding": {"found_on": DAYS, "severity": WORDS},
    "cost-item": {"amount": _MONEY, "currency": _CURRENCY, "period": _PERIOD},
    "allocation-rule": {"driver": st.sampled_from([None, "cores", "calls"])},
    "charging-model": {"kind": _CHARGING},
    "charge": {"amount": _MONEY, "currency": _CURRENCY, "period": _PERIOD},
    "price-item": {"price": _MONEY, "currency": _CURRENCY, "unit": WORDS, "valid_on": DAYS},
    "service-offering": {"orderable": FLAG},
    "high-level-business-case": {
        **_CASE,
        "assumptions": st.sampled_from([None, ["it rains"]]),
        "assumptions_owner": st.sampled_from([None, " ", "Ann"]),
    },
    "detailed-business-case": {
        **_CASE,
        "period": _PERIOD,
        "full_cost": _MONEY,
        "charging": _CHARGING,
        "recovered": _MONEY,
    },
    "indicative-unit-price": {
        "status": _STATUS,
        "price": _MONEY,
        "unit": WORDS,
        "currency": _CURRENCY,
        "volume": _MONEY,
        "period": _PERIOD,
        "basis": WORDS,
    },
    "business-case-verification-report": {
        "status": _STATUS,
        "period": _PERIOD,
        "actual_cost": _MONEY,
        "actual_recovered": _MONEY,
        "actual_volume": _MONEY,
        "currency": _CURRENCY,
    },
}
_EDGES: dict[str, Shape] = {
    "DEPENDS_ON": {
        "group": st.sampled_from([None, None, "g"]),
        "strength": st.sampled_from([None, None, "soft"]),
        "phase": st.sampled_from([None, None, "start", "run"]),
        "carries_state": FLAG,
    },
    "USES_PRODUCT": {"exposed": FLAG, "version": st.sampled_from([None, "1"])},
    "SUBSCRIBES_TO": {"until": DAYS},
    "STORES": {"master": FLAG},
    "REALIZED_BY": {"environment": st.sampled_from([None, "test"])},
    "CONSUMES": {
        "driver": st.sampled_from([None, "cores", "calls"]),
        "volume": st.sampled_from([None, 0.0, 3.0]),
        "period": _PERIOD,
    },
}
_STRUCTURAL = [
    "REQUIRES",
    "MEMBER",
    "HOSTED_AT",
    "PART_OF",
    "IN_ZONE",
    "FED_BY",
    "SUPPLIED_BY",
    "HAS_OFFERING",
    "SUPPORTS_ACTIVITY",
    "SUBSIDIARY_OF",
]
_OTHERS = [
    "COVERS",
    "OWNED_BY",
    "COVERED_BY_PLAN",
    "HAS_BIA",
    "ADDRESSED_BY",
    "SUBMITTED_FOR",
    "DECIDED_BY",
    "FOR",
    "MIGRATES",
    "MIGRATES_FROM",
    "MIGRATES_TO",
    "REPLACED_BY",
    "CONSUMED_IN",
    "CONSUMED_FROM",
    "HAS_ITEM",
    "SUPERSEDES",
]
_PLAIN = [*_STRUCTURAL, *_OTHERS]


def _ends(label: str) -> list[tuple[str, str]]:
    """Pairs of the pool that the declaration allows."""
    edge = EDGES[label]

    def fitting(types: tuple[type, ...]) -> list[str]:
        return [ref for ref in REFS if issubclass(find_node_type(Ref(ref).kind) or int, types)]

    return [
        (source, target) for source in fitting(edge.sources) for target in fitting(edge.targets)
    ]


_RECORDS = "consumption-record:1 consumption-record:2"
_TRANSITIONS = "customer-transition:1 customer-transition:2 customer-transition:3"
_RETIRED = "service:1 service-offering:1 service-offering:2"
_USERS = "service:2 component:1 customer:1"
_RETIREMENT = {
    "HAS_OFFERING": ("service:1 service:2", "service-offering:1 service-offering:2"),
    "FOR": (
        "service-retirement-proposal:1 service-retirement-proposal:2 "
        "service-roadmap:1 service-roadmap:2",
        "service:1 service:2",
    ),
    "SUPERSEDES": (
        "service-retirement-proposal:1 service-roadmap:1",
        "service-retirement-proposal:2 service-roadmap:2",
    ),
    "HAS_ITEM": (
        "service-roadmap:1 service-roadmap:2",
        "roadmap-item:1 roadmap-item:2 roadmap-item:3",
    ),
    "MIGRATES": (_TRANSITIONS, _USERS),
    "MIGRATES_FROM": (_TRANSITIONS, _RETIRED),
    "MIGRATES_TO": (_TRANSITIONS, "service:2 service-offering:2 component:1"),
    "REPLACED_BY": ("service:1 service-offering:1", "service:2 service-offering:2"),
    "SUBSCRIBES_TO": ("customer:1 customer:2", "service-offering:1 service-offering:2"),
    "DEPENDS_ON": (
        f"{_USERS} service:1 requirement-group:1",
        f"{_RETIRED} requirement-group:1 component:1 data-store:1",
    ),
    "REQUIRES": (_USERS, "requirement-group:1"),
    "MEMBER": ("requirement-group:1 requirement-group:2", f"{_RETIRED} requirement-group:2"),
    "SUPPORTS_ACTIVITY": ("service:1", "business-activity:1"),
    "CONSUMES": (f"{_USERS} team:1", f"{_RETIRED} requirement-group:1"),
    "CONSUMED_IN": (_RECORDS, f"{_RETIRED} component:1"),
    "CONSUMED_FROM": (_RECORDS, f"{_USERS} service:1"),
    "COVERS": ("contract:1 contract:2", _RETIRED),
    "REALIZED_BY": ("service:1 service:2 service-offering:1", "component:1"),
    "STORES": ("service:1 component:1 data-store:1", "data-set:1"),
    "SUBMITTED_FOR": ("gate-submission:1 gate-submission:2", "service:1 service:2"),
    "DECIDED_BY": (
        "gate-submission:1 gate-submission:2",
        "gate-decision:1 gate-decision:2 gate-decision:3",
    ),
}
_STATED = "high-level-business-case:1 high-level-business-case:2 detailed-business-case:1"
_MONEY_EDGES = {
    "FOR": (
        f"{_STATED} detailed-business-case:2 indicative-unit-price:1"
        " business-case-verification-report:1",
        "service:1 service:1 service:2",
    ),
    "SUPERSEDES": (_STATED, "high-level-business-case:2 detailed-business-case:2"),
    "COST_OF": ("cost-item:1 cost-item:2", "service:1 service-offering:1 component:1"),
    "CONSUMES": ("service:1 service:2 customer:1 component:1", "service:1 service:2 component:1"),
    "ALLOCATES": ("allocation-rule:1 allocation-rule:2", "service:1 service:2"),
    "HAS_OFFERING": ("service:1 service:2", "service-offering:1 service-offering:2"),
    "CHARGED_BY": (
        "service:1 service-offering:1 service-offering:2",
        "charging-model:1 charging-model:2",
    ),
    "PRICED_AT": ("service:1 service-offering:1", "price-item:1"),
    "CHARGE_FOR": ("charge:1", "service:1"),
    "CHARGED_TO": ("charge:1", "customer:1"),
}
_LABELS = {
    "money": [*_MONEY_EDGES, *["FOR"] * 5, *["CONSUMES"] * 3],
    "structure": [*_EDGES, *_PLAIN, *[*_EDGES, *_STRUCTURAL] * 4],
    "retirement": [*_RETIREMENT, "FOR", "HAS_ITEM", "MIGRATES", "MIGRATES_FROM", "DECIDED_BY"],
}
"""Relationships as often as they are to be drawn, by what an estate is to have much of."""
_PAIRS = {
    "money": {
        label: [(s, t) for s in sources.split() for t in targets.split()]
        for label, (sources, targets) in _MONEY_EDGES.items()
    },
    "structure": {label: _ends(label) for label in {*_EDGES, *_PLAIN}},
    "retirement": {
        label: [(s, t) for s in sources.split() for t in targets.split()]
        for label, (sources, targets) in _RETIREMENT.items()
    },
}


def _drawn(draw: st.DrawFn, shape: Shape) -> dict[str, Any]:
    found = {name: draw(values) for name, values in shape.items()}
    return {name: value for name, value in found.items() if value is not None}


@st.composite
def mixed_estates(draw: st.DrawFn, about: str) -> Graph:
    """A snapshot with anything in it; `about` is what there is much of."""
    return drawn(draw, Pool(REFS, _NODES, _EDGES, _LABELS[about], _PAIRS[about]))


class Pool(NamedTuple):
    """What an estate is drawn from."""

    refs: Sequence[str]
    """Its nodes; all are in every estate."""
    nodes: Mapping[str, Shape]
    """Properties by type of node."""
    edges: Mapping[str, Shape]
    """Properties by type of relationship."""
    labels: Sequence[str]
    """Relationships as often as they are to be drawn."""
    pairs: Mapping[str, Sequence[tuple[str, str]]]
    """Sources and targets by type of relationship."""


def drawn(draw: st.DrawFn, pool: Pool) -> Graph:
    """A snapshot of all nodes of a pool and some of its relationships."""
    nodes = []
    for ref in pool.refs:
        properties = _drawn(draw, pool.nodes.get(Ref(ref).kind, {}))
        nodes.append((ref, canonical({"name": f"the {ref}", **properties})))
    place = {ref: number for number, ref in enumerate(pool.refs)}
    rows: list[tuple[str, int, int, str]] = []
    taken: set[tuple[str, ...]] = set()
    for label in draw(st.lists(st.sampled_from(pool.labels), min_size=60, max_size=120)):
        source, target = draw(st.sampled_from(pool.pairs[label]))
        properties = _drawn(draw, pool.edges.get(label, {}))
        places = _places(label, source, target, properties)
        if taken.isdisjoint(places):
            taken |= places
            rows.append((label, place[source], place[target], canonical(properties)))
    return Graph.build(1, nodes, rows)


def _places(
    label: str, source: str, target: str, properties: Mapping[str, Any]
) -> set[tuple[str, ...]]:
    """What a relationship takes up: nothing else may be there."""
    declared = EDGES[label]
    places: set[tuple[str, ...]] = {(label, source, target, edge_key(declared, properties))}
    if declared.one_target:
        places.add((label, "from", source))
    if declared.one_source:
        places.add((label, "to", target))
    return places
