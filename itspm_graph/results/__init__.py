"""What the verbs of the product answer. Command line and GraphQL print these, field by field."""

from __future__ import annotations

from typing import Any, TypeVar, cast

from pydantic import BaseModel, ConfigDict, Field


class Result(BaseModel):
    """An answer, or a part of one."""

    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)


R = TypeVar("R", bound=Result)


def unchecked(model: type[R]) -> type[R]:
    """The model, for making very many of values that are known to be right, and none left out.

    Types are checked by mypy alone: looking at each value again, and keeping for each instance
    which fields were set, takes most of the time and memory of a long answer.
    """
    fields, put = set(model.model_fields), object.__setattr__

    def made(**values: Any) -> R:
        result = model.__new__(model)
        put(result, "__dict__", values)
        put(result, "__pydantic_fields_set__", fields)
        put(result, "__pydantic_extra__", None)
        put(result, "__pydantic_private__", None)
        return result

    return cast(type[R], made)


class ProblemFound(Result):
    """Something wrong with the input, or worth knowing about it."""

    code: str
    """Stable code."""
    message: str
    """What it is, and what would be right."""
    file: str
    """File as it was named; empty where there is none."""
    line: int
    """Line, counted from 1; 0 where it isn't known."""
    field: str
    """Field that it is about; empty where it is the whole record."""
    severity: str
    """error, warning or note."""


class ImportReport(Result):
    """What an import wrote, or would write."""

    revision: int
    """Revision of the store afterwards."""
    dry_run: bool
    """True where nothing was written."""
    created: dict[str, int]
    """New records by type."""
    updated: dict[str, int]
    """Changed records by type."""
    deleted: dict[str, int]
    """Deleted records by type."""
    unchanged: int
    """Records and relationships that were already as stated."""
    relationships: dict[str, int]
    """New relationships by type."""
    relationships_updated: dict[str, int]
    """Changed relationships by type."""
    relationships_deleted: dict[str, int]
    """Deleted relationships by type."""
    problems: list[ProblemFound]
    """Everything wrong or worth knowing."""


class Records(Result):
    """Records with their properties."""

    revision: int
    """Revision that was read."""
    records: list[dict[str, Any]]
    """`ref`, `type`, `name` and what else is known of each."""


class Selected(Result):
    """References of the nodes that an expression names."""

    revision: int
    """Revision that was read."""
    refs: list[str]
    """References, sorted."""


class ReachedNode(Result):
    """A connected node."""

    ref: str
    """Its reference."""
    type: str
    """Its type."""
    name: str
    """Its name."""
    hops: int
    """Least number of relationships on the way."""


class Reach(Result):
    """Who is connected, redundancy ignored."""

    revision: int
    """Revision that was read."""
    nodes: list[ReachedNode]
    """Connected nodes, nearest first; the start left out."""
    complete: bool
    """True iff no further node lies beyond the depth."""
    stopped_at_depth: int | None
    """The depth at which the search stopped although there was more."""


class PathsFound(Result):
    """Ways along which one node needs another."""

    revision: int
    """Revision that was read."""
    paths: list[list[str]]
    """References from the dependent to the provider, shortest first."""
    complete: bool
    """True iff there are no other paths."""


class CatalogInfo(Result):
    """What a catalog holds, in numbers."""

    revision: int
    """Revision that was read."""
    at: str | None
    """Instant of that revision, in UTC; null before the first write."""
    nodes: int
    """Records."""
    relationships: int
    """Relationships."""
    counts: dict[str, int]
    """Records by type."""
    relationship_counts: dict[str, int]
    """Relationships by type."""


class Answer(Result):
    """The answer of a named query."""

    query: str
    """Name of the query."""
    question: str
    """What it asks."""
    engine: str
    """cypher or snapshot."""
    parameters: dict[str, Any]
    """What it was asked with."""
    columns: list[str]
    """Names of the columns, in order."""
    rows: list[dict[str, Any]]
    """Rows, ordered by the columns."""
    revision: int
    """Revision that was read."""
    complete: bool
    """False where a bound was met, beyond which there may be more rows."""


