"""Estates in operation drawn by Hypothesis: contracts, measurements, plans, tests and ends."""

from __future__ import annotations

from hypothesis import strategies as st

from itspm_graph.graph import Graph
from tests.queries.drawn import DAYS, FLAG, INSTANTS, PHASES, WORDS, Pool, Shape, drawn

_COUNTS = {
    "service": 3,
    "service-offering": 2,
    "component": 2,
    "requirement-group": 1,
    "data-store": 2,
    "backup": 1,
    "site": 3,
    "data-set": 1,
    "vendor-product": 2,
    "vendor": 2,
    "customer": 1,
    "business-activity": 1,
    "team": 1,
    "contract": 3,
    "service-level-target": 3,
    "business-outcome": 2,
    "measurement": 3,
    "benchmark": 1,
    "price-item": 2,
    "cost-item": 3,
    "business-impact-analysis": 2,
    "continuity-plan": 2,
    "exercise": 2,
    "recovery-procedure": 1,
    "finding": 2,
    "improvement-initiative": 3,
    "improvement-objective": 1,
    "strategic-objective": 1,
    "vendor-performance": 3,
    "selection-case": 1,
    "selection-criterion": 2,
    "service-strategy": 1,
    "service-roadmap": 1,
    "roadmap-item": 2,
    "release": 2,
    "service-design": 1,
    "preliminary-acceptance-criteria": 1,
    "service-acceptance-criteria": 2,
    "acceptance-criterion": 2,
    "test-run": 3,
    "defect": 2,
    "service-contract": 1,
    "business-case-verification-report": 1,
    "improvement-plans": 1,
    "consumption-record": 2,
    "phase-out-proposal": 2,
    "gate-submission": 2,
    "gate-decision": 2,
    "waiver": 1,
}
_STATUS = st.sampled_from([None, None, "submitted", "accepted", "draft"])
_MINUTES = st.sampled_from([None, 30.0, 60.0, 90.5])
_VALUE = st.sampled_from([None, 1.0, 2.0, 2.5])
_PERIOD = st.sampled_from([None, "2025", "2026-Q1", "2026-Q2"])
_MEASURE = st.sampled_from([None, "availability", "resolution time", "recovery time"])
_UNIT = st.sampled_from([None, "minutes", "hours", "shifts"])
_CURRENCY = st.sampled_from([None, "EUR", "CHF"])
_MONEY = st.sampled_from([None, 100.25, 600.0])
_SHARE = st.sampled_from([None, 0.1, 0.95, 0.5])
_MONTHS = st.sampled_from([None, 0, 3])
_KIND = st.sampled_from([None, "customer_experience", "continuity"])

