"""A client that calls the application in this process."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx2
from fastapi import FastAPI


class Client:
    """Each call is a request of its own; a failure of the application is a response, as outside."""

    def __init__(self, app: FastAPI) -> None:
        self._app = app

    def request(self, method: str, path: str, **given: Any) -> httpx2.Response:
        async def send() -> httpx2.Response:
            transport = httpx2.ASGITransport(self._app, raise_app_exceptions=False)
            async with httpx2.AsyncClient(transport=transport, base_url="http://test") as client:
                return await client.request(method, path, **given)

        return asyncio.run(send())

    def get(self, path: str, **given: Any) -> httpx2.Response:
        return self.request("GET", path, **given)

    def post(self, path: str, **given: Any) -> httpx2.Response:
        return self.request("POST", path, **given)
