"""Files go out piece by piece, tell how far they are, and can be stopped."""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.multipart import BodyPartReader

from core.channels.whatsapp.channel import WhatsAppChannel
from core.channels.whatsapp.uploads import CountedFile
from core.domain.events import SendRequested
from core.domain.problems import ChannelError
from core.ports import Uploader
from core.sandbox.graph import GraphServer
from core.sandbox.loopback import LoopbackSite

from .conftest import Connect
from .test_whatsapp_sending import peer_of

SIZE = 24 * 2**20


class Slow:
    """A Graph that reads an uploaded file only when it is let to."""

    def __init__(self) -> None:
        self.go = asyncio.Event()
        self.lengths: list[int | None] = []
        self.digests: list[str] = []
        self.sent = 0
        self.site = LoopbackSite()

    async def handle(self, request: web.Request) -> web.StreamResponse:
        if request.method == "GET":
            return web.json_response({"id": "1"})
        if request.path.endswith("/messages"):
            self.sent += 1
            return web.json_response({"messages": [{"id": f"wamid.{self.sent}"}]})
        self.lengths.append(request.content_length)
        await self.go.wait()
        with suppress(ConnectionError):  # who stopped it has hung up
            await self.read(request)
        return web.json_response({"id": "77"})

    async def read(self, request: web.Request) -> None:
        async for part in await request.multipart():
            if isinstance(part, BodyPartReader) and part.name == "file":
                digest = hashlib.sha256()
                while chunk := await part.read_chunk(2**16):
                    digest.update(chunk)
                self.digests.append(digest.hexdigest())
            elif isinstance(part, BodyPartReader):
                await part.read()


@pytest.fixture
async def slow() -> AsyncIterator[Slow]:
    server = Slow()
    app = web.Application(client_max_size=100 * 2**20)
    app.router.add_route("*", "/{tail:.*}", server.handle)
    await server.site.up(app)
    yield server
    await server.site.close()


@pytest.fixture
async def channel(slow: Slow, connect: Connect, tmp_path: Path) -> WhatsAppChannel:
    with (tmp_path / "f").open("wb") as file:
        file.truncate(SIZE)  # no byte of it lies on the disk
    return await connect(base_url=slow.site.url, media_root=str(tmp_path))


FILE = SendRequested(client_ref="r", file="f", file_name="a.zip")


async def test_a_file_is_read_as_it_goes_and_tells_how_far_it_is(
    slow: Slow, channel: WhatsAppChannel, graph: GraphServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    most = 0
    read = CountedFile.read

    def counted(self: CountedFile, size: int | None = -1, /) -> bytes:
        nonlocal most
        piece = read(self, size)
        most = max(most, len(piece))
        return piece

    monkeypatch.setattr(CountedFile, "read", counted)
    told: list[tuple[str, int, int]] = []
    assert isinstance(channel, Uploader)
    channel.on_upload = lambda *figures: told.append(figures)
    sending = asyncio.create_task(channel.send(peer_of(graph, "7916"), FILE))
    async with asyncio.timeout(10):
        while not any(done > 0 for _, done, _ in told):  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    held = max(done for _, done, _ in told)
    assert held < SIZE, "what the far side does not take is not read"
    slow.go.set()
    await sending
    assert told[0] == ("r", 0, SIZE)
    assert [done for _, done, _ in told] == sorted(done for _, done, _ in told)
    assert told[-1][1] == SIZE
    assert most <= 2**20
    assert slow.digests == [hashlib.sha256(bytes(SIZE)).hexdigest()]
    assert slow.lengths[0] is not None, "Graph takes no chunked body"
    assert slow.lengths[0] > SIZE


async def test_a_file_on_its_way_is_stopped_and_no_message_goes(
    slow: Slow, channel: WhatsAppChannel, graph: GraphServer
) -> None:
    assert not channel.stop_upload("r")
    begun = asyncio.Event()
    channel.on_upload = lambda _ref, done, _size: begun.set() if done else None
    sending = asyncio.create_task(channel.send(peer_of(graph, "7916"), FILE))
    async with asyncio.timeout(10):
        await begun.wait()
    assert channel.stop_upload("r")
    with pytest.raises(ChannelError) as caught:
        await sending
    assert caught.value.problem.code == "whatsapp-upload-stopped"
    assert (caught.value.retry_in, caught.value.uncertain) == (None, False)
    assert not channel.stop_upload("r")
    slow.go.set()
    await channel.send(peer_of(graph, "7916"), FILE)  # tried again, it goes
    assert slow.sent == 1


async def test_who_waits_for_an_upload_takes_it_along(
    slow: Slow, channel: WhatsAppChannel, graph: GraphServer
) -> None:
    begun = asyncio.Event()
    channel.on_upload = lambda _ref, done, _size: begun.set() if done else None
    sending = asyncio.create_task(channel.send(peer_of(graph, "7916"), FILE))
    async with asyncio.timeout(10):
        await begun.wait()
    sending.cancel()
    with pytest.raises(asyncio.CancelledError):
        await sending
    assert not channel.stop_upload("r")
    assert slow.sent == 0
