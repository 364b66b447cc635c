"""What a disruption does to the estate: who goes down, who is left with less, what isn't known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter

from itspm_graph.analysis.capacity import Binding, Weakened, condition, weakened
from itspm_graph.analysis.explanation import Fates, Step, explanation
from itspm_graph.analysis.explanation import Ground as ExplainedBy
from itspm_graph.analysis.impact import Affected, CyclePolicy, Status, impact
from itspm_graph.analysis.load_sharing import load_sharing
from itspm_graph.graph import Graph
from itspm_graph.objectives import least_capacity
from itspm_graph.records import EDGES
from itspm_graph.results import unchecked
from itspm_graph.results.disruption import (
    AffectedElement,
    Because,
    ExplainedStep,
    Explanation,
    Ground,
    Hit,
    Impact,
    NotAssessed,
)
from itspm_graph.scenarios import Given, Strike

AFFECTED = unchecked(AffectedElement)
WORST_FIRST = ("DOWN", "DOWN_LOST_GROUND", "BELOW_MBCO", "DEGRADED", "UP")


@dataclass(frozen=True)
class Outcome:
    """What became of the estate under some hits."""

    hits: Mapping[int, float]
    """What is left of each element that was hit by itself."""
    down: Sequence[Affected]
    weakened: Sequence[Weakened]

    @property
    def concerned(self) -> list[Affected | Weakened]:
        """All that goes down or is left with less."""
        return [*self.down, *self.weakened]

    @cached_property
    def capacity(self) -> dict[int, float]:
        """What is left of each element that hasn't its whole capacity."""
        failed = [position for position, left in self.hits.items() if not left]
        return {
            **dict.fromkeys(failed, 0.0),
            **{item.position: 0.0 for item in self.down},
            **{item.position: item.capacity for item in self.weakened},
        }


def outcome(graph: Graph, hits: Mapping[int, float], policy: CyclePolicy) -> Outcome:
    """Up and down decided first, capacities of what is up after that (decision 0010)."""
    failed = [position for position, left in hits.items() if not left]
    down = impact(graph, failed, policy)
    hops = {**{item.position: item.hops for item in down}, **dict.fromkeys(failed, 0)}
    return Outcome(hits, down, weakened(graph, hits, hops))


def impact_of(graph: Graph, failed: Sequence[int], policy: CyclePolicy) -> Impact:
    """What goes down, or is left with less, when these fail."""
    found = outcome(graph, dict.fromkeys(failed, 0.0), policy)
    reached = affected(graph, found)
    return Impact(
        revision=graph.revision,
        failed=[str(graph.ref(position)) for position in failed],
        cycle_policy=policy,
        affected=reached,
        counts=counts(item for item in reached if not item.capacity),
        degraded_counts=counts(item for item in reached if item.capacity),
        not_assessed=unassessed(graph, found),
        complete=True,
    )


def explanation_of(graph: Graph, target: int, given: Given, policy: CyclePolicy) -> Explanation:
    """Why an element is affected by what is given, or why it isn't."""
    found = outcome(graph, {strike.position: strike.left for strike in given.strikes}, policy)
    steps = explanation(graph, target, Fates(found.hits, found.down, found.weakened))
    states = fates(graph, found)
    told = [_step(graph, step, found, states) for step in steps]
    within = {step.ref for step in told}
    return Explanation(
        revision=graph.revision,
        ref=told[0].ref,
        failed=[str(graph.ref(strike.position)) for strike in given.strikes if not strike.left],
        hits=hits(graph, given.strikes),
        cycle_policy=policy,
        status=told[0].status,
        capacity=told[0].capacity,
        connected=target in found.hits or bool(told[0].requirements),
        steps=told,
        not_assessed=[item for item in unassessed(graph, found) if item.ref in within],
    )


def fates(graph: Graph, found: Outcome) -> dict[int, tuple[str, int]]:
    """Status and hops of each that is hit or affected."""
    fates = {p: ("UP" if left else "DOWN", 0) for p, left in found.hits.items()}
    fates.update((item.position, (status(graph, item), item.hops)) for item in found.concerned)
    return fates


def _step(
    graph: Graph, step: Step, found: Outcome, fates: Mapping[int, tuple[str, int]]
) -> ExplainedStep:
    word, hops = fates.get(step.position, ("UP", None))
    return ExplainedStep(
        ref=graph.ref(step.position),
        type=graph.label(step.position),
        name=graph.name(step.position),
        status=word,
        capacity=found.capacity.get(step.position, 1.0),
        hops=hops,
        hit=found.hits.get(step.position, 1.0) < 1,
        requirements=[_ground(graph, ground) for ground in step.grounds],
        leads_to=refs(graph, step.leads_to),
    )


