"""A running server with two accounts, and clients that sign in to it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

import pytest
from telethon import TelegramClient
from telethon.crypto import rsa
from telethon.sessions import MemorySession

from core.sandbox.telegram import TelegramServer

ANNA, IRINA = "+79990001122", "+79161112233"
Connect = Callable[..., Awaitable[TelegramClient]]
SignIn = Callable[..., Awaitable[TelegramClient]]


@dataclass
class Town:
    """The server and who lives there. Irina is Anna's contact, not the other way round."""

    server: TelegramServer
    anna: int
    irina: int


@pytest.fixture
async def town() -> AsyncIterator[Town]:
    server = TelegramServer()
    await server.start()
    anna = server.add_user(phone=ANNA, first_name="Анна")
    irina = server.add_user(
        phone=IRINA, first_name="Ирина", last_name="Ковалёва", username="irina_k"
    )
    server.add_contact(anna, irina)
    yield Town(server, anna, irina)
    await server.stop()
    server.close()


@pytest.fixture
async def connect() -> AsyncIterator[Connect]:
    """Connect an unmodified client to a server."""
    clients: list[TelegramClient] = []

    async def connected(server: TelegramServer, **options: object) -> TelegramClient:
        rsa.add_key(server.public_key_pem, old=False)
        session = MemorySession()
        session.set_dc(server.dc_id, server.host, server.port)
        options = {"retry_delay": 0.02, "connection_retries": 300, "request_retries": 1} | options
        client = TelegramClient(session, 1, "hash", **options)
        clients.append(client)
        await asyncio.wait_for(client.connect(), 10)
        return client

    yield connected
    for client in clients:
        await client.disconnect()


@pytest.fixture
async def sign_in(connect: Connect) -> SignIn:
    """Connect and sign in with the code that was sent."""

    async def signed_in(server: TelegramServer, phone: str, **options: object) -> TelegramClient:
        client = await connect(server, **options)
        await client.send_code_request(phone)
        await client.sign_in(phone, server.login_code(phone))
        # As any application does; from here on the client knows its peers' access hashes.
        await client.get_dialogs()
        return client

    return signed_in


@pytest.fixture
def until() -> Callable[[Callable[[], object]], Awaitable[None]]:
    """Wait, for at most 30 s, until something holds."""

    async def waited(holds: Callable[[], object]) -> None:
        async with asyncio.timeout(30):
            while not holds():  # noqa: ASYNC110 - what is waited for is another side's state
                await asyncio.sleep(0.01)

    return waited
