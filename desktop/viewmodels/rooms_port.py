"""What the desk asks of groups: who is there, what may be done, where what is written goes."""

from collections.abc import Sequence
from typing import Protocol

from core.domain.channels import Peer
from core.domain.persons import Person
from core.domain.rooms import Began, Candidate, KnownPage, Made, Room
from core.domain.views import Stand


class Rooms(Protocol):
    """Every call but those that say otherwise asks the messenger, and raises ProblemError."""

    def room(self, peer: Peer) -> Room | None:
        """A group as it is known here; asks nobody."""

    async def look(self, peer: Peer) -> Room:
        """The same, as the messenger has it now."""

    async def members(self, peer: Peer, words: str = "", offset: int = 0) -> KnownPage:
        """A page of who is there, those who are called so."""

    async def begin(self, peer: Peer, user: str) -> int:
        """The thread with somebody of a group, begun where there was none."""

    async def meet(self, peer: Peer, user: str) -> None:
        """Remember how somebody of a group is named: they are mentioned."""

    async def people(self, peer: Peer, words: str) -> list[Candidate]:
        """Whom the account of ``peer`` may take into a group; asks nobody."""

    async def make(self, peer: Peer, title: str, users: Sequence[Person]) -> Began:
        """A new group of the account of ``peer`` with these."""

    async def add(self, peer: Peer, users: Sequence[Person]) -> Made:
        """These come in; whom the messenger does not let in is missing."""

    async def remove(self, peer: Peer, user: str) -> None:
        """Somebody is put out."""

    async def rename(self, peer: Peer, title: str) -> None:
        """Another name for everybody."""

    async def leave(self, peer: Peer) -> None:
        """We go; the thread stays."""

    async def link(self, peer: Peer) -> str:
        """A link by which somebody may come in."""

    async def next_mention(self, thread: int, after: int) -> tuple[int, Stand] | None:
        """The next unread message that names us; asks nobody."""

    async def topic(self, peer: Peer) -> int:
        """The topic that what is written goes to; asks nobody."""

    def choose(self, peer: Peer, topic: int | None) -> None:
        """What is written goes to this topic; None: to where a client wrote last."""
