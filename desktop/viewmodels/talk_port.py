"""What the desk asks of one conversation."""

from collections.abc import Sequence
from typing import Protocol

from core.domain.channels import Peer
from core.domain.views import FoundRow, MessageRow, PeerRow, PictureRow, Stand, VersionRow


class Talking(Protocol):
    """What was said in a thread, and to whom. Times are ms since the epoch, UTC."""

    async def peers(self, thread: int) -> list[PeerRow]:
        """The chats of the client, the last used one first."""

    async def messages(self, thread: int, before: Stand | None, limit: int) -> list[MessageRow]:
        """The newest ``limit`` messages before ``before`` (None: of all), oldest first."""

    async def messages_after(self, thread: int, after: Stand, limit: int) -> list[MessageRow]:
        """The ``limit`` messages that follow ``after``, oldest first."""

    async def stand(self, message: int) -> Stand | None:
        """Where a message stands in its thread; None where there is none."""

    async def first_since(self, thread: int, at: int) -> tuple[int, int] | None:
        """Id and time of the first message written at ``at`` or after, where there is none of the
        last; None in a thread without messages."""

    async def spoken_on(self, thread: int, bounds: Sequence[int]) -> tuple[bool, ...]:
        """Of each stretch between two neighbours of ``bounds``, whether a message is in it."""

    async def pinned(self, thread: int) -> list[MessageRow]:
        """What is pinned in the thread, the newest first."""

    async def versions(self, message: int) -> list[VersionRow]:
        """What a message said, oldest first; the last is what it says now."""

    async def find(self, thread: int, words: str) -> list[FoundRow]:
        """Every place of the thread that says ``words``, the oldest first."""

    async def pictures(self, thread: int) -> list[PictureRow]:
        """Every picture of the thread, the oldest first."""

    async def page_texts(self, message: int, attachment: int) -> tuple[str, ...]:
        """Text of each page of a document, '' where a page has none."""

    async def mark_read(self, thread: int) -> None:
        """The operator has seen everything in the thread."""

    async def fetch_missing(self, peer: Peer) -> None:
        """Try again to fetch the messages of a chat that may be missing here. Raises where the
        messenger cannot be reached now."""
