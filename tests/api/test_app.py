"""The application around GraphQL: health, page, headers, listening."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pytest

from api.app import STATIC, create_app, run
from api.schema import sdl
from itspm_graph.errors import InvalidArgument, StoreUnavailable
from itspm_graph.session import Session
from tests.api.client import Client


def test_health_and_readiness(
    client: Client, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert client.get("/healthz").json() == {"status": "alive"}
    assert client.get("/readyz").json() == {"status": "ready", "revision": 1}

    def away() -> int:
        raise StoreUnavailable("no")

    monkeypatch.setattr(session.store, "head", away)
    response = client.get("/readyz")
    assert (response.status_code, response.json()["code"]) == (503, "store-unavailable")
    assert client.get("/healthz").status_code == 200


def test_readiness_tells_no_secrets(
    client: Client, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> int:
        raise RuntimeError("a secret")

    monkeypatch.setattr(session.store, "head", broken)
    response = client.get("/readyz")
    assert (response.status_code, "secret" in response.text) == (503, False)


@pytest.mark.parametrize("path", ["/", "/graphql", "/healthz", "/nowhere", "/static/page.js"])
def test_every_response_is_protected(client: Client, path: str) -> None:
    headers = client.get(path).headers
    assert "default-src 'self'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert "access-control-allow-origin" not in headers


def test_so_is_a_failure(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("a secret")

    monkeypatch.setattr("api.app.respond", fail)
    response = Client(create_app(session)).post("/graphql", json={})
    assert (response.status_code, "secret" in response.text) == (500, False)
    assert "default-src 'self'" in response.headers["content-security-policy"]


def test_the_schema_as_text(client: Client) -> None:
    response = client.get("/schema.graphql")
    assert (response.text, response.headers["content-type"]) == (
        sdl(),
        "text/plain; charset=utf-8",
    )


def test_pages_that_load_scripts_from_elsewhere_are_off(client: Client) -> None:
    for path in ("/docs", "/redoc", "/openapi.json"):
        assert client.get(path).status_code == 404


def test_the_page_and_all_that_it_loads(client: Client) -> None:
    page = client.get("/")
    assert page.headers["content-type"].startswith("text/html")
    assert "ITSPM Graph" in page.text
    loaded = re.findall(r'(?:src|href)="(/static/[^"]+)"', page.text)
    assert {Path(path).suffix for path in loaded} == {".css", ".js", ".svg"}
    assert all(client.get(path).status_code == 200 for path in loaded)


def test_the_page_asks_nobody_else_and_has_nothing_inline() -> None:
    for file in STATIC.iterdir():
        text = file.read_text(encoding="utf-8")
        outside = set(re.findall(r"(?:https?:)?//[\w.-]+\.\w+", text)) - {"http://www.w3.org"}
        assert not outside, file.name
    page = (STATIC / "index.html").read_text(encoding="utf-8")
    assert not re.search(r"<style|style=|<script(?![^>]*src=)|\son\w+=", page)


def test_the_examples_of_the_page_work(client: Client) -> None:
    script = (STATIC / "page.js").read_text(encoding="utf-8")
    pattern = r'(?:needs: "(\w+)",\s*)?query: \((?:ref)?\) => `(.*?)`,'
    found = re.findall(pattern, script, re.DOTALL)
    assert len(found) >= 4
    for needs, query in found:
        ref = "service:payments" if needs == "service" else "component:db-1"
        text = query.replace("${JSON.stringify(ref)}", f'"{ref}"')
        text = re.sub(r"\$\{JSON\.stringify\(`\$\{ref\}(.*)`\)\}", r'"component:db-1\1"', text)
        answer = client.post("/graphql", json={"query": text}).json()
        assert "errors" not in answer, (query, answer)
    (begin,) = re.findall(r"await ask\(`(.*?)`\)", script, re.DOTALL)
    assert "errors" not in client.post("/graphql", json={"query": begin}).json()


def test_a_local_server_answers_to_its_own_names_only(session: Session) -> None:
    client = Client(create_app(session, hosts=["localhost", "::1"]))
    expected = {"localhost:8000": 200, "[::1]:8000": 200, "evil.example": 421, "": 421, "[": 421}
    for host, status in expected.items():
        assert client.get("/healthz", headers={"Host": host}).status_code == status


# --- listening ------------------------------------------------------------------------------------


def test_a_port_that_is_taken_is_told(session: Session) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(InvalidArgument, match=f"port {port} of 127.0.0.1 is taken") as caught:
            run(session, "127.0.0.1", port)
    assert caught.value.code == "port-taken"


@pytest.mark.parametrize(("host", "port"), [("127.0.0.1", 70_000), ("192.0.2.1", 0)])
def test_where_nobody_can_listen(session: Session, host: str, port: int) -> None:
    with pytest.raises(InvalidArgument):
        run(session, host, port)


@pytest.mark.slow
def test_serving_until_it_is_stopped() -> None:
    program = (
        "from itspm_graph.session import Session; from api.app import run\n"
        "run(Session.open('sqlite://'), '127.0.0.1', 0)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        line = process.stdout.readline()
        pattern = r"Serving (http://127\.0\.0\.1:\d+/) \(GraphQL at /graphql\); Ctrl-C stops\n"
        match = re.fullmatch(pattern, line)
        assert match, line
        with urlopen(f"{match[1]}readyz") as response:
            assert response.read() == b'{"status":"ready","revision":0}'
        process.send_signal(signal.SIGINT)
        process.wait(timeout=20)
        assert (process.returncode, process.stderr.read()) == (0, "")
