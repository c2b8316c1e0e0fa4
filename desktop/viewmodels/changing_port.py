"""What the desk asks to be changed of messages that stand."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from core.domain.channels import Peer


class Changing(Protocol):
    """Each comes back when the messenger has it, or after a while."""

    async def react(self, thread: int, peer: Peer, message: str, emoji: str) -> None:
        """Our reaction on a message (external id) is ``emoji``, '' for none. Raises where the
        messenger cannot be reached now."""

    async def reactions(self, peer: Peer) -> tuple[str, ...]:
        """The reactions that the server of a chat takes; none where that is not known now."""

    async def edit(
        self, thread: int, peer: Peer, message: str, text: str, file: Path | None = None
    ) -> None:
        """The words of a message of ours (external id, or client_ref while it has none) are to be
        these, and ``file`` is to stand in place of its file. Raises where the messenger will not
        have it: then it reads as before."""

    async def vote(self, thread: int, peer: Peer, message: str, options: Sequence[bytes]) -> None:
        """Our vote in a poll (external id) is for these, none takes it back. Raises where the
        messenger will not have it."""

    async def pin_message(
        self, thread: int, peer: Peer, message: str, *, pinned: bool, both: bool
    ) -> None:
        """A message (external id) is at the top of its chat, or no longer; ``both``: for the
        client, too. Raises where the messenger will not have it."""

    async def delete(self, thread: int, peer: Peer, messages: Sequence[str]) -> None:
        """Messages (external ids) are to be gone for both sides. Raises where one will not."""
