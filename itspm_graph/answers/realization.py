"""Toll gate 3: does the design rest on what will be there, comes back in time and is agreed?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from itspm_graph.answers.days import day
from itspm_graph.answers.documents import standing
from itspm_graph.answers.justification import IN_PIPELINE
from itspm_graph.answers.reach import described, distinct, within
from itspm_graph.answers.rounding import rounded
from itspm_graph.answers.service_catalog import IN_CATALOG, Decision, latest_decisions
from itspm_graph.answers.service_roadmap import service_of
from itspm_graph.connections import reached, steps
from itspm_graph.graph import Graph, Link
from itspm_graph.objectives import recovery_time_objective
from itspm_graph.store import Row

AGREEMENTS = ("ola", "uc")
"""Kinds of contract by which a provider stands for what it gives."""
COVERED = ("Service", "ServiceOffering", "VendorProduct")
"""What somebody else provides, and such a contract covers."""


def designs(graph: Graph, service: int) -> list[Link]:
    """What the standing designs of a service have it need."""
    documents = standing(graph, service, "ServiceDesign")
    return [link for document in documents for link in graph.links_from(document, "DESIGNS")]


def _hard(link: Link) -> bool:
    return link.properties.get("strength") != "soft"


def _designed(graph: Graph, service: str, *, hard: bool = False) -> list[int]:
    links = designs(graph, graph.position(service))
    return sorted({link.target for link in links if _hard(link) or not hard}, key=graph.ref)


def designed_needs(graph: Graph, service: str) -> list[Row]:
    def row(link: Link) -> Row:
        of = described(graph, link.target)
        return {
            "element": of.pop("ref"),
            **of,
            "group": link.properties.get("group"),
            "strength": link.properties.get("strength", "hard"),
        }

    return distinct(map(row, designs(graph, graph.position(service))))


def designed_needs_missing(graph: Graph, service: str) -> Iterator[Row]:
    live_on = day(graph.properties(graph.position(service)), "planned_operate_on")
    for element in _designed(graph, service):
        stated = graph.properties(service_of(graph, element))
        there_on = day(stated, "planned_operate_on")
        if finding := _missing(graph, element, live_on):
            yield {
                "finding": finding,
                "element": str(graph.ref(element)),
                "planned_operate_on": there_on,
            }


def _missing(graph: Graph, element: int, live_on: date | None) -> str | None:
    """Why something won't be there by a day; None where it will."""
    provider = service_of(graph, element)
    stated = graph.properties(provider)
    if graph.properties(element).get("stub") or stated.get("stub"):
        return "not on record"
    if graph.label(provider) != "Service" or stated.get("lifecycle") not in IN_PIPELINE:
        return None
    there_on = day(stated, "planned_operate_on")
    if there_on is None:
        return "no day of going live"
    return "goes live later" if live_on is not None and there_on > live_on else None


def designed_on_leaving(graph: Graph, service: str, on: date) -> Iterator[Row]:
    for element in _designed(graph, service, hard=True):
        leaving = service_of(graph, element)
        if graph.label(leaving) != "Service":
            continue
        latest = latest_decisions(graph, leaving, on)
        lifecycle = graph.properties(leaving).get("lifecycle")
        if lifecycle == "retire" or _delisted(latest.get("TG3"), latest.get("TG6")):
            yield {
                "element": str(graph.ref(element)),
                "leaving": str(graph.ref(leaving)),
                "lifecycle": lifecycle,
            }


def _delisted(entry: Decision | None, leaving: Decision | None) -> bool:
    """Whether toll gate 6 was passed, and toll gate 3 not again after it."""
    if leaving is None or not leaving.passed:
        return False
    return entry is None or not entry.passed or entry.at <= leaving.at


# --- recovery -----------------------------------------------------------------------------------


def designed_recovery_objective(graph: Graph, service: str) -> Iterator[Row]:
    minutes = recovery_time_objective(graph, graph.position(service))
    if minutes is not None and designs(graph, graph.position(service)):
        yield {"rto_minutes": minutes}


