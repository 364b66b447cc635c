"""Answers about failures: positions and numbers of the analyses as results with references."""

from __future__ import annotations

import difflib
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from itspm_graph.analysis import availability as composed
from itspm_graph.analysis import common_causes as hidden
from itspm_graph.analysis import cut_sets as minimal
from itspm_graph.analysis.common_causes import redundancy
from itspm_graph.analysis.diagrams import Limits
from itspm_graph.analysis.failure_probability import Importance as Mattering
from itspm_graph.analysis.requirements import requirements
from itspm_graph.analysis.single_failures import SingleFailures, single_failures
from itspm_graph.analysis.single_losses import single_losses
from itspm_graph.analysis.single_points import closure
from itspm_graph.analysis.single_points import single_points as points_of
from itspm_graph.analysis.state import CyclePolicy, state
from itspm_graph.analysis.unavailability import own_unavailability
from itspm_graph.connections import of_types
from itspm_graph.errors import InvalidArgument, LimitExceeded
from itspm_graph.graph import Graph
from itspm_graph.losses import Loss, least, not_assessed, rests_on
from itspm_graph.model.customers import BusinessActivity, Customer
from itspm_graph.model.elements import Element
from itspm_graph.model.services import Service
from itspm_graph.objectives import least_capacity
from itspm_graph.promises import promises
from itspm_graph.records import NODES, Node, find_node_type
from itspm_graph.results.failure import (
    Availability,
    CommonCause,
    CommonCauses,
    CutSets,
    Harm,
    Importance,
    Large,
    Promise,
    ServiceWeakness,
    SinglePoint,
    SinglePoints,
)

Mask = NDArray[np.bool_]
Amounts = NDArray[np.float64]
Drawing = composed.Drawing
Wanted = Literal["auto", "exact", "simulated"]
"""How availability is found; `auto`: exactly, or by simulation where that is out of reach."""
SECONDS = 60.0
SAMPLES = 1_000_000
MINUTES_A_YEAR = 365.25 * 24 * 60
MOST_NAMED = 5
"""Services and groups named for each single point of failure."""
SMALL = 2
"""Order up to which cut sets are listed unless told otherwise: there is always an answer."""


def basic_types(names: Sequence[str]) -> list[type[Node]]:
    """The types whose elements are basic events; without names, all that can fail by themselves.

    Services, their offerings, requirement groups, business activities and customers fail only
    through what they need, so by default they are none.
    """
    types = [node for node in NODES if issubclass(node, Element)]
    if not names:
        return [node for node in types if node.fails_by_itself]
    found = {name: find_node_type(name) for name in names}
    for name, node in found.items():
        if node not in types:
            labels = [element.label for element in types]
            near = difflib.get_close_matches(name, labels, 3, 0.4) or labels
            hint = f"; nearest: {', '.join(near)}"
            raise InvalidArgument(
                f"there is no type of elements {name!r}{hint}", code="unknown-type"
            )
    return [node for node in types if node in found.values()]


@dataclass(frozen=True)
class BasicEvents:
    """The elements that may fail by themselves: all of some types."""

    graph: Graph
    types: list[type[Node]]

    @classmethod
    def named(cls, graph: Graph, names: Sequence[str]) -> BasicEvents:
        return cls(graph, basic_types(names))

    @property
    def labels(self) -> list[str]:
        return [node.label for node in self.types]

    @cached_property
    def mask(self) -> Mask:
        """By position."""
        mask = np.zeros(self.graph.size, dtype=bool)
        live = np.array(self.graph.positions(), dtype=np.int32)
        mask[live] = of_types(self.graph, live, tuple(self.types))
        return mask

    def below(self, target: int, loss: Loss) -> list[int]:
        """Those on which a target rests, itself included; softly too where less is a loss."""
        if loss == "below-mbco":
            return sorted(p for p in rests_on(self.graph, [target]) if self.mask[p])
        needed = closure(requirements(self.graph), [target])
        found: list[int] = np.flatnonzero(self.mask & needed).tolist()
        return found

    def __contains__(self, position: object) -> bool:
        return isinstance(position, int) and bool(self.mask[position])


# --- single points of failure -------------------------------------------------------------------


