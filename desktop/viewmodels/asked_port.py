"""What the desk asks of messengers about one message (external id). Nothing of it waits here."""

from typing import Protocol

from core.domain.answers import Pressed, ReadBy
from core.domain.channels import Peer


class Asking(Protocol):
    """Raises ProblemError where the messenger cannot be reached now, or will not say."""

    async def read_by(self, peer: Peer, message: str) -> list[ReadBy]:
        """When the client read a message of ours; of a group, who of it did."""

    async def press(self, peer: Peer, message: str, data: bytes) -> Pressed:
        """Press a button that a bot put under its message."""

    async def address(self, peer: Peer, message: str) -> str:
        """Where a message of a supergroup is found by who is in it."""
