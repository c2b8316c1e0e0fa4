"""What the stages need of understanding and routing, as the bootstrap hands it to them; what a
channel that has groups can do there."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol, runtime_checkable

import msgspec

from core.domain.channels import Peer, Profile
from core.domain.persons import Person
from core.domain.problems import Problem
from core.domain.reading import Fact, Intent, Review, Turn, TurnReading
from core.domain.rooms import Made, Members, Room
from core.domain.views import FactRow
from core.ports import CrmRecord


class TurnReader(Protocol):
    """Reads the last of the turns. Raises ProblemError while the model cannot answer."""

    async def read_turn(
        self, thread_id: str, turns: Sequence[Turn], *, use_model: bool = True
    ) -> TurnReading:
        """What the last turn, a client's, says."""


class Standing(msgspec.Struct, frozen=True):
    """What a whole thread says: intents of the client's last words, facts with their history.
    ``wish`` are the intents of the last words that wanted something, where the last of all did
    not («спасибо»); empty otherwise."""

    intents: tuple[Intent, ...]
    facts: tuple[Fact, ...]
    wish: tuple[Intent, ...] = ()


class Fold(Protocol):
    """Pure: readings of turns in time order, and the operator's word, to what stands."""

    def __call__(
        self, turns: Sequence[tuple[Turn, TurnReading | None]], reviews: Sequence[Review]
    ) -> Standing: ...


class Decision(Protocol):
    """A queue and, as an encoded Problem-like code with parameters, why."""

    @property
    def queue(self) -> str:
        """Its id."""

    @property
    def reason(self) -> str:
        """Stored with the decision and shown."""


class Router(Protocol):
    """Pure: the queue of a thread from what stands in it. ``previous`` is the queue it is in,
    ``text`` the last client turn, which is quoted as the reason."""

    def __call__(
        self,
        intents: Sequence[Intent],
        facts: Sequence[Fact],
        *,
        previous: str,
        channel: str,
        text: str,
    ) -> Decision: ...


class PageTexts(Protocol):
    """Texts of pages, '' for a page without one, and why some are missing."""

    @property
    def pages(self) -> tuple[str, ...]:
        """From the first page on."""

    @property
    def problem(self) -> Problem | None:
        """A sentence for the operator, None when all is well."""


class PageReader(Protocol):
    """Reads documents, never raising on a bad one."""

    async def read_document(self, path: Path, name: str, mime: str) -> PageTexts:
        """The text of a file, by page. ``name`` and ``mime`` are its sender's."""


class RecordBuilder(Protocol):
    """Pure: what the mapping sends of a thread. ``key`` is ours, for ever the same."""

    def __call__(
        self,
        *,
        key: str,
        name: str,
        phones: Sequence[str],
        facts: Sequence[FactRow],
        intents: Sequence[Intent],
        queue: str,
    ) -> CrmRecord: ...


class Grouping(Protocol):
    """Groups at their messenger. Every call raises ChannelError, and returns when the log has what
    the messenger told."""

    async def look(self, peer: Peer) -> Room:
        """The group as it is there now."""

    async def members(self, peer: Peer, words: str, offset: int) -> Members:
        """A page of who is in it."""

    async def make(self, title: str, users: Sequence[Person]) -> Made:
        """A new group with these."""

    async def add(self, peer: Peer, users: Sequence[Person]) -> Made:
        """These come in."""

    async def remove(self, peer: Peer, user: str) -> None:
        """Somebody is put out."""

    async def rename(self, peer: Peer, title: str) -> None:
        """Another name."""

    async def leave(self, peer: Peer) -> None:
        """We go."""

    async def link(self, peer: Peer) -> str:
        """A link by which one may come in."""

    async def know(self, user: str) -> Profile | None:
        """Take somebody who was listed for a client; None for who is not known."""

    async def mentions_read(self, peer: Peer) -> None:
        """What names us there was seen."""


@runtime_checkable
class Grouped(Protocol):
    """A channel that has groups."""

    @property
    def groups(self) -> Grouping:
        """What can be done with them."""

    def room(self, peer: Peer) -> Room | None:
        """A group as it is known here; None for what is none."""
