"""What a declaration is: the base classes of every node and edge type, and their registries.

Subclassing `Node` or `Edge` registers the type. Everything else (storage, import, selection,
GraphQL, reference docs) is derived from the registered classes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from itspm_graph.errors import InvalidReference

SLUG = re.compile(r"[a-z0-9][a-z0-9._+~/-]{0,199}")

Share = Annotated[float, Field(ge=0, le=1, strict=True)]
Minutes = Annotated[float, Field(ge=0, strict=True)]
Hours = Annotated[float, Field(ge=0, strict=True)]
Money = Annotated[float, Field(ge=0, strict=True)]
# Integers stay within what JSON, and every store, keeps exactly.
LARGEST = 2**53
Count = Annotated[int, Field(ge=0, le=LARGEST, strict=True)]
Threshold = Annotated[int, Field(ge=1, le=LARGEST, strict=True)]
Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
Country = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
Amount = Annotated[float, Field(ge=0, strict=True)]
Positive = Annotated[float, Field(gt=0, strict=True)]
ThresholdShare = Annotated[float, Field(gt=0, le=1, strict=True)]
Text = Annotated[str, Field(min_length=1)]


@dataclass(frozen=True)
class Stored:
    """How a property is stored. `index`: stores that can keep an index over it do."""

    index: bool = False


class Choice(StrEnum):
    """A closed list of words; capitals, spaces and hyphens are taken in and normalised."""

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        wanted = re.sub(r"[\s-]+", "_", str(value).strip()).lower()
        return next((member for member in cls if member.value == wanted), None)


class Provenance(Choice):
    """How we know a fact."""

    DECLARED = "declared"
    DISCOVERED = "discovered"
    INFERRED = "inferred"


class Ref(str):
    """`type:slug`, the stable business key of a node (`component:db-1`)."""

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> Ref:
        """The reference that `text` names, lowered; `InvalidReference` where it names none."""
        kind, colon, slug = text.strip().partition(":")
        if not colon:
            raise InvalidReference(
                f"{text!r} is no reference: write type:slug, as service:payments"
            )
        node = find_node_type(kind)
        if node is None:
            raise InvalidReference(
                f"{text!r}: there is no type {kind!r}; types are "
                f"{', '.join(sorted(n.prefix for n in NODES))}",
                code="unknown-type",
            )
        return cls.of(node, slug)

    @classmethod
    def of(cls, node: type[Node], slug: str) -> Ref:
        """The reference of a node of this type; `InvalidReference` where `slug` is no slug."""
        slug = slug.strip().lower()
        if not SLUG.fullmatch(slug):
            raise InvalidReference(
                f"{slug[:60]!r} is no slug: letters, digits and . _ + ~ / - only, "
                "beginning with a letter or digit, at most 200"
            )
        return cls(f"{node.prefix}:{slug}")

    @property
    def kind(self) -> str:
        return self.partition(":")[0]

    @property
    def slug(self) -> str:
        return self.partition(":")[2]


def _words(name: str) -> list[str]:
    return [word.lower() for word in re.findall(r"[A-Z][a-z0-9]*", name)]


class Record(BaseModel):
    """What nodes and edges have in common: where the fact comes from and when it holds."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        use_attribute_docstrings=True,
        allow_inf_nan=False,
        defer_build=True,  # most runs validate few of the types
    )

    source: Provenance | None = None
    """How we know it."""
    last_verified_on: date | None = None
    """The day somebody or something last confirmed it."""
    valid_from: date | None = None
    """First day it holds; open where absent."""
    valid_to: date | None = None
    """Last day it holds; open where absent."""
    attributes: dict[str, JsonValue] = {}
    """What the source said and the model has no field for."""

    def properties(self) -> dict[str, Any]:
        """The record as JSON values; what equals its default is left out."""
        return self.model_dump(mode="json", exclude_defaults=True)


