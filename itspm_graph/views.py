"""How positions, changes and plans of the engine become the results that the verbs answer."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from itspm_graph.errors import Problem
from itspm_graph.graph import Change, EdgeId, Graph, Link
from itspm_graph.importing import Plan
from itspm_graph.results import (
    Difference,
    ImportReport,
    ProblemFound,
    RecordChange,
    RevisionEntry,
)
from itspm_graph.store import Revision


def record(graph: Graph, position: int) -> dict[str, Any]:
    """A node as the contract prints it."""
    head = {"ref": str(graph.ref(position)), "type": graph.label(position)}
    return {**head, **graph.properties(position)}


def relationships(graph: Graph, position: int) -> list[dict[str, Any]]:
    """The edges of a node, those that leave it first; one from a node to itself is listed once."""
    arriving = (link for link in graph.links_to(position) if link.source != position)
    found = [
        _relationship(graph, position, link) for link in (*graph.links_from(position), *arriving)
    ]
    ref = graph.ref(position)
    return sorted(found, key=lambda item: (item["from"] != ref, item["type"], item["other"]))


def _relationship(graph: Graph, position: int, link: Link) -> dict[str, Any]:
    other = link.target if link.source == position else link.source
    return {
        "type": link.label,
        "from": str(graph.ref(link.source)),
        "to": str(graph.ref(link.target)),
        "other": str(graph.ref(other)),
        "name": graph.name(other),
        "properties": dict(link.properties),
    }


def import_report(done: Plan, revision: int, dry_run: bool) -> ImportReport:
    """What an import wrote, counted by type."""
    created, updated, deleted = (done.counts(kind) for kind in ("created", "updated", "deleted"))
    return ImportReport(
        revision=revision,
        dry_run=dry_run,
        created=dict(sorted(created["nodes"].items())),
        updated=dict(sorted(updated["nodes"].items())),
        deleted=dict(sorted(deleted["nodes"].items())),
        unchanged=done.unchanged,
        relationships=dict(sorted(created["edges"].items())),
        relationships_updated=dict(sorted(updated["edges"].items())),
        relationships_deleted=dict(sorted(deleted["edges"].items())),
        problems=[problem_found(problem) for problem in done.problems],
    )


def problem_found(problem: Problem) -> ProblemFound:
    """A problem as the contract prints it."""
    return ProblemFound(**{name: getattr(problem, name) for name in ProblemFound.model_fields})


def revision_entry(revision: Revision) -> RevisionEntry:
    """A write as the log lists it."""
    return RevisionEntry(
        revision=revision.number,
        at=revision.at,
        author=revision.author,
        reason=revision.reason,
        changes=revision.size,
    )


def difference(first: int, last: int, changes: Sequence[Change]) -> Difference:
    """Changes sorted into what came, changed and went."""
    return Difference(
        from_revision=first,
        to_revision=last,
        added=[_change(c) for c in changes if c.before is None],
        changed=[_change(c) for c in changes if None not in (c.before, c.after)],
        removed=[_change(c) for c in changes if c.after is None],
    )


def _change(change: Change) -> RecordChange:
    return RecordChange(
        id=str(change.id),
        kind="relationship" if isinstance(change.id, EdgeId) else "node",
        before=json.loads(change.before) if change.before is not None else None,
        after=json.loads(change.after) if change.after is not None else None,
    )