_NODES: dict[str, Shape] = {
    "finding": {"found_in": st.sampled_from([None, "exercise", "audit"]), "found_on": DAYS},
    "service": {
        "lifecycle": PHASES,
        "planned_operate_on": DAYS,
        "last_verified_on": DAYS,
        "rto_minutes": _MINUTES,
        "rpo_minutes": _MINUTES,
    },
    "service-offering": {"orderable": FLAG, "level": WORDS, "visible_to": WORDS},
    "component": {"lifecycle": PHASES, "valid_from": DAYS},
    "site": {"kind": st.sampled_from([None, "region", "building"])},
    "data-set": {"legal_hold": FLAG, "retention_until": DAYS},
    "vendor-product": {"delivery": st.sampled_from([None, "open_source", "hosted", "licensed"])},
    "contract": {
        "kind": st.sampled_from(["sla", "sla", "ola", "uc", None]),
        "status": st.sampled_from([None, None, "draft", "signed", "ended"]),
        "starts_on": DAYS,
        "ends_on": DAYS,
        "exit_months": _MONTHS,
        "auto_renews": FLAG,
        "annual_cost": _MONEY,
        "penalty_share": _SHARE,
        "currency": _CURRENCY,
    },
    "service-level-target": {
        "measure": _MEASURE,
        "target": _VALUE,
        "unit": _UNIT,
        "at_most": st.sampled_from([None, None, True, False]),
    },
    "business-outcome": {"baseline": _VALUE, "target": _VALUE, "due_on": DAYS},
    "measurement": {"value": _VALUE, "period": _PERIOD, "measured_on": DAYS},
    "benchmark": {"value": _VALUE, "unit": _UNIT, "scope": _MEASURE},
    "price-item": {"price": _MONEY, "currency": _CURRENCY, "unit": WORDS},
    "cost-item": {"amount": _MONEY, "currency": _CURRENCY, "period": _PERIOD},
    "business-activity": {"mtpd_minutes": _MINUTES},
    "business-impact-analysis": dict.fromkeys(
        ("rto_minutes", "rpo_minutes", "mtpd_minutes", "wrt_minutes"), _MINUTES
    ),
    "continuity-plan": {
        "approved_on": DAYS,
        "review_due_on": DAYS,
        "recovery_minutes": _MINUTES,
    },
    "exercise": {"held_on": DAYS},
    "improvement-initiative": {
        "status": st.sampled_from([None, "begun", "done"]),
        "due_on": DAYS,
        "done_on": DAYS,
        "benefit_metric": WORDS,
        "baseline": _VALUE,
        "target": _VALUE,
        "actual": _VALUE,
        "cost": _MONEY,
        "benefit": _MONEY,
        "currency": _CURRENCY,
    },
    "strategic-objective": {"status": st.sampled_from([None, "active", "dropped"])},
    "vendor-performance": {
        "period": _PERIOD,
        "attainment": _SHARE,
        "cost_variance": st.sampled_from([None, -0.5, 0.1, 0.5]),
    },
    "selection-criterion": {"weight": st.sampled_from([None, 0.5, 1.0])},
    "service-strategy": {"status": _STATUS},
    "service-roadmap": {"status": _STATUS, "horizon_until": DAYS},
    "roadmap-item": {"starts_on": DAYS, "ends_on": DAYS},
    "release": {"released_on": DAYS},
    "service-design": {"status": _STATUS},
    "preliminary-acceptance-criteria": {"status": _STATUS},
    "service-acceptance-criteria": {
        "status": _STATUS,
        "monitoring_ready": FLAG,
        "runbook_ready": FLAG,
        "continuity_test_waived": WORDS,
    },
    "acceptance-criterion": {"test_kind": _KIND, "mandatory": st.sampled_from([None, False])},
    "test-run": {
        "kind": _KIND,
        "result": st.sampled_from([None, "passed", "passed", "failed"]),
        "run_on": DAYS,
    },
    "defect": {"status": st.sampled_from([None, "open", "fixed"]), "blocking": FLAG},
    "service-contract": {"status": _STATUS},
    "business-case-verification-report": {"status": _STATUS, "satisfaction": _SHARE},
    "improvement-plans": {"status": _STATUS},
    "consumption-record": {
        "last_seen_on": DAYS,
        "period_to": DAYS,
        "volume": st.sampled_from([None, 0.0, 7.5]),
        "caller": WORDS,
    },
    "phase-out-proposal": {
        "status": _STATUS,
        "lessons": WORDS,
        **{f"{what}_removed_on": DAYS for what in ("access", "network", "monitoring", "backups")},
        "stopped_on": DAYS,
        "finance_closed_on": DAYS,
    },
    "gate-submission": {"gate": st.just("TG6")},
    "gate-decision": {
        "gate": st.sampled_from(["TG3", "TG6", "TG6"]),
        "passed": st.booleans(),
        "decided_at": INSTANTS,
    },
    "waiver": {
        "criterion": st.just("elements_that_break"),
        "reason": st.just("why"),
        "until": st.just("2026-12-31"),
    },
}
_GROUP = st.sampled_from([None, None, "g"])
_EDGES: dict[str, Shape] = {
    "DEPENDS_ON": {
        "group": _GROUP,
        "strength": st.sampled_from([None, None, "soft"]),
        "phase": st.sampled_from([None, None, "start"]),
        "carries_state": FLAG,
        "valid_from": DAYS,
        "valid_to": DAYS,
    },
    "DESIGNS": {"group": _GROUP},
    "USES_PRODUCT": {"exposed": FLAG},
    "SUBSCRIBES_TO": {"until": DAYS},
    "STORES": {"master": st.sampled_from([None, True, True])},
    "EXERCISED": {"rta_minutes": _MINUTES, "rpa_minutes": _MINUTES},
    "UNDERPINNED_BY": {"metric": st.sampled_from([None, "availability"])},
    "DISPOSES_OF": {
        "disposition": st.sampled_from([None, "destroyed", "sold", "archived"]),
        "done_on": DAYS,
        "certificate": WORDS,
        "quantity": st.sampled_from([None, 0.0, 5.0]),
    },
}


