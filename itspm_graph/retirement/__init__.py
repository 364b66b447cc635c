"""What it would mean to retire some elements together: the blast radius, never merged into one.

BROKEN can't be up without them, WEAKENED stays up with less to lose, TOUCHED loses nothing it needs
yet has to do with them: by soft dependencies, by shares of cost, by data it reads. Judged on the
estate as it will be on the day: uses that a transition ends by then are taken out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from itspm_graph import gates
from itspm_graph.analysis.blast_radius import BlastRadius
from itspm_graph.analysis.impact import CyclePolicy
from itspm_graph.answers.days import later
from itspm_graph.answers.retirement import Retirement
from itspm_graph.answers.retirement_impact import afterwards, words
from itspm_graph.framework import framework
from itspm_graph.graph import Graph, Link
from itspm_graph.promises import IN_FORCE
from itspm_graph.records import Ref
from itspm_graph.results import GateCheck
from itspm_graph.results.retiring import (
    Behind,
    Broken,
    GateOutlook,
    NotKnown,
    Retired,
    RetirementFound,
    TouchedElement,
)
from itspm_graph.retirement.leaving import consumers, undeclared_consumers
from itspm_graph.retirement.money import retirement_costs
from itspm_graph.retirement.observing import Observation
from itspm_graph.retirement.remaining import Remaining
from itspm_graph.retirement.signals import signals
from itspm_graph.retirement.ways import Ways
from itspm_graph.retirement.weakening import Weakening

GATE = "TG6"
REASONS = {"CONSUMES": "shares its cost", "READS": "reads data that it masters"}
GROUPS = ("RequirementGroup", "DataSet")
"""Types that only stand between."""


def retirement(
    graph: Graph,
    proposed: Sequence[int],
    on: date | None,
    today: date,
    lookback_days: int,
    soak_days: int,
    policy: CyclePolicy,
    past: Callable[[int], Graph],
) -> RetirementFound:
    """What retiring these together does; `past` gives the snapshot of a revision.

    Without a day it takes effect on the one that a standing proposal states, else today.
    """
    stated = Retirement(graph, tuple(proposed), on)
    planned = Retirement(graph, tuple(proposed), stated.effective_on or today)
    left, gone = afterwards(planned)
    radius, ways = BlastRadius(left, gone, policy), Ways(left, gone)
    weakening = Weakening(radius, ways)
    broken, weakened = _broken(radius, ways), weakening.found()
    undeclared = list(undeclared_consumers(planned, today, lookback_days))
    dated = stated.effective_on is not None
    remaining = Remaining(planned, planned.effective_on or today, soak_days, dated)
    steps = remaining.steps()
    found = RetirementFound(
        revision=graph.revision,
        on=planned.effective_on or today,
        observed_on=today,
        lookback_days=lookback_days,
        verdict=_verdict(bool(broken or undeclared), bool(weakened)),
        signals=[],
        gates=[],
        retired=[_retired(graph, position) for position in planned.retired],
        broken=broken,
        weakened=weakened,
        touched=_touched(radius, ways, {item.ref for item in weakened}),
        undeclared=undeclared,
        use=Observation(planned, later(today, -lookback_days)).found,
        orphans=remaining.orphans(),
        shared=remaining.shared(),
        order=[step.refs for step in steps],
        steps=steps,
        money=retirement_costs(planned, remaining.remains.orphans, today),
        consumers=consumers(planned),
        behind=_behind(left, [item.position for item in radius.broken]),
        not_known=[*weakening.not_known(), *_unobserved(planned)],
        complete=True,
    )
    services = [graph.ref(p) for p in proposed if graph.label(p) == "Service"]
    checks = [gates.check(graph, GATE, service, today) for service in services]
    outlooks = [_outlook(graph, check, today, past) for check in checks]
    return found.model_copy(update={"signals": signals(found, checks), "gates": outlooks})


def _outlook(
    graph: Graph, check: GateCheck, today: date, past: Callable[[int], Graph]
) -> GateOutlook:
    standing = gates.standing(graph, Ref.parse(check.service), today)
    asked = [document.type for document in check.documents if document.required]
    stated = framework()
    return GateOutlook(
        service=check.service,
        verdict=check.verdict,
        may_enter=GATE in standing.may_enter,
        last_submission=gates.last_submission(graph, check, past),
        judgements=[text for _, text in gates.judgements(GATE, asked)],
        decided_by=stated.forums[stated.gates[GATE].decided_by].name,
        outcomes=list(check.outcomes),
    )


def _verdict(unsafe: bool, weakened: bool) -> str:
    if unsafe:
        return "NOT_READY"
    return "READY_WITH_WARNINGS" if weakened else "READY"


def _retired(graph: Graph, position: int) -> Retired:
    return Retired(
        ref=graph.ref(position),
        type=graph.label(position),
        name=graph.name(position),
        lifecycle=graph.properties(position).get("lifecycle"),
        tier=graph.properties(position).get("tier"),
        owners=_refs(graph, (link.target for link in graph.links_from(position, "OWNED_BY"))),
    )


def _broken(radius: BlastRadius, ways: Ways) -> list[Broken]:
    graph = radius.graph
    paths = ways.falling(radius.broken)
    return [
        Broken(
            ref=graph.ref(item.position),
            type=graph.label(item.position),
            name=graph.name(item.position),
            status=item.status,
            hops=item.hops,
            reason=words(graph, item.because),
            path=paths[item.position],
        )
        for item in radius.broken
    ]


def _touched(radius: BlastRadius, ways: Ways, weakened: set[str]) -> list[TouchedElement]:
    """Connected in some way, and by no way over what elements need."""
    graph = radius.graph
    concerned = [
        position
        for position in ways.connected
        if not radius.down[position]
        and not radius.behind[position]
        and graph.ref(position) not in weakened
        and graph.label(position) not in GROUPS
    ]
    found = []
    for position in sorted(concerned, key=graph.ref):
        path, links = ways.connecting(position)
        found.append(
            TouchedElement(
                ref=graph.ref(position),
                type=graph.label(position),
                name=graph.name(position),
                reason=_reason(links),
                path=path,
            )
        )
    return found


def _reason(links: Iterable[Link]) -> str:
    """Why a way carries no failure: the first of its steps that doesn't."""
    for link in links:
        if link.label in REASONS:
            return REASONS[link.label]
        if link.properties.get("strength") not in (None, "hard"):
            return "needs it only softly"
    return "is connected by what carries no failure"


