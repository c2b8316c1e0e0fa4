"""A Telegram server on loopback that speaks real MTProto to an unmodified client."""

from core.sandbox.telegram.records import SandboxFile, Sent, StoredMessage
from core.sandbox.telegram.server import TelegramServer

__all__ = ["SandboxFile", "Sent", "StoredMessage", "TelegramServer"]
