"""A number connected to the sandbox's Graph API over real HTTP, with the real log behind it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from core.channels.whatsapp.channel import WhatsAppChannel
from core.channels.whatsapp.settings import WhatsAppSettings
from core.sandbox.graph import GraphServer
from core.store.store import Store
from core.support.clock import Clock


class MemorySecrets:
    """Secrets of one test."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}

    def get(self, key: str) -> str | None:
        return self.kept.get(key)

    def set(self, key: str, value: str) -> None:
        self.kept[key] = value

    def delete(self, key: str) -> None:
        self.kept.pop(key, None)


Connect = Callable[..., Awaitable[WhatsAppChannel]]


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    store = Store(tmp_path / "log.db")
    await store.open()
    yield store
    await store.close()


@pytest.fixture
async def graph() -> AsyncIterator[GraphServer]:
    server = GraphServer()
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
async def connect(graph: GraphServer, store: Store) -> AsyncIterator[Connect]:
    """Make and start a channel; keywords replace settings, ``ingest`` the log, ``clock`` the
    machine's."""
    channels: list[WhatsAppChannel] = []

    async def make(
        *, ingest: Store | None = None, clock: Clock | None = None, **more: object
    ) -> WhatsAppChannel:
        account = graph.account
        settings = WhatsAppSettings(
            **{
                "phone_number_id": account.phone_number_id,
                "waba_id": account.waba_id,
                "base_url": graph.base_url,
                "port": 0,
                "timeout": 3.0,
                **more,
            }  # type: ignore[arg-type]
        )
        secrets = MemorySecrets()
        secrets.set(settings.access_token_key, account.access_token)
        secrets.set(settings.app_secret_key, account.app_secret)
        secrets.set(settings.verify_token_key, account.verify_token)
        channel = WhatsAppChannel(settings, secrets, ingest or store, lambda: None, clock)
        channels.append(channel)
        await channel.start()
        return channel

    yield make
    for channel in channels:
        await channel.stop()
