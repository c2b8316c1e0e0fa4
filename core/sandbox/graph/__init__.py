"""WhatsApp's Graph API on loopback: sends, media, templates and webhooks over real HTTP."""

from core.sandbox.graph.account import GraphAccount
from core.sandbox.graph.server import GraphServer

__all__ = ["GraphAccount", "GraphServer"]