class Node(Record):
    """Anything the graph keeps. Subclass it to declare a node type."""

    label: ClassVar[str]
    """Name of the type: Neo4j label, GraphQL type (`VendorProduct`)."""
    prefix: ClassVar[str]
    """Prefix of references (`vendor-product`)."""
    collection: ClassVar[str]
    """Key in documents (`vendor_products`)."""
    aliases: ClassVar[tuple[str, ...]] = ()
    """Shorter names that people may use instead (`Roadmap`)."""
    immutable: ClassVar[bool] = False
    """True where a record, once written, is never changed or deleted."""

    name: Text
    """What people call it."""
    description: str | None = None
    """What it is, for somebody who doesn't know it."""
    tags: tuple[str, ...] = ()
    """Free labels."""
    stub: bool = False
    """True for a stand-in that something refers to and nothing defines."""

    def __init_subclass__(
        cls,
        abstract: bool = False,
        plural: str | None = None,
        aliases: tuple[str, ...] = (),
        **_: Any,
    ) -> None:
        words = _words(cls.__name__)
        cls.label, cls.prefix, cls.aliases = cls.__name__, "-".join(words), aliases
        cls.collection = plural or "_".join(words) + "s"
        if not abstract:
            NODES[cls] = None


@dataclass(frozen=True)
class Carries:
    """When and whither an edge carries failure: the `dependent` end falls with the other one.

    `when` and `unless` are (property, value) pairs of the edge, `source_when` of its source node;
    `source_types` limits the types of the source. Where one of `start_only` holds the dependent
    needs the other end to start, and doesn't fall with it.
    """

    dependent: Literal["source", "target"] = "source"
    when: tuple[tuple[str, JsonValue], ...] = ()
    unless: tuple[tuple[str, JsonValue], ...] = ()
    start_only: tuple[tuple[str, JsonValue], ...] = ()
    source_when: tuple[tuple[str, JsonValue], ...] = ()
    source_types: tuple[type[Node], ...] = ()


class Edge(Record):
    """A typed, directed relationship. Subclass it to declare an edge type."""

    label: ClassVar[str]
    """Name of the type: Neo4j relationship type (`DEPENDS_ON`)."""
    key: ClassVar[str]
    """Key under the source node in documents (`depends_on`)."""
    inverse: ClassVar[str]
    """What the target sees (`dependents`)."""
    sources: ClassVar[tuple[type[Node], ...]]
    targets: ClassVar[tuple[type[Node], ...]]
    identity: ClassVar[tuple[str, ...]] = ()
    """Properties that tell parallel edges between the same two nodes apart."""
    carries_failure: ClassVar[Carries | None] = None
    one_target: ClassVar[bool] = False
    """A source has at most one."""
    one_source: ClassVar[bool] = False
    """A target has at most one."""
    acyclic: ClassVar[bool] = False
    follows: ClassVar[bool] = False
    """True where it may be added to an immutable source after that was written."""

    confidence: Share | None = None
    """How sure the source is, 0 to 1."""

    def __init_subclass__(cls, **_: Any) -> None:
        cls.key = "_".join(_words(cls.__name__))
        cls.label = cls.key.upper()
        EDGES[cls.label] = cls


NODES: dict[type[Node], None] = {}
"""Every declared node type, in order of declaration."""
EDGES: dict[str, type[Edge]] = {}
"""Every declared edge type by label."""


def find_node_type(name: str) -> type[Node] | None:
    """The type that `name` means: `VendorProduct`, `vendor-product` or `vendor_products`."""
    wanted = re.sub(r"[\s_-]", "", name).lower()
    return next((node for node in NODES if wanted in _names(node)), None)


@cache
def _names(node: type[Node]) -> frozenset[str]:
    singular = [name.lower() for name in (node.label, *node.aliases)]
    return frozenset((*singular, *(name.replace("_", "") for name in collections(node))))


def collections(node: type[Node]) -> tuple[str, ...]:
    """The keys of a type in documents: its own first, then those of its aliases."""
    return (node.collection, *("_".join(_words(alias)) + "s" for alias in node.aliases))


def prefixes(node: type[Node]) -> tuple[str, ...]:
    """The types that a reference may begin with, in kebab-case and in snake_case."""
    found = [node.prefix, *("-".join(_words(alias)) for alias in node.aliases)]
    return (*found, *(name.replace("-", "_") for name in found))
