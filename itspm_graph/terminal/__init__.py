"""How answers look in a terminal."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from rich.cells import cell_len
from rich.console import Console
from rich.markup import escape as escape_markup
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Table
from rich.text import Text

from itspm_graph.errors import InvalidInput, ItspmError
from itspm_graph.results import (
    Answer,
    CatalogInfo,
    Difference,
    ImportReport,
    Log,
    PathsFound,
    Reach,
    RecordChange,
    Records,
    Selected,
)
from itspm_graph.results.disruption import AffectedElement, Impact, NotAssessed
from itspm_graph.terminal.fitting import Column, Fitted, say

MOST_PROBLEMS = 100
MOST_ROWS = 8
MOST_STYLED = 1_000
"""Rows up to which a table is fitted to the width of the terminal."""
COLOURS = {
    "READY": "green", "PASS": "green", "READY_WITH_WARNINGS": "yellow", "WARN": "yellow",
    "NOT_ASSESSABLE": "yellow", "NOT_READY": "red", "FAIL": "red", "BLOCK": "red",
    "error": "red", "warning": "yellow", "note": "dim",
}  # fmt: skip


def console() -> Console:
    """Standard output; unlimited in width where it is no terminal, so that nothing is cut."""
    width = None if sys.stdout.isatty() else 10_000
    return Console(highlight=False, emoji=False, width=width, soft_wrap=True)


def escape(text: str) -> str:
    """Text as it stands: no markup, and no control characters that a terminal would obey."""
    return escape_markup(
        "".join(c if c.isprintable() or c == "\n" else "\N{REPLACEMENT CHARACTER}" for c in text)
    )


def coloured(word: str) -> str:
    return f"[{COLOURS[word]}]{word}[/]" if word in COLOURS else escape(word)


@contextmanager
def progress(what: str) -> Iterator[Callable[[int, int], None] | None]:
    """A bar on stderr, shown only on a terminal and only after a second."""
    if not sys.stderr.isatty():
        yield None
        return
    bar = Progress(
        TextColumn(what),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True, emoji=False),
        transient=True,
    )
    task = bar.add_task(what, total=None)
    shown = threading.Timer(1, bar.start)
    shown.start()
    try:
        yield lambda done, total: bar.update(task, completed=done, total=total)
    finally:
        shown.cancel()
        shown.join()
        bar.stop()


def problems(found: Sequence[Any]) -> None:
    """Problems on stderr, the worst first; notes only in number where there are many."""
    err = Console(stderr=True, highlight=False, emoji=False, soft_wrap=True)
    order = {"error": 0, "warning": 1, "note": 2}
    ranked = sorted(found, key=lambda p: (order[p.severity], p.file, p.line))
    for problem in ranked[:MOST_PROBLEMS]:
        line = f":{problem.line}" if problem.line else ""
        place = f"{problem.file}{line}: " if problem.file else ""
        name = f"{problem.field}: " if problem.field else ""
        err.print(
            f"{escape(place)}{coloured(problem.severity)}: "
            f"{escape(name + problem.message)} {escape(f'[{problem.code}]')}"
        )
    if len(ranked) > MOST_PROBLEMS:
        err.print(f"… and {len(ranked) - MOST_PROBLEMS} more (--json lists all)")


def error_document(error: ItspmError) -> str:
    """The error as one JSON document."""
    from itspm_graph.views import problem_found

    listed = error.problems if isinstance(error, InvalidInput) else []
    document = {
        "error": {"code": error.code, "message": str(error)},
        "problems": [problem_found(problem).model_dump() for problem in listed],
    }
    return json.dumps(document, indent=2, ensure_ascii=False)


def import_report(report: ImportReport) -> None:
    out = console()
    for title, nodes, edges in (
        ("created", report.created, report.relationships),
        ("updated", report.updated, report.relationships_updated),
        ("deleted", report.deleted, report.relationships_deleted),
    ):
        if nodes or edges:
            listed = ", ".join(f"{number} {kind}" for kind, number in {**nodes, **edges}.items())
            out.print(f"{title}: {listed}")
    if report.unchanged:
        out.print(f"unchanged: {report.unchanged}")
    done = "would be written (dry run)" if report.dry_run else f"revision {report.revision}"
    changed = report.created or report.updated or report.deleted
    changed = changed or report.relationships or report.relationships_deleted
    changed = changed or report.relationships_updated
    out.print(f"[bold]{done if changed else f'nothing to do: revision {report.revision}'}[/]")


def info(found: CatalogInfo) -> None:
    out = console()
    out.print(f"{found.nodes} records, {found.relationships} relationships")
    for counts in (found.counts, found.relationship_counts):
        ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        out.print(escape(", ".join(f"{number} {kind}" for kind, number in ranked)))
    out.print(f"[dim]revision {found.revision}, {found.at or 'nothing was written yet'}[/]")


def _table(*columns: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim", show_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def _show(table: Table) -> None:
    """A table on standard output, without the blanks that fill its last column."""
    out = console()
    if table.row_count > MOST_STYLED:
        for line in _aligned(table):
            out.file.write(f"{line.rstrip()}\n")
        return
    with out.capture() as captured:
        out.print(table)
    for line in captured.get().splitlines():
        out.file.write(f"{line.rstrip()}\n")


def _aligned(table: Table) -> Iterator[str]:
    """The lines of a long table; Rich would measure and style each cell several times."""
    columns = [
        [str(column.header), *(Text.from_markup(str(cell)).plain for cell in column.cells)]
        for column in table.columns
    ]
    widths = [max(map(cell_len, column)) for column in columns]
    for row in zip(*columns, strict=True):
        yield "  ".join(
            cell + " " * (width - cell_len(cell)) for cell, width in zip(row, widths, strict=True)
        )


def _counted(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, (dict, list, bool)):
        return json.dumps(value, ensure_ascii=False)
    return figure(value) if isinstance(value, float) else str(value)


def stated(values: Mapping[str, Any]) -> str:
    """What is stated of something, in one line."""
    return ", ".join(f"{key}={_text(v)}" for key, v in values.items() if v is not None)


def figure(value: float) -> str:
    """A number as people read it: six decimals, two from a thousand on, more where it is tiny."""
    if value and abs(value) < 0.001:
        return f"{value:.3g}"
    return f"{value:.{2 if abs(value) >= 1000 else 6}f}".rstrip("0").rstrip(".")


def records(found: Records) -> None:
    """A table of what the records have, the names first, the descriptions last."""
    held = dict.fromkeys(name for item in found.records for name in item)
    columns = ["ref", "name"]
    columns += [name for name in ("lifecycle", "gate", "outcome", "decided_at") if name in held]
    columns += [name for name in ("kind", "version", "description") if name in held]
    table = _table(*columns)
    for item in found.records:
        table.add_row(*(escape(_text(item.get(name))) for name in columns))
    _show(table)
    count = _counted(len(found.records), "record")
    console().print(f"[dim]{count} at revision {found.revision}[/]")


def record(found: Records) -> None:
    out = console()
    (item,) = found.records
    out.print(f"[bold]{escape(item['ref'])}[/]  {escape(item['name'])}  [dim]{item['type']}[/]")
    for name, value in item.items():
        if name not in ("ref", "type", "name", "relationships"):
            out.print(f"  {name}: {escape(_text(value))}")
    table = _table("", "relationship", "with", "name", "properties")
    for link in item["relationships"]:
        arrow = "→" if link["from"] == item["ref"] else "←"
        shown = stated(link["properties"])
        table.add_row(arrow, link["type"], link["other"], escape(link["name"]), escape(shown))
    if item["relationships"]:
        _show(table)
    out.print(f"[dim]at revision {found.revision}[/]")


def selected(found: Selected) -> None:
    for ref in found.refs:
        print(ref)


def reach(found: Reach) -> None:
    table = _table("hops", "ref", "name")
    for node in found.nodes:
        table.add_row(str(node.hops), node.ref, escape(node.name))
    out = console()
    _show(table)
    end = "all" if found.complete else f"more beyond depth {found.stopped_at_depth}"
    out.print(f"[dim]{_counted(len(found.nodes), 'node')} ({end}) at revision {found.revision}[/]")


def paths(found: PathsFound) -> None:
    out = console()
    for path in found.paths:
        out.print(" → ".join(path))
    if not found.paths:
        out.print("no path: the first doesn't need the second")
    end = "all" if found.complete else "there are more"
    out.print(f"[dim]{_counted(len(found.paths), 'path')} ({end}) at revision {found.revision}[/]")


def why(item: AffectedElement) -> str:
    """The cause in words."""
    cause = item.because
    lost = ", ".join([*cause.lost, *(f"{ref} (weakened)" for ref in cause.weakened)])
    if cause.weight is not None:
        group = "" if cause.group is None else f"group {cause.group}: "
        return f"softly needs {group}{lost}; weight {cause.weight:g}"
    if cause.group is None:
        return f"needs {lost}"
    text = f"group {cause.group}: {cause.up} up, needs {cause.needed}; lost {lost}"
    if item.capacity:
        text = f"group {cause.group} delivers {share(cause.capacity)}; lost {lost}"
    return f"{text} (the cycle lost its ground)" if item.status == "DOWN_LOST_GROUND" else text


def share(capacity: float) -> str:
    """A share of capacity in per cent."""
    return f"{100 * capacity:.4g} %"


def impact(found: Impact) -> None:
    out = console()
    out.print(f"[bold]If {' and '.join(found.failed)} {'fail' if found.failed[1:] else 'fails'}[/]")
    affected(found.affected, found.counts, found.degraded_counts)
    not_assessed(found.not_assessed)
    out.print(f"[dim]cycles: {found.cycle_policy}; revision {found.revision}[/]")


def affected(
    found: Sequence[AffectedElement],
    counts: dict[str, int],
    degraded: dict[str, int],
    most: int | None = None,
) -> None:
    """What goes down, and apart from it what stays up with less; no more than `most` of each."""
    out = console()
    if not counts:
        out.print("nothing else goes down")
    else:
        table = Fitted(
            Column("hops"),
            Column("goes down", least=28),
            Column("name", drop=1, twin=True),
            Column("because", least=28),
        )
        down = [item for item in found if not item.capacity]
        for item in down[:most]:
            table.add(str(item.hops), item.ref, escape(item.name), escape(why(item)))
        table.show(out)
        more(out, down, most)
        say(out, f"[bold]{', '.join(f'{number} {kind}' for kind, number in counts.items())}[/]")
    if degraded:
        table = Fitted(
            Column("hops", drop=1),
            Column("left with", least=7),
            Column("weakened", least=28),
            Column("name", drop=2, twin=True),
            Column("because", least=28),
        )
        weakened = [item for item in found if item.capacity]
        for item in weakened[:most]:
            below = ", below MBCO" if item.status == "BELOW_MBCO" else ""
            left = f"{share(item.capacity)}{below}"
            table.add(str(item.hops), left, item.ref, escape(item.name), escape(why(item)))
        table.show(out)
        more(out, weakened, most)
        listed = ", ".join(f"{number} {kind}" for kind, number in degraded.items())
        say(out, f"[bold]weakened: {listed}[/]")


def more(
    out: Console, rows: Sequence[object], most: int | None, how: str = "--full lists all"
) -> None:
    """How many rows a table leaves out, and what lists them."""
    if most is not None and len(rows) > most:
        out.print(f"[dim]  … and {len(rows) - most} more: {how}[/]")


def named(refs: Sequence[str], most: int | None) -> str:
    """References in one line; those beyond `most` in number."""
    if most is None or len(refs) <= most:
        return ", ".join(refs)
    return f"{', '.join(refs[:most])} and {len(refs) - most} more"


UNASSESSED = {
    "no-mbco": "no mbco is stated for",
    "no-rto": "no recovery time objective is stated for",
    "no-restore-minutes": "nobody says how long restoring takes",
    "no-team": "nobody is named who brings back",
    "no-head-count": "nobody says how many people are in",
    "no-skills": "nobody says what anybody knows in",
    "several-teams": "counted in several teams, though there is but one of",
    "no-store": "state that no data store holds, so no copy is known, of",
    "no-revenue": "nobody says what is earned with",
    "endless-revenue": "never back, so no end of lost revenue for",
    "weakened-revenue": "what is lost while they serve on with less, of",
    "no-penalty": "nobody says what breaking it costs, of",
}
"""What isn't known, by the reason that an answer gives."""


