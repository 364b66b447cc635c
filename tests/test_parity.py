"""The command line and GraphQL agree on every answer, over the whole demo."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    build_schema,
    get_named_type,
)

from api.app import create_app
from api.schema import sdl
from itspm_graph import cli
from itspm_graph.catalogue import catalogue
from itspm_graph.framework import framework
from itspm_graph.session import Session
from tests.api.client import Client

DEMO = Path(__file__).parent.parent / "seed" / "demo"
PLAN = DEMO.parent / "plans" / "warehouse-in-venlo.yaml"
SAMPLES = {
    "element": "component:array-ant-1",
    "component": "component:array-ant-1",
    "service": "service:edi-classic",
    "product": "vendor-product:karveldb-12",
    "vendor": "vendor:cirrostrat",
    "site": "site:antwerp-dc",
    "on": "2026-11-23",
    "horizon": "2028-12-31",
    "selection": "selection-case:routing-2026",
}


@pytest.fixture(scope="module")
def demo() -> Iterator[Session]:
    with Session.open("sqlite://") as session:
        session.import_files([DEMO], author="tests", reason="the demo")
        session.apply("format: itspm/v1\ndelete: [component:kiosk-display-server]")
        yield session


class Both:
    """Asks the same question of the command line and of GraphQL."""

    def __init__(
        self,
        client: Client,
        schema: GraphQLSchema,
        capsys: pytest.CaptureFixture[str],
        patch: pytest.MonkeyPatch,
    ) -> None:
        self.client, self.schema, self.capsys, self.patch = client, schema, capsys, patch

    def cli(self, *arguments: str) -> Any:
        self.patch.setattr(sys, "argv", ["itspm", *arguments, "--json"])
        with pytest.raises(SystemExit):
            cli.main()
        return json.loads(self.capsys.readouterr().out)

    def graphql(self, call: str) -> tuple[Any, Any]:
        """The whole answer of a root field, and its type."""
        query = self.schema.query_type
        assert query
        name = re.split(r"\W", call)[0]
        kind = query.fields[name].type
        body = {"query": f"{{ {call} {self.fields(kind)} }}"}
        answer = self.client.post("/graphql", json=body).json()
        assert "errors" not in answer, answer
        return answer["data"][name], kind

    def fields(self, kind: Any) -> str:
        """A selection of everything but links to nodes, which the command line doesn't print."""
        named = get_named_type(kind)
        if not isinstance(named, GraphQLObjectType):
            return ""
        inner = [f"{name} {self.fields(f.type)}" for name, f in printed(named).items()]
        return f"{{ {' '.join(inner)} }}"

    def agree(self, arguments: list[str], call: str) -> None:
        found, kind = self.graphql(call)
        assert same(kind, found, self.cli(*arguments)) == []


def printed(kind: GraphQLObjectType) -> dict[str, GraphQLField]:
    """Fields that aren't links to nodes: those lead on into the graph."""
    leads = {"Node", "Element"}
    return {
        name: field
        for name, field in kind.fields.items()
        if get_named_type(field.type).name not in leads
        and not isinstance(get_named_type(field.type), GraphQLUnionType)
        and not name.endswith("Node")
    }


def same(kind: Any, found: Any, printed_by_cli: Any, path: str = "") -> list[str]:
    """Places where the two differ."""
    if isinstance(kind, GraphQLNonNull):
        return same(kind.of_type, found, printed_by_cli, path)
    if isinstance(kind, GraphQLList) and isinstance(printed_by_cli, dict):
        (what,) = set(get_named_type(kind).fields) - {"count"}
        number = int if what == "order" else str
        printed_by_cli = [{what: number(k), "count": n} for k, n in printed_by_cli.items()]
    if isinstance(kind, GraphQLList) and found is not None:
        if len(found) != len(printed_by_cli):
            return [f"{path}: {len(found)} and {len(printed_by_cli)} items"]
        pairs = enumerate(zip(found, printed_by_cli, strict=True))
        return [d for i, (a, b) in pairs for d in same(kind.of_type, a, b, f"{path}[{i}]")]
    if isinstance(kind, GraphQLObjectType) and found is not None:
        words = {name: re.sub(r"(?<!^)([A-Z])", r"_\1", name).lower() for name in printed(kind)}
        return [
            difference
            for name, word in words.items()
            for difference in same(
                kind.fields[name].type, found[name], printed_by_cli[word], f"{path}.{name}"
            )
        ]
    if isinstance(kind, GraphQLEnumType):
        found, printed_by_cli = str(found).lower(), str(printed_by_cli).lower()
    return [] if found == printed_by_cli else [f"{path}: {found!r} and {printed_by_cli!r}"]


