"""What the stages need of understanding and routing, as the bootstrap hands it to them."""

from collections.abc import Sequence
from typing import Protocol

import msgspec

from core.domain.reading import Fact, Intent, Review, Turn, TurnReading
from core.ports import CrmRecord


class TurnReader(Protocol):
    """Reads the last of the turns. Raises ProblemError while the model cannot answer."""

    async def read_turn(
        self, thread_id: str, turns: Sequence[Turn], *, use_model: bool = True
    ) -> TurnReading:
        """What the last turn, a client's, says."""


class Standing(msgspec.Struct, frozen=True):
    """What a whole thread says: intents of the client's last words, facts with their history."""

    intents: tuple[Intent, ...]
    facts: tuple[Fact, ...]


class Fold(Protocol):
    """Pure: readings of turns in time order, and the operator's word, to what stands."""

    def __call__(
        self, turns: Sequence[tuple[Turn, TurnReading | None]], reviews: Sequence[Review]
    ) -> Standing: ...


class Decision(msgspec.Struct, frozen=True):
    """A queue and, as an encoded Problem-like code with parameters, why."""

    queue: str
    reason: str


class Router(Protocol):
    """Pure: the queue of a thread from what stands in it; None leaves it where it is."""

    def __call__(self, intents: Sequence[Intent], facts: Sequence[Fact]) -> Decision | None: ...


class PageReader(Protocol):
    """Text of a file by page; raises ProblemError with a sentence for the operator."""

    async def read_pages(self, path: str, mime: str) -> tuple[str, ...]:
        """The pages' texts, '' for a page without text."""


class RecordBuilder(Protocol):
    """Pure: what the mapping sends of a thread."""

    def __call__(
        self,
        key: str,
        name: str,
        phones: Sequence[str],
        facts: Sequence["RecordFact"],
        intents: Sequence[str],
        queue: str,
    ) -> CrmRecord: ...


class RecordFact(msgspec.Struct, frozen=True):
    """A standing fact with where it came from, for a CRM record."""

    fact: Fact
    channel: str
    external_id: str
    document: str