def single_points(
    graph: Graph,
    targets: Sequence[int],
    basic: BasicEvents,
    limit: int,
    loss: Loss,
    policy: CyclePolicy,
) -> SinglePoints:
    """What takes services down when it alone fails, worst first, and each service's points."""
    services = graph.positions(Service.label)
    asked = list(targets) or sorted(services, key=lambda p: _criticality(graph, p))
    measured = _Measured.of(graph, basic, loss, policy)
    shown = list(targets) or asked[:limit]
    found = points_of(graph, shown, policy, failing=basic.mask)
    points = [
        sorted({*found.of(number), *measured.weakening(p)}, key=measured.rank)
        for number, p in enumerate(shown)
    ]
    if targets:
        harmful = sorted(set().union(*points), key=measured.rank)
    else:
        harmful = sorted(np.flatnonzero(measured.services).tolist(), key=measured.rank)
    defeats = _defeats(graph, harmful[:limit], policy)
    return SinglePoints(
        revision=graph.revision,
        loss=loss,
        cycle_policy=policy,
        basic=basic.labels,
        tried=int(basic.mask.sum()),
        elements=[
            _single_point(graph, p, measured, defeats.get(p, []), policy) for p in harmful[:limit]
        ],
        services=[
            _weakness(graph, *weak) for weak in list(zip(shown, points, strict=True))[:limit]
        ],
        not_assessed=not_assessed(graph, shown[:limit], loss),
        complete=len(harmful) <= limit and len(asked) <= limit,
    )


class _Measured(NamedTuple):
    """What each single failure does, and how bad that is."""

    graph: Graph
    failures: SingleFailures
    currencies: list[str]
    lost: dict[int, list[int]]
    """What each leaves below its objective, though not down; counted in `failures` as well."""

    @classmethod
    def of(cls, graph: Graph, basic: BasicEvents, loss: Loss, policy: CyclePolicy) -> _Measured:
        everywhere = np.arange(graph.size, dtype=np.int32)
        weights = {
            node.label: of_types(graph, everywhere, (node,)).astype(np.float64)
            for node in (Service, BusinessActivity, Customer)
        }
        revenue = _revenue(graph)
        weights |= revenue
        found = single_failures(graph, policy, weights=weights, failing=basic.mask)
        lost: dict[int, list[int]] = {}
        if loss == "below-mbco":
            lost = single_losses(graph, partial(least_capacity, graph), basic.mask, policy)
        for position, others in lost.items():
            found.affected[position] += len(others)
            for kind, sums in found.sums.items():
                sums[position] += weights[kind][others].sum()
        return cls(graph, found, sorted(revenue), lost)

    def weakening(self, target: int) -> list[int]:
        """What leaves a target below its objective when it alone fails, though not down."""
        return [position for position, others in self.lost.items() if target in others]

    @property
    def services(self) -> Amounts:
        return self.failures.sums[Service.label]

    def rank(self, position: int) -> tuple[float, float, int, str]:
        """The worse first: services, then customers, then anything."""
        customers = self.failures.sums[Customer.label][position]
        affected = int(self.failures.affected[position])
        return -self.services[position], -customers, -affected, self.graph.ref(position)

    def harm(self, position: int) -> Harm:
        sums = {kind: float(values[position]) for kind, values in self.failures.sums.items()}
        return Harm(
            elements=int(self.failures.affected[position]),
            services=round(sums[Service.label]),
            activities=round(sums[BusinessActivity.label]),
            customers=round(sums[Customer.label]),
            revenue_per_hour={c: sums[c] for c in self.currencies if sums[c]},
        )


def _revenue(graph: Graph) -> dict[str, Amounts]:
    """Revenue per hour by position, for each currency; `XXX`, no currency, where none is stated."""
    found: dict[str, Amounts] = {}
    for position in graph.positions(Service.label):
        stated = graph.properties(position)
        if stated.get("revenue_per_hour"):
            amounts = found.setdefault(stated.get("currency", "XXX"), np.zeros(graph.size))
            amounts[position] = float(stated["revenue_per_hour"])
    return found


def _criticality(graph: Graph, position: int) -> tuple[float, float, str]:
    """The most critical first: by tier, then by revenue."""
    stated = graph.properties(position)
    revenue = float(stated.get("revenue_per_hour") or 0)
    return stated.get("tier", math.inf), -revenue, graph.ref(position)