@pytest.fixture(scope="module")
def client(demo: Session) -> Client:
    return Client(create_app(demo))


@pytest.fixture(scope="module")
def schema() -> GraphQLSchema:
    return build_schema(sdl())


@pytest.fixture
def both(
    demo: Session,
    client: Client,
    schema: GraphQLSchema,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Both:
    for module in vars(cli).values():
        if isinstance(module, ModuleType) and hasattr(module, "session"):
            monkeypatch.setattr(module, "session", lambda *_, **__: demo)
    return Both(client, schema, capsys, monkeypatch)


def quoted(*refs: str) -> str:
    return json.dumps(refs)


@pytest.mark.slow
def test_impact_of_every_element(both: Both, demo: Session) -> None:
    graph = demo.graph()
    kinds = ("Site", "Vendor", "VendorProduct", "Service", "Component")
    refs = [str(graph.ref(p)) for kind in kinds for p in graph.positions(kind)]
    assert len(refs) > 350
    for ref in refs:
        both.agree(["impact", ref], f"impact(refs: {quoted(ref)})")
    scenarios = [str(graph.ref(p)) for p in graph.positions("Scenario")]
    assert len(scenarios) > 6
    for ref in scenarios:
        both.agree(["simulate", "--scenario", ref], f'simulate(scenario: "{ref}")')


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "call"),
    [
        (
            ["impact", "component:gps-clock", "--cycle-policy", "running"],
            'impact(refs: ["component:gps-clock"], cyclePolicy: RUNNING)',
        ),
        (
            ["impact", "site:antwerp-dc", "vendor:claviger", "--as-of", "1"],
            'impact(refs: ["site:antwerp-dc", "vendor:claviger"], asOf: "1")',
        ),
        (
            ["simulate", "--scenario", "scenario:antenna-struck"],
            'simulate(scenario: "scenario:antenna-struck")',
        ),
        (
            [
                "simulate",
                "--capacity",
                "site:antwerp-dc=0.5",
                "--fail",
                "component:gps-clock",
                "--cycle-policy",
                "running",
            ],
            'simulate(capacity: ["site:antwerp-dc=0.5"], fail: ["component:gps-clock"], '
            "cyclePolicy: RUNNING)",
        ),
        (
            ["explain", "business-activity:clear-customs", "--failed", "component:gps-clock"],
            'explain(ref: "business-activity:clear-customs", failed: ["component:gps-clock"])',
        ),
        (
            ["explain", "service:customer-portal", "--capacity", "site:antwerp-dc=0.5"],
            'explain(ref: "service:customer-portal", capacity: ["site:antwerp-dc=0.5"])',
        ),
        (["reach", "site:venlo-dc"], 'reach(ref: "site:venlo-dc")'),
        (
            ["reach", "service:payroll-hr", "--direction", "providers", "--depth", "2"],
            'reach(ref: "service:payroll-hr", direction: PROVIDERS, depth: 2)',
        ),
        (
            ["paths", "service:freight-billing", "vendor:portolan", "--limit", "3"],
            'paths(from: "service:freight-billing", to: "vendor:portolan", limit: 3)',
        ),
        (
            ["select", "+service:fax-gateway and not type:Site"],
            'select(expression: "+service:fax-gateway and not type:Site")',
        ),
        (["spofs", "--limit", "1000"], "singlePointsOfFailure(limit: 1000)"),
        (
            ["spofs", "service:dispatch-board", "--basic", "Site,component"],
            'singlePointsOfFailure(refs: ["service:dispatch-board"], basic: ["Site", "component"])',
        ),
        (["common-causes", "--limit", "9"], "commonCauses(limit: 9)"),
        (
            ["common-causes", "service:dispatch-board"],
            'commonCauses(ref: "service:dispatch-board")',
        ),
        (["cuts", "service:dispatch-board"], 'cutSets(ref: "service:dispatch-board")'),
        (
            ["cuts", "service:order-intake", "--count", "--cycle-policy", "running"],
            'cutSets(ref: "service:order-intake", count: true, cyclePolicy: RUNNING)',
        ),
        (
            ["spofs", "business-activity:deliver-goods", "--loss", "below-mbco"],
            'singlePointsOfFailure(refs: ["business-activity:deliver-goods"], loss: BELOW_MBCO)',
        ),
        (
            ["cuts", "business-activity:keep-medicines-cold", "--loss", "below-mbco"],
            'cutSets(ref: "business-activity:keep-medicines-cold", loss: BELOW_MBCO)',
        ),
        (
            ["availability", "business-activity:deliver-goods", "--loss", "below-mbco"],
            'availability(ref: "business-activity:deliver-goods", loss: BELOW_MBCO)',
        ),
        (["availability", "service:dispatch-board"], 'availability(ref: "service:dispatch-board")'),
        (
            ["availability", "service:payroll-hr", "--method", "simulated", "--samples", "1000"],
            'availability(ref: "service:payroll-hr", method: SIMULATED, samples: 1000)',
        ),
        (
            ["retire", "service:edi-classic", "--on", "2027-03-31"],
            'retirement(refs: ["service:edi-classic"], on: "2027-03-31")',
        ),
        (
            ["check", "retire", "service:edi-classic", "component:array-ant-1"],
            'retirementCheck(refs: ["service:edi-classic", "component:array-ant-1"])',
        ),
        (
            ["retire", "component:gps-clock", "service:fax-gateway", "--cycle-policy", "running"],
            'retirement(refs: ["component:gps-clock", "service:fax-gateway"], '
            "cyclePolicy: RUNNING)",
        ),
        (
            ["simulate", "--scenario", "scenario:antwerp-site-fire"],
            'simulate(scenario: "scenario:antwerp-site-fire")',
        ),
        (
            ["report", "scenario", "--scenario", "scenario:array-1-fails"],
            'scenarioReport(scenario: "scenario:array-1-fails")',
        ),
        (["report", "continuity"], "continuityReport"),
        (["alignment"], "alignment"),
        (["alignment", "service:contact-centre"], 'alignment(refs: ["service:contact-centre"])'),
        (["exercises"], "exerciseProgramme"),
        (
            ["exercises", "--ref", "service:bonded-ledger", "--within", "3", "--as-of", "1"],
            'exerciseProgramme(refs: ["service:bonded-ledger"], within: 3, asOf: "1")',
        ),
        (["stress", "--pairs"], "stress(pairs: true)"),
        (
            ["stress", "--kinds", "utility-feed,team", "--limit", "3", "--cycle-policy", "running"],
            'stress(kinds: ["utility-feed", "team"], limit: 3, cyclePolicy: RUNNING)',
        ),
        (["concentration"], "concentration"),
        (["concentration", "--weigh", "revenue"], "concentration(weigh: REVENUE)"),
        (["register"], "register"),
        (
            ["register", "B_07.01", "--lei", "000000DEMOMERIVAAR01"],
            'register(templates: ["B_07.01"], lei: "000000DEMOMERIVAAR01")',
        ),
        (
            ["mitigate", str(PLAN), "--fail", "site:antwerp-dc"],
            f'mitigation(plan: {json.dumps(PLAN.read_text())}, fail: ["site:antwerp-dc"])',
        ),
        (
            ["simulate", "--fail", "component:array-ant-1", "--plan", str(PLAN)],
            f'simulate(fail: ["component:array-ant-1"], plan: {json.dumps(PLAN.read_text())})',
        ),
        (["retirable", "--on", "2026-11-23"], 'retirable(on: "2026-11-23")'),
        (["retirable", "--limit", "3", "--as-of", "1"], 'retirable(limit: 3, asOf: "1")'),
        (["cost"], "cost"),
        (["cost", "--period", "2026-Q3"], 'cost(period: "2026-Q3")'),
        (["cost", "service:edi-classic"], 'cost(ref: "service:edi-classic")'),
        (
            ["cost", "service:virtual-servers", "--period", "2026", "--as-of", "1"],
            'cost(ref: "service:virtual-servers", period: "2026", asOf: "1")',
        ),
        (["diff", "1", "2"], 'diff(from: "1", to: "2")'),
        (["framework"], "framework"),
        *(
            (["gate", "history", ref], f'gateHistory(service: "{ref}")')
            for ref in ("service:cold-chain-monitoring", "service:robotics-control")
        ),
        (
            ["gate", "compare", "gate-submission:tg6-tracking-widget-2026", "--on", "2026-11-23"],
            'gateCompare(submission: "gate-submission:tg6-tracking-widget-2026", on: "2026-11-23")',
        ),
        *(
            (["gate", "check", "TG6", ref], f'gateCheck(gate: "TG6", service: "{ref}")')
            for ref in ("service:fax-gateway", "service:edi-classic", "service:payroll-hr")
        ),
        (["portfolio", "--on", "2026-11-23"], 'portfolio(on: "2026-11-23")'),
        (
            ["portfolio", "--portfolio", "portfolio:customs-trade", "--no-check", "--sort", "due"],
            'portfolio(portfolio: "portfolio:customs-trade", check: false, sort: DUE)',
        ),
        (
            ["portfolio", "--phase", "improve", "--overdue", "--as-of", "1"],
            'portfolio(phase: "improve", overdue: true, asOf: "1")',
        ),
        (["process"], "process"),
        *(
            pytest.param(
                ["process", name, "--limit", "3"],
                f'process(name: "{name}", limit: 3)',
                marks=() if name == "service_lifecycle" else pytest.mark.slow,
            )
            for name in framework().processes
        ),
        (
            ["report", "gate", "TG6", "service:edi-classic", "--on", "2026-11-23"],
            'gateReport(gate: "TG6", service: "service:edi-classic", on: "2026-11-23")',
        ),
        (
            ["document", "new", "service-roadmap", "--for", "service:eta-prediction"],
            'documentTemplate(type: "service-roadmap", for: "service:eta-prediction")',
        ),
        (
            ["document", "list", "service:eta-prediction"],
            'documentsOf(service: "service:eta-prediction")',
        ),
        (
            ["document", "show", "service-strategy:delivery-assistant"],
            'documentVersions(ref: "service-strategy:delivery-assistant")',
        ),
    ],
)
def test_the_other_verbs(both: Both, arguments: list[str], call: str) -> None:
    both.agree(arguments, call)


