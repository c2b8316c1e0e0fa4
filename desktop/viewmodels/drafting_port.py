"""What the desk asks of what is begun to be written."""

from collections.abc import Sequence
from typing import Protocol

from core.domain.channels import Peer
from core.domain.drafts import Draft
from core.domain.views import MessageRow


class Drafting(Protocol):
    """Drafts, a chat each."""

    async def drafts(self, thread: int | None = None) -> Sequence[Draft]:
        """What was begun to be written, in one thread or in all, the newest last."""

    async def keep_draft(
        self, thread: int, text: str, peer: Peer | None = None, reply_to: str = "", *,
        quiet: bool = False,
    ) -> None:  # fmt: skip
        """Keep it for the chat ``peer`` (None: the one that it would go to); '' forgets it.
        ``quiet``: somebody is in the middle of it, nothing is to be shown anew."""

    def typing_draft(self, peer: Peer) -> None:
        """The operator pressed a key in the draft of a chat."""

    async def left_draft(self, peer: Peer) -> None:
        """The operator is elsewhere: what was begun in a chat may go to the cloud."""

    async def typing(self, thread: int, peer: Peer) -> None:
        """An answer is being written. Never raises: it is told where it can be."""

    async def message(self, peer: Peer, external_id: str) -> MessageRow | None:
        """One message of a chat, by the channel's id."""
