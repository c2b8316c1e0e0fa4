"""The webhook over real HTTP: verified, signed, durable before 200, once each."""

import asyncio
import io
import json
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import pytest

from core.channels.whatsapp.receiver import signature
from core.domain.events import Event, MessageReceived, Unreadable
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


async def said(store: Store) -> list[Event]:
    """What the clients wrote, in the log's order."""
    seqs = await store.read(
        lambda c: [
            row[0] for row in c.execute("SELECT seq FROM log WHERE kind = 'message' ORDER BY seq")
        ]
    )
    return [await store.event(seq) for seq in seqs]


async def length(store: Store) -> int:
    return int(await store.read(lambda c: c.execute("SELECT count(*) FROM log").fetchone()[0]))


async def raw_request(url: str, method: str, more: bytes, body: bytes, *, cut: int = 0) -> bytes:
    """The first line of the answer to what no HTTP client would send; b'' where none came.
    ``more``: the query of a GET, the headers of a POST; ``cut``: so many bytes stay out."""
    at = urlsplit(url)
    query, headers = (more, b"") if method == "GET" else (b"", more + b"\r\n")
    reader, writer = await asyncio.open_connection(at.hostname, at.port)
    writer.write(
        f"{method} {at.path}".encode() + query + b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
        + headers + f"Content-Length: {len(body)}\r\n\r\n".encode() + body[: len(body) - cut]
    )  # fmt: skip
    if cut:
        writer.write_eof()
    answer = await reader.read()
    writer.close()
    return answer.split(b"\r\n")[0]


async def test_the_callback_is_verified_by_its_token(graph: GraphServer, connect: Connect) -> None:
    channel = await connect()
    await graph.register(channel.webhook_url)


@pytest.mark.parametrize(
    "query",
    [
        {"hub.mode": "subscribe", "hub.verify_token": "wrong", "hub.challenge": "7"},
        {"hub.mode": "unsubscribe", "hub.verify_token": "TOKEN", "hub.challenge": "7"},
        {"hub.mode": "subscribe", "hub.challenge": "7"},
        {"hub.mode": "subscribe", "hub.verify_token": "TOKEN"},
        {},
    ],
)
async def test_anything_else_is_no_handshake(
    query: dict[str, str], graph: GraphServer, connect: Connect
) -> None:
    channel = await connect()
    token = graph.account.verify_token
    query = {key: value.replace("TOKEN", token) for key, value in query.items()}
    async with (
        aiohttp.ClientSession() as session,
        session.get(channel.webhook_url, params=query) as answer,
    ):
        assert answer.status == 403


async def test_bytes_that_are_no_text_are_the_wrong_token_and_the_wrong_signature(
    connect: Connect, store: Store
) -> None:
    channel = await connect()
    query = b"?hub.mode=subscribe&hub.challenge=7&hub.verify_token=%ff%fe"
    assert b" 403 " in await raw_request(channel.webhook_url, "GET", query, b"")
    header = b"X-Hub-Signature-256: sha256=\xff\xfe"
    assert b" 401 " in await raw_request(channel.webhook_url, "POST", header, b"{}")
    assert await length(store) == 0


@pytest.mark.parametrize(("which", "status"), [("ours twice", 200), ("one of two", 401)])
async def test_of_several_signatures_all_have_to_be_ours(
    which: str, status: int, graph: GraphServer, connect: Connect, store: Store
) -> None:
    channel = await connect()
    ours = signature(graph.account.app_secret, TEXT)
    other = ours if which == "ours twice" else "sha256=" + "0" * 64
    headers = f"X-Hub-Signature-256: {ours}\r\nX-Hub-Signature-256: {other}".encode()
    answer = await raw_request(channel.webhook_url, "POST", headers, TEXT)
    assert f" {status} ".encode() in answer
    assert (await length(store) > 0) == (status == 200)


async def test_a_body_that_breaks_off_is_not_taken(
    graph: GraphServer, connect: Connect, store: Store
) -> None:
    channel = await connect()
    header = f"X-Hub-Signature-256: {signature(graph.account.app_secret, TEXT)}".encode()
    answer = await raw_request(channel.webhook_url, "POST", header, TEXT, cut=100)
    assert b" 200 " not in answer
    assert await length(store) == 0
    assert await post(channel.webhook_url, TEXT[:100], graph.account.app_secret) == 200
    assert await length(store) == 1, "signed as it came: what Meta sent is kept, readable or not"


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
    (event,) = await said(store)
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
    for _ in range(2):
        assert await post(channel.webhook_url, raw, graph.account.app_secret) == 200
        ids = [event.external_id for event in await said(store)]
        assert ids == [f"wamid.{n}" for n in range(1000)]


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
async def test_what_cannot_be_stored_is_asked_for_again(
    graph: GraphServer, connect: Connect, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    disk: Any = FullDisk(store)
    channel = await connect(ingest=disk)
    assert await post(channel.webhook_url, TEXT, graph.account.app_secret) == 500
    disk.full = False
    assert await post(channel.webhook_url, TEXT, graph.account.app_secret) == 200
    assert len(await said(store)) == 1
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
