"""Webhooks at a hub over real HTTP: verified, signed, once, within limits; desks read the bytes."""

import asyncio
import json
import socket
from pathlib import Path

import aiohttp
import pytest

from core.channels.whatsapp.receiver import signature
from core.support.front import FullError, Held
from tests.core.hub.conftest import OLD_SECRET, OTHER_SECRET, SECRET, Here, Talk, webhook

DATA = Path(__file__).parents[2] / "data" / "whatsapp"


async def raw(talk: Talk, *parts: bytes, pause: float = 0.0, end: bool = False) -> bytes:
    """What the hub answers to bytes on a bare line, until it closes it."""
    port = int(talk.url.rpartition(":")[2])
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        for part in parts:
            writer.write(part)
            await asyncio.sleep(0)
            await asyncio.sleep(pause)
        if end:
            writer.write_eof()
        return await reader.read()
    except ConnectionError:
        return b""  # closed while we still wrote
    finally:
        writer.close()


def head(body: bytes, length: int | None = None, more: str = "") -> bytes:
    size = len(body) if length is None else length
    return (
        f"POST /webhook HTTP/1.1\r\nHost: hub\r\nContent-Length: {size}\r\n"
        f"X-Hub-Signature-256: {signature(SECRET, body)}\r\n{more}\r\n"
    ).encode()


async def test_meta_asks_whether_the_callback_is_ours(talk: Talk) -> None:
    for query, status, text in (
        ({"hub.verify_token": "verify me"}, 200, "abc"),
        ({"hub.verify_token": "verify the other"}, 200, "abc"),
        ({"hub.verify_token": "verify"}, 403, ""),
        ({"hub.verify_token": ""}, 403, ""),
        ({"hub.verify_token": "verify me", "hub.mode": "unsubscribe"}, 403, ""),
        ({"hub.verify_token": "verify me", "hub.challenge": ""}, 403, ""),
    ):
        params = {"hub.mode": "subscribe", "hub.challenge": "abc", **query}
        async with talk.session.get(f"{talk.url}/webhook", params=params) as answer:
            assert (answer.status, await answer.text()) == (status, text)


async def test_any_secret_of_any_app_signs(talk: Talk) -> None:
    for number, secret in enumerate((SECRET, OLD_SECRET, OTHER_SECRET)):
        assert await talk.post(webhook(str(number)), secret) == 200
    assert await talk.post(webhook("x"), "a stranger's") == 401
    assert await talk.everything() == [webhook(str(number)) for number in range(3)]


@pytest.mark.parametrize(
    "given", ["", "sha256=", "sha256=" + "0" * 64, "sha1=" + "0" * 40, "\u00ff"]
)
async def test_what_is_forged_is_refused(talk: Talk, given: str) -> None:
    assert await talk.post(webhook(), **{"X-Hub-Signature-256": given}) == 401
    assert await talk.metric('threadline_hub_refused_total{reason="signature"}') == 1
    assert await talk.everything() == []


async def test_bytes_are_kept_as_they_came_whatever_they_say(talk: Talk) -> None:
    bodies = [file.read_bytes() for file in sorted(DATA.glob("*.json"))]
    bodies += [b'{"object": "new", "entry": [{"changes": 1}]} ', b"\xff\x00", b"", b"[" * 9000]
    for body in bodies:
        assert await talk.post(body) == 200
    assert await talk.everything() == bodies


async def test_what_is_delivered_again_changes_nothing(talk: Talk, here: Here) -> None:
    statuses = await asyncio.gather(*(talk.post(webhook("same")) for _ in range(20)))
    assert statuses == [200] * 20
    await here.stop()
    again = await here.start()
    assert await again.post(webhook("same")) == 200
    assert await again.everything() == [webhook("same")]


async def test_a_thousand_updates_of_three_megabytes_pass(talk: Talk) -> None:
    one = json.loads(webhook("x" * 1400))["entry"][0]
    body = json.dumps({"entry": [one] * 1000}).encode()
    assert 2_800_000 < len(body) < 4 * 2**20
    assert await talk.post(body) == 200
    assert await talk.everything() == [body]


async def test_more_than_the_limit_is_refused_before_it_is_read(talk: Talk) -> None:
    answer = await raw(talk, head(b"x", length=4 * 2**20 + 1))
    assert answer.startswith(b"HTTP/1.1 413")


async def test_more_than_the_limit_in_pieces_is_refused(talk: Talk) -> None:
    async def pieces():  # type: ignore[no-untyped-def]
        for _ in range(70):
            yield b"x" * 2**16

    headers = {"X-Hub-Signature-256": "sha256=" + "0" * 64}
    try:
        async with talk.session.post(
            f"{talk.url}/webhook", data=pieces(), headers=headers
        ) as answer:
            assert answer.status == 413
    except aiohttp.ClientOSError:
        pass  # closed while we still wrote
    assert await talk.metric('threadline_hub_refused_total{reason="size"}') == 1


async def test_a_body_in_pieces_is_taken(talk: Talk) -> None:
    body = webhook()

    async def pieces():  # type: ignore[no-untyped-def]
        for at in range(0, len(body), 7):
            yield body[at : at + 7]

    headers = {"X-Hub-Signature-256": signature(SECRET, body)}
    async with talk.session.post(f"{talk.url}/webhook", data=pieces(), headers=headers) as answer:
        assert answer.status == 200
    assert await talk.everything() == [body]


