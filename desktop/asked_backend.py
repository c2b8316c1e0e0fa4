"""Questions about one message: implements ``viewmodels.asked_port.Asking``."""

from typing import TYPE_CHECKING

from core.domain.answers import Pressed, ReadBy
from core.domain.channels import Peer

if TYPE_CHECKING:
    from desktop.application import Application


class AskedBackend:
    """The messenger answers."""

    def __init__(self, application: "Application") -> None:
        self._app = application

    async def read_by(self, peer: Peer, message: str) -> list[ReadBy]:
        """As its server says."""
        return await self._app.messengers.answerer(peer).read_by(peer, message)

    async def press(self, peer: Peer, message: str, data: bytes) -> Pressed:
        """As the bot answers."""
        return await self._app.messengers.answerer(peer).press(peer, message, data)

    async def address(self, peer: Peer, message: str) -> str:
        """As its server says."""
        return await self._app.messengers.answerer(peer).address(peer, message)
