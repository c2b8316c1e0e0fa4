"""A hub whose home is JetStream: a real server, webhooks over HTTP, a desk's feed that reads."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import aiohttp
import pytest

from core.domain.problems import ProblemError
from core.hub.hub import Hub
from core.ports import Update
from core.team import nats_home
from core.team.nats_feed import NatsFeed
from desktop.hub_command import _home
from tests.core.hub.conftest import Here, Talk, webhook
from tests.core.team.conftest import NatsServer


@pytest.fixture
async def nats(tmp_path: Path) -> AsyncIterator[NatsServer]:
    (tmp_path / "nats").mkdir()
    server = NatsServer(tmp_path / "nats")
    yield server
    await server.kill()


def wanted(nats: NatsServer, folder: Path) -> str:
    (folder / "nats-password").write_text("hub-secret")
    return f"""
[nats]
servers = ["{nats.url}"]
user = "hub"
password = {{ file = "nats-password" }}
"""


async def test_webhooks_stand_in_jetstream_before_they_are_acknowledged(
    nats: NatsServer, here: Here, session: aiohttp.ClientSession, tmp_path: Path
) -> None:
    await nats.start()
    config = here.config(wanted(nats, tmp_path), 'home = "nats"')
    here.hub = Hub(config, _home(config))
    await here.hub.start()
    talk = Talk(session, here.hub.port, here.hub.watch_port)
    bodies = [webhook(str(n)) for n in range(20)]
    assert await asyncio.gather(*(talk.post(body) for body in bodies * 2)) == [200] * 40
    assert (await talk.health())["ok"]
    assert (await talk.get("/updates"))[0] == 404, "desks read from NATS"

    read: list[bytes] = []
    done = asyncio.Event()

    async def take(updates: Sequence[Update], position: str) -> None:
        read.extend(update.body for update in updates)
        if len(read) >= len(bodies):
            done.set()

    feed = NatsFeed(nats.access("anna"))
    await feed.start("", take, lambda: None)
    async with asyncio.timeout(60):
        await done.wait()
    await feed.stop()
    assert sorted(read) == sorted(bodies)


@pytest.mark.logs_errors
async def test_without_nats_webhooks_wait_at_meta(
    nats: NatsServer, here: Here, session: aiohttp.ClientSession, tmp_path: Path
) -> None:
    await nats.start()
    config = here.config(wanted(nats, tmp_path), 'home = "nats"')
    here.hub = Hub(config, _home(config))
    await here.hub.start()
    talk = Talk(session, here.hub.port, here.hub.watch_port)
    await nats.kill()
    assert await talk.post(webhook()) == 503
    assert not (await talk.health())["ok"]
    await nats.start()
    async with asyncio.timeout(60):
        while await talk.post(webhook()) != 200:  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    assert (await talk.health())["ok"]


async def test_a_hub_that_finds_no_nats_says_so_and_ends(
    here: Here, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nats_home, "_OPEN_SECONDS", 0.2)
    server = NatsServer(tmp_path)
    config = here.config(wanted(server, tmp_path), 'home = "nats"')
    with pytest.raises(ProblemError):
        await Hub(config, _home(config)).start()
