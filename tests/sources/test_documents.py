"""Texts to documents: malformed input ends in a problem that says where, and ends soon."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from itspm_graph.sources import yaml_documents
from itspm_graph.sources.trees import MAX_DEPTH, Block, Row, line_of
from tests.sources.samples import loaded, root

MALFORMED = {
    "flow sequence left open": ("a: [1,\n", "yaml-syntax", 2),
    "quote left open": ('a: 1\nb: "x\n', "yaml-syntax", 3),
    "tab as indentation": ("a:\n\tb: 1\n", "yaml-syntax", 2),
    "text behind a list": ("- a\nb: 1\n", "yaml-syntax", 2),
    "two colons": ("a: b: c\n", "yaml-syntax", 1),
    "bad escape": ('a: "\\q"\n', "yaml-syntax", 1),
    "control character": ("a: 1\nb: \x01\n", "yaml-syntax", 2),
    "a surrogate as an escape": ('a: "\\ud800"\n', "yaml-syntax", 1),
    "YAML of the future": ("%YAML 9.9\n---\na: 1\n", "yaml-syntax", 1),
    "duplicate key": ("a: 1\nb: 2\na: 3\n", "duplicate-key", 3),
    "duplicate key in a nested flow": ("a:\n  - {x: 1, x: 2}\n", "duplicate-key", 2),
    "alias without anchor": ("a: 1\nb: *c\n", "unknown-alias", 2),
    "alias inside its anchor": ("a: &a\n  - *a\n", "recursive-alias", 2),
    "list as a key": ("a: 1\n? [x]\n: 2\n", "bad-key", 2),
    "aliased list as a key": ("a: &a [x]\n*a : 2\n", "bad-key", 2),
    "merge of a text": ("a: 1\n<<: x\n", "bad-merge", 2),
    "two merges": ("a: &a {x: 1}\nb:\n  <<: *a\n  <<: *a\n", "duplicate-key", 4),
    "infinity": ("a: .inf\n", "bad-number", 1),
    "no number": ("a:\n  b: .NaN\n", "bad-number", 2),
    "a float beyond all floats": ("a: 1e999\n", "bad-number", 1),
    "an endless integer": ("a: " + "9" * 5000, "bad-number", 1),
    "an endless hexadecimal": ("a: 0x" + "f" * 5000, "bad-number", 1),
    "a text as !!int": ("a: !!int x\n", "bad-tag", 1),
    "true as !!float": ("a: !!float true\n", "bad-tag", 1),
    "too deep": ("[" * 101 + "]" * 101, "too-deep", 1),
    "too deep in blocks": ("".join(f"{' ' * n}a:\n" for n in range(200)), "too-deep", 101),
}

MALFORMED_JSON = {
    "nothing behind a colon": ('{"a": }', "json-syntax", 1),
    "left open": ('{\n"a": 1\n', "json-syntax", 3),
    "trailing comma": ('{"nodes": [\n1,\n]}', "json-syntax", 3),
    "trailing comma in a record": ('{"nodes": [\n{"a": 1,}]}', "json-syntax", 2),
    "single quotes": ("{'a': 1}", "json-syntax", 1),
    "no comma": ('{"a": 1 "b": 2}', "json-syntax", 1),
    "no colon": ('{"a"\n1}', "json-syntax", 2),
    "the wrong bracket": ('{"a": [1}', "json-syntax", 1),
    "garbage behind": ('{"a": 1}\nxyz', "json-syntax", 2),
    "control character": ('{"a": "\x01"}', "json-syntax", 1),
    "duplicate key": ('{"a": 1,\n"a": 2}', "duplicate-key", 2),
    "duplicate key in a record": ('{"a": [\n{"x": 1, "x": 2}]}', "duplicate-key", 2),
    "NaN": ('{"a":\n{"b": {"c": NaN}}}', "bad-number", 2),
    "Infinity": ('{"a": -Infinity}', "bad-number", 1),
    "a float beyond all floats": ('{"a": 1e999}', "bad-number", 1),
    "an endless integer": ('{"a": ' + "9" * 5000 + "}", "bad-number", 1),
    "half a surrogate pair": ('{"a": [\n{"b": ["\\ud800"]}]}', "encoding", 2),
    "half a surrogate pair as a key": ('{"a": [\n{"\\udc00": 1}]}', "encoding", 2),
    "too deep": ("[" * 101 + "]" * 101, "too-deep", 1),
    "far too deep": ('{"a":' * 10_000, "too-deep", 1),
}


@pytest.mark.parametrize(("content", "code", "line"), MALFORMED.values(), ids=MALFORMED)
def test_malformed_yaml(content: str, code: str, line: int) -> None:
    _, problems = loaded(content, "folder/some.yaml")
    found = [(problem.code, problem.file, problem.line) for problem in problems]
    assert found == [(code, "folder/some.yaml", line)]
    assert problems[0].severity == "error"


@pytest.mark.parametrize(("content", "code", "line"), MALFORMED_JSON.values(), ids=MALFORMED_JSON)
def test_malformed_json(content: str, code: str, line: int) -> None:
    _, problems = loaded(content, "some.json")
    found = [(problem.code, problem.file, problem.line) for problem in problems]
    assert found == [(code, "some.json", line)]


SCALARS = {
    "no": "no",
    "on": "on",
    "NO": "NO",
    "yes": "yes",
    "2024-01-01": "2024-01-01",
    "12:30:45": "12:30:45",
    "1_000": "1_000",
    "~": None,
    "null": None,
    "Null": None,
    "": None,
    "nUll": "nUll",
    "true": True,
    "FALSE": False,
    "tRUE": "tRUE",
    "12": 12,
    "-7": -7,
    "010": 10,
    "0o17": 15,
    "0x1F": 31,
    "1.5": 1.5,
    ".5": 0.5,
    "1e3": 1000.0,
    "1.": 1.0,
    "1.10.2": "1.10.2",
    ".": ".",
    "+": "+",
    "'12'": "12",
    '"true"': "true",
    "!!str 12": "12",
    "!!float 12": 12.0,
    "! 12": "12",
    "=": "=",
}


@pytest.mark.parametrize(("written", "value"), SCALARS.items())
def test_only_the_core_schema_of_yaml_1_2(written: str, value: object) -> None:
    found = root(f"a: {written}\n")
    assert found == {"a": value}
    assert isinstance(found, dict)
    assert type(found["a"]) is type(value)


def test_keys_are_texts_as_written() -> None:
    assert root("200: a\nno: b\nnull: c\n1.10: d\n") == {
        "200": "a",
        "no": "b",
        "null": "c",
        "1.10": "d",
    }


def test_merge_keys() -> None:
    content = """
