"""What an entity of each kind says: the fields of its node, and the relations under `spec`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from itspm_graph.errors import InvalidReference
from itspm_graph.records import Ref
from itspm_graph.sources import Place
from itspm_graph.sources import backstage_references as references
from itspm_graph.sources.documents import Document
from itspm_graph.sources.leftovers import Leftovers
from itspm_graph.sources.trees import line_of

LONGEST_DEFINITION = 2000
"""Characters of an API definition that are kept: an inline description, not a whole contract."""

_PHASES = {"production": "operate", "experimental": "transition", "deprecated": "retire"}


@dataclass(frozen=True)
class Relation:
    """A field of `spec` that refers to other entities.

    `kinds` may be referred to, the first where none is written. `forward`: the edge leads from
    the entity to what it names, so that the entity's document says all there is. `free_text`:
    names of people who are no entities may stand here as well.
    """

    field: str
    label: str
    kinds: tuple[str, ...]
    forward: bool = True
    many: bool = False
    free_text: bool = False


_PARTS = ("component", "resource", "api")
_OWNER = Relation("owner", "OWNED_BY", ("group", "user"))
_SYSTEM = Relation("system", "DEPENDS_ON", ("system",), forward=False)
_DEPENDS_ON = Relation("dependsOn", "DEPENDS_ON", _PARTS, many=True)
_DEPENDENCY_OF = Relation("dependencyOf", "DEPENDS_ON", _PARTS, forward=False, many=True)
_OF_COMPONENT = (
    _OWNER,
    _SYSTEM,
    Relation("subcomponentOf", "PART_OF", ("component",)),
    _DEPENDS_ON,
    _DEPENDENCY_OF,
    Relation("consumesApis", "DEPENDS_ON", ("api",), many=True),
    Relation("providesApis", "DEPENDS_ON", ("api",), forward=False, many=True),
)
RELATIONS_OF_KIND: Mapping[str, tuple[Relation, ...]] = {
    "component": _OF_COMPONENT,
    "resource": _OF_COMPONENT,
    "api": (_OWNER, _SYSTEM),
    "system": (_OWNER, Relation("domain", "CONTAINS", ("domain",), forward=False)),
    "domain": (_OWNER, Relation("subdomainOf", "PART_OF", ("domain",))),
    "group": (
        Relation("parent", "PART_OF", ("group",)),
        Relation("children", "PART_OF", ("group",), forward=False, many=True),
        Relation("members", "MEMBER_OF", ("user",), forward=False, many=True, free_text=True),
    ),
    "user": (Relation("memberOf", "MEMBER_OF", ("group",), many=True),),
}
"""The relations of each kind. What a kind has besides is kept as an attribute."""


@dataclass(frozen=True)
class Entity:
    """An entity whose name and shape are sound."""

    document: Document
    kind: str
    namespace: str
    ref: Ref
    metadata: Mapping[str, Any]
    spec: Mapping[str, Any]

    @property
    def reference_namespace(self) -> str:
        """Where a reference without a namespace leads: in the dialect of swcat, to the default."""
        dialect = str(self.document.root.get("apiVersion"))
        swcat = dialect.startswith("swcat/")
        return references.DEFAULT_NAMESPACE if swcat else self.namespace

    def is_free_text(self, item: Any) -> bool:
        """True for a name as people write it (`Josef H.`), which refers to no entity."""
        try:
            references.parse(item, "user", self.reference_namespace)
        except InvalidReference as error:
            return isinstance(item, str) and error.code != "unknown-kind"
        return False


def node_fields(entity: Entity, leftovers: Leftovers) -> tuple[dict[str, Any], dict[str, int]]:
    """The fields of an entity's node, and their lines."""
    return _Fields(entity, leftovers).read()


