"""What the desk asks of messengers' own shelves: archive, mutes, marks as unread, folders."""

from collections.abc import Sequence
from typing import Protocol

from core.domain.chats import FolderRow


class Shelving(Protocol):
    """Each verb comes back when it is durable, with names for what was asked; ``settled`` says
    what the messenger made of it. Times are ms since the epoch."""

    async def folders(self) -> list[FolderRow]:
        """The folders of every Telegram account, each in its account's order."""

    async def folders_of(self, thread: int) -> list[tuple[FolderRow, bool]]:
        """The folders of the accounts that know the client, and whether the thread stands in
        each."""

    async def archive(self, threads: Sequence[int], archived: bool) -> list[str]:
        """Into the archive, or out of it."""

    async def mute(self, threads: Sequence[int], until: int) -> list[str]:
        """Nothing is to be heard of them until then; 0: it is again."""

    async def mark(self, threads: Sequence[int], marked: bool) -> list[str]:
        """Mark them as unread, or take the mark away."""

    async def put(self, threads: Sequence[int], key: str, inside: bool) -> list[str]:
        """Into a folder, or out of it."""

    async def left_out(self, thread: int) -> bool | None:
        """Whether no messages of this group are taken; None where it is no group of an account
        that is connected, and cannot be left out."""

    async def leave_out(self, thread: int, out: bool) -> list[str]:
        """Take no messages of a group any more, or take them again, with what came meanwhile; its
        messenger does not hear of it. Raises ProblemError. Nothing is to be waited for."""

    async def settled(self, wishes: Sequence[str]) -> None:
        """Wait a while for what the messenger says. Raises ProblemError with why it will not have
        it: then all stands as before."""
