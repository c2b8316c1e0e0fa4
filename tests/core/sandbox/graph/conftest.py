"""A small receiver of webhooks and a Graph API that knows one person."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from core.sandbox.graph import GraphServer
from core.sandbox.graph.account import Person
from core.sandbox.graph.delivery import signature
from core.sandbox.loopback import LoopbackSite


class Receiver:
    """Answers the handshake, keeps every POST, and refuses the first `refuse` of them."""

    def __init__(self, server: GraphServer) -> None:
        self.refuse = 0
        self.refusal = web.Response(status=503)
        self.bodies: list[bytes] = []
        self.taken: list[dict[str, Any]] = []
        self.forged = 0
        self._account = server.account
        self._changed = asyncio.Event()
        self._site = LoopbackSite()

    @property
    def url(self) -> str:
        return f"{self._site.url}/webhook"

    async def start(self) -> None:
        app = web.Application()
        app.router.add_get("/webhook", self._verify)
        app.router.add_post("/webhook", self._take)
        await self._site.up(app)

    async def stop(self) -> None:
        await self._site.close()

    async def _verify(self, request: web.Request) -> web.Response:
        asked = request.query
        right = asked["hub.verify_token"] == self._account.verify_token
        if asked["hub.mode"] != "subscribe" or not right:
            return web.Response(status=403)
        return web.Response(text=asked["hub.challenge"])

    async def _take(self, request: web.Request) -> web.Response:
        body = await request.read()
        if request.headers["X-Hub-Signature-256"] != signature(self._account.app_secret, body):
            self.forged += 1
            return web.Response(status=401)
        self.bodies.append(body)
        self._changed.set()
        if self.refuse:
            self.refuse -= 1
            return web.Response(status=self.refusal.status, headers=self.refusal.headers)
        self.taken.append(json.loads(body))
        return web.Response()

    async def until(self, ready: Callable[[], bool]) -> None:
        """Wait, half a minute at most, until `ready()`."""
        async with asyncio.timeout(30):
            while not ready():
                self._changed.clear()
                await self._changed.wait()

    def values(self, field: str = "messages") -> list[dict[str, Any]]:
        """The `value`s of all changes of a field, in the order they were taken."""
        changes = (body["entry"][0]["changes"][0] for body in self.taken)
        return [change["value"] for change in changes if change["field"] == field]

    def messages(self) -> list[dict[str, Any]]:
        return [message for value in self.values() for message in value.get("messages", [])]

    def statuses(self) -> list[dict[str, Any]]:
        return [status for value in self.values() for status in value.get("statuses", [])]


@pytest.fixture
async def graph() -> AsyncIterator[GraphServer]:
    server = GraphServer()
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
async def receiver(graph: GraphServer) -> AsyncIterator[Receiver]:
    receiver = Receiver(graph)
    await receiver.start()
    yield receiver
    await receiver.stop()


@pytest.fixture
def irina(graph: GraphServer) -> Person:
    return graph.add_person("+79161112233", "Ирина Ковалёва")


class Client:
    """An application's calls to the Graph API."""

    def __init__(self, server: GraphServer, session: aiohttp.ClientSession) -> None:
        self.server = server
        self.session = session
        self.headers = {"Authorization": f"Bearer {server.account.access_token}"}

    def url(self, path: str) -> str:
        return f"{self.server.base_url}/{self.server.account.version}/{path}"

    async def get(self, path: str, **query: str) -> tuple[int, dict[str, Any]]:
        async with self.session.get(self.url(path), params=query, headers=self.headers) as answer:
            return answer.status, await answer.json()

    async def send(self, **body: Any) -> tuple[int, dict[str, Any]]:
        url = self.url(f"{self.server.account.phone_number_id}/messages")
        whole = {"messaging_product": "whatsapp", **body}
        async with self.session.post(url, json=whole, headers=self.headers) as answer:
            return answer.status, await answer.json()

    async def text(self, to: str, body: str = "Здравствуйте") -> tuple[int, dict[str, Any]]:
        return await self.send(to=to, type="text", text={"body": body})


@pytest.fixture
async def client(graph: GraphServer) -> AsyncIterator[Client]:
    async with aiohttp.ClientSession() as session:
        yield Client(graph, session)
