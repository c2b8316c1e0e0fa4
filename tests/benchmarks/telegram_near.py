"""Our side of the Telegram benchmarks: the far server's process, and an account on it."""

import asyncio
import contextlib
import json
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

from core.channels.telegram import TelegramChannel, TelegramSettings
from core.store.store import Store

PHONE = "+79990001122"
LINE = 1 << 28


class Secrets:
    """Secrets in a dictionary."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}

    def get(self, key: str) -> str | None:
        return self.kept.get(key)

    def set(self, key: str, value: str) -> None:
        self.kept[key] = value

    def delete(self, key: str) -> None:
        self.kept.pop(key, None)


class FarServer:
    """The other process (see ``telegram_far``)."""

    def __init__(self, process: asyncio.subprocess.Process, where: dict[str, Any]) -> None:
        self._process, self._asking = process, asyncio.Lock()
        self.me, self.clients = where.pop("me"), where.pop("clients")
        self.where = where

    async def ask(self, line: str) -> Any:
        """One line there, one back."""
        assert self._process.stdin
        assert self._process.stdout
        async with self._asking:
            self._process.stdin.write(line.encode() + b"\n")
            return json.loads(await self._process.stdout.readline())

    def settings(self, **changed: Any) -> TelegramSettings:
        """How it is reached."""
        values: dict[str, Any] = {
            "api_id": 1,
            "api_hash": "a" * 32,
            "backfill_pause": 0.0,
        } | self.where
        return TelegramSettings(**(values | changed))


@contextlib.asynccontextmanager
async def far_server(clients: int, messages: int, away: int = 0) -> AsyncIterator[FarServer]:
    """A server with that much history, so many milliseconds away (there and back)."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, str(Path(__file__).with_name("telegram_far.py")),
        str(clients), str(messages), str(away),
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, limit=LINE,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        yield FarServer(process, json.loads(await process.stdout.readline()))
    finally:
        assert process.stdin is not None
        process.stdin.close()
        await process.wait()


async def signed_in(
    far: FarServer, secrets: Secrets, store: Store, **changed: Any
) -> TelegramChannel:
    """Our channel, online."""
    channel = TelegramChannel(far.settings(**changed), secrets, store, on_state=lambda: None)
    await channel.start()
    if channel.state == "signed_out":
        await channel.sign_in.request_code(PHONE)
        await channel.sign_in.submit_code(await far.ask("code"))
    await until(lambda: channel.state == "online")
    return channel


async def until(condition: Callable[[], bool]) -> None:
    """Wait for it, however long it takes."""
    while not condition():  # noqa: ASYNC110 - nothing tells
        await asyncio.sleep(0.02)


def resident_mb() -> float:
    """What this process holds in memory now; MB."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0.0


def peak_mb() -> float:
    """The most it ever held; MB."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    return 0.0
