"""How single points, cut sets, availability and common causes look in a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from itspm_graph.results.failure import (
    Availability,
    CommonCause,
    CommonCauses,
    CutSets,
    Harm,
    SinglePoints,
)
from itspm_graph.terminal import _counted, _show, _table, console, escape, not_assessed

DOWN = "down"
"""The loss that is meant unless another is named."""
MOST_NAMED = 4
"""References listed in one cell; the rest is counted."""
SMALL = 2
"""Orders of which it is told also that there are none."""


def single_points(found: SinglePoints) -> None:
    """The ranking first, then each service with its single points."""
    out = console()
    below = found.loss != DOWN
    takes = "lost with it" if below else "takes down"
    table = _table("element", "name", takes, "per hour", "worst hit", "defeats")
    for item in found.elements:
        table.add_row(
            item.ref, escape(item.name), _harm(item.harm), _money(item.harm.revenue_per_hour),
            _named(item.services, item.harm.services), _named(item.defeats, item.defeated),
        )  # fmt: skip
    if found.elements:
        their = "down, or below their MBCO," if below else "down"
        out.print(f"[bold]What takes them {their} when it alone fails[/]")
        _show(table)
    elif not found.services:
        out.print("there are no services: name what is to be asked about")
    table = _table("tier", "asked about", "name", "points", "single points of failure")
    for service in found.services:
        tier = "" if service.tier is None else str(service.tier)
        table.add_row(
            tier, service.ref, escape(service.name), str(service.count),
            _named(service.single_points, service.count),
        )  # fmt: skip
    if found.services:
        out.print("[bold]Their single points of failure[/]")
        _show(table)
    not_assessed(found.not_assessed)
    end = "" if found.complete else "; lists cut (--limit)"
    out.print(
        f"[dim]{_counted(found.tried, 'element')} failed, each alone{end}; "
        f"cycles: {found.cycle_policy}; revision {found.revision}[/]"
    )


def _harm(harm: Harm) -> str:
    parts = (
        (harm.services, "service"),
        (harm.customers, "customer"),
        (harm.elements, "element"),
    )
    return ", ".join(_counted(number, word) for number, word in parts if number)


def _money(revenue: dict[str, float]) -> str:
    return ", ".join(f"{amount:,.0f} {currency}" for currency, amount in revenue.items())


def _named(refs: Sequence[str], count: int | None = None) -> str:
    """A few references, and how many more there are."""
    more = (len(refs) if count is None else count) - len(refs[:MOST_NAMED])
    shown = ", ".join(refs[:MOST_NAMED])
    return f"{shown} and {more} more" if more else shown


def common_causes(found: CommonCauses) -> None:
    """Each defeated group with what defeats it."""
    out = console()
    _causes(found.causes)
    if not found.causes:
        out.print("no hidden common cause: no single failure defeats a group")
    end = "" if found.complete else ", of which not all are listed (--limit)"
    out.print(
        f"[dim]{found.defeated} of {_counted(found.groups, 'redundancy group')} defeated{end}; "
        f"cycles: {found.cycle_policy}; revision {found.revision}[/]"
    )


def _causes(causes: Sequence[CommonCause]) -> None:
    """The nearest causes that the owner doesn't need anyway, each as a sentence; others counted."""
    out = console()
    told = [cause for cause in causes if cause.nearest and not cause.needed_anyway]
    for cause in told:
        out.print(
            f"{cause.owner}: group {escape(cause.group)} needs {cause.needed} of "
            f"{len(cause.members)}, but {cause.ref} ({escape(cause.name)}) takes down "
            f"{_named(cause.lost)}"
        )
    anyway = sum(cause.needed_anyway for cause in causes)
    behind = len(causes) - len(told) - anyway
    for number, what in (
        (behind, "behind those, acting through them"),
        (anyway, "that the owner of the group needs anyway"),
    ):
        if number:
            out.print(f"[dim]{_counted(number, 'more cause')} {what} (--json)[/]")


def cuts(found: CutSets) -> None:
    """Counts by size, the sets, and what quietly makes them small."""
    out = console()
    below = "" if found.loss == DOWN else ", or leaves it below its MBCO"
    out.print(f"[bold]What takes down {found.target}{below}[/]")
    for order, number in found.orders.items():
        if number or order <= SMALL:
            out.print(f"  {_counted(number, 'minimal cut set')} of order {order}")
    if found.total is not None:
        out.print(f"  {found.total} in all")
    table = _table("probability", "minimal cut set")
    for members, probability in zip(found.cut_sets, found.probabilities, strict=True):
        table.add_row("" if probability is None else f"{probability:.3g}", " + ".join(members))
    if found.cut_sets:
        _show(table)
    _causes(found.common_causes)
    not_assessed(found.not_assessed)
    if found.stopped:
        out.print(f"[yellow]not all:[/] {escape(found.stopped)}")
    out.print(
        f"[dim]{_counted(found.events, 'basic event')}; cycles: {found.cycle_policy}; "
        f"revision {found.revision}[/]"
    )


def availability(found: Availability) -> None:
    """The figure, how it was found, what it rests on, and what it was promised."""
    out = console()
    out.print(f"[bold]{found.target}: availability {_share(found.availability)}[/]")
    lost = "down" if found.loss == DOWN else "down or below its MBCO"
    out.print(
        f"  {lost} with probability {found.unavailability:.6g}: "
        f"{_duration(found.downtime_minutes)} in a year"
    )
    if found.why_simulated:
        out.print(f"  [yellow]simulated[/], not exact: {escape(found.why_simulated)}")
    else:
        out.print(f"  {found.method}, {_counted(found.events, 'element')} can fail by themselves")
    if found.interval:
        low, high = found.interval
        out.print(
            f"  95 % interval {low:.6g} to {high:.6g} ({found.samples} samples, seed {found.seed})"
        )
    if found.bounds:
        low, high = found.bounds
        out.print(f"  were failures not independent: between {low:.6g} and {high:.6g}")
    for promise in found.promises:
        met = {True: "[green]met[/]", False: "[red]not met[/]", None: "[yellow]undecided[/]"}
        out.print(f"  promised {_share(promise.promised)} by {promise.made_by}: {met[promise.met]}")
    if found.without_figure:
        out.print(
            f"[yellow]taken never to fail[/], for want of a figure: {_named(found.without_figure)}"
        )
    not_assessed(found.not_assessed)
    table = _table("element", "unavailability", "critical", "Birnbaum", "F-V", "RAW", "RRW")
    for item in found.importance:
        table.add_row(
            item.ref, f"{item.unavailability:.3g}", f"{item.criticality:.1%}",
            f"{item.birnbaum:.3g}", f"{item.fussell_vesely:.3g}", f"{item.raw:.3g}",
            "∞" if item.rrw is None else f"{item.rrw:.4g}",
        )  # fmt: skip
    if found.importance:
        _show(table)
    out.print(f"[dim]cycles: {found.cycle_policy}; revision {found.revision}[/]")


def _share(value: float) -> str:
    """A share of time with as many digits as tell it from 1."""
    digits = 4
    while digits < 12 and round(value * 100, digits) == 100 and value < 1:
        digits += 2
    return f"{value * 100:.{digits}f} %"


def _duration(minutes: float) -> str:
    if minutes >= 2 * 60:
        return f"{minutes / 60:,.1f} hours"
    return f"{minutes:.1f} minutes" if minutes >= 0.1 else f"{minutes * 60:.2g} seconds"
