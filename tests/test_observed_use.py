"""Evidence of use from files: what is counted, who is recognised, and what is refused."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itspm_graph.errors import InvalidInput
from itspm_graph.results import ImportReport
from itspm_graph.session import Session

DATA = Path(__file__).parent / "data" / "usage"
CATALOG = """
format: itspm/v1
services:
  - {id: cart, name: Cart, lifecycle: operate, has_offering: [{id: cart-gold, name: Cart}],
     realized_by: [component:cart-app]}
components: [{id: cart-app}, {id: web, seen_as: [frontend, Web-1]}, {id: twin, name: Twin}]
interfaces: [{id: twin-api, name: Twin}]
customers: [{id: acme, name: Acme}]
"""


@pytest.fixture
def catalog(plain: Session) -> Session:
    plain.apply(CATALOG)
    return plain


def given_file(session: Session, folder: Path, name: str, content: str) -> ImportReport:
    file = folder / name
    file.write_text(content, encoding="utf-8")
    return session.import_files([file])


def records(session: Session) -> list[tuple[Any, ...]]:
    """Whom, by whom, from, to, last, how much of what; by reference of the record."""
    graph, found = session.graph(), []
    for position in sorted(graph.positions("ConsumptionRecord"), key=graph.ref):
        said = graph.properties(position)
        (used,) = graph.links_from(position, "CONSUMED_IN")
        callers = [graph.ref(k.target) for k in graph.links_from(position, "CONSUMED_FROM")]
        caller = said.get("caller") or next(iter(callers), None)
        names = ("period_from", "period_to", "last_seen_on", "volume", "driver")
        found.append((graph.ref(used.target), caller, *(said.get(name) for name in names)))
    return found


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("use.csv", "used,caller,period_from,period_to,last_seen_on,volume,driver\n"
         "Cart,WEB-1,2026-10-01,2026-10-31,2026-10-30,12.5,calls\n"
         '"service:cart","svc, 10.1.1.1",,,2026-11-02,,\n'),
        ("use.tsv", "\ufeffused;caller;period_from;period_to;last_seen_on;volume;driver\r\n"
         "Cart;WEB-1;2026-10-01;2026-10-31;2026-10-30;12.5;calls\r\n\r\n"
         "service:cart;svc, 10.1.1.1;;;2026-11-02;;\r\n"),
        ("use.jsonl", '{"used": "cart", "caller": "web-1", "period_from": "2026-10-01", '
         '"period_to": "2026-10-31", "last_seen_on": "2026-10-30", "volume": 12.5, '
         '"driver": "calls"}\n'
         '{"used": "service:cart", "caller": "svc, 10.1.1.1", "last_seen_on": "2026-11-02"}\n'),
    ],
)  # fmt: skip
def test_tables_and_lines(catalog: Session, tmp_path: Path, name: str, content: str) -> None:
    made = given_file(catalog, tmp_path, name, content)
    assert made.problems == []
    assert records(catalog) == [
        ("service:cart", "svc, 10.1.1.1", None, None, "2026-11-02", None, None),
        ("service:cart", "component:web", "2026-10-01", "2026-10-31", "2026-10-30", 12.5, "calls"),
    ]
    assert given_file(catalog, tmp_path, name, content).revision == made.revision


HEADER = "used,caller,period_from,period_to,last_seen_on,volume,driver\n"


@pytest.mark.parametrize(
    ("content", "code", "line", "field", "says"),
    [
        (f"{HEADER}Basket,,,2026-10-31,,,\n", "unknown-used", 2, "used", "seen_as"),
        (f"{HEADER}Twin,,,2026-10-31,,,\n", "unknown-used", 2, "used", "interface:twin-api"),
        (f"{HEADER},web,,2026-10-31,,,\n", "missing-field", 2, "used", "reference or a name"),
        (f"{HEADER}cart,web,,,,3,\n", "missing-field", 2, "period_to", "last_seen_on"),
        (f"{HEADER}cart,,,31.10.2026,,,\n", "invalid-value", 2, "period_to", "YYYY-MM-DD"),
        (f"{HEADER}cart,,,2026-10-31,,-1,\n", "invalid-value", 2, "volume", "0 or more"),
        (f"{HEADER}cart,,,2026-10-31,,many,\n", "invalid-value", 2, "volume", "0 or more"),
        (f"{HEADER}cart,,2026-11-01,2026-10-31,,,\n", "invalid-value", 2, "period_to", "before"),
        (f"{HEADER}cart,web\n", "csv-syntax", 2, "", "7 columns"),
        ("used,used\ncart,cart\n", "duplicate-key", 1, "", "twice"),
        ("used,period_too\ncart,2026-10-31\n", "unknown-field", 2, "period_too", "period_to"),
        (f"{HEADER}cart,web,,2026-10-31,,,\n\ncart,web,,2026-10-31,,,\n", "duplicate-reference", 4,
         "", "twice"),
    ],
)  # fmt: skip
def test_bad_tables(
    catalog: Session, tmp_path: Path, content: str, code: str, line: int, field: str, says: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        given_file(catalog, tmp_path, "use.csv", content)
    found = [(p.code, p.line, p.field) for p in refused.value.problems if p.severity == "error"]
    assert (code, line, field) in found
    assert any(says in problem.message for problem in refused.value.problems)
    assert records(catalog) == []


def test_what_the_catalog_does_not_know_can_be_left_out(catalog: Session, tmp_path: Path) -> None:
    file = tmp_path / "use.csv"
    file.write_text(f"{HEADER}Basket,,,2026-10-31,,,\ncart,,,2026-10-31,,,\n")
    made = catalog.import_files([file], invalid="skip")
    assert [(p.code, p.severity) for p in made.problems] == [("unknown-used", "warning")]
    assert [row[0] for row in records(catalog)] == ["service:cart"]


def test_a_caller_of_several_names_stays_a_name(catalog: Session, tmp_path: Path) -> None:
    made = given_file(catalog, tmp_path, "use.csv", f"{HEADER}cart,Twin,,2026-10-31,,,\n")
    assert [(p.code, p.line, p.severity) for p in made.problems] == [
        ("ambiguous-caller", 2, "warning")
    ]
    assert [row[1] for row in records(catalog)] == ["Twin"]


def test_a_caller_that_becomes_known_is_matched_anew(catalog: Session, tmp_path: Path) -> None:
    row = f"{HEADER}cart,svc_x,,2026-10-31,,,\n"
    given_file(catalog, tmp_path, "use.csv", row)
    assert records(catalog)[0][1] == "svc_x"
    catalog.apply("format: itspm/v1\ncustomers: [{id: acme, seen_as: [svc_x]}]")
    given_file(catalog, tmp_path, "use.csv", row)
    assert [found[1] for found in records(catalog)] == ["customer:acme"]


# --- service graphs -----------------------------------------------------------------------------


def instant(day: str) -> str:
    return str(int(datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp()) * 10**9)


def point(client: str, server: str, value: Any, at: str, began: str, **more: str) -> dict[str, Any]:
    labels = {"client": client, "server": server, **more}
    return {
        "attributes": [{"key": k, "value": {"stringValue": v}} for k, v in labels.items()],
        "timeUnixNano": instant(at),
        "startTimeUnixNano": instant(began),
        **({"asDouble": value} if isinstance(value, float) else {"asInt": str(value)}),
    }


def line(*points: dict[str, Any], temporality: Any = 2, name: str = "") -> str:
    counter = {"aggregationTemporality": temporality, "isMonotonic": True, "dataPoints": points}
    metric = {"name": name or "traces_service_graph_request_total", "sum": counter}
    scopes = [{"scope": {}, "metrics": [metric]}]
    return json.dumps({"resourceMetrics": [{"resource": {}, "scopeMetrics": scopes}]}) + "\n"


BEGAN = "2026-10-01"
COUNTED = {
    "cumulative": (
        line(point("frontend", "cart", 100, "2026-10-10", BEGAN))
        + line(point("frontend", "cart", 150, "2026-10-20", BEGAN)),
        [("component:web", "2026-10-01", "2026-10-20", "2026-10-20", 150.0)],
    ),
    "by-month": (
        line(point("frontend", "cart", 100, "2026-10-10", BEGAN))
        + line(point("frontend", "cart", 150, "2026-11-20", BEGAN)),
        [
            ("component:web", "2026-10-01", "2026-10-10", "2026-10-10", 100.0),
            ("component:web", "2026-11-01", "2026-11-20", "2026-11-20", 50.0),
        ],
    ),
    "reset": (
        line(point("frontend", "cart", 100, "2026-10-10", BEGAN))
        + line(point("frontend", "cart", 30, "2026-10-20", BEGAN)),
        [("component:web", "2026-10-01", "2026-10-20", "2026-10-20", 130.0)],
    ),
    "began-anew": (
        line(point("frontend", "cart", 100, "2026-10-10", BEGAN))
        + line(point("frontend", "cart", 120, "2026-10-20", "2026-10-15")),
        [("component:web", "2026-10-01", "2026-10-20", "2026-10-20", 220.0)],
    ),
    "silent": (
        line(point("frontend", "cart", 100, "2026-10-10", BEGAN))
        + line(point("frontend", "cart", 100, "2026-10-20", BEGAN)),
        [("component:web", "2026-10-01", "2026-10-20", "2026-10-10", 100.0)],
    ),
    "delta": (
        line(point("frontend", "cart", 100, "2026-10-10", BEGAN), temporality=1)
        + line(point("frontend", "cart", 30.0, "2026-10-20", "2026-10-10"),
               temporality="AGGREGATION_TEMPORALITY_DELTA"),
        [("component:web", "2026-10-01", "2026-10-20", "2026-10-20", 130.0)],
    ),
    "out-of-order": (
        line(point("frontend", "cart", 150, "2026-10-20", BEGAN),
             point("frontend", "cart", 100, "2026-10-10", BEGAN)),
        [("component:web", "2026-10-01", "2026-10-20", "2026-10-20", 150.0)],
    ),
    "series-of-one-pair": (
        line(point("frontend", "cart", 100, "2026-10-10", BEGAN, failed="false"),
             point("frontend", "cart", 5, "2026-10-10", BEGAN, failed="true")),
        [("component:web", "2026-10-01", "2026-10-10", "2026-10-10", 105.0)],
    ),
    "unknown-caller": (
        line(point("batch-7", "cart", 1, "2026-10-10", BEGAN, connection_type="virtual_node")),
        [("batch-7", "2026-10-01", "2026-10-10", "2026-10-10", 1.0)],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("content", "expected"), COUNTED.values(), ids=COUNTED)
def test_service_graphs(
    catalog: Session, tmp_path: Path, content: str, expected: list[tuple[Any, ...]]
) -> None:
    given_file(catalog, tmp_path, "metrics.json", content)
    assert [row[1:6] for row in records(catalog)] == expected
    assert {row[0] for row in records(catalog)} == {"service:cart"}


def test_other_metrics_are_no_service_graph(catalog: Session, tmp_path: Path) -> None:
    content = line(point("frontend", "cart", 1, "2026-10-10", BEGAN), name="calls_total")
    with pytest.raises(InvalidInput, match="traces_service_graph_request_total"):
        given_file(catalog, tmp_path, "metrics.json", content)


@pytest.mark.parametrize("value", ["many", -1, None])
def test_bad_counts(catalog: Session, tmp_path: Path, value: Any) -> None:
    content = line(point("frontend", "cart", value, "2026-10-10", BEGAN))
    with pytest.raises(InvalidInput, match=re.escape("asInt")) as refused:
        given_file(catalog, tmp_path, "metrics.json", content)
    assert [(p.code, p.line) for p in refused.value.problems] == [("invalid-value", 1)]


def test_an_exposition_is_read_as_a_counter(catalog: Session, tmp_path: Path) -> None:
    content = (DATA / "metrics.prom").read_text()
    given_file(catalog, tmp_path, "metrics.prom", content)
    assert [row[1:6] for row in records(catalog)] == [
        ("component:web", "2026-11-02", "2026-11-02", "2026-11-02", 152.0)
    ]


def test_samples_without_time_count_on_an_unknown_day(catalog: Session, tmp_path: Path) -> None:
    content = 'traces_service_graph_request_total{client="frontend",server="cart"} 3\n'
    made = given_file(catalog, tmp_path, "metrics.prom", content)
    assert [(p.code, p.line) for p in made.problems] == [("undated-use", 1)]
    assert [row[1:6] for row in records(catalog)] == [("component:web", None, None, None, 3.0)]


@pytest.mark.parametrize("content", ["calls{} many\n", "what is this\n", 'calls{a="b 3\n'])
def test_bad_expositions(catalog: Session, tmp_path: Path, content: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        given_file(catalog, tmp_path, "metrics.prom", f"# TYPE calls counter\n{content}")
    assert [(p.code, p.line) for p in refused.value.problems] == [("metric-syntax", 2)]


@settings(max_examples=30)
@given(st.lists(st.integers(0, 50), min_size=1, max_size=8), st.integers(1, 4))
def test_a_counter_is_worth_its_rises(rises: list[int], cut: int) -> None:
    """However the points lie in lines, what is counted is the sum of what came."""
    total, points = 0, []
    for number, rise in enumerate(rises, 2):
        total += rise
        points.append(point("frontend", "cart", total, f"2026-10-{number:02}", BEGAN))
    parts = [points[i : i + cut] for i in range(0, len(points), cut)]
    with Session.open("sqlite://") as session:
        session.apply(CATALOG)
        session.apply("".join(line(*part) for part in parts))
        assert [row[5] for row in records(session)] == [float(total)]


# --- in a retirement ----------------------------------------------------------------------------


def test_use_of_what_realises_a_service_is_use_of_it(catalog: Session, tmp_path: Path) -> None:
    row = "component:cart-app,svc_x,,2026-11-01,2026-11-01,3,calls\n"
    given_file(catalog, tmp_path, "use.csv", HEADER + row)
    found = catalog.check_retire(["service:cart"], on="2026-11-20")
    assert [item.name for item in found.undeclared] == ["svc_x"]
    retired = catalog.retire(["service:cart"])
    assert (retired.use.records, str(retired.use.last_used_on)) == (1, "2026-11-01")
    catalog.apply("format: itspm/v1\nservices: [{id: other, realized_by: [component:cart-app]}]")
    assert catalog.check_retire(["service:cart"], on="2026-11-20").clear


def test_use_by_month_has_no_gaps(catalog: Session, tmp_path: Path) -> None:
    rows = [
        f"cart,web,{month}-01,{month}-28,,{volume},calls\n"
        for month, volume in (("2025-11", 4), ("2026-02", 8))
    ]
    given_file(catalog, tmp_path, "use.csv", HEADER + "".join(rows))
    months = [(each.month, each.volume) for each in catalog.retire(["service:cart"]).use.months]
    assert months == [("2025-11", 4), ("2025-12", 0), ("2026-01", 0), ("2026-02", 8)]
