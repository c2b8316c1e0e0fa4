"""Telegram as a channel: one signed-in user account over MTProto (Telethon)."""

from core.channels.telegram.channel import TelegramChannel
from core.channels.telegram.session import TelegramSettings
from core.channels.telegram.signin import SignIn

__all__ = ["SignIn", "TelegramChannel", "TelegramSettings"]