base: &base
  x: 1
  y: 2
more: &more {y: 5, z: 3}
one: {<<: *base, y: 9}
two:
  <<: [*base, *more]
quoted: {"<<": 1}
"""
    found: Any = root(content)
    assert found["one"] == {"x": 1, "y": 9}
    assert found["two"] == {"x": 1, "y": 2, "z": 3}
    assert found["quoted"] == {"<<": 1}
    assert found["two"].lines == {"x": 3, "y": 4, "z": 5}


def test_lines_in_yaml() -> None:
    found: Any = root("a: 1\nb:\n  - x: 1\n    y: 2\n  - 5\n")
    assert found.lines == {"a": 1, "b": 2}
    assert found["b"].lines == [3, 5]
    assert found["b"][0].lines == {"x": 3, "y": 4}
    assert (found["b"].line, found["b"][0].line) == (3, 3)
    assert line_of(found["b"][0], "y", 0) == 4
    assert line_of(found["b"][0], "unknown", 0) == 3
    assert line_of("text", "x", 7) == 7


def test_lines_in_json() -> None:
    content = (
        '{"format": "itspm/v1",\n"nodes": [\n{"ref": "a"},\n\n{"ref": {"b": 1}}\n],\n"edges": []}'
    )
    found: Any = root(content, "a.json")
    assert found.lines == {"format": 1, "nodes": 2, "edges": 7}
    assert found["nodes"].lines == [3, 5]
    assert [record.line for record in found["nodes"]] == [3, 5]
    assert line_of(found["nodes"][1], "ref", 0) == 5


def test_documents_before_a_broken_one_are_kept() -> None:
    documents, problems = loaded("a: 1\n---\n---\nb: 2\n---\nc: [\n")
    assert [(document.root, document.line) for document in documents] == [
        ({"a": 1}, 1),
        ({"b": 2}, 4),
    ]
    assert [problem.code for problem in problems] == ["yaml-syntax"]


def test_a_list_of_mappings_is_as_many_documents() -> None:
    documents, _ = loaded('[{"a": 1},\n{"b": 2}]', "dump.json")
    assert [(document.root, document.line) for document in documents] == [
        ({"a": 1}, 1),
        ({"b": 2}, 2),
    ]


def test_json_documents_may_follow_each_other() -> None:
    documents, problems = loaded('{"a": 1}\n{"b": 2}\n', "lines.json")
    assert [document.line for document in documents] == [1, 2]
    assert problems == []


def test_where_the_name_tells_no_notation_the_content_does() -> None:
    assert root('{"a": 1}', "document") == root("{a: 1}", "document") == root("a: 1", "document")
    assert [problem.code for problem in loaded("{a: 1", "document")[1]] == ["yaml-syntax"]


def test_foreign_tags_are_told_and_never_obeyed() -> None:
    documents, problems = loaded("a: !!python/object/apply:os.getcwd []\nb: !reset null\n")
    assert problems == []
    assert documents[0].root == {"a": [], "b": None}
    assert documents[0].tags == (("!!python/object/apply:os.getcwd", 1), ("!reset", 2))


LAUGHS = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{after}: &{after} [{','.join([f'*{before}'] * 9)}]\n"
    for before, after in zip("abcdefghij", "bcdefghijk", strict=True)
)
MERGES = "k0: &k0 {x: 1}\n" + "".join(
    f"k{n}: &k{n} {{<<: [{','.join([f'*k{n - 1}'] * 9)}], y{n}: 1}}\n" for n in range(1, 30)
)
DEEP_ALIASES = f"a0: &a0 {'[' * 90}{']' * 90}\n" + "".join(
    f"a{n}: &a{n} [*a{n - 1}]\n" for n in range(1, 50)
)
MEGABYTES = 10_000_000
BOMBS = {
    "a billion laughs": ("a.yaml", LAUGHS, "too-many-aliases"),
    "merges of merges": ("a.yaml", MERGES, "too-many-aliases"),
    "depth by aliases": ("a.yaml", DEEP_ALIASES, "too-deep"),
    "open brackets": ("a.yaml", "[" * MEGABYTES, "too-deep"),
    "open braces": ("a.yaml", "{a: " * (MEGABYTES // 4), "too-deep"),
    "dashes": ("a.yaml", "- " * (MEGABYTES // 2), "too-deep"),
    "question marks": ("a.yaml", "? " * (MEGABYTES // 2), "bad-key"),
    "anchors": ("a.yaml", "&a " * (MEGABYTES // 3), "yaml-syntax"),
    "colons": ("a.yaml", "a: " * (MEGABYTES // 3), "yaml-syntax"),
    "open brackets in JSON": ("a.json", "[" * MEGABYTES, "too-deep"),
    "open braces in JSON": ("a.json", '{"a":' * (MEGABYTES // 5), "too-deep"),
    "one long text": ("a.yaml", f"a: '{'x ' * (MEGABYTES // 2)}'", None),
    "one long plain text": ("a.yaml", f"a: {'x ' * (MEGABYTES // 2)}", None),
    "one long JSON text": ("a.json", f'{{"a": "{"x" * MEGABYTES}"}}', None),
    "comment": ("a.yaml", "#" * MEGABYTES, None),
}


@pytest.mark.parametrize(("name", "content", "code"), BOMBS.values(), ids=BOMBS)
def test_bombs_end(name: str, content: str, code: str | None) -> None:
    _, problems = loaded(content, name)
    assert [problem.code for problem in problems] == ([code] if code else [])


def test_the_deepest_that_is_taken_is_the_same_in_both_notations() -> None:
    deep = "[" * MAX_DEPTH + "]" * MAX_DEPTH
    assert root(deep, "a.yaml") == root(deep, "a.json")
    record = '{"nodes": [{"a": ' + "[" * (MAX_DEPTH - 3) + "]" * (MAX_DEPTH - 3) + "}]}"
    assert root(record, "a.json") == root(record, "a.yaml")
    deeper = record.replace('"a": ', '"a": [').replace("}]}", "]}]}")
    assert [problem.code for problem in loaded(deeper, "a.json")[1]] == ["too-deep"]
    assert [problem.code for problem in loaded(deeper, "a.yaml")[1]] == ["too-deep"]


@pytest.mark.parametrize("name", ["a.yaml", "a.json", "a.txt"])
@given(content=st.text(max_size=200))
@settings(deadline=None, max_examples=150)
def test_any_text_gives_documents_or_problems(name: str, content: str) -> None:
    for problem in loaded(content, name)[1]:
        assert problem.code
        assert problem.line >= 1


YAML_BITS = st.sampled_from(
    [
        *"[]{},\"'\n\t1~é",
        "a: ",
        "- ",
        "&x ",
        "*x",
        "  ",
        "!t ",
        "<<: ",
        "---\n",
        "? ",
        ": ",
        "| ",
        "> ",
        "# ",
        "%TAG ! x\n",
        "!!int ",
        "\\u0000",
    ]
)


@given(content=st.lists(YAML_BITS, max_size=40).map("".join))
@settings(deadline=None, max_examples=400)
def test_anything_like_yaml_gives_documents_or_problems(content: str) -> None:
    loaded(content)


@given(content=st.lists(YAML_BITS, max_size=40).map("".join))
@settings(deadline=None, max_examples=100)
def test_without_libyaml_too(content: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yaml_documents, "_LOADER", yaml.SafeLoader)
        loaded(content)


KEYS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=8)
TREES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(codec="utf-8"), max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=25,
)


@pytest.mark.slow
@given(tree=st.dictionaries(KEYS, TREES, min_size=1, max_size=5))
@settings(deadline=None, max_examples=200)
def test_json_and_yaml_of_the_same_data_give_equal_trees(tree: dict[str, Any]) -> None:
    quoted = yaml.safe_dump(tree, default_style='"')
    assert root(quoted, "a.yaml") == tree


def test_trees_are_plain_dicts_and_lists() -> None:
    found = root("a: [1, {b: 2}]\n")
    assert isinstance(found, Block)
    assert isinstance(found["a"], Row)
    assert json.dumps(found) == '{"a": [1, {"b": 2}]}'
