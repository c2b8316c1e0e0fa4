"""A real nats-server as the shipped configuration wants it, hubs' homes and desks' feeds on it."""

import asyncio
import os
import shutil
import socket
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from pathlib import Path

import pytest

from core.ports import Update
from core.team.nats_access import NatsAccess
from core.team.nats_feed import NatsFeed
from core.team.nats_home import NatsHome

ROOT = Path(__file__).parents[3]
CONFIG = ROOT / "resources" / "hub" / "nats-server.conf"
_SYNC = "sync_interval: always"
SECRETS = {
    "THREADLINE_ADMIN": "admin-secret",
    "THREADLINE_HUB": "hub-secret",
    "THREADLINE_DESK_ANNA": "anna-secret",
    "THREADLINE_DESK_BORIS": "boris-secret",
}


class NatsServer:
    """One server process; its port and store stay the same over ``kill`` and ``start``."""

    def __init__(self, folder: Path, sync: str = _SYNC) -> None:
        found = shutil.which("nats-server", path=Path(sys.executable).parent)
        assert found is not None
        self._program = found
        self._folder = folder
        self.changes = {_SYNC: sync}
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self.process: asyncio.subprocess.Process | None = None

    @property
    def url(self) -> str:
        return f"nats://127.0.0.1:{self.port}"

    def text(self) -> str:
        """The shipped configuration; its folder is another machine's."""
        store = self._folder / "jetstream"
        store.mkdir(exist_ok=True)
        text = CONFIG.read_text("utf-8").replace("/var/lib/threadline/nats", str(store))
        for old, new in self.changes.items():
            assert old in text
            text = text.replace(old, new)
        return text

    async def start(self) -> None:
        config = self._folder / "nats.conf"
        config.write_text(self.text(), "utf-8")
        self.process = await asyncio.create_subprocess_exec(
            self._program, "-c", str(config), "-a", "127.0.0.1", "-p", str(self.port),
            "-l", str(self._folder / "nats.log"), env={**os.environ, **SECRETS},
        )  # fmt: skip
        async with asyncio.timeout(60):
            while True:
                assert self.process.returncode is None, (self._folder / "nats.log").read_text()
                try:
                    _, writer = await asyncio.open_connection("127.0.0.1", self.port)
                except OSError:
                    await asyncio.sleep(0.02)
                else:
                    writer.close()
                    await writer.wait_closed()
                    return

    async def kill(self) -> None:
        """As a power cut would, the disk's cache left."""
        process, self.process = self.process, None
        if process is not None:
            if process.returncode is None:
                process.kill()
            await process.wait()

    def access(self, user: str, secret: str = "", name: str = "") -> NatsAccess:
        return NatsAccess(
            servers=(self.url,), name=name or user, user=user, secret=secret or f"{user}-secret"
        )


class Desk:
    """What a desk took, in order, and its place after it."""

    def __init__(self, feed: NatsFeed) -> None:
        self.feed = feed
        self.updates: list[Update] = []
        self.place = ""
        self.states: list[str] = []

    @property
    def bodies(self) -> list[bytes]:
        return [update.body for update in self.updates]

    async def take(self, updates: Sequence[Update], place: str) -> None:
        self.updates += updates
        self.place = place

    async def start(self, after: str = "") -> None:
        await self.feed.start(after, self.take, self._changed)

    def _changed(self) -> None:
        problem = self.feed.problem
        self.states.append(f"{self.feed.state} {problem.code if problem else ''}".strip())


async def until(what: Callable[[], object], seconds: float = 60.0) -> None:
    """Wait for a condition."""
    async with asyncio.timeout(seconds):
        while not what():  # noqa: ASYNC110
            await asyncio.sleep(0.01)


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[NatsServer]:
    server = NatsServer(tmp_path)
    await server.start()
    yield server
    await server.kill()


NewHome = Callable[..., Awaitable[NatsHome]]
NewDesk = Callable[..., Awaitable[Desk]]


@pytest.fixture
async def new_home(server: NatsServer) -> AsyncIterator[NewHome]:
    homes: list[NatsHome] = []

    async def make(access: NatsAccess | None = None, **more: int) -> NatsHome:
        home = NatsHome(access or server.access("hub"), **more)  # type: ignore[arg-type]
        await home.open()
        homes.append(home)
        return home

    yield make
    for home in homes:
        await home.close()


@pytest.fixture
async def new_desk(server: NatsServer) -> AsyncIterator[NewDesk]:
    desks: list[Desk] = []

    async def make(user: str = "anna", after: str = "", access: NatsAccess | None = None) -> Desk:
        desk = Desk(NatsFeed(access or server.access(user)))
        desks.append(desk)
        await desk.start(after)
        return desk

    yield make
    for desk in desks:
        await desk.feed.stop()
