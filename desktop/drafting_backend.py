"""What is begun to be written: implements ``viewmodels.drafting_port.Drafting``."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from core.domain.channels import Peer
from core.domain.drafts import Draft
from core.domain.views import MessageRow
from core.store.read import messages as read_messages

if TYPE_CHECKING:
    from desktop.application import Application


class DraftingBackend:
    """Asked of the stage that has them."""

    def __init__(self, application: "Application") -> None:
        self._app = application

    async def drafts(self, thread: int | None = None) -> Sequence[Draft]:
        """What was begun."""
        return await self._app.drafts.listed(thread)

    async def keep_draft(
        self, thread: int, text: str, peer: Peer | None = None, reply_to: str = "", *,
        quiet: bool = False,
    ) -> None:  # fmt: skip
        """Keep what was begun."""
        await self._app.drafts.keep(thread, text, peer, reply_to, quiet=quiet)

    def typing_draft(self, peer: Peer) -> None:
        """A key was pressed."""
        self._app.drafts.typing(peer)

    async def left_draft(self, peer: Peer) -> None:
        """The operator is elsewhere."""
        await self._app.drafts.left(peer)

    async def typing(self, thread: int, peer: Peer) -> None:
        """Best effort."""
        await self._app.messengers.typing(peer)

    async def message(self, peer: Peer, external_id: str) -> MessageRow | None:
        """One message."""
        media = self._app.profile.media
        return await self._app.store.read(
            lambda conn: read_messages.message(conn, peer, external_id, media=media)
        )
