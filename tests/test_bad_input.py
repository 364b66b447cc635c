"""Bad input of every kind, through the command: exit 1, a readable line each, nothing written."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from itspm_graph import cli
from itspm_graph.store import open_store

HEAD = "format: itspm/v1\n"
BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(9)
)
PAIR = "components: [{id: a}, {id: c}, {id: b, depends_on: ["
BACKSTAGE = "apiVersion: backstage.io/v1alpha1\n"

INPUTS: list[tuple[str, str | bytes, str]] = [
    ("broken.yaml", "services: [a: b: c", "yaml-syntax"),
    ("tabs.yaml", HEAD + "services:\n\t- id: a\n", "yaml-syntax"),
    ("bomb.yaml", BOMB + HEAD, "too-many-aliases"),
    ("circle.yaml", HEAD + "services: &a [*a]", "recursive-alias"),
    ("deep.yaml", HEAD + "services: " + "[" * 10_000 + "]" * 10_000, "too-deep"),
    ("deep.json", '{"services":' + "[" * 10_000 + "]" * 10_000 + "}", "too-deep"),
    ("binary.yaml", bytes(range(256)) * 100, "encoding"),
    ("nul.yaml", HEAD + 'services: [{id: "a\0b"}]', "encoding"),
    ("latin.yaml", (HEAD + "services: [{id: a, name: Zürich}]").encode("latin-1"), "encoding"),
    ("utf16.yaml", HEAD.encode("utf-16-be"), "encoding"),
    ("half.json", '{"format":"itspm/v1","services":[{"id":"a","name":"\\ud800"}]}', "encoding"),
    ("one-line.yaml", "x" * 10_000_000, "not-a-catalog"),
    ("empty.yaml", "", "empty-file"),
    ("text.yaml", "just text", "not-a-catalog"),
    ("list.yaml", "- a\n- b", "not-a-catalog"),
    ("version.yaml", "format: itspm/v9", "unknown-format"),
    ("truncated.json", '{"format":"itspm/v1","nodes":[{"ref":"component:a"', "json-syntax"),
    ("nan.json", '{"format":"itspm/v1","components":[{"id":"a","mbco":NaN}]}', "bad-number"),
    ("infinite.yaml", HEAD + "components: [{id: a, mbco: .inf}]", "bad-number"),
    ("tag.yaml", HEAD + 'services: [{id: !!python/object/apply:os.system ["ls"]}]', "tag"),
    ("type.yaml", HEAD + "servces: [{id: a}]", "unknown-key"),
    ("field.yaml", HEAD + "services: [{id: a, naem: b}]", "unknown-field"),
    ("value.yaml", HEAD + "services: [{id: a, tier: [1]}]", "invalid-value"),
    ("date.yaml", HEAD + "services: [{id: a, planned_retire_on: 2026-13-45}]", "invalid-value"),
    ("large.yaml", HEAD + f"teams: [{{id: a, people: {10**30}}}]", "invalid-value"),
    ("keys.yaml", HEAD + "services: [{id: a, id: b}]", "duplicate-key"),
    ("twice.yaml", HEAD + "services: [{id: a}]\n---\n" + HEAD + "services: [{id: a}]",
     "duplicate-reference"),
    ("nameless.yaml", HEAD + "services: [{name: x}]", "missing-id"),
    ("slug.yaml", HEAD + 'services: [{id: "a b"}]', "invalid-id"),
    ("shape.yaml", HEAD + "services: {id: a}", "wrong-shape"),
    ("reference.yaml", HEAD + "nodes: [{ref: nothing}]", "invalid-reference"),
    ("dangling.yaml", HEAD + "services: [{id: a, depends_on: [component:x]}]",
     "dangling-reference"),
    ("label.yaml", HEAD + "edges: [{type: NOPE, from: 'service:a', to: 'service:b'}]",
     "unknown-edge-type"),
    ("end.yaml", HEAD + "services: [{id: a, owned_by: service:a}]", "wrong-end"),
    ("most.yaml", HEAD + PAIR + "{component: a, group: g, at_least: 2}]}]", "inconsistent-group"),
    ("least.yaml", HEAD + PAIR + "{component: a, group: g, at_least: 0}]}]", "invalid-value"),
    ("both.yaml", HEAD + PAIR + "{component: a, group: g, at_least: 1, at_least_share: 1}]}]",
     "invalid-value"),
    ("differ.yaml", HEAD + PAIR + "{component: a, group: g, at_least: 1}, "
     "{component: c, group: g, at_least: 2}]}]", "inconsistent-group"),
    ("weights.yaml", HEAD + PAIR + "{component: a, group: g, strength: soft, weight: 0.2}, "
     "{component: c, group: g, strength: soft, weight: 0.3}]}]", "inconsistent-group"),
    ("shares.yaml", HEAD + PAIR + "{component: a, group: g, share: 1}, {component: c, group: g}]}]",
     "inconsistent-group"),
    ("little.yaml", HEAD + PAIR + "{component: a, group: g, share: 0.4}, "
     "{component: c, group: g, share: 0.5}]}]", "inconsistent-group"),
    ("members.yaml", HEAD + "components: [{id: a}, {id: b}]\nrequirement_groups: "
     "[{id: g, member: [{component: a, share: 0.5}, component:b]}]", "inconsistent-group"),
    ("alone.yaml", HEAD + PAIR + "{component: a, share: 0.5}]}]", "invalid-value"),
    ("hard.yaml", HEAD + PAIR + "{component: a, strength: soft, weight: 1}]}]", "invalid-value"),
    ("part.yaml", HEAD + "components: [{id: a}]\n"
     "scenarios: [{id: s, hits: [{component: a, damage: capacity}]}]", "invalid-value"),
    ("whole.yaml", HEAD + "components: [{id: a}]\n"
     "scenarios: [{id: s, hits: [{component: a, capacity: 0.5}]}]", "invalid-value"),
    ("spec.yaml", BACKSTAGE + "kind: Component\nmetadata: {}\nspec: []", "wrong-shape"),
    ("kind.yaml", BACKSTAGE + "kind: Starship\nmetadata: {name: a}", "unknown-kind"),
    ("target.yaml", BACKSTAGE + "kind: Location\nmetadata: {name: l}\nspec: {target: ./no.yaml}",
     "missing-target"),
    ("compose.yaml", "services: {a: {image: x, depends_on: [b]}}", "dangling-reference"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "content", "code"), INPUTS, ids=[i[0] for i in INPUTS])
def test_bad_input(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    content: str | bytes,
    code: str,
) -> None:
    path, store = tmp_path / name, f"sqlite:///{tmp_path / 'catalog.db'}"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    monkeypatch.setattr(sys, "argv", ["itspm", "--store", store, "import", str(path)])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    out, err = capsys.readouterr()
    assert (ended.value.code, out) == (1, "")
    first = err.splitlines()[0]
    assert re.match(rf"{re.escape(str(path))}(:\d+)?: error: .+ \[{code}\]$", first), err
    assert len(first) < len(str(path)) + 600
    opened = open_store(store)
    assert opened.head() == 0
    opened.close()
