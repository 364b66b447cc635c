"""The selection language: an expression that names a set of nodes.

    service:payments                  one node; * and ? match any characters
    +service:payments                 it and everything it needs; 2+service:payments: two hops
    component:db-1+                   it and everything that needs it; component:db-1+2: two hops
    type:Service and lifecycle:operate
    (tag:core or tier<=2) and not stub:true

A slug may contain a plus sign. Where `component:c+` could also mean "c and what needs it" and both
are there, the expression is refused; quotes settle it: `component:"c+"` or `"component:c+"`.

A selection is a value: `parse` makes it, `str` prints it back, `resolve` finds its nodes.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cache
from typing import Any

from itspm_graph.connections import Direction, reached
from itspm_graph.errors import InvalidSelection
from itspm_graph.fields import Kind, properties_of
from itspm_graph.graph import NODE_BY_PREFIX, Graph
from itspm_graph.records import NODES, find_node_type

TOKEN = re.compile(r"\s*(?:(?P<paren>[()])|(?P<word>(?:[^\s()\"]|\"[^\"]*\")+))")
TERM = re.compile(
    r"(?P<needs>\d*\+)?(?P<head>[A-Za-z][\w-]*)(?P<operator><=|>=|<|>|!=|=|:)(?P<value>.*)", re.S
)
NEEDED_BY = re.compile(r"\+(?P<depth>\d*)$")
COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


@dataclass(frozen=True)
class Everything:
    """All nodes; the empty expression."""

    def __str__(self) -> str:
        return ""

    def resolve(self, graph: Graph) -> set[int]:
        return set(graph.positions())


@dataclass(frozen=True)
class OfType:
    """All nodes of one type."""

    label: str

    def __str__(self) -> str:
        return f"type:{self.label}"

    def resolve(self, graph: Graph) -> set[int]:
        return set(graph.positions(self.label))


@dataclass(frozen=True)
class Named:
    """Nodes by reference; an exact one has to be there."""

    pattern: str
    literal: bool = field(default=False, compare=False)
    """True where it was written in quotes: a plus after it isn't part of the slug."""

    def __str__(self) -> str:
        prefix, _, slug = self.pattern.partition(":")
        return f"{prefix}:" + (f'"{slug}"' if self.literal else _quoted(slug))

    def resolve(self, graph: Graph) -> set[int]:
        if "*" not in self.pattern and "?" not in self.pattern:
            return {graph.position(self.pattern)}
        label = NODE_BY_PREFIX[self.pattern.partition(":")[0]].label
        return {p for p in graph.positions(label) if fnmatchcase(graph.ref(p), self.pattern)}


@dataclass(frozen=True)
class Having:
    """Nodes with a property that equals, matches or compares to a value."""

    name: str
    operator: str
    value: str

    def __str__(self) -> str:
        return f"{self.name}{self.operator}{_quoted(self.value)}"

    def resolve(self, graph: Graph) -> set[int]:
        return {p for p in graph.positions() if self._holds(graph.properties(p).get(self.name))}

    def _holds(self, stored: Any) -> bool:
        if self.operator in COMPARE:
            return self._compares(stored)
        values = stored if isinstance(stored, list) else [stored]
        same = any(self._equals(value) for value in values)
        return same != (self.operator == "!=")

    def _equals(self, stored: Any) -> bool:
        if stored is None:
            return self.value == "" or (self.value == "false" and self.name in _flags())
        if isinstance(stored, bool):
            return self.value.lower() == str(stored).lower()
        if isinstance(stored, (int, float)):
            return _number(self.value) == stored
        return fnmatchcase(str(stored).lower(), self.value.lower())

    def _compares(self, stored: Any) -> bool:
        compare = COMPARE[self.operator]
        if isinstance(stored, (int, float)) and not isinstance(stored, bool):
            number = _number(self.value)
            return number is not None and compare(stored, number)
        return isinstance(stored, str) and compare(stored, self.value)


