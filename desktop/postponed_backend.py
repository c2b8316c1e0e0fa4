"""Texts that wait at the messenger: implements ``viewmodels.postponed_port.Postponing``."""

from typing import TYPE_CHECKING

from core.domain.channels import Peer
from core.domain.later import Later

if TYPE_CHECKING:
    from desktop.application import Application


class PostponedBackend:
    """All of it is at Telegram."""

    def __init__(self, application: "Application") -> None:
        self._app = application

    async def postpone(self, thread: int, peer: Peer, text: str, at: int) -> None:
        """At Telegram."""
        topic = await self._app.rooms.topic(peer)
        await self._app.messengers.postpone(peer, text, at, topic)

    async def waiting(self, peer: Peer) -> list[Later]:
        """At Telegram."""
        return await self._app.messengers.waiting(peer)

    async def move_waiting(self, peer: Peer, waiting: str, at: int) -> None:
        """At Telegram."""
        await self._app.messengers.move_waiting(peer, waiting, at)

    async def cancel_waiting(self, peer: Peer, waiting: str) -> None:
        """At Telegram."""
        await self._app.messengers.cancel_waiting(peer, waiting)
