"""Drawn estates of services on their way out: replacements, terms, notices, data."""

from __future__ import annotations

from hypothesis import strategies as st

from itspm_graph.graph import Graph
from tests.queries.drawn import DAYS, PHASES, WORDS, Pool, Shape, drawn

_NUMBER = st.sampled_from([None, 5.0, 10.0, 20.0])
_COUNTS = {
    "service": 3,
    "service-offering": 3,
    "component": 2,
    "data-store": 1,
    "data-set": 2,
    "customer": 3,
    "contract": 2,
    "customer-transition": 3,
    "service-retirement-proposal": 2,
    "retirement-notice": 3,
    "scream-test": 2,
    "service-level-target": 3,
    "price-item": 3,
    "continuity-plan": 2,
    "requirement-group": 1,
}
_NODES: dict[str, Shape] = {
    "service": {
        "lifecycle": PHASES,
        "capacity": _NUMBER,
        "capacity_used": _NUMBER,
        "capacity_unit": WORDS,
        "rto_minutes": _NUMBER,
        "rpo_minutes": _NUMBER,
        "support_hours": st.sampled_from([None, "8x5", "24x7"]),
        "data_residency": st.sampled_from([None, "EU", "US"]),
    },
    "component": {"lifecycle": PHASES},
    "customer": {"segment": st.sampled_from([None, "internal", "retail"])},
    "contract": {
        "status": st.sampled_from([None, "signed", "ended"]),
        "ends_on": DAYS,
        "notice_days": st.sampled_from([None, 0, 90]),
        "notice_served_on": DAYS,
        "auto_renews": st.sampled_from([None, True, False]),
    },
    "customer-transition": {
        "status": st.sampled_from(["migrated", "planned", "planned", "terminated"]),
        "demand": _NUMBER,
    },
    "service-retirement-proposal": {"effective_on": DAYS, "data_disposition": WORDS},
    "retirement-notice": {"sent_on": DAYS, "acknowledged_on": DAYS},
    "scream-test": {"started_on": DAYS, "screams": st.sampled_from([None, 0, 2])},
    "data-set": {"legal_hold": st.booleans(), "retention_until": DAYS},
    "service-level-target": {
        "measure": st.sampled_from(["availability", "availability", None]),
        "target": st.sampled_from([None, 0.5, 0.75]),
        "unit": st.sampled_from([None, "share", "percent", "minutes"]),
    },
    "price-item": {
        "price": _NUMBER,
        "currency": st.sampled_from(["EUR", None]),
        "unit": st.sampled_from(["page", None]),
    },
}
_EDGES: dict[str, Shape] = {
    "DEPENDS_ON": {"carries_state": st.sampled_from([None, True])},
    "SUBSCRIBES_TO": {"until": DAYS},
    "STORES": {"master": st.sampled_from([True, True, False])},
    "DISPOSES_OF": {
        "disposition": st.sampled_from([None, "destroyed", "transferred", "archived"]),
        "planned_on": DAYS,
        "key_custody": WORDS,
        "retrieval_tested_on": DAYS,
    },
}


def _all(kind: str) -> str:
    return " ".join(f"{kind}:{number}" for number in range(1, _COUNTS[kind] + 1))


_SERVICES = "service:1 service:1 service:2 service:3"
_OWN = f"{_SERVICES} {_all('service-offering')}"
_USERS = f"service:2 {_all('component')} {_all('customer')}"
_ENDS = {
    "HAS_OFFERING": (_SERVICES, _all("service-offering")),
    "REALIZED_BY": (_OWN, _all("component")),
    "DEPENDS_ON": (f"{_USERS} service:1", f"{_OWN} data-store:1 requirement-group:1"),
    "MEMBER": ("requirement-group:1", _OWN),
    "CONSUMES": (_USERS, _OWN),
    "SUBSCRIBES_TO": (_all("customer"), _all("service-offering")),
    "FOR": (
        f"{_all('service-retirement-proposal')} {_all('retirement-notice')}",
        "service:1 service:1 service:2",
    ),
    "SUPERSEDES": ("service-retirement-proposal:1", "service-retirement-proposal:2"),
    "MIGRATES": (_all("customer-transition"), _USERS),
    "MIGRATES_FROM": (_all("customer-transition"), "service:1 service:1 service-offering:1"),
    "MIGRATES_TO": (_all("customer-transition"), "service:2 service:3 service-offering:2"),
    "REPLACED_BY": ("service:1 service-offering:1", "service:2 service-offering:3 component:1"),
    "COVERS": (_all("contract"), f"{_OWN} component:1"),
    "SETS_TARGET": (f"{_OWN} {_all('contract')}", _all("service-level-target")),
    "PRICED_AT": (_OWN, _all("price-item")),
    "NOTIFIES": (_all("retirement-notice"), _all("customer")),
    "SILENCES": (_all("scream-test"), f"{_OWN} {_all('component')}"),
    "HEARD_FROM": (_all("scream-test"), _USERS),
    "COVERED_BY_PLAN": (_OWN, _all("continuity-plan")),
    "STORES": (f"{_OWN} {_all('component')} data-store:1", _all("data-set")),
    "READS": (_USERS, _all("data-set")),
    "DISPOSES_OF": (_all("service-retirement-proposal"), _all("data-set")),
}
_POOL = Pool(
    [f"{kind}:{number}" for kind, count in _COUNTS.items() for number in range(1, count + 1)],
    _NODES,
    _EDGES,
    [*_ENDS, *["FOR", "MIGRATES", "MIGRATES_FROM", "MIGRATES_TO", "HAS_OFFERING"] * 3],
    {
        label: [(s, t) for s in sources.split() for t in targets.split()]
        for label, (sources, targets) in _ENDS.items()
    },
)


@st.composite
def leaving_estates(draw: st.DrawFn) -> Graph:
    """A snapshot of services that are to be retired, and of what comes instead."""
    return drawn(draw, _POOL)
