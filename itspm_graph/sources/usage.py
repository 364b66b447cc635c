"""Records of use as a table (CSV) or as JSON lines: who used what, when, how much.

    used,caller,period_from,period_to,last_seen_on,volume,driver
    service:edi,svc_tideport,2026-10-01,2026-10-31,2026-10-30,412,messages

`used` and `caller` are references, or names that the catalog knows; a caller whom it doesn't know
is kept as it is named. The day of the last use, or the end of the period, has to be there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from typing import Any

from itspm_graph.errors import Problem
from itspm_graph.sources import Place, Statements, UseStatement
from itspm_graph.sources.documents import Document, Reader
from itspm_graph.sources.trees import line_of

TEXTS = ("used", "caller", "driver")
DAYS = ("period_from", "period_to", "last_seen_on")
KEYS = (*TEXTS, *DAYS, "volume")


def recognises(root: Mapping[str, Any]) -> bool:
    """A row that names what was used; a catalog has a format, or a kind."""
    return "used" in root and not {"format", "kind", "apiVersion", "document"} & root.keys()


def read(documents: Sequence[Document]) -> Statements:
    """What the records say."""
    result = Statements()
    for document in documents:
        problems = list(_malformed(document))
        result.problems += problems
        if not problems:
            result.uses.append(_use(document))
    return result


def _malformed(document: Document) -> Iterator[Problem]:
    root = document.root
    for name, code, message in (*_unknown(root), *_missing(root), *_wrong(root)):
        line = line_of(root, name, document.line)
        yield document.problem(code, message, line, field=name, skippable=True)


def _unknown(root: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    for name in root:
        if name not in KEYS:
            near = get_close_matches(str(name), KEYS, 1)
            better = f"did you mean {near[0]}?" if near else f"columns are {', '.join(KEYS)}"
            yield str(name), "unknown-field", f"a record of use has no {name!r:.60}; {better}"


def _missing(root: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    if not _text(root.get("used")):
        yield "used", "missing-field", "says not what was used; write a reference or a name"
    if root.get("last_seen_on") is None and root.get("period_to") is None:
        yield "period_to", "missing-field", "says not when; write last_seen_on or period_to"


def _wrong(root: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    stated = {name: root[name] for name in KEYS if root.get(name) is not None}
    for name, value in stated.items():
        if name in TEXTS and not _text(value):
            yield name, "invalid-value", f"is a text, not {value!r:.60}"
        if name in DAYS and _day(value) is None:
            yield name, "invalid-value", f"{value!r:.60} is no day; write YYYY-MM-DD"
        if name == "volume" and _amount(value) is None:
            message = f"{value!r:.60} is no amount; write a number of 0 or more"
            yield name, "invalid-value", message
    first, last = _day(root.get("period_from")), _day(root.get("period_to"))
    if first and last and last < first:
        yield "period_to", "invalid-value", f"{last} lies before period_from, {first}"


def _use(document: Document) -> UseStatement:
    root = document.root
    fields = {name: str(found) for name in DAYS if (found := _day(root.get(name)))}
    amount = _amount(root.get("volume"))
    stated = {**fields, "volume": amount, "driver": _text(root.get("driver")) or None}
    return UseStatement(
        used=_text(root["used"]),
        caller=_text(root.get("caller")) or None,
        fields={name: value for name, value in stated.items() if value is not None},
        place=Place(document.text.name, document.line),
        lines=getattr(root, "lines", {}),
    )


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _amount(value: Any) -> float | None:
    if isinstance(value, bool):
        return None
    try:
        found = float(value)
    except (TypeError, ValueError):
        return None
    return found if 0 <= found < float("inf") else None


READER = Reader("usage", recognises, read)
