"""The processes of the method with the questions that each asks, and today's answers."""

from __future__ import annotations

from collections.abc import Sequence

from itspm_graph.catalogue import NamedQuery, catalogue
from itspm_graph.errors import InvalidArgument
from itspm_graph.framework import Process, framework
from itspm_graph.graph import Graph
from itspm_graph.results.overseeing import ProcessesFound, ProcessFound, QuestionToday


def processes(graph: Graph) -> ProcessesFound:
    """All processes, each with the number of its questions."""
    found = [_found(key, process, ()) for key, process in framework().processes.items()]
    return ProcessesFound(revision=graph.revision, processes=found)


def process_today(graph: Graph, name: str, limit: int) -> ProcessesFound:
    """One process; its questions are asked today, but for those that ask about something named.

    `name` is the short name or what the process is called; `limit` rows of each answer are shown.
    """
    key = _key(name)
    answers = [_today(graph, query, limit) for query in questions(key)]
    found = _found(key, framework().processes[key], answers)
    return ProcessesFound(revision=graph.revision, processes=[found])


def questions(process: str) -> list[NamedQuery]:
    """The questions of a process, in order of their names."""
    return [query for query in catalogue().values() if query.process == process]


def _key(name: str) -> str:
    wanted = name.strip().lower().replace(" ", "_").replace("-", "_")
    known = framework().processes
    for key, process in known.items():
        if wanted in (key, process.name.lower().replace(" ", "_")):
            return key
    raise InvalidArgument(f"there is no process {name!r}; there are: {', '.join(known)}")


def _found(key: str, process: Process, answers: Sequence[QuestionToday]) -> ProcessFound:
    roles = framework().roles
    return ProcessFound(
        process=key,
        name=process.name,
        definition=process.definition,
        purpose=process.purpose,
        outcomes=list(process.outcomes),
        roles=[roles[role].name for role in process.roles],
        questions=len(questions(key)),
        answers=list(answers),
    )


def _today(graph: Graph, query: NamedQuery, limit: int) -> QuestionToday:
    needs = [parameter.name for parameter in query.parameters if parameter.required]
    rows = [] if needs else query.by_snapshot(graph, query.arguments({}, graph))
    return QuestionToday(
        query=query.name,
        question=query.question,
        ask=" ".join(["itspm ask", query.name, *(f"{name}={name.upper()}" for name in needs)]),
        needs=needs,
        columns=[column.name for column in query.returns],
        count=None if needs else len(rows),
        rows=rows[:limit],
    )
