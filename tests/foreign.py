"""A Telegram client with TL code of its own (kurigram), led to the sandbox."""

import asyncio
import sys
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization


@asynccontextmanager
async def foreign_session(
    server: Any, monkeypatch: pytest.MonkeyPatch, *, bot: bool = False
) -> AsyncIterator[Any]:
    """The client while it is needed; its threads, which it leaves to the garbage, end with it."""
    from pyrogram.connection.transport.tcp import tcp

    threads: list[ThreadPoolExecutor] = []

    def kept(*args: Any, **kwargs: Any) -> ThreadPoolExecutor:
        threads.append(ThreadPoolExecutor(*args, **kwargs))
        return threads[-1]

    monkeypatch.setattr(tcp, "ThreadPoolExecutor", kept)
    client = await foreign_client(server, monkeypatch, bot=bot)
    try:
        yield client
    finally:
        if client.is_initialized:
            await client.terminate()
        await client.disconnect()
        for each in threads:
            each.shutdown()


async def foreign_client(server: Any, monkeypatch: pytest.MonkeyPatch, *, bot: bool = False) -> Any:
    """Connected, and not signed in."""
    # It falls back to Telegram's own addresses; without the guard it must not run at all.
    assert "tests.guard" in sys.modules
    from pyrogram import Client
    from pyrogram.crypto import rsa
    from pyrogram.session.auth import Auth

    key: Any = serialization.load_pem_public_key(server.public_key_pem.encode())
    public = key.public_numbers()
    fingerprint = server._world.key.fingerprint
    monkeypatch.setitem(rsa.server_public_keys, fingerprint, rsa.PublicKey(public.n, public.e))
    client = Client(
        "foreign", api_id=1, api_hash="hash", in_memory=True, loop=asyncio.get_running_loop()
    )
    storage = client.storage
    await storage.open()
    for name, value in (
        ("dc_id", server.dc_id), ("server_address", server.host), ("port", server.port),
        ("api_id", 1), ("test_mode", False), ("date", 0), ("user_id", 1), ("is_bot", bot),
    ):  # fmt: skip
        await getattr(storage, name)(value)
    auth = Auth(client, server.dc_id, server.host, server.port, False)
    await storage.auth_key(await asyncio.wait_for(auth.create(), 20))

    async def stays_open() -> None:
        return None

    monkeypatch.setattr(storage, "open", stays_open)
    await asyncio.wait_for(client.connect(), 20)
    return client
