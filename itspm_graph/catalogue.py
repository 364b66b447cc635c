"""The questions, as files: `queries/**/*.cypher` become `NamedQuery` values.

The form of the header stands in `queries/README.md`. A query is answered by its Cypher body on a
store that speaks Cypher, or by its twin, the Python function named in the header, over a snapshot.
Rows come back in one canonical order, whichever engine answered.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import Any, Literal, NamedTuple

from itspm_graph.content import content
from itspm_graph.errors import (
    InvalidArgument,
    InvalidInput,
    Problem,
    UnknownQuery,
    UnsupportedEngine,
)
from itspm_graph.framework import policy
from itspm_graph.graph import Graph
from itspm_graph.records import Ref
from itspm_graph.store import Row, Store

TYPES = ("ref", "text", "integer", "number", "boolean", "date", "texts")
MOST_HOPS = 1_000
POLICY = "policy "
"""Before the name of a threshold that stands in for a default."""
ENTRY = re.compile(r"(?P<key>[a-z_]+):\s*(?P<value>.*)")
COLUMN = re.compile(
    r"(?P<kind>param|returns) (?P<name>[a-z_]+): (?P<type>[a-z]+)"
    r"( = (?P<default>[^,]+?))?(, (?P<note>.*))?"
)


@dataclass(frozen=True)
class Column:
    """A parameter or a returned column: its type, and what it means."""

    name: str
    type: str
    description: str
    default: Any = None
    required: bool = True

    @property
    def of_policy(self) -> bool:
        """Whether its default is a threshold of the policy."""
        return isinstance(self.default, str) and self.default.startswith(POLICY)


class Judged(NamedTuple):
    """A gate that a criterion counts at; `when` names a query whose rows make it count there."""

    gate: str
    when: str

    @classmethod
    def parse(cls, text: str) -> Judged:
        """From `TG2`, or from `TG3 when tg2_not_required`."""
        gate, _, when = text.partition(" when ")
        return cls(gate.strip(), when.strip())


@dataclass(frozen=True)
class NamedQuery:
    """One question with its answers' shape and the engines that can answer it."""

    name: str
    process: str
    question: str
    parameters: tuple[Column, ...]
    returns: tuple[Column, ...]
    cypher: str
    twin: str
    gates: tuple[Judged, ...]
    severity: str
    document: str
    assessable: str
    hash: str
    waivable: bool = True
    """False for a criterion that no decision may set aside."""

    @property
    def gate(self) -> str:
        """The first gate that it is a criterion of; empty where it is a question."""
        return self.gates[0].gate if self.gates else ""

    @property
    def engines(self) -> tuple[str, ...]:
        return (*(("cypher",) if self.cypher else ()), *(("snapshot",) if self.twin else ()))

    def arguments(self, given: Mapping[str, Any], graph: Graph) -> dict[str, Any]:
        """Typed arguments of all parameters; `InvalidArgument` says what would be right."""
        unknown = sorted(set(given) - {p.name for p in self.parameters})
        if unknown:
            known = ", ".join(p.name for p in self.parameters) or "none"
            raise InvalidArgument(f"{self.name} has no parameter {unknown[0]!r}; it has: {known}")
        return {p.name: self._argument(p, given.get(p.name), graph) for p in self.parameters}

    def _argument(self, parameter: Column, value: Any, graph: Graph) -> Any:
        if value is None:
            if parameter.required:
                raise InvalidArgument(
                    f"{self.name} needs {parameter.name}={parameter.type.upper()}: "
                    f"{parameter.description}"
                )
            value = parameter.default
            if parameter.of_policy:
                value = policy().thresholds[value.removeprefix(POLICY)].value
        if parameter.type == "date" and value == "today":
            return today()
        argument = convert(parameter, value, graph)
        if parameter.name == "depth" and not 1 <= argument <= MOST_HOPS:
            raise InvalidArgument(f"depth must be 1 to {MOST_HOPS}, not {argument}")
        return argument

    def by_snapshot(self, graph: Graph, arguments: Mapping[str, Any]) -> list[Row]:
        """The answer of the twin."""
        if not self.twin:
            raise UnsupportedEngine(f"{self.name} has no snapshot engine: use --engine cypher")
        return self._ordered(_function(self.twin)(graph, **arguments))

    def by_cypher(self, store: Store, arguments: Mapping[str, Any]) -> list[Row]:
        """The answer of the Cypher body."""
        if not self.cypher:
            raise UnsupportedEngine(f"{self.name} can't be said in Cypher: use --engine snapshot")
        return self._ordered(store.ask(self.cypher, arguments))

    def _ordered(self, rows: Iterable[Row]) -> list[Row]:
        names = [column.name for column in self.returns]
        found = [{name: _plain(row.get(name)) for name in names} for row in rows]
        return sorted(found, key=lambda row: [_rank(row[name]) for name in names])


