"""Estates of plans drawn by Hypothesis: strategies, roadmaps, designs and tests that may clash."""

from __future__ import annotations

from hypothesis import strategies as st

from itspm_graph.graph import Graph
from tests.queries.drawn import DAYS, FLAG, INSTANTS, PHASES, WORDS, Pool, Shape, drawn

_COUNTS = {
    "service": 3,
    "service-offering": 2,
    "component": 2,
    "requirement-group": 2,
    "site": 1,
    "vendor-product": 2,
    "vendor": 1,
    "customer": 1,
    "contract": 2,
    "business-impact-analysis": 1,
    "person": 1,
    "data-set": 1,
    "service-strategy": 2,
    "strategic-objective": 2,
    "business-capability": 2,
    "business-outcome": 2,
    "service-roadmap": 2,
    "roadmap-item": 3,
    "service-release-plan": 1,
    "release": 2,
    "service-design": 2,
    "preliminary-acceptance-criteria": 2,
    "service-acceptance-criteria": 1,
    "acceptance-criterion": 2,
    "service-level-target": 2,
    "poc-report": 1,
    "test-run": 2,
    "defect": 1,
    "project": 2,
    "customer-transition": 1,
    "consumption-record": 3,
    "service-retirement-proposal": 1,
    "gate-submission": 2,
    "gate-decision": 2,
}
_REFS = [f"{kind}:{number}" for kind, count in _COUNTS.items() for number in range(1, count + 1)]
_STATUS = st.sampled_from([None, None, "submitted", "accepted", "draft"])
_MINUTES = st.sampled_from([None, 30.0, 60.0])
_MONEY = st.sampled_from([None, 100.25, 600000.0])
_NUMBER = st.sampled_from([None, 0.5])
_TEXTS = st.sampled_from([None, ["one"], ["one", " "]])

