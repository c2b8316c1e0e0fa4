"""What one may react with: https://core.telegram.org/api/reactions."""

from typing import Any

from telethon import functions, types

from core.channels.telegram.line import LineClient, call
from core.channels.telegram.session import TelegramSettings


def plain(emoji: str) -> str:
    """As Telegram writes it: without the selector that asks for colours."""
    return emoji.replace("\ufe0f", "")


async def allowed(client: LineClient, settings: TelegramSettings) -> tuple[str, ...]:
    """The emoji that the server takes of this account, in its order; private chats allow all.
    Raises Telethon's errors."""
    answer: Any = await call(
        client, functions.messages.GetAvailableReactionsRequest(hash=0), settings
    )
    premium = client.me is not None and bool(client.me.premium)
    found = answer.reactions if isinstance(answer, types.messages.AvailableReactions) else ()
    return tuple(one.reaction for one in found if not one.inactive and (premium or not one.premium))
