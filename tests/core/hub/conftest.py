"""A hub in this process or in one of its own, and who speaks with it."""

import asyncio
import hashlib
import io
import json
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import aiohttp
import msgspec
import pytest

from core.channels.whatsapp.receiver import signature
from core.hub.config import HubConfig, load
from core.hub.hub import Hub
from core.team import wire

SECRET, OLD_SECRET, OTHER_SECRET = "new secret", "old secret", "secret of another app"
TOKENS = {"anna": "token of anna", "oleg": "token of oleg"}
ROOT = Path(__file__).parents[3]


def config_text(more: str = "", top: str = "") -> str:
    """A configuration: two apps, one of which changes its secret, and two desks."""
    desks = "\n".join(
        f'[[desks]]\nname = "{name}"\ntoken_sha256 = "{hashlib.sha256(token.encode()).hexdigest()}"'
        for name, token in TOKENS.items()
    )
    return f"""
data = "data"
{top}
[listen]
port = 0
[watch]
port = 0
[[apps]]
name = "main"
secrets = [{{ file = "new" }}, {{ file = "old" }}]
verify_token = {{ file = "verify" }}
[[apps]]
name = "other"
secrets = [{{ file = "other" }}]
verify_token = {{ file = "verify-other" }}
{desks}
{more}
"""


def write_config(folder: Path, more: str = "", top: str = "") -> Path:
    """The configuration with its secrets in ``folder``."""
    for name, text in (
        ("new", SECRET), ("old", OLD_SECRET), ("other", OTHER_SECRET), ("verify", "verify me"),
        ("verify-other", "verify the other"), ("access", "access token"),
    ):  # fmt: skip
        (folder / name).write_text(f"{text}\n")
    file = folder / "hub.toml"
    file.write_text(config_text(more, top))
    return file


def webhook(text: str = "hello", **more: Any) -> bytes:
    """The body of a webhook with one message."""
    message = {"from": "79990001122", "id": f"wamid.{text}", "type": "text", **more}
    message.setdefault("text", {"body": text})
    value = {"metadata": {"phone_number_id": "100"}, "messages": [message]}
    entry = {"id": "1", "changes": [{"field": "messages", "value": value}]}
    return json.dumps({"object": "whatsapp_business_account", "entry": [entry]}).encode()


class Talk:
    """Requests to a hub."""

    def __init__(self, session: aiohttp.ClientSession, port: int, watch_port: int) -> None:
        self.session = session
        self.url = f"http://127.0.0.1:{port}"
        self.watch_url = f"http://127.0.0.1:{watch_port}"

    async def post(self, body: bytes, secret: str = SECRET, **headers: str) -> int:
        """Deliver a webhook; the status of the answer."""
        headers.setdefault("X-Hub-Signature-256", signature(secret, body))
        url = f"{self.url}/webhook"
        async with self.session.post(url, data=io.BytesIO(body), headers=headers) as answer:
            return answer.status

    def bearer(self, desk: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {TOKENS[desk]}"}

    async def page(self, after: str = "", desk: str = "anna", **query: Any) -> wire.Page:
        """What a desk reads."""
        params = {"after": after, **{key: str(value) for key, value in query.items()}}
        async with self.session.get(
            f"{self.url}/updates", params=params, headers=self.bearer(desk)
        ) as answer:
            assert answer.status == 200
            assert answer.content_type == wire.MSGPACK
            return msgspec.msgpack.decode(await answer.read(), type=wire.Page)

    async def everything(self, desk: str = "anna") -> list[bytes]:
        """All bodies that a new desk reads."""
        found: list[bytes] = []
        page = wire.Page((), "", more=True)
        while page.more:
            page = await self.page(page.position, desk, limit=1000)
            assert page.updates or not page.more
            found += [update.body for update in page.updates]
        return found

    async def get(self, path: str, desk: str = "anna") -> tuple[int, bytes]:
        async with self.session.get(f"{self.url}{path}", headers=self.bearer(desk)) as answer:
            return answer.status, await answer.read()

    async def share(self, key: str, body: bytes, desk: str = "anna") -> int:
        packed = msgspec.msgpack.encode(wire.Shared(key, body))
        async with self.session.post(
            f"{self.url}/share", data=io.BytesIO(packed), headers=self.bearer(desk)
        ) as answer:
            return answer.status

    async def health(self) -> dict[str, Any]:
        async with self.session.get(f"{self.watch_url}/health") as answer:
            told: dict[str, Any] = await answer.json()
            assert answer.status == (200 if told["ok"] else 503)
            return told

    async def until(self, name: str, good: Callable[[float], bool]) -> None:
        """Wait for a metric."""
        async with asyncio.timeout(60):
            while not good(await self.metric(name)):  # noqa: ASYNC110
                await asyncio.sleep(0.01)

    async def metric(self, name: str) -> float:
        """The value of one line of `/metrics`; 0 where it is not there."""
        async with self.session.get(f"{self.watch_url}/metrics") as answer:
            lines = (await answer.text()).splitlines()
        return sum(float(line.rpartition(" ")[2]) for line in lines if line.startswith(f"{name} "))


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as made:
        yield made


class Here:
    """A hub in this process, made anew with other limits where a test wants that."""

    def __init__(self, folder: Path, session: aiohttp.ClientSession) -> None:
        self.folder = folder
        self._session = session
        self.hub: Hub | None = None

    def config(self, more: str = "", top: str = "") -> HubConfig:
        return load(write_config(self.folder, more, top))

    async def start(self, more: str = "", top: str = "") -> Talk:
        self.hub = Hub(self.config(more, top))
        await self.hub.start()
        return Talk(self._session, self.hub.port, self.hub.watch_port)

    async def stop(self) -> None:
        hub, self.hub = self.hub, None
        if hub is not None:
            await hub.stop()


@pytest.fixture
async def here(tmp_path: Path, session: aiohttp.ClientSession) -> AsyncIterator[Here]:
    made = Here(tmp_path, session)
    yield made
    await made.stop()


@pytest.fixture
async def talk(here: Here) -> Talk:
    return await here.start()


class Process:
    """`threadline hub` as it runs on a server."""

    def __init__(self, config: Path) -> None:
        self._config = config
        self.process: subprocess.Popen[str] | None = None
        self.lines: list[dict[str, Any]] = []

    async def start(self) -> "Process":
        """Returns when it listens."""
        await asyncio.to_thread(self._start)
        line = await asyncio.to_thread(self._read)
        assert line["event"].startswith("listening"), line
        words = line["event"].replace(",", "").split()
        self.port, self.watch_port = int(words[3]), int(words[7])
        return self

    def _start(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "desktop", "hub", str(self._config)],
            cwd=ROOT, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True,
        )  # fmt: skip

    def _read(self) -> dict[str, Any]:
        assert self.process is not None
        assert self.process.stderr is not None
        line = self.process.stderr.readline()
        assert line.startswith("{"), line + self.process.stderr.read()
        self.lines.append(json.loads(line))
        return self.lines[-1]

    async def ended(self) -> int:
        """Its exit code; what it logged is in ``lines``."""
        assert self.process is not None
        _, errors = await asyncio.to_thread(self.process.communicate)
        self.lines += [json.loads(line) for line in errors.splitlines()]
        return self.process.returncode

    def kill(self) -> None:
        """kill -9."""
        assert self.process is not None
        self.process.kill()
        self.process.communicate()


@pytest.fixture
def process(tmp_path: Path) -> Iterator[Process]:
    made = Process(write_config(tmp_path))
    yield made
    if made.process is not None and made.process.poll() is None:
        made.kill()
