"""Catalogs that other people wrote, and the demo: in by `import`, facts out, on every store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from itspm_graph.errors import InvalidInput
from itspm_graph.session import Session

DATA = Path(__file__).parent / "data"
DEMO = Path(__file__).parent.parent / "seed" / "demo"
CATALOGS = [DATA / "backstage", DATA / "flights", DATA / "opentelemetry-demo", DEMO]


def load(session: Session, folder: Path) -> Session:
    session.import_files([folder], missing="stub", invalid="skip")
    return session


@pytest.mark.parametrize("folder", CATALOGS, ids=lambda folder: folder.name)
def test_every_store_holds_the_same(session: Session, plain: Session, folder: Path) -> None:
    load(session, folder)
    load(plain, folder)
    records = session.graph().records()
    assert records == plain.graph().records()
    assert Session(session.store).graph().records() == records, "read back, not remembered"
    again = session.import_files([folder], missing="stub", invalid="skip")
    assert (again.revision, again.created, again.updated) == (1, {}, {})
    assert session.store.head() == 1


@pytest.fixture(scope="module")
def shop() -> Iterator[Session]:
    with Session.open("sqlite://") as session:
        yield load(session, DATA / "opentelemetry-demo")


EVERYTHING = {
    "astronomy-db", "flagd", "grafana", "jaeger", "kafka", "opamp-server", "opensearch",
    "prometheus", "telemetry-docs", "valkey-cart",
}  # fmt: skip


@pytest.mark.parametrize(
    ("fails", "affected"),
    [
        ("kafka", "accounting checkout fraud-detection frontend frontend-proxy load-generator"),
        ("valkey-cart", "cart checkout frontend frontend-proxy load-generator"),
        (
            "astronomy-db",
            "checkout frontend frontend-proxy load-generator product-catalog recommendation",
        ),
        (
            "flagd",
            "ad cart checkout flagd-ui frontend frontend-proxy load-generator payment "
            "product-catalog recommendation shipping",
        ),
        ("quote", "frontend frontend-proxy load-generator"),
        ("frontend", "frontend-proxy load-generator"),
    ],
)
def test_the_shop_falls_as_published(shop: Session, fails: str, affected: str) -> None:
    found = shop.impact([f"component:{fails}"])
    assert sorted(item.ref.partition(":")[2] for item in found.affected) == affected.split()
    reached = shop.reach(f"component:{fails}")
    assert {node.ref for node in reached.nodes} == {item.ref for item in found.affected}


def test_the_collector_takes_all_but_ten(shop: Session) -> None:
    everybody = {r["ref"].partition(":")[2] for r in shop.records("component").records}
    assert len(everybody) == 28
    for fails, more in (("otel-collector", set()), ("opensearch", {"otel-collector"})):
        found = shop.impact([f"component:{fails}"]).affected
        names = {item.ref.partition(":")[2] for item in found}
        assert names == everybody - EVERYTHING - {"otel-collector"} | more
        direct = [item for item in found if item.hops == 1]
        assert len(direct) == {"otel-collector": 15, "opensearch": 1}[fails]


def test_the_flights_fall_as_published(plain: Session) -> None:
    session = load(plain, DATA / "flights")
    found = session.impact(["component:flights-inmem-cache"])
    kinds: dict[str, set[str]] = {}
    for item in found.affected:
        kinds.setdefault(item.type, set()).add(item.ref.partition(":")[2])
    assert kinds["Component"] == {
        "cache-loader", "cache-loader-prewarm", "cache-server", "flights-frontend-service",
        "flights-search-backend",
    }  # fmt: skip
    assert kinds["Interface"] == {"flights-cache-api", "flights-search-api"}
    assert kinds["Service"] == {"flights-cache", "flights-frontend", "flights-search"}


def test_backstage_as_it_is_is_refused_with_all_its_problems(plain: Session) -> None:
    session = plain
    with pytest.raises(InvalidInput) as caught:
        session.import_files([DATA / "backstage"])
    codes = [problem.code for problem in caught.value.problems if problem.severity == "error"]
    assert sorted(set(codes)) == ["dangling-reference", "invalid-name", "unknown-kind"]
    assert codes.count("dangling-reference") == 18
    assert codes.count("unknown-kind") == 2
    assert session.store.head() == 0


def test_backstage_with_stand_ins(plain: Session) -> None:
    session = load(plain, DATA / "backstage")
    stubs = session.select("stub:true").refs
    assert stubs == ["service:sre", "service:testing", "team:guest", "team:inpixon", "team:sre"]
    affected = session.impact(["component:wayback-archive"]).affected
    assert [item.ref for item in affected] == [
        "interface:wayback-archive",
        "component:wayback-search",
        "interface:wayback-search",
    ]
    (record,) = session.show("component:alternative/different-namespace").records
    assert record["name"] == "different-namespace"


def test_the_demo_is_as_large_as_it_says(plain: Session) -> None:
    session = plain
    created = session.import_files([DEMO]).created
    assert abs(created["Service"] - 60) <= 3
    assert abs(created["Component"] - 250) <= 10
    assert (created["VendorProduct"], created["Vendor"], created["Customer"]) == (42, 22, 12)
    assert session.select("stub:true").refs == []
    tops = session.select("type:Site and not site:*/*").refs
    assert len(tops) >= 4