_NODES: dict[str, Shape] = {
    "service": {
        "lifecycle": st.sampled_from(
            ["strategy", "design", "transition", "operate", "retire", None]
        ),
        "stub": st.sampled_from([None, None, True]),
        "tg2_required": FLAG,
        "planned_operate_on": DAYS,
        "planned_retire_on": DAYS,
        "rto_minutes": _MINUTES,
    },
    "service-offering": {"rto_minutes": _MINUTES},
    "component": {"lifecycle": PHASES, "rto_minutes": _MINUTES},
    "vendor-product": {
        "end_of_support_on": DAYS,
        "delivery": st.sampled_from([None, "hosted"]),
    },
    "contract": {
        "kind": st.sampled_from([None, "ola", "uc"]),
        "status": st.sampled_from([None, "draft", "signed"]),
        "ends_on": DAYS,
    },
    "business-impact-analysis": {"rto_minutes": _MINUTES},
    "data-set": {"personal_data": FLAG},
    "service-strategy": {
        "status": _STATUS,
        "dated_on": DAYS,
        "available_from": DAYS,
        "target_customers": _TEXTS,
        "cost_low": _MONEY,
        "cost_high": _MONEY,
        "tg2_required": FLAG,
    },
    "strategic-objective": {
        "status": st.sampled_from([None, "active", "dropped"]),
        "stated_on": DAYS,
        "due_on": DAYS,
    },
    "business-outcome": {"measure": WORDS, "target": _NUMBER, "due_on": DAYS},
    "service-roadmap": {"status": _STATUS, "horizon_until": DAYS},
    "roadmap-item": {
        "kind": st.sampled_from([None, "retirement"]),
        "starts_on": DAYS,
        "ends_on": DAYS,
        "cost": _MONEY,
        "currency": st.sampled_from([None, "EUR"]),
    },
    "service-release-plan": {"status": _STATUS},
    "release": {"released_on": DAYS, "scope": WORDS},
    "service-design": {"status": _STATUS, "started_on": DAYS},
    "preliminary-acceptance-criteria": {"status": _STATUS},
    "service-acceptance-criteria": {"status": _STATUS},
    "acceptance-criterion": {
        "measure": WORDS,
        "threshold": WORDS,
        "test_kind": st.sampled_from([None, "customer_experience"]),
        "mandatory": st.sampled_from([None, False]),
    },
    "poc-report": {
        "status": _STATUS,
        "dated_on": DAYS,
        "objectives": _TEXTS,
        "results": _TEXTS,
        "recommendation": st.sampled_from([None, "go", "no_go"]),
    },
    "test-run": {"result": st.sampled_from([None, "passed", "failed"])},
    "defect": {
        "status": st.sampled_from([None, "open", "fixed"]),
        "blocking": st.sampled_from([None, True, True]),
        "found_on": DAYS,
    },
    "project": {"ends_on": DAYS, "status": st.sampled_from([None, "done"])},
    "customer-transition": {
        "status": st.sampled_from(["planned", "migrated"]),
        "planned_on": DAYS,
        "completed_on": DAYS,
    },
    "consumption-record": {
        "period_to": DAYS,
        "volume": st.sampled_from([None, 0.0, 7.5, 100.1]),
        "driver": st.sampled_from([None, "pages"]),
    },
    "service-retirement-proposal": {"effective_on": DAYS},
    "gate-submission": {"gate": st.just("TG6")},
    "gate-decision": {
        "gate": st.sampled_from(["TG3", "TG6", "TG6"]),
        "passed": st.booleans(),
        "decided_at": INSTANTS,
    },
}
_EDGES: dict[str, Shape] = {
    "DEPENDS_ON": {
        "strength": st.sampled_from([None, None, "soft"]),
        "phase": st.sampled_from([None, None, "start"]),
    },
    "DESIGNS": {
        "group": st.sampled_from([None, "g"]),
        "strength": st.sampled_from([None, None, "soft"]),
    },
    "USES_PRODUCT": {"exposed": FLAG},
}
_DOCUMENTS = (
    "service-strategy:1 service-strategy:2 service-roadmap:1 service-roadmap:2 service-design:1 "
    "service-release-plan:1 preliminary-acceptance-criteria:1 service-acceptance-criteria:1 "
    "poc-report:1 service-retirement-proposal:1"
)
_SERVICES = "service:1 service:2 service:3"
_NEEDED = f"{_SERVICES} service-offering:1 component:1 component:2"
_ITEMS = "roadmap-item:1 roadmap-item:2 roadmap-item:3"
_RELEASES = "release:1 release:2"
_CRITERIA = "acceptance-criterion:1 acceptance-criterion:2"
_TARGETS = "service-level-target:1 service-level-target:2"
_OUTCOMES = "business-outcome:1 business-outcome:2"
_ENDS = {
    "FOR": (_DOCUMENTS, "service:1 service:1 service:2"),
    "SUPERSEDES": ("service-strategy:2 service-roadmap:2", "service-strategy:1 service-roadmap:1"),
    "ALIGNS_WITH": (
        "service-strategy:1 service-strategy:2",
        "strategic-objective:1 strategic-objective:2",
    ),
    "TARGETS_OUTCOME": (f"{_SERVICES} service-strategy:1", _OUTCOMES),
    "INTENDED_FOR": ("service-strategy:1 service-strategy:2", "customer:1"),
    "SUPPORTS_CAPABILITY": (_SERVICES, "business-capability:1 business-capability:2"),
    "DELIVERS": (_ITEMS, "business-capability:1 business-capability:2"),
    "HAS_ITEM": ("service-roadmap:1 service-roadmap:2", _ITEMS),
    "REQUIRES_ITEM": (_ITEMS, _ITEMS),
    "RELIES_ON": (f"{_ITEMS} {_RELEASES}", f"{_NEEDED} requirement-group:1 vendor-product:1"),
    "HAS_RELEASE": (_SERVICES, _RELEASES),
    "PLANS_RELEASE": ("service-release-plan:1", _RELEASES),
    "DESIGNS": (
        "service-design:1 service-design:2",
        f"{_NEEDED} requirement-group:1 vendor-product:1 vendor-product:2",
    ),
    "DEPENDS_ON": (f"{_NEEDED} component:1", f"{_NEEDED} requirement-group:1"),
    "REQUIRES": (_NEEDED, "requirement-group:1 requirement-group:2"),
    "MEMBER": ("requirement-group:1 requirement-group:2", f"{_NEEDED} requirement-group:2"),
    "HAS_OFFERING": (_SERVICES, "service-offering:1 service-offering:2"),
    "REALIZED_BY": (_SERVICES, "component:1 component:2"),
    "HOSTED_AT": (_NEEDED, "site:1"),
    "USES_PRODUCT": (_NEEDED, "vendor-product:1 vendor-product:2"),
    "SUPPLIED_BY": ("vendor-product:1 vendor-product:2", "vendor:1"),
    "PROVIDER_PARTY": ("contract:1 contract:2", "vendor:1"),
    "COVERS": ("contract:1 contract:2", f"{_NEEDED} service-offering:2 vendor-product:1"),
    "SETS_TARGET": (f"contract:1 {_SERVICES} service-offering:1", _TARGETS),
    "OWNED_BY": (_SERVICES, "person:1"),
    "OPERATED_BY": (_SERVICES, "person:1"),
    "HAS_BIA": (_SERVICES, "business-impact-analysis:1"),
    "READS": (_SERVICES, "data-set:1"),
    "HAS_CRITERION": (
        "preliminary-acceptance-criteria:1 preliminary-acceptance-criteria:2 "
        "service-acceptance-criteria:1",
        _CRITERIA,
    ),
    "VERIFIES": (_CRITERIA, f"{_TARGETS} {_OUTCOMES}"),
    "ACCEPTS_RELEASE": ("service-acceptance-criteria:1", _RELEASES),
    "TESTS": ("test-run:1 test-run:2", _CRITERIA),
    "RUN_AGAINST": ("test-run:1 test-run:2", _RELEASES),
    "OCCURS_IN": ("defect:1", f"test-run:1 {_SERVICES} {_RELEASES}"),
    "BUILDS": ("project:1 project:2", _SERVICES),
    "MIGRATES": ("customer-transition:1", "customer:1 service:2"),
    "MIGRATES_FROM": ("customer-transition:1", _SERVICES),
    "CONSUMED_IN": ("consumption-record:1 consumption-record:2 consumption-record:3", _NEEDED),
    "SUBMITTED_FOR": ("gate-submission:1 gate-submission:2", _SERVICES),
    "DECIDED_BY": ("gate-submission:1 gate-submission:2", "gate-decision:1 gate-decision:2"),
}
_POOL = Pool(
    _REFS,
    _NODES,
    _EDGES,
    [*_ENDS, *["FOR"] * 8, *["DESIGNS", "HAS_ITEM", "DEPENDS_ON"] * 3],
    {
        label: [(s, t) for s in sources.split() for t in targets.split()]
        for label, (sources, targets) in _ENDS.items()
    },
)


@st.composite
def planned_estates(draw: st.DrawFn) -> Graph:
    """A snapshot of services that are planned, designed, tested and retired all at once."""
    return drawn(draw, _POOL)