def _defeats(graph: Graph, causes: Sequence[int], policy: CyclePolicy) -> dict[int, list[str]]:
    """Redundancy that each of some elements takes away as a whole, as `owner (group)`."""
    found: dict[int, list[str]] = {position: [] for position in causes}
    needs = requirements(graph)
    for number, defeating in redundancy(graph, policy).causes.items():
        defeated = found.keys() & set(defeating)
        owner = graph.ref(int(needs.grouped.owners[number])) if defeated else ""
        for cause in defeated:
            found[cause].append(f"{owner} ({needs.grouped.name(number)})")
    return {position: sorted(listed) for position, listed in found.items()}


def _single_point(
    graph: Graph, position: int, measured: _Measured, defeats: list[str], policy: CyclePolicy
) -> SinglePoint:
    down = np.flatnonzero(state(graph, [position], policy).down)
    lost = np.array([*down.tolist(), *measured.lost.get(position, ())], dtype=np.int32)
    services = lost[of_types(graph, lost, (Service,))].tolist()
    worst = sorted(services, key=lambda p: _criticality(graph, p))[:MOST_NAMED]
    return SinglePoint(
        ref=graph.ref(position),
        type=graph.label(position),
        name=graph.name(position),
        harm=measured.harm(position),
        services=_refs(graph, worst),
        defeats=defeats[:MOST_NAMED],
        defeated=len(defeats),
    )


def _weakness(graph: Graph, position: int, points: list[int]) -> ServiceWeakness:
    return ServiceWeakness(
        ref=graph.ref(position),
        name=graph.name(position),
        tier=graph.properties(position).get("tier"),
        count=len(points),
        single_points=_refs(graph, points),
    )


# --- common causes ------------------------------------------------------------------------------


def common_causes(
    graph: Graph, target: int | None, limit: int, policy: CyclePolicy
) -> CommonCauses:
    """Redundancy that one failure defeats: everywhere, or among what a target rests on."""
    owners = None if target is None else closure(requirements(graph), [target])
    found = redundancy(graph, policy, owners=owners)
    listed = hidden.common_causes(graph, found, policy, limit)
    return CommonCauses(
        revision=graph.revision,
        cycle_policy=policy,
        groups=len(found.groups),
        defeated=len(found.causes),
        causes=[_common_cause(graph, item) for item in listed],
        complete=len(found.causes) <= limit,
    )


def _common_cause(graph: Graph, item: hidden.CommonCause) -> CommonCause:
    return CommonCause(
        owner=graph.ref(item.group.owner),
        group=item.group.name,
        needed=item.group.needed,
        members=sorted(_refs(graph, item.group.members)),
        ref=graph.ref(item.cause),
        type=graph.label(item.cause),
        name=graph.name(item.cause),
        lost=_refs(graph, item.lost),
        nearest=item.nearest,
        needed_anyway=item.needed_anyway,
    )


# --- cut sets -----------------------------------------------------------------------------------


def cuts(
    graph: Graph,
    target: int,
    basic: BasicEvents,
    *,
    loss: Loss,
    max_order: int | None,
    count: bool,
    limit: int,
    seconds: float,
    policy: CyclePolicy,
) -> CutSets:
    """The minimal cut sets of a target: counted, or the most probable ones listed."""
    if count and max_order is not None:
        raise InvalidArgument("count looks at sets of every size: leave out max_order, or count")
    events = len(basic.below(target, loss))
    order = None if count else min(max_order or SMALL, max(events, 1))
    share = least(graph, target, loss)
    listed = partial(minimal.cut_sets, graph, target, basic=basic, least=share, policy=policy)
    limits = Limits(seconds=seconds)
    try:
        if count:
            counted = minimal.count_cut_sets(
                graph, target, basic=basic, least=share, policy=policy, limits=limits
            )
            found = minimal.CutSets(counted, complete=True, sets=(), all_listed=True)
        else:
            found = listed(max_order=order, most=limit, limits=limits)
        stopped = _left_out(found, order)
    except LimitExceeded as error:
        few = Limits(nodes=1, seconds=max(seconds, SECONDS))
        found = listed(most=0 if count else limit, limits=few)
        stopped = f"{error}: only sets of one and two were looked for"
    return CutSets(
        revision=graph.revision,
        target=graph.ref(target),
        loss=loss,
        cycle_policy=policy,
        basic=basic.labels,
        events=events,
        orders={size: Large(number) for size, number in found.orders.items()},
        total=None if found.total is None else Large(found.total),
        complete=stopped is None,
        stopped=stopped,
        cut_sets=[_refs(graph, item.members) for item in found.sets],
        probabilities=[item.probability for item in found.sets],
        common_causes=[] if count else common_causes(graph, target, limit, policy).causes,
        not_assessed=not_assessed(graph, [target], loss),
    )


