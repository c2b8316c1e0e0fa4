"""A bot's connection through its life: it signs in by its token, and again where that is needed."""

import asyncio
from collections.abc import Callable
from typing import Any, Final

from telethon import errors, functions

from core.channels.telegram.bots.sync import BotSync
from core.channels.telegram.connection import Connection
from core.channels.telegram.line import LineClient
from core.channels.telegram.running import Running
from core.channels.telegram.session import TelegramSettings
from core.domain.problems import Problem
from core.ports import Ingest, Secrets

NO_TOKEN: Final = Problem("telegram-bot-token")


def token_key(slot: str) -> str:
    """What a bot's token lies under among the secrets."""
    return f"telegram-bot/{slot}/token"


def session_key(slot: str) -> str:
    """What a bot's session lies under among the secrets."""
    return f"telegram-bot/{slot}/session"


class BotConnection(Connection):
    """``bot_sync`` is there while the bot is signed in, ``me`` what Telegram says of it."""

    def __init__(
        self,
        settings: TelegramSettings,
        secrets: Secrets,
        ingest: Ingest,
        on_state: Callable[[], None],
        slot: str,
        own: Callable[[str], bool],
        now: Callable[[], int],
    ) -> None:
        super().__init__(settings, secrets, ingest, on_state, None, session_key(slot), now=now)
        self._secrets, self._token_key, self._own = secrets, token_key(slot), own
        self._renewed = asyncio.Event()
        self.bot_sync: BotSync | None = None
        self.me: Any = None

    def renew(self) -> None:
        """There is another token."""
        self._renewed.set()

    async def _wait_for_sign_in(self) -> Any | None:
        client = self.client
        assert client is not None
        self.keeper.forget()
        while True:
            self._renewed.clear()
            token = self._secrets.get(self._token_key)
            try:
                if token:
                    return await self._signed_in_by(client, token)
            except (errors.AccessTokenExpiredError, errors.AccessTokenInvalidError):
                pass
            self._set("signed_out", NO_TOKEN)
            self._settled.set()
            await self._renewed.wait()

    async def _signed_in_by(self, client: LineClient, token: str) -> Any:
        settings = self.settings
        request = functions.auth.ImportBotAuthorizationRequest(
            0, settings.api_id, settings.api_hash, token
        )
        async with asyncio.timeout(settings.request_timeout * 2):
            answer = await client(request)  # follows the bot to its data centre
        client.me = answer.user
        self.keeper.keep(client.session, str(answer.user.id))
        return answer.user

    async def _serve(self, client: LineClient, user: Any) -> None:
        self._set("connecting")
        self.keeper.keep(client.session, str(user.id))
        self.me = user
        sync = BotSync(
            client, self.settings, user, self._ingest, self._own, self._on_state, self._now
        )
        await sync.load()
        self.bot_sync = sync
        self._running = Running(
            client, self.settings, sync, self._online, self._silent, self._flooded, self._now
        )
        await self._running.run()

    async def _flooded(self, seconds: int) -> None:
        """A bot's pace is no account's."""

    def _forget(self) -> None:
        self.keeper.forget()
