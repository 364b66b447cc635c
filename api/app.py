"""The HTTP application: GraphQL, health, readiness, the schema as text, and a page to try it."""

from __future__ import annotations

import errno
import ipaddress
import logging
import socket
import sys
from collections.abc import Collection
from pathlib import Path

import uvicorn
from fastapi import FastAPI, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse
from starlette.staticfiles import StaticFiles

from api.limits import Limits
from api.protection import Protection
from api.protocol import respond
from api.schema import schema, sdl
from itspm_graph import __version__
from itspm_graph.errors import InvalidArgument, ItspmError
from itspm_graph.session import Session

STATIC = Path(__file__).parent / "static"
LARGEST_PORT = 65_535
log = logging.getLogger(__name__)


def create_app(
    session: Session, *, limits: Limits | None = None, hosts: Collection[str] = ()
) -> FastAPI:
    """The application over a session.

    `hosts`: names by which it may be called; none given, any. A server that only this machine can
    reach should name them, or a web page could reach it under a name of its own (DNS rebinding).
    """
    schema()  # built now, so that the first request doesn't wait for it
    app = FastAPI(
        title="ITSPM Graph", version=__version__, openapi_url=None, docs_url=None, redoc_url=None
    )
    app.add_middleware(Protection, hosts=frozenset(hosts))
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    bounds = limits or Limits()

    @app.api_route("/graphql", methods=["GET", "POST"])
    async def graphql(request: Request) -> Response:
        return await respond(session, request, bounds)

    @app.get("/healthz")
    async def health() -> Response:
        return JSONResponse({"status": "alive"})

    @app.get("/readyz")
    async def readiness() -> Response:
        return await run_in_threadpool(_readiness, session)

    @app.get("/schema.graphql")
    async def text() -> Response:
        return PlainTextResponse(await run_in_threadpool(sdl))

    @app.get("/")
    async def page() -> Response:
        return FileResponse(STATIC / "index.html")

    return app


def _readiness(session: Session) -> Response:
    """200 where the store answers, with the revision that it is at; else 503."""
    try:
        return JSONResponse({"status": "ready", "revision": session.store.head()})
    except ItspmError as error:
        code = error.code
    except Exception:
        log.exception("the store doesn't answer")
        code = "internal"
    return JSONResponse({"status": "unavailable", "code": code}, 503)


def run(session: Session, host: str, port: int) -> None:
    """Serve until a signal stops it; port 0 takes any that is free.

    `InvalidArgument` where nobody can listen there, with the code `port-taken` where somebody else
    already does.
    """
    listener = _listen(host, port)
    hosts = ("localhost", "127.0.0.1", "::1", host) if _is_local(host) else ()
    settings = uvicorn.Config(
        create_app(session, hosts=hosts),
        log_level="warning",
        access_log=False,
        server_header=False,
        lifespan="off",
        timeout_graceful_shutdown=5,
    )
    name = f"[{host}]" if ":" in host else host
    url = f"http://{name}:{listener.getsockname()[1]}/"
    sys.stdout.write(f"Serving {url} (GraphQL at /graphql); Ctrl-C stops\n")
    sys.stdout.flush()
    try:
        uvicorn.Server(settings).run(sockets=[listener])
    except KeyboardInterrupt:
        sys.stdout.write("\n")
    finally:
        listener.close()


def _listen(host: str, port: int) -> socket.socket:
    """A socket that already queues connections, so that the printed URL works at once."""
    if not 0 <= port <= LARGEST_PORT:
        raise InvalidArgument(f"port must be 0 to {LARGEST_PORT}, not {port}")
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise InvalidArgument(
                f"port {port} of {host} is taken: stop what listens there, or choose another by "
                "--port (0 for any that is free)",
                code="port-taken",
            ) from error
        message = f"can't listen on port {port} of {host}: {error.strerror}"
        raise InvalidArgument(message, code="cannot-listen") from error


def _is_local(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
