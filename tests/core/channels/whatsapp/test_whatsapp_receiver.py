"""The webhook's end of a desk without a hub, under strangers who found its address."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest

from core.channels.whatsapp.receiver import Bounds, WebhookReceiver, signature

Line = tuple[asyncio.StreamReader, asyncio.StreamWriter]
SECRET = "of the app"
BODY = b'{"entry": []}'


class Receiver:
    """One that keeps what it took."""

    def __init__(self) -> None:
        self.taken: list[bytes] = []
        self._stack = AsyncExitStack()
        self.port = 0

    async def start(self, bounds: Bounds) -> None:
        async def take(body: bytes) -> None:
            self.taken.append(body)

        receiver = WebhookReceiver(
            host="127.0.0.1", port=0, path="/webhook", app_secret=SECRET, verify_token="v",
            take=take, bounds=bounds,
        )  # fmt: skip
        await receiver.start()
        self._stack.push_async_callback(receiver.stop)
        self.port = int(receiver.url.split(":")[2].split("/")[0])

    async def connected(
        self, data: bytes = b""
    ) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        self._stack.callback(writer.close)
        writer.write(data)
        return reader, writer

    async def said(self, data: bytes = b"") -> bytes:
        """The status line that answers these bytes."""
        reader, _ = await self.connected(data)
        async with asyncio.timeout(20):
            return (await reader.readline()).strip()

    async def until(self, status: bytes, data: bytes) -> None:
        """Ask until it is answered so."""
        async with asyncio.timeout(30):
            while status not in await self.said(data):  # noqa: ASYNC110
                await asyncio.sleep(0.02)

    async def stop(self) -> None:
        await self._stack.aclose()


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    made = Receiver()
    yield made
    await made.stop()


def head(body: bytes, given: str | None = None, *more: str) -> bytes:
    given = signature(SECRET, body) if given is None else given
    lines = ["POST /webhook HTTP/1.1", "Host: desk", f"Content-Length: {len(body)}", *more]
    if given:
        lines.append(f"X-Hub-Signature-256: {given}")
    return "\r\n".join([*lines, "", ""]).encode()


@pytest.mark.parametrize("given", ["", "sha1=00", "sha256=xyz"])
async def test_nothing_is_read_of_who_does_not_even_try(given: str, receiver: Receiver) -> None:
    await receiver.start(Bounds())
    assert b" 401 " in await receiver.said(head(b"x" * 4_000_000, given))


async def test_more_than_may_be_is_refused_before_it_is_read(receiver: Receiver) -> None:
    await receiver.start(Bounds())
    assert b" 413 " in await receiver.said(head(b"x" * 5_000_000, "sha256=" + "0" * 64))


async def test_compressed_is_not_what_was_signed(receiver: Receiver) -> None:
    await receiver.start(Bounds())
    assert b" 415 " in await receiver.said(head(BODY, None, "Content-Encoding: gzip") + BODY)


async def test_who_sends_too_slowly_is_let_go(receiver: Receiver) -> None:
    await receiver.start(Bounds(header_seconds=0.2, body_seconds=0.3))
    assert b" 408 " in await receiver.said(b"POST /web")
    assert b" 408 " in await receiver.said(), "who says nothing at all too"
    assert b" 408 " in await receiver.said(head(BODY) + BODY[:4])
    assert b" 200 " in await receiver.said(head(BODY) + BODY)
    assert receiver.taken == [BODY]


async def test_one_connection_too_many_is_told_to_come_later(receiver: Receiver) -> None:
    await receiver.start(Bounds(connections=2))
    held = [await receiver.connected() for _ in range(2)]
    assert b" 503 " in await receiver.said()
    for _, writer in held:
        writer.close()
        await writer.wait_closed()
    await receiver.until(b" 200 ", head(BODY) + BODY)


async def test_what_strangers_send_is_held_up_to_a_bound(receiver: Receiver) -> None:
    await receiver.start(Bounds(held_bytes=8 * 2**20))
    forged, body = "sha256=" + "0" * 64, b"x" * 3_900_000
    slow = [await receiver.connected(head(body, forged) + body[:-1]) for _ in range(2)]
    await receiver.until(b" 503 ", head(b"y" * 1_000_000, forged) + b"y" * 1_000_000)
    assert b" 200 " in await receiver.said(head(BODY) + BODY), "there is room for a small one"
    for reader, writer in slow:
        writer.write(b"x")
        assert b" 401 " in await reader.readline()
    assert receiver.taken == [BODY]
