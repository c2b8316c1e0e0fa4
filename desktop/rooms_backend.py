"""Groups from within: implements ``viewmodels.rooms_port.Rooms``."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from core.domain.channels import Peer
from core.domain.persons import Person
from core.domain.rooms import Began, Candidate, KnownPage, Made, Room
from core.domain.views import Stand

if TYPE_CHECKING:
    from desktop.application import Application


class RoomsBackend:
    """All of it is at Telegram, but for what the log says."""

    def __init__(self, application: "Application") -> None:
        self._rooms = application.rooms

    def room(self, peer: Peer) -> Room | None:
        """As it is known."""
        return self._rooms.room(peer)

    async def look(self, peer: Peer) -> Room:
        """As Telegram has it."""
        return await self._rooms.look(peer)

    async def members(self, peer: Peer, words: str = "", offset: int = 0) -> KnownPage:
        """A page."""
        return await self._rooms.members(peer, words, offset)

    async def begin(self, peer: Peer, user: str) -> int:
        """Their thread."""
        return await self._rooms.begin(peer, user)

    async def meet(self, peer: Peer, user: str) -> None:
        """Known from now on."""
        await self._rooms.meet(peer, user)

    async def people(self, peer: Peer, words: str) -> list[Candidate]:
        """Colleagues and clients."""
        return await self._rooms.people(peer, words)

    async def make(self, peer: Peer, title: str, users: Sequence[Person]) -> Began:
        """A new group."""
        return await self._rooms.make(peer, title, users)

    async def add(self, peer: Peer, users: Sequence[Person]) -> Made:
        """These come in."""
        return await self._rooms.add(peer, users)

    async def remove(self, peer: Peer, user: str) -> None:
        """Out."""
        await self._rooms.remove(peer, user)

    async def rename(self, peer: Peer, title: str) -> None:
        """Another name."""
        await self._rooms.rename(peer, title)

    async def leave(self, peer: Peer) -> None:
        """We go."""
        await self._rooms.leave(peer)

    async def link(self, peer: Peer) -> str:
        """The way in."""
        return await self._rooms.link(peer)

    async def next_mention(self, thread: int, after: int) -> tuple[int, Stand] | None:
        """From the log."""
        return await self._rooms.next_mention(thread, after)

    async def topic(self, peer: Peer) -> int:
        """Where it goes."""
        return await self._rooms.topic(peer)

    def choose(self, peer: Peer, topic: int | None) -> None:
        """Where it goes from now on."""
        self._rooms.choose(peer, topic)