class _Fields:
    """Takes the fields of one entity, one after the other; what remains becomes attributes."""

    def __init__(self, entity: Entity, leftovers: Leftovers) -> None:
        self.entity = entity
        self.leftovers = leftovers
        self.model = references.NODE_OF_KIND[entity.kind].model_fields
        self.fields: dict[str, Any] = {"name": entity.metadata["name"]}
        self.lines: dict[str, int] = {}
        self.attributes: dict[str, Any] = {}

    def read(self) -> tuple[dict[str, Any], dict[str, int]]:
        self._note_line("name", self.entity.metadata, "name")
        if self.entity.kind == "resource":
            self.attributes["kind"] = "Resource"
        for key, value in self.entity.metadata.items():
            if key not in ("name", "namespace"):
                self._metadata(key, value)
        related = {relation.field for relation in RELATIONS_OF_KIND[self.entity.kind]}
        for key, value in self.entity.spec.items():
            if key == "members" and isinstance(value, list):
                self._members(value)
            elif key not in related:
                self._spec(key, value)
        root = self.entity.document.root
        for key, value in root.items():
            if key not in ("apiVersion", "kind", "metadata", "spec"):
                self._keep(key, key, value, self._place(root, key))
        if self.attributes:
            self.fields["attributes"] = self.attributes
        return self.fields, self.lines

    def _metadata(self, key: str, value: Any) -> None:
        holder = self.entity.metadata
        if key == "title" and isinstance(value, str) and value:
            self._set("name", value, holder, key)
        elif key == "description" and isinstance(value, str):
            self._set("description", value, holder, key)
        elif key == "tags" and isinstance(value, list):
            self._tags(value)
        elif value is not None:
            self._keep(f"metadata.{key}", key, value, self._place(holder, key))

    def _tags(self, tags: list[Any]) -> None:
        self._set("tags", [t for t in tags if isinstance(t, str)], self.entity.metadata, "tags")
        others = [tag for tag in tags if not isinstance(tag, str)]
        if others:
            place = self._place(self.entity.metadata, "tags")
            self._keep("metadata.tags", "tags", others, place)

    def _spec(self, key: str, value: Any) -> None:
        holder = self.entity.spec
        if key == "lifecycle" and isinstance(value, str):
            self._lifecycle(value)
        elif key == "type" and self.entity.kind == "api" and isinstance(value, str):
            self._set("protocol", value, holder, key)
        elif key == "profile" and isinstance(value, dict):
            self._profile(value)
        elif key == "definition" and self._is_long(value):
            why = f"longer than {LONGEST_DEFINITION} characters"
            self.leftovers.dropped("spec.definition", why, self._place(holder, key))
        elif value is not None:
            self._keep(f"spec.{key}", key, value, self._place(holder, key))

    def _is_long(self, value: Any) -> bool:
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        return len(text) > LONGEST_DEFINITION

    def _lifecycle(self, word: str) -> None:
        """The word stays as an attribute in any case, since three words are not six phases."""
        phase = _PHASES.get(word.strip().lower())
        if phase and "lifecycle" in self.model:
            self._set("lifecycle", phase, self.entity.spec, "lifecycle")
            taken = "lifecycle" in self.attributes
            self.attributes["spec.lifecycle" if taken else "lifecycle"] = word
        else:
            place = self._place(self.entity.spec, "lifecycle")
            self._keep("spec.lifecycle", "lifecycle", word, place)

    def _profile(self, profile: Mapping[str, Any]) -> None:
        for key, value in profile.items():
            if key == "displayName" and isinstance(value, str) and value:
                self._set("name", value, profile, key)
            elif key == "email" and isinstance(value, str) and "email" in self.model:
                self._set("email", value, profile, key)
            elif value is not None:
                self._keep(f"spec.profile.{key}", key, value, self._place(profile, key))

    def _members(self, members: list[Any]) -> None:
        names = [member for member in members if self.entity.is_free_text(member)]
        if names:
            place = self._place(self.entity.spec, "members")
            self._keep("spec.members", "members", names, place)

    def _set(self, name: str, value: Any, holder: Mapping[str, Any], key: str) -> None:
        self.fields[name] = value
        self._note_line(name, holder, key)

    def _keep(self, path: str, name: str, value: Any, place: Place) -> None:
        name = path if name in self.attributes else name
        self.attributes[name] = value
        self.leftovers.kept(path, name, place)

    def _note_line(self, name: str, holder: Mapping[str, Any], key: str) -> None:
        self.lines[name] = line_of(holder, key, self.entity.document.line)

    def _place(self, holder: Mapping[str, Any], key: str) -> Place:
        return self.entity.document.place(line_of(holder, key, self.entity.document.line))