def _ground(graph: Graph, ground: ExplainedBy) -> Ground:
    requirement = ground.requirement
    return Ground(
        group=requirement.group,
        members=len(requirement.members),
        needed=requirement.needed,
        up=ground.up,
        margin=ground.up - requirement.needed,
        lost=refs(graph, ground.lost),
        weakened=refs(graph, ground.weakened),
        circular=refs(graph, ground.circular),
        holding=refs(graph, ground.holding),
        capacity=ground.delivered,
        weight=requirement.weight,
    )


def because(graph: Graph, item: Affected | Weakened) -> Because | None:
    """The cause of an element's state; None where it was only hit itself."""
    cause = item.because
    if cause is None:
        return None
    if not isinstance(cause, Binding):
        return Because(
            group=cause.group,
            up=cause.up,
            needed=cause.needed,
            lost=refs(graph, cause.lost),
            weakened=[],
            capacity=0.0,
            weight=None,
        )
    return Because(
        group=cause.requirement.group,
        up=cause.up,
        needed=cause.requirement.needed,
        lost=refs(graph, cause.lost),
        weakened=refs(graph, cause.weakened),
        capacity=cause.delivered,
        weight=cause.requirement.weight,
    )


def refs(graph: Graph, positions: Iterable[int]) -> list[str]:
    return [str(graph.ref(position)) for position in positions]


def status(graph: Graph, item: Affected | Weakened) -> str:
    """The status of an element that is down or weakened."""
    if isinstance(item, Affected):
        return item.status.value
    if item.drained:
        return str(Status.DOWN_LOST_GROUND)
    return str(condition(item.capacity, least_capacity(graph, item.position)))


def affected(graph: Graph, found: Outcome) -> list[AffectedElement]:
    """All that goes down or is left with less, nearest first; those that failed left out."""
    reached, refs = [], graph.refs
    told: dict[int, Because | None] = {}
    for item in found.concerned:
        if id(item.because) not in told:  # many fall with the same provider
            told[id(item.because)] = because(graph, item)
        cause = told[id(item.because)]
        if cause is None or found.hits.get(item.position) == 0:
            continue
        reached.append(
            AFFECTED(
                ref=refs[item.position],
                type=graph.label(item.position),
                name=graph.properties(item.position)["name"],
                status=status(graph, item),
                capacity=item.capacity if isinstance(item, Weakened) else 0.0,
                hops=item.hops,
                because=cause,
            )
        )
    return sorted(reached, key=attrgetter("hops", "ref"))


def counts(reached: Iterable[AffectedElement]) -> dict[str, int]:
    """How many of each type."""
    return dict(sorted(Counter(item.type for item in reached).items()))


def hits(graph: Graph, strikes: Iterable[Strike]) -> list[Hit]:
    """What is hit, and how."""
    return [_hit(graph, strike) for strike in strikes]


def _hit(graph: Graph, strike: Strike) -> Hit:
    return Hit(
        ref=graph.ref(strike.position),
        type=graph.label(strike.position),
        name=graph.name(strike.position),
        damage=strike.damage.value,
        capacity=strike.left,
    )


def unassessed(graph: Graph, found: Outcome) -> list[NotAssessed]:
    """Soft dependencies without weight on what is lost or weakened, and objectives not stated."""
    capacity = found.capacity
    left = [
        NotAssessed(
            ref=graph.ref(requirement.owner),
            reason="no-weight",
            group=requirement.group,
            on=sorted(refs(graph, (m for m in requirement.members if m in capacity))),
        )
        for requirement in load_sharing(graph).unweighted
        if any(member in capacity for member in requirement.members)
        and capacity.get(requirement.owner, 1.0)
        and requirement.delivered(capacity) < 1
    ]
    left += [
        NotAssessed(ref=graph.ref(item.position), reason="no-mbco", group=None, on=[])
        for item in found.weakened
        if item.capacity
        and issubclass(graph.declaration(item.position), EDGES["HAS_BIA"].sources)
        and least_capacity(graph, item.position) is None
    ]
    return sorted(left, key=lambda item: (item.reason, item.ref, item.group or "", item.on))
