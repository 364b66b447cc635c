"""The declared model as Cypher: constraints, and statements that write records.

In Neo4j every record is an ordinary node with its type and `Item` as labels, or an ordinary
relationship. `Item` gives one index over all references.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from itspm_graph.fields import Kind, properties_of
from itspm_graph.graph import canonical
from itspm_graph.records import EDGES, NODES, Record

ITEM = "Item"


def constraints() -> dict[str, str]:
    """Statements by the name of the constraint or index they make."""
    made = {
        "catalog_id": _unique("catalog_id", "Catalog", "id"),
        "revision_number": _unique("revision_number", "Revision", "number"),
        "revision_part": (
            "CREATE INDEX revision_part IF NOT EXISTS FOR (p:RevisionPart) ON (p.revision, p.part)"
        ),
        "item_ref": _unique("item_ref", ITEM, "ref"),
    }
    for node in NODES:
        name = f"{node.prefix.replace('-', '_')}_ref"
        made[name] = _unique(name, node.label, "ref")
        for field in properties_of(node).values():
            if field.indexed:
                index = f"{node.prefix.replace('-', '_')}_{field.name}"
                made[index] = (
                    f"CREATE INDEX {index} IF NOT EXISTS FOR (n:{node.label}) ON (n.{field.name})"
                )
    return made


def _unique(name: str, label: str, field: str) -> str:
    return f"CREATE CONSTRAINT {name} IF NOT EXISTS FOR (n:{label}) REQUIRE n.{field} IS UNIQUE"


def put_nodes(label: str) -> str:
    return (
        f"UNWIND $rows AS row MERGE (n:{ITEM} {{ref: row.ref}}) "
        f"SET n = row.properties, n.ref = row.ref, n:{label}"
    )


DELETE_NODES = f"UNWIND $rows AS row MATCH (n:{ITEM} {{ref: row.ref}}) DELETE n"


_ENDS = f"MATCH (a:{ITEM} {{ref: row.source}}) MATCH (b:{ITEM} {{ref: row.target}})"


def create_edges(label: str) -> str:
    return f"UNWIND $rows AS row {_ENDS} CREATE (a)-[r:{label}]->(b) SET r = row.properties"


def _found(label: str) -> str:
    """The one edge between two nodes whose identifying properties are the row's."""
    same = " AND ".join(
        f"coalesce(toString(r.{name}), '') = row.identity.{name}" for name in EDGES[label].identity
    )
    where = f" WHERE {same}" if same else ""
    return f"UNWIND $rows AS row {_ENDS} MATCH (a)-[r:{label}]->(b){where}"


def update_edges(label: str) -> str:
    return f"{_found(label)} SET r = row.properties"


def delete_edges(label: str) -> str:
    return f"{_found(label)} DELETE r"


def to_native(record: type[Record], text: str) -> dict[str, Any]:
    """Canonical JSON as properties that Neo4j has types for."""
    declared = properties_of(record)
    return {
        name: _to_native(declared[name].kind, value) for name, value in json.loads(text).items()
    }


def _to_native(kind: Kind, value: Any) -> Any:
    match kind:
        case Kind.DATE:
            return date.fromisoformat(value)
        case Kind.INSTANT:
            return datetime.fromisoformat(value)
        case Kind.JSON:
            return json.dumps(value, ensure_ascii=False, sort_keys=True)
        case _:
            return value


def to_text(record: type[Record], properties: Mapping[str, Any]) -> str:
    """Neo4j's properties as canonical JSON; what isn't declared is somebody else's."""
    declared = properties_of(record)
    return canonical(
        {
            name: _to_json(declared[name].kind, value)
            for name, value in properties.items()
            if name in declared
        }
    )


def _to_json(kind: Kind, value: Any) -> Any:
    match kind:
        case Kind.DATE | Kind.INSTANT:
            return to_iso(value)
        case Kind.JSON:
            return json.loads(value)
        case _:
            return value


def to_iso(value: Any) -> Any:
    """A temporal value of the driver as ISO 8601 text; anything else as it is."""
    if hasattr(value, "to_native"):
        value = value.to_native()
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    return value.isoformat() if isinstance(value, date) else value