def _left_out(found: minimal.CutSets, order: int | None) -> str | None:
    """What of the minimal cut sets the answer doesn't hold."""
    if not found.all_listed:
        return f"only the {len(found.sets)} most probable are listed (--limit)"
    if not found.complete:
        return f"sets of more than {order} were not looked for (--max-order, --count)"
    if order is not None and any(found.orders[size] for size in found.orders if size > order):
        return f"sets of more than {order} are counted, not listed (--max-order)"
    return None


# --- availability -------------------------------------------------------------------------------


def availability(
    graph: Graph,
    target: int,
    *,
    loss: Loss,
    method: composed.Method | None,
    drawing: composed.Drawing,
    limit: int,
    seconds: float,
    policy: CyclePolicy,
) -> Availability:
    """How probable it is that a target is up, what that rests on, and what was promised."""
    found = composed.availability(
        graph, target, least=least(graph, target, loss), policy=policy, method=method,
        drawing=drawing, limits=Limits(seconds=seconds),
    )  # fmt: skip
    elements = BasicEvents(graph, [node for node in NODES if issubclass(node, Element)])
    below = elements.below(target, loss)
    stated = {p: own_unavailability(graph.properties(p)) for p in below}
    silent = [p for p in stated if stated[p] is None and _fails_by_itself(graph, p)]
    drawn = found.drawing
    return Availability(
        revision=graph.revision,
        target=graph.ref(target),
        loss=loss,
        cycle_policy=policy,
        availability=found.availability,
        unavailability=found.unavailability,
        method=found.method,
        interval=list(found.interval) if found.interval else None,
        bounds=list(found.bounds) if found.bounds else None,
        samples=drawn.samples if drawn else None,
        seed=drawn.seed if drawn else None,
        why_simulated=found.why if drawn else None,
        downtime_minutes=found.unavailability * MINUTES_A_YEAR,
        events=sum(bool(own) for own in stated.values()),
        without_figure=_refs(graph, sorted(silent, key=graph.ref)),
        importance=[_importance(graph, item) for item in found.importance[:limit]],
        promises=[
            Promise(
                ref=graph.ref(promise.target),
                name=graph.name(promise.target),
                made_by=graph.ref(promise.made_by),
                promised=promise.share,
                met=_met(found, promise.share),
            )
            for promise in promises(graph, target)
        ],
        not_assessed=not_assessed(graph, [target], loss),
    )


def _fails_by_itself(graph: Graph, position: int) -> bool:
    declaration = graph.declaration(position)
    return issubclass(declaration, Element) and declaration.fails_by_itself


def _met(found: composed.Availability, promised: float) -> bool | None:
    """Whether a promise is met; None where the interval of a simulation leaves it open."""
    low, high = found.interval or (found.unavailability, found.unavailability)
    allowed = 1 - promised
    if high <= allowed or math.isclose(high, allowed, rel_tol=1e-9):
        return True
    return False if low > allowed else None


def _importance(graph: Graph, item: Mattering) -> Importance:
    bounded = math.isfinite(item.reduction_worth)
    return Importance(
        ref=graph.ref(item.position),
        name=graph.name(item.position),
        unavailability=item.unavailability,
        birnbaum=item.marginal,
        criticality=item.critical,
        fussell_vesely=item.diagnostic,
        raw=item.achievement_worth,
        rrw=item.reduction_worth if bounded else None,
    )


def _refs(graph: Graph, positions: Iterable[int]) -> list[str]:
    return [str(graph.ref(position)) for position in positions]
