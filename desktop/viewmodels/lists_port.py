"""What the desk asks for lists of threads, and the search through all of them."""

from typing import Protocol

from core.domain.stretch import Outline, Spot, Stretch
from core.domain.thread_filter import ThreadFilter
from core.domain.views import QueueRow, ThreadRow
from core.search.found import Found
from core.search.query import Query


class Listing(Protocol):
    """The threads. Times are ms since the epoch, UTC."""

    async def threads(self, queue: str | None, search: str, limit: int) -> list[ThreadRow]:
        """The first threads in the order they are to be shown; ``queue`` None is all of them."""

    async def listed(self, wanted: ThreadFilter, limit: int) -> list[ThreadRow]:
        """The beginning of the list that a filter shows, in its order."""

    async def stretch(
        self, wanted: ThreadFilter, limit: int, at: Spot | None, skip: int = 0, before: int = 0
    ) -> Stretch:
        """What stands from ``at`` on (None: the beginning) after ``skip`` rows, with ``before``
        that stand in front of ``at``."""

    async def outline(self, wanted: ThreadFilter) -> Outline:
        """How long that list is, with spots to jump to."""

    async def count(self, wanted: ThreadFilter, most: int) -> int:
        """How many threads a filter shows, ``most`` at most."""

    async def next_due(self) -> int | None:
        """When the next thread comes back by itself (a snooze ends, a follow-up is due)."""

    async def owners(self) -> list[str]:
        """Everybody who has threads."""

    async def thread(self, thread: int) -> ThreadRow | None:
        """One thread, None when there is no such one (any more)."""

    async def queues(self) -> list[QueueRow]:
        """Every queue with its counts."""

    async def search(self, query: Query) -> Found | None:
        """What is found in all threads; None where a later call overtook this one."""

    async def find_at_messengers(self, words: str) -> int:
        """Have the messengers' servers search too: what they find is here then. How much of it was
        not. Raises where none answers."""
