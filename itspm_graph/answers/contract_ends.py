"""When a contract with a vendor can end, and what it costs until then or to leave it earlier.

A contract that renews itself does so by a year, as no record says otherwise. Notice that was served
counts from its day; else it could be given on the day of the judgement.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from itspm_graph.answers.days import day, later, months_later
from itspm_graph.graph import Graph

BETWEEN_US = ("sla", "ola")
"""Kinds of contracts under which nobody is paid outside, unless a vendor has to deliver."""
RUNS_ON = "runs on until it ends"
LEAVES_EARLY = "is left early for a fee"
NO_COST = "a contract of which no yearly cost is stated"
NO_CURRENCY = "a contract of which no currency is stated"
NO_NOTICE = "a contract that states no period of notice, so that nobody knows when it can end"
NO_DAY = "a contract, and nobody has said from which day nothing is needed of it"


class WayOut(NamedTuple):
    """The cheaper way out of a contract, from the day on which it is no longer needed.

    `unknown` says what is missing to tell; where anything that it covers stays in use, it doesn't
    end, and `stays` names that.
    """

    contract: int
    can_end_on: date | None
    notice_by: date | None
    months: int | None
    way: str | None
    amount: float | None
    currency: str | None
    stays: tuple[int, ...]
    unknown: str


def ways_out(
    graph: Graph, gone: Collection[int], needed_until: date | None, on: date
) -> Iterator[WayOut]:
    """For each contract with a vendor about something that is gone, the way out; by reference."""
    links = [link for position in gone for link in graph.links_to(position, "COVERS")]
    for contract in sorted({link.source for link in links}, key=graph.ref):
        stated = graph.properties(contract)
        if stated.get("status") == "ended" or not _paid_outside(graph, contract):
            continue
        covered = {link.target for link in graph.links_from(contract, "COVERS")}
        stays = tuple(sorted(covered - {*gone}, key=graph.ref))
        yield _way_out(contract, stated, stays, needed_until, on)


def _paid_outside(graph: Graph, contract: int) -> bool:
    parties = [link.target for link in graph.links_from(contract, "PROVIDER_PARTY")]
    vendors = any(graph.label(party) == "Vendor" for party in parties)
    return vendors or graph.properties(contract).get("kind") not in BETWEEN_US


def _way_out(
    contract: int,
    stated: Mapping[str, Any],
    stays: tuple[int, ...],
    needed_until: date | None,
    on: date,
) -> WayOut:
    ends_on, notice_by = earliest_end(stated, on)
    found = WayOut(
        contract, ends_on, notice_by, None, None, None, stated.get("currency"), stays, ""
    )
    if stays:
        return found
    if needed_until is None:
        return found._replace(unknown=NO_DAY)
    if ends_on is not None and ends_on <= needed_until:
        return found._replace(months=0, way=RUNS_ON, amount=0.0)
    fee, annual = stated.get("early_termination_fee"), stated.get("annual_cost")
    if found.currency is None and (fee or annual):
        return found._replace(unknown=NO_CURRENCY)
    months = None if ends_on is None else months_begun(needed_until, ends_on)
    found = found._replace(months=months)
    run_on = None if months is None or annual is None else annual / 12 * months
    if fee is not None and (run_on is None or fee < run_on):
        return found._replace(way=LEAVES_EARLY, amount=fee)
    if run_on is None:
        return found._replace(unknown=NO_NOTICE if months is None else NO_COST)
    return found._replace(way=RUNS_ON, amount=run_on)


def earliest_end(stated: Mapping[str, Any], on: date) -> tuple[date | None, date | None]:
    """The first day on which a contract can end, and the last to give notice for that, if any.

    None where that can't be told.
    """
    ends_on, notice = day(stated, "ends_on"), stated.get("notice_days")
    served = day(stated, "notice_served_on")
    if ends_on is not None and not stated.get("auto_renews"):
        return ends_on, None
    if notice is None:
        return None, None
    reached = later(served or on, notice)
    if ends_on is None:
        return reached, None
    years = 0
    while (end := months_later(ends_on, 12 * years)) < reached:
        years += 1
    return end, None if served else later(end, -notice)


def months_begun(after: date, until: date) -> int:
    """Months that begin after a day and by another: what is paid monthly is paid so often."""
    first, last = later(after, 1), later(until, 1)
    months = (last.year - first.year) * 12 + last.month - first.month
    return months + (months_later(first, months) < last)