class DocumentDue(Result):
    """An input of a gate."""

    type: str
    """Type of the document."""
    required: bool
    """Whether the gate needs it for this service."""
    present: bool
    """Whether a submitted or accepted version is on record."""
    ref: str | None
    """The version found."""


class WaiverFound(Result):
    """A criterion set aside for a time."""

    reason: str
    """Why."""
    until: str
    """Last day it holds."""


class CriterionResult(Result):
    """What one criterion found."""

    name: str
    """Name of the criterion, and of its query."""
    question: str
    """What it asks."""
    document: str
    """Document that it checks; empty where none."""
    severity: str
    """BLOCK, WARN or INFO."""
    result: str
    """PASS, FAIL or NOT_ASSESSABLE."""
    rows: list[dict[str, Any]]
    """Offenders."""
    parameters: dict[str, Any]
    """What it was asked with."""
    query: str
    """SHA-256 of the query file."""
    waiver: WaiverFound | None
    """The waiver that holds, if one does."""


class Outcome(Result):
    """A decision that a gate lists."""

    outcome: str
    """Its word."""
    meaning: str
    """What it means."""
    passed: bool
    """Whether it is one of success."""


class WaiverGranted(Result):
    """A criterion that a decision set aside."""

    waiver: str
    """Reference of the waiver."""
    criterion: str
    """Name of the criterion."""
    reason: str
    """Why."""
    until: str
    """Last day it holds."""


class DecisionFound(Result):
    """A decision on record, and what it led to."""

    decision: str
    """Reference of the decision."""
    submission: str
    """Reference of the submission that it was taken on."""
    gate: str
    """The gate."""
    outcome: str
    """What was decided; several outcomes that combine are joined by commas."""
    passed: bool
    """Whether the gate was passed by it."""
    reason: str
    """Why."""
    decided_at: str
    """Instant, in UTC."""
    by: list[str]
    """References of those who decided."""
    waivers: list[WaiverGranted]
    """Criteria that it set aside."""
    resubmit: str | None
    """Gate at which the service has to come again."""
    renew: list[str]
    """Types of document of which a newer version is needed for that."""
    review_due_on: str | None
    """Day by which the service has to be reviewed."""
    tg2_required: bool | None
    """Whether it found TG2 necessary; null where it says nothing of it."""
    phase: str | None
    """Phase in which it left the service."""
    status: str | None
    """Status within the phase."""
    initiatives: list[str]
    """References of improvement initiatives that it began."""


class GateCheck(Result):
    """The machine's verdict on a service before a gate."""

    gate: str
    """The gate."""
    name: str
    """Its name."""
    service: str
    """The service."""
    verdict: str
    """READY, READY_WITH_WARNINGS or NOT_READY."""
    documents: list[DocumentDue]
    """Inputs of the gate."""
    criteria: list[CriterionResult]
    """What each criterion found."""
    outcomes: list[Outcome]
    """Decisions that the gate lists."""
    decisions: list[DecisionFound]
    """Decisions already on record for this service at this gate, oldest first."""
    revision: int
    """Revision that was judged."""
    on: str
    """Day on which it was judged."""
    evidence_hash: str
    """SHA-256 over the canonical form of all criteria results."""


class RevisionEntry(Result):
    """One write."""

    revision: int
    """Its number."""
    at: str
    """Instant, in UTC."""
    author: str
    """Who."""
    reason: str
    """Why."""
    changes: int
    """Records touched."""


class Log(Result):
    """Writes, newest first."""

    revisions: list[RevisionEntry]
    """The writes."""


class RecordChange(Result):
    """One record before and after."""

    id: str
    """Reference, or the relationship in words."""
    kind: str
    """node or relationship."""
    before: dict[str, Any] | None
    """Properties before; null where it wasn't there."""
    after: dict[str, Any] | None
    """Properties after; null where it is gone."""


class Difference(Result):
    """What changed between two revisions."""

    from_revision: int = Field(serialization_alias="from")
    """The revision that was named first."""
    to_revision: int = Field(serialization_alias="to")
    """The revision that was named second."""
    added: list[RecordChange]
    """Records that came."""
    changed: list[RecordChange]
    """Records that changed."""
    removed: list[RecordChange]
    """Records that went."""
