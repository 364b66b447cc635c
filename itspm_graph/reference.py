"""Writes the reference from what is declared: model, questions, command line, GraphQL schema.

`python -m itspm_graph.reference` writes `docs/reference/*.md` and `docs/schema.graphql`. They are
committed, so that their diff is the review of a change of the interface.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

import typer
from click.testing import CliRunner
from typer.main import get_command

from api.schema import sdl
from itspm_graph.catalogue import NamedQuery, catalogue
from itspm_graph.cli.app import app
from itspm_graph.fields import Kind, Property, properties_of
from itspm_graph.graph import NODE_BY_PREFIX
from itspm_graph.records import EDGES, Carries, Edge, Node, Record

DOCS = Path(__file__).parent.parent / "docs"
HEAD = "<!-- Written by `make reference`; edit the declarations instead. -->\n\n"


def pages() -> Mapping[str, str]:
    """Every generated file by its path under `docs`."""
    return {
        "reference/model.md": HEAD + model(),
        "reference/questions.md": HEAD + questions(),
        "reference/commands.md": HEAD + commands(),
        "schema.graphql": sdl(),
    }


def write(folder: Path = DOCS) -> None:
    """Write every generated file under `folder`."""
    for name, text in pages().items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _table(columns: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    lines = [list(columns)]
    lines.append(["---"] * len(lines[0]))
    lines += [[cell.replace("|", "\\|").replace("\n", " ") for cell in row] for row in rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


# --- model ------------------------------------------------------------------------------------


def model() -> str:
    """Node types and relationships, with properties, units and ends."""
    nodes = list(NODE_BY_PREFIX.values())
    common = _table(("property", "type", "meaning"), map(_property, properties_of(Node).values()))
    parts = [
        "# Model\n",
        "Every node has a reference `type:slug` and these properties:\n",
        common,
        "## Nodes\n",
        *(_node(node) for node in nodes),
        "## Relationships\n",
        "A relationship points from the dependent, the part or the record to what it needs, "
        "belongs to or is about. Besides its own properties each has `source`, "
        "`last_verified_on`, `valid_from`, `valid_to`, `attributes` and `confidence`.\n",
        *(_edge(edge) for edge in EDGES.values()),
    ]
    return "\n".join(parts)


def _node(node: type[Node]) -> str:
    own = _own(node, Node)
    head = (
        f"### {node.label}\n\n{_doc(node)}\n\n"
        f"Reference `{node.prefix}:…`, in documents `{node.collection}`.\n"
    )
    return head + (f"\n{own}" if own else "")


def _edge(edge: type[Edge]) -> str:
    ends = f"{_names(edge.sources)} → {_names(edge.targets)}"
    facts = [f"In documents `{edge.key}`; the target sees `{edge.inverse}`."]
    if edge.identity:
        facts.append(f"Parallel ones differ in {', '.join(f'`{n}`' for n in edge.identity)}.")
    if edge.one_target:
        facts.append("A source has at most one.")
    if edge.one_source:
        facts.append("A target has at most one.")
    if edge.acyclic:
        facts.append("Never in a circle.")
    if edge.carries_failure:
        facts.append(f"Carries failure: {_carries(edge.carries_failure)}.")
    own = _own(edge, Edge)
    return f"### {edge.label}\n\n{ends}. {_doc(edge)}\n\n{' '.join(facts)}\n" + (
        f"\n{own}" if own else ""
    )


def _carries(carries: Carries) -> str:
    falls = f"the {carries.dependent} falls with the other end"
    conditions = [
        *(f"`{name}` is `{_word(value)}`" for name, value in carries.when),
        *(f"`{name}` is not `{_word(value)}`" for name, value in carries.unless),
        *(f"`{name}` is not `{_word(value)}`" for name, value in carries.start_only),
        *(f"the source's `{name}` is `{_word(value)}`" for name, value in carries.source_when),
        *([f"the source is {_names(carries.source_types)}"] if carries.source_types else []),
    ]
    return f"{falls}, if {' and '.join(conditions)}" if conditions else falls


def _word(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _names(types: tuple[type[Node], ...]) -> str:
    return " or ".join("any node" if t is Node else t.__name__ for t in types)


def _own(record: type[Record], base: type[Record]) -> str:
    common = properties_of(base)
    rows = [_property(p) for name, p in properties_of(record).items() if name not in common]
    return _table(("property", "type", "meaning"), rows) if rows else ""


def _property(declared: Property) -> tuple[str, str, str]:
    kind = declared.kind.value
    if declared.kind is Kind.CHOICE:
        kind = ", ".join(f"`{choice}`" for choice in declared.choices)
    required = " (required)" if declared.required and declared.name != "name" else ""
    return f"`{declared.name}`", kind + required, declared.description


def _doc(record: type[Record]) -> str:
    return " ".join((record.__doc__ or "").split())


# --- questions --------------------------------------------------------------------------------


def questions() -> str:
    """Every named query, by process."""
    ordered = sorted(catalogue().values(), key=lambda query: (query.process, query.name))
    parts = ["# Questions\n", "`itspm ask NAME [PARAMETER=VALUE…]`, or the GraphQL field.\n"]
    for process, found in groupby(ordered, key=lambda query: query.process):
        parts.append(f"## {process.replace('_', ' ').replace('/', ', ')}\n")
        parts += [_question(query) for query in found]
    return "\n".join(parts)


def _question(query: NamedQuery) -> str:
    lines = [f"### {query.name}\n", f"{query.question}\n"]
    if query.gate:
        about = f", about the document `{query.document}`" if query.document else ""
        gates = ", ".join(
            "every gate" if gate == "any" else f"{gate} where `{when}`" if when else gate
            for gate, when in query.gates
        )
        lines.append(f"Criterion of {gates}, {query.severity}{about}.\n")
    rows = [
        (
            f"`{p.name}`",
            p.type,
            "" if p.required else f"`{p.default}`",
            p.description,
        )
        for p in query.parameters
    ]
    if rows:
        lines.append(_table(("parameter", "type", "default", "meaning"), rows))
    columns = [(f"`{c.name}`", c.type, c.description) for c in query.returns]
    lines.append(_table(("column", "type", "meaning"), columns))
    lines.append(f"Engines: {', '.join(query.engines)}.\n")
    return "\n".join(lines)


# --- commands ---------------------------------------------------------------------------------


def commands() -> str:
    """Every command with its arguments and options."""
    parts = ["# Commands\n", _help([])]
    for path in _commands(app, []):
        parts += [f"## itspm {' '.join(path)}\n", _help(path)]
    return "\n".join(parts)


def _commands(group: typer.Typer, path: list[str]) -> Iterator[list[str]]:
    """The words of every command, groups opened."""
    for command in group.registered_commands:
        name = str(command.name or getattr(command.callback, "__name__", ""))
        yield [*path, name]
    for sub in group.registered_groups:
        if sub.typer_instance:
            yield from _commands(sub.typer_instance, [*path, str(sub.name)])


@cache
def _command() -> Any:
    """The whole command line, built once: that takes longer than to ask it for help."""
    return get_command(app)


def _help(path: list[str]) -> str:
    shown = CliRunner().invoke(
        _command(), [*path, "--help"], prog_name="itspm", terminal_width=80, env={"TERM": "dumb"}
    )
    return f"```\n{shown.stdout.strip()}\n```\n"


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else DOCS)