def test_a_scenario_as_a_document(both: Both, tmp_path: Path) -> None:
    document = "name: Flood\nhits: [{element: site:venlo-dc, damage: destroyed}]"
    path = tmp_path / "flood.yaml"
    path.write_text(document)
    both.agree(["simulate", str(path)], f"simulate(document: {json.dumps(document)})")


def test_a_file_that_belongs_to_no_document(both: Both, tmp_path: Path) -> None:
    path = tmp_path / "other.pdf"
    path.write_bytes(b"other")
    ref, digest = "service-strategy:delivery-assistant", sha256(b"other").hexdigest()
    both.agree(
        ["document", "verify", ref, str(path)],
        f'documentVerification(ref: "{ref}", contentHash: "{digest}")',
    )


QUESTIONS = [query for query in catalogue().values() if not query.gate]
FIRST = {query.process: query.name for query in reversed(QUESTIONS)}
"""One of each process is asked in the quick part, too."""
ASKED = [
    pytest.param(query.name, marks=() if query.name in FIRST.values() else pytest.mark.slow)
    for query in QUESTIONS
]


@pytest.mark.parametrize("name", ASKED)
def test_every_named_query(both: Both, name: str) -> None:
    query = catalogue()[name]
    given = {p.name: SAMPLES[p.name] for p in query.parameters if p.name in SAMPLES}
    assert {p.name for p in query.parameters if p.required} <= set(given)
    field = re.sub(r"_(\w)", lambda match: match[1].upper(), name)
    listed = ", ".join(f'{key}: "{value}"' for key, value in given.items())
    call = f"{field}({listed})" if listed else field
    both.agree(["ask", name, *(f"{key}={value}" for key, value in given.items())], call)


