"""Messages that are changed: implements ``viewmodels.changing_port.Changing``."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from core.domain.channels import Peer

if TYPE_CHECKING:
    from desktop.application import Application


class ChangingBackend:
    """Wishes, which the messenger takes or refuses."""

    def __init__(self, application: "Application") -> None:
        self._app = application

    async def react(self, thread: int, peer: Peer, message: str, emoji: str) -> None:
        """At the messenger, then here."""
        await self._app.actions.settled(await self._app.actions.react(peer, message, emoji))

    async def reactions(self, peer: Peer) -> tuple[str, ...]:
        """As its server says."""
        return await self._app.messengers.reactions(peer)

    async def edit(
        self, thread: int, peer: Peer, message: str, text: str, file: Path | None = None
    ) -> None:
        """Here, then at the messenger."""
        await self._app.actions.settled(await self._app.actions.edit(peer, message, text, file))

    async def vote(self, thread: int, peer: Peer, message: str, options: Sequence[bytes]) -> None:
        """Here, then at the messenger."""
        await self._app.actions.settled(await self._app.actions.vote(peer, message, options))

    async def pin_message(
        self, thread: int, peer: Peer, message: str, *, pinned: bool, both: bool
    ) -> None:
        """Here, then at the messenger."""
        wish = await self._app.actions.pin(peer, message, pinned=pinned, both=both)
        await self._app.actions.settled(wish)

    async def delete(self, thread: int, peer: Peer, messages: Sequence[str]) -> None:
        """Here, then at the messenger."""
        for wish in await self._app.actions.delete(peer, messages):
            await self._app.actions.settled(wish)
