"""What the server is asked beyond what it tells by itself: a search of all chats, and that one
writes."""

from typing import Any, Final

from telethon import functions, types

from core.channels.telegram.line import LineClient, call
from core.channels.telegram.session import TelegramSettings

MOST_FOUND: Final = 50


async def search(
    client: LineClient, settings: TelegramSettings, words: str, *, groups: bool = False
) -> Any:
    """The newest messages of private chats, or of ``groups``, that say ``words``, with who is in
    them. Raises Telethon's errors. https://core.telegram.org/method/messages.searchGlobal"""
    request = functions.messages.SearchGlobalRequest(
        q=words, filter=types.InputMessagesFilterEmpty(), min_date=None, max_date=None,
        offset_rate=0, offset_peer=types.InputPeerEmpty(), offset_id=0, limit=MOST_FOUND,
        users_only=not groups, groups_only=groups,
    )  # fmt: skip
    return await call(client, request, settings)


async def typing(client: LineClient, settings: TelegramSettings, peer: Any) -> None:
    """Show for some seconds that an answer is written. Raises Telethon's errors."""
    request = functions.messages.SetTypingRequest(peer, types.SendMessageTypingAction())
    await call(client, request, settings)