@pytest.mark.slow
def test_every_record_of_every_type(both: Both, demo: Session) -> None:
    """Names of all records by list and by connection, page after page."""
    query = both.schema.query_type
    assert query
    collections = [name for name, f in query.fields.items() if "orderBy" in f.args]
    assert len(collections) > 40
    for collection in collections:
        listed = both.cli("list", re.sub(r"([A-Z])", r"_\1", collection).lower())["records"]
        found, after = [], "null"
        while after:
            call = f"{collection}(first: 200, after: {after})"
            body = {
                "query": f"{{ {call} {{ edges {{ node {{ ref name type }} }} "
                "pageInfo { hasNextPage endCursor } } }"
            }
            page = both.client.post("/graphql", json=body).json()["data"][collection]
            found += [edge["node"] for edge in page["edges"]]
            info = page["pageInfo"]
            after = json.dumps(info["endCursor"]) if info["hasNextPage"] else ""
        names = [{key: record[key] for key in ("ref", "name", "type")} for record in listed]
        assert found == names, collection


def test_the_log(both: Both) -> None:
    printed_by_cli = both.cli("log")["revisions"]
    body = {"query": "{ revisions { edges { node { revision at author reason changes } } } }"}
    edges = both.client.post("/graphql", json=body).json()["data"]["revisions"]["edges"]
    assert [edge["node"] for edge in edges] == printed_by_cli