def _behind(graph: Graph, broken: Sequence[int]) -> Behind:
    by_type: dict[str, list[int]] = defaultdict(list)
    for position in broken:
        by_type[graph.label(position)].append(position)
    revenue: dict[str, float] = defaultdict(float)
    for position in by_type["Service"]:
        stated = graph.properties(position)
        revenue[stated.get("currency", "XXX")] += stated.get("revenue_per_hour") or 0.0
    return Behind(
        services=len(by_type["Service"]),
        customers=_refs(graph, by_type["Customer"]),
        activities=_refs(graph, by_type["BusinessActivity"]),
        contracts=_refs(graph, _contracts(graph, broken)),
        revenue_per_hour={currency: amount for currency, amount in revenue.items() if amount},
    )


def _contracts(graph: Graph, covered: Iterable[int]) -> set[int]:
    links = [link for position in covered for link in graph.links_to(position, "COVERS")]
    return {
        link.source for link in links if graph.properties(link.source).get("status") in IN_FORCE
    }


def _refs(graph: Graph, positions: Iterable[int]) -> list[str]:
    return sorted(graph.ref(position) for position in positions)


def _unobserved(planned: Retirement) -> list[NotKnown]:
    """What nobody has watched: no record says whether it is used."""
    graph = planned.graph
    return [
        NotKnown(ref=graph.ref(position), reason="no record of consumption: use isn't observed")
        for position in planned.proposed
        if not Retirement(graph, (position,)).records
    ]
