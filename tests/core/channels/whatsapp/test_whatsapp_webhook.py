"""The webhook over real HTTP: verified, signed, durable before 200, once each."""

import asyncio
import io
import json
import time
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from core.channels.whatsapp.receiver import signature
from core.domain.events import MessageReceived, Unreadable
from core.sandbox.graph import GraphServer
from core.sandbox.graph.payloads import text
from core.store.store import Store

from .conftest import Connect

DATA = Path(__file__).parents[3] / "data" / "whatsapp"
TEXT = (DATA / "text.json").read_bytes()


async def post(url: str, body: bytes, secret: str, **headers: str) -> int:
    signed = {"X-Hub-Signature-256": signature(secret, body), **headers}
    async with (
        aiohttp.ClientSession() as session,
        session.post(url, data=io.BytesIO(body), headers=signed) as answer,
    ):
        return answer.status


async def length(store: Store) -> int:
    return int(await store.read(lambda c: c.execute("SELECT count(*) FROM log").fetchone()[0]))


async def test_the_callback_is_verified_by_its_token(graph: GraphServer, connect: Connect) -> None:
    channel = await connect()
    await graph.register(channel.webhook_url)
    query = {"hub.mode": "subscribe", "hub.verify_token": "wrong", "hub.challenge": "7"}
    async with (
        aiohttp.ClientSession() as session,
        session.get(channel.webhook_url, params=query) as answer,
    ):
        assert answer.status == 403


async def test_what_a_client_writes_is_in_the_log_once_however_often_it_comes(
    graph: GraphServer, connect: Connect, store: Store
) -> None:
    channel = await connect()
    await graph.register(channel.webhook_url)
    person = graph.add_person("+79161112233", "Ирина")
    graph.post(person, text("Сколько стоит?"), at=time.time(), redeliver=3)
    async with asyncio.timeout(5):
        while graph.pending:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    assert await length(store) == 1
    event = await store.event(1)
    assert isinstance(event.body, MessageReceived)
    assert event.body.text == "Сколько стоит?"


@pytest.mark.parametrize("header", ["", "sha256=", "sha256=" + "0" * 64, "sha1=ё"])
async def test_without_our_signature_nothing_is_taken(
    header: str, graph: GraphServer, connect: Connect, store: Store
) -> None:
    channel = await connect()
    status = await post(channel.webhook_url, TEXT, "", **{"X-Hub-Signature-256": header})
    assert status == 401
    assert await length(store) == 0


async def test_a_signed_body_that_is_broken_is_kept_and_acknowledged(
    graph: GraphServer, connect: Connect, store: Store
) -> None:
    channel = await connect()
    assert await post(channel.webhook_url, b'{"entry": [', graph.account.app_secret) == 200
    event = await store.event(1)
    assert isinstance(event.body, Unreadable)
    assert event.raw == b'{"entry": ['


async def test_a_thousand_messages_in_one_post_are_a_thousand(
    graph: GraphServer, connect: Connect, store: Store
) -> None:
    channel = await connect()
    body: dict[str, Any] = json.loads(TEXT)
    value = body["entry"][0]["changes"][0]["value"]
    (message,) = value["messages"]
    value["messages"] = [{**message, "id": f"wamid.{n}"} for n in range(1000)]
    raw = json.dumps(body).encode()
    assert await post(channel.webhook_url, raw, graph.account.app_secret) == 200
    assert await length(store) == 1000
    assert await post(channel.webhook_url, raw, graph.account.app_secret) == 200
    assert await length(store) == 1000


async def test_three_megabytes_pass_and_more_than_four_do_not(
    graph: GraphServer, connect: Connect
) -> None:
    channel = await connect()
    large = TEXT + b" " * (3 * 2**20)
    assert await post(channel.webhook_url, large, graph.account.app_secret) == 200
    assert await post(channel.webhook_url, large * 2, graph.account.app_secret) == 413


class FullDisk:
    """A log that cannot be written."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.full = True

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    async def append(self, events: Any) -> Any:
        if self.full:
            raise OSError(28, "No space left on device")
        return await self._store.append(events)


@pytest.mark.logs_errors
@pytest.mark.logs_errors
async def test_what_cannot_be_stored_is_asked_for_again(
    graph: GraphServer, connect: Connect, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    disk: Any = FullDisk(store)
    channel = await connect(ingest=disk)
    assert await post(channel.webhook_url, TEXT, graph.account.app_secret) == 500
    disk.full = False
    assert await post(channel.webhook_url, TEXT, graph.account.app_secret) == 200
    assert await length(store) == 1
    assert "будет" not in caplog.text
    assert "380" not in caplog.text


async def test_a_post_is_answered_long_before_meta_loses_patience(
    graph: GraphServer, connect: Connect
) -> None:
    channel = await connect()
    times = []
    for n in range(20):
        body = TEXT.replace(b"wamid.text", f"wamid.{n}".encode())
        start = time.perf_counter()
        assert await post(channel.webhook_url, body, graph.account.app_secret) == 200
        times.append(time.perf_counter() - start)
    assert sorted(times)[10] < 0.25
