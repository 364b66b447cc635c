"""The verb that shows the method as data, and the policy in force."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from itspm_graph import gates
from itspm_graph.framework import Framework, Override, framework, overrides, read
from itspm_graph.processes import questions
from itspm_graph.results.framework import (
    ConsequenceListed,
    DocumentTypeListed,
    ForumListed,
    FrameworkShown,
    OverrideListed,
    PhaseListed,
    ProcessListed,
    RoleListed,
    ThresholdListed,
)
from itspm_graph.session.deciding import Deciding, listed


class Framing(Deciding):
    """The framework: processes, phases, roles, forums, documents, gates and policy."""

    def framework(self) -> FrameworkShown:
        """The method as data, the policy in force, and what an organisation's own file changes."""
        return in_force()


def in_force() -> FrameworkShown:
    """The framework in force."""
    return shown(framework(), overrides())


def with_own(own: Path) -> FrameworkShown:
    """The framework with a file of one's own laid over it; `InvalidInput` where that is wrong."""
    return shown(*read(own))


def shown(stated: Framework, changed: list[Override]) -> FrameworkShown:
    """A framework as the verb prints it."""
    return FrameworkShown(
        processes=[
            ProcessListed(
                process=key,
                name=process.name,
                definition=process.definition,
                purpose=process.purpose,
                outcomes=list(process.outcomes),
                roles=list(process.roles),
                questions=[query.name for query in questions(key)],
            )
            for key, process in stated.processes.items()
        ],
        phases=[
            PhaseListed(
                phase=key,
                name=phase.name,
                purpose=phase.purpose,
                gates=[name for name, rule in stated.rules.items() if rule.phase == key],
            )
            for key, phase in stated.phases.items()
        ],
        roles=[
            RoleListed(role=key, name=role.name, aliases=list(role.aliases), duty=role.duty)
            for key, role in stated.roles.items()
        ],
        forums=[
            ForumListed(
                forum=key,
                name=forum.name,
                purpose=forum.purpose,
                members=list(forum.members),
                decides=list(forum.decides),
            )
            for key, forum in stated.forums.items()
        ],
        documents=list(_documents(stated)),
        gates=[listed(gates.declared(stated, name)) for name in stated.gates],
        thresholds=[
            ThresholdListed(threshold=key, **threshold.model_dump())
            for key, threshold in stated.thresholds.items()
        ],
        consequences=list(_consequences(stated)),
        overrides=[_override(each) for each in changed],
    )


def _documents(stated: Framework) -> Iterator[DocumentTypeListed]:
    for key, document in stated.documents.items():
        takers = [
            name
            for name, gate in stated.gates.items()
            if key in {item.document for item in gate.inputs}
        ]
        yield DocumentTypeListed(type=key, gates=takers, **document.model_dump())


def _consequences(stated: Framework) -> Iterator[ConsequenceListed]:
    for name, rule in stated.rules.items():
        success = {each.outcome for each in stated.gates[name].success}
        for outcome, consequence in rule.outcomes.items():
            said: dict[str, Any] = consequence.model_dump(mode="json")
            yield ConsequenceListed(gate=name, outcome=outcome, passed=outcome in success, **said)


def _override(each: Override) -> OverrideListed:
    return OverrideListed(
        key=each.key,
        value=json.dumps(each.value, default=str, ensure_ascii=False),
        standard=None if each.ours is None else json.dumps(each.ours, default=str),
        file=each.file,
        line=each.line,
    )
