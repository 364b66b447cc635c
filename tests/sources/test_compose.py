"""Compose files: the OpenTelemetry Demo in its three layers, and what else may stand in one."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import networkx
import pytest

from itspm_graph.sources import Statements, interpolation
from itspm_graph.sources.reading import read
from tests.sources.samples import DATA, brief, codes, errors, said

DEMO = DATA / "opentelemetry-demo"
LAYERS = [
    DEMO / name for name in ("compose.yaml", "compose.full.yaml", "compose.observability.yaml")
]

#                 services, edges, healthy, images, of the project, longest path
FACTS = {1: (20, 46, 15, 20, 16, 5), 2: (23, 51, 18, 23, 19, 5), 3: (28, 58, 22, 28, 21, 6)}


def needs(statements: Statements) -> networkx.DiGraph[str]:
    return networkx.DiGraph(
        (edge.source.slug, edge.target.slug)
        for edge in statements.edges
        if edge.label == "DEPENDS_ON"
    )


@pytest.mark.parametrize(("layers", "facts"), FACTS.items())
def test_the_layers_of_the_demo(layers: int, facts: tuple[int, ...]) -> None:
    statements = read(LAYERS[:layers])
    kinds = Counter(node.ref.kind for node in statements.nodes)
    depends = [edge for edge in statements.edges if edge.label == "DEPENDS_ON"]
    uses = [edge for edge in statements.edges if edge.label == "USES_PRODUCT"]
    healthy = [e for e in depends if e.fields == {"attributes": {"condition": "service_healthy"}}]
    started = [e for e in depends if e.fields == {}]
    own = [
        edge
        for edge in uses
        if edge.target.startswith("vendor-product:ghcr.io/open-telemetry/demo")
    ]
    graph = needs(statements)
    assert kinds == {"component": facts[0], "vendor-product": facts[3]}
    assert len(uses) == facts[3]
    assert (len(depends), len(healthy), len(started)) == (facts[1], facts[2], facts[1] - facts[2])
    assert len(own) == facts[4]
    assert networkx.dag_longest_path_length(graph) == facts[5]
    assert set(graph) <= {node.ref.slug for node in statements.nodes}
    assert codes(statements) == ["dropped"]


def test_a_folder_is_merged_in_the_same_way() -> None:
    walked, named = read([DEMO]), read(LAYERS)
    assert {node.ref for node in walked.nodes} == {node.ref for node in named.nodes}
    edges = [{(e.label, e.source, e.target) for e in one.edges} for one in (walked, named)]
    assert edges[0] == edges[1]


AFFECTED = {
    "kafka": "accounting checkout fraud-detection frontend frontend-proxy load-generator",
    "valkey-cart": "cart checkout frontend frontend-proxy load-generator",
    "astronomy-db": "checkout frontend frontend-proxy load-generator product-catalog"
    " recommendation",
    "flagd": "ad cart checkout flagd-ui frontend frontend-proxy load-generator payment"
    " product-catalog recommendation shipping",
    "quote": "frontend frontend-proxy load-generator",
    "frontend": "frontend-proxy load-generator",
}
INDEPENDENT = (
    "astronomy-db flagd grafana jaeger kafka opamp-server opensearch prometheus telemetry-docs"
    " valkey-cart"
)


@pytest.mark.parametrize(("fails", "affected"), AFFECTED.items())
def test_who_is_affected(fails: str, affected: str) -> None:
    assert networkx.ancestors(needs(read(LAYERS)), fails) == set(affected.split())


def test_who_is_affected_by_the_collector() -> None:
    statements = read(LAYERS)
    graph = needs(statements)
    services = {node.ref.slug for node in statements.nodes if node.ref.kind == "component"}
    graph.add_nodes_from(services)
    assert {name for name, count in graph.out_degree if count == 0} == set(INDEPENDENT.split())
    by_collector = networkx.ancestors(graph, "otel-collector")
    assert by_collector == services - set(INDEPENDENT.split()) - {"otel-collector"}
    assert networkx.ancestors(graph, "opensearch") == by_collector | {"otel-collector"}


def test_a_service_of_the_demo() -> None:
    statements = read(LAYERS)
    nodes = {str(node.ref): node for node in statements.nodes}
    database = nodes["component:astronomy-db"]
    assert database.fields == {"name": "astronomy-db", "kind": "service_instance"}
    assert nodes["vendor-product:postgres-18.4"].fields == {
        "name": "postgres:18.4",
        "version": "18.4",
    }
    assert nodes["component:kafka"].place.file.endswith("compose.full.yaml")
    assert not any("changeme" in str(node.fields) for node in statements.nodes)
    assert ("component:checkout", "DEPENDS_ON") in statements.complete


def test_a_patch_by_itself_is_not_the_whole_truth() -> None:
    statements = read([LAYERS[1]])
    assert ("component:kafka", "DEPENDS_ON") in statements.complete
    assert ("component:checkout", "DEPENDS_ON") not in statements.complete
    assert [e.target for e in statements.edges if e.source == "component:checkout"] == [
        "component:kafka"
    ]


def test_both_forms_of_depends_on_are_united(tmp_path: Path) -> None:
    one, other = tmp_path / "one.yaml", tmp_path / "two.yaml"
    one.write_text("services: {A: {image: x, depends_on: [b, c]}, b: {build: .}, c: }\n")
    other.write_text(
        "services:\n  A:\n    depends_on:\n      b: {condition: service_healthy}\n"
        "      d: {required: false, restart: true}\n      c:\n"
    )
    statements = read([one, other])
    found = {e.target: e.fields for e in statements.edges if e.label == "DEPENDS_ON"}
    assert found == {
        "component:b": {"attributes": {"condition": "service_healthy"}},
        "component:c": {},
        "component:d": {"attributes": {"restart": True}, "strength": "soft"},
    }
    assert statements.nodes[0].fields["name"] == "A"
    assert statements.nodes[0].ref == "component:a"


def test_a_later_layer_changes_the_image(tmp_path: Path) -> None:
    one, other = tmp_path / "one.yaml", tmp_path / "two.yaml"
    one.write_text("services: {a: {image: 'x:1'}}\n")
    other.write_text("services: {a: {image: 'x:2'}}\n")
    uses = [e.target for e in read([one, other]).edges]
    assert uses == ["vendor-product:x-2"]


def test_folders_are_projects_of_their_own(tmp_path: Path) -> None:
    for folder, version in (("a", 1), ("b", 2)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "compose.yaml").write_text(
            f"services: {{{folder}: {{image: 'x:$V'}}}}\n"
        )
        (tmp_path / folder / "compose.a-patch.yaml").write_text(
            f"services: {{{folder}: {{image: 'y:$V'}}}}\n"
        )
        (tmp_path / folder / ".env").write_text(f"V={version}\n")
    uses = [(e.source, e.target) for e in read([tmp_path]).edges]
    assert uses == [("component:a", "vendor-product:y-1"), ("component:b", "vendor-product:y-2")]


IMAGES = {
    "postgres": ("postgres", None),
    "Postgres:16": ("postgres-16", "16"),
    "registry:5000/x/y": ("registry-5000/x/y", None),
    "registry:5000/x/y:1.2": ("registry-5000/x/y-1.2", "1.2"),
    "x@sha256:abc": ("x-sha256-abc", "sha256:abc"),
    "x:1@sha256:abc": ("x-1-sha256-abc", "1"),
}


@pytest.mark.parametrize(("image", "product"), IMAGES.items())
def test_images(image: str, product: tuple[str, str | None]) -> None:
    node = said(f"services: {{a: {{image: '{image}'}}}}\n").nodes[1]
    assert (node.ref.slug, node.fields.get("version")) == product
    assert node.fields["name"] == image


def test_anchors_merges_and_tags() -> None:
    statements = said(
        "x-base: &base {image: x, depends_on: [c]}\n"
        "services:\n  a: {<<: *base}\n"
        "  b:\n    <<: *base\n    depends_on: !override [d]\n  c: !reset\n"
    )
    edges = [(e.source.slug, e.target.slug) for e in statements.edges if e.label == "DEPENDS_ON"]
    assert edges == [("a", "c"), ("b", "d")]
    assert [(p.code, p.severity, p.line) for p in statements.problems] == [
        ("tag", "warning", 6),
        ("tag", "warning", 7),
    ]


MALFORMED = {
    "a service that is a list": ("services:\n  a: []", "wrong-shape", 2, "services.a"),
    "a name with a blank": ("services:\n  a b: {}", "invalid-name", 2, "services.a b"),
    "an image that is a number": (
        "services:\n  a:\n    image: 5",
        "wrong-shape",
        3,
        "services.a.image",
    ),
    "an image without a letter": (
        "services: {a: {image: '***'}}",
        "invalid-name",
        1,
        "services.a.image",
    ),
    "a variable that has to be set": (
        "services:\n  a:\n    image: ${X:?say which}",
        "missing-variable",
        3,
        "services.a.image",
    ),
    "a brace left open": ("services: {a: {image: '${X'}}", "bad-variable", 1, "services.a.image"),
    "no name in braces": ("services: {a: {image: '${5}'}}", "bad-variable", 1, "services.a.image"),
    "a dependency that is a number": (
        "services:\n  a:\n    depends_on:\n    - b\n    - 5",
        "invalid-reference",
        5,
        "services.a.depends_on",
    ),
    "dependencies that are a text": (
        "services:\n  a:\n    depends_on: b",
        "wrong-shape",
        3,
        "services.a.depends_on",
    ),
    "a setting that is a text": (
        "services: {a: {depends_on: {b: x}}}",
        "wrong-shape",
        1,
        "services.a.depends_on",
    ),
}


@pytest.mark.parametrize(("content", "code", "line", "field"), MALFORMED.values(), ids=MALFORMED)
def test_malformed_services(content: str, code: str, line: int, field: str) -> None:
    (problem,) = errors(said(content, format="compose"))
    assert brief(problem) == (code, line, field)
    assert problem.skippable


def test_an_unset_variable_is_kept_as_written() -> None:
    statements = said("services:\n  a:\n    image: ${REPO}/x:${TAG:-1}\n")
    assert statements.nodes[1].fields == {"name": "${REPO}/x:1", "version": "1"}
    assert [brief(problem) for problem in statements.problems] == [
        ("unset-variable", 3, "services.a.image")
    ]
    assert errors(statements) == []


FILLED = {
    "a$b": "a$b",
    "$A": "1",
    "${A}": "1",
    "$$A ${A}$$": "$A 1$",
    "${EMPTY}": "",
    "${EMPTY:-x}": "x",
    "${EMPTY-x}": "",
    "${NONE:-x}": "x",
    "${NONE-x}": "x",
    "${NONE:-${A:-y}}": "1",
    "${NONE:-${OTHER:-y}}z": "yz",
    "${A:+x}": "x",
    "${EMPTY:+x}": "",
    "${EMPTY+x}": "x",
    "${NONE+x}": "",
    "${A:?must}": "1",
    "${NONE}": "${NONE}",
    "$NONE.": "$NONE.",
}


@pytest.mark.parametrize(("written", "filled"), FILLED.items())
def test_interpolation(written: str, filled: str) -> None:
    assert interpolation.fill(written, {"A": "1", "EMPTY": ""}).text == filled


BAD_TEXTS = [
    "${",
    "${}",
    "${A",
    "${1}",
    "${A:-${B}",
    "${A b}",
    "${A:-" * 50 + "}" * 50,
    "x" * 20_000,
]


@pytest.mark.parametrize("written", BAD_TEXTS)
def test_interpolation_of_the_impossible(written: str) -> None:
    with pytest.raises(interpolation.InterpolationError):
        interpolation.fill(written, {})


def test_variables() -> None:
    content = """\
