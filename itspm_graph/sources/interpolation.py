"""Variables in Compose files: `${NAME:-default}` and its kin, and the `.env` file behind them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

LONGEST_VALUE = 10_000
"""Characters; a few lines of `.env` that quote each other can ask for any number of them."""

_MOST_NESTED = 20
_MARK = re.compile(r"\$(?:(?P<escaped>\$)|(?P<bare>[A-Za-z_]\w*)|(?P<braced>\{))")
_INSIDE = re.compile(r"(?P<name>[A-Za-z_]\w*)(?:(?P<mode>:?[-?+])(?P<word>.*))?", re.DOTALL)
_ASSIGNMENT = re.compile(r"(?:export\s+)?(?P<name>[A-Za-z_][\w.-]*)\s*[=:]\s*(?P<value>.*)")
_COMMENT_BEHIND = re.compile(r"\s+#.*")
_ESCAPE = re.compile(r"\\(.)")
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t"}


class InterpolationError(Exception):
    """A text whose variables can't be filled in."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass
class Filled:
    """A text with its variables filled in. Those that are unset stand there as written."""

    text: str
    unset: list[str] = field(default_factory=list)


def fill(text: str, variables: Mapping[str, str], depth: int = 0) -> Filled:
    """Fills in the variables of `text`; `InterpolationError` where it asks for the impossible."""
    if depth > _MOST_NESTED:
        raise InterpolationError("bad-variable", "defaults within defaults, too many levels deep")
    if len(text) > LONGEST_VALUE:
        raise _too_long()
    filled = Filled("")
    parts: list[str] = []
    position = 0
    while mark := _MARK.search(text, position):
        parts.append(text[position : mark.start()])
        position = mark.end()
        if mark["escaped"]:
            parts.append("$")
        elif mark["bare"]:
            parts.append(_value(mark["bare"], mark[0], variables, filled))
        else:
            end = _closing(text, position)
            parts.append(_braced(text[position:end], variables, filled, depth))
            position = end + 1
    filled.text = "".join([*parts, text[position:]])
    if len(filled.text) > LONGEST_VALUE:
        raise _too_long()
    return filled


def _too_long() -> InterpolationError:
    message = f"longer than {LONGEST_VALUE} characters with its variables filled in"
    return InterpolationError("bad-variable", message)


def _closing(text: str, start: int) -> int:
    """Where the brace that was opened before `start` is closed."""
    level = 1
    for position in range(start, len(text)):
        if text[position] == "}":
            level -= 1
            if not level:
                return position
        elif text[position] == "{" and text[position - 1] == "$":
            level += 1
    raise InterpolationError("bad-variable", "a ${ without its }; write $$ for a dollar sign")


def _braced(inside: str, variables: Mapping[str, str], filled: Filled, depth: int) -> str:
    match = _INSIDE.fullmatch(inside)
    if match is None:
        shown = f"${{{inside[:40]}}}"
        message = f"{shown} is no variable; write ${{NAME}}, or $$ for a dollar sign"
        raise InterpolationError("bad-variable", message)
    name, mode, word = match["name"], match["mode"] or "", match["word"] or ""
    there = bool(variables.get(name)) if mode.startswith(":") else name in variables
    if mode.endswith("?") and not there:
        raise InterpolationError("missing-variable", f"{name} has to be set: {word or 'no value'}")
    if (mode.endswith("-") and not there) or (mode.endswith("+") and there):
        inner = fill(word, variables, depth + 1)
        filled.unset += inner.unset
        return inner.text
    if mode.endswith("+"):
        return ""
    return _value(name, f"${{{inside}}}", variables, filled)


def _value(name: str, written: str, variables: Mapping[str, str], filled: Filled) -> str:
    if name in variables:
        return variables[name]
    filled.unset.append(name)
    return written


def variables(content: str) -> tuple[dict[str, str], list[tuple[int, str]]]:
    """The variables of an `.env` file, and what is wrong in which of its lines."""
    known: dict[str, str] = {}
    wrong: list[tuple[int, str]] = []
    for line, written in enumerate(content.splitlines(), start=1):
        text = written.strip()
        if not text or text.startswith("#"):
            continue
        match = _ASSIGNMENT.fullmatch(text)
        if match is None:
            wrong.append((line, "no assignment; write NAME=value"))
            continue
        try:
            known[match["name"]] = _assigned(match["value"], known)
        except InterpolationError as error:
            wrong.append((line, str(error)))
    return known, wrong


def _assigned(value: str, known: Mapping[str, str]) -> str:
    """A value as a shell would take it: quoted, or up to a comment."""
    quote = value[:1]
    if quote in ("'", '"'):
        end = re.search(r"(?<!\\)" + quote, value[1:])
        if end is None:
            raise InterpolationError("bad-variable", "a quote that isn't closed")
        inside = value[1 : end.start() + 1]
        if quote == "'":
            return inside
        value = _ESCAPE.sub(lambda mark: _ESCAPED.get(mark[1], mark[1]), inside)
    else:
        value = _COMMENT_BEHIND.sub("", value)
    return fill(value, known).text
