"""A file on its way over a slow line: how far it is, and that it can be stopped and sent again."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from core.domain import events as ev
from core.domain.channels import Channel, Peer
from core.domain.problems import Problem
from core.domain.views import MessageRow
from desktop.application import Application
from desktop.backend import CoreBackend
from desktop.profile import Profile
from desktop.secrets import FileSecrets

PEER = Peer(Channel.WHATSAPP, "106", "79161112233")
MB = 2**20


class SlowGraph:
    """Takes the beginning of a file and then nothing, until ``goes_on``."""

    def __init__(self) -> None:
        self.goes_on = asyncio.Event()
        self.sent: list[dict[str, Any]] = []
        app = web.Application(client_max_size=200 * MB)
        app.router.add_post("/{version}/{number}/media", self._media)
        app.router.add_post("/{version}/{number}/messages", self._message)
        app.router.add_get("/{tail:.*}", self._hello)
        self._runner = web.AppRunner(app, handler_cancellation=True)

    async def start(self) -> str:
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        return f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        self.goes_on.set()
        await self._runner.cleanup()

    async def _media(self, request: web.Request) -> web.Response:
        await request.content.read(1024)
        await self.goes_on.wait()
        await request.content.read()
        return web.json_response({"id": "900"})

    async def _message(self, request: web.Request) -> web.Response:
        self.sent.append(await request.json())
        return web.json_response({"messages": [{"id": "wamid.OUT"}]})

    async def _hello(self, _request: web.Request) -> web.Response:
        return web.json_response({"id": "106", "data": []})


async def until(true: Callable[[], Any], seconds: float = 20.0) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not come about in time"
        await asyncio.sleep(0.02)


@pytest.fixture
async def graph() -> AsyncIterator[SlowGraph]:
    server = SlowGraph()
    yield server
    await server.stop()


@pytest.fixture
async def application(tmp_path: Path, graph: SlowGraph) -> AsyncIterator[Application]:
    profile = Profile(tmp_path / "profile", FileSecrets(tmp_path / "profile"))
    profile.save({
        "whatsapp.phone_id": "106", "whatsapp.waba_id": "107",
        "whatsapp.base_url": await graph.start(), "whatsapp.port": "0", "whatsapp.token": "t",
        "whatsapp.app_secret": "s", "whatsapp.verify_token": "v", "crm.target": "off",
    })  # fmt: skip
    made = Application(
        profile,
        on_change=lambda _c: None, on_health=lambda: None, on_typing=lambda _t: None,
    )  # fmt: skip
    await made.open()
    await made.connect()
    body = ev.MessageReceived(direction="in", text="Пришлите смету")
    at = int(time.time() * 1000)
    await made.store.append([ev.Event(external_id="wamid.1", at=at, peer=PEER, body=body)])
    yield made
    await made.close()


async def test_a_file_tells_how_far_it_is_and_can_be_stopped_and_sent_again(
    application: Application, graph: SlowGraph, tmp_path: Path
) -> None:
    backend = CoreBackend(application)
    file = tmp_path / "смета.pdf"
    file.write_bytes(b"%PDF-1.4 " + bytes(24 * MB))
    await backend.sending.send_file(1, PEER, file, "Смета")

    async def shown() -> MessageRow:
        return (await backend.talk.messages(1, None, 10))[-1]

    async def shown_when(true: Callable[[MessageRow], object]) -> MessageRow:
        for _ in range(1500):
            row = await shown()
            if true(row):
                return row
            await asyncio.sleep(0.02)
        raise AssertionError("it did not come about in time")

    row = await shown_when(lambda row: row.uploaded)
    assert row.uploaded is not None
    assert 0 < row.uploaded < 1
    assert await backend.sending.stop_upload(row.client_ref)
    row = await shown_when(lambda row: row.status == "failed")
    problem = Problem.decode(row.problem)
    assert problem is not None
    assert (problem.code, row.uploaded) == ("whatsapp-upload-stopped", None)
    assert not await backend.sending.stop_upload(row.client_ref)
    assert graph.sent == []
    graph.goes_on.set()
    await backend.sending.retry_send(row.client_ref)
    await until(lambda: graph.sent)
    assert graph.sent[0]["document"]["id"] == "900"
