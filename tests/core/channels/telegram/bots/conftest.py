"""A bot, an account that connected it, and the channel under test."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from core.channels.telegram.bots import BotChannel
from core.channels.telegram.bots.connection import token_key
from core.domain.channels import Channel, Peer
from core.domain.events import SendRequested


class BotStage:
    """Anna has connected the bot to all her chats; Irina is her client."""

    def __init__(self, stage: Any, wait: Any) -> None:
        self.wait = wait
        self.stage, self.server, self.log = stage, stage.server, stage.log
        self.anna, self.irina = stage.me, stage.irina
        self.bot, self.token = self.server.add_bot("Отдел продаж", "sales_bot")
        stage.secrets.set(token_key("1"), self.token)
        self.own: set[str] = set()
        self.channels: list[BotChannel] = []

    def channel(self, **changed: Any) -> BotChannel:
        made = BotChannel(
            self.stage.settings(**changed),
            self.stage.secrets,
            self.log,
            slot="1",
            own=self.own.__contains__,
            on_state=lambda: None,
        )
        self.channels.append(made)
        return made

    async def signed_in(self, **changed: Any) -> BotChannel:
        channel = self.channel(**changed)
        await channel.start()
        await self.wait(lambda: channel.state == "online")
        return channel

    def connect(self, *rights: str, **more: Any) -> str:
        given = rights or ("reply", "read_messages", "delete_sent_messages")
        return self.server.connect_bot(self.anna, self.bot, given, **more)

    def write(self, text: str, **more: Any) -> int:
        """Irina writes; the id in Anna's box."""
        return self.server.send(self.irina, self.anna, text, **more).ids[self.anna]

    def peer(self) -> Peer:
        return Peer(Channel.TELEGRAM, str(self.anna), str(self.irina))

    def texts(self) -> list[tuple[str, str]]:
        return [(way, text) for _, way, text, _ in self.log.thread(self.irina)]

    def theirs(self) -> list[str]:
        """What Irina sees."""
        return [one.text for one in self.server.history(self.irina, self.anna)]

    def text(self, words: str, ref: str = "a1", **more: Any) -> SendRequested:
        return SendRequested(client_ref=ref, text=words, **more)

    async def heard(self, *texts: str) -> None:
        await self.wait(lambda: [text for _, text in self.texts()] == list(texts))


@pytest.fixture
async def bots(stage: Any, wait: Any) -> AsyncIterator[BotStage]:
    made = BotStage(stage, wait)
    yield made
    for channel in made.channels:
        await channel.close()
