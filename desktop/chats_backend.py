"""Archive, mutes, marks and folders: implements ``viewmodels.chats_port.Shelving``."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from core.domain.channels import Peer, is_group
from core.domain.chats import FolderRow
from core.ports import Choosy
from core.store.read import folders, threads

if TYPE_CHECKING:
    from desktop.application import Application


class ChatsBackend:
    """Short queries and events."""

    def __init__(self, application: "Application") -> None:
        self._app = application
        self._wishes = application.chats

    async def folders(self) -> list[FolderRow]:
        """As the accounts that are signed in have them; of one that was removed they are gone."""
        rows = await self._app.store.read(folders.folders)
        gone = {one.account for one in self._app.telegrams.rows if one.removed}
        return [row for row in rows if row.account not in gone]

    async def folders_of(self, thread: int) -> list[tuple[FolderRow, bool]]:
        """By the rules, with what is wanted and not there yet."""
        now = self._app.now()
        return await self._app.store.read(lambda conn: folders.of_thread(conn, thread, now))

    async def archive(self, threads: Sequence[int], archived: bool) -> list[str]:
        """Here, then at the messenger."""
        return await self._wishes.archive(threads, archived)

    async def mute(self, threads: Sequence[int], until: int) -> list[str]:
        """Here, then at the messenger."""
        return await self._wishes.mute(threads, until)

    async def mark(self, threads: Sequence[int], marked: bool) -> list[str]:
        """Here, then at the messenger."""
        return await self._wishes.mark(threads, marked)

    async def put(self, threads: Sequence[int], key: str, inside: bool) -> list[str]:
        """Here, then at the messenger."""
        return await self._wishes.put(threads, key, inside)

    async def left_out(self, thread: int) -> bool | None:
        """As the account that is in the group keeps it."""
        found = await self._group(thread)
        return found[0].left_out(found[1]) if found is not None else None

    async def leave_out(self, thread: int, out: bool) -> list[str]:
        """The account that is in the group keeps it."""
        if (found := await self._group(thread)) is not None:
            await found[0].leave_out(found[1], out=out)
        return []

    async def _group(self, thread: int) -> tuple[Choosy, Peer] | None:
        """Who can leave the group of a thread out."""
        for row in await self._app.store.read(lambda conn: threads.peers(conn, thread)):
            channel = self._app.channels.get((row.peer.channel.value, row.peer.account))
            if is_group(row.peer) and isinstance(channel, Choosy) and channel.state == "online":
                return channel, row.peer
        return None

    async def settled(self, wishes: Sequence[str]) -> None:
        """What the messenger said."""
        await self._wishes.settled(wishes)
