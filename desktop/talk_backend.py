"""One conversation: implements ``viewmodels.talk_port.Talking``."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import structs

from core.domain.channels import Peer, is_group
from core.domain.views import FoundRow, MessageRow, PeerRow, PictureRow, Stand, VersionRow
from core.ports import Choosy, Crowded, Keeper
from core.store.read import days
from core.store.read import find as read_find
from core.store.read import messages as read_messages
from core.store.read import threads as read_threads
from core.store.read import versions as read_versions

if TYPE_CHECKING:
    from desktop.application import Application


class TalkBackend:
    """Short queries."""

    def __init__(self, application: "Application") -> None:
        self._app = application

    async def peers(self, thread: int) -> list[PeerRow]:
        """The client's chats."""
        found = await self._app.store.read(lambda conn: read_threads.peers(conn, thread))
        return [self._counted(one) if is_group(one.peer) else one for one in found]

    async def messages(self, thread: int, before: Stand | None, limit: int) -> list[MessageRow]:
        """A page of the conversation."""
        media = self._app.profile.media
        return self._on_their_way(
            await self._app.store.read(
                lambda conn: read_messages.messages(
                    conn, thread, media=media, before=before, limit=limit
                )
            )
        )

    async def messages_after(self, thread: int, after: Stand, limit: int) -> list[MessageRow]:
        """The page that follows."""
        media = self._app.profile.media
        return self._on_their_way(
            await self._app.store.read(
                lambda conn: read_messages.messages_after(
                    conn, thread, after, media=media, limit=limit
                )
            )
        )

    async def stand(self, message: int) -> Stand | None:
        """By its row."""
        return await self._app.store.read(lambda conn: read_messages.stand(conn, message))

    async def first_since(self, thread: int, at: int) -> tuple[int, int] | None:
        """Where a day begins."""
        return await self._app.store.read(lambda conn: days.first_since(conn, thread, at))

    async def spoken_on(self, thread: int, bounds: Sequence[int]) -> tuple[bool, ...]:
        """Which days have messages."""
        return await self._app.store.read(lambda conn: days.spoken_on(conn, thread, bounds))

    async def pinned(self, thread: int) -> list[MessageRow]:
        """What is pinned in the thread, the newest first."""
        media = self._app.profile.media
        return await self._app.store.read(
            lambda conn: read_messages.pinned(conn, thread, media=media)
        )

    async def versions(self, message: int) -> list[VersionRow]:
        """From the log."""
        return await self._app.store.read(lambda conn: read_versions.versions(conn, message))

    async def find(self, thread: int, words: str) -> list[FoundRow]:
        """Every place that says it."""
        return await self._app.store.read(lambda conn: read_find.find(conn, thread, words))

    async def pictures(self, thread: int) -> list[PictureRow]:
        """Every picture."""
        media = self._app.profile.media
        return await self._app.store.read(
            lambda conn: read_messages.pictures(conn, thread, media=media)
        )

    async def page_texts(self, message: int, attachment: int) -> tuple[str, ...]:
        """Text of each page."""
        return await self._app.store.read(
            lambda conn: read_messages.page_texts(conn, message, attachment)
        )

    async def mark_read(self, thread: int) -> None:
        """Seen."""
        await self._app.actions.mark_read(thread)

    async def fetch_missing(self, peer: Peer) -> None:
        """Ask for a gap again."""
        channel = self._app.channels.get((peer.channel.value, peer.account))
        if isinstance(channel, Keeper):
            await channel.fetch_missing(peer)

    def _in_topics(self, rows: list[MessageRow]) -> list[MessageRow]:
        """Which topics of a forum the messages are in."""
        rooms = {peer: self._app.rooms.room(peer) for peer in {row.peer for row in rows}}
        if not any(room is not None and room.forum for room in rooms.values()):
            return rows
        return [
            structs.replace(row, topic=room.topic_of(row.around.topic if row.around else 0))
            if (room := rooms[row.peer]) is not None and not row.service
            else row
            for row in rows
        ]

    def _on_their_way(self, rows: list[MessageRow]) -> list[MessageRow]:
        """How far the files of sends are; no other row is made anew."""
        rows = self._in_topics(rows)
        uploads = self._app.uploads
        if uploads is None:
            return rows
        return [
            structs.replace(row, uploaded=share)
            if row.status == "sending" and (share := uploads.share(row.client_ref)) is not None
            else row
            for row in rows
        ]

    def _counted(self, row: PeerRow) -> PeerRow:
        """A group, with how many its messenger says are in it, and whether it is left out."""
        channel = self._app.channels.get((row.peer.channel.value, row.peer.account))
        if not isinstance(channel, Crowded):
            return row
        out = isinstance(channel, Choosy) and channel.left_out(row.peer)
        room = self._app.rooms.room(row.peer)
        members = channel.members(row.peer)
        return structs.replace(row, members=members, left_out=out, room=room)
