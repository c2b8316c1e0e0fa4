"""What the desk asks of texts that wait at the messenger for their time."""

from typing import Protocol

from core.domain.channels import Peer
from core.domain.later import Later


class Postponing(Protocol):
    """Times are ms since the epoch, UTC."""

    async def postpone(self, thread: int, peer: Peer, text: str, at: int) -> None:
        """Have the messenger send a text ``at`` (ms). Raises where it cannot."""

    async def waiting(self, peer: Peer) -> list[Later]:
        """What waits at the messenger in a chat, the next one first."""

    async def move_waiting(self, peer: Peer, waiting: str, at: int) -> None:
        """Another time for one that waits."""

    async def cancel_waiting(self, peer: Peer, waiting: str) -> None:
        """One that waits is not to be sent."""
