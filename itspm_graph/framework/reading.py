"""Reads the framework from its files: ours, and an organisation's own laid over them by key.

A mapping is merged key by key; any other value takes the place of ours. A key that is set to
nothing (`~`) goes. Every problem is found, each with its file and line.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from itspm_graph.content import content
from itspm_graph.errors import InvalidInput, Problem
from itspm_graph.framework.checks import misfits
from itspm_graph.framework.declarations import Framework
from itspm_graph.sources.files import UnusableFileError, find, read_file
from itspm_graph.sources.trees import Block, UnreadableDocumentError, line_of
from itspm_graph.sources.yaml_documents import trees

Keys = tuple[str | int, ...]


@dataclass(frozen=True)
class Override:
    """A value of an organisation's own in the place of ours."""

    key: str
    """Where it stands, as `thresholds.verified_within_days.value`."""
    value: Any
    ours: Any
    """What would hold without it; None where there is nothing of the kind."""
    file: str
    line: int


@dataclass
class Layers:
    """Documents of the framework, ours first; what comes later is laid over what came before."""

    documents: list[tuple[str, Block]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def add(self, path: Path) -> None:
        """The documents of a file, or of all files of a folder."""
        for found in find(path):
            if isinstance(found, Problem):
                self.problems.append(found)
            else:
                self.read(found.path)

    def read(self, path: Path) -> None:
        try:
            text = read_file(path)
            for tree in trees(text.content):
                if isinstance(tree.root, Block):
                    self.documents.append((text.name, tree.root))
                else:
                    message = f"a framework file is a mapping of {', '.join(SECTIONS)}"
                    self._problem("invalid-framework", message, text.name, tree.line)
        except UnusableFileError as error:
            self.problems.append(error.problem)
        except UnreadableDocumentError as error:
            self._problem(error.code, error.message, str(path), error.line)

    def _problem(self, code: str, message: str, file: str, line: int) -> None:
        self.problems.append(Problem(code, message, file, line))

    def place(self, keys: Keys) -> tuple[str, int]:
        """File and line of what stands under these keys: of the layer that says most of it."""
        best = (0, "", 0)
        for file, root in self.documents:
            depth, line = _deepest(root, keys)
            if depth >= best[0]:
                best = (depth, file, line)
        return best[1:]


SECTIONS = tuple(Framework.model_fields)
OURS = ("processes", "phases", "roles", "forums", "documents", "gates", "judgements", "policy")


def _deepest(root: Block, keys: Keys) -> tuple[int, int]:
    """How many of the keys lead somewhere in a document, and the line that they lead to."""
    value: Any = root
    line = root.line
    for depth, key in enumerate(keys):
        fits = key in value if isinstance(value, dict) else _holds(value, key)
        if not fits:
            return depth, line
        line = line_of(value, key, line)
        value = value[key]
    return len(keys), line


def _holds(value: Any, key: str | int) -> bool:
    return isinstance(value, list) and isinstance(key, int) and key < len(value)


def read(own: Path | None = None) -> tuple[Framework, list[Override]]:
    """The framework with an organisation's own file or folder laid over ours.

    `InvalidInput` lists everything that is wrong, by file, line and key.
    """
    layers = Layers()
    for name in OURS:
        layers.read(content("seed") / "framework" / f"{name}.yaml")
    merged: dict[str, Any] = {}
    for _, document in layers.documents:
        _merge(merged, document)
    overrides: list[Override] = []
    if own is not None:
        start = len(layers.documents)
        layers.add(own)
        if not layers.problems and len(layers.documents) == start:
            layers.problems.append(Problem("empty-file", "says nothing", str(own)))
        for file, document in layers.documents[start:]:
            overrides += _overrides(merged, document, file)
            _merge(merged, document)
    errors = [problem for problem in layers.problems if problem.severity == "error"]
    if errors:
        raise InvalidInput(layers.problems)
    return _validated(merged, layers), overrides


def _merge(base: dict[str, Any], over: dict[str, Any]) -> None:
    for key, value in over.items():
        if value is None:
            base.pop(key, None)
        elif isinstance(value, dict):
            held = base.get(key)
            base[key] = dict(held) if isinstance(held, dict) else {}
            _merge(base[key], value)
        else:
            base[key] = value


def _overrides(base: Any, over: Block, file: str, keys: Keys = ()) -> Iterator[Override]:
    for key, value in over.items():
        held = base.get(key) if isinstance(base, dict) else None
        if isinstance(value, Block) and value:
            yield from _overrides(held, value, file, (*keys, key))
        elif value != held:
            where = ".".join(map(str, (*keys, key)))
            yield Override(where, value, held, file, line_of(over, key, over.line))


def _validated(merged: dict[str, Any], layers: Layers) -> Framework:
    try:
        framework = Framework.model_validate(merged)
    except ValidationError as error:
        raise InvalidInput(
            [_problem(layers, dict(detail)) for detail in error.errors(include_url=False)]
        ) from error
    wrong = [_misfit(layers, keys, message) for keys, message in misfits(framework)]
    if wrong:
        raise InvalidInput(wrong)
    return framework


def _problem(layers: Layers, detail: dict[str, Any]) -> Problem:
    keys: Keys = detail["loc"]
    message = detail["msg"]
    if detail["type"] == "extra_forbidden":
        message = f"there is no key {keys[-1]!r} here; {_nearest(str(keys[-1]), _siblings(keys))}"
    elif detail["type"] == "missing":
        message = f"{keys[-1]!r} is missing"
    return _misfit(layers, keys, message)


def _siblings(keys: Keys) -> Sequence[str]:
    """The keys that may stand where these lead to."""
    model: Any = Framework
    for key in keys[:-1]:
        if isinstance(key, str) and key in getattr(model, "model_fields", {}):
            model = _inner(model.model_fields[key].annotation)
    return list(getattr(model, "model_fields", {}))


def _inner(annotation: Any) -> Any:
    """The model within `Mapping[str, Model]` or `tuple[Model, ...]`."""
    parts = getattr(annotation, "__args__", ())
    models = (part for part in (annotation, *parts) if hasattr(part, "model_fields"))
    return next(models, None)


def _nearest(word: str, known: Sequence[str]) -> str:
    near = difflib.get_close_matches(word, known, 3)
    return f"did you mean {' or '.join(near)}?" if near else f"there are: {', '.join(known)}"


def _misfit(layers: Layers, keys: Keys, message: str) -> Problem:
    file, line = layers.place(keys)
    return Problem("invalid-framework", message, file, line, ".".join(map(str, keys)))