@dataclass(frozen=True)
class Around:
    """A set with what it needs (`needs`), or with what needs it, up to a depth."""

    inner: Selection
    needs: bool
    depth: int | None

    def __str__(self) -> str:
        depth = "" if self.depth is None else str(self.depth)
        return f"{depth}+{self.inner}" if self.needs else f"{self.inner}+{depth}"

    def resolve(self, graph: Graph) -> set[int]:
        meant = self._with_plus(graph)
        if meant is not None:
            return {meant}
        direction: Direction = "providers" if self.needs else "dependents"
        return set(reached(graph, self.inner.resolve(graph), direction, self.depth).hops)

    def _with_plus(self, graph: Graph) -> int | None:
        """The node whose slug ends as this term does, where that is what is meant."""
        if self.needs or (isinstance(self.inner, Named) and self.inner.literal):
            return None
        written, shorter = (str(part).replace('"', "") for part in (self, self.inner))
        position = graph.find(written)
        if position is not None and shorter in graph:
            raise InvalidSelection(
                f"{written} is a reference, and also {shorter} with what needs it: "
                f'put the reference in quotes, "{written}", or the other, {_split(shorter)}',
                code="ambiguous-selection",
            )
        return position


@dataclass(frozen=True)
class Negated:
    inner: Selection

    def __str__(self) -> str:
        return f"not {_nested(self.inner)}"

    def resolve(self, graph: Graph) -> set[int]:
        return set(graph.positions()) - self.inner.resolve(graph)


@dataclass(frozen=True)
class Joined:
    """Nodes in all (`and`) or in any (`or`) of the parts."""

    word: str
    parts: tuple[Selection, ...]

    def __str__(self) -> str:
        return f" {self.word} ".join(_nested(part) for part in self.parts)

    def resolve(self, graph: Graph) -> set[int]:
        sets = [part.resolve(graph) for part in self.parts]
        return set.intersection(*sets) if self.word == "and" else set.union(*sets)


Selection = Everything | OfType | Named | Having | Around | Negated | Joined


def select(graph: Graph, expression: str, label: str | None = None) -> list[int]:
    """Positions of the nodes that an expression names, of one type or of all, by reference."""
    selection = parse(expression)
    if label is not None:
        selection = Joined("and", (OfType(label), selection))
    return sorted(selection.resolve(graph), key=graph.ref)


def parse(text: str) -> Selection:
    """The selection that a text says; `InvalidSelection` points at what can't be read."""
    words = list(_words(text))
    if not words:
        return Everything()
    parser = _Parser(words)
    selection = parser.alternatives()
    if parser.peek() is not None:
        raise InvalidSelection(f"unexpected {parser.peek()!r} in {text!r}; join terms by and, or")
    return selection


class _Parser:
    """Recursive descent over the words: or, and, not, parentheses, terms."""

    def __init__(self, words: list[str]) -> None:
        self.words = words
        self.place = 0
        self.depth = 0

    def peek(self) -> str | None:
        return self.words[self.place] if self.place < len(self.words) else None

    def take(self) -> str:
        term = self.peek()
        if term is None:
            raise InvalidSelection("the selection ends where a term should follow")
        self.place += 1
        return term

    def alternatives(self) -> Selection:
        return self._joined("or", lambda: self._joined("and", self.factor))

    def _joined(self, word: str, part: Callable[[], Selection]) -> Selection:
        parts = [part()]
        while (self.peek() or "").lower() == word:
            self.take()
            parts.append(part())
        return parts[0] if len(parts) == 1 else Joined(word, tuple(parts))

    def factor(self) -> Selection:
        self.depth += 1
        if self.depth > 100:
            raise InvalidSelection("the selection is nested more than 100 deep")
        term = self.take()
        if term.lower() == "not":
            found: Selection = Negated(self.factor())
        elif term == "(":
            found = self.alternatives()
            if self.peek() != ")":
                raise InvalidSelection("a closing parenthesis is missing")
            self.take()
        elif term == ")" or term.lower() in ("and", "or"):
            raise InvalidSelection(f"unexpected {term!r}: a term should stand here")
        else:
            found = _term(term)
        self.depth -= 1
        return found


