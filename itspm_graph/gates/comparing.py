"""The evidence of a submission against what holds now, and whether it comes out again.

The same criteria are asked twice more: over the newest snapshot, or one that is chosen, as of
today; and over the snapshot that was judged then, on the day of the submission. The second has to
give the recorded hash. Where a question, a threshold or an input was changed since, it may not, and
the criteria that answer differently are named.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from itspm_graph.errors import InvalidArgument, UnknownReference, UnknownRevision
from itspm_graph.gates import on_record
from itspm_graph.gates.verdict import check, evidence_hash
from itspm_graph.graph import Graph, canonical
from itspm_graph.records import Ref
from itspm_graph.results import CriterionResult, GateCheck
from itspm_graph.results.gates import CriterionCompared, GateComparison, LastSubmission

DAY = "on"
"""The parameter with the day of judgement, which of course differs."""


def compare(
    graph: Graph,
    submission: Ref,
    past: Callable[[int], Graph],
    on: date | None = None,
) -> GateComparison:
    """A submission's evidence against the graph; `past` gives the snapshot of a revision."""
    recorded, service = _submission(graph, submission)
    now = check(graph, recorded.gate, service, on)
    then = {each.name: each for each in on_record.evidence_of(graph, recorded).values()}
    again = _again(recorded, service, past)
    names = sorted({*then, *(each.name for each in now.criteria)})
    current = {each.name: each for each in now.criteria}
    compared = [_compared(name, then.get(name), current.get(name)) for name in names]
    return GateComparison(
        revision=graph.revision,
        submission=recorded.ref,
        gate=recorded.gate,
        service=service,
        judged=recorded.said["revision"],
        verdict_then=recorded.said["verdict"],
        verdict_now=now.verdict,
        evidence_hash=recorded.said["evidence_hash"],
        reproduced=_reproduced(recorded, then, again),
        not_reproduced=_differing(then, again),
        criteria=[each for each in compared if _differs(each)],
    )


def last_submission(
    graph: Graph, checked: GateCheck, past: Callable[[int], Graph]
) -> LastSubmission | None:
    """The service's last submission to the gate; None where this would be the first."""
    service = graph.position(Ref.parse(checked.service))
    earlier = [each for each in on_record.submissions(graph, service) if each.gate == checked.gate]
    if not earlier:
        return None
    last = earlier[-1]
    included = {str(graph.ref(link.target)) for link in graph.links_from(last.position, "INCLUDES")}
    on = date.fromisoformat(checked.on)
    return LastSubmission(
        submission=last.ref,
        on=last.at.date(),
        revision=last.said["revision"],
        verdict=last.said["verdict"],
        new_documents=[d.ref for d in checked.documents if d.ref and d.ref not in included],
        compared=None if last.imported else compare(graph, Ref.parse(last.ref), past, on),
    )


def _submission(graph: Graph, ref: Ref) -> tuple[on_record.Submission, Ref]:
    position = graph.position(ref)
    links = graph.links_from(position, "SUBMITTED_FOR")
    if graph.label(position) != "GateSubmission" or not links:
        raise InvalidArgument(f"{ref} is no submission of a service: see itspm gate history")
    found = on_record.submissions(graph, links[0].target)
    return next(each for each in found if each.position == position), graph.ref(links[0].target)


def _again(
    recorded: on_record.Submission, service: Ref, past: Callable[[int], Graph]
) -> GateCheck | None:
    """The verdict over the snapshot that was judged, on the day of the submission.

    None where there is no evidence on record, or the store doesn't hold that revision.
    """
    if recorded.imported:
        return None
    try:
        then = past(recorded.said["revision"])
        return check(then, recorded.gate, service, recorded.at.date())
    except (UnknownRevision, UnknownReference):
        return None


def _reproduced(
    recorded: on_record.Submission,
    then: Mapping[str, CriterionResult],
    again: GateCheck | None,
) -> bool | None:
    if again is None:
        return None
    same = [each for each in again.criteria if each.name in then]
    return len(same) == len(then) and evidence_hash(same) == recorded.said["evidence_hash"]


def _differing(then: Mapping[str, CriterionResult], again: GateCheck | None) -> list[str]:
    if again is None:
        return []
    found = {each.name: each for each in again.criteria}
    return sorted(
        name
        for name, each in then.items()
        if name not in found or evidence_hash([each]) != evidence_hash([found[name]])
    )


def _compared(
    name: str, then: CriterionResult | None, now: CriterionResult | None
) -> CriterionCompared:
    old, new = _rows(then), _rows(now)
    return CriterionCompared(
        name=name,
        severity=next(each.severity for each in (now, then) if each),
        before=then.result if then else None,
        now=now.result if now else None,
        added=[row for key, row in new.items() if key not in old],
        removed=[row for key, row in old.items() if key not in new],
        query_changed=bool(then and now and then.query != now.query),
        parameters_changed=bool(then and now and _asked(then) != _asked(now)),
    )


def _rows(result: CriterionResult | None) -> dict[str, dict[str, Any]]:
    return {canonical(row): row for row in result.rows} if result else {}


def _asked(result: CriterionResult) -> dict[str, Any]:
    return {name: value for name, value in result.parameters.items() if name != DAY}


def _differs(each: CriterionCompared) -> bool:
    changed = each.query_changed or each.parameters_changed
    return changed or each.before != each.now or bool(each.added or each.removed)
