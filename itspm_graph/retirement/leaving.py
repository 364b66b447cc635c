"""Who uses what is retired: active consumers with their way out, and those nobody declared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from itspm_graph.answers.days import day
from itspm_graph.answers.retirement import Leaving, Retirement, Use
from itspm_graph.answers.retirement_consumers import undeclared
from itspm_graph.answers.retirement_plan import IN_OPERATION, lifecycle_of
from itspm_graph.connections import reached
from itspm_graph.graph import Graph
from itspm_graph.promises import IN_FORCE
from itspm_graph.records import Ref
from itspm_graph.results.retiring import ConsumerLeaving, UndeclaredConsumer


def consumers(retirement: Retirement) -> list[ConsumerLeaving]:
    """Every active consumer once, with what becomes of it, by reference."""
    graph = retirement.graph
    used: dict[int, set[int]] = defaultdict(set)
    for use in retirement.uses(retirement.effective_on):
        used[use.consumer].add(use.used)
    for leaving in retirement.leavings:
        used[leaving.consumer].add(leaving.origin)
    return [_consumer(retirement, c, used[c]) for c in sorted(used, key=graph.ref)]


def _consumer(retirement: Retirement, consumer: int, used: set[int]) -> ConsumerLeaving:
    graph = retirement.graph
    settling = {
        one.transition: one
        for u in sorted(used, key=graph.ref)
        for one in retirement.settling(Use(consumer, u))
    }
    leaving = min(settling.values(), key=lambda one: graph.ref(one.transition), default=None)
    stated = graph.properties(leaving.transition) if leaving else {}
    to = _goes_to(graph, leaving)
    return ConsumerLeaving(
        ref=graph.ref(consumer),
        type=graph.label(consumer),
        name=graph.name(consumer),
        used=sorted(graph.ref(position) for position in used),
        disposition=leaving.status if leaving else None,
        transition=graph.ref(leaving.transition) if leaving else None,
        to=None if to is None else graph.ref(to),
        leaves_on=day(stated, "completed_on", "planned_on"),
        annual_value=_annual_value(graph, consumer, used),
        blocker=_blocker(retirement, list(settling.values()), to),
    )


def _annual_value(graph: Graph, consumer: int, used: set[int]) -> dict[str, float]:
    found: dict[str, float] = defaultdict(float)
    for link in graph.links_to(consumer, "CUSTOMER_PARTY"):
        said = graph.properties(link.source)
        covered = {covers.target for covers in graph.links_from(link.source, "COVERS")}
        about = said.get("status") in IN_FORCE and not covered.isdisjoint(used)
        if about and said.get("annual_cost") and said.get("currency"):
            found[said["currency"]] += said["annual_cost"]
    return dict(sorted(found.items()))


def _goes_to(graph: Graph, leaving: Leaving | None) -> int | None:
    links = graph.links_from(leaving.transition, "MIGRATES_TO") if leaving else []
    return min((link.target for link in links), key=graph.ref, default=None)


def _blocker(retirement: Retirement, settling: list[Leaving], to: int | None) -> str | None:
    """What is wrong with how a consumer leaves; the first that is found."""
    if not settling:
        return "nobody has said what becomes of it"
    if len(settling) > 1:
        return "several dispositions: " + ", ".join(
            sorted(retirement.graph.ref(one.transition) for one in settling)
        )
    (leaving,) = settling
    stated = retirement.graph.properties(leaving.transition)
    if leaving.status in ("terminated", "accepted_loss"):
        return None if (stated.get("consent") or "").strip() else "no consent on record"
    if retirement.late(leaving):
        planned_on = day(stated, "planned_on")
        return f"leaves on {planned_on}, after the end" if planned_on else "no day is planned"
    return _replacement_blocker(retirement, to)


def _replacement_blocker(retirement: Retirement, to: int | None) -> str | None:
    if to is None:
        general = any(replacement.transition is None for replacement in retirement.replacements)
        return None if general else "nobody has said where it goes"
    graph, lifecycle = retirement.graph, lifecycle_of(retirement, to)
    ref = graph.ref(to)
    if to in retirement.retired:
        return f"{ref} is retired itself"
    rests_on = reached(graph, [to], "providers").hops
    if found := sorted(graph.ref(p) for p in retirement.retired if p in rests_on):
        return f"{ref} rests on {found[0]} itself"
    return None if lifecycle in IN_OPERATION else f"{ref} is not in operation ({lifecycle})"


def undeclared_consumers(
    retirement: Retirement, on: date, lookback_days: int
) -> Iterator[UndeclaredConsumer]:
    """Whoever was seen using what is retired within the look-back, and was never declared."""
    graph = retirement.graph
    for row in undeclared(retirement, on, lookback_days):
        record = graph.position(Ref.parse(row["record"]))
        used = sorted(graph.ref(k.target) for k in graph.links_from(record, "CONSUMED_IN"))
        caller = row["caller"] or "unknown"
        known = {graph.ref(k.target) for k in graph.links_from(record, "CONSUMED_FROM")}
        yield UndeclaredConsumer(
            ref=caller if caller in known else None,
            name=graph.name(graph.position(Ref.parse(caller))) if caller in known else caller,
            record=row["record"],
            last_seen_on=row["last_seen_on"],
            path=[caller, row["record"], *used[:1]],
        )
