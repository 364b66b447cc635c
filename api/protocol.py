"""GraphQL over HTTP: what a request must look like, and how its answer is sent.

The specification is https://graphql.github.io/graphql-over-http/draft/. Clients that accept
`application/graphql-response+json` get status codes; others get 200 for all that is well-formed.
"""

from __future__ import annotations

import json
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request as HttpRequest
from starlette.responses import Response

from api.execution import Answered, Asked, RequestError, answer, problem, refusal
from api.limits import Limits
from itspm_graph.session import Session

LARGEST_BODY = 20 * 1024 * 1024
PLAIN = "application/json"
GRAPHQL = "application/graphql-response+json"


async def respond(session: Session, request: HttpRequest, limits: Limits) -> Response:
    """The response to a GraphQL request by GET or POST."""
    media = _accepted(request.headers.get("accept", ""))
    if media is None:
        message = f"an answer is {GRAPHQL} or {PLAIN}: accept one of them"
        return _response(refusal(problem(message, "not-acceptable"), status=406), PLAIN, 406)
    try:
        asked = await _asked(request)
    except RequestError as error:
        return _response(refusal(*error.errors), media, error.status)
    answered = await run_in_threadpool(answer, session, asked, limits)
    plain = media == PLAIN and answered.status == 400
    return _response(answered, media, 200 if plain else answered.status)


def _response(answered: Answered, media: str, status: int) -> Response:
    text = json.dumps(answered.body, ensure_ascii=False, separators=(",", ":"))
    headers = {"Allow": "POST"} if status == 405 else None
    return Response(
        text.encode("utf-8", "replace"), status, headers, media_type=f"{media}; charset=utf-8"
    )


def _accepted(header: str) -> str | None:
    """The media type that the client likes best; None where it takes neither."""
    weights: dict[str, float] = {}
    for part in header.split(",") if header.strip() else ["*/*"]:
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        stated = (p.partition("=")[2] for p in parameters if p.startswith("q="))
        try:
            weights[name] = float(next(stated, "1"))
        except ValueError:
            weights[name] = 0.0
    general = weights.get("application/*", weights.get("*/*", 0.0))
    ours = {media: weights.get(media, general) for media in (PLAIN, GRAPHQL)}
    named = GRAPHQL in weights
    best = GRAPHQL if named and ours[GRAPHQL] >= ours[PLAIN] else PLAIN
    return best if ours[best] > 0 else None


async def _asked(request: HttpRequest) -> Asked:
    if request.method == "GET":
        return _stated(_from_url(request), reads_only=True)
    kind, _, rest = request.headers.get("content-type", "").partition(";")
    if kind.strip().lower() != PLAIN or not _is_utf8(rest):
        message = f"send a body of type {PLAIN}, in UTF-8"
        raise RequestError(problem(message, "unsupported-media-type"), status=415)
    return _stated(_parsed(await _body(request), "the body"), reads_only=False)


def _is_utf8(parameters: str) -> bool:
    name, _, value = parameters.strip().lower().partition("=")
    return name != "charset" or value.strip('"') in ("utf-8", "utf8")


def _from_url(request: HttpRequest) -> dict[str, Any]:
    stated: dict[str, Any] = dict(request.query_params)
    for name in ("variables", "extensions"):
        if stated.get(name):
            stated[name] = _parsed(stated[name], name)
        else:
            stated.pop(name, None)
    return stated


async def _body(request: HttpRequest) -> bytes:
    """The whole body; not read further than is allowed."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_BODY:
            message = f"a request is at most {LARGEST_BODY} bytes; import large files by command"
            raise RequestError(problem(message, "request-too-large"), status=413)
    return bytes(body)


def _parsed(text: bytes | str, what: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _malformed(f"{what} is no JSON: {error}") from error


def _stated(given: Any, *, reads_only: bool) -> Asked:
    if not isinstance(given, dict):
        raise _malformed("the request must be a JSON object with a query")
    query, name = given.get("query"), given.get("operationName")
    if not isinstance(query, str) or not query.strip():
        raise _malformed("query is missing: the text of the GraphQL query")
    if name is not None and not isinstance(name, str):
        raise _malformed("operationName must be text")
    for key in ("variables", "extensions"):
        if not isinstance(given.get(key, {}), dict | None):
            raise _malformed(f"{key} must be an object")
    return Asked(query, given.get("variables") or {}, name or None, reads_only)


def _malformed(message: str) -> RequestError:
    return RequestError(problem(message, "malformed-request"))