def needs_recover_later(graph: Graph, service: str) -> Iterator[Row]:
    position = graph.position(service)
    needed = recovery_time_objective(graph, position)
    if needed is None:
        return
    links = [*graph.links_from(position, "DEPENDS_ON"), *designs(graph, position)]
    for element in {link.target for link in links if _hard(link)}:
        minutes = recovery_time_objective(graph, element)
        if minutes is None:
            minutes = recovery_time_objective(graph, service_of(graph, element))
        if minutes is None or minutes > needed:
            yield {
                "element": str(graph.ref(element)),
                "rto_minutes": minutes,
                "needed_minutes": needed,
            }


# --- structure ----------------------------------------------------------------------------------


def designed_cycles(graph: Graph, service: str, depth: int) -> Iterator[Row]:
    position = graph.position(service)
    for element in _designed(graph, service, hard=True):
        for phase in ("run", "start"):
            hops = _hops(graph, element, position, phase, depth)
            if hops is not None:
                yield {"phase": phase, "element": str(graph.ref(element)), "hops": hops}
                break


def _hops(graph: Graph, start: int, end: int, phase: str, depth: int) -> int | None:
    """Steps by which something needs another, what is soft left out; None where it doesn't."""
    seen, frontier = {start}, {start}
    for hops in range(depth + 1):
        if end in frontier:
            return hops
        needed = {
            provider
            for position in frontier
            for provider, link in steps(graph, position, "providers")
            if _carries(graph, link, phase)
        }
        frontier = needed - seen
        seen |= frontier
    return None


def _carries(graph: Graph, link: Link, phase: str) -> bool:
    """Whether the dependent needs the provider while it runs, or also at the start."""
    match link.label:
        case "DEPENDS_ON":
            return _hard(link) and (phase == "start" or link.properties.get("phase") != "start")
        case "USES_PRODUCT":
            return bool(link.properties.get("exposed"))
        case "SUPPLIED_BY":
            delivery: str | None = graph.properties(link.source).get("delivery")
            return delivery == "hosted"
        case _:
            return True


def vendor_concentration(graph: Graph, service: str, depth: int, most: float) -> Iterator[Row]:
    position = graph.position(service)
    starts = [position, *_designed(graph, service)]
    used = {p for p in graph.positions("Service") if _in_use(graph, p)} - {position}
    for vendor in reached(graph, starts, "providers", max(depth, 0)).hops:
        if graph.label(vendor) != "Vendor":
            continue
        carried = used & {p for _, p in within(graph, [vendor], "dependents", depth)}
        share = rounded((len(carried) + 1) / (len(used) + 1), 6)
        if share > most:
            yield {
                "share": share,
                "vendor": str(graph.ref(vendor)),
                "name": graph.name(vendor),
                "services": len(carried) + 1,
                "of": len(used) + 1,
            }


def _in_use(graph: Graph, service: int) -> bool:
    return graph.properties(service).get("lifecycle") in IN_CATALOG


# --- who stands for it --------------------------------------------------------------------------


def needs_not_underpinned(graph: Graph, service: str, on: date) -> Iterator[Row]:
    for element in _designed(graph, service, hard=True):
        if graph.label(element) in COVERED and not _underpinned(graph, element, on):
            of = described(graph, element)
            yield {"element": of.pop("ref"), **of}


def _underpinned(graph: Graph, element: int, on: date) -> bool:
    """Whether an agreement in force covers an element, its offerings or the service it is of."""
    near = [link.target for link in graph.links_from(element, "HAS_OFFERING")]
    near += [link.source for link in graph.links_to(element, "HAS_OFFERING")]
    contracts = [
        graph.properties(link.source)
        for covered in (element, *near)
        for link in graph.links_to(covered, "COVERS")
    ]
    return any(
        contract.get("kind") in AGREEMENTS
        and contract.get("status", "signed") == "signed"
        and (day(contract, "ends_on") or on) >= on
        for contract in contracts
    )


def operation_unassigned(graph: Graph, service: str) -> Iterator[Row]:
    position = graph.position(service)
    for label, missing in (("OWNED_BY", "owner"), ("OPERATED_BY", "operating team")):
        if not graph.links_from(position, label):
            yield {"missing": missing}