def _rank(value: Any) -> tuple[int, Any]:
    """Numbers before text, nothing last."""
    if value is None:
        return (3, "")
    if isinstance(value, (int, float)):
        return (0, value)
    return (1, value) if isinstance(value, str) else (2, str(value))


def _plain(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def convert(parameter: Column, value: Any, graph: Graph) -> Any:
    """A value, perhaps still text, as the parameter's type."""
    try:
        match parameter.type:
            case "ref":
                return graph.ref(graph.position(Ref.parse(str(value))))
            case "integer":
                return int(value)
            case "number":
                return float(value)
            case "boolean":
                return {"true": True, "false": False}[str(value).lower()]
            case "date":
                return value if isinstance(value, date) else date.fromisoformat(str(value))
            case "texts":
                return value.split(",") if isinstance(value, str) else list(value)
            case _:
                return str(value)
    except (ValueError, KeyError) as error:
        raise InvalidArgument(
            f"{parameter.name} must be {parameter.type}, not {value!r}: {parameter.description}"
        ) from error


def today() -> date:
    """The day on which questions about time are asked."""
    return datetime.now(UTC).date()


@cache
def catalogue() -> Mapping[str, NamedQuery]:
    """Every named query by name."""
    folder = content("queries")
    files = sorted(folder.rglob("*.cypher"))
    return {query.name: query for query in (read(file, folder) for file in files)}


def named_query(name: str) -> NamedQuery:
    """The query of this name; `UnknownQuery` lists all where there is none."""
    query = catalogue().get(name.replace("-", "_"))
    if query is None:
        raise UnknownQuery(f"no query is called {name!r}; there are: {', '.join(catalogue())}")
    return query


@cache
def criteria(gate: str) -> tuple[NamedQuery, ...]:
    """The queries that a gate's machine verdict rests on, in order of their names."""
    queries = catalogue().values()
    return tuple(q for q in queries if any(judged.gate == gate for judged in q.gates))


def read(file: Path, folder: Path) -> NamedQuery:
    """The query that a file declares; `InvalidInput` where its header can't be read."""
    text = file.read_text(encoding="utf-8")
    lines = text.splitlines()
    header = [line[2:].strip() for line in lines if line.startswith("//")]
    body = "\n".join(line for line in lines if not line.startswith("//")).strip()
    question: list[str] = []
    columns: dict[Literal["param", "returns"], list[Column]] = {"param": [], "returns": []}
    entries: dict[str, str] = {}
    for number, line in enumerate(header, start=1):
        if match := COLUMN.fullmatch(line):
            if match["type"] not in TYPES:
                message = f"the type {match['type']!r} is none of {', '.join(TYPES)}"
                raise _unreadable(file, number, message)
            columns["param" if match["kind"] == "param" else "returns"].append(_column(match))
        elif (match := ENTRY.fullmatch(line)) and not entries.keys() & {match["key"]}:
            entries[match["key"]] = match["value"]
        else:
            question.append(line)
    known = {"gate", "severity", "document", "assessable", "waivable", "python"}
    if entries.get("waivable", "true") not in ("true", "false"):
        raise _unreadable(file, 1, "waivable must be true or false")
    if not question or not columns["returns"] or entries.keys() - known:
        strange = sorted(entries.keys() - known)
        lacks = [
            w for w, held in (("a question", question), ("returns", columns["returns"])) if not held
        ]
        what = f"has a strange key {strange[0]!r}" if strange else f"lacks {' and '.join(lacks)}"
        raise _unreadable(file, 1, f"the header {what}")
    return NamedQuery(
        name=file.stem,
        process=file.parent.relative_to(folder).as_posix(),
        question=" ".join(question),
        parameters=tuple(columns["param"]),
        returns=tuple(columns["returns"]),
        cypher=body,
        twin=entries.get("python", ""),
        gates=tuple(map(Judged.parse, filter(None, entries.get("gate", "").split(", ")))),
        severity=entries.get("severity", ""),
        document=entries.get("document", ""),
        assessable=entries.get("assessable", ""),
        waivable=entries.get("waivable", "true") != "false",
        hash=sha256(text.encode()).hexdigest(),
    )


def _column(match: re.Match[str]) -> Column:
    default = match["default"]
    return Column(match["name"], match["type"], match["note"] or "", default, default is None)


def _unreadable(file: Path, line: int, message: str) -> InvalidInput:
    return InvalidInput([Problem("invalid-query-file", message, str(file), line)])


def _function(path: str) -> Callable[..., Sequence[Row]]:
    """The twin that a header names; `InvalidInput` where nobody has written it."""
    module, _, name = path.rpartition(".")
    try:
        found: Callable[..., Sequence[Row]] = getattr(
            import_module(f"itspm_graph.answers.{module}"), name
        )
    except (ModuleNotFoundError, AttributeError) as error:
        message = f"python: itspm_graph/answers/{module}.py has no function {name}"
        raise InvalidInput([Problem("invalid-query-file", message)]) from error
    return found