def _words(text: str) -> Iterable[str]:
    place, end = 0, len(text.rstrip())
    while place < end:
        match = TOKEN.match(text, place)
        if match is None:
            raise InvalidSelection(f"{text[place : place + 30]!r} can't be read: is a quote open?")
        yield match["paren"] or match["word"]
        place = match.end()


def _term(term: str) -> Selection:
    literal = len(term) > 2 and term[0] == term[-1] == '"'
    match = TERM.fullmatch(term[1:-1] if literal else term)
    if match is None:
        raise InvalidSelection(
            f"{term!r} is no term: write a reference (service:payments), type:Service, "
            "or property:value"
        )
    head, operator, value = match["head"], match["operator"], match["value"]
    quoted = literal or value.endswith('"')
    needed_by = None if quoted else NEEDED_BY.search(value)
    if needed_by:
        value = value[: needed_by.start()]
    found = _plain(head, operator, value.replace('"', ""), literal=literal or '"' in value)
    if needed_by:
        found = Around(found, needs=False, depth=_depth(needed_by["depth"]))
    if match["needs"]:
        found = Around(found, needs=True, depth=_depth(match["needs"][:-1]))
    return found


def _depth(text: str) -> int | None:
    return int(text) if text else None


def _plain(head: str, operator: str, value: str, *, literal: bool) -> Selection:
    if head.lower() == "type":
        node = find_node_type(value)
        if node is None or operator not in (":", "="):
            near = difflib.get_close_matches(value, [n.label for n in NODES], 3, 0.5)
            raise InvalidSelection(f"there is no type {value!r}{_nearest(near)}")
        return OfType(node.label)
    node = find_node_type(head)
    if node is not None and operator == ":":
        return Named(f"{node.prefix}:{value.lower()}", literal)
    name = {"tag": "tags"}.get(head, head)
    if name not in _property_kinds():
        near = difflib.get_close_matches(head, [*_property_kinds(), *NODE_BY_PREFIX], 3, 0.5)
        raise InvalidSelection(f"{head!r} is neither a type nor a property{_nearest(near)}")
    operator = ":" if operator == "=" else operator
    _check_value(name, operator, value)
    return Having(name, operator, value)


def _check_value(name: str, operator: str, value: str) -> None:
    """`InvalidSelection` for a value that no record can ever have."""
    kinds, choices = _property_kinds()[name], _choices()[name]
    if kinds <= {Kind.NUMBER, Kind.INTEGER} and value and _number(value) is None:
        raise InvalidSelection(f"{name} is a number, which {value!r} isn't")
    free = not value or "*" in value or "?" in value or operator in COMPARE
    if kinds == {Kind.CHOICE} and not free and value.lower() not in choices:
        raise InvalidSelection(f"{name} is never {value!r}; it is {', '.join(sorted(choices))}")


def _nearest(names: list[str]) -> str:
    return f"; nearest: {', '.join(names)}" if names else ""


@cache
def _property_kinds() -> dict[str, set[Kind]]:
    """Every declared property with the kinds it has in the types that declare it."""
    kinds: dict[str, set[Kind]] = {}
    for node in NODES:
        for declared in properties_of(node).values():
            kinds.setdefault(declared.name, set()).add(declared.kind)
    return kinds


@cache
def _choices() -> dict[str, set[str]]:
    """The words that each property can have, where it has closed lists of them."""
    words: dict[str, set[str]] = {}
    for node in NODES:
        for declared in properties_of(node).values():
            words.setdefault(declared.name, set()).update(declared.choices)
    return words


def _flags() -> set[str]:
    return {name for name, kinds in _property_kinds().items() if Kind.BOOLEAN in kinds}


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _split(ref: str) -> str:
    """A term for the node and what needs it that can't be read as another reference."""
    prefix, _, slug = ref.partition(":")
    return f'{prefix}:"{slug}"+'


def _nested(selection: Selection) -> str:
    return f"({selection})" if isinstance(selection, Joined) else str(selection)


def _quoted(text: str) -> str:
    plain = text and re.fullmatch(r"[^\s()\"]+", text) and not NEEDED_BY.search(text)
    return text if plain else f'"{text}"'
