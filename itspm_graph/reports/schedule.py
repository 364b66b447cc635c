"""The dates of a retirement for other people's tools: a Mermaid Gantt chart and an iCalendar file.

Mermaid: https://mermaid.js.org/syntax/gantt.html; iCalendar: RFC 5545.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from typing import NamedTuple

from itspm_graph.results.retiring import DecommissioningStep, RetirementFound

NOBODY = "nobody is named"


class Appointment(NamedTuple):
    """A day of a retirement, what has to happen by it, and of what that is."""

    on: date
    what: str
    about: str
    why: str


def appointments(found: RetirementFound) -> list[Appointment]:
    """Every day that matters, in their order: notices, migrations, the end, and the steps."""
    return sorted([*dates(found), *_steps(found)])


def dates(found: RetirementFound) -> list[Appointment]:
    """The days by which something has to have happened so that it can end on its day."""
    return sorted([*_notices(found), *_migrations(found), _end(found)])


def _end(found: RetirementFound) -> Appointment:
    names = ", ".join(item.name for item in found.retired if item.type != "ServiceOffering")
    about = " ".join(item.ref for item in found.retired)
    return Appointment(found.on, f"{names}: the last day of operation", about, found.verdict)


def _notices(found: RetirementFound) -> Iterator[Appointment]:
    for contract in found.money.contracts:
        if contract.notice_by is not None:
            what = f"{contract.name}: last day to give notice"
            yield Appointment(contract.notice_by, what, contract.ref, f"ends {contract.can_end_on}")


def _migrations(found: RetirementFound) -> Iterator[Appointment]:
    for consumer in found.consumers:
        if consumer.disposition == "planned" and consumer.leaves_on is not None:
            what = f"{consumer.name}: to have left for {consumer.to or 'nobody knows where'}"
            yield Appointment(consumer.leaves_on, what, consumer.ref, consumer.blocker or "")


def _steps(found: RetirementFound) -> Iterator[Appointment]:
    for step in found.steps:
        last = " (point of no return)" if step.point_of_no_return else ""
        what = f"{', '.join(step.names)}: taken down{last}"
        laid = "" if step.planned else "the day is laid by policy, not on record"
        why = "; ".join(filter(None, [step.reason, laid]))
        yield Appointment(step.on, what, " ".join(step.refs), why)


def calendar(found: RetirementFound) -> str:
    """The days as whole-day events. The same day of the same thing keeps its identity."""
    from icalendar import Calendar, Event

    book = Calendar()
    book.add("prodid", "-//ITSPM Graph//retirement//EN")
    book.add("version", "2.0")
    stamp = datetime.combine(found.observed_on, time(), UTC)
    for each in appointments(found):
        event = Event()
        known = sha256(f"{each.about} {each.what}".encode()).hexdigest()[:32]
        event.add("uid", f"{known}@itspm-graph")
        event.add("dtstamp", stamp)
        event.add("dtstart", each.on)
        event.add("dtend", each.on + timedelta(days=1))
        event.add("summary", each.what)
        event.add("description", "\n".join(filter(None, [each.about, each.why])))
        event.add("transp", "TRANSPARENT")
        book.add_component(event)
    text: bytes = book.to_ical()
    return text.decode()


def gantt(found: RetirementFound) -> str:
    """The steps by who takes them; what can't be undone is critical."""
    lines = [
        "gantt",
        f"  title {_label(', '.join(item.name for item in found.retired))}",
        "  dateFormat YYYY-MM-DD",
        "  axisFormat %Y-%m-%d",
        f"  Last day of operation :milestone, {found.on}, 0d",
    ]
    by_team: dict[str, list[DecommissioningStep]] = {}
    for step in found.steps:
        by_team.setdefault(", ".join(step.teams) or NOBODY, []).append(step)
    for team, steps in by_team.items():
        lines.append(f"  section {_label(team)}")
        for step in steps:
            critical = "" if step.reversible else "crit, "
            name = _label(", ".join(step.names))
            lines.append(f"  {step.number}. {name} :{critical}step{step.number}, {step.on}, 1d")
    return "\n".join(lines) + "\n"


def _label(text: str) -> str:
    """Without the characters that Mermaid reads as its own."""
    return re.sub(r"[:;#\n]+", " ", text)
