"""Fetching the file of a message, whole, in memory."""

import asyncio
import logging
from collections.abc import Callable
from typing import Any, Final

from telethon import errors, types

from core.channels.telegram.line import LineClient, call
from core.channels.telegram.media import parse_ref
from core.channels.telegram.pages import messages_request
from core.channels.telegram.session import TelegramSettings
from core.domain.problems import ChannelError, Problem

log = logging.getLogger(__name__)

_RUN_OUT: Final = (
    errors.FileReferenceExpiredError,
    errors.FileReferenceInvalidError,
    errors.FileReferenceEmptyError,
    errors.FilerefUpgradeNeededError,
)
"""What is said of a reference that is not valid any more."""


async def fetch(
    client: LineClient, settings: TelegramSettings, ref: str, named: Callable[[int], Any]
) -> bytes:
    """The bytes behind a ``ref``; ``named`` says how to name a chat. The message is asked for
    first: a file's own reference runs out (https://core.telegram.org/api/file_reference), and once
    more where that happens on the way. Raises ChannelError, Telethon's errors."""
    try:
        chat, message_id = parse_ref(ref)
    except ValueError as error:
        raise ChannelError(Problem("telegram-media")) from error

    async def media() -> Any:
        answer = await call(client, messages_request(named(chat), [message_id]), settings)
        message = next(iter(answer.messages), None)
        if not isinstance(message, types.Message) or message.media is None:
            raise ChannelError(Problem("telegram-media"))
        return message.media

    try:
        return await download(client, settings, await media())
    except _RUN_OUT as error:
        log.info("telegram: %s", error)
        return await download(client, settings, await media())


async def download(client: LineClient, settings: TelegramSettings, media: Any) -> bytes:
    """The bytes of media as a message has it. Raises Telethon's errors."""
    parts: list[bytes] = []
    running = client.iter_download(media)
    try:
        with client.transferring():
            while True:
                # Telethon waits for ever while the line is cut.
                async with asyncio.timeout(settings.request_timeout * 2):
                    parts.append(bytes(await anext(running)))
    except StopAsyncIteration:
        return b"".join(parts)
    finally:
        await running.close()