# a comment
A=1
export B = two words   # and a comment
C="quoted # ${A}\\n"
D='as is ${A}'
E=${A}-$B
F=
G: yaml
H=a#b
nonsense
I="open
J=${A
"""
    known, wrong = interpolation.variables(content)
    assert known == {
        "A": "1",
        "B": "two words",
        "C": "quoted # 1\n",
        "D": "as is ${A}",
        "E": "1-two words",
        "F": "",
        "G": "yaml",
        "H": "a#b",
    }
    assert [line for line, _ in wrong] == [10, 11, 12]


def test_variables_that_double_each_other() -> None:
    content = "A=xxxxxxxxxx\n" + "".join(
        f"{after}=${before}${before}\n"
        for before, after in zip(
            "ABCDEFGHIJKLMNOPQRSTUVWXY", "BCDEFGHIJKLMNOPQRSTUVWXYZ", strict=True
        )
    )
    known, wrong = interpolation.variables(content)
    assert wrong[0][0] == 11
    assert max(map(len, known.values())) <= interpolation.LONGEST_VALUE


def test_a_broken_env_file_is_a_warning(tmp_path: Path) -> None:
    (tmp_path / "compose.yaml").write_text("services: {a: {image: x}}\n")
    (tmp_path / ".env").write_text("A=1\nwhat is this\n")
    (problem,) = read([tmp_path]).problems
    assert (problem.code, problem.line, problem.severity) == ("bad-variable", 2, "warning")
    (tmp_path / ".env").write_bytes(b"A=\xff\n")
    (problem,) = read([tmp_path]).problems
    assert (problem.code, problem.line, problem.severity) == ("encoding", 1, "warning")
