"""What the stages need of understanding and routing, as the bootstrap hands it to them."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import msgspec

from core.domain.problems import Problem
from core.domain.reading import Fact, Intent, Review, Turn, TurnReading
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
