"""What a plain scalar means: the core schema of YAML 1.2, which is that of JSON.

Only `true` and `false` are truth values, so `no` stays Norway; a date stays the text it is.
"""

from __future__ import annotations

import math
import re
from typing import Any

from itspm_graph.sources.trees import UnreadableDocumentError

_NULLS = frozenset(("", "~", "null", "Null", "NULL"))
_TRUTHS = {
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_NUMBER = re.compile(
    r"(?P<int>[-+]?[0-9]+)|0o(?P<oct>[0-7]+)|0x(?P<hex>[0-9a-fA-F]+)"
    r"|(?P<float>[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?)"
    r"|(?P<unreal>[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))"
)
_STARTS_NUMBER = frozenset("0123456789+-.")
_LONGEST_INTEGER = 4000

Scalar = str | int | float | bool | None


def meaning(text: str, line: int) -> Scalar:
    """The value of a plain scalar."""
    if text in _NULLS:
        return None
    if text[0] in _STARTS_NUMBER and (match := _NUMBER.fullmatch(text)):
        return number(text, match, line)
    return _TRUTHS.get(text, text)


def number(text: str, match: re.Match[str], line: int) -> int | float:
    """The number that `text` writes; one that JSON can't express is refused."""
    kind = match.lastgroup
    if kind not in ("float", "unreal") and len(text) > _LONGEST_INTEGER:
        raise UnreadableDocumentError(
            "bad-number", line, f"a number of {len(text)} digits: put it in quotes to make it text"
        )
    if kind == "int":
        return int(text)
    if kind in ("oct", "hex"):
        return int(match[kind], 8 if kind == "oct" else 16)
    value = math.inf if kind == "unreal" else float(text)
    if math.isinf(value):
        raise UnreadableDocumentError(
            "bad-number", line, f"{text[:40]} is no finite number; put it in quotes if it is text"
        )
    return value


def tagged(tag: str, text: str, line: int) -> Scalar:
    """The value of a scalar with one of YAML's own tags, as `!!str 5`."""
    if tag == "str":
        return text
    value = meaning(text, line)
    wanted: Any = {"int": int, "float": (int, float), "bool": bool, "null": type(None)}[tag]
    truth_for_number = isinstance(value, bool) and tag != "bool"
    if not isinstance(value, wanted) or truth_for_number:
        raise UnreadableDocumentError("bad-tag", line, f"{text[:40]!r} is no value for !!{tag}")
    return float(value) if tag == "float" and isinstance(value, int) else value
