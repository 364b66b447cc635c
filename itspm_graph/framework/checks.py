"""Whether the parts of a framework fit each other, the model and the questions."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from itspm_graph.content import content
from itspm_graph.framework.declarations import INTERVAL, Consequence, Framework, Gate, Rule
from itspm_graph.model.elements import Phase

Misfit = tuple[tuple[str | int, ...], str]
GATES = tuple(f"TG{number}" for number in range(1, 8))
"""The gates of the method. An organisation may change what they take, but has no others."""


def misfits(framework: Framework) -> Iterator[Misfit]:
    """Where something is named that isn't there, and what would be right."""
    yield from _exactly(("phases",), framework.phases, [phase.value for phase in Phase])
    yield from _exactly(("gates",), framework.gates, GATES)
    yield from _exactly(("rules",), framework.rules, GATES)
    for key, process in framework.processes.items():
        yield from _all("role", ("processes", key, "roles"), process.roles, framework.roles)
    for key, forum in framework.forums.items():
        yield from _all("role", ("forums", key, "members"), forum.members, framework.roles)
        yield from _all("gate", ("forums", key, "decides"), forum.decides, framework.gates)
    for key, document in framework.documents.items():
        yield from _one("role", ("documents", key, "owner"), document.owner, framework.roles)
    for key, gate in framework.gates.items():
        yield from _gate(framework, key, gate)
    for key, asked in framework.judgements.gates.items():
        at = ("judgements", "gates", key)
        yield from _one("gate", at, key, framework.gates)
        for about in asked:
            yield from _one("document", (*at, about), about, framework.documents)
    for key, rule in framework.rules.items():
        if key in framework.gates:
            yield from _rule(framework, key, rule)


def _gate(framework: Framework, key: str, gate: Gate) -> Iterator[Misfit]:
    at = ("gates", key)
    yield from _one("role", (*at, "submitted_by"), gate.submitted_by, framework.roles)
    yield from _one("forum", (*at, "decided_by"), gate.decided_by, framework.forums)
    for number, item in enumerate(gate.inputs):
        place = (*at, "inputs", number)
        yield from _one("document", (*place, "document"), item.document, framework.documents)
        if item.when:
            yield from _one("query", (*place, "when"), item.when, query_names())
    words = gate.outcomes
    if len(set(words)) < len(words):
        yield at, f"{key} lists an outcome twice"
    if not gate.success:
        yield (*at, "success"), f"{key} needs an outcome of success"


def _rule(framework: Framework, key: str, rule: Rule) -> Iterator[Misfit]:
    at = ("rules", key)
    yield from _one("phase", (*at, "phase"), rule.phase, framework.phases)
    for number, entrance in enumerate(rule.enter):
        place = (*at, "enter", number, "phase")
        yield from _one("phase", place, entrance.phase, framework.phases)
    yield from _all("query", (*at, "unwaivable"), rule.unwaivable, query_names())
    yield from _all("document", (*at, "announced_by"), rule.announced_by, framework.documents)
    gate = framework.gates[key]
    yield from _exactly((*at, "outcomes"), rule.outcomes, gate.outcomes)
    success = {listed.outcome for listed in gate.success}
    for word, consequence in rule.outcomes.items():
        yield from _consequence(framework, (*at, "outcomes", word), consequence, word in success)


def _consequence(
    framework: Framework, at: tuple[str, ...], consequence: Consequence, success: bool
) -> Iterator[Misfit]:
    if consequence.phase is not None:
        yield from _one("phase", (*at, "phase"), consequence.phase, framework.phases)
    yield from _all("gate", (*at, "resubmit"), consequence.resubmit, framework.gates)
    yield from _all("document", (*at, "renew"), consequence.renew, framework.documents)
    if consequence.review is not None:
        known = [INTERVAL, *framework.thresholds]
        yield from _one("threshold", (*at, "review"), consequence.review, known)
    if success and (consequence.resubmit or consequence.renew):
        yield at, "an outcome of success asks for no other submission"
    if not success and bool(consequence.resubmit) == consequence.ends:
        yield at, "an outcome of failure either ends, or names where to come again (resubmit)"


def _exactly(at: tuple[str, ...], found: Iterable[str], known: Iterable[str]) -> Iterator[Misfit]:
    found, known = list(found), list(known)
    for word in found:
        if word not in known:
            yield (*at, word), f"{word!r} is none of {', '.join(known)}"
    for word in known:
        if word not in found:
            yield at, f"{word!r} is missing"


def _all(
    what: str, at: tuple[str | int, ...], words: Iterable[str], known: Iterable[str]
) -> Iterator[Misfit]:
    known = list(known)
    for number, word in enumerate(words):
        yield from _one(what, (*at, number), word, known)


def _one(what: str, at: tuple[str | int, ...], word: str, known: Iterable[str]) -> Iterator[Misfit]:
    known = list(known)
    if word not in known:
        near = difflib.get_close_matches(word, known, 3)
        hint = f"did you mean {' or '.join(near)}?" if near else f"there are: {', '.join(known)}"
        yield at, f"there is no {what} {word!r}; {hint}"


@cache
def query_names() -> tuple[str, ...]:
    """Names of all query files."""
    return tuple(sorted(Path(file).stem for file in content("queries").rglob("*.cypher")))
