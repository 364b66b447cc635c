"""The portfolio at a glance: where every service stands, which gate comes next, what blocks.

A portfolio is pipeline, catalog and what is retired (ITIL); a service is in the catalog from the
day its build is funded until it may leave (see the question `catalog_today`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any, Literal

from itspm_graph import gates
from itspm_graph.answers.days import day
from itspm_graph.answers.service_catalog import catalog_today
from itspm_graph.errors import InvalidArgument
from itspm_graph.framework import framework
from itspm_graph.graph import Graph
from itspm_graph.records import Ref
from itspm_graph.results import CriterionResult, GateCheck
from itspm_graph.results.gates import Standing
from itspm_graph.results.overseeing import PhaseSummary, PortfolioOverview, ServiceInPortfolio

Order = Literal["name", "tier", "phase", "due", "blockers"]
MISSING = "required_documents_missing"
"""The criterion that says which documents are missing."""


def overview(
    graph: Graph,
    on: date,
    *,
    portfolio: Ref | None = None,
    phase: str | None = None,
    overdue: bool = False,
    check: bool = True,
    sort: Order = "phase",
) -> PortfolioOverview:
    """Where the services stand on a day: all, or those of a portfolio or phase, or past a date.

    Without `check` the machine isn't asked for verdicts, which takes most of the time.
    """
    listed = {str(row["service"]) for row in catalog_today(graph, on)}
    services = []
    for position in _services(graph, portfolio):
        standing = gates.standing(graph, graph.ref(position), on)
        if phase is not None and standing.phase != _phase(phase):
            continue
        due_on, due_for = _due(graph.properties(position), standing)
        late = due_on is not None and due_on < on
        if overdue and not late:
            continue
        services.append(
            ServiceInPortfolio(
                **_described(graph, position),
                **_stands(standing, listed),
                **_before_gate(graph, standing, on, check),
                due_on=due_on.isoformat() if due_on else None,
                due_for=due_for,
                overdue=late,
            )
        )
    return PortfolioOverview(
        revision=graph.revision,
        on=on.isoformat(),
        checked=check,
        phases=list(_summary(services)),
        services=sorted(services, key=_ranked(sort)),
    )


def _services(graph: Graph, portfolio: Ref | None) -> list[int]:
    if portfolio is None:
        return graph.positions("Service")
    position = graph.position(portfolio)
    if graph.label(position) != "Portfolio":
        raise InvalidArgument(f"{portfolio} is no portfolio")
    return [link.target for link in graph.links_from(position, "CONTAINS")]


def _phase(text: str) -> str:
    name = text.strip().lower()
    if name not in framework().phases:
        known = ", ".join(framework().phases)
        raise InvalidArgument(f"there is no phase {text!r}; phases are {known}")
    return name


def _described(graph: Graph, service: int) -> dict[str, Any]:
    owner = next((link.target for link in graph.links_from(service, "OWNED_BY")), None)
    holder = next((link.source for link in graph.links_to(service, "CONTAINS")), None)
    return {
        "ref": str(graph.ref(service)),
        "name": graph.name(service),
        "tier": graph.properties(service).get("tier"),
        "owner": None if owner is None else str(graph.ref(owner)),
        "owner_name": None if owner is None else graph.name(owner),
        "portfolio": None if holder is None else str(graph.ref(holder)),
    }


def _stands(standing: Standing, listed: set[str]) -> dict[str, Any]:
    return {
        "phase": standing.phase,
        "status": standing.status,
        "place": _place(standing, listed),
        "last": standing.last,
        "next_gate": standing.next_gate,
        "why": standing.why,
        "may_enter": standing.may_enter,
        "renew": standing.renew,
        "submitted": next(
            (each.submission for each in standing.waiting if each.gate == standing.next_gate), None
        ),
    }


def _place(standing: Standing, listed: set[str]) -> str:
    if standing.phase == "retire" and standing.service not in listed:
        return "retired"
    if standing.ended:
        return "rejected"
    return "catalog" if standing.service in listed else "pipeline"


def _before_gate(graph: Graph, standing: Standing, on: date, check: bool) -> dict[str, Any]:
    """What the machine finds at the next gate."""
    if not check or standing.next_gate is None:
        return {"verdict": None, "blocked_by": [], "missing_documents": []}
    checked = gates.check(graph, standing.next_gate, Ref(standing.service), on)
    missing = _missing(checked)
    return {
        "verdict": checked.verdict,
        "blocked_by": [
            criterion.name
            for criterion in gates.blocking(checked.criteria)
            if criterion.name != MISSING and not _waits_for(criterion, missing)
        ],
        "missing_documents": missing,
    }


def _waits_for(criterion: CriterionResult, missing: Sequence[str]) -> bool:
    """Whether a criterion can't be judged, and its document is one that is missing."""
    return criterion.result == "NOT_ASSESSABLE" and criterion.document in missing


def _missing(checked: GateCheck) -> list[str]:
    return [each.type for each in checked.documents if each.required and not each.present]


def _due(service: Any, standing: Standing) -> tuple[date | None, str | None]:
    """The earliest date that the service has to keep from where it stands, and what is due then."""
    live = standing.phase in ("operate", "improve")
    dates = {
        "go-live": None
        if live or standing.phase == "retire"
        else day(service, "planned_operate_on"),
        "review": day(standing.model_dump(), "review_due_on") if live else None,
        "retirement": day(service, "planned_retire_on"),
    }
    stated = [(on, what) for what, on in dates.items() if on is not None]
    return min(stated) if stated and not standing.ended else (None, None)


def _summary(services: Sequence[ServiceInPortfolio]) -> Iterable[PhaseSummary]:
    for phase in framework().phases:
        within = [service for service in services if service.phase == phase]
        unready = sum(service.verdict == "NOT_READY" for service in within)
        judged = sum(service.verdict is not None for service in within)
        yield PhaseSummary(
            phase=phase,
            services=len(within),
            ready=judged - unready,
            not_ready=unready,
            overdue=sum(service.overdue for service in within),
        )


def _ranked(sort: Order) -> Callable[[ServiceInPortfolio], Any]:
    """A key by which services are sorted; ties by name."""
    place = {phase: number for number, phase in enumerate(framework().phases)}
    first: dict[Order, Callable[[ServiceInPortfolio], Any]] = {
        "name": lambda _: 0,
        "tier": lambda service: service.tier or 99,
        "phase": lambda service: place[service.phase],
        "due": lambda service: service.due_on or "9999",
        "blockers": lambda s: -len(s.blocked_by) - len(s.missing_documents),
    }
    return lambda service: (first[sort](service), service.name.casefold(), service.ref)