async def test_a_body_that_breaks_off_is_not_kept(talk: Talk) -> None:
    body = webhook()
    await raw(talk, head(body) + body[:20], end=True)
    await talk.until('threadline_hub_refused_total{reason="truncated"}', bool)
    assert await talk.everything() == []
    assert (await talk.metric("threadline_hub_held_bytes")) == 0


async def test_who_asks_before_a_body_is_told_to_go_on(talk: Talk) -> None:
    body = webhook()
    port = int(talk.url.rpartition(":")[2])
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(head(body, more="Expect: 100-continue\r\n"))
    assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 100")
    writer.write(body)
    assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 200")
    writer.close()
    large = head(body, length=5 * 2**20, more="Expect: 100-continue\r\n")
    assert (await raw(talk, large)).startswith(b"HTTP/1.1 413")


@pytest.mark.parametrize(
    "sent",
    [
        b"\x16\x03\x01\x02\x00hello over TLS\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + b"X: " + b"x" * 20_000 + b"\r\n\r\n",
        b"POST /webhook HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
        b"POST /webhook HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked"
        b"\r\n\r\n0\r\n\r\n",
        b"GET /webhook?" + b"%ff" * 30 + b" HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
    ],
)
async def test_what_is_no_request_is_refused_and_fills_no_log(
    talk: Talk, sent: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    answer = await raw(talk, sent)
    assert answer.startswith((b"HTTP/1.1 40", b"HTTP/1.0 40"))
    assert [each.getMessage() for each in caplog.records if each.name != "asyncio"] == []
    assert await talk.post(webhook()) == 200


async def test_compressed_is_not_what_was_signed(talk: Talk) -> None:
    assert await talk.post(webhook(), **{"Content-Encoding": "gzip"}) == 415


async def test_who_sends_a_header_or_body_too_slowly_is_let_go(here: Here) -> None:
    talk = await here.start("[limits]\nheader_seconds = 0.2\nbody_seconds = 0.3")
    body = webhook()
    assert (await raw(talk, b"POST /web")).startswith(b"HTTP/1.1 408")
    assert (await raw(talk)).startswith(b"HTTP/1.1 408"), "who says nothing at all too"
    slow = await raw(talk, *(bytes([each]) for each in head(body)[:60]), pause=0.01)
    assert slow.startswith(b"HTTP/1.1 408") or not slow, "a byte now and then does not help"
    assert (await raw(talk, head(body) + body[:20])).startswith(b"HTTP/1.1 408")
    assert await talk.post(body) == 200
    port = int(talk.url.rpartition(":")[2])
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(head(body) + body)
    assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 200")
    writer.write(b"POST /web")
    assert (await reader.read()).startswith(b"HTTP/1.1 408"), "a second header has a time too"
    writer.close()


async def test_one_connection_too_many_is_told_to_come_later(here: Here) -> None:
    talk = await here.start("[limits]\nconnections = 3")
    port = int(talk.url.rpartition(":")[2])
    held = [socket.create_connection(("127.0.0.1", port)) for _ in range(3)]
    try:
        await talk.until("threadline_hub_connections", lambda value: value >= 3)
        assert (await raw(talk)).startswith(b"HTTP/1.1 503")
    finally:
        for each in held:
            each.close()
    await talk.until("threadline_hub_connections", lambda value: not value)
    assert await talk.post(webhook()) == 200


async def test_what_is_held_is_bounded_and_given_back(here: Here) -> None:
    talk = await here.start("[limits]\nheld_bytes = 8388608\nbody_seconds = 20")
    body = b"x" * 3_900_000
    port = int(talk.url.rpartition(":")[2])
    slow = []
    for _ in range(2):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(head(body) + body[:-1])
        slow.append((reader, writer))
    await talk.until("threadline_hub_held_bytes", lambda value: value >= 2 * (len(body) - 1))
    assert await talk.post(b"y" * 1_000_000) == 503
    assert await talk.post(webhook()) == 200, "there is room for a small one"
    for reader, writer in slow:
        writer.write(b"x")
        assert (await reader.readline()).startswith(b"HTTP/1.1 200")
        writer.close()
    assert await talk.post(b"y" * 1_000_000) == 200
    assert await talk.metric("threadline_hub_held_bytes") == 0


def test_never_more_is_held_than_may_be() -> None:
    held = Held(10)
    held.take(6)
    with pytest.raises(FullError):
        held.take(5)
    held.give_back(6)
    held.take(10)
    assert held.bytes == 10


@pytest.mark.logs_errors
async def test_without_room_webhooks_wait_at_meta_and_the_log_says_it_once(
    here: Here, caplog: pytest.LogCaptureFixture
) -> None:
    talk = await here.start("[limits]\ndisk_free_bytes = 4611686018427387904")
    assert [await talk.post(webhook(str(n))) for n in range(5)] == [503] * 5
    assert len([r for r in caplog.records if "cannot be kept" in r.getMessage()]) == 1
    told = await talk.health()
    assert (told["ok"], told["home"]["ok"], told["disk"]["ok"]) == (False, False, False)
    assert here.hub is not None
    assert here.hub._embedded is not None
    here.hub._embedded._spare, here.hub._embedded._looked = 0, -10.0
    assert await talk.post(webhook("0")) == 200
    assert (await talk.health())["home"]["ok"]


async def test_other_methods_and_paths_are_refused(talk: Talk) -> None:
    async with talk.session.put(f"{talk.url}/webhook") as answer:
        assert answer.status == 405
    async with talk.session.get(f"{talk.url}/health") as answer:
        assert answer.status == 401, "how the hub is, is nothing for strangers"
