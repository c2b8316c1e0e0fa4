"""A desk's feed from a real hub over HTTP."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest

from core.domain.problems import ChannelError
from core.hub.config import load
from core.hub.embedded import EmbeddedHome
from core.hub.hub import Hub
from core.ports import Update
from core.team.http_feed import HttpFeed
from tests.core.hub.conftest import TOKENS, write_config
from tests.core.team.conftest import Desk, until


class Here:
    """One hub; it stands on the same port when it comes back."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = 0
        self.hub: Hub | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def home(self) -> EmbeddedHome:
        assert self.hub is not None
        assert self.hub._embedded is not None
        return self.hub._embedded

    async def start(self) -> None:
        config = load(write_config(self.folder))
        listen = msgspec.structs.replace(config.listen, port=self.port)
        self.hub = Hub(msgspec.structs.replace(config, listen=listen))
        await self.hub.start()
        self.port = self.hub.port

    async def stop(self) -> None:
        hub, self.hub = self.hub, None
        if hub is not None:
            await hub.stop()


@pytest.fixture
async def hub(tmp_path: Path) -> AsyncIterator[Here]:
    here = Here(tmp_path)
    await here.start()
    yield here
    await here.stop()


@pytest.fixture
async def desks(hub: Here) -> AsyncIterator[list[Desk]]:
    made = [Desk(HttpFeed(hub.url, token)) for token in TOKENS.values()]
    yield made
    for desk in made:
        await desk.feed.stop()


async def test_two_desks_read_and_share(hub: Here, desks: list[Desk]) -> None:
    anna, oleg = desks
    await anna.start()
    await oleg.start()
    await hub.home.put("1", b"one")
    await until(lambda: anna.feed.state == "online")
    await anna.feed.share("sent:1", b"hello")
    await anna.feed.share("sent:1", b"hello")
    for desk in desks:
        await until(lambda desk=desk: len(desk.updates) == 2)
        assert desk.updates == [Update(b"one"), Update(b"hello", "anna")]
        assert (desk.feed.state, desk.feed.problem) == ("online", None)


async def test_a_desk_that_was_off_reads_on(hub: Here, desks: list[Desk]) -> None:
    desk = desks[0]
    await desk.start()
    await hub.home.put("1", b"1")
    await until(lambda: desk.bodies == [b"1"])
    await desk.feed.stop()
    bodies = [b"%d" % n + b"." * 20_000 for n in range(2, 502)]
    await asyncio.gather(*(hub.home.put(str(n), body) for n, body in enumerate(bodies, 2)))
    most = 0

    async def take(updates: list[Update], place: str) -> None:
        nonlocal most
        most = max(most, sum(len(update.body) for update in updates))
        await desk.take(updates, place)

    again = HttpFeed(hub.url, TOKENS["anna"])
    await again.start(desk.place, take, lambda: None)  # type: ignore[arg-type]
    await until(lambda: len(desk.updates) == 501)
    await again.stop()
    assert desk.bodies[1:] == bodies
    assert most < 4 * 2**20


async def test_a_hub_that_is_away_is_waited_for(hub: Here, desks: list[Desk]) -> None:
    desk = desks[0]
    await desk.start()
    await until(lambda: desk.feed.state == "online")
    await hub.stop()
    await until(lambda: desk.feed.state == "waiting")
    assert desk.states[-1] == "waiting feed-unreachable"
    with pytest.raises(ChannelError, match="feed-unreachable"):
        await desk.feed.share("k", b"k")
    await hub.start()
    await hub.home.put("back", b"back")
    await until(lambda: desk.bodies == [b"back"])
    assert (desk.feed.state, desk.feed.problem) == ("online", None)


async def test_a_hub_made_anew_is_read_from_its_beginning(hub: Here, desks: list[Desk]) -> None:
    desk = desks[0]
    await desk.start()
    await hub.home.put("old", b"old")
    await until(lambda: desk.bodies == [b"old"])
    await hub.stop()
    shutil.rmtree(hub.folder / "data")
    await hub.start()
    await hub.home.put("new", b"new")
    await until(lambda: desk.bodies == [b"old", b"new"])


async def test_a_wrong_token_is_told_as_one(hub: Here) -> None:
    desk = Desk(HttpFeed(hub.url, "another"))
    await desk.start()
    await until(lambda: desk.feed.state == "failed")
    await desk.feed.stop()
    assert desk.states == ["connecting", "failed feed-auth", "off"]


async def test_what_is_no_hub_is_told_as_that(hub: Here) -> None:
    desk = Desk(HttpFeed(f"{hub.url}/elsewhere", TOKENS["anna"]))
    await desk.start()
    await until(lambda: desk.feed.state == "waiting")
    await desk.feed.stop()
    assert desk.states[1] == "waiting feed-missing"


async def test_without_a_token_nobody_is_asked() -> None:
    desk = Desk(HttpFeed("http://127.0.0.1:9", " "))
    await desk.start()
    assert desk.states == ["signed_out feed-not-configured"]
    await desk.feed.stop()


async def test_a_file_that_the_hub_fetched(hub: Here, desks: list[Desk]) -> None:
    desk = desks[0]
    await desk.start()
    await hub.home.put("1", b"{}", media=["42"])
    assert await hub.home.due(1) == ["42"]
    await hub.home.put_media("42", b"picture")
    assert await desk.feed.media("42") == b"picture"
    assert await desk.feed.media("43") is None


@pytest.mark.parametrize("url", ["http://hub.example.com", "http://192.0.2.7:8765"])
async def test_a_token_is_not_sent_in_the_clear(url: str) -> None:
    desk = Desk(HttpFeed(url, TOKENS["anna"]))
    await desk.start()
    assert desk.states == ["failed feed-insecure"]
    with pytest.raises(ChannelError, match="feed-insecure"):
        await desk.feed.share("k", b"k")
    await desk.feed.stop()