def _all(kind: str) -> str:
    return " ".join(f"{kind}:{number}" for number in range(1, _COUNTS[kind] + 1))


_SERVICES = "service:1 service:1 service:2 service:3"
_OWN = f"{_SERVICES} {_all('service-offering')}"
_NEEDED = f"{_OWN} {_all('component')} data-store:1"
_TARGETS = _all("service-level-target")
_COMMON = {
    "HAS_OFFERING": (_SERVICES, _all("service-offering")),
    "REALIZED_BY": (_OWN, _all("component")),
    "DEPENDS_ON": (_NEEDED, f"{_NEEDED} requirement-group:1"),
    "MEMBER": ("requirement-group:1", _OWN),
    "USES_PRODUCT": (_NEEDED, _all("vendor-product")),
    "SUPPLIED_BY": (_all("vendor-product"), _all("vendor")),
    "SUBSCRIBES_TO": ("customer:1", _all("service-offering")),
    "SUPPORTS_ACTIVITY": (_SERVICES, "business-activity:1"),
    "COVERS": (_all("contract"), f"{_OWN} {_all('vendor-product')}"),
    "SETS_TARGET": (f"{_all('contract')} {_OWN}", _TARGETS),
    "COVERED_BY_PLAN": (f"{_SERVICES} data-store:1", _all("continuity-plan")),
    "HAS_BIA": (f"{_SERVICES} business-activity:1", _all("business-impact-analysis")),
    "SUBMITTED_FOR": (_all("gate-submission"), _SERVICES),
    "DECIDED_BY": (_all("gate-submission"), _all("gate-decision")),
    "EXERCISED": (_all("exercise"), f"{_all('continuity-plan')} service:1"),
}
_RUN = {
    **_COMMON,
    "FOR": (
        "service-strategy:1 service-roadmap:1 improvement-plans:1 "
        "business-case-verification-report:1",
        "service:1 service:1 service:2",
    ),
    "UNDERPINNED_BY": (_all("contract"), _all("contract")),
    "MEASURES": (_all("measurement"), f"{_TARGETS} {_all('business-outcome')}"),
    "COMPARED_WITH": (_OWN, "benchmark:1"),
    "PRICED_AT": (_OWN, _all("price-item")),
    "COST_OF": (_all("cost-item"), _OWN),
    "TARGETS_OUTCOME": (f"{_SERVICES} service-strategy:1", _all("business-outcome")),
    "HAS_ITEM": ("service-roadmap:1", _all("roadmap-item")),
    "HAS_RELEASE": (_SERVICES, _all("release")),
    "OWNED_BY": (f"{_SERVICES} {_all('improvement-initiative')}", "team:1"),
    "CONCERNS": (
        f"{_all('finding')} {_all('improvement-initiative')}",
        f"{_OWN} {_TARGETS} {_all('business-outcome')} finding:1",
    ),
    "ADDRESSED_BY": (_all("finding"), _all("improvement-initiative")),
    "PLANS_INITIATIVE": ("improvement-plans:1", _all("improvement-initiative")),
    "PURSUES": (_all("improvement-initiative"), "improvement-objective:1"),
    "ALIGNS_WITH": ("improvement-objective:1", "strategic-objective:1"),
    "PERFORMANCE_OF": (_all("vendor-performance"), _all("vendor")),
    "HAS_CANDIDATE": ("selection-case:1", _all("vendor-product")),
    "HAS_CRITERION": ("selection-case:1", _all("selection-criterion")),
    "TRACES_TO": (_all("selection-criterion"), "service:1"),
    "REPLACED_BY": ("vendor-product:1", "vendor-product:2"),
    "COPIED_TO": (_all("data-store"), "data-store:2 backup:1"),
    "HOSTED_AT": (
        f"{_all('data-store')} backup:1 {_all('component')} team:1",
        _all("site"),
    ),
    "PART_OF": (_all("site"), _all("site")),
    "HAS_PROCEDURE": (f"{_SERVICES} {_all('component')}", "recovery-procedure:1"),
    "PERFORMED_BY": ("recovery-procedure:1", "team:1"),
}
_GATES = {
    **_COMMON,
    "FOR": (
        "service-design:1 preliminary-acceptance-criteria:1 service-acceptance-criteria:1 "
        "service-acceptance-criteria:2 service-contract:1 phase-out-proposal:1 "
        "phase-out-proposal:2",
        "service:1 service:1 service:2",
    ),
    "SUPERSEDES": (
        "phase-out-proposal:2 service-acceptance-criteria:2",
        "phase-out-proposal:1 service-acceptance-criteria:1",
    ),
    "ACCEPTS_RELEASE": (_all("service-acceptance-criteria"), _all("release")),
    "HAS_CRITERION": (
        f"{_all('service-acceptance-criteria')} preliminary-acceptance-criteria:1",
        _all("acceptance-criterion"),
    ),
    "HAS_RELEASE": (_SERVICES, _all("release")),
    "TESTS": (_all("test-run"), _all("acceptance-criterion")),
    "RUN_AGAINST": (_all("test-run"), _all("release")),
    "WITNESSED_BY": (_all("test-run"), "customer:1 team:1"),
    "OCCURS_IN": (_all("defect"), f"{_all('test-run')} {_all('release')} {_SERVICES}"),
    "DESIGNS": ("service-design:1", f"{_NEEDED} {_all('vendor-product')}"),
    "PRESENTS": ("service-contract:1", _all("contract")),
    "PROVIDER_PARTY": (_all("contract"), "team:1"),
    "CUSTOMER_PARTY": (_all("contract"), "customer:1"),
    "CONSUMES": ("team:1 component:1", f"{_OWN} requirement-group:1"),
    "CONSUMED_IN": (_all("consumption-record"), _OWN),
    "CONSUMED_FROM": (_all("consumption-record"), "customer:1 component:1"),
    "DISPOSES_OF": (
        _all("phase-out-proposal"),
        f"{_all('component')} data-set:1 {_all('continuity-plan')} recovery-procedure:1 "
        f"{_all('vendor-product')}",
    ),
    "STORES": (f"{_OWN} component:1 data-store:1", "data-set:1"),
    "HAS_PROCEDURE": (_SERVICES, "recovery-procedure:1"),
    "WAIVES": (_all("gate-decision"), "waiver:1"),
}
_REFS = [f"{kind}:{number}" for kind, count in _COUNTS.items() for number in range(1, count + 1)]
_POOLS = {
    about: Pool(
        _REFS,
        _NODES,
        _EDGES,
        [*ends, *["FOR", "SETS_TARGET", "COVERS", "HAS_OFFERING"] * 3, *often],
        {
            label: [(s, t) for s in sources.split() for t in targets.split()]
            for label, (sources, targets) in ends.items()
        },
    )
    for about, ends, often in (
        ("running", _RUN, ["MEASURES", "UNDERPINNED_BY", "TARGETS_OUTCOME", "CONCERNS"] * 3),
        ("gates", _GATES, ["ACCEPTS_RELEASE", "RUN_AGAINST", "TESTS", "PRESENTS"] * 3),
    )
}


@st.composite
def operated_estates(draw: st.DrawFn, about: str) -> Graph:
    """A snapshot of services that are `running`, or before the gates that begin and end that."""
    return drawn(draw, _POOLS[about])
