"""Whom the account has blocked, page by page. https://core.telegram.org/method/contacts.getBlocked"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Final

from telethon import functions, types

PAGE: Final = 100
MOST: Final = 5000
"""More are not asked for: what an update says of one counts all the same."""


async def pages_of_blocked(ask: Callable[[Any], Awaitable[Any]], pause: float) -> list[Any]:
    """All of them, as the server tells them; ``pause`` (seconds) between two pages."""
    answers: list[Any] = []
    offset = 0
    while offset < MOST:
        answer = await ask(functions.contacts.GetBlockedRequest(offset, PAGE))
        answers.append(answer)
        told = getattr(answer, "blocked", ())
        offset += len(told)
        if not isinstance(answer, types.contacts.BlockedSlice) or not told:
            break
        if offset >= answer.count:
            break
        await asyncio.sleep(pause)
    return answers
