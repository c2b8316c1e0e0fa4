"""A bot that accounts have connected to their chats: those chats come through it.

https://core.telegram.org/api/bots/connected-business-bots. What the bot is told of a chat has the
ids that it has for the account, so its events are the account's own: the same peers, the same
keys. Whoever signs in to the account later, or was signed in before, has one thread of it.
"""

from core.channels.telegram.bots.channel import BotChannel
from core.channels.telegram.bots.links import Link

__all__ = ["BotChannel", "Link"]
