"""Service roadmap: do plans hold together, and outlast nothing that they count on?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from itspm_graph.answers.days import day, months_later
from itspm_graph.answers.documents import all_standing, standing
from itspm_graph.answers.reach import distinct
from itspm_graph.answers.retirement_plan import ends
from itspm_graph.answers.rounding import rounded
from itspm_graph.answers.service_development import in_groups
from itspm_graph.answers.service_strategy import retiring
from itspm_graph.connections import reached
from itspm_graph.graph import Graph
from itspm_graph.store import Row


def items(graph: Graph, roadmaps: Iterable[int]) -> list[int]:
    """The items of these roadmaps, by reference."""
    links = [link for roadmap in roadmaps for link in graph.links_from(roadmap, "HAS_ITEM")]
    return sorted({link.target for link in links}, key=graph.ref)


def done_on(graph: Graph, item: int) -> date | None:
    """The day on which an item is done: its end, or the start of one without."""
    return day(graph.properties(item), "ends_on", "starts_on")


def service_of(graph: Graph, position: int) -> int:
    """The service that an offering is of, the first by reference; any other node itself."""
    links = graph.links_to(position, "HAS_OFFERING")
    return min((link.source for link in links), key=graph.ref, default=position)


# --- plans and the ends of what they use --------------------------------------------------------


@dataclass(frozen=True)
class Outlook:
    """The plans of a service, and how long they go on."""

    graph: Graph
    service: int
    on: date
    horizon_months: int

    @property
    def until(self) -> date:
        """The horizon of its standing roadmaps, else its planned end, else that asked for."""
        roadmaps = map(self.graph.properties, standing(self.graph, self.service, "ServiceRoadmap"))
        horizons = [last for roadmap in roadmaps if (last := day(roadmap, "horizon_until"))]
        planned = day(self.graph.properties(self.service), "planned_retire_on")
        return max(horizons, default=planned or months_later(self.on, self.horizon_months))

    @property
    def plans(self) -> list[int]:
        """Items of its standing roadmaps, and its releases."""
        releases = {link.target for link in self.graph.links_from(self.service, "HAS_RELEASE")}
        roadmaps = standing(self.graph, self.service, "ServiceRoadmap")
        return [*items(self.graph, roadmaps), *releases]

    def retiring_needs(self) -> list[Row]:
        """What the service or its plans count on that ends by `until`."""
        until = self.until
        return distinct(
            {
                "retires_on": retires_on,
                "service": str(self.graph.ref(self.service)),
                "plan": str(self.graph.ref(plan)),
                "needed": str(self.graph.ref(needed)),
                "stated_by": str(self.graph.ref(source)),
                "until": until,
            }
            for plan in (*self.plans, self.service)
            for needed in needed_services(self.graph, plan)
            for source, retires_on in ends(self.graph, service_of(self.graph, needed))
            if retires_on <= until
        )

    def unsupported_products(self, depth: int) -> Iterator[Row]:
        """Products that the service or its plans rest on, and whose support ends before `until`."""
        graph, until = self.graph, self.until
        relied = [k.target for plan in self.plans for k in graph.links_from(plan, "RELIES_ON")]
        found = reached(graph, [self.service, *relied], "providers", max(depth, 0)).hops
        for product, hops in found.items():
            if graph.label(product) != "VendorProduct":
                continue
            ends_on = day(graph.properties(product), "end_of_support_on")
            if ends_on is not None and ends_on < until:
                yield {
                    "end_of_support_on": ends_on,
                    "product": str(graph.ref(product)),
                    "service": str(graph.ref(self.service)),
                    "until": until,
                    "hops": hops,
                }


def needed_services(graph: Graph, plan: int) -> set[int]:
    """Services and offerings that a plan relies on or a service needs, directly or in a group."""
    links = graph.links_from(plan, "RELIES_ON", "DEPENDS_ON", "REQUIRES")
    needed = in_groups(graph, {link.target for link in links})
    return {p for p in needed if graph.label(p) in ("Service", "ServiceOffering")}


def plans_on_retiring(graph: Graph, on: date, horizon_months: int) -> Iterator[Row]:
    for service in graph.positions("Service"):
        if not retiring(graph, service):
            yield from Outlook(graph, service, on, horizon_months).retiring_needs()


def support_ends_before_plan(
    graph: Graph, on: date, horizon_months: int, depth: int
) -> Iterator[Row]:
    for service in {service for _, service in all_standing(graph, "ServiceRoadmap")}:
        yield from Outlook(graph, service, on, horizon_months).unsupported_products(depth)


# --- order and cost of items --------------------------------------------------------------------


def conflicts(graph: Graph, roadmap: int) -> Iterator[Row]:
    """Items of a roadmap that are done before an item that they require, or one without a day."""
    for item in items(graph, [roadmap]):
        ends_on = done_on(graph, item)
        for link in graph.links_from(item, "REQUIRES_ITEM"):
            required_on = done_on(graph, link.target)
            if ends_on and (required_on is None or required_on > ends_on):
                yield {
                    "ends_on": ends_on,
                    "item": str(graph.ref(item)),
                    "required": str(graph.ref(link.target)),
                    "required_on": required_on,
                }


def roadmap_conflicts(graph: Graph) -> list[Row]:
    return distinct(
        {"service": str(graph.ref(service)), **conflict}
        for roadmap, service in all_standing(graph, "ServiceRoadmap")
        for conflict in conflicts(graph, roadmap)
    )


def cost_by_quarter(graph: Graph) -> Iterator[Row]:
    planned: dict[tuple[int, str | None, str | None], dict[int, None]] = defaultdict(dict)
    for roadmap, service in all_standing(graph, "ServiceRoadmap"):
        for item in items(graph, [roadmap]):
            currency = graph.properties(item).get("currency")
            planned[service, _quarter(done_on(graph, item)), currency][item] = None
    for (service, quarter, currency), found in planned.items():
        costs = [graph.properties(item).get("cost") for item in found]
        yield {
            "quarter": quarter,
            "service": str(graph.ref(service)),
            "currency": currency,
            "cost": rounded(float(sum(cost for cost in costs if cost is not None)), 2),
            "items": len(costs),
            "without_cost": costs.count(None),
        }


def _quarter(on: date | None) -> str | None:
    return f"{on.year}-Q{(on.month + 2) // 3}" if on else None


# --- the critical path --------------------------------------------------------------------------


def critical_path(graph: Graph, service: str) -> Iterator[Row]:
    last = items(graph, standing(graph, graph.position(service), "ServiceRoadmap"))
    chain = _longest(graph, last)
    before: date | None = None
    for step, item in enumerate(chain, start=1):
        stated = graph.properties(item)
        starts_on, ends_on = day(stated, "starts_on", "ends_on"), done_on(graph, item)
        owner = _planned_for(graph, item)
        yield {
            "step": step,
            "item": str(graph.ref(item)),
            "service": None if owner is None else str(graph.ref(owner)),
            "starts_on": day(stated, "starts_on"),
            "ends_on": day(stated, "ends_on"),
            "days": _days(graph, item),
            "gap_days": (starts_on - before).days - 1 if starts_on and before else None,
        }
        before = ends_on


def _longest(graph: Graph, last: list[int]) -> list[int]:
    """The chain of items that takes longest and ends with one of these; the first by reference of
    several. Items that require each other in a circle are in no chain."""
    total: dict[int, int] = {}
    previous: dict[int, int | None] = {}
    for item in _in_order(graph, last):
        required = [link.target for link in graph.links_from(item, "REQUIRES_ITEM")]
        best = min(required, key=lambda r: (-total[r], graph.ref(r)), default=None)
        total[item] = _days(graph, item) + (0 if best is None else total[best])
        previous[item] = best
    ends_with = [item for item in last if item in total]
    chain: list[int] = []
    at = min(ends_with, key=lambda item: (-total[item], graph.ref(item)), default=None)
    while at is not None:
        chain.append(at)
        at = previous[at]
    return chain[::-1]


def _in_order(graph: Graph, last: list[int]) -> Iterator[int]:
    """These items and what they require, each after all that it requires."""
    found = dict.fromkeys(last)
    work = list(last)
    while work:
        required = [link.target for link in graph.links_from(work.pop(), "REQUIRES_ITEM")]
        work += [item for item in required if item not in found]
        found.update(dict.fromkeys(required))
    missing = {item: len(graph.links_from(item, "REQUIRES_ITEM")) for item in found}
    ready = [item for item in found if not missing[item]]
    while ready:
        item = ready.pop()
        yield item
        for link in graph.links_to(item, "REQUIRES_ITEM"):
            if link.source in missing:
                missing[link.source] -= 1
                if not missing[link.source]:
                    ready.append(link.source)


def _days(graph: Graph, item: int) -> int:
    """Calendar days that an item takes; none where it has no date."""
    stated = graph.properties(item)
    starts_on, ends_on = day(stated, "starts_on", "ends_on"), done_on(graph, item)
    return max((ends_on - starts_on).days + 1, 0) if starts_on and ends_on else 0


def _planned_for(graph: Graph, item: int) -> int | None:
    """The service of an item's roadmap, the first by reference."""
    roadmaps = [link.source for link in graph.links_to(item, "HAS_ITEM")]
    services = {link.target for roadmap in roadmaps for link in graph.links_from(roadmap, "FOR")}
    return min(services, key=graph.ref, default=None)
