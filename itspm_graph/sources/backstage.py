"""Catalogs in the form of Backstage, and in dialects that keep the form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from itspm_graph.errors import InvalidReference
from itspm_graph.records import Ref
from itspm_graph.sources import EdgeStatement, NodeStatement, Place, Statements
from itspm_graph.sources import backstage_references as references
from itspm_graph.sources.backstage_entities import (
    RELATIONS_OF_KIND,
    Entity,
    Relation,
    node_fields,
)
from itspm_graph.sources.documents import Document, Link, Reader
from itspm_graph.sources.leftovers import Leftovers
from itspm_graph.sources.trees import line_of, shape

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
_COMPLETE = ("OWNED_BY", "PART_OF", "DEPENDS_ON")


def recognises(root: Mapping[str, Any]) -> bool:
    """Every entity says which version of the form it keeps, and what kind of thing it is."""
    return "apiVersion" in root and "kind" in root


def read(documents: Sequence[Document]) -> Statements:
    """What the entities say; a relation that both of its ends state is one."""
    catalog = _Catalog()
    for document in documents:
        catalog.take(document)
    return catalog.finish()


def links(document: Document) -> Iterator[Link]:
    """The files that a Location refers to. Nothing is ever fetched from the network."""
    root = document.root
    if str(root.get("kind")).lower() != "location" or not isinstance(root.get("spec"), dict):
        return
    spec = root["spec"]
    optional = spec.get("presence") == "optional"
    for target, line in _targets(spec, document.line):
        if not isinstance(target, str) or not target.strip():
            message = f"a target is the path of a file, not {shape(target)}"
            problem = document.problem("wrong-shape", message, line, field="spec.targets")
            yield Link(None, problem)
        else:
            yield from _links_to(document, target.strip(), line, optional)


def _targets(spec: Mapping[str, Any], line: int) -> Iterator[tuple[Any, int]]:
    if spec.get("target") is not None:
        yield spec["target"], line_of(spec, "target", line)
    targets = spec.get("targets")
    if isinstance(targets, list):
        for index, target in enumerate(targets):
            yield target, line_of(targets, index, line_of(spec, "targets", line))
    elif targets is not None:
        yield targets, line_of(spec, "targets", line)


def _links_to(document: Document, target: str, line: int, optional: bool) -> Iterator[Link]:
    if _ADDRESS.match(target):
        message = f"{target[:200]} is not fetched; import a copy of it"
        severity = "note"
        code = "remote-target"
    elif not document.on_disk:
        message = f"{target[:200]} is not read: a document sent by itself has no files beside it"
        severity = "note"
        code = "remote-target"
    else:
        message = f"no such file: {target[:200]} (targets are relative to this file)"
        severity = "note" if optional else "error"
        code = "missing-target"
    problem = document.problem(code, message, line, field="spec.targets", severity=severity)
    if code == "remote-target":
        yield Link(None, problem)
        return
    for path in _files(document.text.path.parent, target):
        yield Link(path, problem)


def _files(folder: Path, target: str) -> list[Path]:
    """The file that a target names, or those that a pattern (`./*/catalog-info.yaml`) matches."""
    if "*" not in target:
        return [folder / target]
    try:
        found = sorted(folder.glob(target.removeprefix("./")))
    except (ValueError, NotImplementedError, OSError):
        found = []
    return found or [folder / target]


class _Catalog:
    """All entities of one import."""

    def __init__(self) -> None:
        self.result = Statements()
        self.edges: dict[tuple[str, Ref, Ref], EdgeStatement] = {}
        self.leftovers = Leftovers()

    def take(self, document: Document) -> None:
        """Takes one entity in; one that can't be read is a problem of its own."""
        kind = document.root.get("kind")
        if isinstance(kind, str) and kind.lower() == "location":
            return
        if not isinstance(kind, str) or kind.lower() not in references.NODE_OF_KIND:
            self._unknown_kind(document, kind)
            return
        entity = self._entity(document, kind.lower())
        if entity is None:
            return
        fields, lines = node_fields(entity, self.leftovers)
        self.result.nodes.append(NodeStatement(entity.ref, fields, document.place(), lines))
        stated = {relation.label for relation in RELATIONS_OF_KIND[entity.kind] if relation.forward}
        for relation in RELATIONS_OF_KIND[entity.kind]:
            if not self._relate(entity, relation) and relation.forward:
                stated.discard(relation.label)
        for label in _COMPLETE:
            if label in stated:
                self.result.complete.setdefault((entity.ref, label), document.place())

    def _unknown_kind(self, document: Document, kind: Any) -> None:
        kinds = [*(name.title() for name in references.NODE_OF_KIND), "Location"]
        kinds = ["API" if name == "Api" else name for name in kinds]
        near = get_close_matches(str(kind).title(), kinds, 1)
        better = f"did you mean {near[0]}?" if near else f"kinds are {', '.join(kinds)}"
        self.result.problems.append(
            document.problem(
                "unknown-kind",
                f"no kind {str(kind)[:60]!r}; {better}",
                line_of(document.root, "kind", document.line),
                field="kind",
                skippable=True,
            )
        )

    def _entity(self, document: Document, kind: str) -> Entity | None:
        root = document.root
        for part in ("metadata", "spec"):
            value = root.get(part)
            if not isinstance(value, dict) and not (value is None and part == "spec"):
                message = f"takes a mapping, not {shape(value)}"
                self._problem(document, "wrong-shape", message, root, part)
                return None
        metadata = root["metadata"]
        name, namespace = metadata.get("name"), metadata.get("namespace")
        namespace = references.DEFAULT_NAMESPACE if namespace is None else namespace
        for key, text in (("name", name), ("namespace", namespace)):
            if not isinstance(text, str):
                missing = "missing; write a name of letters, digits and . _ -"
                what = missing if text is None else f"{shape(text)}, not a text; put it in quotes"
                self._problem(document, "invalid-name", what, metadata, key, "metadata.")
                return None
        try:
            ref = references.entity_ref(kind, namespace, name)
        except InvalidReference as error:
            self._problem(document, "invalid-name", str(error), metadata, "name", "metadata.")
            return None
        return Entity(document, kind, namespace, ref, metadata, root.get("spec") or {})

    def _problem(
        self, document: Document, code: str, message: str, holder: Any, key: str, within: str = ""
    ) -> None:
        line = line_of(holder, key, document.line)
        self.result.problems.append(
            document.problem(code, message, line, field=within + key, skippable=True)
        )

    def _relate(self, entity: Entity, relation: Relation) -> bool:
        """The edges that one field of an entity states; False where some can't be read."""
        value = entity.spec.get(relation.field)
        at = line_of(entity.spec, relation.field, entity.document.line)
        if value is None:
            return True
        if isinstance(value, list) and not relation.many:
            message = f"takes one reference, not {shape(value)}"
            self._problem(entity.document, "wrong-shape", message, entity.spec, relation.field)
            return False
        items = value if isinstance(value, list) else [value]
        readable = True
        for index, item in enumerate(items):
            line = line_of(value, index, at)
            if not (relation.free_text and entity.is_free_text(item)):
                readable &= self._edge(entity, relation, item, line)
        return readable

    def _edge(self, entity: Entity, relation: Relation, item: Any, line: int) -> bool:
        document, path = entity.document, f"spec.{relation.field}"
        try:
            reference = references.parse(item, relation.kinds[0], entity.reference_namespace)
        except InvalidReference as error:
            self.result.problems.append(
                document.problem(error.code, str(error), line, field=path, skippable=True)
            )
            return False
        if reference.kind not in relation.kinds:
            expected = " or ".join(relation.kinds)
            message = f"{str(item)[:80]!r} is taken as written, though {expected} is expected here"
            self.result.problems.append(
                document.problem("unexpected-kind", message, line, field=path, severity="warning")
            )
        place = Place(document.text.name, line)
        for name in reference.attributes:
            self.leftovers.kept(f"{path}.{name}", name, place)
        ends = (entity.ref, reference.ref) if relation.forward else (reference.ref, entity.ref)
        self._state(relation.label, *ends, reference.attributes, place)
        return True

    def _state(
        self, label: str, source: Ref, target: Ref, attributes: dict[str, Any], place: Place
    ) -> None:
        known = self.edges.get((label, source, target))
        if known:
            attributes = _united(known.fields.get("attributes", {}), attributes)
            place = known.place
        fields = {"attributes": attributes} if attributes else {}
        edge = EdgeStatement(label, source, target, fields, place)
        self.edges[label, source, target] = edge

    def finish(self) -> Statements:
        """The statements, with a note for every field that has no home in the model."""
        self.result.edges.extend(self.edges.values())
        self.result.problems.extend(self.leftovers.notes())
        return self.result


def _united(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """The attributes of an edge that is stated twice; where the two differ, both are kept."""
    united = dict(one)
    for name, value in other.items():
        if name not in united:
            united[name] = value
        elif united[name] != value:
            both = united[name] if isinstance(united[name], list) else [united[name]]
            united[name] = both if value in both else [*both, value]
    return united


READER = Reader("backstage", recognises, read, links)
