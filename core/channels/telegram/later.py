"""Messages that Telegram sends when their time comes: they wait at the server, not here.

Source: https://core.telegram.org/api/scheduled-messages
"""

from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from telethon import errors, functions, types

from core.channels.telegram.entities import User, entities_of, marks_of
from core.channels.telegram.line import LineClient, call
from core.channels.telegram.session import TelegramSettings
from core.channels.telegram.words import ms
from core.domain.later import Later
from core.domain.marks import Mark
from core.domain.rooms import GENERAL


def moment(at: int) -> datetime:
    """Milliseconds as Telegram's seconds."""
    return datetime.fromtimestamp(at // 1000, UTC)


class Waiting:
    """What waits in the chat with ``peer``. Every call raises Telethon's errors."""

    def __init__(
        self, client: LineClient, settings: TelegramSettings, peer: Any, user: User
    ) -> None:
        """``user`` says how to name somebody who is mentioned."""
        self._client, self._settings, self._peer, self._user = client, settings, peer, user

    async def add(
        self, text: str, marks: Sequence[Mark], at: int, random_id: int, topic: int = 0
    ) -> None:
        """Have a text sent then, to a ``topic`` of a forum; the same ``random_id`` is taken
        once."""
        asked = functions.messages.SendMessageRequest(
            peer=self._peer, message=text, random_id=random_id, schedule_date=moment(at),
            entities=entities_of(text, marks, self._user),
            reply_to=types.InputReplyToMessage(topic) if topic > GENERAL else None,
        )  # fmt: skip
        with suppress(errors.RandomIdDuplicateError):
            await self._ask(asked)

    async def listed(self) -> list[Later]:
        """Texts that wait, the next one first."""
        answer = await self._ask(functions.messages.GetScheduledHistoryRequest(self._peer, hash=0))
        found = [
            Later(str(one.id), ms(one.date), one.message, marks_of(one.message, one.entities))
            for one in answer.messages
            if isinstance(one, types.Message) and one.message
        ]
        return sorted(found, key=lambda one: one.at)

    async def move(self, one: str, at: int) -> None:
        """Another time for it."""
        asked = functions.messages.EditMessageRequest(
            peer=self._peer, id=int(one), schedule_date=moment(at)
        )
        with suppress(errors.MessageNotModifiedError):
            await self._ask(asked)

    async def cancel(self, one: str) -> None:
        """It is not to be sent."""
        await self._ask(
            functions.messages.DeleteScheduledMessagesRequest(self._peer, id=[int(one)])
        )

    async def _ask(self, request: Any) -> Any:
        return await call(self._client, request, self._settings)