def not_assessed(found: Sequence[NotAssessed], most: int | None = MOST_ROWS) -> None:
    """What can't be said, in a line for each reason."""
    weights = [
        f"{item.ref} on {', '.join(item.on)}" for item in found if item.reason == "no-weight"
    ]
    told = [("soft dependencies without a weight", weights)]
    for reason, what in UNASSESSED.items():
        told.append((what, [item.ref for item in found if item.reason == reason]))
    for what, items in told:
        if items:
            say(console(), f"[yellow]not assessed:[/] {what}: {escape(named(items, most))}")


def answer(found: Answer) -> None:
    out = console()
    out.print(f"[bold]{escape(found.question)}[/]")
    table = _table(*found.columns)
    for row in found.rows:
        table.add_row(*(escape(_text(row[column])) for column in found.columns))
    if found.rows:
        _show(table)
    end = "" if found.complete else " (a bound was met: there may be more)"
    rows = _counted(len(found.rows), "row")
    out.print(f"[dim]{rows}{end} by {found.engine} at revision {found.revision}[/]")


def queries(as_json: bool) -> None:
    """The named queries with their parameters."""
    from itspm_graph.catalogue import catalogue

    if as_json:
        listed = [
            {
                "query": query.name,
                "process": query.process,
                "question": query.question,
                "parameters": [p.__dict__ for p in query.parameters],
                "columns": [column.name for column in query.returns],
                "engines": list(query.engines),
            }
            for query in catalogue().values()
        ]
        print(json.dumps({"queries": listed}, indent=2, ensure_ascii=False))
        return
    table = _table("query", "parameters", "question")
    for query in catalogue().values():
        if not query.gate:
            wanted = " ".join(
                p.name if p.required else f"[{p.name}={p.default}]" for p in query.parameters
            )
            table.add_row(query.name, escape(wanted), escape(query.question))
    _show(table)


def log(found: Log) -> None:
    table = _table("revision", "at", "author", "changes", "reason")
    for entry in found.revisions:
        table.add_row(
            str(entry.revision), entry.at, escape(entry.author), str(entry.changes),
            escape(entry.reason),
        )  # fmt: skip
    _show(table)


def difference(found: Difference) -> None:
    out = console()
    for sign, colour, changes in (
        ("+", "green", found.added),
        ("~", "yellow", found.changed),
        ("-", "red", found.removed),
    ):
        for change in changes:
            out.print(f"[{colour}]{sign}[/] {escape(change.id)}{escape(_fields(change))}")
    out.print(
        f"[dim]{len(found.added)} added, {len(found.changed)} changed, {len(found.removed)} "
        f"removed from revision {found.from_revision} to {found.to_revision}[/]"
    )


def _fields(change: RecordChange) -> str:
    if change.before is None or change.after is None:
        return ""
    names = sorted({*change.before, *change.after})
    parts = [
        f"{name}: {_text(change.before.get(name))} → {_text(change.after.get(name))}"
        for name in names
        if change.before.get(name) != change.after.get(name)
    ]
    return f"  {'; '.join(parts)}"
