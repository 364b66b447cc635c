"""Root fields that are no plain verb: one node, the log, differences, gates."""

from __future__ import annotations

from typing import Any

import graphene

from api.answers import AnswerTypes
from api.listings import as_of
from api.naming import Types
from api.nodes import NodeTypes
from api.pages import Entry, Page, connection_type, page, page_arguments
from api.request import FoundNode, Part, Request
from itspm_graph.errors import InvalidArgument
from itspm_graph.records import Node, Ref
from itspm_graph.results import Difference, RevisionEntry
from itspm_graph.results.gates import GateListed


def other_fields(types: Types, nodes: NodeTypes, answers: AnswerTypes) -> list[tuple[str, Any]]:
    """`node`, `revisions`, `diff` and `gates`."""
    return [
        ("node", _node_field(nodes)),
        ("revisions", _revisions_field(types, answers)),
        ("diff", _diff_field(answers)),
        ("gates", _gates_field(answers)),
    ]


def _node_field(nodes: NodeTypes) -> Any:
    said = {
        "ref": graphene.Argument(graphene.String, description="Its reference, `type:slug`."),
        "id": graphene.Argument(graphene.ID, description="The same, as Relay calls it."),
    }
    return graphene.Field(
        nodes.of(Node),
        description="The record that a reference names.",
        args={**said, **as_of()},
        resolver=_node,
    )


def _node(
    _root: Any,
    info: Any,
    ref: str | None = None,
    id: str | None = None,
    asOf: str | None = None,  # noqa: N803
) -> FoundNode:
    if (ref is None) == (id is None):
        raise InvalidArgument("give either ref or id")
    request: Request = info.context
    request.spend()
    graph = request.graph(asOf)
    return FoundNode(graph, graph.position(Ref.parse(ref or id or "")))


def _revisions_field(types: Types, answers: AnswerTypes) -> Any:
    entry = graphene.Field(
        answers.of(RevisionEntry), required=True, description="The write.", resolver=_entry
    )
    return graphene.Field(
        connection_type(
            types,
            "RevisionConnection",
            "RevisionEdge",
            "Writes, newest first.",
            lambda: [("node", entry)],
        ),
        description="Who wrote what, when and why, newest first.",
        args={**page_arguments(), **as_of()},
        resolver=_revisions,
    )


def _entry(entry: Entry, info: Any) -> Any:
    info.context.spend()
    return entry.item


def _revisions(
    _root: Any,
    info: Any,
    first: int | None = None,
    after: str | None = None,
    asOf: str | None = None,  # noqa: N803
) -> Page:
    request: Request = info.context
    request.spend()
    newest = request.revision(asOf)
    entries = [e for e in request.session.log().revisions if e.revision <= newest]
    return page(
        entries,
        lambda entry: (entry.revision,),
        lambda entry: Part(entry, entry.revision),
        first,
        after,
        lambda key: -key[0],
    )


def _diff_field(answers: AnswerTypes) -> Any:
    said = {
        "from": graphene.Argument(
            graphene.String, required=True, description="The earlier revision, or an instant."
        ),
        "to": graphene.Argument(
            graphene.String,
            description="The later one; by default the revision that this request reads.",
        ),
    }
    return graphene.Field(
        answers.of(Difference),
        description="What was added, changed and removed between two revisions.",
        args={**said, **as_of()},
        resolver=_diff,
    )


def _diff(_root: Any, info: Any, **given: str | None) -> Part:
    request: Request = info.context
    request.spend()
    later = given.get("to") or request.revision(given.get("asOf"))
    found = request.session.diff(given["from"] or "", later)
    return Part(found, found.to_revision)


def _gates_field(answers: AnswerTypes) -> Any:
    return graphene.Field(
        graphene.List(graphene.NonNull(answers.of(GateListed))),
        description="The toll gates that the framework declares, with their outcomes.",
        resolver=_gates,
    )


def _gates(_root: Any, info: Any) -> list[Part]:
    request: Request = info.context
    request.spend()
    return [Part(gate, None) for gate in request.session.gate_list()]
